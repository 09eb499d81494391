//! The address of a target for alerts, read strictly: `https://host[:port]/path`.
//!
//! No name and password (they would lie in a list), no fragment, nothing but printable ASCII. Plain `http://` is for targets inside the
//! network alone, where the operator allows them: what goes to the outside in the clear, others read.

// Addresses alone: what opens a connection is not in `core`.
use core::net::IpAddr;

use super::fault::Code;
use super::inner_address::is_inside;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    pub secure: bool,
    /// A name, or an address without brackets.
    pub host: String,
    pub port: u16,
    /// With its query; `/` at least.
    pub path: String,
}

impl WebhookUrl {
    /// `inside`: whether targets inside the network are allowed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str, inside: bool) -> Result<Self, Code> {
        let is_plain = text.bytes().all(|byte| (0x21..0x7f).contains(&byte)) && !text.contains(['#', '\\']);
        let (scheme, rest) = text.split_once("://").filter(|_| is_plain).ok_or(Code::NotAnAddress)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" if inside => false,
            _ => return Err(Code::NotAnAddress),
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']').ok_or(Code::NotAnAddress)?;
                host.parse::<IpAddr>().map_err(|_| Code::NotAnAddress)?;
                (host, port.strip_prefix(':').or_else(|| port.is_empty().then_some("")).ok_or(Code::NotAnAddress)?)
            }
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':');
        if host.is_empty() || host.len() > 253 || !host.bytes().all(named) {
            return Err(Code::NotAnAddress);
        }
        let usual = if secure { "443" } else { "80" };
        let port = if port.is_empty() { usual } else { port };
        let port = port.parse::<u16>().ok().filter(|port| *port > 0).ok_or(Code::NotAnAddress)?;
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let url = Self { secure, host: host.to_owned(), port, path };
        let literal = url.host.parse::<IpAddr>().ok();
        if !inside && (literal.is_some_and(is_inside) || url.host.eq_ignore_ascii_case("localhost")) {
            return Err(Code::AddressInside);
        }
        Ok(url)
    }

    /// As the header `Host` has it.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let is_usual = self.port == if self.secure { 443 } else { 80 };
        if is_usual { host } else { format!("{host}:{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_addresses_to_the_outside_are_taken() {
        let url = WebhookUrl::read("https://hooks.example.org/a/b?c=d", false).unwrap();
        assert_eq!((url.authority().as_str(), url.port, url.path.as_str()), ("hooks.example.org", 443, "/a/b?c=d"));
        let url = WebhookUrl::read("https://[2606:4700::1111]:8443?x", false).unwrap();
        assert_eq!((url.authority().as_str(), url.path.as_str()), ("[2606:4700::1111]:8443", "/?x"));
        for bad in [
            "",
            "hooks.example.org",
            "http://hooks.example.org/",
            "ftp://a.b/",
            "https://",
            "https:///x",
            "https://a b/",
            "https://u:p@a.b/",
            "https://a.b:0/",
            "https://a.b:99999/",
            "https://a.b/#x",
            "https://[::1/",
            "https://[nix]/",
            "https://a.b\\c",
            "https://đ.vn/",
            "https://[::1]x/",
            "javascript:alert(1)",
        ] {
            assert_eq!(WebhookUrl::read(bad, false), Err(Code::NotAnAddress), "{bad}");
        }
        for inside in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://LOCALHOST/",
            "https://10.0.0.1:9/",
            "https://[::ffff:10.0.0.1]/",
        ] {
            assert_eq!(WebhookUrl::read(inside, false), Err(Code::AddressInside), "{inside}");
            assert!(WebhookUrl::read(inside, true).is_ok(), "{inside}");
        }
        assert!(!WebhookUrl::read("http://127.0.0.1:8080/x", true).unwrap().secure);
    }
}
