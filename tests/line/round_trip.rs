//! What the program exports goes in again and changes nothing; what it worked out does not come back as measured.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::program::{Desk, Imported};
use crate::support::{Engine, Program, inspection, post};

const FORMATS: [(&str, &str); 7] = [
    ("csv", "csv"),
    ("geojson", "geojson"),
    ("geojsonseq", "geojsonl"),
    ("kml", "kml"),
    ("gpx", "gpx"),
    ("shapefile", "zip"),
    ("geopackage", "gpkg"),
];

/// A register with a surveyed and a renumbered marker, hazards in every kind of place, inspections with all there is.
fn desk() -> Desk {
    let desk = Desk::new(Engine::Sqlite);
    let program = desk.serve();
    for (n, marker, place) in [
        (1, "VN-LA:144", json!({})),
        (2, "VN-LA:211", json!({ "lon": 104.334, "lat": 20.85, "accuracy_m": 5 })),
        (3, "VN-CN:234", json!({ "notes": "-5; \"a\", đ", "unit": "Đồn A", "person": "B" })),
        (4, "VN-LA:0", json!({})),
    ] {
        let mut body = inspection(n);
        body.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        let url = format!("{}/api/v1/markers/{marker}/inspections", program.base);
        assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
    }
    let url = format!("{}/api/v1/segments/VN-LA:144..145/inspections", program.base);
    assert_eq!(post(&url, "application/json", inspection(5).to_string().as_bytes()).status, 201);
    drop(program);
    let hazards = "kind,severity,observed_at,marker,toward,offset_m,near_marker,lon,lat,notes\n\
        landslide,,2026-10-22,144,145,300,,,,\n\
        crack,high,2026-10-23 08:30,,,,211,104.34,20.86,sau mưa\n";
    let file = desk.file("sat_lo.csv", hazards);
    desk.import(&file, &["--layer", "hazards", "--crs", "EPSG:4326", "--line", "VN-LA"]).went();
    let at = desk.serve().get("/collections/markers/items/VN-LA:212").json()["geometry"]["coordinates"].clone();
    let row = format!("number,line,aliases,lon,lat,accuracy_m\n212/1,VN-LA,212,{},{},0.05\n", at[0], at[1]);
    desk.import(&desk.file("moc.csv", &row), &["--layer", "markers", "--crs", "EPSG:4326"]).went();
    desk
}

fn export(program: &Program, layer: &str, format: &str, crs: &str) -> Vec<u8> {
    let crs = if crs.is_empty() { String::new() } else { format!("&crs={crs}") };
    let answer = program.get(&format!("/api/v1/export?layer={layer}&format={format}{crs}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

#[test]
fn every_importable_layer_goes_in_again_in_every_readable_format_and_changes_nothing() {
    let desk = desk();
    let program = desk.serve();
    for layer in ["markers", "boundary-lines", "inspections", "hazards"] {
        for (format, ending) in FORMATS {
            for crs in ["", "EPSG:9206"] {
                if !crs.is_empty()
                    && (layer == "boundary-lines" || !["csv", "shapefile", "geopackage"].contains(&format))
                {
                    continue;
                }
                let file = desk.folder.path().join(format!("{layer}.{ending}"));
                std::fs::write(&file, export(&program, layer, format, crs)).unwrap();
                let named = if crs.is_empty() { "EPSG:4326" } else { crs };
                let said = if format == "csv" { vec!["--crs", named] } else { vec![] };
                let far = ["--max-distance-m", "3000000"];
                let said = [&["--layer", layer, "--dry-run"], &said[..], &far].concat();
                let found = desk.import(&file, &said);
                // Points and lines of one layer are several shapefiles.
                let several = found.refused().strip_prefix("several_layers").and_then(|text| text.rsplit(": ").next());
                let tables: Vec<&str> = several.map(|text| text.split(", ").collect()).unwrap_or_default();
                for table in &tables {
                    unchanged(&desk.import(&file, &[&said[..], &["--table", table]].concat()), layer, table);
                }
                if tables.is_empty() {
                    unchanged(&found, layer, &format!("{format} {crs}"));
                }
            }
        }
    }
}

fn unchanged(found: &Imported, layer: &str, file: &str) {
    let rows = found.answer["rows"].as_array().unwrap();
    let other: Vec<&Value> = rows.iter().filter(|row| row["action"] != "unchanged").collect();
    assert!(other.is_empty(), "{layer} {file}: {} rows, such as {}", other.len(), other[0]);
    assert_eq!((found.code, &found.answer["refused"]), (0, &Value::Null), "{layer} {file}");
    assert!(!rows.is_empty(), "{layer} {file}");
}

#[test]
fn places_that_were_worked_out_do_not_come_back_as_measured() {
    let desk = Desk::new(Engine::Sqlite);
    let program = desk.serve();
    // As exported, each looked over by somebody who wrote so.
    let layer = program.get("/collections/markers/items?line=VN-LA&limit=100").json();
    let mut text = "key,lon,lat,position_method,indicative,description\n".to_owned();
    for feature in layer["features"].as_array().unwrap() {
        let (at, said) = (&feature["geometry"]["coordinates"], &feature["properties"]);
        let (method, indicative) = (said["position_method"].as_str().unwrap(), said["indicative"].as_bool().unwrap());
        let key = said["key"].as_str().unwrap();
        writeln!(text, "{key},{},{},{method},{indicative},xem lại", at[0], at[1]).unwrap();
    }
    drop(program);
    let went = desk.import(&desk.file("moc.csv", &text), &["--layer", "markers", "--crs", "EPSG:4326"]);
    assert!(went.went().reasons(0).contains("place_not_measured"), "{}", went.answer["rows"][0]);
    assert!(went.answer["count"]["change"].as_u64().unwrap() > 3, "the words are taken: {}", went.answer["count"]);
    let program = desk.serve();
    let shown = program.get("/collections/markers/items?line=VN-LA&limit=100").json();
    for feature in shown["features"].as_array().unwrap() {
        let at = &feature["properties"];
        assert_ne!(at["position_method"], "surveyed", "{at}");
        assert_eq!(at["indicative"], true, "{at}");
    }
}
