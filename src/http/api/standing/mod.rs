//! `GET /api/v1/tasks/standing` and `/api/v1/works/standing`: what was ordered, by agency, and how it stands on a day.
//!
//! An entry that several agencies lead together stands under each of them; the counts of the whole count it once.

mod entry;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub use entry::shown;

use crate::actions::ordered::{self, Entry, Named, Ordered, REMIND_DAYS, View};
use crate::domain::agency::{Now, plain};
use crate::domain::fulfilment::State;
use crate::domain::messages::Lang;
use crate::domain::time::CivilDay;
use crate::http::answer::{self, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::params::{bad, choice, number};
use crate::http::present;
use crate::http::problem::Problem;

/// # Errors
/// 400 for a parameter that cannot be read. So for works.
pub fn tasks(ask: &Ask) -> Result<Response, Problem> {
    list(ask, Ordered::Tasks)
}

/// # Errors
/// As for [`tasks`].
pub fn works(ask: &Ask) -> Result<Response, Problem> {
    list(ask, Ordered::Works)
}

/// Which of the entries are wanted.
struct Wanted {
    agency: Option<String>,
    state: Option<State>,
    topic: Option<String>,
    passed: bool,
    /// Only what is due within the days of the reminder.
    soon: bool,
}

impl Wanted {
    fn takes(&self, entry: &Entry) -> bool {
        self.state.is_none_or(|state| entry.standing.state == state)
            && self.topic.as_ref().is_none_or(|topic| entry.order.topic.as_ref() == Some(topic))
            && (!self.passed || entry.standing.passed)
            && (!self.soon || entry.standing.state == State::DueSoon)
            && (self.agency.is_none() || entry.lead.iter().any(|named| self.is_of(named)))
    }

    /// Whether it is asked for this agency: by a part of its name, or of the name of who answers for it.
    fn is_of(&self, named: &Named) -> bool {
        let Some(asked) = &self.agency else { return true };
        let now = match &named.now {
            Now::Successor { name, .. } => plain(name),
            _ => String::new(),
        };
        plain(&named.name).contains(asked) || now.contains(asked)
    }
}

fn list(ask: &Ask, ordered: Ordered) -> Result<Response, Problem> {
    let as_of = ask.parameter("as_of").map(|text| {
        text.parse::<CivilDay>()
            .map_err(|_| bad("as_of", "phải là ngày dạng 2026-11-22", "must be a day such as 2026-11-22"))
    });
    let day = as_of.transpose()?.unwrap_or(ask.day);
    let soon = ask.parameter("within_days").is_some();
    #[expect(clippy::cast_possible_truncation, reason = "within what the route table allows")]
    let remind_days = number(ask, "within_days")?.filter(|_| soon).map_or(REMIND_DAYS, |days| days as i64);
    let wanted = Wanted {
        agency: ask.parameter("agency").map(plain).filter(|agency| !agency.is_empty()),
        state: choice(ask, "state", State::ALL, State::as_str)?,
        topic: ask.parameter("topic").map(str::to_owned),
        passed: choice(ask, "passed", &[true], |_| "true")?.unwrap_or(false),
        soon,
    };
    let directory = ask.app.context.people.directory();
    let view = View { snapshot: &ask.snapshot, visible: &ask.visible, units: &directory.units, day, remind_days };
    let entries: Vec<Entry> = ordered::all(&view, ordered).into_iter().filter(|entry| wanted.takes(entry)).collect();
    let document = json!({
        "day": day,
        "remind_days": remind_days,
        "matched": entries.len(),
        "counts": counts(entries.iter()),
        "passed": entries.iter().filter(|entry| entry.standing.passed).count(),
        "agencies": by_agency(ask, &wanted, &entries, ordered),
    });
    let title = match (ordered, ask.lang) {
        (Ordered::Tasks, Lang::Vi) => "Nhiệm vụ theo cơ quan",
        (Ordered::Tasks, Lang::En) => "Tasks by agency",
        (Ordered::Works, Lang::Vi) => "Tiến độ công trình theo cơ quan",
        (Ordered::Works, Lang::En) => "Works by agency",
    };
    if ask.form == Form::Html {
        return Ok(answer::html(StatusCode::OK, ask.lang, present::ordered::page(ask, title, &document)));
    }
    Ok(answer::json(StatusCode::OK, JSON, &document))
}

/// How many are in which state; none of a state, and it is not there.
fn counts<'a>(entries: impl Iterator<Item = &'a Entry>) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    entries.for_each(|entry| *counts.entry(entry.standing.state.as_str()).or_default() += 1);
    json!(counts)
}

/// Under each agency what it leads, in the order in which agencies first come; last what nobody is named for.
fn by_agency(ask: &Ask, wanted: &Wanted, entries: &[Entry], ordered: Ordered) -> Vec<Value> {
    type Key = (Option<String>, String);
    let mut order: Vec<Key> = Vec::new();
    let mut groups: BTreeMap<Key, (Named, Vec<&Entry>)> = BTreeMap::new();
    for entry in entries {
        for named in entry.lead.iter().filter(|named| wanted.is_of(named)) {
            let key = (entry.order.province.clone(), plain(&named.name));
            let group = groups.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                (named.clone(), Vec::new())
            });
            group.1.push(entry);
        }
    }
    let mut shown: Vec<Value> = order
        .iter()
        .filter_map(|key| {
            let (named, held) = groups.get(key)?;
            Some(agency(ask, Some(named), key.0.as_deref(), held, ordered))
        })
        .collect();
    let nobodys: Vec<&Entry> = entries.iter().filter(|entry| entry.lead.is_empty()).collect();
    if !nobodys.is_empty() {
        shown.push(agency(ask, None, None, &nobodys, ordered));
    }
    shown
}

fn agency(ask: &Ask, named: Option<&Named>, province: Option<&str>, held: &[&Entry], ordered: Ordered) -> Value {
    json!({
        "agency": named.map(|named| &named.name),
        "province": province.filter(|province| !province.is_empty()),
        "answers_now": named.map(|named| entry::answers(&named.now)),
        "counts": counts(held.iter().copied()),
        "passed": held.iter().filter(|entry| entry.standing.passed).count(),
        "entries": held.iter().map(|entry| shown(ask, entry, ordered)).collect::<Vec<_>>(),
    })
}

/// How one record stands, for its page and its thread: one entry for a task, one for each milestone of works.
pub fn of_record(ask: &Ask, ordered: Ordered, record: Uuid) -> Vec<Value> {
    let directory = ask.app.context.people.directory();
    let view = View {
        snapshot: &ask.snapshot,
        visible: &ask.visible,
        units: &directory.units,
        day: ask.day,
        remind_days: REMIND_DAYS,
    };
    ordered::of_record(&view, ordered, record).iter().map(|entry| shown(ask, entry, ordered)).collect()
}

/// The feature of a task or of works with that among its properties.
///
/// # Errors
/// When what the atlas holds is no feature.
pub fn within(ordered: Ordered, standing: Vec<Value>, feature: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut feature: Value = serde_json::from_slice(feature).map_err(|error| Problem::internal(&error))?;
    if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
        let mut standing: Vec<Value> = standing;
        // What the feature says of itself is not said twice.
        for entry in standing.iter_mut().filter_map(Value::as_object_mut) {
            entry.retain(|name, value| !value.is_null() && !repeats(ordered, name));
        }
        properties.extend(Map::from_iter([("standing".to_owned(), Value::from(standing))]));
    }
    Ok(feature.to_string().into_bytes())
}

fn repeats(ordered: Ordered, name: &str) -> bool {
    let always = ["record", "href", "kind", "works", "document", "document_title", "province", "place"];
    let of_task = ["title", "quote", "clause", "support", "topic", "deadline", "note", "flags"];
    always.contains(&name) || ordered == Ordered::Tasks && of_task.contains(&name)
}
