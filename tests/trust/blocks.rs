//! Whatever is done to imports behind the program's back is found, and named.

use mocgioi::store::verify::Broken;

use crate::desk::{Desk, import};
use crate::make::{id, inspection, write};
use crate::raw::Raw;
use crate::support::{ENGINES, block_on};

const TABLES: [&str; 5] = ["record", "change_log", "chain_head", "import_block", "import_run"];

/// What somebody does, and whether that is what was found.
type Case = (String, fn(&Broken) -> bool);

#[test]
fn imports_their_blocks_and_rows_are_under_the_chain() {
    // Entries: 1 adds an inspection, 2 and 3 are blocks of 10–12 and 13–14, 4 is the import's own.
    let third = "(SELECT id FROM record WHERE block = 2 ORDER BY id LIMIT 1)";
    let cases: [Case; 10] = [
        (
            format!("UPDATE record SET payload = salt WHERE id = {third}"),
            |broken| matches!(broken, Broken::RowAltered { seq: 3, block: 2, record, .. } if *record == id(13)),
        ),
        (format!("UPDATE record SET block = NULL WHERE id = {third}"), |broken| {
            matches!(broken, Broken::BlockAltered { seq: 3, block: 2, .. })
        }),
        (format!("DELETE FROM record WHERE id = {third}"), |broken| {
            matches!(broken, Broken::BlockAltered { seq: 3, block: 2, .. })
        }),
        // A record of its own that is made to look like a row of an import.
        (
            "UPDATE record SET block = 2, payload = salt WHERE block IS NULL AND type = 'inspection'".to_owned(),
            |broken| matches!(broken, Broken::RecordAltered { seq: 1, record } if *record == id(1)),
        ),
        ("UPDATE import_block SET payload = (SELECT hash FROM chain_head) WHERE block = 1".to_owned(), |broken| {
            matches!(broken, Broken::ImportAltered { seq: 2, block: 1, .. })
        }),
        ("DELETE FROM import_block WHERE block = 2".to_owned(), |broken| {
            matches!(broken, Broken::ImportAltered { seq: 3, block: 2, .. })
        }),
        (
            "INSERT INTO import_block SELECT import_id, 3, payload FROM import_block WHERE block = 1".to_owned(),
            |broken| matches!(broken, Broken::RowInserted { table: "import_block", rev: 3, .. }),
        ),
        // An import that is made to look cancelled would be cleared away by the next one.
        ("UPDATE import_run SET state = 'cancelled'".to_owned(), |broken| {
            matches!(broken, Broken::ImportAltered { seq: 2, block: 1, .. })
        }),
        ("DELETE FROM import_run".to_owned(), |broken| matches!(broken, Broken::ImportAltered { seq: 2, .. })),
        // A row in a block that the log does not know.
        (
            "UPDATE record SET block = 7, import_id = NULL WHERE block IS NULL AND type = 'inspection'".to_owned(),
            |broken| matches!(broken, Broken::RecordAltered { seq: 1, .. }),
        ),
    ];
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            assert_eq!(import(&store, id(900), 10..15).await, 4);
            let mut raw = Raw::open(&desk.database).await;
            for table in TABLES {
                raw.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
            }
            for (sql, is_named) in &cases {
                store.verify_chain().await.unwrap();
                raw.run(sql).await;
                let broken = store.verify_chain().await.expect_err(sql);
                assert!(is_named(&broken), "{engine:?}: {sql}: {broken}");
                for table in TABLES {
                    raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}")).await;
                }
            }
            store.close().await;
        });
    }
}

#[test]
fn the_program_names_what_it_found_in_both_languages() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, (1..=3).map(inspection).collect()).await;
            store.close().await;
        });
        let intact = desk.told(&["verify"]);
        assert_eq!((&intact["intact"], &intact["entries"], &intact["records"]), (&true.into(), &3.into(), &3.into()));
        block_on(async {
            let mut raw = Raw::open(&desk.database).await;
            raw.run("UPDATE record SET person = 'ai đó' WHERE id = (SELECT record_id FROM change_log WHERE seq = 2)")
                .await;
        });
        let broken = &desk.broken(&["verify"])["broken"];
        assert_eq!((&broken["code"], &broken["seq"]), (&"record_altered".into(), &2.into()), "{engine:?}");
        assert_eq!(broken["record"], id(2).to_string());
        for (lang, words) in [("vi", "đã bị sửa"), ("en", "was altered")] {
            let said = desk.audit(&["verify", "--lang", lang]);
            assert_eq!(said.code, 2, "{said:?}");
            assert!(said.out.contains(words) && said.out.contains(&id(2).to_string()), "{said:?}");
            assert!(broken[lang].as_str().unwrap().contains(words), "{broken}");
        }
    }
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let said = crate::desk::mocgioi(&["audit", "verify", "--data-dir", folder.path().to_str().unwrap()]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("mocgioi.db"), "{said:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
