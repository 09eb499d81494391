//! What we write, GDAL reads: the same count, places and attributes.

use std::collections::BTreeMap;

use mocgioi::exchange::rows::{OutPlace, OutRow, SourcePoint};
use serde_json::{Value, json};

use super::{FORMATS, SYSTEMS, gdal, layer, point, row, step, tolerance, write};

/// Features by their id; FlatGeobuf sorts them by place.
fn by_id(features: Vec<Value>) -> BTreeMap<String, Value> {
    features.into_iter().map(|feature| (feature["properties"]["id"].as_str().unwrap().to_owned(), feature)).collect()
}

fn check_place(feature: &Value, want: &[SourcePoint], epsg: u32, what: &str) {
    let coordinates = &feature["geometry"]["coordinates"];
    let found = if want.len() == 1 { vec![coordinates.clone()] } else { coordinates.as_array().unwrap().clone() };
    assert_eq!(found.len(), want.len(), "{what}: {feature}");
    for (found, want) in found.iter().zip(want) {
        let off = |axis: usize, want: f64| (found[axis].as_f64().unwrap() - want).abs();
        assert!(off(0, want.x) <= tolerance(epsg) && off(1, want.y) <= tolerance(epsg), "{what}: {found} {want:?}");
        match want.z {
            Some(z) => assert!(off(2, z) <= 1e-9, "{what}: {found} {want:?}"),
            None => assert_eq!(found.as_array().unwrap().len(), 2, "{what}: {found}"),
        }
    }
}

/// Attributes under the name and in the form that the format has for them.
fn check_attributes(feature: &Value, n: u32, format: &str, what: &str) {
    let properties = &feature["properties"];
    let is_shapefile = format == "zip";
    let cut = |name: &'static str| if is_shapefile { &name[..name.len().min(10)] } else { name };
    assert_eq!(properties["number"], format!("Mốc {n}/2 – Đồn Biên phòng Cửa khẩu Tây Trang"), "{what}");
    assert_eq!(properties[cut("inspections")], i64::from(n) - 2, "{what}");
    let length = properties["length_m"].as_f64().unwrap();
    assert!((length - f64::from(n) / 7.0).abs() <= 1e-12, "{what}: {length}");
    let surveyed =
        if is_shapefile { json!(if n.is_multiple_of(2) { "T" } else { "F" }) } else { json!(n.is_multiple_of(2)) };
    assert_eq!(properties["surveyed"], surveyed, "{what}");
    let day = format!("{:02}", n % 28 + 1);
    let time =
        if is_shapefile { format!("2026-11-{day}T01:30:00.250Z") } else { format!("2026/11/{day} 01:30:00.250") };
    let found = properties[cut("observed_at")].as_str().unwrap().replace("+00", "");
    let found = if is_shapefile { found } else { found.replace('-', "/").replace('T', " ").replace('Z', "") };
    assert_eq!(found, time, "{what}");
}

#[test]
fn points_in_every_system_with_heights_and_without() {
    let folder = tempfile::tempdir().unwrap();
    for (epsg, x, y) in SYSTEMS {
        for z in [None, Some(812.25)] {
            let places: Vec<SourcePoint> =
                (0..50).map(|n| point(x, y, n, step(epsg), z.map(|z| z + f64::from(n)))).collect();
            let rows: Vec<OutRow> = (0..).zip(&places).map(|(n, place)| row(n, OutPlace::Point(*place))).collect();
            for format in FORMATS {
                let what = format!("{format} {epsg} {z:?}");
                let path = write(folder.path(), format, &layer(epsg, false), &rows);
                let read = by_id(gdal::features(&path, &[]));
                assert_eq!(read.len(), rows.len(), "{what}");
                for (n, place) in (0..).zip(&places) {
                    let feature = &read[&format!("VN-LA:{n}")];
                    check_place(feature, &[*place], epsg, &what);
                    check_attributes(feature, n, format, &what);
                }
                let about = gdal::about(&path);
                assert!(about.contains("Feature Count: 50"), "{about}");
                assert!(about.contains(&format!("ID[\"EPSG\",{epsg}]]")), "{what}: {about}");
                assert!(
                    about.contains(if z.is_some() { "3D Point" } else { "Geometry: Point" }) || format == "gpkg",
                    "{about}"
                );
            }
        }
    }
}

#[test]
fn lines_in_every_system_with_heights_and_without() {
    let folder = tempfile::tempdir().unwrap();
    for (epsg, x, y) in SYSTEMS {
        for z in [None, Some(-1.5)] {
            let places: Vec<Vec<SourcePoint>> = (2..30)
                .map(|n| (0..n).map(|m| point(x, y, n * m, step(epsg), z.map(|z| z * f64::from(m)))).collect())
                .collect();
            let rows: Vec<OutRow> =
                (0..).zip(&places).map(|(n, place)| row(n, OutPlace::Line(place.clone()))).collect();
            for format in FORMATS {
                let what = format!("{format} {epsg} {z:?}");
                let path = write(folder.path(), format, &layer(epsg, true), &rows);
                let read = by_id(gdal::features(&path, &[]));
                assert_eq!(read.len(), rows.len(), "{what}");
                for (n, place) in (0..).zip(&places) {
                    let feature = &read[&format!("VN-LA:{n}")];
                    assert_eq!(feature["geometry"]["type"], "LineString", "{what}");
                    check_place(feature, place, epsg, &what);
                    check_attributes(feature, n, format, &what);
                }
            }
        }
    }
}

#[test]
fn rows_without_a_place_and_empty_values_stay_so() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [false, true] {
        let place = |n: u32| {
            let vertices = [point(103.0, 21.0, n, 0.1, None), point(103.0, 21.0, n + 1, 0.1, None)];
            if lines { OutPlace::Line(vertices.to_vec()) } else { OutPlace::Point(vertices[0]) }
        };
        let mut nothing = row(1, OutPlace::None);
        nothing.values.fill(mocgioi::exchange::rows::OutValue::Null);
        let rows = [row(0, place(0)), nothing, row(2, place(2)), row(3, OutPlace::None)];
        for format in FORMATS {
            let path = write(folder.path(), format, &layer(4326, lines), &rows);
            let read = by_id(gdal::features(&path, &[]));
            assert_eq!(read.len(), 4, "{format}");
            for (n, has_place) in [(0, true), (1, false), (2, true), (3, false)] {
                let feature = &read[&format!("VN-LA:{n}")];
                assert_eq!(!feature["geometry"].is_null(), has_place, "{format}: {feature}");
                if n != 1 {
                    check_attributes(feature, n, format, format);
                }
            }
            let empty = read["VN-LA:1"]["properties"].as_object().unwrap();
            assert!(empty.iter().all(|(name, value)| name == "id" || value.is_null()), "{format}: {empty:?}");
        }
    }
}

#[test]
fn heights_that_only_some_points_have_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let with = row(0, OutPlace::Point(point(103.0, 21.0, 0, 0.1, Some(812.5))));
    let without = row(1, OutPlace::Point(point(103.0, 21.0, 1, 0.1, None)));
    for format in FORMATS {
        let path = write(folder.path(), format, &layer(4326, false), &[with.clone(), without.clone()]);
        let read = by_id(gdal::features(&path, &[]));
        let height = |id: &str| match format {
            "gpkg" => read[id]["geometry"]["coordinates"][2].as_f64(),
            _ => read[id]["properties"]["height"].as_f64(),
        };
        assert_eq!((height("VN-LA:0"), height("VN-LA:1")), (Some(812.5), None), "{format}");
    }
}

#[test]
fn layers_without_rows_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [false, true] {
        for format in FORMATS {
            let path = write(folder.path(), format, &layer(9206, lines), &[]);
            assert!(gdal::about(&path).contains("Feature Count: 0"), "{format}");
        }
    }
}

#[test]
fn source_and_licence_are_in_the_formats_that_have_a_place_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [row(0, OutPlace::Point(point(103.0, 21.0, 0, 0.1, None)))];
    let words = "© Mốc Giới, nguồn: thử nghiệm";
    let path = write(folder.path(), "gpkg", &layer(4326, false), &rows);
    assert!(gdal::about(&path).contains(words), "{}", gdal::about(&path));
    // This GDAL does not tell the description of a FlatGeobuf.
    let bytes = std::fs::read(write(folder.path(), "fgb", &layer(4326, false), &rows)).unwrap();
    assert!(bytes.windows(words.len()).any(|window| window == words.as_bytes()));
}

#[test]
fn the_index_of_a_flatgeobuf_finds_what_is_in_a_box() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<OutRow> = (0..2_000).map(|n| row(n, OutPlace::Point(point(103.0, 21.0, n, 0.001, None)))).collect();
    let path = write(folder.path(), "fgb", &layer(4326, false), &rows);
    let read = gdal::features(&path, &["-spat", "103.4995", "20.0", "103.6005", "22.0"]);
    assert_eq!(read.len(), 101);
}
