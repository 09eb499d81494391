//! Inspections that are turned away: each with a clear problem, and nothing stored.

use serde_json::{Value, json};

use crate::world::{escaped, fresh, fresh_with, id_of, item_path, refused, text, writers};

const MARKER: &str = "/api/v1/markers/VN-LA:194/inspections";

fn faults(answer: &Value) -> Vec<(String, String)> {
    let mut faults: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (text(&fault["pointer"]), text(&fault["code"])))
        .collect();
    faults.sort();
    faults
}

#[test]
fn all_faults_come_at_once_each_with_its_place() {
    for server in writers() {
        let answer = server.post(
            MARKER,
            &json!({
                "id": "144", "observed_at": "hôm qua", "mode": "alone", "lon": "104", "lat": 91, "accuracy_m": -1,
                "notes": 7, "device": "x".repeat(201), "a/b~c": true
            }),
        );
        refused(&answer, 422, "invalid_record");
        let expected = [
            ("/a~1b~0c", "unknown_field"),
            ("/accuracy_m", "accuracy_out_of_range"),
            ("/condition", "missing"),
            ("/device", "too_long"),
            ("/id", "not_uuid_v7"),
            ("/lon", "not_number"),
            ("/mode", "not_one_of"),
            ("/notes", "not_text"),
            ("/observed_at", "not_date_time"),
        ];
        let found = faults(&answer.json());
        for (pointer, code) in expected {
            assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "no {pointer} {code} in {found:?}");
        }
        let problem = answer.json();
        assert!(text(&problem["detail"]).contains(&found.len().to_string()), "{problem}");
        assert!(problem["errors"].as_array().unwrap().iter().all(|fault| !text(&fault["detail"]).is_empty()));
    }
}

#[test]
fn each_field_is_checked() {
    for server in writers() {
        for (change, pointer, code) in [
            (json!({ "id": null }), "/id", "missing"),
            (json!({ "id": "" }), "/id", "not_uuid_v7"),
            (json!({ "id": "01932f5e7c1a7abc8def000000000001" }), "/id", "not_uuid_v7"),
            (json!({ "id": "9b2f1c1e-7c1a-4abc-8def-000000000001" }), "/id", "not_uuid_v7"),
            (json!({ "id": "01932f5e-7c1a-7abc-0def-000000000001" }), "/id", "not_uuid_v7"),
            (json!({ "id": "01932f5e-7c1a-7abc-cdef-000000000001" }), "/id", "not_uuid_v7"),
            (json!({ "id": "01932f5e-7c1a-7abc-fdef-000000000001" }), "/id", "not_uuid_v7"),
            (json!({ "id": "{01932f5e-7c1a-7abc-8def-000000000001}" }), "/id", "not_uuid_v7"),
            (json!({ "id": 7 }), "/id", "not_text"),
            (json!({ "observed_at": "2026-11-20T08:30:00" }), "/observed_at", "not_date_time"),
            (json!({ "observed_at": "2026-02-30T08:30:00Z" }), "/observed_at", "not_date_time"),
            (json!({ "observed_at": "1066-10-14T08:30:00Z" }), "/observed_at", "time_out_of_range"),
            (json!({ "observed_at": "9999-12-31T23:59:59Z" }), "/observed_at", "time_out_of_range"),
            (json!({ "observed_at": " " }), "/observed_at", "not_date_time"),
            (json!({ "condition": "Good" }), "/condition", "not_one_of"),
            (json!({ "mode": ["joint"] }), "/mode", "not_text"),
            (json!({ "notes": "x".repeat(10_001) }), "/notes", "too_long"),
            (json!({ "notes": "a\u{0}b" }), "/notes", "control_character"),
            (json!({ "unit": "\u{1b}[31m" }), "/unit", "control_character"),
            (json!({ "person": "\u{0}" }), "/person", "control_character"),
            (json!({ "lon": 104 }), "/lat", "coordinates_incomplete"),
            (json!({ "lat": 20 }), "/lon", "coordinates_incomplete"),
            (json!({ "lon": 180.000_001, "lat": 0 }), "/lon", "longitude_out_of_range"),
            (json!({ "lon": 20.9, "lat": 104.1 }), "/lat", "latitude_out_of_range"),
            (json!({ "accuracy_m": 5 }), "/accuracy_m", "accuracy_out_of_range"),
            (json!({ "lon": 104, "lat": 20, "accuracy_m": 100_001 }), "/accuracy_m", "accuracy_out_of_range"),
            (json!({ "lon": true, "lat": 20 }), "/lon", "not_number"),
            (json!({ "label": "public" }), "/label", "not_one_of"),
            (json!({ "corrects": "x" }), "/corrects", "not_uuid_v7"),
            (json!({ "draft": 1 }), "/draft", "not_one_of"),
            (json!({ "type": "patrol" }), "/type", "not_one_of"),
            (json!({ "form": 3 }), "/form", "not_one_of"),
            (json!({ "review_state": "approved" }), "/review_state", "unknown_field"),
        ] {
            let answer = server.post(MARKER, &fresh_with(&change));
            refused(&answer, 422, "invalid_record");
            let found = faults(&answer.json());
            assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "{change}: {found:?}");
        }
        let stored = server.get("/collections/inspections/items?marker=VN-LA:194").json();
        assert_eq!(stored["numberMatched"], 0);
    }
}

#[test]
fn a_marker_or_segment_that_is_not_registered_is_404() {
    for server in writers() {
        for (path, code) in [
            ("/api/v1/markers/VN-LA:999/inspections", "unknown_marker"),
            ("/api/v1/markers/VN-CN:211/inspections", "unknown_marker"),
            ("/api/v1/markers/XX-YY:1/inspections", "unknown_marker"),
            ("/api/v1/segments/VN-LA:998..999/inspections", "unknown_segment"),
        ] {
            let inspection = fresh();
            refused(&server.post(path, &inspection), 404, code);
            assert_eq!(server.get(&item_path(&inspection)).status, 404, "{}", id_of(&inspection));
        }
    }
}

#[test]
fn a_key_that_cannot_be_read_is_404_with_the_code_of_its_number() {
    for server in writers() {
        for (key, code) in [
            ("", "empty"),
            (" ", "empty"),
            ("144", "line_required"),
            ("VN-LA:", "unreadable"),
            ("VN-LA:x", "unreadable"),
            ("VN-LA:-1", "unreadable"),
            ("VN-LA:144..145", "unreadable"),
            ("\u{202e}", "unreadable"),
            ("VN-LA:0144", "leading_zero"),
            ("VN-LA:99999999999999999999", "number_too_large"),
            ("X:1", "unreadable"),
        ] {
            let answer = server.post(&format!("/api/v1/markers/{}/inspections", escaped(key)), &fresh());
            refused(&answer, 404, "marker_number");
            assert_eq!(answer.json()["errors"][0]["code"], code, "{key}");
        }
    }
}

#[test]
fn a_stretch_of_the_line_cannot_be_tilted_or_missing() {
    for server in writers() {
        for condition in ["tilted", "displaced", "buried", "missing", "not_found"] {
            let answer = server
                .post("/api/v1/segments/VN-LA:193..194/inspections", &fresh_with(&json!({ "condition": condition })));
            refused(&answer, 422, "invalid_record");
            assert_eq!(faults(&answer.json()), [("/condition".to_owned(), "not_for_segment".to_owned())]);
        }
    }
}

#[test]
fn messages_of_faults_follow_the_language() {
    for server in writers() {
        let body = fresh_with(&json!({ "condition": null })).to_string();
        let media = ("Content-Type", "application/json");
        for (language, detail) in [("vi", "Thiếu trường bắt buộc này."), ("en", "This required field is missing.")]
        {
            let reply = crate::wire::request(
                &server.base,
                "POST",
                MARKER,
                &[media, ("Accept-Language", language)],
                body.as_bytes(),
            );
            assert_eq!((reply.status, &reply.json()["errors"][0]["detail"]), (422, &detail.into()));
        }
    }
}
