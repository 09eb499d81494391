//! Which properties the features of each layer have, those that many share as groups.

use crate::atlas::layers::LayerId;

/// Of every feature but segments.
const ENVELOPE: &[&str] = &[
    "record",
    "rev",
    "form",
    "seq",
    "label",
    "review_state",
    "received_at",
    "location_basis",
    "line",
    "attachment_count",
];
/// How its place is known.
const PLACE: &[&str] = &[
    "position_method",
    "accuracy_m",
    "accuracy_basis",
    "indicative",
    "line_version",
    "line_status",
    "measure_line",
    "measure_m",
];
/// What it is tied to.
const TIED: &[&str] = &["marker", "near_marker", "segment", "area", "toward", "offset_m"];
/// Of what people testify.
const TESTIMONY: &[&str] = &[
    "recorded_by",
    "reviewed_at",
    "reviewed_by",
    "review_remark",
    "decided_by_rule",
    "contended",
    "corrects",
    "time_standing",
    "device",
    "unit",
    "person",
];
/// Of what stands in the documents.
const SEED: &[&str] =
    &["title", "note", "cite", "flags", "document", "document_title", "province", "seed_key", "clause", "quote"];

/// Everything that a feature of the layer may say.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(super) const fn groups(layer: LayerId) -> &'static [&'static [&'static str]] {
    match layer {
        LayerId::BoundaryLines => &[
            &[
                "key",
                "version",
                "status",
                "name",
                "name_en",
                "provenance",
                "typical_m",
                "worst_m",
                "numbers",
                "numbers_note",
                "length_m",
            ],
            ENVELOPE,
            TIED,
        ],
        LayerId::Markers => &[
            &[
                "key",
                "number",
                "kind",
                "condition",
                "side",
                "attestation",
                "description",
                "height_m",
                "source",
                "anchor",
                "aliases",
                "cite",
                "clause",
                "quote",
                "off_line_m",
            ],
            ENVELOPE,
            PLACE,
        ],
        LayerId::Segments => &[
            &[
                "key",
                "line",
                "label_text",
                "from_marker",
                "to_marker",
                "length_m",
                "from_m",
                "to_m",
                "label",
                "risk_class",
                "risk_score",
                "inspection_state",
            ],
            PLACE,
        ],
        LayerId::Objects => {
            &[&["kind", "name", "code", "looked_after_by", "observed_at"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY]
        }
        LayerId::Hazards => &[&["kind", "severity", "object", "observed_at"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Inspections => &[
            &[
                "mode",
                "condition",
                "notes",
                "object",
                "severity",
                "ground_cracked",
                "marker_cracked",
                "object_cracked",
                "parts",
                "observed_at",
                "distance_to_marker_m",
                "far_from_marker",
            ],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Works => &[&["owner", "milestone"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Crossings => &[&["kind", "status", "pair"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Tasks => &[
            &["lead", "support", "deadline", "due", "strength", "recurrence", "depends_on", "topic", "agreed", "at"],
            SEED,
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Units => {
            &[&["kind", "parent", "valid_from", "valid_to", "successor"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY]
        }
        LayerId::Rules => &[&["subject", "interval"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Duties => &[&["from", "to", "period", "deadline", "due"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Channels => &[&["kind", "other", "subject"], SEED, ENVELOPE, TIED, PLACE, TESTIMONY],
        LayerId::Patrols => &[
            &[
                "mode",
                "force",
                "with",
                "started_at",
                "ended_at",
                "members",
                "notes",
                "participants",
                "other_side",
                "plan",
            ],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::PatrolPlans => &[
            &["mode", "force", "starts_on", "due", "participants", "other_side", "notes"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Tracks => &[
            &[
                "patrol",
                "format",
                "file_digest",
                "started_at",
                "ended_at",
                "max_gap_s",
                "fixes",
                "bad_fix_count",
                "bad_fixes",
                "recorded_m",
                "parts",
            ],
            ENVELOPE,
            TIED,
            TESTIMONY,
            &["position_method"],
        ],
        LayerId::Readings => &[
            &[
                "hazard",
                "method",
                "width_mm",
                "uncertainty_mm",
                "volume_m3",
                "distance_to_line_m",
                "distance_to_marker_m",
                "notes",
                "observed_at",
            ],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Incidents => &[
            &["kind", "title", "notes", "kind_named", "progress", "assignee", "duplicate_of", "observed_at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::DamageReports => &[
            &["finding", "number", "addressee", "remedy", "deadline", "notes", "at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Notices => &[
            &["direction", "kind", "other", "subject", "text", "notice", "to", "at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Meetings => &[
            &["kind", "title", "other", "place", "our_delegates", "their_delegates", "agreed", "notes", "at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::ProgressReports => &[
            &[
                "task",
                "works",
                "milestone",
                "fact",
                "agency",
                "meeting",
                "notes",
                "state",
                "progress",
                "as_of",
                "done_on",
                "event_on",
                "reported_by",
                "number",
                "evidence",
            ],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::SupervisionVisits => &[
            &["works", "mode", "with", "other_side", "findings", "demands", "notes", "at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Urgings => &[
            &["target", "milestone", "period", "to", "number", "text", "deadline", "at"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Assignments => {
            &[&["target", "to", "support", "deadline", "basis", "text", "by", "at"], ENVELOPE, TIED, PLACE, TESTIMONY]
        }
        LayerId::MapChecks => &[
            &[
                "checked",
                "used_for",
                "title",
                "works",
                "sheet",
                "result",
                "finding",
                "follow_up",
                "deadline",
                "notes",
                "at",
            ],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::Warnings => &[
            &["kind", "level", "valid_from", "valid_to", "issuer", "number", "provinces", "communes", "notes"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
        LayerId::ReportParts => &[
            &["duty", "period", "agency", "scope", "letter", "sections", "on_behalf"],
            ENVELOPE,
            TIED,
            PLACE,
            TESTIMONY,
        ],
    }
}
