//! The official line takes the sketch's place: what was tied to markers keeps its markers, what was observed stays, the old
//! version stays readable, and nothing is lost.

use serde_json::{Value, json};

use crate::program::{Desk, on_both};
use crate::support::{Program, inspection, post};

/// The sketch of VN–Laos, its first vertices moved and its end cut off, as an official line might differ.
fn official(program: &Program) -> String {
    let line = program.get("/collections/boundary-lines/items/VN-LA").json();
    let mut vertices: Vec<Value> = line["geometry"]["coordinates"].as_array().unwrap().clone();
    vertices.truncate(vertices.len() - 400);
    for vertex in &mut vertices {
        *vertex = json!([vertex[0].as_f64().unwrap() + 0.001, vertex[1].as_f64().unwrap()]);
    }
    json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature",
        "geometry": { "type": "LineString", "coordinates": vertices },
        "properties": { "line": "VN-LA", "version": "2026-thử", "status": "official", "accuracy_m": 1,
            "source": "bộ bản đồ chuẩn (thử)" },
    }] })
    .to_string()
}

#[test]
fn loading_the_official_line_keeps_every_record_and_says_how_far_each_moved() {
    on_both(|desk| {
        let program = desk.serve();
        let text = official(&program);
        let mut observed = inspection(2);
        (observed["lon"], observed["lat"], observed["accuracy_m"]) = (json!(104.6), json!(20.6), json!(5));
        for (marker, body) in [("VN-LA:144", inspection(1)), ("VN-LA:145", observed)] {
            let url = format!("{}/api/v1/markers/{marker}/inspections", program.base);
            assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
        }
        let mut before = program.get("/collections/segments/items?line=VN-LA&limit=1000").json();
        // How much attention a segment needs is said of the line as it is.
        for segment in before["features"].as_array_mut().unwrap() {
            let properties = segment["properties"].as_object_mut().unwrap();
            properties.retain(|name, _| !["risk_class", "risk_score", "inspection_state"].contains(&name.as_str()));
        }
        let place = "/api/v1/linear/place?marker=VN-LA:144&toward=VN-LA:145&offset_m=300";
        let placed_before = program.get(place).json();
        let counts = |program: &Program| -> Vec<u64> {
            ["markers", "segments", "hazards", "inspections", "works"]
                .iter()
                .map(|layer| {
                    program.get(&format!("/collections/{layer}/items?limit=1")).json()["numberMatched"]
                        .as_u64()
                        .unwrap()
                })
                .collect()
        };
        let held = counts(&program);
        drop(program);

        let file = desk.file("tuyen.geojson", &text);
        // Its end lies elsewhere, which is meant.
        let went = desk.import(&file, &["--layer", "boundary-lines", "--max-moved-share", "1"]);
        assert_eq!(went.went().actions(), ["add"]);
        assert!(went.answer["relocated_records"].as_u64().unwrap() > 5, "{}", went.answer);

        let program = desk.serve();
        assert_eq!(counts(&program), held, "nothing is lost, although the new line is shorter");
        let line = program.get("/collections/boundary-lines/items/VN-LA").json();
        assert_eq!(
            (&line["properties"]["status"], &line["properties"]["version"]),
            (&json!("official"), &json!("2026-thử"))
        );
        let moved = program.get(place).json();
        assert_eq!(moved["properties"]["line_version"], "2026-thử");
        assert_ne!(moved["geometry"], placed_before["geometry"]);
        let observed = program.get(&format!("/collections/inspections/items/{}", crate::support::id(2))).json();
        assert_eq!(observed["geometry"]["coordinates"], json!([104.6, 20.6]), "observed stays as observed");
        let referenced = program.get(&format!("/collections/inspections/items/{}", crate::support::id(1))).json();
        assert_eq!(referenced["properties"]["marker"], "VN-LA:144");

        // The old version stays readable.
        let old = "line=VN-LA&line_version=osm-2026c";
        let then = program.get(&format!("/collections/segments/items?{old}&limit=1000")).json();
        assert_eq!(then["features"], before["features"], "segments under the old version are as they were");
        assert_eq!(
            program.get(&format!("{place}&line_version=osm-2026c")).json()["geometry"],
            placed_before["geometry"]
        );
        let lines = program.get(&format!("/collections/boundary-lines/items?{old}")).json();
        assert_eq!(lines["features"][0]["properties"]["status"], "sketch", "{lines}");
        let unknown = program.get("/collections/segments/items?line=VN-LA&line_version=nonesuch");
        assert_eq!(unknown.status, 400);
        assert!(unknown.text().contains("osm-2026c"), "{}", unknown.text());

        let again = {
            drop(program);
            desk.import(&file, &["--layer", "boundary-lines"])
        };
        assert_eq!(again.went().actions(), ["unchanged"]);
        let import = went.answer["import"].as_str().unwrap();
        assert!(desk.undo(import).status.success());
        let back = desk.serve().get(place).json();
        assert_eq!(back["geometry"], placed_before["geometry"], "taken back, everything is where it was");
    });
}

#[test]
fn a_line_that_runs_backwards_or_says_nothing_of_its_source_is_refused() {
    let desk = Desk::new(crate::support::Engine::Sqlite);
    let program = desk.serve();
    let mut text: Value = serde_json::from_str(&official(&program)).unwrap();
    drop(program);
    let feature = &mut text["features"][0];
    feature["geometry"]["coordinates"].as_array_mut().unwrap().reverse();
    let found = desk.import(&desk.file("a.geojson", &text.to_string()), &["--layer", "boundary-lines", "--dry-run"]);
    assert!(found.reasons(0).contains("line_reversed"), "{}", found.answer["rows"]);
    text["features"][0]["properties"] = json!({ "line": "VN-LA" });
    let found = desk.import(&desk.file("b.geojson", &text.to_string()), &["--layer", "boundary-lines", "--dry-run"]);
    for missing in ["version", "status", "source", "accuracy_m"] {
        assert!(found.reasons(0).contains(missing), "{missing}: {}", found.reasons(0));
    }
}
