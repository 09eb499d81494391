//! Which segments a marker or a stretch concerns, and where on the map it lies.

use mocgioi::atlas::feature::Shape;
use mocgioi::atlas::register::Register;
use mocgioi::domain::location::{CRS84, Location, Observed, PositionMethod, Referent};
use mocgioi::domain::marker::Anchor;

use crate::small::{concerned, equator, key, known, line, lon, marker, open, place, segments, stretch};

#[test]
fn markers_of_one_number_are_one_place_in_the_order() {
    let banks =
        [marker("VN-LA:5.1", Some((100.4, 0.01)), None, &[]), marker("VN-LA:5.2", Some((100.6, -0.01)), None, &[])];
    let mut others = vec![open("VN-LA:4"), open("VN-LA:6")];
    others.extend_from_slice(&banks);
    let register = equator(&others);
    assert_eq!([lon(&register, "VN-LA:4"), lon(&register, "VN-LA:6")], ["100.400", "100.600"], "5 counts as 100.5");
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
    assert_eq!([lon(&register, "VN-LA:9"), lon(&register, "VN-LA:5")], ["100.900", "100.500"], "it anchors both lines");
    let last = register.segment(&stretch("VN-LA:9..10")).unwrap();
    let length = register.line("VN-LA".parse().unwrap()).unwrap().course.length().0;
    assert!((last.to_m - length).abs() < 0.01, "measured along the line asked about: {last:?}");
    assert!((last.to_m - last.from_m - length / 10.0).abs() < 0.1);
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
    assert_eq!(lon(&register, "VN-LA:5"), "100.500", "where VN-KH begins, VN-LA comes to its end");
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
    let observed = Observed::at(place(100.45, 0.2), CRS84.to_owned());
    let location = Location { referent: Some(Referent::Marker(key("VN-LA:5"))), observed: Some(observed) };
    let (shape, placement) = register.place(&location);
    let placement = placement.unwrap();
    assert_eq!((shape, placement.position), (Shape::Point(place(100.45, 0.2)), place(100.45, 0.2)));
    assert_eq!((placement.method, placement.line, placement.from_m), (PositionMethod::Observed, None, None));
}
