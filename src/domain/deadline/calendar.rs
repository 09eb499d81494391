//! Last days of months, quarters and years.

use chrono::{Datelike, NaiveDate};

use crate::domain::time::CivilDay;

/// A day of the calendar; none for what is none, such as the 31st of February.
pub fn day(year: i32, month: u32, day: u32) -> Option<CivilDay> {
    let written = (1900..=9998).contains(&year);
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| written)?;
    CivilDay::from_number(i64::from(date.to_epoch_days()))
}

/// Year, month and day.
pub fn parts(of: CivilDay) -> Option<(i32, u32, u32)> {
    let date = NaiveDate::from_epoch_days(i32::try_from(of.number()).ok()?)?;
    Some((date.year(), date.month(), date.day()))
}

/// How many days a month has; 0 for what is no month.
pub fn month_length(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|last| NaiveDate::from_ymd_opt(year, month, *last).is_some()).unwrap_or(0)
}

/// The last day of a month.
pub fn month_end(year: i32, month: u32) -> Option<CivilDay> {
    day(year, month, month_length(year, month))
}

/// The last day of the month before.
pub fn end_before_month(year: i32, month: u32) -> Option<CivilDay> {
    if month == 1 { month_end(year - 1, 12) } else { month_end(year, month.checked_sub(1)?) }
}

/// The day so many days later.
pub fn later(of: CivilDay, days: i64) -> Option<CivilDay> {
    CivilDay::from_number(of.number().checked_add(days)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_they_end() {
        let end = |year, month| month_end(year, month).map(|day| day.to_string());
        assert_eq!(end(2026, 2).as_deref(), Some("2026-02-28"));
        assert_eq!(end(2028, 2).as_deref(), Some("2028-02-29"));
        assert_eq!(end(2026, 13), None);
        assert_eq!(end_before_month(2026, 1).map(|day| day.to_string()).as_deref(), Some("2025-12-31"));
        assert_eq!(day(2026, 2, 31), None);
        assert_eq!(parts(day(2026, 11, 27).unwrap()), Some((2026, 11, 27)));
    }
}
