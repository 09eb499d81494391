//! What a maker sends, before it is a record: read whole, all faults at once.
//!
//! | module | what is sent |
//! |---|---|
//! | [`head`] | what every submission may say of itself |
//! | [`place`] | where it was, in coordinates or by markers |
//! | [`inspection`], [`hazard`], [`measurement`], [`patrol`], [`incident`] | what was seen and done |
//! | [`object`] | what there is to look after |
//! | [`damage`], [`notice`], [`meeting`], [`task`] | what was reported, told, agreed, and who does it |
//! | [`progress`] | how far tasks and works are, and what was found on site |
//! | [`statement`] | what is said about another record |
//! | [`report_part`] | an agency's part of a report; not sent by devices |
//! | [`urging`] | who is urged, and who is assigned what; not sent by devices |
//! | [`map_check`] | whether somebody works with the standard map set |
//! | [`rule`], [`inspection_rule`] | what a unit sets for itself, and for inspections, decisions about the method; not sent by devices |
//! | [`warning`] | what the forecasting agency warns of |
//! | [`what_if`] | what is supposed, and stored nowhere |
//! | [`unread`] | what a newer program sends, kept as it came |

pub mod damage;
pub mod hazard;
pub mod head;
pub mod incident;
pub mod inspection;
pub mod inspection_rule;
pub mod map_check;
pub mod measurement;
pub mod meeting;
pub mod notice;
pub mod object;
pub mod patrol;
pub mod place;
pub mod progress;
pub mod report_part;
pub mod rule;
pub mod sending_deadline;
pub mod statement;
pub mod task;
pub mod unread;
pub mod urging;
pub mod warning;
pub mod what_if;

use serde_json::Value;

use super::fault::{Code, Fault};
use super::record::Record;
use super::words::words;
use head::Received;

pub(super) const LONGEST_NOTE: usize = 10_000;
pub(super) const LONGEST_NAME: usize = 200;

words! {
    /// What can be sent to `sync/push`, by the word in `type`.
    Kind {
        Inspection = "inspection",
        Object = "object",
        Hazard = "hazard",
        Reading = "reading",
        Patrol = "patrol",
        PatrolPlan = "patrol_plan",
        Warning = "warning",
        Incident = "incident",
        DamageReport = "damage_report",
        Answer = "answer",
        Notice = "notice",
        Forward = "forward",
        Acknowledgement = "acknowledgement",
        Meeting = "meeting",
        Counterpart = "counterpart",
        Task = "task",
        TaskReport = "task_report",
        WorksReport = "works_report",
        SupervisionVisit = "supervision_visit",
        MapCheck = "map_check",
        Review = "review",
        Tombstone = "tombstone",
        Relabel = "relabel",
        ProgressStep = "progress_step",
    }
}

impl Kind {
    /// The newest version of its form that this program reads.
    pub const fn newest_form(self) -> i64 {
        match self {
            // 2: objects other than markers and stretches, and their parts.
            Self::Inspection => 2,
            _ => 1,
        }
    }

    /// The newest version of the form of this name; 1 for a name that is none.
    pub(super) fn newest_of(word: &str) -> i64 {
        Self::ALL.iter().find(|kind| kind.as_str() == word).map_or(1, |kind| kind.newest_form())
    }
}

/// Reads one submission of any kind. What a newer program made is kept unread: a form of a later version, or a kind that
/// this one does not know.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let Some(object) = value.as_object() else { return Err(vec![Fault::new("", Code::NotObject)]) };
    let Some(word) = object.get("type").and_then(Value::as_str) else {
        return Err(vec![Fault::new("/type", Code::NotOneOf).with(Kind::WORDS.join(", "))]);
    };
    let form = object.get("form").and_then(Value::as_i64).unwrap_or(1);
    let known = Kind::ALL.iter().copied().find(|kind| kind.as_str() == word && form <= kind.newest_form());
    match known {
        Some(Kind::Inspection) => inspection::read(value, None, received),
        Some(Kind::Object) => object::read(value, received),
        Some(Kind::Hazard) => hazard::read(value, received),
        Some(Kind::Reading) => measurement::read(value, received),
        Some(Kind::Patrol) => patrol::read(value, received),
        Some(Kind::PatrolPlan) => patrol::plan(value, received),
        Some(Kind::Warning) => warning::read(value, received),
        Some(Kind::Incident) if incident::is_unknown_kind(value) => unread::read(value, word, form, received),
        Some(Kind::Incident) => incident::read(value, received),
        Some(Kind::DamageReport) => damage::report(value, received),
        Some(Kind::Answer) => damage::answer(value, received),
        Some(Kind::Notice) => notice::notice(value, received),
        Some(Kind::Forward) => notice::forward(value, received),
        Some(Kind::Acknowledgement) => notice::acknowledgement(value, received),
        Some(Kind::Meeting) => meeting::meeting(value, received),
        Some(Kind::Counterpart) => meeting::counterpart(value, received),
        Some(Kind::Task) => task::read(value, None, received),
        Some(Kind::TaskReport) => progress::of_task(value, None, received),
        Some(Kind::WorksReport) => progress::of_works(value, None, received),
        Some(Kind::SupervisionVisit) => progress::visit(value, None, received),
        Some(Kind::MapCheck) => map_check::read(value, received),
        Some(Kind::Review) => statement::review(value, None, received),
        Some(Kind::Tombstone) => statement::tombstone(value, None, received),
        Some(Kind::Relabel) => statement::relabel(value, None, received),
        Some(Kind::ProgressStep) => incident::step(value, None, received),
        None => unread::read(value, word, form, received),
    }
}
