//! Every status that reports of units can be brought to.

use std::collections::BTreeSet;

use serde_json::json;

use crate::openapi::sample;
use crate::support::Server;
use crate::wire::request;
use crate::world::joined;

pub(crate) fn is_one(path: &str) -> bool {
    path == "/api/v1/reports" || path.contains("/reports/{kind}")
}

pub(crate) fn provoke(server: &Server, method: &str, path: &str) -> BTreeSet<u16> {
    let here = sample(path).replace("{section}", "opening");
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, method, target, &all, body.as_bytes()).status
    };
    let cut = server.get("/api/v1/reports/periodic/2026-12").json()["cutoff"].clone();
    let said = json!({ "text": "thử" }).to_string();
    let body = if method == "PUT" { said } else { json!({ "cutoff": cut }).to_string() };
    let mut seen = BTreeSet::from([
        send(&here, &[], &body),
        send(&joined(&here, "surprise=1"), &[], &body),
        send(&here, &[("Accept", "image/png")], &body),
    ]);
    if path.contains('{') {
        seen.insert(send(&here.replace("periodic", "nix"), &[], &body));
    }
    if method == "GET" && path.contains('{') {
        seen.insert(send(&joined(&here, "unit=don-khong-co"), &[], ""));
    }
    if method != "GET" {
        seen.extend([
            // Somebody wrote it above.
            send(&here, &[], &body),
            send(&here, &[], "{"),
            send(&here, &[], "{}"),
            send(&here, &[("Content-Encoding", "gzip")], &body),
            send(&here, &[], &" ".repeat(1_048_577)),
        ]);
    }
    seen
}
