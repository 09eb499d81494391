//! GDAL, unmodified, reads what we write as GeoJSON, `GeoJSONSeq`, GPX and KML: the same rows, places and attributes.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::Command;

use mocgioi::exchange::geojson::{GeoJsonSeqWriter, GeoJsonWriter};
use mocgioi::exchange::gpx::GpxWriter;
use mocgioi::exchange::kml::KmlWriter;
use mocgioi::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourcePoint};
use serde_json::Value;

const COLUMNS: [(&str, OutKind); 6] = [
    ("number", OutKind::Text),
    ("note", OutKind::Text),
    ("height", OutKind::Real),
    ("year", OutKind::Integer),
    ("seen", OutKind::Boolean),
    ("observed_at", OutKind::DateTime),
];

fn layer(lines: bool, epsg: u32) -> OutLayer {
    OutLayer {
        name: if lines { "segments" } else { "markers" }.to_owned(),
        columns: COLUMNS.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        epsg,
        wkt: String::new(),
        shapes: if lines { OutShapes::Lines } else { OutShapes::Points },
        attribution: "Nguồn <mở> & \"giấy phép\"".to_owned(),
    }
}

/// Places with nine decimals each, all different; the third row has none.
fn rows(lines: bool, origin: (f64, f64), step: f64) -> Vec<OutRow> {
    let at = |n: u32| SourcePoint {
        x: nine(origin.0 + f64::from(n) * step * 0.123_456_789),
        y: nine(origin.1 - f64::from(n) * step * 0.098_765_432),
        z: (n.is_multiple_of(2)).then_some(800.25 + f64::from(n)),
    };
    let place = |n: u32| match (n, lines) {
        (3, _) => OutPlace::None,
        (_, false) => OutPlace::Point(at(n)),
        (_, true) => OutPlace::Line((0..4).map(|k| SourcePoint { z: None, ..at(n * 10 + k) }).collect()),
    };
    let row = |n: u32| OutRow {
        id: format!("0190b5c0-0000-7000-8000-{n:012}"),
        place: place(n),
        values: vec![
            OutValue::Text(format!("{n}/2")),
            if n == 5 { OutValue::Null } else { OutValue::Text(format!("Mốc <{n}> & \"đá\" 'ố'")) },
            OutValue::Real(f64::from(n) * 0.1),
            OutValue::Integer(i64::from(n) - 20),
            OutValue::Boolean(n.is_multiple_of(2)),
            OutValue::Text(format!("2026-11-20T01:30:{n:02}.250Z")),
        ],
    };
    (0..40).map(row).collect()
}

fn nine(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

type Made = io::Result<Box<dyn RowWriter>>;

/// Writes rows into a file of its own in the folder.
fn written(folder: &Path, file: &str, rows: &[OutRow], make: impl FnOnce(BufWriter<File>) -> Made) -> PathBuf {
    let path = folder.join(file);
    let mut writer = make(BufWriter::new(File::create(&path).unwrap())).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    path
}

/// What GDAL finds in a layer of a file, as features of its own GeoJSON.
fn by_gdal(path: &Path, layer: &str) -> Vec<Value> {
    let output = Command::new("ogr2ogr")
        .args(["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12", "/vsistdout/"])
        .arg(path)
        .arg(layer)
        .output()
        .expect("ogr2ogr is there: scripts/install-test-needs installs it");
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaints}");
    assert!(!complaints.contains("Warning") && !complaints.contains("ERROR"), "{complaints}");
    let mut collection: Value = serde_json::from_slice(&output.stdout).unwrap();
    match collection["features"].take() {
        Value::Array(features) => features,
        other => panic!("{other}"),
    }
}

/// `ogrinfo`'s summary of a layer.
fn summary(path: &Path, layer: &str) -> String {
    let output = Command::new("ogrinfo").args(["-ro", "-so"]).arg(path).arg(layer).output().expect("ogrinfo is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn count(path: &Path, layer: &str) -> usize {
    let text = summary(path, layer);
    let line = text.lines().find_map(|line| line.strip_prefix("Feature Count: "));
    line.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
}

/// The vertices of a feature, of whichever kind and depth.
fn vertices(geometry: &Value) -> Vec<Vec<f64>> {
    let array = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let coordinates = &geometry["coordinates"];
    if coordinates[0].is_number() {
        return vec![array(coordinates).iter().map(|n| n.as_f64().unwrap()).collect()];
    }
    array(coordinates).iter().flat_map(|part| vertices(&serde_json::json!({ "coordinates": part }))).collect()
}

fn assert_place(place: &OutPlace, geometry: &Value, heights: bool) {
    let want = match place {
        OutPlace::None => Vec::new(),
        OutPlace::Point(point) => vec![*point],
        OutPlace::Line(points) => points.clone(),
        OutPlace::Lines(parts) => parts.concat(),
    };
    let found = vertices(geometry);
    assert_eq!(found.len(), want.len(), "{geometry}");
    for (want, found) in want.iter().zip(&found) {
        assert!((want.x - found[0]).abs() < 1e-9 * want.x.abs().max(1.0), "{want:?} {found:?}");
        assert!((want.y - found[1]).abs() < 1e-9 * want.y.abs().max(1.0), "{want:?} {found:?}");
        if heights {
            assert_eq!(want.z, found.get(2).copied());
        }
    }
}

/// An attribute as text, whatever kind GDAL took it for; its own ways of writing a time and a truth are undone.
fn text_of(value: &Value, kind: OutKind) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(match kind {
        OutKind::Boolean => match text.as_str() {
            "1" => "true".to_owned(),
            "0" => "false".to_owned(),
            other => other.to_owned(),
        },
        OutKind::DateTime => text.replace('/', "-").replacen(' ', "T", 1).replace("+00", "Z"),
        // GDAL's own GeoJSON has fifteen digits.
        OutKind::Real => format!("{:.14e}", text.parse::<f64>().unwrap()),
        OutKind::Text | OutKind::Integer => text,
    })
}

/// Every attribute of a row, under the name that GDAL gives its column.
fn assert_values(row: &OutRow, properties: &Value, name_of: impl Fn(&str) -> String) {
    for ((column, kind), value) in COLUMNS.iter().zip(&row.values) {
        let want = match value {
            OutValue::Null => None,
            OutValue::Text(text) => Some(text.clone()),
            OutValue::Integer(number) => Some(number.to_string()),
            OutValue::Real(number) => Some(format!("{number:.14e}")),
            OutValue::Boolean(yes) => Some(yes.to_string()),
        };
        assert_eq!(text_of(&properties[name_of(column)], *kind), want, "{column} of {properties}");
    }
}

fn same(name: &str) -> String {
    name.to_owned()
}

#[test]
fn gdal_reads_back_geojson() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [false, true] {
        let (rows, about) = (rows(lines, (104.123_456_789, 22.5), 0.01), layer(lines, 4326));
        let path = written(folder.path(), "a.geojson", &rows, |out| Ok(Box::new(GeoJsonWriter::new(out, &about)?)));
        assert_eq!(count(&path, &about.name), rows.len());
        let found = by_gdal(&path, &about.name);
        assert_eq!(found.len(), rows.len());
        for (row, feature) in rows.iter().zip(&found) {
            assert_eq!(feature["id"], Value::String(row.id.clone()), "{feature}");
            assert_place(&row.place, &feature["geometry"], true);
            assert_values(row, &feature["properties"], same);
        }
    }
}

#[test]
fn gdal_reads_back_geojson_of_another_system_as_that_system() {
    let folder = tempfile::tempdir().unwrap();
    for (epsg, origin, step, name) in
        [(3405, (520_000.25, 2_400_000.5), 100.0, "VN-2000 / UTM zone 48N"), (4756, (104.1, 22.5), 0.01, "VN-2000")]
    {
        let (rows, about) = (rows(false, origin, step), layer(false, epsg));
        let path = written(folder.path(), "b.geojson", &rows, |out| Ok(Box::new(GeoJsonWriter::new(out, &about)?)));
        let summary = summary(&path, "markers");
        assert!(
            summary.contains(&format!("\"{name}\"")) && summary.contains(&format!("ID[\"EPSG\",{epsg}]")),
            "{summary}"
        );
        let found = by_gdal(&path, "markers");
        assert_eq!(found.len(), rows.len());
        for (row, feature) in rows.iter().zip(&found) {
            assert_place(&row.place, &feature["geometry"], true);
        }
    }
}

#[test]
fn gdal_reads_back_a_geojson_text_sequence() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [false, true] {
        let (rows, about) = (rows(lines, (104.123_456_789, 22.5), 0.01), layer(lines, 4326));
        let path = written(folder.path(), "c.geojsons", &rows, |out| Ok(Box::new(GeoJsonSeqWriter::new(out, &about)?)));
        assert_eq!(count(&path, "c"), rows.len());
        let found = by_gdal(&path, "c");
        assert_eq!(found.len(), rows.len());
        for (row, feature) in rows.iter().zip(&found) {
            assert_place(&row.place, &feature["geometry"], true);
            assert_values(row, &feature["properties"], same);
        }
    }
}

#[test]
fn gdal_reads_back_gpx_but_for_the_row_without_a_place() {
    let folder = tempfile::tempdir().unwrap();
    for (lines, name) in [(false, "waypoints"), (true, "tracks")] {
        let (mut rows, about) = (rows(lines, (104.123_456_789, 22.5), 0.01), layer(lines, 4326));
        let path = written(folder.path(), "d.gpx", &rows, |out| Ok(Box::new(GpxWriter::new(out, &about)?)));
        rows.retain(|row| row.place != OutPlace::None);
        assert_eq!(count(&path, name), rows.len());
        let found = by_gdal(&path, name);
        assert_eq!(found.len(), rows.len());
        for (row, feature) in rows.iter().zip(&found) {
            let properties = &feature["properties"];
            assert_place(&row.place, &feature["geometry"], false);
            assert_values(row, properties, |column| format!("mocgioi_{column}"));
            assert_eq!(
                text_of(&properties["name"], OutKind::Text),
                text_of(&properties["mocgioi_number"], OutKind::Text)
            );
            if let OutPlace::Point(point) = &row.place {
                assert_eq!(properties["ele"].as_f64(), point.z);
            }
        }
    }
}

#[test]
fn gdal_reads_back_kml() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [false, true] {
        let (rows, about) = (rows(lines, (104.123_456_789, 22.5), 0.01), layer(lines, 4326));
        let path = written(folder.path(), "e.kml", &rows, |out| Ok(Box::new(KmlWriter::new(out, &about)?)));
        assert_eq!(count(&path, &about.name), rows.len());
        let found = by_gdal(&path, &about.name);
        assert_eq!(found.len(), rows.len());
        for (row, feature) in rows.iter().zip(&found) {
            assert_eq!(feature["properties"]["id"], Value::String(row.id.clone()), "{feature}");
            assert_place(&row.place, &feature["geometry"], false);
            assert_values(row, &feature["properties"], same);
        }
    }
}
