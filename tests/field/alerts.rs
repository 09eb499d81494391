//! Limits that units set for what they watch, and what crosses them: worked out anew whenever a reading comes or goes.

use serde_json::{Value, json};

use crate::by_rule::hazard;
use crate::posts::{Posts, id, review, tombstone, with};
use crate::support::ENGINES;

fn crack(n: u64, more: &Value) -> Value {
    with(hazard(n, "moderate", &json!({ "kind": "crack", "observed_at": "2026-01-01T00:00:00Z" })), more)
}

fn reading(n: u64, hazard: u64, day: &str, width: f64) -> Value {
    json!({ "type": "reading", "id": id(n), "hazard": id(hazard), "observed_at": format!("2026-{day}T00:00:00Z"),
        "method": "gauge", "width_mm": width, "uncertainty_mm": 0.5 })
}

fn limit(n: u64, more: &Value) -> Value {
    with(json!({ "id": id(n), "watched": "width_mm", "limit": 12, "reason": "phương án theo dõi" }), more)
}

fn set(posts: &Posts, who: &str, limit: &Value) -> u16 {
    posts.post(who, "/api/v1/thresholds", limit).status
}

fn alerts(posts: &Posts, who: &str) -> Vec<Value> {
    posts.get(who, "/api/v1/alerts").json()["alerts"].as_array().unwrap().clone()
}

#[test]
fn an_alert_says_which_reading_crossed_which_limit_and_how_sure_that_is() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[crack(1, &json!({})), reading(10, 1, "01-10", 11.0), reading(11, 1, "02-10", 11.8)]);
        assert!(alerts(&posts, "linh-a").is_empty());
        assert_eq!(set(&posts, "truong-a", &limit(900, &json!({ "hazard": id(1) }))), 201);
        let one = alerts(&posts, "linh-a").remove(0);
        assert_eq!(
            (&one["certainty"], &one["state"], &one["first"]["reading"]),
            (&json!("possibly"), &json!("now"), &json!(id(11)))
        );
        assert_eq!(one["latest"]["value"], json!({ "value": 11.8, "from": 11.3, "to": 12.3 }), "{engine:?}");
        posts.push("linh-a", &[reading(12, 1, "03-10", 13.0)]);
        let one = alerts(&posts, "linh-a").remove(0);
        assert_eq!((&one["certainty"], &one["first"]["reading"]), (&json!("crossed"), &json!(id(11))));
        assert_eq!((&one["threshold"]["set_by"], &one["latest"]["reading"]), (&json!("truong-a"), &json!(id(12))));
        // A reading that comes late takes its place: since then it was within the limit, or beyond it.
        posts.push("linh-a", &[reading(13, 1, "02-20", 11.0)]);
        assert_eq!(alerts(&posts, "linh-a")[0]["since"], "2026-03-10T00:00:00.000Z", "{engine:?}");
        posts.push("linh-a", &[reading(14, 1, "04-10", 10.0)]);
        let one = alerts(&posts, "linh-a").remove(0);
        assert_eq!((&one["state"], &one["first"]["reading"]), (&json!("past"), &json!(id(11))));
        // What was withdrawn crossed nothing.
        posts.push("linh-a", &[tombstone(50, &id(12)), tombstone(51, &id(11)), tombstone(52, &id(14))]);
        assert!(alerts(&posts, "linh-a").is_empty(), "{engine:?}");
    }
}

#[test]
fn a_limit_for_a_kind_is_the_units_own_and_a_rate_needs_three_readings_to_be_sure() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[crack(1, &json!({})), reading(10, 1, "01-01", 10.0), reading(11, 1, "01-31", 13.0)]);
        posts.push("linh-b", &[crack(2, &json!({})), reading(20, 2, "01-01", 10.0), reading(21, 2, "01-31", 90.0)]);
        posts.push("linh-a", &[hazard(3, "low", &json!({})), reading(30, 3, "01-01", 99.0)]);
        let rate = limit(900, &json!({ "kind": "crack", "measure": "per_month", "limit": 2 }));
        assert_eq!(set(&posts, "truong-a", &rate), 201);
        let found = alerts(&posts, "linh-a");
        assert_eq!(
            (found.len(), &found[0]["hazard"], &found[0]["certainty"]),
            (1, &json!(id(1)), &json!("possibly")),
            "{engine:?}"
        );
        posts.push(
            "linh-a",
            &[reading(12, 1, "03-02", 16.0), reading(13, 1, "04-01", 19.0), reading(14, 1, "05-01", 22.0)],
        );
        let rate = alerts(&posts, "linh-a")[0]["rate"].clone();
        assert_eq!((&rate["per_month"]["value"], &rate["readings"]), (&json!(3.0), &json!(5)));
        assert_eq!(alerts(&posts, "linh-a")[0]["certainty"], "crossed");
        // Shown with the hazard, its readings, and the stretch, which gets no points for it.
        let item = posts.get("linh-a", &format!("/collections/hazards/items/{}", id(1))).json();
        assert_eq!(item["properties"]["alerts"][0]["hazard"], json!(id(1)));
        let series = posts.get("linh-a", &format!("/api/v1/hazards/{}/readings", id(1))).json();
        assert_eq!(series["alerts"].as_array().unwrap().len(), 1);
        let risk = posts.get("linh-a", "/api/v1/segments/VN-LA:210..211/risk").json();
        let term =
            risk["properties"]["terms"].as_array().unwrap().iter().find(|term| term["name"] == "alerts").cloned();
        let term = term.unwrap();
        assert_eq!((&term["points"], &term["records"]), (&json!(0.0), &json!([id(1), id(10)])), "{engine:?}");
        // Who does not see the hazard, or is nobody, learns nothing; the province as soon as all of it is approved.
        assert!(["linh-b", "tinh", ""].iter().all(|who| alerts(&posts, who).is_empty()));
        posts.push("truong-a", &[1, 10, 11, 12, 13, 14].map(|n| review(100 + n, &id(n), "approve", &json!({}))));
        assert_eq!(alerts(&posts, "tinh")[0]["certainty"], "crossed", "{engine:?}");
        assert!(["linh-b", ""].iter().all(|who| alerts(&posts, who).is_empty()));
        let posts = posts.restarted();
        assert_eq!(alerts(&posts, "tinh").len(), 1);
        // What is ended raises nothing; only whoever may set a limit ends it.
        let (path, end) =
            (format!("/api/v1/thresholds/{}/end", id(900)), json!({ "id": id(950), "reason": "đã gia cố" }));
        for (who, status) in [("linh-a", 403), ("tinh", 403), ("truong-b", 404), ("truong-a", 201)] {
            assert_eq!(posts.post(who, &path, &end).status, status, "{engine:?} {who}");
        }
        assert!(alerts(&posts, "linh-a").is_empty());
        assert!(!posts.get("linh-a", "/api/v1/thresholds").json()["thresholds"][0]["ended"].is_null());
    }
}

#[test]
fn who_sets_a_limit_and_what_is_wrong_with_one() {
    let posts = Posts::new(ENGINES[0]);
    posts.push("linh-a", &[crack(1, &json!({}))]);
    for (who, status) in [("linh-a", 403), ("tinh", 403), ("kiem-tra", 403), ("", 401), ("ngoai-vu", 201)] {
        assert_eq!(set(&posts, who, &limit(900, &json!({ "kind": "crack" }))), status, "{who}");
    }
    assert_eq!(set(&posts, "truong-b", &limit(901, &json!({ "hazard": id(1) }))), 422, "a hazard that he does not see");
    for (more, pointer) in [
        (json!({}), "/hazard"),
        (json!({ "kind": "crack", "hazard": id(1) }), "/kind"),
        (json!({ "kind": "crack", "limit": -1 }), "/limit"),
        (json!({ "kind": "crack", "limit": 0, "measure": "per_month" }), "/limit"),
        (json!({ "kind": "crack", "watched": "colour" }), "/watched"),
        (json!({ "kind": "crack", "reason": " " }), "/reason"),
    ] {
        let answer = posts.post("truong-a", "/api/v1/thresholds", &limit(902, &more));
        assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
    // A distance is dangerous when it is small.
    let near = json!({ "type": "reading", "id": id(10), "hazard": id(1), "observed_at": "2026-02-01T00:00:00Z", "method": "tape",
        "distance_to_line_m": 4.0 });
    posts.push("linh-a", &[near]);
    let lower = limit(903, &json!({ "hazard": id(1), "watched": "distance_to_line_m", "limit": 5 }));
    assert_eq!(set(&posts, "truong-a", &lower), 201);
    assert_eq!(alerts(&posts, "linh-a")[0]["threshold"]["lower"], true);
}

#[test]
fn alerts_do_not_depend_on_the_order_in_which_anything_came() {
    for engine in ENGINES {
        let told = [3, 7].map(|seed: u64| {
            let posts = Posts::new(engine);
            let mut all: Vec<Value> = Vec::new();
            for n in 0..30 {
                all.push(crack(100 * n + 1, &json!({})));
                for k in 2..8 {
                    let width = 9.0 + f64::from(u32::try_from((n * 7 + k * 5) % 8).unwrap());
                    all.push(reading(100 * n + k, 100 * n + 1, &format!("0{}-{:02}", k, 1 + n % 20), width));
                }
                if n % 3 == 0 {
                    all.push(tombstone(100 * n + 20, &id(100 * n + 4)));
                }
                if n % 4 == 0 {
                    all.push(crack(100 * n + 30, &json!({ "corrects": id(100 * n + 1) })));
                }
            }
            all.sort_by_key(|one| {
                let text = one["id"]
                    .as_str()
                    .unwrap()
                    .bytes()
                    .fold(seed, |n, byte| n.wrapping_mul(31).wrapping_add(byte.into()));
                text.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            });
            let (before, after) = all.split_at(if seed == 3 { 20 } else { 200 });
            posts.push("linh-a", before);
            assert_eq!(set(&posts, "truong-a", &limit(90_000, &json!({ "kind": "crack" }))), 201);
            let rate = json!({ "kind": "crack", "measure": "per_month", "limit": 1 });
            assert_eq!(set(&posts, "truong-a", &limit(90_001, &rate)), 201);
            posts.push("linh-a", after);
            let mut found = alerts(&posts, "linh-a");
            for one in &mut found {
                one["threshold"]["set_at"].take();
            }
            assert_eq!(alerts(&posts.restarted(), "linh-a").len(), found.len(), "{engine:?}");
            found
        });
        assert!(told[0].len() > 20, "{}", told[0].len());
        assert_eq!(told[0], told[1], "{engine:?}");
    }
}
