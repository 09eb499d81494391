//! What a report is of: a period of the decree, or days from and to.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::domain::period::{Length, Period};
use crate::domain::time::{CivilDay, Instant};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    Period(Period),
    /// Both days included.
    Days {
        from: CivilDay,
        to: CivilDay,
    },
}

/// Why a text is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period is written 2026-11, 2026-Q4, 2026-H2, 2026, or 2026-10-01..2026-10-31 (days, both included)")]
pub struct NotAWindow;

impl NotAWindow {
    pub const fn message_vi(self) -> &'static str {
        "kỳ báo cáo viết là 2026-11, 2026-Q4, 2026-H2, 2026, hoặc 2026-10-01..2026-10-31 (từ ngày đến ngày)"
    }
}

impl Window {
    /// `None` for days.
    pub const fn length(self) -> Option<Length> {
        match self {
            Self::Period(period) => Some(period.length()),
            Self::Days { .. } => None,
        }
    }

    pub fn first_day(self) -> CivilDay {
        match self {
            Self::Period(period) => period.first_day(),
            Self::Days { from, .. } => from,
        }
    }

    pub fn last_day(self) -> CivilDay {
        match self {
            Self::Period(period) => period.last_day(),
            Self::Days { to, .. } => to,
        }
    }

    /// First and last millisecond.
    pub fn bounds(self) -> (Instant, Instant) {
        (self.first_day().bounds().0, self.last_day().bounds().1)
    }

    /// Whether it is over before another begins, or ends before it does.
    pub fn is_before(self, other: Self) -> bool {
        (self.last_day(), self.first_day()) < (other.last_day(), other.first_day())
    }

    /// For people, Vietnamese first.
    pub fn title(self) -> (String, String) {
        match self {
            Self::Period(period) => period.title(),
            Self::Days { from, to } => {
                (format!("Từ ngày {} đến ngày {}", from.written_vi(), to.written_vi()), format!("{from} to {to}"))
            }
        }
    }
}

impl FromStr for Window {
    type Err = NotAWindow;

    fn from_str(text: &str) -> Result<Self, NotAWindow> {
        let Some((from, to)) = text.split_once("..") else {
            return text.parse().map(Self::Period).map_err(|_| NotAWindow);
        };
        let day = |text: &str| text.parse::<CivilDay>().map_err(|_| NotAWindow);
        let (from, to) = (day(from)?, day(to)?);
        if from <= to { Ok(Self::Days { from, to }) } else { Err(NotAWindow) }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(out),
            Self::Days { from, to } => write!(out, "{from}..{to}"),
        }
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_written_as_it_is_read() {
        for text in ["2026-11", "2026-Q4", "2026-H1", "2026", "2026-10-01..2026-10-31", "2026-10-01..2026-10-01"] {
            assert_eq!(text.parse::<Window>().map(|window| window.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2026-10-02..2026-10-01", "2026-10..2026-11", "..", "2026-02-30..2026-03-01"] {
            assert_eq!(text.parse::<Window>(), Err(NotAWindow), "{text}");
        }
    }

    #[test]
    fn days_are_whole_days_in_vietnam() {
        let (from, to) = "2026-10-01..2026-10-31".parse::<Window>().unwrap().bounds();
        assert_eq!(from.to_string(), "2026-09-30T17:00:00.000Z");
        assert_eq!(to.to_string(), "2026-10-31T16:59:59.999Z");
    }
}
