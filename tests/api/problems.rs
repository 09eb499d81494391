//! What holds for every address that is asked wrongly.

use mocgioi::http::routes::ROUTES;

use crate::wire::request;
use crate::world::{fresh, item_path, joined, reader, reads, refused, sample, text, writers};

#[test]
fn an_unknown_parameter_is_refused_by_every_resource() {
    for route in reads() {
        for name in ["surprise", "LIMIT", "limit%5B%5D", "f%20", "", "api_key"] {
            let answer = reader().get(&joined(&sample(route), &format!("{name}=1")));
            refused(&answer, 400, "unknown_parameter");
            let detail = text(&answer.json()["detail"]);
            let named = route.names().iter().all(|known| detail.contains(known));
            assert!(named, "{}: {detail}", route.path);
        }
    }
}

#[test]
fn an_unknown_parameter_keeps_an_inspection_out() {
    for server in writers() {
        for route in ROUTES.iter().filter(|route| route.method == "POST") {
            let inspection = fresh();
            refused(&server.post(&joined(&sample(route), "surprise=1"), &inspection), 400, "unknown_parameter");
            assert_eq!(server.get(&item_path(&inspection)).status, 404);
        }
    }
}

#[test]
fn a_parameter_given_twice_is_refused_even_with_the_same_value() {
    for route in reads() {
        for query in ["f=json&f=json", "f=json&%66=html", "surprise&surprise"] {
            refused(&reader().get(&joined(&sample(route), query)), 400, "repeated_parameter");
        }
    }
    for query in ["limit=1&limit=2", "bbox=1,2,3,4&bbox=1,2,3,4", "line=VN-LA&line=VN-CN"] {
        refused(&reader().get(&format!("/collections/markers/items?{query}")), 400, "repeated_parameter");
    }
}

#[test]
fn empty_pairs_in_a_query_mean_nothing() {
    for query in ["?", "?&", "?&&limit=1&"] {
        assert_eq!(reader().get(&format!("/collections/markers/items{query}")).status, 200, "{query}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for route in reads() {
        for query in ["f=%FF", "%FF=1", "f=%C3%28", "x=%ED%A0%80", "%E2%82"] {
            refused(&reader().get(&joined(&sample(route), query)), 400, "bad_parameter");
        }
    }
    for path in ["/collections/markers/items/%FF", "/collections/%C3%28/items", "/api/v1/segments/%FE/risk"] {
        refused(&reader().get(path), 400, "bad_path");
    }
    refused(&reader().get("/%FF"), 404, "not_found");
    refused(&reader().post("/api/v1/markers/%FF/inspections", &fresh()), 400, "bad_path");
}

#[test]
fn percent_signs_that_escape_nothing_are_plain_text() {
    for query in ["province=%", "province=%zz", "province=100%25", "province=%2"] {
        assert_eq!(reader().get(&format!("/collections/tasks/items?{query}")).json()["numberMatched"], 0, "{query}");
    }
}

#[test]
fn an_address_there_is_not_is_404() {
    for path in [
        "/nowhere",
        "/collections/",
        "//",
        "/Collections",
        "/api/",
        "/api/v1",
        "/api/v2/segments/at-risk",
        "/collections/markers/items/",
        "/collections/markers/items/VN-LA:211/x",
        "/favicon.ico",
        "/.env",
    ] {
        refused(&reader().get(path), 404, "not_found");
    }
}

#[test]
fn another_method_is_405_and_told_which_there_are() {
    let base = &reader().base;
    for route in ROUTES {
        let mut allowed: Vec<&str> =
            ROUTES.iter().filter(|other| other.path == route.path).map(|other| other.method).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get"] {
            if allowed.contains(&method) {
                continue;
            }
            let reply = request(base, method, &sample(route), &[("Content-Type", "application/json")], b"");
            assert_eq!(
                (reply.status, reply.header("allow")),
                (405, allowed.join(", ").as_str()),
                "{method} {}",
                route.path
            );
            if method != "HEAD" {
                assert_eq!(reply.code(), "method_not_allowed");
            }
        }
    }
}

#[test]
fn every_problem_has_the_members_of_rfc_9457() {
    for path in ["/nowhere", "/collections/nix", "/collections/markers/items?limit=x", "/api/v1/segments/nix/risk"] {
        let answer = reader().get(path);
        let problem = answer.json();
        assert_eq!(problem["status"], answer.status);
        for member in ["type", "title", "code", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {problem}");
        }
    }
}

#[test]
fn a_key_that_cannot_be_read_is_404_with_the_code_of_its_number() {
    for (key, code) in [
        ("nix", "unreadable"),
        ("VN-LA:144", "unreadable"),
        ("VN-LA:145..144", "descending_range"),
        ("144..145", "line_required"),
    ] {
        let answer = reader().get(&format!("/api/v1/segments/{key}/risk"));
        refused(&answer, 404, "marker_number");
        assert_eq!(answer.json()["errors"][0]["code"], code, "{key}");
    }
    refused(&reader().get("/api/v1/segments/VN-LA:998..999/risk"), 404, "unknown_segment");
}
