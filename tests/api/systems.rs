//! `crs`, `bbox-crs`, `filter-crs`: reference systems at the edge.

use serde_json::Value;

use crate::world::{escaped, features, ids, layers, reader, refused, text};

const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

fn uri(code: u32) -> String {
    format!("{EPSG}{code}")
}

fn place(feature: &Value) -> [f64; 2] {
    serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap()
}

/// Marker 211 in a system, by both roads.
fn marker(code: u32) -> [f64; 2] {
    let crs = escaped(&uri(code));
    let one = reader().get(&format!("/collections/markers/items/VN-LA:211?crs={crs}"));
    let all = reader().get(&format!("/collections/markers/items?limit=10000&crs={crs}"));
    for answer in [&one, &all] {
        assert_eq!(answer.header("content-crs"), format!("<{}>", uri(code)));
    }
    let listed = features(&all).into_iter().find(|feature| feature["id"] == "VN-LA:211").unwrap();
    assert_eq!(place(&listed).map(f64::to_bits), place(&one.json()).map(f64::to_bits));
    place(&listed)
}

#[test]
fn degrees_come_in_the_order_of_their_system() {
    let [lon, lat] = place(&reader().get("/collections/markers/items/VN-LA:211").json());
    assert!(lon > 100.0 && lat < 25.0);
    assert_eq!(marker(4326).map(f64::to_bits), [lat, lon].map(f64::to_bits));
    let [vn_lat, vn_lon] = marker(4756);
    // VN-2000 lies 222–225 m away.
    let (north, east) = ((vn_lat - lat) * 110_700.0, (vn_lon - lon) * 104_000.0);
    assert!((200.0..240.0).contains(&north.hypot(east)), "{north} {east}");
    let plain = reader().get("/collections/markers/items?limit=1");
    assert_eq!(plain.header("content-crs"), format!("<{CRS84}>"));
}

/// Against GDAL's answers for the same place, to the millimetre where no datum is changed.
#[test]
fn metres_are_what_others_work_out() {
    let [lon, lat] = place(&reader().get("/collections/markers/items/VN-LA:211").json());
    for code in [3857, 32648, 32649, 3405, 3406, 9205, 9206, 5896, 5897, 9212] {
        let found = marker(code);
        let output = std::process::Command::new("gdaltransform")
            .args(["-s_srs", CRS84_WKT, "-output_xy"])
            .args(match code {
                3857 | 32648 | 32649 => vec!["-t_srs".to_owned(), format!("EPSG:{code}")],
                // The very operation, so that GDAL does not choose another.
                _ => vec!["-ct".to_owned(), pipeline(code)],
            })
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .and_then(|mut child| {
                use std::io::Write as _;
                writeln!(child.stdin.take().unwrap(), "{lon} {lat}")?;
                child.wait_with_output()
            })
            .expect("gdaltransform is there: scripts/install-test-needs installs it");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let expected: Vec<f64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
        assert!(
            (found[0] - expected[0]).abs() < 0.002 && (found[1] - expected[1]).abs() < 0.002,
            "{code}: {found:?} {text}"
        );
    }
}

const CRS84_WKT: &str = "OGC:CRS84";

/// EPSG:6960 backwards, then the map grid.
fn pipeline(code: u32) -> String {
    let (meridian, scale) = match code {
        3405 => (105.0, 0.9996),
        3406 => (111.0, 0.9996),
        9205 => (103.0, 0.9999),
        9206 => (104.0, 0.9999),
        5896 => (102.0, 0.9999),
        5897 => (105.0, 0.9999),
        _ => (106.25, 0.9999),
    };
    format!(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 \
         +step +inv +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479 \
         +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 \
         +step +proj=tmerc +lat_0=0 +lon_0={meridian} +k={scale} +x_0=500000 +y_0=0 +ellps=WGS84"
    )
}

#[test]
fn every_listed_system_serves_every_layer() {
    let list = reader().get("/collections").json();
    let all: Vec<String> = list["crs"].as_array().unwrap().iter().map(text).collect();
    assert!(all.len() >= 26 && all[0] == CRS84);
    for code in [4326, 4756, 3405, 3406, 3857, 32648, 32649, 9206, 5896] {
        assert!(all.contains(&uri(code)), "{code}");
    }
    for layer in list["collections"].as_array().unwrap() {
        assert_eq!((&layer["crs"], &layer["storageCrs"]), (&serde_json::json!(["#/crs"]), &CRS84.into()));
        let single = reader().get(&format!("/collections/{}", text(&layer["id"]))).json();
        assert_eq!(single["crs"], list["crs"]);
    }
    for crs in &all {
        let answer = reader().get(&format!("/collections/segments/items?limit=20&crs={}", escaped(crs)));
        assert_eq!(answer.status, 200, "{crs}: {}", answer.text());
        let plain = reader().get("/collections/segments/items?limit=20").json();
        for (one, other) in features(&answer).iter().zip(plain["features"].as_array().unwrap()) {
            assert_eq!((&one["id"], &one["properties"]), (&other["id"], &other["properties"]));
            assert_eq!(
                one["geometry"]["coordinates"].as_array().unwrap().len(),
                other["geometry"]["coordinates"].as_array().unwrap().len()
            );
        }
    }
    for layer in layers(reader()) {
        let answer = reader().get(&format!("/collections/{layer}/items?limit=10000&crs={}", escaped(&uri(3405))));
        assert_eq!(answer.status, 200, "{layer}: {}", answer.text());
    }
}

#[test]
fn a_box_is_the_same_box_in_every_system() {
    for (layer, west, south, east, north) in
        [("markers", 103.0, 20.0, 105.0, 22.0), ("segments", 102.0, 20.0, 106.0, 23.0)]
    {
        let plain =
            ids(&reader().get(&format!("/collections/{layer}/items?limit=10000&bbox={west},{south},{east},{north}")));
        assert!(!plain.is_empty());
        let swapped = format!("{south},{west},{north},{east}");
        let mercator =
            |lon: f64, lat: f64| (lon.to_radians() * 6_378_137.0, lat.to_radians().tan().asinh() * 6_378_137.0);
        let ((x0, y0), (x1, y1)) = (mercator(west, south), mercator(east, north));
        for (code, bbox) in [(4326, swapped), (3857, format!("{x0},{y0},{x1},{y1}"))] {
            let crs = escaped(&uri(code));
            let found = reader().get(&format!("/collections/{layer}/items?limit=10000&bbox={bbox}&bbox-crs={crs}"));
            assert_eq!(ids(&found), plain, "{layer} in {code}");
            let filter = escaped(&format!("S_INTERSECTS(geometry, BBOX({bbox}))"));
            let found =
                reader().get(&format!("/collections/{layer}/items?limit=10000&filter={filter}&filter-crs={crs}"));
            assert_eq!(ids(&found), plain, "{layer} by filter in {code}");
        }
    }
}

/// A box on a grid is bent on the map: each marker is in it just when its own coordinates there are.
#[test]
fn a_box_on_a_grid_holds_what_lies_in_it_on_the_grid() {
    for code in [9206, 3405, 32648] {
        let crs = escaped(&uri(code));
        let all = features(&reader().get(&format!("/collections/markers/items?limit=10000&crs={crs}")));
        let (mut some, mut none) = (0, 0);
        for n in 0..12_i32 {
            let (x, y) = (300_000.0 + f64::from(n % 4) * 90_000.0, 2_150_000.0 + f64::from(n / 4) * 120_000.0);
            let (to_x, to_y) = (x + 150_000.0, y + 110_000.0);
            let expected: Vec<String> = all
                .iter()
                .filter(|feature| {
                    let [at_x, at_y] = place(feature);
                    (x..=to_x).contains(&at_x) && (y..=to_y).contains(&at_y)
                })
                .map(|feature| text(&feature["id"]))
                .collect();
            let bbox = format!("bbox={x},{y},{to_x},{to_y}&bbox-crs={crs}");
            let found = ids(&reader().get(&format!("/collections/markers/items?limit=10000&{bbox}")));
            assert_eq!(found, expected, "{code}: {bbox}");
            if found.is_empty() { none += 1 } else { some += 1 }
        }
        assert!(some > 1 && none > 0, "{some} {none}");
    }
    // What has no place is in every box, in whatever system.
    let placeless = ids(&reader().get("/collections/tasks/items?limit=10000&bbox=0,0,1,1"));
    let on_a_grid = format!("/collections/tasks/items?limit=10000&bbox=0,0,1,1&bbox-crs={}", escaped(&uri(3405)));
    assert_eq!(ids(&reader().get(&on_a_grid)), placeless);
}

#[test]
fn systems_and_boxes_that_there_are_not_are_refused() {
    for (query, code) in [
        (format!("crs={}", uri(4269)), "not_one_of"),
        ("crs=EPSG:4326".to_owned(), "not_one_of"),
        ("crs=".to_owned(), "not_one_of"),
        (format!("bbox-crs={}&bbox=1,2,3,4", uri(99)), "not_one_of"),
        (format!("filter-crs={}", uri(99)), "not_one_of"),
        (format!("bbox-crs={}&bbox=104,20,105,21", uri(4326)), "bad_parameter"),
        (format!("bbox-crs={}&bbox=22,104,20,105", uri(4326)), "bad_parameter"),
        (format!("bbox-crs={}&bbox=1,2,3", uri(3857)), "bad_parameter"),
        (format!("bbox-crs={}&bbox=1,2,nan,4", uri(3857)), "bad_parameter"),
        (format!("bbox-crs={}&bbox=5,2,3,4", uri(3405)), "bad_parameter"),
        (format!("bbox-crs={}&bbox=0,0,1,1e9", uri(3405)), "bad_parameter"),
        (format!("filter-crs={}&filter=S_WITHIN(geometry,POINT(104%2020))", uri(4326)), "filter_type"),
    ] {
        refused(&reader().get(&format!("/collections/markers/items?{query}")), 400, code);
    }
    let across = format!("/collections/markers/items?bbox=20,170,22,-170&bbox-crs={}", escaped(&uri(4326)));
    assert_eq!(ids(&reader().get(&across)), Vec::<String>::new());
}

#[test]
fn only_the_properties_that_were_asked_for_are_sent() {
    let answer = reader().get("/collections/hazards/items?limit=10000&properties=title,kind");
    let plain = features(&reader().get("/collections/hazards/items?limit=10000"));
    for (one, whole) in features(&answer).iter().zip(&plain) {
        assert_eq!((&one["id"], &one["geometry"], &one["type"]), (&whole["id"], &whole["geometry"], &whole["type"]));
        let names: Vec<&String> = one["properties"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["kind", "title"]);
        assert_eq!(one["properties"]["title"], whole["properties"]["title"]);
    }
    let item = reader().get("/collections/markers/items/VN-LA:211?properties=number").json();
    assert_eq!(item["properties"], serde_json::json!({ "number": "211" }));
    for bad in ["nix", "", "title,", "title,nix"] {
        refused(&reader().get(&format!("/collections/hazards/items?properties={bad}")), 400, "not_one_of");
    }
}
