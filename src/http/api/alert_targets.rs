//! `/api/v1/alert-targets`: where alerts are sent to, what became of each, and sending one again.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::desk::{in_person, named, unavailable};
use super::imports::document_of;
use super::receipts::body;
use crate::actions::alerts::targets::{self, NotSet};
use crate::domain::alert::AlertKind;
use crate::domain::alert_target::{self, AlertTarget};
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::time::Instant;
use crate::domain::webhook_url::WebhookUrl;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::{self, cut};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

async fn managed(ask: &Ask) -> Result<Vec<AlertTarget>, Problem> {
    let all = targets::list(&ask.app.context, &ask.identity).await;
    all.map_err(|error| unavailable(&error))
}

fn shown(target: &AlertTarget) -> Value {
    json!({
        "id": target.id,
        "title": target.title,
        "url": target.url,
        "kinds": target.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "unit": target.scope.unit,
        "label": target.scope.label,
        "unapproved": target.scope.unapproved,
        "made_at": target.made_at,
        "made_by": target.made_by,
        "ended_at": target.ended.as_ref().map(|(at, _)| at),
        "ended_by": target.ended.as_ref().map(|(_, by)| by),
    })
}

/// `GET`.
pub fn list(ask: Ask) -> Answering {
    Box::pin(async move {
        let all: Vec<Value> = managed(&ask).await?.iter().map(shown).collect();
        let title = if ask.lang == Lang::Vi { "Nơi nhận cảnh báo" } else { "Targets of alerts" };
        Ok::<Response, Problem>(document_of(&ask, title, &json!({ "targets": all, "kinds": AlertKind::WORDS })))
    })
}

/// `POST`. Whoever came with a token sets none: one that is stolen must not leave a way out behind.
pub fn set(ask: Ask) -> Answering {
    Box::pin(async move {
        in_person(&ask)?;
        let wanted = alert_target::read(&body(&ask)?).map_err(Problem::invalid)?;
        if let Err(code) = WebhookUrl::read(&wanted.url, ask.app.alerts_inside) {
            return Err(Problem::invalid(vec![Fault::new("/url", code)]));
        }
        let target = targets::set(&ask.app.context, &ask.identity, wanted).await.map_err(|error| match error {
            NotSet::Faults(faults) => Problem::invalid(faults),
            NotSet::Store(error) => unavailable(&error),
        })?;
        let mut document = shown(&target);
        document["secret"] = json!(target.secret.expose());
        Ok(answer::json(StatusCode::CREATED, JSON, &document))
    })
}

/// `DELETE …/{id}`.
pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let all = managed(&ask).await?;
        let is_open = |target: &&AlertTarget| target.ended.is_none();
        let target = named(&ask, Code::UnknownTarget, |id| all.iter().filter(is_open).find(|target| target.id == id))?;
        let ended = targets::end(&ask.app.context, &ask.identity, target).await;
        if !ended.map_err(|error| unavailable(&error))? {
            return Err(Problem::not_found(Code::UnknownTarget).with(target.id.to_string()));
        }
        Ok(answer::json(StatusCode::OK, JSON, &json!({ "done": true })))
    })
}

/// `GET …/{id}/deliveries`: the latest first.
pub fn deliveries(ask: Ask) -> Answering {
    Box::pin(async move {
        let limit = i64::try_from(params::limit(&ask)?).unwrap_or(i64::MAX);
        let all = managed(&ask).await?;
        let target = named(&ask, Code::UnknownTarget, |id| all.iter().find(|target| target.id == id))?;
        let found = ask.app.context.store.alert_deliveries(target.id, limit).await;
        let found = found.map_err(|error| unavailable(&error))?;
        let time = Instant::from_millis;
        let shown: Vec<Value> = found
            .iter()
            .map(|of| {
                json!({
                    "id": of.id, "kind": of.kind, "record": of.record, "seq": of.seq, "state": of.state, "tries": of.tries,
                    "found_at": time(of.made_at), "done_at": of.done_at.map(time),
                    "next_at": (of.state == "pending").then(|| time(of.next_at)), "status": of.status, "error": of.error,
                })
            })
            .collect();
        let title = if ask.lang == Lang::Vi { "Các lần gửi cảnh báo" } else { "Deliveries of alerts" };
        Ok::<Response, Problem>(document_of(&ask, title, &json!({ "target": target.id, "deliveries": shown })))
    })
}

/// `POST /api/v1/alert-deliveries/{id}/replay`.
pub fn replay(ask: Ask) -> Answering {
    Box::pin(async move {
        let all = managed(&ask).await?;
        let unknown = || Problem::not_found(Code::UnknownDelivery).with(cut(ask.variable(0)));
        let id = ask.variable(0).parse().map_err(|_| unknown())?;
        let store = &ask.app.context.store;
        let found = store.alert_delivery(id).await.map_err(|error| unavailable(&error))?;
        let mine = |target: &AlertTarget| found.as_ref().is_some_and(|of| of.target == target.id);
        if !all.iter().any(mine) {
            return Err(unknown());
        }
        let again = store.replay_alert(id, (ask.app.context.clock)()).await;
        if !again.map_err(|error| unavailable(&error))? {
            return Err(unknown());
        }
        Ok(answer::json(StatusCode::ACCEPTED, JSON, &json!({ "id": id, "state": "pending" })))
    })
}
