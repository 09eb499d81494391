//! The figures of `docs/coverage.md` are those of this test.

use super::tests::tolerance;
use super::*;
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::geo::testing::place;
use crate::geo::{BadFix, CleanTrack, Intervals, TrackRules, clean};

const PAGE: &str = include_str!("../../../docs/coverage.md");

/// Both languages give the figure, each in its own way of writing numbers.
#[track_caller]
fn assert_told(vietnamese: &str, english: &str) {
    let (first, second) = PAGE.split_once("## English").expect("two languages");
    assert!(first.contains(vietnamese), "{vietnamese}");
    assert!(second.contains(english), "{english}");
}

fn line() -> Polyline {
    let start = place(104.0, 21.0);
    let far = Polyline::new([start, place(104.2, 21.0)]).expect("a line");
    Polyline::new([start, far.at(Metres(10_000.0)).expect("on the line")]).expect("a line")
}

/// So many metres along the line and north of it.
fn beside(line: &Polyline, along: f64, north: f64) -> LonLat {
    let on = line.at(Metres(along)).expect("on the line");
    place(on.lon(), on.lat() + north / 110_717.0)
}

/// 30 m north of the line at 2 m/s, a fix every 20 m.
fn walk(line: &Polyline, from: i32, to: i32) -> Vec<Fix> {
    let fix = |metre: i32| Fix {
        place: beside(line, f64::from(metre), 30.0),
        at: Some(Instant::from_millis(i64::from(metre) * 500)),
        accuracy: None,
    };
    (from..=to).step_by(20).map(fix).collect()
}

fn rounded(covered: &Covered) -> (f64, f64, Vec<(f64, f64)>) {
    let whole = covered.within(Metres(0.0), Metres(10_000.0)).expect("a range");
    let gaps = whole.gaps.iter().map(|gap| (gap.from.0.round(), gap.to.0.round())).collect();
    (whole.covered.0.round(), (whole.percent() * 10.0).round() / 10.0, gaps)
}

#[test]
fn the_figures_of_the_page_are_these() {
    let line = line();
    let index = CoverageIndex::new(&line);
    let rules = TrackRules::default();

    let mut recorded = [walk(&line, 0, 4_000), walk(&line, 6_000, 10_000)].concat();
    recorded[50].place = beside(&line, 1_000.0, 6_000.0);
    recorded[120].place = place(0.0, 0.0);
    let morning: CleanTrack = clean(&[recorded], &rules);
    assert_eq!((morning.count(BadFix::Spike), morning.count(BadFix::ZeroPoint), morning.cuts.time), (1, 1, 1));
    let first = index.cover(&morning.segments, tolerance(50.0));
    assert_eq!(rounded(&first), (8_080.0, 80.8, vec![(4_040.0, 5_960.0)]));
    assert_told("8.080 m (80,8%)", "8,080 m (80.8%)");
    assert_told("từ 4.040 m đến 5.960 m", "from 4,040 m to 5,960 m");
    assert_eq!(rounded(&index.cover(&morning.segments, tolerance(20.0))), (0.0, 0.0, vec![(0.0, 10_000.0)]));
    assert_told("Chỉ cho phép 20 m thì 0%", "at a tolerance of 20 m it is 0%");

    let second = index.cover(&clean(&[walk(&line, 5_000, 7_000)], &rules).segments, tolerance(50.0));
    let both = Intervals::sum([first.intervals(), second.intervals()]);
    let both = Coverage::of(&both, Metres(0.0), Metres(10_000.0), line.length()).expect("a range");
    assert_eq!((both.covered.0.round(), both.gaps.len()), (9_080.0, 1));
    assert_told("9.080 m (90,8%)", "9,080 m (90.8%)");

    let crossing = |at: i32| Fix {
        place: beside(&line, 5_000.0, f64::from(at) * 20.0),
        at: Some(Instant::from_millis(i64::from(at) * 10_000)),
        accuracy: None,
    };
    let across = clean(&[(-50..=50).map(crossing).collect()], &rules);
    let gaps = vec![(0.0, 4_950.0), (5_050.0, 10_000.0)];
    assert_eq!(rounded(&index.cover(&across.segments, tolerance(50.0))), (100.0, 1.0, gaps));
    assert_told("100 m (1,0%)", "100 m (1.0%)");
}
