//! What a box costs must depend on what lies in it, not on how much lies elsewhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::load::{Client, cpu, median, micros};
use crate::support::{self, Database, Engine, Program, block_on};
use crate::synthetic::{COMMON, INNER, NEAR, OUTER, Synthetic, fill, fill_more, id};

const FEW: u64 = 10_000;
const MANY: u64 = 100_000;
/// Added while the servers run: nearly as many as the picture of either keeps aside before it folds them in.
const FRESH: u64 = 1_000;
const ROUNDS: usize = 5;
const REQUESTS: u32 = 3_000;
const BOXES: u32 = 10;
const MOST: f64 = 1.5;

/// A database, the server on it and a connection.
struct Side {
    database: Database,
    server: Program,
    client: Client,
}

impl Side {
    fn start(synthetic: &Arc<Synthetic>, count: u64) -> Self {
        let database = Database::new(Engine::Sqlite);
        block_on(fill(&database.url, synthetic, count));
        let server = Program::start(&database.url, &[]);
        let client = Client::connect(&server.base);
        Self { database, server, client }
    }

    fn inspections(&mut self) -> u64 {
        let answer: Value = serde_json::from_slice(&self.client.get("/collections/inspections/items?limit=1")).unwrap();
        answer["numberMatched"].as_u64().unwrap()
    }

    /// CPU of the server per request, in microseconds.
    fn round(&mut self, paths: &[String]) -> f64 {
        let before = cpu(self.server.child.id());
        for path in paths.iter().cycle().take(REQUESTS as usize) {
            self.client.get(path);
        }
        micros(cpu(self.server.child.id()).saturating_sub(before)) / f64::from(REQUESTS)
    }
}

#[test]
fn a_box_costs_the_same_however_much_lies_elsewhere() {
    let synthetic = Arc::new(Synthetic::new());
    let (mut few, mut many) = (Side::start(&synthetic, FEW), Side::start(&synthetic, MANY));
    assert_eq!((few.inspections(), many.inspections()), (FEW, MANY));

    let whole = boxes(&synthetic, "limit=200");
    let page = boxes(&synthetic, "limit=10");
    compare("all 100 in the box", &mut few, &mut many, &whole);
    compare("first 10 of the 100", &mut few, &mut many, &page);

    // The same with as many fresh changes as a picture keeps aside.
    for (side, count) in [(&mut few, FEW), (&mut many, MANY)] {
        block_on(fill_more(&side.database.url, &synthetic, count..count + FRESH));
        let patience = Instant::now() + Duration::from_secs(10);
        while side.inspections() < count + FRESH {
            assert!(Instant::now() < patience, "the server does not see what another process wrote");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    compare("all 100, 1,000 fresh changes", &mut few, &mut many, &whole);
    compare("first 10, 1,000 fresh changes", &mut few, &mut many, &page);

    a_post_shows_in_the_next_read(&mut many, &whole[0]);
}

/// Distinct boxes with one answer.
fn boxes(synthetic: &Synthetic, rest: &str) -> Vec<String> {
    let (lon, lat) = (synthetic.near().lon(), synthetic.near().lat());
    let half = |n: u32| INNER + (OUTER - INNER) * f64::from(n + 1) / f64::from(BOXES + 2);
    let path = |half: f64| {
        let (west, south, east, north) = (lon - half, lat - half, lon + half, lat + half);
        format!("/collections/inspections/items?bbox={west:.6},{south:.6},{east:.6},{north:.6}&{rest}")
    };
    (0..BOXES).map(|n| path(half(n))).collect()
}

fn compare(what: &str, few: &mut Side, many: &mut Side, paths: &[String]) {
    // The links of an answer name its box, so answers are compared box by box.
    let mut bytes = 0;
    for path in paths {
        let (a, b) = (few.client.get(path), many.client.get(path));
        assert_eq!(String::from_utf8(a).unwrap(), String::from_utf8_lossy(&b), "{path}: the answers differ");
        let answer: Value = serde_json::from_slice(&b).unwrap();
        assert_eq!(answer["numberMatched"], COMMON);
        bytes = b.len();
    }
    // Once unmeasured, then alternating; each goes first in turn.
    few.round(paths);
    many.round(paths);
    let (mut costs_few, mut costs_many) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            costs_few.push(few.round(paths));
            costs_many.push(many.round(paths));
        } else {
            costs_many.push(many.round(paths));
            costs_few.push(few.round(paths));
        }
    }
    let (at_few, at_many) = (median(&costs_few), median(&costs_many));
    let ratio = at_many / at_few;
    println!(
        "bbox, {what} ({bytes} bytes): {at_few:.1} µs CPU a request at {FEW}, {at_many:.1} µs at {MANY}: × {ratio:.2}"
    );
    println!("  rounds at {FEW}: {costs_few:.1?}; at {MANY}: {costs_many:.1?}");
    assert!(ratio <= MOST, "{what}: a request at {MANY} costs {ratio:.2} times what it costs at {FEW}; at most {MOST}");
}

fn a_post_shows_in_the_next_read(side: &mut Side, path: &str) {
    const POSTS: u64 = 50;
    let near = serde_json::from_slice::<Value>(&side.client.get(path)).unwrap()["features"][0]["geometry"].clone();
    let (mut posts, mut reads) = (Vec::new(), Vec::new());
    for n in 0..POSTS {
        let mut body = support::inspection(n);
        let new = id(10 * MANY + n).to_string();
        body["id"] = json!(new);
        body["lon"] = near["coordinates"][0].clone();
        body["lat"] = near["coordinates"][1].clone();
        let url = format!("{}/api/v1/markers/{NEAR}/inspections", side.server.base);
        let started = Instant::now();
        let answer = support::post(&url, "application/json", body.to_string().as_bytes());
        posts.push(started.elapsed().as_secs_f64() * 1e3);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let started = Instant::now();
        let read = side.client.get(path);
        reads.push(started.elapsed().as_secs_f64() * 1e3);
        let read: Value = serde_json::from_slice(&read).unwrap();
        assert_eq!(read["numberMatched"], COMMON + n + 1, "the post is not in the next read");
        let found = read["features"].as_array().unwrap().iter().any(|feature| feature["id"] == new.as_str());
        assert!(found, "{new} is not in the next read");
    }
    let most = posts.iter().copied().fold(0.0, f64::max);
    println!(
        "post at {MANY}: stored, readable and answered in {:.1} ms (median of {POSTS}; longest {most:.1} ms); the read after it {:.2} ms",
        median(&posts),
        median(&reads)
    );
}
