//! A record names its files; it is whole when all of them are there, and says which are not.

use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::pictures::{LAT, LON, photo, scan};
use crate::support::{Database, ENGINES, Engine, Server, block_on, id, inspection, refused};
use crate::wire::{Sender, sha256};

const HERE: &str = "/api/v1/markers/VN-LA:144/inspections";

/// How a record names a file.
pub(crate) fn named(content: &[u8], media: &str) -> Value {
    json!({ "sha256": sha256(content), "bytes": content.len(), "media_type": media, "name": "chân mốc.jpg" })
}

pub(crate) fn inspected(n: u64, files: &[Value]) -> Value {
    let mut said = inspection(n);
    said["attachments"] = json!(files);
    said
}

/// Somebody with a tool of his own.
fn run(database: &Database, sql: String) {
    block_on(async {
        let sql = sqlx::AssertSqlSafe(sql);
        match database.engine {
            Engine::Sqlite => {
                let mut conn = sqlx::SqliteConnection::connect(&database.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.unwrap();
            }
            Engine::Postgres => {
                let mut conn = sqlx::PgConnection::connect(&database.url).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.unwrap();
            }
        }
    });
}

fn item(server: &Server, n: u64) -> Value {
    server.get(&format!("/collections/inspections/items/{}", id(n))).json()["properties"].clone()
}

#[test]
fn a_record_is_whole_when_all_its_files_have_come_whichever_came_first() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let (first, second) = (photo(1), scan(2));
        assert_eq!(sender.send(&first, "image/jpeg").status, 204);
        let said = inspected(1, &[named(&first, "image/jpeg"), named(&second, "application/pdf")]);
        assert_eq!(server.post(HERE, &said).status, 201);
        let states = |told: &Value| {
            let files = told["attachments"].as_array().unwrap();
            files.iter().map(|file| file["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let told = item(&server, 1);
        assert_eq!((states(&told), &told["complete"]), (vec!["stored".into(), "missing".into()], &false.into()));
        assert_eq!(told["attachment_count"], 2);
        let path = format!("/collections/inspections/items/{}", id(1));
        let tag = server.get(&path).header("etag").to_owned();
        assert_eq!(server.get_with(&path, &[("if-none-match", &tag)]).status, 304);
        assert_eq!(sender.send(&second, "application/pdf").status, 204);
        // Nothing of the record changed; what is told of it did.
        let again = server.get_with(&path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, &again.json()["properties"]["complete"]), (200, &true.into()), "{engine:?}");
        let listed = server.get(&format!("/api/v1/records/{}/attachments", id(1))).json();
        assert_eq!((states(&listed), &listed["complete"]), (vec!["stored".into(), "stored".into()], &true.into()));
        assert_eq!(listed["attachments"][0]["name"], "chân mốc.jpg");
        let href = listed["attachments"][0]["href"].as_str().unwrap();
        assert!(crate::support::get(href, &[]).body == first, "{engine:?}");
    }
}

#[test]
fn what_the_camera_noted_is_held_against_the_record_and_stops_nothing() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let content = photo(1);
    assert_eq!(sender.send(&content, "image/jpeg").status, 204);
    // 0.001 degrees of latitude to the south, a minute earlier.
    let mut said = inspected(1, &[named(&content, "image/jpeg")]);
    said["lon"] = json!(LON);
    said["lat"] = json!(LAT - 0.001);
    said["observed_at"] = json!("2026-11-22T08:30:00+07:00");
    assert_eq!(server.post(HERE, &said).status, 201);
    let listed = server.get(&format!("/api/v1/records/{}/attachments", id(1))).json();
    let picture = &listed["attachments"][0]["picture"];
    let distance = picture["distance_m"].as_f64().unwrap();
    assert!((110.0..112.0).contains(&distance), "{picture}");
    assert_eq!((&picture["seconds"], &picture["taken_at"]), (&json!(60), &json!("2026-11-22T01:31:00.000Z")));
    assert!((picture["lon"].as_f64().unwrap() - LON).abs() < 1e-9);
}

#[test]
fn files_are_part_of_what_was_asserted() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let (one, other) = (photo(1), photo(2));
        let said = inspected(1, &[named(&one, "image/jpeg")]);
        assert_eq!(server.post(HERE, &said).status, 201);
        assert_eq!(server.post(HERE, &said).status, 201, "the same once more");
        refused(&server.post(HERE, &inspected(1, &[named(&other, "image/jpeg")])), 409, "contended");
        refused(&server.post(HERE, &inspection(1)), 409, "contended");
        // A list without anything in it is no list.
        assert_eq!(server.post(HERE, &inspected(2, &[])).status, 201);
        assert_eq!(server.post(HERE, &inspection(2)).status, 201);
        assert!(item(&server, 2).get("attachments").is_none());
        let verified = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["audit", "verify", "--database", &database.url])
            .output()
            .unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        // Somebody puts another photo under the record.
        let sql =
            format!("UPDATE record SET attachments = REPLACE(attachments, '{}', '{}')", sha256(&one), sha256(&other));
        run(&database, sql);
        let verified = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["audit", "verify", "--database", &database.url])
            .output()
            .unwrap();
        assert_eq!(verified.status.code(), Some(2), "{engine:?}");
        let said = String::from_utf8_lossy(&verified.stdout).into_owned();
        assert!(said.contains(&id(1)), "{engine:?}: {said}");
    }
}

#[test]
fn a_manifest_with_faults_is_refused_with_all_of_them() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let said = inspected(1, &[json!({ "sha256": "x", "bytes": 0, "media_type": "image/gif" })]);
    let answer = server.post(HERE, &said);
    refused(&answer, 422, "invalid_record");
    let faults = answer.json()["errors"].as_array().unwrap().len();
    assert_eq!(faults, 3, "{}", answer.text());
    let mut patrol = json!({ "id": id(7), "mode": "joint", "force": "police", "started_at": "2026-11-22T01:00:00Z" });
    patrol["attachments"] = json!([named(&photo(1), "image/jpeg")]);
    assert_eq!(server.post("/api/v1/patrols", &patrol).status, 201);
    let listed = server.get(&format!("/api/v1/records/{}/attachments", id(7))).json();
    assert_eq!(listed["attachments"][0]["state"], "missing");
    let bare = json!({ "id": id(9), "mode": "joint", "force": "police", "started_at": "2026-11-22T01:00:00Z" });
    assert_eq!(server.post("/api/v1/patrols", &bare).status, 201);
    let listed = server.get(&format!("/api/v1/records/{}/attachments", id(9))).json();
    assert_eq!((&listed["attachments"], &listed["complete"]), (&json!([]), &json!(true)));
    refused(&server.get("/api/v1/records/x/attachments"), 404, "unknown_record");
    refused(&server.get(&format!("/api/v1/records/{}/attachments", id(8))), 404, "unknown_record");
}
