//! `GET /api/v1/audit`: what the log says of a record, for whoever may see the record.

use std::sync::Arc;

use mocgioi::domain::access::{Actor, Viewer};
use mocgioi::domain::people::Identity;
use mocgioi::store::Store;
use mocgioi::store::erasures::Order;
use serde_json::Value;

use crate::desk::{NOW, import};
use crate::make::{self, id, instant};
use crate::support::{self, Answer, Database, ENGINES, Engine, Server, block_on, gpx};

fn erase(server: &Server, record: &str, reason: &str) {
    let (actor, at) = (Actor::operator(), instant(NOW));
    let order = Order { record: record.parse().unwrap(), rev: None, reason, actor: &actor, at };
    let store = server.app.context.store.clone();
    let last = block_on(async {
        let erased = store.erase(&order, &mut make::salts()).await.unwrap();
        erased.last().unwrap().seq
    });
    // As another program does it: the picture follows within its pause.
    block_on(async { server.app.context.caught_up(last, std::time::Duration::from_secs(30)).await });
}

fn post(server: &Server, n: u64, notes: &str) -> Answer {
    let mut inspection = support::inspection(n);
    inspection["notes"] = notes.into();
    server.post("/api/v1/markers/VN-LA:192/inspections", &inspection)
}

fn history(server: &Server, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/audit?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn words(entries: &Value) -> Vec<String> {
    entries["entries"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_entry_is_there_in_pages() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let (record, seq) = (support::id(1), post(&server, 1, "một").json()["receipt"]["seq"].clone());
        for notes in ["hai", "ba"] {
            assert_eq!(post(&server, 1, notes).status, 409);
        }
        erase(&server, &record, "theo yêu cầu");
        let all = history(&server, &format!("record={record}"));
        assert_eq!(words(&all), ["add", "contend", "contend", "erase"], "{engine:?}");
        let (first, last) = (&all["entries"][0], &all["entries"][3]);
        assert_eq!((&first["seq"], &first["rev"], &first["actor"]), (&seq, &1.into(), &"field".into()));
        assert_eq!((&first["erased"], &first["erased_under"]), (&true.into(), &last["seq"]));
        assert_eq!((&last["actor"], &last["erased"]), (&"operator".into(), &false.into()));
        assert_eq!(first["hash"].as_str().unwrap().len(), 64);

        let (mut walked, mut next) = (Vec::new(), format!("/api/v1/audit?record={record}&limit=3"));
        loop {
            let page = server.get(&next).json();
            walked.extend(page["entries"].as_array().unwrap().clone());
            let Some(href) = page["links"][0]["href"].as_str() else { break };
            next = href.strip_prefix(&server.base).unwrap().to_owned();
        }
        assert_eq!(Value::from(walked), all["entries"]);
    }
}

#[test]
fn a_record_that_the_viewer_does_not_see_is_answered_as_one_that_there_is_not() {
    for engine in ENGINES {
        let database = Database::new(engine);
        {
            let server = Server::start(&database);
            post(&server, 1, "nội bộ");
            post(&server, 2, "nội bộ, đã xóa");
            erase(&server, &support::id(2), "theo yêu cầu");
        }
        let server = Server::start_with(&database, |app| {
            app.open_as = Some(Arc::new(Identity { viewer: Viewer::public(), ..Identity::open() }));
        });
        let ask = |record: &str| server.get(&format!("/api/v1/audit?record={record}"));
        let nobody = support::id(77);
        let unknown = ask(&nobody);
        assert_eq!((unknown.status, unknown.code()), (404, "unknown_record".to_owned()));
        for n in [1, 2] {
            let hidden = ask(&support::id(n));
            let same = hidden.text().replace(&support::id(n), &nobody);
            assert_eq!((hidden.status, same), (404, unknown.text()), "{engine:?}");
        }
        for (query, code) in [
            ("", "missing"),
            ("record=x", "bad_parameter"),
            ("record=x&cursor=-1", "bad_parameter"),
            ("a=b", "unknown_parameter"),
        ] {
            let answer = server.get(&format!("/api/v1/audit?{query}"));
            assert_eq!((answer.status, answer.code().as_str()), (400, code), "{query}");
        }
    }
}

#[test]
fn a_row_of_an_import_has_the_entry_of_its_block() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let store: Store = server.app.context.store.clone();
        let last = block_on(import(&store, id(900), 10..15));
        let of_row = history(&server, &format!("record={}", id(13)));
        assert_eq!(words(&of_row), ["block"]);
        let entry = &of_row["entries"][0];
        assert_eq!((&entry["seq"], &entry["rev"], &entry["block"]), (&(last - 1).into(), &1.into(), &2.into()));
        assert_eq!(entry["import"], id(900).to_string(), "{engine:?}");
        assert_eq!(words(&history(&server, &format!("record={}", id(900)))), ["block", "block", "add"]);
    }
}

#[test]
fn what_was_erased_is_shown_nowhere_and_not_taken_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::new(engine);
        let server = Server::start(&database);
        assert_eq!(post(&server, 1, "bí mật").status, 201);
        let patrol = support::patrol(1);
        let patrol_id = patrol["id"].as_str().unwrap().to_owned();
        assert_eq!(server.post("/api/v1/patrols", &patrol).status, 201);
        let track = gpx(&[support::walk(&[[103.9, 20.9], [103.91, 20.9]], 0)]);
        let sent = |server: &Server| {
            let url = format!("{}/api/v1/patrols/{patrol_id}/track", server.base);
            support::post(&url, "application/gpx+xml", track.as_bytes())
        };
        let track_id = sent(&server).json()["receipt"]["id"].as_str().unwrap().to_owned();
        let item = |layer: &str, id: &str| server.get(&format!("/collections/{layer}/items/{id}")).status;
        for (layer, id) in
            [("inspections", support::id(1)), ("tracks", track_id.clone()), ("patrols", patrol_id.clone())]
        {
            assert_eq!(item(layer, &id), 200, "{layer}");
        }
        erase(&server, &track_id, "theo yêu cầu");
        assert_eq!(item("tracks", &track_id), 404);
        let again = sent(&server);
        assert_eq!((again.status, again.code().as_str()), (410, "erased"), "{engine:?}");
        for (layer, id) in [("inspections", support::id(1)), ("patrols", patrol_id.clone())] {
            erase(&server, &id, "theo yêu cầu");
            assert_eq!(item(layer, &id), 404, "{layer}");
        }
        let again = post(&server, 1, "bí mật");
        assert_eq!((again.status, again.code().as_str()), (410, "erased"));
        assert!(
            again.text().contains("Vietnamese") || again.text().contains("đã được xóa hợp pháp"),
            "{}",
            again.text()
        );
        let all = server.get("/collections/inspections/items?limit=10000").text();
        assert!(!all.contains("bí mật"), "{engine:?}");
        block_on(async { server.app.context.store.verify_chain().await.unwrap() });
    }
}
