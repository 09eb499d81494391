//! Which layers there are, their names, and what can be asked of each.

mod about;
mod fields;

use crate::domain::record::Body;
pub use about::About;
pub use fields::{Field, Kind};

/// A layer, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerId {
    BoundaryLines,
    Markers,
    Segments,
    Objects,
    Hazards,
    Inspections,
    Works,
    Crossings,
    Tasks,
    Units,
    Rules,
    Duties,
    Channels,
    Patrols,
    Tracks,
    Readings,
    Incidents,
    DamageReports,
    Notices,
    Meetings,
    PatrolPlans,
    ProgressReports,
    SupervisionVisits,
    Urgings,
    Assignments,
    MapChecks,
    Warnings,
    ReportParts,
}

impl LayerId {
    pub const ALL: [Self; 28] = [
        Self::BoundaryLines,
        Self::Markers,
        Self::Segments,
        Self::Objects,
        Self::Hazards,
        Self::Inspections,
        Self::Works,
        Self::Crossings,
        Self::Tasks,
        Self::Units,
        Self::Rules,
        Self::Duties,
        Self::Channels,
        Self::Patrols,
        Self::Tracks,
        Self::Readings,
        Self::Incidents,
        Self::DamageReports,
        Self::Notices,
        Self::Meetings,
        Self::PatrolPlans,
        Self::ProgressReports,
        Self::SupervisionVisits,
        Self::Urgings,
        Self::Assignments,
        Self::MapChecks,
        Self::Warnings,
        Self::ReportParts,
    ];

    /// The names of all, in that order.
    pub const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut n = 0;
        while n < names.len() {
            names[n] = Self::ALL[n].about().id;
            n += 1;
        }
        names
    };

    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether features of the layer are entries of the register that a person may edit one by one. Boundary lines come as
    /// whole versions, segments follow from markers, and everything else is somebody's testimony, corrected by further records.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Markers)
    }

    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.about().id == id)
    }

    /// The layer that holds records of this kind; none for what is no map layer.
    pub const fn of(body: &Body) -> Option<Self> {
        Some(match body {
            Body::BoundaryLine(_) => Self::BoundaryLines,
            Body::Marker(_) => Self::Markers,
            Body::Object(_) => Self::Objects,
            Body::Hazard(_) => Self::Hazards,
            Body::Inspection(_) => Self::Inspections,
            Body::Works(_) => Self::Works,
            Body::Crossing(_) => Self::Crossings,
            Body::Task(_) => Self::Tasks,
            Body::Unit(_) => Self::Units,
            Body::Rule(_) => Self::Rules,
            Body::Duty(_) => Self::Duties,
            Body::Channel(_) => Self::Channels,
            Body::Patrol(_) => Self::Patrols,
            Body::Track(_) => Self::Tracks,
            Body::Measurement(_) => Self::Readings,
            Body::Incident(_) => Self::Incidents,
            Body::DamageReport(_) => Self::DamageReports,
            Body::Notice(_) | Body::Forward(_) => Self::Notices,
            Body::Meeting(_) => Self::Meetings,
            Body::PatrolPlan(_) => Self::PatrolPlans,
            Body::TaskReport(_) | Body::WorksReport(_) => Self::ProgressReports,
            Body::SupervisionVisit(_) => Self::SupervisionVisits,
            Body::Urging(_) => Self::Urgings,
            Body::Assignment(_) => Self::Assignments,
            Body::MapCheck(_) => Self::MapChecks,
            Body::Warning(_) => Self::Warnings,
            Body::ReportPart(_) => Self::ReportParts,
            // Shown with what they are about.
            Body::Import(_)
            | Body::Review(_)
            | Body::Tombstone(_)
            | Body::Relabel(_)
            | Body::ProgressStep(_)
            | Body::Answer(_)
            | Body::Acknowledgement(_)
            | Body::Counterpart(_)
            | Body::ExchangeFile(_)
            | Body::ApprovalRule(_)
            | Body::RuleEnd(_)
            | Body::Threshold(_)
            | Body::Narrative(_)
            | Body::IssuedReport(_)
            | Body::InspectionRule(_)
            | Body::Campaign(_)
            | Body::MethodApproval(_)
            | Body::SendingDeadline(_)
            | Body::Unread(_) => return None,
        })
    }
}
