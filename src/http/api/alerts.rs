//! `GET /api/v1/alerts` and `/api/v1/thresholds`: limits for what is watched, and what crosses them.

use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::receipts::{body, said};
use super::records::id;
use super::rules::not_set;
use crate::actions::thresholds::{end_threshold, set_threshold};
use crate::atlas::watched::{Alert, Crossing, Limit};
use crate::domain::draft::head::Received;
use crate::domain::draft::rule;
use crate::domain::messages::Lang;
use crate::domain::threshold::Estimate;
use crate::domain::time::Instant;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Most alerts of one answer.
const MOST: usize = 10_000;

/// Everything that crosses a limit, as far as the asker may know of it.
///
/// # Errors
/// None.
pub fn alerts(ask: &Ask) -> Result<Response, Problem> {
    let all = ask.snapshot.alerts(&ask.directory.units, &|class| ask.visible.sees(class));
    let shown: Vec<Value> = all.iter().take(MOST).map(alert).collect();
    let title = if ask.lang == Lang::Vi { "Vượt ngưỡng theo dõi" } else { "Limits that are crossed" };
    Ok(document_of(ask, title, &json!({ "matched": all.len(), "alerts": shown })))
}

/// Of one hazard, in the same words.
pub fn of_hazard(ask: &Ask, hazard: Uuid) -> Vec<Value> {
    ask.snapshot.alerts_of(hazard, &ask.directory.units, &|class| ask.visible.sees(class)).iter().map(alert).collect()
}

fn alert(alert: &Alert) -> Value {
    let mut shown = json!({
        "hazard": alert.hazard,
        "title": alert.title,
        "state": if alert.is_current { "now" } else { "past" },
        "certainty": alert.certainty,
        "observed_at": alert.last.at,
        "threshold": limit(&alert.limit, None),
    });
    if let Some((readings, rate)) = &alert.rate {
        shown["rate"] = json!({ "per_month": estimate(rate), "readings": readings, "method": "theil_sen",
            "confidence": 0.95, "from": reading(&alert.first), "to": reading(&alert.last) });
    } else {
        shown["since"] = json!(alert.first.at);
        shown["first"] = reading(&alert.first);
        shown["latest"] = reading(&alert.last);
    }
    shown
}

fn reading(crossing: &Crossing) -> Value {
    json!({ "reading": crossing.reading, "observed_at": crossing.at, "value": estimate(&crossing.estimate),
        "certainty": crossing.certainty })
}

fn estimate(found: &Estimate) -> Value {
    let rounded = |value: f64| (value * 1_000.0).round() / 1_000.0;
    json!({ "value": rounded(found.value), "from": rounded(found.low), "to": rounded(found.high) })
}

fn limit(limit: &Limit, ended: Option<Instant>) -> Value {
    let threshold = &limit.threshold;
    json!({
        "id": limit.id,
        "hazard": threshold.hazard,
        "kind": threshold.kind,
        "watched": threshold.watched,
        "measure": threshold.measure,
        "limit": threshold.limit,
        "lower": threshold.watched.is_dangerous_when_small(),
        "unit": limit.unit,
        "reason": threshold.reason,
        "set_by": limit.set_by,
        "set_at": limit.set_at,
        "ended": ended,
    })
}

/// `GET`: limits that the asker may know of, those that were ended too.
///
/// # Errors
/// None.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let shown: Vec<Value> = ask.snapshot.watch().limits(&ask.visible).map(|(held, ended)| limit(held, ended)).collect();
    let title = if ask.lang == Lang::Vi { "Ngưỡng theo dõi" } else { "Limits" };
    Ok(document_of(ask, title, &json!({ "thresholds": shown })))
}

/// `POST`.
pub fn set(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = rule::threshold(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.id;
        let taken = set_threshold(&ask.app.context, &ask.identity, &ask.visible, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}

/// `POST …/{id}/end`.
pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let record = rule::end_at_once(&body(&ask)?, target, received).map_err(Problem::invalid)?;
        let taken = end_threshold(&ask.app.context, &ask.identity, &ask.visible, record).await;
        said(&ask, target, taken.map_err(|error| not_set(&ask, error))?)
    })
}
