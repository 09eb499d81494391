//! All that is known of a record, as one document: what counts, its contents, what was said about it, what hangs on it.

use serde_json::{Map, Value, json};

use crate::actions::speak::Hanging;
use crate::domain::access::Actor;
use crate::domain::counterpart::{Compared, compare};
use crate::domain::inspection::Inspection;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::{Case, Step, Verdict, Witness};

pub(super) fn document(case: &Case, verdict: &Verdict<'_>, contents: &[Value]) -> Value {
    let shown = &verdict.shown.record;
    let mut statements: Vec<&Witness> = case.statements.iter().collect();
    statements.extend(&case.inherited);
    statements.sort_by_key(|said| said.seq);
    json!({
        "record": case.id,
        "type": shown.body.kind(),
        "label": verdict.label,
        "review_state": verdict.review,
        "reviewed": verdict.reviewed.as_ref().map(step),
        "relabelled": verdict.relabelled.as_ref().map(step),
        "withdrawn": verdict.withdrawn.as_ref().map(step),
        "contended": verdict.is_contended,
        "progress": matches!(shown.body, Body::Incident(_)).then_some(verdict.progress),
        "assignee": verdict.assignee,
        "impossible_steps": verdict.impossible,
        "corrects": shown.corrects,
        "corrected_by": verdict.corrected_by,
        "contents": contents,
        "statements": statements.into_iter().map(statement_of).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    json!({ "statement": step.statement, "at": step.at, "by": step.by, "unit": step.unit, "words": step.words })
}

pub(super) fn content(witness: &Witness, verdict: &Verdict<'_>) -> Value {
    let record = &witness.record;
    let mut said = match serde_json::to_value(&record.body) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    said.remove("type");
    // Thousands of fixes: the track's own layer and files have them.
    if let Body::Track(_) = record.body {
        said.remove("segments");
    }
    json!({
        "digest": witness.digest.to_string(),
        "shown": witness.digest == verdict.shown.digest,
        "seq": witness.seq,
        "form": record.form,
        "event_at": record.event_at,
        "received_at": record.received_at,
        "clock_skew_ms": record.skew_ms,
        "device": record.device,
        "person": record.person.as_deref().or_else(|| Actor::account_of(&witness.actor)),
        "unit": record.unit,
        "location": record.location,
        "body": said,
    })
}

fn statement_of(said: &Witness) -> Value {
    let record = &said.record;
    let (what, words) = match &record.body {
        Body::Review(review) => (review.decision.as_str(), review.remark.clone()),
        Body::Tombstone(tombstone) => ("withdraw", Some(tombstone.reason.clone())),
        Body::Relabel(relabel) => (relabel.label.as_str(), Some(relabel.reason.clone())),
        Body::ProgressStep(step) => (step.to.as_str(), Some(step.reason.clone())),
        _ => ("", None),
    };
    json!({
        "id": record.id,
        "type": record.body.kind(),
        "what": what,
        "at": record.event_at,
        "received_at": record.received_at,
        "by": record.person,
        "unit": record.unit,
        "words": words,
        "seq": said.seq,
    })
}

/// A record that hangs on another, with what hangs on it; `None` when the viewer does not see it.
pub(super) fn hanging(held: &Hanging, sees: &dyn Fn(&Record, bool) -> bool) -> Option<Value> {
    let verdict = held.case.judge().filter(Verdict::stands)?;
    if !sees(&verdict.record(), verdict.shown.vouched) {
        return None;
    }
    let record = &verdict.shown.record;
    let mut one = content(verdict.shown, &verdict);
    one["record"] = json!(held.case.id);
    one["type"] = json!(record.body.kind());
    one["review_state"] = json!(verdict.review);
    one["related"] = held.below.iter().filter_map(|below| hanging(below, sees)).collect();
    Some(one)
}

/// Our inspection beside what the other side said of the same, as far as the viewer sees it.
pub(super) fn both_sides(ours: &Inspection, related: &[Hanging], sees: &dyn Fn(&Record, bool) -> bool) -> Compared {
    let standing = related.iter().filter_map(|held| held.case.judge());
    let shown = standing.filter(|verdict| verdict.stands() && sees(&verdict.record(), verdict.shown.vouched));
    let theirs = shown.filter_map(|verdict| match &verdict.shown.record.body {
        Body::Counterpart(theirs) => Some((verdict.shown.record.event_at, verdict.shown.record.id, theirs)),
        _ => None,
    });
    compare(ours, theirs.max_by_key(|(at, id, _)| (*at, *id)).map(|(.., theirs)| theirs))
}
