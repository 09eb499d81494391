//! OGC API – Features, Part 4: markers are added, replaced, patched and taken out; what somebody saw in the field is not.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::importing::desks;
use crate::support::{Answer, Server, ask, refused};
use crate::wire::{Reply, exchange, host, request};
use crate::world::{fresh, reader, text};

const ITEMS: &str = "/collections/markers/items";
const GEOJSON: &str = "application/geo+json";
const MERGE: &str = "application/merge-patch+json";

fn send(server: &Server, method: &str, target: &str, tag: Option<&str>, body: &Value) -> Answer {
    let media = if method == "PATCH" { MERGE } else { GEOJSON };
    let mut headers = vec![("Content-Type", media), ("Accept-Language", "en")];
    headers.extend(tag.map(|tag| ("If-Match", tag)));
    let body = if method == "DELETE" { Vec::new() } else { body.to_string().into_bytes() };
    ask(method, &format!("{}{target}", server.base), &headers, &body)
}

fn done(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    answer.json()
}

/// A marker that is to be, some metres east of one that is.
fn feature(server: &Server, key: &str, east: f64) -> Value {
    let near = server.get(&format!("{ITEMS}/VN-LA:211")).json();
    let place = &near["geometry"]["coordinates"];
    let (lon, lat) = (place[0].as_f64().unwrap() + east, place[1].as_f64().unwrap());
    json!({ "type": "Feature", "id": key, "geometry": { "type": "Point", "coordinates": [lon, lat] },
        "properties": { "key": key, "side": "ours", "description": "mốc đá hoa cương", "accuracy_m": 0.05 } })
}

/// What is shown, with its tag.
fn shown(server: &Server, key: &str) -> (Value, String) {
    let answer = server.get(&format!("{ITEMS}/{key}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    (answer.json(), answer.header("etag").to_owned())
}

/// The feature without what was worked out about it.
fn said(feature: &Value) -> Value {
    let says = |name: &str| feature["properties"][name].clone();
    json!([
        says("side"),
        says("description"),
        says("height_m"),
        says("aliases"),
        says("accuracy_m"),
        feature["geometry"]
    ])
}

#[test]
fn a_marker_is_added_replaced_patched_and_each_of_it_taken_back() {
    for desk in desks() {
        let (server, key) = (desk.server, "VN-LA:216");
        let here = format!("{ITEMS}/{key}");
        refused(&server.get(&here), 404, "unknown_item");
        let new = feature(server, key, 0.001);
        let made = send(server, "POST", ITEMS, None, &new);
        assert_eq!((made.status, made.header("etag")), (201, "\"r1\""), "{}", made.text());
        assert_eq!(made.header("location").replace("%3A", ":"), format!("{}{here}", server.base));
        let (first, tag) = shown(server, key);
        assert!(tag.ends_with(".r1\""), "{tag}");
        assert_eq!(
            (&first["properties"]["side"], &first["properties"]["position_method"]),
            (&json!("ours"), &json!("surveyed"))
        );
        assert_eq!(first["properties"]["source"], "OGC API – Features");
        refused(&send(server, "POST", ITEMS, None, &new), 409, "feature_exists");

        // What was read, changed in one place and sent back whole: all else stays, to the last digit.
        let mut whole = first.clone();
        whole["properties"]["description"] = json!("mốc bê tông");
        refused(&send(server, "PUT", &here, None, &whole), 428, "if_match_missing");
        let put = done(&send(server, "PUT", &here, Some(&tag), &whole), 200);
        assert_eq!((&put["rev"], &put["changed"]), (&json!(2), &json!(true)), "{put}");
        let (second, second_tag) = shown(server, key);
        assert_eq!(said(&second), said(&whole));
        refused(&send(server, "PUT", &here, Some(&tag), &whole), 412, "if_match_stale");
        let same = done(&send(server, "PUT", &here, Some(&second_tag), &whole), 200);
        assert_eq!((&same["rev"], &same["changed"], &same["undo"]), (&json!(2), &json!(false), &Value::Null));

        // A patch changes what it names, and null takes a word away.
        let patch = json!({ "properties": { "description": null, "side": "theirs", "height_m": 812.5 } });
        let patched = done(&send(server, "PATCH", &here, Some("\"r2\""), &patch), 200);
        let (third, third_tag) = shown(server, key);
        assert_eq!(
            (&third["properties"]["side"], &third["properties"]["height_m"]),
            (&json!("theirs"), &json!("812.5"))
        );
        assert_eq!((&third["properties"]["description"], &third["geometry"]), (&Value::Null, &first["geometry"]));
        assert_eq!(third["properties"]["accuracy_m"], 0.05);
        let mut moved = first["geometry"].clone();
        moved["coordinates"][0] = json!(moved["coordinates"][0].as_f64().unwrap() + 0.001);
        done(&send(server, "PATCH", &here, Some(&third_tag), &json!({ "geometry": moved })), 200);
        let (fourth, _) = shown(server, key);
        let lon = |feature: &Value| feature["geometry"]["coordinates"][0].as_f64().unwrap();
        assert!((lon(&fourth) - lon(&first) - 0.001).abs() < 1e-6, "{fourth}");
        // What the register was before is kept.
        assert_eq!(server.get(&format!("{here}?rev=2")).json()["properties"]["description"], "mốc bê tông");

        // An edit is an import, and is taken back as one: the last first.
        let undo = |edited: &Value| {
            let way = text(&edited["undo"]).replace(&server.base, "");
            server.post(&way, &json!({ "reason": "nhầm" }))
        };
        refused(&undo(&patched), 409, "import_built_on");
        let newest = server.get("/api/v1/imports?limit=1").json()["imports"][0].clone();
        assert_eq!((&newest["file_name"], &newest["layer"]), (&json!("PATCH VN-LA:216"), &json!("markers")));
        assert_eq!(undo(&json!({ "undo": format!("{}/undo", text(&newest["href"])) })).status, 200);
        let (again, tag) = shown(server, key);
        assert_eq!(said(&again), said(&third));
        assert!(tag.ends_with(".r3\""), "{tag}");
        // What was taken back never lends its number to what comes next.
        let next = done(&send(server, "PATCH", &here, Some(&tag), &json!({ "properties": { "side": "ours" } })), 200);
        assert_eq!(next["rev"], 5, "{next}");
    }
}

#[test]
fn a_marker_leaves_the_register_unless_something_is_tied_to_it() {
    for desk in desks() {
        let (server, key) = (desk.server, "VN-LA:217");
        let here = format!("{ITEMS}/{key}");
        let count = || server.get("/collections/markers").json()["itemCount"].as_u64().unwrap();
        let before = count();
        done(&send(server, "POST", ITEMS, None, &feature(server, key, 0.003)), 201);
        refused(&send(server, "DELETE", &here, None, &json!({})), 428, "if_match_missing");
        refused(&send(server, "DELETE", &here, Some("\"r7\""), &json!({})), 412, "if_match_stale");
        let gone = done(&send(server, "DELETE", &here, Some("*"), &json!({})), 200);
        assert_eq!(gone["rev"], 2);
        for answer in [
            server.get(&here),
            send(server, "PUT", &here, Some("*"), &feature(server, key, 0.003)),
            send(server, "DELETE", &here, Some("*"), &json!({})),
        ] {
            refused(&answer, 410, "withdrawn");
        }
        assert_eq!(count(), before);
        assert_eq!(server.get(&format!("{ITEMS}?filter=key%3D%27{key}%27")).json()["numberMatched"], 0);
        let inspection = server.post(&format!("/api/v1/markers/{key}/inspections"), &fresh());
        assert_eq!(inspection.status, 404, "nothing is tied to what has left: {}", inspection.text());

        // It may come again, and is the same record.
        let back = done(&send(server, "POST", ITEMS, None, &feature(server, key, 0.004)), 201);
        assert_eq!((&back["rev"], &back["record"]), (&json!(3), &gone["record"]));
        assert_eq!(server.post(&format!("/api/v1/markers/{key}/inspections"), &fresh()).status, 201);
        let kept = send(server, "DELETE", &here, Some("\"r3\""), &json!({}));
        refused(&kept, 409, "feature_in_use");
        assert!(kept.text().contains("inspection"), "{}", kept.text());
        shown(server, key);
    }
}

#[test]
fn of_two_who_read_the_same_revision_one_can_write() {
    for desk in desks() {
        let (server, key) = (desk.server, "VN-LA:218");
        let here = format!("{ITEMS}/{key}");
        done(&send(server, "POST", ITEMS, None, &feature(server, key, 0.005)), 201);
        let (feature, tag) = shown(server, key);
        let write = |words: &str| {
            let mut mine = feature.clone();
            mine["properties"]["description"] = json!(words);
            send(server, "PUT", &here, Some(&tag), &mine)
        };
        let answers = std::thread::scope(|scope| {
            let writers: Vec<_> = ["một", "hai", "ba"].map(|words| scope.spawn(move || write(words))).into();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
        });
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412]);
        assert!(shown(server, key).1.ends_with(".r2\""));
    }
}

#[test]
fn what_is_wrong_is_told_before_anything_is_stored() {
    let desk = desks().next().unwrap();
    let server = desk.server;
    let here = format!("{ITEMS}/VN-LA:211");
    let (before, tag) = shown(server, "VN-LA:211");
    let entries = server.get("/api/v1/imports?limit=1").json()["numberMatched"].clone();
    let pointers = |answer: &Answer| {
        let faults = answer.json()["errors"].as_array().cloned().unwrap_or_default();
        faults.iter().map(|fault| text(&fault["pointer"])).collect::<Vec<_>>()
    };
    for (patch, pointer) in [
        (json!({ "properties": { "side": "left" } }), "/properties/side"),
        (json!({ "properties": { "side": 4 } }), "/properties/side"),
        (json!({ "properties": { "condition": "damaged" } }), "/properties/condition"),
        (json!({ "properties": { "nix": 1 } }), "/properties/nix"),
        (json!({ "properties": { "aliases": "VN-LA:9" } }), "/properties/aliases"),
        (json!({ "properties": { "description": "TUYỆT MẬT" } }), "/properties/description"),
        (json!({ "properties": 3 }), "/properties"),
        (json!({ "surprise": 3 }), "/surprise"),
        (json!({ "geometry": { "type": "Point", "coordinates": [2.0, 48.0] } }), "/geometry"),
        (json!({ "geometry": { "type": "LineString", "coordinates": [[104.0, 20.9], [104.1, 20.9]] } }), "/geometry"),
        (json!([1]), ""),
    ] {
        let answer = send(server, "PATCH", &here, Some(&tag), &patch);
        refused(&answer, 422, "invalid_record");
        assert!(pointers(&answer).contains(&pointer.to_owned()), "{patch}: {}", answer.text());
    }
    refused(&send(server, "PUT", &here, Some(&tag), &feature(server, "VN-LA:210", 0.0)), 409, "other_feature");
    let elsewhere = ask(
        "PUT",
        &format!("{}{here}", server.base),
        &[
            ("Content-Type", GEOJSON),
            ("If-Match", &tag),
            ("Content-Crs", "<http://www.opengis.net/def/crs/EPSG/0/3857>"),
        ],
        before.to_string().as_bytes(),
    );
    assert_eq!(elsewhere.status, 400, "{}", elsewhere.text());
    assert_eq!(said(&shown(server, "VN-LA:211").0), said(&before));
    assert_eq!(server.get("/api/v1/imports?limit=1").json()["numberMatched"], entries, "nothing went in");
}

#[test]
fn what_was_seen_in_the_field_is_corrected_not_edited() {
    let server = reader();
    for layer in crate::world::layers(server) {
        let (items, item) = (format!("/collections/{layer}/items"), format!("/collections/{layer}/items/x"));
        let editable = layer == "markers";
        assert_eq!(server.get(&format!("/collections/{layer}")).json()["editable"], editable);
        let allow = |reply: &Reply| reply.header("allow").split(", ").map(str::to_owned).collect::<BTreeSet<_>>();
        let may = allow(&request(&server.base, "OPTIONS", &items, &[], b""));
        assert!(may.contains("GET") && may.contains("HEAD") && may.contains("POST") == editable, "{layer}: {may:?}");
        if editable {
            continue;
        }
        for (method, target) in [("POST", &items), ("PUT", &item), ("PATCH", &item), ("DELETE", &item)] {
            let reply = request(&server.base, method, target, &[("Content-Type", "application/json")], b"{}");
            assert_eq!((reply.status, reply.code().as_str()), (405, "not_edited_here"), "{method} {target}");
            assert_eq!(allow(&reply), BTreeSet::from(["GET", "HEAD", "OPTIONS"].map(str::to_owned)));
            assert!(text(&reply.json()["detail"]).contains('/'), "it tells the way: {reply:?}");
        }
    }
}

pub(crate) fn is_one(method: &str, path: &str) -> bool {
    path.starts_with(ITEMS) && method != "GET"
}

/// Every status that can be provoked from outside.
pub(crate) fn provoke(method: &str, path: &str) -> BTreeSet<u16> {
    let desk = desks().next().unwrap();
    let server = desk.server;
    // A marker of its own for each path and method.
    let nth = (0_u32..).zip(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).find(|(_, one)| *one == method).unwrap().0;
    let number = if path == ITEMS { 220 } else { 230 } + nth;
    let key = format!("VN-LA:{number}");
    let (here, new) = (path.replace("{featureId}", &key), feature(server, &key, 0.0001 * f64::from(number)));
    let media = if method == "PATCH" { MERGE } else { GEOJSON };
    let body = if matches!(method, "DELETE" | "OPTIONS") { String::new() } else { new.to_string() };
    let say = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", media)];
        all.extend_from_slice(headers);
        request(&server.base, method, target, &all, body.as_bytes()).status
    };
    let any = ("If-Match", "*");
    let mut seen = BTreeSet::from([say(&path.replace("{featureId}", "VN-LA:9999"), &[any], &body)]);
    if method != "POST" {
        done(&send(server, "POST", ITEMS, None, &new), 201);
    }
    seen.extend([
        say(&here, &[], &body),
        say(&here, &[("If-Match", "\"r99\"")], &body),
        say(&format!("{here}?surprise=1"), &[any], &body),
        say(&here, &[any, ("Accept", "image/png")], &body),
        say(&here, &[any, ("Content-Encoding", "gzip")], &body),
    ]);
    if method == "DELETE" {
        let tied = path.replace("{featureId}", "VN-LA:192");
        assert_eq!(server.post("/api/v1/markers/VN-LA:192/inspections", &fresh()).status, 201);
        seen.insert(say(&tied, &[any], ""));
    } else if method != "OPTIONS" {
        let announced = format!(
            "{method} {here} HTTP/1.1\r\nHost: {}\r\nContent-Type: {media}\r\nIf-Match: *\r\nContent-Length: 99999999\r\n\r\n",
            host(&server.base)
        );
        seen.extend([
            say(&here, &[any], "{"),
            say(&here, &[any], r#"{"type":"Feature","properties":{"side":"left"}}"#),
            say(&here, &[any], r#"{"type":"Feature","id":"VN-LA:1","properties":{"key":"VN-LA:1","number":"1"}}"#),
            say(&here, &[any], &body),
            say(&here, &[any], &body),
            exchange(&server.base, announced.as_bytes(), false).status,
        ]);
    }
    if matches!(method, "PUT" | "PATCH" | "DELETE") {
        seen.extend([send(server, "DELETE", &here, Some("*"), &json!({})).status]);
        seen.insert(say(&here, &[any], &body));
    }
    seen
}
