//! The register that the program carries: three sketched lines, ten published positions, the rest by number.

use mocgioi::atlas::LayerId;
use mocgioi::atlas::encode::{Told, length_m, record_feature, segment_feature, three_digits};
use mocgioi::atlas::feature::Shape;
use mocgioi::atlas::register::{PlacedMarker, Register, Segment};
use mocgioi::domain::line::LineStatus;
use mocgioi::domain::location::{Location, PositionMethod, Referent};
use mocgioi::domain::marker::Attestation;
use mocgioi::domain::record::{Body, Record};
use mocgioi::geo::distance;
use serde_json::Value;

fn records() -> Vec<Record> {
    mocgioi::actions::load_reference::reference_records("2026-11-22T08:00:00Z".parse().unwrap()).unwrap()
}

fn register() -> Register {
    Register::build(&records())
}

fn marker<'r>(register: &'r Register, key: &str) -> &'r PlacedMarker {
    register.marker(&key.parse().unwrap()).unwrap()
}

fn segment(register: &Register, key: &str) -> Segment {
    register.segment(&key.parse().unwrap()).unwrap_or_else(|| panic!("no segment {key}"))
}

fn metres(segment: &Segment) -> f64 {
    segment.to_m - segment.from_m
}

#[test]
fn only_published_positions_are_measured_and_every_other_says_how_far_off_it_can_be() {
    let register = register();
    let mut published = 0;
    for marker in register.markers() {
        let key = marker.body.key;
        if marker.body.attestation == Attestation::Published {
            published += 1;
            assert_eq!(marker.method, PositionMethod::Surveyed, "{key}");
            let off = marker.off_line_m.unwrap();
            assert!((0.0..100.0).contains(&off), "{key} stands {off} m from the line");
        } else {
            assert!(!marker.method.is_measured(), "{key}");
            let accuracy = marker.accuracy_m.unwrap();
            let least = if marker.method == PositionMethod::LineEnd { 500.0 } else { 120.0 };
            assert!(accuracy >= least && accuracy.is_finite(), "{key}: {accuracy} m");
        }
    }
    assert_eq!(published, 10);
    assert_eq!(register.markers().count(), records().len() - 3, "every marker has a place");
    // Between known neighbours nothing is far; where only the ends of a line are known everything is.
    let accuracy = |key: &str| marker(&register, key).accuracy_m.unwrap();
    for key in ["VN-LA:144", "VN-LA:193", "VN-LA:211", "VN-CN:1089"] {
        assert!(accuracy(key) > 10_000.0, "{key}: {} m", accuracy(key));
    }
    assert!(accuracy("VN-LA:211") > accuracy("VN-LA:144"), "further from the known end");
}

#[test]
fn segments_end_at_their_markers_and_their_lengths_add_up() {
    let register = register();
    for cut in register.segments() {
        let ends = [(cut.key.from(), cut.course.first()), (cut.key.to(), cut.course.last())];
        for (key, end) in ends {
            let off = distance(register.marker(&key).unwrap().position, *end.unwrap());
            assert!(off.0 < 0.01, "{}: {off:?} from {key}", cut.key);
        }
        assert!(cut.method == PositionMethod::Schematic && cut.accuracy_m.unwrap() > 100.0, "{}", cut.key);
        let line = register.line(cut.key.line()).unwrap();
        assert_eq!(cut.line_version, line.body.version);
    }
    for (whole, parts) in [
        ("VN-LA:143..146", ["VN-LA:143..144", "VN-LA:144..145", "VN-LA:145..146"]),
        ("VN-CN:1088..1089", ["VN-CN:1088..1088_1", "VN-CN:1088_1..1088_2", "VN-CN:1088_2..1089"]),
        ("VN-CN:0..1378", ["VN-CN:0..222.1", "VN-CN:222.1..428", "VN-CN:428..1378"]),
    ] {
        let sum: f64 = parts.iter().map(|part| metres(&segment(&register, part))).sum();
        let whole = segment(&register, whole);
        assert!((metres(&whole) - sum).abs() < 0.01, "{whole:?} is not {sum} m");
        let shown = length_m(&whole).unwrap();
        let step = three_digits(sum);
        assert!((shown - sum).abs() <= step && (shown % step).abs() < 0.1, "{shown} of {sum}: three digits");
    }
    let line = register.line("VN-CN".parse().unwrap()).unwrap().course.length().0;
    let markers = metres(&segment(&register, "VN-CN:0..1378"));
    assert!((line - markers).abs() < 50.0, "the line is {line} m, from marker 0 to 1378 it is {markers} m");
}

#[test]
fn the_tripoint_in_the_north_is_on_both_lines() {
    let register = register();
    let (by_key, by_alias) = (marker(&register, "VN-CN:0"), marker(&register, "VN-LA:0"));
    assert_eq!((by_alias.body.key, by_alias.position), (by_key.body.key, by_key.position));
    assert_eq!(register.markers().filter(|marker| marker.position == by_key.position).count(), 1, "it is one marker");
    let stretch = segment(&register, "VN-LA:0..144");
    assert!(stretch.from_m < 100.0, "VN-LA begins there, too: {}", stretch.from_m);
    let place = |key: &str| register.place(&Location::at(Referent::Marker(key.parse().unwrap())));
    let ((own, by_own), (other, by_other)) = (place("VN-CN:0"), place("VN-LA:0"));
    assert_eq!(own, other);
    // One place, and on each line a measure of its own.
    for (placement, key) in [(by_own.unwrap(), "VN-CN"), (by_other.unwrap(), "VN-LA")] {
        let line = register.line(key.parse().unwrap()).unwrap();
        assert_eq!(placement.line, Some((line.body.key, line.body.version.clone())), "{key}");
        let measure = line.course.locate(by_key.position).measure.0;
        assert!((placement.from_m.unwrap() - measure).abs() < 0.01, "{key}: {placement:?}");
    }
}

#[test]
fn the_course_of_a_sketch_never_looks_surveyed_not_even_between_surveyed_markers() {
    let register = register();
    let worst = register.line("VN-CN".parse().unwrap()).unwrap().body.worst_m;
    for key in ["VN-CN:222.1..234", "VN-CN:345..428", "VN-CN:0..222.1", "VN-CN:222.1..222.2"] {
        let found = segment(&register, key);
        assert_eq!((found.method, found.accuracy_m), (PositionMethod::Schematic, Some(worst)), "{key}");
        assert_eq!(found.line_status, LineStatus::Sketch, "{key}");
        // What is placed there says the same.
        let (_, placement) = register.place(&Location::at(Referent::Segment(key.parse().unwrap())));
        let placement = placement.unwrap();
        assert_eq!((placement.method, placement.accuracy_m), (PositionMethod::Schematic, Some(worst)), "{key}");
    }
    // Where an end is less sure than the line, the end decides.
    assert!(segment(&register, "VN-CN:428..1088").accuracy_m.unwrap() > worst);
    assert_eq!(length_m(&segment(&register, "VN-CN:222.1..222.2")), None, "they face each other: no stretch between");

    let official = records().into_iter().map(|mut record| {
        if let Body::BoundaryLine(line) = &mut record.body {
            line.status = LineStatus::Official;
        }
        record
    });
    let register = Register::build(&official.collect::<Vec<_>>());
    let found = segment(&register, "VN-CN:345..428");
    assert_eq!((found.method, found.line_status), (PositionMethod::Surveyed, LineStatus::Official));
    assert_eq!(segment(&register, "VN-CN:428..1088").method, PositionMethod::Schematic);
}

#[test]
fn the_area_of_a_marker_is_the_stretch_on_both_sides() {
    let register = register();
    let (shape, placement) = register.place(&Location::at(Referent::NearMarker("VN-LA:211".parse().unwrap())));
    let around = segment(&register, "VN-LA:210..212");
    assert_eq!(shape, Shape::Line(around.course));
    let placement = placement.unwrap();
    assert_eq!((placement.method, placement.from_m), (PositionMethod::Schematic, Some(around.from_m)));
    assert_eq!(placement.accuracy_m, around.accuracy_m);
    let unknown = register.place(&Location::at(Referent::NearMarker("VN-LA:300".parse().unwrap())));
    assert_eq!(unknown, (Shape::None, None));
    assert!(register.segment(&"VN-LA:144..300".parse().unwrap()).is_none());
}

#[test]
fn what_clients_get_never_passes_for_measured_when_it_is_not() {
    let register = register();
    let properties = |json: &[u8]| -> Value { serde_json::from_slice::<Value>(json).unwrap()["properties"].take() };
    for record in records() {
        let Body::Marker(marker) = &record.body else { continue };
        let found = properties(&record_feature(LayerId::Markers, &record, 1, 0, &register, &Told::default()).json);
        let measured = marker.attestation == Attestation::Published;
        assert_eq!(found["position_method"] == "surveyed", measured, "{}: {found}", marker.key);
        assert_eq!(found["indicative"], !measured, "{}", marker.key);
        assert!(measured || found["accuracy_m"].as_f64().unwrap() > 0.0, "{}", marker.key);
    }
    for segment in register.segments() {
        let found = properties(&segment_feature(segment, None).json);
        assert_eq!(found["position_method"], "schematic", "{}", segment.key);
        assert!(found["accuracy_m"].as_f64().unwrap() > 0.0, "{}", segment.key);
    }
}
