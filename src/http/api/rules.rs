//! `/api/v1/approval-rules`: what a unit lets pass without its commander.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::receipts::{body, refused, said};
use super::records::{id, unavailable, unknown};
use crate::actions::rules::{self, Listed, NotSet};
use crate::domain::approval_rule::Passing;
use crate::domain::draft::head::Received;
use crate::domain::draft::rule;
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::domain::record::Body;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// `GET`: those that the asker may know of, held and ended.
pub fn list(ask: Ask) -> Answering {
    Box::pin(async move {
        let listed = rules::rules(&ask.app.context, &ask.identity).await.map_err(|error| unavailable(&error))?;
        let now = (ask.app.context.clock)();
        let shown: Vec<Value> = listed.iter().filter_map(|listed| shown(listed, now)).collect();
        let title = if ask.lang == Lang::Vi { "Quy định duyệt" } else { "Rules of approval" };
        Ok::<Response, Problem>(document_of(&ask, title, &json!({ "rules": shown })))
    })
}

fn shown(listed: &Listed, now: crate::domain::time::Instant) -> Option<Value> {
    let Body::ApprovalRule(rule) = &listed.rule.body else { return None };
    let ends = listed.ends.iter().filter_map(|end| match &end.body {
        Body::RuleEnd(said) => {
            Some(json!({ "until": said.in_force_from(end.received_at), "by": end.person, "reason": said.reason }))
        }
        _ => None,
    });
    let passes: Vec<Value> = rule.passes.iter().map(passing).collect();
    let from = rule.from.unwrap_or(listed.rule.received_at);
    Some(json!({
        "id": listed.rule.id,
        "unit": listed.rule.unit,
        "passes": passes,
        "restricted": rule.restricted,
        "from": from,
        "until": listed.until,
        "holds": from <= now && listed.until.is_none_or(|until| now < until),
        "reason": rule.reason,
        "set_by": listed.rule.person,
        "set_at": listed.rule.received_at,
        "ended": ends.collect::<Vec<_>>(),
    }))
}

/// With the conditions that were set, and no others.
fn passing(passing: &Passing) -> Value {
    let mut shown = json!({ "kind": passing.kind });
    if let Some(least) = passing.min_severity {
        shown["min_severity"] = json!(least);
    }
    let some = |name: &str, words: Value, is_empty: bool| (!is_empty).then(|| (name.to_owned(), words));
    let lists = [
        some("conditions", json!(passing.conditions), passing.conditions.is_empty()),
        some("hazards", json!(passing.hazards), passing.hazards.is_empty()),
        some("incidents", json!(passing.incidents), passing.incidents.is_empty()),
    ];
    for (name, words) in lists.into_iter().flatten() {
        shown[name] = words;
    }
    shown
}

/// `POST`.
pub fn set(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = rule::approval_rule(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.id;
        let taken = rules::set_rule(&ask.app.context, &ask.identity, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}

/// `POST …/{id}/end`.
pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let record = rule::end(&body(&ask)?, target, received).map_err(Problem::invalid)?;
        let taken = rules::end_rule(&ask.app.context, &ask.identity, record).await;
        said(&ask, target, taken.map_err(|error| not_set(&ask, error))?)
    })
}

pub(super) fn not_set(ask: &Ask, error: NotSet) -> Problem {
    match error {
        NotSet::NotHis => Problem::new(StatusCode::FORBIDDEN, Code::Forbidden),
        NotSet::NotOverEverything => Problem::new(StatusCode::FORBIDDEN, Code::NotOverEverything),
        NotSet::Unknown => unknown(ask),
        NotSet::Faults(faults) => Problem::invalid(faults),
        NotSet::NotRecorded(error) => refused(error),
        NotSet::Unread(error) => unavailable(&error),
    }
}
