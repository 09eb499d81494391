//! `/conformance`

use crate::world::{reader, text};

/// What is declared, and which of these tests stand behind it.
const DECLARED: &[(&str, &[&str], &str)] = &[
    ("ogcapi-features-1/1.0", &["core"], "landing, collections, items, boxes, times, paging, item, problems"),
    ("ogcapi-features-1/1.0", &["oas30"], "openapi"),
    ("ogcapi-features-1/1.0", &["html"], "negotiation, landing"),
    ("ogcapi-features-1/1.0", &["geojson"], "items, item, negotiation"),
    (
        "ogcapi-tiles-1/1.0",
        &["core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection", "mvt"],
        "tiles",
    ),
    ("ogcapi-features-2/1.0", &["crs"], "systems"),
    ("ogcapi-features-3/1.0", &["queryables", "filter", "features-filter"], "schemas, items, filtering"),
    ("ogcapi-features-5/1.0", &["schemas", "core-roles-features"], "schemas"),
    ("ogcapi-features-4/1.0", &["create-replace-delete", "update", "optimistic-locking-etags"], "editing"),
    (
        "cql2/1.0",
        &[
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
        ],
        "filtering; domain::cql2 and atlas::filter beside the code",
    ),
];

#[test]
fn it_declares_exactly_what_is_tested() {
    let declared: Vec<String> =
        reader().get("/conformance").json()["conformsTo"].as_array().unwrap().iter().map(text).collect();
    let tested: Vec<String> = DECLARED
        .iter()
        .flat_map(|(standard, classes, _)| {
            classes.iter().map(move |class| format!("http://www.opengis.net/spec/{standard}/conf/{class}"))
        })
        .collect();
    assert_eq!(declared, tested);
}
