//! Kill −9 again and again during a stream of posts: what was acknowledged is there, once.
//!
//! This kills the program, not the machine: that the disk was flushed is what the durability settings say, which the
//! writer's bench asserts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use mocgioi::store::Store;
use mocgioi::store::verify::Verified;
use serde_json::Value;

use crate::support::{self, Database, ENGINES, Engine, Program, block_on};
use crate::synthetic::Chance;

const KILLS: u32 = 20;
const THREADS: u64 = 4;
const SEED: u64 = 2;
const MARKER: &str = "VN-LA:211";

/// What a receipt says that must never change.
type Receipt = (String, i64);

/// What the senders know.
#[derive(Default)]
struct Stream {
    base: RwLock<String>,
    next: AtomicU64,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeMap<String, (u64, Receipt)>>,
    /// Sent, no answer, not sent again: stored or not.
    given_up: Mutex<BTreeMap<String, u64>>,
    broken: AtomicU64,
}

impl Stream {
    fn post(&self, n: u64) -> Option<Receipt> {
        let url = format!("{}/api/v1/markers/{MARKER}/inspections", self.base.read().unwrap());
        let body = support::inspection(n).to_string();
        let answer = support::try_post(&url, "application/json", body.as_bytes()).ok()?;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let answer = answer.json();
        Some((answer["epoch"].as_str().unwrap().to_owned(), answer["receipt"]["seq"].as_i64().unwrap()))
    }

    /// Posts one after the other, again when the connection breaks; one in four is given up at once.
    fn send(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let n = self.next.fetch_add(1, Ordering::Relaxed);
            loop {
                if let Some(receipt) = self.post(n) {
                    self.acknowledged.lock().unwrap().insert(support::id(n), (n, receipt));
                    break;
                }
                self.broken.fetch_add(1, Ordering::Relaxed);
                if n.is_multiple_of(4) || self.stop.load(Ordering::Relaxed) {
                    self.given_up.lock().unwrap().insert(support::id(n), n);
                    break;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

#[test]
fn twenty_kills_lose_nothing_that_was_acknowledged() {
    for engine in ENGINES {
        kill_again_and_again(engine);
    }
}

fn kill_again_and_again(engine: Engine) {
    let database = Database::new(engine);
    let mut server = Program::start(&database.url, &["--load-seeds"]);
    let before = verified(&database);
    let stream = Stream::default();
    stream.base.write().unwrap().clone_from(&server.base);
    let mut chance = Chance(SEED);
    let mut moments = Vec::new();
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| stream.send())).collect();
        for _ in 0..KILLS {
            let moment = 30 + chance.below(500);
            moments.push(moment);
            std::thread::sleep(Duration::from_millis(u64::try_from(moment).unwrap()));
            server.kill();
            server = Program::start(&database.url, &["--load-seeds"]);
            stream.base.write().unwrap().clone_from(&server.base);
        }
        std::thread::sleep(Duration::from_millis(200));
        stream.stop.store(true, Ordering::Relaxed);
        for sender in senders {
            sender.join().unwrap();
        }
    });

    let acknowledged = stream.acknowledged.lock().unwrap().clone();
    let given_up = stream.given_up.lock().unwrap().clone();
    let stored = walk(&server);
    let unheard = stored.keys().filter(|id| !acknowledged.contains_key(*id)).count();
    println!(
        "kill, {engine:?}: {KILLS} kills after {moments:?} ms; {} acknowledged, {} broken sends, {} given up of which {unheard} were stored",
        acknowledged.len(),
        stream.broken.load(Ordering::Relaxed),
        given_up.len(),
    );
    for (id, (_, (_, seq))) in &acknowledged {
        assert_eq!(stored.get(id), Some(seq), "{id} was acknowledged as {seq}");
    }
    assert!(stored.keys().all(|id| acknowledged.contains_key(id) || given_up.contains_key(id)), "nobody sent this");
    let numbers: BTreeSet<i64> = stored.values().copied().collect();
    assert_eq!(numbers.len(), stored.len(), "two inspections have one number");
    let epochs: BTreeSet<&String> = acknowledged.values().map(|(_, (epoch, _))| epoch).collect();
    assert_eq!(epochs.len(), 1, "the log changed its name");
    let held = verified(&database);
    assert_eq!(held.records - before.records, i64::try_from(stored.len()).unwrap());

    // Whoever missed an answer sends again and gets it.
    let all: Vec<(String, u64)> =
        acknowledged.iter().map(|(id, (n, _))| (id.clone(), *n)).chain(given_up.clone()).collect();
    std::thread::scope(|scope| {
        for part in all.chunks(all.len().div_ceil(4)) {
            let (stream, stored, acknowledged) = (&stream, &stored, &acknowledged);
            scope.spawn(move || {
                for (id, n) in part {
                    let receipt = stream.post(*n).expect("the server runs");
                    assert!(stored.get(id).is_none_or(|seq| *seq == receipt.1), "{id} was {:?}", stored.get(id));
                    assert!(acknowledged.get(id).is_none_or(|(_, first)| *first == receipt), "{id}: another answer");
                }
            });
        }
    });
    assert_eq!(walk(&server).len(), all.len());
    let after = verified(&database);
    assert_eq!(after.records - before.records, i64::try_from(all.len()).unwrap());
    assert_eq!((after.contenders, after.entries), (before.contenders, after.records + after.contenders));
    println!(
        "kill, {engine:?}: {} sent again, each answered 201 with its first number; the chain of {} verifies",
        all.len(),
        after.entries
    );
}

/// Every inspection by its number, page by page; fails when one shows twice.
fn walk(server: &Program) -> BTreeMap<String, i64> {
    let mut held = BTreeMap::new();
    let mut next = Some(format!("{}/collections/inspections/items?limit=1000", server.base));
    let mut matched = 0;
    while let Some(url) = next {
        let answer = support::get(&url, &[]).json();
        matched = answer["numberMatched"].as_u64().unwrap();
        for feature in answer["features"].as_array().unwrap() {
            let id = feature["id"].as_str().unwrap().to_owned();
            let twice = held.insert(id, feature["properties"]["seq"].as_i64().unwrap());
            assert_eq!(twice, None, "{feature} shows twice");
        }
        next = link(&answer, "next");
    }
    assert_eq!(matched, u64::try_from(held.len()).unwrap());
    held
}

fn link(answer: &Value, relation: &str) -> Option<String> {
    let link = answer["links"].as_array()?.iter().find(|link| link["rel"] == relation)?;
    link["href"].as_str().map(str::to_owned)
}

fn verified(database: &Database) -> Verified {
    block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        let verified = store.verify_chain().await.unwrap();
        store.close().await;
        verified
    })
}
