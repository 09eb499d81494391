use super::*;
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::geo::testing::place;
use crate::geo::{Interval, Intervals, TrackRules, clean};

/// So many metres east and north of 104° 21°, where a straight line east is taken for a parallel (a line of
/// 2 km bows 3 cm off it).
pub(super) fn at(east: f64, north: f64) -> LonLat {
    place(104.0 + east / 103_970.4, 21.0 + north / 110_717.0)
}

/// A segment through these places, 10 s from one to the next.
pub(super) fn walked(places: &[LonLat]) -> Vec<TrackSegment> {
    let fix = |(i, &place): (i32, &LonLat)| {
        let at = Some(Instant::from_millis(i64::from(i) * 10_000));
        Fix { place, at, accuracy: None }
    };
    let fixes = (0..).zip(places).map(fix).collect();
    clean(&[fixes], &TrackRules { max_speed: 1e6, ..TrackRules::default() }).segments
}

pub(super) fn tolerance(metres: f64) -> Tolerance {
    Tolerance::new(Metres(metres)).expect("a tolerance")
}

fn line(places: &[LonLat]) -> Polyline {
    Polyline::new(places.iter().copied()).expect("a line")
}

fn covered(line: &Polyline, track: &[TrackSegment], metres: f64) -> Intervals {
    CoverageIndex::new(line).cover(track, tolerance(metres)).intervals().clone()
}

/// Whether these are the intervals, to a millimetre.
#[track_caller]
fn assert_covers(found: &Intervals, expected: &[(f64, f64)]) {
    let is_near =
        |one: &Interval, &(from, to): &(f64, f64)| (one.from.0 - from).abs() < 1e-3 && (one.to.0 - to).abs() < 1e-3;
    let all =
        found.as_slice().len() == expected.len() && found.as_slice().iter().zip(expected).all(|(a, b)| is_near(a, b));
    assert!(all, "{found:?} is not {expected:?}");
}

/// The measure of the line that is nearest to these metres.
fn measure(line: &Polyline, east: f64, north: f64) -> f64 {
    line.locate(at(east, north)).measure.0
}

#[test]
fn a_track_that_crosses_the_line_covers_twice_the_tolerance() {
    let line = line(&[at(0.0, 0.0), at(2_000.0, 0.0)]);
    let across = walked(&[at(1_000.0, -600.0), at(1_000.0, 600.0)]);
    let middle = measure(&line, 1_000.0, 0.0);
    assert_covers(&covered(&line, &across, 50.0), &[(middle - 50.0, middle + 50.0)]);
}

#[test]
fn the_way_between_two_fixes_counts_and_its_ends_reach_round() {
    // 30 m beside the line, from 400 m to 1,000 m: √(50² − 30²) = 40 m further at both ends.
    let line = line(&[at(0.0, 0.0), at(2_000.0, 0.0)]);
    let beside = walked(&[at(400.0, 30.0), at(1_000.0, 30.0)]);
    let (from, to) = (measure(&line, 400.0, 0.0), measure(&line, 1_000.0, 0.0));
    let found = covered(&line, &beside, 50.0);
    let one = found.as_slice()[0];
    assert!((one.from.0 - (from - 40.0)).abs() < 0.05 && (one.to.0 - (to + 40.0)).abs() < 0.05, "{found:?}");
    assert_eq!(covered(&line, &beside, 29.9), Intervals::default());
}

#[test]
fn a_gap_in_the_recording_is_a_gap_in_the_coverage() {
    let line = line(&[at(0.0, 0.0), at(3_000.0, 0.0)]);
    let walk = |from: i32, to: i32, second: i32| {
        let fix = move |i: i32| Fix {
            place: at(f64::from(i) * 10.0, 0.0),
            at: Some(Instant::from_millis(i64::from(second + i * 8) * 1_000)),
            accuracy: None,
        };
        (from..=to).map(fix).collect::<Vec<_>>()
    };
    let track = clean(&[[walk(0, 100, 0), walk(200, 300, 0)].concat()], &TrackRules::default());
    let found = CoverageIndex::new(&line).cover(&track.segments, tolerance(50.0));
    let whole = found.within(Metres(0.0), line.length()).expect("a range");
    let (from, to) = (measure(&line, 1_000.0, 0.0) + 50.0, measure(&line, 2_000.0, 0.0) - 50.0);
    assert_eq!(whole.gaps.len(), 1);
    assert!((whole.gaps[0].from.0 - from).abs() < 1e-3 && (whole.gaps[0].to.0 - to).abs() < 1e-3);
    assert!((whole.covered.0 + whole.gaps[0].length().0 - whole.length.0).abs() < 1e-9);
    let inside = found.within(Metres(1_100.0), Metres(1_900.0)).expect("a range");
    assert_eq!((inside.covered, inside.percent()), (Metres(0.0), 0.0));
    let before = found.within(Metres(100.0), Metres(900.0)).expect("a range");
    assert_eq!((before.percent(), before.gaps.len()), (100.0, 0));
}

#[test]
fn a_fix_alone_covers_nothing_and_two_at_one_place_do() {
    let line = line(&[at(0.0, 0.0), at(1_000.0, 0.0)]);
    let index = CoverageIndex::new(&line);
    assert_eq!(index.cover(&walked(&[at(500.0, 0.0)]), tolerance(50.0)).intervals(), &Intervals::default());
    assert_eq!(index.cover(&[], tolerance(50.0)).intervals(), &Intervals::default());
    let middle = measure(&line, 500.0, 0.0);
    let stayed = walked(&[at(500.0, 0.0), at(500.0, 0.0)]);
    assert_covers(index.cover(&stayed, tolerance(50.0)).intervals(), &[(middle - 50.0, middle + 50.0)]);
}

#[test]
fn a_track_that_ends_on_an_end_of_the_line_covers_up_to_it() {
    let (start, end) = (at(0.0, 0.0), at(1_000.0, 0.0));
    let line = line(&[start, end]);
    let length = line.length().0;
    for tail in [at(2_000.0, 0.0), at(1_000.0, 700.0)] {
        assert_covers(&covered(&line, &walked(&[end, tail]), 50.0), &[(length - 50.0, length)]);
    }
    let along = covered(&line, &walked(&[start, end]), 1.0);
    assert_eq!(along, Intervals::new([(0.0, length)]), "to the last bit");
}

#[test]
fn on_a_hairpin_one_track_covers_both_sides() {
    // East 1 km, 60 m north, and back; the track keeps to the middle or to one side.
    let corners = [at(0.0, 0.0), at(1_000.0, 0.0), at(1_000.0, 60.0), at(0.0, 60.0)];
    let line = line(&corners);
    let length = line.length().0;
    let middle = walked(&[at(-100.0, 30.0), at(1_100.0, 30.0)]);
    assert_eq!(covered(&line, &middle, 50.0), Intervals::new([(0.0, length)]));
    let south = walked(&[at(0.0, -20.0), at(1_000.0, -20.0)]);
    let found = covered(&line, &south, 50.0);
    let first = found.as_slice()[0];
    assert_eq!((found.as_slice().len(), first.from), (1, Metres(0.0)));
    assert!((first.to.0 - measure(&line, 1_000.0, 30.0)).abs() < 0.02, "30 m of the end, none of the way back");
    assert_eq!(covered(&line, &south, 81.0), Intervals::new([(0.0, length)]));
}

#[test]
fn a_line_that_nearly_touches_itself_is_covered_on_both_branches_only_within_the_tolerance() {
    // Two branches 8 m apart; the track crosses the first at a right angle and ends 3 m beyond it.
    let line = line(&[at(0.0, 0.0), at(1_000.0, 0.0), at(1_000.0, 500.0), at(500.0, 8.0), at(0.0, 500.0)]);
    let near = measure(&line, 500.0, 8.0);
    let track = walked(&[at(500.0, -200.0), at(500.0, 3.0)]);
    let first = measure(&line, 500.0, 0.0);
    let found = covered(&line, &track, 4.0);
    assert_covers(&found, &[(first - 4.0, first + 4.0)]);
    let found = covered(&line, &track, 10.0);
    assert_eq!(found.as_slice().len(), 2, "{found:?}");
    assert!(found.as_slice()[1].from.0 < near && near < found.as_slice()[1].to.0);
}

#[test]
fn the_antimeridian_and_the_pole_are_like_anywhere_else() {
    let line = line(&[place(179.99, 10.0), place(-179.99, 10.0)]);
    let found = covered(&line, &walked(&[place(180.0, 9.99), place(-180.0, 10.01)]), 50.0);
    let middle = line.length().0 / 2.0;
    assert_eq!(found.as_slice().len(), 1);
    assert!((found.as_slice()[0].from.0 - (middle - 50.0)).abs() < 1e-3, "{found:?}");
    let over_the_pole = Polyline::new([place(0.0, 89.99), place(180.0, 89.99)]).expect("a line");
    let found = covered(&over_the_pole, &walked(&[place(90.0, 89.999), place(-90.0, 89.999)]), 20.0);
    let middle = over_the_pole.length().0 / 2.0;
    assert_covers(&found, &[(middle - 20.0, middle + 20.0)]);
}

#[test]
fn a_long_stretch_follows_the_ground_and_not_its_chord() {
    // 19 km between two fixes; the chord would lie 7 m under the ground in the middle.
    let (west, east) = (place(104.0, 17.5), place(104.18, 17.5));
    let line = line(&[west, east]);
    assert_eq!(covered(&line, &walked(&[west, east]), 1.0), Intervals::new([(0.0, line.length().0)]));
    let far = walked(&[place(100.0, 17.6), place(110.0, 17.6)]);
    assert_eq!(covered(&line, &far, 50.0), Intervals::default());
    // 1,100 km, whose chord passes 24 km below the line.
    let meridian = Polyline::new([place(0.0, -0.01), place(0.0, 0.01)]).expect("a line");
    let middle = meridian.length().0 / 2.0;
    let found = covered(&meridian, &walked(&[place(-5.0, 0.0), place(5.0, 0.0)]), 50.0);
    assert_covers(&found, &[(middle - 50.0, middle + 50.0)]);
}

#[test]
fn a_line_walked_along_itself_is_covered_without_a_seam() {
    for seed in 0..40 {
        // Edges from a few metres to some hundreds: rounding falls otherwise where the first are short.
        let vertex = |i: i32| at(f64::from(i * i) * 3.7 + f64::from(seed) * 0.7, f64::from(i * ((i * 7 + seed) % 11)));
        let vertices: Vec<LonLat> = (0..60).map(vertex).collect();
        let line = line(&vertices);
        assert_eq!(covered(&line, &walked(&vertices), 1.0), Intervals::new([(0.0, line.length().0)]));
    }
}

#[test]
fn the_end_of_a_piece_is_the_start_of_the_next_to_the_last_bit() {
    let (from, to) = (47.907_114_475_675_066, 123.460_692_324_518_89);
    assert_ne!(Metres(from + (to - from)), Metres(to), "numbers that rounding parts");
    let [a, b] = [at(from, 0.0), at(to, 0.0)].map(earth_centred);
    let piece = Piece { number: 0, chord: Chord { a, b }, from, to };
    assert_eq!(Metres(piece.measure(1.0)), Metres(to));
}

#[test]
fn times_are_those_of_the_passes_near_the_range() {
    let line = line(&[at(0.0, 0.0), at(2_000.0, 0.0)]);
    let there: Vec<LonLat> = (0..=20).map(|i| at(f64::from(i) * 100.0, 5.0)).collect();
    let back: Vec<LonLat> = there.iter().rev().copied().collect();
    let found = CoverageIndex::new(&line).cover(&walked(&[there, back].concat()), tolerance(50.0));
    // A fix every 100 m and 10 s, back from 2,000 m at 210 s. The piece from 1,500 m to 1,750 m was first passed on the way
    // from 1,400 m (140 s) to 1,500 m, and last on the way back to 1,400 m (270 s).
    let (first, last) = found.when(Metres(1_510.0), Metres(1_700.0)).expect("times");
    assert_eq!((first.millis(), last.millis()), (140_000, 270_000));
    assert_eq!(found.when(Metres(5_000.0), Metres(6_000.0)), None);
}

#[test]
fn ranges_and_tolerances_that_mean_nothing_are_refused() {
    let line = line(&[at(0.0, 0.0), at(1_000.0, 0.0)]);
    let found = CoverageIndex::new(&line).cover(&[], tolerance(50.0));
    let length = line.length();
    let off = |measure: f64| Err(RangeFault::OffTheLine { measure: Metres(measure), length });
    assert_eq!(found.within(Metres(-0.1), Metres(5.0)), off(-0.1));
    assert_eq!(found.within(Metres(0.0), Metres(length.0 + 0.1)), off(length.0 + 0.1));
    assert!(found.within(Metres(f64::NAN), Metres(5.0)).is_err());
    for (from, to) in [(5.0, 5.0), (6.0, 5.0)] {
        let empty = RangeFault::Empty { from: Metres(from), to: Metres(to) };
        assert_eq!(found.within(Metres(from), Metres(to)), Err(empty));
    }
    let whole = found.within(Metres(-1e-7), Metres(length.0 + 1e-7)).expect("a range");
    assert_eq!((whole.percent(), whole.length), (0.0, length));
    for metres in [0.0, 0.99, 5_001.0, f64::NAN, f64::INFINITY] {
        assert!(Tolerance::new(Metres(metres)).is_err());
    }
}

#[test]
fn what_is_less_than_a_micrometre_is_no_gap() {
    let seam = Intervals::new([(0.0, 5.0), (5.000_000_1, 10.0)]);
    let found = Coverage::of(&seam, Metres(0.0), Metres(10.0), Metres(10.0)).expect("a range");
    assert_eq!((found.gaps.len(), found.percent()), (0, 100.0));
}

#[test]
fn one_index_serves_all_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<CoverageIndex>();
}
