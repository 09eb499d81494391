//! Whoever looks after a part of the line inspects the things on it, and nothing outside of it.

use mocgioi::domain::access::Role;
use serde_json::{Value, json};

use crate::reads::run;
use crate::support::{Answer, Database, ENGINES, block_on, id, send};
use crate::world::{Scope, World, world};

fn post(world: &World, (role, scope): (Role, Scope), path: &str, body: &Value) -> Answer {
    let somebody = world.people.iter().find(|one| one.role == Some(role) && one.scope == scope).unwrap();
    let url = format!("{}{path}", world.server.base);
    send("POST", &url, somebody.token.as_deref(), "application/json", body.to_string().as_bytes())
}

#[test]
fn the_page_of_an_object_tells_of_no_restricted_inspection_without_a_trace() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let (inspector, commander) = ((Role::Inspector, Scope::PostA), (Role::Commander, Scope::PostA));
        let object = json!({ "id": id(1_001), "kind": "post", "name": "Trạm", "marker": "VN-LA:144" });
        assert_eq!(post(&world, inspector, "/api/v1/objects", &object).status, 201);
        let look = json!({ "id": id(1_002), "observed_at": "2026-11-20T08:00:00Z", "mode": "joint",
            "condition": "damaged", "label": "restricted" });
        let path = format!("/api/v1/objects/{}/inspections", id(1_001));
        assert_eq!(post(&world, inspector, &path, &look).status, 201);
        let page = |(role, scope): (Role, Scope)| {
            let somebody = world.people.iter().find(|one| one.role == Some(role) && one.scope == scope).unwrap();
            world.get(&format!("/collections/objects/items/{}", id(1_001)), somebody).json()["properties"].clone()
        };
        let lines = || block_on(run(&world.database.url, engine, "SELECT COUNT(*) FROM read_log")).unwrap();
        let before = lines();
        assert_eq!(page(inspector)["inspection_state"], "never_inspected", "{engine:?}: not for an inspector");
        assert_eq!(lines(), before, "{engine:?}");
        assert_eq!(page(commander)["last_condition"], "damaged");
        assert_eq!(lines(), before + 1, "{engine:?}: whoever learns of it is noted");
    }
}

#[test]
fn nobody_inspects_an_object_outside_of_his_part_of_the_line() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let (post_a, commander) = ((Role::Inspector, Scope::PostA), (Role::Commander, Scope::PostA));
        let confined = (Role::Inspector, Scope::PartOfPostA);
        // Both are public, so that he sees them.
        for (n, marker) in [(1_001, "VN-LA:144"), (1_002, "VN-LA:211")] {
            let object = json!({ "id": id(n), "kind": "post", "name": "Trạm", "marker": marker });
            assert_eq!(post(&world, post_a, "/api/v1/objects", &object).status, 201);
            let (target, n) = (id(n), n * 10);
            for (path, said) in [
                ("reviews", json!({ "id": id(n), "decision": "approve" })),
                ("label", json!({ "id": id(n + 1), "label": "public", "reason": "thử" })),
            ] {
                let answer = post(&world, commander, &format!("/api/v1/records/{target}/{path}"), &said);
                assert_eq!(answer.status, 201, "{}", answer.text());
            }
        }
        let look = |n: u64| json!({ "id": id(n), "observed_at": "2026-11-20T08:00:00Z", "mode": "joint", "condition": "good" });
        for (n, of, status) in [(2_001, 1_001, 201), (2_002, 1_002, 403)] {
            let path = format!("/api/v1/objects/{}/inspections", id(of));
            assert_eq!(post(&world, confined, &path, &look(n)).status, status, "{engine:?} {of}");
        }
        for (n, of, outcome) in [(3_001, 1_001, "accepted"), (3_002, 1_002, "refused")] {
            let mut record = look(n);
            (record["type"], record["object"]) = (json!("inspection"), json!(id(of)));
            let answer = post(&world, confined, "/api/v1/sync/push", &json!({ "records": [record] })).json();
            assert_eq!(answer["receipts"][0]["outcome"], outcome, "{engine:?} {answer}");
        }
        // And he enters nothing there.
        let object = json!({ "id": id(4_001), "kind": "post", "name": "Trạm", "marker": "VN-LA:211" });
        assert_eq!(post(&world, confined, "/api/v1/objects", &object).status, 403);
    }
}
