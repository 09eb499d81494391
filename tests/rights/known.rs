//! A server that starts with nobody known, driven as an administrator and a post would: the console and HTTP.

use std::process::Command;

use serde_json::Value;

use crate::support::{Answer, Database, Program, get, send};

pub(crate) struct Town {
    pub(crate) program: Program,
    pub(crate) database: Database,
}

impl Town {
    pub(crate) fn start(database: Database) -> Self {
        Self::start_with(database, &[])
    }

    pub(crate) fn start_with(database: Database, more: &[&str]) -> Self {
        let arguments = [&["--access", "accounts", "--load-seeds"], more].concat();
        let program = Program::start(&database.url, &arguments);
        let town = Self { program, database };
        for (key, parent) in [("son-la", None), ("don-a", Some("son-la")), ("don-b", Some("son-la"))] {
            let mut arguments = vec!["unit", key, "--title", key];
            arguments.extend(parent.iter().flat_map(|parent| ["--parent", parent]));
            town.user(&arguments);
        }
        town
    }

    /// `mocgioi user …`, which must go well.
    pub(crate) fn user(&self, arguments: &[&str]) -> Value {
        let (code, out, error) = self.try_user(arguments);
        assert_eq!(code, 0, "{arguments:?}: {error}");
        serde_json::from_str(&out).unwrap()
    }

    pub(crate) fn try_user(&self, arguments: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["user", "--json", "--database", &self.database.url])
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }

    /// An account with a role in a unit; returns its password for one use.
    pub(crate) fn add(&self, name: &str, role: &str, unit: &str) -> String {
        let added = self.user(&["add", name, "--role", role, "--unit", unit]);
        added["one_time_password"].as_str().unwrap().to_owned()
    }

    pub(crate) fn token(&self, name: &str, may: &str) -> String {
        let made = self.user(&["token", name, "--title", "thử", "--may", may]);
        let token = made["token"].as_str().unwrap().to_owned();
        self.until(&token, 200);
        token
    }

    /// Waits until the server has heard of what the console changed.
    pub(crate) fn until(&self, token: &str, status: u16) {
        for _ in 0..3_000 {
            if self.get("/api/v1/me", token).status == status {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("a minute later the server still does not answer {status}");
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        send("GET", &format!("{}{path}", self.program.base), Some(token), "", b"")
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        send("POST", &self.url(path), Some(token), "application/json", body.to_string().as_bytes())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.program.base)
    }

    pub(crate) fn log_in(&self, name: &str, password: &str, new_password: Option<&str>) -> Answer {
        let body = serde_json::json!({ "name": name, "password": password, "new_password": new_password });
        crate::support::post(&self.url("/api/v1/sessions"), "application/json", body.to_string().as_bytes())
    }

    /// A request that shows a session's cookie, and its word where one is given.
    pub(crate) fn with_session(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        word: Option<&str>,
        body: &Value,
    ) -> Answer {
        if method == "GET" {
            return get(&self.url(path), &[("cookie", cookie)]);
        }
        crate::support::send_with(method, &self.url(path), &[("cookie", cookie)], word, body.to_string().as_bytes())
    }
}
