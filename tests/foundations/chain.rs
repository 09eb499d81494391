//! Whoever changes a row behind the program's back is found, and the first thing that does not hold is named.

use mocgioi::domain::record::Record;
use mocgioi::store::Store;
use mocgioi::store::verify::Broken;
use mocgioi::store::writer::Writer;
use uuid::Uuid;

use crate::make::{self, inspection, marker, rewritten};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, block_on};

/// What [`Broken`] says, without the ids, which are looked up.
#[derive(Debug, PartialEq)]
enum Finding {
    Intact,
    EntryMissing(i64),
    EntryAltered(i64),
    RecordMissing(i64),
    RecordAltered(i64),
    HeadMoved {
        head: i64,
        last: i64,
    },
    /// Table, number of the record, revision.
    RowInserted(&'static str, u64, i64),
    HeadMissing,
    Other(&'static str),
}
use Finding::{EntryAltered, EntryMissing, HeadMissing, HeadMoved, Intact, RecordAltered, RecordMissing, RowInserted};

const TABLES: [&str; 4] = ["record", "contender", "change_log", "chain_head"];
/// The record that entry 3 added; it was made the same on both engines.
const THIRD: &str = "WHERE id = (SELECT record_id FROM change_log WHERE seq = 3)";
const COLUMNS: &str = "type, form, rev, key, event_at, received_at, skew_ms, device, person, unit, label, review_state, \
    line, location_basis, location, corrects, import_id, body, order_key, content_digest, salt";

/// Entries 1–3 add inspections 1–3, 4 a marker; 5 is a contender of 2; 6 and 7 are contenders of 1; 8 adds inspection 5.
fn records() -> [Vec<Record>; 2] {
    [
        vec![inspection(1), inspection(2), inspection(3), marker(4, "VN-LA:211")],
        vec![rewritten(2, "khác"), rewritten(1, "khác"), rewritten(1, "khác nữa")],
    ]
}

/// A log that can be put back as it was.
struct Victim {
    store: Store,
    raw: Raw,
}

impl Victim {
    async fn new(database: &Database) -> Self {
        let store = make::open(database).await;
        for batch in records() {
            make::write(&store, batch).await;
        }
        make::write(&store, vec![inspection(5)]).await;
        let mut raw = Raw::open(database).await;
        for table in TABLES {
            raw.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
        }
        Self { store, raw }
    }

    async fn verdict(&self) -> Finding {
        let ids = [1, 2, 3, 4, 2, 1, 1, 5].map(make::id);
        let named = |seq: i64, record: Uuid| {
            assert_eq!(record, ids[usize::try_from(seq).unwrap() - 1], "the record of entry {seq}");
            seq
        };
        match self.store.verify_chain().await {
            Ok(_) => Intact,
            Err(Broken::EntryMissing { seq }) => EntryMissing(seq),
            Err(Broken::EntryAltered { seq }) => EntryAltered(seq),
            Err(Broken::RecordMissing { seq, record }) => RecordMissing(named(seq, record)),
            Err(Broken::RecordAltered { seq, record }) => RecordAltered(named(seq, record)),
            Err(Broken::HeadMoved { head, last }) => HeadMoved { head, last },
            Err(Broken::RowInserted { table, record, rev }) => {
                let number = (1..=9).find(|n| make::id(*n) == record).unwrap();
                RowInserted(table, number, rev)
            }
            Err(Broken::HeadMissing) => HeadMissing,
            Err(Broken::Store(_)) => Finding::Other("a row keeps all others from being read"),
            Err(_) => Finding::Other("no imports, erasures, checkpoints here"),
        }
    }

    /// What is found after these statements; puts everything back.
    async fn after(&mut self, sql: &str) -> Finding {
        self.raw.run(sql).await;
        let finding = self.verdict().await;
        for table in TABLES {
            self.raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}")).await;
        }
        finding
    }
}

/// Runs each list of statements on both engines against an intact log.
fn tamper(cases: &[(String, Finding)]) {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let mut victim = Victim::new(&database).await;
            assert_eq!(victim.verdict().await, Intact, "{engine:?}");
            for (sql, expected) in cases {
                assert_eq!(victim.after(sql).await, *expected, "{engine:?}: {sql}");
            }
            assert_eq!(victim.verdict().await, Intact, "{engine:?}: everything was put back");
            victim.store.close().await;
        });
    }
}

fn cases<const N: usize>(list: [(&str, Finding); N]) -> Vec<(String, Finding)> {
    list.into_iter().map(|(sql, finding)| (sql.to_owned(), finding)).collect()
}

#[test]
fn every_column_of_a_record_is_under_its_digest() {
    let changes = [
        "type = 'hazard'",
        "form = 2",
        "rev = 2",
        "key = 'VN-LA:9'",
        "event_at = event_at + 1",
        "event_at = NULL",
        "received_at = received_at - 1",
        "skew_ms = NULL",
        "device = 'máy 8'",
        "person = 'Hải'",
        "unit = NULL",
        "label = 'public'",
        "review_state = 'approved'",
        "line = 'VN-KH'",
        "location_basis = 'referenced'",
        "location = replace(location, '18.5', '18.6')",
        "location = replace(location, 'VN-LA:211', 'VN-LA:212')",
        "corrects = NULL",
        "import_id = id",
        "body = replace(body, '\"good\"', '\"missing\"')",
        "body = replace(body, 'kiểm tra', 'đã kiểm tra')",
        "body = '{}'",
        "content_digest = (SELECT hash FROM chain_head)",
        "salt = content_digest",
        "salt = (SELECT salt FROM record WHERE key IS NOT NULL)",
    ];
    let mut cases: Vec<_> =
        changes.iter().map(|set| (format!("UPDATE record SET {set} {THIRD}"), RecordAltered(3))).collect();
    // Not testimony: how the JSON is spaced, and the place in the order of the layer.
    cases.push((format!("UPDATE record SET body = ' ' || body, order_key = order_key + 1 {THIRD}"), Intact));
    tamper(&cases);
}

#[test]
fn every_column_of_an_entry_is_under_its_hash() {
    let changes = [
        "format = 2",
        "at = at + 1",
        "operation = 'contend'",
        "record_id = (SELECT id FROM record WHERE key IS NOT NULL)",
        "rev = 2",
        "actor = 'loader'",
        "payload = hash",
        "hash = payload",
        // What no program of ours would write keeps no other row from being checked.
        "operation = 'forget'",
        "record_id = NULL",
        "rev = NULL",
        "hash = (SELECT salt FROM record WHERE key IS NOT NULL)",
    ];
    let mut cases: Vec<_> =
        changes.iter().map(|set| (format!("UPDATE change_log SET {set} WHERE seq = 3"), EntryAltered(3))).collect();
    cases.push(("UPDATE change_log SET operation = 'erase' WHERE seq = 3".to_owned(), EntryAltered(3)));
    cases.push((
        "UPDATE change_log SET seq = 33 WHERE seq = 3; UPDATE change_log SET seq = 3 WHERE seq = 4; \
         UPDATE change_log SET seq = 4 WHERE seq = 33"
            .to_owned(),
        EntryAltered(3),
    ));
    tamper(&cases);
}

#[test]
fn rows_that_are_gone_or_too_many_are_missed() {
    let forged = format!("INSERT INTO record (id, {COLUMNS}) SELECT corrects, {COLUMNS} FROM record {THIRD}");
    let forged_contender = format!("INSERT INTO contender (id, {COLUMNS}) SELECT id, {COLUMNS} FROM record {THIRD}");
    let second = "WHERE id = (SELECT record_id FROM change_log WHERE seq = 2)";
    let mut cases = cases([
        ("DELETE FROM change_log WHERE seq = 1", EntryMissing(1)),
        ("DELETE FROM change_log WHERE seq IN (4, 6)", EntryMissing(4)),
        ("DELETE FROM change_log WHERE seq = 8", HeadMoved { head: 8, last: 7 }),
        ("DELETE FROM change_log", HeadMoved { head: 8, last: 0 }),
        ("UPDATE chain_head SET seq = 7", HeadMoved { head: 7, last: 8 }),
        ("UPDATE chain_head SET hash = (SELECT hash FROM change_log WHERE seq = 7)", HeadMoved { head: 8, last: 8 }),
        ("DELETE FROM chain_head", HeadMissing),
        ("UPDATE chain_head SET hash = (SELECT salt FROM record WHERE key IS NOT NULL)", HeadMissing),
        ("UPDATE contender SET body = replace(body, 'khác', 'giống') WHERE body LIKE '%khác\"%'", RecordAltered(5)),
        // Of several contenders of one id one is left, which is not the one of entry 7.
        ("DELETE FROM contender WHERE body LIKE '%khác nữa%'", RecordAltered(7)),
        // The end cut off, the head moved back: the records are still there.
        (
            "DELETE FROM change_log WHERE seq = 8; \
             UPDATE chain_head SET seq = 7, hash = (SELECT hash FROM change_log WHERE seq = 7)",
            RowInserted("record", 5, 1),
        ),
    ]);
    cases.push((format!("DELETE FROM record {THIRD}"), RecordMissing(3)));
    cases.push((format!("UPDATE record SET id = corrects {THIRD}"), RecordMissing(3)));
    cases.push((format!("DELETE FROM contender {second}"), RecordMissing(5)));
    cases.push((forged, RowInserted("record", 7, 1)));
    cases.push((forged_contender, RowInserted("contender", 3, 1)));
    // A contender in the place of the record it contends with.
    let usurped = |column: &str| format!("{column} = (SELECT {column} FROM contender c WHERE c.id = record.id)");
    let usurped = ["body", "salt", "content_digest"].map(usurped).join(", ");
    cases.push((format!("UPDATE record SET {usurped} {second}"), RecordAltered(2)));
    // Two records that say what the other said.
    let of = |seq: i64| format!("(SELECT record_id FROM change_log WHERE seq = {seq})");
    let body = |seq: i64| format!("(SELECT o.body FROM record o WHERE o.id = {})", of(seq));
    let swapped = format!("CASE WHEN id = {} THEN {} ELSE {} END", of(1), body(2), body(1));
    cases.push((format!("UPDATE record SET body = {swapped} WHERE id IN ({}, {})", of(1), of(2)), RecordAltered(1)));
    tamper(&cases);
}

#[test]
fn a_walk_goes_on_over_the_ends_of_its_pages() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            for batch in 0..5 {
                make::write(&store, (1..=401).map(|n| inspection(batch * 401 + n)).collect()).await;
            }
            let verified = store.verify_chain().await.unwrap();
            assert_eq!((verified.entries, verified.records, verified.contenders), (2_005, 2_005, 0));
            assert_eq!(verified.hash, store.log_head().await.unwrap().hash);
            let mut raw = Raw::open(&database).await;
            for seq in [2_001, 2_000, 1_999] {
                raw.run(&format!("DELETE FROM change_log WHERE seq = {seq}")).await;
                let broken = store.verify_chain().await.unwrap_err();
                assert!(matches!(broken, Broken::EntryMissing { seq: found } if found == seq), "{engine:?}: {broken}");
            }
            store.close().await;
        });
    }
}

#[test]
fn a_walk_beside_a_writer_finds_nothing_wrong() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = make::open(&database).await;
            let (writer, _task) = Writer::start(store.clone(), make::salts());
            let writing = tokio::spawn(async move {
                for n in 1..=150 {
                    writer.submit(make::submission(inspection(n))).await.unwrap();
                }
            });
            while !writing.is_finished() {
                let found = store.verify_chain().await;
                assert!(found.is_ok(), "{engine:?}: {found:?}");
            }
            writing.await.unwrap();
            assert_eq!(store.verify_chain().await.unwrap().entries, 150);
            store.close().await;
        });
    }
}
