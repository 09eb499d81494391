//! Rows that stand beside the log: entries with numbers that no walk meets, rows of imports that never counted. Whoever
//! puts them there changes nothing of what is read, and is found.

use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::location::Location;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::statement::Relabel;
use mocgioi::store::Store;
use uuid::Uuid;

use crate::desk::{Desk, NOW, import, rows};
use crate::make::{id, inspection, instant, rewritten, write};
use crate::raw::Raw;
use crate::support::{ENGINES, Engine, block_on};

const TABLES: [&str; 6] = ["record", "contender", "change_log", "chain_head", "import_block", "import_run"];
const COLUMNS: &str = "form, key, event_at, received_at, skew_ms, device, person, unit, label, review_state, line, location_basis, \
    location, corrects, body, order_key, content_digest, salt, target";

/// As text of SQL.
fn quoted(engine: Engine, id: Uuid) -> String {
    match engine {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

/// Says that inspection 1 is public.
fn relabel() -> Record {
    let said =
        Relabel { target: id(1), label: Label::Public, reason: "thử".to_owned(), within: None, uncleared: false };
    let now = instant("2026-11-22T09:00:00Z");
    Record::new(id(2), now, Label::Internal, ReviewState::Submitted, Location::default(), Body::Relabel(said))
}

/// A database whose owner may write whatever he likes.
struct Forger {
    desk: Desk,
    store: Store,
    raw: Raw,
    engine: Engine,
}

impl Forger {
    /// Entries: 1 adds inspection 1, 2 says that it is public, 3 and 4 are blocks of 10–12 and 13–14, 5 is the import's own, 6 is
    /// a contender of inspection 1.
    async fn new(engine: Engine) -> Self {
        let desk = Desk::new(engine);
        let store = desk.store().await;
        write(&store, vec![inspection(1), relabel()]).await;
        assert_eq!(import(&store, id(900), 10..15).await, 5);
        write(&store, vec![rewritten(1, "khác")]).await;
        let mut raw = Raw::open(&desk.database).await;
        for table in TABLES {
            raw.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
        }
        Self { desk, store, raw, engine }
    }

    /// Whoever owns the tables takes away what hinders him, and puts it back: that it was gone would be named.
    async fn forge(&mut self, sql: &str) {
        let (open, shut) = match self.engine {
            Engine::Sqlite => ("", ""),
            Engine::Postgres => (
                "ALTER TABLE change_log DROP CONSTRAINT change_log_numbered; ",
                "; ALTER TABLE change_log ADD CONSTRAINT change_log_numbered CHECK (seq > 0) NOT VALID",
            ),
        };
        self.raw.run(&format!("{open}{sql}{shut}")).await;
    }

    async fn restore(&mut self) {
        for table in TABLES {
            self.raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}")).await;
        }
    }

    /// Everything that readers take for said, by whom; and what they take for written.
    async fn read(&self) -> Vec<String> {
        let head = self.store.log_head().await.unwrap();
        let mut read = Vec::new();
        for case in self.store.cases(&[id(1), id(10), id(13)], head.seq).await.unwrap() {
            let contents =
                case.contents.iter().map(|said| (said.seq, said.record.id, said.actor.clone(), said.record.rev));
            let said =
                case.statements.iter().map(|said| (said.seq, said.record.id, said.actor.clone(), said.record.rev));
            read.push(format!("{}: {:?}, {:?}", case.id, contents.collect::<Vec<_>>(), said.collect::<Vec<_>>()));
        }
        let changes = self.store.changes_after(0, 1_000).await.unwrap();
        let written = changes.iter().map(|change| (change.entry.seq, change.written.len()));
        read.push(format!("{:?}", written.collect::<Vec<_>>()));
        let history = self.store.history(id(1), 0, 100).await.unwrap();
        let entries = history.entries.iter().map(|entry| (entry.seq, entry.meta.actor.clone()));
        read.push(format!("{:?}", entries.collect::<Vec<_>>()));
        let mut numbers: Vec<_> = self.store.entries_of(&[id(1), id(2), id(10)]).await.unwrap().into_iter().collect();
        numbers.sort_unstable();
        read.push(format!("{numbers:?}"));
        let (_, register) = self.store.register_log().await.unwrap();
        read.push(format!("{:?}", register.register.iter().map(|one| (one.seq, one.record.id)).collect::<Vec<_>>()));
        read.push(format!("{:?}", self.store.held(&[id(10)]).await.unwrap()[&id(10)].first.map(|first| first.rev)));
        read
    }
}

/// What was found, shortly.
fn found(desk: &Desk, arguments: &[&str]) -> String {
    let broken = &desk.broken(&[&["verify"], arguments].concat())["broken"];
    let about = ["seq", "table", "record", "block"].map(|name| broken[name].to_string().replace('"', ""));
    let about = about.into_iter().filter(|text| text != "null");
    format!("{} {}", broken["code"].as_str().unwrap(), about.collect::<Vec<_>>().join(" "))
}

/// A copy of what was said about inspection 1, as a row of an import in this state.
fn copied(engine: Engine, state: &str, block: i64) -> String {
    let (import, copy, said) = (quoted(engine, id(901)), quoted(engine, id(50)), quoted(engine, id(2)));
    format!(
        "INSERT INTO import_run (import_id, state, beat, rows) VALUES ({import}, '{state}', 0, 1); \
         INSERT INTO record (id, import_id, block, payload, type, rev, {COLUMNS}) \
         SELECT {copy}, {import}, {block}, content_digest, type, rev, {COLUMNS} FROM record WHERE id = {said}"
    )
}

fn cases(engine: Engine) -> Vec<(String, String)> {
    let of = |n| quoted(engine, id(n));
    let entry = |seq: i64, which: &str| {
        format!(
            "INSERT INTO change_log SELECT {seq}, format, at, operation, record_id, rev, 'operator', payload, hash \
             FROM change_log WHERE {which}"
        )
    };
    let block = |seq: i64| {
        format!(
            "INSERT INTO change_log SELECT {seq}, format, at, 'block', {}, 1, 'operator', payload, hash FROM change_log \
             WHERE seq = 3",
            of(901)
        )
    };
    let row = |n: u64| format!("row_inserted record {}", id(n));
    let mut list: Vec<(String, String)> = vec![
        (entry(-1, "seq = 2"), "entry_inserted -1".to_owned()),
        (entry(0, "seq = 2"), "entry_inserted 0".to_owned()),
        (entry(0, "seq = 1"), "entry_inserted 0".to_owned()),
        (entry(-7, "seq = 6"), "entry_inserted -7".to_owned()),
        (entry(-7, "seq = 3"), "entry_inserted -7".to_owned()),
        (entry(7, "seq = 2"), "entry_altered 7".to_owned()),
        (entry(9, "seq = 2"), "entry_missing 7".to_owned()),
        (format!("{}; {}", copied(engine, "cancelled", 1), block(-1)), "entry_inserted -1".to_owned()),
        (format!("{}; {}", copied(engine, "staging", 1), block(7)), "entry_altered 7".to_owned()),
        // Rows that no entry wrote, in the name of an import that never counted.
        (copied(engine, "cancelled", 1), row(50)),
        (copied(engine, "staging", 1), row(50)),
        // A row that makes an import undone.
        (
            format!(
                "{}; UPDATE record SET type = 'import', id = {}, rev = 2 WHERE id = {}",
                copied(engine, "cancelled", 1),
                of(900),
                of(50)
            ),
            row(900),
        ),
        (
            format!(
                "INSERT INTO record (id, type, rev, {COLUMNS}) SELECT id, type, 2, {COLUMNS} FROM record WHERE id = {}",
                of(900)
            ),
            row(900),
        ),
        // A row of contenders that says it came in a block.
        (
            format!(
                "INSERT INTO contender (id, block, type, rev, {COLUMNS}) SELECT {}, 1, type, rev, {COLUMNS} FROM record \
                 WHERE id = {}",
                of(10),
                of(1)
            ),
            format!("row_inserted contender {}", id(10)),
        ),
        // A digest where none belongs.
        (
            format!("UPDATE record SET payload = content_digest WHERE id = {}", of(1)),
            format!("record_altered 1 {}", id(1)),
        ),
        ("UPDATE contender SET payload = content_digest".to_owned(), format!("record_altered 6 {}", id(1))),
    ];
    if engine == Engine::Sqlite {
        // An id that is none.
        let spoiled = format!("UPDATE record SET id = X'0102' WHERE id = {}", of(50));
        list.push((format!("{}; {spoiled}", copied(engine, "cancelled", 1)), "rows_inserted record".to_owned()));
        list.push((
            format!(
                "{}; {spoiled}; UPDATE record SET block = NULL, payload = NULL, import_id = NULL WHERE id = X'0102'",
                copied(engine, "cancelled", 1)
            ),
            "rows_inserted record".to_owned(),
        ));
    }
    list
}

#[test]
fn what_stands_beside_the_log_is_named_and_changes_nothing_that_is_read() {
    for engine in ENGINES {
        block_on(async {
            let mut forger = Forger::new(engine).await;
            forger.store.verify_chain().await.unwrap();
            let before = forger.read().await;
            for (sql, expected) in cases(engine) {
                forger.forge(&sql).await;
                assert_eq!(forger.read().await, before, "{engine:?}: {sql}");
                assert_eq!(found(&forger.desk, &[]), expected, "{engine:?}: {sql}");
                forger.restore().await;
            }
            forger.store.verify_chain().await.unwrap();
            forger.store.close().await;
        });
    }
}

#[test]
fn every_walk_names_an_entry_outside_of_the_numbers() {
    for engine in ENGINES {
        block_on(async {
            let mut forger = Forger::new(engine).await;
            let file = forger.desk.path("checkpoint.json").to_str().unwrap().to_owned();
            forger.desk.told(&["key", "new"]);
            forger.desk.told(&["checkpoint", "--out", &file]);
            let (sql, _) = &cases(engine)[0];
            forger.forge(sql).await;
            for walk in [&[][..], &["--since-checkpoint"], &["--checkpoint", &file]] {
                assert_eq!(found(&forger.desk, walk), "entry_inserted -1", "{engine:?}: {walk:?}");
            }
            let other = forger.desk.path("other.json").to_str().unwrap().to_owned();
            forger.desk.broken(&["checkpoint", "--out", &other]);
            forger.store.close().await;
        });
    }
}

#[test]
fn an_import_on_its_way_in_or_out_breaks_nothing() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            store.import_begin(id(900), instant(NOW)).await.unwrap();
            for (block, numbers) in [(1, 10..13), (2, 13..15)] {
                store.import_stage(id(900), block, rows(id(900), numbers), instant(NOW)).await.unwrap();
            }
            let told = desk.told(&["verify"]);
            assert_eq!((&told["records"], &told["uncovered"]), (&1.into(), &5.into()), "{engine:?}: on its way in");
            // Half of it is cleared away when the program dies.
            let mut raw = Raw::open(&desk.database).await;
            raw.run("UPDATE import_run SET state = 'cancelled'; DELETE FROM record WHERE block = 1").await;
            raw.run("DELETE FROM import_block WHERE block = 1").await;
            assert_eq!(desk.told(&["verify"])["uncovered"], 2, "{engine:?}: on its way out");
            store.import_sweep(instant(NOW)).await.unwrap();
            assert_eq!(desk.told(&["verify"])["uncovered"], 0, "{engine:?}: gone");
            store.close().await;
        });
    }
}

#[test]
fn rows_that_were_erased_are_held_to_the_last_column() {
    let changes = ["location_basis = 'observed'", "content_digest = salt_of_another", "payload = salt_of_another"];
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1), inspection(2)]).await;
            store.close().await;
        });
        desk.told(&["erase", &id(1).to_string(), "--reason", "theo quy định"]);
        for change in changes {
            let change = change.replace("salt_of_another", "(SELECT o.salt FROM record o WHERE o.salt IS NOT NULL)");
            block_on(async {
                let mut raw = Raw::open(&desk.database).await;
                raw.run("CREATE TABLE saved AS SELECT * FROM record").await;
                raw.run(&format!("UPDATE record SET {change} WHERE salt IS NULL")).await;
            });
            assert_eq!(found(&desk, &[]), format!("record_altered 1 {}", id(1)), "{engine:?}: {change}");
            block_on(async {
                let mut raw = Raw::open(&desk.database).await;
                raw.run("DELETE FROM record; INSERT INTO record SELECT * FROM saved; DROP TABLE saved").await;
            });
        }
        desk.told(&["verify"]);
    }
}
