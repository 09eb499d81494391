//! `/tiles`, `/collections/{id}/tiles`: what is on a tile is what is in the items, where it is; what is too much is thinned by a rule.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::mvt::{TileFeature, read, tile_of, units};
use crate::support::{Server, refused};
use crate::world::{fresh, layers, reader, writers};

const QUAD: &str = "tiles/WebMercatorQuad";

fn tile(server: &Server, layer: &str, zoom: u8, (row, column): (u32, u32)) -> Vec<TileFeature> {
    let answer = server.get(&format!("/collections/{layer}/{QUAD}/{zoom}/{row}/{column}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/vnd.mapbox-vector-tile"));
    let mut layers = read(&answer.body);
    assert!(layers.keys().all(|name| name == layer), "{:?}", layers.keys());
    layers.remove(layer).unwrap_or_default()
}

/// Places of a GeoJSON geometry, line by line.
fn places(geometry: &Value) -> Vec<Vec<[f64; 2]>> {
    let at = |place: &Value| [place[0].as_f64().unwrap(), place[1].as_f64().unwrap()];
    let line = |line: &Value| line.as_array().unwrap().iter().map(at).collect();
    let all = &geometry["coordinates"];
    match geometry["type"].as_str() {
        None => Vec::new(),
        Some("Point") => vec![vec![at(all)]],
        Some("LineString") => vec![line(all)],
        Some(_) => all.as_array().unwrap().iter().map(line).collect(),
    }
}

/// A place in units of a tile.
fn local(place: [f64; 2], zoom: u8, (row, column): (u32, u32)) -> [f64; 2] {
    let [x, y] = units(place, zoom);
    [x - f64::from(column) * 4096.0, y - f64::from(row) * 4096.0]
}

#[expect(clippy::cast_precision_loss, reason = "units of a tile")]
fn off(from: [f64; 2], to: [f64; 2], [x, y]: [i64; 2]) -> f64 {
    let (x, y, dx, dy) = (x as f64, y as f64, to[0] - from[0], to[1] - from[1]);
    let along = (((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (from[0] + along * dx - x).hypot(from[1] + along * dy - y)
}

#[test]
fn every_item_with_a_place_is_on_the_tile_of_zoom_14_that_covers_it_to_half_a_unit() {
    let server = reader();
    let (mut kept, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for layer in layers(server) {
        let page = server.get(&format!("/collections/{layer}/items?limit=10000")).json();
        for feature in page["features"].as_array().unwrap() {
            let (id, lines) = (feature["id"].as_str().unwrap(), places(&feature["geometry"]));
            // A line of thousands of places is asked for at its ends and in its middle.
            let Some(line) = lines.first() else { continue };
            for place in [line[0], line[line.len() / 2], line[line.len() - 1]] {
                let at = tile_of(place, 14);
                let features: &Vec<TileFeature> =
                    kept.entry((layer.clone(), at)).or_insert_with(|| tile(server, &layer, 14, at));
                let found = features.iter().find(|one| one.id() == id).unwrap_or_else(|| panic!("{layer} {id} {at:?}"));
                for (name, value) in &found.properties {
                    let truth = &feature["properties"][name];
                    match name.as_str() {
                        "id" | "condition" | "last_inspected_at" | "never_inspected" => {}
                        _ if name.ends_with("_at") => {
                            assert_eq!(value.as_str().unwrap().len(), 10, "{layer} {id} {name}");
                        }
                        "risk_score" => assert_eq!(value.as_f64(), truth.as_f64(), "{layer} {id}"),
                        _ => assert_eq!(value, truth, "{layer} {id} {name}"),
                    }
                }
                let exact = local(place, 14, at);
                if found.kind == 1 {
                    let [x, y] = found.lines[0][0];
                    assert!(
                        off(exact, [exact[0] + 1e-9, exact[1]], [x, y]) <= 0.5_f64.hypot(0.5) + 1e-6,
                        "{layer} {id}"
                    );
                }
            }
            if lines.iter().any(|line| line.len() > 1) {
                seen.insert(layer.clone());
            }
        }
    }
    assert!(seen.contains("boundary-lines") && seen.contains("segments"), "{seen:?}");
    assert!(kept.keys().map(|(layer, _)| layer).collect::<BTreeSet<_>>().len() > 5);
}

#[test]
fn a_line_on_a_tile_keeps_to_its_course_and_tiles_that_meet_agree() {
    let server = reader();
    let line = server.get("/collections/boundary-lines/items/VN-LA").json();
    let line = places(&line["geometry"]).remove(0);
    for zoom in [5, 9, 12] {
        let at = tile_of(line[line.len() / 3], zoom);
        let course: Vec<[f64; 2]> = line.iter().map(|place| local(*place, zoom, at)).collect();
        let found = tile(server, "boundary-lines", zoom, at).into_iter().find(|one| one.id() == "VN-LA").unwrap();
        for place in found.lines.iter().flatten() {
            let near = course.array_windows().map(|[a, b]| off(*a, *b, *place)).fold(f64::MAX, f64::min);
            assert!(near <= 0.75, "zoom {zoom}: {place:?} is {near} units off");
            assert!(place.iter().all(|n| (-64..=4160).contains(n)), "{place:?}");
        }
        // What the neighbour shows beyond its side is what stands here: the same vertices, moved by a tile.
        let beside = tile(server, "boundary-lines", zoom, (at.0 + 1, at.1));
        let theirs: Vec<[i64; 2]> =
            beside.iter().flat_map(|one| one.lines.iter().flatten()).map(|[x, y]| [*x, y + 4096]).collect();
        let common = found.lines.iter().flatten().filter(|[_, y]| (4040..4096).contains(y));
        for place in common {
            assert!(theirs.contains(place), "zoom {zoom}: {place:?}");
        }
    }
}

#[test]
fn markers_are_thinned_by_number_and_what_a_tile_shows_its_parts_show() {
    let server = reader();
    let ids = |layer: &str, zoom, at| -> BTreeSet<String> {
        let found = tile(server, layer, zoom, at);
        // Beyond the side of a tile stands what belongs to the next.
        let own = found.iter().filter(|one| one.lines[0][0].iter().all(|n| (0..4096).contains(n)));
        own.map(|one| one.id().to_owned()).collect()
    };
    for layer in ["markers", "hazards", "crossings"] {
        for zoom in [4, 6, 8] {
            let at = tile_of([103.9, 20.9], zoom);
            let parts = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(row, column)| (at.0 * 2 + row, at.1 * 2 + column));
            let mut below: BTreeSet<String> = BTreeSet::new();
            for part in parts {
                below.extend(tile(server, layer, zoom + 1, part).iter().map(|one| one.id().to_owned()));
            }
            let own = ids(layer, zoom, at);
            assert!(own.is_subset(&below), "{layer} {zoom}: {:?}", own.difference(&below));
        }
    }
    let world = ids("markers", 0, (0, 0));
    assert!(world.contains("VN-CN:0") && !world.contains("VN-LA:195"), "{world:?}");
    // An odd number, but at the end of a stretch of high attention.
    assert!(world.contains("VN-LA:193"), "{world:?}");
    let at = tile_of([103.5, 20.9], 7);
    let (seventh, tenth) = (ids("markers", 7, at), ids("markers", 10, tile_of([103.5, 20.9], 10)));
    assert!(!seventh.iter().any(|id| id == "VN-LA:195" || id == "VN-LA:143"), "{seventh:?}");
    assert!(tenth.iter().all(|id| id.starts_with("VN-")));
}

#[test]
fn a_marker_found_damaged_is_on_every_zoom_and_says_so_at_once() {
    for server in writers() {
        let of = |zoom: u8| {
            let place = server.get("/collections/markers/items/VN-LA:195").json();
            let place = places(&place["geometry"])[0][0];
            tile(server, "markers", zoom, tile_of(place, zoom)).into_iter().find(|one| one.id() == "VN-LA:195")
        };
        if of(3).is_none() {
            let quiet = of(14).unwrap();
            assert_eq!(
                (&quiet.properties["condition"], &quiet.properties["never_inspected"]),
                (&json!("unknown"), &json!(true))
            );
            assert_eq!(quiet.properties["indicative"], json!(true));
        }
        let mut found = fresh();
        found["condition"] = json!("missing");
        assert_eq!(server.post("/api/v1/markers/VN-LA:195/inspections", &found).status, 201);
        for zoom in [0, 3, 9, 14] {
            let marker = of(zoom).unwrap_or_else(|| panic!("zoom {zoom}"));
            assert_eq!(marker.properties["condition"], json!("missing"), "zoom {zoom}");
            assert!(
                marker.properties["last_inspected_at"].is_string()
                    && !marker.properties.contains_key("never_inspected")
            );
        }
    }
}

#[test]
fn the_tile_of_all_is_the_tiles_of_each_and_collections_chooses() {
    let server = reader();
    let path = "/tiles/WebMercatorQuad/6/28/50";
    let all = read(&server.get(path).body);
    assert!(
        all.contains_key("markers") && all.contains_key("segments") && all.contains_key("boundary-lines"),
        "{:?}",
        all.keys()
    );
    for (layer, features) in &all {
        let ids = |features: &[TileFeature]| features.iter().map(|one| one.id().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(features), ids(&tile(server, layer, 6, (28, 50))), "{layer}");
    }
    let chosen = read(&server.get(&format!("{path}?collections=hazards,markers")).body);
    assert!(chosen.keys().all(|name| name == "markers" || name == "hazards"), "{:?}", chosen.keys());
    refused(&server.get(&format!("{path}?collections=markers,nix")), 400, "not_one_of");
    refused(&server.get(&format!("{path}?collections=")), 400, "not_one_of");
}

#[test]
fn tiles_that_there_are_not_are_refused_and_empty_ones_are_empty() {
    let server = reader();
    for (path, status, code) in [
        ("/collections/markers/tiles/WebMercatorQuad/1/2/0", 404, "no_such_tile"),
        ("/collections/markers/tiles/WebMercatorQuad/19/0/0", 404, "no_such_tile"),
        ("/tiles/WebMercatorQuad/400/0/0", 404, "no_such_tile"),
        ("/tiles/WebMercatorQuad/3/x/0", 400, "bad_parameter"),
        ("/tiles/WebMercatorQuad/3/-1/0", 400, "bad_parameter"),
        ("/tiles/WebMercatorQuad/3/1.5/0", 400, "bad_parameter"),
        ("/tiles/WorldCRS84Quad/0/0/0", 404, "unknown_tile_matrix_set"),
        ("/collections/nix/tiles/WebMercatorQuad/0/0/0", 404, "unknown_collection"),
        ("/collections/nix/tiles", 404, "unknown_collection"),
        ("/tiles/WebMercatorQuad/0/0/0?f=png", 400, "not_one_of"),
        ("/tileMatrixSets/nix", 404, "unknown_tile_matrix_set"),
    ] {
        refused(&server.get(path), status, code);
    }
    for path in ["/tiles/WebMercatorQuad/5/0/0?f=mvt", "/collections/units/tiles/WebMercatorQuad/5/0/0"] {
        let empty = server.get(path);
        assert_eq!((empty.status, empty.body.len()), (200, 0), "{path}");
        assert!(empty.header("etag").len() > 4 && empty.header("cache-control").contains("private"));
    }
}

#[test]
fn tilesets_lead_to_tiles_and_say_what_is_in_them() {
    let server = reader();
    let href = |links: &Value, rel: &str| -> String {
        let found = links.as_array().unwrap().iter().find(|link| link["rel"] == rel);
        found.unwrap_or_else(|| panic!("{rel}: {links}"))["href"].as_str().unwrap().to_owned()
    };
    let own = |href: String| server.get(href.strip_prefix(&server.base).unwrap()).json();
    let markers = server.get("/collections/markers").json();
    let list = own(href(&markers["links"], "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"));
    let tileset = own(href(&list["tilesets"][0]["links"], "self"));
    assert_eq!((&tileset["dataType"], &tileset["layers"][0]["id"]), (&json!("vector"), &json!("markers")));
    let grid = own(href(&tileset["links"], "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"));
    assert_eq!(grid["tileMatrices"][14]["matrixWidth"], json!(16384));
    let limit = &tileset["tileMatrixSetLimits"][9];
    let template = href(&tileset["links"], "item");
    let tile = template.replace("{tileMatrix}", "9");
    let tile = tile
        .replace("{tileRow}", &limit["minTileRow"].to_string())
        .replace("{tileCol}", &limit["minTileCol"].to_string());
    assert_eq!(server.get(tile.strip_prefix(&server.base).unwrap()).status, 200);

    for described in [
        own(href(&tileset["links"], "describedby")),
        server.get("/collections/markers/tiles/WebMercatorQuad?f=tilejson").json(),
    ] {
        assert_eq!((&described["tilejson"], &described["maxzoom"]), (&json!("3.0.0"), &json!(14)));
        let template = described["tiles"][0].as_str().unwrap();
        let asked = template.replace("{z}", "0").replace("{y}", "0").replace("{x}", "0");
        let found = read(&server.get(asked.strip_prefix(&server.base).unwrap()).body);
        let fields = described["vector_layers"][0]["fields"].as_object().unwrap();
        for name in found["markers"].iter().flat_map(|one| one.properties.keys()) {
            assert!(fields.contains_key(name), "{name}");
        }
        assert_eq!(described["bounds"].as_array().unwrap().len(), 4);
    }
    let all = server.get("/tiles/WebMercatorQuad/tilejson.json?collections=markers,works").json();
    assert_eq!(all["vector_layers"].as_array().unwrap().len(), 2);
    assert!(all["tiles"][0].as_str().unwrap().ends_with("/{z}/{y}/{x}?collections=markers,works"), "{}", all["tiles"]);
}
