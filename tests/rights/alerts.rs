//! Who manages targets of alerts: whoever may, in his own units, and never one that sees more than he does.

use mocgioi::domain::access::{Label, Role};
use mocgioi::domain::alert::AlertKind;
use mocgioi::domain::alert_target::{AlertTarget, Scope as Sees};
use mocgioi::domain::secret::Secret;
use mocgioi::store::Store;

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
        let database = Database::new(engine);
        let url = database.url.clone();
        let world = world(database);
        let context = &world.server.app.context;
        let (mut targets, mut set) = (Vec::new(), Vec::new());
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
                    set.push(target);
                    targets.push((id, unit, label, unapproved));
                }
            }
        }
        // Through connections of its own: those of the server live in its runtime.
        block_on(async move {
            let store = Store::open(&url, "thử").await.unwrap();
            for target in &set {
                store.add_alert_target(target).await.unwrap();
            }
            store.close().await;
        });
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
