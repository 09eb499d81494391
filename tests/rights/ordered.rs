//! Who urges, who assigns, who reports, and who learns of it: every role in every scope.

use mocgioi::domain::access::{Permission, Role};
use serde_json::{Value, json};

use crate::matrix::may;
use crate::support::{Database, ENGINES, send};
use crate::world::{Scope, Somebody, World, world};

fn post(world: &World, somebody: &Somebody, path: &str, body: &Value) -> u16 {
    let url = format!("{}{path}", world.server.base);
    send("POST", &url, somebody.token.as_deref(), "application/json", body.to_string().as_bytes()).status
}

fn id(n: usize) -> String {
    format!("01932f5e-7c1d-7abc-8def-{n:012x}")
}

/// What is approved and internal of a unit is seen by its people and those above it.
fn sees(somebody: &Somebody, unit: Option<&str>) -> bool {
    somebody.role.is_some()
        && match somebody.scope {
            Scope::Everywhere => true,
            Scope::Province => unit.is_some(),
            scope => scope.unit() == unit,
        }
}

/// Only who stands above a unit assigns to it.
fn may_assign(somebody: &Somebody) -> bool {
    somebody.role == Some(Role::Supervisor) && matches!(somebody.scope, Scope::Everywhere | Scope::Province)
}

/// The task is of the whole line, and so of no part of it that is not his: whoever records reports of it for his unit.
fn may_report(somebody: &Somebody) -> bool {
    may(somebody.role, Permission::Record)
}

#[test]
fn who_urges_assigns_and_reports_and_who_sees_it() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let nobody = world.people.iter().find(|somebody| somebody.role.is_none()).unwrap();
        let tasks = world.get("/collections/tasks/items?limit=1&document=000", nobody).json();
        let task = tasks["features"][0]["id"].as_str().unwrap().to_owned();
        let at = "2026-11-20T00:00:00Z";
        // What was said, of which unit, and whether it waits for a commander.
        let mut said: Vec<(String, Option<&str>, &Somebody)> = Vec::new();
        for (n, somebody) in world.people.iter().enumerate() {
            let expected = |allowed| match somebody.role {
                None => 401,
                Some(_) if allowed => 201,
                Some(_) => 403,
            };
            let urging = json!({ "id": id(n), "at": at, "target": task, "to": "UBND huyện Cao Lộc" });
            let urges = may(somebody.role, Permission::Urge);
            assert_eq!(post(&world, somebody, "/api/v1/urgings", &urging), expected(urges), "{engine:?} {somebody:?}");
            let assignment = json!({ "id": id(1_000 + n), "at": at, "target": task, "to": "don-a", "basis": "thử" });
            let assigns = may_assign(somebody);
            let status = post(&world, somebody, "/api/v1/assignments", &assignment);
            assert_eq!(status, expected(assigns), "{engine:?} {somebody:?}");
            let report = json!({ "id": id(2_000 + n), "state": "under_way", "as_of": "2026-11-20" });
            let reports = may_report(somebody);
            let status = post(&world, somebody, &format!("/api/v1/tasks/{task}/reports"), &report);
            assert_eq!(status, expected(reports), "{engine:?} {somebody:?}");
            if urges {
                said.push((id(n), somebody.scope.unit(), somebody));
            }
            if assigns {
                said.push((id(1_000 + n), Some("don-a"), somebody));
            }
        }
        assert_eq!(said.len(), 5 + 2);
        let mut cells = 0_usize;
        for somebody in &world.people {
            let list = world.get("/api/v1/tasks/standing", somebody).text();
            let page = world.get(&format!("/collections/tasks/items/{task}"), somebody).text();
            let thread = world.get(&format!("/api/v1/records/{task}"), somebody).text();
            for (id, unit, by) in &said {
                let seen = sees(somebody, *unit);
                for (what, text) in [("list", &list), ("page", &page), ("thread", &thread)] {
                    assert_eq!(text.contains(id.as_str()), seen, "{engine:?} {what}: {somebody:?} of {by:?}");
                    cells += 1;
                }
            }
            // A report that is not approved is its unit's, and changes no state for anybody.
            for (n, by) in world.people.iter().enumerate().filter(|(_, by)| may_report(by)) {
                let early = may(somebody.role, Permission::ReadUnapproved) || somebody.scope == Scope::Everywhere;
                let own = by.scope.unit() == somebody.scope.unit();
                let seen = somebody.role.is_some() && early && own;
                assert_eq!(list.contains(&self::id(2_000 + n)), seen, "{engine:?} {somebody:?} of {by:?}");
                cells += 1;
            }
            assert!(!list.contains("\"as_reported\""), "{engine:?} {somebody:?}");
        }
        println!("urging and assigning: {cells} cells");
        assert!(cells > 1_000, "{cells}");
    }
}
