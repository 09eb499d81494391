//! What hangs on a record is for no more people than that record, however it came and whenever that got its label.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::order::Dice;
use crate::posts::{Posts, id, inspection, review, with};
use crate::support::{ENGINES, Engine};

/// Ids of one family.
const ROOM: u64 = 64;
/// Families, each told in an order of its own.
const FAMILIES: u64 = 14;

const HAZARD: u64 = 0;
const READING: u64 = 1;
const REPORT: u64 = 2;
const ANSWER: u64 = 3;
const MEETING: u64 = 4;
const TASK: u64 = 5;
const OBJECT: u64 = 6;
const LOOK: u64 = 7;
const THEIRS: u64 = 8;
const DONE: u64 = 9;
/// What is restricted in the end because of what it hangs on.
const HANGING: [u64; 7] = [READING, REPORT, ANSWER, TASK, LOOK, THEIRS, DONE];

fn relabel(n: u64, target: &str, label: &str, hour: u64) -> Value {
    json!({ "type": "relabel", "id": id(n), "target": target, "label": label, "reason": "đàm phán",
        "decided_at": format!("2026-11-21T{hour:02}:00:00Z") })
}

/// Records of a family with who sends them; every second one's hazard is restricted from the start.
fn family(base: u64) -> Vec<(&'static str, Value)> {
    let of = |n: u64| id(base + n);
    let at = "2026-11-20T08:30:00+07:00";
    let early = json!({ "decided_at": "2026-11-20T10:00:00Z" });
    let is_born_so = (base / ROOM).is_multiple_of(2);
    let hazard = json!({ "type": "hazard", "id": of(HAZARD), "kind": "crack", "severity": "high",
        "near_marker": "VN-LA:211", "observed_at": at, "label": if is_born_so { "restricted" } else { "internal" } });
    let reading = json!({ "type": "reading", "id": of(READING), "hazard": of(HAZARD), "observed_at": at,
        "method": "tape", "width_mm": 777 });
    let report = json!({ "type": "damage_report", "id": of(REPORT), "finding": of(HAZARD), "reported_at": at,
        "addressee": "Tỉnh", "remedy": "trám" });
    let answer = json!({ "type": "answer", "id": of(ANSWER), "report": of(REPORT), "answered_at": at,
        "ruling": "approved", "authority": "Tỉnh", "text": "lời kín" });
    let meeting = json!({ "type": "meeting", "id": of(MEETING), "held_at": at, "kind": "talks", "title": "Họp",
        "other": "Lào", "agreed": ["điểm kín"] });
    let task = json!({ "type": "task", "id": of(TASK), "meeting": of(MEETING), "at": at, "point": 1,
        "title": "điểm kín", "lead": ["don-a"], "deadline": "trong tháng" });
    let object =
        json!({ "type": "object", "id": of(OBJECT), "kind": "embankment", "name": "Kè", "marker": "VN-LA:211" });
    let look = inspection(base + LOOK, &json!({ "object": of(OBJECT), "marker": null }));
    let look = Value::Object(look.as_object().unwrap().clone().into_iter().filter(|(_, it)| !it.is_null()).collect());
    let theirs = json!({ "type": "counterpart", "id": of(THEIRS), "inspection": of(LOOK), "observed_at": at,
        "other": "Bôlikhămxay", "condition": "good" });
    let done = json!({ "type": "task_report", "id": of(DONE), "task": of(TASK),
        "as_of": "2026-11-20", "state": "under_way" });
    let mut all = vec![
        ("linh-a", hazard),
        ("linh-a", reading),
        ("linh-a", report),
        ("linh-a", answer),
        ("truong-a", meeting),
        ("truong-a", task),
        ("linh-a", object),
        ("linh-a", look),
        ("linh-a", theirs),
        ("truong-a", done),
        ("truong-a", review(base + 20, &of(READING), "approve", &early)),
        ("truong-a", relabel(base + 21, &of(MEETING), "restricted", 6)),
        ("truong-a", relabel(base + 22, &of(OBJECT), "restricted", 6)),
        // Nobody lowers it below what it hangs on.
        ("truong-a", relabel(base + 23, &of(TASK), "public", 7)),
        ("truong-a", relabel(base + 24, &of(ANSWER), "internal", 8)),
    ];
    if !is_born_so {
        all.push(("truong-a", relabel(base + 25, &of(HAZARD), "restricted", 6)));
    }
    all
}

fn tell(posts: &Posts) {
    let mut dice = Dice(5);
    let mut queues: Vec<Vec<(&str, Value)>> = (0..FAMILIES).map(|n| family(n * ROOM)).collect();
    // The first two as they are, the next two from behind, the others anyhow.
    for (n, queue) in queues.iter_mut().enumerate() {
        match n {
            0 | 1 => {}
            2 | 3 => queue.reverse(),
            _ => dice.shuffle(queue),
        }
    }
    // One of each family at a time; what one sender says in a row goes together.
    let longest = queues.iter().map(Vec::len).max().unwrap();
    for n in 0..longest {
        let mut by: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (who, record) in queues.iter().filter_map(|queue| queue.get(n)) {
            by.entry(who).or_default().push(record.clone());
        }
        for (who, records) in by {
            for receipt in posts.push(who, &records) {
                assert_ne!(receipt["outcome"], "refused", "{receipt}");
            }
        }
    }
}

fn thread(posts: &Posts, who: &str, n: u64) -> Value {
    let answer = posts.get(who, &format!("/api/v1/records/{}", id(n)));
    if answer.status == 404 { Value::Null } else { answer.json() }
}

/// Everything in the layers that somebody sees.
fn layers(posts: &Posts, who: &str) -> String {
    let of = |layer: &str| {
        let page = posts.get(who, &format!("/collections/{layer}/items?limit=10000"));
        assert_eq!(page.status, 200, "{layer}");
        page.json()["features"].to_string()
    };
    ["hazards", "readings", "damage-reports", "meetings", "tasks", "objects", "inspections"].map(of).join("\n")
}

fn nobody_uncleared_reads(posts: &Posts, engine: Engine) {
    let seen = layers(posts, "linh-a");
    for family in 0..FAMILIES {
        for n in HANGING.map(|n| family * ROOM + n) {
            assert_eq!(thread(posts, "linh-a", n), Value::Null, "{engine:?} {family} {n}");
            assert!(!seen.contains(&id(n)), "{engine:?} {family} {n}");
            assert_eq!(thread(posts, "truong-a", n)["label"], "restricted", "{engine:?} {family} {n}");
        }
        // What was approved before its hazard was restricted stays so.
        assert_eq!(thread(posts, "truong-a", family * ROOM + READING)["review_state"], "approved", "{family}");
    }
    assert!(!seen.contains("\"width_mm\":777") && !seen.contains("điểm kín"));
}

#[test]
fn what_hangs_on_a_restricted_record_is_restricted_in_any_order() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        tell(&posts);
        nobody_uncleared_reads(&posts, engine);
        let grown = (layers(&posts, "linh-a"), layers(&posts, "truong-a"), layers(&posts, "tinh"));
        let posts = posts.restarted();
        nobody_uncleared_reads(&posts, engine);
        let anew = (layers(&posts, "linh-a"), layers(&posts, "truong-a"), layers(&posts, "tinh"));
        assert!(anew == grown, "{engine:?}: built anew is grown");

        // What it hangs on gives way: then each has the label that was asked for it.
        let given = [HAZARD, MEETING, OBJECT].map(|n| relabel(40 + n, &id(n), "internal", 9));
        assert_eq!(posts.outcomes("truong-a", &given), ["accepted"; 3]);
        let label = |posts: &Posts, n: u64| thread(posts, "linh-a", n)["label"].clone();
        for n in HANGING {
            // The task was made public meanwhile, which is still more than its meeting is.
            assert_eq!(label(&posts, n), "internal", "{engine:?} {n}");
        }
        let seen = layers(&posts, "linh-a");
        assert!(
            HANGING.iter().filter(|n| ![ANSWER, THEIRS, DONE].contains(n)).all(|n| seen.contains(&id(*n))),
            "{engine:?}"
        );
        let posts = posts.restarted();
        assert!(layers(&posts, "linh-a") == seen, "{engine:?}: built anew is grown");
    }
}

/// A device that was given a reading before its hazard was restricted drops it; a map is told that it is gone.
#[test]
fn a_device_drops_what_hangs_on_a_record_that_got_restricted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let all = family(ROOM);
        for (who, record) in all.iter().take(4) {
            assert_eq!(posts.outcomes(who, std::slice::from_ref(record)), ["accepted"]);
        }
        let pull = |cursor: &Value| {
            let asked = cursor.as_str().map_or_else(String::new, |cursor| format!("?cursor={cursor}"));
            posts.get("linh-a", &format!("/api/v1/sync/pull{asked}")).json()
        };
        let mut pulled = pull(&Value::Null);
        while pulled["complete"] != true {
            pulled = pull(&pulled["cursor"]);
        }
        let restrict = relabel(ROOM + 25, &id(ROOM), "restricted", 6);
        assert_eq!(posts.outcomes("truong-a", &[restrict]), ["accepted"]);
        let drop = pull(&pulled["cursor"])["drop"].to_string();
        for n in [HAZARD, READING, REPORT] {
            assert!(drop.contains(&id(ROOM + n)), "{engine:?} {n} {drop}");
        }
        // And what comes afterwards is restricted from the start.
        let late = with(all[1].1.clone(), &json!({ "id": id(ROOM + 50) }));
        posts.push("linh-a", &[late]);
        assert_eq!(thread(&posts, "linh-a", ROOM + 50), Value::Null);
        assert_eq!(thread(&posts, "truong-a", ROOM + 50)["label"], "restricted");
    }
}
