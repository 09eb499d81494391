//! Looks through everything after the storm.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::ask::try_ask;
use super::device::{Device, push};
use super::log::{self, Row};
use super::mortal::command;
use super::stories::Sent;
use crate::support::Database;

pub(crate) struct Judge<'a> {
    pub(crate) database: &'a Database,
    /// The log before the first device sent anything.
    pub(crate) before: Vec<Row>,
    pub(crate) sent: &'a Sent,
    pub(crate) devices: &'a [Device],
}

pub(crate) struct Found {
    pub(crate) receipts: usize,
    pub(crate) duplicates: usize,
    pub(crate) entries: usize,
}

fn uuid(id: &str) -> Uuid {
    id.parse().unwrap()
}

impl Judge<'_> {
    /// # Panics
    /// When anything is missing, doubled, invented, or told otherwise than it is.
    pub(crate) fn all(&self) -> Found {
        let rows = log::rows(self.database);
        assert_eq!(rows[..self.before.len()], self.before, "what was there before has changed");
        let added = self.added(&rows);
        self.receipts(&added);
        command(self.database, &["audit", "verify"]);
        let receipts = || self.devices.iter().flat_map(|device| &device.receipts);
        Found {
            receipts: receipts().count(),
            duplicates: receipts().filter(|receipt| receipt.outcome == "duplicate").count(),
            entries: rows.len(),
        }
    }

    /// Each record once and nothing else, in the log and in the tables; gives the number of each.
    fn added(&self, rows: &[Row]) -> BTreeMap<Uuid, i64> {
        let mut added = BTreeMap::new();
        let mut contended: BTreeMap<Uuid, usize> = BTreeMap::new();
        for row in &rows[self.before.len()..] {
            let record = row.record.unwrap_or_else(|| panic!("{row:?} is of no device"));
            match (row.operation.as_str(), row.rev) {
                ("add", Some(1)) => assert_eq!(added.insert(record, row.seq), None, "{record} is there twice"),
                ("contend", _) => *contended.entry(record).or_default() += 1,
                _ => panic!("{row:?} is of no device"),
            }
        }
        let wanted: BTreeSet<Uuid> = self.sent.ids().into_iter().map(uuid).collect();
        let there: BTreeSet<Uuid> = added.keys().copied().collect();
        let missing: Vec<_> = wanted.difference(&there).collect();
        let invented: Vec<_> = there.difference(&wanted).collect();
        assert!(missing.is_empty() && invented.is_empty(), "missing {missing:?}, sent by nobody {invented:?}");
        let further = self.sent.contents_of().into_iter().filter(|(_, contents)| *contents > 1);
        let further: BTreeMap<Uuid, usize> = further.map(|(id, contents)| (uuid(id), contents - 1)).collect();
        assert_eq!(contended, further, "contents that contend");
        let kept = log::contenders(self.database);
        assert_eq!(kept, further.keys().copied().collect::<Vec<_>>(), "rows of contents that contend");
        let old: BTreeSet<Uuid> = self.before.iter().filter_map(|row| row.record).collect();
        let new: Vec<_> = log::records(self.database).into_iter().filter(|(id, _)| !old.contains(id)).collect();
        assert_eq!(new, wanted.iter().map(|id| (*id, 1)).collect::<Vec<_>>(), "rows of records");
        added
    }

    /// Whatever a device was ever told is so.
    fn receipts(&self, added: &BTreeMap<Uuid, i64>) {
        let epoch = log::epoch(self.database);
        let contents = self.sent.contents_of();
        let (mut first, mut won) = (BTreeSet::new(), BTreeMap::new());
        for receipt in self.devices.iter().flat_map(|device| &device.receipts) {
            assert_eq!(receipt.epoch, epoch, "{receipt:?}");
            let id = receipt.record["id"].as_str().unwrap();
            let is_contended = contents[id] > 1;
            match receipt.outcome.as_str() {
                "conflict" => assert!(is_contended && receipt.seq.is_none(), "{receipt:?}"),
                "accepted" | "held" | "duplicate" => {
                    assert_eq!(receipt.seq, Some(added[&uuid(id)]), "{receipt:?}");
                    let is_first = receipt.outcome != "duplicate";
                    assert!(!is_first || first.insert(id), "{id} was new twice");
                }
                other => panic!("{other}: {receipt:?}"),
            }
            // A content has won or has not, whenever one asks.
            let has_won = receipt.outcome != "conflict";
            let content = receipt.record.to_string();
            assert_eq!(*won.entry(content).or_insert(has_won), has_won, "{receipt:?}");
        }
        let told = won.len();
        assert_eq!(told, self.sent.contents.len(), "each content has a receipt");
        let winners: usize = won.values().filter(|won| **won).count();
        assert_eq!(winners, contents.len(), "one content of each record has won");
    }

    /// Everything once more, straight to the server: each content is known, under its number, and nothing is added.
    pub(crate) fn again(&self, base: &str) {
        let rows = log::rows(self.database);
        let adding = rows.iter().filter(|row| row.operation == "add");
        let added: BTreeMap<String, i64> = adding.filter_map(|row| Some((row.record?.to_string(), row.seq))).collect();
        for device in self.devices {
            let mut told: BTreeMap<String, bool> = BTreeMap::new();
            for receipt in &device.receipts {
                told.insert(receipt.record.to_string(), receipt.outcome != "conflict");
            }
            let records: Vec<_> = told.keys().map(|text| serde_json::from_str(text).unwrap()).collect();
            for piece in records.chunks(500) {
                for receipt in push(base, &device.name, &device.token, piece).unwrap() {
                    let has_won = told[&receipt.record.to_string()];
                    let expected = if has_won { "duplicate" } else { "conflict" };
                    assert_eq!(receipt.outcome, expected, "{receipt:?}");
                    let seq = has_won.then(|| added[receipt.record["id"].as_str().unwrap()]);
                    assert_eq!(receipt.seq, seq, "{receipt:?}");
                }
            }
        }
        assert_eq!(log::rows(self.database).len(), rows.len(), "what was sent again was added");
    }

    /// What people at the two posts see.
    pub(crate) fn shown(&self, base: &str, tokens: &[(&str, String)]) {
        let all = self.sent.ids();
        for (post, who) in ["linh-a", "linh-b"].into_iter().enumerate() {
            let token = &tokens.iter().find(|(name, _)| *name == who).unwrap().1;
            for (kind, collection) in [("hazard", "hazards"), ("patrol", "patrols")] {
                let (seen, sent) = (items(base, token, collection), self.sent.of_type(post, kind));
                let ours: BTreeSet<String> = seen.into_iter().filter(|id| all.contains(id.as_str())).collect();
                assert_eq!(ours, sent, "{who} sees {collection}");
            }
        }
    }
}

/// Ids of a whole collection as somebody sees it, page by page; none shows twice.
fn items(base: &str, token: &str, collection: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut next = Some(format!("{base}/collections/{collection}/items?f=json&limit=1000"));
    while let Some(url) = next {
        let answer = try_ask("GET", &url, token, &[], b"").unwrap();
        assert_eq!(answer.status, 200, "{url}: {}", answer.text());
        let page = answer.json();
        for feature in page["features"].as_array().unwrap() {
            let id = feature["id"].as_str().unwrap().to_owned();
            assert!(seen.insert(id), "{feature} shows twice");
        }
        let links = page["links"].as_array().unwrap();
        next = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().to_owned());
    }
    seen
}
