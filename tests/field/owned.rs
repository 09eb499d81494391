//! Whose an id is: nothing that another unit sends or says changes what counts of a record, or tells of it.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::ENGINES;

fn shown(posts: &Posts, who: &str, n: u64) -> Value {
    posts.item(who, &id(n)).json()["properties"].clone()
}

#[test]
fn another_units_content_never_takes_a_records_place_grown_or_built_anew() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push(
            "linh-a",
            &[inspection(1, &json!({ "notes": "của đồn A" })), inspection(2, &json!({ "notes": "bản 2" }))],
        );
        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({}))]);
        // Post B: contents of the same and of other kinds, enough of them for any digest, and its commander's word.
        for n in 0..12 {
            let notes = json!({ "notes": format!("chiếm chỗ {n}"), "condition": "good" });
            posts.push("linh-b", &[inspection(1, &notes), inspection(2, &notes)]);
        }
        let notice = json!({ "type": "notice", "id": id(2), "at": "2026-11-20T01:00:00Z", "direction": "in", "kind": "other",
            "other": "x", "subject": "chiếm chỗ" });
        let unread = json!({ "type": "inspection", "form": 9, "id": id(1), "x": "chiếm chỗ" });
        posts.push("linh-b", &[notice, unread]);
        let label =
            json!({ "type": "relabel", "id": id(20), "target": id(1), "label": "public", "reason": "chiếm chỗ" });
        posts.push(
            "truong-b",
            &[review(21, &id(1), "approve", &json!({})), label, tombstone(22, &id(1)), tombstone(23, &id(2))],
        );
        let look = |posts: &Posts| {
            assert_eq!(
                (shown(posts, "tinh", 1)["notes"].clone(), shown(posts, "linh-a", 2)["notes"].clone()),
                (json!("của đồn A"), json!("bản 2"))
            );
            assert_eq!(shown(posts, "linh-a", 1)["label"], "internal");
            assert_eq!(shown(posts, "linh-a", 1)["review_state"], "approved");
            for (who, n) in [("", 1), ("linh-b", 1), ("linh-b", 2), ("tinh", 2)] {
                assert_eq!(posts.item(who, &id(n)).status, 404, "{who} {n}");
            }
            for who in ["linh-a", "tinh", "truong-a"] {
                let thread = posts.get(who, &format!("/api/v1/records/{}", id(1))).text();
                assert!(!thread.contains("chiếm chỗ") && !thread.contains("truong-b"), "{who}: {thread}");
            }
            assert!(!posts.get("", "/collections/notices/items").text().contains("chiếm chỗ"));
        };
        look(&posts);
        look(&posts.restarted());
    }
}

#[test]
fn a_content_beside_it_does_not_lower_its_label() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("truong-a", &[inspection(1, &json!({ "label": "restricted", "notes": "hạn chế" }))]);
        for n in 0..8 {
            posts.push("linh-a", &[inspection(1, &json!({ "notes": format!("khác {n}") }))]);
        }
        let thread = posts.get("truong-a", &format!("/api/v1/records/{}", id(1))).json();
        for content in thread["contents"].as_array().unwrap() {
            posts.push("truong-a", &[review(30, &id(1), "approve", &json!({ "content": content["digest"] }))]);
        }
        assert_eq!(posts.item("linh-a", &id(1)).status, 404);
        assert_eq!(shown(&posts, "truong-a", 1)["label"], "restricted");
    }
}

#[test]
fn the_public_learns_what_counts_and_not_who_said_what() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        let back = json!({ "remark": "lời nội bộ", "decided_at": "2026-11-21T01:00:00Z" });
        posts.push("truong-a", &[review(2, &id(1), "return", &back)]);
        posts.push("truong-a", &[review(3, &id(1), "approve", &json!({ "decided_at": "2026-11-21T02:00:00Z" }))]);
        let label = json!({ "id": id(4), "label": "public", "reason": "công bố" });
        assert_eq!(posts.post("tinh", &format!("/api/v1/records/{}/label", id(1)), &label).status, 201);
        posts.push("linh-b", &[tombstone(5, &id(1))]);
        // A restricted correction stands in its place: the public learns that, and not its id.
        for who in ["", "linh-b"] {
            let (thread, item) =
                (posts.get(who, &format!("/api/v1/records/{}", id(1))).text(), posts.item(who, &id(1)).text());
            for word in ["lời nội bộ", "truong-a", "linh-a", "công bố", "nhập nhầm"] {
                assert!(!thread.contains(word) && !item.contains(word), "{who}: {word}: {thread} {item}");
            }
        }
        posts.push("truong-a", &[inspection(6, &json!({ "corrects": id(1), "label": "restricted" }))]);
        posts.push("truong-a", &[review(7, &id(6), "approve", &json!({}))]);
        let gone = posts.item("", &id(1));
        assert_eq!((gone.status, gone.code().as_str()), (410, "corrected"));
        let thread = posts.get("", &format!("/api/v1/records/{}", id(1))).text();
        assert!(!gone.text().contains(&id(6)) && !thread.contains(&id(6)), "{thread}");
        assert_eq!(posts.item("truong-a", &id(1)).json()["corrected_by"], json!([id(6)]));
    }
}

#[test]
fn the_public_does_not_learn_what_a_record_took_the_place_of() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({})), inspection(2, &json!({ "corrects": id(1) }))]);
        posts.push("truong-a", &[review(3, &id(2), "approve", &json!({}))]);
        let label = json!({ "id": id(4), "label": "public", "reason": "công bố" });
        let path = format!("/api/v1/records/{}", id(2));
        assert_eq!(posts.post("truong-a", &format!("{path}/label"), &label).status, 201);
        let told = posts.get("", &path);
        assert_eq!((told.status, told.text().contains(&id(1))), (200, false), "{engine:?}: {}", told.text());
        let told = posts.item("", &id(2));
        assert_eq!((told.status, told.text().contains(&id(1))), (200, false), "{engine:?}: {}", told.text());
        let told = posts.get("linh-a", &path).json();
        assert_eq!((&told["corrects"], &told["contents"][0]["recorded_by"]), (&json!(id(1)), &json!("linh-a")));
    }
}

#[test]
fn what_hangs_on_a_record_goes_on_to_what_corrects_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let crack = |n: u64, more: &Value| {
            with(
                json!({ "type": "hazard", "id": id(n), "kind": "crack", "severity": "low", "near_marker": "VN-LA:211",
                    "observed_at": "2026-01-01T00:00:00Z" }),
                more,
            )
        };
        let reading = |n: u64, hazard: &str, width: f64| {
            json!({ "type": "reading", "id": id(n), "hazard": hazard, "observed_at": "2026-02-01T00:00:00Z", "method": "tape",
                "width_mm": width })
        };
        let incident = |n: u64, more: &Value| {
            with(
                json!({ "type": "incident", "id": id(n), "kind": "timber", "title": "gỗ lậu", "marker": "VN-LA:211",
                    "observed_at": "2026-01-01T00:00:00Z" }),
                more,
            )
        };
        posts.push("linh-a", &[crack(1, &json!({})), reading(2, &id(1), 3.0), incident(3, &json!({}))]);
        let step = json!({ "id": id(4), "to": "verified", "reason": "đã xem" });
        assert_eq!(posts.post("truong-a", &format!("/api/v1/incidents/{}/steps", id(3)), &step).status, 201);
        posts.push(
            "linh-a",
            &[crack(5, &json!({ "corrects": id(1), "severity": "high" })), incident(6, &json!({ "corrects": id(3) }))],
        );
        let series = posts.get("linh-a", &format!("/api/v1/hazards/{}/readings", id(5))).json();
        assert_eq!(series["readings"].as_array().unwrap().len(), 1, "{series}");
        let dealt = posts.get("linh-a", &format!("/collections/incidents/items/{}", id(6))).json();
        assert_eq!(dealt["properties"]["progress"], "verified");
        // The one in the middle is withdrawn: the last one stands alone.
        posts.push("linh-a", &[crack(7, &json!({ "corrects": id(5), "severity": "moderate" }))]);
        posts.push("linh-a", &[tombstone(8, &id(5))]);
        let left = posts.get("linh-a", "/collections/hazards/items?near_marker=VN-LA:211").text();
        assert!(left.contains(&id(7)), "{left}");
        let hazards = posts.get("linh-a", "/collections/hazards/items?limit=1000").json();
        let ours: Vec<&str> = hazards["features"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["id"].as_str())
            .filter(|one| one.starts_with("01932f5e"))
            .collect();
        assert_eq!(ours, [id(7)]);
    }
}

#[test]
fn what_would_change_nothing_is_said_to() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({})), inspection(2, &json!({ "draft": true }))]);
        let say = |who: &str, n: u64, what: &str, body: &Value| {
            posts.post(who, &format!("/api/v1/records/{}/{what}", id(n)), body)
        };
        // A draft is not approved before it is submitted.
        let early = say("truong-a", 2, "reviews", &json!({ "id": id(10), "decision": "approve" }));
        assert_eq!((early.status, early.code().as_str()), (409, "without_effect"));
        // What its maker withdrew he does not hand in again; what his commander withdrew nobody approves.
        assert_eq!(say("linh-a", 1, "withdrawal", &json!({ "id": id(11), "reason": "nhầm mốc" })).status, 201);
        assert_eq!(say("linh-a", 1, "withdrawal", &json!({ "id": id(16), "reason": "lần nữa" })).status, 410);
        assert_eq!((posts.item("linh-a", &id(1)).status, posts.item("tinh", &id(1)).status), (410, 404));
        assert_eq!(say("truong-a", 1, "withdrawal", &json!({ "id": id(17), "reason": "đồng ý rút" })).status, 201);
        let late = json!({ "decided_at": "2026-11-25T01:00:00Z" });
        let approval = with(json!({ "id": id(12), "decision": "approve" }), &late);
        assert_eq!(say("truong-a", 1, "reviews", &approval).status, 410);
        assert_eq!(posts.outcomes("truong-a", &[review(13, &id(1), "approve", &late)]), ["held"]);
        assert_eq!((posts.item("linh-a", &id(1)).status, posts.item("tinh", &id(1)).status), (410, 404));
        // Nothing is said about the register, and a reading is of a hazard.
        let of_inspection = json!({ "type": "reading", "id": id(14), "hazard": id(2), "observed_at": "2026-02-01T00:00:00Z",
            "method": "tape", "width_mm": 1.0 });
        let receipt = posts.push("linh-a", &[of_inspection]).remove(0);
        assert_eq!((&receipt["outcome"], &receipt["errors"][0]["code"]), (&json!("refused"), &json!("wrong_target")));
        // The same record under another log-in of the unit is the same record.
        let again = posts.push("truong-a", &[inspection(1, &json!({}))]).remove(0);
        assert_eq!(again["outcome"], "duplicate");
    }
}

#[test]
fn whoever_does_not_see_a_change_learns_of_none_from_a_tag() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let paths =
            ["/collections", "/collections/inspections", "/collections/inspections/items", "/api/v1/segments/at-risk"];
        let tag = |who: &str, path: &str| {
            let tag = posts.get(who, path).header("etag").to_owned();
            assert!(tag.len() > 2, "{path} has no tag");
            tag
        };
        let tags = |who: &str| paths.map(|path| tag(who, path));
        let (public, other, own) = (tags(""), tags("linh-b"), tags("linh-a"));
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        assert_eq!((tags(""), tags("linh-b")), (public, other), "{engine:?}");
        assert!(tags("linh-a").iter().zip(&own).all(|(now, held)| now != held), "{engine:?}");
    }
}

#[test]
fn the_box_around_a_layer_tells_of_nothing_that_is_not_seen() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let incident = |n: u64, marker: &str| {
            json!({ "type": "incident", "id": id(n), "kind": "timber", "title": "gỗ lậu", "marker": marker,
                "observed_at": "2026-01-01T00:00:00Z" })
        };
        let around = |who: &str| posts.get(who, "/collections/incidents").json()["extent"]["spatial"].clone();
        posts.push("linh-a", &[incident(1, "VN-LA:211")]);
        let own = around("linh-a");
        assert!(own.is_object() && around("").is_null() && around("linh-b").is_null(), "{engine:?}: {own}");
        posts.push("linh-b", &[incident(2, "VN-LA:144")]);
        assert_eq!(around("linh-a"), own, "{engine:?}");
        assert!(around("").is_null() && around("linh-b") != own, "{engine:?}");
    }
}
