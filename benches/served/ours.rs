//! The server under test: the release binary with accounts, as it is run, and somebody who may read and write.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::data::Copy;
use crate::support::Program;

pub struct Ours {
    pub program: Program,
    pub token: String,
    /// From the start of the process to its first answer.
    pub start: Duration,
    /// What it serves; gone when it is.
    _database: String,
    _folder: tempfile::TempDir,
}

impl Ours {
    pub fn start(database: Copy) -> Self {
        let Copy { url, folder } = database;
        console(&url, &["add", "bench", "--role", "inspector"]);
        let made = console(&url, &["token", "bench", "--title", "bench", "--may", "read_internal,record"]);
        let token = made["token"].as_str().unwrap().to_owned();
        let data = folder.path().display().to_string();
        // Counted as always, but with a limit that nobody reaches.
        let most = "1000000000";
        let begun = Instant::now();
        let program = Program::start(
            &url,
            &[
                "--access",
                "accounts",
                "--data-dir",
                &data,
                "--rate-limit-per-minute",
                most,
                "--write-rate-limit-per-minute",
                most,
            ],
        );
        assert_eq!(program.get("/collections/inspections/items?limit=1").status, 200);
        Self { program, token, start: begun.elapsed(), _database: url, _folder: folder }
    }

    pub fn address(&self) -> &str {
        self.program.base.trim_start_matches("http://")
    }

    pub fn pids(&self) -> Vec<u32> {
        vec![self.program.child.id()]
    }
}

fn console(database: &str, what: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    let output = command.arg("user").args(what).args(["--json", "--database", database]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
