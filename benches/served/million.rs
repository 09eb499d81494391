//! What only a large layer shows: how long a start takes and how much memory is held, what a request costs beside a small
//! layer, and what writes do to reads.

use std::time::Instant;

use crate::asked::{Kind, get, post, requests};
use crate::load::{Kept, round};
use crate::measured::{Measured, Promise, Side, alternate, told};
use crate::ours::Ours;
use crate::spent::{cpu, median, memory_mib};

/// Posts after each of which is read.
const POSTS: u64 = 50;

pub fn report_start(ours: &Ours) {
    let pid = ours.program.child.id();
    println!(
        "first answer {:.1} s after the start ({:.1} s CPU); memory {} MiB (peak {} MiB)",
        ours.start.as_secs_f64(),
        cpu(pid).as_secs_f64(),
        memory_mib(pid, "VmRSS"),
        memory_mib(pid, "VmHWM"),
    );
}

/// The same kind of box in a small layer and in a large one.
pub fn growth(few: &Ours, many: &Ours, count: u64, rounds: usize) -> Vec<Measured> {
    let promise = Promise { cpu: 1.5, rate: 0.0 };
    let side = |name, ours: &Ours, kind, count| Side {
        name,
        address: ours.address().to_owned(),
        pids: ours.pids(),
        requests: requests(kind, count, None).paths.iter().map(|path| get(path, None, None)).collect(),
    };
    [Kind::SmallBox, Kind::LargeBox, Kind::OneFeature]
        .into_iter()
        .map(|kind| {
            let title = format!("{}, {count} against {}", kind.title(), crate::FEW);
            let (large, small) = (side("large", many, kind, count), side("small", few, kind, crate::FEW));
            let (one, other) = alternate(&title, &large, &small, rounds);
            Measured::of(&title, one, other, promise)
        })
        .collect()
}

/// Reads while one in twenty requests writes, and how soon a write is read.
pub fn report_writes(ours: &Ours, count: u64, rounds: usize) {
    let write = |n: u64| post(&ours.token, n);
    for (who, token) in [("anonymous", None), ("signed in", Some(ours.token.as_str()))] {
        let asked = requests(Kind::SmallBox, count, token);
        let asked: Vec<Vec<u8>> = asked.paths.iter().map(|path| get(path, token, None)).collect();
        let measure =
            |writes: Option<&(dyn Fn(u64) -> Vec<u8> + Sync)>| round(ours.address(), &ours.pids(), &asked, writes);
        measure(None);
        let (mut quiet, mut busy) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            quiet.push(measure(None));
            busy.push(measure(Some(&write)));
        }
        println!("\nbbox, 10-100 features, {who}, without and with writes; CPU with that of the writes");
        told("reads", &quiet);
        told("with 5 %", &busy);
        println!("  writes a round: {:?}", busy.iter().map(|round| round.writes).collect::<Vec<_>>());
    }
    let (mut kept, mut posts, mut reads) = (Kept::connect(ours.address()), Vec::new(), Vec::new());
    let seen = get("/collections/inspections/items?marker=VN-LA:211&limit=1", Some(&ours.token), None);
    let mut matched = || -> u64 {
        let body: serde_json::Value = serde_json::from_slice(kept.ask(&seen).body).unwrap();
        body["numberMatched"].as_u64().unwrap()
    };
    let (mut before, mut other) = (matched(), Kept::connect(ours.address()));
    for n in 0..POSTS {
        let begun = Instant::now();
        assert_eq!(other.ask(&write(n)).status, 201);
        posts.push(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        let now = matched();
        reads.push(begun.elapsed().as_secs_f64() * 1e3);
        assert_eq!(now, before + 1, "a write is in the next read");
        before = now;
    }
    println!(
        "\na write: stored, readable and answered in {:.1} ms, read in {:.2} ms after it (medians of {POSTS})",
        median(&posts),
        median(&reads)
    );
}
