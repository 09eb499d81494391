//! `items?bbox=`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::{escaped, features, fresh_with, id_of, ids, item_path, reader, refused, text, writers};

/// Layers in which every feature has a place.
const PLACED: [&str; 4] = ["boundary-lines", "markers", "segments", "hazards"];

fn within(layer: &str, bbox: &str) -> BTreeSet<String> {
    ids(&reader().get(&format!("/collections/{layer}/items?limit=10000&bbox={bbox}"))).into_iter().collect()
}

fn all(layer: &str) -> BTreeSet<String> {
    within(layer, "-180,-90,180,90")
}

#[test]
fn the_whole_world_holds_everything_that_has_a_place() {
    for layer in PLACED {
        let total = reader().get(&format!("/collections/{layer}/items?limit=1")).json()["numberMatched"].as_u64();
        assert_eq!(Some(all(layer).len() as u64), total, "{layer}");
    }
}

/// Compares with a look at every marker, for boxes of all sizes across the country.
#[test]
fn a_box_holds_exactly_the_points_in_it() {
    let markers: Vec<(String, f64, f64)> = features(&reader().get("/collections/markers/items?limit=10000"))
        .iter()
        .map(|feature| {
            let at = &feature["geometry"]["coordinates"];
            (text(&feature["id"]), at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
        })
        .collect();
    let (mut some, mut none) = (0, 0);
    for n in 0..60 {
        let (west, south) = (101.0 + f64::from(n % 10), 8.0 + f64::from(n / 10) * 2.7);
        let (east, north) = (west + 0.3 + f64::from(n % 7), south + 0.2 + f64::from(n % 5));
        let expected: BTreeSet<String> = markers
            .iter()
            .filter(|(_, lon, lat)| (west..=east).contains(lon) && (south..=north).contains(lat))
            .map(|(id, ..)| id.clone())
            .collect();
        let bbox = format!("{west},{south},{east},{north}");
        assert_eq!(within("markers", &bbox), expected, "{bbox}");
        if expected.is_empty() { none += 1 } else { some += 1 }
    }
    assert!(some >= 8 && none >= 8, "{some} and {none}");
}

/// What is printed is what is asked about: a box drawn on the printed coordinates of a feature finds it, and the box
/// around them all is the extent.
#[test]
fn a_box_on_printed_coordinates_finds_what_was_printed_there() {
    let mut asked = 0;
    for layer in PLACED {
        for feature in features(&reader().get(&format!("/collections/{layer}/items?limit=10000"))) {
            let printed = vertices(&feature);
            // Every vertex of a short line, some of a long one, always both ends.
            let step = printed.len().div_ceil(8).max(1);
            for (lon, lat) in printed.iter().step_by(step).chain(printed.last()) {
                let bbox = format!("{lon},{lat},{lon},{lat}");
                assert!(within(layer, &bbox).contains(&text(&feature["id"])), "{layer} {} at {bbox}", feature["id"]);
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
    assert_eq!(within("markers", "0,0,0,0"), BTreeSet::new());
}

#[test]
fn a_segment_that_needs_attention_is_found_where_it_is_printed() {
    const LIST: &str = "/api/v1/segments/at-risk?limit=10000&min_class=no_data";
    for feature in features(&reader().get(LIST)) {
        for (lon, lat) in [vertices(&feature).first(), vertices(&feature).last()].into_iter().flatten() {
            let found = ids(&reader().get(&format!("{LIST}&bbox={lon},{lat},{lon},{lat}")));
            assert!(found.contains(&text(&feature["id"])), "{} at {lon},{lat}", feature["id"]);
        }
    }
}

#[test]
fn digits_that_are_not_printed_are_not_asked_about() {
    for server in writers() {
        for (lon, lat) in [(104.123_456_789, 20.900_000_04), (104.000_000_049_9, 20.900_000_05)] {
            let inspection = fresh_with(&json!({ "lon": lon, "lat": lat }));
            assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &inspection).status, 201);
            let item = server.get(&item_path(&inspection)).json();
            let (lon, lat) = &vertices(&item)[0];
            for degrees in [lon, lat] {
                let decimals = degrees.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                assert!(decimals <= 7, "{degrees}: finer than anything here was measured");
            }
            let found = server.get(&format!("/collections/inspections/items?limit=10000&bbox={lon},{lat},{lon},{lat}"));
            assert!(ids(&found).iter().any(|id| id == id_of(&inspection)), "{lon} {lat}");
        }
    }
}

/// The coordinates of a feature as they are written.
fn vertices(feature: &Value) -> Vec<(String, String)> {
    let at = &feature["geometry"]["coordinates"];
    let points =
        if feature["geometry"]["type"] == "Point" { vec![at] } else { at.as_array().unwrap().iter().collect() };
    points.into_iter().map(|at| (at[0].to_string(), at[1].to_string())).collect()
}

#[test]
fn heights_are_passed_over() {
    let flat = within("markers", "103,20,105,22");
    assert!(!flat.is_empty());
    assert_eq!(within("markers", "103,20,-11000,105,22,9000"), flat);
    assert_eq!(within("markers", "103,20,0,105,22,0"), flat);
}

/// West greater than east goes the other way round the earth: never the box between them.
#[test]
fn a_box_across_the_antimeridian_is_what_the_box_between_leaves_out() {
    for layer in PLACED {
        assert_eq!(within(layer, "170,-90,-170,90"), BTreeSet::new(), "{layer}");
    }
    let split = "104.5";
    let (east, west) =
        (within("markers", &format!("{split},-90,120,90")), within("markers", &format!("90,-90,{split},90")));
    assert!(!east.is_empty() && !west.is_empty());
    assert_eq!(within("markers", &format!("120,-90,{split},90")), west);
    assert_eq!(within("markers", &format!("{split},-90,90,90")), east);
}

#[test]
fn a_line_that_only_passes_by_is_not_in_the_box() {
    // In the bounds of VN-LA, far from its course.
    let bounds = within("boundary-lines", "102,14,108,23");
    assert!(bounds.contains("VN-LA"));
    assert!(!within("boundary-lines", "102.2,14.7,102.4,14.9").contains("VN-LA"));
}

#[test]
fn a_box_that_is_no_box_is_refused_and_told_why() {
    for bbox in [
        "",
        "1",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7",
        "1,2,3,4,",
        ",1,2,3",
        "1,,3,4",
        "NaN,2,3,4",
        "1,2,inf,4",
        "-inf,2,3,4",
        "1,2,3,1e999",
        "a,b,c,d",
        "1;2;3;4",
        "1, 2,3,4",
        "181,2,182,4",
        "-181,2,3,4",
        "1,-91,3,4",
        "1,2,3,91",
        "104,22,105,20",
        "1,2,9,3,4,8",
        "0x1,2,3,4",
        "1_0,2,30,4",
        "103.2,20.6,104.9,21.3\n",
        "١,٢,٣,٤",
    ] {
        let answer = reader().get(&format!("/collections/markers/items?bbox={}", escaped(bbox)));
        refused(&answer, 400, "bad_parameter");
        assert_eq!(answer.json()["errors"][0]["pointer"], "bbox", "{bbox:?}");
    }
}

#[test]
fn a_box_and_the_attention_list_agree_on_boxes() {
    for bbox in ["1,2,3", "NaN,1,2,3", "104,22,105,20"] {
        refused(&reader().get(&format!("/api/v1/segments/at-risk?bbox={bbox}")), 400, "bad_parameter");
    }
}

/// OGC API – Features, Part 1, requirement fc-bbox-response: a box hides nothing that has no place.
#[test]
fn what_has_no_place_is_in_every_box() {
    let tasks = features(&reader().get("/collections/tasks/items?limit=10000"));
    let placeless: BTreeSet<String> =
        tasks.iter().filter(|task| task["geometry"].is_null()).map(|task| text(&task["id"])).collect();
    assert!(placeless.len() > 100);
    assert_eq!(within("tasks", "0,0,1,1"), placeless);
}
