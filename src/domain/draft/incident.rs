//! An incident as it is reported, and the steps by which it is dealt with.

use serde_json::Value;
use uuid::Uuid;

use super::head::{Head, Received};
use super::place::{observed, referent};
use super::statement::{Said, reason};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::incident::{Incident, IncidentKind, Progress, ProgressStep};
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};

/// Reads a report whole. Somewhere it must have happened.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "incident");
    let kind = fields.choice("kind", IncidentKind::ALL, IncidentKind::as_str);
    let title = fields.needed_text("title", LONGEST_NAME);
    let observed_at = fields.instant("observed_at");
    let notes = fields.text("notes", LONGEST_NOTE);
    let kind_named = fields.name("kind_named", LONGEST_NAME);
    let before = fields.faults();
    let location = Location {
        referent: referent(&mut fields, &["marker", "near_marker", "segment", "area"]),
        observed: observed(&mut fields),
    };
    if location == Location::default() && fields.faults() == before {
        fields.fault(Fault::new("/lon", Code::PlaceMissing));
    }
    fields.finish()?;
    match (head, kind, title, observed_at) {
        (Some(head), Some(kind), Some(title), Some(observed_at)) => Ok(head.into_record(
            received,
            observed_at,
            location,
            Body::Incident(Incident { kind, title, notes, kind_named }),
        )),
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// Whether a kind of incident is a word that this program does not know: a newer one, or another unit's.
pub(super) fn is_unknown_kind(value: &Value) -> bool {
    let word = value.get("kind").and_then(Value::as_str).unwrap_or_default();
    let is_word =
        (1..=64).contains(&word.len()) && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    is_word && !IncidentKind::WORDS.contains(&word)
}

/// Reads a step. Whether it is possible depends on what came before.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn step(value: &Value, target: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let said = Said::read(&mut fields, "progress_step", target);
    let to = fields.choice("to", Progress::ALL, Progress::as_str);
    let reason = reason(&mut fields);
    let assignee = fields.name("assignee", LONGEST_NAME);
    let duplicate_of = fields.optional_uuid("duplicate_of");
    if matches!(to, Some(Progress::Assigned | Progress::Escalated)) && assignee.is_none() {
        fields.fault(Fault::new("/assignee", Code::Missing));
    }
    if to == Some(Progress::Duplicate) && duplicate_of.is_none() {
        fields.fault(Fault::new("/duplicate_of", Code::Missing));
    }
    if let (Some(said), Some(of)) = (&said, duplicate_of)
        && said.target == of
    {
        fields.fault(Fault::new("/duplicate_of", Code::WrongTarget).with(of.to_string()));
    }
    fields.finish()?;
    match (said, to, reason) {
        (Some(said), Some(to), Some(reason)) => {
            let target = said.target;
            let step = ProgressStep { target, to, reason, assignee, duplicate_of, uncleared: false };
            Ok(said.into_record(received, Body::ProgressStep(step)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
