//! A right somewhere is none elsewhere: units, parts of the line, what a token makes, what a file says.

use serde_json::{Value, json};

use crate::known::Town;
use crate::support::{Database, Engine, get, inspection, refused, send};

const PASSWORD: &str = "suối cạn đá bạc mùa thu";
const ALL: &str = "read_internal,read_unapproved,record,import,manage_devices,manage_people,audit";
const HERE: &str = "/api/v1/markers/VN-LA:144/inspections";

fn town() -> Town {
    Town::start(Database::new(Engine::Sqlite))
}

/// The cookie and the word of a session.
fn session(town: &Town, name: &str, once: &str) -> (String, String) {
    let answer = town.log_in(name, once, Some(PASSWORD));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    (cookie, answer.json()["csrf_token"].as_str().unwrap().to_owned())
}

#[test]
fn what_one_role_allows_in_its_unit_no_other_unit_has_of_it() {
    let town = town();
    let once = town.add("an", "commander", "don-a");
    town.user(&["grant", "an", "--role", "viewer", "--unit", "son-la"]);
    let token = town.token("an", ALL);
    let mut sent = inspection(1);
    sent["unit"] = json!("son-la");
    refused(&town.post(HERE, &token, &sent), 422, "invalid_record");
    let (cookie, word) = session(&town, "an", &once);
    let enrol = |unit: &str| {
        let body = json!({ "title": "máy", "unit": unit });
        town.with_session("POST", "/api/v1/devices", &cookie, Some(&word), &body)
    };
    refused(&enrol("don-b"), 422, "invalid_record");
    refused(&enrol("son-la"), 422, "invalid_record");
    assert_eq!(enrol("don-a").status, 201);
    // Nor does a token make a device that outlives it.
    refused(&town.post("/api/v1/devices", &token, &json!({ "title": "máy", "unit": "don-a" })), 403, "forbidden");
    // Whose account it is, is not for others to say.
    town.add("binh", "commander", "don-a");
    town.token("binh", ALL);
    let mut sent = inspection(2);
    sent["person"] = json!("binh");
    assert_eq!(town.post(HERE, &token, &sent).json()["errors"][0]["code"], "person_not_you");
}

#[test]
fn an_administrator_of_one_unit_manages_no_other() {
    let town = town();
    let once = town.add("an", "administrator", "don-a");
    town.user(&["add", "binh", "--role", "supervisor"]);
    let theirs = town.token("binh", "read_internal");
    let id = town.get("/api/v1/tokens", &theirs).json()["tokens"][0]["id"].as_str().unwrap().to_owned();
    let (cookie, word) = session(&town, "an", &once);
    let revoked = town.with_session("DELETE", &format!("/api/v1/tokens/{id}"), &cookie, Some(&word), &Value::Null);
    refused(&revoked, 404, "unknown_token");
    assert_eq!(town.get("/api/v1/me", &theirs).status, 200);
    let body = json!({ "title": "máy", "unit": "don-b" });
    let enrolled = town.with_session("POST", "/api/v1/devices", &cookie, Some(&word), &body);
    refused(&enrolled, 422, "invalid_record");
}

#[test]
fn whoever_is_confined_to_a_part_of_the_line_writes_there_alone() {
    let town = town();
    let added = town.user(&["add", "an", "--role", "commander", "--unit", "don-a", "--range", "VN-LA:200..220"]);
    let once = added["one_time_password"].as_str().unwrap().to_owned();
    let token = town.token("an", ALL);
    refused(&town.post(HERE, &token, &inspection(1)), 403, "forbidden");
    assert_eq!(town.post("/api/v1/markers/VN-LA:211/inspections", &token, &inspection(1)).status, 201);
    let (cookie, word) = session(&town, "an", &once);
    let body = json!({ "title": "máy", "unit": "don-a" });
    let enrolled = town.with_session("POST", "/api/v1/devices", &cookie, Some(&word), &body);
    refused(&enrolled, 422, "invalid_record");
}

#[test]
fn a_file_says_nothing_in_the_name_of_another_unit_and_is_not_for_others() {
    let town = town();
    town.add("an", "planner", "don-a");
    town.add("binh", "planner", "don-b");
    let (a, b) = (town.token("an", "read_internal,import"), town.token("binh", "read_internal,import"));
    let import = |token: &str, unit: &str| {
        let rows = format!("marker,observed_at,mode,condition,unit\nVN-LA:144,2026-11-01,unilateral,good,{unit}\n");
        let url = town.url("/api/v1/imports?layer=inspections&name=k.csv&apply=true");
        let begun = send("POST", &url, Some(token), "text/csv", rows.as_bytes());
        assert_eq!(begun.status, 202, "{}", begun.text());
        let job = format!("/api/v1/import-jobs/{}", begun.json()["job"].as_str().unwrap());
        loop {
            let told = town.get(&job, token).json();
            if told["state"] != "running" {
                return (job, told);
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    let (_, told) = import(&a, "don-b");
    assert_eq!((&told["applied"], &told["count"]["refuse"]), (&json!(false), &json!(1)), "{told}");
    let (job, told) = import(&a, "don-a");
    assert_eq!(told["applied"], json!(true), "{told}");
    let done = format!("/api/v1/imports/{}", told["import"].as_str().unwrap());
    assert_eq!(town.get(&done, &a).status, 200);
    for path in [done.clone(), format!("{done}/moves")] {
        refused(&town.get(&path, &b), 404, "unknown_import");
    }
    refused(&town.post(&format!("{done}/undo"), &b, &json!({})), 404, "unknown_import");
    refused(&town.get(&job, &b), 404, "unknown_import_job");
    assert_eq!(town.get("/api/v1/imports", &b).json()["imports"], json!([]));
    // Markers are everybody's.
    let url = town.url("/api/v1/imports?layer=markers&name=k.csv&line=VN-LA&crs=EPSG:4326");
    refused(&send("POST", &url, Some(&a), "text/csv", b"number,lon,lat\n144,104,20\n"), 403, "forbidden");
}

#[test]
fn units_that_are_no_more_give_nothing_and_no_two_are_each_others_successor() {
    let town = town();
    town.user(&["unit", "don-cu", "--title", "Đồn cũ", "--parent", "son-la"]);
    town.add("an", "inspector", "don-cu");
    let token = town.token("an", ALL);
    assert_eq!(town.post(HERE, &token, &inspection(1)).status, 201);
    town.user(&["unit", "don-cu", "--to", "2025-06-30", "--successor", "don-a"]);
    for _ in 0..3_000 {
        if town.post(HERE, &token, &inspection(2)).status == 403 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    refused(&town.post(HERE, &token, &inspection(3)), 403, "forbidden");
    let (code, _, error) = town.try_user(&["unit", "don-a", "--successor", "don-cu"]);
    assert_eq!(code, 2, "{error}");
    // What was not given stays.
    let units = town.user(&["list"])["units"].clone();
    let old = units.as_array().unwrap().iter().find(|unit| unit["key"] == "don-cu").unwrap().clone();
    assert_eq!((&old["parent"], &old["title"]), (&json!("son-la"), &json!("Đồn cũ")));
}

#[test]
fn a_cookie_that_is_worth_nothing_keeps_nobody_out() {
    let town = town();
    let dead = [("cookie", "__Host-mocgioi=mg_0")];
    let out = get(&town.url("/collections"), &dead);
    refused(&out, 401, "not_authenticated");
    assert!(out.header("set-cookie").contains("Max-Age=0"), "the browser lets go of it");
    let once = town.add("an", "inspector", "don-a");
    let body = json!({ "name": "an", "password": once, "new_password": PASSWORD }).to_string();
    let went = crate::support::send_with("POST", &town.url("/api/v1/sessions"), &dead, None, body.as_bytes());
    assert_eq!(went.status, 201, "{}", went.text());
}

#[test]
fn guesses_sent_at_once_are_no_more_than_guesses_one_by_one() {
    let town = town();
    town.add("an", "inspector", "don-a");
    let told: Vec<String> = std::thread::scope(|scope| {
        let guess = || town.log_in("an", "sai bét hết cả rồi", None).code();
        let all: Vec<_> = (0..20).map(|_| scope.spawn(guess)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let looked_at = told.iter().filter(|code| *code == "wrong_name_or_password").count();
    assert!(looked_at <= 6, "{looked_at} of 20 were looked at: {told:?}");
}

#[test]
fn whoever_changes_the_log_of_people_is_found() {
    let town = town();
    let verify = || {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["audit", "verify", "--database", &town.database.url])
            .output()
            .unwrap();
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    assert_eq!(verify().0, Some(0), "{}", verify().1);
    crate::support::block_on(async {
        use sqlx::Connection as _;
        let mut conn = sqlx::SqliteConnection::connect(&town.database.url).await.unwrap();
        sqlx::query("UPDATE people_log SET actor = 'ai khác' WHERE version = 2").execute(&mut conn).await.unwrap();
    });
    let (code, said) = verify();
    assert!(code == Some(2) && said.contains("dòng số 2 của nhật ký về người"), "{code:?}: {said}");
}
