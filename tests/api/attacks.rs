//! Requests made to hurt: answered with a refusal at most, never with a failure of the server.

use serde_json::json;

use crate::support::Server;
use crate::wire::{Reply, exchange, host, request};
use crate::world::{escaped, fresh, fresh_with, item_path, joined, link, reader, reads, sample, text, writers};

const MARKER: &str = "/api/v1/markers/VN-CN:1090/inspections";

/// Sends a head line and headers as they are; the server must refuse or serve, and live on.
fn raw(server: &Server, head: &str) -> Reply {
    let reply = exchange(&server.base, format!("{head}\r\nConnection: close\r\n\r\n").as_bytes(), false);
    assert!(reply.status < 500, "{} to {:?}", reply.status, &head[..head.len().min(200)]);
    reply
}

fn alive(server: &Server) {
    assert_eq!(server.get("/conformance").status, 200);
}

#[test]
fn paths_that_climb_lead_nowhere() {
    let server = reader();
    for path in [
        "/../../etc/passwd",
        "/collections/../../../etc/passwd",
        "/collections/..",
        "/collections/%2e%2e/%2e%2e/etc/passwd",
        "/collections/markers/items/..%2f..%2f..%2fetc%2fpasswd",
        "/collections/markers/items/..%5c..%5cboot.ini",
        "/collections/markers/items/%00",
        "/collections/%00/items",
        "/collections/markers/items/%252e%252e",
        "/.git/config",
        "/api/v1/segments/..%2Fat-risk/risk",
        "/api/v1/segments/VN-LA:144..145%00/risk",
        "//etc/passwd",
        "/collections/markers/items/.",
    ] {
        let reply = raw(server, &format!("GET {path} HTTP/1.1\r\nHost: x"));
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
        assert!(!String::from_utf8_lossy(&reply.body).contains("root:"), "{path}");
    }
}

#[test]
fn queries_without_end_are_refused_or_served() {
    let server = reader();
    for route in reads() {
        let path = sample(route);
        let many: Vec<String> = (0..1_000).map(|n| format!("a{n}=1")).collect();
        assert_eq!(raw(server, &format!("GET {} HTTP/1.1\r\nHost: x", joined(&path, &many.join("&")))).status, 400);
        let long = raw(server, &format!("GET {}=1 HTTP/1.1\r\nHost: x", joined(&path, &"a".repeat(16_000))));
        assert_eq!(long.status, 400, "{path}");
        assert!(long.body.len() < 4_000, "{path}: the nonsense is sent back whole");
    }
    let value = "a".repeat(16_000);
    for name in ["bbox", "datetime", "cursor", "limit", "offset", "f"] {
        let reply = raw(server, &format!("GET /collections/markers/items?{name}={value} HTTP/1.1\r\nHost: x"));
        assert_eq!(reply.status, 400, "{name}");
        assert!(reply.body.len() < 4_000, "{name}: the nonsense is sent back whole");
    }
    assert_eq!(raw(server, &format!("GET /collections/tasks/items?province={value} HTTP/1.1\r\nHost: x")).status, 200);
    for length in [17_000, 70_000] {
        assert_eq!(raw(server, &format!("GET /?{} HTTP/1.1\r\nHost: x", "a".repeat(length))).status, 414);
    }
    assert_eq!(raw(server, &format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}", "a".repeat(600_000))).status, 431);
    alive(server);
}

#[test]
fn headers_full_of_nonsense_do_no_harm() {
    let server = reader();
    let long = "a/b,".repeat(5_000);
    for header in [
        "Accept: \u{7f}",
        "Accept: ;;;,,,;q=",
        &format!("Accept: {long}*/*"),
        "Accept: */*;q=1e400",
        "Accept: */*;q=-1",
        "Accept-Language: ;q=0,",
        &format!("Accept-Language: {long}"),
        "If-None-Match: \"",
        &format!("If-None-Match: {}", "\"a\",".repeat(5_000)),
        "Accept: \u{e9}",
        "Range: bytes=0-1",
        "Content-Length: 0",
        "If-Modified-Since: never",
        "Expect: 200-ok",
        "Upgrade: h2c",
        "Cookie: a=b",
        "X: \t ",
    ] {
        raw(server, &format!("GET /collections/markers/items?limit=1 HTTP/1.1\r\nHost: x\r\n{header}"));
    }
    let many: Vec<String> = (0..500).map(|n| format!("X{n}: 1")).collect();
    assert_eq!(raw(server, &format!("GET / HTTP/1.1\r\nHost: x\r\n{}", many.join("\r\n"))).status, 431);
    alive(server);
}

#[test]
fn no_line_break_gets_into_a_header() {
    let server = reader();
    for value in ["a%0d%0aX-Evil:%201", "%0aSet-Cookie:a=b", "a%00b", "%22%3E%3Cscript%3E"] {
        let reply = raw(server, &format!("GET /collections/tasks/items?limit=1&province={value} HTTP/1.1\r\nHost: x"));
        assert_eq!((reply.status, reply.header("x-evil"), reply.header("set-cookie")), (200, "", ""));
        let reply = raw(
            server,
            &format!("GET /collections/tasks/items?limit=1&cursor=0000000000000000.{value} HTTP/1.1\r\nHost: x"),
        );
        assert_eq!((reply.status, reply.header("x-evil"), reply.header("set-cookie")), (200, "", ""));
        assert!(!reply.header("link").is_empty());
    }
    assert_eq!(raw(server, "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n folded").status, 400);
}

#[test]
fn a_host_that_is_no_host_makes_links_relative() {
    let server = reader();
    for host in ["a\"><script>", "a/b", "a b", "a@b", "a?b", "a#b", "a,b", "a\\b", "%41", ""] {
        let reply = raw(server, &format!("GET /collections/markers/items?limit=1 HTTP/1.1\r\nHost: {host}"));
        if reply.status == 400 {
            continue;
        }
        let next = link(&reply.json(), "next").unwrap();
        assert!(next.starts_with("/collections/markers/items?"), "{host:?}: {next}");
    }
    for host in ["example.org", "example.org:8080", "[::1]:8080", "127.0.0.1"] {
        let reply = raw(server, &format!("GET /collections/markers/items?limit=1 HTTP/1.1\r\nHost: {host}"));
        assert!(link(&reply.json(), "next").unwrap().starts_with(&format!("http://{host}/collections/")), "{host}");
    }
    // HTTP/1.0 knows no Host.
    let reply = exchange(&server.base, b"GET /conformance HTTP/1.0\r\n\r\n", false);
    assert!(link(&reply.json(), "self").unwrap().starts_with("/conformance"));
}

#[test]
fn a_body_cut_off_midway_is_400_and_nothing_is_stored() {
    for server in writers() {
        let inspection = fresh();
        let body = inspection.to_string();
        let half = &body[..body.len() / 2];
        let head =
            format!("POST {MARKER} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n", host(&server.base));
        for request in [
            format!("{head}Content-Length: {}\r\n\r\n{half}", body.len()),
            format!("{head}Content-Length: {}\r\n\r\n{body}", body.len() + 1),
            format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{half}", body.len()),
            // Everything arrived but the end that says so.
            format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n", body.len()),
            format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{body}\r\n0\r\n\r\n"),
        ] {
            let reply = exchange(&server.base, request.as_bytes(), true);
            assert_eq!((reply.status, reply.code().as_str()), (400, "body_unreadable"), "{request}");
            assert_eq!(server.get(&item_path(&inspection)).status, 404);
        }
        // Whole in chunks it goes in.
        let (a, b) = body.split_at(10);
        let whole = format!(
            "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{a}\r\n{:x};x=y\r\n{b}\r\n0\r\n\r\n",
            a.len(),
            b.len()
        );
        assert_eq!(exchange(&server.base, whole.as_bytes(), false).status, 201);
        alive(server);
    }
}

#[test]
fn lengths_that_lie_are_refused() {
    for server in writers() {
        let inspection = fresh();
        let body = inspection.to_string();
        for lengths in [
            "Content-Length: -1",
            "Content-Length: 99999999999999999999999",
            "Content-Length: x",
            "Content-Length: 3\r\nContent-Length: 4",
        ] {
            let head = format!(
                "POST {MARKER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{lengths}\r\n\r\n{body}"
            );
            assert_eq!(exchange(&server.base, head.as_bytes(), true).status, 400, "{lengths}");
        }
        assert_eq!(server.get(&item_path(&inspection)).status, 404);
    }
}

#[test]
fn what_is_no_http_is_refused() {
    let server = reader();
    for head in [
        "GET / HTTP/9.9",
        "GET",
        "\u{0}\u{1}\u{2}",
        "GET  / HTTP/1.1",
        "GET http:// HTTP/1.1",
        "CONNECT x:1 HTTP/1.1\r\nHost: x",
        "OPTIONS * HTTP/1.1\r\nHost: x",
    ] {
        let reply = raw(server, head);
        assert!((400..500).contains(&reply.status), "{head:?}: {}", reply.status);
    }
    alive(server);
}

#[test]
fn what_is_written_by_one_runs_in_nobodys_browser() {
    for server in writers() {
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        let inspection = fresh_with(
            &json!({ "notes": evil, "unit": evil, "person": evil, "device": evil, "lon": 106.9, "lat": 21.9 }),
        );
        assert_eq!(server.post(MARKER, &inspection).status, 201);
        for path in [
            item_path(&inspection),
            "/collections/inspections/items?marker=VN-CN:1090&limit=1000".to_owned(),
            "/".to_owned(),
        ] {
            let page = server.get_with(&path, &[("accept", "text/html")]).text();
            assert!(!page.contains("<script") && !page.contains("<img src=x"), "{path}");
        }
        let json = server.get(&item_path(&inspection)).json();
        assert_eq!(text(&json["properties"]["notes"]), evil);
    }
}

#[test]
fn a_name_in_a_path_is_data() {
    for server in writers() {
        for key in [
            "VN-LA:211'--",
            "VN-LA:211;DROP TABLE record",
            "%",
            "{key}",
            "${jndi:ldap://x}",
            "VN-LA:211\r\nX: 1",
            &"9".repeat(10_000),
        ] {
            let reply = request(
                &server.base,
                "POST",
                &format!("/api/v1/markers/{}/inspections", escaped(key)),
                &[("Content-Type", "application/json")],
                fresh().to_string().as_bytes(),
            );
            assert_eq!((reply.status, reply.code().as_str()), (404, "marker_number"), "{}", &key[..key.len().min(60)]);
            assert!(reply.body.len() < 4_000, "the nonsense is sent back whole");
        }
    }
}
