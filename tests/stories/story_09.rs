//! 9. A notice of reservoir discharge from Hủa Phăn is logged, passed on to units, and each acknowledgement has its time.

use serde_json::{Value, json};

use crate::story_14::user;
use crate::support::{Database, ENGINES, Program, get, id, send};

pub(crate) fn token(database: &Database, name: &str, role: &str, unit: Option<&str>) -> String {
    let mut add = vec!["add", name, "--role", role];
    add.extend(unit.iter().flat_map(|unit| ["--unit", unit]));
    user(database, &add);
    let made = user(database, &["token", name, "--title", "máy", "--may", "read_internal,read_unapproved,record"]);
    made["token"].as_str().unwrap().to_owned()
}

#[test]
fn story_09() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--access", "accounts"]));
        for unit in ["don-a", "don-b", "don-c"] {
            user(&database, &["unit", unit, "--title", unit]);
        }
        let office = token(&database, "ngoai-vu", "foreign_affairs", None);
        let posts: Vec<(&str, String)> = ["don-a", "don-b", "don-c"]
            .map(|unit| (unit, token(&database, &format!("{unit}-1"), "inspector", Some(unit))))
            .into();
        let program = Program::start(&database.url, &["--access", "accounts"]);
        let push = |token: &str, records: &Value| {
            let url = format!("{}/api/v1/sync/push", program.base);
            let body = json!({ "records": records }).to_string();
            let answer = send("POST", &url, Some(token), "application/json", body.as_bytes());
            assert_eq!(answer.status, 200, "{}", answer.text());
            answer.json()["receipts"].clone()
        };
        let ask = |token: &str, path: &str| {
            get(&format!("{}{path}", program.base), &[("authorization", &format!("Bearer {token}"))])
        };
        let subject = "Thủy điện Nậm Sim xả nước từ 14h00 ngày 20/11/2026";
        let notice = json!({ "type": "notice", "id": id(1), "at": "2026-11-20T09:12:00+07:00", "direction": "in",
            "kind": "reservoir_discharge", "other": "tỉnh Hủa Phăn (Lào)", "subject": subject });
        let pass = |n: u64, to: &str| {
            json!({ "type": "forward", "id": id(n), "notice": id(1), "to": to,
            "at": "2026-11-20T09:20:00+07:00", "subject": subject })
        };
        let receipts = push(&office, &json!([notice, pass(2, "don-a"), pass(3, "don-b"), pass(4, "don-khong-co")]));
        let outcomes: Vec<&Value> = receipts.as_array().unwrap().iter().map(|receipt| &receipt["outcome"]).collect();
        assert_eq!(outcomes, ["accepted", "accepted", "accepted", "refused"], "{receipts}");
        assert_eq!(receipts[3]["errors"][0]["code"], "unknown_unit");

        // Each unit sees what was passed on to it, nobody else's, and acknowledges it.
        for (n, (unit, token)) in posts.iter().enumerate() {
            let found = ask(token, "/collections/notices/items").json();
            let passed_on = i32::from(*unit != "don-c");
            assert_eq!(found["numberMatched"], passed_on, "{unit}");
            if passed_on == 1 {
                assert_eq!(found["features"][0]["properties"]["subject"], subject);
                let ack = json!({ "type": "acknowledgement", "id": id(10 + n as u64), "forward": found["features"][0]["id"],
                    "at": format!("2026-11-20T09:{}:00+07:00", 31 + n) });
                assert_eq!(push(token, &json!([ack]))[0]["outcome"], "accepted");
            }
        }
        // A post passes nothing on to another.
        let receipts = push(&posts[0].1, &json!([pass(30, "don-b")]));
        assert_eq!(
            (&receipts[0]["outcome"], &receipts[0]["errors"][0]["code"]),
            (&json!("refused"), &json!("forbidden"))
        );

        let thread = ask(&office, &format!("/api/v1/records/{}", id(1))).json();
        let mut told: Vec<(String, String)> = thread["related"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pass| {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                (text(&pass["body"]["to"]), text(&pass["related"][0]["event_at"]))
            })
            .collect();
        told.sort();
        let at = |unit: &str, time: &str| (unit.to_owned(), format!("2026-11-20T{time}:00.000Z"));
        assert_eq!(told, [at("don-a", "02:31"), at("don-b", "02:32")]);
    }
}
