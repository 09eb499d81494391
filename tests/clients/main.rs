//! Map clients as people have them, unmodified: GDAL, `MapLibre`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod maplibre;
#[path = "../support/mod.rs"]
mod support;
mod tiles;

use std::collections::BTreeMap;
use std::process::Command;

use support::{Database, Engine, Server, inspection};

/// Layers and counts as `ogrinfo` lists them.
fn layers(base: &str) -> BTreeMap<String, i64> {
    let output = Command::new("ogrinfo")
        .args(["-ro", "-al", "-so", &format!("OAPIF:{base}")])
        .output()
        .expect("ogrinfo is there: scripts/install-test-needs installs it");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let mut found = BTreeMap::new();
    let mut layer = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("Layer name: ") {
            name.clone_into(&mut layer);
        } else if let Some(count) = line.strip_prefix("Feature Count: ") {
            found.insert(layer.clone(), count.parse().unwrap());
        }
    }
    found
}

#[test]
fn gdal_lists_every_layer_with_the_right_count() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    for n in 0..3 {
        assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &inspection(n)).status, 201);
    }
    let collections = server.get("/collections").json();
    let expected: BTreeMap<String, i64> = collections["collections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one["itemCount"].as_i64().unwrap()))
        .collect();
    assert_eq!(expected["inspections"], 3);
    assert_eq!(expected["markers"], 37);
    assert_eq!(layers(&server.base), expected);
}

#[test]
fn gdal_reads_the_features_of_a_layer_with_their_attributes() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let output = Command::new("ogr2ogr")
        .args(["-f", "GeoJSON", "/vsistdout/", &format!("OAPIF:{}", server.base), "tasks"])
        .output()
        .expect("ogr2ogr is there");
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let titles = |collection: &serde_json::Value| {
        let mut titles: Vec<String> = collection["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|feature| feature["properties"]["title"].as_str().unwrap().to_owned())
            .collect();
        titles.sort();
        titles
    };
    let offered = server.get("/collections/tasks/items?limit=10000").json();
    // More than one page at GDAL's own page size, so its walk by next links is tried too.
    assert!(titles(&offered).len() > 100);
    assert_eq!(titles(&read), titles(&offered));
}

/// Asked with conditions as people type them, GDAL finds what the server's own filter finds.
#[test]
fn gdal_selects_by_attribute_and_by_place() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let read = |layer: &str, args: &[&str]| -> Vec<String> {
        let source = format!("OAPIF:{}", server.base);
        let output = Command::new("ogr2ogr")
            .args(["-f", "GeoJSON", "/vsistdout/", &source, layer])
            .args(args)
            .output()
            .expect("ogr2ogr is there");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut ids: Vec<String> = read["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["properties"]["key"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let filtered = |layer: &str, filter: &str| -> Vec<String> {
        let filter = percent_encoding::utf8_percent_encode(filter, percent_encoding::NON_ALPHANUMERIC);
        let page = server.get(&format!("/collections/{layer}/items?limit=10000&filter={filter}")).json();
        let mut ids: Vec<String> =
            page["features"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    for (layer, args, filter) in [
        ("markers", &["-where", "kind = 'main' AND accuracy_m > 1000"][..], "kind = 'main' AND accuracy_m > 1000"),
        (
            "markers",
            &["-where", "line = 'VN-LA' OR kind IN ('auxiliary', 'tripoint')"],
            "line = 'VN-LA' OR kind IN ('auxiliary', 'tripoint')",
        ),
        ("markers", &["-spat", "103", "20", "105", "22"], "S_INTERSECTS(geometry, BBOX(103,20,105,22))"),
        (
            "segments",
            &["-spat", "102", "20", "106", "23", "-where", "line = 'VN-LA'"],
            "line = 'VN-LA' AND S_INTERSECTS(geometry, BBOX(102,20,106,23))",
        ),
    ] {
        let expected = filtered(layer, filter);
        assert!(!expected.is_empty(), "{filter}");
        assert_eq!(read(layer, args), expected, "{args:?}");
    }
}
