//! The kinds of reports (`data/report-kinds.toml`).
//!
//! ```
//! let kinds = mocgioi::exchange::reference::report_kinds::load()?;
//! assert!(kinds.named("periodic").is_some());
//! # Ok::<(), mocgioi::exchange::ExchangeFault>(())
//! ```

use crate::domain::report::kind::Kinds;
use crate::exchange::{ExchangeFault, toml_file};

const FILE: (&str, &str) = ("data/report-kinds.toml", include_str!("../../../data/report-kinds.toml"));

/// Reads the embedded file.
///
/// # Errors
/// When it cannot be read. It is part of the program and a test loads it, so that is not expected.
pub fn load() -> Result<Kinds, ExchangeFault> {
    toml_file::read(FILE.0, FILE.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::window::Window;

    #[test]
    fn the_yearly_report_of_the_resolution_goes_to_another_addressee() {
        let kinds = load().unwrap();
        let (periodic, yearly) = (kinds.named("periodic").unwrap(), kinds.named("resolution-23").unwrap());
        assert_ne!(periodic.to, yearly.to);
        assert_eq!(yearly.to, ["Bộ Kế hoạch và Đầu tư"]);
        let window = |text: &str| text.parse::<Window>().unwrap();
        assert!(periodic.takes(window("2026-Q4")) && !periodic.takes(window("2026-10-01..2026-10-31")));
        assert!(yearly.takes(window("2026")) && !yearly.takes(window("2026-11")));
        assert!(kinds.named("ad-hoc").unwrap().takes(window("2026-10-01..2026-10-31")));
    }

    #[test]
    fn what_is_quoted_stands_in_the_document() {
        let kinds = load().unwrap();
        let texts = [
            include_str!("../../../seeds/documents/000-son-la-plan-2026.txt"),
            include_str!("../../../seeds/documents/001-resolution-23-nq-cp-2022.txt"),
        ];
        let plain = |text: &str| {
            use unicode_normalization::UnicodeNormalization as _;
            text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let texts = texts.map(plain);
        for kind in &kinds.kinds {
            let quote = plain(&kind.source.quote);
            assert!(texts.iter().any(|text| text.contains(&quote)), "{quote}");
        }
    }
}
