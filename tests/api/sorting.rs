//! `items?sortby=`

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Server, get};
use crate::world::{escaped, features, fresh_with, id_of, ids, link, reader, refused, text, writers};

fn sorted(layer: &str, by: &str) -> Vec<Value> {
    features(&reader().get(&format!("/collections/{layer}/items?limit=10000&sortby={}", escaped(by))))
}

fn values(all: &[Value], name: &str) -> Vec<Value> {
    all.iter().map(|feature| feature["properties"][name].clone()).collect()
}

/// Follows the `next` links; `between` runs after each page.
fn walk(server: &Server, path: &str, mut between: impl FnMut()) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), Some(format!("{}{path}", server.base)));
    while let Some(href) = next {
        let answer = get(&href, &[]);
        seen.extend(ids(&answer));
        next = link(&answer.json(), "next");
        assert!(seen.len() < 10_000, "the walk does not end");
        between();
    }
    seen
}

#[test]
fn numbers_go_by_their_value_and_nothing_comes_last() {
    for by in ["accuracy_m", "+accuracy_m", "-accuracy_m"] {
        let all = sorted("markers", by);
        let found = values(&all, "accuracy_m");
        let some: Vec<f64> = found.iter().filter_map(Value::as_f64).collect();
        assert!(some.len() > 5 && some.len() < found.len());
        assert!(found[some.len()..].iter().all(Value::is_null), "{by}: what has no value is last");
        let falls = |pair: &[f64]| pair[0].partial_cmp(&pair[1]).unwrap();
        let wrong = if by.starts_with('-') { Ordering::Less } else { Ordering::Greater };
        assert!(some.windows(2).all(|pair| falls(pair) != wrong), "{by}: {some:?}");
        assert_eq!(all.len(), 37);
    }
}

#[test]
fn markers_go_along_the_line_and_not_by_their_letters() {
    for by in ["key", "number"] {
        let keys: Vec<String> = values(&sorted("markers", by), "key").iter().map(text).collect();
        let at = |key: &str| keys.iter().position(|held| held == key).unwrap_or_else(|| panic!("{key}: {keys:?}"));
        assert!(at("VN-CN:0") < at("VN-CN:234"), "{by}");
        assert!(at("VN-CN:234") < at("VN-CN:1088"), "{by}: 1088 after 234");
        assert!(at("VN-CN:1088") < at("VN-CN:1088_2") && at("VN-CN:1088_2") < at("VN-CN:1089"), "{by}");
    }
    let down: Vec<String> = values(&sorted("markers", "-key"), "key").iter().map(text).collect();
    let mut up: Vec<String> = values(&sorted("markers", "key"), "key").iter().map(text).collect();
    up.reverse();
    assert_eq!(down, up);
}

#[test]
fn texts_go_by_the_vietnamese_alphabet() {
    let titles: Vec<String> = values(&sorted("hazards", "title"), "title").iter().map(text).collect();
    let mut expected = titles.clone();
    expected.sort_by_key(|title| mocgioi::domain::collation::key(title));
    assert_eq!(titles, expected);
    let by_two = sorted("tasks", "-province,title");
    let pairs: Vec<(String, String)> = by_two
        .iter()
        .map(|f| (f["properties"]["province"].as_str().unwrap_or_default().to_owned(), text(&f["properties"]["title"])))
        .collect();
    let mut expected = pairs.clone();
    let key = mocgioi::domain::collation::key;
    expected.sort_by(|(one, a), (other, b)| {
        let none_last = one.is_empty().cmp(&other.is_empty());
        none_last.then(key(other).cmp(&key(one))).then(key(a).cmp(&key(b)))
    });
    assert_eq!(pairs, expected);
}

#[test]
fn a_walk_is_the_whole_page_by_page() {
    for (layer, query) in [
        ("tasks", "sortby=province,-title"),
        ("tasks", "sortby=-due"),
        ("markers", "sortby=-accuracy_m,key"),
        ("markers", "sortby=indicative&bbox=103,20,107.5,23"),
        ("segments", "sortby=-risk_score"),
        ("hazards", "sortby=-observed_at,title&filter=label%20=%20'public'"),
    ] {
        let query = query.replace(' ', "%20");
        let whole = ids(&reader().get(&format!("/collections/{layer}/items?limit=10000&{query}")));
        assert!(whole.len() > 3, "{layer} {query}");
        for limit in [3, 10, whole.len()] {
            let seen = walk(reader(), &format!("/collections/{layer}/items?limit={limit}&{query}"), || {});
            assert_eq!(seen, whole, "{layer} {query} by {limit}");
        }
        let offset = ids(&reader().get(&format!("/collections/{layer}/items?limit=10000&offset=2&{query}")));
        assert_eq!(offset, whole[2..], "{layer} {query}");
    }
}

#[test]
fn records_that_come_during_a_sorted_walk_neither_hide_nor_repeat_others() {
    for server in writers() {
        let post = |n: usize| {
            let minute = n * 37 % 60;
            let inspection = fresh_with(
                &json!({ "observed_at": format!("2026-11-18T09:{minute:02}:00+07:00"), "device": "sorted-walk" }),
            );
            assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &inspection).status, 201);
            id_of(&inspection).to_owned()
        };
        let before: BTreeSet<String> = (0..10).map(post).collect();
        for (limit, by) in [(1, "observed_at"), (3, "-observed_at")] {
            let (mut pages, filter) = (0, escaped("device = 'sorted-walk'"));
            let path = format!("/collections/inspections/items?limit={limit}&sortby={by}&filter={filter}");
            let seen = walk(server, &path, || {
                pages += 1;
                if pages <= 8 {
                    post(10 + pages * 7 + limit);
                }
            });
            let once: BTreeSet<String> = seen.iter().cloned().collect();
            assert_eq!(once.len(), seen.len(), "one was seen twice");
            assert!(before.is_subset(&once), "one was passed over");
        }
    }
}

#[test]
fn what_cannot_be_sorted_by_is_refused() {
    for by in ["nix", "", "cite", "key,", "geometry", "--key"] {
        refused(&reader().get(&format!("/collections/markers/items?sortby={}", escaped(by))), 400, "not_one_of");
    }
    for by in ["key,-key", "key,line,rev,seq,kind,side,form,label,record"] {
        refused(&reader().get(&format!("/collections/markers/items?sortby={by}")), 400, "bad_parameter");
    }
    let next = link(&reader().get("/collections/markers/items?limit=3&sortby=key").json(), "next").unwrap();
    let other_order = next.replace("sortby=key", "sortby=accuracy_m,key");
    for address in [other_order.as_str(), &next.replace("sortby=key", "sortby=accuracy_m")] {
        refused(&get(address, &[("accept", "application/json")]), 400, "bad_parameter");
    }
    for cursor in ["", "x", "e30", "0000000000000000.VN-LA:211"] {
        refused(&reader().get(&format!("/collections/markers/items?sortby=key&cursor={cursor}")), 400, "bad_parameter");
    }
}
