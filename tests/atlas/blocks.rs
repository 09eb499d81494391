//! Layers of more than one block.

use std::sync::Arc;

use mocgioi::atlas::block::{Block, CAPACITY, ClassId};
use mocgioi::atlas::feature::{Feature, Interval, Order, Shape};
use mocgioi::atlas::layer::{Edit, Layer};
use mocgioi::atlas::query::Query;
use mocgioi::atlas::tiles::Drawn;
use mocgioi::domain::position::LonLat;
use mocgioi::geo::Bbox;

use crate::features::Held;
use crate::naive::List;

/// One of many points on a grid, in an order that is not the order of their numbers.
fn point(n: u32) -> Held {
    let scattered = n.wrapping_mul(2_654_435_761);
    let at = LonLat::new(102.0 + f64::from(scattered % 4096) / 512.0, 8.0 + f64::from(scattered / 1_048_576) / 256.0);
    let shape = Shape::Point(at.unwrap());
    let order = Order { curve: shape.order_key(), id: format!("p{n}").as_str().into() };
    let json = format!("{{\"id\":\"p{n}\"}}").into_bytes().into();
    let columns = vec![Some(Arc::from(if n.is_multiple_of(3) { "good" } else { "tilted" }))];
    let time = Interval { from: i64::from(n), to: i64::from(n) };
    (
        Arc::new(Feature { order, shape, exact: None, time, columns, drawn: Drawn::default(), json }),
        ClassId::from(n.is_multiple_of(5)),
    )
}

fn questions() -> Vec<Query> {
    let bbox = |csv: &str| Some(Bbox::from_csv(csv).unwrap());
    vec![
        Query { bbox: bbox("102,8,110,24"), limit: 50, ..Query::default() },
        Query { bbox: bbox("103,10,105,12"), limit: 7, offset: 30, ..Query::default() },
        Query {
            bbox: bbox("105.9,15.9,106.1,16.1"),
            filters: vec![(0, "good".to_owned())],
            limit: 9,
            ..Query::default()
        },
        Query { limit: 3, offset: CAPACITY - 2, ..Query::default() },
        Query { limit: 10, interval: Some(Interval { from: 500, to: 507 }), ..Query::default() },
    ]
}

fn compare(layer: &Layer, list: &List, what: &str) {
    for query in questions() {
        list.compare(layer, &query, what);
    }
}

fn lengths(layer: &Layer) -> Vec<usize> {
    layer.blocks().iter().map(|block| block.len()).collect()
}

/// Blocks of the one layer that are the very same in the other.
fn shared(one: &Layer, other: &Layer) -> Vec<bool> {
    let is_in_other = |block: &Arc<Block>| other.blocks().iter().any(|held| Arc::ptr_eq(held, block));
    one.blocks().iter().map(is_in_other).collect()
}

#[test]
fn a_fold_builds_anew_only_the_blocks_into_which_something_falls() {
    let features: Vec<Held> = (0..70_000).map(point).collect();
    let (layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    assert_eq!(lengths(&layer), [35_000, 35_000], "even shares");
    compare(&layer, &list, "new");
    let border = layer.blocks()[0].last_order().unwrap().clone();

    // New ones and removed ones, all in the second block.
    let behind = |held: &&Held| held.0.order > border;
    let added: Vec<Held> = (70_000..80_000).map(point).collect();
    let mut edits: Vec<Edit> =
        added.iter().filter(behind).take(800).map(|(f, class)| Edit::Put(f.clone(), *class)).collect();
    edits.extend(features.iter().filter(behind).take(250).map(|(feature, _)| Edit::Remove(feature.order.id.clone())));
    let delta = layer.edited(&edits);
    list.edit(&edits);
    assert_eq!((shared(&delta, &layer), delta.delta().added.len()), (vec![true, true], 800), "not folded yet");
    compare(&delta, &list, "delta");

    let more: Vec<Edit> =
        added.iter().filter(behind).skip(800).take(100).map(|(f, class)| Edit::Put(f.clone(), *class)).collect();
    let folded = delta.edited(&more);
    list.edit(&more);
    assert!(folded.delta().added.is_empty() && folded.delta().hidden.is_empty());
    assert_eq!(shared(&folded, &layer), [true, false], "the first block is shared with the older picture");
    assert_eq!(lengths(&folded), [35_000, 35_000 + 900 - 250]);
    compare(&folded, &list, "folded");

    // One feature of the first block is replaced by one that lies in the second: both are dirty.
    let (moved, class) = features.iter().find(|held| held.0.order <= border).unwrap();
    let target = added.iter().find(behind).unwrap();
    let order = Order { curve: target.0.order.curve, id: moved.order.id.clone() };
    let mut edits = vec![Edit::Put(Arc::new(Feature { order, ..Feature::clone(moved) }), *class)];
    edits.extend((80_000..82_400).map(point).filter(|held| behind(&held)).map(|(f, class)| Edit::Put(f, class)));
    assert!(edits.len() > folded.fold_at(), "{}", edits.len());
    let both = folded.edited(&edits);
    list.edit(&edits);
    assert_eq!(shared(&both, &folded), [false, false]);
    assert_eq!(both.blocks()[0].len(), 34_999);
    compare(&both, &list, "both");
}

#[test]
fn a_block_that_outgrows_its_capacity_becomes_two_halves() {
    let full = u32::try_from(CAPACITY).unwrap();
    let features: Vec<Held> = (0..full).map(point).collect();
    let (layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    assert_eq!(lengths(&layer), [CAPACITY]);
    let edits: Vec<Edit> = (full..full + 1_030).map(point).map(|(f, class)| Edit::Put(f, class)).collect();
    let layer = layer.edited(&edits);
    list.edit(&edits);
    assert_eq!(lengths(&layer), [33_283, 33_283]);
    compare(&layer, &list, "two halves");
}
