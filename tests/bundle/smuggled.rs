//! Nothing in a bundle proves who made it: what it carries has no more weight than it would have from any inspector, and hands on
//! no file that was not in it.

use serde_json::{Value, json};

use crate::pictures::photo;
use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::sealing::{bundle, named, of_file, outcomes, packed, queue, seal, sha256};
use crate::support::ENGINES;

fn state(posts: &Posts, who: &str, n: u64) -> Value {
    posts.get(who, &format!("/api/v1/records/{}", id(n))).json()
}

fn incident(n: u64) -> Value {
    json!({ "type": "incident", "id": id(n), "kind": "timber", "title": "gỗ lậu", "marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" })
}

fn step(n: u64, incident: u64, to: &str) -> Value {
    json!({ "type": "progress_step", "id": id(n), "target": id(incident), "to": to, "reason": "cài vào USB" })
}

#[test]
fn what_is_carried_adds_and_decides_nothing_unless_whoever_brings_it_says_so() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let restricted = inspection(4, &json!({ "label": "restricted" }));
        posts.push(
            "linh-a",
            &[incident(1), inspection(2, &json!({})), inspection(3, &json!({})), inspection(5, &json!({}))],
        );
        posts.push("truong-a", &[review(90, &id(3), "approve", &json!({})), restricted]);
        posts.push("linh-a", &[inspection(6, &json!({ "draft": true }))]);
        let early =
            |n: u64, target: u64| with(tombstone(n, &id(target)), &json!({ "decided_at": "2026-01-01T00:00:00Z" }));
        let deciding = [
            step(10, 1, "closed"),
            step(11, 1, "verified"),
            inspection(12, &json!({ "corrects": id(2), "notes": "cài vào USB" })),
            // Dated before the approval, as if it had been open then.
            early(13, 3),
            early(14, 4),
            tombstone(15, &id(3)),
            with(review(16, &id(2), "approve", &json!({})), &json!({ "form": 2 })),
        ];
        let adding = [
            tombstone(20, &id(5)),
            review(21, &id(6), "submit", &json!({})),
            // Of what came with it, a correction changes nothing that anybody had seen.
            inspection(22, &json!({ "notes": "lần đầu" })),
            inspection(23, &json!({ "corrects": id(22) })),
        ];
        let file = bundle(&posts.recipient(), &[&deciding[..], &adding[..]].concat(), &[]);
        let brought = posts.bring("truong-a", &file);
        let expected = [vec!["refused"; 7], vec!["accepted"; 4]].concat();
        assert_eq!(outcomes(&brought), expected, "{engine:?}: {brought}");
        for n in 0..7 {
            assert_eq!(brought["receipts"][n]["errors"][0]["code"], "decision_by_hand", "{n}: {brought}");
        }
        let look = |posts: &Posts| {
            assert_eq!(state(posts, "truong-a", 1)["progress"], "reported");
            assert_eq!(state(posts, "truong-a", 2)["corrected"], false);
            for n in [3, 4] {
                assert_eq!(state(posts, "truong-a", n)["withdrawn"], Value::Null, "{engine:?}: {n}");
            }
            assert_ne!(state(posts, "truong-a", 5)["withdrawn"], Value::Null);
            assert_eq!(state(posts, "truong-a", 6)["review_state"], "submitted");
            assert_eq!(state(posts, "truong-a", 22)["corrected"], true);
        };
        look(&posts);
        // Brought again it is the same; and so it is when he has looked, for what is his to decide.
        let again = posts.bring("truong-a", &file);
        assert_eq!(outcomes(&again), [vec!["refused"; 7], vec!["duplicate"; 4]].concat(), "{again}");
        let meant = posts.bring_with("truong-a", "?decisions=true", &bundle(&posts.recipient(), &deciding, &[])).json();
        assert!(!outcomes(&meant).contains(&"refused"), "{meant}");
        assert_eq!(state(&posts, "truong-a", 2)["corrected"], true);
        assert_ne!(state(&posts, "truong-a", 3)["withdrawn"], Value::Null);
    }
}

#[test]
fn a_notice_is_passed_on_by_whoever_says_so_and_under_nobody_elses_name() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let notice = json!({ "type": "notice", "id": id(1), "at": "2026-11-20T01:00:00Z", "direction": "in", "kind": "disease",
            "other": "Lào", "subject": "dịch" });
        posts.push("ngoai-vu", &[notice]);
        let forward = |n: u64, more: &Value| {
            with(
                json!({ "type": "forward", "id": id(n), "notice": id(1), "to": "don-a", "at": "2026-11-20T02:00:00Z",
                    "subject": "dịch" }),
                more,
            )
        };
        let named = forward(2, &json!({ "person": "truong-a" }));
        let code = |receipts: &Value| receipts["errors"][0]["code"].clone();
        let pushed = posts.push("ngoai-vu", std::slice::from_ref(&named)).remove(0);
        assert_eq!(code(&pushed), "person_not_you", "{engine:?}: {pushed}");
        let file = bundle(&posts.recipient(), &[named, forward(3, &json!({}))], &[]);
        let brought = posts.bring_with("ngoai-vu", "?decisions=true", &file).json();
        assert_eq!(outcomes(&brought), ["refused", "accepted"], "{engine:?}: {brought}");
        assert_eq!(code(&brought["receipts"][0]), "person_not_you");
        // An order to a post is not carried there unseen.
        let file = bundle(&posts.recipient(), &[forward(4, &json!({}))], &[]);
        assert_eq!(code(&posts.bring("ngoai-vu", &file)["receipts"][0]), "decision_by_hand", "{engine:?}");
        // Whoever has no account is named as he is.
        assert_eq!(posts.outcomes("ngoai-vu", &[forward(5, &json!({ "person": "Lò Văn A" }))]), ["accepted"]);
    }
}

#[test]
fn whoever_brings_a_record_hands_on_no_file_that_was_not_in_the_bundle() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let photo = photo(1);
        let path = format!("/api/v1/attachments/{}", sha256(&photo));
        let own = inspection(1, &json!({ "attachments": [named(&photo)] }));
        posts.bring("truong-a", &bundle(&posts.recipient(), &[own], &[&photo]));
        assert_eq!(posts.get("truong-a", &path).status, 200);
        // Another post names it in a record of its own, and has the commander bring that.
        let theirs = inspection(2, &json!({ "attachments": [named(&photo)] }));
        assert_eq!(posts.outcomes("linh-b", std::slice::from_ref(&theirs)), ["accepted"]);
        let without = bundle(&posts.recipient(), std::slice::from_ref(&theirs), &[]);
        let brought = posts.bring("truong-a", &without);
        assert_eq!(outcomes(&brought), ["duplicate"], "{brought}");
        assert_eq!(posts.get("linh-b", &path).status, 404, "{engine:?}: what he knows the digest of is not his");
        // Nor with something else under its name.
        let junk = vec![b'x'; photo.len()];
        let files: [(String, &[u8]); 1] = [(sha256(&photo), &junk)];
        let other = seal(&posts.recipient(), &packed(&queue(std::slice::from_ref(&theirs)), &files));
        let brought = posts.bring("truong-a", &other);
        assert_eq!(of_file(&brought, &photo)["errors"][0]["code"], "content_differs", "{brought}");
        assert_eq!(posts.get("linh-b", &path).status, 404, "{engine:?}: what is not the file is not handed on as it");
        assert_eq!(posts.get("truong-a", &path).status, 200, "and what was there stays");
        // With the photo in it, it was his to send.
        posts.bring("truong-a", &bundle(&posts.recipient(), &[theirs], &[&photo]));
        assert_eq!(posts.get("linh-b", &path).status, 200, "{engine:?}");
    }
}
