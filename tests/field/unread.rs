//! What a newer form says of itself is kept to, also by a program that cannot read the rest.

use serde_json::{Value, json};

use crate::posts::{Posts, id, with};
use crate::support::ENGINES;

fn newer(n: u64, more: &Value) -> Value {
    with(json!({ "type": "inspection", "form": 9, "id": id(n), "marker": "VN-LA:211", "loi": "giữ kín" }), more)
}

fn thread(n: u64) -> String {
    format!("/api/v1/records/{}", id(n))
}

#[test]
fn a_newer_form_keeps_its_label_and_what_cannot_be_read_of_it_is_restricted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let labels = [json!("restricted"), json!("public"), json!("tối quan trọng"), json!(7), json!(["internal"])];
        let mut sent: Vec<Value> = (1..).zip(&labels).map(|(n, label)| newer(n, &json!({ "label": label }))).collect();
        sent.extend([
            newer(6, &json!({ "label": "internal" })),
            newer(7, &json!({})),
            newer(8, &json!({ "label": null })),
        ]);
        assert_eq!(posts.outcomes("truong-a", &sent), ["held"; 8]);
        let look = |posts: &Posts| {
            for n in 1..=5 {
                let told = posts.get("linh-a", &thread(n));
                assert_eq!(
                    told.status,
                    404,
                    "{engine:?}: {}: {}",
                    labels[usize::try_from(n).unwrap() - 1],
                    told.text()
                );
                assert_eq!(posts.get("truong-a", &thread(n)).json()["label"], "restricted", "{n}");
            }
            for n in 6..=8 {
                let told = posts.get("linh-a", &thread(n));
                assert_eq!((told.status, &told.json()["label"]), (200, &json!("internal")), "{n}");
            }
        };
        look(&posts);
        // Sent again it is the same.
        assert_eq!(posts.outcomes("truong-a", &sent), ["duplicate"; 8]);
        look(&posts.restarted());
    }
}

#[test]
fn a_newer_form_keeps_its_files_and_that_it_is_a_draft_as_far_as_they_are_read() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let file = |digit: &str| json!({ "sha256": digit.repeat(64), "bytes": 4, "media_type": "image/jpeg" });
        // A field that only the newer program knows, a file of a kind that this one does not take, one named twice.
        let files = json!([file("a"), with(file("b"), &json!({ "goc": 45 })), file("a"), { "sha256": "x" }, 7,
            with(file("c"), &json!({ "media_type": "video/mp4" }))]);
        posts.push(
            "linh-a",
            &[newer(1, &json!({ "draft": true, "attachments": files })), newer(2, &json!({ "attachments": "nhiều" }))],
        );
        posts.push("linh-a", &[newer(3, &json!({ "draft": "chưa", "corrects": "?" }))]);
        let listed = posts.get("linh-a", &format!("{}/attachments", thread(1)));
        assert_eq!(listed.status, 200, "{engine:?}: {}", listed.text());
        let listed = listed.json();
        let named: Vec<&str> =
            listed["attachments"].as_array().unwrap().iter().filter_map(|file| file["sha256"].as_str()).collect();
        assert_eq!(named, ["a".repeat(64), "b".repeat(64)], "{engine:?}");
        let state = |n: u64| posts.get("linh-a", &thread(n)).json()["review_state"].clone();
        assert_eq!([state(1), state(2), state(3)], ["draft", "submitted", "draft"], "{engine:?}");
    }
}
