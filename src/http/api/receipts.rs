//! What is answered to whoever sent a record.
//!
//! The same id with the same content gets the first answer again; with another content 409, and what was sent is
//! kept beside the first. Nothing is answered before it is durably stored and readable.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::actions::StoreError;
use crate::actions::store_record::NotRecorded;
use crate::atlas::LayerId;
use crate::domain::fault::Code;
use crate::domain::fields::Strict;
use crate::domain::location::Referent;
use crate::domain::receipt::{Outcome, Receipt};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// The body as JSON in which no field stands twice.
///
/// # Errors
/// 400 for what is no JSON.
pub fn body(ask: &Ask) -> Result<Value, Problem> {
    let Strict(value) = serde_json::from_slice(&ask.body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, Code::MalformedJson).with(error.to_string()))?;
    Ok(value)
}

/// 201 with the receipt, where the record is, and what more there is to say.
///
/// # Errors
/// 409 when the id or the key is taken, 410 when the record was erased.
pub fn receipt(ask: &Ask, layer: LayerId, receipt: Receipt, more: Map<String, Value>) -> Result<Response, Problem> {
    let id = receipt.id;
    match receipt.outcome {
        // Sent twice or once, the answer is the same: the sender may not have seen the first.
        Outcome::Accepted { seq } | Outcome::Duplicate { seq } => Ok(stored(ask, layer, id, &receipt.epoch, seq, more)),
        Outcome::Contended { seq } => {
            let mut problem = Problem::new(StatusCode::CONFLICT, Code::Contended).with(id.to_string());
            problem.extra.push(("epoch", receipt.epoch.into()));
            let mut told = json!({ "id": id, "outcome": "conflict" });
            // When the other was stored is nobody's business who may not see it.
            if let Some(told) = told.as_object_mut().filter(|_| is_shown(ask, &id.to_string())) {
                told.insert("seq".to_owned(), seq.into());
            }
            problem.extra.push(("receipt", told));
            Err(problem)
        }
        Outcome::Erased { seq } => {
            let mut problem = Problem::new(StatusCode::GONE, Code::Erased).with(id.to_string()).with(seq.to_string());
            problem.extra.push(("receipt", json!({ "id": id, "outcome": "erased", "seq": seq })));
            Err(problem)
        }
        Outcome::KeyTaken => Err(Problem::new(StatusCode::CONFLICT, Code::KeyTaken).with(id.to_string())),
    }
}

/// 201 for what was said about a record, with the way to all that is known of it.
///
/// # Errors
/// As for [`receipt`].
pub fn said(ask: &Ask, about: Uuid, taken: Receipt) -> Result<Response, Problem> {
    match taken.outcome {
        Outcome::Accepted { seq } | Outcome::Duplicate { seq } => {
            let mut document = Map::new();
            document.insert("record".into(), json!(about));
            Ok(created(ask, &format!("/api/v1/records/{about}"), taken.id, &taken.epoch, seq, document))
        }
        _ => receipt(ask, LayerId::Inspections, taken, Map::new()),
    }
}

/// Whether this viewer sees the feature with this id or key, in whatever layer.
pub fn is_shown(ask: &Ask, id: &str) -> bool {
    LayerId::ALL.iter().any(|layer| ask.snapshot.item(*layer, id, &ask.visible).is_some())
}

/// 201 for what lies in the log under this number.
pub fn stored(ask: &Ask, layer: LayerId, id: Uuid, epoch: &str, seq: i64, document: Map<String, Value>) -> Response {
    created(ask, &format!("/collections/{}/items/{id}", layer.about().id), id, epoch, seq, document)
}

fn created(ask: &Ask, location: &str, id: Uuid, epoch: &str, seq: i64, mut document: Map<String, Value>) -> Response {
    document.insert("epoch".into(), epoch.into());
    document.insert("receipt".into(), json!({ "id": id, "outcome": "accepted", "seq": seq }));
    document.insert("href".into(), format!("{}{location}", ask.base()).into());
    let mut response = answer::json(StatusCode::CREATED, JSON, &document.into());
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// What a record that was not taken comes to.
pub fn refused(error: NotRecorded) -> Problem {
    match error {
        NotRecorded::UnknownReferent(Referent::Segment(key)) => {
            Problem::not_found(Code::UnknownSegment).with(key.to_string())
        }
        NotRecorded::UnknownReferent(
            Referent::Marker(key) | Referent::NearMarker(key) | Referent::Along { marker: key, .. },
        ) => Problem::not_found(Code::UnknownMarker).with(key.to_string()),
        NotRecorded::UnknownReferent(Referent::Area(name)) => Problem::not_found(Code::UnknownItem).with(name),
        NotRecorded::Secret(carried) => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::SecrecyMark).with(carried.mark)
        }
        NotRecorded::NotStorable(error) => {
            tracing::error!(%error, "the database does not hold such a record");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::NotStorable)
        }
        NotRecorded::Full(error) => {
            tracing::error!(%error, "a record could not be stored: no room left");
            Problem::new(StatusCode::INSUFFICIENT_STORAGE, Code::StoreFull)
        }
        NotRecorded::Unavailable(error) => {
            tracing::error!(%error, "a record could not be stored");
            unstored(&error)
        }
    }
}

/// What a database that has no room, or does not answer, comes to.
pub fn unstored(error: &StoreError) -> Problem {
    match error {
        StoreError::Full(_) => Problem::new(StatusCode::INSUFFICIENT_STORAGE, Code::StoreFull),
        _ => Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable),
    }
}
