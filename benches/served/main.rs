//! Served reads: this program against a plain nginx that has the very same bytes on disk.
//!
//! | module | what it does |
//! |---|---|
//! | [`data`] | fills databases with the same records in every run, and keeps them |
//! | [`asked`] | ten thousand distinct requests of each kind |
//! | [`nginx`] | writes answers to files and serves them |
//! | [`load`] | asks both over kept connections, and reads what they spent |
//! | [`measured`] | one case: alternating rounds, medians, ratios, and what is promised of them |
//! | [`million`] | what only a large layer shows: start, memory, growth, a write in the next read |
//!
//! `BENCH_FEATURES` (1,000,000), `BENCH_ROUNDS` (5). Run by `scripts/bench`; ends with 1 when a promised ratio is broken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench speaks to the reader who broke something"
)]

mod asked;
mod data;
mod load;
mod measured;
mod million;
mod nginx;
mod ours;

#[path = "../../tests/proof/load.rs"]
#[allow(dead_code, reason = "the proofs use the rest")]
mod spent;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/proof/synthetic.rs"]
#[allow(dead_code, reason = "the proofs use the rest")]
mod synthetic;

use std::process::ExitCode;

use asked::Kind;
use measured::{Measured, Promise};
use ours::Ours;

/// Features of the small layer that a large one is compared with.
const FEW: u64 = 10_000;

fn main() -> ExitCode {
    let count = number("BENCH_FEATURES", 1_000_000);
    let rounds = usize::try_from(number("BENCH_ROUNDS", 5)).unwrap();
    println!("served reads, {count} features, {rounds} rounds; load average {}", load_average());
    let ours = Ours::start(data::database(count));
    million::report_start(&ours);

    let mut all = Vec::new();
    for (kind, promise) in [
        (Kind::SmallBox, Promise { cpu: 1.5, rate: 0.7 }),
        (Kind::LargeBox, Promise { cpu: 2.2, rate: 0.45 }),
        (Kind::OneFeature, Promise { cpu: 1.1, rate: 0.9 }),
        (Kind::NotModified, Promise { cpu: 1.1, rate: 0.9 }),
    ] {
        let anonymous = asked::requests(kind, count, None);
        all.push(Measured::against_nginx(kind.title(), &ours, &anonymous, rounds, promise));
        let signed_in = asked::requests(kind, count, Some(&ours.token));
        let title = format!("{}, signed in", kind.title());
        all.push(Measured::against_nginx(&title, &ours, &signed_in, rounds, promise));
    }
    if count > FEW {
        let few = Ours::start(data::database(FEW));
        all.extend(million::growth(&few, &ours, count, rounds));
    }
    million::report_writes(&ours, count, rounds);

    println!("\nload average at the end {}", load_average());
    let broken: Vec<String> = all.iter().flat_map(Measured::broken).collect();
    for words in &broken {
        eprintln!("broken: {words}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// How many programs wanted a processor, in the last minute, five and fifteen.
fn load_average() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
