//! `/collections` and `/collections/{collectionId}`

use serde_json::Value;

use crate::support::Server;
use crate::world::{features, layers, reader, refused, text};

fn layer(server: &Server, id: &str) -> Value {
    server.get(&format!("/collections/{id}")).json()
}

/// All positions of a geometry.
fn positions(value: &Value, into: &mut Vec<[f64; 2]>) {
    match value.as_array().map(Vec::as_slice) {
        Some([Value::Number(lon), Value::Number(lat)]) => into.push([lon.as_f64().unwrap(), lat.as_f64().unwrap()]),
        Some(items) => items.iter().for_each(|item| positions(item, into)),
        None => {}
    }
}

#[test]
fn the_list_and_the_single_document_say_the_same() {
    let list = reader().get("/collections").json();
    assert!(list["collections"].as_array().unwrap().len() >= 12);
    for listed in list["collections"].as_array().unwrap() {
        let single = layer(reader(), &text(&listed["id"]));
        for member in ["id", "title", "description", "itemType", "itemCount", "storageCrs", "extent"] {
            assert_eq!(listed[member], single[member], "{member} of {}", listed["id"]);
        }
    }
}

#[test]
fn the_item_count_is_what_the_items_say() {
    for id in layers(reader()) {
        let items = reader().get(&format!("/collections/{id}/items?limit=1")).json();
        assert_eq!(layer(reader(), &id)["itemCount"], items["numberMatched"], "{id}");
    }
}

#[test]
fn the_extent_is_the_smallest_box_around_the_items() {
    let mut with_extent = 0;
    for id in layers(reader()) {
        let mut places = Vec::new();
        for feature in features(&reader().get(&format!("/collections/{id}/items?limit=10000"))) {
            positions(&feature["geometry"]["coordinates"], &mut places);
        }
        let extent = layer(reader(), &id)["extent"].clone();
        if places.is_empty() {
            assert!(extent.is_null(), "{id}: an extent of nothing: {extent}");
            continue;
        }
        with_extent += 1;
        let around = |axis: usize| {
            let values = places.iter().map(|place| place[axis]);
            (values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max))
        };
        let ((west, east), (south, north)) = (around(0), around(1));
        let said: Vec<f64> = serde_json::from_value(extent["spatial"]["bbox"][0].clone()).unwrap();
        for (said, found) in said.iter().zip([west, south, east, north]) {
            // Coordinates are rounded to a centimetre, extents are not.
            assert!((said - found).abs() < 1e-6, "{id}: {said} for {found}");
        }
    }
    assert!(with_extent >= 6);
}

#[test]
fn every_layer_leads_to_its_items_in_both_forms() {
    for id in layers(reader()) {
        let document = layer(reader(), &id);
        let media: Vec<&str> = document["links"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|link| link["rel"] == "items")
            .map(|link| link["type"].as_str().unwrap())
            .collect();
        assert_eq!(media, ["application/geo+json", "text/html"], "{id}");
    }
}

#[test]
fn titles_follow_the_language() {
    let title =
        |language| reader().get_with("/collections/markers", &[("accept-language", language)]).json()["title"].clone();
    assert_eq!((title("vi"), title("en")), ("Mốc quốc giới".into(), "Boundary markers".into()));
}

#[test]
fn an_unknown_layer_is_404_and_the_layers_there_are_get_named() {
    for path in [
        "/collections/nix",
        "/collections/nix/items",
        "/collections/nix/items/1",
        "/collections//items",
        "/collections/Markers",
    ] {
        let answer = reader().get(path);
        refused(&answer, 404, "unknown_collection");
        let detail = text(&answer.json()["detail"]);
        assert!(layers(reader()).iter().all(|id| detail.contains(id.as_str())), "{detail}");
    }
}

#[test]
fn an_unknown_layer_stays_unknown_whatever_else_is_wrong() {
    refused(&reader().get("/collections/nix/items?bbox=nonsense&surprise=1"), 404, "unknown_collection");
}
