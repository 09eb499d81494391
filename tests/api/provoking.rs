//! Every status that can be provoked from outside, route by route.

use std::collections::BTreeSet;

use serde_json::json;

use crate::importing::{HAZARDS, desks, imported, landslides, when};
use crate::openapi::sample;
use crate::speaking::{entered, fresh_object, fresh_part, sent_into};
use crate::support::{Server, gpx, walk};
use crate::wire::{exchange, host, request};
use crate::world::{
    changed, erase, erased_track, fresh, fresh_patrol, id_of, item_path, joined, needs, nobody, text, walked,
};

pub(crate) fn provoke_read(server: &Server, path: &str) -> BTreeSet<u16> {
    let here = match path {
        "/collections/inspections/items/{featureId}" => {
            let inspection = fresh();
            assert_eq!(server.post("/api/v1/markers/VN-LA:192/inspections", &inspection).status, 201);
            item_path(&inspection)
        }
        "/collections/patrols/items/{featureId}" | "/collections/tracks/items/{featureId}" => {
            let file = gpx(&[walk(&[[104.0, 20.9], [104.001, 20.9]], 0)]);
            let (patrol, track) = walked(server, &json!({}), &file);
            path.replace(
                "{featureId}",
                if path.contains("tracks") { track["receipt"]["id"].as_str().unwrap() } else { id_of(&patrol) },
            )
        }
        "/collections/hazards/items/{featureId}" => path.replace("{featureId}", &sent_into(server, "hazards")),
        path if path.contains("/items/{featureId}") && sample(path).ends_with("/none") => {
            let layer = path.split('/').nth(2).unwrap();
            path.replace("{featureId}", &sent_into(server, layer))
        }
        _ => sample(path),
    };
    let ask = |target: &str, headers: &[(&str, &str)]| server.get_with(target, headers).status;
    let mut seen = BTreeSet::from([
        ask(&here, &[]),
        ask(&here, &[("if-none-match", "*")]),
        ask(&here, &[("accept", "image/png")]),
        ask(&joined(&here, "surprise=1"), &[]),
    ]);
    if path.contains('{') {
        seen.insert(ask(
            &path
                .replace("{featureId}", "nix")
                .replace("{key}", "nix")
                .replace("{id}", &nobody())
                .replace("{type}", "nix")
                .replace("{line}", "nix"),
            &[],
        ));
    }
    if path.starts_with("/api/v1/reports/intake") {
        seen.insert(ask(&format!("{path}?period=2026-12&duty=nix"), &[]));
    }
    if path == "/api/v1/audit" {
        seen.insert(ask(&format!("{path}?record={}", nobody()), &[]));
    }
    if path == "/api/v1/inspections/due" {
        seen.insert(ask(&format!("{path}?unit=don-khong-co"), &[]));
    }
    if path == "/api/v1/coverage" {
        seen.insert(ask(&joined(&here, "unit=don-khong-co"), &[]));
        seen.insert(ask(&joined(&here, &format!("patrol={}", nobody())), &[]));
    }
    if needs(path).contains("VN-LA:144") {
        seen.insert(ask(&here.replace("VN-LA:144", "VN-LA:141"), &[]));
    }
    seen
}

pub(crate) fn provoke_write(server: &Server, path: &str) -> BTreeSet<u16> {
    if path.ends_with("/track") {
        return provoke_track(server, path);
    }
    let of_object = path == "/api/v1/objects/{id}/inspections";
    let here = if of_object { path.replace("{id}", &entered(server)) } else { sample(path) };
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, "POST", target, &all, body.as_bytes()).status
    };
    let (record, other) = if path == "/api/v1/objects" {
        let object = fresh_object();
        (object.clone(), changed(&object, &json!({ "name": "Kè khác" })))
    } else if path == "/api/v1/reports/parts" {
        let part = fresh_part(server);
        (part.clone(), changed(&part, &json!({ "scope": "item" })))
    } else if path == "/api/v1/reporting-deadlines" {
        let set = json!({ "id": id_of(&fresh()), "kind": "periodic", "period": "month", "day": 16, "letter_number": "7/UBND",
            "letter_date": "2026-01-05", "issued_by": "UBND tỉnh" });
        (set.clone(), changed(&set, &json!({ "day": 17 })))
    } else if path == "/api/v1/patrols" {
        let patrol = fresh_patrol(&json!({}));
        (patrol.clone(), changed(&patrol, &json!({ "mode": "joint" })))
    } else {
        let inspection = fresh();
        (inspection.clone(), changed(&inspection, &json!({ "condition": "unknown" })))
    };
    let mut seen = BTreeSet::from([
        send(&here, &[], &record.to_string()),
        send(&here, &[], &record.to_string()),
        send(&here, &[], &other.to_string()),
        send(&here, &[], "{"),
        send(&here, &[], "{}"),
        send(&format!("{here}?surprise=1"), &[], &record.to_string()),
        send(&here, &[("Accept", "image/png")], &record.to_string()),
        send(&here, &[("Content-Encoding", "gzip")], &record.to_string()),
        send(&here, &[], &" ".repeat(1_048_577)),
    ]);
    erase(server, id_of(&record));
    seen.insert(send(&here, &[], &record.to_string()));
    if path.contains('{') {
        seen.insert(send(&path.replace("{key}", "nix").replace("{id}", &nobody()), &[], &record.to_string()));
    }
    seen
}

pub(crate) fn provoke_people(server: &Server, method: &str, path: &str) -> BTreeSet<u16> {
    let here = path.replace("{id}", &nobody());
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, method, target, &all, body.as_bytes()).status
    };
    BTreeSet::from([
        send(&here, &[], "{}"),
        send(&here, &[], "{"),
        send(&here, &[], r#"{"name":"ai","password":"không biết","title":"x","unit":"y","scope":["record"]}"#),
        send(&format!("{here}?surprise=1"), &[], "{}"),
        send(&here, &[("Accept", "image/png")], "{}"),
        send(&here, &[("Content-Encoding", "gzip")], "{}"),
    ])
}

pub(crate) fn provoke_files(server: &Server, method: &str, path: &str) -> BTreeSet<u16> {
    let here = sample(path);
    let piece = ("Content-Type", "application/offset+octet-stream");
    let send = |target: &str, headers: &[(&str, &str)]| request(&server.base, method, target, headers, b"").status;
    BTreeSet::from([
        send(&here, &[piece, ("Upload-Offset", "0"), ("Upload-Length", "5")]),
        send(&here, &[piece, ("Upload-Offset", "x")]),
        send(&here, &[("Tus-Resumable", "0.2.0"), piece]),
        send(&here, &[("Content-Type", "text/plain"), ("Upload-Length", "999999999")]),
        send(&here, &[("Accept", "image/png"), piece]),
        send(&format!("{here}?surprise=1"), &[piece]),
    ])
}

pub(crate) fn provoke_import(method: &str, path: &str) -> BTreeSet<u16> {
    let desk = desks().next().unwrap();
    let server = desk.server;
    let id = if path.contains("{id}") {
        let went = imported(server, &format!("{HAZARDS}&apply=true"), &landslides(path, 2));
        text(if path.contains("jobs") { &went["job"] } else { &went["import"] })
    } else {
        String::new()
    };
    let (here, nowhere) = (path.replace("{id}", &id), path.replace("{id}", &nobody()));
    let sends = method == "POST" && path == "/api/v1/imports";
    let target = if sends { joined(&here, HAZARDS) } else { here };
    let file = landslides("mãi", 60_000);
    let body = if sends { file.as_str() } else { "{}" };
    let ask = |target: &str, headers: &[(&str, &str)], body: &str| {
        let media = [("Content-Type", "application/json")];
        request(&server.base, method, target, &[&media, headers].concat(), body.as_bytes())
    };
    // Of what is sent twice, the second comes too late, or while the first is under way.
    let first = ask(&target, &[], body);
    let mut seen = BTreeSet::from([
        first.status,
        ask(&target, &[("Accept", "image/png")], body).status,
        ask(&joined(&target, "surprise=1"), &[], body).status,
    ]);
    if path.contains('{') {
        seen.insert(ask(&nowhere, &[], body).status);
    }
    if method == "POST" && !path.ends_with("/cancel") {
        let announced = format!(
            "POST {target} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
            host(&server.base)
        );
        seen.extend([
            ask(&target, &[], body).status,
            ask(&target, &[], r#"{"surprise":1}"#).status,
            ask(&target, &[("Content-Encoding", "gzip")], body).status,
            exchange(&server.base, announced.as_bytes(), false).status,
        ]);
    }
    if sends {
        server.post(&format!("{}/cancel", first.header("location")), &json!({}));
        when(server, first.header("location"), |job| job["state"] != "running");
    }
    seen
}

fn provoke_track(server: &Server, path: &str) -> BTreeSet<u16> {
    let patrol = fresh_patrol(&json!({}));
    assert_eq!(server.post("/api/v1/patrols", &patrol).status, 201);
    let here = path.replace("{id}", id_of(&patrol));
    let file = gpx(&[walk(&[[104.0, 20.9], [104.001, 20.9]], 0)]);
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/gpx+xml")];
        all.extend_from_slice(headers);
        request(&server.base, "POST", target, &all, body.as_bytes()).status
    };
    let announced = format!(
        "POST {here} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/xml\r\nContent-Length: 99999999\r\n\r\n",
        host(&server.base)
    );
    BTreeSet::from([
        erased_track(server, &here),
        send(&here, &[], &file),
        send(&here, &[], &file),
        send(&here, &[], "<gpx/>"),
        send(&format!("{here}?max_gap_s=0"), &[], &file),
        send(&path.replace("{id}", &nobody()), &[], &file),
        send(&here, &[("Accept", "image/png")], &file),
        send(&here, &[("Content-Encoding", "gzip")], &file),
        exchange(&server.base, announced.as_bytes(), false).status,
    ])
}
