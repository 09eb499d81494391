//! Up to where a report counts: a number of the log, and the day on which it is looked at.
//!
//! With the same cut-off a report says the same, whatever came since: it is worked out from the log up to that number.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::domain::time::CivilDay;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CutOff {
    pub seq: i64,
    pub day: CivilDay,
}

/// Why a text is no cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cut-off is written 412@2026-11-14: a number of the log, and a day")]
pub struct NotACutOff;

impl NotACutOff {
    pub const fn message_vi(self) -> &'static str {
        "thời điểm chốt số liệu viết là 412@2026-11-14: số của nhật ký và ngày"
    }
}

impl FromStr for CutOff {
    type Err = NotACutOff;

    fn from_str(text: &str) -> Result<Self, NotACutOff> {
        let (seq, day) = text.split_once('@').ok_or(NotACutOff)?;
        let is_number = !seq.is_empty() && seq.len() < 19 && seq.bytes().all(|byte| byte.is_ascii_digit());
        let seq = seq.parse().ok().filter(|_| is_number).ok_or(NotACutOff)?;
        Ok(Self { seq, day: day.parse().map_err(|_| NotACutOff)? })
    }
}

impl fmt::Display for CutOff {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}@{}", self.seq, self.day)
    }
}

impl Serialize for CutOff {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_off_is_written_as_it_is_read() {
        assert_eq!("412@2026-11-14".parse::<CutOff>().map(|cut| cut.to_string()), Ok("412@2026-11-14".to_owned()));
        for text in [
            "",
            "412",
            "@2026-11-14",
            "-1@2026-11-14",
            "+1@2026-11-14",
            "1@2026-13-01",
            "9999999999999999999@2026-11-14",
        ] {
            assert_eq!(text.parse::<CutOff>(), Err(NotACutOff), "{text}");
        }
    }
}
