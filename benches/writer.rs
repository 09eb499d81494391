//! The writer: durable inserts in batches against one commit a record, on both engines.
//!
//! Both go the same way, through [`Writer::submit`], and both wait for the commit. One commit a record: a single
//! submitter waits for each receipt before it submits the next. Batched: many submitters at once. Fails when the
//! ratio on `SQLite` is below [`LEAST`], or when the engine would not flush to disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench speaks to the reader who broke something"
)]

#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/proof/synthetic.rs"]
#[allow(dead_code, reason = "the proofs use the rest")]
mod synthetic;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use mocgioi::app::chance;
use mocgioi::store::Store;
use mocgioi::store::writer::{BATCH, Outcome, Submission, Writer};
use sqlx::Connection as _;
use support::{Database, Engine};
use synthetic::Synthetic;

const ROUNDS: usize = 5;
/// Records of a round; the two rates are compared, so the counts need not be equal.
const SINGLE: u32 = 1_000;
const BATCHED: u32 = 20_000;
/// Two batches: while one is written, the next is waiting.
const SUBMITTERS: usize = 2 * BATCH;
const LEAST: f64 = 10.0;

fn main() -> ExitCode {
    let synthetic = Synthetic::new();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = folder.path().join("bench.db");
    let kind = filesystem(folder.path());
    println!("writer, batches of up to {BATCH}, {SUBMITTERS} submitters; SQLite on {kind}");
    if ["tmpfs", "ramfs"].contains(&kind.as_str()) {
        eprintln!("a commit costs nothing on {kind}: set CARGO_TARGET_DIR to a folder on a disk");
        return ExitCode::FAILURE;
    }
    let ratio = support::block_on(compare("SQLite", &format!("sqlite:{}", file.display()), "2", &synthetic));
    if let Ok(server) = std::env::var("MOCGIOI_TEST_POSTGRES") {
        assert_eq!(support::block_on(fsync(&server)), "on", "PostgreSQL must flush: WITH_POSTGRES_DURABLE=1");
        let database = Database::new(Engine::Postgres);
        support::block_on(compare("PostgreSQL", &database.url, "on", &synthetic));
    } else {
        println!("PostgreSQL: not measured (run by scripts/bench)");
    }
    if ratio < LEAST {
        eprintln!(
            "on SQLite batches are {ratio:.1} times as fast as one commit a record; at least {LEAST} is promised"
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

async fn compare(engine: &str, url: &str, durability: &str, synthetic: &Synthetic) -> f64 {
    let store = Store::open(url, "bench").await.unwrap();
    assert_eq!(store.durability().await.unwrap(), durability, "{engine}: a receipt must mean that the disk has it");
    let (writer, writing) = Writer::start(store.clone(), chance::salts());
    let mut next = 0;
    let mut take = |count: u32| -> Vec<Submission> {
        let from = next;
        next += u64::from(count);
        (from..next).map(|n| synthetic.submission(n)).collect()
    };
    single(&writer, take(SINGLE / 4)).await;
    batched(&writer, take(BATCHED / 4)).await;
    let (mut singles, mut batches) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            singles.push(single(&writer, take(SINGLE)).await);
            batches.push(batched(&writer, take(BATCHED)).await);
        } else {
            batches.push(batched(&writer, take(BATCHED)).await);
            singles.push(single(&writer, take(SINGLE)).await);
        }
    }
    drop(writer);
    writing.await.unwrap();
    let verified = store.verify_chain().await.unwrap();
    assert_eq!(u64::try_from(verified.records).unwrap(), next, "not every record is there");
    assert_eq!(store.durability().await.unwrap(), durability);
    store.close().await;
    let (one, many) = (median(&mut singles), median(&mut batches));
    println!(
        "{engine}, durability {durability}: {one:.0} records/s at one commit a record, {many:.0} in batches: × {:.1}",
        many / one
    );
    println!("  rounds: {singles:.0?} and {batches:.0?}");
    many / one
}

/// Records per second, each committed before the next is submitted.
async fn single(writer: &Writer, submissions: Vec<Submission>) -> f64 {
    let count = f64::from(u32::try_from(submissions.len()).unwrap());
    let started = Instant::now();
    for submission in submissions {
        store(writer, submission).await;
    }
    count / started.elapsed().as_secs_f64()
}

/// Records per second from many submitters, each of which waits for its own receipt.
async fn batched(writer: &Writer, submissions: Vec<Submission>) -> f64 {
    let count = f64::from(u32::try_from(submissions.len()).unwrap());
    let mut shares: Vec<Vec<Submission>> = (0..SUBMITTERS).map(|_| Vec::new()).collect();
    for (n, submission) in submissions.into_iter().enumerate() {
        shares[n % SUBMITTERS].push(submission);
    }
    let started = Instant::now();
    let mut submitters = tokio::task::JoinSet::new();
    for share in shares {
        let writer = writer.clone();
        submitters.spawn(async move {
            for submission in share {
                store(&writer, submission).await;
            }
        });
    }
    while let Some(done) = submitters.join_next().await {
        done.unwrap();
    }
    count / started.elapsed().as_secs_f64()
}

async fn store(writer: &Writer, submission: Submission) {
    let receipt = writer.submit(submission).await.unwrap();
    assert!(matches!(receipt.outcome, Outcome::Accepted { .. }), "{receipt:?}");
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn fsync(server: &str) -> String {
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    let fsync = sqlx::query_scalar("SHOW fsync").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    fsync
}

/// The kind of file system that holds a folder: of the mounts above it, the nearest.
fn filesystem(folder: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let above = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (at, kind) = (words.next()?, words.next()?);
        folder.starts_with(at).then(|| (at.len(), kind.to_owned()))
    });
    above.max_by_key(|(length, _)| *length).map_or_else(|| "an unknown file system".to_owned(), |(_, kind)| kind)
}
