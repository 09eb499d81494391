//! `/api/v1/imports`: a file is sent to be looked at or put in, and what went in can be taken back.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::import_jobs::busy;
use super::receipts::{body, is_shown};
use crate::actions::import::importer::Importer;
use crate::actions::import::jobs;
use crate::actions::import::moves::moves;
use crate::actions::import::options::{ImportLayer, ImportOptions};
use crate::actions::import::said;
use crate::actions::import::undo::{NotUndone, undo_and_show};
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::import::ImportState;
use crate::domain::messages::Lang;
use crate::domain::people::Way;
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;
use crate::http::answer::{self, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::params::{self, cut};
use crate::http::present;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::http::upload::spool;

/// Longest reason for taking an import back, in characters.
const LONGEST_REASON: usize = 2_000;

/// Takes a file and lets the import, or the dry run, go on in the background.
pub fn send(ask: Ask) -> Answering {
    Box::pin(async move {
        // Before the file: nobody should send it to be told that a parameter has a misprint.
        let mut options = said::read(&ask.query).map_err(Problem::parameters)?;
        restrict(&ask, &mut options)?;
        params::line(&ask, "line")?;
        let context = &ask.app.context;
        context.jobs.free().map_err(busy)?;
        // Another program may be putting a file in.
        let under_way = context.store.import_under_way((context.clock)());
        if options.apply && under_way.await.map_err(|error| unavailable(&error))? {
            return Err(Problem::new(StatusCode::CONFLICT, Code::ImportBusy));
        }
        let file = spool(&ask).await?;
        let job = jobs::start(context, &ask.identity.actor, options, file).map_err(busy)?;
        let here = format!("/api/v1/import-jobs/{}", job.id);
        let href = format!("{}{here}", ask.base());
        let document = json!({ "job": job.id, "href": href, "events": format!("{href}/events") });
        let mut response = answer::json(StatusCode::ACCEPTED, JSON, &document);
        if let Ok(location) = HeaderValue::from_str(&here) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        Ok(response)
    })
}

/// Whoever imports what was seen speaks for his own unit, on his part of the line; lines and markers are everybody's, and so
/// are for those over all units.
fn restrict(ask: &Ask, options: &mut ImportOptions) -> Result<(), Problem> {
    let identity = &ask.identity;
    let is_register = matches!(options.layer, ImportLayer::Markers | ImportLayer::BoundaryLines);
    if !is_register && identity.way != Way::Open {
        let directory = ask.app.context.people.directory();
        options.importer = Some(Importer { identity: identity.clone(), directory });
    }
    // Each row of what was seen is held against its writer's part of the line; the register has no parts.
    let over_all = identity.everywhere(Permission::Import);
    if over_all || !is_register && identity.for_no_unit(Permission::Import, None) {
        return Ok(());
    }
    let unit = identity.units_with(Permission::Import, None).next().map(|unit| unit.key.clone());
    let unit = unit.filter(|_| !is_register).ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, Code::Forbidden))?;
    options.unit = Some(unit);
    Ok(())
}

/// Whether an import is this person's to look at and take back: of a unit of his, or he is over all of them.
fn is_his(ask: &Ask, record: &Record) -> bool {
    ask.identity.reaches(Permission::Import, record.unit.as_deref())
}

/// What went in, newest first.
///
/// # Errors
/// 400 for a limit that cannot be read.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let limit = params::limit(ask)?;
    answer::tagged(ask, || {
        let imports = ask.snapshot.history().imports().rev().filter(|record| is_his(ask, record));
        let imports: Vec<&Record> = imports.collect();
        let shown: Vec<Value> = imports.iter().take(limit).map(|record| about(ask, record).into()).collect();
        let document =
            json!({ "imports": shown, "numberMatched": imports.len(), "numberReturned": imports.len().min(limit) });
        Ok(document_of(ask, title(ask), &document))
    })
}

/// One import.
///
/// # Errors
/// 404 when there is none.
pub fn one(ask: &Ask) -> Result<Response, Problem> {
    let (_, record) = found(ask)?;
    answer::tagged(ask, || Ok(document_of(ask, title(ask), &about(ask, record).into())))
}

/// How far the places of records moved with it, farthest first.
pub fn moved(ask: Ask) -> Answering {
    Box::pin(async move {
        let limit = params::limit(&ask)?;
        let (import, _) = found(&ask)?;
        let rows = moves(&ask.app.context.tools(), import, limit).await.map_err(|error| unavailable(&error))?;
        let place = |lon: Option<f64>, lat: Option<f64>| lon.zip(lat).map(|(lon, lat)| json!([lon, lat]));
        // What moved is told of those records alone that this viewer sees.
        let shown = |id: &str| is_shown(&ask, id);
        let rows: Vec<Value> = rows
            .into_iter()
            .filter(|row| shown(&row.record_id.to_string()) || row.key.as_deref().is_some_and(&shown))
            .map(|row| {
                json!({
                    "record": row.record_id,
                    "type": row.kind,
                    "key": row.key,
                    "line": row.line,
                    "from_version": row.from_version,
                    "to_version": row.to_version,
                    "from_method": row.from_method,
                    "to_method": row.to_method,
                    "from": place(row.from_lon, row.from_lat),
                    "to": place(row.to_lon, row.to_lat),
                    "metres": row.metres,
                })
            })
            .collect();
        Ok(document_of(&ask, title(&ask), &json!({ "import": import, "moves": rows })))
    })
}

/// Takes an import back.
pub fn take_back(ask: Ask) -> Answering {
    Box::pin(async move {
        let (import, _) = found(&ask)?;
        let said = body(&ask)?;
        let mut fields = Fields::of(&said).map_err(Problem::invalid)?;
        let reason = fields.text("reason", LONGEST_REASON);
        fields.finish().map_err(Problem::invalid)?;
        let (context, actor) = (&ask.app.context, &ask.identity.actor);
        let undone = undo_and_show(context, actor, import, reason).await.map_err(|error| not_undone(import, error))?;
        let epoch = &ask.snapshot.epoch;
        let href = format!("{}/api/v1/imports/{import}", ask.base());
        let document =
            json!({ "import": import, "state": ImportState::Undone, "seq": undone.seq, "epoch": epoch, "href": href });
        // Undone for good; but reads show it until the picture is made anew.
        let status = if undone.shown { StatusCode::OK } else { StatusCode::ACCEPTED };
        Ok(answer::json(status, JSON, &document))
    })
}

fn not_undone(import: Uuid, error: NotUndone) -> Problem {
    let conflict = |code| Problem::new(StatusCode::CONFLICT, code);
    match error {
        NotUndone::Unknown => unknown(&import.to_string()),
        NotUndone::Already => conflict(Code::ImportUndone).with(import.to_string()),
        NotUndone::Busy => conflict(Code::ImportBusy),
        NotUndone::BuiltOn(what) => conflict(Code::ImportBuiltOn).with(what),
        NotUndone::Store(error) => unavailable(&error),
    }
}

fn unavailable(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "an import could not be read or undone");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
}

fn unknown(id: &str) -> Problem {
    Problem::not_found(Code::UnknownImport).with(cut(id))
}

/// The import that the path names.
fn found(ask: &Ask) -> Result<(Uuid, &Record), Problem> {
    let text = ask.variable(0);
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
    let record = id.and_then(|id| Some((id, ask.snapshot.history().import_record(id)?)));
    let record = record.filter(|(_, record)| is_his(ask, record));
    record.ok_or_else(|| unknown(text))
}

fn about(ask: &Ask, record: &Record) -> Map<String, Value> {
    let Body::Import(import) = &record.body else { return Map::new() };
    let href = format!("{}/api/v1/imports/{}", ask.base(), record.id);
    let document = json!({
        "import": record.id,
        "state": import.state,
        "layer": import.layer,
        "file_name": import.file_name,
        "sha256": import.file_digest,
        "format": import.format,
        "crs": import.crs,
        "count": {
            "add": import.added, "change": import.changed, "unchanged": import.unchanged, "refuse": import.refused,
        },
        "begun_at": begun_at(record.id),
        "undone_at": (import.state == ImportState::Undone).then_some(record.received_at),
        "reason": import.reason,
        "href": href,
        "moves": format!("{href}/moves"),
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}

/// An import's id is made when it begins, and holds that moment.
fn begun_at(import: Uuid) -> Instant {
    let (millis, _) = import.as_u64_pair();
    Instant::from_millis((millis >> 16).cast_signed())
}

fn title(ask: &Ask) -> &'static str {
    if ask.lang == Lang::Vi { "Các lần nạp tệp" } else { "Imports" }
}

/// A document for programs, and the same as a page.
pub fn document_of(ask: &Ask, title: &str, document: &Value) -> Response {
    if ask.form == Form::Html {
        return answer::html(StatusCode::OK, ask.lang, present::document_page(ask, title, document));
    }
    answer::json(StatusCode::OK, JSON, document)
}

/// Every version of a line, the one that counts among them.
///
/// # Errors
/// 404 when there is no such line.
pub fn versions(ask: &Ask) -> Result<Response, Problem> {
    let text = ask.variable(0);
    let register = ask.snapshot.register();
    let line = text.parse().ok().filter(|line| register.line(*line).is_some()).ok_or_else(|| {
        let all: Vec<String> = register.lines().map(|line| line.body.key.to_string()).collect();
        let mut problem = Problem::not_found(Code::UnknownLine).with(cut(text)).with(all.join(", "));
        problem.faults.push(Fault::new("line", Code::NotOneOf).with(all.join(", ")));
        problem
    })?;
    answer::tagged(ask, || {
        let all = ask.snapshot.history().versions();
        let versions: Vec<Value> = all
            .iter()
            .filter(|held| held.line == line)
            .map(|held| {
                json!({ "version": held.version, "status": held.status, "seq": held.seq, "current": held.current })
            })
            .collect();
        let title = if ask.lang == Lang::Vi { "Các bản của tuyến" } else { "Versions of the line" };
        Ok(document_of(ask, title, &json!({ "line": line, "versions": versions })))
    })
}
