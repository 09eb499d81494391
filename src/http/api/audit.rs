//! `/api/v1/audit`: what the log says of one record.

use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use crate::actions::audit_history::{Event, audit_history};
use crate::domain::access::{AccessClass, Permission};
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::ogc::params::{self, bad};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// What an erasure leaves is in no picture any more, so the viewer is asked and not the classes of the snapshot.
fn sees(ask: &Ask) -> impl Fn(&AccessClass) -> bool + Send + Sync + use<> {
    let viewer = ask.identity.viewer.only(Permission::Audit);
    move |class| viewer.sees(class)
}

/// Pages through the history of a record. One that the viewer does not see is answered as one that there is not.
pub fn history(ask: Ask) -> Answering {
    Box::pin(async move {
        let text = params::required(&ask, "record")?;
        let record = Uuid::try_parse(text)
            .ok()
            .filter(|_| text.len() == 36)
            .ok_or_else(|| bad("record", "không phải mã bản ghi (UUID)", "not the id of a record (UUID)"))?;
        let (limit, after) = (params::limit(&ask)?, cursor(&ask)?);
        let found = audit_history(&ask.app.context.store, record, after, limit, sees(&ask)).await;
        let found = found.map_err(|error| {
            tracing::error!(%error, "the history of a record could not be read");
            Problem::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
        })?;
        let events = found.ok_or_else(|| Problem::not_found(Code::UnknownRecord).with(record.to_string()))?;
        let shown: Vec<Value> = events.events.iter().map(about).collect();
        let mut document = json!({ "record": record, "epoch": ask.snapshot.epoch, "entries": shown, "links": [] });
        if let (Some(next), Some(limit)) = (events.next, Some(limit)) {
            let href = format!("{}/api/v1/audit?record={record}&limit={limit}&cursor={next}", ask.base());
            document["links"] = json!([{ "rel": "next", "href": href, "type": "application/json" }]);
        }
        let title = if ask.lang == Lang::Vi { "Lịch sử của bản ghi" } else { "History of the record" };
        Ok::<Response, Problem>(document_of(&ask, title, &document))
    })
}

fn about(event: &Event) -> Value {
    let Event { entry, rev, block, erased_under } = event;
    json!({
        "seq": entry.seq,
        "operation": entry.meta.operation,
        "record": entry.meta.record,
        "rev": rev,
        "import": block.map(|(import, _)| import),
        "block": block.map(|(_, block)| block),
        "at": entry.meta.at,
        "actor": entry.meta.actor,
        "hash": entry.hash.to_string(),
        "erased": erased_under.is_some(),
        "erased_under": erased_under,
    })
}

fn cursor(ask: &Ask) -> Result<i64, Problem> {
    let Some(text) = ask.parameter("cursor") else { return Ok(0) };
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seq = text.parse().ok().filter(|_| is_number);
    seq.ok_or_else(|| bad("cursor", "không phải vị trí do liên kết next đưa ra", "not a place from a next link"))
}
