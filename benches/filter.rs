//! Filters over a million features: rows a second on one core, warm, median of rounds; and what the first question costs.
//!
//! Fails when a comparison of numbers is below [`NUMBERS`] rows/s or `LIKE` below [`LIKES`].
#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench speaks to the reader who broke something")]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use mocgioi::atlas::LayerId;
use mocgioi::atlas::feature::{Feature, Interval, Order, Shape};
use mocgioi::atlas::filter::{Filter, Sort};
use mocgioi::atlas::layer::Layer;
use mocgioi::atlas::query::Query;
use mocgioi::domain::cql2::text;
use mocgioi::domain::position::LonLat;
use serde_json::json;

const FEATURES: u32 = 1_000_000;
const ROUNDS: usize = 9;
const NUMBERS: f64 = 20e6;
const LIKES: f64 = 4e6;

fn main() -> ExitCode {
    let begun = Instant::now();
    let layer = Layer::build((0..FEATURES).map(|n| (Arc::new(feature(n)), 0)).collect());
    println!("{FEATURES} features in {} blocks, built in {:.1} s", layer.blocks().len(), begun.elapsed().as_secs_f64());
    let polygon = "S_INTERSECTS(geometry, POLYGON((103 20,105 20,105.5 21,105 22,103 22,103 20)))";
    let mut is_fast = true;
    for (name, filter, sort, least) in [
        ("number", "accuracy_m > 42.5", None, Some(NUMBERS)),
        ("number, between", "accuracy_m BETWEEN 10 AND 20", None, Some(NUMBERS)),
        ("day", "observed_at >= TIMESTAMP('2026-06-01T00:00:00Z')", None, None),
        ("code", "severity IN ('high','critical')", None, None),
        ("LIKE, a million texts", "title LIKE '%sạt lở 7%'", None, Some(LIKES)),
        ("CASEI, ACCENTI", "ACCENTI(CASEI(title)) LIKE '%sat lo 7%'", None, None),
        ("two of them", "accuracy_m > 99 AND title LIKE '%9%'", None, None),
        ("polygon over a twentieth", polygon, None, None),
        ("sorted by a number", "accuracy_m > 50", Some("accuracy_m"), None),
        ("sorted by a million texts", "accuracy_m > 50", Some("title"), None),
    ] {
        let node = text::parse(filter).unwrap();
        let filter = Filter::new(LayerId::Hazards, &node, &|geometry| Ok(geometry.clone())).unwrap();
        let by = sort.map(|name| Sort::new(LayerId::Hazards, &[(LayerId::Hazards.field(name).unwrap().0, false)]));
        let query = Query { filter: Some(Arc::new(filter)), sort: by.map(Arc::new), limit: 10, ..Query::default() };
        let run = || {
            let begun = Instant::now();
            let page = query.run(&layer, &|_| true);
            (begun.elapsed().as_secs_f64(), page.matched)
        };
        let (first, matched) = run();
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| run().0).collect();
        times.sort_by(f64::total_cmp);
        let rate = f64::from(FEATURES) / times[ROUNDS / 2];
        let spread = times[ROUNDS - 1] / times[0];
        println!(
            "{name:28} {:7.1} M rows/s  ({:.2} ms, spread {spread:.2}, first {:.0} ms, {matched} match)",
            rate / 1e6,
            times[ROUNDS / 2] * 1e3,
            first * 1e3
        );
        is_fast &= least.is_none_or(|least| rate >= least);
    }
    if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Spread over the country, the same on every run.
fn feature(n: u32) -> Feature {
    let mixed = n.wrapping_mul(2_654_435_761);
    let (east, north) = (f64::from(mixed >> 16) / 65_536.0, f64::from(mixed & 0xffff) / 65_536.0);
    let place = LonLat::new(102.0 + east * 7.0, 8.5 + north * 15.0).unwrap().to_seven_decimals();
    let shape = Shape::Point(place);
    let id = format!("01932f5e-7c1a-7abc-8def-{n:012x}");
    let severity = ["unknown", "low", "moderate", "high", "critical"][n as usize % 5];
    let (month, day) = (1 + n % 12, 1 + n % 28);
    let json = json!({
        "type": "Feature",
        "id": id,
        "geometry": { "type": "Point", "coordinates": place },
        "properties": {
            "record": id, "rev": 1, "form": 1, "seq": n, "label": "public", "review_state": "approved", "line": "VN-LA",
            "received_at": "2026-11-20T03:00:00.000Z", "location_basis": "observed", "position_method": "observed",
            "title": format!("Điểm sạt lở {n} tại bản Pa Có, xã Lóng Sập"), "kind": "landslide", "severity": severity,
            "accuracy_m": f64::from(mixed % 1_000) / 10.0, "observed_at": format!("2026-{month:02}-{day:02}T05:00:00.000Z"),
            "note": null, "unit": "province/son-la", "cite": [], "flags": [], "indicative": false,
        },
    });
    Feature {
        order: Order { curve: shape.order_key(), id: id.into() },
        shape,
        exact: None,
        time: Interval::UNSTATED,
        drawn: mocgioi::atlas::tiles::Drawn::default(),
        columns: vec![None; LayerId::Hazards.about().queryables.len()],
        json: json.to_string().into_bytes().into(),
    }
}
