//! Features as GeoJSON (RFC 7946), made once and sent many times.

pub mod again;
mod body;
mod envelope;
mod measure;
mod segment;
mod standing;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::feature::{Feature, Interval, Order, Shape};
use super::layers::LayerId;
use super::patrols;
use super::register::Register;
use super::tiles::Drawn;
use super::words::number_text;
use crate::domain::location::{Location, Referent};
use crate::domain::patrol::Patrol;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::Verdict;
pub use measure::{length_m, three_digits};
pub use segment::segment_feature;

/// Changes whenever the bytes of a feature do, so that nobody keeps old ones as current.
pub const VERSION: &str = "6";

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
            (Shape::Line(line.vertices.clone().into()), None, body::properties(record, register))
        }
        Body::Track(track) => {
            let (shape, properties) = patrols::shown(track);
            (shape, None, properties)
        }
        _ => {
            let (shape, placement) = register.place(&marker_location(record));
            (shape, placement, body::properties(record, register))
        }
    };
    let id = feature_id(record);
    envelope::add(&mut properties, record, seq, register);
    if record.body.is_testimony() {
        standing::add(&mut properties, record, told);
    }
    if let Some(placement) = &placement {
        envelope::place(&mut properties, placement, register);
    } else if !matches!(record.body, Body::BoundaryLine(_)) {
        properties.entry("position_method").or_insert(Value::Null);
    }
    let time = match (&record.body, record.event_at) {
        (Body::Patrol(Patrol { ended_at: Some(end), .. }), Some(start)) => {
            Interval { from: start.millis(), to: end.millis() }
        }
        (Body::Warning(warning), _) => Interval { from: warning.valid_from.millis(), to: warning.valid_to.millis() },
        // It stands there, whenever somebody entered it.
        (Body::Object(_), _) => Interval::UNSTATED,
        (Body::PatrolPlan(plan), _) => {
            Interval { from: plan.starts_on.bounds().0.millis(), to: plan.due.bounds().1.millis() }
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

/// A marker stands where its own record says, or where its number puts it.
fn marker_location(record: &Record) -> Location {
    match &record.body {
        Body::Marker(marker) => Location::at(Referent::Marker(marker.key)),
        _ => record.location.clone(),
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
            Some(Value::Number(number)) => number.as_f64().map(|number| Arc::from(number_text(number))),
            _ => None,
        })
        .collect();
    let id: Arc<str> = id.into();
    let shown = shape.as_shown();
    let feature = json!({ "type": "Feature", "id": &*id, "geometry": geometry(&shown), "properties": properties });
    let drawn = Drawn::new(layer, &id, &shown, time, properties);
    let exact = (shown != *shape).then(|| shape.clone());
    Feature {
        order: Order { curve, id },
        shape: shown,
        exact,
        time,
        columns,
        drawn,
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
