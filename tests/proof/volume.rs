//! What a hundred thousand inspections need: a report, with no limits asserted but that it all holds together.

use std::sync::Arc;
use std::time::Instant;

use mocgioi::store::Store;

use crate::load::{cpu, memory_mib};
use crate::support::{Database, ENGINES, Engine, Program, block_on};
use crate::synthetic::{Synthetic, fill};

#[test]
fn a_hundred_thousand_inspections() {
    let synthetic = Arc::new(Synthetic::new());
    for engine in ENGINES {
        for count in [0, 100_000] {
            measure(engine, &synthetic, count);
        }
    }
}

fn measure(engine: Engine, synthetic: &Arc<Synthetic>, count: u64) {
    let database = Database::new(engine);
    let started = Instant::now();
    block_on(fill(&database.url, synthetic, count));
    let filled = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let verified = block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        let verified = store.verify_chain().await.unwrap();
        store.close().await;
        verified
    });
    let verify = started.elapsed().as_secs_f64();
    assert!(verified.records.cast_unsigned() >= count && verified.entries == verified.records);

    let started = Instant::now();
    let server = Program::start(&database.url, &[]);
    let answer = server.get("/collections/inspections/items?limit=1");
    let start = started.elapsed().as_secs_f64();
    assert_eq!(answer.json()["numberMatched"], count);
    let pid = server.child.id();
    println!(
        "volume, {engine:?}, {count} inspections ({} records): filled in {filled:.1} s, chain verified in {verify:.2} s, \
         first answer {start:.2} s after the start ({:.2} s CPU), memory {} MiB (peak {} MiB)",
        verified.records,
        cpu(pid).as_secs_f64(),
        memory_mib(pid, "VmRSS"),
        memory_mib(pid, "VmHWM"),
    );
}
