use super::*;
use crate::geo::distance::between;
use crate::geo::testing::{fixed, place};
use crate::geo::track::Fix;
use crate::geo::{TrackRules, clean};
use proptest::prelude::*;

fn at(east: f64, north: f64) -> LonLat {
    place(104.0 + east / 103_970.4, 21.0 + north / 110_717.0)
}

fn fix(second: i64, east: f64, north: f64) -> Fix {
    Fix { place: at(east, north), at: Some(Instant::from_millis(second * 1_000)), accuracy: None }
}

fn surveyed(east: f64, north: f64) -> MarkerPlace {
    MarkerPlace { place: at(east, north), accuracy: None, indicative: false }
}

fn index(recorded: &[Vec<Fix>]) -> TrackIndex {
    TrackIndex::new(&clean(recorded, &TrackRules::default()).segments)
}

/// East along a straight line at 1.4 m/s, from one second to another.
fn walk(from: i32, to: i32) -> Vec<Fix> {
    (from..=to).step_by(10).map(|second| fix(i64::from(second), f64::from(second) * 1.4, 0.0)).collect()
}

fn answer(track: &TrackIndex, marker: &MarkerPlace) -> Visited {
    track.visit(marker, &VisitRules::default()).answer
}

#[test]
fn distance_decides_and_between_the_errors_nobody_can_tell() {
    let track = index(&[walk(0, 1_000)]);
    // Both unstated: √(5² + 10²) = 11.18 m.
    for (north, expected) in [
        (0.0, Visited::Yes),
        (38.8, Visited::Yes),
        (38.9, Visited::CannotTell(Doubt::WithinError)),
        (61.1, Visited::CannotTell(Doubt::WithinError)),
        (61.3, Visited::No),
        (5_000.0, Visited::No),
    ] {
        assert_eq!(answer(&track, &surveyed(700.0, north)), expected, "{north} m");
    }
    let visit = track.visit(&surveyed(700.0, 30.0), &VisitRules::default());
    assert!((visit.nearest.expect("a track").0 - 30.0).abs() < 0.05);
    assert!((visit.at.expect("a time").millis() - 500_000).abs() < 20);
    assert!((visit.off.0 - 125f64.sqrt()).abs() < 1e-9);
}

#[test]
fn a_poor_marker_or_a_poor_fix_makes_the_answer_unsure() {
    let track = index(&[walk(0, 1_000)]);
    let stated = |accuracy| MarkerPlace { accuracy: Some(Metres(accuracy)), ..surveyed(700.0, 10.0) };
    assert_eq!(answer(&track, &stated(30.0)), Visited::Yes);
    assert_eq!(answer(&track, &stated(300.0)), Visited::CannotTell(Doubt::WithinError));
    assert_eq!(answer(&track, &stated(f64::NAN)), Visited::Yes, "not stated");
    let rough: Vec<Fix> = walk(0, 1_000).iter().map(|&fix| Fix { accuracy: Some(Metres(80.0)), ..fix }).collect();
    assert_eq!(answer(&index(&[rough]), &stated(1.0)), Visited::CannotTell(Doubt::WithinError));
}

#[test]
fn an_indicative_marker_is_never_told_not_even_far_away() {
    let track = index(&[walk(0, 1_000)]);
    for north in [0.0, 90_000.0] {
        let marker = MarkerPlace { accuracy: Some(Metres(18_400.0)), indicative: true, ..surveyed(0.0, north) };
        let visit = track.visit(&marker, &VisitRules::default());
        assert_eq!(visit.answer, Visited::CannotTell(Doubt::Indicative));
        assert!(visit.nearest.is_some() && visit.at.is_some(), "the distance is told all the same");
    }
}

#[test]
fn nothing_recorded_tells_nothing_and_a_lone_fix_tells_something() {
    assert_eq!(answer(&index(&[]), &surveyed(0.0, 0.0)), Visited::CannotTell(Doubt::NoTrack));
    let lone = index(&[vec![fix(7, 0.0, 20.0)]]);
    let visit = lone.visit(&surveyed(0.0, 0.0), &VisitRules::default());
    assert_eq!((visit.answer, visit.at), (Visited::Yes, Some(Instant::from_millis(7_000))));
    let untimed = index(&[vec![Fix { at: None, ..fix(0, 0.0, 20.0) }]]);
    assert_eq!(untimed.visit(&surveyed(0.0, 0.0), &VisitRules::default()).at, None);
}

#[test]
fn a_marker_that_a_gap_went_by_is_not_called_missed() {
    // 1,400 m, an hour without recording while 4 km on, 1,400 m.
    let away: Vec<Fix> =
        walk(0, 1_000).iter().map(|&on| fix(seconds(on) + 3_600, on_east(on) + 5_400.0, 0.0)).collect();
    let track = index(&[[walk(0, 1_000), away].concat()]);
    let hidden = Visited::CannotTell(Doubt::RecordingGap);
    assert_eq!(answer(&track, &surveyed(3_400.0, 0.0)), hidden);
    assert_eq!(answer(&track, &surveyed(3_400.0, 1_500.0)), hidden, "paths wind");
    assert_eq!(answer(&track, &surveyed(3_400.0, 4_000.0)), Visited::No);
    assert_eq!(answer(&track, &surveyed(700.0, 2_000.0)), Visited::No, "beside what was recorded");
    assert_eq!(answer(&track, &surveyed(700.0, 10.0)), Visited::Yes);
    // A rest of an hour in one place hides nothing.
    let rest = [walk(0, 1_000), vec![fix(4_600, 1_400.0, 0.0), fix(4_610, 1_414.0, 0.0)]].concat();
    assert_eq!(answer(&index(&[rest]), &surveyed(1_400.0, 600.0)), Visited::No);
    // Another device of the patrol recorded in the meantime.
    let meanwhile = (0..=400).map(|i| fix(990 + i64::from(i) * 9, 1_390.0 + f64::from(i) * 10.0, 200.0)).collect();
    let both = index(&[walk(0, 1_000), meanwhile]);
    assert_eq!(answer(&both, &surveyed(3_400.0, 0.0)), Visited::No);
}

#[test]
fn a_device_that_stopped_early_makes_no_gap_while_another_went_on() {
    let on: Vec<Fix> = walk(1_010, 1_500);
    let track = index(&[walk(0, 1_000), walk(100, 200), on]);
    assert_eq!(answer(&track, &surveyed(800.0, 100.0)), Visited::No);
}

#[test]
fn time_and_place_are_right_on_a_long_stretch_too() {
    let recorded = vec![fix(0, 0.0, 0.0), fix(1_000, 20_000.0, 0.0)];
    let rules = TrackRules { max_gap_s: 3_600, ..TrackRules::default() };
    let track = TrackIndex::new(&clean(&[recorded], &rules).segments);
    let middle = between(at(0.0, 0.0), at(20_000.0, 0.0), 15_000.0);
    let marker = MarkerPlace { place: middle, ..surveyed(0.0, 0.0) };
    let visit = track.visit(&marker, &VisitRules::default());
    assert!((visit.at.expect("a time").millis() - 750_000).abs() < 20, "{visit:?}");
    assert!(visit.nearest.expect("a track").0 < 0.01, "{visit:?}");
}

fn seconds(fix: Fix) -> i64 {
    fix.at.expect("a time").millis() / 1_000
}

fn on_east(fix: Fix) -> f64 {
    (fix.place.lon() - 104.0) * 103_970.4
}

#[test]
fn of_two_passes_equally_near_the_first_counts() {
    let there = walk(0, 1_000);
    let back: Vec<Fix> = there.iter().rev().map(|&on| fix(2_000 - seconds(on), on_east(on), 0.0)).collect();
    let visit = index(&[[there, back].concat()]).visit(&surveyed(700.0, 5.0), &VisitRules::default());
    assert!((visit.at.expect("a time").millis() - 500_000).abs() < 20, "{visit:?}");
}

proptest! {
    #![proptest_config(fixed(35, 64))]

    #[test]
    fn the_nearest_place_is_that_of_the_obvious_loop(
        steps in prop::collection::vec((1..100_i64, -400.0..800.0, -400.0..400.0), 1..30),
        east in -2_000.0..8_000.0, north in -3_000.0..3_000.0,
    ) {
        let (mut second, mut x, mut y) = (0, 0.0, 0.0);
        let fixes: Vec<Fix> = steps.iter().map(|&(passed, dx, dy)| {
            (second, x, y) = (second + passed, x + dx, y + dy);
            fix(second, x, y)
        }).collect();
        let track = clean(&[fixes], &TrackRules::default()).segments;
        let marker = surveyed(east, north);
        let found = TrackIndex::new(&track).visit(&marker, &VisitRules::default());
        // Every stretch sampled in 400 places, by geodesic distance.
        let mut least = f64::INFINITY;
        for segment in &track {
            let fixes = segment.fixes();
            let pairs = fixes.iter().zip(fixes.iter().skip(1).chain(fixes.last()));
            for (one, next) in pairs {
                let whole = distance(one.place, next.place).0;
                for i in 0..=400 {
                    let sample = between(one.place, next.place, whole * f64::from(i) / 400.0);
                    least = least.min(distance(sample, marker.place).0);
                }
            }
        }
        let nearest = found.nearest.expect("a track").0;
        // Between two samples, at most 7 m apart, the track may come nearer by (7/2)²/2d.
        let slack = if least > 1.0 { 12.5 / (2.0 * least) } else { 3.6 };
        prop_assert!(nearest <= least + 1e-3 && nearest >= least - slack - 1e-3, "{} or {}", nearest, least);
    }
}
