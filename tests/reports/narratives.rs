//! What people write into a report: kept, by whom and when, and never past what they have not read.

use serde_json::{Value, json};

use crate::posts::{Posts, inspection};
use crate::support::{Answer, ENGINES, send_with};
use crate::world::{MONTH, month, report, section};

fn write(posts: &Posts, who: &str, section: &str, text: &str, held: Option<&str>) -> Answer {
    put(posts, who, section, held, &json!({ "text": text, "unit": "don-a" }))
}

fn put(posts: &Posts, who: &str, section: &str, held: Option<&str>, body: &Value) -> Answer {
    let bearer = format!("Bearer {}", posts.token(who).unwrap());
    let held = held.map(|id| format!("\"{id}\""));
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(held.as_deref().map(|held| ("if-match", held)));
    let url = format!("{}{MONTH}/narratives/{section}", posts.server.base);
    send_with("PUT", &url, &headers, None, body.to_string().as_bytes())
}

fn stands(posts: &Posts, who: &str) -> Value {
    section(&report(posts, who, &format!("{MONTH}?unit=don-a")), "opening")["narrative"].clone()
}

#[test]
fn of_two_who_had_the_same_text_before_them_one_is_told() {
    for engine in ENGINES {
        let posts = month(engine);
        assert_eq!(stands(&posts, "truong-a"), Value::Null);
        let first = write(&posts, "truong-a", "opening", "Tình hình ổn định.", None);
        assert_eq!(first.status, 200, "{}", first.text());
        let first = first.json()["id"].as_str().unwrap().to_owned();
        let now = stands(&posts, "tinh");
        assert_eq!(
            (&now["text"], &now["by"], &now["id"]),
            (&json!("Tình hình ổn định."), &json!("truong-a"), &json!(first))
        );
        // Whoever did not read it writes nothing over it, and is told what stands there.
        let blind = write(&posts, "ngoai-vu", "opening", "khác", None);
        assert_eq!((blind.status, blind.code()), (412, "section_changed".to_owned()), "{engine:?}");
        assert_eq!(blind.json()["stands"]["text"], "Tình hình ổn định.");
        let second = write(&posts, "ngoai-vu", "opening", "Tình hình ổn định; mốc 211 hư hỏng.", Some(&first));
        assert_eq!(second.status, 200, "{}", second.text());
        let late = write(&posts, "truong-a", "opening", "khác nữa", Some(&first));
        assert_eq!(late.status, 412, "{engine:?}");
        assert_eq!(stands(&posts, "truong-a")["text"], "Tình hình ổn định; mốc 211 hư hỏng.");
        // Of twenty at the same moment one is taken.
        let held = second.json()["id"].as_str().unwrap().to_owned();
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..20)
                .map(|n| {
                    let (posts, held) = (&posts, &held);
                    scope.spawn(move || write(posts, "truong-a", "opening", &format!("bản {n}"), Some(held)).status)
                })
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{engine:?} {statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 19);
    }
}

#[test]
fn a_section_is_written_by_those_who_report_for_the_unit_and_read_by_those_who_see_it() {
    for engine in ENGINES {
        let posts = month(engine);
        for (who, status) in [("linh-a", 403), ("truong-b", 422), ("kiem-tra", 403), ("truong-a", 200)] {
            assert_eq!(write(&posts, who, "proposals", "Đề nghị gia cố mốc 211.", None).status, status, "{who}");
        }
        assert_eq!(write(&posts, "truong-a", "nothing", "x", None).status, 404);
        let text = |who: &str| {
            let found = report(&posts, who, &format!("{MONTH}?unit=don-a"));
            section(&found, "proposals")["narrative"]["text"].clone()
        };
        assert_eq!(text("linh-a"), "Đề nghị gia cố mốc 211.");
        assert_eq!(text("linh-b"), Value::Null, "{engine:?}");
        // Nor once his own picture has come further than the words.
        posts.push("linh-b", &[inspection(900, &json!({}))]);
        assert_eq!(text("linh-b"), Value::Null, "{engine:?}");
        let secret = write(&posts, "truong-a", "assessment", "Tài liệu TỐI MẬT", None);
        assert_eq!((secret.status, &secret.json()["errors"][0]["code"]), (422, &json!("secrecy_mark")));
    }
}

#[test]
fn words_of_one_level_are_read_in_no_report_of_another() {
    for engine in ENGINES {
        let posts = month(engine);
        let words = |text: &str, level: &str| json!({ "text": text, "unit": "don-a", "level": level });
        let text = |who: &str, level: &str| {
            let found = report(&posts, who, &format!("{MONTH}?unit=don-a&level={level}"));
            section(&found, "opening")["narrative"]["text"].clone()
        };
        let secret = put(&posts, "truong-a", "opening", None, &words("Chi tiết hạn chế.", "restricted"));
        assert_eq!((secret.status, &secret.json()["level"]), (200, &json!("restricted")), "{engine:?}");
        for (who, level) in
            [("tinh", "internal"), ("linh-a", "internal"), ("truong-a", "internal"), ("truong-a", "public")]
        {
            assert_eq!(text(who, level), Value::Null, "{engine:?} {who} {level}");
        }
        assert_eq!(text("truong-a", "restricted"), "Chi tiết hạn chế.");
        // Nobody is told that there is another: for the internal report nothing was written yet.
        let open = put(&posts, "ngoai-vu", "opening", None, &words("Ổn định.", "internal"));
        assert_eq!(open.status, 200, "{engine:?} {}", open.text());
        assert_eq!((text("linh-a", "internal"), text("truong-a", "internal")), (json!("Ổn định."), json!("Ổn định.")));
        assert_eq!(text("truong-a", "restricted"), "Chi tiết hạn chế.");
        // Each level has its own thread of versions.
        let held = secret.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(put(&posts, "truong-a", "opening", Some(&held), &words("x", "internal")).status, 412);
        assert_eq!(put(&posts, "truong-a", "opening", Some(&held), &words("Sửa.", "restricted")).status, 200);
        assert_eq!(put(&posts, "truong-a", "opening", None, &words("x", "secret")).status, 422);
        let unknown = json!({ "text": "x", "unit": "don-khong-co" });
        assert_eq!(put(&posts, "ngoai-vu", "opening", None, &unknown).json()["errors"][0]["code"], "unknown_unit");
        // Who may not read the restricted report writes nothing into it.
        assert_eq!(put(&posts, "linh-a", "opening", None, &words("x", "restricted")).status, 403);
    }
}
