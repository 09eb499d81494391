//! A province with two posts, the program that serves it, and targets that alerts go to.

use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::support::{Answer, Database, Engine, Program, get, province, send};

pub(crate) struct Town {
    pub(crate) database: Database,
    tokens: Vec<(&'static str, String)>,
    pub(crate) program: Program,
}

const WITH_ACCOUNTS: [&str; 3] = ["--access", "accounts", "--alert-targets-inside"];

impl Town {
    pub(crate) fn new(engine: Engine) -> Self {
        let database = Database::new(engine);
        let tokens = province::found(&database);
        let program = Self::start(&database);
        Self { database, tokens, program }
    }

    pub(crate) fn start(database: &Database) -> Program {
        let data = database.data_dir().display().to_string();
        Program::start(&database.url, &[&WITH_ACCOUNTS[..], &["--data-dir", &data]].concat())
    }

    pub(crate) fn restart(&mut self) {
        self.program.kill();
        self.program = Self::start(&self.database);
    }

    pub(crate) fn token(&self, who: &str) -> &str {
        &self.tokens.iter().find(|(name, _)| *name == who).unwrap().1
    }

    /// A target is set in person; here by a program that knows nobody, before and after which everything is as it was.
    pub(crate) fn target(&self, receiver: &Receiver, more: &Value) -> Value {
        let mut wanted = json!({ "title": "Trực ban", "url": receiver.url(), "label": "internal", "kinds": ["hazard_urgent",
            "limit_crossed", "incident_reported", "incident_escalated", "notice_forwarded", "record_returned", "overdue"] });
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let open = Program::start(&self.database.url, &["--access", "open", "--alert-targets-inside"]);
        let url = format!("{}/api/v1/alert-targets", open.base);
        let made = send("POST", &url, None, "application/json", wanted.to_string().as_bytes());
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()
    }

    pub(crate) fn get(&self, who: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token(who));
        get(&format!("{}{path}", self.program.base), &[("authorization", &bearer)])
    }

    pub(crate) fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        let url = format!("{}{path}", self.program.base);
        send("POST", &url, Some(self.token(who)), "application/json", body.to_string().as_bytes())
    }

    /// Pushes records, which are all taken.
    pub(crate) fn push(&self, who: &str, records: &[Value]) {
        let answer = self.post(who, "/api/v1/sync/push", &json!({ "device": "máy thử", "records": records })).json();
        for receipt in answer["receipts"].as_array().unwrap() {
            assert!(["accepted", "duplicate"].contains(&receipt["outcome"].as_str().unwrap()), "{answer}");
        }
    }

    pub(crate) fn approve(&self, who: &str, n: u64, record: &str) {
        let said = json!({ "id": id(n), "decision": "approve" });
        let answer = self.post(who, &format!("/api/v1/records/{record}/reviews"), &said);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
}

pub(crate) fn id(n: u64) -> String {
    format!("01932f5e-7c1a-7abc-8def-{n:012x}")
}

/// The title is nobody's to read but those who see the record.
pub(crate) fn incident(n: u64) -> Value {
    json!({ "type": "incident", "id": id(n), "kind": "timber", "title": "không ai được đọc", "marker": "VN-LA:144",
        "observed_at": "2026-11-20T08:30:00Z" })
}
