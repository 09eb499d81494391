//! Settings of alerts that go out.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

/// As they are given, on the command line, in the environment or in the file.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertOptions {
    /// Cho gửi cảnh báo vào mạng nội bộ · let alerts go to addresses inside the network, also without TLS
    #[arg(long, env = "MOCGIOI_ALERT_TARGETS_INSIDE", num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub alert_targets_inside: Option<bool>,
    /// Certificates (PEM) that targets of alerts are checked against [default: those of the Web]
    #[arg(long, env = "MOCGIOI_ALERT_CA_FILE", value_name = "FILE")]
    pub alert_ca_file: Option<PathBuf>,
}

/// As they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertConfig {
    /// Whether alerts may go to addresses inside the network.
    pub inside: bool,
    pub ca_file: Option<PathBuf>,
}

impl AlertOptions {
    /// Names of the settings in the file.
    pub const KEYS: [&str; 2] = ["alert_targets_inside", "alert_ca_file"];

    /// These, and where they leave something open, those.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            alert_targets_inside: self.alert_targets_inside.or(file.alert_targets_inside),
            alert_ca_file: self.alert_ca_file.or(file.alert_ca_file),
        }
    }

    pub fn read(self) -> AlertConfig {
        AlertConfig { inside: self.alert_targets_inside.unwrap_or(false), ca_file: self.alert_ca_file }
    }
}

impl AlertConfig {
    /// What the operator should hear at the start.
    pub fn warnings(&self) -> Vec<&'static str> {
        let words = "alert_targets_inside: whoever manages alerts can make this server send to any address of its own network, \
                     this machine included, also without TLS";
        if self.inside { vec![words] } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_inside_unless_that_is_set_and_that_is_warned_of() {
        let config = AlertOptions::default().read();
        assert_eq!((config.inside, config.warnings().len()), (false, 0));
        let set = AlertOptions { alert_targets_inside: Some(true), ..AlertOptions::default() };
        assert_eq!(AlertOptions::default().or(set).read().warnings().len(), 1);
    }
}
