//! Settings of the edge: TLS, trusted proxies, other sites' pages, rates. And what is to be said of unsafe ones.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

use super::tls::{TlsFiles, key_is_open_to_all};
use crate::http::edge::EdgeSettings;
use crate::http::edge::client::Proxies;
use crate::http::edge::cors::Cors;
use crate::http::edge::rates::PerMinute;

/// As they are given, on the command line, in the environment or in the file.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeOptions {
    /// Chứng chỉ TLS · certificate chain for TLS (PEM); read anew when it changes and on SIGHUP
    #[arg(long, env = "MOCGIOI_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,
    /// Khóa của chứng chỉ · private key of the certificate (PEM)
    #[arg(long, env = "MOCGIOI_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or networks, such as `10.0.0.5,10.1.0.0/16`
    #[arg(long, env = "MOCGIOI_TRUSTED_PROXIES", value_delimiter = ',', value_name = "ADDRESS")]
    pub trusted_proxies: Option<Vec<String>>,
    /// Sites whose pages may read answers in a browser, such as `https://map.example`; `*` is any site
    #[arg(long, env = "MOCGIOI_CORS_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub cors_origins: Option<Vec<String>>,
    /// Most reads a minute of one address or account [default: 6000; 0: no limit]
    #[arg(long, env = "MOCGIOI_RATE_LIMIT_PER_MINUTE", value_name = "N")]
    pub rate_limit_per_minute: Option<u32>,
    /// Most writes a minute of one address or account [default: 600; 0: no limit]
    #[arg(long, env = "MOCGIOI_WRITE_RATE_LIMIT_PER_MINUTE", value_name = "N")]
    pub write_rate_limit_per_minute: Option<u32>,
    /// Most connections of one address at once [default: a quarter of all]
    #[arg(long, env = "MOCGIOI_CONNECTIONS_PER_ADDRESS", value_name = "N")]
    pub connections_per_address: Option<usize>,
}

/// What is meant by them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeConfig {
    pub settings: EdgeSettings,
    pub tls: Option<TlsFiles>,
    pub connections_per_address: Option<usize>,
}

#[derive(Debug, thiserror::Error)]
pub enum BadEdge {
    #[error("trusted_proxies: \"{0}\" is neither an address nor a network, such as 10.0.0.5 or 10.1.0.0/16")]
    Proxy(String),
    #[error("cors_origins: \"{0}\" is no origin, such as https://map.example; pass * for any")]
    Origin(String),
    #[error("tls_certificate and tls_key: one is of no use without the other")]
    HalfTls,
    #[error("connections_per_address: must be 1 or more")]
    NoConnections,
}

impl EdgeOptions {
    /// Names of the settings in the file.
    pub const KEYS: [&str; 7] = [
        "tls_certificate",
        "tls_key",
        "trusted_proxies",
        "cors_origins",
        "rate_limit_per_minute",
        "write_rate_limit_per_minute",
        "connections_per_address",
    ];

    /// These, and where they leave something open, those.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            tls_certificate: self.tls_certificate.or(file.tls_certificate),
            tls_key: self.tls_key.or(file.tls_key),
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies),
            cors_origins: self.cors_origins.or(file.cors_origins),
            rate_limit_per_minute: self.rate_limit_per_minute.or(file.rate_limit_per_minute),
            write_rate_limit_per_minute: self.write_rate_limit_per_minute.or(file.write_rate_limit_per_minute),
            connections_per_address: self.connections_per_address.or(file.connections_per_address),
        }
    }

    /// # Errors
    /// [`BadEdge`], which names the setting.
    pub fn read(self) -> Result<EdgeConfig, BadEdge> {
        // An empty variable of the environment is a list with one empty member.
        let members = |list: Option<Vec<String>>| -> Vec<String> {
            list.unwrap_or_default().into_iter().filter(|member| !member.trim().is_empty()).collect()
        };
        let usual = PerMinute::default();
        let limit = |set: Option<u32>, usual| set.map_or(usual, |most| (most > 0).then_some(most));
        let tls = match (self.tls_certificate, self.tls_key) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            _ => return Err(BadEdge::HalfTls),
        };
        if self.connections_per_address == Some(0) {
            return Err(BadEdge::NoConnections);
        }
        Ok(EdgeConfig {
            settings: EdgeSettings {
                proxies: Proxies::read(&members(self.trusted_proxies)).map_err(BadEdge::Proxy)?,
                cors: Cors::read(&members(self.cors_origins)).map_err(BadEdge::Origin)?,
                per_minute: PerMinute {
                    reads: limit(self.rate_limit_per_minute, usual.reads),
                    writes: limit(self.write_rate_limit_per_minute, usual.writes),
                },
            },
            tls,
            connections_per_address: self.connections_per_address,
        })
    }
}

impl EdgeConfig {
    /// What the operator should know before strangers find out.
    pub fn warnings(&self, listen: SocketAddr) -> Vec<&'static str> {
        let settings = &self.settings;
        let rates = settings.per_minute;
        let open = self.tls.is_none() && settings.proxies.is_empty() && !listen.ip().is_loopback();
        let told = [
            (
                open,
                "không mã hóa: mọi thứ, kể cả mật khẩu, đi qua mạng ở dạng đọc được · not encrypted: everything, passwords \
                 too, crosses the network in the clear; set tls_certificate and tls_key, or trusted_proxies",
            ),
            (
                settings.proxies.trusts_everybody(),
                "trusted_proxies tin mọi địa chỉ: ai cũng mạo danh được địa chỉ khác · trusted_proxies believes everybody: \
                 anyone can claim any address and escape every limit",
            ),
            (
                settings.cors.is_for_anybody(),
                "cors_origins=*: trang web bất kỳ đọc được dữ liệu công khai qua trình duyệt của người dùng · cors_origins=*: \
                 any page on the internet reads, through its visitors' browsers, what they may read without a cookie",
            ),
            (
                rates.reads.is_none() || rates.writes.is_none(),
                "không giới hạn số yêu cầu mỗi phút · no limit of requests a minute: one client can keep all others out",
            ),
            (
                self.tls.as_ref().is_some_and(key_is_open_to_all),
                "tls_key: mọi người dùng trên máy đọc được khóa · tls_key: every user of this machine can read the key; \
                 chmod 600",
            ),
        ];
        told.into_iter().filter_map(|(unsafe_, words)| unsafe_.then_some(words)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_defaults_are_safe_on_this_machine_and_warn_on_a_network() {
        let config = EdgeOptions::default().read().unwrap();
        assert_eq!(config, EdgeConfig::default());
        assert_eq!(config.warnings("127.0.0.1:80".parse().unwrap()), [""; 0]);
        assert_eq!(config.warnings("[::1]:80".parse().unwrap()), [""; 0]);
        for listen in ["0.0.0.0:80", "192.0.2.1:80", "[::]:80"] {
            let warnings = config.warnings(listen.parse().unwrap());
            assert!(warnings.len() == 1 && warnings[0].contains("not encrypted"), "{warnings:?}");
        }
    }

    #[test]
    fn each_unsafe_setting_has_its_warning() {
        let at = "0.0.0.0:80".parse().unwrap();
        let behind = || EdgeOptions { trusted_proxies: Some(list(&["10.0.0.1"])), ..EdgeOptions::default() };
        assert_eq!(behind().read().unwrap().warnings(at), [""; 0]);
        for (options, told) in [
            (EdgeOptions { trusted_proxies: Some(list(&["0.0.0.0/0"])), ..behind() }, "believes everybody"),
            (EdgeOptions { cors_origins: Some(list(&["*"])), ..behind() }, "any page on the internet"),
            (EdgeOptions { rate_limit_per_minute: Some(0), ..behind() }, "no limit of requests"),
            (EdgeOptions { write_rate_limit_per_minute: Some(0), ..behind() }, "no limit of requests"),
        ] {
            let warnings = options.read().unwrap().warnings(at);
            assert!(warnings.len() == 1 && warnings[0].contains(told), "{told}: {warnings:?}");
        }
    }

    #[test]
    fn a_key_that_everybody_reads_has_its_warning() {
        use std::os::unix::fs::PermissionsExt as _;
        let key = tempfile::NamedTempFile::new().unwrap();
        let options = EdgeOptions {
            tls_certificate: Some("c.pem".into()),
            tls_key: Some(key.path().to_owned()),
            ..EdgeOptions::default()
        };
        let config = options.read().unwrap();
        let at = "0.0.0.0:443".parse().unwrap();
        assert_eq!(config.warnings(at), [""; 0], "a temporary file is its owner's");
        std::fs::set_permissions(key.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(config.warnings(at)[0].contains("chmod 600"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_name() {
        let refused = |options: EdgeOptions| options.read().unwrap_err().to_string();
        let none = EdgeOptions::default;
        assert!(
            refused(EdgeOptions { trusted_proxies: Some(list(&["proxy"])), ..none() })
                .starts_with("trusted_proxies: \"proxy\"")
        );
        assert!(
            refused(EdgeOptions { cors_origins: Some(list(&["map.example"])), ..none() }).starts_with("cors_origins:")
        );
        assert!(
            refused(EdgeOptions { tls_key: Some("k".into()), ..none() }).starts_with("tls_certificate and tls_key")
        );
        assert!(refused(EdgeOptions { connections_per_address: Some(0), ..none() }).starts_with("connections_per_"));
        assert_eq!(EdgeOptions { trusted_proxies: Some(list(&[""])), ..none() }.read().unwrap(), EdgeConfig::default());
    }
}
