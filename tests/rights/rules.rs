//! Who sets rules of approval and limits, and who learns of them: every role in every scope.

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

/// A rule is its unit's: whoever is over everything has none, and a part of the line decides about no whole.
fn may_set_rule(somebody: &Somebody) -> bool {
    somebody.role == Some(Role::Commander) && matches!(somebody.scope, Scope::Province | Scope::PostA | Scope::PostB)
}

/// A limit is a commander's, or a planner's, who may be over everything.
fn may_set_limit(somebody: &Somebody) -> bool {
    let plans = may(somebody.role, Permission::Import) && somebody.scope != Scope::PartOfPostA;
    plans || may_set_rule(somebody)
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

#[test]
fn who_sets_rules_and_limits_and_who_sees_them() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let (mut rules, mut limits) = (Vec::<(String, &Somebody)>::new(), Vec::<(String, &Somebody)>::new());
        for (n, somebody) in world.people.iter().enumerate() {
            let expected = |allowed| match somebody.role {
                None => 401,
                Some(_) if allowed => 201,
                Some(_) => 403,
            };
            let rule = json!({ "id": id(n), "passes": [{ "kind": "meeting" }], "reason": "thử" });
            let status = post(&world, somebody, "/api/v1/approval-rules", &rule);
            assert_eq!(status, expected(may_set_rule(somebody)), "{engine:?} {somebody:?}");
            let limit =
                json!({ "id": id(1_000 + n), "kind": "crack", "watched": "width_mm", "limit": 5, "reason": "thử" });
            let status = post(&world, somebody, "/api/v1/thresholds", &limit);
            assert_eq!(status, expected(may_set_limit(somebody)), "{engine:?} {somebody:?}");
            if may_set_rule(somebody) {
                rules.push((id(n), somebody));
            }
            if may_set_limit(somebody) {
                limits.push((id(1_000 + n), somebody));
            }
        }
        assert!(rules.len() == 3 && limits.len() == 15, "{} {}", rules.len(), limits.len());
        let mut cells = 0_usize;
        for somebody in world.people.iter().filter(|somebody| somebody.role.is_some()) {
            for (what, list, all) in [("approval-rules", "rules", &rules), ("thresholds", "thresholds", &limits)] {
                let listed = world.get(&format!("/api/v1/{what}"), somebody).text();
                assert!(listed.contains(list));
                for (n, (id, by)) in all.iter().enumerate() {
                    let seen = sees(somebody, by.scope.unit());
                    assert_eq!(listed.contains(id.as_str()), seen, "{engine:?} {somebody:?} {what} of {by:?}");
                    // Nobody ends what he may not set, or what is not his; what he does not see is not there.
                    let mine = by.scope.unit() == somebody.scope.unit();
                    let may = if what == "thresholds" { may_set_limit(somebody) } else { may_set_rule(somebody) };
                    if may && mine {
                        continue;
                    }
                    let end = json!({ "id": self::id(100_000 + cells), "reason": "thử" });
                    let status = post(&world, somebody, &format!("/api/v1/{what}/{id}/end"), &end);
                    let refused = if what == "thresholds" {
                        seen
                    } else {
                        seen || !self::may(somebody.role, Permission::Approve)
                    };
                    assert_eq!(status, if refused { 403 } else { 404 }, "{engine:?} {n} {somebody:?} {what} of {by:?}");
                    cells += 1;
                }
            }
        }
        println!("rules and limits: {cells} cells");
        assert!(cells > 500, "{cells}");
    }
}
