//! Where a number alone puts a marker, in a register small enough to be worked out by hand.

use mocgioi::atlas::encode::length_m;
use mocgioi::atlas::register::Register;
use mocgioi::domain::location::{PositionMethod, Referent};
use mocgioi::domain::marker::Anchor;

use crate::small::{concerned, equator, key, known, line, lon, marker, open, place, segments, stretch};

#[test]
fn a_number_alone_gives_a_place_in_proportion_that_never_passes_for_measured() {
    let register = equator(&[known("VN-LA:2", 100.4), open("VN-LA:5"), open("VN-LA:1"), open("VN-LA:11")]);
    assert_eq!([lon(&register, "VN-LA:1"), lon(&register, "VN-LA:5")], ["100.200", "100.625"]);
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
    assert_eq!(at, ["100.500", "100.533", "100.567", "100.600"]);
    assert_eq!(segments(&register), ["VN-LA:5..5_1", "VN-LA:5_1..5_2", "VN-LA:5_2..6"]);
    // One of them measured: its number is not the main marker's, and what is open goes around it.
    let register = equator(&[open("VN-LA:5"), open("VN-LA:5_1"), known("VN-LA:5_2", 100.7), open("VN-LA:6")]);
    let at = ["VN-LA:5", "VN-LA:5_1", "VN-LA:5_2", "VN-LA:6"].map(|text| lon(&register, text));
    assert!(at.is_sorted() && at[0] < at[1] && at[1] < at[2] && at[2] < at[3], "{at:?}");
    assert_eq!(at[2], "100.700");
}

#[test]
fn a_stake_has_a_number_of_another_series() {
    let register = equator(&[known("VN-LA:stake-5", 100.9), open("VN-LA:5"), open("VN-LA:stake-6"), open("VN-LA:6")]);
    assert_eq!([lon(&register, "VN-LA:5"), lon(&register, "VN-LA:stake-5")], ["100.500", "100.900"]);
    assert!(register.marker(&key("VN-LA:stake-6")).is_none(), "nothing says where it is");
    assert_eq!(segments(&register), ["VN-LA:5..6"]);
    assert_eq!(concerned(&register, &Referent::Marker(key("VN-LA:stake-5"))), Vec::<String>::new());
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
    assert_eq!((segment.method, segment.accuracy_m), (PositionMethod::Schematic, Some(900.0)), "the line is a sketch");
    assert!((length_m(&segment).unwrap() - 33_400.0).abs() < 0.1, "three digits: {segment:?}");
}
