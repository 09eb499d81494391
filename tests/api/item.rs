//! `/collections/{collectionId}/items/{featureId}`

use crate::support::get;
use crate::world::{escaped, features, layers, link, nobody, reader, refused, text};

#[test]
fn a_single_feature_is_the_one_of_the_list_with_links() {
    for layer in layers(reader()) {
        for listed in features(&reader().get(&format!("/collections/{layer}/items?limit=3"))) {
            let path = format!("/collections/{layer}/items/{}", text(&listed["id"]));
            let answer = reader().get(&path);
            assert_eq!((answer.status, answer.header("content-type")), (200, "application/geo+json"), "{path}");
            let mut single = answer.json();
            for (rel, leads_to) in
                [("self", path.as_str()), ("alternate", path.as_str()), ("collection", "/collections/")]
            {
                let href = link(&single, rel).unwrap_or_else(|| panic!("{path} has no link {rel}"));
                assert!(href.starts_with(&format!("{}{leads_to}", reader().base)), "{href}");
            }
            single.as_object_mut().unwrap().remove("links");
            // On its own it may say more: what is worked out for whoever asks.
            let more = single["properties"].take();
            for (name, value) in listed["properties"].as_object().unwrap() {
                assert_eq!(more[name], *value, "{path}: {name}");
            }
            for name in ["type", "id", "geometry"] {
                assert_eq!(single[name], listed[name], "{path}: {name}");
            }
        }
    }
}

#[test]
fn an_escaped_id_is_the_same_id() {
    let plain = reader().get("/collections/markers/items/VN-LA:211").json();
    for path in [
        "/collections/markers/items/VN-LA%3A211",
        "/collections/markers/items/%56N-LA%3a211",
        "/collections/%6Darkers/items/VN-LA:211",
    ] {
        let escaped = reader().get(path).json();
        assert_eq!(escaped["properties"], plain["properties"], "{path}");
        assert_eq!(get(&link(&escaped, "self").unwrap(), &[]).status, 200);
    }
}

#[test]
fn a_feature_there_is_not_is_404_and_named() {
    let nobody = nobody();
    for id in [
        "VN-LA:999",
        "vn-la:211",
        "VN-LA:211 ",
        " ",
        "0",
        "'; DROP TABLE record; --",
        "../markers",
        "%",
        "＊",
        nobody.as_str(),
    ] {
        let answer = reader().get(&format!("/collections/markers/items/{}", escaped(id)));
        refused(&answer, 404, "unknown_item");
        assert!(text(&answer.json()["detail"]).contains(id), "{id:?}");
    }
}

#[test]
fn an_id_without_end_is_not_repeated_in_full() {
    let answer = reader().get(&format!("/collections/markers/items/{}", "9".repeat(5_000)));
    refused(&answer, 404, "unknown_item");
    assert!(answer.body.len() < 500, "{}", answer.text());
}

#[test]
fn a_feature_of_another_layer_is_not_here() {
    refused(&reader().get("/collections/segments/items/VN-LA:211"), 404, "unknown_item");
    refused(&reader().get("/collections/markers/items/VN-LA:144..145"), 404, "unknown_item");
}

#[test]
fn places_that_were_not_measured_say_so() {
    let markers = features(&reader().get("/collections/markers/items?limit=10000"));
    for marker in &markers {
        let properties = &marker["properties"];
        assert_eq!(properties["indicative"], properties["position_method"] != "surveyed", "{marker}");
        if properties["indicative"] == true {
            assert!(properties["accuracy_m"].as_f64().is_some_and(|metres| metres > 0.0), "{marker}");
        }
    }
    assert!(markers.iter().any(|marker| marker["properties"]["indicative"] == true));
}
