//! Who sends parts of reports, and who learns that one was sent: every role in every scope.

use mocgioi::domain::access::{Permission, Role};
use serde_json::{Value, json};

use crate::matrix::may;
use crate::support::{Database, ENGINES, send};
use crate::world::{Scope, Somebody, World, world};

const LIST: &str = "/api/v1/reports/intake?period=2026-12&duty=000:periodic-report";

fn post(world: &World, somebody: &Somebody, path: &str, body: &Value) -> u16 {
    let url = format!("{}{path}", world.server.base);
    send("POST", &url, somebody.token.as_deref(), "application/json", body.to_string().as_bytes()).status
}

fn id(n: usize) -> String {
    format!("01932f5e-7c1f-7abc-8def-{n:012x}")
}

/// What a record of a unit is seen by, once it is approved; before that its own people who may read such.
fn sees(somebody: &Somebody, unit: Option<&str>, approved: bool) -> bool {
    let Some(role) = somebody.role else { return false };
    let own = somebody.scope.unit() == unit;
    let reached = match somebody.scope {
        Scope::Everywhere => true,
        Scope::Province => unit.is_some(),
        _ => own,
    };
    reached && (approved || own && (may(Some(role), Permission::ReadUnapproved) || unit.is_none()))
}

#[test]
fn who_sends_parts_and_who_learns_of_them() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let of = |role: Role, scope: Scope| {
            world.people.iter().find(|one| one.role == Some(role) && one.scope == scope).unwrap()
        };
        let office = of(Role::ForeignAffairs, Scope::Everywhere);
        let duty = world.get(LIST, office).json()["duties"][0]["duty"].clone();
        let part = |n: usize| {
            json!({ "id": id(n), "duty": duty, "period": "2026-12", "scope": "whole", "letter_number": format!("so-{n}-bc"),
                "letter_date": "2026-12-10", "sections": [{ "section": "general", "text": format!("phan-thu-{n}") }] })
        };
        let (mut sent, mut cells) = (Vec::new(), 0_usize);
        for (n, somebody) in world.people.iter().enumerate() {
            let own = matches!(somebody.scope, Scope::Province | Scope::PostA | Scope::PostB);
            let expected = match somebody.role {
                None => 401,
                Some(_) if !may(somebody.role, Permission::Report) => 403,
                Some(_) if own => 201,
                // Over everything, and of no agency: the department must say whose letter it enters.
                Some(Role::ForeignAffairs) if somebody.scope == Scope::Everywhere => 422,
                Some(_) => 403,
            };
            assert_eq!(post(&world, somebody, "/api/v1/reports/parts", &part(n)), expected, "{engine:?} {somebody:?}");
            if expected == 201 {
                sent.push((n, somebody.scope.unit(), somebody.role == Some(Role::Commander)));
            }
            // For an agency that sends nothing itself: only whoever urges agencies, on the whole line.
            let mut letter = part(1_000 + n);
            letter["agency"] = "Sở Y tế".into();
            let enters = may(somebody.role, Permission::Urge) && somebody.scope != Scope::PartOfPostA;
            let expected = if enters {
                201
            } else if somebody.role.is_none() {
                401
            } else {
                403
            };
            assert_eq!(post(&world, somebody, "/api/v1/reports/parts", &letter), expected, "{engine:?} {somebody:?}");
            if enters {
                sent.push((1_000 + n, somebody.scope.unit(), true));
            }
        }
        assert_eq!(sent.len(), 9 + 4);
        for somebody in &world.people {
            let layer = world.get("/collections/report-parts/items?limit=1000", somebody).json();
            let table = world.get(LIST, somebody);
            let follows = may(somebody.role, Permission::Report);
            assert_eq!(table.status == 200, follows, "{somebody:?}");
            let merged = world.get(&LIST.replace("intake?", "intake/merged?"), somebody).text();
            let mut seen = 0;
            for (n, unit, approved) in &sent {
                let expected = sees(somebody, *unit, *approved);
                seen += u64::from(expected);
                assert_eq!(layer.to_string().contains(&id(*n)), expected, "{engine:?} {n} {somebody:?}");
                assert_eq!(
                    table.text().contains(&format!("so-{n}-bc")),
                    expected && follows,
                    "{engine:?} {n} {somebody:?}"
                );
                let text = format!("phan-thu-{n}\"");
                assert_eq!(merged.contains(&text), expected && follows && *approved, "{engine:?} {n} {somebody:?}");
                cells += 3;
            }
            assert_eq!(layer["numberMatched"], seen, "{somebody:?}");
            // Not even a row tells a post how another agency stands.
            if follows && !matches!(somebody.scope, Scope::Everywhere) && !may(somebody.role, Permission::Urge) {
                assert!(!table.text().contains("Công an tỉnh"), "{somebody:?}");
            }
        }
        println!("parts of reports: {cells} cells");
        assert!(cells > 1_000, "{cells}");
    }
}
