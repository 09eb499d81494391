//! VN-2000 against numbers that others worked out.
//!
//! `vn2000_vectors.json` was made for this project with pyproj 3.7.2 (PROJ 9.5.1, EPSG v11.022): an independent run of another
//! release, by other means. Its four "protocol value" places are published markers; the rest are round numbers near the line,
//! exact as numbers, not surveyed. Coordinates are rounded to a millimetre.

use mocgioi::domain::crs::{Crs, Shift};
use mocgioi::geo::{LonLat, Transform, distance};
use proj::Proj;
use proj::wkt::WktVersion;
use serde_json::Value;

/// A millimetre, and the half that the vectors are rounded by.
const FORWARD: f64 = 0.001 + 0.0005;

struct Vector {
    name: String,
    wgs84: LonLat,
    /// In the system, easting or longitude, northing or latitude.
    known: Vec<(Crs, f64, f64)>,
    shift_m: f64,
    /// TM-3 coordinates when PROJ chooses the operation.
    left_to_proj: (Crs, f64, f64),
}

fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(include_str!("vn2000_vectors.json")).unwrap();
    let number = |value: &Value| value.as_f64().unwrap();
    let read = |vector: &Value| {
        let place = |name: &str| [number(&vector[name]["lon"]), number(&vector[name]["lat"])];
        let grid = |name: &str, crs: &str| {
            let crs = Crs::from_epsg(u32::try_from(vector[crs]["epsg"].as_u64().unwrap()).unwrap()).unwrap();
            (crs, number(&vector[name]["easting"]), number(&vector[name]["northing"]))
        };
        let [lon, lat] = place("vn2000_geo");
        let contrast = "wgs84_utm48n_for_contrast";
        Vector {
            name: vector["name"].as_str().unwrap().to_owned(),
            wgs84: LonLat::try_from(place("wgs84")).unwrap(),
            known: vec![(Crs::Vn2000, lon, lat), grid("tm3", "tm3"), grid("utm48", "utm48"), grid(contrast, contrast)],
            shift_m: number(&vector["shift_wgs84_to_vn2000_m"]),
            left_to_proj: grid("epsg_default_tm3", "tm3"),
        }
    };
    let all: Vec<Vector> = file["vectors"].as_array().unwrap().iter().map(read).collect();
    assert_eq!(all.len(), 20);
    all
}

/// Metres between two pairs of one system.
fn apart(crs: Crs, a: (f64, f64), b: (f64, f64)) -> f64 {
    if crs.is_geographic() {
        distance(LonLat::new(a.0, a.1).unwrap(), LonLat::new(b.0, b.1).unwrap()).0
    } else {
        f64::hypot(a.0 - b.0, a.1 - b.1)
    }
}

#[test]
fn all_vectors_agree_to_a_millimetre_and_come_back_within_two() {
    for vector in vectors() {
        for (crs, x, y) in vector.known {
            let transform = Transform::new(crs).unwrap();
            let found = transform.from_wgs84(vector.wgs84).unwrap();
            assert!(apart(crs, found, (x, y)) < FORWARD, "{}, {crs}: {found:?}", vector.name);
            let back = transform.to_wgs84(found.0, found.1).unwrap();
            assert!(distance(vector.wgs84, back).0 < 0.002, "{}, {crs}: {back:?}", vector.name);
            let from_file = transform.to_wgs84(x, y).unwrap();
            assert!(distance(vector.wgs84, from_file).0 < 0.002 + 0.0008, "{}, {crs}: {from_file:?}", vector.name);
        }
    }
}

#[test]
fn an_unshifted_reading_would_be_222_to_226_metres_off() {
    for vector in vectors() {
        let shifted = Transform::new(Crs::Vn2000Utm48).unwrap().from_wgs84(vector.wgs84).unwrap();
        let unshifted = Transform::new(Crs::Wgs84Utm48).unwrap().from_wgs84(vector.wgs84).unwrap();
        let off = apart(Crs::Vn2000Utm48, shifted, unshifted);
        assert!((221.0..226.5).contains(&off), "{}: {off}", vector.name);
        let (_, lon, lat) = vector.known[0];
        let vn2000 = Transform::new(Crs::Vn2000).unwrap().from_wgs84(vector.wgs84).unwrap();
        let on_ellipsoid = apart(Crs::Vn2000, (vector.wgs84.lon(), vector.wgs84.lat()), vn2000);
        assert!((on_ellipsoid - vector.shift_m).abs() < 0.002, "{}: {on_ellipsoid}", vector.name);
        assert!(apart(Crs::Vn2000, (lon, lat), (vector.wgs84.lon(), vector.wgs84.lat())) > 221.0);
    }
}

#[test]
fn rotations_with_the_wrong_sign_would_be_half_a_metre_to_four_fifths_off() {
    let Shift { translation: [x, y, z], rotation: [rx, ry, rz], scale } = Shift::EPSG_6960;
    let wrong = format!(
        "proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=cart ellps=WGS84 \
         step proj=helmert x={x} y={y} z={z} rx={rx} ry={ry} rz={rz} s={scale} convention=position_vector \
         step inv proj=cart ellps=WGS84 step proj=unitconvert xy_in=rad xy_out=deg"
    );
    let wrong = Proj::new(&wrong).unwrap();
    for vector in vectors() {
        let (crs, lon, lat) = vector.known[0];
        let ours = Transform::new(crs).unwrap().to_wgs84(lon, lat).unwrap();
        let (lon, lat) = wrong.convert((lon, lat)).unwrap();
        let off = distance(ours, LonLat::new(lon, lat).unwrap()).0;
        let least = if vector.wgs84.lat() > 20.0 { 0.75 } else { 0.5 };
        assert!((least..0.85).contains(&off), "{}: {off}", vector.name);
    }
}

#[test]
fn left_alone_proj_is_four_fifths_of_a_metre_off_in_the_mekong_delta_and_nowhere_else() {
    let mut off_there = Vec::new();
    for vector in vectors() {
        let (crs, x, y) = vector.left_to_proj;
        let proj = Proj::new_known_crs("EPSG:4326", &crs.to_string(), None).unwrap();
        let theirs = proj.convert((vector.wgs84.lon(), vector.wgs84.lat())).unwrap();
        assert!(apart(crs, theirs, (x, y)) < 0.01, "{}: PROJ chooses otherwise than it did", vector.name);
        let ours = Transform::new(crs).unwrap().from_wgs84(vector.wgs84).unwrap();
        let off = apart(crs, ours, theirs);
        if off > FORWARD {
            off_there.push((vector.name, off));
        }
    }
    let [(name, off)] = off_there.try_into().unwrap();
    assert!(name.starts_with("Hà Tiên") && (off - 0.81).abs() < 0.02, "{name}: {off}");
}

#[test]
fn the_operation_and_the_grids_are_those_of_the_register() {
    // The register's own axes: latitude first.
    let named = Proj::new("urn:ogc:def:coordinateOperation:EPSG::6960").unwrap();
    let vn2000 = Transform::new(Crs::Vn2000).unwrap();
    for vector in vectors() {
        let (_, lon, lat) = vector.known[0];
        let ours = vn2000.to_wgs84(lon, lat).unwrap();
        let (lat, lon) = named.convert((lat, lon)).unwrap();
        assert!(distance(ours, LonLat::new(lon, lat).unwrap()).0 < 1e-6, "{}", vector.name);
    }
    // A grid and its own datum: nothing to choose. With heights the way through WGS 84 and back adds nothing.
    for &crs in Crs::ALL.iter().filter(|crs| !crs.is_geographic()) {
        let base = if crs.datum() == Crs::Vn2000.datum() { Crs::Vn2000 } else { Crs::Wgs84 };
        let proj = Proj::new_known_crs(&base.to_string(), &crs.to_string(), None).unwrap();
        for (lon, lat) in [(102.2, 22.4), (105.0, 10.0), (107.97, 21.53)] {
            let (place, height) = Transform::new(base).unwrap().to_wgs84_3d(lon, lat, 0.0).unwrap();
            let (x, y, _) = Transform::new(crs).unwrap().from_wgs84_3d(place, height).unwrap();
            assert!(apart(crs, (x, y), proj.convert((lon, lat)).unwrap()) < 1e-6, "{crs}");
        }
    }
}

#[test]
fn systems_are_described_as_proj_describes_them() {
    for &crs in Crs::ALL {
        let registered = Proj::new(&crs.to_string()).unwrap();
        let written = |version| one_line(&registered.as_wkt(Some(version), None).unwrap());
        assert_eq!(crs.wkt1(), written(WktVersion::Wkt1_Gdal));
        assert_eq!(crs.wkt1_esri(), written(WktVersion::Wkt1_Esri));
        for version in [WktVersion::Wkt2_2015, WktVersion::Wkt2_2019, WktVersion::Wkt2_2019_Simplified] {
            let text = written(version);
            assert_eq!(Crs::from_wkt(&text), Ok(crs), "{text}");
        }
        // Where the register says the grid is used, its coordinates must not be called suspect.
        let (area, _) = registered.area_of_use().unwrap();
        if let (Some(grid), Some(area), true) = (crs.projection(), area, crs.datum() == Crs::Vn2000.datum()) {
            let [west, east] = [area.west, area.east].map(|lon| (lon - grid.meridian.degrees()).abs());
            assert!(f64::max(west, east) <= grid.family.reach(), "{crs}: {area:?}");
        }
    }
}

/// The crate cannot be asked for text without line breaks.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect()
}
