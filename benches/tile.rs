//! What a tile costs: a million points along the line, cold and warm. `cargo bench --bench tile`
//!
//! Standard library alone. The rows can be handed to PostGIS ([`points`]) to compare with `ST_AsMVT` of the same tiles.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench")]

use std::sync::Arc;
use std::time::Instant;

use mocgioi::atlas::LayerId;
use mocgioi::atlas::feature::{Feature, Interval, Order, Shape};
use mocgioi::atlas::layer::{Edit, Layer};
use mocgioi::atlas::tiles::Drawn;
use mocgioi::atlas::tiles::encode;
use mocgioi::atlas::tiles::marks::Marks;
use mocgioi::atlas::tiles::select::Asked;
use mocgioi::geo::tile::{TileId, World};
use mocgioi::geo::{LonLat, order_key};
use serde_json::{Map, Value, json};

/// Deterministic places in a band some kilometres wide along a winding line.
fn points(count: u32) -> impl Iterator<Item = (LonLat, Map<String, Value>)> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state) / f64::from(u32::MAX)
    };
    (0..count).map(move |n| {
        let along = f64::from(n) / f64::from(count);
        let (lon, lat) = (102.2 + 5.4 * along + 0.4 * (along * 40.0).sin(), 22.3 - 11.5 * along);
        let at = LonLat::new(lon + 0.08 * next(), lat + 0.08 * next()).unwrap();
        let words = ["low", "moderate", "high", "critical", "unknown"];
        let properties = json!({ "line": "VN-LA", "title": format!("Điểm {n}"), "kind": "landslide", "severity": words[n as usize % 5],
            "observed_at": format!("2026-{:02}-{:02}", 1 + n % 12, 1 + n % 28), "position_method": "observed", "indicative": false,
            "label": "internal", "review_state": "approved" });
        (at, properties.as_object().unwrap().clone())
    })
}

fn layer(count: u32) -> Layer {
    let edits = points(count).enumerate().map(|(n, (at, properties))| {
        let id: Arc<str> = format!("01932f5e-7c1a-7abc-8def-{n:012x}").into();
        let shape = Shape::Point(at);
        let drawn = Drawn::new(LayerId::Hazards, &id, &shape, Interval::UNSTATED, &properties);
        let order = Order { curve: order_key(at), id };
        let columns = Vec::new();
        Edit::Put(
            Arc::new(Feature {
                order,
                shape,
                exact: None,
                time: Interval::UNSTATED,
                columns,
                drawn,
                json: Box::default(),
            }),
            0,
        )
    });
    Layer::of_edits(edits.collect())
}

fn main() {
    let count = 1_000_000;
    let began = Instant::now();
    let held = layer(count);
    println!("{count} points: built in {:.1} s", began.elapsed().as_secs_f64());
    let (sees, marks) = (|_| true, Marks::default());
    println!("zoom  tiles  ms/tile (median)  worst  features  bytes");
    for zoom in 6..=16 {
        let mut tiles: Vec<TileId> = points(400).map(|(at, _)| TileId::around(World::of(at), zoom)).collect();
        tiles.dedup();
        let mut spent = Vec::new();
        let (mut features, mut bytes) = (0_u64, 0);
        for tile in &tiles {
            let began = Instant::now();
            let made = encode::tile(
                &Asked { layer: LayerId::Hazards, held: &held, tile: *tile, sees: &sees, marks: &marks },
                &|_| false,
            );
            spent.push(began.elapsed().as_secs_f64() * 1e3);
            features += u64::from(made.features);
            bytes += made.bytes.len();
        }
        spent.sort_by(f64::total_cmp);
        let n = tiles.len();
        println!(
            "{zoom:>4} {n:>6} {:>17.3} {:>6.3} {:>9} {:>6}",
            spent[n / 2],
            spent[n - 1],
            features / n as u64,
            bytes / n
        );
    }
}
