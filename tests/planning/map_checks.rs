//! Checks of the standard map set: testimony like any other, and counted.

use serde_json::{Value, json};

use crate::posts::{Posts, id, review, tombstone, with};
use crate::support::ENGINES;

fn check(n: u64, more: &Value) -> Value {
    with(
        json!({ "type": "map_check", "id": id(n), "checked_at": "2026-11-10T08:00:00+07:00",
            "checked": "Ủy ban nhân dân xã Chiềng Khương", "used_for": "land_file", "title": "Hồ sơ cấp đất số 15/2026",
            "sheet": "tờ F-48-64-A, xuất bản 2009", "result": "inconsistent", "finding": "dùng tờ bản đồ không thuộc bộ bản đồ chuẩn",
            "follow_up": "thay tờ bản đồ và đo lại ranh giới thửa", "deadline": "trước ngày 30/11/2026", "near_marker": "VN-LA:211" }),
        more,
    )
}

fn report(posts: &Posts, who: &str, period: &str) -> Value {
    posts.get(who, &format!("/api/v1/reports/map-checks?period={period}")).json()
}

#[test]
fn a_check_is_approved_counted_in_its_period_and_its_figures_open_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let next_month = json!({ "checked_at": "2026-11-15T00:00:00+07:00", "result": "consistent", "follow_up": null, "deadline": null });
        let works = json!({ "used_for": "works", "result": "could_not_tell", "title": "Đường ra mốc 211" });
        let all = [
            check(1, &json!({})),
            check(2, &next_month),
            check(3, &works),
            check(4, &json!({ "checked_at": "2099-01-01T00:00:00Z" })),
        ];
        assert_eq!(posts.outcomes("linh-a", &all), ["accepted"; 4]);
        // Nothing counts before it is approved; who may know learns how much waits.
        let early = report(&posts, "tinh", "2026-11");
        assert_eq!((&early["map_checks"]["count"], &early["waiting"]), (&json!(0), &json!(2)), "{engine:?}");
        assert_eq!(posts.get("tinh", "/collections/map-checks/items").json()["numberMatched"], 0);
        posts.push("truong-a", &[1, 2, 3, 4].map(|n| review(50 + n, &id(n), "approve", &json!({}))));
        let month = report(&posts, "tinh", "2026-11");
        assert_eq!(
            (&month["map_checks"]["count"], &month["with_follow_up"], &month["waiting"]),
            (&json!(2), &json!(2), &json!(0)),
            "{month}"
        );
        assert_eq!(report(&posts, "tinh", "2026-12")["map_checks"]["count"], 1, "the fifteenth is the next month's");
        assert_eq!(report(&posts, "tinh", "2026")["map_checks"]["count"], 3, "a doubted time counts nowhere");
        for (list, name) in [("by_result", "result"), ("by_use", "used_for")] {
            for figure in month[list].as_array().unwrap().iter().chain([&month["map_checks"]]) {
                let href = figure["href"].as_str().unwrap().split_once("/collections/").unwrap().1.to_owned();
                let opened = posts.get("tinh", &format!("/collections/{href}")).json();
                assert_eq!(opened["numberMatched"], figure["count"], "{engine:?} {name} {figure}");
            }
        }
        let wrong = month["by_result"].as_array().unwrap().iter().find(|one| one["result"] == "inconsistent").cloned();
        assert_eq!(wrong.unwrap()["count"], 1);
        let feature = posts.get("tinh", &format!("/collections/map-checks/items/{}", id(1))).json();
        let said = &feature["properties"];
        assert_eq!(
            (&said["near_marker"], &said["at"], &said["deadline"]),
            (&json!("VN-LA:211"), &json!("2026-11-10T01:00:00.000Z"), &json!("trước ngày 30/11/2026"))
        );
        // Another post and a stranger learn nothing of it.
        for who in ["linh-b", ""] {
            assert_eq!(report(&posts, who, "2026")["map_checks"]["count"], 0, "{engine:?} {who}");
            assert_eq!(posts.get(who, &format!("/collections/map-checks/items/{}", id(1))).status, 404);
        }
        assert_eq!(report(&posts, "", "2026")["waiting"], Value::Null);
        // A correction takes its place, and what is withdrawn counts no more.
        posts.push(
            "linh-a",
            &[check(
                5,
                &json!({ "corrects": id(1), "result": "consistent", "finding": "đúng tờ chuẩn, nhầm số hiệu" }),
            )],
        );
        posts.push("truong-a", &[review(60, &id(5), "approve", &json!({})), tombstone(61, &id(3))]);
        let month = report(&posts.restarted(), "tinh", "2026-11");
        let count = |word: &str| {
            month["by_result"].as_array().unwrap().iter().find(|one| one["result"] == word).unwrap()["count"].clone()
        };
        assert_eq!(
            (count("consistent"), count("inconsistent"), count("could_not_tell")),
            (json!(1), json!(0), json!(0)),
            "{engine:?}"
        );
    }
}

#[test]
fn a_check_without_its_words_is_refused_and_a_page_says_it_in_vietnamese() {
    let posts = Posts::new(ENGINES[0]);
    for (more, pointer) in [
        (json!({ "finding": " " }), "/finding"),
        (json!({ "result": "fine" }), "/result"),
        (json!({ "follow_up": null }), "/follow_up"),
        (json!({ "sheet": null }), "/sheet"),
    ] {
        let receipt = posts.push("linh-a", &[check(1, &more)]).remove(0);
        assert_eq!(
            (&receipt["outcome"], &receipt["errors"][0]["pointer"]),
            (&json!("refused"), &json!(pointer)),
            "{more}"
        );
    }
    posts.push("linh-a", &[check(1, &json!({}))]);
    let page = posts.get("linh-a", &format!("/collections/map-checks/items/{}?f=html", id(1))).text();
    for word in ["không đúng bộ bản đồ chuẩn", "hồ sơ đất đai", "Việc phải làm tiếp", "Tờ bản đồ, bộ dữ liệu"]
    {
        assert!(page.contains(word), "{word}");
    }
    let report = posts.get("linh-a", "/api/v1/reports/map-checks?period=2026-11&f=html").text();
    assert!(
        report.contains("Kiểm tra dùng bộ bản đồ chuẩn") && report.contains("không đúng bộ bản đồ chuẩn"),
        "{report}"
    );
    for query in ["", "?period=th11"] {
        assert_eq!(posts.get("linh-a", &format!("/api/v1/reports/map-checks{query}")).status, 400);
    }
}
