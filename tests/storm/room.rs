//! What is asked of a database while it has no room.

use serde_json::{Value, json};

use crate::support::{self, Answer, post, refused};

const MARKER: &str = "VN-LA:211";

/// A number of inspections that make some 100 kB.
pub(crate) fn queue(first: u64) -> Vec<Value> {
    let one = |n: u64| {
        let mut record = support::inspection(n);
        record["type"] = "inspection".into();
        record["marker"] = MARKER.into();
        record["notes"] = "chân mốc khô ráo, chữ và số còn rõ. ".repeat(20).into();
        record
    };
    (first..first + 100).map(one).collect()
}

pub(crate) fn push(base: &str, records: &[Value]) -> Answer {
    let body = json!({ "device": "máy thử", "records": records }).to_string();
    post(&format!("{base}/api/v1/sync/push"), "application/json", body.as_bytes())
}

pub(crate) fn seqs(answer: &Answer) -> Vec<i64> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let receipts = answer["receipts"].as_array().unwrap();
    receipts.iter().map(|receipt| receipt["seq"].as_i64().unwrap_or_else(|| panic!("{receipt}"))).collect()
}

pub(crate) fn count(base: &str) -> u64 {
    let url = format!("{base}/collections/inspections/items?f=json&limit=1&marker={MARKER}");
    let answer = support::get(&url, &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["numberMatched"].as_u64().unwrap()
}

/// Every single route that writes a record says the same.
pub(crate) fn all_routes_are_full(base: &str) {
    let long = "đất lở. ".repeat(1_000);
    let hazard = json!({ "id": support::id(900_001), "kind": "crack", "severity": "moderate", "near_marker": MARKER,
        "observed_at": "2026-11-20T08:30:00+07:00", "notes": &long });
    let mut inspection = support::inspection(900_002);
    inspection["notes"] = long.as_str().into();
    let mut patrol = support::patrol(900_003);
    patrol["notes"] = long.as_str().into();
    let tombstone = json!({ "id": support::id(900_004), "reason": "nhập nhầm" });
    for (path, body) in [
        (format!("/api/v1/markers/{MARKER}/inspections"), inspection),
        ("/api/v1/patrols".to_owned(), patrol),
        (format!("/api/v1/records/{}/withdrawal", support::id(1)), tombstone),
    ] {
        let answer = post(&format!("{base}{path}"), "application/json", body.to_string().as_bytes());
        refused(&answer, 507, "store_full");
        assert!(answer.text().contains("hết chỗ"), "{}", answer.text());
    }
    let mut queued = hazard;
    queued["type"] = "hazard".into();
    refused(&push(base, &[queued]), 507, "store_full");
}
