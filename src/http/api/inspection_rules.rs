//! `/api/v1/inspection-rules`: how often what is inspected, by whom, and from which clause or order.

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::receipts::{body, said};
use super::records::id;
use super::rules::not_set;
use crate::actions::inspection_rules::{end_for_inspections, set_for_inspections};
use crate::atlas::LayerId;
use crate::atlas::orders::{Ended, Ordered};
use crate::domain::draft::head::Received;
use crate::domain::draft::{inspection_rule, rule};
use crate::domain::inspection_rule::{Basis, InspectionRule};
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// `GET`: rules that the asker may know of, those that were ended too.
///
/// # Errors
/// None.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let all = ask.snapshot.orders().rules(&ask.visible);
    let shown: Vec<Value> = all.map(|(rule, ended)| shown(ask, rule, ended.map(AsRef::as_ref))).collect();
    let title = if ask.lang == Lang::Vi { "Quy định kiểm tra" } else { "Inspection rules" };
    Ok(document_of(ask, title, &json!({ "day": ask.day, "rules": shown })))
}

fn shown(ask: &Ask, rule: &Ordered<InspectionRule>, ended: Option<&Ended>) -> Value {
    let body = &rule.body;
    let is_over = ended.is_some_and(|ended| ended.at.day() <= ask.day);
    json!({
        "id": rule.id,
        "title": body.title,
        "subject": body.subject,
        "kinds": body.kinds,
        "line": body.reach.line,
        "places": super::campaigns::written(&body.reach.places),
        "every": body.interval.every,
        "per": body.interval.per,
        "interval_vi": body.interval.written_vi(),
        "mode": body.mode,
        "by": body.by,
        "in_charge": body.in_charge,
        "from": body.from,
        "notice_days": body.notice_days,
        "basis": basis(ask, &body.basis),
        "unit": rule.unit,
        "set_by": rule.set_by,
        "set_at": rule.set_at,
        "holds": body.from <= ask.day && !is_over,
        "ended": ended.map(over),
    })
}

/// The words of the order, and of the document that it carries out: its interval as that document has it, "none" among it.
pub(super) fn basis(ask: &Ask, basis: &Basis) -> Value {
    let named = basis.rule.and_then(|rule| ask.snapshot.item(LayerId::Rules, &rule.to_string(), &ask.visible));
    let feature: Option<Value> = named.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let carries_out = feature.map(|feature| {
        let of = &feature["properties"];
        json!({ "record": feature["id"], "title": of["title"], "document_title": of["document_title"],
            "clause": of["clause"], "quote": of["quote"], "interval": of["interval"] })
    });
    json!({ "document": basis.document, "clause": basis.clause, "quote": basis.quote, "carries_out": carries_out })
}

pub(super) fn over(ended: &Ended) -> Value {
    json!({ "at": ended.at, "by": ended.by, "reason": ended.reason })
}

/// `POST`.
pub fn set(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = inspection_rule::read(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.id;
        let taken = set_for_inspections(&ask.app.context, &ask.identity, &ask.visible, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}

/// `POST …/{id}/end`, of rules and of campaigns.
pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let record = rule::end(&body(&ask)?, target, received).map_err(Problem::invalid)?;
        let taken = end_for_inspections(&ask.app.context, &ask.identity, &ask.visible, record).await;
        said(&ask, target, taken.map_err(|error| not_set(&ask, error))?)
    })
}
