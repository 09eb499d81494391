//! What users of other map servers complain of, where no other file here holds it already: counting and pages are in `paging` and `items`, axes in
//! `systems`, tags in `caching`.

use crate::world::{ids, layers, link, reader};

/// A client that pages by thousands needs minutes for what one request would have brought: it must know how much it may ask for.
#[test]
fn the_most_features_of_a_page_are_told_and_are_many() {
    let document = reader().get("/api").json();
    for layer in layers(reader()) {
        let parameters = document["paths"][format!("/collections/{layer}/items")]["get"]["parameters"].clone();
        let limit =
            parameters.as_array().unwrap().iter().find(|parameter| parameter["name"] == "limit").cloned().unwrap();
        assert!(limit["schema"]["maximum"].as_u64() >= Some(10_000), "{layer}");
    }
}

/// Clients read the list of layers again and again, and some froze over it.
#[test]
fn the_list_of_layers_is_small_and_need_not_be_sent_again() {
    let answer = reader().get("/collections");
    assert!(answer.text().len() < 64 * 1024, "{} bytes", answer.text().len());
    let tag = answer.header("etag").to_owned();
    assert_eq!(reader().get_with("/collections", &[("if-none-match", &tag)]).status, 304);
}

/// Axes were turned round once a client asked for its own system, and again in the box of the next page.
#[test]
fn the_next_page_keeps_system_filter_and_order() {
    let path = "/collections/markers/items?limit=5&sortby=-accuracy_m&properties=key&filter=accuracy_m%20%3E%201\
                &crs=http://www.opengis.net/def/crs/EPSG/0/4326&bbox=20,103,23,107&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326";
    let whole = ids(&reader().get(&path.replace("limit=5", "limit=10000")));
    assert!(whole.len() > 10);
    let (mut seen, mut next) = (Vec::new(), Some(format!("{}{path}", reader().base)));
    while let Some(href) = next {
        let answer = crate::support::get(&href, &[]);
        assert_eq!(answer.header("content-crs"), "<http://www.opengis.net/def/crs/EPSG/0/4326>");
        for feature in answer.json()["features"].as_array().unwrap() {
            let at = &feature["geometry"]["coordinates"];
            assert!((20.0..=23.0).contains(&at[0].as_f64().unwrap()), "latitude first: {feature}");
            assert_eq!(feature["properties"].as_object().unwrap().len(), 1);
        }
        seen.extend(ids(&answer));
        next = link(&answer.json(), "next");
    }
    assert_eq!(seen, whole);
}
