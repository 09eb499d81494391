//! `ETag`, `If-None-Match`, HEAD.

use std::collections::HashSet;

use crate::support::Server;
use crate::wire::request;
use crate::world::{fresh, reader, reads, sample, writers};

/// Addresses whose answers carry a tag: all that come from the picture.
const TAGGED: [&str; 11] = [
    "/?f=html",
    "/collections",
    "/collections/inspections",
    "/collections/inspections/items",
    "/collections/markers/items?bbox=103,20,105,22&limit=2",
    "/collections/markers/items/VN-LA:211",
    "/api/v1/segments/at-risk",
    "/tiles/WebMercatorQuad",
    "/tiles/WebMercatorQuad/6/28/50",
    "/collections/markers/tiles/WebMercatorQuad/6/28/50",
    "/api/v1/segments/VN-LA:144..145/risk",
];

fn tag(server: &Server, path: &str) -> String {
    let tag = server.get(path).header("etag").to_owned();
    assert!(tag.len() > 4 && tag.starts_with('"') && tag.ends_with('"'), "{path}: {tag:?}");
    tag
}

#[test]
fn who_has_it_already_gets_304_and_no_body() {
    for path in TAGGED {
        let tag = tag(reader(), path);
        for held in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            format!("\"a\",W/\"b\" ,W/{tag}"),
            "*".to_owned(),
        ] {
            let answer = reader().get_with(path, &[("if-none-match", &held)]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} with {held}");
            assert_eq!(answer.header("etag"), tag);
            assert_eq!(answer.header("vary"), "Accept, Accept-Language, Authorization, Cookie");
        }
        for held in ["\"other\"", "", "W/", tag.trim_matches('"'), &tag[..tag.len() - 2]] {
            assert_eq!(reader().get_with(path, &[("if-none-match", held)]).status, 200, "{path} with {held:?}");
        }
    }
}

#[test]
fn another_form_or_language_has_another_tag() {
    for path in
        ["/collections", "/collections/markers", "/collections/markers/items?limit=1", "/api/v1/segments/at-risk"]
    {
        let mut tags = HashSet::new();
        for accept in ["application/json", "text/html"] {
            for language in ["vi", "en"] {
                let answer = reader().get_with(path, &[("accept", accept), ("accept-language", language)]);
                assert!(tags.insert(answer.header("etag").to_owned()), "{path} as {accept} in {language}");
            }
        }
    }
}

#[test]
fn a_faulty_request_is_faulty_whatever_is_held() {
    for (path, status) in [
        ("/collections/markers/items?bbox=1", 400),
        ("/collections/markers/items/nix", 404),
        ("/api/v1/segments/at-risk?limit=0", 400),
    ] {
        assert_eq!(reader().get_with(path, &[("if-none-match", "*")]).status, status, "{path}");
    }
}

#[test]
fn a_write_makes_every_held_copy_stale() {
    for server in writers() {
        let held: Vec<String> = TAGGED.iter().map(|path| tag(server, path)).collect();
        assert_eq!(server.post("/api/v1/markers/VN-LA:146/inspections", &fresh()).status, 201);
        for (path, held) in TAGGED.iter().zip(held) {
            let answer = server.get_with(path, &[("if-none-match", &held)]);
            assert_eq!(answer.status, 200, "{path}: a stale copy was called fresh");
            assert_ne!(answer.header("etag"), held);
        }
    }
}

#[test]
fn head_is_get_without_the_body() {
    let base = &reader().base;
    let mut paths: Vec<String> = reads().map(sample).collect();
    paths.extend(
        ["/nowhere", "/collections/nix", "/collections/markers/items?limit=0", "/?f=html", "/collections?f=html"]
            .map(str::to_owned),
    );
    for path in paths {
        let (get, head) = (request(base, "GET", &path, &[], b""), request(base, "HEAD", &path, &[], b""));
        assert_eq!((head.status, head.headers()), (get.status, get.headers()), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
        assert!(head.body.is_empty(), "{path}");
    }
}

#[test]
fn head_asks_whether_a_copy_is_fresh() {
    for path in TAGGED {
        let tag = tag(reader(), path);
        let head = request(&reader().base, "HEAD", path, &[("If-None-Match", &tag)], b"");
        assert_eq!((head.status, head.header("etag")), (304, tag.as_str()), "{path}");
    }
}
