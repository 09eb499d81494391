//! Over all units, but for a part of the line: what holds for everybody, or is another unit's, is not his to say.

use mocgioi::actions::people::People;
use mocgioi::actions::people::manage::Place;
use mocgioi::app::chance;
use mocgioi::domain::access::{Permission, Permissions, Role};
use mocgioi::domain::secret::Secret;
use mocgioi::store::Store;
use serde_json::{Value, json};

use crate::matrix::may;
use crate::support::{Answer, Database, Engine, Server, block_on, get, post, send, send_with};
use crate::world::{desk, units};

const PASSWORD: &str = "suối cạn đá bạc mùa thu";

/// Somebody over all units; on the whole line, or on VN-LA:140..150 alone.
struct Somebody {
    role: Role,
    is_confined: bool,
    name: String,
    once: Secret,
    token: String,
    token_id: String,
}

fn started(database: &Database) -> (Server, Vec<Somebody>) {
    let people = block_on(async {
        let store = Store::open(&database.url, "thử").await.unwrap();
        let clock = chance::clock();
        let known = People::load(store.clone(), &clock).await.unwrap();
        let desk = desk(&known, &clock);
        units(&desk).await;
        let mut people = Vec::new();
        for role in Role::ALL {
            for is_confined in [false, true] {
                let name = format!("{}-{is_confined}", role.as_str());
                let stretches = if is_confined { vec!["VN-LA:140..150".parse().unwrap()] } else { Vec::new() };
                let place = Place { role, unit: None, stretches, valid_to: None };
                let once = desk.add_account(&name, "", Some(place)).await.unwrap().password;
                let (id, token, _) = desk.issue(&name, "thử", Permissions::all(), 30).await.unwrap();
                let (token, token_id) = (token.expose().to_owned(), id.to_string());
                people.push(Somebody { role, is_confined, name, once, token, token_id });
            }
        }
        let (writer, _) = mocgioi::store::writer::Writer::start(store.clone(), chance::salts());
        mocgioi::actions::load_reference::load_reference(&writer, &clock).await.unwrap();
        store.close().await;
        people
    });
    (Server::start_with(database, |app| app.open_as = None), people)
}

fn id(n: usize) -> String {
    format!("01932f5e-7c1f-7abc-8def-{n:012x}")
}

#[test]
fn a_part_of_the_line_is_not_everything() {
    let database = Database::new(Engine::Sqlite);
    let (server, people) = started(&database);
    let ask = |method: &str, path: &str, token: &str, body: &Value| -> Answer {
        let url = format!("{}{path}", server.base);
        send(method, &url, Some(token), "application/json", body.to_string().as_bytes())
    };
    let tasks = get(&format!("{}/collections/tasks/items?limit=1&document=000", server.base), &[]).json();
    let task = &tasks["features"][0]["id"];
    let method = get(&format!("{}/api/v1/attention/method", server.base), &[]).json();
    for (n, somebody) in people.iter().enumerate() {
        let deadline = json!({ "id": id(n), "kind": "periodic", "period": "month", "day": 16, "letter_number": "7/UBND-TH",
            "letter_date": "2026-01-05", "issued_by": "UBND tỉnh", "unit": "don-a" });
        let assigned =
            json!({ "id": id(100 + n), "at": "2026-11-20T00:00:00Z", "target": task, "to": "don-a", "basis": "thử" });
        let words = json!({ "text": "thử", "unit": "don-a" });
        let decided = json!({ "id": id(200 + n), "version": method["version"], "digest": method["digest"], "approved": true,
            "decision": "12/QĐ", "decided_on": "2026-11-21", "decided_by": "thử", "reason": "thử" });
        let asked = [
            ("POST", "/api/v1/reporting-deadlines", Permission::Plan, &deadline, 201),
            ("POST", "/api/v1/assignments", Permission::Assign, &assigned, 201),
            ("PUT", "/api/v1/reports/periodic/2026-11/narratives/opening", Permission::Report, &words, 0),
            ("POST", "/api/v1/attention/method/approvals", Permission::Plan, &decided, 201),
        ];
        for (verb, path, permission, body, done) in asked {
            let answer = ask(verb, path, &somebody.token, body);
            let who = format!("{} {path}: {}", somebody.name, answer.text());
            if !may(Some(somebody.role), permission) {
                assert_eq!(answer.status, 403, "{who}");
            } else if somebody.is_confined {
                let refused = answer.status == 403 || answer.code() == "invalid_record";
                assert!(refused, "{who}");
            } else if done == 201 {
                assert_eq!(answer.status, 201, "{who}");
            } else {
                assert_ne!(answer.status, 403, "{who}");
            }
        }
        // Markers have no parts; what was seen is held against the part of whoever imports it, row by row.
        let import = |layer: &str, rows: &str| {
            let url = format!("{}/api/v1/imports?layer={layer}&name=k.csv&crs=EPSG:4326", server.base);
            send("POST", &url, Some(&somebody.token), "text/csv", rows.as_bytes())
        };
        let finished = |begun: &Answer| {
            let job = format!("/api/v1/import-jobs/{}", begun.json()["job"].as_str().unwrap());
            loop {
                let told = ask("GET", &job, &somebody.token, &Value::Null).json();
                if told["state"] != "running" {
                    return (job, told);
                }
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        };
        let imports = may(Some(somebody.role), Permission::Import);
        let begun = import("markers", "key,lon,lat\nVN-LA:144,104,20\n");
        assert_eq!(begun.status, if imports && !somebody.is_confined { 202 } else { 403 }, "{}", somebody.name);
        if begun.status == 202 {
            finished(&begun);
        }
        if imports && somebody.is_confined {
            let rows = "marker,observed_at,mode,condition\nVN-LA:144,2026-11-01,unilateral,good\nVN-LA:211,2026-11-01,unilateral,good\n";
            let begun = import("inspections", rows);
            assert_eq!(begun.status, 202, "{}", begun.text());
            let (job, told) = finished(&begun);
            assert_eq!(told["count"]["refuse"], 1, "{told}");
            for other in people.iter().filter(|other| other.name != somebody.name) {
                let whole = may(Some(other.role), Permission::Import) && !other.is_confined;
                assert_eq!(ask("GET", &job, &other.token, &Value::Null).status == 200, whole, "{}", other.name);
            }
        }
    }
}

/// A password for one use opens any account: nobody gets one for the administrator over him.
#[test]
fn an_administrator_of_a_part_lets_nobody_in() {
    let database = Database::new(Engine::Sqlite);
    let (server, people) = started(&database);
    for somebody in people.iter().filter(|somebody| somebody.role == Role::Administrator).rev() {
        let body = json!({ "name": somebody.name, "password": somebody.once.expose(), "new_password": PASSWORD });
        let went = post(&format!("{}/api/v1/sessions", server.base), "application/json", body.to_string().as_bytes());
        assert_eq!(went.status, 201, "{}", went.text());
        let cookie = went.header("set-cookie").split(';').next().unwrap().to_owned();
        let word = went.json()["csrf_token"].as_str().unwrap().to_owned();
        let ask = |method: &str, path: &str| {
            send_with(method, &format!("{}{path}", server.base), &[("cookie", &cookie)], Some(&word), b"{}").status
        };
        let reset = if somebody.is_confined { 403 } else { 201 };
        let revoked = ask("DELETE", &format!("/api/v1/tokens/{}", people[0].token_id));
        assert_eq!(revoked == 404, somebody.is_confined, "{}: {revoked}", somebody.name);
        let other = if somebody.is_confined { "administrator-false" } else { "administrator-true" };
        assert_eq!(ask("POST", &format!("/api/v1/accounts/{other}/one-time-password")), reset, "{}", somebody.name);
    }
}
