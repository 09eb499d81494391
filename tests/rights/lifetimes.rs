//! What runs out by itself, and what ends with a lost password; on both engines, by a clock of the test's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use mocgioi::actions::Clock;
use mocgioi::actions::people::People;
use mocgioi::actions::people::secret;
use mocgioi::app::chance;
use mocgioi::domain::access::{Actor, Permissions, Role};
use mocgioi::domain::people::{Denied, PeopleChange, Session};
use mocgioi::domain::time::Instant;
use mocgioi::store::Store;
use serde_json::{Value, json};

use crate::known::Town;
use crate::support::{Answer, Database, ENGINES, Engine, Server, block_on, get, refused};
use crate::world::{Scope, desk, place};

const PASSWORD: &str = "suối cạn đá bạc mùa thu";
const MINUTE: i64 = 60_000;

fn clock() -> (Clock, impl Fn(i64)) {
    let begun: Instant = "2026-11-20T00:00:00Z".parse().unwrap();
    let now = Arc::new(AtomicI64::new(begun.millis()));
    let passing = Arc::clone(&now);
    (Arc::new(move || Instant::from_millis(now.load(Ordering::SeqCst))), move |minutes| {
        passing.fetch_add(minutes * MINUTE, Ordering::SeqCst);
    })
}

#[test]
fn a_session_that_nobody_uses_ends_and_one_that_is_used_anywhere_does_not() {
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let store = Store::open(&database.url, "thử").await.unwrap();
            let (clock, pass) = clock();
            // Two instances on one database.
            let here = People::load(store.clone(), &clock).await.unwrap();
            let there = People::load(store.clone(), &clock).await.unwrap();
            desk(&here, &clock).add_account("giang", "", Some(place(Role::Auditor, Scope::Everywhere))).await.unwrap();
            let account = here.directory().account("giang").unwrap().id;
            let digest = secret::digest("a session");
            let session = Session {
                digest,
                id: chance::new_id(),
                account,
                created: clock(),
                expires: clock().plus_millis(12 * 60 * MINUTE),
                seen: clock(),
                agent: String::new(),
                issuer: None,
            };
            here.change(&[PeopleChange::OpenSession(session)], &Actor::operator(), &clock).await.unwrap();
            there.look(&clock).await.unwrap();
            pass(29);
            let identity = here.by_session(&digest, clock()).unwrap();
            pass(29);
            // Used there a moment ago by what both have told one another.
            here.exchange_activity().await.unwrap();
            there.exchange_activity().await.unwrap();
            assert!(there.by_session(&digest, clock()).is_ok());
            there.exchange_activity().await.unwrap();
            here.exchange_activity().await.unwrap();
            pass(29);
            assert!(here.by_session(&digest, clock()).is_ok());
            assert_eq!(here.sessions_of(account, clock()).len(), 1);
            pass(30);
            assert_eq!(here.by_session(&digest, clock()), Err(Denied::Expired));
            assert!(here.sessions_of(account, clock()).is_empty(), "what has ended is not listed");
            // What was open at the time ends, too.
            here.until_unknown(&identity, &clock).await;
            store.close().await;
        });
    }
}

#[test]
fn use_does_not_lengthen_a_session_beyond_a_shift() {
    let database = Database::new(Engine::Sqlite);
    block_on(async {
        let store = Store::open(&database.url, "thử").await.unwrap();
        let (clock, pass) = clock();
        let people = People::load(store.clone(), &clock).await.unwrap();
        desk(&people, &clock).add_account("giang", "", None).await.unwrap();
        let account = people.directory().account("giang").unwrap().id;
        let digest = secret::digest("a session");
        let session = Session {
            digest,
            id: chance::new_id(),
            account,
            created: clock(),
            expires: clock().plus_millis(12 * 60 * MINUTE),
            seen: clock(),
            agent: String::new(),
            issuer: None,
        };
        people.change(&[PeopleChange::OpenSession(session)], &Actor::operator(), &clock).await.unwrap();
        for _ in 0..35 {
            pass(20);
            assert!(people.by_session(&digest, clock()).is_ok());
        }
        pass(20);
        assert_eq!(people.by_session(&digest, clock()), Err(Denied::Expired), "twelve hours in all");
        store.close().await;
    });
}

#[test]
fn a_password_for_one_use_that_nobody_used_in_time_is_worth_nothing_and_another_can_be_had() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let once = block_on(async {
            let store = Store::open(&database.url, "thử").await.unwrap();
            let four_days_ago = chance::clock()().plus_millis(-4 * 24 * 60 * MINUTE);
            let clock: Clock = Arc::new(move || four_days_ago);
            let people = People::load(store.clone(), &clock).await.unwrap();
            let place = place(Role::Administrator, Scope::Everywhere);
            let once = desk(&people, &clock).add_account("admin", "", Some(place)).await.unwrap();
            assert_eq!(once.expires, four_days_ago.plus_millis(72 * 60 * MINUTE));
            store.close().await;
            once.password.expose().to_owned()
        });
        let town = Town::start(database);
        for new in [None, Some(PASSWORD)] {
            refused(&town.log_in("admin", &once, new), 403, "password_expired");
        }
        assert_eq!(town.log_in("admin", "another one altogether", None).code(), "wrong_name_or_password");
        let again = town.user(&["--one-time-password-hours", "1", "reset-password", "admin"]);
        let until: Instant = again["expires"].as_str().unwrap().parse().unwrap();
        let hour = chance::clock()().plus_millis(60 * MINUTE).millis() - until.millis();
        assert!((0..MINUTE).contains(&hour), "{again}");
        let once = again["one_time_password"].as_str().unwrap();
        assert_eq!(town.log_in("admin", once, Some(PASSWORD)).status, 201);
        // One's own does not run out.
        assert_eq!(town.log_in("admin", PASSWORD, None).status, 201);
    }
}

fn session(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 201, "{}", answer.text());
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    (cookie, answer.json()["csrf_token"].as_str().unwrap().to_owned())
}

#[test]
fn own_sessions_are_listed_and_ended_one_by_one_or_all_others_at_once() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let once = town.add("an", "inspector", "don-a");
        let (first, word) = session(&town.log_in("an", &once, Some(PASSWORD)));
        let others: Vec<_> = (0..3).map(|_| session(&town.log_in("an", PASSWORD, None)).0).collect();
        let stranger = town.add("binh", "inspector", "don-a");
        let (theirs, their_word) = session(&town.log_in("binh", &stranger, Some("một mùa nước nổi khác")));
        let list = || town.with_session("GET", "/api/v1/sessions", &first, None, &Value::Null).json();
        let held = list()["sessions"].as_array().unwrap().clone();
        assert_eq!(held.len(), 4);
        let current: Vec<_> = held.iter().filter(|session| session["current"] == true).collect();
        assert!(current.len() == 1 && current[0]["agent"].as_str().unwrap().starts_with("ureq"), "{held:?}");
        let other = held.iter().find(|session| session["current"] == false).unwrap()["id"].as_str().unwrap();
        let path = format!("/api/v1/sessions/{other}");
        refused(&town.with_session("DELETE", &path, &theirs, Some(&their_word), &Value::Null), 404, "unknown_session");
        refused(&town.with_session("DELETE", &path, &first, None, &Value::Null), 403, "csrf_token");
        let known = |cookie: &str| town.with_session("GET", "/api/v1/me", cookie, None, &Value::Null).status;
        assert_eq!(town.with_session("DELETE", &path, &first, Some(&word), &Value::Null).status, 200);
        assert_eq!(others.iter().filter(|cookie| known(cookie) == 200).count(), 2);
        let all = town.with_session("DELETE", "/api/v1/sessions", &first, Some(&word), &Value::Null);
        assert_eq!(all.status, 200, "{}", all.text());
        assert!(others.iter().all(|cookie| known(cookie) == 401));
        assert_eq!((known(&first), known(&theirs), list()["sessions"].as_array().unwrap().len()), (200, 200, 1));
    }
}

#[test]
fn a_lost_password_ends_sessions_and_tokens_whoever_gives_the_new_one() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let admin = town.user(&["reset-password", "admin"])["one_time_password"].as_str().unwrap().to_owned();
        let (admin, word) = session(&town.log_in("admin", &admin, Some("một mùa nước nổi khác")));
        let once = town.add("an", "inspector", "don-a");
        let (cookie, _) = session(&town.log_in("an", &once, Some(PASSWORD)));
        let token = town.token("an", "read_internal");
        let known = |cookie: &str| town.with_session("GET", "/api/v1/me", cookie, None, &Value::Null).status;

        let path = "/api/v1/accounts/an/one-time-password";
        refused(&town.post(path, &token, &json!({})), 403, "forbidden");
        let by_token = town.token("admin", "manage_people");
        refused(&town.post(path, &by_token, &json!({})), 403, "forbidden");
        let nobody = "/api/v1/accounts/ai/one-time-password";
        refused(&town.with_session("POST", nobody, &admin, Some(&word), &Value::Null), 404, "unknown_account");
        let reset = town.with_session("POST", path, &admin, Some(&word), &Value::Null);
        assert_eq!(reset.status, 201, "{}", reset.text());
        assert_eq!((known(&cookie), town.get("/api/v1/me", &token).status), (401, 401));
        assert_eq!(known(&admin), 200);
        let once = reset.json()["one_time_password"].as_str().unwrap().to_owned();
        let (cookie, _) = session(&town.log_in("an", &once, Some("đường mòn trên đỉnh núi")));

        // The same at the console.
        let token = town.token("an", "read_internal");
        town.user(&["reset-password", "an"]);
        town.until(&token, 401);
        assert_eq!(known(&cookie), 401);
        let log = town.user(&["log"]).to_string();
        assert!(log.contains("\"token_revoked\"") && log.contains("\"sessions_closed\""), "{log}");
        // A password that its owner changes ends sessions; programs of his go on.
        let once = town.user(&["reset-password", "an"])["one_time_password"].as_str().unwrap().to_owned();
        session(&town.log_in("an", &once, Some(PASSWORD)));
        let token = town.token("an", "read_internal");
        session(&town.log_in("an", PASSWORD, Some("đường mòn trên đỉnh núi")));
        assert_eq!(town.get("/api/v1/me", &token).status, 200);
    }
}

#[test]
fn scopes_of_tokens_that_were_revoked_with_a_password_stay_revoked() {
    let database = Database::new(Engine::Sqlite);
    block_on(async {
        let store = Store::open(&database.url, "thử").await.unwrap();
        let clock = chance::clock();
        let people = People::load(store.clone(), &clock).await.unwrap();
        let desk = desk(&people, &clock);
        for name in ["an", "binh"] {
            desk.add_account(name, "", None).await.unwrap();
        }
        let (_, lost, _) = desk.issue("an", "", Permissions::all(), 1).await.unwrap();
        let (_, kept, _) = desk.issue("binh", "", Permissions::all(), 1).await.unwrap();
        desk.reset_password("an").await.unwrap();
        let by = |token: &str| people.directory().by_token(&secret::digest(token), clock());
        assert_eq!(by(lost.expose()), Err(Denied::Revoked));
        assert!(by(kept.expose()).is_ok(), "somebody else's");
        store.close().await;
    });
}

#[test]
fn a_token_that_runs_out_while_the_server_runs_is_worth_nothing_from_then_on() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let token = block_on(async {
            let store = Store::open(&database.url, "thử").await.unwrap();
            let clock = chance::clock();
            let people = People::load(store.clone(), &clock).await.unwrap();
            let desk = desk(&people, &clock);
            desk.add_account("an", "", Some(place(Role::Auditor, Scope::Everywhere))).await.unwrap();
            let (_, token, _) = desk.issue("an", "thử", Permissions::all(), 1).await.unwrap();
            store.close().await;
            token.expose().to_owned()
        });
        let minutes = Arc::new(AtomicI64::new(0));
        let passed = Arc::clone(&minutes);
        let server = Server::start_with(&database, |app| {
            app.open_as = None;
            let clock = Arc::clone(&app.context.clock);
            app.context.clock = Arc::new(move || clock().plus_millis(passed.load(Ordering::SeqCst) * MINUTE));
        });
        let shown = format!("Bearer {token}");
        let asks = |path: &str| get(&format!("{}{path}", server.base), &[("authorization", &shown)]).status;
        assert_eq!((asks("/api/v1/me"), asks("/collections")), (200, 200), "{engine:?}");
        minutes.store(24 * 60 + 1, Ordering::SeqCst);
        assert_eq!((asks("/api/v1/me"), asks("/collections")), (401, 401), "{engine:?}");
    }
}
