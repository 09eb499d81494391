//! A person at a desk brings a bundle over HTTP.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::pictures::photo;
use crate::posts::{Posts, id, inspection, review, tombstone};
use crate::sealing::{bundle, named, of_file, outcomes, packed, queue, seal, sha256};
use crate::support::{Answer, ENGINES, Engine, send};

impl Posts {
    pub(crate) fn recipient(&self) -> String {
        let told = self.get("linh-a", "/api/v1/sync/recipient").json();
        told["recipient"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
    }

    pub(crate) fn bring_with(&self, who: &str, query: &str, bundle: &[u8]) -> Answer {
        let url = format!("{}/api/v1/sync/bundles{query}", self.server.base);
        send("POST", &url, self.token(who), "application/vnd.mocgioi.bundle", bundle)
    }

    pub(crate) fn bring(&self, who: &str, bundle: &[u8]) -> Value {
        let answer = self.bring_with(who, "", bundle);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// The state of the first file of a record.
    fn state(&self, who: &str, n: u64) -> String {
        let listed = self.get(who, &format!("/api/v1/records/{}/attachments", id(n))).json();
        listed["attachments"][0]["state"].as_str().unwrap_or_else(|| panic!("{listed}")).to_owned()
    }
}

#[test]
fn receipts_are_those_of_a_push_and_a_second_time_changes_nothing() {
    for engine in ENGINES {
        let (posts, pushed) = (Posts::new(engine), Posts::new(engine));
        let photo = photo(1);
        let hazard = json!({ "type": "hazard", "id": id(2), "kind": "crack", "severity": "unknown",
            "near_marker": "VN-LA:211", "observed_at": "2026-11-20T08:30:00+07:00" });
        let records = [
            inspection(1, &json!({ "person": "Lò Văn A", "attachments": [named(&photo)] })),
            inspection(1, &json!({ "person": "Lò Văn A", "attachments": [named(&photo)] })),
            hazard,
            json!({ "type": "inspection", "form": 7, "id": id(3), "lasers": [1] }),
            review(5, &id(99), "submit", &json!({})),
            json!({ "type": "inspection", "id": id(7), "marker": "VN-LA:9999", "observed_at": "2026-11-20T08:30:00Z",
                "mode": "joint", "condition": "good" }),
            inspection(8, &json!({ "unit": "don-b" })),
            json!("not a record"),
            tombstone(9, &id(2)),
        ];
        let file = bundle(&posts.recipient(), &records, &[&photo]);
        let brought = posts.bring("linh-a", &file);
        let receipts = pushed.push("linh-a", &records);
        assert_eq!(brought["receipts"], json!(receipts), "{engine:?}");
        assert_eq!(outcomes(&brought)[..6], ["accepted", "duplicate", "accepted", "held", "held", "refused"]);
        assert_eq!(
            (brought["bundle"].as_str(), brought["clock_skew_ms"].is_null()),
            (Some(sha256(&file).as_str()), true)
        );
        assert_eq!(
            (of_file(&brought, &photo)["outcome"].as_str(), posts.state("linh-a", 1)),
            (Some("stored"), "stored".into())
        );
        assert!(posts.get("linh-a", &format!("/api/v1/attachments/{}", sha256(&photo))).body == photo);
        let thread = posts.get("linh-a", &format!("/api/v1/records/{}", id(1))).json();
        assert_eq!(
            (&thread["contents"][0]["person"], &thread["contents"][0]["unit"], &thread["contents"][0]["device"]),
            (&json!("Lò Văn A"), &json!("don-a"), &json!("máy thử")),
            "{thread}"
        );

        let pulled = posts.get("linh-a", "/api/v1/sync/pull").json();
        let again = posts.bring("linh-a", &file);
        assert_eq!(
            outcomes(&again),
            [
                "duplicate",
                "duplicate",
                "duplicate",
                "duplicate",
                "duplicate",
                "refused",
                "refused",
                "refused",
                "duplicate"
            ]
        );
        for n in [0, 2, 3, 4, 8] {
            assert_eq!(again["receipts"][n]["seq"], brought["receipts"][n]["seq"], "{n}");
        }
        assert_eq!(of_file(&again, &photo)["outcome"], "stored");
        assert_eq!(posts.get("linh-a", "/api/v1/sync/pull").json()["cursor"], pulled["cursor"], "nothing was written");
    }
}

#[test]
fn what_a_phone_had_sent_before_is_known_again_whoever_brings_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let photo = photo(1);
        // The phone sent the record under the soldier's own account, lost the receipt, and never sent the photo.
        let sent = inspection(1, &json!({ "attachments": [named(&photo)] }));
        assert_eq!(posts.outcomes("linh-a", std::slice::from_ref(&sent)), ["accepted"]);
        assert_eq!(posts.state("linh-a", 1), "missing");
        let file = bundle(&posts.recipient(), &[sent, inspection(2, &json!({}))], &[&photo]);
        let brought = posts.bring("truong-a", &file);
        assert_eq!(outcomes(&brought), ["duplicate", "accepted"], "{brought}");
        assert_eq!(posts.state("linh-a", 1), "stored", "{engine:?}: the photo came with the record that named it");
        let thread = |n: u64| posts.get("truong-a", &format!("/api/v1/records/{}", id(n))).json();
        assert_eq!(thread(1)["contents"].as_array().unwrap().len(), 1);
        // The commander was not there, and so is not named as the one who was.
        assert_eq!(thread(2)["contents"][0]["person"], Value::Null, "{}", thread(2));
    }
}

#[test]
fn files_that_are_missing_or_not_what_they_are_called_leave_the_record_without_them() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let (good, swapped, gone, odd) = (photo(1), photo(2), photo(3), b"MZ a program".to_vec());
        let with = |n: u64, content: &[u8]| inspection(n, &json!({ "attachments": [named(content)] }));
        let records = [with(1, &good), with(2, &swapped), with(3, &gone), with(4, &odd)];
        let other = photo(5);
        let files: [(String, &[u8]); 4] =
            [(sha256(&good), &good), (sha256(&swapped), &other), (sha256(&odd), &odd), (sha256(&other), &other)];
        let file = seal(&posts.recipient(), &packed(&queue(&records), &files));
        let brought = posts.bring("linh-a", &file);
        assert_eq!(outcomes(&brought), ["accepted"; 4], "{engine:?}");
        let told = |content: &[u8]| of_file(&brought, content)["outcome"].as_str().unwrap().to_owned();
        assert_eq!([told(&good), told(&swapped), told(&gone), told(&odd)], ["stored", "refused", "missing", "refused"]);
        assert_eq!(told(&other), "unnamed");
        assert_eq!(of_file(&brought, &swapped)["errors"][0]["code"], "content_differs");
        assert_eq!(of_file(&brought, &odd)["errors"][0]["code"], "content_not_allowed");
        let states = [1, 2, 3, 4].map(|n| posts.state("linh-a", n));
        assert_eq!(states, ["stored", "missing", "missing", "missing"], "{engine:?}");
        // What nothing names is not kept; what was missing comes with the next bundle.
        assert_eq!(posts.get("linh-a", &format!("/api/v1/attachments/{}", sha256(&other))).status, 404);
        let more = posts.bring("linh-a", &bundle(&posts.recipient(), &records, &[&gone, &swapped]));
        assert_eq!(outcomes(&more), ["duplicate"; 4]);
        assert_eq!([1, 2, 3, 4].map(|n| posts.state("linh-a", n)), ["stored", "stored", "stored", "missing"]);
    }
}

#[test]
fn decisions_are_not_smuggled_in_under_the_name_of_whoever_brings_them() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({})), inspection(2, &json!({}))]);
        posts.push("truong-a", &[review(10, &id(2), "approve", &json!({}))]);
        // Anybody can make such a file; the commander brings it with the others.
        let records = [review(11, &id(1), "approve", &json!({})), tombstone(12, &id(2)), inspection(3, &json!({}))];
        let file = bundle(&posts.recipient(), &records, &[]);
        let brought = posts.bring("truong-a", &file);
        assert_eq!(outcomes(&brought), ["refused", "refused", "accepted"], "{brought}");
        for n in [0, 1] {
            assert_eq!(brought["receipts"][n]["errors"][0]["code"], "decision_by_hand");
        }
        let state = |n: u64| posts.get("truong-a", &format!("/api/v1/records/{}", id(n))).json();
        assert_eq!(state(1)["review_state"], "submitted");
        assert_eq!(state(2)["withdrawn"], Value::Null, "what was approved is not withdrawn by the way: {}", state(2));
        // His own, and he says so.
        let brought = posts.bring_with("truong-a", "?decisions=true", &file).json();
        assert_eq!(outcomes(&brought), ["accepted", "accepted", "duplicate"], "{brought}");
        assert_eq!(state(1)["review_state"], "approved");
        assert_ne!(state(2)["withdrawn"], Value::Null, "{}", state(2));
        // Whoever may not decide does not decide that way either.
        let other = bundle(&posts.recipient(), &[review(13, &id(1), "return", &json!({ "remark": "xem lại" }))], &[]);
        let brought = posts.bring_with("linh-a", "?decisions=true", &other).json();
        assert_eq!(brought["receipts"][0]["errors"][0]["code"], "forbidden", "{brought}");
        assert_eq!(posts.bring_with("linh-a", "?decisions=maybe", &file).status, 400);
    }
}

/// What a device does to know that receipts are the server's.
fn mac(key: &[u8; 32], told: &Value) -> String {
    use hmac::{KeyInit as _, Mac as _};
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut said = format!("mocgioi receipts 1\n{}\n{}\n", text(&told["epoch"]), text(&told["bundle"]));
    for receipt in told["receipts"].as_array().unwrap() {
        let seq = receipt["seq"].as_i64().map_or_else(String::new, |seq| seq.to_string());
        writeln!(said, "{} {} {seq}", text(&receipt["id"]), text(&receipt["outcome"])).unwrap();
    }
    for file in told["files"].as_array().unwrap() {
        writeln!(said, "{} {}", text(&file["sha256"]), text(&file["outcome"])).unwrap();
    }
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(said.as_bytes());
    mocgioi::domain::signature::hex(&mac.finalize().into_bytes())
}

#[test]
fn receipts_are_known_for_the_server_s_by_a_key_that_came_with_the_bundle() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let (key, photo) = ([7; 32], photo(1));
        let mut sent = queue(&[inspection(1, &json!({ "attachments": [named(&photo)] })), json!({ "id": "x" })]);
        assert_eq!(posts.bring("linh-a", &seal(&posts.recipient(), &packed(&sent, &[]))).get("mac"), None);
        sent["reply_key"] = json!("07".repeat(32));
        let mut told = posts.bring("linh-a", &seal(&posts.recipient(), &packed(&sent, &[(sha256(&photo), &photo)])));
        assert_eq!(outcomes(&told), ["duplicate", "refused"], "{engine:?}");
        assert_eq!(told["mac"], mac(&key, &told), "{told}");
        told["receipts"][1]["outcome"] = json!("accepted");
        assert_ne!(told["mac"], mac(&key, &told));
        sent["reply_key"] = json!("7");
        let answer = posts.bring_with("linh-a", "", &seal(&posts.recipient(), &packed(&sent, &[])));
        assert_eq!((answer.status, answer.code().as_str()), (422, "bundle_content"));
    }
}

#[test]
fn a_queue_of_any_length_goes_in_and_those_who_may_not_write_bring_nothing() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let mut records: Vec<Value> = vec![review(5_000, &id(1_199), "submit", &json!({}))];
        records.extend((1..1_200).map(|n| inspection(n, &json!({}))));
        let file = bundle(&posts.recipient(), &records, &[]);
        let small = bundle(&posts.recipient(), &records[..2], &[]);
        let refused = ["", "tinh", "kiem-tra"].map(|who| posts.bring_with(who, "", &small).status);
        assert_eq!(refused, [401, 403, 403]);
        assert_eq!(posts.get("", "/api/v1/sync/recipient").status, 401);
        let brought = posts.bring("linh-a", &file);
        assert_eq!(outcomes(&brought), vec!["accepted"; 1_200], "{engine:?}");
        assert_eq!(posts.get("linh-a", "/collections/inspections").json()["itemCount"], 1_199);
    }
}

#[test]
fn what_is_sent_as_something_else_is_refused() {
    let posts = Posts::new(Engine::Sqlite);
    let url = format!("{}/api/v1/sync/bundles", posts.server.base);
    let answer = send("POST", &url, posts.token("linh-a"), "application/json", b"{}");
    assert_eq!((answer.status, answer.code().as_str()), (415, "unsupported_media_type"));
}
