//! A meeting with the other side, and what the other side saw of something that we inspected.

use serde_json::Value;

use super::head::{Head, Received};
use super::inspection::details;
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::counterpart::Counterpart;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::inspection::Condition;
use crate::domain::location::Location;
use crate::domain::meeting::{Meeting, MeetingKind};
use crate::domain::record::{Body, Record};

/// Most delegates of a side, points of a meeting, signatories.
const MOST: usize = 200;

/// # Errors
/// Every fault, each with a pointer to its field. So for the counterpart.
pub fn meeting(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "meeting");
    let held_at = fields.instant("held_at");
    let kind = fields.choice("kind", MeetingKind::ALL, MeetingKind::as_str);
    let title = fields.needed_text("title", LONGEST_NAME);
    let other = fields.needed_text("other", LONGEST_NAME);
    let place = fields.name("place", LONGEST_NAME);
    let our_delegates = fields.texts("our_delegates", MOST, LONGEST_NAME);
    let their_delegates = fields.texts("their_delegates", MOST, LONGEST_NAME);
    let agreed = fields.texts("agreed", MOST, LONGEST_NOTE);
    let notes = fields.text("notes", LONGEST_NOTE);
    let location = referent(&mut fields, &["marker", "near_marker", "segment"]).map(Location::at).unwrap_or_default();
    fields.finish()?;
    match (head, held_at, kind, title, other) {
        (Some(head), Some(held_at), Some(kind), Some(title), Some(other)) => {
            let meeting = Meeting { kind, title, other, place, our_delegates, their_delegates, agreed, notes };
            Ok(head.into_record(received, held_at, location, Body::Meeting(meeting)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`meeting`].
pub fn counterpart(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "counterpart");
    let inspection = fields.uuid("inspection");
    let observed_at = fields.instant("observed_at");
    let other = fields.needed_text("other", LONGEST_NAME);
    let condition = fields.choice("condition", &Condition::ALL, Condition::as_str);
    let notes = fields.text("notes", LONGEST_NOTE);
    let our_signatories = fields.texts("our_signatories", MOST, LONGEST_NAME);
    let their_signatories = fields.texts("their_signatories", MOST, LONGEST_NAME);
    let minutes = fields.name("minutes", LONGEST_NAME);
    let meeting = fields.optional_uuid("meeting");
    let details = details(&mut fields, None);
    fields.finish()?;
    match (head, inspection, observed_at, other, condition) {
        (Some(head), Some(inspection), Some(observed_at), Some(other), Some(condition)) => {
            let said = Counterpart {
                inspection,
                other,
                condition,
                notes,
                our_signatories,
                their_signatories,
                minutes,
                meeting,
                details,
                // Only what was read from a signed file has one.
                origin: None,
            };
            Ok(head.into_record(received, observed_at, Location::default(), Body::Counterpart(said)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
