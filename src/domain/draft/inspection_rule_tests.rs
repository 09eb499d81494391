use serde_json::json;

use super::*;
use crate::domain::access::{Label, ReviewState};
use crate::domain::time::Instant;

fn rule(more: &Value) -> Value {
    let mut value = json!({ "id": "01932f5e-7c1a-7abc-8def-0123456789ab", "title": "Kiểm tra mốc", "subject": "markers",
        "line": "VN-LA", "every": 6, "per": "month", "from": "2026-01-01",
        "basis": { "document": "Lệnh số 12/L-BCH ngày 05/01/2026", "quote": "mỗi mốc 6 tháng kiểm tra một lần" } });
    for (name, field) in more.as_object().unwrap() {
        value[name] = field.clone();
    }
    value
}

fn read(more: &Value) -> Result<Record, Vec<Fault>> {
    super::read(&rule(more), Received::at(Instant::from_millis(1_800_000_000_000)))
}

fn faults(more: &Value) -> Vec<(String, &'static str)> {
    read(more).unwrap_err().into_iter().map(|fault| (fault.pointer, fault.code.as_str())).collect()
}

#[test]
fn a_rule_is_in_force_as_it_is_set_and_lies_where_its_one_place_is() {
    let record = read(&json!({ "places": ["VN-LA:144..145"], "notice_days": 30, "mode": "joint" })).unwrap();
    assert_eq!((record.label, record.review), (Label::Internal, ReviewState::Approved));
    assert_eq!(record.line.map(|line| line.to_string()).as_deref(), Some("VN-LA"));
    assert!(matches!(record.location.referent, Some(Referent::Segment(_))));
    let Body::InspectionRule(rule) = &record.body else { panic!("{record:?}") };
    assert_eq!((rule.interval.every, rule.notice_days, rule.mode), (6, 30, Some(Mode::Joint)));
    let whole = read(&json!({})).unwrap();
    assert_eq!(whole.location, Location::default());
    let Body::InspectionRule(rule) = &whole.body else { panic!("{whole:?}") };
    assert!(rule.notice_days == 14 && rule.reach.places.is_empty() && rule.mode.is_none());
}

#[test]
fn a_rule_without_a_basis_is_refused() {
    let one = |pointer: &str| vec![(pointer.to_owned(), "basis_missing")];
    assert_eq!(faults(&json!({ "basis": null })), one("/basis"));
    assert_eq!(faults(&json!({ "basis": { "document": "Lệnh số 12" } })), one("/basis/quote"));
    assert_eq!(faults(&json!({ "basis": { "quote": "hằng tháng" } })), one("/basis/document"));
    // The record of a standing order alone gives no number.
    let named = json!({ "basis": { "rule": "01932f5e-7c1a-7abc-8def-0123456789ab" } });
    assert_eq!(faults(&named).len(), 2);
    assert_eq!(faults(&json!({ "basis": "lệnh" })), [("/basis".to_owned(), "not_object")]);
}

#[test]
fn every_fault_is_told_at_once() {
    let found =
        faults(&json!({ "subject": "rivers", "every": 0, "per": "week", "from": "đầu năm", "line": "biên giới",
        "places": ["144"], "notice_days": -1, "title": " " }));
    for expected in [
        ("/subject", "not_one_of"),
        ("/every", "not_a_count"),
        ("/per", "not_one_of"),
        ("/from", "not_a_day"),
        ("/line", "unknown_line"),
        ("/places/0", "marker_number"),
        ("/notice_days", "number_out_of_range"),
        ("/title", "missing"),
    ] {
        assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} in {found:?}");
    }
    assert_eq!(faults(&json!({ "line": null })), [("/line".to_owned(), "missing")]);
    assert_eq!(faults(&json!({ "every": 101, "per": "year" })), [("/every".to_owned(), "not_a_count")]);
    assert_eq!(faults(&json!({ "kinds": ["post"] })), [("/subject".to_owned(), "not_one_of")]);
    assert_eq!(faults(&json!({ "places": ["VN-CN:9"] })), [("/places/0".to_owned(), "other_line")]);
}

#[test]
fn a_campaign_has_days_subjects_and_a_source() {
    let read = |more: Value| {
        let mut value = json!({ "id": "01932f5e-7c1a-7abc-8def-0123456789ab", "title": "Đơn phương toàn tuyến",
            "mode": "unilateral", "subjects": ["markers", "line_course"], "line": "VN-LA", "from": "2026-03-01",
            "to": "2026-05-31", "source": "Kế hoạch số 7/KH-BCH",
            "shares": [{ "unit": "don-a", "places": ["VN-LA:140..150"] }] });
        for (name, field) in more.as_object().unwrap() {
            value[name] = field.clone();
        }
        campaign(&value, Received::at(Instant::from_millis(1_800_000_000_000)))
    };
    let record = read(json!({})).unwrap();
    assert!(matches!(&record.body, Body::Campaign(campaign) if campaign.shares.len() == 1));
    let found =
        read(json!({ "to": "2026-02-01", "subjects": [], "source": "", "shares": [{ "unit": " " }] })).unwrap_err();
    let found: Vec<_> = found.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
    for expected in [
        ("/to", Code::EndsBeforeStart),
        ("/subjects", Code::Missing),
        ("/source", Code::Missing),
        ("/shares/0/unit", Code::Missing),
        ("/shares/0/places", Code::Missing),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}
