//! What browsers are told about every answer, whatever the route and however it ends.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mocgioi::http::routes::ROUTES;
use sha2::{Digest as _, Sha256};

use crate::asking::{sample, server};
use crate::support::inspection;
use crate::wire::{Reply, request};

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Asserts what holds for every answer.
fn dressed(reply: &Reply, what: &str) {
    for (name, value) in ALWAYS {
        assert_eq!(reply.header(name), value, "{name} of {what} ({})", reply.status);
    }
    let policy = reply.header("content-security-policy");
    assert_eq!(policy.is_empty(), reply.status == 304, "{what}: a 304 leaves the policy of what is kept");
    if reply.status != 304 {
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{what}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{what}: {policy}");
    }
    assert!(reply.header("cache-control").contains("no-"), "{what} may be kept without asking");
    assert_eq!(reply.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
    assert_eq!((reply.header("server"), reply.header("x-powered-by")), ("", ""), "{what}");
    assert!(!reply.header("vary").is_empty(), "{what}");
}

fn ask(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut all = vec![("X-Forwarded-Proto", "https")];
    all.extend_from_slice(headers);
    request(&server().base, method, target, &all, body)
}

#[test]
fn every_route_tells_browsers_the_same_whatever_it_answers() {
    let mut statuses = std::collections::BTreeSet::new();
    for route in ROUTES {
        let here = sample(route);
        let json = ("Content-Type", "application/json");
        for (what, reply) in [
            ("itself", ask(route.method, &here, &[json], b"{}")),
            ("a page", ask(route.method, &here, &[json, ("Accept", "text/html")], b"{}")),
            ("no form", ask(route.method, &here, &[json, ("Accept", "image/png")], b"{}")),
            ("a surprise", ask(route.method, &format!("{here}?surprise=1"), &[json], b"{}")),
            ("kept", ask(route.method, &here, &[json, ("If-None-Match", "*")], b"{}")),
            ("no method", ask("DELETE", &here, &[], b"")),
            ("head", ask("HEAD", &here, &[], b"")),
            ("options", ask("OPTIONS", &here, &[], b"")),
        ] {
            dressed(&reply, &format!("{what}: {} {here}", route.method));
            statuses.insert(reply.status);
        }
    }
    for status in [200, 304, 400, 404, 405, 406, 415, 422] {
        assert!(statuses.contains(&status), "{status} was never seen: {statuses:?}");
    }
}

#[test]
fn so_does_every_kind_of_error() {
    let marker = "/api/v1/markers/VN-LA:211/inspections";
    let json = ("Content-Type", "application/json");
    let first = inspection(7_001);
    assert_eq!(ask("POST", marker, &[json], first.to_string().as_bytes()).status, 201);
    let mut other = first.clone();
    other["condition"] = "missing".into();
    let many: Vec<String> = (0..90).map(|n| format!("X-{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "1")).collect();
    for (status, reply) in [
        (400, ask("POST", marker, &[json], b"{")),
        (400, ask("GET", "/collections/%FF", &[], b"")),
        (404, ask("GET", "/nowhere", &[], b"")),
        (404, ask("GET", "/collections/nix/items?f=html", &[], b"")),
        (405, ask("PUT", "/", &[], b"")),
        (406, ask("GET", "/", &[("Accept", "image/png")], b"")),
        (409, ask("POST", marker, &[json], other.to_string().as_bytes())),
        (413, ask("POST", marker, &[json], " ".repeat(1_048_577).as_bytes())),
        (414, ask("GET", &format!("/?{}", "a".repeat(17_000)), &[], b"")),
        (415, ask("POST", marker, &[("Content-Type", "text/plain")], b"x")),
        (422, ask("POST", marker, &[json], b"{}")),
        (431, ask("GET", "/", &[("X", &"a".repeat(40_000))], b"")),
        (431, ask("GET", "/", &many, b"")),
    ] {
        assert_eq!(reply.status, status, "{}", String::from_utf8_lossy(&reply.body));
        dressed(&reply, &format!("a {status}"));
    }
}

#[test]
fn a_page_carries_the_one_style_that_its_policy_allows_and_nothing_else() {
    for path in ["/", "/collections", "/collections/markers/items", "/collections/markers/items/VN-LA:211", "/nowhere"]
    {
        let reply = ask("GET", path, &[("Accept", "text/html")], b"");
        let page = String::from_utf8(reply.body.clone()).unwrap();
        assert_eq!(page.matches("<style").count(), 1, "{path}");
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let source = format!("style-src 'sha256-{}'", STANDARD.encode(Sha256::digest(style)));
        assert!(reply.header("content-security-policy").contains(&source), "{path}: the browser would show it bare");
        for never in ["<script", " style=", "javascript:", "<link rel=\"stylesheet", "<img", "<iframe"] {
            assert!(!page.contains(never), "{path}: {never}");
        }
    }
}

#[test]
fn plain_http_is_not_told_to_be_https() {
    let reply = request(&server().base, "GET", "/", &[], b"");
    assert_eq!(reply.header("strict-transport-security"), "");
}
