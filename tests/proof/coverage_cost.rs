//! What it costs to work out the coverage of a line: milliseconds, whatever else the line is long.

use std::time::Instant as Clock;

use mocgioi::domain::time::Instant;
use mocgioi::geo::{
    CoverageIndex, Fix, LonLat, MarkerPlace, Metres, Polyline, Tolerance, TrackIndex, TrackRules, VisitRules, clean,
};

/// A winding line going east, a vertex every 100 m or so: as the longest of our borders.
fn line(vertices: u32) -> Polyline {
    let place = |i: u32| {
        let along = f64::from(i);
        LonLat::new(90.0 + along * 0.000_9, 21.0 + (along / 9.0).sin() * 0.003 + (along / 700.0).sin() * 0.2).unwrap()
    };
    Polyline::new((0..vertices).map(place)).unwrap()
}

/// A track beside the line from its start, a fix every 10 m and 8 s.
fn track(line: &Polyline, fixes: u32) -> Vec<Fix> {
    let fix = |i: u32| {
        let on = line.at(Metres(f64::from(i) * 10.0)).unwrap();
        let beside = (f64::from(i) / 5.0).sin() * 0.000_2;
        let place = LonLat::new(on.lon(), on.lat() + beside).unwrap();
        Fix { place, at: Some(Instant::from_millis(i64::from(i) * 8_000)), accuracy: None }
    };
    (0..fixes).map(fix).collect()
}

fn median<T>(what: &str, mut run: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let started = Clock::now();
            std::hint::black_box(run());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("coverage, {what}: {:.2} ms", times[3]);
    times[3]
}

#[test]
fn coverage_of_a_long_line_takes_milliseconds() {
    let (long, short) = (line(20_000), line(2_000));
    let recorded = track(&short, 10_000);
    let rules = TrackRules::default();
    let index = CoverageIndex::new(&long);
    let short = CoverageIndex::new(&short);
    let tolerance = |metres: f64| Tolerance::new(Metres(metres)).unwrap();
    median("index of 20,000 vertices", || CoverageIndex::new(&long));
    median("cleaning 10,000 fixes", || clean(std::slice::from_ref(&recorded), &rules));
    let track = clean(&[recorded], &rules).segments;
    let of_short = median("10,000 fixes on 2,000 vertices, 50 m", || short.cover(&track, tolerance(50.0)));
    let of_long = median("10,000 fixes on 20,000 vertices, 50 m", || index.cover(&track, tolerance(50.0)));
    median("10,000 fixes on 20,000 vertices, 1 km", || index.cover(&track, tolerance(1_000.0)));
    median("10,000 fixes on 20,000 vertices, 5 km", || index.cover(&track, tolerance(5_000.0)));
    let covered = index.cover(&track, tolerance(50.0));
    let length = long.length().0;
    median("800 ranges of one patrol", || {
        let range = |i: u32| (Metres(length * f64::from(i) / 800.0), Metres(length * f64::from(i + 1) / 800.0));
        (0..800).map(range).map(|(from, to)| covered.within(from, to).unwrap().covered.0).sum::<f64>()
    });
    median("track index of 10,000 fixes", || TrackIndex::new(&track));
    let visits = TrackIndex::new(&track);
    median("1,000 markers", || {
        let marker = |i: u32| {
            let place = long.at(Metres(length * f64::from(i) / 1_000.0)).unwrap();
            MarkerPlace { place, accuracy: None, indicative: false }
        };
        (0..1_000).map(|i| visits.visit(&marker(i), &VisitRules::default())).collect::<Vec<_>>()
    });
    assert!(of_long < 100.0, "{of_long:.1} ms");
    assert!(of_long < 3.0 * of_short + 1.0, "a longer line costs more: {of_long:.1} and {of_short:.1} ms");
}
