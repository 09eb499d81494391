//! Coverage against the obvious loop: the line sampled every metre, every stretch of track tried for each sample, in a
//! plane about the sample that is worked out from the ellipsoid's radii and shares no formula with the code.

use super::tests::{tolerance, walked};
use super::*;
use crate::domain::position::LonLat;
use crate::geo::Intervals;
use crate::geo::testing::{fixed, place};
use proptest::prelude::*;

/// A walk of legs, each a length and a turn.
type Legs = Vec<(f64, f64)>;

#[derive(Clone, Debug)]
struct Case {
    line: Polyline,
    track: Vec<TrackSegment>,
    /// The same, written backwards and twice.
    again: Vec<TrackSegment>,
    tolerance: f64,
}

/// Metres for a degree of longitude and one of latitude.
fn scale(lat: f64) -> (f64, f64) {
    let e2 = 0.006_694_379_990_14;
    let sin = lat.to_radians().sin();
    let w = (1.0 - e2 * sin * sin).sqrt();
    let across = 6_378_137.0 / w;
    let along = across * (1.0 - e2) / (w * w);
    (across * lat.to_radians().cos() * 1f64.to_radians(), along * 1f64.to_radians())
}

fn wrapped(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

fn offset(origin: (f64, f64), east: f64, north: f64) -> LonLat {
    let (x, y) = scale(origin.1);
    place(wrapped(origin.0 + east / x), origin.1 + north / y)
}

fn walk(origin: (f64, f64), start: (f64, f64), legs: &Legs) -> Vec<LonLat> {
    let (mut east, mut north) = start;
    let mut heading = 0.0;
    let mut places = vec![offset(origin, east, north)];
    for &(length, turn) in legs {
        heading += turn;
        (east, north) = (east + length * f64::cos(heading), north + length * f64::sin(heading));
        places.push(offset(origin, east, north));
    }
    places
}

/// Winding lines, which come near themselves and cross; tracks that follow, cross, stand still and go away; in Vietnam,
/// across the antimeridian, on the equator, far north.
fn cases() -> impl Strategy<Value = Case> {
    let origin = prop::sample::select(vec![(104.0, 21.0), (179.999, 12.0), (30.0, 0.0), (-60.0, -72.0)]);
    let line = prop::collection::vec((prop_oneof![5.0..60.0, 60.0..700.0], -1.5..1.5), 1..14);
    let leg = prop_oneof![4 => (5.0..250.0, -1.2..1.2), 1 => Just((0.0, 0.0)), 1 => (250.0..1_500.0, -3.0..3.0)];
    let track = prop::collection::vec((-300.0..1_200.0, -400.0..400.0, prop::collection::vec(leg, 0..12)), 0..3);
    (origin, line, track, any::<bool>(), prop_oneof![1.0..10.0, 10.0..120.0]).prop_map(
        |(origin, line, tracks, follows, tolerance)| {
            let line = walk(origin, (0.0, 0.0), &line);
            let mut tracks: Vec<_> = tracks.iter().map(|(x, y, legs)| walk(origin, (*x, *y), legs)).collect();
            if follows {
                // Along the line, a little beside it.
                let (x, y) = scale(origin.1);
                let beside =
                    |at: &LonLat| place(wrapped(at.lon() + 0.6 * tolerance / x), at.lat() + 0.5 * tolerance / y);
                tracks.push(line.iter().skip(1).take(5).map(beside).collect());
            }
            let track: Vec<_> = tracks.iter().flat_map(|places| walked(places)).collect();
            let backwards = tracks.iter().rev().map(|places| places.iter().rev().copied().collect::<Vec<_>>());
            let twice = backwards.chain(tracks.first().cloned()).collect::<Vec<_>>();
            let again = twice.iter().flat_map(|places| walked(places)).collect();
            Case { line: Polyline::new(line).expect("a line"), track, again, tolerance }
        },
    )
}

/// Least distance from a place to any stretch of track, in the plane about the place.
fn nearest(from: LonLat, stretches: &[[LonLat; 2]]) -> f64 {
    let (x, y) = scale(from.lat());
    let flat = |to: LonLat| (wrapped(to.lon() - from.lon()) * x, (to.lat() - from.lat()) * y);
    let to = |&[a, b]: &[LonLat; 2]| {
        let ((ax, ay), (bx, by)) = (flat(a), flat(b));
        let (dx, dy) = (bx - ax, by - ay);
        let length2 = dx * dx + dy * dy;
        let share = if length2 > 0.0 { (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
        (ax + share * dx).hypot(ay + share * dy)
    };
    stretches.iter().map(to).fold(f64::INFINITY, f64::min)
}

/// The stretches of a track, cut where they are long, so that the plane is good enough for each.
fn stretches(track: &[TrackSegment]) -> Vec<[LonLat; 2]> {
    let pairs = track.iter().flat_map(|segment| segment.fixes().array_windows());
    let mut stretches = Vec::new();
    for [one, next] in pairs {
        let metres = distance(one.place, next.place).0;
        let mut last = one.place;
        let mut along = 100.0;
        while along < metres {
            let end = between(one.place, next.place, along);
            stretches.push([last, end]);
            last = end;
            along += 100.0;
        }
        stretches.push([last, next.place]);
    }
    stretches
}

proptest! {
    #![proptest_config(fixed(34, 120))]

    #[test]
    fn every_metre_of_the_line_is_covered_just_where_a_track_is_near(case in cases()) {
        // The plane is good to 2 mm within the tolerance of the sample.
        const SLACK: f64 = 0.005;
        let index = CoverageIndex::new(&case.line);
        let covered = index.cover(&case.track, tolerance(case.tolerance));
        let stretches = stretches(&case.track);
        let (length, mut near, mut unsure, mut samples) = (case.line.length().0, 0_u32, 0_u32, 0_u32);
        let mut measure = 0.5;
        while measure < length {
            let off = nearest(case.line.at(Metres(measure)).expect("on the line"), &stretches);
            let is_covered = contains(covered.intervals(), measure);
            if off < case.tolerance - SLACK {
                prop_assert!(is_covered, "{} m off at {} m, tolerance {}", off, measure, case.tolerance);
            } else if off > case.tolerance + SLACK {
                prop_assert!(!is_covered, "{} m off at {} m, tolerance {}", off, measure, case.tolerance);
            } else {
                unsure += 1;
            }
            near += u32::from(off <= case.tolerance);
            samples += 1;
            measure += 1.0;
        }
        // By length: half a metre for each end of an interval, and what the plane could not tell.
        let ends = u32::try_from(covered.intervals().as_slice().len()).expect("few") * 2 + 1;
        let allowed = f64::from(ends) * 0.5 + f64::from(unsure) + 1.0;
        let total = covered.intervals().total().0;
        prop_assert!((total - f64::from(near)).abs() <= allowed, "{} m, of {} samples {}", total, samples, near);
        let whole = covered.within(Metres(0.0), case.line.length()).expect("a range");
        prop_assert!((whole.covered.0 - total).abs() < 1e-5);
    }

    #[test]
    fn backwards_and_twice_is_the_same_to_the_last_bit(case in cases()) {
        let index = CoverageIndex::new(&case.line);
        let once = index.cover(&case.track, tolerance(case.tolerance));
        let again = index.cover(&case.again, tolerance(case.tolerance));
        prop_assert_eq!(once.intervals(), again.intervals());
    }

    #[test]
    fn parts_add_up_to_the_whole(case in cases(), share in 0.01..0.99) {
        let index = CoverageIndex::new(&case.line);
        let apart: Vec<Intervals> = case.track.iter()
            .map(|segment| index.cover(std::slice::from_ref(segment), tolerance(case.tolerance)).intervals().clone())
            .collect();
        let together = index.cover(&case.track, tolerance(case.tolerance));
        prop_assert_eq!(&Intervals::sum(&apart), together.intervals());
        let (length, cut) = (case.line.length(), Metres(case.line.length().0 * share));
        let [left, right, whole] = [(Metres(0.0), cut), (cut, length), (Metres(0.0), length)]
            .map(|(from, to)| together.within(from, to).expect("a range"));
        prop_assert!((left.covered.0 + right.covered.0 - whole.covered.0).abs() < 1e-5);
        prop_assert!(whole.covered.0 >= 0.0 && whole.percent() <= 100.0);
    }
}

fn contains(intervals: &Intervals, measure: f64) -> bool {
    intervals.as_slice().iter().any(|one| one.from.0 <= measure && measure <= one.to.0)
}
