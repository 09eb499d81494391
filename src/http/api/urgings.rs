//! `POST /api/v1/urgings` and `/api/v1/assignments`; reports and visits at `/api/v1/tasks/{id}` and `/api/v1/works/{id}`.

use axum::http::StatusCode;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::receipts::{body, receipt, refused};
use super::records::{seen, unknown};
use super::rules::not_set;
use crate::actions::rules::NotSet;
use crate::actions::speak;
use crate::actions::submit::submit;
use crate::actions::urge;
use crate::atlas::LayerId;
use crate::domain::draft::head::Received;
use crate::domain::draft::{progress, urging};
use crate::domain::fault::{Code, Fault};
use crate::domain::record::Record;
use crate::domain::verdict::Verdict;
use crate::http::ask::Ask;
use crate::http::author;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn urge(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = urging::urging(&body(&ask)?, received).map_err(Problem::invalid)?;
        let taken = urge::urge(&ask.app.context, &ask.identity, record).await;
        receipt(&ask, LayerId::Urgings, taken.map_err(|error| refuse(&ask, error))?, Map::new())
    })
}

pub fn assign(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = urging::assignment(&body(&ask)?, received).map_err(Problem::invalid)?;
        let taken = urge::assign(&ask.app.context, &ask.identity, record).await;
        receipt(&ask, LayerId::Assignments, taken.map_err(|error| refuse(&ask, error))?, Map::new())
    })
}

fn refuse(ask: &Ask, error: NotSet) -> Problem {
    not_set(ask, error)
}

type Reader = fn(&Value, Option<Uuid>, Received) -> Result<Record, Vec<Fault>>;

/// `POST /api/v1/tasks/{id}/reports`.
pub fn of_task(ask: Ask) -> Answering {
    told(ask, progress::of_task, LayerId::ProgressReports)
}

/// `POST /api/v1/works/{id}/reports`.
pub fn of_works(ask: Ask) -> Answering {
    told(ask, progress::of_works, LayerId::ProgressReports)
}

/// `POST /api/v1/works/{id}/visits`.
pub fn visit(ask: Ask) -> Answering {
    told(ask, progress::visit, LayerId::SupervisionVisits)
}

fn told(ask: Ask, read: Reader, layer: LayerId) -> Answering {
    Box::pin(async move {
        let case = seen(&ask).await?;
        let verdict = case.judge().filter(Verdict::stands).ok_or_else(|| unknown(&ask))?;
        let received = Received::at((ask.app.context.clock)());
        let mut record = read(&body(&ask)?, Some(case.id), received).map_err(Problem::invalid)?;
        if !speak::may_be_about(&record.body, &case) {
            return Err(Problem::new(StatusCode::CONFLICT, Code::WrongTarget).with(case.id.to_string()));
        }
        // Where it is reported from, or else where the works are.
        let place = record.location.referent.clone().or_else(|| verdict.shown.record.location.referent.clone());
        author::sign(&ask, place.as_ref(), &mut record).await?;
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        receipt(&ask, layer, taken, Map::new())
    })
}
