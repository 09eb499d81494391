//! What hangs on a record that was erased, or taken back with its import, is for no more people than before.

use mocgioi::app::chance;
use mocgioi::domain::access::Actor;
use mocgioi::store::Store;
use mocgioi::store::erasures::{NotErased, Order};
use serde_json::{Value, json};

use crate::posts::{Posts, id};
use crate::support::{ENGINES, block_on};

fn erase(posts: &Posts, n: u64) -> Result<(), NotErased> {
    block_on(async {
        let store = Store::open(posts.database_url(), "thử").await.unwrap();
        let (record, actor, at) = (id(n).parse().unwrap(), Actor::operator(), (chance::clock())());
        let order = Order { record, rev: None, reason: "hết hạn lưu", actor: &actor, at };
        let erased = store.erase(&order, &mut chance::salts()).await;
        store.close().await;
        erased.map(|_| ())
    })
}

fn label(posts: &Posts, who: &str, n: u64) -> Value {
    let answer = posts.get(who, &format!("/api/v1/records/{}", id(n)));
    if answer.status == 404 { Value::Null } else { answer.json()["label"].clone() }
}

fn restrict(n: u64, target: u64, hour: u64) -> Value {
    json!({ "type": "relabel", "id": id(n), "target": id(target), "label": "restricted", "reason": "Hà khai",
        "decided_at": format!("2026-11-21T{hour:02}:00:00Z") })
}

fn hazard(n: u64, label: &str) -> Value {
    json!({ "type": "hazard", "id": id(n), "kind": "crack", "severity": "high", "near_marker": "VN-LA:211",
        "observed_at": "2026-11-20T08:30:00+07:00", "label": label })
}

/// A hazard that is restricted from the start, and one that was restricted later; each with a reading, a report and its answer.
fn told(posts: &Posts) {
    let at = "2026-11-20T08:30:00+07:00";
    for (base, first) in [(0, "restricted"), (10, "internal"), (20, "internal")] {
        let all = [
            hazard(base, first),
            json!({ "type": "reading", "id": id(base + 1), "hazard": id(base), "observed_at": at, "method": "tape",
                "width_mm": 777 }),
            json!({ "type": "damage_report", "id": id(base + 2), "finding": id(base), "reported_at": at,
                "addressee": "Tỉnh", "remedy": "trám" }),
            json!({ "type": "answer", "id": id(base + 3), "report": id(base + 2), "answered_at": at,
                "ruling": "approved", "authority": "Tỉnh", "text": "lời kín" }),
        ];
        for receipt in posts.push("linh-a", &all) {
            assert_ne!(receipt["outcome"], "refused", "{receipt}");
        }
    }
    assert_eq!(posts.outcomes("truong-a", &[restrict(14, 10, 6)]), ["accepted"]);
}

#[test]
fn erasing_a_restricted_record_opens_nothing_that_hangs_on_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        told(&posts);
        let hanging = [1, 2, 3, 11, 12, 13];
        for n in hanging {
            assert_eq!(label(&posts, "truong-a", n), "restricted", "{engine:?} {n}");
        }
        for n in [0, 10, 20] {
            erase(&posts, n).unwrap();
        }
        let posts = posts.restarted();
        for n in hanging {
            assert_eq!(label(&posts, "linh-a", n), Value::Null, "{engine:?} {n}");
            assert_eq!(label(&posts, "truong-a", n), "restricted", "{engine:?} {n}");
        }
        let seen = posts.get("linh-a", "/collections/readings/items?limit=1000").json();
        assert_eq!(seen["numberMatched"], 1, "{engine:?}: that of the hazard that everybody saw");
        // What an erased report was about is known no more; what hangs on it keeps its label.
        for n in [2, 12, 22] {
            erase(&posts, n).unwrap();
        }
        let posts = posts.restarted();
        for n in [3, 13] {
            assert_eq!(label(&posts, "linh-a", n), Value::Null, "{engine:?} {n}");
        }
        assert_eq!(label(&posts, "linh-a", 23), "internal", "{engine:?}");
        // What comes later, too.
        let late = json!({ "type": "reading", "id": id(40), "hazard": id(10), "method": "tape", "width_mm": 778,
            "observed_at": "2026-11-20T08:30:00+07:00" });
        posts.push("linh-a", &[late]);
        assert_eq!(label(&posts, "linh-a", 40), Value::Null, "{engine:?}");
        let verified = block_on(async {
            let store = Store::open(posts.database_url(), "thử").await.unwrap();
            let verified = store.verify_chain().await;
            store.close().await;
            verified.unwrap().erasures
        });
        assert_eq!(verified, 6, "{engine:?}");
    }
}

#[test]
fn what_restricts_a_record_is_erased_only_where_another_does() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        told(&posts);
        assert!(matches!(erase(&posts, 14), Err(NotErased::Restricts)), "{engine:?}");
        assert_eq!(posts.outcomes("truong-a", &[restrict(15, 10, 7)]), ["accepted"]);
        erase(&posts, 14).unwrap();
        assert!(matches!(erase(&posts, 15), Err(NotErased::Restricts)), "{engine:?}");
        // Nor once the record itself is gone: what hangs on it stands under that label.
        erase(&posts, 10).unwrap();
        assert!(matches!(erase(&posts, 15), Err(NotErased::Restricts)), "{engine:?}");
        let posts = posts.restarted();
        assert_eq!(label(&posts, "linh-a", 11), Value::Null, "{engine:?}");
        // One that opens may go.
        let open = json!({ "type": "relabel", "id": id(30), "target": id(0), "label": "public", "reason": "x",
            "decided_at": "2026-11-21T08:00:00Z" });
        assert_eq!(posts.outcomes("truong-a", &[open]), ["accepted"]);
        erase(&posts, 30).unwrap();
        let posts = posts.restarted();
        assert_eq!(label(&posts, "linh-a", 0), Value::Null, "{engine:?}");
    }
}
