//! `POST /api/v1/markers/{key}/inspections` and `POST /api/v1/segments/{key}/inspections`.
//!
//! The same id with the same content gets the first answer again; with another content 409, and what was sent is
//! kept beside the first. Nothing is answered before it is durably stored and readable.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use crate::actions::record_inspection::{NotRecorded, record_inspection};
use crate::atlas::register::Register;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Strict;
use crate::domain::inspection_draft::InspectionDraft;
use crate::domain::location::Referent;
use crate::domain::number::{NumberFault, parse_text};
use crate::domain::receipt::Outcome;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn of_marker(ask: Ask) -> Answering {
    Box::pin(async move {
        let key = ask.variable(0).parse().map_err(|fault| not_a_key(&ask, fault))?;
        log(ask, Referent::Marker(key)).await
    })
}

pub fn of_segment(ask: Ask) -> Answering {
    Box::pin(async move {
        let key = ask.variable(0).parse().map_err(|fault| not_a_key(&ask, fault))?;
        log(ask, Referent::Segment(key)).await
    })
}

/// A path whose key cannot be read is a path to nothing.
pub fn not_a_key(ask: &Ask, fault: NumberFault) -> Problem {
    let fault = Fault::number("key", &written(ask.variable(0), fault, ask.snapshot.register()));
    let mut problem = Problem::not_found(Code::Number);
    problem.fault.args.clone_from(&fault.args);
    problem.faults.push(fault);
    problem
}

/// What is wrong with a key, in the words of the number it was written as: a bare "144" lacks its line.
pub fn written(text: &str, fault: NumberFault, register: &Register) -> NumberFault {
    parse_text(text, None, &register.numbers()).err().unwrap_or(fault)
}

async fn log(ask: Ask, about: Referent) -> Result<Response, Problem> {
    let Strict(value) = serde_json::from_slice(&ask.body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, Code::MalformedJson).with(error.to_string()))?;
    let draft = InspectionDraft::read(&value, &about).map_err(Problem::invalid)?;
    let id = draft.id;
    let receipt = record_inspection(&ask.app.context, &ask.app.actor, about, draft).await.map_err(refused)?;
    match receipt.outcome {
        // Sent twice or once, the answer is the same: the sender may not have seen the first.
        Outcome::Accepted { seq } | Outcome::Duplicate { seq } => {
            let location = format!("/collections/inspections/items/{id}");
            let document = json!({
                "epoch": receipt.epoch,
                "receipt": { "id": id, "outcome": "accepted", "seq": seq },
                "href": format!("{}{location}", ask.base()),
            });
            let mut response = answer::json(StatusCode::CREATED, JSON, &document);
            if let Ok(location) = HeaderValue::from_str(&location) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            Ok(response)
        }
        Outcome::Contended { seq } => {
            let mut problem =
                Problem::new(StatusCode::CONFLICT, Code::Contended).with(id.to_string()).with(seq.to_string());
            problem.extra.push(("epoch", receipt.epoch.into()));
            problem.extra.push(("receipt", json!({ "id": id, "outcome": "conflict", "seq": seq })));
            Err(problem)
        }
        Outcome::KeyTaken => Err(Problem::new(StatusCode::CONFLICT, Code::KeyTaken).with(id.to_string())),
    }
}

fn refused(error: NotRecorded) -> Problem {
    match error {
        NotRecorded::UnknownReferent(Referent::Segment(key)) => {
            Problem::not_found(Code::UnknownSegment).with(key.to_string())
        }
        NotRecorded::UnknownReferent(
            Referent::Marker(key) | Referent::NearMarker(key) | Referent::Along { marker: key, .. },
        ) => Problem::not_found(Code::UnknownMarker).with(key.to_string()),
        NotRecorded::UnknownReferent(Referent::Area(name)) => Problem::not_found(Code::UnknownItem).with(name),
        NotRecorded::NotStorable(error) => {
            tracing::error!(%error, "the database does not hold such a record");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::NotStorable)
        }
        NotRecorded::Unavailable(error) => {
            tracing::error!(%error, "an inspection could not be stored");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
        }
    }
}
