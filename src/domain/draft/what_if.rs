//! A supposition about attention levels: other weights, one more hazard. It is read like what is sent, and stored nowhere.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::LONGEST_NAME;
use super::place::referent;
use crate::domain::attention::{HazardFact, Told, Trend};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::location::Referent;
use crate::domain::number::SegmentKey;
use crate::domain::threshold::Watched;

const MOST_SEGMENTS: usize = 1_000;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Supposed {
    /// Empty for all registered segments.
    pub segments: Vec<SegmentKey>,
    /// Weights under the names that the method has.
    pub weights: Option<Value>,
    pub hazard: Option<HazardFact>,
    /// Where that hazard would be.
    pub at: Option<Referent>,
}

/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value) -> Result<Supposed, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let mut supposed = Supposed::default();
    for (n, text) in fields.texts("segments", MOST_SEGMENTS, LONGEST_NAME).iter().enumerate() {
        match text.parse() {
            Ok(key) => supposed.segments.push(key),
            Err(fault) => fields.fault(Fault::number(format!("/segments/{n}"), &fault)),
        }
    }
    fields.passed("weights");
    fields.passed("hazard");
    let object = |name: &str| value.get(name).filter(|value| !value.is_null());
    if let Some(weights) = object("weights") {
        if weights.is_object() {
            supposed.weights = Some(weights.clone());
        } else {
            fields.fault(Fault::new("/weights", Code::NotObject));
        }
    }
    if let Some(wanted) = object("hazard") {
        match hazard(wanted) {
            Ok((fact, at)) => (supposed.hazard, supposed.at) = (Some(fact), Some(at)),
            Err(faults) => faults.into_iter().for_each(|fault| {
                let pointer = format!("/hazard{}", fault.pointer);
                fields.fault(Fault { pointer, ..fault });
            }),
        }
    }
    if supposed.weights.is_none() && object("hazard").is_none() && fields.faults() == 0 {
        fields.fault(Fault::new("/weights", Code::Missing));
    }
    fields.finish()?;
    Ok(supposed)
}

fn hazard(value: &Value) -> Result<(HazardFact, Referent), Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let kind = fields.choice("kind", &HazardKind::ALL, HazardKind::as_str);
    let severity = fields.choice("severity", &Severity::ALL, Severity::as_str);
    let title = fields.name("title", LONGEST_NAME);
    let across_m = fields.number_within("distance_to_line_m", 0.0, 1e5);
    let per_month = fields.number_within("per_month_mm", 0.0, 1e6);
    let before = fields.faults();
    let at = referent(&mut fields, &["marker", "near_marker", "segment"]);
    if at.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/segment", Code::Missing));
    }
    fields.finish()?;
    match (kind, severity, at) {
        (Some(kind), Some(severity), Some(at)) => {
            let told = Told {
                title: title.unwrap_or_else(|| kind.words().to_owned()),
                place: "giả định".to_owned(),
                ..Told::default()
            };
            let trend = per_month.map(|per_month| Trend {
                watched: Watched::Width,
                per_month,
                is_sure: true,
                readings: 0,
                records: [Uuid::nil(); 2],
            });
            let fact = HazardFact {
                record: Uuid::nil(),
                kind,
                severity,
                told: Arc::new(told),
                across_m,
                across_by: None,
                along_m: 0.0,
                trends: trend.into_iter().collect(),
            };
            Ok((fact, at))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
