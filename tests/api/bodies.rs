//! Bodies that are no inspection: no JSON, another media type, too large. Nothing of them is stored.

use serde_json::{Value, json};

use crate::support::{Server, post};
use crate::wire::{exchange, host};
use crate::world::{fresh, fresh_with, refused, writers};

const MARKER: &str = "/api/v1/markers/VN-LA:194/inspections";

/// Sends a body and asserts the refusal, and that nothing went in.
fn turned_away(server: &Server, media: &str, body: &[u8], status: u16, code: &str) {
    let before = count(server);
    refused(&post(&format!("{}{MARKER}", server.base), media, body), status, code);
    assert_eq!(count(server), before, "{}", String::from_utf8_lossy(&body[..body.len().min(300)]));
}

/// Inspections of the marker that only these tests send to, and never with success.
fn count(server: &Server) -> Value {
    server.get("/collections/inspections/items?limit=1&marker=VN-LA:194").json()["numberMatched"].clone()
}

#[test]
fn what_is_no_json_is_400() {
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let nested = format!(r#"{{"notes":{}1{}}}"#, r#"{"a":"#.repeat(2_000), "}".repeat(2_000));
    for server in writers() {
        for body in [
            "",
            " ",
            "{",
            "}",
            "{]",
            "nix",
            "{'id':1}",
            "{\"id\":1,}",
            "{} {}",
            "\u{feff}{}",
            "{\"id\":NaN}",
            "{\"lon\":1e999}",
            "{\"lon\":-1e999}",
            r#"{"notes":"\ud800"}"#,
            r#"{"notes":"\udc00\ud800"}"#,
            r#"{"notes":"\x41"}"#,
            "{\"notes\":\"a\nb\"}",
            "{\"notes\":\"a\u{0}b\"}",
            r#"{"id":"1","id":"1"}"#,
            r#"{"notes":{"a":1,"a":2}}"#,
            r#"{"\u0069d":1,"id":2}"#,
        ] {
            turned_away(server, "application/json", body.as_bytes(), 400, "malformed_json");
        }
        for body in [&deep, &nested] {
            turned_away(server, "application/json", body.as_bytes(), 400, "json_too_deep");
        }
        turned_away(server, "application/json", b"{\"notes\":\"\xff\xfe\"}", 400, "malformed_json");
    }
}

#[test]
fn json_that_is_no_object_is_422() {
    for server in writers() {
        for body in ["null", "true", "7", "\"x\"", "[]", "[{}]"] {
            turned_away(server, "application/json", body.as_bytes(), 422, "invalid_record");
        }
    }
}

#[test]
fn another_media_type_is_415() {
    for server in writers() {
        let body = fresh().to_string();
        for media in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/geo+json",
            "json",
            "application/json, text/plain",
        ] {
            turned_away(server, media, body.as_bytes(), 415, "unsupported_media_type");
        }
        let base = &server.base;
        for header in ["X-None: 1", "Content-Type: application/json\r\nContent-Encoding: gzip"] {
            let request = format!(
                "POST {MARKER} HTTP/1.1\r\nHost: {}\r\n{header}\r\nContent-Length: {}\r\n\r\n{body}",
                host(base),
                body.len()
            );
            assert_eq!(exchange(base, request.as_bytes(), false).status, 415, "{header}");
        }
    }
}

#[test]
fn a_body_too_large_is_413_announced_or_not() {
    for server in writers() {
        let head =
            format!("POST {MARKER} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n", host(&server.base));
        let announced = exchange(&server.base, format!("{head}Content-Length: 1048577\r\n\r\n").as_bytes(), false);
        assert_eq!(
            (announced.status, announced.code().as_str()),
            (413, "body_too_large"),
            "before a byte of it was sent"
        );
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        let streamed = format!("{head}Transfer-Encoding: chunked\r\n\r\n{}1\r\n \r\n0\r\n\r\n", chunk.repeat(16));
        let streamed = exchange(&server.base, streamed.as_bytes(), false);
        assert_eq!((streamed.status, streamed.code().as_str()), (413, "body_too_large"));
        // A whole megabyte is still read, and judged by what it says.
        let mut body = fresh_with(&json!({ "condition": null })).to_string();
        body += &" ".repeat(1_048_576 - body.len());
        turned_away(server, "application/json", body.as_bytes(), 422, "invalid_record");
    }
}
