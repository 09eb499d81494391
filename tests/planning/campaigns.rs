//! Campaigns: how far each has come, worked out from the inspections that somebody may see.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone, with};
use crate::support::ENGINES;

fn campaign(n: u64, more: &Value) -> Value {
    with(
        json!({ "id": id(n), "title": "Kiểm tra đơn phương đoạn 143–146, 210–212", "mode": "unilateral",
            "subjects": ["markers", "line_course"], "places": ["VN-LA:143..146", "VN-LA:210..212"], "from": "2026-03-01",
            "to": "2026-05-31", "source": "Kế hoạch số 7/KH-BCH ngày 10/02/2026",
            "shares": [{ "unit": "don-a", "places": ["VN-LA:210..212"] }, { "unit": "don-b", "places": ["VN-LA:143..146"] }] }),
        more,
    )
}

fn on(n: u64, place: (&str, &str), day: &str, more: &Value) -> Value {
    let mut one = inspection(n, &json!({ "observed_at": format!("{day}T08:00:00+07:00"), "condition": "good" }));
    one.as_object_mut().unwrap().remove("marker");
    one[place.0] = json!(place.1);
    with(one, more)
}

fn shown(posts: &Posts, who: &str, n: u64) -> Value {
    let answer = posts.get(who, &format!("/api/v1/campaigns/{}", id(n)));
    assert_eq!(answer.status, 200, "{who}: {}", answer.text());
    answer.json()
}

#[test]
fn progress_is_worked_out_per_marker_and_segment_and_an_incomplete_end_is_said() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        for (who, status) in [("linh-a", 403), ("truong-a", 403), ("tinh", 403), ("", 401), ("ngoai-vu", 201)] {
            assert_eq!(
                posts.post(who, "/api/v1/campaigns", &campaign(900, &json!({}))).status,
                status,
                "{engine:?} {who}"
            );
        }
        let began = shown(&posts, "linh-a", 900);
        assert_eq!(
            (&began["state"], &began["progress"]["all"]),
            (&json!("ended_incomplete"), &json!({ "done": 0, "of": 12, "percent": 0 }))
        );
        posts.push(
            "linh-a",
            &[
                on(1, ("marker", "VN-LA:210"), "2026-03-01", &json!({})),
                on(2, ("marker", "VN-LA:211"), "2026-05-31", &json!({})),
                // Outside its days, in another mode, of a doubted time: none of these counts.
                on(3, ("marker", "VN-LA:212"), "2026-02-28", &json!({})),
                on(4, ("marker", "VN-LA:212"), "2026-04-01", &json!({ "mode": "joint" })),
                on(5, ("marker", "VN-LA:212"), "2099-04-01", &json!({})),
                on(6, ("segment", "VN-LA:210..212"), "2026-04-02", &json!({})),
            ],
        );
        posts.push("linh-b", &[on(10, ("segment", "VN-LA:144..146"), "2026-04-02", &json!({}))]);
        let own = shown(&posts, "linh-a", 900);
        assert_eq!(own["progress"]["markers"], json!({ "done": 2, "of": 7, "percent": 28 }), "{engine:?}");
        assert_eq!(own["progress"]["segments"], json!({ "done": 2, "of": 5, "percent": 40 }), "{engine:?}");
        assert_eq!(own["missing"]["segments"], json!(["VN-LA:143..144", "VN-LA:144..145", "VN-LA:145..146"]));
        assert_eq!(own["by_unit"], json!([{ "unit": "don-a", "inspections": 3 }]));
        let share = own["shares"].as_array().unwrap()[0].clone();
        assert_eq!(
            (&share["markers"]["percent"], &share["missing"]["markers"]),
            (&json!(66), &json!(["VN-LA:212"])),
            "{share}"
        );
        // The other post has its own, the province what is approved, a stranger no campaign at all.
        assert_eq!(shown(&posts, "linh-b", 900)["progress"]["segments"]["done"], 2);
        assert_eq!(shown(&posts, "linh-b", 900)["progress"]["markers"]["done"], 0);
        assert_eq!(shown(&posts, "tinh", 900)["progress"]["all"]["done"], 0);
        assert_eq!(posts.get("", &format!("/api/v1/campaigns/{}", id(900))).status, 404);
        assert_eq!(posts.get("", "/api/v1/campaigns").json()["campaigns"], json!([]));
        posts.push("truong-a", &[review(50, &id(1), "approve", &json!({})), review(51, &id(6), "approve", &json!({}))]);
        posts.push("truong-b", &[review(52, &id(10), "approve", &json!({}))]);
        let province = shown(&posts, "tinh", 900);
        assert_eq!(
            (&province["progress"]["markers"]["done"], &province["progress"]["segments"]["done"]),
            (&json!(1), &json!(4))
        );
        assert_eq!(
            province["by_unit"],
            json!([{ "unit": "don-a", "inspections": 2 }, { "unit": "don-b", "inspections": 1 }])
        );
        let listed = posts.restarted().get("tinh", "/api/v1/campaigns").json();
        assert_eq!(listed["campaigns"][0]["progress"], province["progress"], "{engine:?}");
    }
}

#[test]
fn parts_that_cover_a_segment_together_make_it_whole_and_a_withdrawn_one_opens_it_again() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let whole =
            json!({ "places": ["VN-LA:143..145"], "subjects": ["line_course"], "shares": [], "to": "2098-12-31" });
        assert_eq!(posts.post("ngoai-vu", "/api/v1/campaigns", &campaign(900, &whole)).status, 201);
        posts.push("linh-a", &[on(1, ("segment", "VN-LA:143..145"), "2026-04-02", &json!({}))]);
        assert_eq!(shown(&posts, "linh-a", 900)["state"], "complete", "{engine:?}");
        assert_eq!(shown(&posts, "linh-b", 900)["state"], "under_way", "{engine:?}");
        posts.push("linh-a", &[tombstone(50, &id(1))]);
        assert_eq!(shown(&posts, "linh-a", 900)["state"], "under_way", "{engine:?}");
        let end = json!({ "id": id(950), "reason": "dừng vì mưa lũ" });
        let path = format!("/api/v1/campaigns/{}/end", id(900));
        assert_eq!(posts.post("linh-a", &path, &end).status, 403);
        assert_eq!(posts.post("ngoai-vu", &path, &end).status, 201);
        let ended = shown(&posts, "linh-a", 900);
        assert_eq!(
            (&ended["state"], &ended["ended"]["reason"]),
            (&json!("ended_incomplete"), &json!("dừng vì mưa lũ")),
            "{engine:?}"
        );
        let page = posts.get("linh-a", &format!("/api/v1/campaigns/{}?f=html", id(900))).text();
        assert!(page.contains("đã kết thúc, chưa kiểm tra đủ"), "{page}");
    }
}

#[test]
fn what_is_wrong_with_a_campaign() {
    let posts = Posts::new(ENGINES[0]);
    for (more, pointer) in [
        (json!({ "subjects": ["objects"] }), "/subjects/0"),
        (json!({ "to": "2026-02-01" }), "/to"),
        (json!({ "source": null }), "/source"),
        (json!({ "places": ["VN-LA:1..2"] }), "/places/0"),
        (json!({ "shares": [{ "unit": "don-x", "places": ["VN-LA:211"] }] }), "/shares/0/unit"),
        (json!({ "shares": [{ "unit": "don-a", "places": ["VN-CN:295"] }] }), "/shares/0/places/0"),
    ] {
        let answer = posts.post("ngoai-vu", "/api/v1/campaigns", &campaign(901, &more));
        assert_eq!(
            (answer.status, &answer.json()["errors"][0]["pointer"]),
            (422, &json!(pointer)),
            "{more}: {}",
            answer.text()
        );
    }
}
