//! Unilateral, bilateral, minuted: it follows from what is there, and nobody types it.

use serde_json::{Value, json};

use crate::pictures::scan;
use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::ENGINES;
use crate::wire::{Sender, sha256};

/// What the other side saw of inspection 1.
pub(crate) fn theirs(n: u64, more: &Value) -> Value {
    with(
        json!({ "type": "counterpart", "id": id(n), "inspection": id(1), "observed_at": "2026-11-20T02:00:00Z",
            "other": "Đại đội biên phòng 217 (Lào)", "condition": "good" }),
        more,
    )
}

pub(crate) fn signed() -> Value {
    json!({ "our_signatories": ["Nguyễn Văn An"], "their_signatories": ["Khamphet"], "minutes": "07/BB" })
}

pub(crate) fn named(content: &[u8]) -> Value {
    json!({ "sha256": sha256(content), "bytes": content.len(), "media_type": "application/pdf", "name": "bien-ban.pdf" })
}

pub(crate) fn bring(posts: &Posts, who: &str, content: &[u8]) {
    let sender = Sender { base: &posts.server.base, token: posts.token(who) };
    assert_eq!(sender.send(content, "application/pdf").status, 204);
}

fn two_sided(posts: &Posts, who: &str) -> Value {
    posts.get(who, &format!("/api/v1/records/{}", id(1))).json()["two_sided"].clone()
}

#[test]
fn a_number_of_minutes_is_no_paper_and_the_paper_counts_when_all_of_it_has_come() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({ "mode": "bilateral" }))]);
        assert_eq!(two_sided(&posts, "linh-a")["sides"], "unilateral", "{engine:?}: the mode is what somebody typed");
        let (first, second) = (scan(1), scan(2));
        let paper = with(signed(), &json!({ "attachments": [named(&first), named(&second)] }));
        assert_eq!(posts.outcomes("linh-a", &[theirs(2, &paper)]), ["accepted"]);
        let told = two_sided(&posts, "linh-a");
        assert_eq!((&told["sides"], &told["counterpart"]), (&json!("bilateral"), &json!(id(2))), "{engine:?}");
        assert!(told["missing"].as_array().unwrap().contains(&json!("scan")), "{told}");
        assert_eq!(told["scans"][0]["state"], "missing");
        bring(&posts, "linh-a", &first);
        assert_eq!(two_sided(&posts, "linh-a")["sides"], "bilateral", "{engine:?}: one page of two");
        // Somebody else has the same file: that is not the paper that whoever signed for it sent.
        bring(&posts, "linh-b", &second);
        assert_eq!(two_sided(&posts, "linh-a")["sides"], "bilateral", "{engine:?}");
        bring(&posts, "linh-a", &second);
        let told = two_sided(&posts, "linh-a");
        assert_eq!((&told["sides"], &told["disputed"]), (&json!("minuted"), &json!(["condition"])), "{engine:?}");
        let page = posts.get("linh-a", &format!("/api/v1/records/{}?f=html", id(1))).text();
        assert!(page.contains("đã lập biên bản") && page.contains("Hai bên"), "{page}");
        // The province sees of it what was approved.
        posts.push("truong-a", &[review(4, &id(1), "approve", &json!({}))]);
        assert_eq!(two_sided(&posts, "tinh")["sides"], "unilateral", "{engine:?}");
        posts.push("truong-a", &[review(5, &id(2), "approve", &json!({}))]);
        assert_eq!(two_sided(&posts, "tinh")["sides"], "minuted", "{engine:?}");
        assert_eq!(posts.get("linh-b", &format!("/api/v1/records/{}", id(1))).status, 404);
        // Taken back, it is as it was before.
        posts.push("truong-a", &[tombstone(6, &id(2))]);
        assert_eq!(two_sided(&posts, "tinh")["sides"], "unilateral", "{engine:?}");
    }
}

#[test]
fn whoever_has_not_signed_keeps_it_bilateral() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let paper = scan(3);
        bring(&posts, "linh-a", &paper);
        let half = json!({ "our_signatories": ["Nguyễn Văn An"], "minutes": "07/BB", "attachments": [named(&paper)] });
        posts.push("linh-a", &[inspection(1, &json!({})), theirs(2, &half)]);
        let told = two_sided(&posts, "linh-a");
        assert_eq!((&told["sides"], &told["scans"][0]["state"]), (&json!("bilateral"), &json!("stored")), "{engine:?}");
        assert!(told["missing"].as_array().unwrap().contains(&json!("their_signatories")));
    }
}

#[test]
fn the_paper_may_hang_on_the_meeting_that_it_was_signed_at() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let paper = scan(4);
        bring(&posts, "truong-a", &paper);
        let meeting = json!({ "type": "meeting", "id": id(3), "held_at": "2026-11-20T03:00:00Z", "kind": "talks",
            "title": "Hội đàm mốc 211", "other": "Đại đội biên phòng 217", "attachments": [named(&paper)] });
        posts.push("linh-a", &[inspection(1, &json!({})), theirs(2, &with(signed(), &json!({ "meeting": id(3) })))]);
        assert_eq!(two_sided(&posts, "linh-a")["sides"], "bilateral", "{engine:?}: the meeting has not come");
        posts.push("truong-a", &[meeting]);
        let told = two_sided(&posts, "linh-a");
        assert_eq!((&told["sides"], &told["scans"][0]["record"]), (&json!("minuted"), &json!(id(3))), "{engine:?}");
        // Another post does not see the meeting: its paper proves nothing to whoever may not read it.
        let foreign = with(signed(), &json!({ "meeting": id(3), "inspection": id(11), "id": id(12) }));
        posts.push("linh-b", &[inspection(11, &json!({})), theirs(12, &foreign)]);
        let told = posts.get("linh-b", &format!("/api/v1/records/{}", id(11))).json()["two_sided"].clone();
        assert_eq!((&told["sides"], &told["scans"]), (&json!("bilateral"), &json!([])), "{engine:?}");
    }
}
