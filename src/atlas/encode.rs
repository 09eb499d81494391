//! Features as GeoJSON (RFC 7946), made once and sent many times.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::feature::{Feature, Interval, Order, Shape};
use super::layers::LayerId;
use super::patrols;
use super::register::span::Span;
use super::register::{Register, Segment};
use crate::domain::access::{Actor, Label, ReviewState};
use crate::domain::incident::Progress;
use crate::domain::inspection::{Details, Inspection};
use crate::domain::location::{Placement, PositionMethod, Referent};
use crate::domain::number::SegmentKey;
use crate::domain::patrol::Patrol;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::Verdict;
use crate::geo::distance;

/// Changes whenever the bytes of a feature do, so that nobody keeps old ones as current.
pub const VERSION: &str = "5";

/// Allowed on top of what was stated: a phone under trees, a marker in its surveyor's words.
const UNSTATED_ACCURACY_M: f64 = 100.0;

/// What the log says of a record beside its content.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// What was said about it since.
    pub verdict: Option<&'a Verdict<'a>>,
    /// Name of who wrote it.
    pub actor: &'a str,
}

/// The feature of a record of a layer, at its frozen place `curve` there.
/// `told` is what the log says of it.
pub fn record_feature(
    layer: LayerId,
    record: &Record,
    seq: i64,
    curve: u64,
    register: &Register,
    told: &Told<'_>,
) -> Feature {
    let (shape, placement, mut properties) = match &record.body {
        Body::BoundaryLine(line) => {
            (Shape::Line(line.vertices.clone().into()), None, body_properties(record, register))
        }
        Body::Track(track) => {
            let (shape, properties) = patrols::shown(track);
            (shape, None, properties)
        }
        _ => {
            let (shape, placement) = register.place(&marker_location(record));
            (shape, placement, body_properties(record, register))
        }
    };
    let id = feature_id(record);
    envelope(&mut properties, record, seq, register);
    if record.body.is_testimony() {
        standing(&mut properties, record, told);
    }
    if let Some(placement) = &placement {
        place(&mut properties, placement, register);
    } else if !matches!(record.body, Body::BoundaryLine(_)) {
        properties.entry("position_method").or_insert(Value::Null);
    }
    let time = match (&record.body, record.event_at) {
        (Body::Patrol(Patrol { ended_at: Some(end), .. }), Some(start)) => {
            Interval { from: start.millis(), to: end.millis() }
        }
        (Body::Track(track), _) => track
            .times()
            .map_or(Interval::UNSTATED, |(first, last)| Interval { from: first.millis(), to: last.millis() }),
        (_, Some(at)) => Interval { from: at.millis(), to: at.millis() },
        (_, None) => Interval::UNSTATED,
    };
    finish(layer, id, curve, &shape, time, &properties)
}

/// What a record is called in its layer.
pub fn feature_id(record: &Record) -> String {
    match &record.body {
        // A line goes by its own key, whichever version is current.
        Body::BoundaryLine(line) => line.key.to_string(),
        _ => record.key.clone().unwrap_or_else(|| record.id.to_string()),
    }
}

/// How a record stands: who approved or returned it and when, whether several contents contend, what it corrects.
fn standing(properties: &mut Map<String, Value>, record: &Record, told: &Told<'_>) {
    let verdict = told.verdict;
    let is_open = (record.label, record.review) == (Label::Public, ReviewState::Approved);
    // By which account it came; who was there is for the record to say, and may be left unsaid.
    if let Some(name) = Actor::account_of(told.actor).filter(|_| !is_open) {
        properties.insert("recorded_by".into(), json!(name));
    }
    if let Some(step) = verdict.and_then(|verdict| verdict.reviewed.as_ref()) {
        properties.insert("reviewed_at".into(), json!(step.at));
        // What everybody sees says that it was approved, not by whom and in what words.
        if !is_open {
            properties.insert("reviewed_by".into(), json!(step.by));
            properties.insert("review_remark".into(), json!(step.words));
        }
    }
    if verdict.is_some_and(|verdict| verdict.is_contended) {
        properties.insert("contended".into(), json!(true));
    }
    if let Body::Incident(_) = record.body {
        properties.insert("progress".into(), json!(verdict.map_or(Progress::Reported, |verdict| verdict.progress)));
        properties.insert(
            "assignee".into(),
            json!(verdict.and_then(|verdict| verdict.assignee.as_ref()).filter(|_| !is_open)),
        );
        properties.insert("duplicate_of".into(), json!(verdict.and_then(|verdict| verdict.duplicate_of)));
    }
    // When a letter went out, a meeting was held, a notice came.
    if let Body::DamageReport(_) | Body::Notice(_) | Body::Forward(_) | Body::Meeting(_) = record.body {
        properties.insert("at".into(), json!(record.event_at));
    }
    // Of what it took the place, not everybody may know.
    if let Some(corrected) = record.corrects.filter(|_| !is_open) {
        properties.insert("corrects".into(), json!(corrected));
    }
}

/// The feature of a segment. Public: it says nothing that its two markers and the line do not say.
pub fn segment_feature(segment: &Segment) -> Feature {
    let key = segment.key;
    let mut properties = Map::new();
    properties.insert("key".into(), json!(key));
    properties.insert("line".into(), json!(key.line()));
    properties.insert("label_text".into(), json!(key.label()));
    properties.insert("from_marker".into(), json!(key.from()));
    properties.insert("to_marker".into(), json!(key.to()));
    properties.insert("length_m".into(), json!(length_m(segment)));
    properties.insert("from_m".into(), json!(measure(segment.from_m, segment.method)));
    properties.insert("to_m".into(), json!(measure(segment.to_m, segment.method)));
    properties.insert("line_version".into(), json!(segment.line_version));
    properties.insert("line_status".into(), json!(segment.line_status));
    properties.insert("position_method".into(), json!(segment.method));
    properties.insert("accuracy_m".into(), json!(segment.accuracy_m));
    properties.insert("accuracy_basis".into(), json!(segment.method.accuracy_basis()));
    properties.insert("indicative".into(), json!(!segment.method.is_measured()));
    properties.insert("label".into(), json!("public"));
    let shape = Shape::Line(Arc::clone(&segment.course));
    finish(LayerId::Segments, key.to_string(), along_the_line(key), &shape, Interval::UNSTATED, &properties)
}

/// Order of segments: by line, then by number. Unlike the place on the curve it stays when the line is surveyed anew.
fn along_the_line(key: SegmentKey) -> u64 {
    let line = key.line().as_str().bytes().rev().take(2).fold(0, |n, byte| n * 256 + u64::from(byte));
    let number = key.from().number();
    let within = u64::from(number.main()) << 16 | u64::from(number.sub().unwrap_or(0));
    line << 32 | within
}

/// Length along the line; none where the markers' places contradict their order, and between markers of one number, which
/// face each other across the line. Between places that were not measured it is an estimate, and written with three
/// digits.
pub fn length_m(segment: &Segment) -> Option<f64> {
    let length = segment.to_m - segment.from_m;
    let step = if segment.method.is_measured() { 0.1 } else { three_digits(length) };
    (length > 0.0 && !Span::of(&segment.key).is_point()).then(|| to_step(length, step).max(step))
}

/// The step of a length that is written with three digits, from a decimetre to a kilometre.
///
/// ```
/// use mocgioi::atlas::encode::three_digits;
/// assert_eq!([three_digits(402_345.0), three_digits(2_345.0), three_digits(12.0)], [1_000.0, 10.0, 0.1]);
/// ```
pub fn three_digits(length: f64) -> f64 {
    let steps = [(100_000.0, 1_000.0), (10_000.0, 100.0), (1_000.0, 10.0), (100.0, 1.0)];
    steps.into_iter().find(|(from, _)| length >= *from).map_or(0.1, |(_, step)| step)
}

fn to_step(metres: f64, step: f64) -> f64 {
    // Divided and not multiplied by tenths, so that 0.1 does not show its binary tail.
    if step < 1.0 { (metres / step).round() / (1.0 / step).round() } else { (metres / step).round() * step }
}

/// A measure along the line, as fine as the place it belongs to allows.
fn measure(metres: f64, method: PositionMethod) -> f64 {
    to_step(metres, if is_indicative(method) { 1_000.0 } else { 1.0 })
}

/// Whether a place tells the order along the line more than the spot: its marker was not measured. So many metres along
/// the line from a measured marker are as good as marker and line.
const fn is_indicative(method: PositionMethod) -> bool {
    !method.is_measured() && !matches!(method, PositionMethod::Referenced)
}

/// A marker stands where its own record says, or where its number puts it.
fn marker_location(record: &Record) -> crate::domain::location::Location {
    match &record.body {
        Body::Marker(marker) => crate::domain::location::Location::at(Referent::Marker(marker.key)),
        _ => record.location.clone(),
    }
}

/// What was found part by part, beside the condition as a whole.
fn found(details: &Details) -> Map<String, Value> {
    let parts: Map<String, Value> =
        details.parts.iter().map(|found| (found.part.as_str().to_owned(), json!(found.state))).collect();
    let mut properties = Map::new();
    properties.insert("severity".into(), json!(details.severity));
    properties.insert("ground_cracked".into(), json!(details.ground_cracked));
    properties.insert("marker_cracked".into(), json!(details.marker_cracked));
    properties.insert("parts".into(), parts.into());
    properties
}

fn body_properties(record: &Record, register: &Register) -> Map<String, Value> {
    let mut properties = match serde_json::to_value(&record.body) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    properties.remove("type");
    if let Body::Inspection(Inspection { details: Some(details), .. }) = &record.body {
        properties.remove("details");
        properties.extend(found(details));
    }
    match &record.body {
        Body::BoundaryLine(line) => {
            properties.remove("vertices");
            let length = register.line(line.key).map(|placed| (placed.course.length().0).round());
            properties.insert("line".into(), json!(line.key));
            properties.insert("length_m".into(), json!(length));
        }
        Body::Marker(marker) => {
            let number = marker.key.number();
            properties.insert("line".into(), json!(marker.key.line()));
            properties.insert("number".into(), json!(number.to_string()));
            properties.insert("kind".into(), json!(number.kind()));
            // What unapproved inspections say is theirs to see who may; here only what is public and approved.
            properties.insert("condition".into(), json!("unknown"));
            if let Some(placed) = register.marker(&marker.key) {
                let off = placed.off_line_m.map(|metres| (metres * 10.0).round() / 10.0);
                properties.insert("off_line_m".into(), json!(off));
            }
        }
        _ => {}
    }
    if let Some(Value::Object(source)) = properties.get("source").cloned() {
        properties.remove("source");
        properties.insert("document".into(), source.get("document").cloned().unwrap_or_default());
        properties.insert("document_title".into(), source.get("title").cloned().unwrap_or_default());
        properties.insert("province".into(), source.get("province").cloned().unwrap_or_default());
        properties.insert("seed_key".into(), source.get("key").cloned().unwrap_or_default());
    }
    if let Some(first) = properties.get("cite").and_then(|cite| cite.get(0)).cloned() {
        properties.insert("clause".into(), first.get("clause").cloned().unwrap_or_default());
        properties.insert("quote".into(), first.get("quote").cloned().unwrap_or_default());
    }
    properties
}

fn envelope(properties: &mut Map<String, Value>, record: &Record, seq: i64, register: &Register) {
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
    if let (Body::Hazard(_) | Body::Measurement(_) | Body::Incident(_), Some(at)) = (&record.body, record.event_at) {
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

fn place(properties: &mut Map<String, Value>, placement: &Placement, register: &Register) {
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

fn finish(
    layer: LayerId,
    id: String,
    curve: u64,
    shape: &Shape,
    time: Interval,
    properties: &Map<String, Value>,
) -> Feature {
    let columns = layer
        .about()
        .queryables
        .iter()
        .map(|name| match properties.get(*name) {
            Some(Value::String(text)) => Some(Arc::from(text.as_str())),
            _ => None,
        })
        .collect();
    let id: Arc<str> = id.into();
    let shown = shape.as_shown();
    let feature = json!({ "type": "Feature", "id": &*id, "geometry": geometry(&shown), "properties": properties });
    let exact = (shown != *shape).then(|| shape.clone());
    Feature {
        order: Order { curve, id },
        shape: shown,
        exact,
        time,
        columns,
        json: feature.to_string().into_bytes().into(),
    }
}

/// RFC 7946 geometry of a shape as it is [shown](Shape::as_shown).
pub fn geometry(shape: &Shape) -> Value {
    match shape {
        Shape::None => Value::Null,
        Shape::Point(at) => json!({ "type": "Point", "coordinates": at }),
        Shape::Line(vertices) => json!({ "type": "LineString", "coordinates": vertices }),
        Shape::Lines(parts) => json!({ "type": "MultiLineString", "coordinates": parts }),
    }
}
