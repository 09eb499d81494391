//! A receipt for each record: durably stored, the same, in conflict, held, refused and why.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone};
use crate::support::ENGINES;

#[test]
fn each_record_gets_a_receipt_of_its_own() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let hazard = json!({ "type": "hazard", "id": id(2), "kind": "crack", "severity": "unknown", "near_marker": "VN-LA:211",
            "observed_at": "2026-11-20T08:30:00+07:00" });
        let newer = json!({ "type": "inspection", "form": 7, "id": id(3), "lasers": [1, { "b": 2, "a": null }] });
        let novel = json!({ "type": "drone_flight", "id": id(4), "height": 120 });
        let records = [
            inspection(1, &json!({})),
            inspection(1, &json!({})),
            hazard,
            newer.clone(),
            novel,
            review(5, &id(99), "submit", &json!({})),
            tombstone(6, &id(98)),
            json!({ "type": "inspection", "id": id(7), "marker": "VN-LA:9999", "observed_at": "2026-11-20T08:30:00Z",
                "mode": "joint", "condition": "good" }),
            json!({ "type": "inspection", "id": id(8), "marker": "VN-LA:211", "condition": "tilted", "mode": "alone" }),
            json!("not a record"),
            json!({ "id": id(9) }),
            json!({ "type": "inspection" }),
        ];
        let receipts = posts.push("linh-a", &records);
        let outcomes: Vec<&str> = receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap()).collect();
        assert_eq!(
            outcomes,
            [
                "accepted",
                "duplicate",
                "accepted",
                "held",
                "held",
                "held",
                "held",
                "refused",
                "refused",
                "refused",
                "refused",
                "refused"
            ]
        );
        assert_eq!(receipts[0]["seq"], receipts[1]["seq"]);
        assert_eq!(receipts[7]["errors"][0]["pointer"], "/marker");
        let pointers: Vec<&str> =
            receipts[8]["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/observed_at", "/mode"]);
        assert_eq!(receipts[9]["id"], Value::Null);
        // What it cannot read it keeps as it came, and knows it again, whatever the order of its fields.
        let thread = posts.get("linh-a", &format!("/api/v1/records/{}", id(3))).json();
        let kept: Value = serde_json::from_str(thread["contents"][0]["body"]["text"].as_str().unwrap()).unwrap();
        assert_eq!((&kept["lasers"], &kept["form"]), (&newer["lasers"], &newer["form"]));
        let turned = json!({ "lasers": [1, { "a": null, "b": 2 }], "id": id(3), "form": 7, "type": "inspection" });
        assert_eq!(posts.outcomes("linh-a", &[turned]), ["duplicate"]);
    }
}

#[test]
fn the_clock_of_the_device_is_measured_and_kept() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let sent = json!({ "sent_at": "2020-01-01T00:00:00Z", "records": [inspection(1, &json!({}))] });
        let answer = posts.post("linh-a", "/api/v1/sync/push", &sent).json();
        let skew = answer["clock_skew_ms"].as_i64().unwrap();
        assert!(skew < -180_000_000_000, "{skew}");
        let thread = posts.get("linh-a", &format!("/api/v1/records/{}", id(1))).json();
        assert_eq!(thread["contents"][0]["clock_skew_ms"].as_i64(), Some(skew));
        assert_eq!(thread["contents"][0]["event_at"], "2026-11-20T01:30:00.000Z", "and never corrected");
    }
}

#[test]
fn a_push_that_is_none_is_refused_whole() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let push = |who: &str, body: &Value| posts.post(who, "/api/v1/sync/push", body).status;
        for body in [json!([]), json!({}), json!({ "records": {} }), json!({ "records": [], "x": 1 })] {
            assert_eq!(push("linh-a", &body), 422, "{body}");
        }
        let many: Vec<Value> = (0..501).map(|n| inspection(n, &json!({}))).collect();
        let answer = posts.post("linh-a", "/api/v1/sync/push", &json!({ "records": many }));
        assert_eq!((answer.status, answer.json()["errors"][0]["code"].clone()), (422, json!("too_many_records")));
        assert_eq!(push("linh-a", &json!({ "records": [] })), 200);
        assert_eq!((push("", &json!({ "records": [] })), push("tinh", &json!({ "records": [] }))), (401, 403));
        assert_eq!(posts.get("linh-a", "/collections/inspections").json()["itemCount"], 0);
    }
}

#[test]
fn nobody_writes_for_another_unit_or_in_anothers_name() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let receipts = posts.push(
            "linh-a",
            &[
                inspection(1, &json!({ "unit": "don-b" })),
                inspection(2, &json!({ "person": "truong-a" })),
                inspection(3, &json!({ "label": "public" })),
                inspection(4, &json!({ "notes": "TUYỆT MẬT" })),
            ],
        );
        let codes: Vec<&Value> = receipts.iter().map(|receipt| &receipt["errors"][0]["code"]).collect();
        assert_eq!(codes, ["unit_not_yours", "person_not_you", "not_one_of", "secrecy_mark"]);
        // An approval in the queue of somebody who may not approve.
        posts.push("linh-a", &[inspection(5, &json!({}))]);
        let receipts = posts.push("linh-a", &[review(6, &id(5), "approve", &json!({}))]);
        assert_eq!(
            (&receipts[0]["outcome"], &receipts[0]["errors"][0]["code"]),
            (&json!("refused"), &json!("forbidden"))
        );
    }
}
