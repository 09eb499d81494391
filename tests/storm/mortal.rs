//! A server that is killed again and again, and comes back.

use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::line::BadLine;
use super::{Progress, Size};
use crate::support::{Database, Program};

pub(crate) struct Mortal {
    pub(crate) program: Program,
    dice: Dice,
    /// As many unfinished uploads as there are devices: those that nobody goes on with must not take their place.
    uploads: String,
}

impl Mortal {
    pub(crate) fn start(database: &Database, line: &BadLine, size: &Size) -> Self {
        let mut dice = Dice::new(size.seed + 2);
        let uploads = size.devices.to_string();
        let program = program(database, &mut dice, &uploads);
        line.leads_to(&program.base);
        Self { program, dice, uploads }
    }

    pub(crate) fn rise(&mut self, database: &Database, line: &BadLine) {
        self.program = program(database, &mut self.dice, &self.uploads);
        line.leads_to(&self.program.base);
    }

    /// Dies so many times, spread at random over what there is to do.
    pub(crate) fn die_now_and_then(
        &mut self,
        database: &Database,
        line: &BadLine,
        kills: usize,
        all: usize,
        progress: &Progress,
    ) {
        let mut moments: Vec<u64> = (0..kills).map(|_| self.dice.below(all as u64 * 19 / 20)).collect();
        moments.sort_unstable();
        for moment in moments {
            let since = Instant::now();
            while progress.done.load(Ordering::SeqCst) < moment {
                assert!(since.elapsed() < Duration::from_mins(5), "nothing comes through any more");
                sleep(Duration::from_millis(1));
            }
            sleep(Duration::from_millis(self.dice.below(60)));
            self.program.kill();
            sleep(Duration::from_millis(self.dice.below(200)));
            self.rise(database, line);
        }
    }
}

fn program(database: &Database, dice: &mut Dice, uploads: &str) -> Program {
    let data = database.data_dir().display().to_string();
    let settings = [
        "--access",
        "accounts",
        "--data-dir",
        &data,
        "--uploads-per-account",
        uploads,
        // All devices of a post have one account here, and are quick to try again.
        "--write-rate-limit-per-minute",
        "60000",
    ];
    Program::start_at(quiet_port(dice), &database.url, &settings)
}

/// A port that no outgoing connection takes while the server is dead.
fn quiet_port(dice: &mut Dice) -> u16 {
    loop {
        let port = u16::try_from(10_000 + dice.below(9_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Runs the program itself on this database; it must find nothing wrong.
pub(crate) fn command(database: &Database, words: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(words)
        .args(["--database", &database.url, "--data-dir"])
        .arg(database.data_dir())
        .output()
        .unwrap();
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words:?}: {out}{error}");
}
