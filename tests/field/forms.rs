//! What the forms say is what is taken: a record filled in by its schema alone is stored, another is refused.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, with};
use crate::support::Engine;

/// A value that the schema of a field allows.
fn filled(name: &str, schema: &Value, n: u64) -> Value {
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    match (name, schema["type"].as_str().unwrap(), schema["format"].as_str()) {
        ("id", ..) => json!(id(n)),
        ("marker" | "near_marker", ..) => json!("VN-LA:211"),
        ("toward", ..) => json!("VN-LA:210"),
        ("segment", ..) => json!("VN-LA:144..145"),
        ("unit" | "to", ..) => json!("don-a"),
        ("duplicate_of", ..) => json!(id(9_001)),
        ("content", ..) => json!("0".repeat(64)),
        (_, "string", Some("date-time")) => json!("2026-11-20T08:30:00+07:00"),
        (_, "string", Some("date")) => json!("2026-11-20"),
        (_, "string", Some("uuid")) => json!(id(9_000)),
        (_, "string", _) => json!("chữ"),
        (_, "integer" | "number", _) => schema["maximum"].as_f64().map_or(json!(1), |most| json!(most.min(20.0))),
        (_, "boolean", _) => json!(true),
        // A task is somebody's.
        ("lead", "array", _) => json!(["chữ"]),
        (_, "array", _) => json!([]),
        (_, "object", _) => json!({}),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_record_filled_in_by_its_form_is_taken_and_one_with_another_field_is_not() {
    let posts = Posts::new(Engine::Sqlite);
    let listed = posts.get("", "/api/v1/forms").json();
    let forms = listed["forms"].as_array().unwrap();
    assert_eq!(forms.len(), mocgioi::domain::draft::Kind::ALL.len());
    for (n, form) in (1..).zip(forms) {
        let kind = form["type"].as_str().unwrap();
        let schema = posts.get("", &format!("/api/v1/forms/{kind}"));
        assert_eq!(schema.header("content-type"), "application/schema+json");
        let schema = schema.json();
        let properties = schema["properties"].as_object().unwrap();
        let required: Vec<&str> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let fill = |n: u64, wanted: &dyn Fn(&str) -> bool| -> Value {
            let chosen = properties.iter().filter(|(name, _)| wanted(name));
            chosen.map(|(name, schema)| (name.clone(), filled(name, schema, n))).collect()
        };
        // A place is one of several fields; the needed ones alone do not name any.
        let placed = if properties.contains_key("marker") { json!({ "marker": "VN-LA:211" }) } else { json!({}) };
        let measured = if kind == "reading" { json!({ "width_mm": 3.0 }) } else { json!({}) };
        let who = if kind == "forward" { "ngoai-vu" } else { "truong-a" };
        let least = with(with(fill(n, &|name| required.contains(&name)), &placed), &measured);
        let other_places = ["segment", "near_marker", "area", "person"];
        let one_of_several = |name: &str| match (kind, name) {
            ("patrol", "segment") => false,
            // An object has an answer of its own.
            ("inspection", "object" | "object_cracked") => true,
            _ => other_places.contains(&name),
        };
        let most = fill(n + 100, &|name| !one_of_several(name));
        for record in [&least, &most] {
            let receipt = posts.push(who, std::slice::from_ref(record)).remove(0);
            // What cannot be about anything yet is held.
            assert!(["accepted", "held"].contains(&receipt["outcome"].as_str().unwrap()), "{kind}: {record} {receipt}");
        }
        let more = with(with(least.clone(), &json!({ "surprise": 1 })), &json!({ "id": id(n + 200) }));
        let receipt = posts.push(who, &[more]).remove(0);
        assert_eq!(receipt["outcome"], "refused", "{kind}");
        assert!(receipt["errors"].to_string().contains("/surprise"), "{kind}: {receipt}");
        for name in &required {
            let mut lacking = with(least.clone(), &json!({ "id": id(n + 300) }));
            lacking.as_object_mut().unwrap().remove(*name);
            let receipt = posts.push(who, &[lacking]).remove(0);
            assert_eq!(receipt["outcome"], "refused", "{kind} without {name}: {receipt}");
        }
    }
    assert_eq!(posts.get("", "/api/v1/forms/nix").status, 404);
}

#[test]
fn what_was_found_part_by_part_is_kept_and_shown() {
    let posts = Posts::new(Engine::Sqlite);
    let found = json!({ "severity": "unknown", "ground_cracked": true, "marker_cracked": false,
        "parts": { "base": "damaged", "revetment": "at_risk" } });
    assert_eq!(posts.outcomes("linh-a", &[inspection(1, &found)]), ["accepted"]);
    let shown = posts.item("linh-a", &id(1)).json()["properties"].clone();
    assert_eq!(
        (&shown["severity"], &shown["ground_cracked"], &shown["marker_cracked"]),
        (&json!("unknown"), &json!(true), &json!(false))
    );
    assert_eq!(shown["parts"], json!({ "base": "damaged", "revetment": "at_risk" }));
}
