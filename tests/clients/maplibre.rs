//! The map's style in `MapLibre`, drawn by a real Chromium that gets nothing from anywhere but this server.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Database, Engine, Server, inspection};

/// What is drawn of each view: see `tests/clients/map.mjs`.
fn drawn(server: &Server, views: &Value) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    // Whoever wants to look at the pictures says where they go.
    let pictures = std::env::var("MOCGIOI_TEST_PICTURES").unwrap_or_else(|_| folder.path().display().to_string());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/map.mjs");
    let mut driver = Command::new("node")
        .arg(script)
        .args([&server.base, &pictures])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there: scripts/install-test-needs installs it");
    driver.stdin.take().unwrap().write_all(views.to_string().as_bytes()).unwrap();
    let output = driver.wait_with_output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    for view in told.as_array().unwrap() {
        let name = &view["name"];
        assert_eq!(view["errors"], json!([]), "{name}");
        assert_eq!(view["elsewhere"], json!([]), "{name}");
        assert_eq!(view["faults"], json!([]), "{name}");
        let picture = std::fs::metadata(Path::new(&pictures).join(format!("{}.png", name.as_str().unwrap()))).unwrap();
        assert!(picture.len() > 30_000, "{name}: an empty picture");
    }
    told.as_array().unwrap().clone()
}

fn count(view: &Value, layer: &str) -> u64 {
    view["layers"][layer].as_u64().unwrap_or(0)
}

#[test]
fn maplibre_draws_the_whole_map_from_this_server_alone() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let mut found = inspection(1);
    found["condition"] = json!("damaged");
    assert_eq!(server.post("/api/v1/markers/VN-LA:145/inspections", &found).status, 201);
    let views = json!([
        { "name": "whole", "query": "theme=light&lang=vi", "center": [107.5, 16.2], "zoom": 4.6 },
        { "name": "near", "query": "theme=dark&lang=en", "center": [103.24, 20.84], "zoom": 11.4 },
    ]);
    let [whole, near] = &drawn(&server, &views)[..] else { panic!("two views") };

    // What maps published in Viet Nam must name; and that the line is a sketch.
    let texts: Vec<&str> = whole["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    for name in [
        "BIỂN ĐÔNG",
        "VIỆT NAM",
        "Quần đảo Hoàng Sa\n(thành phố Đà Nẵng, Việt Nam)",
        "Quần đảo Trường Sa\n(tỉnh Khánh Hòa, Việt Nam)",
    ] {
        assert!(texts.contains(&name), "{name}: {texts:?}");
    }
    assert!(count(whole, "boundary") > 0 && count(whole, "islands") > 10 && count(whole, "segments") > 0, "{whole}");
    // Found damaged: there from afar, whatever its number.
    assert!(count(near, "marker-conditions") > 0 && count(near, "marker-letters") > 0, "{near}");
    assert!(count(near, "marker-signs") > 0 && count(near, "marker-numbers") > 0, "{near}");
    let texts = near["texts"].to_string();
    assert!(texts.contains("≈144") || texts.contains("≈145"), "{texts}");
    assert!(texts.contains("SKETCH"), "{texts}");
}
