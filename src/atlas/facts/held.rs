//! What a record comes to as a fact, and where it counts.

use std::sync::Arc;

use uuid::Uuid;

use crate::atlas::register::Register;
use crate::atlas::register::span::Span;
use crate::domain::attention::{HazardFact, IncidentFact, Told, WorksFact};
use crate::domain::hazard::{Hazard, HazardKind, Severity};
use crate::domain::incident::{Incident, Progress};
use crate::domain::inspection::TimeStanding;
use crate::domain::location::Referent;
use crate::domain::record::Record;
use crate::domain::works::Works;

/// Metres along the line beyond which a hazard says nothing of a segment, and across it beyond which it belongs to none.
pub const REACH_M: f64 = 1_000.0;
const REACH_ACROSS_M: f64 = 10_000.0;

/// A hazard as every segment that it concerns shares it.
#[derive(Debug)]
pub struct HeldHazard {
    pub record: Uuid,
    kind: HazardKind,
    severity: Severity,
    pub told: Arc<Told>,
    across_m: Option<f64>,
}

impl HeldHazard {
    pub fn new(record: &Record, hazard: &Hazard, across_m: Option<f64>) -> Self {
        let told = Told {
            title: hazard.title.clone(),
            place: place_vi(record),
            source: hazard.source.clone(),
            cite: hazard.cite.clone(),
        };
        Self { record: record.id, kind: hazard.kind, severity: hazard.severity, told: Arc::new(told), across_m }
    }

    /// As a segment so many metres away sees it.
    pub fn at(&self, along_m: f64) -> HazardFact {
        HazardFact {
            record: self.record,
            kind: self.kind,
            severity: self.severity,
            told: Arc::clone(&self.told),
            across_m: self.across_m,
            across_by: None,
            along_m,
            trends: Vec::new(),
        }
    }
}

/// Where a hazard counts: stretches with how far along the line it is from each, and how far across.
#[derive(Debug, Default)]
pub struct Place {
    pub spans: Vec<(Span, f64)>,
    pub across_m: Option<f64>,
}

impl Place {
    /// What its markers say goes before its coordinates; those say how far from the line it is, and how near the next
    /// segment. A hazard of which only coordinates are known lies on the segment that the nearest line has there.
    pub fn of_hazard(record: &Record, register: &Register) -> Self {
        let referent = record.location.referent.as_ref().filter(|referent| !matches!(referent, Referent::Area(_)));
        let observed = record.location.observed.as_ref();
        let line = referent.and_then(Referent::line);
        let located = observed.and_then(|observed| register.located(observed, line, REACH_ACROSS_M));
        let mut place = Self { spans: Vec::new(), across_m: located.map(|(_, _, least)| least) };
        if let Some(referent) = referent {
            place.spans.extend(register.spans(referent).into_iter().map(|span| (span, 0.0)));
        }
        let measured = match (referent, located) {
            (Some(along @ Referent::Along { marker, .. }), _) => {
                register.measure_of(along).map(|measure| (marker.line(), measure.0))
            }
            // Coordinates that contradict the markers named beside them say nothing of the next segment.
            (Some(Referent::Segment(_)), Some((line, at, _))) if place.holds(register, line, at) => Some((line, at)),
            (None, Some((line, at, _))) => Some((line, at)),
            _ => None,
        };
        if let Some((line, at)) = measured {
            for (key, off) in register.near(line, at, REACH_M) {
                let span = Span::of(&key);
                if place.spans.iter().all(|(held, _)| !held.meets(&span)) {
                    place.spans.push((span, off));
                }
            }
        }
        place
    }

    fn holds(&self, register: &Register, line: crate::domain::number::LineKey, at: f64) -> bool {
        let here = register.near(line, at, 0.0);
        here.iter().any(|(key, _)| self.spans.iter().any(|(span, _)| span.meets(&Span::of(key))))
    }
}

pub fn works(record: &Record, works: &Works) -> WorksFact {
    let told = Told {
        title: works.title.clone(),
        place: place_vi(record),
        source: works.source.clone(),
        cite: works.cite.clone(),
    };
    let milestones = u32::try_from(works.milestone.len()).unwrap_or(u32::MAX);
    WorksFact { record: record.id, told: Arc::new(told), milestones, unit: record.unit.clone(), finished: Vec::new() }
}

pub fn incident(record: &Record, incident: &Incident) -> IncidentFact {
    let told = Told { title: incident.title.clone(), place: place_vi(record), ..Told::default() };
    IncidentFact { record: record.id, kind: incident.kind, told: Arc::new(told) }
}

/// Whether an incident is still to be dealt with. A time that lies ahead of receipt counts for nothing.
pub fn is_open(record: &Record, progress: Progress) -> bool {
    let done = matches!(progress, Progress::Resolved | Progress::Closed | Progress::Duplicate);
    !done && record.time_standing() == TimeStanding::Plausible
}

fn place_vi(record: &Record) -> String {
    match &record.location.referent {
        Some(Referent::Marker(key)) => format!("mốc {}", key.number()),
        Some(Referent::NearMarker(key)) => format!("khu vực mốc {}", key.number()),
        Some(Referent::Segment(key)) => format!("đoạn mốc {}", key.label()),
        Some(Referent::Area(name)) => name.clone(),
        Some(Referent::Along { marker, toward, offset_m }) => {
            format!("mốc {} + {:.0} m về phía mốc {}", marker.number(), offset_m.metres(), toward.number())
        }
        None => "theo tọa độ".to_owned(),
    }
}
