//! Rows of an import count all at once or not at all; they are under the chain; nobody else waits for them.

use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

use mocgioi::app::follower;
use mocgioi::atlas::LayerId;
use mocgioi::domain::access::{Actor, Label, ReviewState, Viewer};
use mocgioi::domain::chain::content_digest;
use mocgioi::domain::import::{Import, ImportState};
use mocgioi::domain::location::Location;
use mocgioi::domain::record::{Body, Record};
use mocgioi::store::Store;
use mocgioi::store::imports::STALE_MS;
use mocgioi::store::staging::{BLOCK, NotStaged, StagedRow};
use mocgioi::store::undo::Kept;
use mocgioi::store::verify::Broken;
use mocgioi::store::writer::Outcome;
use uuid::Uuid;

use crate::make::{id, inspection, instant, open, outcomes, rewritten, write};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

const NOW: &str = "2026-11-26T03:00:00Z";

fn import_record(import: Uuid, rev: i64, state: ImportState) -> Record {
    let body = Import {
        layer: "inspections".to_owned(),
        file_name: "kiểm tra.csv".to_owned(),
        file_digest: "00".repeat(32),
        format: "csv".to_owned(),
        crs: "EPSG:4326".to_owned(),
        added: 3,
        changed: 0,
        unchanged: 0,
        refused: 0,
        state,
        reason: None,
    };
    let (label, review) = (Label::Internal, ReviewState::Approved);
    let mut record = Record::new(import, instant(NOW), label, review, Location::default(), Body::Import(body));
    record.rev = rev;
    record
}

fn rows(import: Uuid, numbers: std::ops::Range<u64>) -> Vec<StagedRow> {
    let staged = numbers.map(|n| {
        let mut record = inspection(n);
        (record.import_id, record.corrects) = (Some(import), None);
        StagedRow::new(&record, &content_digest(&record).unwrap(), 41, None, [7; 16]).unwrap()
    });
    staged.collect()
}

async fn stage(store: &Store, import: Uuid, block: i64, numbers: std::ops::Range<u64>) {
    store.import_stage(import, block, rows(import, numbers), instant(NOW)).await.unwrap();
}

async fn apply(store: &Store, import: Uuid) -> i64 {
    let record = import_record(import, 1, ImportState::Applied);
    store.import_apply(&record, 0, &Actor::operator(), [9; 16]).await.unwrap()
}

async fn shown(store: &Store) -> u64 {
    let picture = follower::picture(store).await.unwrap();
    picture.count(LayerId::Inspections, &picture.visible(&Viewer::all()))
}

/// Runs a test on a fresh database of each engine.
fn on_both<F: Future<Output = ()>>(test: impl Fn(Store, Arc<Database>) -> F) {
    for engine in ENGINES {
        let database = Arc::new(Database::new(engine));
        block_on(async {
            let store = open(&database).await;
            test(store, Arc::clone(&database)).await;
        });
    }
}

#[test]
fn nothing_counts_before_the_last_step_and_everything_after_it() {
    on_both(|store, _database| async move {
        let import = id(900);
        write(&store, vec![inspection(1)]).await;
        let before = store.log_head().await.unwrap();
        store.import_begin(import, instant(NOW)).await.unwrap();
        stage(&store, import, 1, 10..12).await;
        stage(&store, import, 2, 12..13).await;
        assert_eq!(store.log_head().await.unwrap(), before, "the log knows nothing of it");
        assert_eq!(shown(&store).await, 1);
        store.verify_chain().await.unwrap();
        let seq = apply(&store, import).await;
        assert_eq!(seq, before.seq + 3, "an entry for each block, and the import's own");
        assert_eq!(shown(&store).await, 4);
        let verified = store.verify_chain().await.unwrap();
        assert_eq!((verified.entries, verified.records), (seq, 5));
        assert!(matches!(
            store.import_apply(&import_record(import, 1, ImportState::Applied), 0, &Actor::operator(), [9; 16]).await,
            Err(NotStaged::Cancelled)
        ));
    });
}

#[test]
fn a_cancelled_import_leaves_content_and_chain_as_before() {
    on_both(|store, database| async move {
        let import = id(901);
        write(&store, vec![inspection(1)]).await;
        let before = (store.log_head().await.unwrap(), store.verify_chain().await.unwrap());
        store.import_begin(import, instant(NOW)).await.unwrap();
        stage(&store, import, 1, 10..60).await;
        store.import_cancel(import).await.unwrap();
        assert_eq!((store.log_head().await.unwrap(), store.verify_chain().await.unwrap()), before);
        assert_eq!(shown(&store).await, 1);
        let left = Raw::open(&database).await.number("SELECT COUNT(*) FROM record").await;
        assert_eq!(left, 1, "{:?}", database.engine);
        let late = store.import_stage(import, 2, rows(import, 70..71), instant(NOW)).await;
        assert!(matches!(late, Err(NotStaged::Cancelled)), "{late:?}");
    });
}

#[test]
fn an_import_whose_program_died_is_swept_away_by_the_next() {
    on_both(|store, database| async move {
        store.import_begin(id(902), instant(NOW)).await.unwrap();
        stage(&store, id(902), 1, 10..20).await;
        let busy = store.import_begin(id(903), instant(NOW)).await;
        assert!(matches!(busy, Err(NotStaged::Busy)), "{busy:?}");
        store.import_begin(id(903), instant(NOW).plus_millis(STALE_MS + 1)).await.unwrap();
        let left = Raw::open(&database).await.number("SELECT COUNT(*) FROM record").await;
        assert_eq!(left, 0, "{:?}", database.engine);
    });
}

#[test]
fn a_block_with_a_row_that_somebody_has_stores_nothing() {
    on_both(|store, database| async move {
        write(&store, vec![inspection(12)]).await;
        store.import_begin(id(904), instant(NOW)).await.unwrap();
        let taken = store.import_stage(id(904), 1, rows(id(904), 10..14), instant(NOW)).await;
        assert!(taken.unwrap_err().to_string().contains(&id(12).to_string()));
        let left = Raw::open(&database).await.number("SELECT COUNT(*) FROM record").await;
        assert_eq!(left, 1, "{:?}", database.engine);
    });
}

#[test]
fn whoever_sends_a_record_that_an_import_holds_is_told_to_come_again_and_then_gets_its_number() {
    on_both(|store, database| async move {
        let import = id(905);
        store.import_begin(import, instant(NOW)).await.unwrap();
        stage(&store, import, 1, 10..12).await;
        let mut record = inspection(10);
        (record.import_id, record.corrects) = (None, None);
        let submit = |record: Record| async {
            store.write_together(&[crate::make::submission(record)], &mut crate::make::salts()).await
        };
        let held = submit(record.clone()).await.unwrap_err().to_string();
        assert!(held.contains("under way"), "{held}");
        apply(&store, import).await;
        // The same content has the block's number; another is kept beside it.
        let again = outcomes(&submit(record).await.unwrap());
        assert_eq!(again, [Outcome::Duplicate { seq: 1 }], "{:?}", database.engine);
        let other = outcomes(&submit(rewritten(11, "khác")).await.unwrap());
        assert_eq!(other, [Outcome::Contended { seq: 1 }], "{:?}", database.engine);
        store.verify_chain().await.unwrap();
    });
}

#[test]
fn whatever_is_done_to_a_row_of_an_import_is_found_and_named() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let (store, mut raw) = (open(&database).await, Raw::open(&database).await);
            let import = id(906);
            store.import_begin(import, instant(NOW)).await.unwrap();
            stage(&store, import, 1, 10..13).await;
            stage(&store, import, 2, 13..15).await;
            apply(&store, import).await;
            let hex = id(14).simple().to_string();
            let named = match engine {
                Engine::Sqlite => format!("id = X'{hex}'"),
                Engine::Postgres => format!("id = '{hex}'"),
            };
            raw.run(&format!("UPDATE record SET device = 'máy khác' WHERE {named}")).await;
            let altered = store.verify_chain().await.unwrap_err();
            let Broken::RowAltered { seq: 2, block: 2, record, .. } = altered else { panic!("{engine:?}: {altered}") };
            assert_eq!(record, id(14));
            raw.run(&format!("UPDATE record SET device = 'máy 7' WHERE {named}")).await;
            store.verify_chain().await.unwrap();
            raw.run(&format!("UPDATE record SET block = 1 WHERE {named}")).await;
            let swapped = store.verify_chain().await.unwrap_err();
            assert!(matches!(swapped, Broken::BlockAltered { seq: 1, block: 1, .. }), "{engine:?}: {swapped}");
            raw.run(&format!("DELETE FROM record WHERE {named}")).await;
            let deleted = store.verify_chain().await.unwrap_err();
            assert!(matches!(deleted, Broken::BlockAltered { seq: 2, block: 2, .. }), "{engine:?}: {deleted}");
        });
    }
}

#[test]
fn an_undone_import_is_shown_nowhere_and_the_chain_still_verifies() {
    on_both(|store, _database| async move {
        let import = id(907);
        write(&store, vec![inspection(1)]).await;
        store.import_begin(import, instant(NOW)).await.unwrap();
        stage(&store, import, 1, 10..13).await;
        apply(&store, import).await;
        let before = follower::picture(&store).await.unwrap();
        assert_eq!(before.count(LayerId::Inspections, &before.visible(&Viewer::all())), 4);
        write(&store, vec![import_record(import, 2, ImportState::Undone)]).await;
        assert_eq!(shown(&store).await, 1);
        let change = store.changes_after(before.seq, 10).await.unwrap();
        assert!(before.apply(&change).is_none(), "a picture that shows the rows is built anew");
        store.verify_chain().await.unwrap();
    });
}

#[test]
fn others_write_in_between() {
    on_both(|store, database| async move {
        let import = id(908);
        store.import_begin(import, instant(NOW)).await.unwrap();
        let block = u64::try_from(BLOCK).unwrap();
        let blocks: Vec<_> = (1_u8..=8)
            .map(|n| (i64::from(n), rows(import, u64::from(n) * 10_000..u64::from(n) * 10_000 + block)))
            .collect();
        let staging = async {
            for (number, rows) in blocks {
                store.import_stage(import, number, rows, instant(NOW)).await.unwrap();
            }
        };
        let pushing = async {
            let mut longest = Duration::ZERO;
            for n in 0..20 {
                let start = Clock::now();
                write(&store, vec![inspection(500 + n)]).await;
                longest = longest.max(start.elapsed());
            }
            longest
        };
        let ((), longest) = tokio::join!(staging, pushing);
        // Far above what it takes, so that a busy machine is not taken for a lock.
        assert!(longest < Duration::from_secs(5), "{:?}: {longest:?}", database.engine);
        apply(&store, import).await;
        assert_eq!(shown(&store).await, 20 + 8 * block);
    });
}

#[test]
fn what_is_built_on_an_import_at_the_last_moment_keeps_it() {
    on_both(|store, database| async move {
        let import = id(909);
        store.import_begin(import, instant(NOW)).await.unwrap();
        stage(&store, import, 1, 10..13).await;
        let seq = apply(&store, import).await;
        let undone = import_record(import, 2, ImportState::Undone);
        let take_back = async || {
            let built_on = |change: &mocgioi::domain::chain::Change| {
                change.record().filter(|record| record.id == id(77)).map(|record| record.id.to_string())
            };
            store.import_take_back((&undone, 0, [9; 16]), &Actor::operator(), seq, &built_on).await.unwrap()
        };
        store.import_begin(id(910), instant(NOW)).await.unwrap();
        assert_eq!(take_back().await, Err(Kept::Busy), "a file that goes in may build on it");
        store.import_cancel(id(910)).await.unwrap();
        // Written after whoever undoes had looked.
        write(&store, vec![inspection(76), inspection(77)]).await;
        let before = store.log_head().await.unwrap();
        assert_eq!(take_back().await, Err(Kept::BuiltOn(id(77).to_string())), "{:?}", database.engine);
        assert_eq!(store.log_head().await.unwrap(), before);
        assert_eq!(shown(&store).await, 5);
    });
}
