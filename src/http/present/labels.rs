//! Names of properties and words of the data for people, and which properties a list shows.

mod names;
mod values;

pub use names::label;
pub use values::{value, value_in};

use crate::atlas::LayerId;

/// The properties that a list of a layer shows, first the one that carries the link.
pub const fn columns(layer: LayerId) -> &'static [&'static str] {
    match layer {
        LayerId::BoundaryLines => &["name", "key", "status", "length_m", "version"],
        LayerId::Markers => &["number", "line", "kind", "position_method", "accuracy_m", "attestation"],
        LayerId::Segments => {
            &["label_text", "line", "risk_class", "risk_score", "inspection_state", "length_m", "position_method"]
        }
        LayerId::Objects => &["name", "kind", "marker", "segment", "looked_after_by", "review_state"],
        LayerId::Hazards => &["title", "kind", "severity", "clause", "province"],
        LayerId::Inspections => &["observed_at", "marker", "segment", "condition", "mode", "review_state"],
        LayerId::Works => &["title", "segment", "clause", "province"],
        LayerId::Crossings => &["title", "kind", "status", "pair", "clause"],
        LayerId::Tasks => &["title", "lead", "deadline", "recurrence", "clause"],
        LayerId::Units => &["title", "kind", "province", "valid_to"],
        LayerId::Rules => &["title", "subject", "interval", "clause"],
        LayerId::Duties => &["title", "from", "to", "period", "deadline"],
        LayerId::Channels => &["title", "kind", "other", "subject"],
        LayerId::Patrols => &["started_at", "ended_at", "unit", "force", "mode", "segment", "review_state"],
        LayerId::Readings => &["observed_at", "hazard", "width_mm", "uncertainty_mm", "method", "review_state"],
        LayerId::Incidents => &["title", "observed_at", "kind", "progress", "assignee", "review_state"],
        LayerId::DamageReports => &["at", "number", "addressee", "remedy", "deadline", "review_state"],
        LayerId::Notices => &["subject", "at", "direction", "kind", "other", "to"],
        LayerId::Meetings => &["title", "at", "kind", "other", "place", "review_state"],
        LayerId::PatrolPlans => &["starts_on", "due", "unit", "force", "mode", "segment", "review_state"],
        LayerId::ProgressReports => &["as_of", "state", "progress", "reported_by", "number", "review_state"],
        LayerId::SupervisionVisits => &["at", "mode", "segment", "findings", "unit", "review_state"],
        LayerId::Urgings => &["at", "to", "period", "number", "deadline"],
        LayerId::Assignments => &["at", "to", "support", "deadline", "basis"],
        LayerId::MapChecks => &["title", "checked", "at", "used_for", "result", "review_state"],
        LayerId::Warnings => &["kind", "level", "valid_from", "valid_to", "issuer", "number", "review_state"],
        LayerId::ReportParts => &["agency", "period", "scope", "letter", "review_state"],
        LayerId::Tracks => &["started_at", "ended_at", "patrol", "fixes", "bad_fix_count", "recorded_m"],
    }
}

/// What people read first; the rest follows by name.
const FIRST: [&str; 41] = [
    "title",
    "standing",
    "name",
    "number",
    "label_text",
    "kind",
    "status",
    "severity",
    "condition",
    "mode",
    "observed_at",
    "marker",
    "near_marker",
    "segment",
    "area",
    "object",
    "lead",
    "support",
    "deadline",
    "due",
    "depends_on",
    "recurrence",
    "from",
    "to",
    "period",
    "other",
    "subject",
    "interval",
    "pair",
    "owner",
    "milestone",
    "notes",
    "note",
    "cite",
    "flags",
    "document_title",
    "province",
    "line",
    "position_method",
    "accuracy_m",
    "indicative",
];

/// Where a property stands on the page of one feature.
pub fn rank(name: &str) -> usize {
    FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len())
}

/// A clause for people: the text before the first and after the last has no number.
pub fn clause(clause: &str) -> &str {
    match clause {
        "preamble" => "mở đầu",
        "closing" => "kết thúc",
        _ => clause,
    }
}
