//! Who sets inspection rules and plans campaigns, and who learns of them: every role in every scope.

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
    format!("01932f5e-7c1e-7abc-8def-{n:012x}")
}

/// A part of the line decides about no rule of the whole.
fn may_plan(somebody: &Somebody) -> bool {
    may(somebody.role, Permission::Plan) && somebody.scope != Scope::PartOfPostA
}

/// Those above the unit that set it, its own people, and the units that it binds: all that whoever set it plans for.
fn is_told(somebody: &Somebody, by: Scope) -> bool {
    somebody.role.is_some()
        && match (somebody.scope, by) {
            (Scope::Everywhere | Scope::Province, _) | (_, Scope::Everywhere | Scope::Province) => true,
            (mine, by) => mine.unit() == by.unit(),
        }
}

#[test]
fn a_limit_moves_no_tag_for_those_who_may_not_know_of_it() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let paths = ["/collections/hazards/items", "/collections/inspections/items", "/api/v1/segments/at-risk"];
        let of = |role: Role, scope: Scope| {
            world.people.iter().find(|one| one.role == Some(role) && one.scope == scope).unwrap()
        };
        let tags = |somebody: &Somebody| paths.map(|path| world.get(path, somebody).header("etag").to_owned());
        let others = [of(Role::Inspector, Scope::PostA), of(Role::Commander, Scope::PostA), &world.people[0]];
        let own = [of(Role::Commander, Scope::PostB), of(Role::Supervisor, Scope::Province)];
        let before = (others.map(tags), own.map(tags));
        let limit = json!({ "id": id(7), "kind": "landslide", "watched": "width_mm", "limit": 100, "reason": "thử" });
        assert_eq!(post(&world, own[0], "/api/v1/thresholds", &limit), 201, "{engine:?}");
        assert_eq!(others.map(tags), before.0, "{engine:?}: whoever may not know of it");
        for (now, then) in own.map(tags).iter().zip(&before.1) {
            assert_ne!(now, then, "{engine:?}: whoever sees it");
        }
        let end = json!({ "id": id(8), "reason": "thử" });
        assert_eq!(post(&world, own[0], &format!("/api/v1/thresholds/{}/end", id(7)), &end), 201, "{engine:?}");
        assert_eq!(others.map(tags), before.0, "{engine:?}: nor of its end");
    }
}

#[test]
fn only_whoever_plans_for_everybody_decides_about_the_method_that_everybody_reads() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let nobody = &world.people[0];
        let method = world.get("/api/v1/attention/method", nobody).json();
        let standing = || world.get("/api/v1/attention/method", nobody).json()["approved"].clone();
        let decide = |n: usize, somebody: &Somebody, approved: bool| {
            let decision = json!({ "id": id(n), "version": method["version"], "digest": method["digest"], "approved": approved,
                "decision": "12/QĐ", "decided_on": "2026-11-21", "decided_by": "thử", "reason": "thử" });
            let url = format!("{}/api/v1/attention/method/approvals", world.server.base);
            let body = decision.to_string();
            send("POST", &url, somebody.token.as_deref(), "application/json", body.as_bytes())
        };
        let mut decided = 0;
        for (n, somebody) in world.people.iter().enumerate() {
            let plans = may(somebody.role, Permission::Plan);
            let expected = match somebody.role {
                None => 401,
                Some(_) if plans && somebody.scope == Scope::Everywhere => 201,
                Some(_) => 403,
            };
            for approved in [true, false] {
                let before = standing();
                let answer = decide(10_000 + 2 * n + usize::from(approved), somebody, approved);
                assert_eq!(answer.status, expected, "{engine:?} {somebody:?}");
                let after = if expected == 201 { json!(approved) } else { before };
                assert_eq!(standing(), after, "{engine:?} {somebody:?}");
                if expected == 403 && plans {
                    assert_eq!(answer.json()["code"], "not_over_everything", "{somebody:?}");
                    assert!(answer.json()["detail"].as_str().unwrap().contains("mọi đơn vị"), "{}", answer.text());
                }
            }
            decided += usize::from(expected == 201);
        }
        assert_eq!(decided, 2, "a planner and the department, over everything");
    }
}

#[test]
fn who_sets_inspection_rules_and_campaigns_and_who_sees_them() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let mut set: Vec<(usize, &Somebody)> = Vec::new();
        for (n, somebody) in world.people.iter().enumerate() {
            let expected = match somebody.role {
                None => 401,
                Some(_) if may_plan(somebody) => 201,
                Some(_) => 403,
            };
            let rule = json!({ "id": id(n), "title": "thử", "subject": "markers", "line": "VN-LA", "every": 1, "per": "year",
                "from": "2026-01-01", "basis": { "document": "Lệnh thử", "quote": "hằng năm" } });
            assert_eq!(post(&world, somebody, "/api/v1/inspection-rules", &rule), expected, "{engine:?} {somebody:?}");
            let campaign = json!({ "id": id(1_000 + n), "title": "thử", "mode": "joint", "subjects": ["markers"], "line": "VN-LA",
                "from": "2026-01-01", "to": "2026-12-31", "source": "Kế hoạch thử" });
            assert_eq!(post(&world, somebody, "/api/v1/campaigns", &campaign), expected, "{engine:?} {somebody:?}");
            if expected == 201 {
                set.push((n, somebody));
            }
        }
        assert_eq!(set.len(), 8, "two roles in four scopes");
        let mut cells = 0_usize;
        for somebody in &world.people {
            let rules = world.get("/api/v1/inspection-rules", somebody).text();
            let campaigns = world.get("/api/v1/campaigns", somebody).text();
            let due = world.get("/api/v1/inspections/due?limit=1000", somebody).text();
            for (n, by) in &set {
                let told = is_told(somebody, by.scope);
                assert_eq!(rules.contains(&id(*n)), told, "{engine:?} {somebody:?} of {by:?}");
                assert_eq!(campaigns.contains(&id(1_000 + n)), told, "{engine:?} {somebody:?} of {by:?}");
                assert!(told || !due.contains(&id(*n)), "{engine:?} {somebody:?} of {by:?}");
                let one = world.get(&format!("/api/v1/campaigns/{}", id(1_000 + n)), somebody).status;
                assert_eq!(one, if told { 200 } else { 404 }, "{engine:?} {somebody:?} of {by:?}");
                // Nobody ends what is not his; what he does not see is not there.
                if may_plan(somebody)
                    && (by.scope == somebody.scope
                        || somebody.scope == Scope::Everywhere && by.scope == Scope::Everywhere)
                {
                    continue;
                }
                let end = json!({ "id": id(100_000 + cells), "reason": "thử" });
                for path in [format!("inspection-rules/{}", id(*n)), format!("campaigns/{}", id(1_000 + n))] {
                    let status = post(&world, somebody, &format!("/api/v1/{path}/end"), &end);
                    let expected = match somebody.role {
                        None => 401,
                        Some(_) if !may(somebody.role, Permission::Plan) || told => 403,
                        Some(_) => 404,
                    };
                    assert_eq!(status, expected, "{engine:?} {somebody:?} {path} of {by:?}");
                }
                cells += 1;
            }
        }
        println!("inspection rules and campaigns: {cells} cells");
        assert!(cells > 250, "{cells}");
    }
}
