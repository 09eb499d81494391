//! Readings, incidents, damage reports, two sides: what hangs on a record and what follows from it.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review};
use crate::support::ENGINES;

fn hazard(n: u64) -> Value {
    json!({ "type": "hazard", "id": id(n), "kind": "crack", "severity": "moderate", "near_marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" })
}

fn reading(n: u64, hazard: &str, at: &str, width: f64) -> Value {
    json!({ "type": "reading", "id": id(n), "hazard": hazard, "observed_at": at, "method": "gauge", "width_mm": width,
        "uncertainty_mm": 0.5 })
}

#[test]
fn a_late_reading_changes_the_rate_and_a_wild_one_hardly() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let crack = id(1);
        // The readings come before their hazard: kept, and counted when it is there.
        let early =
            [reading(2, &crack, "2026-01-01T00:00:00Z", 10.0), reading(3, &crack, "2026-01-31T00:00:00Z", 13.0)];
        assert_eq!(posts.outcomes("linh-a", &early), ["held", "held"]);
        assert_eq!(posts.get("linh-a", &format!("/api/v1/hazards/{crack}/readings")).status, 404);
        assert_eq!(posts.outcomes("linh-a", &[hazard(1)]), ["accepted"]);
        let series = |who| posts.get(who, &format!("/api/v1/hazards/{crack}/readings")).json();
        let width = series("linh-a")["rates"]["width_mm"].clone();
        assert_eq!((&width["per_month"], &width["per_month_from"]), (&json!(3.0), &Value::Null));
        posts.push(
            "linh-a",
            &[
                reading(4, &crack, "2026-03-02T00:00:00Z", 16.0),
                reading(5, &crack, "2026-04-01T00:00:00Z", 19.0),
                reading(6, &crack, "2026-05-01T00:00:00Z", 400.0),
                reading(7, &crack, "2026-05-31T00:00:00Z", 25.0),
            ],
        );
        let width = series("linh-a")["rates"]["width_mm"].clone();
        assert_eq!((&width["per_month"], &width["last"]), (&json!(3.0), &json!(25.0)));
        assert!(width["per_month_from"].as_f64().unwrap() <= 3.0 && width["per_month_to"].as_f64().unwrap() >= 3.0);
        // A reading of February that comes in summer stands where it belongs.
        posts.push("linh-a", &[reading(8, &crack, "2026-02-15T00:00:00Z", 14.5)]);
        let order: Vec<f64> = series("linh-a")["readings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["width_mm"].as_f64().unwrap())
            .collect();
        assert_eq!(order, [10.0, 13.0, 14.5, 16.0, 19.0, 400.0, 25.0]);
        // The province sees what was approved: the hazard and two readings.
        posts.push("truong-a", &[1, 2, 3].map(|n| review(10 + n, &id(n), "approve", &json!({}))));
        assert_eq!(series("tinh")["rates"]["width_mm"]["readings"], 2);
        assert_eq!(posts.get("linh-b", &format!("/api/v1/hazards/{crack}/readings")).status, 404);
        let bad = json!({ "type": "reading", "id": id(20), "hazard": crack, "observed_at": "2026-01-01T00:00:00Z", "method": "eye" });
        let receipt = posts.push("linh-a", &[bad]).remove(0);
        let pointers: Vec<&Value> =
            receipt["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
        assert_eq!(pointers, ["/method", "/width_mm"]);
    }
}

#[test]
fn an_incident_goes_its_way_and_no_other() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let incident = json!({ "type": "incident", "id": id(1), "kind": "encroachment_on_marker", "title": "Đào đất sát mốc",
            "marker": "VN-LA:211", "observed_at": "2026-11-20T01:00:00Z" });
        posts.push("linh-a", &[incident]);
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({}))]);
        let step = |who: &str, n: u64, to: &str, more: &Value| {
            let body = crate::posts::with(
                json!({ "id": id(n), "to": to, "reason": "theo báo cáo", "decided_at": format!("2026-11-21T{n:02}:00:00Z") }),
                more,
            );
            posts.post(who, &format!("/api/v1/incidents/{}/steps", id(1)), &body)
        };
        let state = || {
            posts.get("tinh", &format!("/collections/incidents/items/{}", id(1))).json()["properties"]["progress"]
                .clone()
        };
        assert_eq!(state(), "reported");
        let early = step("truong-a", 3, "resolved", &json!({}));
        assert_eq!((early.status, early.code().as_str()), (409, "impossible_step"));
        assert!(early.text().contains("verified"), "{}", early.text());
        assert_eq!(step("truong-a", 4, "verified", &json!({})).status, 201);
        assert_eq!(step("truong-a", 5, "assigned", &json!({})).status, 422, "to whom?");
        assert_eq!(step("tinh", 5, "assigned", &json!({ "assignee": "Công an xã" })).status, 201, "a superior assigns");
        assert_eq!(step("truong-b", 6, "in_progress", &json!({})).status, 404);
        assert_eq!(step("truong-a", 6, "in_progress", &json!({})).status, 201);
        assert_eq!(step("truong-a", 7, "resolved", &json!({})).status, 201);
        assert_eq!(step("truong-a", 8, "closed", &json!({})).status, 201);
        assert_eq!(step("truong-a", 8, "closed", &json!({})).status, 201, "sent twice it is the same");
        assert_eq!(step("truong-a", 9, "in_progress", &json!({})).status, 409);
        assert_eq!(step("truong-a", 9, "reopened", &json!({})).status, 201);
        assert_eq!(state(), "reopened");
        let found = posts.get("tinh", "/collections/incidents/items?progress=reopened").json();
        assert_eq!(found["numberMatched"], 1);
        let thread = posts.get("tinh", &format!("/api/v1/records/{}", id(1))).json();
        assert_eq!((&thread["progress"], &thread["assignee"]), (&json!("reopened"), &json!("Công an xã")));
        let steps: Vec<&str> =
            thread["statements"].as_array().unwrap().iter().map(|said| said["what"].as_str().unwrap()).collect();
        assert_eq!(steps, ["approve", "verified", "assigned", "in_progress", "resolved", "closed", "reopened"]);
        assert!(thread["statements"].as_array().unwrap().iter().skip(1).all(|said| said["words"] == "theo báo cáo"));
    }
}

#[test]
fn both_sides_are_kept_apart_and_compared() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({ "mode": "bilateral", "notes": "nứt bệ" }))]);
        let sides = |who: &str| posts.get(who, &format!("/api/v1/records/{}", id(1))).json()["two_sided"].clone();
        assert_eq!(sides("linh-a")["sides"], "unilateral");
        let theirs = json!({ "type": "counterpart", "id": id(2), "inspection": id(1), "observed_at": "2026-11-20T02:00:00Z",
            "other": "Đại đội biên phòng Lào", "condition": "good", "their_signatories": ["Khamphet"] });
        posts.push("linh-a", &[theirs]);
        let compared = sides("linh-a");
        assert_eq!(compared["sides"], "bilateral");
        assert_eq!(
            (&compared["agreed"], &compared["disputed"]),
            (&json!(["their_signatories"]), &json!(["condition"]))
        );
        assert_eq!(compared["missing"], json!(["notes", "our_signatories", "minutes", "scan"]));
        // Once it is signed, in a correction of what they said.
        let signed = json!({ "type": "counterpart", "id": id(3), "inspection": id(1), "observed_at": "2026-11-20T02:00:00Z",
            "other": "Đại đội biên phòng Lào", "condition": "damaged", "notes": "nứt bệ", "corrects": id(2),
            "our_signatories": ["Nguyễn Văn A"], "their_signatories": ["Khamphet"], "minutes": "07/BB" });
        posts.push("linh-a", &[signed]);
        let compared = sides("linh-a");
        assert_eq!(
            (&compared["sides"], &compared["disputed"], &compared["missing"]),
            (&json!("bilateral"), &json!([]), &json!(["scan"]))
        );
        // The province sees of it what was approved: our inspection alone.
        posts.push("truong-a", &[review(4, &id(1), "approve", &json!({}))]);
        assert_eq!(sides("tinh")["sides"], "unilateral");
    }
}
