//! A small register made for the test: straight lines, so that every place can be worked out by hand.

use mocgioi::atlas::encode::length_m;
use mocgioi::atlas::feature::Shape;
use mocgioi::atlas::register::Register;
use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::line::{BoundaryLine, LineProvenance, LineStatus};
use mocgioi::domain::location::{CRS84, Location, Observed, PositionMethod, Referent};
use mocgioi::domain::marker::{Anchor, Attestation, Marker, Side};
use mocgioi::domain::number::{LineNumbers, MarkerKey, SegmentKey};
use mocgioi::domain::position::LonLat;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use uuid::Uuid;

fn record(body: Body, location: Location) -> Record {
    Record::new(Uuid::nil(), Instant::from_millis(0), Label::Public, ReviewState::Approved, location, body)
}

fn place(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// A line along the equator or a meridian, where a degree of longitude is 111 319.49 m.
fn line(key: &str, from: (f64, f64), to: (f64, f64)) -> Record {
    let text = || "a test".to_owned();
    let provenance = LineProvenance {
        source: text(),
        licence: text(),
        attribution: text(),
        how_made: text(),
        official_length: text(),
        accuracy: text(),
    };
    let key = key.parse().unwrap();
    let numbers = LineNumbers { line: key, last_sure: 20, last_possible: 30, stakes: true, tripoints: vec![0] };
    let body = BoundaryLine {
        key,
        version: "straight".to_owned(),
        status: LineStatus::Sketch,
        name: text(),
        name_en: text(),
        provenance,
        typical_m: 100.0,
        worst_m: 900.0,
        numbers,
        numbers_note: text(),
        vertices: vec![place(from.0, from.1), place(to.0, to.1)],
    };
    record(Body::BoundaryLine(body), Location::default())
}

fn marker(key: &str, at: Option<(f64, f64)>, anchor: Option<Anchor>, aliases: &[&str]) -> Record {
    let body = Marker {
        key: key.parse().unwrap(),
        side: Side::Unknown,
        attestation: Attestation::Named,
        description: None,
        height_m: None,
        source: "a test".to_owned(),
        anchor,
        aliases: aliases.iter().map(|alias| alias.parse().unwrap()).collect(),
        cite: Vec::new(),
    };
    let observed =
        at.map(|(lon, lat)| Observed { position: place(lon, lat), accuracy_m: Some(3.0), crs: CRS84.to_owned() });
    let location = Location { referent: Some(Referent::Marker(body.key)), observed };
    record(Body::Marker(body), location)
}

/// The equator from 100° to 101° as VN-LA: 0 and 10 were measured at its ends, the others have a number only.
fn equator(others: &[Record]) -> Register {
    let mut records = vec![line("VN-LA", (100.0, 0.0), (101.0, 0.0))];
    records.push(marker("VN-LA:0", Some((100.0, 0.0)), None, &[]));
    records.push(marker("VN-LA:10", Some((101.0, 0.0)), None, &[]));
    records.extend_from_slice(others);
    Register::build(&records)
}

fn known(key: &str, lon: f64) -> Record {
    marker(key, Some((lon, 0.0)), None, &[])
}

fn open(key: &str) -> Record {
    marker(key, None, None, &[])
}

fn key(text: &str) -> MarkerKey {
    text.parse().unwrap()
}

fn stretch(text: &str) -> SegmentKey {
    text.parse().unwrap()
}

/// Where a marker was put, in degrees east to a millionth (11 cm).
fn lon(register: &Register, text: &str) -> f64 {
    (register.marker(&key(text)).unwrap().position.lon() * 1e6).round() / 1e6
}

fn segments(register: &Register) -> Vec<String> {
    register.segments().map(|segment| segment.key.to_string()).collect()
}

fn concerned(register: &Register, referent: &Referent) -> Vec<String> {
    register.concerned(referent).iter().map(ToString::to_string).collect()
}

#[test]
fn a_number_alone_gives_a_place_in_proportion_that_never_passes_for_measured() {
    let register = equator(&[known("VN-LA:2", 100.4), open("VN-LA:5"), open("VN-LA:1"), open("VN-LA:11")]);
    assert_eq!((lon(&register, "VN-LA:1"), lon(&register, "VN-LA:5")), (100.2, 100.625));
    for text in ["VN-LA:1", "VN-LA:5"] {
        let marker = register.marker(&key(text)).unwrap();
        assert_eq!((marker.method, marker.off_line_m), (PositionMethod::InterpolatedByNumber, None));
        assert!(!marker.method.is_measured());
        // Left out, marker 2 would be put at 100.2: the numbers are uneven, and by how much is said.
        assert!(marker.accuracy_m.unwrap() > 10_000.0, "{:?}", marker.accuracy_m);
    }
    let measured = register.marker(&key("VN-LA:2")).unwrap();
    assert_eq!((measured.method, measured.accuracy_m), (PositionMethod::Surveyed, Some(3.0)));
    assert!(register.marker(&key("VN-LA:11")).is_none(), "beyond the known numbers there is no place to give");

    let alone = Register::build(&[line("VN-LA", (100.0, 0.0), (101.0, 0.0)), known("VN-LA:3", 100.3), open("VN-LA:4")]);
    assert!(alone.marker(&key("VN-LA:4")).is_none() && alone.marker(&key("VN-LA:3")).is_some());
    let without_line = Register::build(&[known("VN-LA:3", 100.3), open("VN-LA:4")]);
    assert_eq!((without_line.markers().count(), without_line.segments().count()), (0, 0));
}

#[test]
fn a_line_that_knows_only_its_ends_borrows_the_unevenness_of_another() {
    let ends = [
        line("VN-KH", (100.0, 0.0), (101.0, 0.0)),
        marker("VN-KH:0", None, Some(Anchor::LineStart), &[]),
        marker("VN-KH:10", None, Some(Anchor::LineEnd), &[]),
        open("VN-KH:5"),
    ];
    let even = Register::build(&ends);
    assert_eq!(even.marker(&key("VN-KH:5")).unwrap().accuracy_m, Some(100.0), "never better than the line itself");
    let end = even.marker(&key("VN-KH:10")).unwrap();
    assert_eq!((end.method, end.accuracy_m, end.position), (PositionMethod::LineEnd, Some(900.0), place(101.0, 0.0)));
    assert!(!end.method.is_measured());
    let mut both = ends.to_vec();
    both.push(known("VN-LA:2", 100.4));
    let uneven = equator(&both);
    assert!(uneven.marker(&key("VN-KH:5")).unwrap().accuracy_m.unwrap() > 10_000.0);
}

#[test]
fn auxiliaries_lie_in_order_between_their_number_and_the_next() {
    let register = equator(&[open("VN-LA:5"), open("VN-LA:5_1"), open("VN-LA:5_2"), open("VN-LA:6")]);
    let at = ["VN-LA:5", "VN-LA:5_1", "VN-LA:5_2", "VN-LA:6"].map(|text| lon(&register, text));
    assert_eq!(at, [100.5, 100.533_333, 100.566_667, 100.6]);
    assert_eq!(segments(&register), ["VN-LA:5..5_1", "VN-LA:5_1..5_2", "VN-LA:5_2..6"]);
    // One of them measured: its number is not the main marker's, and what is open goes around it.
    let register = equator(&[open("VN-LA:5"), open("VN-LA:5_1"), known("VN-LA:5_2", 100.7), open("VN-LA:6")]);
    let at = ["VN-LA:5", "VN-LA:5_1", "VN-LA:5_2", "VN-LA:6"].map(|text| lon(&register, text));
    assert!(at.is_sorted() && at[0] < at[1] && at[1] < at[2] && at[2] < at[3], "{at:?}");
    assert_eq!(at[2], 100.7);
}

#[test]
fn a_stake_has_a_number_of_another_series() {
    let register = equator(&[known("VN-LA:stake-5", 100.9), open("VN-LA:5"), open("VN-LA:stake-6"), open("VN-LA:6")]);
    assert_eq!((lon(&register, "VN-LA:5"), lon(&register, "VN-LA:stake-5")), (100.5, 100.9));
    assert!(register.marker(&key("VN-LA:stake-6")).is_none(), "nothing says where it is");
    assert_eq!(segments(&register), ["VN-LA:5..6"]);
    assert_eq!(concerned(&register, &Referent::Marker(key("VN-LA:stake-5"))), Vec::<String>::new());
}

#[test]
fn markers_of_one_number_are_one_place_in_the_order() {
    let banks =
        [marker("VN-LA:5.1", Some((100.4, 0.01)), None, &[]), marker("VN-LA:5.2", Some((100.6, -0.01)), None, &[])];
    let mut others = vec![open("VN-LA:4"), open("VN-LA:6")];
    others.extend_from_slice(&banks);
    let register = equator(&others);
    assert_eq!((lon(&register, "VN-LA:4"), lon(&register, "VN-LA:6")), (100.4, 100.6), "5 counts as 100.5");
    assert!(register.marker(&key("VN-LA:5.2")).unwrap().off_line_m.unwrap() > 1_000.0, "it stands on the bank");
    assert_eq!(segments(&register), ["VN-LA:4..5.1", "VN-LA:5.1..6"]);
    for k in ["VN-LA:5.1", "VN-LA:5.2"] {
        for referent in [Referent::Marker(key(k)), Referent::NearMarker(key(k))] {
            assert_eq!(concerned(&register, &referent), ["VN-LA:4..5.1", "VN-LA:5.1..6"], "{referent:?}");
        }
    }
    for (named, cut) in [("VN-LA:4..5.2", "VN-LA:4..5.1"), ("VN-LA:5.2..6", "VN-LA:5.1..6")] {
        assert_eq!(concerned(&register, &Referent::Segment(stretch(named))), [cut], "{named}");
    }
    // Of a group only the second is registered: it is the place then.
    let register = equator(&[open("VN-LA:4"), banks[1].clone(), open("VN-LA:6")]);
    assert_eq!(segments(&register), ["VN-LA:4..5.2", "VN-LA:5.2..6"]);
}

#[test]
fn a_stretch_concerns_the_segments_it_touches() {
    let register = equator(&["VN-LA:3", "VN-LA:4", "VN-LA:5", "VN-LA:6"].map(open));
    for (named, cut) in [
        ("VN-LA:4..5", vec!["VN-LA:4..5"]),
        ("VN-LA:3..5", vec!["VN-LA:3..4", "VN-LA:4..5"]),
        // Ends that nobody has registered lie within a segment.
        ("VN-LA:4_1..5", vec!["VN-LA:4..5"]),
        ("VN-LA:4_1..5_3", vec!["VN-LA:4..5", "VN-LA:5..6"]),
        ("VN-LA:1..2", vec![]),
    ] {
        assert_eq!(concerned(&register, &Referent::Segment(stretch(named))), cut, "{named}");
    }
}

#[test]
fn a_tripoint_is_one_marker_on_two_lines() {
    let lines = [line("VN-LA", (100.0, 0.0), (101.0, 0.0)), line("VN-KH", (101.0, 0.0), (101.0, 1.0))];
    let ends = [known("VN-LA:0", 100.0), marker("VN-KH:9", Some((101.0, 1.0)), None, &[])];
    let tripoint = marker("VN-KH:0", Some((101.0, 0.0)), None, &["VN-LA:10"]);
    let records = [lines.as_slice(), &ends, &[tripoint, open("VN-LA:9"), open("VN-LA:5"), open("VN-KH:1")]].concat();
    let register = Register::build(&records);
    assert_eq!(register.marker(&key("VN-LA:10")).unwrap().body.key, key("VN-KH:0"));
    assert_eq!(
        (lon(&register, "VN-LA:9"), lon(&register, "VN-LA:5")),
        (100.9, 100.5),
        "it anchors the other line, too"
    );
    let last = register.segment(&stretch("VN-LA:9..10")).unwrap();
    let length = register.line("VN-LA".parse().unwrap()).unwrap().course.length().0;
    assert!((last.to_m - length).abs() < 0.01, "measured along the line asked about: {last:?}");
    assert!((length_m(&last).unwrap() - length / 10.0).abs() < 0.1);
    assert_eq!(segments(&register), ["VN-KH:0..1", "VN-LA:9..10"]);
    for name in ["VN-KH:0", "VN-LA:10"] {
        assert_eq!(concerned(&register, &Referent::Marker(key(name))), ["VN-KH:0..1", "VN-LA:9..10"], "{name}");
    }
}

#[test]
fn the_end_of_one_line_says_nothing_of_its_place_on_another() {
    let records = [
        line("VN-LA", (100.0, 0.0), (101.0, 0.0)),
        line("VN-KH", (101.0, 0.0), (101.0, 1.0)),
        known("VN-LA:0", 100.0),
        open("VN-LA:5"),
        // No coordinates: it is the start of VN-KH, which is not the start of VN-LA.
        marker("VN-KH:0", None, Some(Anchor::LineStart), &["VN-LA:10"]),
    ];
    let register = Register::build(&records);
    assert_eq!(register.marker(&key("VN-LA:10")).unwrap().position, place(101.0, 0.0));
    assert_eq!(lon(&register, "VN-LA:5"), 100.5, "where VN-KH begins, VN-LA comes to its end");
}

#[test]
fn a_marker_that_was_renumbered_is_found_by_its_old_number() {
    let register = equator(&[marker("VN-LA:5", None, None, &["VN-LA:105"]), open("VN-LA:6")]);
    assert_eq!(register.marker(&key("VN-LA:105")).unwrap().body.key, key("VN-LA:5"));
    assert_eq!(segments(&register), ["VN-LA:5..6"], "the old number is no place of its own");
    assert_eq!(concerned(&register, &Referent::Marker(key("VN-LA:105"))), ["VN-LA:5..6"]);
    let stretch = register.segment(&stretch("VN-LA:6..105"));
    assert!(stretch.is_some_and(|stretch| length_m(&stretch).is_none()), "it lies before 6, whatever it is called");
}

#[test]
fn places_that_contradict_the_numbers_give_a_straight_stretch_without_a_length() {
    let register = equator(&[known("VN-LA:4", 100.6), known("VN-LA:5", 100.3), open("VN-LA:6")]);
    let segment = register.segment(&stretch("VN-LA:4..5")).unwrap();
    assert_eq!((length_m(&segment), segment.method), (None, PositionMethod::Schematic));
    assert_eq!(*segment.course, [place(100.6, 0.0), place(100.3, 0.0)]);
    let sound = equator(&[known("VN-LA:4", 100.3), known("VN-LA:5", 100.6)]);
    let segment = sound.segment(&stretch("VN-LA:4..5")).unwrap();
    assert_eq!((segment.method, segment.accuracy_m), (PositionMethod::Surveyed, Some(3.0)));
    assert!((length_m(&segment).unwrap() - 33_395.8).abs() < 0.1, "{segment:?}");
}

#[test]
fn what_is_only_named_has_no_place_and_what_was_observed_keeps_its_own() {
    let register = equator(&["VN-LA:4", "VN-LA:5", "VN-LA:6"].map(open));
    let of = |referent: Referent| register.place(&Location::at(referent));
    let nowhere = [
        Referent::Marker(key("VN-LA:7")),
        Referent::NearMarker(key("VN-LA:7")),
        Referent::NearMarker(key("VN-CN:5")),
        Referent::Segment(stretch("VN-LA:6..7")),
        Referent::Segment(stretch("VN-CN:4..5")),
        Referent::Area("Tân Thanh".to_owned()),
    ];
    for referent in nowhere {
        assert_eq!(of(referent.clone()), (Shape::None, None), "{referent:?}");
    }
    assert_eq!(register.place(&Location::default()), (Shape::None, None));
    for (marker, from, to) in [("VN-LA:5", 100.4, 100.6), ("VN-LA:4", 100.4, 100.5), ("VN-LA:6", 100.5, 100.6)] {
        let (shape, placement) = of(Referent::NearMarker(key(marker)));
        let [west, _, east, _] = shape.bounds().unwrap();
        assert!((west - from).abs() < 1e-6 && (east - to).abs() < 1e-6, "the area of {marker}: {west} to {east}");
        let placement = placement.unwrap();
        assert_eq!(placement.method, PositionMethod::Schematic);
        let middle = f64::midpoint(from, to);
        assert!(
            (placement.position.lon() - middle).abs() < 1e-6,
            "a straight stretch has a middle, too: {placement:?}"
        );
    }
    let observed = Observed { position: place(100.45, 0.2), accuracy_m: None, crs: CRS84.to_owned() };
    let location = Location { referent: Some(Referent::Marker(key("VN-LA:5"))), observed: Some(observed) };
    let (shape, placement) = register.place(&location);
    let placement = placement.unwrap();
    assert_eq!((shape, placement.position), (Shape::Point(place(100.45, 0.2)), place(100.45, 0.2)));
    assert_eq!((placement.method, placement.line, placement.from_m), (PositionMethod::Observed, None, None));
}
