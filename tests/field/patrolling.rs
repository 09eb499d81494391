//! Patrols: plans that are carried out or late, who took part, and recordings that are sent piece by piece.

use serde_json::{Value, json};

use crate::posts::{Posts, id, review, with};
use crate::support::{ENGINES, gpx, walk};
use crate::wire::{Sender, sha256};

fn plan(n: u64, starts_on: &str, due: &str, more: &Value) -> Value {
    with(
        json!({ "type": "patrol_plan", "id": id(n), "mode": "unilateral", "force": "border_guard", "starts_on": starts_on,
            "due": due, "segment": "VN-LA:210..211" }),
        more,
    )
}

fn patrol(n: u64, more: &Value) -> Value {
    with(
        json!({ "type": "patrol", "id": id(n), "mode": "unilateral", "force": "border_guard",
            "started_at": "2026-11-20T06:00:00+07:00" }),
        more,
    )
}

fn plans(posts: &Posts, who: &str) -> Vec<(String, String, bool)> {
    let all = posts.get(who, "/api/v1/patrol-plans").json()["plans"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |plan: &Value| (text(&plan["record"]), text(&plan["state"]), plan["late"].as_bool().unwrap());
    all.as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_plan_is_carried_out_or_late_against_its_own_last_day() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let sent = [
            plan(1, "2020-01-01", "2020-01-05", &json!({})),
            plan(2, "2020-01-01", "9000-01-01", &json!({})),
            plan(3, "8999-01-01", "9000-01-02", &json!({})),
            // Told before its plan, and by three days too late.
            patrol(10, &json!({ "plan": id(4), "started_at": "2026-11-20T06:00:00+07:00" })),
            plan(4, "2026-11-15", "2026-11-17", &json!({})),
        ];
        assert!(posts.outcomes("linh-a", &sent).iter().all(|outcome| outcome == "accepted"));
        let expected = [(1, "overdue", true), (4, "carried_out", true), (2, "current", false), (3, "upcoming", false)];
        let expected = expected.map(|(n, state, late)| (id(n), state.to_owned(), late));
        assert_eq!(plans(&posts, "linh-a"), expected, "{engine:?}");
        assert!(plans(&posts, "tinh").is_empty() && plans(&posts, "linh-b").is_empty() && plans(&posts, "").is_empty());
        // The province sees the plan; that it was walked, when it sees the patrol.
        posts.push("truong-a", &[review(20, &id(4), "approve", &json!({}))]);
        assert_eq!(plans(&posts, "tinh"), [(id(4), "overdue".to_owned(), true)]);
        posts.push("truong-a", &[review(21, &id(10), "approve", &json!({}))]);
        assert_eq!(plans(&posts, "tinh"), [(id(4), "carried_out".to_owned(), true)], "{engine:?}");
        let bad = plan(9, "2026-11-15", "2026-11-14", &json!({}));
        assert_eq!(posts.push("linh-a", &[bad])[0]["errors"][0]["pointer"], "/due");
    }
}

#[test]
fn who_took_part_is_counted_by_force_and_the_other_side_is_named() {
    let posts = Posts::new(ENGINES[0]);
    let people = json!([{ "force": "militia", "people": 3 }, { "force": "border_guard", "people": 5 }]);
    let joint = json!({ "mode": "joint", "participants": people, "other_side": "Đại đội 251 (Lào)" });
    assert_eq!(posts.outcomes("linh-a", &[patrol(1, &joint)]), ["accepted"]);
    let shown = posts.get("linh-a", &format!("/collections/patrols/items/{}", id(1))).json()["properties"].clone();
    assert_eq!((&shown["members"], &shown["with"]), (&json!(8), &json!(["militia"])));
    assert_eq!(shown["participants"][0], json!({ "force": "border_guard", "people": 5 }));
    assert_eq!(shown["other_side"], "Đại đội 251 (Lào)");
    let twice = json!([{ "force": "police", "people": 3 }, { "force": "police", "people": 1 }, { "people": 0 }]);
    let wrong = patrol(2, &json!({ "participants": twice }));
    let errors = posts.push("linh-a", &[wrong]).remove(0)["errors"].clone();
    let found: Vec<&str> = errors.as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(found, ["/participants/1/force", "/participants/2/force", "/participants/2/people"]);
}

/// Sends a file by the tus protocol in two pieces; gives its digest.
fn upload(posts: &Posts, who: &str, file: &[u8]) -> String {
    let sender = Sender { base: &posts.server.base, token: posts.token(who) };
    let (digest, half) = (sha256(file), file.len() / 2);
    let begun = sender.begin(&digest, file.len(), "application/gpx+xml");
    assert_eq!(begun.status, 201, "{}", begun.text());
    let upload = begun.header("location").to_owned();
    for (from, to) in [(0, half), (half, file.len())] {
        let answer = sender.go_on(&upload, from, &file[from..to]);
        assert_eq!(answer.status, 204, "{}", answer.text());
    }
    digest
}

#[test]
fn a_recording_that_came_piece_by_piece_becomes_the_track() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[patrol(1, &json!({}))]);
        let file = gpx(&[walk(&[[104.0, 20.9], [104.01, 20.9]], 0)]);
        let digest = sha256(file.as_bytes());
        let path = format!("/api/v1/patrols/{}/track", id(1));
        let name =
            |who: &str, digest: &str| posts.send_gpx(who, &format!("{}{path}?file={digest}", posts.server.base), "");
        let early = name("linh-a", &digest);
        assert_eq!((early.status, &early.json()["code"]), (400, &json!("unknown_attachment")));
        assert_eq!(upload(&posts, "linh-a", file.as_bytes()), digest);
        // A digest alone opens nothing: another who knows it has not sent the file.
        assert_eq!(name("truong-a", &digest).status, 400);
        let taken = name("linh-a", &digest);
        assert_eq!(taken.status, 201, "{}", taken.text());
        // The same sent whole is the same track.
        let whole = posts.send_gpx("linh-a", &format!("{}{path}", posts.server.base), &file).json();
        assert_eq!(whole["receipt"]["id"], taken.json()["receipt"]["id"], "{engine:?}");
        let track = posts.get("linh-a", "/collections/tracks/items").json()["features"][0]["properties"].clone();
        assert_eq!((&track["file_digest"], &track["started_at"]), (&json!(digest), &json!("2026-11-19T23:00:00.000Z")));
        assert_eq!(name("linh-a", "x").json()["code"], "not_a_digest");
    }
}

#[test]
fn an_incident_of_a_kind_of_ones_own_is_escalated_and_an_unknown_word_is_held() {
    let posts = Posts::new(ENGINES[0]);
    let incident = |n: u64, kind: &str, more: &Value| {
        let one = json!({ "type": "incident", "id": id(n), "kind": kind, "title": "Nổ mìn", "marker": "VN-LA:211",
            "observed_at": "2026-11-20T01:00:00Z" });
        with(one, more)
    };
    let own = incident(1, "other", &json!({ "kind_named": "nổ mìn khai thác đá" }));
    let sent = [own, incident(2, "rockfall_by_blasting", &json!({}))];
    assert_eq!(posts.outcomes("linh-a", &sent), ["accepted", "held"]);
    let step = |who: &str, n: u64, to: &str, more: &Value| {
        let at = format!("2026-11-21T{n:02}:00:00Z");
        let step = with(json!({ "id": id(n), "to": to, "reason": "theo báo cáo", "decided_at": at }), more);
        posts.post(who, &format!("/api/v1/incidents/{}/steps", id(1)), &step).status
    };
    posts.push("truong-a", &[review(9, &id(1), "approve", &json!({}))]);
    let above = json!({ "assignee": "son-la" });
    assert_eq!(step("truong-a", 10, "escalated", &above), 409, "nobody has verified it");
    assert_eq!(step("truong-a", 11, "verified", &json!({})), 201);
    assert_eq!(step("truong-a", 12, "escalated", &json!({})), 422, "to whom?");
    assert_eq!(step("truong-a", 13, "escalated", &json!({ "assignee": "Don-B" })), 422, "that is a neighbour");
    assert_eq!(step("truong-a", 13, "escalated", &json!({ "assignee": "don-a" })), 422, "that is his own");
    assert_eq!(step("truong-a", 13, "duplicate", &json!({ "duplicate_of": id(1) })), 422, "of itself");
    let aside = json!({ "type": "progress_step", "id": id(15), "target": id(1), "to": "escalated", "reason": "thử",
        "assignee": "don-b", "decided_at": "2026-11-21T13:00:00Z" });
    let ahead = with(aside.clone(), &json!({ "id": id(16), "target": id(99) }));
    for receipt in posts.push("truong-a", &[aside, ahead]) {
        assert_eq!(receipt["errors"][0]["code"], "not_above", "{receipt}");
    }
    assert_eq!(step("truong-a", 13, "escalated", &above), 201);
    let shown = posts.get("tinh", &format!("/collections/incidents/items/{}", id(1))).json()["properties"].clone();
    assert_eq!(
        (&shown["progress"], &shown["assignee"], &shown["kind_named"]),
        (&json!("escalated"), &json!("son-la"), &json!("nổ mìn khai thác đá"))
    );
    assert_eq!(step("tinh", 14, "assigned", &json!({ "assignee": "don-a" })), 201);
}
