use super::*;
use crate::geo::distance;
use crate::geo::testing::{fixed, place};
use proptest::test_runner::TestRunner;

fn transform(crs: Crs) -> Transform {
    Transform::new(crs).expect("a transform")
}

#[test]
fn coordinates_that_no_place_has_are_refused() {
    let tm = transform(Crs::Tm104_00);
    for (x, y) in [(f64::NAN, 2e6), (5e5, f64::INFINITY)] {
        assert_eq!(tm.to_wgs84(x, y), Err(DatumFault::NotFinite));
        assert_eq!(tm.to_wgs84_3d(5e5, 2e6, x * y), Err(DatumFault::NotFinite));
    }
    // Once round the earth to the same latitude: no northing.
    let round = 2_317_417.0 + 40_003_931.458_6 * 0.9999;
    for (x, y) in [(505_003.0, round), (1e9, 2e6), (1e300, 1.0), (-1e300, -1e7)] {
        let fault = tm.to_wgs84(x, y).expect_err("no place");
        assert_eq!(fault, DatumFault::NoPlace { crs: Crs::Tm104_00, x, y });
        assert!(fault.message(Lang::Vi).contains("EPSG:9206"));
    }
    for crs in [Crs::Wgs84, Crs::Vn2000] {
        assert!(transform(crs).to_wgs84(20.95, 104.05).is_err(), "latitude 104°");
        assert!(transform(crs).to_wgs84(505_003.0, 2_317_417.0).is_err(), "metres");
    }
    assert!(tm.to_wgs84_3d(5e5, 2e6, 1e308).is_err());
    // A fault leaves the transform usable.
    assert!(tm.to_wgs84(505_003.0, 2_317_417.0).is_ok());
}

#[test]
fn wgs_84_keeps_its_digits() {
    let (lon, lat) = (105.306_454_171_234_56, 23.379_741_111_234_56);
    let wgs = transform(Crs::Wgs84);
    let same = wgs.to_wgs84(lon, lat).expect("a place");
    assert_eq!((same.lon(), same.lat()), (lon, lat));
    assert_eq!(wgs.from_wgs84(same), Ok((lon, lat)));
    assert_eq!(wgs.to_wgs84_3d(lon, lat, 12.5), Ok((same, 12.5)));
}

#[test]
fn a_transform_is_made_for_every_system() {
    for &crs in Crs::ALL {
        let back = transform(crs).from_wgs84(place(105.5, 20.0)).expect("in reach");
        let again = transform(crs).to_wgs84(back.0, back.1).expect("a place");
        assert!(distance(place(105.5, 20.0), again).0 < 0.002, "{crs}");
    }
}

/// Draws systems, places and heights; the transforms are made once.
fn everywhere(seed: u64, holds: impl Fn(&Transform, LonLat, f64)) {
    let all: Vec<Transform> = Crs::ALL.iter().map(|&crs| transform(crs)).collect();
    let drawn = (0..all.len(), 102.0..109.5, 8.3..23.4, -50.0..3_200.0);
    let result = TestRunner::new(fixed(seed, 2_000)).run(&drawn, |(system, lon, lat, height)| {
        holds(&all[system], place(lon, lat), height);
        Ok(())
    });
    result.expect("holds");
}

#[test]
fn there_and_back_is_within_two_millimetres_and_with_heights_exact() {
    everywhere(32, |transform, start, height| {
        let (x, y) = transform.from_wgs84(start).expect("in reach");
        assert!(distance(start, transform.to_wgs84(x, y).expect("a place")).0 < 0.002);
        let (x, y, z) = transform.from_wgs84_3d(start, height).expect("in reach");
        let (back, again) = transform.to_wgs84_3d(x, y, z).expect("a place");
        assert!(distance(start, back).0 < 1e-6 && (height - again).abs() < 1e-6);
    });
}

#[test]
fn a_height_of_zero_is_what_two_coordinates_mean() {
    everywhere(33, |transform, start, _| {
        let (x, y) = transform.from_wgs84(start).expect("in reach");
        let flat = transform.to_wgs84(x, y).expect("a place");
        let (high, _) = transform.to_wgs84_3d(x, y, 0.0).expect("a place");
        assert!(distance(flat, high).0 < 1e-6);
    });
}

#[test]
fn a_real_height_moves_the_place_by_centimetres() {
    everywhere(34, |transform, start, height| {
        let (x, y) = transform.from_wgs84(start).expect("in reach");
        let moved = distance(start, transform.to_wgs84_3d(x, y, height).expect("a place").0).0;
        // The shift, as far as it is horizontal, grows with the distance from the centre of the earth.
        let most = if transform.crs().datum() == Datum::Vn2000 { 0.12 } else { 1e-6 };
        assert!(moved < most, "{moved} at {height} m");
    });
}
