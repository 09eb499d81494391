//! Approval by rule: what a commander lets pass without him, and that nothing else does.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, with};
use crate::support::{ENGINES, gpx, walk};

pub(crate) fn hazard(n: u64, severity: &str, more: &Value) -> Value {
    with(
        json!({ "type": "hazard", "id": id(n), "kind": "landslide", "severity": severity, "near_marker": "VN-LA:211",
            "observed_at": "2026-11-20T08:30:00+07:00" }),
        more,
    )
}

/// Urgent hazards, patrols, and inspections that found all well.
pub(crate) fn rule(n: u64, more: &Value) -> Value {
    let passes = json!([{ "kind": "hazard", "min_severity": "high" }, { "kind": "patrol" },
        { "kind": "inspection", "conditions": ["good"] }]);
    let from = "2026-11-01T00:00:00Z";
    with(json!({ "id": id(n), "passes": passes, "from": from, "reason": "mùa mưa: báo ngay" }), more)
}

fn set(posts: &Posts, who: &str, rule: &Value) -> u16 {
    posts.post(who, "/api/v1/approval-rules", rule).status
}

fn thread(posts: &Posts, who: &str, n: u64) -> Value {
    posts.get(who, &format!("/api/v1/records/{}", id(n))).json()
}

fn seen(posts: &Posts, who: &str, layer: &str, n: u64) -> u16 {
    posts.get(who, &format!("/collections/{layer}/items/{}", id(n))).status
}

#[test]
fn what_a_rule_covers_is_the_provinces_at_once_and_says_by_which_rule() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({}))), 201);
        let good = inspection(4, &json!({ "condition": "good" }));
        let cracked = inspection(5, &json!({ "condition": "good", "marker_cracked": true }));
        let patrol = json!({ "type": "patrol", "id": id(6), "mode": "unilateral", "force": "border_guard",
            "started_at": "2026-11-20T06:00:00+07:00" });
        let sent = [
            hazard(1, "critical", &json!({})),
            hazard(2, "moderate", &json!({})),
            hazard(3, "high", &json!({ "draft": true })),
            good,
            cracked,
            patrol,
            hazard(7, "high", &json!({ "label": "restricted" })),
            hazard(8, "high", &json!({ "corrects": id(2) })),
            hazard(9, "high", &json!({ "observed_at": "2026-10-31T23:00:00Z" })),
        ];
        assert_eq!(posts.outcomes("linh-a", &sent), ["accepted"; 9]);
        let shown = |layer, n| seen(&posts, "tinh", layer, n);
        assert_eq!([1, 2, 3, 7, 8, 9].map(|n| shown("hazards", n)), [200, 404, 404, 404, 404, 404], "{engine:?}");
        assert_eq!([4, 5].map(|n| shown("inspections", n)), [200, 404], "{engine:?}");
        assert_eq!(shown("patrols", 6), 200);
        // Wherever who and when is shown.
        let item = posts.get("tinh", &format!("/collections/hazards/items/{}", id(1))).json()["properties"].clone();
        assert_eq!((&item["decided_by_rule"], &item["reviewed_by"]), (&json!(id(900)), &json!("truong-a")));
        assert_eq!(item["reviewed_at"], item["received_at"]);
        let known = thread(&posts, "linh-a", 1);
        assert_eq!(known["reviewed"]["decided_by_rule"], json!(id(900)));
        let statements = known["statements"].as_array().unwrap();
        assert_eq!((statements.len(), &statements[0]["what"]), (1, &json!("approve")));
        assert_eq!(statements[0]["decided_by_rule"], json!(id(900)));
        // Sent again it adds nothing.
        posts.push("linh-a", &[hazard(1, "critical", &json!({}))]);
        assert_eq!(thread(&posts, "linh-a", 1)["statements"].as_array().unwrap().len(), 1);
        // Another post has no rule.
        posts.push("linh-b", &[hazard(20, "critical", &json!({}))]);
        assert_eq!(shown("hazards", 20), 404);
        // The number of what waits counts what did not pass, no draft, and nothing that was corrected.
        assert_eq!(posts.get("tinh", "/api/v1/reviews/waiting").json()["units"][0]["waiting"], 4, "{engine:?}");
    }
}

#[test]
fn a_commanders_word_outweighs_the_rule_whatever_his_clock_says() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({}))), 201);
        posts.push("linh-a", &[hazard(1, "critical", &json!({})), hazard(2, "critical", &json!({}))]);
        let early = json!({ "remark": "không đúng chỗ", "decided_at": "2026-11-20T00:00:00Z" });
        posts.push("truong-a", &[review(50, &id(1), "return", &early)]);
        assert_eq!(seen(&posts, "tinh", "hazards", 1), 404, "{engine:?}");
        let known = thread(&posts, "linh-a", 1);
        assert_eq!(
            (&known["review_state"], &known["reviewed"]["words"]),
            (&json!("returned"), &json!("không đúng chỗ"))
        );
        assert!(known["reviewed"]["decided_by_rule"].is_null());
        // Handed in again, it waits for him: the rule has had its word.
        posts.push("linh-a", &[review(51, &id(1), "submit", &json!({ "decided_at": "2026-11-21T00:00:00Z" }))]);
        assert_eq!(thread(&posts, "linh-a", 1)["review_state"], "submitted");
        posts.push("truong-a", &[review(52, &id(2), "approve", &json!({}))]);
        assert!(thread(&posts, "linh-a", 2)["reviewed"]["decided_by_rule"].is_null(), "he has looked at it himself");
    }
}

#[test]
fn contents_that_contend_are_for_a_person_to_choose_from() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({}))), 201);
        posts.push("linh-a", &[hazard(1, "critical", &json!({}))]);
        assert_eq!(seen(&posts, "tinh", "hazards", 1), 200);
        assert_eq!(posts.outcomes("linh-a", &[hazard(1, "high", &json!({}))]), ["conflict"]);
        // Whoever sends what is new waits until the picture holds it, and with it all that came before.
        posts.push("linh-a", &[hazard(3, "low", &json!({}))]);
        assert_eq!(seen(&posts, "tinh", "hazards", 1), 404, "{engine:?}");
        let known = thread(&posts, "truong-a", 1);
        assert_eq!((&known["contended"], &known["review_state"]), (&json!(true), &json!("submitted")));
        let digest = known["contents"][0]["digest"].clone();
        posts.push("truong-a", &[review(50, &id(1), "approve", &json!({ "content": digest }))]);
        assert_eq!(seen(&posts, "tinh", "hazards", 1), 200);
        // A rule that comes later chooses no more than one that was there.
        posts.push("linh-a", &[hazard(2, "critical", &json!({})), hazard(2, "high", &json!({}))]);
        assert_eq!(set(&posts, "truong-a", &rule(901, &json!({}))), 201);
        assert_eq!(thread(&posts, "truong-a", 2)["review_state"], "submitted");
    }
}

#[test]
fn a_rule_that_looks_back_and_one_that_ended() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[hazard(1, "critical", &json!({})), hazard(2, "low", &json!({}))]);
        assert_eq!(seen(&posts, "tinh", "hazards", 1), 404);
        // What waits already passes when the rule says from when: nothing depends on which came first.
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({ "restricted": true }))), 201);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({ "restricted": true }))), 201, "sent again");
        assert_eq!([1, 2].map(|n| seen(&posts, "tinh", "hazards", n)), [200, 404], "{engine:?}");
        posts.push("linh-a", &[hazard(3, "critical", &json!({ "label": "restricted" }))]);
        assert_eq!(seen(&posts, "tinh", "hazards", 3), 200);
        let ended = json!({ "id": id(950), "reason": "hết mùa mưa", "until": "2026-11-02T00:00:00Z" });
        let path = format!("/api/v1/approval-rules/{}/end", id(900));
        for (who, status) in [("linh-a", 403), ("tinh", 403), ("truong-b", 404), ("truong-a", 201), ("truong-a", 201)] {
            assert_eq!(posts.post(who, &path, &ended).status, status, "{engine:?} {who}");
        }
        // Never backwards: what passed has passed, and what was observed while it held passes still.
        posts.push("linh-a", &[hazard(4, "critical", &json!({}))]);
        assert_eq!([1, 4].map(|n| seen(&posts, "tinh", "hazards", n)), [200, 200], "{engine:?}");
        let listed = posts.get("tinh", "/api/v1/approval-rules").json()["rules"].clone();
        assert_eq!((listed.as_array().unwrap().len(), &listed[0]["holds"]), (1, &json!(false)));
        assert_eq!((&listed[0]["set_by"], &listed[0]["ended"][0]["by"]), (&json!("truong-a"), &json!("truong-a")));
        assert_eq!(posts.get("linh-b", "/api/v1/approval-rules").json()["rules"], json!([]));
        let posts = posts.restarted();
        assert_eq!([1, 2, 3, 4].map(|n| seen(&posts, "tinh", "hazards", n)), [200, 404, 200, 200], "{engine:?}");
    }
}

#[test]
fn a_track_passes_with_its_patrol_and_falls_with_it() {
    let track = gpx(&[walk(&[[104.0, 20.9], [104.01, 20.9]], 0)]);
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({}))), 201);
        let patrol = json!({ "id": id(6), "mode": "unilateral", "force": "border_guard", "started_at": "2026-11-20T06:00:00+07:00" });
        assert_eq!(posts.post("linh-a", "/api/v1/patrols", &patrol).status, 201);
        let sent = posts.send_gpx("linh-a", &format!("{}/api/v1/patrols/{}/track", posts.server.base, id(6)), &track);
        assert_eq!(sent.status, 201, "{}", sent.text());
        let tracks = |who| posts.get(who, "/collections/tracks/items").json()["numberMatched"].clone();
        assert_eq!((tracks("linh-a"), tracks("tinh")), (json!(1), json!(1)), "{engine:?}");
        posts.push("truong-a", &[review(50, &id(6), "return", &json!({ "remark": "sai đội" }))]);
        assert_eq!((tracks("linh-a"), tracks("tinh")), (json!(1), json!(0)), "{engine:?}");
    }
}

#[test]
fn a_rule_is_its_units_commanders_and_says_what_is_wrong_with_it() {
    let posts = Posts::new(ENGINES[0]);
    for (who, status) in [("linh-a", 403), ("tinh", 403), ("ngoai-vu", 403), ("kiem-tra", 403), ("", 401)] {
        assert_eq!(set(&posts, who, &rule(900, &json!({}))), status, "{who}");
    }
    let answer = posts.post("truong-a", "/api/v1/approval-rules", &rule(900, &json!({ "unit": "don-b" }))).json();
    assert_eq!(answer["errors"][0]["code"], "unit_not_yours");
    let passes = json!([{ "kind": "patrol", "min_severity": "high" }, { "kind": "notice" }, 7]);
    let bad =
        json!({ "id": id(901), "passes": passes, "from": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z" });
    let errors = posts.post("truong-a", "/api/v1/approval-rules", &bad).json()["errors"].clone();
    let found: Vec<&str> = errors.as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(found, ["/passes/0/min_severity", "/passes/1/kind", "/passes/2", "/until", "/reason"]);
    // Nobody sends one as a record of the field: it is kept as what this server does not know, and approves nothing.
    let sneaked = with(rule(902, &json!({})), &json!({ "type": "approval_rule" }));
    assert_eq!(posts.outcomes("linh-a", &[sneaked, hazard(1, "critical", &json!({}))]), ["held", "accepted"]);
    let forged = review(903, &id(1), "approve", &json!({ "by_rule": id(902) }));
    assert_eq!(posts.outcomes("linh-a", &[forged]), ["refused"]);
    assert_eq!(seen(&posts, "tinh", "hazards", 1), 404);
}

#[test]
fn a_rule_does_not_pass_what_was_restricted_as_a_draft() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        assert_eq!(set(&posts, "truong-a", &rule(900, &json!({}))), 201);
        let draft = hazard(1, "critical", &json!({ "draft": true, "label": "restricted", "notes": "kín" }));
        let finished = hazard(1, "critical", &json!({}));
        posts.push("linh-a", &[draft]);
        posts.push("linh-a", &[finished]);
        posts.push("linh-a", &[hazard(2, "critical", &json!({}))]);
        assert_eq!([1, 2].map(|n| seen(&posts, "tinh", "hazards", n)), [404, 200], "{engine:?}");
        assert_eq!(thread(&posts, "truong-a", 1)["review_state"], "submitted", "{engine:?}");
    }
}
