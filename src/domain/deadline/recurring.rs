//! What falls due again and again: "trước ngày 30 hằng tháng".
//!
//! The days are those of the calendar, not the cut-offs of reports (`domain/period`). A month that is too short ends the count:
//! "trước ngày 30" is the 28th or 29th in February, "ngày 31" the 30th in April.

use serde::Serialize;

use super::calendar;
use crate::domain::time::CivilDay;

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Every {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// Last day of each period on which it is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurring {
    pub every: Every,
    /// Which month of the period, from 1.
    pub month: u32,
    /// Last day of that month; its end where it has no such day.
    pub day: u32,
}

/// One time that it falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Occurrence {
    /// First and last day of the period that it is for.
    pub from: CivilDay,
    pub to: CivilDay,
    /// Last day on which it is in time.
    pub due: CivilDay,
}

impl Recurring {
    /// At the end of each period.
    pub const fn at_the_end(every: Every) -> Self {
        Self { every, month: every.months(), day: 31 }
    }

    /// None for a month or a day that no period has.
    pub fn new(every: Every, month: u32, day: u32) -> Option<Self> {
        let is_there = (1..=every.months()).contains(&month) && (1..=31).contains(&day);
        is_there.then_some(Self { every, month, day })
    }

    /// The one of the period that a day lies in; none at the ends of the calendar.
    pub fn of(self, day: CivilDay) -> Option<Occurrence> {
        let (year, month, _) = calendar::parts(day)?;
        let first = (month - 1) / self.every.months() * self.every.months() + 1;
        let (due_month, last_month) = (first + self.month - 1, first + self.every.months() - 1);
        let last = self.day.min(calendar::month_length(year, due_month));
        Some(Occurrence {
            from: calendar::day(year, first, 1)?,
            to: calendar::month_end(year, last_month)?,
            due: calendar::day(year, due_month, last)?,
        })
    }

    /// Those that fall due on these days, both included, in order; at most so many.
    pub fn between(self, from: CivilDay, to: CivilDay, most: usize) -> Vec<Occurrence> {
        let mut at = from;
        let mut found = Vec::new();
        while at <= to && found.len() < most {
            let Some(one) = self.of(at) else { break };
            if (from..=to).contains(&one.due) {
                found.push(one);
            }
            let Some(next) = calendar::later(one.to, 1) else { break };
            at = next;
        }
        found
    }

    /// The last that was due before a day, and the next that is due on it or after.
    pub fn around(self, day: CivilDay) -> (Option<Occurrence>, Option<Occurrence>) {
        let this = self.of(day);
        let beside = |one: Occurrence, by: i64| {
            let edge = if by < 0 { one.from } else { one.to };
            calendar::later(edge, by).and_then(|day| self.of(day))
        };
        match this {
            Some(this) if this.due < day => (Some(this), beside(this, 1)),
            Some(this) => (beside(this, -1), Some(this)),
            None => (None, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(text: &str) -> CivilDay {
        text.parse().unwrap()
    }

    #[test]
    fn a_short_month_ends_the_count() {
        // "Trước ngày 30 hằng tháng": the 29th is the last day.
        let monthly = Recurring::new(Every::Month, 1, 29).unwrap();
        let due: Vec<String> =
            monthly.between(on("2026-01-01"), on("2026-04-30"), 9).iter().map(|one| one.due.to_string()).collect();
        assert_eq!(due, ["2026-01-29", "2026-02-28", "2026-03-29", "2026-04-29"]);
        assert_eq!(monthly.of(on("2028-02-10")).unwrap().due, on("2028-02-29"));
        let (last, next) = monthly.around(on("2026-02-28"));
        assert_eq!((last.unwrap().due, next.unwrap().due), (on("2026-01-29"), on("2026-02-28")));
        let (last, next) = monthly.around(on("2026-03-01"));
        assert_eq!((last.unwrap().due, next.unwrap().due), (on("2026-02-28"), on("2026-03-29")));
    }

    proptest! {
        #[test]
        fn each_period_has_one_and_periods_leave_no_day_out(
            number in -20_000_i64..1_000_000, n in 0_usize..4, month in 1_u32..13, last in 1_u32..32,
        ) {
            let every = [Every::Month, Every::Quarter, Every::HalfYear, Every::Year][n];
            let Some(recurring) = Recurring::new(every, month, last) else { return Ok(()) };
            let day = CivilDay::from_number(number).unwrap();
            let one = recurring.of(day).unwrap();
            prop_assert!(one.from <= day && day <= one.to);
            prop_assert!(one.from <= one.due && one.due <= one.to);
            // The same for every day of the period, and the next begins with the day after its end.
            prop_assert_eq!(recurring.of(one.from), Some(one));
            prop_assert_eq!(recurring.of(one.to), Some(one));
            let next = recurring.of(CivilDay::from_number(one.to.number() + 1).unwrap()).unwrap();
            prop_assert_eq!(next.from.number(), one.to.number() + 1);
            // Day as said, or the end of a month that has no such day.
            let (year, month, written) = calendar::parts(one.due).unwrap();
            prop_assert_eq!(written, last.min(calendar::month_length(year, month)));
        }

        #[test]
        fn the_last_and_the_next_have_nothing_between_them(number in -20_000_i64..1_000_000, last in 1_u32..32) {
            let recurring = Recurring::new(Every::Month, 1, last).unwrap();
            let day = CivilDay::from_number(number).unwrap();
            let (before, next) = recurring.around(day);
            let (before, next) = (before.unwrap(), next.unwrap());
            prop_assert!(before.due < day && day <= next.due);
            prop_assert_eq!(recurring.between(before.due, next.due, 9), vec![before, next]);
        }
    }
}
