//! 14. An outsider, another post's token and a tile request learn nothing of an internal record, not even its count.

use serde_json::{Value, json};

use crate::support::{Answer, Database, ENGINES, Program, get, inspection, send};

pub(crate) fn user(database: &Database, arguments: &[&str]) -> Value {
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["user", "--json", "--database", &database.url])
        .args(arguments)
        .output()
        .unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// A post, an inspector in it, and his token.
fn post(database: &Database, unit: &str) -> String {
    user(database, &["unit", unit, "--title", unit]);
    user(database, &["add", &format!("{unit}-1"), "--role", "inspector", "--unit", unit]);
    let may = "read_internal,read_unapproved,record";
    let made = user(database, &["token", &format!("{unit}-1"), "--title", "máy", "--may", may]);
    made["token"].as_str().unwrap().to_owned()
}

#[test]
fn story_14() {
    for engine in ENGINES {
        let database = Database::new(engine);
        // The database is made, and filled, before anybody is known in it.
        drop(Program::start(&database.url, &["--access", "accounts", "--load-seeds"]));
        let (a, b) = (post(&database, "don-a"), post(&database, "don-b"));
        let program = Program::start(&database.url, &["--access", "accounts"]);
        let ask = |path: &str, token: Option<&str>| -> Answer {
            let shown = token.map(|token| format!("Bearer {token}"));
            let headers: Vec<(&str, &str)> = shown.iter().map(|text| ("authorization", text.as_str())).collect();
            get(&format!("{}{path}", program.base), &headers)
        };
        let places = [
            "/collections",
            "/collections/inspections",
            "/collections/inspections/items",
            "/collections/inspections/items?bbox=102,20,106,23&limit=1",
            "/collections/inspections/items?condition=missing",
            "/collections/inspections/items?datetime=2026-11-20",
            "/collections/patrols/items",
            "/api/v1/segments/at-risk?min_class=no_data",
            "/api/v1/segments/VN-LA:144..145/risk",
            "/api/v1/coverage?line=VN-LA",
            "/api/v1/export?layer=inspections&format=csv",
            "/collections/inspections/tiles/WebMercatorQuad/8/112/201",
            "/collections/inspections/tiles/WebMercatorQuad/tilejson.json",
            // Found missing, the marker would be on every zoom; a patrol may say something of the segment.
            "/collections/markers/tiles/WebMercatorQuad/3/3/6",
            "/tiles/WebMercatorQuad/14/7221/12889",
            "/?f=html",
            "/collections/inspections/items?f=html",
        ];
        let all = |token: Option<&str>| -> Vec<(u16, String, String)> {
            let told = |path: &&str| {
                let answer = ask(path, token);
                let stable = answer.text().lines().filter(|line| !line.contains("timeStamp")).collect::<String>();
                (answer.status, answer.header("etag").to_owned(), without_time(&stable))
            };
            places.iter().map(told).collect()
        };
        let before = (all(None), all(Some(&b)));

        // Post A logs what it has found, and a patrol.
        let mut found = inspection(1);
        (found["condition"], found["notes"]) = (json!("missing"), json!("mốc bị nhổ"));
        let url = format!("{}/api/v1/markers/VN-LA:144/inspections", program.base);
        let sent = send("POST", &url, Some(&a), "application/json", found.to_string().as_bytes());
        assert_eq!(sent.status, 201, "{}", sent.text());
        let mut patrol = crate::support::patrol(1);
        patrol.as_object_mut().unwrap().remove("unit");
        let url = format!("{}/api/v1/patrols", program.base);
        assert_eq!(send("POST", &url, Some(&a), "application/json", patrol.to_string().as_bytes()).status, 201);
        let mine = ask("/collections/inspections/items", Some(&a)).json();
        assert_eq!((&mine["numberMatched"], &mine["features"][0]["properties"]["unit"]), (&json!(1), &json!("don-a")));

        // On his own map both are there.
        let drawn = ask("/tiles/WebMercatorQuad/14/7221/12889", Some(&a)).text();
        assert!(drawn.contains("inspections") && drawn.contains("missing"), "{drawn}");
        let drawn = ask("/collections/markers/tiles/WebMercatorQuad/3/3/6", Some(&a)).text();
        assert!(drawn.contains("VN-LA:144") && drawn.contains("missing"), "{drawn}");

        // To everybody else nothing has happened: not a count, not a level, not a box.
        let after = (all(None), all(Some(&b)));
        for ((before, after), who) in
            [(&before.0, &after.0), (&before.1, &after.1)].into_iter().zip(["outsider", "post B"])
        {
            for ((was, is), path) in before.iter().zip(after).zip(places) {
                assert_eq!(was, is, "{engine:?}: {who} at {path}");
            }
        }
        let id = crate::support::id(1);
        for token in [None, Some(b.as_str())] {
            assert_eq!(ask(&format!("/collections/inspections/items/{id}"), token).status, 404);
            let page = ask("/collections/inspections/items", token).json();
            assert_eq!((&page["numberMatched"], page["features"].as_array().unwrap().len()), (&json!(0), 0));
        }
        // Nor can another post write in its name.
        found["unit"] = json!("don-a");
        let url = format!("{}/api/v1/markers/VN-LA:145/inspections", program.base);
        assert_eq!(send("POST", &url, Some(&b), "application/json", found.to_string().as_bytes()).status, 422);
    }
}

/// Without what changes by the clock alone.
fn without_time(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\"timeStamp\":\"") {
        let (before, after) = rest.split_at(at + 13);
        out += before;
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out + rest
}
