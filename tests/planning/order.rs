//! What is due does not depend on the order in which anything came; and whoever is told of what is restricted is noted.

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::due::{rule, set};
use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::{ENGINES, Engine, block_on};

#[test]
fn what_is_due_does_not_depend_on_the_order_in_which_anything_came() {
    for engine in ENGINES {
        let told = [3, 7].map(|seed: u64| {
            let posts = Posts::new(engine);
            let mut all: Vec<Value> = Vec::new();
            let markers = ["143", "144", "145", "146", "192", "193", "194", "195", "210", "211", "212"];
            for n in 0..60_u64 {
                let marker = markers[usize::try_from(n * 7 % 11).unwrap()];
                let mode = ["unilateral", "joint", "bilateral"][usize::try_from(n % 3).unwrap()];
                let day = format!("2026-{:02}-{:02}T08:00:00+07:00", 1 + n % 10, 1 + n % 28);
                let mut one = inspection(100 * n + 1, &json!({ "marker": format!("VN-LA:{marker}"), "mode": mode, "observed_at": day }));
                if n % 5 == 0 {
                    one.as_object_mut().unwrap().remove("marker");
                    one = with(one, &json!({ "segment": "VN-LA:143..145", "condition": "good" }));
                }
                if n % 6 == 0 {
                    all.push(tombstone(100 * n + 2, &id(100 * n + 1)));
                }
                if n % 8 == 0 {
                    let later = json!({ "id": id(100 * n + 3), "corrects": id(100 * n + 1), "observed_at": "2026-10-30T08:00:00+07:00" });
                    all.push(with(one.clone(), &later));
                }
                all.push(one);
            }
            all.sort_by_key(|one| {
                let text = one["id"].as_str().unwrap().bytes().fold(seed, |n, byte| n.wrapping_mul(31).wrapping_add(byte.into()));
                text.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            });
            let (before, after) = all.split_at(if seed == 3 { 20 } else { 60 });
            posts.push("linh-a", before);
            for (n, more) in [(90_000, json!({})), (90_001, json!({ "subject": "line_course", "every": 30, "per": "day" })),
                (90_002, json!({ "mode": "joint", "every": 2, "places": ["VN-LA:143..145", "VN-LA:211"] }))] {
                assert_eq!(set(&posts, "ngoai-vu", &rule(n, &more)), 201);
            }
            posts.push("linh-a", after);
            let found = |posts: &Posts| posts.get("linh-a", "/api/v1/inspections/due?line=VN-LA&as_of=2026-11-22&limit=1000").json()["due"].clone();
            let without_base = |found: Value| -> Vec<Value> {
                let mut all = found.as_array().unwrap().clone();
                for one in &mut all {
                    one.as_object_mut().unwrap().remove("href");
                    if let Some(last) = one["last_inspection"].as_object_mut() {
                        last.remove("href");
                    }
                }
                all
            };
            let now = without_base(found(&posts));
            assert_eq!(without_base(found(&posts.restarted())), now, "{engine:?}: built anew it is the same");
            now
        });
        assert!(told[0].len() > 20, "{}", told[0].len());
        assert_eq!(told[0], told[1], "{engine:?}");
    }
}

async fn lines(posts: &Posts, engine: Engine) -> i64 {
    let sql = "SELECT COUNT(*) FROM read_log";
    match engine {
        Engine::Sqlite => {
            let mut conn = sqlx::SqliteConnection::connect(posts.database_url()).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut conn).await.unwrap()
        }
        Engine::Postgres => {
            let mut conn = sqlx::PgConnection::connect(posts.database_url()).await.unwrap();
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut conn).await.unwrap()
        }
    }
}

#[test]
fn whoever_learns_of_a_restricted_inspection_by_what_is_due_is_noted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("truong-a", &[inspection(1, &json!({ "label": "restricted" }))]);
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({}))]);
        for path in [
            "/collections/markers/items/VN-LA:211",
            "/api/v1/inspections/due?line=VN-LA&limit=1000",
            "/api/v1/segments/VN-LA:210..211/risk",
        ] {
            let told = |who: &str| {
                let before = block_on(lines(&posts, engine));
                let answer = posts.get(who, path);
                assert_eq!(answer.status, 200);
                (block_on(lines(&posts, engine)) - before, answer.text().contains(&id(1)))
            };
            assert_eq!(told("truong-a"), (1, true), "{engine:?} {path}");
            assert_eq!(told("linh-a"), (0, false), "{engine:?} {path}: he does not learn of it");
        }
    }
}
