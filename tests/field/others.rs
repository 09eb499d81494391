//! What one post sets, walks or writes beside another's counts for itself; and nothing of what is restricted gets out by what
//! was set aside or worked out of it.

use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::posts::{Posts, id, inspection, review, with};
use crate::support::{ENGINES, Engine, block_on};

fn thread(posts: &Posts, who: &str, n: u64) -> Value {
    posts.get(who, &format!("/api/v1/records/{}", id(n))).json()
}

fn hazard(n: u64) -> Value {
    json!({ "type": "hazard", "id": id(n), "kind": "crack", "severity": "high", "near_marker": "VN-LA:211",
        "observed_at": "2026-11-20T08:30:00+07:00" })
}

#[test]
fn a_restricted_content_that_was_set_aside_stays_restricted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[inspection(1, &json!({}))]);
        posts.push("truong-a", &[inspection(1, &json!({ "label": "restricted", "notes": "lời kín" }))]);
        let contents = thread(&posts, "truong-a", 1)["contents"].as_array().unwrap().clone();
        let digest = |is_kept: bool| {
            let one = contents.iter().find(|one| one.to_string().contains("lời kín") == is_kept);
            one.unwrap_or_else(|| panic!("{contents:?}"))["digest"].clone()
        };
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({ "content": digest(false) }))]);
        let back = json!({ "content": digest(true), "remark": "không phải" });
        posts.push("truong-a", &[review(3, &id(1), "return", &back)]);
        let told = thread(&posts, "linh-a", 1);
        assert_eq!((&told["label"], told.to_string().contains("lời kín")), (&json!("internal"), false), "{told}");
        assert!(thread(&posts, "truong-a", 1).to_string().contains("lời kín"));
        // Nor what was said about it in setting it aside.
        assert!(!told.to_string().contains("không phải"), "{told}");
        assert!(thread(&posts, "truong-a", 1).to_string().contains("không phải"));
    }
}

#[test]
fn a_content_that_was_set_aside_keeps_the_label_of_what_it_was_about() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("truong-a", &[hazard(10), with(hazard(11), &json!({ "label": "restricted" }))]);
        let reading = |of: u64, width: f64| {
            json!({ "type": "reading", "id": id(1), "hazard": id(of), "observed_at": "2026-11-20T08:30:00+07:00",
                "method": "tape", "width_mm": width })
        };
        posts.push("linh-a", &[reading(10, 5.0)]);
        posts.push("truong-a", &[reading(11, 777.125)]);
        let contents = thread(&posts, "truong-a", 1)["contents"].as_array().unwrap().clone();
        let digest = |is_of_hidden: bool| {
            let one = contents.iter().find(|one| one.to_string().contains("777.125") == is_of_hidden);
            one.unwrap_or_else(|| panic!("{contents:?}"))["digest"].clone()
        };
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({ "content": digest(false) }))]);
        let back = json!({ "content": digest(true), "remark": "nhầm vết nứt" });
        posts.push("truong-a", &[review(3, &id(1), "return", &back)]);
        let told = thread(&posts, "linh-a", 1);
        assert_eq!((&told["label"], told.to_string().contains("777.125")), (&json!("internal"), false), "{told}");
        assert!(thread(&posts, "truong-a", 1).to_string().contains("777.125"), "{engine:?}");
    }
}

#[test]
fn a_task_of_a_restricted_meeting_is_restricted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let meeting = json!({ "type": "meeting", "id": id(1), "held_at": "2026-11-20T08:30:00+07:00", "kind": "talks",
            "title": "Họp kín", "other": "Lào", "agreed": ["điểm kín"], "label": "restricted" });
        assert_eq!(posts.outcomes("truong-a", &[meeting]), ["accepted"]);
        let task = json!({ "id": id(2), "at": "2026-11-21T01:00:00Z", "point": 1, "lead": ["don-a"], "deadline": "trong tháng" });
        let answer = posts.post("truong-a", &format!("/api/v1/meetings/{}/tasks", id(1)), &task);
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(posts.get("linh-a", &format!("/api/v1/records/{}", id(2))).status, 404, "{engine:?}");
        assert_eq!(thread(&posts, "truong-a", 2)["label"], "restricted");
    }
}

#[test]
fn a_limit_is_for_the_hazards_of_whoever_watches_them() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[hazard(1)]);
        let label = json!({ "type": "relabel", "id": id(3), "target": id(1), "label": "public", "reason": "báo dân" });
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({})), label]);
        let limit =
            |n: u64| json!({ "id": id(n), "hazard": id(1), "watched": "width_mm", "limit": 1, "reason": "của đồn B" });
        assert_eq!(posts.post("truong-b", "/api/v1/thresholds", &limit(10)).status, 403, "{engine:?}");
        assert_eq!(posts.post("truong-a", "/api/v1/thresholds", &limit(11)).status, 201);
    }
}

#[test]
fn a_plan_is_carried_out_by_its_own_post() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let plan = json!({ "type": "patrol_plan", "id": id(1), "mode": "unilateral", "force": "border_guard",
            "starts_on": "2026-11-20", "due": "2026-11-22", "segment": "VN-LA:210..211" });
        let receipt = posts.push("truong-a", &[plan]).remove(0);
        assert_eq!(receipt["outcome"], "accepted", "{receipt}");
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({}))]);
        let patrol = |n: u64| {
            json!({ "type": "patrol", "id": id(n), "mode": "unilateral", "force": "border_guard", "plan": id(1),
                "started_at": "2026-11-20T06:00:00+07:00" })
        };
        posts.push("linh-b", &[patrol(10)]);
        posts.push("truong-b", &[review(11, &id(10), "approve", &json!({}))]);
        let state = |posts: &Posts| posts.get("tinh", "/api/v1/patrol-plans").json()["plans"][0]["state"].clone();
        assert_ne!(state(&posts), "carried_out", "{engine:?}");
        // Nor by one who looks after another part of the line and does not see the plan.
        let elsewhere = with(patrol(14), &json!({ "segment": "VN-LA:144..145" }));
        let receipt = posts.push("tuyen-a", &[elsewhere]).remove(0);
        assert_eq!((&receipt["outcome"], &receipt["errors"][0]["pointer"]), (&json!("refused"), &json!("/plan")));
        posts.push("linh-a", &[patrol(12)]);
        posts.push("truong-a", &[review(13, &id(12), "approve", &json!({}))]);
        assert_eq!(state(&posts), "carried_out", "{engine:?}");
    }
}

#[test]
fn a_rule_that_no_entry_wrote_lets_nothing_pass() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let rule = json!({ "id": id(900), "passes": [{ "kind": "hazard", "min_severity": "high" }],
            "from": "2026-11-01T00:00:00Z", "reason": "báo ngay" });
        assert_eq!(posts.post("truong-a", "/api/v1/approval-rules", &rule).status, 201);
        let literal = match engine {
            Engine::Sqlite => format!("X'{}'", id(901).replace('-', "")),
            Engine::Postgres => format!("'{}'", id(901)),
        };
        let steps = [
            "CREATE TEMP TABLE forged AS SELECT * FROM record WHERE type = 'approval_rule'".to_owned(),
            format!("UPDATE forged SET id = {literal}, unit = 'don-b'"),
            "INSERT INTO record SELECT * FROM forged".to_owned(),
        ];
        let url = posts.database_url().to_owned();
        block_on(async {
            if engine == Engine::Sqlite {
                let options: sqlx::sqlite::SqliteConnectOptions = url.parse().unwrap();
                let mut conn = options.connect().await.unwrap();
                for sql in steps {
                    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
                }
            } else {
                let mut conn = sqlx::PgConnection::connect(&url).await.unwrap();
                for sql in steps {
                    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
                }
            }
        });
        let listed =
            |who: &str| posts.get(who, "/api/v1/approval-rules").json()["rules"].as_array().map_or(0, Vec::len);
        assert_eq!((listed("truong-a"), listed("truong-b")), (1, 0), "{engine:?}");
        posts.push("linh-b", &[with(hazard(1), &json!({}))]);
        assert_eq!(thread(&posts, "linh-b", 1)["review_state"], "submitted", "{engine:?}");
        posts.push("linh-a", &[hazard(2)]);
        assert_eq!(thread(&posts, "linh-a", 2)["review_state"], "approved", "{engine:?}: the true one still does");
    }
}
