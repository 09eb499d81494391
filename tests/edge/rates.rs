//! How often somebody may ask.

use mocgioi::http::edge::EdgeSettings;
use mocgioi::http::edge::rates::PerMinute;
use serde_json::json;

use crate::asking::{Edged, settings};
use crate::wire::{Reply, request};

fn ask(edged: &Edged, from: &str, method: &str, target: &str) -> Reply {
    request(&edged.server.base, method, target, &[("X-Forwarded-For", from)], b"")
}

fn taken(edged: &Edged, from: &str, method: &str, tries: usize) -> usize {
    (0..tries).filter(|_| ask(edged, from, method, "/conformance").status != 429).count()
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back_and_others_are_served() {
    let per_minute = PerMinute { reads: Some(20), writes: Some(5) };
    let edged = Edged::start(EdgeSettings { per_minute, ..settings() });
    assert_eq!(taken(&edged, "203.0.113.7", "GET", 30), 20);
    let refused = ask(&edged, "203.0.113.7", "GET", "/conformance");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_requests"));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(refused.json()["detail"].as_str().unwrap().contains(&wait.to_string()));
    assert_eq!(refused.header("x-content-type-options"), "nosniff", "dressed like every answer");
    let page = [("X-Forwarded-For", "203.0.113.7"), ("Accept", "text/html")];
    assert_eq!(request(&edged.server.base, "GET", "/", &page, b"").header("content-type"), "text/html; charset=utf-8");

    assert_eq!(taken(&edged, "203.0.113.7", "DELETE", 9), 5, "writes are counted apart, refused ones too");
    assert_eq!(taken(&edged, "203.0.113.8", "GET", 30), 20, "another address");
    assert_eq!(taken(&edged, "1.1.1.1, 203.0.113.7", "GET", 3), 0, "no escape by claiming to be a proxy");
    assert_eq!(taken(&edged, "127.0.0.1", "GET", 50), 50, "this machine is free");
    edged.a_minute_passes();
    assert_eq!(taken(&edged, "203.0.113.7", "GET", 30), 20);
}

#[test]
fn the_usual_limits_do_not_hamper_a_map() {
    let edged = Edged::start(settings());
    assert_eq!(taken(&edged, "203.0.113.7", "GET", 1_000), 1_000, "a thousand tiles at a glance");
    assert_eq!(taken(&edged, "203.0.113.7", "POST", 500), 500, "a post that sends what it noted for a week");
}

#[test]
fn an_account_is_counted_wherever_it_comes_from() {
    use axum::http::Method;
    let per_minute = PerMinute { reads: Some(2), writes: Some(1) };
    let edged = Edged::start(EdgeSettings { per_minute, ..settings() });
    let edge = &edged.server.app.edge;
    assert!(edge.charge_account("hà", &Method::GET).is_ok() && edge.charge_account("hà", &Method::HEAD).is_ok());
    let problem = edge.charge_account("hà", &Method::GET).unwrap_err();
    assert_eq!((problem.status.as_u16(), problem.retry_after.is_some()), (429, true));
    assert!(edge.charge_account("hà", &Method::POST).is_ok() && edge.charge_account("hà", &Method::POST).is_err());
    assert!(edge.charge_account("bình", &Method::GET).is_ok());
    edged.a_minute_passes();
    assert!(edge.charge_account("hà", &Method::GET).is_ok());
    assert_eq!(json!(problem.fault.code.as_str()), "too_many_requests");
}
