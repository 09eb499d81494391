//! Erased is erased, in the tables and in the picture; the chain still holds and says under which entry.

use std::collections::HashSet;

use mocgioi::app::follower;
use mocgioi::atlas::{LayerId, Snapshot};
use mocgioi::domain::access::{Actor, Viewer};
use mocgioi::domain::chain::Operation;
use mocgioi::store::Store;
use mocgioi::store::erasures::{ErasedRevision, NotErased, Order};
use mocgioi::store::verify::{Broken, Erased};
use mocgioi::store::writer::Outcome;
use uuid::Uuid;

use crate::desk::{Desk, NOW, import, rows};
use crate::make::{self, id, inspection, instant, marker, outcomes, rewritten, write};
use crate::raw::Raw;
use crate::support::{ENGINES, Engine, block_on};

const REASON: &str = "theo yêu cầu của người được ghi tên";

async fn erase(store: &Store, record: Uuid) -> Result<Vec<ErasedRevision>, NotErased> {
    erase_rev(store, record, None).await
}

async fn erase_rev(store: &Store, record: Uuid, rev: Option<i64>) -> Result<Vec<ErasedRevision>, NotErased> {
    let (actor, at) = (Actor::operator(), instant(NOW));
    store.erase(&Order { record, rev, reason: REASON, actor: &actor, at }, &mut make::salts()).await
}

fn shown(picture: &Snapshot) -> HashSet<String> {
    let visible = picture.visible(&Viewer::all());
    let ids = [1, 2, 10, 11, 13].map(id);
    let there = ids.iter().filter(|id| picture.item(LayerId::Inspections, &id.to_string(), &visible).is_some());
    there.map(Uuid::to_string).collect()
}

/// Whether a text stands anywhere in a row of either table.
async fn is_found(raw: &mut Raw, text: &str) -> bool {
    let mut found = 0;
    for table in ["record", "contender"] {
        let columns = ["body", "location", "person", "device"].map(|name| format!("COALESCE({name}, '')"));
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {} LIKE '%{text}%'", columns.join(" || "));
        found += raw.number(&sql).await;
    }
    found > 0
}

#[test]
fn an_erased_record_is_gone_with_its_contenders_and_the_chain_holds() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1), inspection(2), rewritten(1, "bí mật")]).await;
            let before = follower::picture(&store).await.unwrap();
            assert_eq!(shown(&before).len(), 2);
            let erased = erase(&store, id(1)).await.unwrap();
            assert_eq!(erased, [ErasedRevision { rev: 1, seq: 4, contenders: 1 }]);

            let mut raw = Raw::open(&desk.database).await;
            assert!(!is_found(&mut raw, "bí mật").await && !is_found(&mut raw, "kiểm tra số 1").await, "{engine:?}");
            assert!(is_found(&mut raw, "kiểm tra số 2").await, "nothing else was touched");
            for (table, left) in [("record", "content_digest"), ("contender", "salt")] {
                let sql =
                    format!("SELECT COUNT(*) FROM {table} WHERE body IS NULL AND salt IS NULL AND {left} IS NULL");
                assert_eq!(raw.number(&sql).await, 1, "{engine:?}: {table}");
            }
            // Somebody had worked its place out before, and keeps it only now.
            let late = [(id(1), make::placement()), (id(2), make::placement())];
            store.keep_placements(&late).await.unwrap();
            assert_eq!(raw.number("SELECT COUNT(*) FROM placement").await, 1, "{engine:?}: that of the other record");

            let verified = store.verify_chain().await.unwrap();
            assert_eq!((verified.entries, verified.records, verified.contenders), (4, 2, 1));
            assert_eq!(verified.erased, [Erased { record: id(1), rev: 1, under: 4 }]);
            assert!(matches!(erase(&store, id(1)).await, Err(NotErased::Already { under: 4 })));
            assert!(matches!(erase(&store, id(77)).await, Err(NotErased::Unknown)));
            store.close().await;
        });
    }
}

#[test]
fn the_picture_leaves_it_out_grown_or_built_anew() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1), inspection(2)]).await;
            let before = follower::picture(&store).await.unwrap();
            erase(&store, id(1)).await.unwrap();
            let changes = store.changes_after(before.seq, 10).await.unwrap();
            assert_eq!(changes[0].entry.meta.operation, Operation::Erase);
            assert!(before.apply(&changes).is_none(), "a picture that shows it is built anew");
            let after = follower::picture(&store).await.unwrap();
            assert_eq!(shown(&after), HashSet::from([id(2).to_string()]), "{engine:?}");
            assert_eq!(after.seq, 3);
            store.close().await;
        });
    }
}

#[test]
fn it_does_not_come_back_when_it_is_sent_again() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1), inspection(2)]).await;
            erase(&store, id(1)).await.unwrap();
            let mut second = inspection(1);
            second.rev = 2;
            let sent = vec![inspection(1), rewritten(1, "khác"), second, inspection(3), inspection(2)];
            let answers = outcomes(&write(&store, sent).await);
            let gone = Outcome::Erased { seq: 3 };
            let (new, known) = (Outcome::Accepted { seq: 4 }, Outcome::Duplicate { seq: 2 });
            assert_eq!(answers, [gone.clone(), gone.clone(), gone, new, known], "{engine:?}");
            let mut raw = Raw::open(&desk.database).await;
            assert_eq!(raw.number("SELECT COUNT(*) FROM contender").await, 0);
            assert!(!is_found(&mut raw, "kiểm tra số 1").await);
            store.verify_chain().await.unwrap();
            store.close().await;
        });
    }
}

#[test]
fn a_row_of_an_import_can_be_erased_and_its_block_still_verifies() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            import(&store, id(900), 10..15).await;
            store.import_begin(id(901), instant(NOW)).await.unwrap();
            store.import_stage(id(901), 1, rows(id(901), 20..21), instant(NOW)).await.unwrap();
            assert!(matches!(erase(&store, id(20)).await, Err(NotErased::Importing)));
            store.import_cancel(id(901)).await.unwrap();

            assert_eq!(erase(&store, id(11)).await.unwrap()[0].seq, 4);
            let verified = store.verify_chain().await.unwrap();
            assert_eq!((verified.records, verified.erased.len()), (6, 1));
            assert!(!shown(&follower::picture(&store).await.unwrap()).contains(&id(11).to_string()));
            let mut raw = Raw::open(&desk.database).await;
            assert!(!is_found(&mut raw, "kiểm tra số 11").await, "{engine:?}");
            let answers = outcomes(&write(&store, vec![inspection(11)]).await);
            assert_eq!(answers, [Outcome::Erased { seq: 4 }]);
            // What is left of it is under the erasure's entry, and the digest of what it was under the block's.
            raw.run("UPDATE record SET unit = 'đồn khác' WHERE body IS NULL").await;
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::ErasureAltered { seq: 4, record } if record == id(11)), "{found}");
            raw.run("UPDATE record SET unit = 'Đồn 1', payload = (SELECT hash FROM chain_head) WHERE body IS NULL")
                .await;
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::BlockAltered { seq: 1, block: 1, .. }), "{engine:?}: {found}");
            store.close().await;
        });
    }
}

#[test]
fn what_erasing_leaves_is_under_the_chain() {
    let changes = [
        "UPDATE record SET label = 'public' WHERE body IS NULL",
        "UPDATE record SET received_at = received_at + 1 WHERE body IS NULL",
        "UPDATE record SET type = 'hazard' WHERE body IS NULL",
        "UPDATE erasure SET reason = 'không có'",
        "UPDATE erasure SET salt = (SELECT hash FROM chain_head)",
        "DELETE FROM erasure",
        "DELETE FROM contender",
        "UPDATE contender SET unit = NULL",
    ];
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1), inspection(2), rewritten(1, "khác")]).await;
            let mut raw = Raw::open(&desk.database).await;
            raw.run("CREATE TABLE whole AS SELECT * FROM record").await;
            erase(&store, id(1)).await.unwrap();
            for table in ["record", "contender", "erasure"] {
                raw.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
            }
            for sql in changes {
                raw.run(sql).await;
                let found = store.verify_chain().await.expect_err(sql);
                let named = match found {
                    Broken::ErasureAltered { record, .. }
                    | Broken::RecordMissing { record, .. }
                    | Broken::RecordAltered { record, .. } => record,
                    other => panic!("{engine:?}: {sql}: {other}"),
                };
                assert_eq!(named, id(1), "{sql}");
                for table in ["record", "contender", "erasure"] {
                    raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}")).await;
                }
            }
            // Somebody had a copy and puts it back.
            raw.run("DELETE FROM record; INSERT INTO record SELECT * FROM whole").await;
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::ErasureAltered { seq: 4, .. }), "{engine:?}: {found}");
            // An empty row that no entry emptied is an altered one.
            raw.run("DELETE FROM record; INSERT INTO record SELECT * FROM saved_record").await;
            raw.run(
                "UPDATE record SET body = NULL, location = NULL, salt = NULL, content_digest = NULL, event_at = NULL, \
                 skew_ms = NULL, device = NULL, person = NULL, corrects = NULL WHERE body IS NOT NULL",
            )
            .await;
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::RecordAltered { seq: 2, .. }), "{engine:?}: {found}");
            store.close().await;
        });
    }
}

#[test]
fn a_trace_of_tampering_can_not_be_erased_and_neither_can_the_register() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let mut moved = marker(4, "VN-LA:211");
            moved.rev = 2;
            write(&store, vec![inspection(1), marker(4, "VN-LA:211")]).await;
            let mut raw = Raw::open(&desk.database).await;
            raw.run("UPDATE record SET person = 'ai đó' WHERE type = 'inspection'").await;
            let head = store.log_head().await.unwrap();
            assert!(matches!(erase(&store, id(1)).await, Err(NotErased::Altered)), "{engine:?}");
            assert!(matches!(erase(&store, id(4)).await, Err(NotErased::Register)));
            assert_eq!(store.log_head().await.unwrap(), head, "nothing was written");
            raw.run("UPDATE record SET person = 'Hà' WHERE type = 'inspection'").await;
            // Once it is corrected, the earlier revision may go.
            moved.key = None;
            write(&store, vec![moved]).await;
            assert!(matches!(erase(&store, id(4)).await, Err(NotErased::Register)));
            assert_eq!(erase_rev(&store, id(4), Some(1)).await.unwrap()[0].rev, 1);
            assert_eq!(store.verify_chain().await.unwrap().erasures, 1);
            assert!(
                follower::picture(&store).await.unwrap().history().revisions().iter().all(|held| held.record.rev == 2)
            );
            store.close().await;
        });
    }
}

#[test]
fn whoever_erases_says_why_and_the_program_says_under_which_entry() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            store.close().await;
        });
        let record = id(1).to_string();
        for reason in [&[][..], &["--reason", "   "][..]] {
            let said = desk.audit(&[&["erase", &record], reason].concat());
            assert_eq!(said.code, 2, "{said:?}");
            assert!(said.err.contains("lý do"), "{said:?}");
        }
        assert_eq!(desk.told(&["verify"])["erasures"], 0, "{engine:?}: nothing was erased");
        let erased = desk.told(&["erase", &record, "--reason", REASON]);
        assert_eq!((&erased["erased"][0]["under"], &erased["erased"][0]["rev"]), (&2.into(), &1.into()));
        let said = desk.audit(&["verify", "--lang", "en"]);
        assert!(said.out.contains(&format!("record {record} (revision 1): erased under entry 2")), "{said:?}");
        let again = desk.broken(&["erase", &record, "--reason", REASON]);
        assert_eq!(again["refused"]["code"], "erased");
    }
}

/// On SQLite nothing of it may lie in a free page or in the write-ahead log.
#[test]
fn nothing_of_it_is_left_in_the_file() {
    let desk = Desk::new(Engine::Sqlite);
    let contains = |text: &str| {
        let path = desk.database.url.trim_start_matches("sqlite:").to_owned();
        let files = [path.clone(), format!("{path}-wal")];
        let held = files.iter().filter_map(|file| std::fs::read(file).ok());
        held.into_iter().any(|bytes| bytes.windows(text.len()).any(|piece| piece == text.as_bytes()))
    };
    block_on(async {
        let store = desk.store().await;
        write(&store, vec![rewritten(1, "Nguyễn Văn A"), rewritten(2, "Trần Thị B")]).await;
        assert!(contains("Nguyễn Văn A"));
        erase(&store, id(1)).await.unwrap();
        assert!(!contains("Nguyễn Văn A") && contains("Trần Thị B"));
        store.close().await;
    });
}

#[test]
fn what_was_kept_long_enough_is_erased_and_the_chain_holds() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let mut old = inspection(1);
            old.received_at = instant("2015-03-01T00:00:00Z");
            write(&store, vec![old, inspection(2)]).await;
            store.close().await;
        });
        let rule = ["--reason", "hết thời hạn lưu", "--older-than-days", "3650"];
        let expire = |more: &[&str]| desk.audit(&[&["expire", "--json"], &rule[..], more].concat());
        // Only counted, until it is said to be done; and only the kinds that are named.
        let listed = expire(&["--kinds", "inspection"]).json();
        assert_eq!((&listed["found"], &listed["erased"]), (&serde_json::json!([id(1)]), &serde_json::json!(0)));
        assert_eq!(expire(&["--kinds", "track,patrol", "--apply"]).json()["found"], serde_json::json!([]));
        assert_eq!(expire(&["--kinds", "inspection", "--apply"]).json()["erased"], 1);
        assert_eq!(expire(&["--kinds", "inspection", "--apply"]).json()["found"], serde_json::json!([]));
        let bare = desk.audit(&["expire", "--older-than-days", "1", "--kinds", "inspection"]);
        assert_ne!(bare.code, 0, "without a ground nothing goes");
        block_on(async {
            let store = desk.store().await;
            let picture = follower::picture(&store).await.unwrap();
            assert_eq!(shown(&picture), HashSet::from([id(2).to_string()]), "{engine:?}");
            assert_eq!(store.verify_chain().await.unwrap().erased, [Erased { record: id(1), rev: 1, under: 3 }]);
            store.close().await;
        });
    }
}
