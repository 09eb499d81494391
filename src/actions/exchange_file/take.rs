//! Reads a file of the other side: their observations are set beside our inspections, as what the other side said.
//!
//! An observation says which of our inspections it is about, or whoever takes the file in says it; nothing is guessed. Its
//! record has an id that follows from their key and their id, so that a file that is taken in twice changes nothing. It
//! belongs to the unit whose inspection it stands beside, and waits for that unit's approval.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::actions::Context;
use crate::actions::author::{Author, NotSigned};
use crate::actions::speak;
use crate::actions::store_record::NotRecorded;
use crate::actions::submit::submit_all;
use crate::domain::counterpart::Origin;
use crate::domain::draft::head::Received;
use crate::domain::draft::meeting;
use crate::domain::exchange_file::{Entry, Observation};
use crate::domain::fault::{Code, Fault};
use crate::domain::inspection::Part;
use crate::domain::people::Identity;
use crate::domain::receipt::Outcome;
use crate::domain::record::{Body, Record};
use crate::domain::time::{CivilDay, Instant};
use crate::domain::verdict::{Case, Verdict};
use crate::exchange::exchange_file::Opened;
use crate::exchange::identity::record_id;
use crate::store::StoreError;

/// What becomes of one record of theirs.
#[derive(Debug, Clone)]
pub struct Planned {
    pub theirs: Uuid,
    pub kind: &'static str,
    /// Our inspection that it stands beside.
    pub inspection: Option<Uuid>,
    pub counterpart: Option<Uuid>,
    pub action: Action,
}

#[derive(Debug, Clone)]
pub enum Action {
    Add(Box<Record>),
    Unchanged,
    /// Their record says something else than before: both are kept, and somebody decides.
    Conflict(Box<Record>),
    /// It does not say what it is about, or of nothing that we have.
    Unmatched,
    /// Of a kind that is for reading only.
    NotTaken,
    Refused(Vec<Fault>),
}

impl Action {
    pub const WORDS: &[&str] = &["add", "unchanged", "conflict", "unmatched", "not_taken", "refused"];

    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Unchanged => "unchanged",
            Self::Conflict(_) => "conflict",
            Self::Unmatched => "unmatched",
            Self::NotTaken => "not_taken",
            Self::Refused(_) => "refused",
        }
    }
}

/// Works out what a file would do.
///
/// # Errors
/// When the database does not answer.
pub async fn plan(
    context: &Context,
    identity: &Identity,
    opened: &Opened,
    beside: &BTreeMap<Uuid, Uuid>,
) -> Result<Vec<Planned>, StoreError> {
    let mut planned = Vec::with_capacity(opened.document.records.len());
    for entry in &opened.document.records {
        let Entry::Observation(observation) = entry else {
            let (theirs, kind, action) = (entry.id(), entry.kind(), Action::NotTaken);
            planned.push(Planned { theirs, kind, inspection: None, counterpart: None, action });
            continue;
        };
        planned.push(one(context, identity, opened, observation, beside).await?);
    }
    Ok(planned)
}

/// The day of their id, whatever else they say of it: the same record of theirs is the same here.
fn made_on(theirs: Uuid) -> CivilDay {
    let seconds = theirs.get_timestamp().map_or(0, |made| made.to_unix().0);
    Instant::from_millis(i64::try_from(seconds).unwrap_or(0).saturating_mul(1_000)).day()
}

async fn one(
    context: &Context,
    identity: &Identity,
    opened: &Opened,
    observation: &Observation,
    beside: &BTreeMap<Uuid, Uuid>,
) -> Result<Planned, StoreError> {
    let (theirs, kind) = (observation.id, "observation");
    let unmatched = Planned { theirs, kind, inspection: None, counterpart: None, action: Action::Unmatched };
    let Some(about) = beside.get(&theirs).copied().or(observation.about) else { return Ok(unmatched) };
    let case = speak::case_of(context, about).await?;
    let sees = |it: &Verdict<'_>| identity.viewer.sees(&it.record().access_class(it.shown.vouched));
    let verdict = case.as_ref().and_then(Case::judge).filter(|it| sees(it) && it.stands());
    let Some(ours) = verdict.map(|it| it.record()).filter(|ours| matches!(ours.body, Body::Inspection(_))) else {
        return Ok(unmatched);
    };
    let mut planned = Planned { inspection: Some(about), ..unmatched };
    // Theirs of another marker is none of ours, whatever it says that it is about.
    if !is_of_one_place(&ours, observation) {
        planned.action = Action::Refused(vec![Fault::new("/about", Code::WrongTarget).with(about.to_string())]);
        return Ok(planned);
    }
    let id = record_id("exchange", made_on(theirs), &[&opened.key.id(), &theirs.to_string()]);
    planned.counterpart = Some(id);
    let received = Received::at((context.clock)());
    let mut record = match meeting::counterpart(&submission(opened, observation, id, about), received) {
        Ok(record) => record,
        Err(faults) => {
            planned.action = Action::Refused(faults);
            return Ok(planned);
        }
    };
    if let Body::Counterpart(said) = &mut record.body {
        said.origin = Some(Origin { key: opened.key.id(), record: theirs });
    }
    // What stands beside a restricted record is told to no more people than that.
    record.label = record.label.max(ours.label);
    let directory = context.people.directory();
    if let Some(unit) = &ours.unit {
        let signed = Author { identity, directory: &directory }.address(unit, &mut record.unit, None);
        if let Err(refused) = signed.map_err(NotSigned::into_faults) {
            planned.action = Action::Refused(refused);
            return Ok(planned);
        }
    }
    let before = speak::case_of(context, id).await?;
    let held = before.map(|case| case.contents).unwrap_or_default();
    let is_same = |held: &Record| held.body == record.body && held.event_at == record.event_at;
    planned.action = match held.is_empty() {
        true => Action::Add(Box::new(record)),
        false if held.iter().any(|held| is_same(&held.record)) => Action::Unchanged,
        false => Action::Conflict(Box::new(record)),
    };
    Ok(planned)
}

fn is_of_one_place(ours: &Record, theirs: &Observation) -> bool {
    let place = theirs.marker.as_ref().or(theirs.segment.as_ref());
    let own = ours.location.referent.as_ref().and_then(|referent| match referent {
        crate::domain::location::Referent::Marker(key) => Some(key.to_string()),
        crate::domain::location::Referent::Segment(key) => Some(key.to_string()),
        _ => None,
    });
    place.is_none() || place == own.as_ref()
}

/// What a post would send that writes down what the other side saw: so the same is refused.
fn submission(opened: &Opened, observation: &Observation, id: Uuid, about: Uuid) -> Value {
    let mut value = json!({ "id": id, "inspection": about, "observed_at": observation.observed_at,
        "other": opened.document.from, "condition": observation.condition, "notes": observation.notes,
        "severity": observation.severity, "ground_cracked": observation.ground_cracked,
        "marker_cracked": observation.marker_cracked });
    if !observation.parts.is_empty() {
        let part = |part: Part| observation.parts.iter().find(|found| found.part == part);
        let all = Part::ALL.iter().filter_map(|of| Some((of.as_str().to_owned(), json!(part(*of)?.state))));
        value["parts"] = Value::Object(all.collect());
    }
    value
}

/// What became of the records that were to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub counterpart: Uuid,
    pub seq: i64,
    pub contended: bool,
}

/// Does what was planned.
///
/// # Errors
/// When the store cannot be written; what was stored before stays, and is known when the file comes again.
pub async fn take(context: &Context, identity: &Identity, planned: &[Planned]) -> Result<Vec<Taken>, NotRecorded> {
    let records: Vec<Record> = planned
        .iter()
        .filter_map(|planned| match &planned.action {
            Action::Add(record) | Action::Conflict(record) => Some(record.as_ref().clone()),
            _ => None,
        })
        .collect();
    let mut taken = Vec::with_capacity(records.len());
    for answer in submit_all(context, &identity.actor, records).await {
        let receipt = answer?;
        let (seq, contended) = match receipt.outcome {
            Outcome::Accepted { seq } | Outcome::Duplicate { seq } => (seq, false),
            Outcome::Contended { seq } => (seq, true),
            // A lawfully erased one does not come back; the id is a record's of its own.
            Outcome::Erased { .. } | Outcome::KeyTaken => continue,
        };
        taken.push(Taken { counterpart: receipt.id, seq, contended });
    }
    Ok(taken)
}
