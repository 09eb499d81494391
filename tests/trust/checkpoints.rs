//! Incremental walks, and what only a signed checkpoint kept elsewhere can show.

use mocgioi::domain::chain::{Digest, Meta, Operation, entry_hash};
use mocgioi::domain::time::Instant;
use mocgioi::store::Store;
use mocgioi::store::verify::Broken;

use crate::desk::{Desk, import};
use crate::make::{id, inspection, instant, rewritten, write};
use crate::raw::Raw;
use crate::support::{ENGINES, block_on};

async fn keep(store: &Store) -> Instant {
    let at = instant("2026-11-26T04:00:00Z");
    let verified = store.verify_chain().await.unwrap();
    store.keep_checkpoint(&verified.kept(at)).await.unwrap();
    at
}

#[test]
fn an_incremental_walk_sees_what_came_after_and_says_what_it_can_not_see() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, (1..=5).map(inspection).collect()).await;
            keep(&store).await;
            import(&store, id(900), 10..15).await;
            write(&store, vec![rewritten(1, "khác"), inspection(6)]).await;
            let kept = store.last_checkpoint().await.unwrap().unwrap();
            assert_eq!((kept.seq, kept.records), (5, 5));
            let (full, increment) =
                (store.verify_chain().await.unwrap(), store.verify(Some(&kept), &|_, _| {}).await.unwrap());
            assert_eq!((increment.since, increment.entries), (5, 10));
            assert_eq!(increment.kept(kept.taken_at), full.kept(kept.taken_at), "the counts go on from the checkpoint");

            let mut raw = Raw::open(&desk.database).await;
            let of = |seq: i64| format!("WHERE id = (SELECT record_id FROM change_log WHERE seq = {seq})");
            raw.run(&format!("UPDATE record SET person = 'ai' {}", of(3))).await;
            store.verify(Some(&kept), &|_, _| {}).await.expect("what was written before is not looked at");
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::RecordAltered { seq: 3, .. }), "{engine:?}: {found}");
            raw.run(&format!("UPDATE record SET person = 'Hà' {}", of(3))).await;

            raw.run(&format!("UPDATE record SET person = 'ai' {}", of(9))).await;
            let found = store.verify(Some(&kept), &|_, _| {}).await.unwrap_err();
            assert!(matches!(found, Broken::RecordAltered { seq: 9, record } if record == id(6)), "{found}");
            raw.run(&format!("UPDATE record SET person = 'Hà' {}", of(9))).await;
            raw.run("UPDATE change_log SET actor = 'ai' WHERE seq = 5").await;
            store.verify(Some(&kept), &|_, _| {}).await.unwrap();
            raw.run("UPDATE change_log SET hash = payload WHERE seq = 5").await;
            let found = store.verify(Some(&kept), &|_, _| {}).await.unwrap_err();
            assert!(matches!(found, Broken::CheckpointMoved { seq: 5 }), "{found}");
            store.close().await;
        });
    }
}

#[test]
fn the_program_keeps_how_far_it_came_and_says_what_it_did_not_see() {
    let desk = Desk::new(crate::support::Engine::Sqlite);
    block_on(async {
        let store = desk.store().await;
        write(&store, vec![inspection(1), inspection(2)]).await;
        store.close().await;
    });
    let first = desk.told(&["verify", "--since-checkpoint"]);
    assert_eq!((&first["since"], &first["entries"]), (&0.into(), &2.into()), "nothing was kept yet: all of it");
    block_on(async {
        let store = desk.store().await;
        write(&store, vec![inspection(3)]).await;
        store.close().await;
    });
    let second = desk.told(&["verify", "--since-checkpoint"]);
    assert_eq!((&second["since"], &second["entries"], &second["records"]), (&2.into(), &3.into(), &3.into()));
    let not_seen = second["not_seen"].to_string();
    assert!(not_seen.contains("up to 2") && not_seen.contains("rewritten consistently"), "{not_seen}");
    let said = desk.audit(&["verify", "--since-checkpoint", "--lang", "vi"]);
    assert!(said.out.contains("Không nhìn thấy"), "{said:?}");
}

/// Cuts the last entry off with its record, and moves everything back that says where the log ends.
const CUT: &str = "DELETE FROM record WHERE id = (SELECT record_id FROM change_log WHERE seq = 4); \
    DELETE FROM change_log WHERE seq = 4; DELETE FROM checkpoint WHERE seq > 3; \
    UPDATE chain_head SET seq = 3, hash = (SELECT hash FROM change_log WHERE seq = 3)";

#[test]
fn a_cut_tail_and_a_consistent_rewrite_show_only_against_a_signed_checkpoint() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, (1..=4).map(inspection).collect()).await;
            store.close().await;
        });
        let (file, other) = (desk.path("checkpoint.json"), desk.path("other.json"));
        let (file, other) = (file.to_str().unwrap(), other.to_str().unwrap());
        let without = desk.audit(&["checkpoint", "--out", file]);
        assert_eq!(without.code, 1, "there is no key yet: {without:?}");
        let key = desk.told(&["key", "new"]);
        let signed = desk.told(&["checkpoint", "--out", file]);
        assert_eq!(signed["checkpoint"]["seq"], 4);
        assert_eq!(signed["checkpoint"]["key"], key["key"]);
        assert_eq!(desk.audit(&["checkpoint", "--out", file]).code, 1, "a file that is there is not written over");
        desk.told(&["verify", "--checkpoint", file]);
        // Later entries and another key change nothing.
        let newer = desk.told(&["key", "new"]);
        assert_ne!(newer["key"], key["key"]);
        assert_eq!(desk.told(&["key", "list"])["keys"].as_array().unwrap().len(), 2);
        desk.told(&["verify", "--checkpoint", file]);
        let public = key["public"].as_str().unwrap();
        desk.told(&["verify", "--checkpoint", file, "--key", public]);
        let wrong = desk.audit(&["verify", "--checkpoint", file, "--key", newer["public"].as_str().unwrap()]);
        assert_eq!(wrong.code, 2, "{wrong:?}");

        // A checkpoint that somebody changed is none.
        let text = std::fs::read_to_string(file).unwrap();
        std::fs::write(other, text.replace("\"seq\": 4", "\"seq\": 3")).unwrap();
        let forged = desk.audit(&["verify", "--checkpoint", other]);
        assert_eq!(forged.code, 2, "{forged:?}");
        assert!(forged.err.contains("chữ ký"), "{forged:?}");
        std::fs::write(other, "{}").unwrap();
        assert_eq!(desk.audit(&["verify", "--checkpoint", other]).code, 2);

        block_on(rewrite(&desk));
        desk.told(&["verify"]);
        let found = desk.broken(&["verify", "--checkpoint", file]);
        assert_eq!((&found["broken"]["code"], &found["broken"]["seq"]), (&"checkpoint_moved".into(), &4.into()));

        block_on(async { Raw::open(&desk.database).await.run(CUT).await });
        desk.told(&["verify"]);
        let found = desk.broken(&["verify", "--checkpoint", file]);
        assert_eq!(found["broken"]["code"], "checkpoint_moved", "{engine:?}");
    }
}

/// Changes who wrote entry 2, and hashes everything after it anew.
async fn rewrite(desk: &Desk) {
    let mut raw = Raw::open(&desk.database).await;
    raw.run("UPDATE change_log SET actor = 'ai đó' WHERE seq = 2; DELETE FROM checkpoint").await;
    let store = desk.store().await;
    let mut previous = store.log_hash_at(1).await.unwrap().unwrap();
    for change in store.changes_after(1, 10).await.unwrap() {
        let entry = change.entry;
        let meta = Meta { operation: Operation::Add, ..entry.meta.clone() };
        previous = entry_hash(&previous, entry.seq, entry.format, &meta, &entry.payload).unwrap();
        let hash = quoted(desk, &previous);
        raw.run(&format!("UPDATE change_log SET hash = {hash} WHERE seq = {}", entry.seq)).await;
    }
    let hash = quoted(desk, &previous);
    raw.run(&format!("UPDATE chain_head SET hash = {hash}")).await;
    store.close().await;
}

fn quoted(desk: &Desk, digest: &Digest) -> String {
    match desk.database.engine {
        crate::support::Engine::Sqlite => format!("X'{digest}'"),
        crate::support::Engine::Postgres => format!("decode('{digest}', 'hex')"),
    }
}

#[test]
fn a_cut_tail_shows_against_what_the_database_itself_kept_when_that_was_forgotten() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, (1..=4).map(inspection).collect()).await;
            keep(&store).await;
            let mut raw = Raw::open(&desk.database).await;
            raw.run(&CUT.replace("DELETE FROM checkpoint WHERE seq > 3;", "")).await;
            let found = store.verify_chain().await.unwrap_err();
            assert!(matches!(found, Broken::CheckpointMoved { seq: 4 }), "{engine:?}: {found}");
            store.close().await;
        });
    }
}
