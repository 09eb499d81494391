//! A server with a post, and its phones.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::phone::Phone;
use crate::support::{Answer, Database, Engine, Program, free_port, get};

pub(crate) struct World {
    pub(crate) database: Database,
    pub(crate) program: Program,
    /// Of the phone.
    pub(crate) token: String,
    pub(crate) device: String,
    port: u16,
}

impl World {
    pub(crate) fn new() -> Self {
        let database = Database::new(Engine::Sqlite);
        let data = database.data_dir().display().to_string();
        drop(Program::start(&database.url, &["--access", "accounts", "--data-dir", &data, "--load-seeds"]));
        user(&database, &["unit", "don-a", "--title", "Đồn A"]);
        let made = user(&database, &["device", "máy 7", "--unit", "don-a"]);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let port = free_port();
        let program = Program::start_at(port, &database.url, &["--access", "accounts", "--data-dir", &data]);
        Self { token: text("token"), device: text("id"), database, program, port }
    }

    /// Starts the server again, where it was.
    pub(crate) fn start(&mut self) {
        let data = self.database.data_dir().display().to_string();
        let arguments = ["--access", "accounts", "--data-dir", &data];
        self.program = Program::start_at(self.port, &self.database.url, &arguments);
    }

    /// A phone of the post.
    pub(crate) fn phone(&self) -> Phone {
        let mut phone = Phone::new(&self.program.base);
        phone.enrol(&self.token);
        phone
    }

    pub(crate) fn user(&self, arguments: &[&str]) -> Value {
        user(&self.database, arguments)
    }

    pub(crate) fn ask(&self, path: &str) -> Answer {
        self.ask_as(&self.token, path)
    }

    pub(crate) fn ask_as(&self, token: &str, path: &str) -> Answer {
        get(&format!("{}{path}", self.program.base), &[("authorization", &format!("Bearer {token}"))])
    }

    /// The notes of all inspections that the server has, in order.
    pub(crate) fn notes(&self) -> Vec<String> {
        let all = self.ask("/collections/inspections/items?limit=1000").json();
        let features = all["features"].as_array().unwrap();
        let note = |feature: &Value| feature["properties"]["notes"].as_str().unwrap_or_default().to_owned();
        let mut notes: Vec<String> = features.iter().map(note).collect();
        notes.sort();
        notes
    }
}

fn user(database: &Database, arguments: &[&str]) -> Value {
    let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["user", "--json", "--database", &database.url])
        .args(arguments)
        .output()
        .unwrap();
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Nothing went wrong in the page, and nothing was tried that its policy forbids.
pub(crate) fn no_complaints(phone: &mut Phone) {
    assert_eq!(phone.complaints(), json!([]));
}
