//! The properties of each layer, and what each of them is: the one table behind schemas, queryables and filters.
//!
//! What a property of a name is, is the same in all layers but for the few that [`of_layer`] names. Which words a code may be
//! is in [`words`](crate::atlas::words), what people call it with the pages.

use std::sync::LazyLock;

use super::LayerId;

/// What the value of a property is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text; where its words are a closed set, only those.
    Text,
    /// Key of a line, marker or segment. Compared and sorted by its place along the line.
    Line,
    Marker,
    Segment,
    /// A UUID.
    Id,
    /// With its unit (UCUM), where it has one.
    Number(Option<&'static str>),
    Integer(Option<&'static str>),
    Flag,
    /// A moment, RFC 3339.
    Time,
    /// A day in Vietnam.
    Day,
    /// Lists and structures are shown, and cannot be asked for.
    List,
    Structure,
}

impl Kind {
    pub const fn is_scalar(self) -> bool {
        !matches!(self, Self::List | Self::Structure)
    }
}

/// A property of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
}

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
const fn groups(layer: LayerId) -> &'static [&'static [&'static str]] {
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

/// Names that mean something else in one layer than in the others.
const fn of_layer(layer: LayerId, name: &str) -> Option<Kind> {
    Some(match (layer, name.as_bytes()) {
        (LayerId::Duties, b"from" | b"period") | (LayerId::Works, b"milestone") => Kind::List,
        (LayerId::Tasks, b"agreed") | (LayerId::Inspections, b"parts") => Kind::Structure,
        (LayerId::Inspections, b"object") | (LayerId::DamageReports, b"finding") => Kind::Id,
        (LayerId::Warnings, b"valid_from" | b"valid_to") => Kind::Time,
        (LayerId::Segments, b"key") => Kind::Segment,
        (LayerId::Markers, b"key") => Kind::Marker,
        (LayerId::BoundaryLines, b"key") => Kind::Line,
        (LayerId::Tasks | LayerId::Works, b"target") => Kind::Id,
        _ => return None,
    })
}

/// What a property of this name is.
const fn kind(layer: LayerId, name: &'static str) -> Kind {
    if let Some(kind) = of_layer(layer, name) {
        return kind;
    }
    match name.as_bytes() {
        b"record" | b"corrects" | b"duplicate_of" | b"decided_by_rule" | b"patrol" | b"hazard" | b"plan"
        | b"notice" | b"task" | b"works" | b"meeting" | b"target" | b"duty" => Kind::Id,
        b"line" | b"measure_line" => Kind::Line,
        b"marker" | b"near_marker" | b"from_marker" | b"to_marker" | b"toward" => Kind::Marker,
        b"segment" => Kind::Segment,
        b"received_at" | b"reviewed_at" | b"observed_at" | b"started_at" | b"ended_at" | b"at" => Kind::Time,
        b"due" | b"valid_from" | b"valid_to" | b"starts_on" | b"as_of" | b"done_on" | b"event_on" => Kind::Day,
        b"accuracy_m"
        | b"measure_m"
        | b"from_m"
        | b"to_m"
        | b"length_m"
        | b"off_line_m"
        | b"offset_m"
        | b"typical_m"
        | b"worst_m"
        | b"distance_to_marker_m"
        | b"distance_to_line_m"
        | b"recorded_m" => Kind::Number(Some("m")),
        b"width_mm" | b"uncertainty_mm" => Kind::Number(Some("mm")),
        b"volume_m3" => Kind::Number(Some("m3")),
        b"risk_score" => Kind::Number(None),
        b"max_gap_s" => Kind::Integer(Some("s")),
        b"rev" | b"form" | b"seq" | b"attachment_count" | b"members" | b"fixes" | b"bad_fix_count" | b"parts"
        | b"level" | b"milestone" => Kind::Integer(None),
        b"indicative" | b"contended" | b"ground_cracked" | b"marker_cracked" | b"object_cracked"
        | b"far_from_marker" | b"on_behalf" => Kind::Flag,
        b"cite" | b"flags" | b"aliases" | b"lead" | b"support" | b"depends_on" | b"with" | b"participants"
        | b"our_delegates" | b"their_delegates" | b"agreed" | b"provinces" | b"communes" | b"sections" => Kind::List,
        b"provenance" | b"numbers" | b"bad_fixes" | b"letter" => Kind::Structure,
        _ => Kind::Text,
    }
}

static FIELDS: LazyLock<[Vec<Field>; LayerId::ALL.len()]> = LazyLock::new(|| {
    LayerId::ALL.map(|layer| {
        let mut fields: Vec<Field> = Vec::new();
        for name in groups(layer).iter().copied().flatten() {
            if fields.iter().all(|held| held.name != *name) {
                fields.push(Field { name, kind: kind(layer, name) });
            }
        }
        fields
    })
});

impl LayerId {
    /// All properties of the layer, in the order in which they are listed.
    pub fn fields(self) -> &'static [Field] {
        &FIELDS[self.index()]
    }

    /// The number of a property among the layer's, and what it is.
    pub fn field(self, name: &str) -> Option<(usize, Field)> {
        let n = self.fields().iter().position(|field| field.name == name)?;
        Some((n, self.fields()[n]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_items_can_be_selected_by_is_a_property_that_can_be_asked_for() {
        for layer in LayerId::ALL {
            for name in layer.about().queryables {
                let field = layer.field(name).unwrap_or_else(|| panic!("{name} of {layer:?}")).1;
                assert!(field.kind.is_scalar() || (layer, *name) == (LayerId::Duties, "period"), "{name} of {layer:?}");
            }
        }
    }
}
