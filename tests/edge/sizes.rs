//! What is too large, too deep, packed, or no HTTP at all.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::asking::server;
use crate::support::inspection;
use crate::wire::{Reply, exchange, host, request};

const MARKER: &str = "/api/v1/markers/VN-LA:194/inspections";

fn send(headers: &[(&str, &str)], body: &[u8]) -> Reply {
    request(&server().base, "POST", MARKER, headers, body)
}

fn alive() {
    assert_eq!(server().get("/conformance").status, 200);
}

#[test]
fn addresses_and_headers_have_an_end() {
    let get = |target: &str, headers: &[(&str, &str)]| request(&server().base, "GET", target, headers, b"");
    let nowhere = |length: usize| format!("/{}", "a".repeat(length - 1));
    assert_eq!(get(&nowhere(16_384), &[]).status, 404);
    let long = get(&nowhere(16_385), &[]);
    assert_eq!((long.status, long.code().as_str()), (414, "address_too_long"));
    let large = get("/", &[("X", &"a".repeat(32_768))]);
    assert_eq!((large.status, large.code().as_str()), (431, "headers_too_large"));
    assert_eq!(get("/", &[("X", &"a".repeat(32_000))]).status, 200);
    let names: Vec<String> = (0..63).map(|n| format!("X-{n}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(get("/", &many[..60]).status, 200);
    let refused = get("/", &many);
    assert_eq!((refused.status, refused.code().as_str()), (431, "headers_too_large"));
    // What does not even fit into the connection's buffer is refused without words.
    for head in [format!("GET {} HTTP/1.1", nowhere(70_000)), format!("GET / HTTP/1.1\r\nX: {}", "a".repeat(200_000))] {
        let reply = exchange(&server().base, format!("{head}\r\n\r\n").as_bytes(), false);
        assert!([414, 431].contains(&reply.status), "{}", reply.status);
    }
    alive();
}

#[test]
fn a_query_has_so_many_parameters_and_no_more() {
    let query = |n: usize| (0..n).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join("&");
    let ask = |n: usize| request(&server().base, "GET", &format!("/collections?{}", query(n)), &[], b"");
    assert_eq!(ask(64).code(), "unknown_parameter");
    let refused = ask(65);
    assert_eq!((refused.status, refused.code().as_str()), (400, "too_many_parameters"));
}

#[test]
fn json_that_is_nested_too_deep_is_refused_before_it_is_built() {
    let json = [("Content-Type", "application/json")];
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(send(&json, nested(64).as_bytes()).code(), "invalid_record", "read, and judged by what it says");
    for body in [nested(65), "[".repeat(1_000_000), r#"{"a":"#.repeat(200_000)] {
        let reply = send(&json, body.as_bytes());
        assert_eq!((reply.status, reply.code().as_str()), (400, "json_too_deep"));
        assert!(reply.body.len() < 1_000);
    }
    alive();
}

#[test]
fn what_is_packed_is_not_unpacked() {
    // Ten megabytes of blanks in ten kilobytes.
    let mut packer = flate(10 * 1024 * 1024);
    packer.truncate(64 * 1024);
    for encoding in ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip", "GZIP", "nonsense"] {
        let headers = [("Content-Type", "application/json"), ("Content-Encoding", encoding)];
        let reply = send(&headers, &packer);
        assert_eq!((reply.status, reply.code().as_str()), (415, "unsupported_media_type"), "{encoding}");
        let import = request(
            &server().base,
            "POST",
            "/api/v1/imports?layer=hazards&name=a.csv&crs=EPSG:4326",
            &[("Content-Type", "text/csv"), ("Content-Encoding", encoding)],
            &packer,
        );
        assert_eq!(import.status, 415, "{encoding}");
    }
    for encoding in ["gzip", "gzip, chunked"] {
        let head = format!(
            "POST {MARKER} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nTransfer-Encoding: {encoding}\r\n\r\n",
            host(&server().base)
        );
        let reply = exchange(&server().base, head.as_bytes(), true);
        assert!((400..500).contains(&reply.status), "{encoding}: {}", reply.status);
    }
    alive();
}

/// This many blanks as stored blocks would never be small; a run of one letter packs a thousand times.
fn flate(blanks: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&vec![b' '; blanks]).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Sends all of this on one connection and reads what comes back until it is closed.
fn conversation(bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(host(&server().base)).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let _ = stream.write_all(bytes);
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn requests_in_a_row_are_answered_in_order_and_garbage_ends_the_connection() {
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    let close = "GET /collections HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let said = conversation(format!("{}{}{close}", get("/conformance"), get("/nowhere")).as_bytes());
    assert_eq!(said.matches("HTTP/1.1 ").count(), 3, "{said}");
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("no {text} in {said}"));
    assert!(at("conformsTo") < at("404 Not Found") && at("404 Not Found") < at("\"collections\""));
    for garbage in ["\u{0}\u{1}nonsense\r\n\r\n", "GET\r\n\r\n", "G E T / HTTP/1.1\r\n\r\n"] {
        let said = conversation(format!("{}{garbage}{}", get("/conformance"), get("/nowhere")).as_bytes());
        assert!(said.contains("200 OK") && said.contains("400 Bad Request"), "{said}");
        assert!(!said.contains("404 Not Found"), "what comes after garbage is not listened to: {said}");
    }
    alive();
}

#[test]
fn a_request_cannot_hide_in_the_body_of_another() {
    let hidden = "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n";
    let body = inspection(9_001).to_string();
    let head =
        |lines: &str| format!("POST {MARKER} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{lines}\r\n\r\n");
    for lines in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Transfer-Encoding: xchunked\r\nContent-Length: 4",
        "Transfer-Encoding : chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 40",
        "Content-Length: +4",
    ] {
        let said = conversation(format!("{}0\r\n\r\n{hidden}", head(lines)).as_bytes());
        assert!(!said.contains("404 Not Found") || said.matches("HTTP/1.1 ").count() <= 2, "{lines}: {said}");
        assert!(said.contains("HTTP/1.1 4"), "{lines}: {said}");
        assert!(!said.contains("201 Created"), "{lines}: {said}");
    }
    let whole = conversation(
        format!("{}{body}{}", head(&format!("Connection: close\r\nContent-Length: {}", body.len())), hidden).as_bytes(),
    );
    assert!(whole.contains("201 Created") && whole.matches("HTTP/1.1 ").count() == 1, "{whole}");
}
