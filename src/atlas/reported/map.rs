//! What the map of a report is drawn from: the lines where something is, and what is there.

use super::Scope;
use super::conditions::in_force;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::inspection::Condition;
use crate::domain::line::LineStatus;
use crate::domain::report::content::{MapData, MapPoint, Sign};
use crate::domain::report::words;

/// Vertices of one line on a map that is a hand's breadth.
const MOST_VERTICES: usize = 600;
/// Places on one map.
const MOST_POINTS: usize = 400;
/// Degrees that are shown around what is on the map.
const AROUND: f64 = 0.25;

pub(super) fn of(scope: &Scope<'_>) -> MapData {
    let mut points = Vec::new();
    let inspections = scope.standing(LayerId::Inspections);
    for (item, condition) in in_force(&inspections, "marker") {
        let sign = if condition == Condition::Good { Sign::Good } else { Sign::Damaged };
        points.extend(point(sign, item, item.text("marker").map(words::place).unwrap_or_default()));
    }
    for item in scope.standing(LayerId::Hazards) {
        points.extend(point(Sign::Hazard, &item, String::new()));
    }
    for item in scope.happened(LayerId::Incidents) {
        points.extend(point(Sign::Incident, &item, String::new()));
    }
    points.sort_by(|a, b| {
        (a.sign, &a.text).cmp(&(b.sign, &b.text)).then(a.lon.total_cmp(&b.lon)).then(a.lat.total_cmp(&b.lat))
    });
    points.truncate(MOST_POINTS);
    let bounds = bounds(&points);
    let mut is_official = true;
    let mut lines = Vec::new();
    for line in scope.snapshot.register().lines() {
        let near =
            |at: &&crate::domain::position::LonLat| bounds.is_none_or(|bounds| holds(bounds, at.lon(), at.lat()));
        let there: Vec<[f64; 2]> = line.body.vertices.iter().filter(near).map(|at| [at.lon(), at.lat()]).collect();
        if there.len() < 2 {
            continue;
        }
        is_official &= line.body.status == LineStatus::Official;
        lines.push((line.body.key.to_string(), thinned(&there)));
    }
    lines.sort_by(|a: &(String, _), b| a.0.cmp(&b.0));
    MapData { lines, points, is_official }
}

fn point(sign: Sign, item: &Item, text: String) -> Option<MapPoint> {
    let [lon, lat] = item.place?;
    Some(MapPoint { sign, lon, lat, text })
}

/// West, south, east, north, with room around.
fn bounds(points: &[MapPoint]) -> Option<[f64; 4]> {
    let first = points.first()?;
    let start = [first.lon, first.lat, first.lon, first.lat];
    let [west, south, east, north] = points.iter().fold(start, |[west, south, east, north], at| {
        [west.min(at.lon), south.min(at.lat), east.max(at.lon), north.max(at.lat)]
    });
    Some([west - AROUND, south - AROUND, east + AROUND, north + AROUND])
}

fn holds([west, south, east, north]: [f64; 4], lon: f64, lat: f64) -> bool {
    (west..=east).contains(&lon) && (south..=north).contains(&lat)
}

/// Every so many vertices, and the last.
fn thinned(vertices: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let step = vertices.len().div_ceil(MOST_VERTICES).max(1);
    let mut kept: Vec<[f64; 2]> = vertices.iter().step_by(step).copied().collect();
    kept.extend(vertices.last().filter(|last| kept.last() != Some(last)).copied());
    kept
}
