//! The periods that reports are for, with the cut-offs of Decree 09/2019/NĐ-CP.
//!
//! The decree asks for a month's report from the 15th of the month before to the 14th of the month, so that it can be
//! there at the month's end; longer periods are whole runs of such months. In calendar days of Vietnam:
//!
//! | period | written | first day | last day |
//! |---|---|---|---|
//! | month | `2026-11` | 15 of the month before | 14 of the month |
//! | quarter | `2026-Q4` | 15 of the month before the quarter | 14 of its last month |
//! | half-year | `2026-H1`, `2026-H2` | 15 December, 15 June | 14 June, 14 December |
//! | year | `2026` | 15 December of the year before | 14 December |

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

use super::time::{CivilDay, Instant};

/// Last day of a period in its last month; the next day begins the one that follows.
const LAST_DAY: u32 = 14;
/// Years that a report can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9998;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Length {
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::HalfYear, Self::Year];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }

    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// One period: the first of its months has a number from 1, the first of a year being 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    /// Which of its year, from 1.
    nth: u32,
    length: Length,
}

/// Why a text is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period is written 2026-11 (month), 2026-Q4 (quarter), 2026-H2 (half-year) or 2026 (year)")]
pub struct NotAPeriod;

impl NotAPeriod {
    pub const fn message_vi(self) -> &'static str {
        "kỳ báo cáo viết là 2026-11 (tháng), 2026-Q4 (quý), 2026-H2 (nửa năm) hoặc 2026 (năm)"
    }
}

impl Period {
    fn new(year: i32, nth: u32, length: Length) -> Option<Self> {
        let is_there = YEARS.contains(&year) && (1..=12 / length.months()).contains(&nth);
        is_there.then_some(Self { year, nth, length })
    }

    /// The period of a length that a day falls into; none at the ends of the calendar.
    pub fn of(day: CivilDay, length: Length) -> Option<Self> {
        let date = NaiveDate::from_epoch_days(i32::try_from(day.number()).ok()?)?;
        // After the last day of a month's period it is the next month's.
        let ordinal = date.year() * 12 + i32::try_from(date.month0()).ok()? + i32::from(date.day() > LAST_DAY);
        let (year, month0) = (ordinal.div_euclid(12), u32::try_from(ordinal.rem_euclid(12)).ok()?);
        Self::new(year, month0 / length.months() + 1, length)
    }

    pub const fn length(self) -> Length {
        self.length
    }

    /// The one after it, of the same length.
    pub fn next(self) -> Option<Self> {
        Self::new(self.year, self.nth + 1, self.length).or_else(|| Self::new(self.year + 1, 1, self.length))
    }

    /// First day.
    pub fn first_day(self) -> CivilDay {
        let month0 = i32::try_from((self.nth - 1) * self.length.months()).unwrap_or(0);
        day_of(self.year, month0 - 1, LAST_DAY + 1)
    }

    /// Last day.
    pub fn last_day(self) -> CivilDay {
        let month0 = i32::try_from(self.nth * self.length.months()).unwrap_or(0) - 1;
        day_of(self.year, month0, LAST_DAY)
    }

    /// First and last millisecond.
    pub fn bounds(self) -> (Instant, Instant) {
        (self.first_day().bounds().0, self.last_day().bounds().1)
    }

    /// For people, Vietnamese first.
    pub fn title(self) -> (String, String) {
        let Self { year, nth, length } = self;
        match length {
            Length::Month => (format!("Tháng {nth}/{year}"), format!("{nth}/{year}")),
            Length::Quarter => (format!("Quý {nth}/{year}"), format!("Quarter {nth} of {year}")),
            Length::HalfYear if nth == 1 => (format!("6 tháng đầu năm {year}"), format!("First half of {year}")),
            Length::HalfYear => (format!("6 tháng cuối năm {year}"), format!("Second half of {year}")),
            Length::Year => (format!("Năm {year}"), format!("{year}")),
        }
    }
}

/// A day of a month that is counted from January of a year, and may lie in the year before.
fn day_of(year: i32, month0: i32, day: u32) -> CivilDay {
    let (year, month0) = (year + month0.div_euclid(12), month0.rem_euclid(12));
    let month = u32::try_from(month0 + 1).unwrap_or(1);
    let date = NaiveDate::from_ymd_opt(year, month, day);
    // The years of a period are bounded, and every month has these days.
    date.and_then(|date| CivilDay::from_number(i64::from(date.to_epoch_days()))).unwrap_or(CivilDay::EPOCH)
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let digits = |text: &str, count: usize| -> Option<u32> {
            (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
        };
        let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
        let year = digits(year, 4).and_then(|year| i32::try_from(year).ok()).ok_or(NotAPeriod)?;
        let (nth, length) = match rest {
            None => (Some(1), Length::Year),
            Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('H')) {
                (Some(nth), _) => (digits(nth, 1), Length::Quarter),
                (_, Some(nth)) => (digits(nth, 1), Length::HalfYear),
                _ => (digits(rest, 2), Length::Month),
            },
        };
        nth.and_then(|nth| Self::new(year, nth, length)).ok_or(NotAPeriod)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, nth, length } = self;
        match length {
            Length::Month => write!(out, "{year:04}-{nth:02}"),
            Length::Quarter => write!(out, "{year:04}-Q{nth}"),
            Length::HalfYear => write!(out, "{year:04}-H{nth}"),
            Length::Year => write!(out, "{year:04}"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days(text: &str) -> (String, String) {
        let period: Period = text.parse().unwrap();
        (period.first_day().to_string(), period.last_day().to_string())
    }

    #[test]
    fn the_decree_cuts_off_on_the_fourteenth() {
        for (text, first, last) in [
            ("2026-11", "2026-10-15", "2026-11-14"),
            ("2026-01", "2025-12-15", "2026-01-14"),
            ("2026-03", "2026-02-15", "2026-03-14"),
            ("2026-Q1", "2025-12-15", "2026-03-14"),
            ("2026-Q4", "2026-09-15", "2026-12-14"),
            ("2026-H1", "2025-12-15", "2026-06-14"),
            ("2026-H2", "2026-06-15", "2026-12-14"),
            ("2026", "2025-12-15", "2026-12-14"),
        ] {
            assert_eq!(days(text), (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn it_begins_and_ends_at_midnight_in_vietnam() {
        let (from, to) = "2026-11".parse::<Period>().unwrap().bounds();
        assert_eq!(from.to_string(), "2026-10-14T17:00:00.000Z");
        assert_eq!(to.to_string(), "2026-11-14T16:59:59.999Z");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "2026-",
            "2026-0",
            "2026-00",
            "2026-13",
            "2026-1",
            "2026-Q0",
            "2026-Q5",
            "2026-q1",
            "2026-H3",
            "2026-H",
            "26-11",
            "2026-11-01",
            "+026",
            "0000",
            "9999",
            "2026-Q+",
            "２０２６",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn periods_of_a_length_tile_time(day in -25_000_i64..2_900_000, n in 0_usize..4) {
            let (day, length) = (CivilDay::from_number(day).unwrap(), Length::ALL[n]);
            let period = Period::of(day, length).unwrap();
            prop_assert!(period.first_day() <= day && day <= period.last_day());
            // The next begins in the millisecond after this one's last.
            let next = period.next().unwrap();
            prop_assert_eq!(period.bounds().1.plus_millis(1), next.bounds().0);
            prop_assert_eq!(Period::of(next.first_day(), length), Some(next));
            prop_assert_eq!(Period::of(period.last_day(), length), Some(period));
        }

        #[test]
        fn longer_periods_are_whole_runs_of_months(day in -25_000_i64..2_900_000, n in 1_usize..4) {
            let period = Period::of(CivilDay::from_number(day).unwrap(), Length::ALL[n]).unwrap();
            let mut month = Period::of(period.first_day(), Length::Month).unwrap();
            prop_assert_eq!(month.first_day(), period.first_day());
            for _ in 1..Length::ALL[n].months() {
                month = month.next().unwrap();
            }
            prop_assert_eq!(month.last_day(), period.last_day());
        }

        #[test]
        fn a_period_is_written_as_it_is_read(day in -25_000_i64..2_900_000, n in 0_usize..4) {
            let period = Period::of(CivilDay::from_number(day).unwrap(), Length::ALL[n]).unwrap();
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }
    }
}
