//! What somebody may not see is not told by the way either: in what moved, or in a receipt.

use std::sync::Arc;

use mocgioi::domain::access::Viewer;
use mocgioi::domain::people::Identity;
use serde_json::Value;

use crate::desk::{Desk, import};
use crate::make::{id, inspection, write};
use crate::raw::Raw;
use crate::support::{self, Database, ENGINES, Engine, Server, block_on, refused};

/// A server on which everybody may do everything, and sees what is public.
fn with_the_public(database: &Database) -> Server {
    let identity = Identity { viewer: Viewer::public(), ..Identity::open() };
    Server::start_with(database, move |app| app.open_as = Some(Arc::new(identity)))
}

#[test]
fn what_an_import_moved_is_told_of_those_records_alone_that_the_viewer_sees() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            write(&store, vec![inspection(1)]).await;
            import(&store, id(900), 10..15).await;
            store.close().await;
        });
        let all = Server::start(&desk.database);
        let public = all.get("/collections/hazards/items?limit=1").json()["features"][0]["id"].clone();
        let named = |id: &str| match engine {
            Engine::Sqlite => format!("X'{}'", id.replace('-', "")),
            Engine::Postgres => format!("'{id}'"),
        };
        let moved = |record: &str, metres: i64| {
            format!(
                "INSERT INTO relocation (import_id, record_id, type, line, from_version, to_version, metres) \
                 VALUES ({}, {}, 'hazard', 'VN-LA', 'a', 'b', {metres})",
                named(&id(900).to_string()),
                named(record)
            )
        };
        block_on(async {
            let mut raw = Raw::open(&desk.database).await;
            raw.run(&moved(&id(1).to_string(), 70)).await;
            raw.run(&moved(public.as_str().unwrap(), 60)).await;
        });
        let listed = |server: &Server| -> Vec<Value> {
            let told = server.get(&format!("/api/v1/imports/{}/moves", id(900)));
            assert_eq!(told.status, 200, "{}", told.text());
            told.json()["moves"].as_array().unwrap().iter().map(|row| row["record"].clone()).collect()
        };
        assert_eq!(listed(&all), [Value::from(id(1).to_string()), public.clone()], "{engine:?}");
        assert_eq!(listed(&with_the_public(&desk.database)), [public], "{engine:?}");
    }
}

#[test]
fn a_receipt_does_not_tell_the_number_of_a_record_that_its_reader_may_not_see() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let all = Server::start(&database);
        let path = "/api/v1/markers/VN-LA:211/inspections";
        assert_eq!(all.post(path, &support::inspection(1)).status, 201);
        let public = all.get("/collections/hazards/items?limit=1").json()["features"][0]["id"].clone();
        let outsider = with_the_public(&database);
        for (taken, told) in [(Value::from(support::id(1)), false), (public, true)] {
            let mut other = support::inspection(2);
            other["id"] = taken.clone();
            for (server, told) in [(&outsider, told), (&all, true)] {
                let answer = server.post(path, &other);
                refused(&answer, 409, "contended");
                let receipt = &answer.json()["receipt"];
                assert_eq!((&receipt["id"], &receipt["outcome"]), (&taken, &"conflict".into()), "{engine:?}");
                assert_eq!(receipt["seq"].is_i64(), told, "{engine:?}: {}", answer.text());
                assert_eq!(receipt.get("seq").is_some(), told, "nothing stands for it either");
            }
        }
    }
}
