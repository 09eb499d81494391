//! `/api/v1/imports` and `/api/v1/import-jobs`: a file is looked at, put in, watched, stopped, taken back.

use std::collections::BTreeSet;
use std::sync::Arc;

use mocgioi::domain::access::Viewer;
use serde_json::{Value, json};

use crate::importing::{HAZARDS, MARKERS, begun, desks, hazards, imported, landslides, list_with, send, when};
use crate::support::{Database, Engine, Server, get};
use crate::wire::{exchange, host};
use crate::world::{fresh, nobody, refused, start, still, text};

fn marker(server: &Server, key: &str) -> Value {
    let answer = server.get(&format!("/collections/markers/items/{key}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn undo(server: &Server, import: &str, body: &Value) -> crate::support::Answer {
    server.post(&format!("/api/v1/imports/{import}/undo"), body)
}

/// Logs an inspection; the number that it got in the log.
fn logged(server: &Server) -> i64 {
    let answer = server.post("/api/v1/markers/VN-LA:192/inspections", &fresh());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["receipt"]["seq"].as_i64().unwrap()
}

#[test]
fn a_file_is_looked_at_put_in_seen_and_taken_back() {
    for desk in desks() {
        let server = desk.server;
        let before = marker(server, "VN-LA:193");
        let list = list_with(server, "VN-LA:193", 0.002);
        let known = server.get("/api/v1/imports").json()["numberMatched"].clone();

        let dry = imported(server, MARKERS, &list);
        assert_eq!((&dry["state"], &dry["applied"], &dry["import"]), (&json!("done"), &json!(false), &Value::Null));
        assert_eq!((&dry["count"]["change"], &dry["rows"][0]["action"]), (&json!(1), &json!("change")), "{dry}");
        assert_eq!(marker(server, "VN-LA:193")["geometry"], before["geometry"], "a dry run changes nothing");
        assert_eq!(server.get("/api/v1/imports").json()["numberMatched"], known);

        let went = imported(server, &format!("{MARKERS}&apply=true&source=b%E1%BA%A3n%20k%C3%AA"), &list);
        assert_eq!((&went["state"], &went["applied"]), (&json!("done"), &json!(true)), "{went}");
        let now = marker(server, "VN-LA:193");
        assert_eq!(now["properties"]["position_method"], "surveyed", "who hears that it is done finds it");
        assert_eq!(now["properties"]["source"], "bản kê");
        assert_ne!(now["geometry"], before["geometry"]);

        let import = text(&went["import"]);
        let here = format!("/api/v1/imports/{import}");
        let newest = server.get("/api/v1/imports?limit=1").json()["imports"][0].clone();
        assert_eq!(newest, server.get(&here).json());
        assert_eq!((&newest["import"], &newest["state"]), (&went["import"], &json!("applied")));
        assert_eq!((&newest["sha256"], &newest["file_name"]), (&went["sha256"], &json!("moc.csv")));
        let moves = server.get(&format!("{here}/moves")).json()["moves"].as_array().unwrap().clone();
        assert_eq!(moves.len() as u64, went["relocated_records"].as_u64().unwrap());
        assert_eq!(moves[0]["metres"], went["farthest_m"], "farthest first");
        assert!(moves.iter().any(|row| row["key"] == "VN-LA:193" && row["to_method"] == "surveyed"), "{moves:?}");

        let again = imported(server, &format!("{MARKERS}&apply=true"), &list);
        assert_eq!((&again["count"]["unchanged"], &again["applied"]), (&json!(1), &json!(false)), "{again}");
        assert_eq!(again["rows"], json!([]), "what is as it was is not listed");

        let undone = undo(server, &import, &json!({ "reason": "nhầm tệp" }));
        assert_eq!((undone.status, &undone.json()["state"]), (200, &json!("undone")), "{}", undone.text());
        let after = marker(server, "VN-LA:193");
        assert_eq!(after["geometry"], before["geometry"]);
        assert_eq!(after["properties"]["position_method"], before["properties"]["position_method"]);
        let told = server.get(&here).json();
        assert_eq!((&told["state"], &told["reason"]), (&json!("undone"), &json!("nhầm tệp")));
        refused(&undo(server, &import, &json!({})), 409, "import_undone");
        refused(&undo(server, &nobody(), &json!({})), 404, "unknown_import");
        refused(&undo(server, &import, &json!({ "because": 1 })), 422, "invalid_record");
    }
}

#[test]
fn what_something_was_built_on_is_not_taken_back() {
    for desk in desks() {
        let server = desk.server;
        let list = list_with(server, "VN-LA:211", 0.001).replace("211", "213");
        let went = imported(server, &format!("{MARKERS}&apply=true"), &list);
        assert_eq!((&went["count"]["add"], &went["applied"]), (&json!(1), &json!(true)), "{went}");
        assert_eq!(server.post("/api/v1/markers/VN-LA:213/inspections", &fresh()).status, 201);
        refused(&undo(server, &text(&went["import"]), &json!({})), 409, "import_built_on");
        marker(server, "VN-LA:213");
    }
}

#[test]
fn an_import_that_is_stopped_half_way_leaves_nothing_and_holds_nobody_up() {
    for desk in desks() {
        let server = desk.server;
        let (held, first) = (hazards(server), logged(server));
        let job = begun(server, &format!("{HAZARDS}&apply=true"), &landslides("dừng", 60_000));
        let running = when(server, &job, |job| job["progress"]["rows"].as_u64() > Some(0));
        assert_eq!(running["state"], "running", "{running}");
        // Rows are looked at before they are put in.
        assert!(running["count"]["rows"].as_u64() >= running["progress"]["rows"].as_u64(), "{running}");
        refused(&send(server, HAZARDS, "id\n1\n"), 409, "import_busy");
        assert_eq!(logged(server), first + 1, "others write in between");
        assert_eq!(hazards(server), held, "nothing is seen before the end");

        assert_eq!(server.post(&format!("{job}/cancel"), &json!({})).status, 200);
        let ended = when(server, &job, |job| job["state"] != "running");
        assert_eq!((&ended["state"], &ended["applied"]), (&json!("cancelled"), &json!(false)), "{ended}");
        assert!(ended["count"]["rows"].as_u64() < Some(60_000), "{ended}");
        assert_eq!(ended["rows"].as_array().unwrap().len(), 1_000, "a report has an end");
        assert_eq!(ended["count"]["rows"].as_u64().unwrap() - 1_000, ended["rows_left_out"].as_u64().unwrap());
        assert_eq!(hazards(server), held);
        assert_eq!(logged(server), first + 2, "nothing of it is in the log");
        assert_eq!(server.post(&format!("{job}/cancel"), &json!({})).json()["state"], "cancelled");
    }
}

#[test]
fn events_tell_how_far_it_is_until_the_end() {
    for desk in desks() {
        let server = desk.server;
        let job = begun(server, HAZARDS, &landslides("sự-kiện", 9_000));
        let events = server.get(&format!("{job}/events"));
        assert_eq!((events.status, events.header("content-type")), (200, "text/event-stream"));
        let said = events.text();
        let last = said.trim_end().rsplit("\n\n").next().unwrap();
        let (name, data) = last.split_once('\n').unwrap();
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!((name, &data["state"], &data["rows"]), ("event: end", &json!("done"), &json!(9_000)), "{said}");
        assert_eq!(said.matches("event: end").count(), 1);
        assert!(said.starts_with("event: "), "where it stands is said at once: {said}");
        // Of what has ended only the end is told.
        let late = server.get(&format!("{job}/events")).text();
        assert!(late.starts_with("event: end\n") && !late.contains("progress"), "{late}");
        let browser = get(&format!("{}{job}/events", server.base), &[("accept", "text/event-stream")]);
        assert_eq!(browser.status, 200);
    }
}

#[test]
fn a_server_that_stops_lets_watchers_go_and_puts_nothing_in() {
    let database = Database::new(Engine::Sqlite);
    let server = start(&database);
    let held = hazards(&server);
    let job = begun(&server, &format!("{HAZARDS}&apply=true"), &landslides("tắt", 60_000));
    let watching = format!("{}{job}/events", server.base);
    let watcher = std::thread::spawn(move || get(&watching, &[]).text());
    when(&server, &job, |job| job["progress"]["rows"].as_u64() > Some(0));
    drop(server);
    let said = watcher.join().unwrap();
    assert!(!said.contains("\"applied\":true"), "{said}");
    assert_eq!(hazards(&start(&database)), held);
}

#[test]
fn a_file_that_cannot_go_in_is_refused_with_all_its_faults() {
    for desk in desks() {
        let server = desk.server;
        for (query, file, code) in [
            (
                "layer=markers&name=moc.csv",
                "number,line,easting,northing\n144,VN-LA,505003.653,2317417\n",
                "crs_undeclared",
            ),
            (MARKERS, "number,line,lon,lat\n9999,VN-LA,104,20.9\n144,VN-LA,20.9,104\n", "rows_refused"),
            (MARKERS, "number,line,lon,lat\n", "no_rows"),
            ("layer=markers&name=moc.zip", "PK\u{3}\u{4}nothing", ""),
            ("layer=markers&name=moc.xml", "<a><b></a>", "unknown_xml"),
        ] {
            let job = imported(server, &format!("{query}&apply=true"), file);
            assert_eq!(
                (&job["state"], &job["applied"], &job["import"]),
                (&json!("refused"), &json!(false), &Value::Null)
            );
            assert!(text(&job["refused"]).starts_with(code), "{job}");
        }
        let job = imported(server, MARKERS, "number,line,lon,lat\n9999,VN-LA,104,20.9\n144,VN-LA,20.9,104\n");
        assert_eq!(job["count"]["refuse"], 2, "{job}");
        let reasons: Vec<String> =
            job["rows"].as_array().unwrap().iter().map(|row| row["reasons"].to_string()).collect();
        assert!(reasons[0].contains("9999") && reasons[1].contains("swapped"), "{reasons:?}");
    }
}

#[test]
fn options_that_cannot_be_meant_are_told_all_at_once_before_the_file_is_read() {
    let desk = desks().next().unwrap();
    let query = "layer=patrols&crs=EPSG:1&line=XX&status=final&apply=maybe&accuracy_m=-1&axes=up&encoding=x";
    let answer = send(desk.server, query, &landslides("không", 10));
    refused(&answer, 400, "bad_options");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let named: BTreeSet<String> = errors.iter().map(|fault| text(&fault["pointer"])).collect();
    let all = ["layer", "crs", "line", "status", "apply", "accuracy_m", "axes", "encoding", "name"];
    assert_eq!(named, all.map(str::to_owned).into());
    assert!(errors.iter().all(|fault| !text(&fault["detail"]).contains('{')), "{errors:?}");

    let announced = format!(
        "POST /api/v1/imports?{HAZARDS} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/csv\r\nContent-Length: 99999999\r\n\r\n",
        host(&desk.server.base)
    );
    let reply = exchange(&desk.server.base, announced.as_bytes(), false);
    assert_eq!((reply.status, reply.code().as_str()), (413, "file_too_large"));
    assert!(text(&reply.json()["detail"]).contains("mocgioi import"), "where larger files go is said");
}

#[test]
fn who_may_not_see_internal_things_finds_no_import() {
    let database = Database::new(Engine::Sqlite);
    let all = start(&database);
    let job = begun(&all, &format!("{HAZARDS}&apply=true"), &landslides("kín", 3));
    let went = when(&all, &job, |job| job["state"] != "running");
    assert_eq!(went["count"]["add"], 3, "{went}");
    let import = format!("/api/v1/imports/{}", text(&went["import"]));
    let public = Server::start_with(&database, |app| {
        still(app);
        app.viewer = Arc::new(Viewer::public());
    });
    assert_eq!(public.get("/api/v1/imports").json()["imports"], json!([]));
    for path in [import.clone(), format!("{import}/moves")] {
        assert_eq!(all.get(&path).status, 200);
        refused(&public.get(&path), 404, "unknown_import");
    }
    refused(&public.post(&format!("{import}/undo"), &json!({})), 404, "unknown_import");
    refused(&send(&public, HAZARDS, "id\n"), 404, "not_found");
    refused(&public.get(&job), 404, "unknown_import_job");
}

#[test]
fn a_job_that_nobody_remembers_is_not_found() {
    let desk = desks().next().unwrap();
    for path in ["", "/events"] {
        refused(&desk.server.get(&format!("/api/v1/import-jobs/{}{path}", nobody())), 404, "unknown_import_job");
    }
    refused(&desk.server.post("/api/v1/import-jobs/nix/cancel", &json!({})), 404, "unknown_import_job");
}

#[test]
fn the_versions_of_a_line_are_listed() {
    let desk = desks().next().unwrap();
    let found = desk.server.get("/api/v1/lines/VN-LA/versions").json();
    let versions = found["versions"].as_array().unwrap();
    assert_eq!(versions.iter().filter(|held| held["current"] == true).count(), 1, "{found}");
    assert!(versions.iter().all(|held| held["status"] == "sketch"), "{found}");
    refused(&desk.server.get("/api/v1/lines/VN-XX/versions"), 404, "unknown_line");
}
