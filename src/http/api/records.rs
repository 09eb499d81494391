//! `/api/v1/records/{id}` and what is said about a record: reviews, withdrawal, label.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::receipts::{body, refused, said, unstored};
use super::thread;
use crate::actions::speak::{self, NotHis, Target};
use crate::actions::submit::submit;
use crate::domain::draft::head::Received;
use crate::domain::draft::statement;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::Witness;
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::store::StoreError;

/// How deep what hangs on a record is followed: a finding, its report, the answer, what came of that.
const LEVELS: usize = 3;

type Reader = fn(&Value, Option<Uuid>, Received) -> Result<Record, Vec<Fault>>;

/// `POST …/reviews`: approve, return, submit.
pub fn review(ask: Ask) -> Answering {
    say(ask, statement::review)
}

/// `POST …/withdrawal`.
pub fn withdraw(ask: Ask) -> Answering {
    say(ask, statement::tombstone)
}

/// `POST …/label`.
pub fn relabel(ask: Ask) -> Answering {
    say(ask, statement::relabel)
}

fn say(ask: Ask, read: Reader) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let mut record = read(&body(&ask)?, Some(target), received).map_err(Problem::invalid)?;
        let case = speak::case_of(&ask.app.context, target).await.map_err(|error| unavailable(&error))?;
        match speak::sign(&ask.identity, &mut record, case.as_ref()) {
            Ok(Target::Known) => {}
            Ok(Target::Unknown) => return Err(unknown(&ask)),
            Err(NotHis) => return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)),
        }
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        said(&ask, target, taken)
    })
}

/// What comes of a database that does not answer.
pub(super) fn unavailable(error: &StoreError) -> Problem {
    tracing::error!(%error, "what is known of a record could not be read");
    unstored(error)
}

pub(super) fn id(ask: &Ask) -> Result<Uuid, Problem> {
    let text = ask.variable(0);
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or_else(|| unknown(ask))
}

pub(super) fn unknown(ask: &Ask) -> Problem {
    Problem::not_found(Code::UnknownRecord).with(cut(ask.variable(0)))
}

/// Everything that is known of a record and that its viewer may see: what counts, every content that contends for its id,
/// every step of its review, what corrects it.
pub fn thread(ask: Ask) -> Answering {
    Box::pin(async move {
        let id = id(&ask)?;
        let case = speak::case_of(&ask.app.context, id).await.map_err(|error| unavailable(&error))?;
        let sees = |record: &Record, vouched: bool| ask.identity.viewer.sees(&record.access_class(vouched));
        let case = case.ok_or_else(|| unknown(&ask))?;
        let verdict = case.judge().filter(|verdict| sees(&verdict.record(), verdict.shown.vouched));
        let verdict = verdict.ok_or_else(|| unknown(&ask))?;
        // What contends has the label and state of what is shown, as far as its own are not stricter.
        let visible = |witness: &&Witness| {
            let own = &witness.record;
            let as_shown = Record { label: own.label.max(verdict.label), review: verdict.review, ..own.clone() };
            sees(&as_shown, witness.vouched)
        };
        let contents: Vec<Value> =
            case.contents.iter().filter(visible).map(|one| thread::content(one, &verdict)).collect();
        let related = speak::hanging_on(&ask.app.context, &case, LEVELS).await.map_err(|error| unavailable(&error))?;
        let mut document = thread::document(&case, &verdict, &contents);
        document["about"] = json!(verdict.shown.record.body.target());
        document["related"] = related.iter().filter_map(|hanging| thread::hanging(hanging, &sees)).collect();
        if let Body::Inspection(ours) = &verdict.shown.record.body {
            document["two_sided"] = json!(thread::both_sides(ours, &related, &sees));
        }
        let title = if ask.lang == Lang::Vi { "Bản ghi" } else { "Record" };
        Ok::<Response, Problem>(document_of(&ask, title, &document))
    })
}
