//! The walk trusts the engine to hand it every row, and readers do: so what could make it hand out others is looked at, too.

use mocgioi::store::Store;

use crate::desk::Desk;
use crate::make::{id, inspection, write};
use crate::raw::Raw;
use crate::support::{ENGINES, Engine, block_on};

/// What somebody does, what takes it back, and what is named.
type Case = (&'static str, &'static str, &'static str);

const ON_SQLITE: [Case; 5] = [
    ("CREATE TRIGGER sly AFTER INSERT ON record BEGIN DELETE FROM placement; END", "DROP TRIGGER sly", "sly"),
    ("CREATE INDEX sly ON record (unit)", "DROP INDEX sly", "sly"),
    ("CREATE VIEW sly AS SELECT * FROM record", "DROP VIEW sly", "sly"),
    (
        "DROP INDEX record_corrects",
        "CREATE INDEX record_corrects    ON record (corrects)    WHERE corrects IS NOT NULL",
        "record_corrects",
    ),
    (
        "DROP INDEX record_corrects; CREATE INDEX record_corrects ON record (corrects) WHERE corrects IS NOT NULL AND rev > 1",
        "DROP INDEX record_corrects; CREATE INDEX record_corrects    ON record (corrects)    WHERE corrects IS NOT NULL",
        "record_corrects",
    ),
];

const ON_POSTGRES: [Case; 13] = [
    (
        "DROP INDEX record_target",
        "CREATE INDEX record_target ON record (target) WHERE target IS NOT NULL",
        "record_target",
    ),
    (
        "DROP INDEX record_target; CREATE INDEX record_target ON record (target) WHERE target IS NOT NULL AND rev > 1",
        "DROP INDEX record_target; CREATE INDEX record_target ON record (target) WHERE target IS NOT NULL",
        "record_target",
    ),
    ("CREATE INDEX sly ON record (unit)", "DROP INDEX sly", "sly"),
    (
        "ALTER TABLE record DROP CONSTRAINT record_label_check",
        "ALTER TABLE record ADD CONSTRAINT record_label_check CHECK (label IN ('public', 'internal', 'restricted'))",
        "record_label_check",
    ),
    (
        "ALTER TABLE account DROP CONSTRAINT account_name_key",
        "ALTER TABLE account ADD CONSTRAINT account_name_key UNIQUE (name)",
        "account_name_key",
    ),
    ("ALTER TABLE read_log SET UNLOGGED", "ALTER TABLE read_log SET LOGGED", "read_log"),
    ("ALTER TABLE contender ADD COLUMN sly TEXT", "ALTER TABLE contender DROP COLUMN sly", "contender.sly"),
    (
        "CREATE TABLE sly (LIKE contender INCLUDING ALL); ALTER TABLE sly INHERIT contender",
        "ALTER TABLE sly NO INHERIT contender; DROP TABLE sly",
        "contender",
    ),
    (
        "ALTER TABLE placement RENAME TO hidden; CREATE MATERIALIZED VIEW placement AS SELECT * FROM hidden",
        "DROP MATERIALIZED VIEW placement; ALTER TABLE hidden RENAME TO placement",
        "placement",
    ),
    (
        "CREATE FUNCTION sly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
         CREATE TRIGGER sly BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION sly()",
        "DROP TRIGGER sly ON record",
        "sly",
    ),
    ("CREATE RULE sly AS ON DELETE TO access_token DO INSTEAD NOTHING", "DROP RULE sly ON access_token", "sly"),
    (
        "ALTER TABLE contender ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE contender DISABLE ROW LEVEL SECURITY",
        "contender",
    ),
    (
        "ALTER TABLE placement RENAME TO hidden; CREATE VIEW placement AS SELECT * FROM hidden",
        "DROP VIEW placement; ALTER TABLE hidden RENAME TO placement",
        "placement",
    ),
];

#[test]
fn what_the_migrations_did_not_make_is_named() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            store.close().await;
        });
        let cases: &[Case] = match engine {
            Engine::Sqlite => &ON_SQLITE,
            Engine::Postgres => &ON_POSTGRES,
        };
        for (done, undone, object) in cases {
            desk.told(&["verify"]);
            block_on(async { Raw::open(&desk.database).await.run(done).await });
            for walk in [&["verify"][..], &["verify", "--since-checkpoint"]] {
                let broken = &desk.broken(walk)["broken"];
                let named = (broken["code"].as_str().unwrap(), broken["object"].as_str().unwrap());
                assert_eq!(named, ("schema_altered", *object), "{engine:?}: {done}: {broken}");
            }
            block_on(async { Raw::open(&desk.database).await.run(undone).await });
        }
        // Tables of somebody's own are nobody's business.
        block_on(async { Raw::open(&desk.database).await.run("CREATE TABLE notes (line TEXT)").await });
        desk.told(&["verify"]);
    }
}

#[test]
fn an_index_that_leaves_rows_out_is_found() {
    let desk = Desk::new(Engine::Sqlite);
    let corrected = |store: Store| async move {
        let cases = store.cases(&[id(7)], 3).await.unwrap();
        let found = cases.iter().find(|case| case.id == id(7)).map_or(0, |case| case.corrections.len());
        store.close().await;
        found
    };
    block_on(async {
        let store = desk.store().await;
        write(&store, (1..=3).map(inspection).collect()).await;
        assert_eq!(corrected(store).await, 3, "all of them correct record 7");
        let mut raw = Raw::open(&desk.database).await;
        raw.run("CREATE INDEX sly ON record (corrects) WHERE corrects IS NOT NULL AND form > 1").await;
        raw.run("PRAGMA writable_schema = 1").await;
        raw.run(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'sly') \
             WHERE name = 'record_corrects'; DELETE FROM sqlite_master WHERE name = 'sly'",
        )
        .await;
        drop(raw);
        assert_eq!(corrected(desk.store().await).await, 0, "readers see none of it any more");
    });
    let broken = &desk.broken(&["verify"])["broken"];
    assert_eq!(broken["code"], "damaged");
    assert!(broken["vi"].as_str().unwrap().contains("record_corrects"), "{broken}");
    for (lang, words) in [("vi", "bị hỏng"), ("en", "damaged")] {
        let said = desk.audit(&["verify", "--lang", lang]);
        assert!(said.code == 2 && said.out.contains(words) && said.out.contains("record_corrects"), "{said:?}");
    }
}

#[test]
fn what_wrote_a_row_is_looked_up_by_all_three_columns() {
    // With a look-up by record alone, the rows of an import were gone through once for each of its blocks.
    let desk = Desk::new(Engine::Sqlite);
    block_on(async {
        desk.store().await.close().await;
        let mut raw = Raw::open(&desk.database).await;
        let plan: Vec<(i64, i64, i64, String)> = raw
            .rows(
                "EXPLAIN QUERY PLAN SELECT 1 FROM change_log WHERE record_id = X'00' AND rev = 1 AND operation = 'block'",
            )
            .await;
        let plan: Vec<String> = plan.into_iter().map(|(_, _, _, step)| step).collect();
        assert!(plan.iter().any(|step| step.contains("record_id=? AND rev=? AND operation=?")), "{plan:?}");
    });
}
