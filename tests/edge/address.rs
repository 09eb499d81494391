//! Who is asking, and by which scheme, behind a proxy or not.

use serde_json::Value;

use crate::asking::{Edged, server, settings};
use mocgioi::http::edge::EdgeSettings;
use mocgioi::http::edge::client::Proxies;

fn own_address(document: &Value) -> String {
    let links = document["links"].as_array().unwrap();
    links.iter().find(|link| link["rel"] == "self").unwrap()["href"].as_str().unwrap().to_owned()
}

#[test]
fn links_have_the_scheme_that_a_trusted_proxy_names() {
    for (said, scheme) in [("https", "https"), ("http", "http"), ("HTTPS", "https"), ("gopher", "http")] {
        let answer = server().get_with("/collections", &[("x-forwarded-proto", said)]);
        assert!(own_address(&answer.json()).starts_with(&format!("{scheme}://127.0.0.1:")), "{}", answer.text());
    }
    let page = server().get_with("/?f=html", &[("x-forwarded-proto", "https")]).text();
    assert!(page.contains("https://127.0.0.1:") && !page.contains("http://127.0.0.1:"));
}

#[test]
fn nobody_else_is_believed() {
    let proxies = Proxies::read(&["10.0.0.0/8"]).unwrap();
    let edged = Edged::start(EdgeSettings { proxies, ..settings() });
    let lines = [("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.7"), ("forwarded", "proto=https")];
    let answer = edged.server.get_with("/collections", &lines);
    assert!(own_address(&answer.json()).starts_with("http://"), "{}", answer.text());
    assert_eq!(answer.header("strict-transport-security"), "");
}
