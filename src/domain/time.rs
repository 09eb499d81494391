//! Instants and civil days.
//!
//! An [`Instant`] is UTC, cut to whole milliseconds at the door, so that both engines, JSON and the canonical bytes
//! hold the same value. A [`CivilDay`] is a calendar day in Vietnam (UTC+7 the whole year, no summer time), which is
//! what deadlines and attention levels are reckoned in.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const DAY_MS: i64 = 86_400_000;
const VIETNAM_OFFSET_MS: i64 = 7 * 3_600_000;
/// Records outside these years are refused at the door: they are typing or clock faults, not observations. A question may
/// name any year: whoever asks for everything up to 9999 means everything.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9998;

/// A moment in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Why a text is not an instant or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    #[error("not an RFC 3339 date-time with a UTC offset, such as 2026-11-22T08:30:00+07:00")]
    NotRfc3339,
    #[error("not a day such as 2026-11-22")]
    NotADay,
    #[error("outside the years 1900 to 9998")]
    OutOfRange,
}

impl Instant {
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    #[must_use]
    pub const fn plus_millis(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The calendar day in Vietnam at this moment.
    pub const fn day(self) -> CivilDay {
        CivilDay(self.0.saturating_add(VIETNAM_OFFSET_MS).div_euclid(DAY_MS))
    }
}

impl Instant {
    /// As people here write it, by the clock of Vietnam: 08:30 ngày 22/11/2026.
    pub fn written_vi(self) -> String {
        let minutes = self.0.saturating_add(VIETNAM_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
        format!("{:02}:{:02} ngày {}", minutes / 60, minutes % 60, self.day().written_vi())
    }

    /// An instant of any year that can be written, for questions.
    ///
    /// # Errors
    /// [`TimeFault::NotRfc3339`]
    pub fn of_any_year(text: &str) -> Result<Self, TimeFault> {
        let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| TimeFault::NotRfc3339)?;
        Ok(Self(parsed.timestamp_millis()))
    }
}

impl FromStr for Instant {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        let at = Self::of_any_year(text)?;
        let year = DateTime::<Utc>::from_timestamp_millis(at.0).map(|utc| utc.year());
        year.filter(|year| YEARS.contains(year)).map(|_| at).ok_or(TimeFault::OutOfRange)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(at) => out.write_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true)),
            None => write!(out, "{} ms", self.0),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A calendar day in Vietnam: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay(i64);

impl CivilDay {
    /// The first of January 1970.
    pub const EPOCH: Self = Self(0);

    pub const fn number(self) -> i64 {
        self.0
    }

    /// The day so many days after the epoch; none that cannot be written.
    pub fn from_number(days: i64) -> Option<Self> {
        let day = Self(days);
        day.date().map(|_| day)
    }

    /// First and last millisecond of the day, as instants.
    pub const fn bounds(self) -> (Instant, Instant) {
        let start = self.0 * DAY_MS - VIETNAM_OFFSET_MS;
        (Instant(start), Instant(start + DAY_MS - 1))
    }

    /// As people here write it: 22/11/2026.
    pub fn written_vi(self) -> String {
        self.date().map_or_else(String::new, |date| date.format("%d/%m/%Y").to_string())
    }

    fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_epoch_days(i32::try_from(self.0).ok()?)
    }
}

impl CivilDay {
    /// A day of any year that can be written, for questions.
    ///
    /// # Errors
    /// [`TimeFault::NotADay`]
    pub fn of_any_year(text: &str) -> Result<Self, TimeFault> {
        // chrono also reads "2026-1-2" and signs; a day is written with four, two and two digits here.
        let written = |(n, byte): (usize, u8)| if n == 4 || n == 7 { byte == b'-' } else { byte.is_ascii_digit() };
        if text.len() != 10 || !text.bytes().enumerate().all(written) {
            return Err(TimeFault::NotADay);
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| TimeFault::NotADay)?;
        Ok(Self(i64::from(date.to_epoch_days())))
    }
}

impl FromStr for CivilDay {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        let day = Self::of_any_year(text)?;
        let year = day.date().map(|date| date.year());
        year.filter(|year| YEARS.contains(year)).map(|_| day).ok_or(TimeFault::OutOfRange)
    }
}

impl fmt::Display for CivilDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(out, "{}", date.format("%Y-%m-%d")),
            None => write!(out, "day {}", self.0),
        }
    }
}

impl Serialize for CivilDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_cut_to_milliseconds_and_written_in_utc() {
        let at: Instant = "2026-11-22T08:30:00.123999+07:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-22T01:30:00.123Z");
    }

    #[test]
    fn a_time_without_offset_is_refused() {
        assert_eq!("2026-11-22T08:30:00".parse::<Instant>(), Err(TimeFault::NotRfc3339));
        assert_eq!("2026-11-22".parse::<Instant>(), Err(TimeFault::NotRfc3339));
        assert_eq!("1066-10-14T08:30:00Z".parse::<Instant>(), Err(TimeFault::OutOfRange));
    }

    #[test]
    fn the_day_turns_at_midnight_in_vietnam() {
        let before: Instant = "2026-11-21T16:59:59.999Z".parse().unwrap();
        let after: Instant = "2026-11-21T17:00:00Z".parse().unwrap();
        assert_eq!(before.day().to_string(), "2026-11-21");
        assert_eq!(after.day().to_string(), "2026-11-22");
        assert_eq!(after.day().bounds().0, after);
    }

    #[test]
    fn a_time_is_written_by_the_clock_of_vietnam() {
        assert_eq!("2026-11-21T18:05:00Z".parse::<Instant>().unwrap().written_vi(), "01:05 ngày 22/11/2026");
    }

    #[test]
    fn a_day_is_written_with_ten_characters() {
        assert_eq!("2026-1-2".parse::<CivilDay>(), Err(TimeFault::NotADay));
        assert_eq!("2026-02-30".parse::<CivilDay>(), Err(TimeFault::NotADay));
        assert_eq!("2026-11-22".parse::<CivilDay>().unwrap().to_string(), "2026-11-22");
    }
}
