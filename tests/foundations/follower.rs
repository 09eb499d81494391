//! What others write shows in the picture, and a log that was restored or replaced is noticed.

use std::sync::Arc;
use std::time::Duration;

use mocgioi::app::follower::{follow, picture};
use mocgioi::atlas::query::Query;
use mocgioi::atlas::{Atlas, LayerId, Snapshot};
use mocgioi::domain::access::Viewer;
use mocgioi::domain::record::Record;
use mocgioi::store::Store;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::make::{self, marker, rewritten, write};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

/// One that takes nobody's place.
fn inspection(n: u64) -> Record {
    Record { corrects: None, ..make::inspection(n) }
}

/// Far beyond what it takes: a test that fails waits so long, one that passes does not.
const PATIENCE: Duration = Duration::from_secs(30);

/// A picture that is kept up to date from a database that somebody else writes to.
struct Followed {
    store: Store,
    atlas: Arc<Atlas>,
    following: JoinHandle<()>,
    written: watch::Sender<i64>,
}

impl Followed {
    async fn start(database: &Database) -> Self {
        let store = make::open(database).await;
        let atlas = Arc::new(Atlas::new(picture(&store).await.unwrap()));
        let (written, nothing_written_here) = watch::channel(0);
        let following = tokio::spawn(follow(store.clone(), Arc::clone(&atlas), nothing_written_here));
        Self { store, atlas, following, written }
    }

    /// Waits until the picture is as wanted.
    async fn until(&self, what: &str, wanted: impl Fn(&Snapshot) -> bool) {
        let wait = async {
            while !wanted(&self.atlas.snapshot()) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let seen = tokio::time::timeout(PATIENCE, wait).await;
        assert!(seen.is_ok(), "{what}: not within {PATIENCE:?}; the picture stands at {}", self.atlas.snapshot().seq);
    }

    async fn stop(self) {
        drop(self.written);
        let ended = tokio::time::timeout(PATIENCE, self.following).await;
        assert!(ended.is_ok(), "the follower ends when there is no writer left");
        self.store.close().await;
    }
}

fn count(snapshot: &Snapshot, layer: LayerId) -> u64 {
    snapshot.count(layer, &snapshot.visible(&Viewer::all()))
}

/// The boundary lines and markers that the program carries, which have no ids of these tests.
fn reference() -> Vec<Record> {
    mocgioi::actions::load_reference::reference_records(make::instant("2026-11-22T08:00:00Z")).unwrap()
}

fn on_both<F: Future<Output = ()>>(test: impl Fn(Engine, Followed, Store, Raw) -> F) {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let elsewhere = make::open(&database).await;
            write(&elsewhere, reference()).await;
            write(&elsewhere, (1..=4).map(inspection).collect()).await;
            let raw = Raw::open(&database).await;
            test(engine, Followed::start(&database).await, elsewhere.clone(), raw).await;
            elsewhere.close().await;
        });
    }
}

#[test]
fn what_another_program_writes_shows_here() {
    on_both(|engine, followed, elsewhere, _| async move {
        let before = followed.atlas.snapshot();
        assert_eq!(count(&before, LayerId::Inspections), 4, "{engine:?}: what was there at the start");
        write(&elsewhere, (5..=9).map(inspection).collect()).await;
        // More than the follower takes at a time, and a contender, which has a number but is no feature.
        write(&elsewhere, vec![rewritten(1, "khác")]).await;
        for batch in 1..=5 {
            write(&elsewhere, (0..450).map(|n| inspection(1_000 * batch + n)).collect()).await;
        }
        let head = elsewhere.log_head().await.unwrap();
        let shown = tokio::time::timeout(PATIENCE, followed.atlas.wait_for(head.seq)).await;
        assert!(shown.is_ok(), "{engine:?}");
        let after = followed.atlas.snapshot();
        assert_eq!((after.seq, after.hash, &after.epoch), (head.seq, head.hash, &head.epoch), "{engine:?}");
        assert_eq!(count(&after, LayerId::Inspections), 9 + 5 * 450, "{engine:?}");
        assert_eq!(count(&before, LayerId::Inspections), 4, "{engine:?}: who holds a picture keeps it");
        assert!(Arc::ptr_eq(before.register(), after.register()), "{engine:?}: lines and markers were not built anew");
        followed.stop().await;
    });
}

#[test]
fn a_marker_that_comes_later_cuts_segments() {
    on_both(|engine, followed, elsewhere, _| async move {
        let before = followed.atlas.snapshot();
        let segment = "VN-LA:146..147".parse().unwrap();
        assert!(!before.register().segments().any(|known| known.key == segment));
        write(&elsewhere, vec![marker(50, "VN-LA:147"), inspection(5)]).await;
        followed.until("the segment", |now| now.register().segments().any(|known| known.key == segment)).await;
        let now = followed.atlas.snapshot();
        let all = now.visible(&Viewer::all());
        for key in ["VN-LA:146..147", "VN-LA:145..146"] {
            assert!(now.item(LayerId::Segments, key, &all).is_some(), "{engine:?}: {key}");
        }
        assert_eq!(count(&now, LayerId::Segments), count(&before, LayerId::Segments) + 1, "{engine:?}");
        assert_eq!(count(&now, LayerId::Inspections), 5, "{engine:?}");
        followed.stop().await;
    });
}

#[test]
fn another_epoch_is_another_log() {
    on_both(|engine, followed, elsewhere, mut raw| async move {
        let before = followed.atlas.snapshot();
        raw.run("UPDATE chain_head SET epoch = 'promoted'").await;
        followed.until("the epoch", |now| now.epoch == "promoted").await;
        let now = followed.atlas.snapshot();
        assert_eq!((now.seq, now.hash), (before.seq, before.hash), "{engine:?}");
        assert!(!Arc::ptr_eq(before.register(), now.register()), "{engine:?}: built anew");
        assert_eq!(write(&elsewhere, vec![inspection(5)]).await[0].epoch, "promoted", "{engine:?}");
        followed.until("what came after", |now| count(now, LayerId::Inspections) == 5).await;
        followed.stop().await;
    });
}

#[test]
fn a_restored_log_replaces_the_picture_even_under_the_same_name() {
    on_both(|engine, followed, elsewhere, mut raw| async move {
        write(&elsewhere, vec![inspection(5), inspection(6)]).await;
        let head = elsewhere.log_head().await.unwrap();
        followed.until("both", |now| now.seq == head.seq).await;
        // The backup of an hour ago, and then something else under the numbers given out since.
        let back = head.seq - 2;
        raw.run(&format!(
            "BEGIN; DELETE FROM record WHERE id IN (SELECT record_id FROM change_log WHERE seq > {back}); \
             DELETE FROM change_log WHERE seq > {back}; \
             UPDATE chain_head SET seq = {back}, hash = (SELECT hash FROM change_log WHERE seq = {back}); COMMIT"
        ))
        .await;
        write(&elsewhere, (7..=9).map(inspection).collect()).await;
        let new = elsewhere.log_head().await.unwrap();
        followed.until("the new log", |now| (now.seq, now.hash) == (new.seq, new.hash)).await;
        let now = followed.atlas.snapshot();
        let all = now.visible(&Viewer::all());
        let there = |n: u64| now.item(LayerId::Inspections, &make::id(n).to_string(), &all).is_some();
        assert_eq!([4, 5, 6, 7, 9].map(there), [true, false, false, true, true], "{engine:?}");
        let page = now.query(LayerId::Inspections, &Query { limit: 100, ..Query::default() }, &all);
        assert_eq!((page.matched, page.returned), (7, 7), "{engine:?}");
        followed.stop().await;
    });
}

#[test]
fn a_head_that_lies_does_not_keep_the_follower_running_in_circles() {
    on_both(|engine, followed, _elsewhere, mut raw| async move {
        let before = followed.atlas.snapshot();
        raw.run("UPDATE chain_head SET hash = (SELECT hash FROM change_log WHERE seq = 1), epoch = 'lied to'").await;
        followed.until("the lie is seen", |now| now.epoch == "lied to").await;
        assert_eq!(followed.atlas.snapshot().seq, before.seq, "{engine:?}: the picture is of what the log holds");
        // It would never come to see that the writer has gone.
        followed.stop().await;
    });
}
