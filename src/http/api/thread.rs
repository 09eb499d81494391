//! All that is known of a record, as one document: what counts, its contents, what was said about it, what hangs on it.

use std::cell::Cell;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::actions::speak::Hanging;
use crate::domain::access::{Actor, Label};
use crate::domain::record::{Body, Record};
use crate::domain::verdict::{Case, Step, Verdict, Witness};
use crate::http::problem::Problem;
use crate::http::reads::Noting;

/// How many restricted records a document tells of, counted where they are put into it, since much of it (what was
/// withdrawn, what the other side saw, answers) stands in no layer.
#[derive(Debug, Default)]
pub(super) struct Told(Cell<u64>);

impl Told {
    fn count(&self, label: Label) {
        if label == Label::Restricted {
            self.0.set(self.0.get() + 1);
        }
    }

    /// So many more, which the document tells of by the way.
    pub(super) fn add(&self, more: u64) {
        self.0.set(self.0.get() + more);
    }

    /// Notes who is handed the document, before he gets it.
    ///
    /// # Errors
    /// 503 when that cannot be noted.
    pub(super) async fn note(self, noting: &Noting) -> Result<(), Problem> {
        noting.note(self.0.get()).await
    }
}

/// `inside`: for those who may read internal words and names; others learn what counts, not who said why.
pub(super) fn document(
    case: &Case,
    verdict: &Verdict<'_>,
    contents: &[Value],
    inside: bool,
    sees: &dyn Fn(&Record, bool) -> bool,
    told: &Told,
) -> Value {
    told.count(verdict.label);
    let shown = &verdict.shown.record;
    let contents: Vec<Value> = contents.iter().map(|one| as_told(one.clone(), inside)).collect();
    let mut statements: Vec<&Witness> = case.heard(verdict).filter(|_| inside).collect();
    statements.sort_by_key(|said| said.seq);
    // What was said about one content is for those who see that content.
    let is_told = |digest: &str| contents.iter().any(|one| one["digest"] == digest);
    let step = |of: &Option<Step>| of.as_ref().map(|of| step(of, inside));
    // Of what took its place, only what the viewer may see.
    let corrected_by: Vec<Uuid> = verdict.corrected_by.iter().copied().filter(|id| is_seen(case, *id, sees)).collect();
    json!({
        "record": case.id,
        "type": shown.body.kind(),
        "label": verdict.label,
        "review_state": verdict.review,
        "reviewed": step(&verdict.reviewed),
        "relabelled": step(&verdict.relabelled),
        "withdrawn": step(&verdict.withdrawn),
        "contended": verdict.is_contended && inside,
        "progress": matches!(shown.body, Body::Incident(_)).then_some(verdict.progress),
        "assignee": verdict.assignee.as_ref().filter(|_| inside),
        "impossible_steps": if inside { verdict.impossible.clone() } else { Vec::new() },
        // The public may not know of it; whoever is inside sees what became of it by its id alone.
        "corrects": shown.corrects.filter(|_| inside),
        "corrected": !verdict.corrected_by.is_empty(),
        "corrected_by": corrected_by,
        "contents": contents,
        "statements": statements.into_iter().map(|said| statement_of(said, &is_told)).collect::<Vec<_>>(),
    })
}

/// Names of accounts, and of those who signed, are for those inside.
fn as_told(mut content: Value, inside: bool) -> Value {
    if !inside {
        content["recorded_by"] = Value::Null;
        if let Some(body) = content["body"].as_object_mut() {
            body.retain(|name, _| !name.ends_with("_signatories"));
        }
    }
    content
}

/// Whether a correction, or a correction of one, is seen.
fn is_seen(case: &Case, id: Uuid, sees: &dyn Fn(&Record, bool) -> bool) -> bool {
    case.corrections.iter().any(|of| {
        let this = of.id == id && of.judge().is_some_and(|it| sees(&it.record(), it.shown.vouched));
        this || is_seen(of, id, sees)
    })
}

fn step(step: &Step, inside: bool) -> Value {
    if !inside {
        return json!({ "at": step.at, "decided_by_rule": step.by_rule });
    }
    json!({ "statement": step.statement, "at": step.at, "by": step.by, "unit": step.unit, "words": step.words,
        "decided_by_rule": step.by_rule })
}

pub(super) fn content(witness: &Witness, verdict: &Verdict<'_>, told: &Told) -> Value {
    let record = &witness.record;
    // The one that is shown is counted with its label of today.
    if witness.digest != verdict.shown.digest {
        told.count(verdict.label.max(record.label));
    }
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
        "person": record.person,
        "recorded_by": Actor::account_of(&witness.actor),
        "unit": record.unit,
        "location": record.location,
        "body": said,
    })
}

fn statement_of(said: &Witness, is_told: &dyn Fn(&str) -> bool) -> Value {
    let record = &said.record;
    let by_rule = match &record.body {
        Body::Review(review) => review.by_rule,
        _ => None,
    };
    let (what, words) = match &record.body {
        Body::Review(review) => {
            let is_told = review.content.as_deref().is_none_or(is_told);
            (review.decision.as_str(), review.remark.clone().filter(|_| is_told))
        }
        Body::Tombstone(tombstone) => ("withdraw", Some(tombstone.reason.clone())),
        Body::Relabel(relabel) => (relabel.label.as_str(), Some(relabel.reason.clone())),
        Body::ProgressStep(step) => (step.to.as_str(), Some(step.reason.clone())),
        _ => ("", None),
    };
    json!({
        "id": record.id,
        "type": record.body.kind(),
        "what": what,
        "at": record.event_at.or_else(|| by_rule.map(|_| record.received_at)),
        "received_at": record.received_at,
        "by": record.person,
        "unit": record.unit,
        "words": words,
        "decided_by_rule": by_rule,
        "seq": said.seq,
    })
}

/// A record that hangs on another, with what hangs on it; `None` when the viewer does not see it.
pub(super) fn hanging(held: &Hanging, sees: &dyn Fn(&Record, bool) -> bool, told: &Told) -> Option<Value> {
    let verdict = held.case.judge().filter(Verdict::stands)?;
    if !sees(&verdict.record(), verdict.shown.vouched) {
        return None;
    }
    told.count(verdict.label);
    let record = &verdict.shown.record;
    let internal = Record { label: verdict.label.max(Label::Internal), ..verdict.record() };
    let mut one = as_told(content(verdict.shown, &verdict, told), sees(&internal, verdict.shown.vouched));
    one["record"] = json!(held.case.id);
    one["type"] = json!(record.body.kind());
    one["review_state"] = json!(verdict.review);
    one["related"] = held.below.iter().filter_map(|below| hanging(below, sees, told)).collect();
    Some(one)
}

/// To whom a notice was passed on and when, and when each acknowledged it: the first time that its own unit did.
pub(super) fn passed_on(related: &[Hanging], sees: &dyn Fn(&Record, bool) -> bool) -> Vec<Value> {
    let shown = |held: &Hanging| {
        let verdict = held.case.judge().filter(Verdict::stands)?;
        sees(&verdict.record(), verdict.shown.vouched).then(|| (verdict.record(), verdict.shown.vouched))
    };
    let one = |held: &Hanging| {
        let (record, _) = shown(held)?;
        let Body::Forward(forward) = &record.body else { return None };
        let own = |(ack, vouched): &(Record, bool)| !vouched || ack.unit.as_ref() == Some(&forward.to);
        let acks = held.below.iter().filter_map(shown).filter(own);
        let acks = acks.filter(|(ack, _)| matches!(ack.body, Body::Acknowledgement(_)));
        let first = acks.min_by_key(|(ack, _)| (ack.event_at, ack.id));
        let (at, received_at) = first.map_or((None, None), |(ack, _)| (ack.event_at, Some(ack.received_at)));
        Some(json!({ "forward": record.id, "to": forward.to, "at": record.event_at, "received_at": record.received_at,
            "acknowledged_at": at, "acknowledgement_received_at": received_at }))
    };
    related.iter().filter_map(one).collect()
}
