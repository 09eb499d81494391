//! A million rows go in: how fast against one row a transaction, in how much memory, while others write; and what a
//! cancelled import leaves.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mocgioi::app::chance;
use mocgioi::store::Store;
use mocgioi::store::writer::Submission;
use serde_json::Value;
use uuid::Uuid;

use crate::load::{memory_mib, try_memory_mib};
use crate::support::{Database, ENGINES, Engine, Program, block_on, inspection, post};
use crate::synthetic::Synthetic;

const ROWS: usize = 1_000_000;
/// "At least 20× as fast as one row per transaction".
const FACTOR: f64 = 20.0;
const MOST_MIB: u64 = 1_024;

#[test]
fn a_million_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = table(folder.path());
    let unmet: Vec<String> = ENGINES.into_iter().flat_map(|engine| measure(engine, &file)).collect();
    assert!(unmet.is_empty(), "{}", unmet.join("; "));
}

/// Landslides along VN–Laos, each row another: about 75 MB.
fn table(folder: &Path) -> PathBuf {
    let path = folder.join("sat_lo.csv");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(out, "Mã,Loại,Mức độ,Ngày,Kinh độ,Vĩ độ,Ghi chú").unwrap();
    let near = Synthetic::new().near();
    let mut row = String::new();
    for n in 0..ROWS {
        row.clear();
        let spread = |k: usize| ((n * k) % 10_007) as f64 / 10_007.0 * 0.2 - 0.1;
        let (lon, lat) = (near.lon() + spread(7_919), near.lat() + spread(104_729));
        write!(row, "sl-{n},sạt lở,chưa rõ,{:02}/{:02}/2026,{lon:.7},{lat:.7},điểm thứ {n}", n % 28 + 1, n % 12 + 1)
            .unwrap();
        writeln!(out, "{row}").unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();
    path
}

fn start(database: &Database, file: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["import", "--layer", "hazards", "--crs", "EPSG:4326", "--max-distance-m", "200000", "--database"])
        .args([&database.url])
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Peak memory of a process while it runs.
fn peak(child: &mut Child) -> u64 {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        // Between the two looks it may have ended.
        most = most.max(try_memory_mib(child.id(), "VmHWM").unwrap_or(0));
        std::thread::sleep(Duration::from_millis(50));
    }
    most
}

fn count(server: &Program) -> u64 {
    server.get("/collections/hazards/items?limit=1").json()["numberMatched"].as_u64().unwrap()
}

fn head(database: &Database) -> (i64, String) {
    block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        let head = store.log_head().await.unwrap();
        store.close().await;
        (head.seq, head.hash.to_string())
    })
}

/// Measures one engine, and says what of it is not as it must be.
fn measure(engine: Engine, file: &Path) -> Vec<String> {
    let database = Database::new(engine);
    let server = Program::start(&database.url, &["--load-seeds"]);
    let before = count(&server);

    // Cancelled half-way: content and chain are as before.
    let log = head(&database);
    let mut half = start(&database, file);
    std::thread::sleep(Duration::from_secs(5));
    assert!(half.try_wait().unwrap().is_none(), "still under way");
    Command::new("kill").args(["-INT", &half.id().to_string()]).status().unwrap();
    assert_eq!(half.wait().unwrap().code(), Some(2));
    assert_eq!((head(&database), count(&server)), (log, before), "{engine:?}: as before");

    // One row a transaction, on the same machine and database.
    let single = block_on(one_a_transaction(&database));

    // All of it, while posts come in.
    let started = Instant::now();
    let mut whole = start(&database, file);
    let pid = whole.id();
    let url = format!("{}/api/v1/markers/VN-LA:144/inspections", server.base);
    let pushing = std::thread::spawn(move || {
        let mut waits = Vec::new();
        let mut n = 1;
        while Path::new(&format!("/proc/{pid}")).exists() && n < 5_000 {
            let start = Instant::now();
            let answer = post(&url, "application/json", inspection(9_000_000_000 + n).to_string().as_bytes());
            assert_eq!(answer.status, 201, "{}", answer.text());
            waits.push(start.elapsed());
            n += 1;
            std::thread::sleep(Duration::from_millis(100));
        }
        waits
    });
    let most = peak(&mut whole);
    let took = started.elapsed().as_secs_f64();
    assert!(whole.wait().unwrap().success());
    let mut waits = pushing.join().unwrap();
    waits.sort_unstable();
    let longest = waits.last().copied().unwrap_or_default();

    let started = Instant::now();
    while count(&server) != before + ROWS as u64 {
        assert!(started.elapsed() < Duration::from_mins(5), "{engine:?}: {} of {ROWS} shown", count(&server) - before);
        std::thread::sleep(Duration::from_millis(200));
    }
    let shown = started.elapsed().as_secs_f64();
    let rate = ROWS as f64 / took;
    println!(
        "import, {engine:?}: {ROWS} rows in {took:.1} s, {rate:.0} rows/s, × {:.1} of one row a transaction ({single:.0}/s); \
         importer's peak {most} MiB; {} posts in between, median {:?}, longest {longest:?}; shown {shown:.1} s later; \
         server {} MiB, peak {} MiB",
        rate / single,
        waits.len(),
        waits.get(waits.len() / 2).copied().unwrap_or_default(),
        memory_mib(server.child.id(), "VmRSS"),
        memory_mib(server.child.id(), "VmHWM"),
    );
    let unmet = [
        (rate < FACTOR * single).then(|| format!("{engine:?}: {rate:.0} rows/s against {single:.0}")),
        (most >= MOST_MIB).then(|| format!("{engine:?}: {most} MiB")),
        (longest >= Duration::from_secs(1)).then(|| format!("{engine:?}: a post waited {longest:?}")),
    ];
    block_on(async {
        let store = Store::open(&database.url, "proof").await.unwrap();
        let started = Instant::now();
        let verified = store.verify_chain().await.unwrap();
        println!(
            "import, {engine:?}: {} records under {} entries verify in {:.1} s",
            verified.records,
            verified.entries,
            started.elapsed().as_secs_f64()
        );
        store.close().await;
    });

    // The same file again changes nothing.
    let log = head(&database);
    let again = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args([
            "import",
            "--layer",
            "hazards",
            "--crs",
            "EPSG:4326",
            "--max-distance-m",
            "200000",
            "--json",
            "--database",
        ])
        .args([&database.url])
        .arg(file)
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!((answer["count"]["unchanged"].as_u64(), head(&database)), (Some(ROWS as u64), log), "{engine:?}");
    unmet.into_iter().flatten().collect()
}

/// Rows a second at one row a transaction.
async fn one_a_transaction(database: &Database) -> f64 {
    let (store, synthetic) = (Store::open(&database.url, "proof").await.unwrap(), Synthetic::new());
    let mut salts = chance::salts();
    let (started, mut rows) = (Instant::now(), 0_u64);
    while started.elapsed() < Duration::from_secs(5) {
        let mut record = synthetic.record(2_000_000 + rows);
        record.id = Uuid::from_u64_pair(0x0193_2f5e_7c1a_7abc, 0x8def_0000_0000_0000 + rows);
        let submission =
            Submission { record, actor: mocgioi::domain::access::Actor::field_post(), placement: None, order_key: 0 };
        store.write_together(std::slice::from_ref(&submission), &mut salts).await.unwrap();
        rows += 1;
    }
    let rate = rows as f64 / started.elapsed().as_secs_f64();
    store.close().await;
    rate
}
