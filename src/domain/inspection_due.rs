//! How inspections stand against the rules that say how often they are made.

use serde::Serialize;
use uuid::Uuid;

use super::time::CivilDay;

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
