//! What is due, due soon, overdue, never inspected and without a rule: five things, for each as far as he may know.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::ENGINES;

/// Six months from the year's first day on the whole line, unless something else is said.
pub(crate) fn rule(n: u64, more: &Value) -> Value {
    with(
        json!({ "id": id(n), "title": "Kiểm tra mốc sáu tháng một lần", "subject": "markers", "line": "VN-LA", "every": 6,
            "per": "month", "from": "2026-01-01",
            "basis": { "document": "Lệnh số 12/L-BCH ngày 05/01/2026", "clause": "2", "quote": "mỗi mốc sáu tháng kiểm tra một lần" } }),
        more,
    )
}

pub(crate) fn set(posts: &Posts, who: &str, rule: &Value) -> u16 {
    posts.post(who, "/api/v1/inspection-rules", rule).status
}

fn due(posts: &Posts, who: &str, query: &str) -> Value {
    let answer = posts.get(who, &format!("/api/v1/inspections/due?line=VN-LA&{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// How one marker stands on a day.
fn stands(posts: &Posts, who: &str, marker: &str, day: &str) -> Value {
    let all = due(posts, who, &format!("subject=markers&as_of={day}&limit=1000"));
    all["due"].as_array().unwrap().iter().find(|one| one["marker"] == marker).unwrap().clone()
}

fn state(posts: &Posts, who: &str, marker: &str, day: &str) -> String {
    stands(posts, who, marker, day)["state"].as_str().unwrap().to_owned()
}

#[test]
fn the_five_states_are_told_apart_and_each_knows_what_he_may_know() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        let counts = |who: &str| due(&posts, who, "as_of=2026-11-22")["counts"]["markers"].clone();
        assert_eq!((&counts("linh-a")["no_rule"], &counts("tinh")["no_rule"]), (&json!(1), &json!(0)), "{engine:?}");
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({}))), 201);
        // A rule tells those whom it binds; a stranger learns of none.
        for (who, expected) in [("linh-a", 1), ("truong-b", 1), ("tinh", 1), ("kiem-tra", 1), ("", 0)] {
            let listed = posts.get(who, "/api/v1/inspection-rules").json()["rules"].as_array().unwrap().len();
            assert_eq!(listed, expected, "{engine:?} {who}");
        }
        for (day, expected) in
            [("2026-11-22", "ok"), ("2027-05-06", "due_soon"), ("2027-05-20", "due_soon"), ("2027-05-21", "overdue")]
        {
            assert_eq!(state(&posts, "linh-a", "VN-LA:211", day), expected, "{engine:?} {day}");
            // What is not approved yet was never inspected for those above.
            assert_eq!(state(&posts, "tinh", "VN-LA:211", day), "never_inspected", "{engine:?} {day}");
            assert_eq!(state(&posts, "linh-b", "VN-LA:211", day), "never_inspected", "{engine:?} {day}");
        }
        let never = stands(&posts, "linh-a", "VN-LA:144", "2026-11-22");
        assert_eq!(
            (&never["state"], &never["due_on"], &never["past_due"]),
            (&json!("never_inspected"), &json!("2026-07-01"), &json!(true))
        );
        assert!(never["basis"].as_str().unwrap().contains("Lệnh số 12/L-BCH") && never["last_inspection"].is_null());
        // A stranger has no rule and has seen nothing, whatever there is.
        let stranger = due(&posts, "", "as_of=2026-11-22");
        assert_eq!(stranger["counts"]["all"]["never_inspected"], stranger["numberMatched"], "{stranger}");
        assert!(!stranger.to_string().contains("Lệnh số"));
        posts.push("truong-a", &[review(50, &id(1), "approve", &json!({}))]);
        let known = stands(&posts, "tinh", "VN-LA:211", "2026-11-22");
        assert_eq!(
            (&known["state"], &known["due_on"], &known["counted_inspection"]),
            (&json!("ok"), &json!("2027-05-20"), &json!(id(1)))
        );
        let counts = counts("tinh");
        let sum: u64 = counts.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!((&counts["ok"], &counts["no_rule"]), (&json!(1), &json!(0)), "{counts}");
        let posts = posts.restarted();
        assert_eq!(due(&posts, "tinh", "as_of=2026-11-22")["counts"]["markers"], counts, "{engine:?}");
        // One state alone lists what its count says, and a page leads to the next.
        let page = due(&posts, "tinh", "as_of=2026-11-22&subject=markers&state=never_inspected&limit=2");
        assert_eq!((&page["numberMatched"], &page["numberReturned"]), (&json!(sum - 1), &json!(2)), "{page}");
        let next = page["links"][0]["href"].as_str().unwrap().split_once("/api/").unwrap().1.to_owned();
        let second = posts.get("tinh", &format!("/api/{next}")).json();
        assert!(second["due"][0] != page["due"][0] && second["numberMatched"] == page["numberMatched"], "{second}");
    }
}

#[test]
fn a_doubted_time_a_draft_and_what_is_withdrawn_satisfy_no_rule() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({}))), 201);
        let now = || state(&posts, "linh-a", "VN-LA:211", "2099-12-31");
        posts.push("linh-a", &[inspection(1, &json!({ "observed_at": "2099-06-01T08:00:00+07:00" }))]);
        posts.push("linh-a", &[inspection(2, &json!({ "draft": true }))]);
        assert_eq!(now(), "never_inspected", "{engine:?}");
        posts.push("linh-a", &[inspection(3, &json!({}))]);
        assert_eq!(now(), "overdue", "{engine:?}");
        posts.push("linh-a", &[review(50, &id(2), "submit", &json!({}))]);
        posts.push("linh-a", &[tombstone(51, &id(3))]);
        assert_eq!(
            stands(&posts, "linh-a", "VN-LA:211", "2099-12-31")["counted_inspection"],
            json!(id(2)),
            "{engine:?}"
        );
        posts.push("truong-a", &[review(52, &id(2), "return", &json!({ "remark": "chưa rõ" }))]);
        assert_eq!(now(), "never_inspected", "{engine:?}");
    }
}

#[test]
fn the_strictest_rule_wins_until_it_is_ended() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({}))), 201);
        let monthly =
            json!({ "title": "Mốc 211 hằng tháng", "places": ["VN-LA:211"], "every": 1, "in_charge": "don-a" });
        assert_eq!(set(&posts, "ngoai-vu", &rule(901, &monthly)), 201);
        // A joint inspection is asked for, and there was none: counted from the rule's first day.
        assert_eq!(set(&posts, "ngoai-vu", &rule(902, &json!({ "mode": "joint", "every": 10, "per": "year" }))), 201);
        let one = stands(&posts, "linh-a", "VN-LA:211", "2026-11-22");
        assert_eq!(
            (&one["rule"], &one["due_on"], &one["unit"]),
            (&json!(id(901)), &json!("2026-12-20"), &json!("don-a"))
        );
        let of_unit = due(&posts, "linh-a", "unit=don-a&as_of=2026-11-22");
        assert_eq!(
            (&of_unit["numberMatched"], &of_unit["due"][0]["marker"]),
            (&json!(1), &json!("VN-LA:211")),
            "{of_unit}"
        );
        let end = json!({ "id": id(950), "reason": "đã hết mùa mưa" });
        let path = format!("/api/v1/inspection-rules/{}/end", id(901));
        for (who, status) in [("linh-a", 403), ("tinh", 403), ("", 401), ("ngoai-vu", 201)] {
            assert_eq!(posts.post(who, &path, &end).status, status, "{engine:?} {who}");
        }
        // It held on the day before it was ended, and does not after.
        assert_eq!(stands(&posts, "linh-a", "VN-LA:211", "2026-11-22")["rule"], json!(id(901)));
        assert_eq!(stands(&posts, "linh-a", "VN-LA:211", "2098-01-01")["rule"], json!(id(900)), "{engine:?}");
        let posts = posts.restarted();
        assert_eq!(stands(&posts, "linh-a", "VN-LA:211", "2098-01-01")["rule"], json!(id(900)));
        let rules = posts.get("linh-a", "/api/v1/inspection-rules").json();
        let ended: Vec<&Value> =
            rules["rules"].as_array().unwrap().iter().filter(|one| !one["ended"].is_null()).collect();
        assert_eq!((ended.len(), &ended[0]["ended"]["reason"]), (1, &json!("đã hết mùa mưa")));
    }
}

#[test]
fn the_pages_of_markers_and_segments_say_how_they_stand() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let marker = |who: &str| posts.get(who, "/collections/markers/items/VN-LA:211").json()["properties"].clone();
        let segment = |who: &str| {
            posts.get(who, "/api/v1/segments/VN-LA:210..211/risk").json()["properties"]["inspection_state"].clone()
        };
        assert!(marker("").get("inspection_due").is_none(), "a stranger is told nothing");
        assert_eq!(marker("linh-a")["inspection_due"]["state"], "never_inspected");
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        assert_eq!(
            (&marker("linh-a")["inspection_due"]["state"], segment("linh-a")),
            (&json!("no_rule"), json!("no_rule"))
        );
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &json!({}))), 201);
        let said = marker("linh-a")["inspection_due"].clone();
        assert_eq!((&said["rule"], &said["last_inspection"]["record"]), (&json!(id(900)), &json!(id(1))), "{said}");
        // 210 was never inspected, and was due in July: the stretch is as late as its latest part.
        assert_eq!(
            (segment("linh-a"), segment("tinh"), segment("")),
            (json!("overdue"), json!("never_inspected"), json!("never_inspected"))
        );
        let list = posts.get("linh-a", "/api/v1/segments/at-risk?min_class=no_data&limit=1000").json();
        let listed = list["features"].as_array().unwrap().iter().find(|one| one["id"] == "VN-LA:210..211").cloned();
        assert_eq!(listed.unwrap()["properties"]["inspection_state"], "overdue", "{engine:?}");
        let page = posts.get("linh-a", "/api/v1/inspections/due?f=html&line=VN-LA&subject=markers").text();
        for word in
            ["Chưa từng kiểm tra", "Quá hạn", "Sắp đến hạn", "Trong hạn", "Chưa có quy định", "Lệnh số 12/L-BCH"]
        {
            assert!(page.contains(word), "{engine:?} {word}");
        }
        let page = posts.get("linh-a", "/collections/markers/items/VN-LA:211?f=html").text();
        assert!(page.contains("Hạn kiểm tra"), "{page}");
    }
}

#[test]
fn the_course_of_the_line_and_objects_have_rules_of_their_own() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let course = json!({ "subject": "line_course", "places": ["VN-LA:143..146"], "every": 1, "per": "year" });
        assert_eq!(set(&posts, "ngoai-vu", &rule(900, &course)), 201);
        let objects = json!({ "subject": "objects", "kinds": ["embankment"], "every": 90, "per": "day" });
        assert_eq!(set(&posts, "ngoai-vu", &rule(901, &objects)), 201);
        let on = |n: u64, segment: &str, day: &str| {
            let one = with(
                inspection(
                    n,
                    &json!({ "segment": segment, "observed_at": format!("{day}T08:00:00+07:00"), "condition": "good" }),
                ),
                &json!({}),
            );
            let mut one = one;
            one.as_object_mut().unwrap().remove("marker");
            one
        };
        posts.push("linh-a", &[on(1, "VN-LA:144..146", "2026-03-01"), on(2, "VN-LA:143..145", "2026-05-01")]);
        let embankment = |n: u64, kind: &str| json!({ "type": "object", "id": id(n), "kind": kind, "name": "Kè 211", "marker": "VN-LA:211" });
        posts.push("linh-a", &[embankment(10, "embankment"), embankment(11, "post")]);
        let look = json!({ "type": "inspection", "id": id(12), "object": id(10), "mode": "unilateral", "condition": "good",
            "observed_at": "2026-10-01T08:00:00+07:00" });
        posts.push("linh-a", &[look]);
        let found = due(&posts, "linh-a", "as_of=2026-11-22&limit=1000");
        let of = |name: &str, key: &str| {
            found["due"].as_array().unwrap().iter().find(|one| one[name] == key).unwrap().clone()
        };
        for (segment, state, due_on) in [
            ("VN-LA:143..144", "ok", json!("2027-05-01")),
            ("VN-LA:144..145", "ok", json!("2027-05-01")),
            ("VN-LA:145..146", "ok", json!("2027-03-01")),
            ("VN-LA:193..194", "never_inspected", Value::Null),
        ] {
            let one = of("segment", segment);
            assert_eq!((&one["state"], &one["due_on"]), (&json!(state), &due_on), "{engine:?} {segment}");
        }
        let (kept, post) = (of("object", &id(10)), of("object", &id(11)));
        assert_eq!(
            (&kept["state"], &kept["due_on"], &post["state"]),
            (&json!("ok"), &json!("2026-12-30"), &json!("never_inspected"))
        );
        // A correction of the object keeps its inspections.
        posts.push(
            "linh-a",
            &[with(embankment(13, "embankment"), &json!({ "corrects": id(10), "name": "Kè chân mốc 211" }))],
        );
        let found = due(&posts, "linh-a", "as_of=2026-11-22&subject=objects");
        let one = found["due"].as_array().unwrap().iter().find(|one| one["object"] == json!(id(13))).unwrap().clone();
        assert_eq!(
            (&one["name"], &one["counted_inspection"]),
            (&json!("Kè chân mốc 211"), &json!(id(12))),
            "{engine:?}"
        );
        let of_others = due(&posts, "linh-b", "as_of=2026-11-22&subject=objects").to_string();
        assert!(!of_others.contains("Kè 211") && !of_others.contains(&id(10)), "{engine:?}");
        let page = posts.get("linh-a", &format!("/collections/objects/items/{}", id(13))).json();
        assert_eq!(page["properties"]["inspection_due"]["due_on"], "2026-12-30", "{engine:?}");
    }
}
