//! Making and opening a database, and how durable its writes are.

use mocgioi::store::{Store, StoreError};

use crate::make::{self, inspection, write};
use crate::raw::Raw;
use crate::support::{Database, ENGINES, Engine, block_on};

fn refusal(url: &str) -> String {
    match block_on(Store::open(url, "new")) {
        Err(StoreError::Open(why)) => why,
        Err(other) => panic!("{url}: {other}"),
        Ok(_) => panic!("{url} was opened"),
    }
}

#[test]
fn a_log_keeps_the_name_it_was_made_with() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let first = Store::open(&database.url, "first").await.unwrap();
            assert_eq!(first.log_head().await.unwrap().epoch, "first", "{engine:?}");
            write(&first, vec![inspection(1)]).await;
            let second = Store::open(&database.url, "second").await.unwrap();
            let head = second.log_head().await.unwrap();
            assert_eq!((head.epoch.as_str(), head.seq), ("first", 1), "{engine:?}: while the first is still open");
            first.close().await;
            second.close().await;
            let third = Store::open(&database.url, "third").await.unwrap();
            assert_eq!(third.log_head().await.unwrap(), head, "{engine:?}: after both were closed");
            assert!(first.log_head().await.is_err(), "{engine:?}: what is closed answers no more");
            third.close().await;
        });
    }
}

#[test]
fn several_may_open_a_new_database_at_once() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let open = |name: &'static str| {
                let url = database.url.clone();
                tokio::spawn(async move { Store::open(&url, name).await })
            };
            let mut stores = Vec::new();
            for opening in ["a", "b", "c", "d", "e", "f", "g", "h"].map(open) {
                stores.push(opening.await.unwrap().unwrap_or_else(|error| panic!("{engine:?}: {error}")));
            }
            let head = stores[0].log_head().await.unwrap();
            for store in stores {
                assert_eq!(store.log_head().await.unwrap(), head, "{engine:?}: one log");
                store.close().await;
            }
        });
    }
}

#[test]
fn what_is_no_database_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    std::fs::write(folder.path().join("letter.db"), "Kính gửi: ".repeat(1000)).unwrap();

    assert!(refusal("mysql://root@127.0.0.1/moc").contains("mysql"), "the scheme is named");
    assert!(refusal("mysql://root:secret@127.0.0.1/moc").contains("sqlite:PATH"), "and what would do");
    assert!(!refusal("mysql://root:secret@127.0.0.1/moc").contains("secret"), "but no password");
    assert!(!refusal("").is_empty());
    assert!(refusal(&path("no/such/folder/moc.db")).contains("no/such/folder"), "the path is named");
    assert!(refusal(&path("letter.db")).contains("not a database"));
    assert!(!refusal("postgres://127.0.0.1:notaport/moc").is_empty());
    assert!(!refusal("sqlite:moc.db?colour=red").is_empty());

    let database = Database::new(Engine::Postgres);
    assert!(refusal(&format!("{}_not_there", database.url)).contains("does not exist"));
}

#[test]
fn sqlite_flushes_every_commit() {
    let database = Database::new(Engine::Sqlite);
    block_on(async {
        let store = make::open(&database).await;
        assert_eq!(store.durability().await.unwrap(), "2", "FULL");
        let journal = Raw::open(&database).await.rows::<(String,)>("PRAGMA journal_mode").await;
        assert_eq!(journal[0].0, "wal", "readers do not wait for the writer");
        store.close().await;
    });
}

#[test]
fn postgres_flushes_as_its_operator_says() {
    let database = Database::new(Engine::Postgres);
    block_on(async {
        let mut raw = Raw::open(&database).await;
        // The throw-away server of the tests flushes nothing; a database of its own may say otherwise.
        for setting in ["on", "remote_apply", "off"] {
            let name = database.url.rsplit('/').next().unwrap();
            raw.run(&format!("ALTER DATABASE {name} SET synchronous_commit = {setting}")).await;
            let store = make::open(&database).await;
            assert_eq!(store.durability().await.unwrap(), setting);
            write(&store, vec![inspection(1)]).await;
            assert_eq!(store.durability().await.unwrap(), setting, "a write does not change it");
            store.close().await;
        }
        if std::env::var("WITH_POSTGRES_DURABLE").as_deref() == Ok("1") {
            raw.run(&format!("ALTER DATABASE {} RESET ALL", database.url.rsplit('/').next().unwrap())).await;
            let store = make::open(&database).await;
            assert_eq!(store.durability().await.unwrap(), "on");
            store.close().await;
        }
    });
}
