//! `/collections/{collectionId}/items`: limits, property filters, GeoJSON.

use std::collections::HashSet;

use mocgioi::atlas::LayerId;
use serde_json::Value;

use crate::world::{escaped, features, ids, layers, reader, refused, text};

#[test]
fn the_limit_bounds_the_page_and_not_the_count() {
    let all = reader().get("/collections/tasks/items?limit=10000");
    let matched = all.json()["numberMatched"].as_u64().unwrap();
    assert!(matched > 100, "too few tasks to test with");
    for (query, returned) in
        [("", 100), ("?limit=1", 1), ("?limit=007", 7), ("?limit=10000", matched), ("?limit=10001", matched)]
    {
        let page = reader().get(&format!("/collections/tasks/items{query}")).json();
        let counts = (page["numberMatched"].as_u64(), page["numberReturned"].as_u64());
        assert_eq!(counts, (Some(matched), Some(returned)), "{query}");
        assert_eq!(page["features"].as_array().unwrap().len() as u64, returned);
    }
}

#[test]
fn a_limit_larger_than_any_number_is_capped() {
    let page = reader().get("/collections/markers/items?limit=99999999999999999999999999");
    assert_eq!(page.json()["numberMatched"], page.json()["numberReturned"]);
}

#[test]
fn a_limit_that_is_no_count_is_refused() {
    for limit in ["0", "000", "-1", "", "ten", "1.5", "1e3", "%2B5", "0x10", "١٠", "5%20", "NaN"] {
        refused(&reader().get(&format!("/collections/markers/items?limit={limit}")), 400, "bad_parameter");
    }
    for offset in ["-1", "", "x", "1.0"] {
        refused(&reader().get(&format!("/collections/markers/items?offset={offset}")), 400, "bad_parameter");
    }
}

#[test]
fn items_are_geojson_as_rfc_7946_has_it() {
    for layer in layers(reader()) {
        let answer = reader().get(&format!("/collections/{layer}/items?limit=10000"));
        assert_eq!(answer.header("content-type"), "application/geo+json");
        let document = answer.json();
        assert_eq!(document["type"], "FeatureCollection");
        assert!(document["crs"].is_null(), "RFC 7946 knows no crs");
        let mut seen = HashSet::new();
        for feature in document["features"].as_array().unwrap() {
            assert_eq!(feature["type"], "Feature");
            assert!(seen.insert(text(&feature["id"])), "{} twice in {layer}", feature["id"]);
            assert!(feature["properties"].is_object());
            geometry(&feature["geometry"]);
        }
    }
}

/// Longitude comes first: there is no latitude of 102 to 110, and no place here has one above 24.
fn geometry(geometry: &Value) {
    let position = |value: &Value| {
        let [lon, lat]: [f64; 2] = serde_json::from_value(value.clone()).unwrap();
        assert!((102.0..=110.0).contains(&lon) && (8.0..=24.0).contains(&lat), "[{lon}, {lat}] is not on our borders");
    };
    match geometry["type"].as_str() {
        None => assert!(geometry.is_null()),
        Some("Point") => position(&geometry["coordinates"]),
        Some("LineString") => {
            let positions = geometry["coordinates"].as_array().unwrap();
            assert!(positions.len() >= 2, "a line of {}", positions.len());
            positions.iter().for_each(position);
        }
        Some(other) => panic!("a geometry of type {other}"),
    }
}

#[test]
fn a_property_filter_selects_exactly_the_features_with_that_value() {
    for layer in LayerId::ALL {
        let about = layer.about();
        let all = features(&reader().get(&format!("/collections/{}/items?limit=10000", about.id)));
        for name in about.queryables {
            let values: HashSet<&str> = all.iter().filter_map(|feature| feature["properties"][name].as_str()).collect();
            for value in values {
                let expected: Vec<String> = all
                    .iter()
                    .filter(|feature| feature["properties"][name] == value)
                    .map(|feature| text(&feature["id"]))
                    .collect();
                let query = format!("/collections/{}/items?limit=10000&{name}={}", about.id, escaped(value));
                assert_eq!(ids(&reader().get(&query)), expected, "{query}");
            }
        }
    }
}

#[test]
fn filters_hold_together() {
    let both = reader().get("/collections/markers/items?line=VN-CN&position_method=surveyed&limit=10000");
    let found = features(&both);
    assert!(!found.is_empty() && both.json()["numberMatched"].as_u64() == Some(found.len() as u64));
    for feature in found {
        assert_eq!(
            (&feature["properties"]["line"], &feature["properties"]["position_method"]),
            (&"VN-CN".into(), &"surveyed".into())
        );
    }
    assert_eq!(ids(&reader().get("/collections/markers/items?line=VN-LA&bbox=109,8,110,24")), Vec::<String>::new());
}

#[test]
fn a_value_that_no_feature_has_selects_nothing() {
    for query in [
        "tasks/items?province=Atlantis",
        "tasks/items?province=",
        "tasks/items?province=S%C6%A1n%20La%00",
        "tasks/items?province=%F0%9F%98%80",
        "markers/items?kind=stake",
        "inspections/items?marker=VN-LA:9",
        "works/items?line=VN-KH",
    ] {
        let answer = reader().get(&format!("/collections/{query}"));
        assert_eq!((answer.json()["numberMatched"].as_u64(), ids(&answer).len()), (Some(0), 0), "{query}");
    }
}

/// Where values are a closed set, "nothing found" would be a false answer to a misspelt one.
#[test]
fn a_value_that_no_feature_can_have_is_refused_and_those_there_are_get_named() {
    for (query, code, named) in [
        ("markers/items?line=VN-XX", "not_one_of", "VN-LA"),
        ("markers/items?line=", "not_one_of", "VN-LA"),
        ("markers/items?kind=Main", "not_one_of", "main"),
        ("inspections/items?condition=broken", "not_one_of", "at_risk_of_damage"),
        ("inspections/items?mode=", "not_one_of", "joint"),
        ("inspections/items?marker=nix", "marker_number", ""),
        ("inspections/items?segment=VN-LA:144", "marker_number", ""),
        ("hazards/items?severity=7", "not_one_of", "critical"),
    ] {
        let answer = reader().get(&format!("/collections/{query}"));
        refused(&answer, 400, code);
        assert!(text(&answer.json()["detail"]).contains(named), "{query}: {}", answer.text());
    }
}

/// As some keyboards and file systems write it, with its marks apart.
#[test]
fn a_value_may_be_written_with_its_marks_apart() {
    let plain = ids(&reader().get("/collections/tasks/items?province=S%C6%A1n%20La"));
    let apart = ids(&reader().get("/collections/tasks/items?province=So%CC%9Bn%20La"));
    assert!(!plain.is_empty() && plain == apart, "{plain:?} {apart:?}");
}

#[test]
fn a_filter_there_is_not_is_refused_and_those_there_are_get_named() {
    for layer in LayerId::ALL {
        let about = layer.about();
        let answer = reader().get(&format!("/collections/{}/items?colour=red", about.id));
        refused(&answer, 400, "unknown_parameter");
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["pointer"], "colour");
        let detail = text(&problem["detail"]);
        let known = ["f", "limit", "bbox", "datetime", "offset", "cursor"];
        assert!(known.iter().chain(about.queryables).all(|name| detail.contains(name)), "{detail}");
    }
}
