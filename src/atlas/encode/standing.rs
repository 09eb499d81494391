//! How a record stands, as its feature says it.

use serde_json::{Map, Value, json};

use super::Told;
use crate::domain::access::{Actor, Label, ReviewState};
use crate::domain::incident::Progress;
use crate::domain::record::{Body, Record};

/// How a record stands: who approved or returned it and when, whether several contents contend, what it corrects.
pub(super) fn add(properties: &mut Map<String, Value>, record: &Record, told: &Told<'_>) {
    let verdict = told.verdict;
    let is_open = (record.label, record.review) == (Label::Public, ReviewState::Approved);
    // By which account it came; who was there is for the record to say, and may be left unsaid.
    if let Some(name) = Actor::account_of(told.actor).filter(|_| !is_open) {
        properties.insert("recorded_by".into(), json!(name));
    }
    if let Some(step) = verdict.and_then(|verdict| verdict.reviewed.as_ref()) {
        properties.insert("reviewed_at".into(), json!(step.at));
        if let Some(rule) = step.by_rule {
            properties.insert("decided_by_rule".into(), json!(rule));
        }
        // What everybody sees says that it was approved, not by whom and in what words.
        if !is_open {
            properties.insert("reviewed_by".into(), json!(step.by));
            properties.insert("review_remark".into(), json!(step.words));
        }
    }
    if verdict.is_some_and(|verdict| verdict.is_contended) {
        properties.insert("contended".into(), json!(true));
    }
    if let Body::Incident(_) = record.body {
        properties.insert("progress".into(), json!(verdict.map_or(Progress::Reported, |verdict| verdict.progress)));
        properties.insert(
            "assignee".into(),
            json!(verdict.and_then(|verdict| verdict.assignee.as_ref()).filter(|_| !is_open)),
        );
        // The other may be for fewer people to know of.
        let other = verdict.and_then(|verdict| verdict.duplicate_of).filter(|_| !is_open);
        properties.insert("duplicate_of".into(), json!(other));
    }
    // When a letter went out, a meeting was held, a notice came, a task was given.
    if let Body::DamageReport(_)
    | Body::Notice(_)
    | Body::Forward(_)
    | Body::Meeting(_)
    | Body::Task(_)
    | Body::SupervisionVisit(_)
    | Body::Urging(_)
    | Body::Assignment(_)
    | Body::MapCheck(_) = record.body
    {
        properties.insert("at".into(), json!(record.event_at));
    }
    // Of what it took the place, not everybody may know.
    if let Some(corrected) = record.corrects.filter(|_| !is_open) {
        properties.insert("corrects".into(), json!(corrected));
    }
}
