//! `/conformance`

use crate::world::{reader, text};

/// What is declared, and which of these tests stand behind it.
const DECLARED: [(&str, &str); 4] = [
    ("core", "landing, collections, items, boxes, times, paging, item, problems"),
    ("oas30", "openapi"),
    ("html", "negotiation, landing"),
    ("geojson", "items, item, negotiation"),
];

/// Of OGC API – Tiles; all in `tiles`.
const TILES: [(&str, &str); 7] = [
    ("core", "tiles that there are not are refused"),
    ("tileset", "tilesets lead to tiles"),
    ("tilesets-list", "tilesets lead to tiles"),
    ("dataset-tilesets", "the tile of all"),
    ("geodata-tilesets", "every item is on its tile"),
    ("collections-selection", "collections chooses"),
    ("mvt", "every item is on its tile"),
];

#[test]
fn it_declares_exactly_what_is_tested() {
    let declared: Vec<String> =
        reader().get("/conformance").json()["conformsTo"].as_array().unwrap().iter().map(text).collect();
    let tested: Vec<String> = DECLARED
        .iter()
        .map(|(class, _)| format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}"))
        .chain(TILES.iter().map(|(class, _)| format!("http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{class}")))
        .collect();
    assert_eq!(declared, tested);
}
