//! What is wrong with a rule, and who may set one.

use serde_json::json;

use crate::due::{rule, set};
use crate::posts::{Posts, id};
use crate::support::ENGINES;

#[test]
fn who_sets_a_rule_and_what_is_wrong_with_one() {
    let posts = Posts::new(ENGINES[0]);
    for (who, status) in
        [("linh-a", 403), ("truong-a", 403), ("tinh", 403), ("kiem-tra", 403), ("", 401), ("ngoai-vu", 201)]
    {
        assert_eq!(set(&posts, who, &rule(900, &json!({}))), status, "{who}");
    }
    assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({}))), 201, "sent again it is the same");
    assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({ "every": 1 }))), 409);
    for (more, pointer, code) in [
        (json!({ "basis": null }), "/basis", "basis_missing"),
        (json!({ "basis": { "rule": id(7), "document": "Lệnh số 1", "quote": "…" } }), "/basis/rule", "unknown_record"),
        (json!({ "basis": { "document": "Lệnh số 1" } }), "/basis/quote", "basis_missing"),
        (json!({ "every": null }), "/every", "missing"),
        (json!({ "places": ["VN-LA:999"] }), "/places/0", "unknown_marker"),
        (json!({ "in_charge": "don-khong-co" }), "/in_charge", "unknown_unit"),
        (json!({ "told": ["don-a", "don-x"] }), "/told/1", "unknown_unit"),
        (json!({ "basis": { "document": "TỐI MẬT", "quote": "…" } }), "/basis/document", "secrecy_mark"),
    ] {
        let answer = posts.post("ngoai-vu", "/api/v1/inspection-rules", &rule(901, &more));
        let fault = &answer.json()["errors"][0];
        assert_eq!((answer.status, &fault["pointer"], &fault["code"]), (422, &json!(pointer), &json!(code)), "{more}");
    }
    let unknown = format!("/api/v1/inspection-rules/{}/end", id(999));
    assert_eq!(posts.post("ngoai-vu", &unknown, &json!({ "id": id(950), "reason": "thử" })).status, 404);
    for (query, status) in
        [("state=late", 400), ("as_of=today", 400), ("subject=rivers", 400), ("line=VN-XX", 400), ("limit=0", 400)]
    {
        assert_eq!(posts.get("ngoai-vu", &format!("/api/v1/inspections/due?{query}")).status, status, "{query}");
    }
}

#[test]
fn a_rule_names_the_standing_order_that_it_carries_out_and_its_interval_stays_none() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let seeds = posts.get("ngoai-vu", "/collections/rules/items?subject=inspection&limit=100").json();
        let order = seeds["features"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["properties"]["seed_key"] == "strengthen-inspection");
        let order = order.unwrap()["id"].as_str().unwrap().to_owned();
        let named = json!({ "basis": { "document": "Lệnh số 12/L-BCH ngày 05/01/2026", "quote": "sáu tháng một lần", "rule": order } });
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &named)), 201, "{engine:?}");
        let shown = posts.get("linh-a", "/api/v1/inspection-rules").json()["rules"][0].clone();
        let carried = &shown["basis"]["carries_out"];
        assert_eq!(
            (&carried["interval"], &carried["clause"], &shown["every"]),
            (&json!("none"), &json!("II.2"), &json!(6)),
            "{shown}"
        );
        let page = posts.get("linh-a", "/api/v1/inspection-rules?f=html").text();
        assert!(page.contains("tài liệu không nêu") && page.contains("6 tháng một lần"), "{page}");
        // Only those who are named are told, and whoever is over everything.
        assert_eq!(set(&posts, "ngoai-vu", &rule(901, &json!({ "told": ["don-a"] }))), 201);
        for (who, expected) in [("linh-a", 2), ("linh-b", 1), ("tinh", 2), ("ngoai-vu", 2), ("", 0)] {
            let listed = posts.get(who, "/api/v1/inspection-rules").json()["rules"].as_array().unwrap().len();
            assert_eq!(listed, expected, "{engine:?} {who}");
        }
    }
}
