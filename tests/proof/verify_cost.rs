//! What verifying costs: the cost of a change stays flat from ten thousand to a million, and a day's changes take under a
//! second however long the log is.
//!
//! `PROOF_CHANGES=10000,100000` takes other sizes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mocgioi::store::Store;

use crate::support::{Database, ENGINES, Engine, block_on};
use crate::synthetic::{Synthetic, fill, fill_more};

/// What a busy border makes in a day.
const DAY: u64 = 2_000;
/// How far the cost of a change may differ between the smallest and the largest log: caches and noise, not a trend.
const FLAT: f64 = 1.6;
const SOON: Duration = Duration::from_secs(1);

#[test]
fn verifying_costs_the_same_a_change_however_many_there_are() {
    let synthetic = Arc::new(Synthetic::new());
    let sizes = std::env::var("PROOF_CHANGES").unwrap_or_else(|_| "10000,100000,1000000".to_owned());
    let sizes: Vec<u64> = sizes.split(',').map(|size| size.trim().parse().unwrap()).collect();
    for engine in ENGINES {
        let costs: Vec<f64> = sizes.iter().map(|size| measure(engine, &synthetic, *size)).collect();
        let (first, last) = (costs[0], costs[costs.len() - 1]);
        assert!(last < first * FLAT, "{engine:?}: {first:.1} µs a change became {last:.1}");
    }
}

/// Verifies a log of so many changes in full and then a day's more. Returns what a change cost, in microseconds.
fn measure(engine: Engine, synthetic: &Arc<Synthetic>, size: u64) -> f64 {
    let database = Database::new(engine);
    block_on(fill(&database.url, synthetic, size));
    let full = block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        // The best of three: the first reads a file that nobody read before.
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let start = Instant::now();
            let verified = store.verify_chain().await.unwrap();
            best = best.min(start.elapsed());
            store.keep_checkpoint(&verified.kept((mocgioi::app::chance::clock())())).await.unwrap();
        }
        store.close().await;
        best
    });
    block_on(fill_more(&database.url, synthetic, size..size + DAY));
    let (increment, entries) = block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        let kept = store.last_checkpoint().await.unwrap().unwrap();
        let start = Instant::now();
        let verified = store.verify(Some(&kept), &|_, _| {}).await.unwrap();
        let took = start.elapsed();
        assert_eq!(verified.entries - verified.since, i64::try_from(DAY).unwrap());
        store.close().await;
        (took, verified.since)
    });
    let each = full.as_secs_f64() * 1e6 / entries as f64;
    println!(
        "verify, {engine:?}, {entries} changes: {:.2} s in full ({each:.1} µs a change), {:.3} s for {DAY} more",
        full.as_secs_f64(),
        increment.as_secs_f64(),
    );
    assert!(increment < SOON, "{engine:?}: {increment:?}");
    each
}
