//! Approval, return, withdrawal, correction, another label: who may, who sees what then, and what the record tells.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, with};
use crate::support::ENGINES;

fn say(posts: &Posts, who: &str, target: &str, what: &str, body: &Value) -> u16 {
    posts.post(who, &format!("/api/v1/records/{target}/{what}"), body).status
}

#[test]
fn what_its_commander_approved_the_province_sees_with_who_and_when() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let (record, target) = (inspection(1, &json!({})), id(1));
        assert_eq!(posts.outcomes("linh-a", &[record]), ["accepted"]);
        assert_eq!(posts.item("tinh", &target).status, 404, "the post's own until its commander has read it");
        assert_eq!(posts.get("tinh", "/collections/inspections").json()["itemCount"], 0);
        // A number is what superiors know of it; the neighbour not even that.
        let waiting = |who| posts.get(who, "/api/v1/reviews/waiting").json()["waiting"].clone();
        assert_eq!((waiting("truong-a"), waiting("tinh"), waiting("truong-b")), (json!(1), json!(1), json!(0)));

        let approve = json!({ "id": id(2), "decision": "approve", "decided_at": "2026-11-20T10:00:00Z" });
        assert_eq!(say(&posts, "linh-a", &target, "reviews", &approve), 403, "not its maker's to approve");
        assert_eq!(say(&posts, "truong-b", &target, "reviews", &approve), 404, "another post knows nothing of it");
        assert_eq!(say(&posts, "", &target, "reviews", &approve), 401);
        assert_eq!(say(&posts, "tinh", &target, "reviews", &approve), 403, "nor the province's");
        assert_eq!(say(&posts, "truong-a", &target, "reviews", &approve), 201);
        assert_eq!(say(&posts, "truong-a", &target, "reviews", &approve), 201, "sent twice it is the same");

        let seen = posts.item("tinh", &target).json()["properties"].clone();
        assert_eq!(seen["review_state"], "approved");
        assert_eq!(
            (&seen["reviewed_by"], &seen["reviewed_at"]),
            (&json!("truong-a"), &json!("2026-11-20T10:00:00.000Z"))
        );
        assert_eq!(posts.get("tinh", "/collections/inspections").json()["itemCount"], 1);
        assert_eq!(posts.item("truong-b", &target).status, 404);
        assert_eq!(posts.item("", &target).status, 404);
        assert_eq!(waiting("tinh"), json!(0));
        // And the marker's damage counts for the province now.
        let risk = posts.get("tinh", "/api/v1/segments/VN-LA:210..211/risk").text();
        assert!(risk.contains(&target), "{risk}");

        let back =
            json!({ "id": id(3), "decision": "return", "remark": "thiếu ảnh", "decided_at": "2026-11-20T11:00:00Z" });
        assert_eq!(say(&posts, "truong-a", &target, "reviews", &back), 201);
        assert_eq!(posts.item("tinh", &target).status, 404);
        let mine = posts.item("linh-a", &target).json()["properties"].clone();
        assert_eq!((&mine["review_state"], &mine["review_remark"]), (&json!("returned"), &json!("thiếu ảnh")));
        let risk = posts.get("tinh", "/api/v1/segments/VN-LA:210..211/risk").text();
        assert!(!risk.contains(&target), "{risk}");

        // The log tells all of it, to whoever may read it.
        let again = json!({ "id": id(4), "decision": "approve", "decided_at": "2026-11-20T12:00:00Z" });
        assert_eq!(say(&posts, "truong-a", &target, "reviews", &again), 201);
        let audit = posts.get("kiem-tra", &format!("/api/v1/audit?record={target}")).json();
        let actors: Vec<&str> =
            audit["entries"].as_array().unwrap().iter().map(|entry| entry["actor"].as_str().unwrap()).collect();
        assert_eq!(actors, ["account:linh-a", "account:truong-a", "account:truong-a", "account:truong-a"]);
        let thread = posts.get("tinh", &format!("/api/v1/records/{target}")).json();
        let steps: Vec<&Value> = thread["statements"].as_array().unwrap().iter().map(|said| &said["what"]).collect();
        assert_eq!(steps, ["approve", "return", "approve"]);
        assert_eq!(posts.get("truong-b", &format!("/api/v1/records/{target}")).status, 404);
    }
}

#[test]
fn a_return_needs_a_remark_and_a_draft_is_nobody_elses() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let target = id(1);
        posts.push("linh-a", &[inspection(1, &json!({ "draft": true }))]);
        let mine = posts.item("linh-a", &target).json()["properties"]["review_state"].clone();
        assert_eq!(mine, "draft");
        assert_eq!(posts.get("truong-a", "/api/v1/reviews/waiting").json()["waiting"], 0);
        let bare = posts.post(
            "truong-a",
            &format!("/api/v1/records/{target}/reviews"),
            &json!({ "id": id(2), "decision": "return" }),
        );
        assert_eq!((bare.status, bare.json()["errors"][0]["pointer"].clone()), (422, json!("/remark")));
        assert_eq!(say(&posts, "linh-a", &target, "reviews", &json!({ "id": id(3), "decision": "submit" })), 201);
        assert_eq!(posts.get("truong-a", "/api/v1/reviews/waiting").json()["waiting"], 1);
        for (path, body) in [
            ("reviews", json!({ "id": id(4), "decision": "burn" })),
            ("reviews", json!({ "id": "x", "decision": "approve" })),
            ("reviews", json!({ "id": id(4), "decision": "approve", "content": "abc" })),
            ("withdrawal", json!({ "id": id(4) })),
            ("label", json!({ "id": id(4), "label": "secret", "reason": "x" })),
            ("label", json!({ "id": id(4), "label": "public" })),
        ] {
            assert_eq!(say(&posts, "truong-a", &target, path, &body), 422, "{path} {body}");
        }
        assert_eq!(say(&posts, "truong-a", "nix", "reviews", &json!({})), 404);
    }
}

#[test]
fn what_was_withdrawn_is_gone_for_those_who_saw_it_and_never_was_for_others() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let target = id(1);
        posts.push("linh-a", &[inspection(1, &json!({})), review(2, &target, "approve", &json!({}))]);
        posts.push("truong-a", &[review(3, &target, "approve", &json!({}))]);
        assert_eq!(posts.item("tinh", &target).status, 200);
        let reason = |n| json!({ "id": id(n), "reason": "nhập nhầm" });
        // What was approved is its commander's to take back: the maker is told that his word would change nothing.
        assert_eq!(say(&posts, "linh-a", &target, "withdrawal", &reason(4)), 409);
        assert_eq!(posts.item("tinh", &target).status, 200);
        assert_eq!(say(&posts, "truong-b", &target, "withdrawal", &reason(5)), 404);
        assert_eq!(say(&posts, "truong-a", &target, "withdrawal", &reason(6)), 201);
        let gone = posts.item("tinh", &target);
        assert_eq!((gone.status, gone.code().as_str()), (410, "withdrawn"));
        assert_eq!(posts.item("truong-b", &target).status, 404);
        assert_eq!(posts.get("tinh", "/collections/inspections").json()["itemCount"], 0);
        let risk = posts.get("truong-a", "/api/v1/segments/VN-LA:210..211/risk").text();
        assert!(!risk.contains(&target), "{risk}");
        // A stale upload of the same record does not bring it back.
        assert_eq!(posts.outcomes("linh-a", &[inspection(1, &json!({}))]), ["duplicate"]);
        assert_eq!(posts.item("tinh", &target).status, 410);
        let thread = posts.get("tinh", &format!("/api/v1/records/{target}")).json();
        assert_eq!(
            (&thread["withdrawn"]["by"], &thread["withdrawn"]["words"]),
            (&json!("truong-a"), &json!("nhập nhầm"))
        );
    }
}

#[test]
fn a_correction_takes_the_place_of_what_it_corrects_once_it_is_approved() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let (wrong, right) = (id(1), id(2));
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        posts.push("truong-a", &[review(3, &wrong, "approve", &json!({}))]);
        posts.push("linh-a", &[inspection(2, &json!({ "condition": "good", "corrects": wrong }))]);
        assert_eq!(posts.item("tinh", &wrong).status, 200, "what the province has read stays until then");
        assert_eq!(posts.item("linh-a", &right).json()["properties"]["corrects"], json!(wrong));
        posts.push("truong-a", &[review(4, &right, "approve", &json!({}))]);
        let gone = posts.item("tinh", &wrong);
        assert_eq!((gone.status, gone.json()["corrected_by"].clone()), (410, json!([right])));
        assert_eq!(posts.item("tinh", &right).json()["properties"]["condition"], "good");
        assert_eq!(posts.get("tinh", "/collections/inspections").json()["itemCount"], 1);
        // Another post corrects nothing here.
        posts.push("linh-b", &[inspection(5, &json!({ "condition": "missing", "corrects": right }))]);
        posts.push("truong-b", &[review(6, &id(5), "approve", &json!({}))]);
        assert_eq!(posts.item("tinh", &right).status, 200);
        // When the correction is withdrawn, what it corrected stands again.
        say(&posts, "truong-a", &right, "withdrawal", &json!({ "id": id(7), "reason": "nhầm mốc" }));
        assert_eq!(posts.item("tinh", &wrong).status, 200);
    }
}

#[test]
fn a_label_decides_who_sees_it_from_then_on() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let target = id(1);
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        posts.push("truong-a", &[review(2, &target, "approve", &json!({}))]);
        let label = |n, label: &str, at: &str| json!({ "id": id(n), "label": label, "reason": "theo quy chế", "decided_at": at });
        assert_eq!(say(&posts, "linh-a", &target, "label", &label(3, "public", "2026-11-21T01:00:00Z")), 403);
        assert_eq!(say(&posts, "tinh", &target, "label", &label(4, "public", "2026-11-21T02:00:00Z")), 201);
        assert_eq!(posts.item("", &target).json()["properties"]["label"], "public");
        assert_eq!(say(&posts, "ngoai-vu", &target, "label", &label(5, "restricted", "2026-11-21T03:00:00Z")), 201);
        assert_eq!(posts.item("", &target).status, 404);
        assert_eq!(posts.item("linh-a", &target).status, 404, "an inspector reads nothing restricted");
        assert_eq!(posts.item("truong-a", &target).json()["properties"]["label"], "restricted");
        let audit = posts.get("kiem-tra", &format!("/api/v1/audit?record={target}"));
        assert_eq!(audit.json()["entries"].as_array().unwrap().len(), 4);
    }
}

#[test]
fn contending_contents_wait_for_a_commander_who_names_one() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let target = id(1);
        let (one, other) = (inspection(1, &json!({})), inspection(1, &json!({ "condition": "missing" })));
        assert_eq!(
            posts.outcomes("linh-a", &[one.clone(), other.clone(), one, other]),
            ["accepted", "conflict", "duplicate", "conflict"]
        );
        let shown = posts.item("linh-a", &target).json();
        assert_eq!(shown["properties"]["contended"], true);
        // Which of the two he means, he must say.
        posts.push("truong-a", &[review(2, &target, "approve", &json!({}))]);
        assert_eq!(posts.item("tinh", &target).status, 404);
        let thread = posts.get("truong-a", &format!("/api/v1/records/{target}")).json();
        let contents = thread["contents"].as_array().unwrap();
        assert_eq!(contents.len(), 2);
        let missing = contents.iter().find(|content| content["body"]["condition"] == "missing").unwrap();
        let approve = review(3, &target, "approve", &json!({ "content": missing["digest"] }));
        posts.push("truong-a", &[approve]);
        let seen = posts.item("tinh", &target).json()["properties"].clone();
        assert_eq!(
            (&seen["condition"], &seen["review_state"], &seen["contended"]),
            (&json!("missing"), &json!("approved"), &Value::Null)
        );
        // What another post sends under this id changes nothing of it.
        let foreign = with(inspection(1, &json!({ "condition": "good" })), &json!({ "notes": "của đồn khác" }));
        assert_eq!(posts.outcomes("linh-b", &[foreign]), ["conflict"]);
        assert_eq!(posts.item("tinh", &target).json()["properties"]["condition"], "missing");
        let thread = posts.get("truong-a", &format!("/api/v1/records/{target}")).text();
        assert!(!thread.contains("của đồn khác"), "{thread}");
    }
}

#[test]
fn a_track_goes_with_its_patrol() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let patrol = json!({ "type": "patrol", "id": id(1), "mode": "unilateral", "force": "border_guard",
            "started_at": "2026-11-20T06:00:00+07:00" });
        posts.push("linh-a", &[patrol]);
        let file = crate::support::gpx(&[crate::support::walk(&[[104.0, 20.9], [104.01, 20.9]], 0)]);
        let url = format!("{}/api/v1/patrols/{}/track", posts.server.base, id(1));
        let sent = posts.send_gpx("linh-a", &url, &file);
        assert_eq!(sent.status, 201, "{}", sent.text());
        let tracks = |who| posts.get(who, "/collections/tracks").json()["itemCount"].clone();
        assert_eq!((tracks("linh-a"), tracks("tinh")), (json!(1), json!(0)));
        // An approval from before the track came says nothing about it.
        posts.push("truong-a", &[review(9, &id(1), "approve", &json!({ "decided_at": "2026-01-01T00:00:00Z" }))]);
        assert_eq!(tracks("tinh"), json!(0));
        // And nobody walks for another post.
        assert_eq!(posts.send_gpx("linh-b", &url, &file).status, 404);
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({ "decided_at": "2036-01-01T00:00:00Z" }))]);
        assert_eq!(tracks("tinh"), json!(1));
        assert_eq!(posts.get("tinh", "/api/v1/coverage?line=VN-LA").json()["patrols"].as_array().unwrap().len(), 1);
        let gone = json!({ "id": id(3), "reason": "nhầm ngày" });
        assert_eq!(posts.post("truong-a", &format!("/api/v1/records/{}/withdrawal", id(1)), &gone).status, 201);
        assert_eq!((tracks("linh-a"), tracks("tinh")), (json!(0), json!(0)));
        assert_eq!(posts.get("tinh", "/api/v1/coverage?line=VN-LA").json()["patrols"].as_array().unwrap().len(), 0);
    }
}
