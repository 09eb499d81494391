//! Every status that what is said about records, and synchronisation, can be brought to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::Server;
use crate::wire::request;
use crate::world::{changed, erase, fresh, id_of, joined, nobody};

/// A record to speak of, and something that can be said at this path.
fn spoken(server: &Server, path: &str) -> (String, Value) {
    let record = fresh();
    assert_eq!(server.post("/api/v1/markers/VN-LA:192/inspections", &record).status, 201);
    let id = id_of(&fresh()).to_owned();
    let said = match path.rsplit('/').next() {
        Some("reviews") => json!({ "id": id, "decision": "approve" }),
        // Not restricted: nobody erases what alone keeps a record so.
        Some("label") => json!({ "id": id, "label": "internal", "reason": "thử" }),
        Some("push") => json!({ "records": [] }),
        Some("approval-rules") => rule(&id),
        Some("thresholds") => limit(&id),
        Some("inspection-rules") => often(&id),
        Some("campaigns") => campaign(&id),
        Some("steps") => json!({ "id": id, "to": "verified", "reason": "thử" }),
        _ => json!({ "id": id, "reason": "thử" }),
    };
    let about = match path.split('/').nth(3) {
        Some("hazards" | "incidents") => sent(server, path),
        Some(what @ ("approval-rules" | "thresholds" | "inspection-rules" | "campaigns")) => {
            let id = id_of(&fresh()).to_owned();
            let set = match what {
                "thresholds" => limit(&id),
                "inspection-rules" => often(&id),
                "campaigns" => campaign(&id),
                _ => rule(&id),
            };
            assert_eq!(server.post(&format!("/api/v1/{what}"), &set).status, 201);
            id
        }
        _ => id_of(&record).to_owned(),
    };
    (path.replace("{id}", &about), said)
}

fn rule(id: &str) -> Value {
    json!({ "id": id, "unit": "Đồn thử", "passes": [{ "kind": "patrol" }], "from": "2027-01-01T00:00:00Z", "reason": "thử" })
}

fn limit(id: &str) -> Value {
    json!({ "id": id, "kind": "crack", "watched": "volume_m3", "limit": 1e6, "reason": "thử" })
}

/// From a day on that no test asks about.
fn often(id: &str) -> Value {
    json!({ "id": id, "title": "thử", "subject": "markers", "line": "VN-LA", "every": 1, "per": "year", "from": "9000-01-01",
        "basis": { "document": "Lệnh thử", "quote": "hằng năm" } })
}

fn campaign(id: &str) -> Value {
    json!({ "id": id, "title": "thử", "mode": "joint", "subjects": ["markers"], "line": "VN-LA", "from": "2026-01-01",
        "to": "2026-12-31", "source": "Kế hoạch thử" })
}

/// A hazard or an incident of our own.
fn sent(server: &Server, path: &str) -> String {
    let id = id_of(&fresh()).to_owned();
    let kind = if path.contains("hazards") { ("hazard", "crack") } else { ("incident", "timber") };
    let record = json!({ "type": kind.0, "id": id, "kind": kind.1, "title": "thử", "marker": "VN-LA:192",
        "observed_at": "2026-11-20T08:30:00Z" });
    let record = if kind.0 == "hazard" { changed(&record, &json!({ "severity": "low" })) } else { record };
    let answer = server.post("/api/v1/sync/push", &json!({ "records": [record] })).json();
    assert_eq!(answer["receipts"][0]["outcome"], "accepted", "{answer}");
    id
}

/// Something of our own in a layer that the program brings nothing for.
pub(crate) fn sent_into(server: &Server, layer: &str) -> String {
    let id = id_of(&fresh()).to_owned();
    let at = "2026-11-20T08:30:00Z";
    let record = match layer {
        "hazards" => return sent(server, "/hazards"),
        "objects" => return entered(server),
        "report-parts" => {
            let part = fresh_part(server);
            assert_eq!(server.post("/api/v1/reports/parts", &part).status, 201);
            return id_of(&part).to_owned();
        }
        "readings" => {
            json!({ "type": "reading", "hazard": nobody(), "observed_at": at, "method": "tape", "width_mm": 1 })
        }
        "patrol-plans" => {
            json!({ "type": "patrol_plan", "mode": "unilateral", "force": "border_guard", "starts_on": "2026-11-20", "due": "2026-11-22" })
        }
        "warnings" => {
            json!({ "type": "warning", "kind": "rainfall", "level": 1, "valid_from": at, "valid_to": at, "issuer": "thử",
                "number": "1", "segment": "VN-LA:192..193" })
        }
        "incidents" => {
            json!({ "type": "incident", "kind": "timber", "title": "thử", "marker": "VN-LA:192", "observed_at": at })
        }
        "damage-reports" => {
            json!({ "type": "damage_report", "finding": nobody(), "reported_at": at, "addressee": "thử", "remedy": "thử" })
        }
        "notices" => {
            json!({ "type": "notice", "at": at, "direction": "in", "kind": "other", "other": "thử", "subject": "thử" })
        }
        "map-checks" => {
            json!({ "type": "map_check", "checked_at": at, "checked": "thử", "used_for": "plan", "title": "thử", "sheet": "thử",
                "result": "consistent", "finding": "thử" })
        }
        "meetings" => json!({ "type": "meeting", "held_at": at, "kind": "periodic", "title": "thử", "other": "thử" }),
        "progress-reports" | "supervision-visits" | "urgings" | "assignments" => {
            let (of, path) = match layer {
                "progress-reports" => ("tasks", "/api/v1/tasks/{id}/reports"),
                "supervision-visits" => ("works", "/api/v1/works/{id}/visits"),
                "urgings" => ("tasks", "/api/v1/urgings"),
                _ => ("tasks", "/api/v1/assignments"),
            };
            let said = crate::ordered::body(server, path);
            let answer = server.post(&path.replace("{id}", &crate::ordered::seeded(server, of)), &said);
            assert_eq!(answer.status, 201, "{}", answer.text());
            return id_of(&said).to_owned();
        }
        layer => panic!("{layer}: nothing to send"),
    };
    let answer =
        server.post("/api/v1/sync/push", &json!({ "records": [changed(&record, &json!({ "id": id }))] })).json();
    assert!(["accepted", "held"].contains(&answer["receipts"][0]["outcome"].as_str().unwrap()), "{answer}");
    id
}

/// An object of our own.
pub(crate) fn entered(server: &Server) -> String {
    let object = fresh_object();
    assert_eq!(server.post("/api/v1/objects", &object).status, 201);
    id_of(&object).to_owned()
}

/// A part of a report of our own.
pub(crate) fn fresh_part(server: &Server) -> Value {
    let intake = server.get("/api/v1/reports/intake?period=2026-12&duty=000:periodic-report").json();
    json!({ "id": id_of(&fresh()), "duty": intake["duties"][0]["duty"], "period": "2026-12", "agency": "Sở Y tế",
        "scope": "whole", "sections": [{ "section": "general", "text": "thử" }] })
}

pub(crate) fn fresh_object() -> Value {
    json!({ "id": id_of(&fresh()), "kind": "embankment", "name": "Kè thử", "marker": "VN-LA:192" })
}

pub(crate) fn provoke_spoken(server: &Server, method: &str, path: &str) -> BTreeSet<u16> {
    if path.ends_with("/bundles") {
        return provoke_bundles(server, path);
    }
    let (here, said) = spoken(server, path);
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, method, target, &all, body.as_bytes()).status
    };
    let mut seen = BTreeSet::from([
        send(&here, &[], &said.to_string()),
        send(&joined(&here, "surprise=1"), &[], &said.to_string()),
        send(&here, &[("Accept", "image/png")], &said.to_string()),
    ]);
    if path.contains("{id}") {
        seen.insert(send(&path.replace("{id}", &nobody()), &[], &said.to_string()));
    }
    if method == "POST" {
        seen.extend([
            send(&here, &[], "{"),
            send(&here, &[], r#"{"surprise":1}"#),
            send(&here, &[("Content-Encoding", "gzip")], &said.to_string()),
            send(&here, &[], &" ".repeat(4 * 1024 * 1024 + 1)),
        ]);
    }
    if said.get("id").is_some() && method == "POST" {
        let word = match path.rsplit('/').next() {
            Some("reviews") => "remark",
            Some("inspection-rules" | "campaigns") => "title",
            _ => "reason",
        };
        seen.insert(send(&here, &[], &changed(&said, &json!({ word: "khác" })).to_string()));
        erase(server, id_of(&said));
        seen.insert(send(&here, &[], &said.to_string()));
    }
    seen
}

/// The same of bundles, which are files.
fn provoke_bundles(server: &Server, path: &str) -> BTreeSet<u16> {
    let told = server.get("/api/v1/sync/recipient").json();
    let recipient: age::x25519::Recipient = told["recipient"].as_str().unwrap().parse().unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_path("queue.json").unwrap();
    header.set_size(14);
    header.set_cksum();
    let mut tar = tar::Builder::new(Vec::new());
    tar.append(&header, &br#"{"records":[]}"#[..]).unwrap();
    let bundle = age::encrypt(&recipient, &tar.into_inner().unwrap()).unwrap();
    let send = |target: &str, headers: &[(&str, &str)], body: &[u8]| {
        let mut all = vec![("Content-Type", "application/vnd.mocgioi.bundle")];
        all.extend_from_slice(headers);
        request(&server.base, "POST", target, &all, body).status
    };
    BTreeSet::from([
        send(path, &[], &bundle),
        send(&joined(path, "decisions=perhaps"), &[], &bundle),
        send(path, &[("Accept", "image/png")], &bundle),
        send(path, &[("Content-Length", "99999999999")], b""),
        send(path, &[("Content-Encoding", "gzip")], &bundle),
        send(path, &[], b"no bundle"),
    ])
}
