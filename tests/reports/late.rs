//! Records that come late are told in the next report, once.

use serde_json::{Value, json};

use crate::posts::{Posts, id, tombstone};
use crate::support::ENGINES;
use crate::world::{add, issue, month, report, seen};

fn at(month: &str) -> String {
    format!("/api/v1/reports/periodic/{month}?unit=son-la")
}

fn told(posts: &Posts, month: &str) -> Vec<(String, String, String)> {
    let found = report(posts, "ngoai-vu", &at(month));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = found["corrections"].as_array().unwrap().iter();
    all.map(|one| {
        let id = text(&one["href"]);
        (text(&one["period"]), text(&one["change"]), id.rsplit('/').next().unwrap().to_owned())
    })
    .collect()
}

fn went_out(posts: &Posts, month: &str) {
    let answer = issue(posts, "ngoai-vu", &format!("/api/v1/reports/periodic/{month}"), &json!({ "unit": "son-la" }));
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[test]
fn what_came_late_stands_in_the_next_report_and_in_no_other() {
    for engine in ENGINES {
        let posts = month(engine);
        went_out(&posts, "2026-11");
        assert!(told(&posts, "2026-12").is_empty(), "{engine:?}");
        add(&posts, &[seen(100, "2026-11-12", "VN-LA:145", "buried")]);
        assert_eq!(posts.outcomes("truong-a", &[tombstone(101, &id(10))]), ["accepted"]);
        let mut found = told(&posts, "2026-12");
        found.sort();
        let of = |change: &str, n: u64| ("2026-11".to_owned(), change.to_owned(), id(n));
        assert_eq!(found, [of("added", 100), of("removed", 10)], "{engine:?}");
        // Not in a quarter's report, which is of another length, nor in the month's own.
        assert!(told(&posts, "2026-Q4").is_empty());
        assert!(told(&posts, "2026-11").is_empty());
        went_out(&posts, "2026-12");
        add(&posts, &[seen(102, "2026-11-13", "VN-LA:145", "good")]);
        // January tells of what came since December's report alone.
        assert_eq!(told(&posts, "2027-01"), [of("added", 102)], "{engine:?}");
        let page = posts.get("ngoai-vu", &format!("{}&f=html", at("2027-01"))).text();
        assert!(page.contains("SỐ LIỆU BỔ SUNG, ĐÍNH CHÍNH KỲ TRƯỚC") && page.contains("bổ sung"), "{page}");
    }
}
