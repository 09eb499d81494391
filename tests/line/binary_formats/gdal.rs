//! GDAL's programs, and what they say.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn run(program: &str, args: &[&str]) -> String {
    let output =
        Command::new(program).args(args).output().expect("GDAL is there: scripts/install-test-needs installs it");
    let (text, complaints) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !complaints.contains("ERROR"), "{program} {args:?}\n{text}\n{complaints}");
    assert!(!complaints.contains("Warning"), "{program} {args:?}\n{complaints}");
    text.into_owned()
}

fn name(path: &Path) -> String {
    let path = path.to_str().unwrap();
    // GDAL's own way of saying that a folder is packed.
    if path.rsplit('.').next() == Some("zip") { format!("/vsizip/{path}") } else { path.to_owned() }
}

/// WKT1 of a system.
pub(super) fn wkt(epsg: u32) -> String {
    run("gdalsrsinfo", &["--single-line", "-o", "wkt1", &format!("EPSG:{epsg}")]).trim().to_owned()
}

/// What `ogrinfo` says of the only layer.
pub(super) fn about(path: &Path) -> String {
    run("ogrinfo", &["-ro", "-al", "-so", &name(path)])
}

/// The features of a file as GDAL reads them, in its own coordinates.
pub(super) fn features(path: &Path, more: &[&str]) -> Vec<Value> {
    let name = name(path);
    let args = ["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "-lco", "SIGNIFICANT_FIGURES=17", "/vsistdout/"];
    let text = run("ogr2ogr", &[&args[..], &[&name], more].concat());
    let read: Value = serde_json::from_str(&text).unwrap();
    read["features"].as_array().unwrap().clone()
}

/// Lets GDAL write a `GeoJSON` text into another format.
pub(super) fn convert(folder: &Path, geojson: &Value, to: &str, more: &[&str]) -> PathBuf {
    let (source, target) = (folder.join("source.geojson"), folder.join(to));
    std::fs::write(&source, geojson.to_string()).unwrap();
    let (source, target_name) = (source.to_str().unwrap(), target.to_str().unwrap());
    run("ogr2ogr", &[&[target_name, source], more].concat());
    target
}
