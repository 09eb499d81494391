//! `/api/v1/linear/…`: marker and offset to a place, a place to marker and offset, a range to its segments.
//!
//! The words are those of ISO 19148: referent, offset, measure. Every answer names the version of the line it was
//! worked out on, and how far that course and the markers may be trusted.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::atlas::encode::length_m;
use crate::atlas::register::{Line, Milestone, NotPlaced, Register, Segment};
use crate::domain::fault::{Code, Fault};
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::position::{LonLat, Metres};
use crate::geo::Located;
use crate::geo::linear_reference::{Hand, beside};
use crate::http::answer::{self, GEOJSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::links::{FEATURES, own};
use crate::http::ogc::params;
use crate::http::present;
use crate::http::problem::Problem;

/// "144 + 300 m toward 145".
///
/// # Errors
/// 400 for parameters that cannot be read and for what gives no place, 404 for a marker that is not registered.
pub fn place(ask: &Ask) -> Result<Response, Problem> {
    let (from, toward) = (params::marker(ask, "marker")?, params::marker(ask, "toward")?);
    params::required(ask, "offset_m")?;
    let offset = Metres(params::number(ask, "offset_m")?.unwrap_or(0.0));
    let register = ask.register();
    let found = register.offset(&from, &toward, offset).map_err(|fault| not_placed(fault, &from, &toward))?;
    answer::tagged(ask, || {
        let mut properties = on_line(found.line, found.placed.measure);
        properties.insert("distance_m".into(), json!(0.0));
        properties.insert("marker".into(), json!(found.referent.name));
        properties.insert("toward".into(), json!(found.toward.name));
        properties.insert("offset_m".into(), json!(offset.0));
        properties.insert("beyond_toward".into(), json!(found.placed.beyond));
        properties.insert("referent".into(), milestone(&found.referent, found.placed.measure));
        properties.insert("toward_marker".into(), milestone(&found.toward, found.placed.measure));
        let trusted = found.referent.marker;
        properties.insert("indicative".into(), json!(!trusted.method.is_measured()));
        properties.insert("position_method".into(), json!(trusted.method));
        // The marker may be off by its own error, and the course beside it by the line's.
        let accuracy = trusted.accuracy_m.unwrap_or(0.0).max(found.line.body.worst_m);
        properties.insert("accuracy_m".into(), json!(accuracy));
        neighbours(register, &mut properties, found.line, found.placed.measure);
        Ok(respond(ask, &format!("{from} + {} m → {toward}", offset.0), found.placed.point, &properties))
    })
}

fn not_placed(fault: NotPlaced, from: &MarkerKey, toward: &MarkerKey) -> Problem {
    let both = |code| Problem::parameter(Fault::new("toward", code).with(from.to_string()).with(toward.to_string()));
    match fault {
        NotPlaced::UnknownReferent => unknown("marker", from),
        NotPlaced::UnknownToward => unknown("toward", toward),
        NotPlaced::OtherLine => both(Code::OtherLine),
        NotPlaced::OnePlace => both(Code::OnePlace),
        NotPlaced::OffTheLine(longest) => {
            let mut problem =
                Problem::parameter(Fault::new("offset_m", Code::OffTheLine).with(format!("{:.3}", longest.0)));
            problem.extra.push(("longest_offset_m", json!(millimetres(longest.0))));
            problem
        }
    }
}

pub fn unknown(name: &str, key: &MarkerKey) -> Problem {
    let mut problem = Problem::not_found(Code::UnknownMarker).with(key.to_string());
    problem.faults.push(Fault::new(name, Code::UnknownMarker).with(key.to_string()));
    problem
}

/// Where along a line a place lies, how far beside it, and on which side.
///
/// # Errors
/// 400 for parameters that cannot be read.
pub fn locate(ask: &Ask) -> Result<Response, Problem> {
    let key = params::line(ask, "line")?.ok_or_else(|| Problem::parameter(Fault::new("line", Code::Missing)))?;
    let coordinate = |name| params::required(ask, name).and_then(|_| params::number(ask, name));
    let (lon, lat) = (coordinate("lon")?.unwrap_or(0.0), coordinate("lat")?.unwrap_or(0.0));
    let at = LonLat::new(lon, lat).map_err(|fault| params::bad("lon", fault.to_string(), fault.to_string()))?;
    let register = ask.register();
    let line = register.line(key).ok_or_else(|| Problem::parameter(Fault::new("line", Code::Missing)))?;
    answer::tagged(ask, || {
        let within = Metres(line.body.typical_m);
        let found = beside(&line.course, at, within);
        let mut properties = on_line(line, found.nearest.measure);
        properties.insert("distance_m".into(), json!(millimetres(found.nearest.distance.0)));
        properties.insert("side".into(), json!(found.hand.map(hand)));
        properties.insert("past_end".into(), json!(found.past_end));
        properties.insert("asked".into(), json!([at.lon(), at.lat()]));
        // The place was given by coordinates; what may be off is the line.
        properties.insert("indicative".into(), json!(false));
        properties.insert("accuracy_m".into(), json!(line.body.worst_m));
        let others: Vec<Value> = found.also_near.iter().map(|other| also_near(register, line, other)).collect();
        properties.insert("also_near".into(), json!(others));
        properties.insert("also_near_within_m".into(), json!(within.0));
        neighbours(register, &mut properties, line, found.nearest.measure);
        Ok(respond(ask, &format!("{} {lon}, {lat}", line.body.key), found.nearest.point, &properties))
    })
}

const fn hand(hand: Hand) -> &'static str {
    match hand {
        Hand::Left => "left",
        Hand::Right => "right",
        Hand::OnTheLine => "on_the_line",
    }
}

fn also_near(register: &Register, line: &Line, other: &Located) -> Value {
    let [before, after] = register.between(line.body.key, other.measure);
    json!({
        "measure_m": millimetres(other.measure.0),
        "distance_m": millimetres(other.distance.0),
        "coordinates": fine(other.point),
        "before": before.map(|marker| milestone(&marker, other.measure)),
        "after": after.map(|marker| milestone(&marker, other.measure)),
    })
}

/// The segments that a range covers whole, with their length in all.
///
/// # Errors
/// 400 for markers that cannot be read or make no range, 404 for one that is not registered.
pub fn range(ask: &Ask) -> Result<Response, Problem> {
    let (from, to) = (params::marker(ask, "from")?, params::marker(ask, "to")?);
    let range = SegmentKey::new(from, to).map_err(|fault| Problem::parameter(Fault::number("to", &fault)))?;
    let register = ask.register();
    for (name, key) in [("from", &from), ("to", &to)] {
        register.marker(key).ok_or_else(|| unknown(name, key))?;
    }
    answer::tagged(ask, || {
        let segments = register.stretches_within(&range);
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::range_page(ask, &range, &segments)));
        }
        let features: Vec<Value> = segments.iter().map(segment_feature).collect();
        let document = json!({
            "type": "FeatureCollection",
            "from": from,
            "to": to,
            "line": range.line(),
            "line_version": register.line(range.line()).map(|line| &line.body.version),
            "length_m": whole_length(&segments),
            "indicative": segments.iter().any(|segment| !segment.method.is_measured()),
            "numberMatched": features.len(),
            "numberReturned": features.len(),
            "features": features,
            "links": own(ask, FEATURES),
        });
        Ok(answer::json(StatusCode::OK, GEOJSON, &document))
    })
}

/// Length of all together; none when one of them has none.
fn whole_length(segments: &[Segment]) -> Option<f64> {
    segments.iter().map(length_m).sum::<Option<f64>>().map(millimetres)
}

fn segment_feature(segment: &Segment) -> Value {
    let vertices: Vec<_> = segment.course.iter().map(|at| at.to_seven_decimals()).collect();
    json!({
        "type": "Feature",
        "id": segment.key,
        "geometry": { "type": "LineString", "coordinates": vertices },
        "properties": segment_properties(segment),
    })
}

/// What every answer says of a segment.
pub fn segment_properties(segment: &Segment) -> Map<String, Value> {
    let key = segment.key;
    let properties = json!({
        "key": key,
        "line": key.line(),
        "label_text": key.label(),
        "from_marker": key.from(),
        "to_marker": key.to(),
        "from_m": millimetres(segment.from_m),
        "to_m": millimetres(segment.to_m),
        "length_m": length_m(segment),
        "line_version": segment.line_version,
        "position_method": segment.method,
        "accuracy_m": segment.accuracy_m,
        "accuracy_basis": segment.method.accuracy_basis(),
        "indicative": !segment.method.is_measured(),
    });
    match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    }
}

fn on_line(line: &Line, measure: Metres) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("line".into(), json!(line.body.key));
    properties.insert("line_version".into(), json!(line.body.version));
    properties.insert("status".into(), json!(line.body.status));
    properties.insert("accuracy_basis".into(), json!("estimate"));
    properties.insert("measure_m".into(), json!(millimetres(measure.0)));
    properties
}

/// The markers next to a place, and the segment between them.
fn neighbours(register: &Register, properties: &mut Map<String, Value>, line: &Line, measure: Metres) {
    let [before, after] = register.between(line.body.key, measure);
    let segment = before.zip(after).and_then(|(a, b)| SegmentKey::new(a.name, b.name).ok());
    properties.insert("before".into(), json!(before.map(|marker| milestone(&marker, measure))));
    properties.insert("after".into(), json!(after.map(|marker| milestone(&marker, measure))));
    properties.insert("segment".into(), json!(segment));
}

/// A marker as a referent, and the metres along the line from its foot to the place.
fn milestone(marker: &Milestone<'_>, place: Metres) -> Value {
    json!({
        "marker": marker.name,
        "measure_m": millimetres(marker.measure.0),
        "offset_m": millimetres((place.0 - marker.measure.0).abs()),
        // Of a marker on a bank: how far its foot on the line is from it.
        "off_line_m": marker.marker.off_line_m.map(millimetres),
        "position_method": marker.marker.method,
        "accuracy_m": marker.marker.accuracy_m,
        "indicative": !marker.marker.method.is_measured(),
    })
}

fn respond(ask: &Ask, title: &str, at: LonLat, properties: &Map<String, Value>) -> Response {
    let feature = json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": fine(at) },
        "properties": properties,
        "links": own(ask, FEATURES),
    });
    if ask.form == Form::Html {
        return answer::html(StatusCode::OK, ask.lang, present::linear_page(ask, title, &feature));
    }
    answer::json(StatusCode::OK, GEOJSON, &feature)
}

/// A tenth of a millimetre, so that a place that was given out leads back to the millimetre of its measure.
fn fine(at: LonLat) -> [f64; 2] {
    [at.lon(), at.lat()].map(|degrees| (degrees * 1e9).round() / 1e9)
}

/// To the millimetre; nothing is 0.0 and not −0.0, which the sum of no numbers is.
pub fn millimetres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0 + 0.0
}
