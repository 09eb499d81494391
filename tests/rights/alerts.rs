//! Who manages targets of alerts: whoever may, in his own units, and never one that sees more than he does.

use mocgioi::domain::access::{Label, Role};
use mocgioi::domain::alert::AlertKind;
use mocgioi::domain::alert_target::{AlertTarget, Scope as Sees};
use mocgioi::domain::secret::Secret;

use crate::support::{Database, ENGINES, block_on, send};
use crate::world::{Scope, Somebody, world};

/// Administrators alone, who read what is internal; a part of the line is no unit.
fn may(somebody: &Somebody, unit: Option<&str>, label: Label, unapproved: bool) -> bool {
    let reaches = match somebody.scope {
        Scope::Everywhere => true,
        Scope::Province => unit.is_some(),
        Scope::PartOfPostA => false,
        scope => unit.is_some() && scope.unit() == unit,
    };
    somebody.role == Some(Role::Administrator) && reaches && label != Label::Restricted && !unapproved
}

#[test]
fn who_sees_and_ends_which_targets() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        let context = &world.server.app.context;
        let mut targets = Vec::new();
        for unit in [None, Some("son-la"), Some("don-a"), Some("don-b")] {
            for label in Label::ALL {
                for unapproved in [false, true] {
                    let id = (context.new_id)();
                    let target = AlertTarget {
                        id,
                        title: "thử".to_owned(),
                        url: "https://hooks.example.org/".to_owned(),
                        secret: Secret::new("mgw_thử"),
                        kinds: AlertKind::ALL.to_vec(),
                        scope: Sees { unit: unit.map(str::to_owned), label, unapproved },
                        from_seq: 0,
                        made_at: (context.clock)(),
                        made_by: "thử".to_owned(),
                        ended: None,
                    };
                    let store = context.store.clone();
                    block_on(async move { store.add_alert_target(&target).await.unwrap() });
                    targets.push((id, unit, label, unapproved));
                }
            }
        }
        let mut cells = 0_usize;
        for somebody in &world.people {
            let listed = world.get("/api/v1/alert-targets", somebody);
            for (id, unit, label, unapproved) in &targets {
                let sees = may(somebody, *unit, *label, *unapproved);
                assert_eq!(listed.text().contains(&id.to_string()), sees, "{engine:?} {somebody:?} {unit:?} {label:?}");
                let one = world.get(&format!("/api/v1/alert-targets/{id}/deliveries"), somebody).status;
                let manages = somebody.role == Some(Role::Administrator);
                let refused = if somebody.role.is_none() { 401 } else { 403 };
                let hidden = if manages { 404 } else { refused };
                assert_eq!(one, if sees { 200 } else { hidden }, "{engine:?} {somebody:?} {unit:?} {label:?}");
                if !sees {
                    let url = format!("{}/api/v1/alert-targets/{id}", world.server.base);
                    let ended = send("DELETE", &url, somebody.token.as_deref(), "application/json", b"");
                    assert_eq!(ended.status, hidden, "{engine:?} {somebody:?} {unit:?} {label:?}");
                }
                cells += 1;
            }
        }
        println!("targets of alerts: {cells} cells");
        assert!(cells > 900, "{cells}");
    }
}
