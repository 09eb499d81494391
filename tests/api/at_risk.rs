//! `/api/v1/segments/at-risk` and `/api/v1/segments/{key}/risk`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Database, ENGINES, Server};
use crate::world::{escaped, features, fresh_with, id_of, ids, link, reader, refused, start, text, writers};

const LIST: &str = "/api/v1/segments/at-risk";
const CLASSES: [&str; 6] = ["no_data", "very_low", "low", "moderate", "high", "very_high"];

fn ranked(query: &str) -> Vec<Value> {
    features(&reader().get(&format!("{LIST}?{query}")))
}

fn everything(server: &Server) -> Vec<Value> {
    features(&server.get(&format!("{LIST}?min_class=no_data&limit=10000")))
}

/// Tenths of a point: whole numbers, so that sums are exact.
fn tenths(points: &Value) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
    let tenths = (points.as_f64().unwrap() * 10.0).round() as i64;
    tenths
}

fn rank(feature: &Value) -> usize {
    CLASSES.iter().position(|class| feature["properties"]["class"] == *class).unwrap()
}

fn terms(feature: &Value) -> &Vec<Value> {
    feature["properties"]["terms"].as_array().unwrap()
}

fn term(feature: &Value, name: &str) -> Option<Value> {
    terms(feature).iter().find(|term| term["name"] == name).cloned()
}

#[test]
fn after_the_seeds_it_names_the_segments_of_the_plan_in_its_own_words() {
    let found = ranked("province=S%C6%A1n%20La");
    let named: BTreeSet<String> = found.iter().map(|feature| text(&feature["id"])).collect();
    for key in ["VN-LA:144..145", "VN-LA:193..194", "VN-LA:210..211", "VN-LA:211..212"] {
        assert!(named.contains(key), "{key} not in {named:?}");
    }
    for feature in &found {
        let hazards = term(feature, "hazards").unwrap_or_else(|| panic!("{feature}"));
        for reason in hazards["reasons"].as_array().unwrap() {
            assert_eq!((&reason["document"], &reason["clause"]), (&json!("000"), &json!("IV.4")), "{reason}");
            assert!(text(&reason["quote"]).contains("mốc quốc giới"), "{reason}");
        }
        assert_eq!(feature["geometry"]["type"], "LineString");
        assert_eq!(feature["properties"]["inspection_state"], "never_inspected");
    }
}

#[test]
fn the_terms_add_up_to_the_score_and_their_records_exist() {
    let records: BTreeSet<String> = ["hazards", "works", "inspections"]
        .iter()
        .flat_map(|layer| ids(&reader().get(&format!("/collections/{layer}/items?limit=10000"))))
        .collect();
    for feature in everything(reader()) {
        let sum: i64 = terms(&feature).iter().map(|term| tenths(&term["points"])).sum();
        assert_eq!(sum, tenths(&feature["properties"]["score"]), "{feature}");
        for term in terms(&feature) {
            let named: Vec<String> = term["records"].as_array().unwrap().iter().map(text).collect();
            assert!(named.iter().all(|record| records.contains(record)), "{term}");
            assert!(
                term["reasons"].as_array().unwrap().iter().all(|reason| named.contains(&text(&reason["record"]))),
                "{term}"
            );
            assert!(tenths(&term["points"]) == 0 || !named.is_empty(), "points from nowhere: {term}");
        }
    }
}

#[test]
fn the_neediest_come_first() {
    let scores: Vec<i64> = everything(reader()).iter().map(|feature| tenths(&feature["properties"]["score"])).collect();
    assert!(scores.len() >= 10 && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn the_lowest_class_to_list_can_be_chosen() {
    let all = everything(reader());
    for (least, class) in CLASSES.iter().enumerate() {
        let expected: Vec<&Value> = all.iter().filter(|feature| rank(feature) >= least).collect();
        assert_eq!(ranked(&format!("min_class={class}")).iter().collect::<Vec<_>>(), expected, "{class}");
    }
    assert_eq!(ranked(""), ranked("min_class=low"));
    refused(&reader().get(&format!("{LIST}?min_class=worst")), 400, "not_one_of");
    refused(&reader().get(&format!("{LIST}?min_class=")), 400, "not_one_of");
}

#[test]
fn a_segment_of_which_nothing_is_known_has_no_data_and_not_a_low_level() {
    let all = everything(reader());
    let registered = ids(&reader().get("/collections/segments/items?limit=10000"));
    assert_eq!(all.len(), registered.len(), "every registered segment is listed");
    let unknown: Vec<&Value> = all.iter().filter(|feature| feature["properties"]["class"] == "no_data").collect();
    assert!(!unknown.is_empty());
    for feature in unknown {
        assert_eq!(
            (tenths(&feature["properties"]["score"]), &feature["properties"]["class_numeral"]),
            (0, &Value::Null)
        );
        assert!(!ranked("min_class=very_low").contains(feature));
    }
}

#[test]
fn line_province_box_and_limit_narrow_the_list() {
    let all = everything(reader());
    for line in ["VN-LA", "VN-CN", "VN-KH"] {
        let expected: Vec<_> = all.iter().filter(|feature| feature["properties"]["line"] == line).cloned().collect();
        assert_eq!(ranked(&format!("min_class=no_data&line={line}")), expected);
    }
    for province in ["Sơn La", "Lạng Sơn", "Nowhere"] {
        let speaks =
            |feature: &&Value| feature["properties"]["provinces"].as_array().unwrap().contains(&province.into());
        let expected: Vec<_> = all.iter().filter(speaks).cloned().collect();
        assert_eq!(ranked(&format!("min_class=no_data&province={}", escaped(province))), expected, "{province}");
    }
    // The same segments lie in a box here and in the layer.
    for bbox in ["103,20,104,21.5", "104.04,20.9,104.4,21", "106,21,108,22", "170,-90,-170,90", "0,0,1,1"] {
        let mut listed: Vec<String> =
            ranked(&format!("min_class=no_data&bbox={bbox}")).iter().map(|feature| text(&feature["id"])).collect();
        let mut layer = ids(&reader().get(&format!("/collections/segments/items?limit=10000&bbox={bbox}")));
        listed.sort();
        layer.sort();
        assert_eq!(listed, layer, "{bbox}");
    }
    let two = reader().get(&format!("{LIST}?min_class=no_data&limit=2")).json();
    assert_eq!((two["numberMatched"].as_u64(), two["numberReturned"].as_u64()), (Some(all.len() as u64), Some(2)));
    assert_eq!(two["features"].as_array().unwrap()[..], all[..2]);
}

#[test]
fn a_line_there_is_not_is_refused_and_those_there_are_get_named() {
    for line in ["VN-XX", "", "VN-TH", "vn-la", "144"] {
        let answer = reader().get(&format!("{LIST}?line={line}"));
        refused(&answer, 400, "not_one_of");
        let detail = text(&answer.json()["detail"]);
        assert!(["VN-CN", "VN-LA", "VN-KH"].iter().all(|line| detail.contains(line)), "{detail}");
    }
    refused(&reader().get(&format!("{LIST}?limit=0")), 400, "bad_parameter");
    refused(&reader().get(&format!("{LIST}?offset=1")), 400, "unknown_parameter");
}

#[test]
fn one_segment_alone_says_what_the_list_says_and_the_list_points_to_it() {
    for mut listed in everything(reader()) {
        let href = link(&listed, "self").unwrap();
        assert_eq!(href, format!("{}/api/v1/segments/{}/risk", reader().base, text(&listed["id"])));
        let mut single = reader().get(&href[reader().base.len()..]).json();
        assert!(link(&single, "self").is_some());
        for document in [&mut single, &mut listed] {
            // Of a list they are said once.
            document.as_object_mut().unwrap().retain(|name, _| !["links", "day", "method"].contains(&name.as_str()));
        }
        assert_eq!(single, listed);
    }
}

#[test]
fn a_damaged_marker_raises_only_the_term_of_markers_and_only_beside_it() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let before = everything(&server);
        let inspection = fresh_with(&json!({ "condition": "damaged", "observed_at": "2026-11-21T08:00:00+07:00" }));
        assert_eq!(server.post("/api/v1/markers/VN-LA:193/inspections", &inspection).status, 201);
        let after = everything(&server);
        assert_eq!(after.len(), before.len());
        for was in &before {
            let is = after.iter().find(|feature| feature["id"] == was["id"]).unwrap();
            let beside = ["VN-LA:192..193", "VN-LA:193..194"].iter().any(|key| was["id"] == *key);
            for name in ["hazards", "line_course", "works"] {
                assert_eq!(term(is, name), term(was, name), "{name} of {}", was["id"]);
            }
            if !beside {
                assert_eq!(is, was);
                continue;
            }
            let condition = term(is, "marker_condition").unwrap();
            assert_eq!((tenths(&condition["points"]), &condition["records"]), (200, &json!([id_of(&inspection)])));
            assert_eq!(tenths(&is["properties"]["score"]), tenths(&was["properties"]["score"]) + 200);
            assert_eq!(
                (&is["properties"]["inspection_state"], &is["properties"]["days_since_inspection"]),
                (&json!("no_rule"), &json!(1))
            );
            assert!(rank(is) >= rank(was));
        }
        // A later inspection that finds it good takes the points away again; an earlier one that comes late does not.
        for (at, condition, expected) in
            [("2026-11-22T08:00:00+07:00", "good", 0), ("2026-11-20T08:00:00+07:00", "missing", 0)]
        {
            let inspection = fresh_with(&json!({ "condition": condition, "observed_at": at }));
            assert_eq!(server.post("/api/v1/markers/VN-LA:193/inspections", &inspection).status, 201);
            let is = server.get("/api/v1/segments/VN-LA:193..194/risk").json();
            assert_eq!(tenths(&term(&is, "marker_condition").unwrap()["points"]), expected, "{condition}");
        }
    }
}

#[test]
fn an_inspection_of_the_line_raises_the_term_of_its_course() {
    for server in writers() {
        let path = "/api/v1/segments/VN-CN:1088..1088_1/risk";
        let inspection = fresh_with(&json!({ "condition": "damaged" }));
        assert_eq!(server.post("/api/v1/segments/VN-CN:1088..1088_1/inspections", &inspection).status, 201);
        let course = term(&server.get(path).json(), "line_course").unwrap();
        assert_eq!((tenths(&course["points"]), &course["records"]), (250, &json!([id_of(&inspection)])));
    }
}

#[test]
fn an_inspected_stretch_without_registered_segments_shows_under_its_own_key() {
    for server in writers() {
        let inspection = fresh_with(&json!({ "condition": "damaged" }));
        assert_eq!(server.post("/api/v1/segments/VN-CN:261.1..295/inspections", &inspection).status, 201);
        for key in ["VN-CN:261.1..295", "VN-CN:261.2..295", "VN-CN:234..345"] {
            let found = server.get(&format!("/api/v1/segments/{key}/risk")).json();
            let course = term(&found, "line_course").unwrap_or_else(|| panic!("{key}: {found}"));
            assert_eq!((tenths(&course["points"]), &course["records"]), (250, &json!([id_of(&inspection)])), "{key}");
            assert!(text(&course["reasons"][0]["text"]).contains("đoạn kiểm tra 261(1)–295"), "{course}");
        }
        let listed = everything(server);
        let listed = listed.iter().find(|feature| feature["id"] == "VN-CN:261.1..295").expect("it is listed");
        assert_eq!((&listed["properties"]["class"], rank(listed)), (&json!("moderate"), 3));
    }
}

#[test]
fn a_later_unknown_leaves_what_was_known_and_one_good_end_is_no_good_stretch() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let log = |marker: &str, condition: &str, at: &str| {
            let inspection = fresh_with(&json!({ "condition": condition, "observed_at": at }));
            assert_eq!(server.post(&format!("/api/v1/markers/{marker}/inspections"), &inspection).status, 201);
        };
        let risk = |key: &str| server.get(&format!("/api/v1/segments/{key}/risk")).json()["properties"].clone();
        log("VN-CN:1105", "missing", "2026-11-20T08:00:00+07:00");
        let before = risk("VN-CN:1105..1106");
        log("VN-CN:1105", "unknown", "2026-11-21T08:00:00+07:00");
        let after = risk("VN-CN:1105..1106");
        assert_eq!((&after["class"], &after["score"]), (&before["class"], &before["score"]));
        assert_eq!((&after["class"], tenths(&after["score"])), (&json!("moderate"), 300));

        log("VN-CN:428", "good", "2026-11-21T08:00:00+07:00");
        let wide = risk("VN-CN:345..428");
        assert_eq!(
            (&wide["class"], &wide["inspection_coverage"], &wide["inspection_state"]),
            (&json!("no_data"), &json!("partial"), &json!("no_rule"))
        );
    }
}

#[test]
fn stretches_that_are_no_items_of_segments_say_so_and_answer_under_their_key() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let inspection = fresh_with(&json!({ "condition": "displaced" }));
        assert_eq!(server.post("/api/v1/markers/VN-CN:428/inspections", &inspection).status, 201);
        let registered: BTreeSet<String> =
            ids(&server.get("/collections/segments/items?limit=10000")).into_iter().collect();
        let all = everything(&server);
        for feature in &all {
            let key = text(&feature["id"]);
            assert_eq!(feature["properties"]["registered"], registered.contains(&key), "{key}");
            assert_eq!(server.get(&format!("/api/v1/segments/{key}/risk")).json()["properties"], feature["properties"]);
        }
        let beyond: Vec<String> =
            all.iter().map(|feature| text(&feature["id"])).filter(|key| !registered.contains(key)).collect();
        assert_eq!(beyond, ["VN-CN:345..428", "VN-CN:428..1088"]);
        for key in beyond {
            let found = server.get(&format!("/api/v1/segments/{key}/risk")).json()["properties"].clone();
            assert_eq!((&found["position_method"], &found["indicative"]), (&json!("schematic"), &json!(true)), "{key}");
            assert_eq!(
                (&found["accuracy_basis"], &found["line_status"]),
                (&json!("estimate"), &json!("sketch")),
                "{key}"
            );
            assert!(found["accuracy_m"].as_f64().unwrap() >= 1_000.0, "{key}: {found}");
        }
    }
}
