//! A notice from the other side or to it, passed on to units, acknowledged by them.
//!
//! A message is what it is: nobody approves that it came.

use serde_json::Value;

use super::head::{Head, Received};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::notice::{Acknowledgement, Direction, Forward, Notice, NoticeKind};
use crate::domain::record::{Body, Record};

/// # Errors
/// Every fault, each with a pointer to its field. So for the others.
pub fn notice(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "notice");
    let at = fields.instant("at");
    let direction = fields.choice("direction", Direction::ALL, Direction::as_str);
    let kind = fields.choice("kind", NoticeKind::ALL, NoticeKind::as_str);
    let other = fields.needed_text("other", LONGEST_NAME);
    let subject = fields.needed_text("subject", LONGEST_NAME);
    let text = fields.text("text", LONGEST_NOTE);
    fields.finish()?;
    match (head, at, direction, kind, other, subject) {
        (Some(head), Some(at), Some(direction), Some(kind), Some(other), Some(subject)) => {
            let notice = Notice { direction, kind, other, subject, text };
            Ok(head.into_approved(received, at, Location::default(), Body::Notice(notice)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`notice`].
pub fn forward(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "forward");
    let at = fields.instant("at");
    let notice = fields.uuid("notice");
    let to = fields.needed_text("to", LONGEST_NAME);
    let subject = fields.needed_text("subject", LONGEST_NAME);
    let text = fields.text("text", LONGEST_NOTE);
    fields.finish()?;
    match (head, at, notice, to, subject) {
        (Some(head), Some(at), Some(notice), Some(to), Some(subject)) => {
            let forward = Forward { notice, to, subject, text };
            Ok(head.into_approved(received, at, Location::default(), Body::Forward(forward)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`notice`].
pub fn acknowledgement(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "acknowledgement");
    let at = fields.instant("at");
    let forward = fields.uuid("forward");
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, at, forward) {
        (Some(head), Some(at), Some(forward)) => {
            let body = Body::Acknowledgement(Acknowledgement { forward, notes });
            Ok(head.into_approved(received, at, Location::default(), body))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
