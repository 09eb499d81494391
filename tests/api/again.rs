//! The same inspection sent again, and another one under the same id.

use std::thread;

use mocgioi::store::Store;
use serde_json::{Value, json};

use crate::support::{Answer, Database, ENGINES, Server, block_on, post};
use crate::world::{changed, fresh_with, id_of, ids, item_path, refused, start, text, writers};

const MARKER: &str = "/api/v1/markers/VN-LA:212/inspections";

fn send(server: &Server, body: &str) -> Answer {
    post(&format!("{}{MARKER}", server.base), "application/json; charset=utf-8", body.as_bytes())
}

/// Records and contenders of a database whose chain holds.
fn verified(database: &Database) -> (i64, i64) {
    let found = block_on(async {
        let store = Store::open(&database.url, "x").await.unwrap();
        let found = store.verify_chain().await.unwrap();
        store.close().await;
        found
    });
    (found.records, found.contenders)
}

fn full() -> Value {
    fresh_with(
        &json!({ "lon": 104.5, "lat": 21, "accuracy_m": 5, "device": "A7", "unit": "Đồn A", "notes": "nứt chân mốc" }),
    )
}

#[test]
fn sent_again_it_gets_the_first_answer_and_is_stored_once() {
    for server in writers() {
        let inspection = full();
        let first = send(server, &inspection.to_string());
        assert_eq!(first.status, 201, "{}", first.text());
        for _ in 0..3 {
            let again = send(server, &inspection.to_string());
            assert_eq!((again.status, again.text()), (201, first.text()));
            assert_eq!(again.header("location"), first.header("location"));
        }
        let found = ids(&server.get("/collections/inspections/items?limit=10000&marker=VN-LA:212"));
        assert_eq!(found.iter().filter(|id| *id == id_of(&inspection)).count(), 1);
    }
}

#[test]
fn the_same_content_written_otherwise_is_the_same() {
    for server in writers() {
        let inspection = full();
        let id = id_of(&inspection);
        let first = send(server, &inspection.to_string());
        assert_eq!(first.status, 201, "{}", first.text());
        let upper = id.to_uppercase();
        let variants = [
            // Another order of fields, blanks, another offset, numbers with a point, absent as null.
            format!(
                "\n{{ \"notes\" : \"nứt chân mốc\", \"unit\":\"Đồn A\",\t\"device\":\"A7\", \"accuracy_m\": 5.0, \"lat\": 2.1e1,
                \"lon\": 104.50, \"person\": null, \"condition\":\"good\", \"mode\":\"unilateral\",
                \"observed_at\":\"2026-11-20T01:30:00Z\", \"id\":\"{id}\" }} "
            ),
            inspection.to_string().replace("2026-11-20T08:30:00+07:00", "2026-11-20T03:30:00.000+02:00"),
            // Parts of a millisecond are cut at the door.
            inspection.to_string().replace("2026-11-20T08:30:00+07:00", "2026-11-20T08:30:00.000999+07:00"),
            // Letters with their marks apart, as some keyboards write them; letters escaped.
            inspection.to_string().replace("Đồn", "Đo\u{302}\u{300}n"),
            inspection.to_string().replace('ứ', "\\u1ee9"),
            inspection.to_string().replace(id, &upper),
        ];
        for variant in variants {
            let again = send(server, &variant);
            assert_eq!((again.status, again.text()), (201, first.text()), "{variant}");
        }
    }
}

#[test]
fn another_content_under_the_same_id_is_refused_and_kept_beside_the_first() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let inspection = full();
        let receipt = server.post(MARKER, &inspection).json();
        let (records, contenders) = verified(&database);
        assert_eq!(contenders, 0);

        let other = changed(&inspection, &json!({ "condition": "missing" }));
        for _ in 0..2 {
            let answer = server.post(MARKER, &other);
            refused(&answer, 409, "contended");
            let problem = answer.json();
            assert_eq!(problem["receipt"]["seq"], receipt["receipt"]["seq"], "the number of the first");
            assert_eq!((&problem["receipt"]["outcome"], &problem["epoch"]), (&json!("conflict"), &receipt["epoch"]));
        }
        // Neither has won: whichever is shown says that another waits beside it.
        assert_eq!(server.get(&item_path(&inspection)).json()["properties"]["contended"], true);
        assert_eq!(verified(&database), (records, 1), "the contender is kept, once");
        // The first is still the first.
        assert_eq!(server.post(MARKER, &inspection).json(), receipt);
    }
}

#[test]
fn every_difference_in_content_is_one() {
    for server in writers() {
        let inspection = full();
        assert_eq!(server.post(MARKER, &inspection).status, 201);
        for change in [
            json!({ "condition": "tilted" }),
            json!({ "mode": "joint" }),
            json!({ "notes": "nứt chân mốc." }),
            json!({ "notes": null }),
            json!({ "observed_at": "2026-11-20T08:30:00.001+07:00" }),
            json!({ "lon": 104.500_000_1 }),
            json!({ "accuracy_m": 6 }),
            json!({ "lon": null, "lat": null, "accuracy_m": null }),
            json!({ "device": "A8" }),
            json!({ "unit": null }),
            json!({ "person": "Lò Văn B" }),
        ] {
            refused(&server.post(MARKER, &changed(&inspection, &change)), 409, "contended");
        }
        // The same words about another marker, or about the line, are another content.
        for path in ["/api/v1/markers/VN-LA:195/inspections", "/api/v1/segments/VN-LA:211..212/inspections"] {
            refused(&server.post(path, &inspection), 409, "contended");
        }
    }
}

#[test]
fn of_many_at_once_one_is_first_and_all_get_its_answer() {
    for server in writers() {
        let body = full().to_string();
        let answers: Vec<String> = thread::scope(|scope| {
            let sending: Vec<_> = (0..8).map(|_| scope.spawn(|| send(server, &body))).collect();
            sending
                .into_iter()
                .map(|sent| sent.join().unwrap())
                .inspect(|answer| assert_eq!(answer.status, 201))
                .map(|answer| answer.text())
                .collect()
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
}

#[test]
fn of_many_that_differ_at_once_one_is_taken_and_all_others_are_kept() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let (records, _) = verified(&database);
        let inspection = full();
        let statuses: Vec<u16> = thread::scope(|scope| {
            let send =
                |n: usize| server.post(MARKER, &changed(&inspection, &json!({ "notes": format!("bản {n}") }))).status;
            let sending: Vec<_> = (0..8).map(|n| scope.spawn(move || send(n))).collect();
            sending.into_iter().map(|sent| sent.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 7, "{statuses:?}");
        assert_eq!(verified(&database), (records + 1, 7));
        let kept = text(&server.get(&item_path(&inspection)).json()["properties"]["notes"]);
        assert!(kept.starts_with("bản "));
    }
}
