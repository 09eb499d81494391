//! A feature as maps draw it: on the grid, with its values encoded and its rank, made when the feature is.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::attributes::value;
use crate::atlas::feature::{Interval, Shape};
use crate::atlas::layers::LayerId;
use crate::domain::number::{MarkerKey, MarkerKind};
use crate::geo::tile::{Course, World};

/// At and above this zoom everything is drawn.
pub const WHOLE_FROM: u8 = 14;
/// The first zoom that shows every main marker: two of them are some 13 points of a screen apart.
const ALL_MAIN: u8 = 10;
const AUXILIARY: u8 = 12;
const STAKES: u8 = 13;
/// The first zoom that shows segments of which nothing calls for attention.
const QUIET_SEGMENTS: u8 = 7;

#[derive(Debug, Clone, Default, PartialEq)]
pub enum DrawnPlace {
    #[default]
    Nowhere,
    Point(World),
    Lines(Arc<[Course]>),
}

/// What tiles say of a feature.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawn {
    pub place: DrawnPlace,
    /// The first zoom that shows it.
    pub from_zoom: u8,
    /// Of several that lie too close to be drawn, the greatest is: the worst, then the latest.
    pub weight: u32,
    /// By the layer's attributes.
    pub values: Vec<Option<Arc<[u8]>>>,
}

impl Drawn {
    pub fn new(layer: LayerId, id: &str, shape: &Shape, time: Interval, properties: &Map<String, Value>) -> Self {
        let place = match shape {
            Shape::None => return Self::default(),
            Shape::Point(at) => DrawnPlace::Point(World::of(*at)),
            Shape::Line(vertices) => lines([&vertices[..]]),
            Shape::Lines(parts) => lines(parts.iter().map(Vec::as_slice)),
        };
        let values = layer.attributes().iter().map(|one| value(*one, properties).map(Arc::from)).collect();
        Self { place, from_zoom: from_zoom(layer, id, properties), weight: weight(layer, time, properties), values }
    }

    /// West, north, east, south, in cells; none where there is nothing to draw.
    pub fn bounds(&self) -> Option<[i64; 4]> {
        match &self.place {
            DrawnPlace::Nowhere => None,
            DrawnPlace::Point(at) => Some([at.x, at.y, at.x, at.y].map(i64::from)),
            DrawnPlace::Lines(courses) => courses.iter().map(Course::bounds).reduce(around),
        }
    }
}

/// The box around two.
pub(super) fn around([w, n, e, s]: [i64; 4], [west, north, east, south]: [i64; 4]) -> [i64; 4] {
    [w.min(west), n.min(north), e.max(east), s.max(south)]
}

fn lines<'a>(parts: impl IntoIterator<Item = &'a [crate::geo::LonLat]>) -> DrawnPlace {
    let courses: Vec<Course> =
        parts.into_iter().filter_map(|part| Course::new(part.iter().map(|at| World::of(*at)))).collect();
    if courses.is_empty() { DrawnPlace::Nowhere } else { DrawnPlace::Lines(courses.into()) }
}

/// The order along the line is the meaning of markers: of main markers, every second by number is dropped from zoom to
/// zoom, so that 144 outlasts 145, and what a tile shows its parts show, too.
fn from_zoom(layer: LayerId, id: &str, properties: &Map<String, Value>) -> u8 {
    match layer {
        LayerId::Markers => id.parse::<MarkerKey>().map_or(0, |key| of_marker(&key)),
        LayerId::Segments => {
            let calls =
                matches!(properties.get("risk_class").and_then(Value::as_str), Some("moderate" | "high" | "very_high"));
            if calls { 0 } else { QUIET_SEGMENTS }
        }
        _ => 0,
    }
}

fn of_marker(key: &MarkerKey) -> u8 {
    let number = key.number();
    match number.kind() {
        MarkerKind::Tripoint => 0,
        MarkerKind::Stake => STAKES,
        MarkerKind::Auxiliary => AUXILIARY,
        _ if number.is_auxiliary() => AUXILIARY,
        _ if number.main() == 0 => 0,
        _ => ALL_MAIN.saturating_sub(u8::try_from(number.main().trailing_zeros()).unwrap_or(ALL_MAIN)),
    }
}

/// The worst first, then the latest: how bad ‖ minutes since 1970.
fn weight(layer: LayerId, time: Interval, properties: &Map<String, Value>) -> u32 {
    const MINUTES: u32 = 29;
    let word = |name: &str| properties.get(name).and_then(Value::as_str).unwrap_or_default();
    let bad: u32 = match layer {
        LayerId::Hazards => match word("severity") {
            "critical" => 5,
            "high" => 4,
            "moderate" => 3,
            "unknown" => 2,
            _ => 1,
        },
        LayerId::Inspections => match word("condition") {
            "missing" => 5,
            "damaged" | "tilted" | "displaced" | "buried" => 4,
            "at_risk_of_damage" | "not_found" => 3,
            _ => 1,
        },
        LayerId::Incidents => match word("progress") {
            "resolved" | "closed" | "duplicate" => 1,
            _ => 3,
        },
        _ => 1,
    };
    let minutes = if time.from == i64::MIN { 0 } else { (time.from / 60_000).clamp(0, (1 << MINUTES) - 1) };
    bad << MINUTES | u32::try_from(minutes).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_markers_are_thinned_by_number_and_tripoints_stay() {
        let zoom = |key: &str| of_marker(&key.parse().unwrap());
        assert_eq!((zoom("VN-CN:0"), zoom("VN-LA:144"), zoom("VN-LA:145")), (0, 6, 10));
        assert_eq!((zoom("VN-CN:1024"), zoom("VN-CN:1088_2"), zoom("VN-KH:stake-12")), (0, 12, 13));
        // Twins go together.
        assert_eq!(zoom("VN-CN:261.1"), zoom("VN-CN:261.2"));
    }

    #[test]
    fn the_worst_outlasts_the_latest() {
        let severity = |word: &str| Map::from_iter([("severity".to_owned(), Value::from(word))]);
        let at = |millis| Interval { from: millis, to: millis };
        let weigh = |word: &str, millis| weight(LayerId::Hazards, at(millis), &severity(word));
        assert!(weigh("critical", 0) > weigh("high", 1_700_000_000_000));
        assert!(weigh("high", 1_700_000_060_000) > weigh("high", 1_700_000_000_000));
    }
}
