//! A storm: devices with durable queues, a bad line, a server that is killed again and again. Then everything is
//! looked through: what is there, what the devices were told, the chain.

mod ask;
mod device;
mod dice;
mod judge;
mod line;
mod log;
mod mortal;
mod photos;
#[allow(dead_code, reason = "tests of attachments use the rest")]
#[path = "../attachments/pictures.rs"]
mod pictures;
mod stories;
#[allow(dead_code, reason = "tests of attachments use the rest")]
#[path = "../attachments/wire.rs"]
mod wire;

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Database, Engine, province};
use device::Device;
use judge::Judge;
use line::BadLine;
use mortal::Mortal;

/// How much of a storm.
pub(crate) struct Size {
    /// Records, or photos.
    pub(crate) many: usize,
    pub(crate) devices: usize,
    pub(crate) kills: usize,
    pub(crate) seed: u64,
}

/// What all devices together have got done; the kills are spread over it.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) done: AtomicU64,
    pub(crate) asked: AtomicU64,
    pub(crate) failed: AtomicU64,
}

/// Records pushed through a storm. Gives the figures.
pub(crate) fn records(engine: Engine, size: &Size) -> String {
    let database = Database::new(engine);
    let tokens = province::found(&database);
    let line = BadLine::new(size.seed);
    let mut server = Mortal::start(&database, &line, size);
    let before = log::rows(&database);
    let sent = stories::tell(size);
    let mut devices: Vec<Device> = stories::devices(size, &sent, &tokens);
    let parts: usize = devices.iter().map(|device| device.queue.len()).sum();
    let progress = Progress::default();
    let start = Instant::now();
    std::thread::scope(|scope| {
        let sending: Vec<_> =
            devices.iter_mut().map(|device| scope.spawn(|| device.send_all(&line.base, &progress))).collect();
        server.die_now_and_then(&database, &line, size.kills, parts, &progress);
        for device in sending {
            device.join().unwrap();
        }
    });
    line.settle();
    let seconds = start.elapsed();
    server.program.kill();
    let judge = Judge { database: &database, before, sent: &sent, devices: &devices };
    let found = judge.all();
    // Whoever sends everything once more is told what was told before.
    server.rise(&database, &line);
    judge.again(&server.program.base);
    judge.shown(&server.program.base, &tokens);
    let what = format!(
        "{} records, {} contending contents; {} receipts held, {} of them duplicates; the chain of {} verifies",
        sent.records(),
        sent.contending(),
        found.receipts,
        found.duplicates,
        found.entries
    );
    figures(engine, size, &what, &line, &progress, seconds)
}

/// Photos sent through a storm, and the records that name them. Gives the figures.
pub(crate) fn photos(engine: Engine, size: &Size) -> String {
    let database = Database::new(engine);
    let tokens = province::found(&database);
    let line = BadLine::new(size.seed);
    let mut server = Mortal::start(&database, &line, size);
    let album = photos::Album::new(size);
    let progress = Progress::default();
    let start = Instant::now();
    std::thread::scope(|scope| {
        let album = &album;
        let sending: Vec<_> = (0..size.devices)
            .map(|n| (n, tokens[if n % 2 == 0 { 0 } else { 2 }].1.as_str()))
            .map(|(n, token)| {
                scope.spawn({
                    let (line, progress) = (&line, &progress);
                    move || album.send(n, size, token, &line.base, progress)
                })
            })
            .collect();
        server.die_now_and_then(&database, &line, size.kills, album.steps(), &progress);
        for device in sending {
            device.join().unwrap();
        }
    });
    line.settle();
    let seconds = start.elapsed();
    server.program.kill();
    server.rise(&database, &line);
    album.look(&server.program.base, [&tokens[0].1, &tokens[2].1]);
    mortal::command(&database, &["blobs", "verify"]);
    server.program.kill();
    mortal::command(&database, &["audit", "verify"]);
    let what = format!(
        "{} photos arrived with equal hashes, {} never sent are named as missing by {} records",
        size.many,
        album.lost(),
        album.records()
    );
    figures(engine, size, &what, &line, &progress, seconds)
}

fn figures(engine: Engine, size: &Size, what: &str, line: &BadLine, progress: &Progress, seconds: Duration) -> String {
    let number = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
    let told = &line.told;
    let mut text = format!("storm, {engine:?}: {what}\n  {} devices, {} kills, ", size.devices, size.kills);
    write!(
        text,
        "{} requests of which {} failed and were tried again; {} connections: {} delayed, {} dropped, {} cut, \
         {} answers swallowed, {} sent twice, {} met a dead server; {:.1} s",
        number(&progress.asked),
        number(&progress.failed),
        number(&told.connections),
        number(&told.delayed),
        number(&told.dropped),
        number(&told.cut),
        number(&told.swallowed),
        number(&told.replayed),
        number(&told.dead),
        seconds.as_secs_f64()
    )
    .unwrap();
    text
}
