//! One case: both sides in turn, medians of all rounds, and whether what is promised of their ratios holds.

use crate::asked::{Asked, get};
use crate::load::{Kept, Round, round};
use crate::nginx::Nginx;
use crate::ours::Ours;

/// What is promised: at most so many times the CPU a request, and at least so large a part of the rate.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    pub cpu: f64,
    pub rate: f64,
}

pub struct Measured {
    title: String,
    cpu: f64,
    rate: f64,
    promise: Promise,
}

/// A side of a comparison.
pub struct Side {
    pub name: &'static str,
    pub address: String,
    pub pids: Vec<u32>,
    pub requests: Vec<Vec<u8>>,
}

impl Side {
    pub fn round(&self) -> Round {
        round(&self.address, &self.pids, &self.requests, None)
    }
}

impl Measured {
    /// Fetches every answer once, gives it to nginx, and asks both.
    pub fn against_nginx(title: &str, ours: &Ours, asked: &Asked, rounds: usize, promise: Promise) -> Self {
        let nginx = Nginx::start();
        let (mut here, mut there) = (Kept::connect(ours.address()), Kept::connect(&nginx.address()));
        let token = asked.token.as_deref();
        let (mut to_ours, mut to_nginx) = (Vec::new(), Vec::new());
        for (n, path) in asked.paths.iter().enumerate() {
            let answer = here.ask(&get(path, token, None));
            assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(answer.body));
            let file = nginx.put(n, answer.body);
            let ours = answer.tag.filter(|_| asked.conditional);
            let theirs = if asked.conditional { there.ask(&get(&file, token, None)).tag } else { None };
            to_ours.push(get(path, token, ours.as_deref()));
            to_nginx.push(get(&file, token, theirs.as_deref()));
        }
        let ours = Side { name: "mocgioi", address: ours.address().to_owned(), pids: ours.pids(), requests: to_ours };
        let nginx_side = Side { name: "nginx", address: nginx.address(), pids: nginx.pids(), requests: to_nginx };
        let (one, other) = alternate(title, &ours, &nginx_side, rounds);
        assert!(one.bytes == other.bytes, "{title}: both send the same bodies");
        Self::of(title, one, other, promise)
    }

    pub fn of(title: &str, one: Round, other: Round, promise: Promise) -> Self {
        let measured = Self {
            title: title.to_owned(),
            cpu: one.cpu_us / other.cpu_us,
            rate: one.per_second / other.per_second,
            promise,
        };
        println!(
            "  ratio: CPU × {:.2} (promised at most {:.2}), requests/s × {:.2} (promised at least {:.2})",
            measured.cpu, promise.cpu, measured.rate, promise.rate
        );
        measured
    }

    /// What is promised and does not hold, in words.
    pub fn broken(&self) -> impl Iterator<Item = String> {
        let cpu = (self.cpu > self.promise.cpu)
            .then(|| format!("{}: CPU × {:.2}, promised at most {:.2}", self.title, self.cpu, self.promise.cpu));
        let rate = (self.rate < self.promise.rate).then(|| {
            format!("{}: requests/s × {:.2}, promised at least {:.2}", self.title, self.rate, self.promise.rate)
        });
        cpu.into_iter().chain(rate)
    }
}

/// Asks each once unmeasured, then both in turn, each first in every other round. Returns medians.
pub fn alternate(title: &str, one: &Side, other: &Side, rounds: usize) -> (Round, Round) {
    one.round();
    other.round();
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for n in 0..rounds {
        if n % 2 == 0 {
            ones.push(one.round());
            others.push(other.round());
        } else {
            others.push(other.round());
            ones.push(one.round());
        }
    }
    println!("\n{title}: {} requests a round, {} bytes a body", one.requests.len(), ones[0].bytes);
    (told(one.name, &ones), told(other.name, &others))
}

/// Prints medians and spread of rounds; returns the medians.
pub fn told(name: &str, rounds: &[Round]) -> Round {
    let of = |value: fn(&Round) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(value).collect();
        all.sort_by(f64::total_cmp);
        (all[all.len() / 2], all[0], all[all.len() - 1])
    };
    let (rate, slowest, fastest) = of(|round| round.per_second);
    let (cpu, least, most) = of(|round| round.cpu_us);
    let ((median_ms, ..), (p99_ms, ..)) = (of(|round| round.median_ms), of(|round| round.p99_ms));
    println!(
        "  {name:<9} {rate:>7.0}/s ({slowest:.0}–{fastest:.0})   p50 {median_ms:.2} ms   p99 {p99_ms:.2} ms   \
         CPU {cpu:.1} µs/request ({least:.1}–{most:.1})"
    );
    Round { per_second: rate, median_ms, p99_ms, cpu_us: cpu, ..rounds[0] }
}
