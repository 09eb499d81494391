//! Who is at the other end: the address of the client and the scheme it used, behind a trusted proxy or not.
//!
//! `X-Forwarded-For` and `X-Forwarded-Proto` are anybody's words. They count only when the connection comes from an
//! address that the operator trusts, and of the list only the part that trusted addresses wrote: read from the right, the
//! first address that is not trusted is the client.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use ipnet::IpNet;

/// The other end of a connection. Every request carries it as an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    pub address: IpAddr,
    pub tls: bool,
}

/// Who asks, as far as can be told. Every request that reaches a handler carries it as an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Everything that is known of who asks, before anybody looks at who they say they are.
#[derive(Debug, Clone)]
pub struct Seen {
    pub client: ClientAddress,
    pub scheme: Scheme,
    /// The site whose page sends the request, where a browser says so.
    pub origin: Option<HeaderValue>,
}

impl Seen {
    /// What was noted on a request when it came in.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get().cloned().unwrap_or_else(|| seen(&Proxies::default(), None, &parts.headers))
    }
}

/// How the client reached this server, or the proxy before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// Addresses whose word about clients is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Reads addresses and networks, such as `10.0.0.5` and `10.1.0.0/16`.
    ///
    /// # Errors
    /// The text that is neither.
    pub fn read<S: AsRef<str>>(texts: &[S]) -> Result<Self, String> {
        let read = |text: &S| {
            let text = text.as_ref().trim();
            let alone = text.parse::<IpAddr>().map(IpNet::from);
            alone.or_else(|_| text.parse::<IpNet>()).map_err(|_| text.to_owned())
        };
        texts.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether a whole family of addresses is trusted, so that anybody may claim to be anybody.
    pub fn trusts_everybody(&self) -> bool {
        self.0.iter().any(|network| network.prefix_len() == 0)
    }
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Who asks, and how.
pub fn seen(proxies: &Proxies, peer: Option<Peer>, headers: &HeaderMap) -> Seen {
    // Without a connection (a call from inside a test) nobody is known, and nobody trusted.
    let peer = peer.unwrap_or(Peer { address: IpAddr::from([0; 4]), tls: false });
    let origin = headers.get(header::ORIGIN).cloned();
    let own = if peer.tls { Scheme::Https } else { Scheme::Http };
    if !proxies.trusts(peer.address) {
        return Seen { client: ClientAddress(peer.address.to_canonical()), scheme: own, origin };
    }
    let scheme = match members(headers, &FORWARDED_PROTO).next_back() {
        Some(said) if said.eq_ignore_ascii_case("https") => Scheme::Https,
        Some(said) if said.eq_ignore_ascii_case("http") => Scheme::Http,
        _ => own,
    };
    Seen { client: ClientAddress(client(proxies, peer.address, headers)), scheme, origin }
}

/// From the right, the first address that is not trusted; of a list that breaks off, the last one that can be read.
fn client(proxies: &Proxies, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut client = peer.to_canonical();
    for hop in members(headers, &FORWARDED_FOR).rev() {
        let Some(address) = address(hop) else { break };
        client = address;
        if !proxies.trusts(address) {
            break;
        }
    }
    client
}

/// The members of a list header that may come in several lines.
fn members<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl DoubleEndedIterator<Item = &'a str> {
    // A line that is no text stands for one member that nobody can read.
    let lines = headers.get_all(name).into_iter().map(|value| value.to_str().unwrap_or("?"));
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|at| at.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(trusted: &[&str], peer: &str, lines: &[(&str, &str)]) -> (String, Scheme) {
        let proxies = Proxies::read(trusted).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        let peer = Peer { address: peer.parse().unwrap(), tls: false };
        let Seen { client: ClientAddress(address), scheme, .. } = seen(&proxies, Some(peer), &headers);
        (address.to_string(), scheme)
    }

    #[test]
    fn what_strangers_claim_is_ignored() {
        let lines = [("x-forwarded-for", "203.0.113.7"), ("x-forwarded-proto", "https")];
        assert_eq!(asked(&[], "198.51.100.1", &lines), ("198.51.100.1".into(), Scheme::Http));
        assert_eq!(asked(&["10.0.0.0/8"], "198.51.100.1", &lines), ("198.51.100.1".into(), Scheme::Http));
        assert_eq!(asked(&["10.0.0.0/8"], "10.9.9.9", &lines), ("203.0.113.7".into(), Scheme::Https));
    }

    #[test]
    fn of_a_chain_the_rightmost_address_that_is_not_trusted_is_the_client() {
        let trusted = ["10.0.0.0/8", "2001:db8::1"];
        for (list, client) in [
            ("1.2.3.4, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("1.2.3.4,nonsense,10.0.0.2", "10.0.0.2"),
            ("1.2.3.4, nonsense", "10.0.0.1"),
            ("", "10.0.0.1"),
            ("203.0.113.7:4711", "203.0.113.7"),
            ("[2001:db8::7]:4711, 2001:db8::1", "2001:db8::7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("1.2.3.4, ::ffff:10.0.0.2", "1.2.3.4"),
        ] {
            assert_eq!(asked(&trusted, "10.0.0.1", &[("x-forwarded-for", list)]).0, client, "{list:?}");
        }
        // The proxy writes a line of its own below the one that the client sent.
        let lines = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "203.0.113.7")];
        assert_eq!(asked(&trusted, "10.0.0.1", &lines).0, "203.0.113.7");
        assert_eq!(asked(&trusted, "::ffff:10.0.0.1", &lines).0, "203.0.113.7", "one machine, two spellings");
    }

    #[test]
    fn of_schemes_the_nearest_proxy_has_the_last_word() {
        for (said, scheme) in
            [("https, http", Scheme::Http), ("http, HTTPS", Scheme::Https), ("ftp", Scheme::Http), ("", Scheme::Http)]
        {
            assert_eq!(asked(&["10.0.0.1"], "10.0.0.1", &[("x-forwarded-proto", said)]).1, scheme, "{said:?}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for text in ["", "proxy", "10.0.0.0/33", "10.0.0", "10.0.0.1:80", "*"] {
            assert_eq!(Proxies::read(&[text]), Err(text.to_owned()));
        }
        assert!(Proxies::read(&["0.0.0.0/0"]).unwrap().trusts_everybody());
        assert!(!Proxies::read(&["10.0.0.0/8", "::1"]).unwrap().trusts_everybody());
    }
}
