//! `POST /api/v1/incidents/{id}/steps`: an incident is brought a step further.

use axum::http::StatusCode;

use super::receipts::{body, refused, said};
use super::records::{id, unavailable, unknown};
use crate::actions::speak::{self, NotHis, Target};
use crate::actions::submit::submit;
use crate::domain::draft::head::Received;
use crate::domain::draft::incident;
use crate::domain::fault::Code;
use crate::domain::record::Body;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn step(ask: Ask) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let mut record = incident::step(&body(&ask)?, Some(target), received).map_err(Problem::invalid)?;
        let case = speak::case_of(&ask.app.context, target).await.map_err(|error| unavailable(&error))?;
        let signed = speak::sign(&ask.identity, &mut record, case.as_ref());
        let case = match (signed, case) {
            (Err(NotHis), _) => return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)),
            (Ok(Target::Known), Some(case)) if is_incident(&case) => case,
            _ => return Err(unknown(&ask)),
        };
        // Sent again, it is what was taken before.
        let is_new = case.statements.iter().all(|held| held.record.id != record.id);
        if let Some(now) = speak::impossible(&case, &record).filter(|_| is_new) {
            let next: Vec<&str> = now.next().iter().map(|next| next.as_str()).collect();
            let problem = Problem::new(StatusCode::CONFLICT, Code::ImpossibleStep);
            return Err(problem.with(now.as_str()).with(next.join(", ")));
        }
        let directory = ask.app.context.people.directory();
        if let Some(fault) = speak::not_above(&directory.units, &record).filter(|_| is_new) {
            return Err(Problem::invalid(vec![fault]));
        }
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        said(&ask, target, taken)
    })
}

fn is_incident(case: &crate::domain::verdict::Case) -> bool {
    case.judge().is_some_and(|verdict| matches!(verdict.shown.record.body, Body::Incident(_)))
}
