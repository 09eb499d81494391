//! 7. Damage to a marker becomes a report to the competent authority with proposed remedy, number and addressee, and later
//!    its answer.

use serde_json::json;

use crate::support::{Database, ENGINES, Program, get, id, post};

#[test]
fn story_07() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--access", "open", "--load-seeds"]);
        let push = |records: serde_json::Value| {
            let body = json!({ "device": "máy đồn", "records": records }).to_string();
            let answer = post(&format!("{}/api/v1/sync/push", program.base), "application/json", body.as_bytes());
            assert_eq!(answer.status, 200, "{}", answer.text());
            let receipts = answer.json()["receipts"].as_array().unwrap().clone();
            receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let finding = json!({ "type": "inspection", "id": id(1), "marker": "VN-LA:211", "mode": "unilateral",
            "condition": "damaged", "notes": "bệ mốc nứt dọc", "observed_at": "2026-11-20T08:30:00+07:00" });
        assert_eq!(push(json!([finding])), ["accepted"]);
        let report = json!({ "type": "damage_report", "id": id(2), "finding": id(1), "reported_at": "2026-11-21T08:00:00+07:00",
            "number": "45/BC-ĐBP", "addressee": "UBND tỉnh Sơn La", "remedy": "Gia cố chân mốc bằng kè đá",
            "deadline": "trước mùa mưa năm 2027" });
        assert_eq!(push(json!([report])), ["accepted"]);
        // On the list, with everything that the province asks for.
        let listed = get(&format!("{}/collections/damage-reports/items?finding={}", program.base, id(1)), &[]).json();
        let told = &listed["features"][0]["properties"];
        assert_eq!((&told["number"], &told["addressee"]), (&json!("45/BC-ĐBP"), &json!("UBND tỉnh Sơn La")));
        assert_eq!(
            (&told["remedy"], &told["deadline"]),
            (&json!("Gia cố chân mốc bằng kè đá"), &json!("trước mùa mưa năm 2027"))
        );
        let answer = json!({ "type": "answer", "id": id(3), "report": id(2), "answered_at": "2026-12-05T08:00:00+07:00",
            "ruling": "ordered", "authority": "UBND tỉnh Sơn La", "number": "812/UBND-NC", "text": "Sở Ngoại vụ chủ trì" });
        assert_eq!(push(json!([answer])), ["accepted"]);
        // The whole thread on one page, from the finding on.
        let thread = get(&format!("{}/api/v1/records/{}", program.base, id(1)), &[]).json();
        let report = &thread["related"][0];
        assert_eq!((&report["type"], &report["body"]["number"]), (&json!("damage_report"), &json!("45/BC-ĐBP")));
        let answer = &report["related"][0];
        assert_eq!((&answer["type"], &answer["body"]["ruling"]), (&json!("answer"), &json!("ordered")));
        assert_eq!(answer["body"]["number"], "812/UBND-NC");
        let page = get(&format!("{}/api/v1/records/{}?f=html", program.base, id(1)), &[]);
        assert!(page.text().contains("812/UBND-NC") && page.text().contains("Gia cố chân mốc"), "{}", page.text());
    }
}
