//! Who read restricted records is written before they are shown, in a chain of its own.

use std::sync::Arc;

use mocgioi::domain::access::Label;
use mocgioi::store::read_log::{ReadLog, ReadsBroken};

use crate::desk::{Desk, NOW};
use crate::make::{inspection, instant, write};
use crate::raw::Raw;
use crate::support::{ENGINES, Engine, block_on};

fn log(store: &mocgioi::store::Store) -> (ReadLog, tokio::task::JoinHandle<()>) {
    ReadLog::start(store.clone(), Arc::new(|| instant(NOW)))
}

#[test]
fn what_was_noted_is_there_when_the_note_returns_and_whatever_is_changed_is_named() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let (reads, task) = log(&store);
            for n in 1..=3 {
                reads.note("lan", "GET /collections/hazards/items", Label::Restricted, n).await.unwrap();
                assert_eq!(store.verify_reads(1).await.unwrap().seq, i64::try_from(n).unwrap());
            }
            // Many at once make few transactions, in one chain; two programs share it.
            let (other, other_task) = log(&store);
            let noting = (0..40).map(|n| {
                let reads = if n % 2 == 0 { reads.clone() } else { other.clone() };
                tokio::spawn(async move { reads.note("a\0b", "GET /", Label::Restricted, 1).await })
            });
            for noted in noting.collect::<Vec<_>>() {
                noted.await.unwrap().unwrap();
            }
            let verified = store.verify_reads(41).await.unwrap();
            assert_eq!((verified.seq, verified.last.len(), verified.last[0].seq), (43, 41, 3), "{engine:?}");
            assert_eq!((verified.last[0].who.as_str(), verified.last[0].count), ("lan", 3));

            let mut raw = Raw::open(&desk.database).await;
            raw.run("CREATE TABLE saved AS SELECT * FROM read_log").await;
            let changes = [
                ("UPDATE read_log SET who = 'ai' WHERE seq = 7", 7),
                ("UPDATE read_log SET count = 0 WHERE seq = 7", 7),
                ("UPDATE read_log SET label = 'secret' WHERE seq = 7", 7),
                ("UPDATE read_log SET at = at + 1 WHERE seq = 7", 7),
                ("UPDATE read_log SET route = '' WHERE seq = 7", 7),
                ("DELETE FROM read_log WHERE seq = 7", 7),
                ("DELETE FROM read_log WHERE seq = 43", 42),
                ("INSERT INTO read_log SELECT 44, at, who, route, label, count, hash FROM read_log WHERE seq = 43", 44),
                (
                    "UPDATE read_log SET seq = 99 WHERE seq = 7; UPDATE read_log SET seq = 7 WHERE seq = 3; \
                  UPDATE read_log SET seq = 3 WHERE seq = 99",
                    3,
                ),
                ("INSERT INTO read_log SELECT -1, at, who, route, label, count, hash FROM read_log WHERE seq = 3", -1),
                ("INSERT INTO read_log SELECT 0, at, who, route, label, count, hash FROM read_log WHERE seq = 3", 0),
            ];
            if engine == Engine::Postgres {
                // Whoever owns the tables takes this away.
                raw.run("ALTER TABLE read_log DROP CONSTRAINT IF EXISTS read_log_numbered").await;
            }
            for (sql, named) in changes {
                raw.run(sql).await;
                let found = store.verify_reads(0).await.expect_err(sql);
                let (ReadsBroken::Missing { seq }
                | ReadsBroken::Altered { seq }
                | ReadsBroken::Inserted { seq }
                | ReadsBroken::HeadMoved { last: seq, .. }) = found
                else {
                    panic!("{engine:?}: {sql}: {found}")
                };
                assert_eq!(seq, named, "{engine:?}: {sql}");
                raw.run("DELETE FROM read_log; INSERT INTO read_log SELECT * FROM saved").await;
            }
            store.verify_reads(0).await.unwrap();
            drop((reads, other));
            task.await.unwrap();
            other_task.await.unwrap();
            store.close().await;
        });
        let told = desk.told(&["reads", "--limit", "2"]);
        assert_eq!((&told["entries"], &told["reads"][1]["seq"]), (&43.into(), &43.into()));
        assert_eq!(told["reads"][1]["label"], "restricted");
    }
}

#[test]
fn a_log_of_reads_without_its_head_is_broken_and_not_a_database_that_is_away() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async { desk.store().await.close().await });
        for sql in ["UPDATE read_head SET hash = short", "DELETE FROM read_head"] {
            let short = match engine {
                Engine::Sqlite => "X'00'",
                Engine::Postgres => "'\\x00'",
            };
            let sql = sql.replace("= short", &format!("= {short}"));
            block_on(async { Raw::open(&desk.database).await.run(&sql).await });
            let broken = &desk.broken(&["reads"])["broken"];
            assert_eq!(broken["code"], "head_missing", "{engine:?}: {sql}");
        }
        desk.told(&["key", "new"]);
        desk.broken(&["checkpoint", "--out", desk.path("never.json").to_str().unwrap()]);
    }
}

#[test]
fn what_can_not_be_noted_is_an_error_and_not_a_silence() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let (reads, task) = log(&store);
            reads.note("lan", "GET /", Label::Restricted, 1).await.unwrap();
            let mut raw = Raw::open(&desk.database).await;
            raw.run("ALTER TABLE read_log RENAME TO elsewhere").await;
            reads.note("lan", "GET /", Label::Restricted, 1).await.expect_err("the table is gone");
            raw.run("ALTER TABLE elsewhere RENAME TO read_log").await;
            reads.note("lan", "GET /", Label::Restricted, 1).await.expect("it is back");
            assert_eq!(store.verify_reads(0).await.unwrap().seq, 2, "{engine:?}: no number was lost");
            store.close().await;
            reads.note("lan", "GET /", Label::Restricted, 1).await.expect_err("the database is closed");
            task.abort();
            let _ = task.await;
            reads.note("lan", "GET /", Label::Restricted, 1).await.expect_err("nobody writes any more");
        });
    }
}

#[test]
fn a_signed_checkpoint_covers_the_reads_as_well() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            let (reads, _task) = log(&store);
            for _ in 0..3 {
                reads.note("lan", "GET /", Label::Restricted, 1).await.unwrap();
            }
            store.close().await;
        });
        let file = desk.path("checkpoint.json");
        desk.told(&["key", "new"]);
        desk.told(&["checkpoint", "--out", file.to_str().unwrap()]);
        desk.told(&["verify", "--checkpoint", file.to_str().unwrap()]);
        block_on(async {
            let mut raw = Raw::open(&desk.database).await;
            raw.run("DELETE FROM read_log WHERE seq = 3").await;
            raw.run("UPDATE read_head SET seq = 2, hash = (SELECT hash FROM read_log WHERE seq = 2)").await;
        });
        assert_eq!(desk.told(&["reads"])["entries"], 2, "by itself it is consistent");
        let found = desk.broken(&["verify", "--checkpoint", file.to_str().unwrap()]);
        assert_eq!(
            (&found["broken"]["code"], &found["broken"]["seq"]),
            (&"reads_moved".into(), &3.into()),
            "{engine:?}"
        );
    }
}
