//! Every status that minutes, tasks of agreed points and signed files can be brought to.

use std::collections::BTreeSet;

use mocgioi::app::keys::Keys;
use serde_json::{Value, json};

use crate::speaking::sent_into;
use crate::support::{Server, post};
use crate::wire::request;
use crate::world::{changed, erase, fresh, id_of, joined, nobody};

const FILE: &str = "application/vnd.mocgioi.exchange";

pub(crate) fn is_one(path: &str) -> bool {
    ["/minutes", "/api/v1/meetings/", "/exchange-files"].iter().any(|name| path.contains(name))
}

pub(crate) fn provoke(server: &Server, path: &str) -> BTreeSet<u16> {
    match path {
        path if path.ends_with("/minutes") => provoke_minutes(server, path),
        path if path.ends_with("/received") => provoke_received(server, path),
        path if path.contains("/meetings/") => {
            let task = json!({ "id": id_of(&fresh()), "at": "2026-11-20T08:30:00Z", "point": 1, "lead": ["thử"],
                "deadline": "thử" });
            let here = path.replace("{id}", &met(server));
            let mut seen = provoke_order(server, &here, &task, &json!({ "deadline": "khác" }));
            seen.insert(sent(server, &path.replace("{id}", &nobody()), &[], &task.to_string()));
            seen
        }
        path => {
            let without = order(&shown(server));
            let mut seen = BTreeSet::from([sent(server, path, &[], &without.to_string())]);
            key(server);
            let more = json!({ "to": "khác" });
            seen.extend(provoke_order(server, path, &order(&shown(server)), &more));
            seen
        }
    }
}

/// A key to sign with, in the folder of this server's data.
fn key(server: &Server) -> String {
    let folder = server.app.context.files.folder();
    Keys::of(folder).renew(&[5; 32]).unwrap().hex()
}

fn met(server: &Server) -> String {
    let id = id_of(&fresh()).to_owned();
    let meeting = json!({ "type": "meeting", "id": id, "held_at": "2026-11-20T08:30:00Z", "kind": "talks", "title": "thử",
        "other": "thử", "agreed": ["thử"] });
    let answer = server.post("/api/v1/sync/push", &json!({ "records": [meeting] })).json();
    assert_eq!(answer["receipts"][0]["outcome"], "accepted", "{answer}");
    id
}

/// An inspection that everybody may see.
fn shown(server: &Server) -> String {
    let record = fresh();
    assert_eq!(server.post("/api/v1/markers/VN-LA:192/inspections", &record).status, 201);
    let about = format!("/api/v1/records/{}", id_of(&record));
    for (what, said) in [
        ("reviews", json!({ "id": id_of(&fresh()), "decision": "approve" })),
        ("label", json!({ "id": id_of(&fresh()), "label": "public", "reason": "thử" })),
    ] {
        let answer = server.post(&format!("{about}/{what}"), &said);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    id_of(&record).to_owned()
}

fn order(record: &str) -> Value {
    json!({ "id": id_of(&fresh()), "from": "thử", "to": "thử", "records": [record] })
}

fn sent(server: &Server, target: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let mut all = vec![("Content-Type", "application/json")];
    all.extend_from_slice(headers);
    request(&server.base, "POST", target, &all, body.as_bytes()).status
}

pub(crate) fn provoke_order(server: &Server, here: &str, order: &Value, other: &Value) -> BTreeSet<u16> {
    let send = |headers: &[(&str, &str)], body: &str| sent(server, here, headers, body);
    let mut seen = BTreeSet::from([
        send(&[], &order.to_string()),
        send(&[], &order.to_string()),
        send(&[], &changed(order, other).to_string()),
        send(&[], "{"),
        send(&[], "{}"),
        send(&[("Accept", "image/png")], &order.to_string()),
        send(&[("Content-Encoding", "gzip")], &order.to_string()),
        send(&[], &" ".repeat(1_048_577)),
        sent(server, &joined(here, "surprise=1"), &[], &order.to_string()),
    ]);
    erase(server, id_of(order));
    seen.insert(send(&[], &order.to_string()));
    seen
}

fn provoke_minutes(server: &Server, path: &str) -> BTreeSet<u16> {
    let withdrawn = shown(server);
    let said = json!({ "id": id_of(&fresh()), "reason": "thử" });
    assert_eq!(server.post(&format!("/api/v1/records/{withdrawn}/withdrawal"), &said).status, 201);
    let ask = |id: &str, query: &str| server.get(&joined(&path.replace("{id}", id), query)).status;
    BTreeSet::from([
        ask(&shown(server), ""),
        ask(&shown(server), "with=x"),
        ask(&nobody(), ""),
        ask(&sent_into(server, "meetings"), ""),
        ask(&withdrawn, ""),
    ])
}

fn provoke_received(server: &Server, path: &str) -> BTreeSet<u16> {
    let key = key(server);
    let made = order(&shown(server)).to_string();
    let file = post(&format!("{}/api/v1/exchange-files", server.base), "application/json", made.as_bytes());
    assert_eq!(file.status, 200, "{}", file.text());
    let send = |target: &str, headers: &[(&str, &str)], body: &[u8]| {
        let mut all = vec![("Content-Type", FILE)];
        all.extend_from_slice(headers);
        request(&server.base, "POST", target, &all, body).status
    };
    BTreeSet::from([
        send(&joined(path, &format!("key={key}")), &[], &file.body),
        send(&joined(path, "dry_run=perhaps"), &[], &file.body),
        send(path, &[("Accept", "image/png")], &file.body),
        send(path, &[("Content-Length", "99999999999")], b""),
        send(path, &[("Content-Encoding", "gzip")], &file.body),
        send(path, &[], b"no file"),
    ])
}
