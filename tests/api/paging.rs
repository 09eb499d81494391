//! `items`: walking through a layer page by page.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{Server, get};
use crate::world::{fresh_with, id_of, ids, layers, link, reader, refused, writers};

/// Follows the `next` links to the end; `between` runs after each page.
fn walk(server: &Server, path: &str, mut between: impl FnMut()) -> Vec<String> {
    let mut seen = Vec::new();
    let mut next = Some(format!("{}{path}", server.base));
    while let Some(href) = next {
        let answer = get(&href, &[]);
        let page = answer.json();
        let found = ids(&answer);
        assert_eq!(page["numberReturned"].as_u64(), Some(found.len() as u64), "{href}");
        next = link(&page, "next");
        assert!(next.is_none() || !found.is_empty(), "an empty page that goes on: {href}");
        // Clients that read no body, such as those of binary formats, find the link in a header.
        let header = next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")).unwrap_or_default();
        assert_eq!(answer.header("link"), header, "{href}");
        seen.extend(found);
        assert!(seen.len() < 100_000, "the walk does not end");
        between();
    }
    seen
}

fn once(seen: &[String]) -> BTreeSet<&String> {
    let set: BTreeSet<_> = seen.iter().collect();
    assert_eq!(set.len(), seen.len(), "a feature was seen twice");
    set
}

#[test]
fn a_walk_sees_every_feature_once_whatever_the_limit() {
    for layer in layers(reader()) {
        let all = ids(&reader().get(&format!("/collections/{layer}/items?limit=10000")));
        for limit in [1, 7, 64, 100, all.len().max(1), all.len() + 1] {
            if limit == 1 && all.len() > 50 {
                continue;
            }
            assert_eq!(
                walk(reader(), &format!("/collections/{layer}/items?limit={limit}"), || {}),
                all,
                "{layer} by {limit}"
            );
        }
    }
}

#[test]
fn a_walk_keeps_its_filters_and_its_count() {
    let path = "/collections/tasks/items?limit=7&province=S%C6%A1n%20La";
    let whole = reader().get(&path.replace("limit=7", "limit=10000"));
    let expected = ids(&whole);
    assert!(expected.len() > 7 && expected.len() < 199);
    assert_eq!(walk(reader(), path, || {}), expected);
    let second = get(&link(&reader().get(path).json(), "next").unwrap(), &[]).json();
    assert_eq!(second["numberMatched"], whole.json()["numberMatched"], "the count is of the whole, not of the rest");
}

#[test]
fn a_walk_through_boxes_sees_every_feature_once() {
    let path = "/collections/markers/items?limit=5&bbox=103,20,107.5,23";
    let expected = ids(&reader().get(&path.replace("limit=5", "limit=10000")));
    assert!(expected.len() > 10);
    assert_eq!(walk(reader(), path, || {}), expected);
}

#[test]
fn records_that_come_during_a_walk_neither_hide_nor_repeat_others() {
    // Across the country and back, so that new ones fall before, behind and at the place of the walk.
    let places = [(102.2, 22.4), (104.1, 20.9), (106.9, 21.9), (107.9, 21.5), (105.0, 19.0), (103.2, 20.8)];
    let post = |server: &Server, n: usize| {
        let (lon, lat) = places[n % places.len()];
        let inspection = fresh_with(&json!({ "lon": lon, "lat": lat, "device": "walk" }));
        let answer = server.post("/api/v1/markers/VN-LA:210/inspections", &inspection);
        assert_eq!(answer.status, 201, "{}", answer.text());
        id_of(&inspection).to_owned()
    };
    for server in writers() {
        let before: BTreeSet<String> = (0..12).map(|n| post(server, n)).collect();
        for limit in [1, 2, 5] {
            let mut pages = 0;
            let seen = walk(server, &format!("/collections/inspections/items?marker=VN-LA:210&limit={limit}"), || {
                pages += 1;
                if pages <= 24 {
                    post(server, pages * 5 + limit);
                }
            });
            let seen = once(&seen);
            assert!(before.iter().all(|id| seen.contains(id)), "limit {limit}: one was passed over");
        }
    }
}

#[test]
fn clients_that_count_for_themselves_see_every_feature_once() {
    let all = ids(&reader().get("/collections/tasks/items?limit=10000"));
    let mut seen = Vec::new();
    for offset in (0..all.len() + 30).step_by(30) {
        let page = reader().get(&format!("/collections/tasks/items?limit=30&offset={offset}"));
        assert_eq!(page.json()["numberMatched"].as_u64(), Some(all.len() as u64));
        seen.extend(ids(&page));
    }
    assert_eq!(seen, all);
    let beyond = reader().get("/collections/tasks/items?offset=1000000000000000000000").json();
    assert_eq!((beyond["numberReturned"].as_u64(), link(&beyond, "next")), (Some(0), None));
}

#[test]
fn a_walk_may_begin_at_an_offset() {
    let all = ids(&reader().get("/collections/tasks/items?limit=10000"));
    assert_eq!(walk(reader(), "/collections/tasks/items?limit=20&offset=10", || {}), all[10..]);
}

#[test]
fn a_cursor_that_no_link_gave_is_refused() {
    for cursor in [
        "",
        ".",
        "abc",
        "0000000000000000",
        "0000000000000000.",
        ".VN-LA:211",
        "zzzzzzzzzzzzzzzz.VN-LA:211",
        "1.VN-LA:211",
    ] {
        refused(&reader().get(&format!("/collections/markers/items?cursor={cursor}")), 400, "bad_parameter");
    }
    // One behind the last feature is a place, though an empty one.
    let page = reader().get("/collections/markers/items?cursor=ffffffffffffffff.z").json();
    assert_eq!((page["numberReturned"].as_u64(), link(&page, "next")), (Some(0), None));
}
