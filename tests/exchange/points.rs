//! What a meeting agreed on becomes tasks; what a notice said is passed on and acknowledged, each with its time.

use serde_json::{Value, json};

use crate::posts::{Posts, id, review, tombstone, with};
use crate::support::ENGINES;

fn meeting(n: u64) -> Value {
    json!({ "type": "meeting", "id": id(n), "held_at": "2026-11-20T03:00:00Z", "kind": "talks", "title": "Hội đàm mốc 211",
        "other": "Đại đội biên phòng 217", "agreed": ["Kè chân mốc 211", "Phát quang đoạn 144 - 145"] })
}

fn task(n: u64, point: u64, more: &Value) -> Value {
    with(
        json!({ "id": id(n), "at": "2026-11-21T01:00:00Z", "point": point, "lead": ["Đồn Biên phòng A"],
            "support": ["UBND xã"], "deadline": "trước mùa mưa năm 2027" }),
        more,
    )
}

fn points(posts: &Posts, who: &str) -> Value {
    posts.get(who, &format!("/api/v1/records/{}", id(1))).json()["points"].clone()
}

#[test]
fn an_agreed_point_becomes_a_task_and_the_meeting_shows_which() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[meeting(1)]);
        let path = format!("/api/v1/meetings/{}/tasks", id(1));
        let made = posts.post("linh-a", &path, &task(2, 1, &json!({ "marker": "VN-LA:211" })));
        assert_eq!((made.status, &made.json()["point"]), (201, &json!(1)), "{engine:?}: {}", made.text());
        assert_eq!(
            posts.post("linh-a", &path, &task(2, 1, &json!({ "marker": "VN-LA:211" }))).status,
            201,
            "sent again"
        );
        let told = points(&posts, "linh-a");
        assert_eq!(told[0]["text"], "Kè chân mốc 211");
        let one = json!({ "task": id(2), "title": "Kè chân mốc 211", "lead": ["Đồn Biên phòng A"], "support": ["UBND xã"],
            "deadline": "trước mùa mưa năm 2027", "review_state": "submitted" });
        assert_eq!((&told[0]["tasks"], &told[1]["tasks"]), (&json!([one]), &json!([])), "{engine:?}");
        let item = posts.get("linh-a", &format!("/collections/tasks/items/{}", id(2))).json();
        assert_eq!(item["properties"]["agreed"], json!({ "meeting": id(1), "point": 1 }), "{item}");
        assert_eq!(posts.get("linh-a", &format!("/api/v1/records/{}", id(2))).json()["about"], json!(id(1)));
        // It is one's own record like another: approved before others see it, withdrawn by who made it.
        assert_eq!(posts.get("tinh", &format!("/collections/tasks/items/{}", id(2))).status, 404);
        posts.push("truong-a", &[review(3, &id(1), "approve", &json!({})), review(4, &id(2), "approve", &json!({}))]);
        assert_eq!(points(&posts, "tinh")[0]["tasks"][0]["review_state"], "approved", "{engine:?}");
        posts.push("truong-a", &[tombstone(5, &id(2))]);
        assert_eq!(points(&posts, "tinh")[0]["tasks"], json!([]), "{engine:?}");
    }
}

#[test]
fn a_task_may_come_before_its_meeting_and_none_is_of_a_point_that_nobody_agreed_on() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let by_push = |n: u64, point: u64| {
            with(task(n, point, &json!({})), &json!({ "type": "task", "meeting": id(1), "title": "Phát quang" }))
        };
        assert_eq!(posts.outcomes("linh-a", &[by_push(2, 2)]), ["held"], "{engine:?}");
        assert_eq!(posts.outcomes("linh-a", &[meeting(1)]), ["accepted"]);
        assert_eq!(points(&posts, "linh-a")[1]["tasks"][0]["task"], json!(id(2)), "{engine:?}");
        assert_eq!(posts.outcomes("linh-a", &[by_push(2, 2), by_push(3, 3)]), ["duplicate", "refused"], "{engine:?}");
        let path = |of: &str| format!("/api/v1/meetings/{of}/tasks");
        let refused = posts.post("linh-a", &path(&id(1)), &task(4, 3, &json!({ "title": "x" })));
        assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].clone()), (422, json!("/point")));
        let empty = posts.post("linh-a", &path(&id(1)), &json!({ "id": id(4) }));
        let mut pointers: Vec<Value> =
            empty.json()["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
        pointers.sort_by_key(ToString::to_string);
        assert_eq!(pointers, ["/at", "/deadline", "/lead", "/point", "/title"]);
        // Of a meeting that he does not see, of what is no meeting, of what was withdrawn: there is nothing to be done.
        assert_eq!(posts.post("linh-b", &path(&id(1)), &task(5, 1, &json!({}))).status, 404);
        assert_eq!(posts.post("linh-a", &path(&id(2)), &task(5, 1, &json!({}))).status, 404);
        posts.push("linh-a", &[tombstone(6, &id(1))]);
        assert_eq!(posts.post("linh-a", &path(&id(1)), &task(5, 1, &json!({}))).status, 404);
    }
}

#[test]
fn a_notice_says_to_whom_it_was_passed_on_and_when_each_acknowledged() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let subject = "Xả nước hồ Nậm Sim";
        let notice = json!({ "type": "notice", "id": id(1), "at": "2026-11-20T02:12:00Z", "direction": "in",
            "kind": "reservoir_discharge", "other": "tỉnh Hủa Phăn", "subject": subject });
        let pass = |n: u64, to: &str| {
            json!({ "type": "forward", "id": id(n), "notice": id(1), "to": to, "at": "2026-11-20T02:20:00Z",
                "subject": subject })
        };
        let ack = |n: u64, at: &str| json!({ "type": "acknowledgement", "id": id(n), "forward": id(2), "at": format!("2026-11-20T02:{at}:00Z") });
        posts.push("ngoai-vu", &[notice, pass(2, "don-a"), pass(3, "don-b")]);
        posts.push("ngoai-vu", &[ack(10, "21")]);
        let told = |n: usize, name: &str| {
            posts.get("ngoai-vu", &format!("/api/v1/records/{}", id(1))).json()["passed_on"][n][name].clone()
        };
        assert_eq!((told(0, "to"), told(0, "at")), (json!("don-a"), json!("2026-11-20T02:20:00.000Z")), "{engine:?}");
        assert_eq!(
            told(0, "acknowledged_at"),
            Value::Null,
            "{engine:?}: that the office read it itself is not the post's word"
        );
        posts.push("linh-a", &[ack(11, "40"), ack(12, "31")]);
        assert_eq!(told(0, "acknowledged_at"), "2026-11-20T02:31:00.000Z", "{engine:?}");
        assert!(told(0, "acknowledgement_received_at").is_string());
        assert_eq!((told(1, "to"), told(1, "acknowledged_at")), (json!("don-b"), Value::Null), "{engine:?}");
    }
}
