//! Every status that reports on tasks and works, urgings and assignments can be brought to.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::Server;
use crate::two_sided::provoke_order;
use crate::wire::request;
use crate::world::{changed, fresh, id_of, nobody};

pub(crate) fn is_one(path: &str) -> bool {
    ["/api/v1/tasks/{id}", "/api/v1/works/{id}", "/api/v1/urgings", "/api/v1/assignments"]
        .iter()
        .any(|begin| path.starts_with(begin))
}

/// A record of the seeds in a layer.
pub(crate) fn seeded(server: &Server, layer: &str) -> String {
    let page = server.get(&format!("/collections/{layer}/items?limit=1")).json();
    page["features"][0]["id"].as_str().unwrap().to_owned()
}

pub(crate) fn body(server: &Server, path: &str) -> Value {
    let more = match path.rsplit('/').next() {
        Some("reports") => json!({ "state": "under_way", "as_of": "2026-11-20", "progress": "trên 80%" }),
        Some("visits") => json!({ "visited_at": "2026-11-20T08:30:00Z", "mode": "unilateral", "findings": "thử" }),
        Some("urgings") => json!({ "at": "2026-11-20T08:30:00Z", "target": seeded(server, "tasks"), "to": "thử" }),
        _ => json!({ "at": "2026-11-20T08:30:00Z", "target": seeded(server, "tasks"), "to": "thu", "basis": "thử" }),
    };
    changed(&more, &json!({ "id": id_of(&fresh()) }))
}

pub(crate) fn provoke(server: &Server, path: &str) -> BTreeSet<u16> {
    let layer = if path.contains("/works/") { "works" } else { "tasks" };
    let here = path.replace("{id}", &seeded(server, layer));
    let said = body(server, path);
    let other = if path.ends_with("visits") { json!({ "findings": "khác" }) } else { json!({ "deadline": "khác" }) };
    let other = if path.ends_with("reports") { json!({ "progress": "khác" }) } else { other };
    let mut seen = provoke_order(server, &here, &said, &other);
    if path.contains("{id}") {
        let nobodys = path.replace("{id}", &nobody());
        let headers = [("Content-Type", "application/json")];
        seen.insert(request(&server.base, "POST", &nobodys, &headers, said.to_string().as_bytes()).status);
    }
    seen
}
