//! What is known about one segment, as far as its viewer may know it.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use crate::domain::findings::InspectionFact;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::incident::IncidentKind;
use crate::domain::inspection_due::Due;
use crate::domain::source::{Cite, Source};
use crate::domain::threshold::Watched;
use crate::domain::warning::Warning;

/// What a record is called, and the words that stand behind it. Shared by every segment that it concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub title: String,
    /// What the record is tied to, in the words shown to people ("khu vực mốc 211").
    pub place: String,
    pub source: Option<Source>,
    pub cite: Vec<Cite>,
}

/// How one of the values that are watched grows.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    pub watched: Watched,
    /// In 30 days, positive where it gets worse: millimetres, and m³ of a volume.
    pub per_month: f64,
    /// Whether the whole interval says that it grows.
    pub is_sure: bool,
    pub readings: usize,
    /// The first and the last reading.
    pub records: [Uuid; 2],
}

/// A hazard that lies on the segment, near its end, or in the area of one of its markers.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardFact {
    pub record: Uuid,
    pub kind: HazardKind,
    pub severity: Severity,
    pub told: Arc<Told>,
    /// Metres from the line, at least; none where nobody knows.
    pub across_m: Option<f64>,
    /// The reading that says so; none where the hazard's own coordinates do.
    pub across_by: Option<Uuid>,
    /// Metres along the line from the segment; 0 on it, and where nobody knows.
    pub along_m: f64,
    pub trends: Vec<Trend>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorksFact {
    pub record: Uuid,
    pub told: Arc<Told>,
    /// How many milestones they have.
    pub milestones: u32,
    /// Whose they are; nobody's where a document names them.
    pub unit: Option<String>,
    /// The reports by which they are finished; none while they are active.
    pub finished: Vec<Uuid>,
}

/// An incident that is not resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentFact {
    pub record: Uuid,
    pub kind: IncidentKind,
    pub told: Arc<Told>,
}

/// A warning, in force or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningFact {
    pub record: Uuid,
    pub warning: Arc<Warning>,
    /// Whether the segment is among the places of the line that it names; else it may be in one of its provinces.
    pub is_here: bool,
}

/// A limit that a unit set for one of the hazards, and what crosses it. It gives no points: how severe the hazard is counts
/// already, and no weight for limits was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertFact {
    pub hazard: Uuid,
    /// The reading that crossed first.
    pub reading: Uuid,
    pub text: String,
}

/// Everything known about one segment that the viewer may know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    pub hazards: Vec<HazardFact>,
    /// What stands of the inspections of its markers, and of the course.
    pub markers: Vec<InspectionFact>,
    pub courses: Vec<InspectionFact>,
    pub incidents: Vec<IncidentFact>,
    pub works: Vec<WorksFact>,
    pub warnings: Vec<WarningFact>,
    pub alerts: Vec<AlertFact>,
    pub coverage: Coverage,
    /// What a rule says of its inspections; none where no rule applies.
    pub due: Option<Due>,
}

impl Facts {
    /// Puts everything into one order, whatever the order in which it arrived.
    pub fn put_in_order(&mut self) {
        self.hazards.sort_by_key(|fact| fact.record);
        self.incidents.sort_by_key(|fact| fact.record);
        self.works.sort_by_key(|fact| fact.record);
        self.warnings.sort_by_key(|fact| fact.record);
    }
}

/// How much of a stretch inspections looked at and could tell about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    #[default]
    None,
    Partial,
    /// The course all along, or, between registered neighbours by number, every marker.
    Whole,
}

impl Coverage {
    /// Of two parts together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self == other { self } else { Self::Partial }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Whole => "whole",
        }
    }
}
