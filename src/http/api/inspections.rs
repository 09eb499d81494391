//! `POST /api/v1/markers/{key}/inspections` and `POST /api/v1/segments/{key}/inspections`.

use axum::response::Response;
use serde_json::Map;

use super::receipts::{body, receipt, refused};
use crate::actions::submit::submit;
use crate::atlas::LayerId;
use crate::atlas::register::Register;
use crate::domain::draft::head::Received;
use crate::domain::draft::inspection::{self, About};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::number::{NumberFault, parse_text};
use crate::http::ask::Ask;
use crate::http::author;
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
    let received = Received::at((ask.app.context.clock)());
    let of_line = Some(About::Line(about.clone()));
    let mut record = inspection::read(&body(&ask)?, of_line, received).map_err(Problem::invalid)?;
    author::sign(&ask, Some(&about), &mut record).await?;
    let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
    receipt(&ask, LayerId::Inspections, taken, Map::new())
}
