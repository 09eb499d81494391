//! The properties of each layer, and what each of them is: the one table behind schemas, queryables and filters.
//!
//! What a property of a name is, is the same in all layers but for the few that [`of_layer`] names. Which words a code may be
//! is in [`words`](crate::atlas::words), what people call it with the pages.

mod groups;

use std::sync::LazyLock;

use super::LayerId;
use groups::groups;

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

/// Names that mean something else in one layer than in the others.
const fn of_layer(layer: LayerId, name: &str) -> Option<Kind> {
    Some(match (layer, name.as_bytes()) {
        (LayerId::Duties, b"from" | b"period") | (LayerId::Works, b"milestone") => Kind::List,
        (LayerId::Tasks, b"agreed") | (LayerId::Inspections, b"parts") => Kind::Structure,
        (LayerId::Inspections, b"object")
        | (LayerId::DamageReports, b"finding")
        | (LayerId::Tasks | LayerId::Works, b"target") => Kind::Id,
        (LayerId::Warnings, b"valid_from" | b"valid_to") => Kind::Time,
        (LayerId::Segments, b"key") => Kind::Segment,
        (LayerId::Markers, b"key") => Kind::Marker,
        (LayerId::BoundaryLines, b"key") => Kind::Line,
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
