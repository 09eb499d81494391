//! Whoever is handed restricted words is noted first, also of what stands in no layer.

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::{ENGINES, Engine, block_on};

async fn run(posts: &Posts, engine: Engine, sql: &'static str) -> Option<i64> {
    match engine {
        Engine::Sqlite => {
            let mut conn = sqlx::SqliteConnection::connect(posts.database_url()).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_optional(&mut conn).await.unwrap()
        }
        Engine::Postgres => {
            let mut conn = sqlx::PgConnection::connect(posts.database_url()).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_optional(&mut conn).await.unwrap()
        }
    }
}

fn thread(n: u64) -> String {
    format!("/api/v1/records/{}", id(n))
}

/// What is restricted and in no layer, or hangs on what is not restricted.
fn write(posts: &Posts) {
    let secret = json!({ "label": "restricted", "notes": "KÍN" });
    let both = |more: Value| with(more, &secret);
    let counterpart = both(json!({ "type": "counterpart", "id": id(12), "inspection": id(11),
        "observed_at": "2026-11-20T09:00:00+07:00", "other": "Bôlikhămxay", "condition": "good" }));
    let crack = json!({ "type": "hazard", "id": id(21), "kind": "crack", "severity": "low", "near_marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" });
    let report = json!({ "type": "damage_report", "id": id(22), "finding": id(21), "reported_at": "2026-01-02T00:00:00Z",
        "addressee": "Tỉnh", "remedy": "trám" });
    let answer = json!({ "type": "answer", "id": id(23), "report": id(22), "answered_at": "2026-01-03T00:00:00Z",
        "ruling": "approved", "authority": "Tỉnh", "text": "KÍN", "label": "restricted" });
    let records = [
        inspection(1, &secret),
        inspection(11, &json!({})),
        counterpart,
        crack,
        report,
        answer,
        both(json!({ "type": "inspection", "form": 9, "id": id(31) })),
        inspection(41, &secret),
        inspection(42, &json!({ "corrects": id(41) })),
        inspection(51, &json!({})),
    ];
    let outcomes = posts.outcomes("truong-a", &records);
    assert!(!outcomes.contains(&"refused".to_owned()), "{outcomes:?}");
    posts.push("truong-a", &[review(2, &id(1), "approve", &json!({})), tombstone(3, &id(1))]);
}

#[test]
fn restricted_words_in_a_thread_are_noted_or_not_told() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        write(&posts);
        let lines = || block_on(run(&posts, engine, "SELECT COUNT(*) FROM read_log")).unwrap();
        let read = |who: &str, path: &str| {
            let before = lines();
            let answer = posts.get(who, path);
            (answer.status, lines() - before, answer.text().contains("KÍN"))
        };
        // What was withdrawn, what the other side saw of it, an answer two steps away, a form that cannot be read, what was corrected.
        for n in [1, 11, 12, 21, 22, 23, 31, 41] {
            assert_eq!(read("truong-a", &thread(n)), (200, 1, true), "{engine:?}: {n}");
            let page = format!("{}?f=html", thread(n));
            assert_eq!(read("truong-a", &page), (200, 1, true), "{engine:?}: {n} as a page");
        }
        assert_eq!(read("truong-a", &thread(51)), (200, 0, false), "{engine:?}: nothing restricted in it");
        for n in [11, 21, 51] {
            assert_eq!(
                read("linh-a", &thread(n)),
                (200, 0, false),
                "{engine:?}: {n}: he is not told what is restricted"
            );
        }
        assert_eq!(read("linh-a", &thread(1)), (404, 0, false));
        // What the log of changes says of a restricted record, withdrawn or not.
        assert_eq!(read("kiem-tra", &format!("/api/v1/audit?record={}", id(1))), (200, 1, false), "{engine:?}");

        block_on(run(&posts, engine, "DROP TABLE read_log"));
        for n in [1, 11, 12, 21, 31, 41] {
            assert_eq!(posts.get("truong-a", &thread(n)).status, 503, "{engine:?}: {n}");
        }
        assert_eq!(posts.get("kiem-tra", &format!("/api/v1/audit?record={}", id(1))).status, 503, "{engine:?}");
        assert_eq!(posts.get("truong-a", &thread(51)).status, 200);
        assert_eq!(posts.get("linh-a", &thread(11)).status, 200);
    }
}

#[test]
fn what_a_page_tells_of_restricted_records_by_the_way_is_noted() {
    let posts = Posts::new(Engine::Sqlite);
    let secret = json!({ "label": "restricted" });
    let post = json!({ "type": "object", "id": id(1), "kind": "post", "name": "Trạm 5", "marker": "VN-LA:211" });
    let look = json!({ "type": "inspection", "form": 2, "id": id(2), "object": id(1), "mode": "unilateral",
        "observed_at": "2026-11-20T01:00:00Z", "condition": "damaged" });
    let crack = json!({ "type": "hazard", "id": id(3), "kind": "crack", "severity": "low", "near_marker": "VN-LA:211",
        "observed_at": "2026-01-01T00:00:00Z" });
    let reading = json!({ "type": "reading", "id": id(4), "hazard": id(3), "observed_at": "2026-02-01T00:00:00Z",
        "method": "tape", "width_mm": 77.125 });
    posts.push("truong-a", &[post, with(look, &secret), crack, with(reading, &secret)]);
    let limit = json!({ "id": id(5), "hazard": id(3), "watched": "width_mm", "measure": "value", "limit": 10, "reason": "thử" });
    let set = posts.post("truong-a", "/api/v1/thresholds", &limit);
    assert_eq!(set.status, 201, "{}", set.text());
    let lines = || block_on(run(&posts, Engine::Sqlite, "SELECT COUNT(*) FROM read_log")).unwrap();
    for (path, tells) in [
        (thread(1), "damaged"),
        (format!("/collections/objects/items/{}", id(1)), "damaged"),
        (format!("/collections/hazards/items/{}", id(3)), "77.125"),
    ] {
        for (who, knows) in [("truong-a", true), ("linh-a", false)] {
            let before = lines();
            let answer = posts.get(who, &path);
            let noted = lines() > before;
            assert_eq!((answer.status, answer.text().contains(tells), noted), (200, knows, knows), "{who} {path}");
        }
    }
}
