//! What happened at two posts: records of all kinds around each other, dealt out to devices.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Size;
use super::device::Device;
use super::dice::Dice;

/// Numbers of a story's records; the last of it is left out, so that stories never touch.
const STRIDE: u64 = 16;

/// Who sends a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    Soldier,
    Commander,
}

pub(crate) struct Content {
    pub(crate) post: usize,
    pub(crate) hand: Hand,
    pub(crate) record: Value,
    /// A further content for an id that another device uses too.
    pub(crate) contends: bool,
}

pub(crate) struct Sent {
    pub(crate) contents: Vec<Content>,
}

pub(crate) fn id(n: u64) -> String {
    format!("01932f5e-7c1a-7abc-8def-{n:012x}")
}

impl Sent {
    pub(crate) fn ids(&self) -> BTreeSet<&str> {
        self.contents.iter().map(|content| content.record["id"].as_str().unwrap()).collect()
    }

    pub(crate) fn records(&self) -> usize {
        self.contents.iter().filter(|content| !content.contends).count()
    }

    pub(crate) fn contending(&self) -> usize {
        self.contents.len() - self.records()
    }

    /// How many contents were sent for each id.
    pub(crate) fn contents_of(&self) -> BTreeMap<&str, usize> {
        let mut of = BTreeMap::new();
        for content in &self.contents {
            *of.entry(content.record["id"].as_str().unwrap()).or_default() += 1;
        }
        of
    }

    /// Ids of one type that a post sent.
    pub(crate) fn of_type(&self, post: usize, kind: &str) -> BTreeSet<String> {
        let wanted = |content: &&Content| content.post == post && content.record["type"] == kind;
        self.contents.iter().filter(wanted).map(|one| one.record["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// As many records as wanted, in the order in which they happened.
pub(crate) fn tell(size: &Size) -> Sent {
    let mut dice = Dice::new(size.seed);
    let mut contents = Vec::new();
    let (mut records, mut n) = (0, 0);
    while records < size.many {
        for content in story(n, &mut dice) {
            if records < size.many || content.contends {
                records += usize::from(!content.contends);
                contents.push(content);
            }
        }
        n += 1;
    }
    Sent { contents }
}

fn story(n: u64, dice: &mut Dice) -> Vec<Content> {
    let base = 1 + n * STRIDE;
    let post = usize::from(n % 2 == 1);
    let at = |minute: u64| format!("2026-11-20T{:02}:{:02}:00Z", n % 24, minute);
    let inspection = |k: u64, condition: &str| {
        json!({ "type": "inspection", "id": id(base + k), "marker": "VN-LA:211", "observed_at": at(k),
            "mode": "unilateral", "condition": condition, "notes": format!("kiểm tra {n}.{k}: chân mốc khô ráo") })
    };
    let mut records: Vec<(Hand, Value, bool)> =
        (0..4).map(|k| (Hand::Soldier, inspection(k, "damaged"), false)).collect();
    records.push((
        Hand::Soldier,
        json!({ "type": "hazard", "id": id(base + 4), "kind": "crack", "severity": "moderate",
        "near_marker": "VN-LA:211", "observed_at": at(4) }),
        false,
    ));
    for k in 5..8 {
        records.push((
            Hand::Soldier,
            json!({ "type": "reading", "id": id(base + k), "hazard": id(base + 4),
            "observed_at": at(k), "method": "gauge", "width_mm": k, "uncertainty_mm": 0.5 }),
            false,
        ));
    }
    records.push((
        Hand::Soldier,
        json!({ "type": "patrol", "id": id(base + 8), "mode": "unilateral",
        "force": "border_guard", "started_at": at(8), "members": 5 }),
        false,
    ));
    if dice.below(8) == 0 {
        records.push((Hand::Soldier, inspection(3, "buried"), true));
    }
    let mut correction = inspection(9, "good");
    correction["corrects"] = id(base).into();
    records.push((Hand::Soldier, correction, false));
    records.push((
        Hand::Commander,
        json!({ "type": "review", "id": id(base + 10), "target": id(base + 1),
        "decision": "approve" }),
        false,
    ));
    records.push((
        Hand::Soldier,
        json!({ "type": "tombstone", "id": id(base + 11), "target": id(base + 2),
        "reason": "nhập nhầm" }),
        false,
    ));
    records.into_iter().map(|(hand, record, contends)| Content { post, hand, record, contends }).collect()
}

/// The devices of two posts, one in eight its commander's, each with its part in an order of its own.
pub(crate) fn devices(size: &Size, sent: &Sent, tokens: &[(&str, String)]) -> Vec<Device> {
    let place = |n: usize| match n % 8 {
        0..3 => (0, Hand::Soldier, "linh-a"),
        3..6 => (1, Hand::Soldier, "linh-b"),
        6 => (0, Hand::Commander, "truong-a"),
        _ => (1, Hand::Commander, "truong-b"),
    };
    let token = |name| tokens.iter().find(|(who, _)| *who == name).unwrap().1.clone();
    let mut devices: Vec<Device> = (0..size.devices).map(|n| Device::new(n, token(place(n).2), size.seed)).collect();
    let mut dice = Dice::new(size.seed + 1);
    let mut had: BTreeMap<&str, usize> = BTreeMap::new();
    for content in &sent.contents {
        let fit: Vec<usize> =
            (0..size.devices).filter(|n| (place(*n).0, place(*n).1) == (content.post, content.hand)).collect();
        let id = content.record["id"].as_str().unwrap();
        // Another device than that which has the first content.
        let fit: Vec<usize> = fit.into_iter().filter(|n| had.get(id) != Some(n)).collect();
        let chosen = fit[dice.index(fit.len())];
        had.insert(id, chosen);
        devices[chosen].queue.push(content.record.clone());
    }
    devices
}
