//! A province with two posts, and people in them who send and ask.

use serde_json::{Value, json};

use crate::support::{Answer, Database, Engine, Server, get, province, send};

pub(crate) struct Posts {
    pub(crate) server: Server,
    tokens: Vec<(&'static str, String)>,
    database: Database,
}

impl Posts {
    pub(crate) fn new(engine: Engine) -> Self {
        Self::of_province(engine, "son-la")
    }

    /// The same under the name of another province: whose documents they answer for goes by its name.
    #[allow(dead_code, reason = "for other tests that have these posts")]
    pub(crate) fn of_province(engine: Engine, named: &str) -> Self {
        let database = Database::new(engine);
        let tokens = province::found_in(&database, named);
        let server = Server::start_with(&database, |app| app.open_as = None);
        Self { server, tokens, database }
    }

    pub(crate) fn token(&self, who: &str) -> Option<&str> {
        self.tokens.iter().find(|(name, _)| *name == who).map(|(_, token)| token.as_str())
    }

    #[allow(dead_code, reason = "for other tests that have these posts")]
    pub(crate) fn database_url(&self) -> &str {
        &self.database.url
    }

    #[allow(dead_code, reason = "for other tests that have these posts")]
    pub(crate) fn data_dir(&self) -> std::path::PathBuf {
        self.database.data_dir()
    }

    /// `who` may be nobody: "".
    pub(crate) fn get(&self, who: &str, path: &str) -> Answer {
        let shown = self.token(who).map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> = shown.iter().map(|text| ("authorization", text.as_str())).collect();
        get(&format!("{}{path}", self.server.base), &headers)
    }

    pub(crate) fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        let url = format!("{}{path}", self.server.base);
        send("POST", &url, self.token(who), "application/json", body.to_string().as_bytes())
    }

    pub(crate) fn send_gpx(&self, who: &str, url: &str, file: &str) -> Answer {
        send("POST", url, self.token(who), "application/gpx+xml", file.as_bytes())
    }

    /// The same database under a server that was started anew.
    pub(crate) fn restarted(self) -> Self {
        let Self { server, tokens, database } = self;
        drop(server);
        let server = Server::start_with(&database, |app| app.open_as = None);
        Self { server, tokens, database }
    }

    /// Pushes records and gives the receipts.
    pub(crate) fn push(&self, who: &str, records: &[Value]) -> Vec<Value> {
        let answer = self.post(who, "/api/v1/sync/push", &json!({ "device": "máy thử", "records": records }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["receipts"].as_array().unwrap().clone()
    }

    pub(crate) fn outcomes(&self, who: &str, records: &[Value]) -> Vec<String> {
        let receipts = self.push(who, records);
        receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn item(&self, who: &str, id: &str) -> Answer {
        self.get(who, &format!("/collections/inspections/items/{id}"))
    }
}

pub(crate) fn id(n: u64) -> String {
    format!("01932f5e-7c1a-7abc-8def-{n:012x}")
}

pub(crate) fn inspection(n: u64, more: &Value) -> Value {
    with(
        json!({ "type": "inspection", "id": id(n), "marker": "VN-LA:211", "observed_at": "2026-11-20T08:30:00+07:00",
            "mode": "unilateral", "condition": "damaged" }),
        more,
    )
}

/// Approve, return or submit.
pub(crate) fn review(n: u64, target: &str, decision: &str, more: &Value) -> Value {
    with(json!({ "type": "review", "id": id(n), "target": target, "decision": decision }), more)
}

pub(crate) fn tombstone(n: u64, target: &str) -> Value {
    json!({ "type": "tombstone", "id": id(n), "target": target, "reason": "nhập nhầm" })
}

pub(crate) fn with(mut value: Value, more: &Value) -> Value {
    for (name, field) in more.as_object().into_iter().flatten() {
        value[name] = field.clone();
    }
    value
}
