//! `/api/v1/import-jobs/{id}`: how far an import in the background is, what came of it, and how to stop it.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use crate::actions::import::jobs::{Busy, ImportJob};
use crate::actions::import::report;
use crate::domain::access::Permission;
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn busy(_: Busy) -> Problem {
    Problem::new(StatusCode::CONFLICT, Code::ImportBusy)
}

/// # Errors
/// 404 when there is no such job, or none any longer.
pub fn job(ask: &Ask) -> Result<Response, Problem> {
    let title = if ask.lang == Lang::Vi { "Việc nạp tệp" } else { "Import job" };
    Ok(document_of(ask, title, &document(ask, &*found(ask)?)))
}

/// Asks a job to stop. What has ended stays as it ended.
pub fn cancel(ask: Ask) -> Answering {
    Box::pin(async move {
        let job = found(&ask)?;
        job.cancel();
        Ok(answer::json(StatusCode::OK, JSON, &document(&ask, &job)))
    })
}

/// The job that the path names.
///
/// # Errors
/// 404 when there is none that this viewer may see.
pub fn found(ask: &Ask) -> Result<Arc<ImportJob>, Problem> {
    let text = ask.variable(0);
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
    let job = id.and_then(|id| ask.app.context.jobs.get(id));
    // What a file says of records is for whoever sent it, and for those over all units.
    let job = job.filter(|job| job.actor == ask.identity.actor || ask.identity.everywhere(Permission::Import));
    job.ok_or_else(|| Problem::not_found(Code::UnknownJob).with(cut(text)))
}

fn document(ask: &Ask, job: &ImportJob) -> Value {
    // The state first: of a job that has ended everything is known.
    let state = job.state();
    let seen = job.seen();
    let progress = *job.progress().borrow();
    let mut document = report::outcome(&seen.outcome, ask.lang);
    let rows: Vec<Value> = seen.rows.iter().map(|row| report::row(row, ask.lang)).collect();
    let href = format!("{}/api/v1/import-jobs/{}", ask.base(), job.id);
    let import = seen.outcome.import.map(|import| format!("{}/api/v1/imports/{import}", ask.base()));
    let about = [
        ("job", json!(job.id)),
        ("state", json!(state.as_str())),
        ("layer", json!(job.layer.as_str())),
        ("file_name", json!(job.file_name)),
        ("apply", json!(job.apply)),
        ("started_at", json!(job.started_at)),
        ("progress", json!({ "rows": progress.rows, "total": progress.total })),
        ("failed", json!(job.failure().map(|fault| report::words(fault, ask.lang)))),
        ("rows", json!(rows)),
        ("rows_left_out", json!(seen.left_out)),
        ("events", json!(format!("{href}/events"))),
        ("href", json!(href)),
        ("import_href", json!(import)),
    ];
    document.extend(about.map(|(name, value)| (name.to_owned(), value)));
    document.into()
}
