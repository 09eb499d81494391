//! Where a record is, in the words of its maker.
//!
//! What was asserted stays as asserted: coordinates as observed, or a reference to markers. The place on a given
//! version of the line is derived from it, may change with a better line, and is kept apart (`placement`).

use serde::{Deserialize, Serialize};

use super::number::{LineKey, MarkerKey, SegmentKey};
use super::position::LonLat;

/// The coordinate reference system of RFC 7946: WGS 84, longitude before latitude.
pub const CRS84: &str = "OGC:CRS84";

/// Something on the line that a record refers to (the referent of ISO 19148).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Referent {
    /// The marker itself.
    Marker(MarkerKey),
    /// The area of a marker ("khu vực mốc 211"): not the marker, and not a point.
    NearMarker(MarkerKey),
    /// Somewhere between two markers.
    Segment(SegmentKey),
    /// A named area without a marker ("khu vực Tân Thanh").
    Area(String),
    /// So many metres along the line from a marker, toward another ("mốc 144 + 300 m về phía mốc 145").
    Along { marker: MarkerKey, toward: MarkerKey, offset_m: OffsetMetres },
}

/// An offset along the line: finite metres, so that equal references are equal.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct OffsetMetres(f64);

// Not a number never gets in and −0.0 is written as 0.0, so equality is total and agrees with the bits.
impl Eq for OffsetMetres {}

impl std::hash::Hash for OffsetMetres {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl OffsetMetres {
    /// `None` unless finite and not negative.
    pub fn new(metres: f64) -> Option<Self> {
        (metres.is_finite() && metres >= 0.0).then_some(Self(metres + 0.0))
    }

    pub const fn metres(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for OffsetMetres {
    type Error = &'static str;

    fn try_from(metres: f64) -> Result<Self, Self::Error> {
        Self::new(metres).ok_or("an offset is a finite number of metres, 0 or more")
    }
}

impl From<OffsetMetres> for f64 {
    fn from(offset: OffsetMetres) -> Self {
        offset.0
    }
}

impl Referent {
    pub fn line(&self) -> Option<LineKey> {
        match self {
            Self::Marker(key) | Self::NearMarker(key) | Self::Along { marker: key, .. } => Some(key.line()),
            Self::Segment(key) => Some(key.line()),
            Self::Area(_) => None,
        }
    }
}

/// Coordinates as a person or an instrument gave them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    pub position: LonLat,
    /// Radius in metres that the maker claims; absent when nothing was claimed.
    pub accuracy_m: Option<f64>,
    /// The system the coordinates were given in.
    pub crs: String,
    /// The coordinates in that system, as they were written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Height in metres as it was given, and over what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vertical_datum: Option<String>,
}

impl Observed {
    /// A place with nothing said about it but its system.
    pub const fn at(position: LonLat, crs: String) -> Self {
        Self { position, accuracy_m: None, crs, given: None, height_m: None, vertical_datum: None }
    }
}

/// Everything the maker said about the place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Location {
    pub referent: Option<Referent>,
    pub observed: Option<Observed>,
}

/// Which of the two carries the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationBasis {
    Observed,
    Referenced,
    None,
}

impl LocationBasis {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Referenced => "referenced",
            Self::None => "none",
        }
    }
}

impl Location {
    pub fn at(referent: Referent) -> Self {
        Self { referent: Some(referent), observed: None }
    }

    pub fn basis(&self) -> LocationBasis {
        if self.observed.is_some() {
            LocationBasis::Observed
        } else if self.referent.is_some() {
            LocationBasis::Referenced
        } else {
            LocationBasis::None
        }
    }
}

/// How a derived position came about. Only `Surveyed` and `Observed` were measured on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionMethod {
    /// Published official coordinates.
    Surveyed,
    /// Coordinates that the record itself brought.
    Observed,
    /// The end of a line that is itself only a sketch.
    LineEnd,
    /// Worked out from the marker's number between known markers: tells the order, not the place.
    InterpolatedByNumber,
    /// A stretch between two markers of which at least one is only indicative.
    Schematic,
    /// So many metres along the line from a marker: as good as marker and line are.
    Referenced,
}

impl PositionMethod {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Surveyed => "surveyed",
            Self::Observed => "observed",
            Self::LineEnd => "line_end",
            Self::InterpolatedByNumber => "interpolated_by_number",
            Self::Schematic => "schematic",
            Self::Referenced => "referenced",
        }
    }

    /// What an accuracy stated with it rests on.
    pub const fn accuracy_basis(self) -> &'static str {
        match self {
            Self::Surveyed => "published",
            Self::Observed => "claimed_by_maker",
            // Worked out by leaving known markers out: an estimate, and where only the ends of a line are known it may
            // be several times too small.
            Self::LineEnd | Self::InterpolatedByNumber | Self::Schematic | Self::Referenced => "estimate",
        }
    }

    /// Whether the position may be shown as measured.
    pub const fn is_measured(self) -> bool {
        matches!(self, Self::Surveyed | Self::Observed)
    }
}

/// A record's place on one version of the line: derived, and rebuilt whenever the line is.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Line and version that the measures belong to; none for a place off every line.
    pub line: Option<(LineKey, String)>,
    pub method: PositionMethod,
    /// Metres along the line from its start.
    pub from_m: Option<f64>,
    pub to_m: Option<f64>,
    /// A point of the place: the point itself, or the middle of a stretch.
    pub position: LonLat,
    /// How far off the position may be, in metres; none when nobody said.
    pub accuracy_m: Option<f64>,
}
