//! Until when reports must be sent: the province's own rule, which no document of the seeds gives ("theo thời hạn quy định chung của
//! tỉnh"). Set at a desk from a letter; the newest of a unit counts, and that of the unit itself before that of the units above it.

use serde::{Deserialize, Serialize};

use super::people::UnitTree;
use super::period::{Length, Period};
use super::report_part::Letter;
use super::time::CivilDay;

/// The last day on which a report of a kind, for periods of one length, is in time. Whom it binds stands in the envelope: a unit with those
/// below it, or everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendingDeadline {
    /// Kind of report: `periodic`.
    pub kind: String,
    /// Length of the periods: `month`.
    pub period: String,
    /// Day of the month, included; in a shorter month its last day. None takes back what was set before.
    pub day: Option<u32>,
    /// Months after the one in which the period ends.
    pub months_after: Option<u32>,
    /// The letter that sets it, and who issued that.
    pub letter: Letter,
    pub issued_by: String,
}

/// One with the unit that it is set for.
pub type Set = (Option<String>, SendingDeadline);

impl SendingDeadline {
    /// The last day for a period.
    pub fn last_day(&self, period: Period) -> Option<CivilDay> {
        let written = period.last_day().to_string();
        let mut parts = written.split('-');
        let (year, month): (i32, i32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let month = year * 12 + month - 1 + i32::try_from(self.months_after.unwrap_or(0)).ok()?;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        (1..=self.day?).rev().take(4).find_map(|day| format!("{year:04}-{month:02}-{day:02}").parse().ok())
    }
}

/// Which of these, in the order in which they were set, binds a unit. Cost: their number for each unit above it.
pub fn binding<'a>(
    all: &'a [Set],
    units: &UnitTree,
    (kind, length): (&str, Length),
    unit: Option<&str>,
) -> Option<&'a SendingDeadline> {
    let newest = |unit: Option<&str>| {
        let mut of = all.iter().filter(|(of, set)| of.as_deref() == unit && set.kind == kind);
        let last = of.rfind(|(_, set)| set.period == length.as_str()).map(|(_, set)| set);
        last.filter(|set| set.day.is_some())
    };
    let (mut next, mut steps) = (unit.map(str::to_owned), 0);
    while let Some(unit) = next.filter(|_| steps < 32) {
        if let Some(found) = newest(Some(&unit)) {
            return Some(found);
        }
        next = units.get(&unit).and_then(|unit| unit.parent.clone());
        steps += 1;
    }
    newest(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Unit;

    fn set(unit: Option<&str>, period: &str, day: Option<u32>, months_after: u32) -> Set {
        let letter = Letter { number: "1".to_owned(), on: "2026-01-05".parse().unwrap() };
        let (kind, period, issued_by) = ("periodic".to_owned(), period.to_owned(), "UBND tỉnh".to_owned());
        let months_after = (months_after > 0).then_some(months_after);
        (unit.map(str::to_owned), SendingDeadline { kind, period, day, months_after, letter, issued_by })
    }

    #[test]
    fn the_last_day_is_a_day_of_the_month_and_february_is_short() {
        let day = |text: &str, day, after| {
            let day = set(None, "month", Some(day), after).1.last_day(text.parse().unwrap());
            day.map(|day| day.to_string())
        };
        assert_eq!(day("2026-11", 16, 0).as_deref(), Some("2026-11-16"));
        assert_eq!(day("2026-02", 31, 0).as_deref(), Some("2026-02-28"));
        assert_eq!(day("2026-12", 5, 1).as_deref(), Some("2027-01-05"));
        assert_eq!(set(None, "month", None, 0).1.last_day("2026-11".parse().unwrap()), None);
    }

    #[test]
    fn the_nearest_unit_above_decides_and_what_is_taken_back_binds_nobody() {
        let unit = |key: &str, parent: Option<&str>| Unit {
            key: key.to_owned(),
            title: key.to_owned(),
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: None,
            successor: None,
        };
        let units = UnitTree::new([unit("tinh", None), unit("so", Some("tinh")), unit("xa", Some("tinh"))]);
        let mut all = vec![set(None, "month", Some(20), 0), set(Some("tinh"), "month", Some(17), 0)];
        all.push(set(Some("so"), "month", Some(15), 0));
        all.push(set(Some("tinh"), "month", Some(18), 0));
        let day = |all: &[Set], unit: Option<&str>, length| {
            binding(all, &units, ("periodic", length), unit).and_then(|set| set.day)
        };
        assert_eq!(day(&all, Some("so"), Length::Month), Some(15));
        assert_eq!(day(&all, Some("xa"), Length::Month), Some(18));
        assert_eq!(day(&all, None, Length::Month), Some(20));
        assert_eq!(day(&all, Some("xa"), Length::Year), None);
        all.push(set(Some("so"), "month", None, 0));
        assert_eq!(day(&all, Some("so"), Length::Month), Some(18));
    }
}
