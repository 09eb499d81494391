//! What is said or sent about a record that whoever says it does not see, or has no right over, changes nothing of it,
//! whatever date or name it bears.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::ENGINES;

fn relabel(n: u64, target: &str, label: &str) -> Value {
    json!({ "type": "relabel", "id": id(n), "target": target, "label": label, "reason": "thử" })
}

fn hazard(n: u64, more: &Value) -> Value {
    let one = json!({ "type": "hazard", "id": id(n), "kind": "crack", "severity": "low", "near_marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" });
    with(one, more)
}

fn incident(n: u64, more: &Value) -> Value {
    let one = json!({ "type": "incident", "id": id(n), "kind": "timber", "title": "gỗ lậu", "marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" });
    with(one, more)
}

fn step(n: u64, target: &str, to: &str, more: &Value) -> Value {
    with(json!({ "type": "progress_step", "id": id(n), "target": target, "to": to, "reason": "thử" }), more)
}

fn thread(posts: &Posts, who: &str, n: u64) -> crate::support::Answer {
    posts.get(who, &format!("/api/v1/records/{}", id(n)))
}

#[test]
fn a_right_over_a_part_of_the_line_labels_and_corrects_nothing_beyond_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({ "label": "restricted" })), inspection(2, &json!({}))]);
        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({}))]);
        assert_eq!(thread(&posts, "kiem-nhiem", 1).status, 404);
        assert_eq!(posts.outcomes("kiem-nhiem", &[relabel(11, &id(1), "public")]), ["held"]);
        assert_eq!(posts.item("", &id(1)).status, 404);
        assert_eq!(posts.item("truong-a", &id(1)).json()["properties"]["label"], "restricted");
        // He sees nothing of marker 211.
        let moved = inspection(12, &json!({ "marker": "VN-LA:144", "corrects": id(2) }));
        let receipt = posts.push("tuyen-a", std::slice::from_ref(&moved)).remove(0);
        assert_eq!((&receipt["outcome"], &receipt["errors"][0]["pointer"]), (&json!("refused"), &json!("/corrects")));
        let mut by_route = moved;
        by_route.as_object_mut().unwrap().retain(|name, _| name != "marker" && name != "type");
        assert_eq!(posts.post("tuyen-a", "/api/v1/markers/VN-LA:144/inspections", &by_route).status, 403);
        assert_eq!(posts.item("linh-a", &id(2)).status, 200);
        // Nor does he put another content under an id of what he does not see: his own commander there could approve it.
        let other = inspection(2, &json!({ "marker": "VN-LA:144", "notes": "chiếm chỗ" }));
        let receipt = posts.push("tuyen-a", std::slice::from_ref(&other)).remove(0);
        assert_eq!((&receipt["outcome"], &receipt["errors"][0]["pointer"]), (&json!("refused"), &json!("/id")));
        let mut by_route = other;
        by_route.as_object_mut().unwrap().retain(|name, _| name != "marker" && name != "type");
        assert_eq!(posts.post("tuyen-a", "/api/v1/markers/VN-LA:144/inspections", &by_route).status, 403);
        // What is his own he may send again, and otherwise.
        let own = inspection(3, &json!({ "marker": "VN-LA:144" }));
        assert_eq!(posts.outcomes("tuyen-a", std::slice::from_ref(&own)), ["accepted"]);
        assert_eq!(
            posts.outcomes("tuyen-a", &[own.clone(), with(own, &json!({ "notes": "bản khác" }))]),
            ["duplicate", "conflict"]
        );
    }
}

#[test]
fn a_date_gives_nobody_a_right() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({})), inspection(2, &json!({ "notes": "kín" }))]);
        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({})), relabel(11, &id(2), "restricted")]);
        let early = json!({ "id": id(12), "reason": "x", "decided_at": "2026-11-20T02:00:00Z" });
        let answer = posts.post("linh-a", &format!("/api/v1/records/{}/withdrawal", id(1)), &early);
        assert_eq!((answer.status, answer.code().as_str()), (409, "without_effect"), "{engine:?}");
        let dated =
            |n: u64, target: u64| with(tombstone(n, &id(target)), &json!({ "decided_at": "2026-11-20T02:00:00Z" }));
        assert_eq!(posts.outcomes("linh-a", &[dated(13, 1), dated(14, 2)]), ["held", "held"]);
        assert_eq!(posts.item("tinh", &id(1)).json()["properties"]["review_state"], "approved");
        assert_eq!((thread(&posts, "linh-a", 2).status, thread(&posts, "truong-a", 2).status), (404, 200));
        // An approver's withdrawal does not end what a label decides.
        posts.push("truong-a", &[tombstone(15, &id(1)), with(relabel(16, &id(1), "restricted"), &json!({}))]);
        assert_eq!((posts.item("truong-a", &id(1)).status, posts.item("tinh", &id(1)).status), (410, 410));
        assert_eq!(posts.item("linh-a", &id(1)).status, 404);
    }
}

#[test]
fn a_correction_is_no_way_to_what_is_hidden() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push(
            "truong-a",
            &[incident(1, &json!({ "label": "restricted" })), hazard(2, &json!({ "label": "restricted" }))],
        );
        posts.push("truong-a", &[step(10, &id(1), "verified", &json!({ "reason": "trinh sát 7" }))]);
        posts.push(
            "linh-a",
            &[
                incident(3, &json!({ "corrects": id(1) })),
                hazard(4, &json!({ "corrects": id(2), "label": "restricted" })),
            ],
        );
        let told = thread(&posts, "linh-a", 3).text();
        assert!(!told.contains("trinh sát 7") && told.contains("reported"), "{told}");
        for (layer, n) in [("incidents", 1), ("hazards", 2)] {
            assert_eq!(posts.get("truong-a", &format!("/collections/{layer}/items/{}", id(n))).status, 200, "{layer}");
        }
        // Nor may an account over everything hide what it does not see.
        posts.push("linh-b", &[inspection(5, &json!({}))]);
        posts.push("ngoai-vu", &[inspection(6, &json!({ "corrects": id(5) }))]);
        assert_eq!(posts.item("linh-b", &id(5)).status, 200);
    }
}

#[test]
fn whoever_may_not_read_it_moves_no_restricted_incident_on() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        // One that was restricted from the start, one that a commander made so, one that is said about before it comes.
        posts.push("linh-a", &[step(10, &id(3), "verified", &json!({}))]);
        posts.push(
            "truong-a",
            &[
                incident(1, &json!({ "label": "restricted" })),
                incident(2, &json!({})),
                incident(3, &json!({ "label": "restricted" })),
            ],
        );
        posts.push("truong-a", &[relabel(11, &id(2), "restricted")]);
        for n in [1, 2] {
            assert_eq!(posts.outcomes("linh-a", &[step(20 + n, &id(n), "verified", &json!({}))]), ["held"]);
        }
        for n in 1..=3 {
            assert_eq!(thread(&posts, "truong-a", n).json()["progress"], "reported", "{engine:?} {n}");
        }
        // A date does not undo what was done since.
        posts.push("truong-a", &[incident(4, &json!({}))]);
        let path = format!("/api/v1/incidents/{}/steps", id(4));
        let verified =
            json!({ "id": id(30), "to": "verified", "reason": "đã xem", "decided_at": "2026-11-21T01:00:00Z" });
        let assigned = json!({ "id": id(31), "to": "assigned", "assignee": "tổ 2", "reason": "giao", "decided_at": "2026-11-21T02:00:00Z" });
        assert_eq!(
            (posts.post("truong-a", &path, &verified).status, posts.post("truong-a", &path, &assigned).status),
            (201, 201)
        );
        let closed = json!({ "id": id(32), "to": "closed", "reason": "x", "decided_at": "2026-11-20T01:00:00Z" });
        assert_eq!(posts.post("linh-a", &path, &closed).status, 409);
        assert_eq!(thread(&posts, "truong-a", 4).json()["progress"], "assigned");
    }
}

#[test]
fn what_another_post_hangs_on_a_record_moves_nothing() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let reading = |n: u64, day: u32, width: f64| {
            json!({ "type": "reading", "id": id(n), "hazard": id(1), "observed_at": format!("2026-03-{day:02}T00:00:00Z"),
                "method": "tape", "width_mm": width })
        };
        posts.push("linh-a", &[hazard(1, &json!({})), inspection(2, &json!({}))]);
        posts.push("linh-a", &[reading(3, 1, 5.0), reading(4, 2, 5.0), reading(5, 3, 5.0)]);
        let theirs = json!({ "type": "counterpart", "id": id(6), "inspection": id(2), "observed_at": "2026-11-20T09:00:00+07:00",
            "other": "Lào", "condition": "good" });
        posts.push("linh-b", &[reading(7, 4, 5_000.0), reading(8, 5, 9_000.0), theirs]);
        let decide = |n: u64, of: u64| review(n, &id(of), "approve", &json!({}));
        posts.push("truong-a", &[decide(20, 1), decide(21, 2), decide(22, 3), decide(23, 4), decide(24, 5)]);
        posts.push("truong-b", &[decide(25, 6), decide(26, 7), decide(27, 8)]);
        let look = |posts: &Posts| {
            let series = posts.get("tinh", &format!("/api/v1/hazards/{}/readings", id(1))).json();
            assert_eq!(
                (series["readings"].as_array().unwrap().len(), &series["rates"]["width_mm"]["per_month"]),
                (3, &json!(0.0))
            );
            let told = thread(posts, "tinh", 2).json();
            assert!(!told.to_string().contains(&id(6)), "{told}");
        };
        look(&posts);
        look(&posts.restarted());
    }
}

#[test]
fn an_id_stays_with_whoever_sent_what_nobody_can_read_yet() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[json!({ "type": "inspection", "form": 9, "id": id(1), "x": "mẫu mới" })]);
        assert_eq!(posts.outcomes("linh-b", &[inspection(1, &json!({ "notes": "chiếm" }))]), ["conflict"]);
        assert_eq!((thread(&posts, "linh-b", 1).status, posts.item("linh-b", &id(1)).status), (404, 404));
        assert!(thread(&posts, "linh-a", 1).text().contains("mẫu mới"));
        // His own, once it can be read, takes its place.
        posts.push("linh-a", &[inspection(1, &json!({ "notes": "đã đọc" }))]);
        assert_eq!(posts.item("linh-a", &id(1)).json()["properties"]["notes"], "đã đọc");
    }
}

#[test]
fn what_was_set_aside_gives_no_label_and_a_draft_is_not_approved_unasked() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({ "notes": "thường" }))]);
        posts.push("linh-a", &[inspection(1, &json!({ "notes": "kín", "label": "restricted" }))]);
        posts.push("linh-a", &[inspection(1, &json!({ "notes": "nháp", "draft": true }))]);
        let contents = thread(&posts, "truong-a", 1).json()["contents"].as_array().unwrap().clone();
        let digest = |word: &str| {
            let one =
                contents.iter().find(|one| one.to_string().contains(word)).unwrap_or_else(|| panic!("{contents:?}"));
            one["digest"].clone()
        };
        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({ "content": digest("nháp") }))]);
        assert_ne!(thread(&posts, "truong-a", 1).json()["review_state"], "approved");
        posts.push("truong-a", &[review(11, &id(1), "approve", &json!({ "content": digest("thường") }))]);
        assert_eq!(posts.item("linh-a", &id(1)).status, 404, "the stricter one waits for a word");
        posts.push(
            "truong-a",
            &[review(12, &id(1), "return", &json!({ "content": digest("kín"), "remark": "không phải" }))],
        );
        let shown = posts.item("linh-a", &id(1)).json();
        assert_eq!(
            (&shown["properties"]["label"], &shown["properties"]["review_state"]),
            (&json!("internal"), &json!("approved"))
        );
    }
}

#[test]
fn what_was_published_and_withdrawn_is_gone_for_the_public() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({ "notes": "lời đã công bố" }))]);
        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({})), relabel(11, &id(1), "public")]);
        assert_eq!(thread(&posts, "", 1).status, 200);
        posts.push("truong-a", &[tombstone(12, &id(1))]);
        let answer = thread(&posts, "", 1);
        assert_eq!((answer.status, answer.code().as_str()), (410, "withdrawn"));
        assert!(!answer.text().contains("lời đã công bố"));
        assert!(thread(&posts, "truong-a", 1).text().contains("lời đã công bố"));
    }
}

#[test]
fn a_thousand_corrections_of_a_thousand_readings_are_answered() {
    let posts = Posts::new(crate::support::Engine::Sqlite);
    posts.push("linh-a", &[hazard(1, &json!({}))]);
    let many: Vec<Value> = (0..400)
        .flat_map(|n| {
            let reading = json!({ "type": "reading", "id": id(10_000 + n), "hazard": id(1), "observed_at": "2026-02-01T00:00:00Z",
                "method": "tape", "width_mm": 3.0 });
            [hazard(20_000 + n, &json!({ "corrects": id(1) })), reading]
        })
        .collect();
    for piece in many.chunks(200) {
        posts.push("linh-a", piece);
    }
    let told = thread(&posts, "linh-a", 20_001).json();
    assert_eq!(told["related"].as_array().unwrap().len(), 400);
}

#[test]
fn a_chain_of_two_thousand_corrections_takes_no_server_down() {
    let posts = Posts::new(crate::support::Engine::Sqlite);
    let link = |n: u64| if n == 1 { hazard(1, &json!({})) } else { hazard(n, &json!({ "corrects": id(n - 1) })) };
    let chain: Vec<Value> = (1..=2_000).map(link).collect();
    for piece in chain.chunks(500) {
        posts.push("linh-a", piece);
    }
    posts.push("linh-a", &[hazard(3_000, &json!({}))]);
    assert_eq!(thread(&posts, "linh-a", 1).json()["corrected"], true);
    assert_eq!(thread(&posts, "linh-a", 2_000).json()["corrects"], id(1_999));
    let item = posts.get("linh-a", &format!("/collections/hazards/items/{}", id(3_000)));
    assert_eq!(item.status, 200, "what came after it is in the picture");
}

#[test]
fn corrections_of_corrections_end_alike_grown_or_built_anew() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let chain: Vec<Value> = (1..=40)
            .map(|n| if n == 1 { hazard(1, &json!({})) } else { hazard(n, &json!({ "corrects": id(n - 1) })) })
            .collect();
        // Every seventh, so that hardly any finds what it corrects.
        for start in 0..7 {
            posts.push("linh-a", &chain.iter().skip(start).step_by(7).cloned().collect::<Vec<_>>());
        }
        let left = |posts: &Posts| {
            let items = posts.get("linh-a", "/collections/hazards/items?near_marker=VN-LA:211&limit=1000").json();
            let ids = items["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
            let mut ids: Vec<String> = ids.filter(|one| one.starts_with("01932f5e")).collect();
            ids.sort();
            ids
        };
        let threads = |posts: &Posts| {
            (1..=40).map(|n| thread(posts, "linh-a", n).json()["corrected_by"].clone()).collect::<Vec<Value>>()
        };
        let (grown, told) = (left(&posts), threads(&posts));
        // The one at the greatest depth that counts, and those beyond, which stand beside it.
        assert_eq!(grown, (33..=40).map(id).collect::<Vec<_>>(), "{engine:?}");
        let posts = posts.restarted();
        assert_eq!((left(&posts), threads(&posts)), (grown, told), "{engine:?}");
    }
}
