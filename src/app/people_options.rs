//! Settings about how people come in: lifetimes, and who may vouch for them (OpenID Connect).

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

use crate::actions::people::activity::Lifetimes;

/// As they are given, on the command line, in the environment or in the file.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleOptions {
    /// Phiên không dùng bao lâu thì hết · minutes after which a session that nobody uses ends, 1 to 720 [default: 30]
    #[arg(long, env = "MOCGIOI_SESSION_IDLE_MINUTES", value_name = "N")]
    pub session_idle_minutes: Option<u32>,
    /// Hạn của mật khẩu dùng một lần · hours that a password for one use lives, 1 to 720 [default: 72]
    #[arg(long, env = "MOCGIOI_ONE_TIME_PASSWORD_HOURS", value_name = "N")]
    pub one_time_password_hours: Option<u32>,
    /// Nơi xác nhận người dùng (OpenID Connect) · who vouches for people, such as `https://id.example`
    #[arg(long, env = "MOCGIOI_OIDC_ISSUER", value_name = "URL")]
    pub oidc_issuer: Option<String>,
    /// What this server is called there
    #[arg(long, env = "MOCGIOI_OIDC_CLIENT_ID", value_name = "ID")]
    pub oidc_client_id: Option<String>,
    /// File with the secret that it shows there; without one it is a public client
    #[arg(long, env = "MOCGIOI_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub oidc_client_secret_file: Option<PathBuf>,
    /// Claim that must be an account's name for somebody who comes for the first time [default: none; `mocgioi user link`]
    #[arg(long, env = "MOCGIOI_OIDC_CLAIM", value_name = "NAME")]
    pub oidc_claim: Option<String>,
    /// Certificates (PEM) of those who sign the issuer's certificate [default: the usual ones of the Web]
    #[arg(long, env = "MOCGIOI_OIDC_CA_FILE", value_name = "FILE")]
    pub oidc_ca_file: Option<PathBuf>,
}

/// What is meant by them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleConfig {
    pub lifetimes: Lifetimes,
    pub oidc: Option<OidcConfig>,
}

/// Who vouches for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcConfig {
    pub issuer: String,
    pub client_id: String,
    pub secret_file: Option<PathBuf>,
    pub claim: Option<String>,
    pub ca_file: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum BadPeople {
    #[error("{0}: must be 1 to 720")]
    Lifetime(&'static str),
    #[error("oidc_issuer: this program was built without OpenID Connect (cargo build --features oidc)")]
    NotBuilt,
    #[error("oidc_issuer: \"{0}\" must begin with https:// (http:// for this machine alone)")]
    Issuer(String),
    #[error("{0}: is missing; oidc_issuer is of no use without it")]
    Missing(&'static str),
    #[error("{0}: is of no use without oidc_issuer")]
    NoIssuer(&'static str),
}

impl PeopleOptions {
    /// Names of the settings in the file.
    pub const KEYS: [&str; 7] = [
        "session_idle_minutes",
        "one_time_password_hours",
        "oidc_issuer",
        "oidc_client_id",
        "oidc_client_secret_file",
        "oidc_claim",
        "oidc_ca_file",
    ];

    /// These, and where they leave something open, those.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            session_idle_minutes: self.session_idle_minutes.or(file.session_idle_minutes),
            one_time_password_hours: self.one_time_password_hours.or(file.one_time_password_hours),
            oidc_issuer: self.oidc_issuer.or(file.oidc_issuer),
            oidc_client_id: self.oidc_client_id.or(file.oidc_client_id),
            oidc_client_secret_file: self.oidc_client_secret_file.or(file.oidc_client_secret_file),
            oidc_claim: self.oidc_claim.or(file.oidc_claim),
            oidc_ca_file: self.oidc_ca_file.or(file.oidc_ca_file),
        }
    }

    /// # Errors
    /// [`BadPeople`], which names the setting.
    pub fn read(self) -> Result<PeopleConfig, BadPeople> {
        const MINUTE_MS: i64 = 60_000;
        let usual = Lifetimes::default();
        let lifetime = |set: Option<u32>, unit: i64, usual: i64, name| match set {
            None => Ok(usual),
            Some(n @ 1..=720) => Ok(i64::from(n) * unit),
            Some(_) => Err(BadPeople::Lifetime(name)),
        };
        let lifetimes = Lifetimes {
            idle_ms: lifetime(self.session_idle_minutes, MINUTE_MS, usual.idle_ms, "session_idle_minutes")?,
            one_time_ms: lifetime(
                self.one_time_password_hours,
                60 * MINUTE_MS,
                usual.one_time_ms,
                "one_time_password_hours",
            )?,
        };
        Ok(PeopleConfig { lifetimes, oidc: self.oidc()? })
    }

    fn oidc(self) -> Result<Option<OidcConfig>, BadPeople> {
        let Some(issuer) = self.oidc_issuer.filter(|issuer| !issuer.is_empty()) else {
            return match self.oidc_client_id {
                Some(_) => Err(BadPeople::NoIssuer("oidc_client_id")),
                None => Ok(None),
            };
        };
        if !cfg!(feature = "oidc") {
            return Err(BadPeople::NotBuilt);
        }
        let own = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        if !issuer.starts_with("https://") && !own.iter().any(|own| issuer.starts_with(own)) {
            return Err(BadPeople::Issuer(issuer));
        }
        Ok(Some(OidcConfig {
            issuer,
            client_id: self.oidc_client_id.ok_or(BadPeople::Missing("oidc_client_id"))?,
            secret_file: self.oidc_client_secret_file,
            claim: self.oidc_claim,
            ca_file: self.oidc_ca_file,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_have_bounds_and_an_issuer_needs_the_rest() {
        assert_eq!(PeopleOptions::default().read().unwrap(), PeopleConfig::default());
        let set = PeopleOptions { session_idle_minutes: Some(5), ..PeopleOptions::default() };
        assert_eq!(set.read().unwrap().lifetimes.idle_ms, 300_000);
        let refused = |options: PeopleOptions| options.read().unwrap_err().to_string();
        for n in [0, 721] {
            let set = PeopleOptions { one_time_password_hours: Some(n), ..PeopleOptions::default() };
            assert!(refused(set).starts_with("one_time_password_hours"));
        }
        let id = PeopleOptions { oidc_client_id: Some("mocgioi".to_owned()), ..PeopleOptions::default() };
        assert!(refused(id).starts_with("oidc_client_id"));
        let issuer = |text: &str| PeopleOptions { oidc_issuer: Some(text.to_owned()), ..PeopleOptions::default() };
        assert!(refused(issuer("https://id.example")).starts_with("oidc_"));
        #[cfg(feature = "oidc")]
        assert!(refused(issuer("http://id.example")).contains("https://"));
    }
}
