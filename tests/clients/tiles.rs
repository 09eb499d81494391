//! Tiles as others read them: GDAL, and the library that Mapbox reads its own tiles with.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::mvt::{read, tile_of};
use crate::support::{Database, Engine, Server, inspection};

/// Row and column of the tile around marker 193 at a zoom.
fn at(zoom: u8) -> (u32, u32) {
    tile_of([104.0438, 20.9078], zoom)
}

/// Layers of a tile: ids of their features.
type Found = BTreeMap<String, Vec<String>>;

fn by_gdal(file: &Path, layers: &[&String]) -> Found {
    let mut found = Found::new();
    for layer in layers {
        let output = Command::new("ogr2ogr")
            .args(["-f", "GeoJSON", "/vsistdout/", file.to_str().unwrap(), layer, "-oo", "CLIP=NO"])
            .output()
            .expect("ogr2ogr is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let read: Value = serde_json::from_slice(&output.stdout).unwrap();
        let ids =
            read["features"].as_array().unwrap().iter().map(|one| one["properties"]["id"].as_str().unwrap().to_owned());
        found.insert((*layer).clone(), ids.collect());
    }
    found
}

fn by_mapbox(file: &Path) -> (Found, Value) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/tile.mjs");
    let output = Command::new("node").arg(script).arg(file).stderr(Stdio::inherit()).output().expect("node is there");
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    let layers = read.as_object().unwrap().iter();
    let ids = |features: &Value| -> Vec<String> {
        features.as_array().unwrap().iter().map(|one| one["properties"]["id"].as_str().unwrap().to_owned()).collect()
    };
    (layers.map(|(name, features)| (name.clone(), ids(features))).collect(), read.clone())
}

#[test]
fn others_read_in_a_tile_what_was_written() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    assert_eq!(server.post("/api/v1/markers/VN-LA:193/inspections", &inspection(1)).status, 201);
    let folder = tempfile::tempdir().unwrap();
    for zoom in [6, 13] {
        let (row, column) = at(zoom);
        let answer = server.get(&format!("/tiles/WebMercatorQuad/{zoom}/{row}/{column}"));
        let file = folder.path().join(format!("{zoom}.mvt"));
        std::fs::write(&file, &answer.body).unwrap();
        let ours = read(&answer.body);
        let expected: Found = ours
            .iter()
            .map(|(name, features)| (name.clone(), features.iter().map(|one| one.id().to_owned()).collect()))
            .collect();
        assert!(expected.len() > 3, "{:?}", expected.keys());
        let some: Vec<&String> =
            expected.keys().filter(|name| ["markers", "segments", "boundary-lines"].contains(&name.as_str())).collect();
        let gdal = by_gdal(&file, &some);
        assert!(some.iter().all(|name| gdal[*name] == expected[*name]), "zoom {zoom}: {gdal:?}");
        let (ids, whole) = by_mapbox(&file);
        assert_eq!(ids, expected, "zoom {zoom}");
        for (name, features) in &ours {
            for (theirs, own) in whole[name].as_array().unwrap().iter().zip(features) {
                assert_eq!(theirs["properties"], json!(own.properties), "{name}");
                assert_eq!(theirs["lines"], json!(own.lines), "{name}");
            }
        }
    }
}
