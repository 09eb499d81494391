//! The words that a queryable can hold, where they are a closed set: a filter for any other word is a mistake, and
//! "nothing found" would be a false answer to it.

use super::layers::LayerId;
use crate::domain::attention::{Class, InspectionState};
use crate::domain::incident::{IncidentKind, Progress};
use crate::domain::inspection::{Condition, Mode};
use crate::domain::map_check::{MapFinding, MapUse};
use crate::domain::measurement::Method;
use crate::domain::meeting::MeetingKind;
use crate::domain::notice::{Direction, NoticeKind};
use crate::domain::object::ObjectKind;
use crate::domain::patrol::Force;
use crate::domain::report_part::PartScope;
use crate::domain::warning::WarningKind;

/// What the value of a queryable may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    Any,
    Words(Vec<&'static str>),
    Line,
    Marker,
    Segment,
    /// As [`number_text`] writes it.
    Number,
}

/// A number as the columns hold it.
pub fn number_text(number: f64) -> String {
    // A zero has no sign here.
    (number + 0.0).to_string()
}

/// What the value of one queryable of a layer may be.
pub fn values(layer: LayerId, queryable: &str) -> Values {
    let words: &[&'static str] = match (layer, queryable) {
        (_, "line") => return Values::Line,
        (_, "marker" | "near_marker") => return Values::Marker,
        (_, "segment") => return Values::Segment,
        (_, "condition") => return Values::Words(Condition::ALL.map(Condition::as_str).to_vec()),
        (_, "mode") => return Values::Words(Mode::ALL.map(Mode::as_str).to_vec()),
        (_, "force") => return Values::Words(Force::ALL.map(Force::as_str).to_vec()),
        (_, "severity") => &["unknown", "low", "moderate", "high", "critical"],
        (_, "label") => &["public", "internal", "restricted"],
        (_, "review_state") => &["draft", "submitted", "approved", "returned"],
        (LayerId::Warnings, "kind") => WarningKind::WORDS,
        (_, "risk_class") => return Values::Words(Class::ALL.map(Class::as_str).to_vec()),
        (_, "inspection_state") => return Values::Words(InspectionState::ALL.map(InspectionState::as_str).to_vec()),
        (_, "risk_score") => return Values::Number,
        (_, "side") => &["ours", "theirs", "on_the_line", "unknown"],
        (_, "attestation") => &["published", "named", "implied_by_numbering"],
        (_, "position_method") => &["surveyed", "observed", "line_end", "interpolated_by_number", "schematic"],
        (_, "recurrence") => &["once", "regular", "monthly", "quarterly", "yearly"],
        (LayerId::BoundaryLines, "status") => &["official", "sketch"],
        (LayerId::Crossings, "status") => &["operating", "planned", "unknown"],
        (LayerId::Markers, "kind") => &["main", "auxiliary", "same_number", "stake", "tripoint"],
        (LayerId::Objects, "kind") => ObjectKind::WORDS,
        (LayerId::Hazards, "kind") => &["landslide", "landslide_risk", "crack", "bank_erosion"],
        (LayerId::Crossings, "kind") => {
            &["international", "main", "secondary", "local_opening", "freight_road", "unknown"]
        }
        (LayerId::Channels, "kind") => &["channel", "meeting", "minutes", "talks"],
        (LayerId::Readings, "method") => Method::WORDS,
        (LayerId::Incidents, "kind") => IncidentKind::WORDS,
        (LayerId::Incidents, "progress") => Progress::WORDS,
        (LayerId::Notices, "kind") => NoticeKind::WORDS,
        (LayerId::Notices, "direction") => Direction::WORDS,
        (LayerId::Meetings, "kind") => MeetingKind::WORDS,
        (LayerId::MapChecks, "used_for") => MapUse::WORDS,
        (LayerId::MapChecks, "result") => MapFinding::WORDS,
        (LayerId::ReportParts, "scope") => PartScope::WORDS,
        _ => return Values::Any,
    };
    Values::Words(words.to_vec())
}
