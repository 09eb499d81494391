//! A month of two posts: something of every kind that a report counts.

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, with};
use crate::support::Engine;

pub(crate) const MONTH: &str = "/api/v1/reports/periodic/2026-11";

/// A patrol of November.
pub(crate) fn patrol(n: u64, day: &str, mode: &str) -> Value {
    json!({ "type": "patrol", "id": id(n), "mode": mode, "force": "border_guard",
        "started_at": format!("{day}T06:00:00+07:00"), "ended_at": format!("{day}T16:00:00+07:00"), "segment": "VN-LA:193..194" })
}

pub(crate) fn seen(n: u64, day: &str, marker: &str, condition: &str) -> Value {
    inspection(n, &json!({ "marker": marker, "condition": condition, "observed_at": format!("{day}T08:30:00+07:00") }))
}

fn approve(posts: &Posts, who: &str, ids: impl IntoIterator<Item = u64>) {
    let reviews: Vec<Value> = ids.into_iter().map(|n| review(10_000 + n, &id(n), "approve", &json!({}))).collect();
    let outcomes = posts.outcomes(who, &reviews);
    assert!(outcomes.iter().all(|outcome| outcome == "accepted"), "{outcomes:?}");
}

pub(crate) fn push(posts: &Posts, who: &str, records: &[Value]) {
    let receipts = posts.push(who, records);
    assert!(receipts.iter().all(|receipt| receipt["outcome"] == "accepted"), "{receipts:?}");
}

/// Pushes and approves what belongs to post A.
pub(crate) fn add(posts: &Posts, records: &[Value]) {
    push(posts, "linh-a", records);
    let of = |one: &Value| u64::from_str_radix(&one["id"].as_str().unwrap()[24..], 16).unwrap();
    approve(posts, "truong-a", records.iter().map(of));
}

/// The whole month.
pub(crate) fn month(engine: Engine) -> Posts {
    let posts = Posts::new(engine);
    add(
        &posts,
        &[
            seen(1, "2026-10-15", "VN-LA:144", "good"),
            seen(2, "2026-11-02", "VN-LA:211", "damaged"),
            with(seen(3, "2026-11-14", "VN-LA:193", "tilted"), &json!({ "mode": "joint" })),
            // Of the month before, and of the month after.
            seen(4, "2026-10-14", "VN-LA:194", "missing"),
            seen(5, "2026-11-15", "VN-LA:194", "good"),
            patrol(10, "2026-10-20", "bilateral"),
            patrol(11, "2026-11-03", "bilateral"),
            patrol(12, "2026-11-04", "unilateral"),
            json!({ "type": "hazard", "id": id(20), "kind": "crack", "severity": "moderate", "near_marker": "VN-LA:211",
                "observed_at": "2026-11-02T08:00:00+07:00", "title": "Vết nứt khu vực mốc 211" }),
            json!({ "type": "reading", "id": id(21), "hazard": id(20), "observed_at": "2026-11-03T08:00:00+07:00", "method": "gauge",
                "width_mm": 12.5, "uncertainty_mm": 0.5 }),
            json!({ "type": "incident", "id": id(30), "kind": "timber", "title": "Vận chuyển gỗ trái phép", "marker": "VN-LA:211",
                "observed_at": "2026-11-05T01:00:00Z" }),
            json!({ "type": "damage_report", "id": id(40), "finding": id(2), "reported_at": "2026-11-04T08:00:00+07:00",
                "number": "45/BC-ĐBP", "addressee": "UBND tỉnh", "remedy": "Gia cố chân mốc" }),
            json!({ "type": "answer", "id": id(41), "report": id(40), "answered_at": "2026-11-10T08:00:00+07:00",
                "ruling": "approved", "authority": "UBND tỉnh", "number": "812/UBND-NC" }),
            json!({ "type": "meeting", "id": id(50), "held_at": "2026-11-06T08:30:00+07:00", "kind": "talks", "title": "Hội đàm quý IV",
                "other": "Đồn Xiềng Khọ (Lào)", "agreed": ["Cùng tuần tra tháng 12"] }),
        ],
    );
    // What waits, what is another post's, and what not everybody may read.
    push(&posts, "linh-a", &[seen(60, "2026-11-07", "VN-LA:145", "good")]);
    push(&posts, "linh-b", &[seen(70, "2026-11-08", "VN-LA:144", "good"), patrol(71, "2026-11-08", "joint")]);
    approve(&posts, "truong-b", [70, 71]);
    add(&posts, &[with(seen(80, "2026-11-09", "VN-LA:212", "damaged"), &json!({ "label": "restricted" }))]);
    let notice = json!({ "type": "notice", "id": id(90), "at": "2026-11-10T09:12:00+07:00", "direction": "in",
        "kind": "reservoir_discharge", "other": "tỉnh Hủa Phăn (Lào)", "subject": "xả nước hồ" });
    let forward = |n: u64, to: &str| {
        json!({ "type": "forward", "id": id(n), "notice": id(90), "to": to, "at": "2026-11-10T09:20:00+07:00",
        "subject": "xả nước hồ" })
    };
    push(&posts, "ngoai-vu", &[notice, forward(91, "don-a"), forward(92, "don-b")]);
    let acknowledged =
        json!({ "type": "acknowledgement", "id": id(93), "forward": id(91), "at": "2026-11-10T09:31:00+07:00" });
    push(&posts, "linh-a", &[acknowledged]);
    posts
}

/// Issues a report as it was just read.
pub(crate) fn issue(posts: &Posts, who: &str, address: &str, letter: &Value) -> crate::support::Answer {
    let unit = letter["unit"].as_str().map_or_else(String::new, |unit| format!("?unit={unit}"));
    let read = report(posts, who, &format!("{address}{unit}"));
    posts.post(who, address, &with(letter.clone(), &json!({ "cutoff": read["cutoff"] })))
}

/// A report as somebody gets it.
pub(crate) fn report(posts: &Posts, who: &str, address: &str) -> Value {
    let answer = posts.get(who, address);
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    answer.json()
}

pub(crate) fn figures(report: &Value) -> Vec<Value> {
    let sections = report["sections"].as_array().unwrap().iter();
    sections.flat_map(|section| section["figures"].as_array().unwrap().clone()).collect()
}

pub(crate) fn count(report: &Value, key: &str) -> u64 {
    let all = figures(report);
    let figure = all.iter().find(|figure| figure["key"] == key);
    figure.unwrap_or_else(|| panic!("no figure {key}"))["count"].as_u64().unwrap()
}

pub(crate) fn section<'a>(report: &'a Value, key: &str) -> &'a Value {
    report["sections"].as_array().unwrap().iter().find(|section| section["key"] == key).unwrap()
}
