//! Story 10. Works at 1119–1120 show "trên 80%" as of 21/5/2025, not 80, and milestones with their clause; those that nobody
//! reported on say "chưa có báo cáo kết quả", not "late".

use serde_json::Value;

use crate::support::{Database, ENGINES, Program};

#[test]
fn works_show_what_was_reported_in_its_words_and_nobody_is_late_by_silence() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--load-seeds"]);
        let all = program.get("/collections/works/items?limit=100&segment=VN-CN:1119..1120").json();
        assert_eq!(all["numberMatched"], 1, "{engine:?}");
        let id = all["features"][0]["id"].as_str().unwrap();
        let item = program.get(&format!("/collections/works/items/{id}")).json();
        let standing = item["properties"]["standing"].as_array().unwrap();

        let clearance = &standing[0];
        assert_eq!((clearance["milestone"].as_u64(), clearance["clause"].as_str()), (Some(1), Some("preamble")));
        assert_eq!(clearance["progress"]["said"], "trên 80%");
        assert_eq!(clearance["progress"]["as_of"], "2025-05-21");
        assert_eq!(clearance["state_words"], "theo báo cáo: “trên 80%” (tính đến 21/05/2025)");

        let clauses: Vec<&str> = standing.iter().map(|entry| entry["clause"].as_str().unwrap()).collect();
        assert_eq!(clauses, ["preamble", "1", "2", "3.1", "3.1"]);
        for (entry, last) in standing[1..].iter().zip(["2025-05-31", "2025-05-23", "2025-06-20", "2026-06-30"]) {
            assert_eq!(entry["last_day"], last);
            assert_eq!(entry["state_words"], "đã qua hạn, chưa có báo cáo kết quả");
            assert!(entry["quote"].as_str().unwrap().len() > 40, "the document's words");
        }
        let promises: Vec<&Value> =
            standing[1..].iter().map(|entry| &entry["deadline_read"]["strength_words"]).collect();
        assert_eq!(promises, ["phấn đấu", "yêu cầu", "phấn đấu", "yêu cầu"]);

        // A person reads the same on the page; nowhere is it 80, and nobody is late.
        let page = program.get(&format!("/collections/works/items/{id}?f=html")).text();
        for words in ["trên 80%", "21/05/2025", "đã qua hạn, chưa có báo cáo kết quả", "Bàn giao 100%"] {
            assert!(page.contains(words), "{words}");
        }
        let without_words = page.replace("trên 80%", "");
        assert!(!without_words.contains("80%") && !page.contains("chậm tiến độ") && !page.contains(">late<"));
        // On the day that it was said, the rest was ahead.
        let then = program.get("/api/v1/works/standing?as_of=2025-05-22&agency=Cao%20L%E1%BB%99c").json();
        assert_eq!(then["passed"], 0, "{engine:?}");
        assert!(then.to_string().contains("sắp đến hạn, chưa có báo cáo kết quả"));
    }
}
