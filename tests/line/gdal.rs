//! GDAL as the second opinion: what it reads in a file.

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

/// A feature as GDAL reads it.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    pub(crate) properties: Map<String, Value>,
    /// Vertices of each part; none of a feature without geometry.
    pub(crate) parts: Vec<Vec<[f64; 2]>>,
}

impl Read {
    pub(crate) fn vertices(&self) -> Vec<[f64; 2]> {
        self.parts.concat()
    }
}

/// All features of all layers of a file (of a GPX the waypoints and tracks), in the file's own reference system.
pub(crate) fn features(file: &Path) -> Vec<Read> {
    layers(file).iter().flat_map(|layer| of_layer(file, layer, &[])).collect()
}

/// Layers with features, as `ogrinfo` lists them.
pub(crate) fn layers(file: &Path) -> Vec<String> {
    // GDAL lists the vertices of GPX tracks as layers of their own.
    let is_own = |layer: &Layer| layer.count > 0 && layer.name != "track_points";
    info(file).into_iter().filter(is_own).map(|layer| layer.name).collect()
}

/// The EPSG codes of the layers' systems, of those that have one.
pub(crate) fn systems(file: &Path) -> Vec<u32> {
    info(file).into_iter().filter_map(|layer| layer.epsg).collect()
}

struct Layer {
    name: String,
    count: u64,
    epsg: Option<u32>,
}

fn info(file: &Path) -> Vec<Layer> {
    let output = Command::new("ogrinfo").args(["-ro", "-al", "-so"]).args(OPTIONS).arg(file).output();
    let output = output.expect("ogrinfo is there: scripts/install-test-needs installs it");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let mut layers: Vec<Layer> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("Layer name: ") {
            layers.push(Layer { name: name.to_owned(), count: 0, epsg: None });
        }
        let Some(layer) = layers.last_mut() else { continue };
        if let Some(count) = line.strip_prefix("Feature Count: ") {
            layer.count = count.parse().unwrap();
        } else if let Some(code) = line.strip_prefix("    ID[\"EPSG\",") {
            // Four blanks: the system itself, not what it is made of.
            layer.epsg = code.trim_end_matches(']').parse().ok();
        }
    }
    layers
}

/// Columns that hold coordinates in a CSV.
const OPTIONS: [&str; 6] = [
    "-oo",
    "X_POSSIBLE_NAMES=lon,easting*",
    "-oo",
    "Y_POSSIBLE_NAMES=lat,northing*",
    "-oo",
    "GEOM_POSSIBLE_NAMES=wkt*",
];

/// One layer, read with further options of `ogr2ogr`.
pub(crate) fn of_layer(file: &Path, layer: &str, options: &[&str]) -> Vec<Read> {
    let output = Command::new("ogr2ogr")
        .args(["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "/vsistdout/"])
        .arg(file)
        .arg(layer)
        .args(OPTIONS)
        .args(options)
        .output()
        .unwrap();
    let collection: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}: {}", file.display(), String::from_utf8_lossy(&output.stderr)));
    collection["features"].as_array().unwrap().iter().map(feature).collect()
}

fn feature(feature: &Value) -> Read {
    let mut properties = feature["properties"].as_object().unwrap().clone();
    if let Some(id) = feature.get("id") {
        properties.entry("id").or_insert(id.clone());
    }
    Read { properties, parts: parts(&feature["geometry"]) }
}

/// The vertices of a GeoJSON geometry, part by part.
pub(crate) fn parts(geometry: &Value) -> Vec<Vec<[f64; 2]>> {
    let coordinates = &geometry["coordinates"];
    let pair = |pair: &Value| [0, 1].map(|n| pair[n].as_f64().unwrap());
    let line = |line: &Value| line.as_array().unwrap().iter().map(pair).collect();
    match geometry["type"].as_str() {
        None => Vec::new(),
        Some("Point") => vec![vec![pair(coordinates)]],
        Some("LineString") => vec![line(coordinates)],
        Some("MultiLineString") => coordinates.as_array().unwrap().iter().map(line).collect(),
        Some("GeometryCollection") => geometry["geometries"].as_array().unwrap().iter().flat_map(parts).collect(),
        Some(other) => panic!("a {other}"),
    }
}
