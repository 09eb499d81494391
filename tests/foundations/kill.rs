//! kill −9 in a stream of submissions: whatever was acknowledged is there, once, and the chain holds.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::make;
use crate::support::{self, Answer, Database, ENGINES, Engine, Program, block_on};

/// Submissions of one thread between two kills.
const STREAM: u64 = 60;
/// Each kill comes after so many acknowledgements and so many microseconds; drawn once, the same in every run.
const KILLS: [(usize, u64); 2] = [(23, 1_700), (58, 400)];

fn submit(base: &str, n: u64) -> Option<Answer> {
    let body = support::inspection(n).to_string();
    let url = format!("{base}/api/v1/markers/VN-LA:211/inspections");
    support::try_post(&url, "application/json", body.as_bytes()).ok()
}

/// Two threads submit until the program is killed under them. Returns what was acknowledged, with its number.
fn stream_and_kill(mut program: Program, first: u64, (after, then): (usize, u64)) -> BTreeMap<u64, i64> {
    let (acknowledge, acknowledged) = mpsc::channel();
    let mut seen = BTreeMap::new();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let (acknowledge, base) = (acknowledge.clone(), program.base.clone());
            scope.spawn(move || {
                for n in 0..STREAM {
                    let n = first + 2 * n + thread;
                    let Some(answer) = submit(&base, n) else { return };
                    assert_eq!(answer.status, 201, "{}", answer.text());
                    let seq = answer.json()["receipt"]["seq"].as_i64().unwrap();
                    acknowledge.send((n, seq)).unwrap();
                }
            });
        }
        drop(acknowledge);
        seen.extend(acknowledged.iter().take(after));
        std::thread::sleep(Duration::from_micros(then));
        program.kill();
        seen.extend(acknowledged.iter());
    });
    seen
}

/// All inspections, page by page: number of the submission, number in the log.
fn walk(program: &Program) -> Vec<(u64, i64)> {
    let mut found = Vec::new();
    let mut next = Some(format!("{}/collections/inspections/items?f=json&limit=37", program.base));
    while let Some(url) = next {
        let answer = support::get(&url, &[]);
        assert_eq!(answer.status, 200, "{url}: {}", answer.text());
        let page = answer.json();
        for feature in page["features"].as_array().unwrap() {
            found.push(read(feature));
        }
        let links = page["links"].as_array().unwrap();
        next = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap().to_owned());
    }
    found
}

/// Checks that the feature is one of ours, whole.
fn read(feature: &Value) -> (u64, i64) {
    let properties = &feature["properties"];
    let notes = properties["notes"].as_str().unwrap();
    let n: u64 = notes.strip_prefix("kiểm tra số ").unwrap().parse().unwrap();
    assert_eq!(feature["id"], support::id(n), "{feature}");
    assert_eq!(properties["observed_at"], "2026-11-20T01:30:00.000Z", "{feature}");
    assert_eq!((&properties["condition"], &properties["marker"]), (&"good".into(), &"VN-LA:211".into()), "{feature}");
    (n, properties["seq"].as_i64().unwrap())
}

fn kill_and_look(engine: Engine) {
    let database = Database::new(engine);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let mut stored: BTreeMap<u64, i64> = BTreeMap::new();
    let mut program = Program::start(&database.url, &["--load-seeds", "--data-dir", data]);
    for (round, kill) in (0..).zip(KILLS) {
        let first = 1_000 * (round + 1);
        let acknowledged = stream_and_kill(program, first, kill);
        assert!(acknowledged.len() >= kill.0, "{engine:?}: {} came through", acknowledged.len());
        assert!(acknowledged.len() < 2 * usize::try_from(STREAM).unwrap(), "{engine:?}: the kill came too late");

        program = Program::start(&database.url, &["--data-dir", data]);
        let found = walk(&program);
        let by_n: BTreeMap<u64, i64> = found.iter().copied().collect();
        assert_eq!(by_n.len(), found.len(), "{engine:?}: each once");
        for (n, seq) in stored.iter().chain(&acknowledged) {
            assert_eq!(by_n.get(n), Some(seq), "{engine:?}: {n} was acknowledged as {seq}");
        }
        // At most the one that each thread was waiting for is there without an acknowledgement.
        let unheard = by_n.len() - stored.len() - acknowledged.len();
        assert!(unheard <= 2, "{engine:?}: {unheard} nobody heard of");

        // The senders try again with everything they have: each gets its first answer, or goes in now.
        for n in first..first + 2 * STREAM {
            let answer = submit(&program.base, n).unwrap();
            assert_eq!(answer.status, 201, "{engine:?}: {}", answer.text());
            let seq = answer.json()["receipt"]["seq"].as_i64().unwrap();
            assert_eq!(by_n.get(&n).copied().unwrap_or(seq), seq, "{engine:?}: {n}");
            stored.insert(n, seq);
        }
        let found = walk(&program);
        assert_eq!(found.len(), stored.len(), "{engine:?}");
        assert_eq!(found.into_iter().collect::<BTreeMap<_, _>>(), stored, "{engine:?}");
    }
    program.kill();
    block_on(async {
        let store = make::open(&database).await;
        let verified = store.verify_chain().await.unwrap();
        assert_eq!(verified.entries, verified.records, "{engine:?}: nothing was contended");
        let last = stored.values().max().copied();
        assert_eq!(last, Some(verified.entries), "{engine:?}: the numbers end with the last submission");
        store.close().await;
    });
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    for engine in ENGINES {
        kill_and_look(engine);
    }
}
