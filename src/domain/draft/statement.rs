//! What is said about another record. Who says it and for which unit is checked by whoever takes it in.

use serde_json::Value;
use uuid::Uuid;

use super::LONGEST_NOTE;
use super::head::{Head, Received};
use crate::domain::access::Label;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::domain::statement::{Decision, Relabel, Review, Tombstone};
use crate::domain::time::Instant;

/// Digits of a SHA-256 digest.
const DIGITS: usize = 64;

/// # Errors
/// Every fault, each with a pointer to its field. So for the others.
pub fn review(value: &Value, target: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let said = Said::read(&mut fields, "review", target);
    let decision = fields.choice("decision", &Decision::ALL, Decision::as_str);
    let content = fields.name("content", DIGITS);
    let is_digest = |text: &String| text.len() == DIGITS && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    if content.as_ref().is_some_and(|text| !is_digest(text)) {
        fields.fault(Fault::new("/content", Code::NotADigest));
    }
    let remark = fields.text("remark", LONGEST_NOTE);
    if decision == Some(Decision::Return) && remark.is_none() {
        fields.fault(Fault::new("/remark", Code::Missing));
    }
    fields.finish()?;
    match (said, decision) {
        (Some(said), Some(decision)) => {
            let target = said.target;
            Ok(said.into_record(received, Body::Review(Review { target, decision, content, remark, uncleared: false })))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// Whether it is an approver's is for whoever takes it in to say.
///
/// # Errors
/// As for [`review`].
pub fn tombstone(value: &Value, target: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let said = Said::read(&mut fields, "tombstone", target);
    let reason = reason(&mut fields);
    fields.finish()?;
    match (said, reason) {
        (Some(said), Some(reason)) => {
            let target = said.target;
            Ok(said.into_record(
                received,
                Body::Tombstone(Tombstone { target, reason, by_approver: false, uncleared: false }),
            ))
        }
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`review`].
pub fn relabel(value: &Value, target: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let said = Said::read(&mut fields, "relabel", target);
    let label = fields.choice("label", &Label::ALL, Label::as_str);
    let reason = reason(&mut fields);
    fields.finish()?;
    match (said, label, reason) {
        (Some(said), Some(label), Some(reason)) => {
            let target = said.target;
            Ok(said.into_record(
                received,
                Body::Relabel(Relabel { target, label, reason, within: None, uncleared: false }),
            ))
        }
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

pub(super) fn reason(fields: &mut Fields<'_>) -> Option<String> {
    let before = fields.faults();
    let reason = fields.text("reason", LONGEST_NOTE);
    if reason.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/reason", Code::Missing));
    }
    reason
}

/// What all statements have.
pub(super) struct Said {
    head: Head,
    pub target: Uuid,
    at: Instant,
}

impl Said {
    /// Where its maker does not say when, it is the time that is in its id: the same whenever it is sent again.
    pub fn read(fields: &mut Fields<'_>, kind: &'static str, target: Option<Uuid>) -> Option<Self> {
        let head = Head::plain(fields, kind);
        let at = fields.optional_instant("decided_at");
        let target = target.or_else(|| fields.uuid("target"));
        let (head, target) = (head?, target?);
        Some(Self { at: at.unwrap_or_else(|| head.made_at()), head, target })
    }

    pub fn into_record(self, received: Received, body: Body) -> Record {
        self.head.into_record(received, self.at, Location::default(), body)
    }
}
