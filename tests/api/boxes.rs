//! `items?bbox=`

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::{escaped, features, ids, reader, refused, text};

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

#[test]
fn a_box_no_larger_than_a_point_holds_what_lies_there() {
    let tripoint = reader().get("/collections/markers/items/VN-CN:0").json();
    let at: Vec<String> =
        tripoint["geometry"]["coordinates"].as_array().unwrap().iter().map(Value::to_string).collect();
    let (lon, lat) = (&at[0], &at[1]);
    // The stored place has a digit more than the one shown, so a hair's breadth is left around it.
    let around = format!("{},{},{},{}", below(lon), below(lat), above(lon), above(lat));
    assert!(within("markers", &around).contains("VN-CN:0"), "{around}");
    assert_eq!(within("markers", "0,0,0,0"), BTreeSet::new());
}

fn below(degrees: &str) -> f64 {
    degrees.parse::<f64>().unwrap() - 1e-7
}

fn above(degrees: &str) -> f64 {
    degrees.parse::<f64>().unwrap() + 1e-7
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
