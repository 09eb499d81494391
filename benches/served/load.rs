//! The load: kept connections, each with a thread that asks, reads the answer to its end, and asks again.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::spent::{cpu, micros};

/// Connections at once.
pub const CONNECTIONS: usize = 8;
/// Connections that write, where anybody does.
const WRITERS: usize = 4;

/// A kept connection.
pub struct Kept {
    stream: TcpStream,
    held: Vec<u8>,
}

/// What came back: the body lies in the connection's buffer.
pub struct Answer<'a> {
    pub status: u16,
    pub tag: Option<String>,
    pub body: &'a [u8],
}

impl Kept {
    pub fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, held: vec![0; 1 << 20] }
    }

    pub fn ask(&mut self, request: &[u8]) -> Answer<'_> {
        self.stream.write_all(request).unwrap();
        let mut filled = 0;
        let head = loop {
            filled += self.read(filled);
            if let Some(end) = self.held[..filled].windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = std::str::from_utf8(&self.held[..head]).unwrap();
        let status: u16 = text[9..12].parse().unwrap();
        let header = |name: &str| {
            let pairs = text.lines().filter_map(|line| line.split_once(": "));
            pairs.filter(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
        };
        let tag = header("etag");
        let length: usize = if status == 304 { 0 } else { header("content-length").unwrap().parse().unwrap() };
        while filled < head + length {
            filled += self.read(filled);
        }
        Answer { status, tag, body: &self.held[head..head + length] }
    }

    fn read(&mut self, at: usize) -> usize {
        if at == self.held.len() {
            self.held.resize(at * 2, 0);
        }
        let n = self.stream.read(&mut self.held[at..]).unwrap();
        assert!(n > 0, "the server ended a connection");
        n
    }
}

/// One round over all requests, each asked once.
#[derive(Debug, Clone, Copy, Default)]
pub struct Round {
    pub per_second: f64,
    pub median_ms: f64,
    pub p99_ms: f64,
    pub cpu_us: f64,
    pub bytes: usize,
    pub writes: u64,
}

/// Asks everything once; `writes` makes the requests of those that write, where one in twenty does.
pub fn round(
    address: &str,
    pids: &[u32],
    requests: &[Vec<u8>],
    writes: Option<&(dyn Fn(u64) -> Vec<u8> + Sync)>,
) -> Round {
    let spent = || pids.iter().map(|pid| cpu(*pid)).sum::<Duration>();
    let (asked, written, done) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let mut connections: Vec<Kept> = (0..CONNECTIONS).map(|_| Kept::connect(address)).collect();
    let (before, begun) = (spent(), Instant::now());
    let mut took = 0.0;
    let (mut waits, mut bytes) = (Vec::with_capacity(requests.len()), 0);
    std::thread::scope(|scope| {
        for _ in 0..if writes.is_some() { WRITERS } else { 0 } {
            scope.spawn(|| write(address, writes.unwrap(), &asked, &written, &done));
        }
        let readers: Vec<_> = connections
            .iter_mut()
            .enumerate()
            .map(|(first, kept)| {
                let asked = &asked;
                scope.spawn(move || read(kept, requests.iter().skip(first).step_by(CONNECTIONS), asked))
            })
            .collect();
        for reader in readers {
            let (some, more) = reader.join().unwrap();
            waits.extend(some);
            bytes += more;
        }
        took = begun.elapsed().as_secs_f64();
        done.store(true, Ordering::Relaxed);
    });
    let cpu = micros(spent().saturating_sub(before));
    waits.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a count of requests")]
    let count = requests.len() as f64;
    let at = |part: usize| waits[(waits.len() * part / 100).min(waits.len() - 1)].as_secs_f64() * 1e3;
    Round {
        per_second: count / took,
        median_ms: at(50),
        p99_ms: at(99),
        cpu_us: cpu / count,
        bytes: bytes / requests.len(),
        writes: written.into_inner(),
    }
}

fn read<'a>(kept: &mut Kept, requests: impl Iterator<Item = &'a Vec<u8>>, asked: &AtomicU64) -> (Vec<Duration>, usize) {
    let mut bytes = 0;
    let ask = |request: &Vec<u8>| {
        let begun = Instant::now();
        let answer = kept.ask(request);
        assert!(matches!(answer.status, 200 | 304), "status {}", answer.status);
        bytes += answer.body.len();
        asked.fetch_add(1, Ordering::Relaxed);
        begun.elapsed()
    };
    (requests.map(ask).collect(), bytes)
}

/// Writes as often as one in twenty reads, as far as the server lets it.
fn write(
    address: &str,
    request: &(dyn Fn(u64) -> Vec<u8> + Sync),
    asked: &AtomicU64,
    written: &AtomicU64,
    done: &AtomicBool,
) {
    let mut kept = Kept::connect(address);
    while !done.load(Ordering::Relaxed) {
        if written.load(Ordering::Relaxed) * 20 >= asked.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_micros(300));
            continue;
        }
        let n = written.fetch_add(1, Ordering::Relaxed);
        let answer = kept.ask(&request(n));
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(answer.body));
    }
}
