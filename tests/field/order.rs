//! Any order and any repetition of pushes ends in the same state: same records, contenders, reviews.
//!
//! Thousands of little stories, each with ids of its own, are told to two servers in orders of their own, some things
//! twice; then both servers must show the same to everybody, sequence numbers and times of receipt aside.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review, tombstone};
use crate::support::{ENGINES, Engine};

/// Stories a server is told.
const STORIES: u64 = 600;

/// Numbers that look like chance and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for n in (1..items.len()).rev() {
            let other = usize::try_from(self.below(n as u64 + 1)).unwrap();
            items.swap(n, other);
        }
    }
}

/// What commanders let pass, each told at some moment among the records: two overlap, one is ended.
fn rules() -> Vec<(&'static str, String, Value)> {
    let rule = |n: u64, conditions: &[&str], more: Value| {
        let passes = json!([{ "kind": "inspection", "conditions": conditions }]);
        let rule = json!({ "id": id(n), "passes": passes, "from": "2026-11-01T00:00:00Z", "reason": "tháng cao điểm" });
        ("/api/v1/approval-rules".to_owned(), crate::posts::with(rule, &more))
    };
    let restricted = rule(RULES + 1, &["good", "displaced"], json!({ "restricted": true }));
    let (plain, others) = (rule(RULES, &["good", "damaged"], json!({})), rule(RULES + 2, &["good"], json!({})));
    let mut all = vec![("truong-a", plain.0, plain.1), ("truong-a", restricted.0, restricted.1)];
    all.push(("truong-b", others.0, others.1));
    let end = json!({ "id": id(RULES + 3), "reason": "xong" });
    all.push(("truong-a", format!("/api/v1/approval-rules/{}/end", id(RULES)), end));
    all
}

/// Ids of rules begin here.
const RULES: u64 = 1 << 40;

/// What happens around one inspection: who sends what.
fn story(n: u64, dice: &mut Dice) -> Vec<(&'static str, Value)> {
    let base = n * 32;
    let target = id(base);
    let at = |hour: u64| json!({ "decided_at": format!("2026-11-21T{hour:02}:00:00Z"), "remark": "xem lại" });
    let conditions = ["good", "damaged", "missing", "tilted"];
    let mut sent =
        vec![("linh-a", inspection(base, &json!({ "condition": conditions[usize::try_from(n % 4).unwrap()] })))];
    if dice.below(3) == 0 {
        sent.push(("linh-a", inspection(base, &json!({ "condition": "buried" }))));
    }
    if dice.below(4) == 0 {
        sent.push(("linh-a", inspection(base, &json!({ "condition": "displaced", "label": "restricted" }))));
    }
    if dice.below(5) == 0 {
        sent.push(("linh-a", inspection(base, &json!({ "condition": "tilted", "draft": true }))));
    }
    if dice.below(4) == 0 {
        let who = dice.one_of(&["truong-a", "ngoai-vu", "truong-b"]);
        let label = dice.one_of(&["public", "internal", "restricted"]);
        let said = json!({ "type": "relabel", "id": id(base + 12), "target": target, "label": label, "reason": "thử",
            "decided_at": "2026-11-21T06:30:00Z" });
        sent.push((who, said));
    }
    for k in 0..dice.below(4) {
        let who = dice.one_of(&["truong-a", "truong-a", "truong-b"]);
        let decision = dice.one_of(&["approve", "return"]);
        sent.push((who, review(base + 1 + k, &target, decision, &at(dice.below(20)))));
    }
    if dice.below(4) == 0 {
        sent.push((dice.one_of(&["linh-a", "truong-a", "linh-b"]), tombstone(base + 8, &target)));
    }
    if dice.below(3) == 0 {
        let correction = inspection(base + 9, &json!({ "condition": "good", "corrects": target }));
        sent.push((dice.one_of(&["linh-a", "linh-b"]), correction));
        if dice.below(2) == 0 {
            sent.push(("truong-a", review(base + 10, &id(base + 9), "approve", &at(5))));
        }
    }
    sent
}

fn tell(posts: &Posts, seed: u64) {
    let mut facts = Dice(1);
    let mut all: Vec<(&str, Value)> = (0..STORIES).flat_map(|n| story(n, &mut facts)).collect();
    let mut dice = Dice(seed);
    let again: Vec<(&str, Value)> = all.iter().filter(|_| dice.below(4) == 0).cloned().collect();
    all.extend(again);
    // Every sender has a queue in an order of its own, and the queues come in pieces, whichever is next.
    dice.shuffle(&mut all);
    let mut queues: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (who, record) in all {
        queues.entry(who).or_default().push(record);
    }
    let mut queues: Vec<(&str, Vec<Value>)> = queues.into_iter().collect();
    // Rules come at moments of their own, in their own order: nobody ends what there is not.
    let mut rules = rules().into_iter();
    while !queues.is_empty() {
        if dice.below(12) == 0 {
            told(posts, rules.next());
        }
        let next = usize::try_from(dice.below(queues.len() as u64)).unwrap();
        let (who, queue) = &mut queues[next];
        let piece = queue.len().min(usize::try_from(1 + dice.below(60)).unwrap());
        for receipt in posts.push(who, &queue.drain(..piece).collect::<Vec<_>>()) {
            // Another post that sees a record by now is told that it is not his: kept or not, it counts for nothing.
            let is_his = receipt["errors"][0]["code"] != "forbidden";
            assert!(receipt["outcome"] != "refused" || !is_his, "{receipt}");
        }
        queues.retain(|(_, queue)| !queue.is_empty());
    }
    for rule in rules {
        told(posts, Some(rule));
    }
}

fn told(posts: &Posts, rule: Option<(&str, String, Value)>) {
    let Some((who, path, rule)) = rule else { return };
    for _ in 0..2 {
        assert_eq!(posts.post(who, &path, &rule).status, 201, "{rule}");
    }
}

/// Everything that somebody sees, without what depends on when it came.
fn state(posts: &Posts, who: &str) -> BTreeMap<String, Value> {
    let mut seen = BTreeMap::new();
    let page = posts.get(who, "/collections/inspections/items?limit=10000").json();
    assert!(page["features"].as_array().unwrap().len() < 10_000);
    for mut feature in page["features"].as_array().unwrap().clone() {
        let properties = feature["properties"].as_object_mut().unwrap();
        properties.remove("seq");
        properties.remove("received_at");
        // A rule decides when a record comes.
        if properties.contains_key("decided_by_rule") {
            properties.remove("reviewed_at");
        }
        seen.insert(feature["id"].as_str().unwrap().to_owned(), feature);
    }
    seen
}

/// What is known of each record, contenders and statements too.
fn threads(posts: &Posts) -> Vec<Value> {
    (0..STORIES)
        .step_by(7)
        .map(|n| {
            let mut thread = posts.get("truong-a", &format!("/api/v1/records/{}", id(n * 32))).json();
            if !thread["reviewed"]["decided_by_rule"].is_null() {
                thread["reviewed"]["at"].take();
            }
            for list in ["contents", "statements"] {
                for one in thread[list].as_array_mut().into_iter().flatten() {
                    for field in ["seq", "received_at", "clock_skew_ms"] {
                        one.as_object_mut().unwrap().remove(field);
                    }
                    if !one["decided_by_rule"].is_null() {
                        one["at"].take();
                    }
                }
                if let Some(all) = thread[list].as_array_mut() {
                    all.sort_by_key(ToString::to_string);
                }
            }
            thread
        })
        .collect()
}

fn same_in_any_order(engine: Engine) {
    let (one, other) = (Posts::new(engine), Posts::new(engine));
    tell(&one, 11);
    tell(&other, 12);
    for who in ["linh-a", "truong-a", "truong-b", "tinh", "ngoai-vu", ""] {
        let (here, there) = (state(&one, who), state(&other, who));
        for (id, feature) in &here {
            assert_eq!(Some(feature), there.get(id), "{engine:?} {who}");
        }
        assert_eq!(here.len(), there.len(), "{engine:?} {who}");
        let risk = |posts: &Posts| posts.get(who, "/api/v1/segments/VN-LA:210..211/risk").json()["properties"].clone();
        assert_eq!(risk(&one), risk(&other), "{engine:?} {who}");
    }
    assert_eq!(threads(&one), threads(&other), "{engine:?}");
    let by_rule = state(&one, "truong-a").values().filter(|it| it["properties"]["decided_by_rule"].is_string()).count();
    assert!(by_rule > 40, "{by_rule}");
    // The picture that grew is the picture that a restart builds.
    let before = state(&one, "tinh");
    assert!(before.len() > 20, "{}", before.len());
    let rebuilt = one.restarted();
    assert_eq!(state(&rebuilt, "tinh"), before, "{engine:?}");
}

#[test]
fn any_order_and_any_repetition_ends_in_the_same_state() {
    for engine in ENGINES {
        same_in_any_order(engine);
    }
}
