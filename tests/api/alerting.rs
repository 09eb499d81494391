//! Targets of alerts: every status that can be brought about, and that addresses inside the network are refused.

use std::collections::BTreeSet;

use mocgioi::store::alert_deliveries::Delivery;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Server, block_on};
use crate::wire::request;
use crate::world::{joined, nobody, text, writers};

fn target() -> Value {
    json!({ "title": "Trực ban", "url": "https://hooks.example.org/moc", "kinds": ["incident_reported"], "label": "internal" })
}

fn set(server: &Server) -> String {
    let made = server.post("/api/v1/alert-targets", &target());
    assert_eq!(made.status, 201, "{}", made.text());
    text(&made.json()["id"])
}

/// One that was sent, of a target of our own.
fn sent(server: &Server) -> String {
    let (target, id) = (set(server).parse::<Uuid>().unwrap(), (server.app.context.new_id)());
    let now = (server.app.context.clock)();
    let delivery = Delivery {
        id,
        target,
        alert: "thử".to_owned(),
        kind: "incident_reported".to_owned(),
        record: id,
        layer: "incidents".to_owned(),
        feature: id.to_string(),
        seq: 1,
        body: "{}".to_owned(),
        state: "pending".to_owned(),
        tries: 0,
        made_at: now.millis(),
        since: now.millis(),
        next_at: now.millis(),
        done_at: None,
        status: None,
        error: None,
    };
    let store = server.app.context.store.clone();
    block_on(async move {
        let cursor = store.alert_cursor(now.day(), target).await.unwrap();
        assert!(store.hold_alerts(target, now.plus_millis(60_000), now).await.unwrap());
        let to = (cursor.epoch.as_str(), cursor.seq, now.day());
        assert!(store.move_alerts(target, &cursor, to, (&[delivery], &[])).await.unwrap());
    });
    id.to_string()
}

pub(crate) fn provoke(server: &Server, method: &str, path: &str) -> BTreeSet<u16> {
    let here = match (method, path.contains("deliveries")) {
        ("POST", false) => path.to_owned(),
        ("POST", true) => path.replace("{id}", &sent(server)),
        _ => path.replace("{id}", &set(server)),
    };
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, method, target, &all, body.as_bytes()).status
    };
    let body = target().to_string();
    let mut seen = BTreeSet::from([
        send(&joined(&here, "surprise=1"), &[], &body),
        send(&here, &[("Accept", "image/png")], &body),
        send(&path.replace("{id}", &nobody()), &[], &body),
        send(&here, &[], &body),
    ]);
    if path == "/api/v1/alert-targets" {
        seen.extend([
            send(&here, &[], "{"),
            send(&here, &[], "{}"),
            send(&here, &[("Content-Encoding", "gzip")], &body),
            send(&here, &[], &" ".repeat(1_048_577)),
        ]);
    }
    seen
}

#[test]
fn an_address_inside_the_network_is_refused_and_a_secret_is_shown_once() {
    for server in writers() {
        for (url, code) in [
            ("https://127.0.0.1/x", "address_inside"),
            ("https://[::ffff:10.0.0.1]/", "address_inside"),
            ("https://169.254.169.254/latest/meta-data", "address_inside"),
            ("https://localhost/", "address_inside"),
            ("http://hooks.example.org/", "not_an_address"),
            ("https://user:word@hooks.example.org/", "not_an_address"),
        ] {
            let mut wanted = target();
            wanted["url"] = url.into();
            let answer = server.post("/api/v1/alert-targets", &wanted);
            assert_eq!((answer.status, &answer.json()["errors"][0]["code"]), (422, &json!(code)), "{url}");
        }
        let made = server.post("/api/v1/alert-targets", &target()).json();
        let secret = text(&made["secret"]);
        assert!(secret.len() == 68 && secret.starts_with("mgw_"), "{made}");
        let listed = server.get("/api/v1/alert-targets").text();
        assert!(listed.contains(made["id"].as_str().unwrap()) && !listed.contains(&secret));
        // Nobody's unit, and what no unit can be seen by.
        for more in [
            json!({ "unit": "don-khong-co" }),
            json!({ "unapproved": true }),
            json!({ "kinds": [] }),
            json!({ "kinds": ["nix"] }),
        ] {
            let mut wanted = target();
            wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert_eq!(server.post("/api/v1/alert-targets", &wanted).status, 422, "{more}");
        }
    }
}
