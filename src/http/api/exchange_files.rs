//! `/api/v1/exchange-files`: a signed file for the other side is made, theirs is taken in.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::receipts::{body, refused, unstored};
use crate::actions::exchange_file::make::{NotMade, Order, make};
use crate::actions::exchange_file::take::{Action, Planned, Taken, plan, take};
use crate::actions::exchange_file::{ExchangeKeys, Trusted};
use crate::domain::exchange_file::MOST_RECORDS;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::receipt::Outcome;
use crate::domain::signature::PublicKey;
use crate::exchange::exchange_file::{MEDIA, NotRead, Opened, read};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::http::upload::spool_unnamed;

const LONGEST_NAME: usize = 200;
const LONGEST_REASON: usize = 2_000;

/// Makes a file of chosen records.
pub fn write(ask: Ask) -> Answering {
    Box::pin(async move {
        let order = order(&body(&ask)?).map_err(Problem::invalid)?;
        let key = keys(&ask)?.own.ok_or_else(|| Problem::new(StatusCode::CONFLICT, Code::NoSigningKey))?;
        let name = format!("attachment; filename=\"{}.zip\"", order.id);
        let made = make(&ask.app.context, &ask.identity, (&ask.snapshot, &ask.visible), order, &key).await;
        let made = made.map_err(not_made)?;
        match made.receipt.outcome {
            Outcome::Accepted { .. } | Outcome::Duplicate { .. } => {}
            Outcome::Contended { .. } => {
                // Under this id another file was made: what is handed out is in the chain, or is not handed out.
                return Err(Problem::new(StatusCode::CONFLICT, Code::Contended).with(made.receipt.id.to_string()));
            }
            Outcome::Erased { .. } => {
                return Err(Problem::new(StatusCode::GONE, Code::Erased).with(made.receipt.id.to_string()));
            }
            Outcome::KeyTaken => return Err(Problem::new(StatusCode::CONFLICT, Code::KeyTaken)),
        }
        let mut response = answer::bytes(StatusCode::OK, MEDIA, made.bytes);
        answer::put(header::CONTENT_DISPOSITION, &name, &mut response);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    })
}

fn order(value: &Value) -> Result<Order, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let id = fields.uuid_v7("id");
    let (from, to) = (fields.needed_text("from", LONGEST_NAME), fields.needed_text("to", LONGEST_NAME));
    let records = ids(&mut fields, "records");
    let release = ids(&mut fields, "release");
    if records.is_empty() {
        fields.fault(Fault::new("/records", Code::Missing));
    }
    let reason = fields.text("reason", LONGEST_REASON);
    if !release.is_empty() && reason.is_none() {
        fields.fault(Fault::new("/reason", Code::Missing));
    }
    if let Some(stray) = release.iter().position(|id| !records.contains(id)) {
        fields.fault(Fault::new(format!("/release/{stray}"), Code::NotOneOf).with("/records"));
    }
    fields.passed("about");
    let about = value.get("about").cloned().unwrap_or_else(|| json!({}));
    let about: Option<BTreeMap<Uuid, Uuid>> = serde_json::from_value(about).ok();
    if about.is_none() {
        fields.fault(Fault::new("/about", Code::NotUuid));
    }
    fields.finish()?;
    match (id, from, to, about) {
        (Some(id), Some(from), Some(to), Some(about)) => Ok(Order { id, from, to, records, release, reason, about }),
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// A list of ids, each once.
fn ids(fields: &mut Fields<'_>, name: &'static str) -> Vec<Uuid> {
    let items = fields.list(name);
    if items.len() > MOST_RECORDS {
        fields.fault(Fault::new(format!("/{name}"), Code::TooManyRecords).with(MOST_RECORDS.to_string()));
        return Vec::new();
    }
    let mut all = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        match item.as_str().and_then(|text| Uuid::try_parse(text).ok()) {
            Some(id) if !all.contains(&id) => all.push(id),
            Some(_) => {}
            None => fields.fault(Fault::new(format!("/{name}/{n}"), Code::NotUuid)),
        }
    }
    all
}

fn keys(ask: &Ask) -> Result<ExchangeKeys, Problem> {
    (ask.app.context.signing)().map_err(|error| Problem::internal(&error))
}

fn not_made(error: NotMade) -> Problem {
    match error {
        NotMade::Faults(faults) => Problem::invalid(faults),
        NotMade::Unstored(error) => refused(error),
        NotMade::Store(error) => unstored(&error),
        error => Problem::internal(&error),
    }
}

/// Takes a file of the other side in, or says what it would do.
pub fn received(ask: Ask) -> Answering {
    Box::pin(async move {
        let is_dry = flag(&ask, "dry_run")?;
        let pinned = match ask.parameter("key") {
            None => None,
            Some(text) => {
                let fault = || Problem::parameter(Fault::new("key", Code::NotADigest));
                Some(PublicKey::from_hex(text).ok_or_else(fault)?)
            }
        };
        let beside = beside(&ask)?;
        let trusted = keys(&ask)?.trusted;
        let file = spool_unnamed(&ask, ask.app.context.files.folder()).await?;
        let is_trusted = |key: &PublicKey| pinned.as_ref() == Some(key) || trusted.iter().any(|held| held.key == *key);
        let opened = tokio::task::block_in_place(|| read(file, is_trusted)).map_err(|error| not_read(&error))?;
        let context = &ask.app.context;
        let planned = plan(context, &ask.identity, &opened, &beside).await.map_err(|error| unstored(&error))?;
        let taken = if is_dry { Vec::new() } else { take(context, &ask.identity, &planned).await.map_err(refused)? };
        let document = told(&ask, &opened, &trusted, &planned, &taken, is_dry);
        Ok::<Response, Problem>(answer::json(StatusCode::OK, JSON, &document))
    })
}

fn flag(ask: &Ask, name: &'static str) -> Result<bool, Problem> {
    let fault = || Problem::parameter(Fault::new(name, Code::NotOneOf).with("true, false"));
    ask.parameter(name).map_or(Ok(false), |word| word.parse().map_err(|_| fault()))
}

/// Which of our inspections their records stand beside, as whoever takes them in says: `theirs:ours,theirs:ours`.
fn beside(ask: &Ask) -> Result<BTreeMap<Uuid, Uuid>, Problem> {
    let text = ask.parameter("beside").unwrap_or_default();
    let pair = |pair: &str| {
        let (theirs, ours) = pair.split_once(':')?;
        Some((Uuid::try_parse(theirs.trim()).ok()?, Uuid::try_parse(ours.trim()).ok()?))
    };
    let pairs = text.split(',').filter(|text| !text.trim().is_empty()).map(pair);
    let fault = || Problem::parameter(Fault::new("beside", Code::NotUuid));
    pairs.collect::<Option<_>>().ok_or_else(fault)
}

fn not_read(error: &NotRead) -> Problem {
    let problem = |code| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code);
    match error {
        NotRead::Damaged(what) => problem(Code::ExchangeDamaged).with(what),
        NotRead::Stray(_) | NotRead::Missing(_) | NotRead::Document(_) => {
            problem(Code::ExchangeContent).with(error.to_string())
        }
        NotRead::Unsigned => problem(Code::ExchangeUnsigned),
        NotRead::Untrusted(key) => problem(Code::ExchangeUntrusted).with(key.id()),
    }
}

fn told(ask: &Ask, opened: &Opened, trusted: &[Trusted], planned: &[Planned], taken: &[Taken], is_dry: bool) -> Value {
    let one = |planned: &Planned| {
        let done = taken.iter().find(|taken| Some(taken.counterpart) == planned.counterpart);
        let mut told = json!({ "id": planned.theirs, "type": planned.kind, "action": planned.action.as_str(),
            "inspection": planned.inspection, "counterpart": planned.counterpart, "seq": done.map(|done| done.seq) });
        if let Action::Refused(faults) = &planned.action {
            let fault = |fault: &Fault| json!({ "pointer": fault.pointer, "code": fault.stable_code(), "detail": fault.detail(ask.lang) });
            told["errors"] = faults.iter().map(fault).collect();
        }
        told
    };
    let name = trusted.iter().find(|held| held.key == opened.key).map(|held| held.name.clone());
    json!({ "dry_run": is_dry, "document": opened.digest, "key": opened.key.id(), "trusted_as": name,
        "from": opened.document.from, "to": opened.document.to, "files": opened.document.files.len(),
        "records": planned.iter().map(one).collect::<Vec<_>>() })
}
