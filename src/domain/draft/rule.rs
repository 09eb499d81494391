//! What a unit sets for itself: rules by which records pass, limits that raise an alert, and the end of either.
//!
//! None of them is sent by a device: whoever sets one is at a desk, and knows at once whether it holds.

use serde_json::Value;
use uuid::Uuid;

use super::LONGEST_NAME;
use super::head::{Head, Received};
use super::statement::reason;
use crate::domain::access::{Label, ReviewState};
use crate::domain::approval_rule::{ApprovalRule, Passable, Passing, RuleEnd};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::incident::IncidentKind;
use crate::domain::inspection::Condition;
use crate::domain::location::Location;
use crate::domain::method_approval::MethodApproval;
use crate::domain::record::{Body, Record};
use crate::domain::threshold::{Measure, Threshold, Watched};

/// Kinds that one rule may name.
const MOST_PASSES: usize = 50;

/// Whether an account sets it is for whoever takes it in to say.
///
/// # Errors
/// Every fault, each with a pointer to its field. So for the others.
pub fn approval_rule(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "approval_rule");
    let before = fields.faults();
    let items = fields.list("passes");
    if items.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/passes", Code::Missing));
    }
    if items.len() > MOST_PASSES {
        fields.fault(Fault::new("/passes", Code::NotAList));
    }
    let mut passes = Vec::new();
    for (n, item) in items.iter().enumerate().take(MOST_PASSES) {
        match passing(item) {
            Ok(passing) => passes.push(passing),
            Err(faults) => {
                for fault in faults {
                    let pointer = format!("/passes/{n}{}", fault.pointer);
                    fields.fault(Fault { pointer, ..fault });
                }
            }
        }
    }
    let (from, until) = (fields.optional_instant("from"), fields.optional_instant("until"));
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        fields.fault(Fault::new("/until", Code::EndsBeforeStart));
    }
    let restricted = fields.flag("restricted").unwrap_or(false);
    let reason = reason(&mut fields);
    fields.finish()?;
    match (head, reason) {
        (Some(head), Some(reason)) => {
            let rule = ApprovalRule { passes, from, until, restricted, reason, by_account: false };
            Ok(standing(head, received, Body::ApprovalRule(rule)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// One kind that passes; a condition that its kind does not know is an unknown field.
fn passing(value: &Value) -> Result<Passing, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let kind = fields.choice("kind", Passable::ALL, Passable::as_str);
    let has_severity = matches!(kind, Some(Passable::Hazard | Passable::Inspection) | None);
    let min_severity =
        if has_severity { fields.optional_choice("min_severity", &Severity::ALL, Severity::as_str) } else { None };
    let (mut conditions, mut hazards, mut incidents) = (Vec::new(), Vec::new(), Vec::new());
    match kind {
        Some(Passable::Inspection) => {
            conditions = fields.choices("conditions", &Condition::ALL, Condition::as_str);
        }
        Some(Passable::Hazard) => hazards = fields.choices("hazards", &HazardKind::ALL, HazardKind::as_str),
        Some(Passable::Incident) => {
            incidents = fields.choices("incidents", IncidentKind::ALL, IncidentKind::as_str);
        }
        _ => {}
    }
    fields.finish()?;
    let kind = kind.ok_or_else(|| vec![Fault::new("/kind", Code::Missing)])?;
    Ok(Passing { kind, min_severity, conditions, hazards, incidents })
}

/// # Errors
/// As for [`approval_rule`].
pub fn end(value: &Value, target: Uuid, received: Received) -> Result<Record, Vec<Fault>> {
    read_end(value, target, received, true)
}

/// The end of a limit, which needs no day of its own: alerts are of now.
///
/// # Errors
/// As for [`approval_rule`].
pub fn end_at_once(value: &Value, target: Uuid, received: Received) -> Result<Record, Vec<Fault>> {
    read_end(value, target, received, false)
}

fn read_end(value: &Value, target: Uuid, received: Received, has_day: bool) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "rule_end");
    let until = if has_day { fields.optional_instant("until") } else { None };
    let reason = reason(&mut fields);
    fields.finish()?;
    match (head, reason) {
        (Some(head), Some(reason)) => Ok(standing(head, received, Body::RuleEnd(RuleEnd { target, until, reason }))),
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// For whose hazards it is set is for whoever takes it in to say.
///
/// # Errors
/// As for [`approval_rule`].
pub fn threshold(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "threshold");
    let hazard = fields.optional_uuid("hazard");
    let kind = fields.optional_choice("kind", &HazardKind::ALL, HazardKind::as_str);
    match (hazard, kind) {
        (Some(_), Some(_)) => fields.fault(Fault::new("/kind", Code::TwoPlaces).with("hazard, kind")),
        (None, None) if fields.faults() == 0 => fields.fault(Fault::new("/hazard", Code::Missing)),
        _ => {}
    }
    let watched = fields.choice("watched", Watched::ALL, Watched::as_str);
    let measure = fields.optional_choice("measure", Measure::ALL, Measure::as_str).unwrap_or(Measure::Value);
    let before = fields.faults();
    let limit = fields.number_within("limit", 0.0, 1e9);
    if limit.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/limit", Code::Missing));
    }
    // A rate of nothing is reached by whatever stands still.
    if limit.is_some_and(|limit| limit <= 0.0) && measure == Measure::PerMonth {
        fields.fault(Fault::new("/limit", Code::NumberRange).with("0.000001").with("1000000000"));
    }
    let reason = reason(&mut fields);
    fields.finish()?;
    match (head, watched, limit, reason) {
        (Some(head), Some(watched), Some(limit), Some(reason)) => {
            let threshold = Threshold { hazard, kind, watched, measure, limit, reason, within: None };
            Ok(standing(head, received, Body::Threshold(threshold)))
        }
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// A decision about the method of attention levels. Everybody may know of it.
///
/// # Errors
/// As for [`approval_rule`].
pub fn method_approval(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "method_approval");
    let version = fields.needed_text("version", LONGEST_NAME);
    let digest = fields.needed_text("digest", LONGEST_NAME);
    let approved = fields.flag("approved").unwrap_or(true);
    let decision = fields.needed_text("decision", LONGEST_NAME);
    let decided_on = fields.needed_text("decided_on", LONGEST_NAME).and_then(|text| {
        let day = text.parse().ok();
        if day.is_none() {
            fields.fault(Fault::new("/decided_on", Code::NotDay));
        }
        day
    });
    let decided_by = fields.needed_text("decided_by", LONGEST_NAME);
    let reason = reason(&mut fields);
    fields.finish()?;
    match (head, version, digest, decision, decided_on, decided_by, reason) {
        (Some(head), Some(version), Some(digest), Some(decision), Some(decided_on), Some(decided_by), Some(reason)) => {
            let body = MethodApproval { version, digest, approved, decision, decided_on, decided_by, reason };
            let mut record = standing(head, received, Body::MethodApproval(body));
            record.label = Label::Public;
            Ok(record)
        }
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// In force as it is set: nobody else approves it.
fn standing(head: Head, received: Received, body: Body) -> Record {
    let made_at = head.made_at();
    let mut record = head.into_record(received, made_at, Location::default(), body);
    record.review = ReviewState::Approved;
    record
}
