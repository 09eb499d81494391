//! Who may approve what, and who may label it: every role and scope against every label, unit and place.

use mocgioi::domain::access::{Permission, ReviewState};
use serde_json::{Value, json};

use crate::matrix::{may, may_see};
use crate::support::{Database, ENGINES, send};
use crate::world::{Scope, Somebody, Thing, World, world};

/// What the rules say, written down a second time. `below`: also with what belongs to units below.
fn may_say(somebody: &Somebody, thing: &Thing, permission: Permission, below: bool) -> u16 {
    if somebody.role.is_none() {
        return 401;
    }
    if !may(somebody.role, permission) {
        return 403;
    }
    if !may_see(somebody, thing) {
        // Whoever belongs to no unit, or to a part of the line alone, says nothing about what he cannot see.
        return if matches!(somebody.scope, Scope::Everywhere | Scope::PartOfPostA) { 403 } else { 404 };
    }
    let reached = match somebody.scope {
        Scope::Everywhere => below || thing.unit.is_none(),
        Scope::Province => below && thing.unit.is_some(),
        // Whoever looks after a part of the line decides about what lies there, also of what everybody sees.
        Scope::PartOfPostA => thing.unit == somebody.scope.unit() && thing.marker == "VN-LA:144",
        _ => thing.unit == somebody.scope.unit(),
    };
    if reached { 201 } else { 403 }
}

fn said(world: &World, somebody: &Somebody, thing: &Thing, what: &str, body: &Value) -> u16 {
    let url = format!("{}/api/v1/records/{}/{what}", world.server.base, thing.id);
    send("POST", &url, somebody.token.as_deref(), "application/json", body.to_string().as_bytes()).status
}

#[test]
fn who_may_approve_and_label_what() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let (mut cells, mut n) = (0_usize, 0_u64);
        // What is approved already: approving and labelling it as it is changes nothing for the next one.
        for thing in world.things.iter().filter(|thing| thing.review == ReviewState::Approved) {
            for somebody in &world.people {
                let mut id = || {
                    n += 1;
                    format!("01932f5e-7c1d-7abc-8def-{n:012x}")
                };
                let approve = json!({ "id": id(), "decision": "approve" });
                let relabel = json!({ "id": id(), "label": thing.label, "reason": "như cũ" });
                let expected = may_say(somebody, thing, Permission::Approve, false);
                assert_eq!(said(&world, somebody, thing, "reviews", &approve), expected, "{somebody:?} {thing:?}");
                let expected = may_say(somebody, thing, Permission::SetLabel, true);
                assert_eq!(said(&world, somebody, thing, "label", &relabel), expected, "{somebody:?} {thing:?}");
                cells += 2;
            }
        }
        println!("who may say what: {cells} cells");
        assert!(cells >= 1_000, "{cells}");
    }
}
