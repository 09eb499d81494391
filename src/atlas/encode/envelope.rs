//! What a feature says of the envelope of its record: label, review state, what it is tied to, how its place is known.

use serde_json::{Map, Value, json};

use super::measure::{is_indicative, measure};
use crate::atlas::register::Register;
use crate::domain::location::{Placement, PositionMethod, Referent};
use crate::domain::record::{Body, Record};
use crate::geo::distance;

/// Allowed on top of what was stated: a phone under trees, a marker in its surveyor's words.
const UNSTATED_ACCURACY_M: f64 = 100.0;

pub(super) fn add(properties: &mut Map<String, Value>, record: &Record, seq: i64, register: &Register) {
    properties.insert("record".into(), json!(record.id));
    properties.insert("rev".into(), json!(record.rev));
    properties.insert("form".into(), json!(record.form));
    properties.insert("seq".into(), json!(seq));
    properties.insert("label".into(), json!(record.label));
    properties.insert("review_state".into(), json!(record.review));
    properties.insert("received_at".into(), json!(record.received_at));
    properties.insert("location_basis".into(), json!(record.location.basis()));
    if !record.attachments.is_empty() {
        properties.insert("attachment_count".into(), json!(record.attachments.len()));
    }
    if let Some(line) = record.line {
        properties.insert("line".into(), json!(line));
    }
    if !matches!(record.body, Body::Marker(_)) {
        let (name, value) = match &record.location.referent {
            // By its own key, also when the maker wrote an alias.
            Some(Referent::Marker(key)) => {
                ("marker", json!(register.marker(key).map_or(*key, |marker| marker.body.key)))
            }
            Some(Referent::NearMarker(key)) => ("near_marker", json!(key)),
            Some(Referent::Segment(key)) => ("segment", json!(key)),
            Some(Referent::Area(name)) => ("area", json!(name)),
            Some(Referent::Along { marker, toward, offset_m }) => {
                properties.insert("toward".into(), json!(toward));
                properties.insert("offset_m".into(), json!(offset_m.metres()));
                ("marker", json!(marker))
            }
            None => ("area", Value::Null),
        };
        if !value.is_null() {
            properties.insert(name.into(), value);
        }
    }
    if record.body.is_testimony() && !matches!(record.body, Body::Hazard(_) | Body::Track(_)) {
        properties.insert("time_standing".into(), json!(record.time_standing()));
        properties.insert("device".into(), json!(record.device));
        properties.insert("unit".into(), json!(record.unit));
        properties.insert("person".into(), json!(record.person));
    }
    if let (Body::Hazard(_), Some(unit)) = (&record.body, &record.unit) {
        properties.insert("unit".into(), json!(unit));
    }
    if let (Body::Hazard(_) | Body::Measurement(_) | Body::Incident(_) | Body::Object(_), Some(at)) =
        (&record.body, record.event_at)
    {
        properties.insert("observed_at".into(), json!(at));
    }
    if let Body::Inspection(_) = record.body {
        properties.insert("observed_at".into(), json!(record.event_at));
        distance_to_marker(properties, record, register);
    }
}

/// How far from its marker an inspection was made: shown, never a reason to refuse. `far_from_marker` says that both
/// accuracies together do not explain the distance.
fn distance_to_marker(properties: &mut Map<String, Value>, record: &Record, register: &Register) {
    let (Some(Referent::Marker(key)), Some(observed)) = (&record.location.referent, &record.location.observed) else {
        return;
    };
    let Some(marker) = register.marker(key) else { return };
    let metres = distance(observed.position, marker.position).0;
    let explained = marker.accuracy_m.unwrap_or(0.0) + observed.accuracy_m.unwrap_or(0.0) + UNSTATED_ACCURACY_M;
    properties.insert("distance_to_marker_m".into(), json!(metres.round()));
    properties.insert("far_from_marker".into(), json!(metres > explained));
}

pub(super) fn place(properties: &mut Map<String, Value>, placement: &Placement, register: &Register) {
    properties.insert("position_method".into(), json!(placement.method));
    properties.insert("accuracy_m".into(), json!(placement.accuracy_m));
    properties.insert("accuracy_basis".into(), json!(placement.method.accuracy_basis()));
    properties.insert("indicative".into(), json!(is_indicative(placement.method)));
    properties.insert("line_version".into(), json!(placement.line.as_ref().map(|(_, version)| version)));
    // A measure belongs to one line, which for a tripoint need not be the line of the marker's own key.
    let line = placement.line.as_ref().and_then(|(line, _)| register.line(*line));
    properties.insert("line_status".into(), json!(line.map(|line| line.body.status)));
    if placement.method != PositionMethod::Observed {
        properties.insert("measure_line".into(), json!(line.map(|line| line.body.key)));
        properties.insert("measure_m".into(), json!(placement.from_m.map(|metres| measure(metres, placement.method))));
    }
}
