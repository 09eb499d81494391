//! What a maker sends, before it is a record: read whole, all faults at once.
//!
//! | module | what is sent |
//! |---|---|
//! | [`head`] | what every submission may say of itself |
//! | [`place`] | where it was, in coordinates or by markers |
//! | [`inspection`], [`hazard`], [`measurement`], [`patrol`], [`incident`] | what was seen and done |
//! | [`damage`], [`notice`], [`meeting`] | what was reported, told, agreed |
//! | [`statement`] | what is said about another record |
//! | [`rule`] | what a unit sets for itself; not sent by devices |
//! | [`unread`] | what a newer program sends, kept as it came |

pub mod damage;
pub mod hazard;
pub mod head;
pub mod incident;
pub mod inspection;
pub mod measurement;
pub mod meeting;
pub mod notice;
pub mod patrol;
pub mod place;
pub mod rule;
pub mod statement;
pub mod unread;

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
        Hazard = "hazard",
        Reading = "reading",
        Patrol = "patrol",
        PatrolPlan = "patrol_plan",
        Incident = "incident",
        DamageReport = "damage_report",
        Answer = "answer",
        Notice = "notice",
        Forward = "forward",
        Acknowledgement = "acknowledgement",
        Meeting = "meeting",
        Counterpart = "counterpart",
        Review = "review",
        Tombstone = "tombstone",
        Relabel = "relabel",
        ProgressStep = "progress_step",
    }
}

impl Kind {
    /// The newest version of its form that this program reads.
    pub const fn newest_form(self) -> i64 {
        1
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
        Some(Kind::Hazard) => hazard::read(value, received),
        Some(Kind::Reading) => measurement::read(value, received),
        Some(Kind::Patrol) => patrol::read(value, received),
        Some(Kind::PatrolPlan) => patrol::plan(value, received),
        Some(Kind::Incident) if incident::is_unknown_kind(value) => unread::read(value, word, form, received),
        Some(Kind::Incident) => incident::read(value, received),
        Some(Kind::DamageReport) => damage::report(value, received),
        Some(Kind::Answer) => damage::answer(value, received),
        Some(Kind::Notice) => notice::notice(value, received),
        Some(Kind::Forward) => notice::forward(value, received),
        Some(Kind::Acknowledgement) => notice::acknowledgement(value, received),
        Some(Kind::Meeting) => meeting::meeting(value, received),
        Some(Kind::Counterpart) => meeting::counterpart(value, received),
        Some(Kind::Review) => statement::review(value, None, received),
        Some(Kind::Tombstone) => statement::tombstone(value, None, received),
        Some(Kind::Relabel) => statement::relabel(value, None, received),
        Some(Kind::ProgressStep) => incident::step(value, None, received),
        None => unread::read(value, word, form, received),
    }
}
