//! One feature as the atlas keeps it.

use std::sync::Arc;

use super::tiles::Drawn;
use crate::domain::position::LonLat;
use crate::geo::{NO_PLACE_KEY, Rect, order_key, touches_line};

/// Where a feature lies.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Nowhere in particular: matches every box, as OGC API – Features, Part 1 (7.15.3) wants it.
    None,
    Point(LonLat),
    Line(Arc<[LonLat]>),
    /// Parts that do not hang together: a track with pauses.
    Lines(Arc<[Vec<LonLat>]>),
}

impl Shape {
    /// Smallest box around it: west, south, east, north.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        match self {
            Self::None => None,
            Self::Point(at) => Some([at.lon(), at.lat(), at.lon(), at.lat()]),
            Self::Line(vertices) => around(vertices.iter()),
            Self::Lines(parts) => around(parts.iter().flatten()),
        }
    }

    /// Whether any of it lies in the box, edges included. A line whose bounds meet the box may still pass it by.
    pub fn touches(&self, rect: &Rect) -> bool {
        match self {
            Self::None => true,
            Self::Point(at) => touches_line(&[*at], rect),
            Self::Line(vertices) => touches_line(vertices, rect),
            Self::Lines(parts) => parts.iter().any(|vertices| touches_line(vertices, rect)),
        }
    }

    /// The shape that clients see, and therefore the one that boxes are asked about: seven decimals, a centimetre, finer
    /// than anything here was measured. A box drawn on printed coordinates must find what was printed.
    #[must_use]
    pub fn as_shown(&self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Point(at) => Self::Point(at.to_seven_decimals()),
            Self::Line(vertices) => Self::Line(vertices.iter().map(|at| at.to_seven_decimals()).collect()),
            Self::Lines(parts) => {
                Self::Lines(parts.iter().map(|part| part.iter().map(|at| at.to_seven_decimals()).collect()).collect())
            }
        }
    }

    /// The place by which the feature is put in order when it is made; frozen from then on.
    pub fn order_key(&self) -> u64 {
        match self {
            Self::None => NO_PLACE_KEY,
            Self::Point(at) => order_key(*at),
            Self::Line(vertices) => vertices.first().map_or(NO_PLACE_KEY, |at| order_key(*at)),
            Self::Lines(parts) => parts.iter().flatten().next().map_or(NO_PLACE_KEY, |at| order_key(*at)),
        }
    }
}

fn around<'a>(places: impl Iterator<Item = &'a LonLat>) -> Option<[f64; 4]> {
    places.fold(None, |bounds: Option<[f64; 4]>, at| {
        let (lon, lat) = (at.lon(), at.lat());
        let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    })
}

/// The place of a feature in the order of its layer: along the curve, then by id. Never changes while it lives, so
/// that a walk by cursor sees each feature once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    pub curve: u64,
    pub id: Arc<str>,
}

/// When something happened: first and last millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub from: i64,
    pub to: i64,
}

impl Interval {
    /// Of a feature without a time: meets every interval, as OGC API – Features, Part 1 (7.15.4) wants it.
    pub const UNSTATED: Self = Self { from: i64::MIN, to: i64::MAX };

    pub const fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

#[derive(Debug, Clone)]
pub struct Feature {
    pub order: Order,
    /// As clients see it, and boxes are asked about it.
    pub shape: Shape,
    /// Where it has more digits than are shown: what goes out as a file keeps them.
    pub exact: Option<Shape>,
    pub time: Interval,
    /// Values of the layer's queryables, in their order; none where a property is absent or a list.
    pub columns: Vec<Option<Arc<str>>>,
    /// As tiles show it.
    pub drawn: Drawn,
    /// The GeoJSON feature, ready to send.
    pub json: Box<[u8]>,
}
