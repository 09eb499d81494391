//! `POST /api/v1/sync/push`: the queue of a device, with a receipt for each record.
//!
//! A receipt says "durably stored", not "won". What is refused says why, field by field, and stays with the device; when
//! the store cannot be written, nothing is answered record by record: all of it can be sent again.

use std::collections::{HashMap, HashSet};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::receipts::{body, refused};
use super::records::unavailable;
use crate::actions::speak::{self, NotHis, Target};
use crate::actions::store_record::NotRecorded;
use crate::actions::submit::submit_all;
use crate::domain::draft;
use crate::domain::draft::head::Received;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Referent;
use crate::domain::receipt::Outcome;
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;
use crate::domain::verdict::Case;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::author;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Most records in one push.
pub const MOST_RECORDS: usize = 500;

/// What became of one record.
enum Taken {
    Refused(Vec<Fault>),
    /// To be stored.
    Ready(Wait),
}

/// What a record waits for, if for anything: then it is held.
enum Wait {
    ForNothing,
    /// For the record that it is about, unless that is in the same queue.
    For(Uuid),
    /// For a program that can read it, or a step that must come before.
    ForSomething,
}

pub fn push(ask: Ask) -> Answering {
    Box::pin(async move {
        let sent = body(&ask)?;
        let (device, sent_at) = about(&sent)?;
        let items = records(&sent)?;
        let now = (ask.app.context.clock)();
        let skew_ms = sent_at.map(|sent_at| sent_at.millis().saturating_sub(now.millis()));
        let received = Received { at: now, skew_ms };
        let read: Vec<_> =
            items.iter().map(|item| draft::read(&with_device(item, device.as_deref()), received)).collect();
        let cases =
            speak::cases_of(&ask.app.context, read.iter().flatten()).await.map_err(|error| unavailable(&error))?;
        let (mut fates, mut ready) = (Vec::with_capacity(items.len()), Vec::new());
        for read in read {
            fates.push(match read.and_then(|record| sign(&ask, record, &cases)) {
                Ok((record, wait)) => {
                    ready.push(record);
                    Taken::Ready(wait)
                }
                Err(faults) => Taken::Refused(faults),
            });
        }
        let answers = submit_all(&ask.app.context, &ask.identity.actor, ready).await;
        let here: HashSet<Uuid> = answers.iter().flatten().map(|receipt| receipt.id).collect();
        let mut stored = answers.into_iter();
        let mut receipts = Vec::with_capacity(items.len());
        for (n, (item, fate)) in items.iter().zip(fates).enumerate() {
            let mut receipt = Map::new();
            receipt.insert("index".into(), json!(n));
            receipt.insert("id".into(), item.get("id").filter(|id| id.is_string()).cloned().unwrap_or_default());
            match fate {
                Taken::Refused(faults) => refuse(&mut receipt, &faults, &ask),
                Taken::Ready(wait) => {
                    let held = match wait {
                        Wait::ForNothing => false,
                        Wait::For(target) => !here.contains(&target),
                        Wait::ForSomething => true,
                    };
                    let answer = stored.next().ok_or_else(|| Problem::internal(&"an answer is missing"))?;
                    write(&mut receipt, answer, held, &ask)?;
                }
            }
            receipts.push(Value::Object(receipt));
        }
        let epoch = &ask.app.context.atlas.snapshot().epoch;
        let document = json!({ "epoch": epoch, "received_at": now, "clock_skew_ms": skew_ms, "receipts": receipts });
        Ok(answer::json(StatusCode::OK, JSON, &document))
    })
}

/// What the push says of itself.
fn about(sent: &Value) -> Result<(Option<String>, Option<Instant>), Problem> {
    let mut fields = Fields::of(sent).map_err(Problem::invalid)?;
    let device = fields.name("device", 200);
    let sent_at = fields.optional_instant("sent_at");
    fields.passed("records");
    fields.finish().map_err(Problem::invalid)?;
    Ok((device, sent_at))
}

fn records(sent: &Value) -> Result<&Vec<Value>, Problem> {
    let list = match sent.get("records") {
        None => Err(Fault::new("/records", Code::Missing)),
        Some(value) => value.as_array().ok_or_else(|| Fault::new("/records", Code::NotAList)),
    };
    let list = list.map_err(|fault| Problem::invalid(vec![fault]))?;
    if list.len() > MOST_RECORDS {
        let fault = Fault::new("/records", Code::TooManyRecords).with(MOST_RECORDS.to_string());
        return Err(Problem::invalid(vec![fault]));
    }
    Ok(list)
}

/// The device of the push is that of its records, unless they say otherwise.
fn with_device(item: &Value, device: Option<&str>) -> Value {
    let mut item = item.clone();
    if let (Some(object), Some(device)) = (item.as_object_mut(), device) {
        object.entry("device").or_insert_with(|| device.into());
    }
    item
}

/// Signs one record with who sends it. Says what it waits for.
fn sign(ask: &Ask, mut record: Record, cases: &HashMap<Uuid, Case>) -> Result<(Record, Wait), Vec<Fault>> {
    if let Some(target) = record.body.target().filter(|_| record.body.is_statement()) {
        return match speak::sign(&ask.identity, &mut record, cases.get(&target)) {
            Ok(Target::Known) if cases.get(&target).is_some_and(|case| !speak::may_be_about(&record.body, case)) => {
                Err(vec![Fault::new("/target", Code::WrongTarget).with(target.to_string())])
            }
            Ok(known) => {
                // Kept, and said not to count: what must come before it may still come.
                let waits = cases.get(&target).is_some_and(|case| !speak::has_effect(case, &record));
                let wait = match known {
                    Target::Unknown => Wait::For(target),
                    Target::Known if waits => Wait::ForSomething,
                    Target::Known => Wait::ForNothing,
                };
                Ok((record, wait))
            }
            Err(NotHis) => Err(vec![Fault::new("/target", Code::Forbidden)]),
        };
    }
    let place = record.location.referent.clone();
    let signed = match &record.body {
        Body::Forward(forward) => author::address(ask, &forward.to, &mut record.unit),
        _ => author::sign(ask, place.as_ref(), &mut record.unit, record.person.as_deref()),
    };
    if let Err(problem) = signed {
        return Err(if problem.faults.is_empty() { vec![problem.fault] } else { problem.faults });
    }
    let wait = match record.body.target() {
        _ if matches!(record.body, Body::Unread(_)) => Wait::ForSomething,
        None => Wait::ForNothing,
        // What the sender may not see is answered as what is not there.
        Some(target) => match cases.get(&target).filter(|case| is_seen(ask, case)) {
            None => Wait::For(target),
            Some(case) if !speak::may_be_about(&record.body, case) => {
                return Err(vec![Fault::new("/target", Code::WrongTarget).with(target.to_string())]);
            }
            Some(_) => Wait::ForNothing,
        },
    };
    Ok((record, wait))
}

fn is_seen(ask: &Ask, case: &Case) -> bool {
    case.judge().is_some_and(|of| ask.identity.viewer.sees(&of.record().access_class(of.shown.vouched)))
}

fn write(
    receipt: &mut Map<String, Value>,
    answer: Result<crate::domain::receipt::Receipt, NotRecorded>,
    held: bool,
    ask: &Ask,
) -> Result<(), Problem> {
    let outcome = match answer {
        Ok(receipt) => receipt.outcome,
        Err(NotRecorded::UnknownReferent(referent)) => {
            let fault = match referent {
                Referent::Segment(key) => Fault::new("/segment", Code::UnknownSegment).with(key.to_string()),
                Referent::NearMarker(key) => Fault::new("/near_marker", Code::UnknownMarker).with(key.to_string()),
                Referent::Marker(key) | Referent::Along { marker: key, .. } => {
                    Fault::new("/marker", Code::UnknownMarker).with(key.to_string())
                }
                Referent::Area(name) => Fault::new("/area", Code::UnknownItem).with(name),
            };
            refuse(receipt, &[fault], ask);
            return Ok(());
        }
        Err(NotRecorded::Secret(found)) => {
            refuse(receipt, &[Fault::new(format!("/{}", found.field), Code::SecrecyMark).with(found.mark)], ask);
            return Ok(());
        }
        Err(NotRecorded::NotStorable(error)) => {
            tracing::error!(%error, "the database does not hold such a record");
            refuse(receipt, &[Fault::new("", Code::NotStorable)], ask);
            return Ok(());
        }
        Err(error @ (NotRecorded::Unavailable(_) | NotRecorded::Full(_))) => return Err(refused(error)),
    };
    let (word, seq) = match outcome {
        Outcome::Accepted { seq } if held => ("held", Some(seq)),
        Outcome::Accepted { seq } => ("accepted", Some(seq)),
        Outcome::Duplicate { seq } => ("duplicate", Some(seq)),
        // Whose record it contends with is not for everybody to know, not even by its number.
        Outcome::Contended { .. } => ("conflict", None),
        Outcome::Erased { .. } => {
            refuse(receipt, &[Fault::new("/id", Code::Erased)], ask);
            return Ok(());
        }
        Outcome::KeyTaken => {
            refuse(receipt, &[Fault::new("/id", Code::KeyTaken)], ask);
            return Ok(());
        }
    };
    receipt.insert("outcome".into(), word.into());
    receipt.insert("seq".into(), json!(seq));
    Ok(())
}

fn refuse(receipt: &mut Map<String, Value>, faults: &[Fault], ask: &Ask) {
    let errors: Vec<Value> = faults
        .iter()
        .map(|fault| json!({ "pointer": fault.pointer, "code": fault.stable_code(), "detail": fault.detail(ask.lang) }))
        .collect();
    receipt.insert("outcome".into(), "refused".into());
    receipt.insert("errors".into(), errors.into());
}
