//! `POST /api/v1/reporting-deadlines`: until when reports of a kind must be sent, from the letter that says so.

use serde_json::{Value, json};

use super::receipts::{body, said};
use super::reports::kinds;
use super::rules::not_set;
use crate::actions::sending_deadlines::set as set_deadline;
use crate::domain::draft::head::Received;
use crate::domain::draft::sending_deadline;
use crate::domain::fault::{Code, Fault};
use crate::domain::record::Body;
use crate::domain::sending_deadline::{SendingDeadline, Set};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// # Errors
/// 403 for another's unit, 422 for what cannot be read or a kind of report that there is not.
pub fn set(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = sending_deadline::read(&body(&ask)?, received).map_err(Problem::invalid)?;
        let kinds = kinds()?;
        if let Body::SendingDeadline(set) = &record.body
            && kinds.named(&set.kind).is_none()
        {
            let all: Vec<&str> = kinds.kinds.iter().map(|kind| kind.key.as_str()).collect();
            return Err(Problem::invalid(vec![Fault::new("/kind", Code::NotOneOf).with(all.join(", "))]));
        }
        let about = record.id;
        let taken = set_deadline(&ask.app.context, &ask.identity, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}

/// One, as answers tell of it.
pub(super) fn shown((unit, set): &Set) -> Value {
    let mut told = told(set);
    told["unit"] = json!(unit);
    told
}

pub(super) fn told(set: &SendingDeadline) -> Value {
    json!({ "kind": set.kind, "period": set.period, "day": set.day, "months_after": set.months_after.unwrap_or(0),
        "letter": set.letter, "issued_by": set.issued_by })
}
