//! Story 11. A task that waits for two other steps says so; "thường xuyên" is never overdue; "24/3/2025" in a notice of 2026 is
//! flagged as doubtful and kept as written.

use serde_json::Value;

use crate::support::{Database, ENGINES, Program};

fn entries(list: &Value) -> Vec<&Value> {
    list["agencies"].as_array().unwrap().iter().flat_map(|agency| agency["entries"].as_array().unwrap()).collect()
}

#[test]
fn tasks_say_what_they_wait_for_what_never_ends_and_what_is_doubtful() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--load-seeds"]);
        let list = |query: &str| program.get(&format!("/api/v1/tasks/standing?{query}")).json();

        let waiting = list("state=waiting&agency=S%E1%BB%9F%20Ngo%E1%BA%A1i%20v%E1%BB%A5");
        let waiting = entries(&waiting);
        assert_eq!(waiting.len(), 1, "{engine:?}");
        let words = waiting[0]["state_words"].as_str().unwrap();
        for step in [
            "(1) có ý kiến của các Bộ Ngoại giao, Nông nghiệp và Môi trường",
            "(2) các huyện hoàn thành các thủ tục đối ngoại cấp địa phương",
            "chưa có báo cáo kết quả",
        ] {
            assert!(words.contains(step), "{words}");
        }
        assert_eq!(waiting[0]["deadline_read"]["waits_for"].as_array().unwrap().len(), 2);

        // A hundred years on it is not overdue.
        let continuing = list("state=continuing&as_of=2126-01-01");
        assert_eq!(continuing["matched"], 6);
        for entry in entries(&continuing) {
            assert_eq!((entry["passed"].as_bool(), entry["last_day"].is_null()), (Some(false), true));
            assert_eq!(entry["state_words"], "thường xuyên, không có ngày hết hạn");
        }

        let doubtful = list("state=doubtful&as_of=2126-01-01");
        let doubtful = entries(&doubtful);
        assert_eq!(doubtful.len(), 1);
        assert_eq!(doubtful[0]["deadline"], "trong ngay 24/3/2025", "as written");
        assert_eq!((doubtful[0]["document"].as_str(), doubtful[0]["passed"].as_bool()), (Some("003"), Some(false)));
        let doubts = &doubtful[0]["deadline_read"]["doubts"];
        assert_eq!((&doubts[0]["code"], &doubts[0]["text"]), (&"flagged".into(), &"24/3/2025".into()));
        assert!(doubtful[0]["deadline_read"]["last_day"].is_null());

        let id = doubtful[0]["record"].as_str().unwrap();
        let page = program.get(&format!("/collections/tasks/items/{id}?f=html")).text();
        assert!(page.contains("thời hạn nghi vấn, giữ nguyên văn") && page.contains("trong ngay 24/3/2025"));
    }
}
