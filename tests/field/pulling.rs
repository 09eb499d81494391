//! What a device learns since its last pull: what is new for it, and what it must drop.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::posts::{Posts, id, inspection, review};
use crate::support::ENGINES;

/// A device that keeps what it is sent.
struct Device<'a> {
    posts: &'a Posts,
    who: &'static str,
    cursor: Option<String>,
    holds: BTreeMap<String, Value>,
    resets: usize,
}

impl<'a> Device<'a> {
    fn new(posts: &'a Posts, who: &'static str) -> Self {
        Self { posts, who, cursor: None, holds: BTreeMap::new(), resets: 0 }
    }

    fn pull(&mut self, limit: usize) {
        let mut fresh: Option<BTreeMap<String, Value>> = None;
        loop {
            let cursor = self.cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let answer = self.posts.get(self.who, &format!("/api/v1/sync/pull?limit={limit}{cursor}"));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let answer = answer.json();
            if answer["reset"] == true {
                self.resets += 1;
                fresh = Some(BTreeMap::new());
            }
            let holds = fresh.as_mut().unwrap_or(&mut self.holds);
            for record in answer["records"].as_array().unwrap() {
                holds.insert(record["id"].as_str().unwrap().to_owned(), record.clone());
            }
            for dropped in answer["drop"].as_array().unwrap() {
                holds.remove(dropped.as_str().unwrap());
            }
            self.cursor = Some(answer["cursor"].as_str().unwrap().to_owned());
            if answer["complete"] == true {
                break;
            }
        }
        self.holds = fresh.unwrap_or_else(|| std::mem::take(&mut self.holds));
    }

    /// One page, after the first of a walk.
    fn page(&mut self, limit: usize) -> bool {
        let cursor = self.cursor.clone().unwrap();
        let answer = self.posts.get(self.who, &format!("/api/v1/sync/pull?limit={limit}&cursor={cursor}")).json();
        assert_eq!(answer["reset"], false, "{answer}");
        for record in answer["records"].as_array().unwrap() {
            self.holds.insert(record["id"].as_str().unwrap().to_owned(), record.clone());
        }
        for dropped in answer["drop"].as_array().unwrap() {
            self.holds.remove(dropped.as_str().unwrap());
        }
        self.cursor = Some(answer["cursor"].as_str().unwrap().to_owned());
        answer["complete"] == true
    }

    fn inspections(&self) -> Vec<&str> {
        self.holds.iter().filter(|(_, record)| record["layer"] == "inspections").map(|(id, _)| id.as_str()).collect()
    }
}

#[test]
fn a_device_gets_what_is_for_it_and_drops_what_is_not_any_more() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let records: Vec<Value> = (1..=5).map(|n| inspection(n, &json!({}))).collect();
        posts.push("linh-a", &records);
        let (mut post, mut other, mut province) =
            (Device::new(&posts, "linh-a"), Device::new(&posts, "linh-b"), Device::new(&posts, "tinh"));
        for device in [&mut post, &mut other, &mut province] {
            device.pull(7);
            assert!(device.holds.values().any(|record| record["layer"] == "markers"));
        }
        assert_eq!((post.inspections().len(), other.inspections().len(), province.inspections().len()), (5, 0, 0));

        posts.push("truong-a", &[review(10, &id(1), "approve", &json!({})), review(11, &id(2), "approve", &json!({}))]);
        for device in [&mut post, &mut other, &mut province] {
            device.pull(100);
        }
        assert_eq!(province.inspections(), [id(1), id(2)]);
        assert_eq!(post.holds[&id(1)]["properties"]["review_state"], "approved");
        assert!(other.inspections().is_empty());

        // Returned: the province drops it, the post keeps it.
        let back = json!({ "remark": "xem lại", "decided_at": "2030-01-01T00:00:00Z" });
        posts.push("truong-a", &[review(12, &id(1), "return", &back)]);
        let pulled =
            posts.get("tinh", &format!("/api/v1/sync/pull?cursor={}", province.cursor.as_ref().unwrap())).json();
        assert_eq!(pulled["drop"], json!([id(1)]));
        let pulled =
            posts.get("linh-b", &format!("/api/v1/sync/pull?cursor={}", other.cursor.as_ref().unwrap())).json();
        assert_eq!((&pulled["drop"], &pulled["records"]), (&json!([]), &json!([])), "not even its id");
        post.pull(100);
        province.pull(100);
        assert_eq!((post.inspections().len(), province.inspections()), (5, vec![id(2).as_str()]));

        // A restricted label takes it from the phones of the post.
        let label = json!({ "id": id(13), "label": "restricted", "reason": "theo quy chế" });
        assert_eq!(posts.post("truong-a", &format!("/api/v1/records/{}/label", id(3)), &label).status, 201);
        post.pull(100);
        assert_eq!(post.inspections(), [id(1), id(2), id(4), id(5)]);
        assert_eq!((post.resets, other.resets, province.resets), (1, 1, 1), "once, at the start");
    }
}

#[test]
fn what_changes_while_a_device_walks_comes_after_the_walk() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &(1..=3).map(|n| inspection(n, &json!({}))).collect::<Vec<_>>());
        let first = posts.get("linh-a", "/api/v1/sync/pull?limit=3").json();
        assert_eq!((&first["reset"], &first["complete"]), (&json!(true), &json!(false)));
        posts.push("linh-a", &[inspection(4, &json!({}))]);
        posts.push("truong-a", &[review(5, &id(1), "approve", &json!({}))]);
        let mut device = Device::new(&posts, "linh-a");
        device.cursor = Some(first["cursor"].as_str().unwrap().to_owned());
        device.pull(3);
        for n in 1..=4 {
            assert!(device.holds.contains_key(&id(n)), "{n}");
        }
        assert_eq!(device.holds[&id(1)]["properties"]["review_state"], "approved");
        assert_eq!(device.resets, 0);
    }
}

/// A page ends before the picture of today does: what it gave away is dropped all the same, once it is not to be seen any more.
#[test]
fn nothing_that_came_ahead_of_its_page_stays_once_it_is_hidden() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let hide = |n: u64| {
            let back = json!({ "remark": "xem lại" });
            assert_eq!(posts.outcomes("truong-a", &[review(250 + n, &id(n), "return", &back)]), ["accepted"]);
        };
        let add = |n: u64| {
            posts.push("linh-a", &[inspection(n, &json!({}))]);
            posts.push("truong-a", &[review(200 + n, &id(n), "approve", &json!({}))]);
        };
        let (mut tail, mut walk) = (Device::new(&posts, "tinh"), Device::new(&posts, "tinh"));
        tail.pull(1_000);
        walk.cursor = posts.get("tinh", "/api/v1/sync/pull?limit=3").json()["cursor"].as_str().map(str::to_owned);
        add(1);
        add(2);
        assert!(!tail.page(1), "{engine:?}");
        // To the end of the walk, which its cursor names.
        while walk.cursor.as_ref().unwrap().matches('~').count() > 2 {
            walk.page(1_000);
        }
        hide(1);
        for device in [&mut tail, &mut walk] {
            while !device.page(1) {}
            assert_eq!(device.inspections(), [id(2)], "{engine:?}");
        }
        // And what is hidden before its page comes, and shown again, is there in the end.
        add(3);
        tail.page(1);
        hide(3);
        posts.push("truong-a", &[review(300, &id(3), "approve", &json!({}))]);
        for device in [&mut tail, &mut walk] {
            while !device.page(1) {}
            assert_eq!(device.inspections(), [id(2), id(3)], "{engine:?}");
        }
    }
}

#[test]
fn another_log_another_scope_or_nonsense() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let mut device = Device::new(&posts, "linh-a");
        device.pull(1_000);
        let cursor = device.cursor.clone().unwrap();
        let other_log = cursor.replacen(cursor.split('~').next().unwrap(), "another", 1);
        for cursor in [other_log, cursor.clone()] {
            let who = if cursor.starts_with("another") { "linh-a" } else { "linh-b" };
            let answer = posts.get(who, &format!("/api/v1/sync/pull?cursor={cursor}")).json();
            assert_eq!(answer["reset"], true, "{who}");
        }
        for cursor in ["x", "a~b~c", "a~0123456789abcdef~-1", "a~0123456789abcdef~1~99", "a~0123456789abcdef~1~1~zz~x"]
        {
            assert_eq!(posts.get("linh-a", &format!("/api/v1/sync/pull?cursor={cursor}")).status, 400, "{cursor}");
        }
        assert_eq!(posts.get("", "/api/v1/sync/pull").status, 401);
    }
}

/// The field page calls a record by its layer: under a name that no layer has, it would call it by an id.
#[test]
fn the_field_page_names_layers_as_they_are_named() {
    let script = include_str!("../../web/field/said.js");
    let table = script.split_once("const OF_LAYER = {").unwrap().1.split_once('}').unwrap().0;
    let names = table.split(',').filter_map(|pair| pair.split_once(':'));
    let names: Vec<&str> = names.map(|(name, _)| name.trim().trim_matches('\'')).collect();
    assert!(names.len() > 9, "{names:?}");
    for name in &names {
        assert!(mocgioi::atlas::LayerId::named(name).is_some(), "no layer is called {name}");
    }
    assert!(names.contains(&"patrol-plans") && names.contains(&"damage-reports"), "{names:?}");
}
