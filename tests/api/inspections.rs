//! `POST /api/v1/markers/{key}/inspections` and `…/segments/{key}/inspections`: what is taken.

use mocgioi::domain::inspection::{Condition, Mode};
use serde_json::{Value, json};

use crate::support::Server;
use crate::world::{changed, fresh, fresh_with, id_of, ids, item_path, writers};

const MARKER: &str = "/api/v1/markers/VN-LA:211/inspections";
const SEGMENT: &str = "/api/v1/segments/VN-CN:1104..1105/inspections";

fn log(server: &Server, path: &str, inspection: &Value) -> Value {
    let answer = server.post(path, inspection);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn item(server: &Server, inspection: &Value) -> Value {
    let answer = server.get(&item_path(inspection));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn the_receipt_says_where_it_is_and_under_which_number() {
    for server in writers() {
        let inspection = fresh();
        let answer = server.post(MARKER, &inspection);
        assert_eq!((answer.status, answer.header("content-type")), (201, "application/json"));
        assert_eq!(answer.header("location"), item_path(&inspection));
        let body = answer.json();
        assert_eq!(body["href"], format!("{}{}", server.base, item_path(&inspection)));
        assert_eq!((&body["receipt"]["id"], &body["receipt"]["outcome"]), (&inspection["id"], &json!("accepted")));
        assert_eq!(item(server, &inspection)["properties"]["seq"], body["receipt"]["seq"]);
        assert!(!body["epoch"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_next_read_finds_it_by_id_marker_place_and_day() {
    for server in writers() {
        let inspection = fresh_with(&json!({
            "lon": 104.123_456_7, "lat": 20.901, "accuracy_m": 6, "device": "máy 7", "unit": "Đồn A", "person": "Lò Văn B"
        }));
        log(server, MARKER, &inspection);
        for query in [
            "marker=VN-LA:211",
            "bbox=104.12,20.9,104.13,20.91",
            "datetime=2026-11-20",
            "unit=%C4%90%E1%BB%93n%20A&line=VN-LA",
        ] {
            let found = ids(&server.get(&format!("/collections/inspections/items?limit=10000&{query}")));
            assert!(found.iter().any(|id| id == id_of(&inspection)), "{query}");
        }
        for query in ["marker=VN-LA:212", "bbox=104.2,20.9,104.3,20.91", "datetime=2026-11-21", "line=VN-CN"] {
            let found = ids(&server.get(&format!("/collections/inspections/items?limit=10000&{query}")));
            assert!(!found.iter().any(|id| id == id_of(&inspection)), "{query}");
        }
        let item = item(server, &inspection);
        assert_eq!(item["geometry"], json!({ "type": "Point", "coordinates": [104.123_456_7, 20.901] }));
        for (name, value) in [
            ("marker", json!("VN-LA:211")),
            ("line", json!("VN-LA")),
            ("mode", json!("unilateral")),
            ("condition", json!("good")),
            ("observed_at", json!("2026-11-20T01:30:00.000Z")),
            ("time_standing", json!("plausible")),
            ("label", json!("internal")),
            ("review_state", json!("submitted")),
            ("device", json!("máy 7")),
            ("unit", json!("Đồn A")),
            ("person", json!("Lò Văn B")),
            ("position_method", json!("observed")),
            ("location_basis", json!("observed")),
            ("notes", inspection["notes"].clone()),
        ] {
            assert_eq!(item["properties"][name], value, "{name}");
        }
    }
}

#[test]
fn without_coordinates_it_lies_at_its_marker_and_says_how_unsure_that_is() {
    for server in writers() {
        let inspection = fresh();
        log(server, MARKER, &inspection);
        let (item, marker) = (item(server, &inspection), server.get("/collections/markers/items/VN-LA:211").json());
        assert_eq!(item["geometry"], marker["geometry"]);
        assert_eq!(item["properties"]["location_basis"], "referenced");
        assert_eq!(item["properties"]["accuracy_m"], marker["properties"]["accuracy_m"]);
    }
}

#[test]
fn the_course_of_the_line_is_inspected_between_two_markers() {
    for server in writers() {
        let inspection = fresh_with(&json!({ "condition": "at_risk_of_damage" }));
        log(server, SEGMENT, &inspection);
        let item = item(server, &inspection);
        assert_eq!(item["properties"]["segment"], "VN-CN:1104..1105");
        assert_eq!(item["geometry"]["type"], "LineString", "it lies on the segment, not at a made-up point");
        let found = ids(&server.get("/collections/inspections/items?limit=10000&segment=VN-CN:1104..1105"));
        assert!(found.iter().any(|id| id == id_of(&inspection)));
    }
}

#[test]
fn every_mode_and_condition_is_taken() {
    for server in writers() {
        for mode in Mode::ALL {
            for condition in Condition::ALL {
                let inspection = fresh_with(&json!({ "mode": mode.as_str(), "condition": condition.as_str() }));
                log(server, "/api/v1/markers/VN-CN:295/inspections", &inspection);
                let properties = item(server, &inspection)["properties"].clone();
                assert_eq!(
                    (&properties["mode"], &properties["condition"]),
                    (&inspection["mode"], &inspection["condition"])
                );
            }
        }
    }
}

#[test]
fn words_come_back_as_they_were_written() {
    for server in writers() {
        for notes in
            [" sụt đất\n\tchân mốc ", "😀 \u{202e} \" \\ </script>", "'; DROP TABLE record; --", &"ố".repeat(10_000)]
        {
            let inspection = fresh_with(&json!({ "notes": notes }));
            log(server, MARKER, &inspection);
            assert_eq!(item(server, &inspection)["properties"]["notes"], notes);
            assert_eq!(server.get(&format!("{}?f=html", item_path(&inspection))).status, 200);
        }
    }
}

#[test]
fn numbers_at_the_edge_of_the_earth_are_taken() {
    for server in writers() {
        for (lon, lat) in [(180.0, 90.0), (-180.0, -90.0), (0.0, 0.0), (-0.0, 5e-324), (104.000_000_000_000_01, 20.0)] {
            let inspection = fresh_with(&json!({ "lon": lon, "lat": lat, "accuracy_m": 0 }));
            log(server, MARKER, &inspection);
            let at = item(server, &inspection)["geometry"]["coordinates"].clone();
            let [x, y]: [f64; 2] = serde_json::from_value(at).unwrap();
            assert!((x - lon).abs() < 1e-6 && (y - lat).abs() < 1e-6, "{lon}, {lat} became {x}, {y}");
        }
    }
}

#[test]
fn a_tripoint_may_be_named_by_any_of_its_lines_and_is_measured_along_that_one() {
    for server in writers() {
        for line in ["VN-LA", "VN-CN"] {
            let inspection = fresh();
            log(server, &format!("/api/v1/markers/{line}:0/inspections"), &inspection);
            let marker = server.get("/collections/markers/items/VN-CN:0").json();
            let item = item(server, &inspection);
            assert_eq!(item["geometry"], marker["geometry"]);
            let of_line = server.get(&format!("/collections/boundary-lines/items/{line}")).json()["properties"].clone();
            let found = &item["properties"];
            assert_eq!((&found["line"], &found["measure_line"]), (&json!(line), &json!(line)));
            assert_eq!((&found["line_version"], &found["line_status"]), (&of_line["version"], &of_line["status"]));
            // It is where both lines begin.
            assert!(found["measure_m"].as_f64().unwrap() < 200.0, "{line}: {found}");
            for alias in ["VN-LA:0", "VN-CN:0"] {
                let filtered = ids(&server.get(&format!("/collections/inspections/items?limit=10000&marker={alias}")));
                assert!(filtered.iter().any(|id| id == id_of(&inspection)), "{line} by {alias}");
            }
        }
    }
}

#[test]
fn what_lies_between_surveyed_markers_of_a_sketch_is_no_better_than_the_sketch() {
    for server in writers() {
        let inspection = fresh();
        log(server, "/api/v1/segments/VN-CN:234..261.1/inspections", &inspection);
        let found = item(server, &inspection)["properties"].clone();
        assert_eq!((&found["position_method"], &found["accuracy_basis"]), (&json!("schematic"), &json!("estimate")));
        assert_eq!((&found["line_status"], &found["indicative"]), (&json!("sketch"), &json!(true)));
        assert!(found["accuracy_m"].as_f64().unwrap() >= 1_000.0);
    }
}

#[test]
fn a_time_ahead_of_its_receipt_is_kept_flagged_and_counts_for_nothing() {
    let risk = "/api/v1/segments/VN-CN:1120..1121/risk";
    for server in writers() {
        let before = server.get(risk).json()["properties"].clone();
        let inspection = fresh_with(&json!({ "observed_at": "2026-11-22T12:10:00.001+07:00", "condition": "missing" }));
        log(server, "/api/v1/markers/VN-CN:1121/inspections", &inspection);
        assert_eq!(item(server, &inspection)["properties"]["time_standing"], "ahead_of_receipt");
        assert_eq!(server.get(risk).json()["properties"], before);

        // Clocks of phones drift by minutes: that much is believed.
        let inspection = fresh_with(&json!({ "observed_at": "2026-11-22T12:10:00+07:00", "condition": "missing" }));
        log(server, "/api/v1/markers/VN-CN:1121/inspections", &inspection);
        assert_eq!(item(server, &inspection)["properties"]["time_standing"], "plausible");
        assert_ne!(server.get(risk).json()["properties"]["score"], before["score"]);
    }
}

#[test]
fn blank_is_as_good_as_absent_and_names_have_no_blanks_around_them() {
    for server in writers() {
        let bare = fresh_with(&json!({ "notes": null }));
        let receipt = log(server, MARKER, &bare);
        for blank in ["", "  ", "\u{a0}\t\n"] {
            let again = changed(&bare, &json!({ "notes": blank, "unit": blank, "device": blank, "person": blank }));
            assert_eq!(log(server, MARKER, &again), receipt, "{blank:?}: the same submission");
        }
        let properties = item(server, &bare)["properties"].clone();
        for name in ["notes", "unit", "device", "person"] {
            assert_eq!(properties[name], Value::Null, "{name}");
        }
        let named = fresh_with(&json!({ "unit": " Đồn A\n", "person": "Lò Văn B " }));
        let receipt = log(server, MARKER, &named);
        let properties = item(server, &named)["properties"].clone();
        assert_eq!((&properties["unit"], &properties["person"]), (&json!("Đồn A"), &json!("Lò Văn B")));
        let again = changed(&named, &json!({ "unit": "Đồn A", "person": "Lò Văn B" }));
        assert_eq!(log(server, MARKER, &again), receipt);
    }
}
