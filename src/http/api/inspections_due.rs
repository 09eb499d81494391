//! `GET /api/v1/inspections/due`: what is due, due soon, overdue, never inspected, or without a rule: five things.

use axum::response::Response;
use serde_json::{Map, Value, json};

use super::imports::document_of;
use super::units::known_unit;
use crate::atlas::LayerId;
use crate::atlas::due::{Standing, Thing};
use crate::domain::inspection_due::InspectionState;
use crate::domain::inspection_rule::InspectionSubject;
use crate::domain::messages::Lang;
use crate::domain::number::MarkerKey;
use crate::domain::people::Way;
use crate::domain::time::CivilDay;
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::ogc::links::{self, Link, link};
use crate::http::ogc::params::{self, bad, choice};
use crate::http::problem::Problem;

/// # Errors
/// 400 for what is no line, state, subject or day; 422 for a unit there is not.
pub fn due(ask: &Ask) -> Result<Response, Problem> {
    let (limit, offset) = (params::limit(ask)?, params::offset(ask)?);
    let line = params::line(ask, "line")?;
    let wanted = choice(ask, "state", &InspectionState::ALL, InspectionState::as_str)?;
    let subject = choice(ask, "subject", InspectionSubject::ALL, InspectionSubject::as_str)?;
    let day = day(ask)?;
    answer::tagged(ask, || {
        let mut all = ask.snapshot.inspections_due(day, &ask.visible);
        all.retain(|one| {
            line.is_none_or(|line| one.thing.line() == Some(line))
                && subject.is_none_or(|subject| one.thing.subject() == subject)
        });
        if let Some(unit) = ask.parameter("unit") {
            let has_charge = all.iter().any(|one| one.unit.as_deref() == Some(unit));
            if !has_charge {
                known_unit(ask, &[LayerId::Inspections], unit)?;
            }
            all.retain(|one| one.unit.as_deref() == Some(unit));
        }
        let counts = counts(&all);
        all.retain(|one| wanted.is_none_or(|state| one.state == state));
        all.sort_by_cached_key(order);
        let matched = all.len();
        let shown: Vec<Value> = all.iter().skip(offset).take(limit).map(|one| listed(ask, one, day)).collect();
        let next = (offset + shown.len() < matched)
            .then(|| links::address(ask, ask.form, &[("offset", Some(&(offset + limit).to_string()))]));
        let mut document = json!({
            "day": day,
            "counts": counts,
            "numberMatched": matched,
            "numberReturned": shown.len(),
            "due": shown,
            "seq": ask.snapshot.last_seen(&ask.visible),
        });
        let links: Vec<Link> = next.iter().map(|href| link(href, "next", answer::JSON, "Next page")).collect();
        document["links"] = json!(links);
        let title = if ask.lang == Lang::Vi { "Hạn kiểm tra" } else { "Inspections that are due" };
        Ok(document_of(ask, title, &document))
    })
}

fn day(ask: &Ask) -> Result<CivilDay, Problem> {
    let Some(text) = ask.parameter("as_of") else { return Ok(ask.day) };
    text.parse().map_err(|_| bad("as_of", "phải là ngày như 2026-11-22", "must be a day such as 2026-11-22"))
}

/// Of each subject, how many stand how; every state is there, so that none reads like another.
fn counts(all: &[Standing]) -> Value {
    let of = |subject: Option<InspectionSubject>| -> Map<String, Value> {
        let here = |one: &&Standing| subject.is_none_or(|subject| one.thing.subject() == subject);
        let count = |state| all.iter().filter(here).filter(|one| one.state == state).count();
        InspectionState::ALL.into_iter().map(|state| (state.as_str().to_owned(), json!(count(state)))).collect()
    };
    let mut counts = Map::new();
    counts.insert("all".into(), of(None).into());
    for subject in InspectionSubject::ALL {
        counts.insert(subject.as_str().into(), of(Some(*subject)).into());
    }
    counts.into()
}

/// Most pressing first: what is past its day, be it never inspected or overdue, by that day; then what never was, then the rest.
fn order(one: &Standing) -> (i64, u8, String) {
    let due = one.due.as_ref().map_or(i64::MAX, |due| due.due_on.number());
    let state = match one.state {
        InspectionState::NeverInspected => 0,
        InspectionState::Overdue => 1,
        InspectionState::DueSoon => 2,
        InspectionState::Ok => 3,
        InspectionState::NoRule => 4,
    };
    (due, state, place(&one.thing))
}

/// In the order of the line.
fn place(thing: &Thing) -> String {
    let number = |key: &MarkerKey| format!("{}{:05}{}", key.line(), key.number().main(), key);
    match thing {
        Thing::Marker(key) => number(key),
        Thing::Course(key) => number(&key.from()),
        Thing::Object(id, _) => id.to_string(),
    }
}

fn listed(ask: &Ask, one: &Standing, day: CivilDay) -> Value {
    let mut shown = Map::new();
    shown.insert("subject".into(), json!(one.thing.subject()));
    let href = match &one.thing {
        Thing::Marker(key) => {
            shown.insert("marker".into(), json!(key));
            format!("/collections/markers/items/{key}")
        }
        Thing::Course(key) => {
            shown.insert("segment".into(), json!(key));
            format!("/api/v1/segments/{key}/risk")
        }
        Thing::Object(id, object) => {
            shown.insert("object".into(), json!(id));
            shown.insert("name".into(), json!(object.name));
            shown.insert("kind".into(), json!(object.kind));
            format!("/collections/objects/items/{id}")
        }
    };
    shown.insert("href".into(), format!("{}{href}", ask.base()).into());
    shown.insert("unit".into(), json!(one.unit));
    shown.extend(standing(ask, one, day));
    shown.into()
}

/// What is said of one thing, here and on its own page.
fn standing(ask: &Ask, one: &Standing, day: CivilDay) -> Map<String, Value> {
    let mut shown = Map::new();
    shown.insert("state".into(), json!(one.state));
    shown.insert("due_on".into(), json!(one.due.as_ref().map(|due| due.due_on)));
    shown.insert("past_due".into(), json!(one.due.as_ref().map(|due| due.is_past(day))));
    shown.insert("days_left".into(), json!(one.due.as_ref().map(|due| due.due_on.number() - day.number())));
    shown.insert("rule".into(), json!(one.due.as_ref().map(|due| due.rule)));
    shown.insert("basis".into(), json!(one.due.as_ref().map(|due| &due.basis)));
    shown.insert("counted_inspection".into(), json!(one.due.as_ref().and_then(|due| due.inspection)));
    let last = one.last.map(|last| {
        let href = format!("{}/collections/{}/items/{}", ask.base(), LayerId::Inspections.about().id, last.record);
        json!({ "record": last.record, "observed_at": last.at, "mode": last.mode, "href": href })
    });
    shown.insert("last_inspection".into(), json!(last));
    shown
}

/// What the page of a marker says: how its inspections stand, as far as whoever asks may know. Nothing to a stranger, to whom it
/// would say "never inspected" of whatever is not public.
pub fn of_marker(ask: &Ask, id: &str) -> Option<Value> {
    let key: MarkerKey = id.parse().ok()?;
    let key = ask.snapshot.register().marker(&key)?.body.key;
    let one = ask.snapshot.inspection_due(Thing::Marker(key), ask.day, &ask.visible);
    is_told(ask, &one).then(|| standing(ask, &one, ask.day).into())
}

/// The same of an object.
pub fn of_object(ask: &Ask, id: &str) -> Option<Value> {
    let id = id.parse().ok()?;
    let object = ask.snapshot.looked().object(&id, &|class| ask.visible.sees(class))?;
    let one = ask.snapshot.inspection_due(Thing::Object(id, object.clone()), ask.day, &ask.visible);
    is_told(ask, &one).then(|| standing(ask, &one, ask.day).into())
}

fn is_told(ask: &Ask, one: &Standing) -> bool {
    ask.identity.way != Way::Anonymous || one.last.is_some() || one.due.is_some()
}

/// The feature of a marker or an object with that among its properties.
///
/// # Errors
/// When what the atlas holds is no feature.
pub fn within(ask: &Ask, layer: LayerId, id: &str, feature: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let said = match layer {
        LayerId::Markers => of_marker(ask, id),
        LayerId::Objects => of_object(ask, id),
        _ => None,
    };
    let Some(said) = said else { return Ok(feature) };
    let mut feature: Value = serde_json::from_slice(&feature).map_err(|error| Problem::internal(&error))?;
    feature["properties"]["inspection_due"] = said;
    Ok(feature.to_string().into_bytes())
}
