//! Log-in, sessions, tokens and devices, on both engines, through the real program.

use serde_json::{Value, json};

use crate::known::Town;
use crate::support::{Answer, Database, ENGINES, Engine, get, inspection, refused};

const PASSWORD: &str = "suối cạn đá bạc mùa thu";

/// The cookie of a session, as a browser would send it back, and the session's word.
fn session(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 201, "{}", answer.text());
    let cookie = answer.header("set-cookie").to_owned();
    for wanted in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(wanted), "{cookie}");
    }
    assert!(cookie.starts_with("__Host-mocgioi="));
    (cookie.split(';').next().unwrap().to_owned(), answer.json()["csrf_token"].as_str().unwrap().to_owned())
}

#[test]
fn a_password_for_one_use_becomes_a_session_and_a_session_writes_with_its_word_alone() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let once = town.add("an", "inspector", "don-a");
        assert_eq!(town.log_in("an", &once, None).code(), "password_must_change");
        assert_eq!(town.log_in("an", &once, Some("ngắn")).code(), "password_too_short");
        assert_eq!(town.log_in("an", &once, Some("matkhau123456")).code(), "password_guessable");
        let (cookie, word) = session(&town.log_in("an", &once, Some(PASSWORD)));
        assert_eq!(town.log_in("an", &once, None).code(), "wrong_name_or_password", "one use");

        let me = town.with_session("GET", "/api/v1/me", &cookie, None, &Value::Null).json();
        assert_eq!((&me["name"], &me["known_by"], &me["csrf_token"]), (&json!("an"), &json!("session"), &json!(word)));
        assert_eq!(me["units"], json!([{ "key": "don-a", "title": "don-a" }]));

        let path = "/api/v1/markers/VN-LA:144/inspections";
        refused(&town.with_session("POST", path, &cookie, None, &inspection(1)), 403, "csrf_token");
        refused(&town.with_session("POST", path, &cookie, Some("0"), &inspection(1)), 403, "csrf_token");
        let written = town.with_session("POST", path, &cookie, Some(&word), &inspection(1));
        assert_eq!(written.status, 201, "{}", written.text());
        let item = town.with_session("GET", &items(1), &cookie, None, &Value::Null);
        assert_eq!(item.header("cache-control"), "no-store", "the browser may stand in a room that many use");
        let item = item.json();
        assert_eq!(item["properties"]["unit"], "don-a", "the unit is the account's own");

        // Another session of the same account ends when its password changes; this one by logging out.
        let (other, _) = session(&town.log_in("an", PASSWORD, None));
        let (third, third_word) = session(&town.log_in("an", PASSWORD, Some("một mùa nước nổi khác")));
        for ended in [&cookie, &other] {
            refused(&town.with_session("GET", "/api/v1/me", ended, None, &Value::Null), 401, "not_authenticated");
        }
        let out = town.with_session("DELETE", "/api/v1/sessions/current", &third, Some(&third_word), &Value::Null);
        assert_eq!(out.status, 200, "{}", out.text());
        refused(&town.with_session("GET", "/api/v1/me", &third, None, &Value::Null), 401, "not_authenticated");
    }
}

#[test]
fn an_account_is_counted_even_on_the_machine_itself() {
    let town = Town::start_with(Database::new(Engine::Sqlite), &["--write-rate-limit-per-minute", "1"]);
    let tokens = ["an", "binh"].map(|name| {
        town.add(name, "inspector", "don-a");
        town.token(name, "read_internal,read_unapproved,record")
    });
    let path = "/api/v1/markers/VN-LA:144/inspections";
    for (n, token) in (1..).zip(&tokens) {
        assert_eq!(town.post(path, token, &inspection(n)).status, 201);
        let refused = town.post(path, token, &inspection(n));
        assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_requests"));
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(town.get(&items(n), token).status, 200, "reads are counted apart");
    }
}

fn items(n: u64) -> String {
    format!("/collections/inspections/items/{}", crate::support::id(n))
}

#[test]
fn wrong_passwords_cost_time_whether_or_not_there_is_such_an_account() {
    let town = Town::start(Database::new(Engine::Sqlite));
    let once = town.add("binh", "inspector", "don-a");
    for name in ["binh", "khong-co-ai"] {
        for _ in 0..5 {
            assert_eq!(town.log_in(name, "sai bét hết cả rồi", None).code(), "wrong_name_or_password", "{name}");
        }
        let waits = town.log_in(name, "sai bét hết cả rồi", None);
        assert_eq!((waits.status, waits.code().as_str()), (429, "locked_out"), "{name}");
        assert!(waits.header("retry-after").parse::<u64>().unwrap() >= 1, "{name}");
        // The right one does not help before the time is over; the console does.
        assert_eq!(town.log_in(name, &once, Some(PASSWORD)).code(), "locked_out");
    }
    let again = town.user(&["reset-password", "binh"])["one_time_password"].as_str().unwrap().to_owned();
    session(&town.log_in("binh", &again, Some(PASSWORD)));
}

#[test]
fn the_first_administrator_and_a_lost_password() {
    let town = Town::start(Database::new(Engine::Sqlite));
    for guess in ["admin", "password", "mocgioi", ""] {
        let answer = town.log_in("admin", guess, None);
        assert!(matches!(answer.status, 401 | 422 | 429), "{guess}: {}", answer.text());
    }
    // Lost: whoever stands at the console of the server makes another.
    let once = town.user(&["reset-password", "admin"])["one_time_password"].as_str().unwrap().to_owned();
    let (cookie, _) = session(&town.log_in("admin", &once, Some(PASSWORD)));
    let me = town.with_session("GET", "/api/v1/me", &cookie, None, &Value::Null).json();
    assert!(me["permissions"].as_array().unwrap().contains(&json!("manage_people")), "{me}");
    // One of a unit manages nobody outside it, and so takes nobody's place.
    town.add("quan-don", "administrator", "don-a");
    let (code, _, error) = town.try_user(&["disable", "admin"]);
    assert_eq!(code, 2, "the last administrator stays: {error}");
    town.user(&["add", "quan-chung", "--role", "administrator"]);
    let (code, _, error) = town.try_user(&["disable", "admin"]);
    assert_eq!(code, 0, "there is another over all units: {error}");
}

#[test]
fn whoever_is_let_in_no_more_is_out_at_once_everywhere() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let once = town.add("chi", "commander", "don-a");
        let token = town.token("chi", "read_internal,read_unapproved,record");
        let (cookie, word) = session(&town.log_in("chi", &once, Some(PASSWORD)));
        // A lost phone, in one step, by the commander of its unit.
        let enrolled = town.with_session(
            "POST",
            "/api/v1/devices",
            &cookie,
            Some(&word),
            &json!({ "title": "máy 7", "unit": "don-a" }),
        );
        assert_eq!(enrolled.status, 201, "{}", enrolled.text());
        let phone = enrolled.json()["token"].as_str().unwrap().to_owned();
        let sent = town.post("/api/v1/markers/VN-LA:144/inspections", &phone, &inspection(7));
        assert_eq!(sent.status, 201, "{}", sent.text());
        let other = json!({ "title": "máy 8", "unit": "don-b" });
        refused(&town.with_session("POST", "/api/v1/devices", &cookie, Some(&word), &other), 422, "invalid_record");
        let device = format!("/api/v1/devices/{}", enrolled.json()["id"].as_str().unwrap());
        assert_eq!(town.with_session("DELETE", &device, &cookie, Some(&word), &Value::Null).status, 200);
        refused(&town.post("/api/v1/markers/VN-LA:144/inspections", &phone, &inspection(8)), 401, "not_authenticated");

        // A token made by the session, and taken back.
        let asked = json!({ "title": "QGIS", "scope": ["read_internal"], "days": 1 });
        let made = town.with_session("POST", "/api/v1/tokens", &cookie, Some(&word), &asked).json();
        let qgis = made["token"].as_str().unwrap().to_owned();
        let basic = |name: &str, token: &str| {
            use base64::Engine as _;
            let text = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{token}"));
            get(&town.url("/api/v1/me"), &[("authorization", &format!("Basic {text}"))]).status
        };
        assert_eq!((basic("chi", &qgis), basic("", &qgis), basic("ai-khac", &qgis)), (200, 200, 401));
        refused(&town.post("/api/v1/patrols", &qgis, &json!({})), 403, "forbidden");
        refused(&town.post("/api/v1/tokens", &token, &asked), 403, "forbidden");
        let path = format!("/api/v1/tokens/{}", made["id"].as_str().unwrap());
        assert_eq!(town.with_session("DELETE", &path, &cookie, Some(&word), &Value::Null).status, 200);
        refused(&town.get("/api/v1/me", &qgis), 401, "not_authenticated");

        // Disabled at the console: token and session alike.
        assert_eq!(town.get(&items(7), &token).status, 200);
        town.user(&["disable", "chi"]);
        town.until(&token, 401);
        refused(&town.get(&items(7), &token), 401, "not_authenticated");
        refused(&town.with_session("GET", "/api/v1/me", &cookie, None, &Value::Null), 401, "not_authenticated");
        assert_eq!(town.log_in("chi", PASSWORD, None).code(), "wrong_name_or_password");
    }
}

#[test]
fn an_event_stream_ends_for_whoever_is_known_no_more() {
    let town = Town::start(Database::new(Engine::Sqlite));
    town.user(&["add", "dung", "--role", "planner"]);
    let token = town.token("dung", "read_internal,import");
    let rows = (0..60_000).map(|n| format!("landslide,2026-05-01,103.9{n:05},20.9"));
    let rows = std::iter::once("kind,observed_at,lon,lat".to_owned()).chain(rows).collect::<Vec<_>>().join("\n");
    let url = town.url("/api/v1/imports?layer=hazards&name=a.csv&crs=EPSG:4326&apply=true");
    let begun = crate::support::send("POST", &url, Some(&token), "text/csv", rows.as_bytes());
    assert_eq!(begun.status, 202, "{}", begun.text());
    let events = format!("/api/v1/import-jobs/{}/events", begun.json()["job"].as_str().unwrap());
    let told = std::thread::scope(|scope| {
        let listening = scope.spawn(|| town.get(&events, &token).text());
        town.user(&["disable", "dung"]);
        listening.join().unwrap()
    });
    // It ended by itself; what ended it is the account, unless the import was quicker.
    let whole = told.contains("event: end");
    let out = town.get("/api/v1/me", &token).status;
    assert!(out == 401 || whole, "{out}: {told}");
}

#[test]
fn a_unit_that_is_not_the_writers_is_refused() {
    let town = Town::start(Database::new(Engine::Sqlite));
    town.add("em", "inspector", "don-a");
    let token = town.token("em", "read_internal,read_unapproved,record");
    let mut sent = inspection(3);
    sent["unit"] = json!("don-b");
    let answer = town.post("/api/v1/markers/VN-LA:144/inspections", &token, &sent);
    refused(&answer, 422, "invalid_record");
    assert_eq!(answer.json()["errors"][0]["code"], "unit_not_yours");
    sent["unit"] = json!("Don-A");
    assert_eq!(town.post("/api/v1/markers/VN-LA:144/inspections", &token, &sent).status, 201);
    let log = town.user(&["log"]);
    let said: Vec<&str> = log["log"].as_array().unwrap().iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert!(said.contains(&"account_added") && said.contains(&"token_issued"), "{said:?}");
}

#[test]
fn what_has_run_out_is_kept_no_longer_than_needed() {
    use mocgioi::actions::people::People;
    use mocgioi::app::chance;
    use mocgioi::domain::access::{Permissions, Role};
    use mocgioi::store::Store;
    for engine in ENGINES {
        let database = Database::new(engine);
        crate::support::block_on(async {
            let store = Store::open(&database.url, "thử").await.unwrap();
            let early: mocgioi::actions::Clock = std::sync::Arc::new(|| "2020-01-01T00:00:00Z".parse().unwrap());
            let people = People::load(store.clone(), &early).await.unwrap();
            let desk = crate::world::desk(&people, &early);
            let place = crate::world::place(Role::Auditor, crate::world::Scope::Everywhere);
            desk.add_account("giang", "", Some(place)).await.unwrap();
            desk.issue("giang", "cũ", Permissions::all(), 1).await.unwrap();
            assert_eq!(people.directory().tokens.len(), 1);
            people.prune(&chance::clock()).await.unwrap();
            // Even by the clock of then it is gone.
            people.refresh(&early).await.unwrap();
            assert!(people.directory().tokens.is_empty());
            assert!(store.people_log(0, 10).await.unwrap().iter().any(|entry| entry.what == "token_issued"));
            store.close().await;
        });
    }
}
