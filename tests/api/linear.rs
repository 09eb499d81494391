//! `/api/v1/linear/…`: marker and offset to a place, a place to marker and offset, a range to its segments.

use serde_json::{Value, json};

use crate::world::{features, reader, refused};

fn ask(path: &str) -> Value {
    let answer = reader().get(&format!("/api/v1/linear/{path}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/geo+json"), "{}", answer.text());
    answer.json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn near(value: &Value, expected: f64, by: f64) {
    assert!((number(value) - expected).abs() <= by, "{value} is not {expected}");
}

#[test]
fn what_was_placed_is_located_again_to_the_millimetre() {
    for (marker, toward, offset) in [
        ("VN-LA:144", "VN-LA:145", 300.0),
        ("VN-LA:145", "VN-LA:144", 0.0),
        ("VN-CN:428", "VN-CN:1088", 12_345.678),
        ("VN-CN:222.1", "VN-CN:234", 1.0),
        ("VN-LA:194", "VN-LA:193", 2_000.5),
    ] {
        let placed = ask(&format!("place?marker={marker}&toward={toward}&offset_m={offset}"));
        let properties = &placed["properties"];
        assert_eq!((&properties["marker"], &properties["toward"]), (&json!(marker), &json!(toward)));
        let sign = if number(&properties["toward_marker"]["measure_m"]) > number(&properties["referent"]["measure_m"]) {
            1.0
        } else {
            -1.0
        };
        near(&properties["measure_m"], number(&properties["referent"]["measure_m"]) + sign * offset, 0.002);
        let at = &placed["geometry"]["coordinates"];
        let line = &marker[..5];
        let found = ask(&format!("locate?line={line}&lon={}&lat={}", at[0], at[1]));
        near(&found["properties"]["measure_m"], number(&properties["measure_m"]), 0.06);
        near(&found["properties"]["distance_m"], 0.0, 0.06);
        assert_eq!(found["properties"]["side"], "on_the_line");
        assert_eq!(found["properties"]["line_version"], properties["line_version"]);
    }
}

#[test]
fn an_answer_says_on_which_line_and_how_far_it_may_be_trusted() {
    let properties = ask("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=300")["properties"].clone();
    assert_eq!((&properties["line"], &properties["line_version"]), (&json!("VN-LA"), &json!("osm-2026c")));
    assert_eq!((&properties["status"], &properties["indicative"]), (&json!("sketch"), &json!(true)));
    let marker = reader().get("/collections/markers/items/VN-LA:144").json()["properties"].clone();
    assert_eq!(properties["accuracy_m"], marker["accuracy_m"], "of a marker known by number it is the marker's");
    assert_eq!(properties["beyond_toward"], false);
    assert_eq!(properties["before"]["marker"], "VN-LA:144");
    near(&properties["before"]["offset_m"], 300.0, 0.001);
    assert_eq!(
        (&properties["after"]["marker"], &properties["segment"]),
        (&json!("VN-LA:145"), &json!("VN-LA:144..145"))
    );

    let surveyed = ask("place?marker=VN-CN:428&toward=VN-CN:1088&offset_m=10")["properties"].clone();
    assert_eq!((&surveyed["indicative"], &surveyed["accuracy_m"]), (&json!(false), &json!(1100.0)));
}

#[test]
fn a_marker_on_a_bank_is_measured_from_its_foot_and_says_how_far_that_is() {
    let properties = ask("place?marker=VN-CN:261.1&toward=VN-CN:295&offset_m=0")["properties"].clone();
    let marker = reader().get("/collections/markers/items/VN-CN:261.1").json();
    let off = number(&properties["referent"]["off_line_m"]);
    near(&marker["properties"]["off_line_m"], off, 0.06);
    assert!(off > 1.0, "it stands on the bank, the line is in mid-stream");
    let at = &marker["geometry"]["coordinates"];
    let found = ask(&format!("locate?line=VN-CN&lon={}&lat={}", at[0], at[1]));
    near(&found["properties"]["measure_m"], number(&properties["measure_m"]), 0.06);
    near(&found["properties"]["distance_m"], off, 0.06);
    // 261(1) stands on the Chinese bank, 261(2) on ours: the sides differ.
    let other = reader().get("/collections/markers/items/VN-CN:261.2").json()["geometry"]["coordinates"].clone();
    let other = ask(&format!("locate?line=VN-CN&lon={}&lat={}", other[0], other[1]));
    let sides = [&found["properties"]["side"], &other["properties"]["side"]];
    assert!(sides == [&json!("left"), &json!("right")], "the line runs east, China lies left of it: {sides:?}");
}

#[test]
fn an_offset_may_pass_its_direction_but_not_the_line() {
    let beyond = ask("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=100000")["properties"].clone();
    assert_eq!(beyond["beyond_toward"], true);
    let away = ask("place?marker=VN-LA:145&toward=VN-LA:144&offset_m=-300")["properties"].clone();
    let ahead = ask("place?marker=VN-LA:145&toward=VN-LA:192&offset_m=300")["properties"].clone();
    near(&away["measure_m"], number(&ahead["measure_m"]), 0.001);

    let answer = reader().get("/api/v1/linear/place?marker=VN-CN:0&toward=VN-CN:428&offset_m=2000000");
    refused(&answer, 400, "off_the_line");
    let longest = number(&answer.json()["longest_offset_m"]);
    assert!((1_400_000.0..1_410_000.0).contains(&longest), "{longest}");
    assert_eq!(ask(&format!("place?marker=VN-CN:0&toward=VN-CN:428&offset_m={}", longest - 0.001))["type"], "Feature");
    let answer = reader().get("/api/v1/linear/place?marker=VN-CN:428&toward=VN-CN:0&offset_m=2000000");
    refused(&answer, 400, "off_the_line");
}

#[test]
fn markers_that_give_no_direction_are_refused() {
    for (marker, toward, status, code) in [
        ("VN-LA:144", "VN-LA:144", 400, "one_place"),
        ("VN-CN:0", "VN-LA:0", 400, "one_place"),
        ("VN-CN:261.1", "VN-CN:261.2", 400, "one_place"),
        ("VN-LA:144", "VN-CN:428", 400, "other_line"),
        ("VN-LA:144", "VN-LA:160", 404, "unknown_marker"),
        ("VN-LA:999", "VN-LA:144", 404, "unknown_marker"),
    ] {
        let answer = reader().get(&format!("/api/v1/linear/place?marker={marker}&toward={toward}&offset_m=1"));
        refused(&answer, status, code);
    }
    let answer = reader().get("/api/v1/linear/place?marker=144&toward=VN-LA:145&offset_m=1");
    refused(&answer, 400, "marker_number");
    assert_eq!(answer.json()["errors"][0]["code"], "line_required");
}

#[test]
fn a_tripoint_is_a_referent_on_each_of_its_lines() {
    let laos = ask("place?marker=VN-CN:0&toward=VN-LA:144&offset_m=500")["properties"].clone();
    assert_eq!((&laos["marker"], &laos["line"]), (&json!("VN-LA:0"), &json!("VN-LA")));
    let china = ask("place?marker=VN-LA:0&toward=VN-CN:428&offset_m=500")["properties"].clone();
    assert_eq!((&china["marker"], &china["line"]), (&json!("VN-CN:0"), &json!("VN-CN")));
    let back = ask("place?marker=VN-LA:144&toward=VN-CN:0&offset_m=500")["properties"].clone();
    assert!(number(&back["measure_m"]) < number(&back["referent"]["measure_m"]));
}

#[test]
fn a_place_beside_the_line_has_a_distance_a_side_and_markers_before_and_after() {
    // South-west of the line near marker 144, by the sketch: in Laos.
    let found = ask("locate?line=VN-LA&lon=103.5&lat=20.5")["properties"].clone();
    assert!(number(&found["distance_m"]) > 1_000.0);
    assert_eq!(
        (&found["side"], &found["past_end"]),
        (&json!("right"), &json!(false)),
        "the line runs south, Laos lies right of it"
    );
    let (before, after) = (&found["before"], &found["after"]);
    assert!(number(&before["measure_m"]) <= number(&found["measure_m"]));
    assert!(number(&found["measure_m"]) < number(&after["measure_m"]));
    near(&before["offset_m"], number(&found["measure_m"]) - number(&before["measure_m"]), 0.002);
    assert_eq!(found["also_near_within_m"], 300.0, "as far as the sketch usually errs");
    assert!(found["also_near"].is_array());
    let hanoi = ask("locate?line=VN-CN&lon=110.5&lat=21.5")["properties"].clone();
    assert_eq!((&hanoi["past_end"], &hanoi["after"]), (&json!(true), &Value::Null), "off the mouth of the river");
}

#[test]
fn a_line_that_winds_back_names_the_other_places_as_near() {
    // Somewhere on the line a river bends back within the sketch's own error.
    let mut several = 0;
    for step in 0..150 {
        let placed = ask(&format!("place?marker=VN-LA:0&toward=VN-LA:144&offset_m={}", step * 7_000));
        let at = &placed["geometry"]["coordinates"];
        let found = ask(&format!("locate?line=VN-LA&lon={}&lat={}", at[0], at[1]))["properties"].clone();
        for other in found["also_near"].as_array().unwrap() {
            several += 1;
            assert!(number(&other["distance_m"]) <= number(&found["distance_m"]) + 300.0 + 0.1);
            assert!((number(&other["measure_m"]) - number(&found["measure_m"])).abs() > 100.0, "{other}");
        }
    }
    assert!(several > 0);
}

#[test]
fn a_range_covers_the_segments_between_its_markers() {
    let found = ask("range?from=VN-LA:144&to=VN-LA:194");
    let all = found["features"].as_array().unwrap();
    let first = &all[0]["properties"];
    assert_eq!((&first["key"], &first["from_marker"]), (&json!("VN-LA:144..145"), &json!("VN-LA:144")));
    assert_eq!(all[all.len() - 1]["properties"]["to_marker"], "VN-LA:194");
    for pair in all.windows(2) {
        assert_eq!(pair[0]["properties"]["to_marker"], pair[1]["properties"]["from_marker"], "no stretch is left out");
        near(&pair[1]["properties"]["from_m"], number(&pair[0]["properties"]["to_m"]), 0.001);
    }
    let sum: f64 = all.iter().map(|one| number(&one["properties"]["length_m"])).sum();
    near(&found["length_m"], sum, 0.01);
    assert_eq!(found["indicative"], true);

    let exact = features(&reader().get("/api/v1/linear/range?from=VN-CN:295&to=VN-CN:345"));
    assert_eq!(exact.len(), 1);
    let placed = |marker: &str| {
        ask(&format!("place?marker={marker}&toward=VN-CN:0&offset_m=0"))["properties"]["measure_m"].clone()
    };
    // Along a sketch a length is written to the kilometre.
    near(&exact[0]["properties"]["length_m"], number(&placed("VN-CN:345")) - number(&placed("VN-CN:295")), 500.0);
    // Two markers of one number face each other: one stretch of its own.
    assert_eq!(features(&reader().get("/api/v1/linear/range?from=VN-CN:261.1&to=VN-CN:261.2")).len(), 1);
    refused(&reader().get("/api/v1/linear/range?from=VN-LA:194&to=VN-LA:144"), 400, "marker_number");
    refused(&reader().get("/api/v1/linear/range?from=VN-LA:144&to=VN-CN:428"), 400, "marker_number");
    refused(&reader().get("/api/v1/linear/range?from=VN-LA:144&to=VN-LA:144"), 400, "marker_number");
    refused(&reader().get("/api/v1/linear/range?from=VN-LA:144&to=VN-LA:160"), 404, "unknown_marker");
}

#[test]
fn parameters_are_required_and_checked() {
    for (query, pointer, code) in [
        ("place?marker=VN-LA:144&toward=VN-LA:145", "offset_m", "missing"),
        ("place?toward=VN-LA:145&offset_m=1", "marker", "missing"),
        ("place?marker=VN-LA:144&offset_m=1", "toward", "missing"),
        ("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=", "offset_m", "bad_parameter"),
        ("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=nan", "offset_m", "bad_parameter"),
        ("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=inf", "offset_m", "bad_parameter"),
        ("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=1e99", "offset_m", "bad_parameter"),
        ("place?marker=VN-LA:144&toward=VN-LA:145&offset_m=3,5", "offset_m", "bad_parameter"),
        ("locate?lon=103&lat=20", "line", "missing"),
        ("locate?line=XX-YY&lon=103&lat=20", "line", "not_one_of"),
        ("locate?line=VN-LA&lat=20", "lon", "missing"),
        ("locate?line=VN-LA&lon=103", "lat", "missing"),
        ("locate?line=VN-LA&lon=20&lat=103", "lat", "bad_parameter"),
        ("locate?line=VN-LA&lon=181&lat=20", "lon", "bad_parameter"),
        ("range?from=VN-LA:144", "to", "missing"),
    ] {
        let answer = reader().get(&format!("/api/v1/linear/{query}"));
        refused(&answer, 400, code);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}");
    }
}
