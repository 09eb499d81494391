//! Forms and languages: `Accept`, `f=`, `Accept-Language`.

use crate::world::{joined, reader, reads, refused, sample};

const HTML: &str = "text/html; charset=utf-8";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn form(path: &str, accept: &str) -> String {
    let answer = reader().get_with(path, &[("accept", accept)]);
    assert_eq!(answer.status, 200, "{path} as {accept}: {}", answer.text());
    answer.header("content-type").to_owned()
}

#[test]
fn programs_get_json_and_browsers_get_a_page_everywhere() {
    for route in reads() {
        let path = sample(route);
        for accept in ["*/*", "application/json", "application/*", "image/png, application/json;q=0.5"] {
            assert_eq!(form(&path, accept), route.media, "{path} as {accept}");
        }
        assert_eq!(form(&path, BROWSER), HTML, "{path}");
    }
}

#[test]
fn f_decides_whatever_is_accepted() {
    for route in reads() {
        let path = sample(route);
        assert_eq!(form(&joined(&path, "f=json"), BROWSER), route.media, "{path}");
        assert_eq!(form(&joined(&path, "f=html"), "application/json"), HTML, "{path}");
        refused(&reader().get(&joined(&path, "f=xml")), 400, "not_one_of");
        refused(&reader().get(&joined(&path, "f=")), 400, "not_one_of");
    }
}

#[test]
fn features_are_geojson_to_whoever_asks_for_it() {
    for path in ["/collections/markers/items", "/collections/markers/items/VN-LA:211", "/api/v1/segments/at-risk"] {
        for accept in ["application/geo+json", "application/geo+json;q=0.1, text/html;q=0.01", "application/json"] {
            assert_eq!(form(path, accept), "application/geo+json", "{path} as {accept}");
        }
        assert_eq!(form(&format!("{path}?f=geojson"), BROWSER), "application/geo+json");
    }
}

#[test]
fn weights_are_heeded() {
    for (accept, html) in [
        ("text/html;q=0.5, application/json", false),
        ("application/json;q=0.5, text/html", true),
        ("application/json;q=0.5,text/html;q=0.500", false),
        ("TEXT/HTML", true),
        ("application/json;q=0, text/html", true),
        ("application/json;q=0, */*", true),
        ("text/html;q=0, */*", false),
        ("application/json;q=nonsense", false),
        ("application/json;q=NaN, text/html", true),
        ("", false),
        (",,;,", false),
    ] {
        let expected = if html { HTML } else { "application/json" };
        assert_eq!(form("/collections", accept), expected, "{accept:?}");
    }
}

#[test]
fn what_exists_in_no_accepted_form_is_406() {
    for route in reads() {
        for accept in ["image/png", "application/json;q=0", "application/xml, text/csv", "*/*;q=0"] {
            refused(&reader().get_with(&sample(route), &[("accept", accept)]), 406, "not_acceptable");
        }
    }
}

#[test]
fn errors_come_in_the_form_of_the_asker() {
    let unknown = "/collections/markers/items/nix";
    let page = reader().get_with(unknown, &[("accept", BROWSER)]);
    assert_eq!((page.status, page.header("content-type")), (404, HTML));
    assert!(page.text().contains("nix"), "{}", page.text());
    refused(&reader().get(unknown), 404, "unknown_item");
    refused(&reader().get_with(&format!("{unknown}?f=json"), &[("accept", BROWSER)]), 404, "unknown_item");
    let page = reader().get_with(&format!("{unknown}?f=html"), &[("accept", "application/json")]);
    assert_eq!((page.status, page.header("content-type")), (404, HTML));
}

#[test]
fn an_error_page_shows_what_was_asked_and_runs_none_of_it() {
    let page = reader().get("/collections/markers/items/%3Cscript%3Ealert(1)%3C%2Fscript%3E?f=html");
    assert_eq!(page.status, 404);
    assert!(!page.text().contains("<script") && page.text().contains("&lt;script"), "{}", page.text());
}

#[test]
fn messages_speak_vietnamese_unless_english_is_asked_for() {
    for (wanted, language) in [
        ("", "vi"),
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("vi;q=0.1, en", "en"),
        ("en;q=0.1, vi-VN", "vi"),
        ("lo, en;q=0.5", "en"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("*", "vi"),
    ] {
        let answer = reader().get_with("/nowhere", &[("accept-language", wanted)]);
        let detail = if language == "vi" { "Không có tài nguyên này." } else { "There is no such resource." };
        assert_eq!(
            (answer.header("content-language"), &answer.json()["detail"]),
            (language, &detail.into()),
            "{wanted:?}"
        );
    }
}

#[test]
fn caches_are_told_what_an_answer_depends_on() {
    for path in ["/", "/collections", "/collections/markers/items", "/nowhere"] {
        let answer = reader().get(path);
        assert_eq!(answer.header("vary"), "Accept, Accept-Language, Authorization, Cookie", "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-cache", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}
