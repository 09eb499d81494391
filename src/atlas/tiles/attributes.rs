//! What a map is told of a feature: enough to draw and filter it, by the names that its GeoJSON has, never the whole record.

use serde_json::{Map, Value};

use super::write;
use crate::atlas::layers::LayerId;
use crate::domain::time::Instant;

/// What a value looks like in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Flag,
    /// A civil day of Viet Nam, such as `2026-11-22`, of what is a moment in the feature: texts in the order of time.
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    pub name: &'static str,
    pub kind: Kind,
}

const fn text(name: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Text }
}
const fn number(name: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Number }
}
const fn flag(name: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Flag }
}
const fn day(name: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Day }
}

/// How the place is known: on every layer, so that what is indicative never looks surveyed.
const LINE: Attribute = text("line");
const METHOD: Attribute = text("position_method");
const INDICATIVE: Attribute = flag("indicative");
const LABEL: Attribute = text("label");
const REVIEW: Attribute = text("review_state");

/// Of every feature: what it is called in its layer.
pub const ID: Attribute = text("id");
/// Of a point that stands for others that lie too close to be drawn: how many it is, itself included.
pub const COUNT: Attribute = number("count");

/// Of markers, for whoever asks: the condition by the inspections that he may know of, the day of the last of them, and
/// whether there never was one (to strangers nothing is said of that).
pub const OF_MARKERS: [Attribute; 3] = [text("condition"), day("last_inspected_at"), flag("never_inspected")];

impl LayerId {
    /// What tiles say of its features.
    pub const fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::BoundaryLines => const { &[LINE, text("name"), text("name_en"), text("version"), text("status")] },
            Self::Markers => {
                const { &[LINE, text("number"), text("kind"), text("side"), text("attestation"), METHOD, INDICATIVE, LABEL] }
            }
            Self::Segments => {
                const {
                    &[
                        LINE,
                        text("label_text"),
                        text("risk_class"),
                        number("risk_score"),
                        text("inspection_state"),
                        text("line_status"),
                        METHOD,
                        INDICATIVE,
                        LABEL,
                    ]
                }
            }
            Self::Objects => {
                const { &[LINE, text("name"), text("kind"), text("marker"), METHOD, INDICATIVE, LABEL, REVIEW] }
            }
            Self::Hazards => {
                const {
                    &[
                        LINE,
                        text("title"),
                        text("kind"),
                        text("severity"),
                        day("observed_at"),
                        text("province"),
                        METHOD,
                        INDICATIVE,
                        LABEL,
                        REVIEW,
                    ]
                }
            }
            Self::Inspections => {
                const {
                    &[
                        LINE,
                        text("marker"),
                        text("condition"),
                        text("mode"),
                        day("observed_at"),
                        text("unit"),
                        METHOD,
                        INDICATIVE,
                        LABEL,
                        REVIEW,
                    ]
                }
            }
            Self::Works | Self::Tasks => {
                const { &[LINE, text("title"), text("province"), METHOD, INDICATIVE, LABEL, REVIEW] }
            }
            Self::Crossings => {
                const { &[LINE, text("title"), text("kind"), text("status"), text("province"), METHOD, INDICATIVE, LABEL] }
            }
            Self::Incidents => {
                const {
                    &[
                        LINE,
                        text("title"),
                        text("kind"),
                        text("progress"),
                        day("observed_at"),
                        text("unit"),
                        METHOD,
                        INDICATIVE,
                        LABEL,
                        REVIEW,
                    ]
                }
            }
            Self::Patrols | Self::PatrolPlans => {
                const { &[LINE, text("mode"), day("started_at"), text("unit"), METHOD, INDICATIVE, LABEL, REVIEW] }
            }
            Self::Tracks => const { &[text("patrol"), day("started_at"), LABEL, REVIEW] },
            Self::Readings => {
                const { &[LINE, text("hazard"), text("method"), day("observed_at"), METHOD, INDICATIVE, LABEL, REVIEW] }
            }
            Self::Meetings | Self::MapChecks | Self::Warnings => {
                const { &[LINE, text("title"), text("kind"), text("result"), METHOD, INDICATIVE, LABEL, REVIEW] }
            }
            Self::Units
            | Self::Rules
            | Self::Duties
            | Self::Channels
            | Self::DamageReports
            | Self::Notices
            | Self::ProgressReports
            | Self::SupervisionVisits
            | Self::Urgings
            | Self::Assignments
            | Self::ReportParts => const { &[LINE, text("title"), text("kind"), METHOD, INDICATIVE, LABEL, REVIEW] },
        }
    }

    /// All that tiles may say of its features, in the order of their keys.
    pub fn keys(self) -> impl Iterator<Item = Attribute> {
        let own: &[Attribute] = if matches!(self, Self::Markers) { &OF_MARKERS } else { &[] };
        [ID].into_iter().chain(self.attributes().iter().copied()).chain(own.iter().copied()).chain([COUNT])
    }
}

/// A property as a tile holds it; none where it is absent or of another kind.
pub(super) fn value(attribute: Attribute, properties: &Map<String, Value>) -> Option<Vec<u8>> {
    match (attribute.kind, properties.get(attribute.name)?) {
        (Kind::Text, Value::String(text)) => Some(write::text(text)),
        (Kind::Number, Value::Number(number)) => number.as_f64().map(write::number),
        (Kind::Flag, Value::Bool(flag)) => Some(write::flag(*flag)),
        (Kind::Day, Value::String(text)) => match Instant::of_any_year(text) {
            Ok(at) => Some(write::text(&at.day().to_string())),
            Err(_) => Some(write::text(text.get(..10)?)),
        },
        _ => None,
    }
}
