//! `/`

use std::collections::{BTreeSet, VecDeque};

use serde_json::Value;

use crate::support::get;
use crate::world::{link, reader};

#[test]
fn the_landing_page_leads_to_everything_a_client_needs() {
    let landing = reader().get("/").json();
    for rel in ["self", "alternate", "service-desc", "service-doc", "conformance", "data"] {
        assert!(link(&landing, rel).is_some(), "no {rel} in {landing}");
    }
    assert!(landing["attribution"].as_str().unwrap().contains("OpenStreetMap"));
}

/// Walks every link from the landing page on, through layers, pages of items and single features.
#[test]
fn every_link_leads_to_what_it_says() {
    let server = reader();
    let mut waiting = VecDeque::from([(format!("{}/", server.base), "application/json".to_owned())]);
    let mut seen = BTreeSet::new();
    while let Some((href, media)) = waiting.pop_front() {
        // Of pages for people one of each kind will do: pictures take their time.
        let kind =
            if media == "text/html" { href.split('?').next().unwrap_or_default().to_owned() } else { href.clone() };
        if !seen.insert(kind) {
            continue;
        }
        let answer = get(&href, &[]);
        assert_eq!(answer.status, 200, "{href}: {}", answer.text());
        let found = answer.header("content-type");
        assert!(found.starts_with(&media), "{href} is {found}, not {media}");
        if media != "text/html" {
            collect(&answer.json(), &mut waiting);
        }
    }
    assert!(seen.len() > 50, "only {} addresses", seen.len());
}

fn collect(document: &Value, into: &mut VecDeque<(String, String)>) {
    match document {
        Value::Object(members) => {
            if let (Some(Value::String(href)), Some(Value::String(media))) = (members.get("href"), members.get("type"))
                // What holds variables leads to many places; they are tried in `tiles`.
                && members.get("templated").is_none()
            {
                into.push_back((href.clone(), media.clone()));
            }
            members.values().for_each(|value| collect(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}

#[test]
fn pages_for_people_run_no_script_and_load_nothing_from_elsewhere() {
    let server = reader();
    for path in
        ["/", "/conformance", "/api", "/collections", "/collections/markers", "/collections/markers/items?limit=3"]
    {
        let page = server.get_with(path, &[("accept", "text/html")]);
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        let text = page.text().to_lowercase();
        for foreign in ["<script", "<iframe", "<link rel=\"stylesheet", "@import", "src=\"http", "url(http"] {
            assert!(!text.contains(foreign), "{foreign} in {path}");
        }
    }
}

#[test]
fn the_picture_says_that_it_is_a_sketch_and_whose_data_it_shows() {
    let page = reader().get("/?f=html").text();
    assert!(page.contains("<svg") && page.contains("SƠ ĐỒ") && page.contains("OpenStreetMap"), "{page}");
}
