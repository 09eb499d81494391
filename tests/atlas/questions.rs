//! Boxes, times, filters, viewers and pages.

use std::sync::Arc;

use mocgioi::atlas::feature::{Feature, Interval, Order, Shape};
use mocgioi::atlas::layer::Layer;
use mocgioi::atlas::query::Query;
use mocgioi::atlas::tiles::Drawn;
use mocgioi::domain::position::LonLat;
use mocgioi::geo::Bbox;

use crate::features::{Dice, Held};
use crate::naive::{List, VIEWERS};

fn place((lon, lat): (f64, f64)) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn drawn(id: &str, shape: Shape) -> Held {
    let order = Order { curve: shape.order_key(), id: id.into() };
    let json = format!("{{\"id\":\"{id}\"}}").into_bytes().into();
    (
        Arc::new(Feature {
            order,
            shape,
            exact: None,
            time: Interval::UNSTATED,
            columns: Vec::new(),
            drawn: Drawn::default(),
            json,
        }),
        0,
    )
}

/// Ids of what touches a box, sorted.
fn in_box(layer: &Layer, csv: &str) -> Vec<String> {
    let query = Query { bbox: Some(Bbox::from_csv(csv).unwrap()), limit: 1_000, ..Query::default() };
    let page = query.run(layer, &|_| true);
    let list: serde_json::Value = serde_json::from_slice(&page.features.as_list()).unwrap();
    let mut ids: Vec<String> =
        list.as_array().unwrap().iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(page.matched, ids.len() as u64);
    ids.sort();
    ids
}

#[test]
fn random_questions_get_the_answers_of_a_plain_loop() {
    let mut dice = Dice(1);
    for size in [1, 2, 30, 500] {
        let features = dice.features(size);
        let (layer, list) = (Layer::build(features.clone()), List::new(&features));
        list.compare_whole(&layer, "new");
        for sees in VIEWERS {
            assert_eq!(layer.extent(&sees), list.bounds(sees), "extent of {size}");
        }
        let mut pages = 0;
        for n in 0..400 {
            let query = dice.query(&features);
            list.compare(&layer, &query, &format!("{size} features, question {n}"));
            pages += usize::from(list.answer(&query, VIEWERS[0]).returned > 0);
        }
        assert!(size < 30 || pages > 80, "the questions find something: {pages} of 400 at {size}");
    }
}

#[test]
fn an_empty_map_answers_with_nothing() {
    let mut dice = Dice(2);
    for layer in [Layer::default(), Layer::build(Vec::new())] {
        for _ in 0..50 {
            let page = dice.query(&[]).run(&layer, &|_| true);
            assert_eq!((page.matched, page.returned, page.next, page.features), (0, 0, None, Vec::new().into()));
        }
        assert_eq!((layer.count_of(|_| true), layer.extent(&|_| true)), (0, None));
        assert_eq!(layer.item("f0", |_| true), None);
    }
}

#[test]
fn edges_and_corners_belong_to_the_box() {
    let points =
        [("corner", (104.0, 20.0)), ("edge", (105.0, 20.0)), ("inside", (105.0, 20.5)), ("top", (106.0, 21.0))];
    let mut features: Vec<Held> = points.iter().map(|(id, at)| drawn(id, Shape::Point(place(*at)))).collect();
    features.push(drawn("a hair off", Shape::Point(place((104.0_f64.next_down(), 20.0)))));
    features.push(drawn("nowhere", Shape::None));
    let layer = Layer::build(features);
    assert_eq!(in_box(&layer, "104,20,106,21"), ["corner", "edge", "inside", "nowhere", "top"]);
    assert_eq!(in_box(&layer, "104,20,104,20"), ["corner", "nowhere"], "a box may be a point");
    assert_eq!(in_box(&layer, "103,20,107,20"), ["a hair off", "corner", "edge", "nowhere"], "or a line");
    assert_eq!(in_box(&layer, "-180,-90,180,90").len(), 6, "what has no place is in every box, as the standard asks");
}

#[test]
fn a_line_counts_where_it_runs_and_not_where_its_bounds_are() {
    let line = |list: &[(f64, f64)]| Shape::Line(list.iter().copied().map(place).collect());
    let layer = Layer::build(vec![
        drawn("cuts the corner", line(&[(103.5, 20.2), (104.2, 19.5)])),
        drawn("touches the corner", line(&[(103.5, 20.5), (104.5, 19.5)])),
        drawn("passes it by", line(&[(103.5, 20.4), (104.4, 19.5)])),
        drawn("goes around", line(&[(103.0, 19.0), (107.0, 19.0), (107.0, 22.0), (103.0, 22.0)])),
        drawn("runs through", line(&[(103.0, 20.5), (107.0, 20.6)])),
        drawn("along the edge", line(&[(103.0, 21.0), (107.0, 21.0)])),
        drawn("one vertex", line(&[(106.0, 21.0)])),
    ]);
    let found = in_box(&layer, "104,20,106,21");
    assert_eq!(found, ["along the edge", "one vertex", "runs through", "touches the corner"]);
    assert_eq!(
        in_box(&layer, "103.99,19.5,106,21"),
        ["along the edge", "cuts the corner", "one vertex", "passes it by", "runs through", "touches the corner"]
    );
}

#[test]
fn a_box_across_the_antimeridian_has_both_sides_and_nothing_twice() {
    let line = |list: &[(f64, f64)]| Shape::Line(list.iter().copied().map(place).collect());
    let layer = Layer::build(vec![
        drawn("east of it", Shape::Point(place((-179.0, 0.0)))),
        drawn("west of it", Shape::Point(place((179.0, 0.0)))),
        drawn("on it", Shape::Point(place((180.0, 0.0)))),
        drawn("on it by the other name", Shape::Point(place((-180.0, 0.0)))),
        drawn("far away", Shape::Point(place((105.0, 0.0)))),
        // Straight on the grid: from one end of the map to the other, so it touches both halves.
        drawn("around the world", line(&[(-180.0, 1.0), (180.0, 1.0)])),
    ]);
    let both = ["around the world", "east of it", "on it", "on it by the other name", "west of it"];
    assert_eq!(in_box(&layer, "178,-1,-178,2"), both);
    assert_eq!(in_box(&layer, "178,-1,180,0.5"), ["on it", "on it by the other name", "west of it"]);
    assert_eq!(in_box(&layer, "-180,-1,-178,0.5"), ["east of it", "on it", "on it by the other name"]);
    assert_eq!(in_box(&layer, "106,-1,104,2"), both, "all but the strip between 104 and 106");
}

#[test]
fn a_walk_by_cursor_or_offset_has_every_page_in_order() {
    let mut dice = Dice(3);
    let features = dice.features(300);
    let (layer, list) = (Layer::build(features.clone()), List::new(&features));
    for n in 0..30 {
        let wanted = Query { after: None, offset: 0, limit: 1_000, ..dice.query(&features) };
        let whole = list.answer(&wanted, VIEWERS[0]);
        for limit in [1, 2, 3, 7, 299, 300, 301] {
            let (mut walked, mut by_offset) = (Vec::new(), Vec::new());
            let mut query = Query { limit, ..wanted.clone() };
            loop {
                let page = query.run(&layer, &|_| true);
                assert_eq!(page.matched, whole.matched, "the count is of all pages");
                let turned = Query { after: None, offset: walked.len(), ..query.clone() }.run(&layer, &|_| true);
                walked.extend((0..page.returned).map(|_| ()));
                by_offset.push(turned.features.to_vec());
                assert_eq!(
                    by_offset.last(),
                    Some(&page.features.to_vec()),
                    "walk {n}, limit {limit}: cursor and offset"
                );
                let Some(next) = page.next else { break };
                query.after = Some(next);
            }
            assert_eq!(by_offset.join(&b','), whole.features.to_vec(), "walk {n}, limit {limit}");
        }
    }
}
