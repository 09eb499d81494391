//! What arrives at a target: one message for each thing that happened, signed, with nothing of what anybody wrote.

use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::support::{ENGINES, send};
use crate::town::{Town, id, incident};

#[test]
fn an_incident_arrives_once_signed_and_again_when_that_is_asked_for() {
    for engine in ENGINES {
        let (town, receiver) = (Town::new(engine), Receiver::up());
        let target = town.target(&receiver, &json!({ "unit": "don-a", "unapproved": true }));
        town.push("linh-a", &[incident(1)]);
        let came = receiver.wait(|came| !came.is_empty());
        let (first, secret) = (&came[0], target["secret"].as_str().unwrap());
        assert!(first.is_signed_with(secret) && !first.is_signed_with("mgw_khác"));
        let body = first.json();
        assert_eq!((&body["kind"], &body["record"]), (&json!("incident_reported"), &json!(id(1))));
        assert_eq!(
            (&body["marker"], &body["what"], &body["label"]),
            (&json!("VN-LA:144"), &json!("timber"), &json!("internal"))
        );
        assert_eq!(body["delivery"], first.id());
        assert!(!String::from_utf8_lossy(&first.body).contains("không ai được đọc"));

        // What is said about it later makes it no news; sent again on demand it is the same, under the same id.
        town.approve("truong-a", 2, &id(1));
        let open = crate::support::Program::start(&town.database.url, &["--access", "open", "--alert-targets-inside"]);
        let replay = format!("{}/api/v1/alert-deliveries/{}/replay", open.base, first.id());
        assert_eq!(send("POST", &replay, None, "application/json", b"").status, 202);
        let came = receiver.wait(|came| came.len() > 1);
        assert_eq!((came[1].id(), &came[1].body), (first.id(), &first.body));
        assert_eq!(
            (first.headers["mocgioi-attempt"].as_str(), came[1].headers["mocgioi-attempt"].as_str()),
            ("1", "2")
        );
        // Something else arrives, so nothing more was on its way.
        town.push("linh-a", &[incident(3)]);
        let came = receiver.wait(|came| came.iter().any(|one| one.record() == id(3)));
        assert_eq!(came.len(), 3, "{came:#?}");
        // Where it was ended, nothing more goes.
        let url = format!("{}/api/v1/alert-targets/{}", open.base, target["id"].as_str().unwrap());
        assert_eq!(send("DELETE", &url, None, "application/json", b"").status, 200);
        assert_eq!(send("POST", &replay, None, "application/json", b"").status, 404);
        let list = format!("{url}/deliveries");
        let told = crate::support::get(&list, &[]).json();
        let states: Vec<&Value> = told["deliveries"].as_array().unwrap().iter().map(|of| &of["state"]).collect();
        assert_eq!(states, ["delivered", "delivered"], "{told}");
    }
}

/// Everything that is an alert, one after the other.
#[test]
fn each_kind_has_its_own_cause() {
    for engine in ENGINES {
        let (town, receiver) = (Town::new(engine), Receiver::up());
        town.target(&receiver, &json!({ "unit": "don-a", "unapproved": true }));
        let at = "2026-11-20T08:30:00Z";
        let hazard = |n: u64, severity: &str| {
            json!({ "type": "hazard", "id": id(n), "kind": "crack", "title": "nứt", "severity": severity, "marker": "VN-LA:144",
                "observed_at": at })
        };
        let reading = |n: u64, width: f64, at: &str| json!({ "type": "reading", "id": id(n), "hazard": id(2), "observed_at": at, "method": "tape", "width_mm": width });
        town.push("linh-a", &[hazard(1, "moderate"), hazard(2, "high")]);
        let limit = json!({ "id": id(3), "hazard": id(2), "watched": "width_mm", "limit": 10, "reason": "thử" });
        assert_eq!(town.post("truong-a", "/api/v1/thresholds", &limit).status, 201);
        town.push("linh-a", &[reading(4, 5.0, "2026-11-20T09:00:00Z")]);
        // The first that crosses is news, those after it are not.
        town.push("linh-a", &[reading(5, 15.0, "2026-11-20T10:00:00Z")]);
        town.push("linh-a", &[reading(6, 16.0, "2026-11-20T11:00:00Z")]);
        town.push("linh-a", &[incident(7)]);
        for (n, to, assignee) in [(8, "verified", Value::Null), (9, "escalated", json!("son-la"))] {
            let step = json!({ "id": id(n), "to": to, "reason": "thử", "assignee": assignee });
            assert_eq!(town.post("truong-a", &format!("/api/v1/incidents/{}/steps", id(7)), &step).status, 201);
        }
        let said = json!({ "id": id(10), "decision": "return", "remark": "thiếu ảnh" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/reviews", id(1)), &said).status, 201);
        let notice = json!({ "type": "notice", "id": id(11), "at": at, "direction": "in", "kind": "reservoir_discharge",
            "other": "tỉnh Hủa Phăn", "subject": "xả nước" });
        let forward =
            json!({ "type": "forward", "id": id(12), "notice": id(11), "to": "don-a", "at": at, "subject": "xả nước" });
        town.push("ngoai-vu", &[notice, forward]);
        let came = receiver.wait(|came| came.iter().any(|one| one.record() == id(12)));
        let told: Vec<(String, String)> =
            came.iter().map(|one| (one.json()["kind"].as_str().unwrap().to_owned(), one.record())).collect();
        let expected = [
            ("hazard_urgent", 2),
            ("limit_crossed", 5),
            ("incident_reported", 7),
            ("incident_escalated", 7),
            ("record_returned", 1),
            ("notice_forwarded", 12),
        ];
        let expected: Vec<(String, String)> = expected.map(|(kind, n)| (kind.to_owned(), id(n))).into();
        assert_eq!(told, expected, "{engine:?}");
    }
}
