//! `GET /api/v1/segments/at-risk` and `GET /api/v1/segments/{key}/risk`: which segments need attention, and why.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::attention_method::named;
use super::inspections::not_a_key;
use crate::atlas::Snapshot;
use crate::atlas::encode::{geometry, length_m};
use crate::atlas::feature::Shape;
use crate::atlas::ranking::Assessed;
use crate::atlas::register::Segment;
use crate::domain::attention::{Class, Term, points};
use crate::domain::fault::{Code, Fault};
use crate::domain::number::{LineKey, SegmentKey};
use crate::geo::Bbox;
use crate::http::answer::{self, GEOJSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::links::{FEATURES, Link, link, own};
use crate::http::ogc::params;
use crate::http::present;
use crate::http::problem::Problem;

/// What of the list is asked for.
pub struct Wanted {
    pub least: Class,
    pub limit: usize,
    line: Option<LineKey>,
    bbox: Option<Bbox>,
    province: Option<String>,
}

impl Wanted {
    /// # Errors
    /// 400 for unknown or malformed parameters.
    pub fn read(ask: &Ask) -> Result<Self, Problem> {
        let least = match ask.parameter("min_class") {
            None => Class::Low,
            Some(name) => Class::named(name).ok_or_else(|| {
                let words: Vec<_> = Class::ALL.iter().map(|class| class.as_str()).collect();
                Problem::parameter(Fault::new("min_class", Code::NotOneOf).with(words.join(", ")))
            })?,
        };
        let province = ask.parameter("province").map(str::to_owned);
        Ok(Self {
            least,
            limit: params::limit(ask)?,
            line: params::line(ask, "line")?,
            bbox: params::bbox(ask)?,
            province,
        })
    }

    pub fn takes(&self, segment: &Segment, provinces: &[String]) -> bool {
        self.line.is_none_or(|line| segment.key.line() == line)
            && self.province.as_ref().is_none_or(|wanted| provinces.contains(wanted))
            && self.bbox.as_ref().is_none_or(|bbox| {
                let shape = shape(segment);
                bbox.parts().any(|rect| shape.touches(&rect))
            })
    }
}

/// # Errors
/// 400 for unknown or malformed parameters.
pub fn at_risk(ask: &Ask) -> Result<Response, Problem> {
    let wanted = Wanted::read(ask)?;
    answer::tagged(ask, || {
        let mut found = ask.snapshot.ranked(&ask.outlook(), wanted.least, &ask.visible);
        found.retain(|found| wanted.takes(&found.segment, &found.provinces));
        let matched = found.len();
        found.truncate(wanted.limit);
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::at_risk_page(ask, &found, matched)));
        }
        let features: Vec<Value> = found.iter().map(|found| listed(ask, found)).collect();
        let document = json!({
            "type": "FeatureCollection",
            "numberMatched": matched,
            "numberReturned": features.len(),
            "day": ask.day,
            "seq": ask.snapshot.last_seen(&ask.visible),
            "weights_version": ask.app.context.method.version,
            "method": named(ask),
            "features": features,
            "links": own(ask, FEATURES),
        });
        Ok(answer::json(StatusCode::OK, GEOJSON, &document))
    })
}

/// # Errors
/// 404 for a segment whose markers are not both registered, 400 for unknown parameters.
pub fn risk(ask: &Ask) -> Result<Response, Problem> {
    let segment = asked_for(ask)?;
    answer::tagged(ask, || {
        let found = ask.snapshot.assessed(segment, &ask.outlook(), &ask.visible);
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::risk_page(ask, &found)));
        }
        let mut document = with_links(feature(&ask.snapshot, &found), &own(ask, FEATURES));
        document["day"] = json!(ask.day);
        document["method"] = named(ask);
        Ok(answer::json(StatusCode::OK, GEOJSON, &document))
    })
}

/// The stretch that the path names.
///
/// # Errors
/// 404 for a stretch whose markers are not both registered.
pub fn asked_for(ask: &Ask) -> Result<Segment, Problem> {
    let key: SegmentKey = ask.variable(0).parse().map_err(|fault| not_a_key(ask, fault))?;
    let segment = ask.snapshot.register().segment(&key);
    segment.ok_or_else(|| Problem::not_found(Code::UnknownSegment).with(key.to_string()))
}

/// A feature of the list, with where it is found alone: not every stretch that is listed is an item of `segments`.
fn listed(ask: &Ask, found: &Assessed) -> Value {
    let href = format!("{}/api/v1/segments/{}/risk", ask.base(), found.segment.key);
    with_links(feature(&ask.snapshot, found), &[link(&href, "self", GEOJSON, "This stretch alone")])
}

pub fn with_links(mut document: Value, links: &[Link]) -> Value {
    if let Some(document) = document.as_object_mut() {
        document.insert("links".into(), json!(links));
    }
    document
}

pub fn shape(segment: &Segment) -> Shape {
    Shape::Line(Arc::clone(&segment.course)).as_shown()
}

pub fn terms(terms: &[Term]) -> Vec<Value> {
    let shown = terms.iter().map(|term| {
        json!({ "name": term.name, "points": points(term.tenths), "records": term.records, "reasons": term.reasons })
    });
    shown.collect()
}

pub fn feature(snapshot: &Snapshot, found: &Assessed) -> Value {
    let Assessed { segment, assessment, provinces } = found;
    let mut properties = of_register(snapshot, segment, provinces);
    let level = json!({
        "score": points(assessment.tenths),
        "class": assessment.class,
        "class_numeral": assessment.class.numeral(),
        "inspection_state": assessment.inspection_state,
        "inspection_coverage": assessment.inspection_coverage,
        "days_since_inspection": assessment.days_since_inspection,
        "inspection_due": assessment.due.as_ref().map(|due| json!({ "rule": due.rule, "due_on": due.due_on,
            "interval_days": due.interval_days, "basis": due.basis })),
        "terms": terms(&assessment.terms),
    });
    if let Value::Object(level) = level {
        properties.extend(level);
    }
    json!({ "type": "Feature", "id": segment.key, "geometry": geometry(&shape(segment)), "properties": properties })
}

/// What the register says of a stretch.
pub fn of_register(snapshot: &Snapshot, segment: &Segment, provinces: &[String]) -> Map<String, Value> {
    let key = segment.key;
    let properties = json!({
            "key": key,
            "line": key.line(),
            "label_text": key.label(),
            "from_marker": key.from(),
            "to_marker": key.to(),
            "registered": snapshot.register().is_registered(&key),
            "length_m": length_m(segment),
            "position_method": segment.method,
            "accuracy_m": segment.accuracy_m,
            "accuracy_basis": segment.method.accuracy_basis(),
            "indicative": !segment.method.is_measured(),
            "line_version": segment.line_version,
            "line_status": segment.line_status,
            "provinces": provinces,
    });
    match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    }
}
