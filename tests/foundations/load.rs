//! The reference data and the seed records: loaded twice they are there once, and every load makes the same log.

use std::sync::Arc;

use mocgioi::actions::load_reference::load_reference;
use mocgioi::actions::load_seeds::load_seeds;
use mocgioi::actions::{Clock, Loaded};
use mocgioi::store::Store;
use mocgioi::store::writer::Writer;
use uuid::Uuid;

use crate::make;
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

async fn load(store: &Store, at: &str) -> [Loaded; 2] {
    let now = make::instant(at);
    let clock: Clock = Arc::new(move || now);
    let (writer, task) = Writer::start(store.clone(), make::salts());
    let loaded = [load_reference(&writer, &clock).await.unwrap(), load_seeds(&writer, &clock).await.unwrap()];
    drop(writer);
    task.await.unwrap();
    loaded
}

#[test]
fn a_second_load_adds_nothing() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let first = load(&store, "2026-11-22T08:00:00Z").await;
            let head = store.log_head().await.unwrap();
            let counts = "SELECT (SELECT COUNT(*) FROM record), (SELECT COUNT(*) FROM placement)";
            let mut raw = Raw::open(&database).await;
            let (records, placements) = raw.rows::<(i64, i64)>(counts).await[0];
            for loaded in first {
                assert!(loaded.added > 0 && loaded.unchanged == 0 && loaded.contended == 0, "{engine:?}: {loaded:?}");
            }
            let second = load(&store, "2027-01-01T00:00:00Z").await;
            for (first, second) in first.iter().zip(second) {
                let expected = Loaded { unchanged: first.added, ..Loaded::default() };
                assert_eq!(second, expected, "{engine:?}: a later day makes no difference");
            }
            assert_eq!(store.log_head().await.unwrap(), head, "{engine:?}");
            assert_eq!(raw.rows::<(i64, i64)>(counts).await, [(records, placements)], "{engine:?}");
            let added: usize = first.iter().map(|loaded| loaded.added).sum();
            assert_eq!(store.verify_chain().await.unwrap().records, i64::try_from(added).unwrap());
            assert!(added > 200 && placements > 40, "{engine:?}: {added} records, {placements} places");
            store.close().await;
        });
    }
}

/// A record as a load leaves it: its number, its id, the digest of its content.
type Line = (i64, Uuid, Vec<u8>);

#[test]
fn the_same_load_makes_the_same_log_on_every_database() {
    let run = |engine: Engine| {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            load(&store, "2026-11-22T08:00:00Z").await;
            let lines = "SELECT seq, id, content_digest FROM record JOIN change_log ON record_id = id ORDER BY seq";
            let lines: Vec<Line> = Raw::open(&database).await.rows(lines).await;
            let hash = store.verify_chain().await.unwrap().hash;
            store.close().await;
            (lines, hash)
        })
    };
    let first = run(Engine::Sqlite);
    assert!(first.0.len() > 200);
    for engine in ENGINES {
        let again = run(engine);
        assert_eq!(again.0, first.0, "{engine:?}: numbers, ids, contents");
        // The salts were the same, too: then the chains are.
        assert_eq!(again.1, first.1, "{engine:?}: the last hash");
    }
}
