//! `POST /api/v1/objects` and `POST /api/v1/objects/{id}/inspections`; what the page of an object says of its inspections.

use serde_json::{Map, Value, json};

use super::receipts::{body, receipt, refused};
use super::records::{id, unavailable};
use crate::actions::speak;
use crate::actions::store_record::NotRecorded;
use crate::actions::submit::submit;
use crate::atlas::LayerId;
use crate::domain::draft::head::Received;
use crate::domain::draft::inspection::{self, About};
use crate::domain::draft::object;
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::record::Body;
use crate::domain::verdict::{Case, Verdict};
use crate::http::ask::Ask;
use crate::http::author;
use crate::http::ogc::item::missing;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn enter(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let mut record = object::read(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.location.referent.clone();
        author::sign(&ask, about.as_ref(), &mut record).await?;
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(|error| match error {
            // The path names nothing here: it is the field that does.
            NotRecorded::UnknownReferent(named) => Problem::invalid(vec![unknown(&named)]),
            error => refused(error),
        })?;
        receipt(&ask, LayerId::Objects, taken, Map::new())
    })
}

fn unknown(named: &Referent) -> Fault {
    match named {
        Referent::Segment(key) => Fault::new("/segment", Code::UnknownSegment).with(key.to_string()),
        Referent::NearMarker(key) => Fault::new("/near_marker", Code::UnknownMarker).with(key.to_string()),
        Referent::Marker(key) | Referent::Along { marker: key, .. } => {
            Fault::new("/marker", Code::UnknownMarker).with(key.to_string())
        }
        Referent::Area(name) => Fault::new("/area", Code::UnknownItem).with(name),
    }
}

pub fn inspect(ask: Ask) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let about = Some(About::Object(target));
        let mut record = inspection::read(&body(&ask)?, about, received).map_err(Problem::invalid)?;
        let case = speak::case_of(&ask.app.context, target).await.map_err(|error| unavailable(&error))?;
        let case = case.filter(|case| is_seen(&ask, case)).ok_or_else(|| missing(&ask, ask.variable(0)))?;
        let place = case.judge().and_then(|verdict| verdict.shown.record.location.referent.clone());
        author::sign(&ask, place.as_ref(), &mut record).await?;
        let misfits = speak::misfits(&record.body, &case);
        if !misfits.is_empty() {
            return Err(Problem::invalid(misfits));
        }
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        receipt(&ask, LayerId::Inspections, taken, Map::new())
    })
}

/// Whether an object stands, and is for whoever asks to see.
fn is_seen(ask: &Ask, case: &Case) -> bool {
    case.judge().filter(Verdict::stands).is_some_and(|verdict| {
        let record = verdict.record();
        matches!(record.body, Body::Object(_)) && ask.identity.viewer.sees(&record.access_class(verdict.shown.vouched))
    })
}

/// What was inspected of an object, as far as its viewer sees it: that nobody did is said, too.
pub fn looks(ask: &Ask, id: &str) -> Map<String, Value> {
    let looks = ask.snapshot.looks_at(id, &ask.visible);
    let state = if looks.last.is_some() { "inspected" } else { "never_inspected" };
    let mut said = Map::new();
    said.insert("inspection_state".into(), json!(state));
    said.insert("inspections".into(), json!(looks.count));
    let last = looks.last.as_ref();
    said.insert("last_inspected_at".into(), json!(last.map(|last| last.at)));
    said.insert("last_inspection".into(), json!(last.map(|last| last.record)));
    said.insert("last_condition".into(), json!(last.map(|last| last.condition)));
    said.insert("last_mode".into(), json!(last.map(|last| last.mode)));
    said.insert("last_review_state".into(), json!(last.map(|last| last.review)));
    said
}

/// The feature of an object with that among its properties.
///
/// # Errors
/// When what the atlas holds is no feature.
pub fn within(ask: &Ask, id: &str, feature: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut feature: Value = serde_json::from_slice(feature).map_err(|error| Problem::internal(&error))?;
    if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(looks(ask, id));
    }
    Ok(feature.to_string().into_bytes())
}
