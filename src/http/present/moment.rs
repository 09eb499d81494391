//! Times and days on pages, by the clock of Vietnam; documents for programs keep theirs.

use crate::domain::messages::Lang;
use crate::domain::time::{CivilDay, Instant};

/// `26/11/2026 08:30` for an instant, `26/11/2026` for a day; none for any other text.
pub fn written(text: &str, lang: Lang) -> Option<String> {
    // Most texts are neither: the fifth character settles it.
    if text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    if text.len() == 10 {
        let day = text.parse::<CivilDay>().ok()?;
        return Some(if lang == Lang::Vi { day.written_vi() } else { day.to_string() });
    }
    let at = text.parse::<Instant>().ok()?;
    let day = if lang == Lang::Vi { at.day().written_vi() } else { at.day().to_string() };
    let clock = at.written_vi();
    Some(format!("{day} {}", clock.split(' ').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_by_the_clock_of_vietnam() {
        assert_eq!(written("2026-11-25T18:05:00Z", Lang::Vi).as_deref(), Some("26/11/2026 01:05"));
        assert_eq!(written("2026-11-25T18:05:00Z", Lang::En).as_deref(), Some("2026-11-26 01:05"));
        assert_eq!(written("2026-11-26", Lang::Vi).as_deref(), Some("26/11/2026"));
        assert_eq!(written("2026-11-26, sau mưa", Lang::Vi), None);
        assert_eq!(written("1088/2", Lang::Vi), None);
    }
}
