use super::*;
use crate::domain::messages::Lang;
use crate::geo::testing::place;
use crate::geo::{Polyline, distance};

/// A piece of line in Sơn La, from 103.9 to 104.2 E near 20.9 N.
fn line() -> NearIndex {
    let course = [(103.9, 20.85), (103.98, 20.92), (104.05, 20.95), (104.12, 20.9), (104.2, 20.95)];
    NearIndex::new(&Polyline::new(course.map(|(lon, lat)| place(lon, lat))).expect("a line"))
}

fn check(crs: Crs) -> Check {
    Check::new(crs).expect("a check")
}

/// What a file in one system holds for a place.
fn written(crs: Crs, lon: f64, lat: f64) -> (f64, f64) {
    Transform::new(crs).and_then(|it| it.from_wgs84(place(lon, lat))).expect("coordinates")
}

#[track_caller]
fn suspicion(check: &Check, (x, y): (f64, f64), reach: &Reach<'_>) -> Suspicion {
    let found = check.place(x, y, reach).expect_err("suspect");
    let (vi, en) = (found.message(Lang::Vi), found.message(Lang::En));
    assert!(!vi.contains('\n') && !en.contains('\n') && vi != en);
    found
}

#[test]
fn a_good_point_is_accepted_in_every_system_and_lies_where_it_should() {
    let index = line();
    let reach = Reach { lines: &[&index], limit: Metres(5_000.0) };
    for crs in Crs::ALL.iter().copied().filter(|&crs| is_used_at(crs, place(104.05, 20.94))) {
        let (x, y) = written(crs, 104.05, 20.94);
        let found = check(crs).place(x, y, &reach).expect("plausible");
        assert!(distance(found, place(104.05, 20.94)).0 < 0.002, "{crs}");
    }
}

#[test]
fn swapped_axes_are_named_in_degrees_and_in_metres() {
    let index = line();
    for reach in [Reach { lines: &[&index], limit: Metres(5_000.0) }, Reach::ANYWHERE] {
        for crs in [Crs::Wgs84, Crs::Vn2000, Crs::Tm104_00, Crs::Vn2000Utm48, Crs::Wgs84Utm48] {
            let (x, y) = written(crs, 104.05, 20.94);
            let found = suspicion(&check(crs), (y, x), &reach);
            let Suspicion::AxesSwapped { crs: named, place: there } = &found else { panic!("{crs}: {found:?}") };
            assert!(*named == crs && distance(*there, place(104.05, 20.94)).0 < 0.002);
            assert!(found.message_vi().contains("104.05000, 20.94000"), "{}", found.message_vi());
        }
    }
}

#[test]
fn the_wrong_zone_is_named_together_with_the_right_one() {
    let index = line();
    let reach = Reach { lines: &[&index], limit: Metres(5_000.0) };
    let (x, y) = written(Crs::Tm104_00, 104.05, 20.94);
    let found = suspicion(&check(Crs::Tm104_30), (x, y), &reach);
    let Suspicion::OtherSystem { distance: Some(own), likely, .. } = &found else { panic!("{found:?}") };
    assert!(own.0 > 30_000.0, "52 km east of where it should be");
    assert_eq!(likely[0].crs, Crs::Tm104_00);
    assert!(distance(likely[0].place, place(104.05, 20.94)).0 < 0.002);
    assert!(found.message_vi().contains("EPSG:9206 (VN-2000 múi 3°, kinh tuyến trục 104-00; trước 7/2025: Sơn La)"));
    // Six-degree coordinates of the same meridian under a three-degree system: 690 m too far south.
    let tight = Reach { limit: Metres(300.0), ..reach };
    let utm = suspicion(&check(Crs::Tm105_00), written(Crs::Wgs84Utm48, 104.05, 20.95), &tight);
    let Suspicion::OtherSystem { likely, .. } = &utm else { panic!("{utm:?}") };
    assert_eq!(likely[0].crs, Crs::Wgs84Utm48, "{likely:?}");
}

#[test]
fn a_grid_far_beyond_its_zone_is_outside_its_area() {
    let check = check(Crs::Tm104_00);
    // 9,000 km east of the meridian is no place at all; 3.5° away is one, but TM-3 is not used there and neither is UTM.
    let (x, y) = written(Crs::Tm104_00, 107.5, 20.94);
    assert!(matches!(suspicion(&check, (9_500_000.0, y), &Reach::ANYWHERE), Suspicion::OutsideArea { .. }));
    let found = suspicion(&check, (x, y), &Reach::ANYWHERE);
    assert!(found.message_en().contains("107.50000, 20.94000"), "{found}");
    let south = check.place(500_000.0, 120_000.0, &Reach::ANYWHERE);
    assert!(matches!(south, Err(Suspicion::OutsideArea { place: Some(_), .. })), "{south:?}");
}

#[test]
fn degrees_under_a_grid_and_metres_under_degrees_are_told_apart() {
    let index = line();
    let reach = Reach { lines: &[&index], limit: Metres(5_000.0) };
    for (x, y, swapped) in [(104.05, 20.94, false), (20.94, 104.05, true)] {
        let found = suspicion(&check(Crs::Tm104_00), (x, y), &reach);
        let Suspicion::DegreesInMetres { likely, .. } = &found else { panic!("{found:?}") };
        assert!(likely.iter().all(|it| it.crs.is_geographic() && it.swapped == swapped) && likely.len() == 2);
    }
    for crs in [Crs::Wgs84, Crs::Vn2000] {
        let found = suspicion(&check(crs), written(Crs::Tm104_00, 104.05, 20.94), &reach);
        let Suspicion::MetresInDegrees { likely, .. } = &found else { panic!("{found:?}") };
        assert_eq!(likely[0].crs, Crs::Tm104_00);
    }
    let run_together = suspicion(&check(Crs::Wgs84), (1_040_300.0, 205_624.0), &reach);
    assert!(run_together.message_vi().contains("viết liền"), "{run_together:?}");
}

#[test]
fn what_is_empty_or_no_number_is_said_to_be_so() {
    for crs in [Crs::Wgs84, Crs::Tm104_00] {
        let check = check(crs);
        assert_eq!(check.place(0.0, -0.0, &Reach::ANYWHERE), Err(Suspicion::Zero));
        for bad in [f64::NAN, f64::INFINITY] {
            assert_eq!(check.place(bad, 1.0, &Reach::ANYWHERE), Err(Suspicion::NotFinite));
            assert_eq!(check.place(1.0, bad, &Reach::ANYWHERE), Err(Suspicion::NotFinite));
        }
    }
}

#[test]
fn far_from_its_line_is_said_with_the_distance() {
    let index = line();
    let reach = Reach { lines: &[&index], limit: Metres(5_000.0) };
    for crs in [Crs::Wgs84, Crs::Tm104_00] {
        let far = written(crs, 104.05, 20.75);
        let found = suspicion(&check(crs), far, &reach);
        let Suspicion::FarFromLine { distance, .. } = &found else { panic!("{found:?}") };
        assert!((15_000.0..20_000.0).contains(&distance.0));
        assert!(found.message_vi().contains("km, quá giới hạn 5,0 km"), "{}", found.message_vi());
    }
    // Without a line nobody asks; WGS 84 reaches round the earth.
    assert!(check(Crs::Wgs84).place(2.35, 48.85, &Reach::ANYWHERE).is_ok());
    assert!(matches!(suspicion(&check(Crs::Vn2000), (2.35, 48.85), &Reach::ANYWHERE), Suspicion::OutsideArea { .. }));
}

#[test]
fn a_shift_below_the_limit_is_not_blamed_on_the_system() {
    // 5.1 km off in one datum, just within 5 km in the other: far, but not in another system.
    let index = line();
    let wgs = check(Crs::Wgs84);
    let mut south = (0..400).map(|step| (104.05, 20.95 - 0.0002 * f64::from(step)));
    let limit = Metres(5_000.0);
    let reach = Reach { lines: &[&index], limit };
    let just = south.find(|&(x, y)| index.distance_to(place(x, y)) > limit).expect("beyond the limit");
    assert!(matches!(suspicion(&wgs, just, &reach), Suspicion::FarFromLine { .. }));
    // With a limit below the shift it shows: VN-2000 read as WGS 84.
    let tight = Reach { limit: Metres(100.0), ..reach };
    let found = suspicion(&wgs, written(Crs::Vn2000, 104.05, 20.95), &tight);
    assert!(matches!(&found, Suspicion::OtherSystem { likely, .. } if likely[0].crs == Crs::Vn2000), "{found:?}");
}

#[test]
fn coordinates_without_a_system_get_a_list_with_a_place_each() {
    let index = line();
    let reach = Reach { lines: &[&index], limit: Metres(50_000.0) };
    let systems = Systems::default();
    let (x, y) = written(Crs::Tm104_00, 104.05, 20.95);
    let likely = systems.likely(x, y, &reach);
    assert_eq!(likely[0].crs, Crs::Tm104_00, "it lies on the line there");
    assert!(likely.iter().any(|it| it.crs == Crs::Tm104_30) && !likely.iter().any(|it| it.crs == Crs::Tm107_15));
    let text = undeclared(x, y, &likely, Lang::Vi);
    for it in &likely {
        assert!(text.contains(&format!("{} (", it.crs)) && !it.swapped, "{text}");
    }
    assert!(text.contains(
        "EPSG:9206 (VN-2000 múi 3°, kinh tuyến trục 104-00; trước 7/2025: Sơn La): 104.05000, 20.95000, cách đường biên"
    ));
    assert!(systems.likely(y, x, &reach).iter().all(|it| it.swapped));
    assert!(systems.likely(y, x, &reach).len() == likely.len());
    assert!(systems.likely(1.0, 1.0, &reach).is_empty() && systems.likely(f64::NAN, 1.0, &reach).is_empty());
    assert!(undeclared(1.0, 1.0, &[], Lang::En).contains("none that is supported"));
    // Without lines the region alone decides: every zone would do.
    assert!(systems.likely(x, y, &Reach::ANYWHERE).len() > 18);
}
