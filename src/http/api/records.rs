//! `/api/v1/records/{id}` and what is said about a record: reviews, withdrawal, label.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::receipts::{body, refused, said};
use crate::actions::speak::{self, NotHis, Target};
use crate::actions::submit::submit;
use crate::domain::draft::head::Received;
use crate::domain::draft::statement;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::{Case, Step, Verdict, Witness};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::store::StoreError;

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
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
}

fn id(ask: &Ask) -> Result<Uuid, Problem> {
    let text = ask.variable(0);
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or_else(|| unknown(ask))
}

fn unknown(ask: &Ask) -> Problem {
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
        let contents: Vec<Value> = case.contents.iter().filter(visible).map(|one| content(one, &verdict)).collect();
        let document = document(&case, &verdict, &contents);
        let title = if ask.lang == Lang::Vi { "Bản ghi" } else { "Record" };
        Ok::<Response, Problem>(document_of(&ask, title, &document))
    })
}

fn document(case: &Case, verdict: &Verdict<'_>, contents: &[Value]) -> Value {
    let shown = &verdict.shown.record;
    let mut statements: Vec<&Witness> = case.statements.iter().collect();
    statements.sort_by_key(|said| said.seq);
    json!({
        "record": case.id,
        "type": shown.body.kind(),
        "label": verdict.label,
        "review_state": verdict.review,
        "reviewed": verdict.reviewed.as_ref().map(step),
        "relabelled": verdict.relabelled.as_ref().map(step),
        "withdrawn": verdict.withdrawn.as_ref().map(step),
        "contended": verdict.is_contended,
        "corrects": shown.corrects,
        "corrected_by": verdict.corrected_by,
        "contents": contents,
        "statements": statements.into_iter().map(statement_of).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    json!({ "statement": step.statement, "at": step.at, "by": step.by, "unit": step.unit, "words": step.words })
}

fn content(witness: &Witness, verdict: &Verdict<'_>) -> Value {
    let record = &witness.record;
    let mut said = match serde_json::to_value(&record.body) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    said.remove("type");
    // Thousands of fixes: the track's own layer and files have them.
    if let Body::Track(_) = record.body {
        said.remove("segments");
    }
    json!({
        "digest": witness.digest.to_string(),
        "shown": witness.digest == verdict.shown.digest,
        "seq": witness.seq,
        "form": record.form,
        "event_at": record.event_at,
        "received_at": record.received_at,
        "clock_skew_ms": record.skew_ms,
        "device": record.device,
        "person": record.person,
        "unit": record.unit,
        "location": record.location,
        "body": said,
    })
}

fn statement_of(said: &Witness) -> Value {
    let record = &said.record;
    let (what, words) = match &record.body {
        Body::Review(review) => (review.decision.as_str(), review.remark.clone()),
        Body::Tombstone(tombstone) => ("withdraw", Some(tombstone.reason.clone())),
        Body::Relabel(relabel) => (relabel.label.as_str(), Some(relabel.reason.clone())),
        _ => ("", None),
    };
    json!({
        "id": record.id,
        "type": record.body.kind(),
        "what": what,
        "at": record.event_at,
        "received_at": record.received_at,
        "by": record.person,
        "unit": record.unit,
        "words": words,
        "seq": said.seq,
    })
}
