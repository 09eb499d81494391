//! 6. An embankment, and the course of the line between 144 and 145, each take an inspection and appear in the month's
//!    report.

use serde_json::{Value, json};

use crate::story_09::token;
use crate::story_14::user;
use crate::support::{Database, ENGINES, Program, get, id, send};

fn subject<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["by_subject"].as_array().unwrap().iter().find(|row| row["subject"] == name).unwrap()
}

#[test]
fn story_06() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--access", "accounts"]));
        user(&database, &["unit", "son-la", "--title", "Sơn La"]);
        user(&database, &["unit", "don-a", "--title", "Đồn Chiềng Khương", "--parent", "son-la"]);
        let post = token(&database, "linh-a", "inspector", Some("don-a"));
        user(&database, &["add", "truong-a", "--role", "commander", "--unit", "don-a"]);
        let made =
            user(&database, &["token", "truong-a", "--title", "máy", "--may", "read_internal,read_unapproved,approve"]);
        let commander = made["token"].as_str().unwrap().to_owned();
        user(&database, &["add", "tinh", "--role", "supervisor", "--unit", "son-la"]);
        let made = user(&database, &["token", "tinh", "--title", "máy", "--may", "read_internal"]);
        let province = made["token"].as_str().unwrap().to_owned();
        let program = Program::start(&database.url, &["--access", "accounts", "--load-seeds"]);
        let push = |token: &str, records: &Value| {
            let url = format!("{}/api/v1/sync/push", program.base);
            let body = json!({ "records": records }).to_string();
            let answer = send("POST", &url, Some(token), "application/json", body.as_bytes());
            assert_eq!(answer.status, 200, "{}", answer.text());
            let receipts = answer.json()["receipts"].as_array().unwrap().clone();
            receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let at = |token: &str, address: &str| {
            let address =
                if address.starts_with("http") { address.to_owned() } else { format!("{}{address}", program.base) };
            get(&address, &[("authorization", &format!("Bearer {token}"))])
        };
        // The embankment comes after its inspection: until then the inspection is held, not lost.
        let of_embankment = json!({ "type": "inspection", "id": id(1), "object": id(10), "mode": "unilateral",
            "condition": "at_risk_of_damage", "object_cracked": true, "parts": { "base": "at_risk" },
            "observed_at": "2026-11-10T08:30:00+07:00" });
        let of_course = json!({ "type": "inspection", "id": id(2), "segment": "VN-LA:144..145", "mode": "bilateral",
            "condition": "good", "observed_at": "2026-11-14T23:30:00+07:00" });
        // A minute after midnight it is the next month's.
        let too_late = json!({ "type": "inspection", "id": id(3), "segment": "VN-LA:144..145", "mode": "bilateral",
            "condition": "good", "observed_at": "2026-11-15T00:01:00+07:00" });
        assert_eq!(push(&post, &json!([of_embankment, of_course, too_late])), ["held", "accepted", "accepted"]);
        let embankment = json!({ "type": "object", "id": id(10), "kind": "embankment", "name": "Kè bờ suối đoạn 144–145",
            "segment": "VN-LA:144..145", "looked_after_by": "Đồn Chiềng Khương" });
        assert_eq!(push(&post, &json!([embankment])), ["accepted"]);
        let page = at(&post, &format!("/collections/objects/items/{}", id(10))).json();
        assert_eq!(page["properties"]["inspection_state"], "inspected");
        assert_eq!(page["properties"]["last_inspected_at"], "2026-11-10T01:30:00.000Z");

        // Nothing is approved: the report counts nothing, and says how much waits to those who may know.
        let report = |token: &str| at(token, "/api/v1/reports/inspections?period=2026-11").json();
        let early = report(&province);
        assert_eq!((&early["inspections"]["count"], &early["waiting"]), (&json!(0), &json!(2)));
        assert_eq!(
            (&early["period"]["from"], &early["period"]["to"]),
            (&json!("2026-10-15"), &json!("2026-11-14")),
            "{early}"
        );
        let stranger = get(&format!("{}/api/v1/reports/inspections?period=2026-11", program.base), &[]).json();
        assert_eq!((&stranger["inspections"]["count"], &stranger["waiting"]), (&json!(0), &Value::Null));

        let approvals: Vec<Value> = [(20, 1), (21, 2), (22, 3), (23, 10)]
            .map(|(n, target)| json!({ "type": "review", "id": id(n), "target": id(target), "decision": "approve" }))
            .into();
        let url = |target: u64| format!("{}/api/v1/records/{}/reviews", program.base, id(target));
        for (approval, target) in approvals.iter().zip([1, 2, 3, 10]) {
            let body = json!({ "id": approval["id"], "decision": "approve" }).to_string();
            let answer = send("POST", &url(target), Some(&commander), "application/json", body.as_bytes());
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        let month = report(&province);
        assert_eq!((&month["inspections"]["count"], &month["waiting"]), (&json!(2), &json!(0)), "{month}");
        for (name, record, mode, condition) in
            [("embankment", id(1), "unilateral", "at_risk_of_damage"), ("line_course", id(2), "bilateral", "good")]
        {
            let row = subject(&month, name);
            assert_eq!((&row["count"], &row["by_condition"][0]["condition"]), (&json!(1), &json!(condition)), "{row}");
            let counted = row["by_mode"].as_array().unwrap().iter().filter(|of| of["count"] == 1);
            assert_eq!(counted.map(|of| of["mode"].as_str().unwrap()).collect::<Vec<_>>(), [mode]);
            // The figure opens its records: that one, and no other.
            let opened = at(&province, row["href"].as_str().unwrap()).json();
            assert_eq!(opened["numberMatched"], 1);
            assert_eq!(opened["features"][0]["id"], json!(record));
        }
        // The thread of the embankment tells of its inspection; the course of the line counts where it is looked at.
        let thread = at(&province, &format!("/api/v1/records/{}", id(10))).json();
        assert_eq!(thread["related"][0]["record"], json!(id(1)));
        assert_eq!(thread["inspected"]["last_condition"], "at_risk_of_damage");
        let risk = at(&province, "/api/v1/segments/VN-LA:144..145/risk").json();
        assert_ne!(risk["properties"]["inspection_state"], "never_inspected");
        // So they stand in the month's report of the province, and each figure opens that one record.
        let whole = at(&province, "/api/v1/reports/periodic/2026-11").json();
        let sections = whole["sections"].as_array().unwrap().iter();
        let figures: Vec<&Value> = sections.flat_map(|section| section["figures"].as_array().unwrap()).collect();
        for (name, record) in [("embankment", id(1)), ("line_course", id(2))] {
            let key = json!(format!("inspections.subject.{name}"));
            let figure = figures.iter().find(|figure| figure["key"] == key).unwrap();
            assert_eq!(figure["count"], 1, "{figure}");
            let opened = at(&province, figure["href"].as_str().unwrap()).json();
            assert_eq!((&opened["numberMatched"], &opened["features"][0]["id"]), (&json!(1), &json!(record)));
        }
        // And on the page for people.
        let page = at(&province, "/api/v1/reports/inspections?period=2026-11&f=html").text();
        assert!(page.contains("Kè") && page.contains("15/10/2026 – 14/11/2026"), "{page}");
    }
}
