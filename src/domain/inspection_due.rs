//! How inspections stand against the rules that say how often they are made.
//!
//! **What it computes.** Of one thing (a marker, a stretch, an object), one rule and one day: the last day on which the
//! next inspection is in time, and the state.
//!
//! ```text
//! due_on = max(day of the latest inspection that counts, first day of the rule) + interval
//! ```
//!
//! An interval of months or years ends on the same day of the month, or on the month's last day where it has no such
//! day (31 January + 1 month = 28 February). Nobody is late before the rule was there: what was inspected long before
//! is due one interval after its first day, as is what was never inspected.
//!
//! | state | when |
//! |---|---|
//! | `never_inspected` | nothing of it was ever inspected, in whatever mode; a rule still gives `due_on` |
//! | `no_rule` | inspected, and no rule applies |
//! | `overdue` | the day lies after `due_on` |
//! | `due_soon` | `due_on` is at most `notice_days` ahead |
//! | `ok` | else |
//!
//! **What counts.** Inspections in the mode that the rule asks for (a joint one is not a unilateral one), up to the day
//! that is asked about. Which inspections there are is for who asks: one whose time is doubted, a draft, and what was
//! returned to its maker are none; what waits for approval is one for those who may see it.
//!
//! **Several rules.** The strictest wins: the earliest `due_on`; of equal ones the shorter interval, then the rule with
//! the lower id, so that the order of arrival does not matter.
//!
//! **Source of the method.** Our own: no document at hand gives an interval. Every number comes from a rule that somebody
//! set, with its basis. **Cost.** Linear in rules and inspections of the one thing.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::inspection::Mode;
use super::time::{CivilDay, Instant};
use super::words::words;

/// How inspections stand against their rule. Five answers; without a rule nothing can be overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionState {
    /// Neither end nor the course was ever inspected. Said whether or not there is a rule; a rule then also gives the
    /// day from which it was due.
    NeverInspected,
    /// Inspected, and no rule says how often it should be.
    NoRule,
    Ok,
    DueSoon,
    Overdue,
}

impl InspectionState {
    pub const ALL: [Self; 5] = [Self::NeverInspected, Self::NoRule, Self::Ok, Self::DueSoon, Self::Overdue];

    /// The words of all, in that order.
    pub const WORDS: [&'static str; 5] = ["never_inspected", "no_rule", "ok", "due_soon", "overdue"];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeverInspected => "never_inspected",
            Self::NoRule => "no_rule",
            Self::Ok => "ok",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
        }
    }
}

/// What the rules say of one marker or stretch on one day: the strictest of those that apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The record of the rule.
    pub rule: Uuid,
    pub state: InspectionState,
    /// Last day on which the next inspection is in time; before the first inspection, counted from the rule's beginning.
    pub due_on: CivilDay,
    /// How often, in days, as the rule was read.
    pub interval_days: i64,
    /// The latest inspection that counts for the rule.
    pub inspection: Option<Uuid>,
    /// Clause or order that the rule comes from, in its words.
    pub basis: String,
}

words! {
    /// What an interval is counted in.
    Per {
        Day = "day",
        Month = "month",
        Year = "year",
    }
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    pub every: u32,
    pub per: Per,
}

impl Interval {
    /// The longest that anybody sets: a joint inspection of a whole line comes about every ten years.
    pub const fn most(per: Per) -> i64 {
        match per {
            Per::Day => 36_500,
            Per::Month => 1_200,
            Per::Year => 100,
        }
    }

    /// The day one interval later; the day itself at the end of the calendar.
    pub fn after(self, day: CivilDay) -> CivilDay {
        let months = match self.per {
            Per::Day => return CivilDay::from_number(day.number() + i64::from(self.every)).unwrap_or(day),
            Per::Month => self.every,
            Per::Year => self.every.saturating_mul(12),
        };
        let date = i32::try_from(day.number()).ok().and_then(NaiveDate::from_epoch_days);
        // Held to the month's end where it has no such day.
        let later = date.and_then(|date| date.checked_add_months(Months::new(months)));
        later.and_then(|date| CivilDay::from_number(i64::from(date.to_epoch_days()))).unwrap_or(day)
    }

    /// As people say it.
    pub fn written_vi(self) -> String {
        let per = match self.per {
            Per::Day => "ngày",
            Per::Month => "tháng",
            Per::Year => "năm",
        };
        format!("{} {per} một lần", self.every)
    }
}

/// A rule as it is reckoned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    pub rule: Uuid,
    pub interval: Interval,
    pub mode: Option<Mode>,
    pub from: CivilDay,
    /// The day on which it was ended, and holds no longer.
    pub until: Option<CivilDay>,
    pub notice_days: i64,
    pub basis: String,
}

/// An inspection that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub record: Uuid,
    pub at: Instant,
    pub mode: Mode,
}

impl Look {
    /// Whether it is one of those that a question about a day, and about a mode, counts.
    pub fn counts(&self, mode: Option<Mode>, day: CivilDay) -> bool {
        mode.is_none_or(|mode| self.mode == mode) && self.at.day() <= day
    }

    /// Greater is later; of two at the same moment the later id.
    pub const fn age(&self) -> (Instant, Uuid) {
        (self.at, self.record)
    }
}

impl Standard {
    pub fn holds_on(&self, day: CivilDay) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Last day on which the next inspection is in time, after the latest that counts.
    pub fn due_on(&self, latest: Option<&Look>) -> CivilDay {
        let since = latest.map_or(self.from, |look| look.at.day().max(self.from));
        self.interval.after(since)
    }

    /// How something stands on a day; `ever`: whether anything of it was ever inspected. None where the rule does not hold.
    pub fn judge(&self, latest: Option<&Look>, ever: bool, day: CivilDay) -> Option<Due> {
        if !self.holds_on(day) {
            return None;
        }
        let due_on = self.due_on(latest);
        let since = latest.map_or(self.from, |look| look.at.day().max(self.from));
        let left = due_on.number() - day.number();
        let state = if !ever {
            InspectionState::NeverInspected
        } else if left < 0 {
            InspectionState::Overdue
        } else if left <= self.notice_days {
            InspectionState::DueSoon
        } else {
            InspectionState::Ok
        };
        Some(Due {
            rule: self.rule,
            state,
            due_on,
            interval_days: due_on.number() - since.number(),
            inspection: latest.map(|look| look.record),
            basis: self.basis.clone(),
        })
    }
}

impl Due {
    /// Whether the last day has passed: also said of what was never inspected.
    pub fn is_past(&self, day: CivilDay) -> bool {
        self.due_on < day
    }
}

/// The latest of those that count.
pub fn latest<'a>(looks: impl IntoIterator<Item = &'a Look>, mode: Option<Mode>, day: CivilDay) -> Option<&'a Look> {
    looks.into_iter().filter(|look| look.counts(mode, day)).max_by_key(|look| look.age())
}

/// Of what several rules say, the strictest.
pub fn strictest(all: impl IntoIterator<Item = Due>) -> Option<Due> {
    all.into_iter().min_by_key(|due| (due.due_on, due.interval_days, due.rule))
}

/// The state of something: what the strictest rule says, or what is known without one.
pub fn state(due: Option<&Due>, ever: bool) -> InspectionState {
    match (due, ever) {
        (Some(due), _) => due.state,
        (None, true) => InspectionState::NoRule,
        (None, false) => InspectionState::NeverInspected,
    }
}

#[cfg(test)]
#[path = "inspection_due_tests.rs"]
mod tests;
