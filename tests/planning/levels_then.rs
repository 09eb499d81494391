//! What levels were, for whoever looks after a part of the line: what was kept of records beyond it is not told, in no list, day or trend.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use mocgioi::actions::keep_levels::Keeper;
use mocgioi::app::chance;
use mocgioi::domain::time::Instant;
use serde_json::{Value, json};

use crate::posts::{id, inspection, review};
use crate::support::{Answer, Database, ENGINES, Server, block_on, get, province, send};

const DAY_MS: i64 = 86_400_000;

struct Town {
    server: Server,
    tokens: Vec<(&'static str, String)>,
    ahead: Arc<AtomicI64>,
}

impl Town {
    fn start(database: &Database) -> Self {
        let tokens = province::found(database);
        let ahead = Arc::new(AtomicI64::new(0));
        let by = Arc::clone(&ahead);
        let server = Server::start_with(database, move |app| {
            let clock = chance::clock();
            app.open_as = None;
            app.context.clock = Arc::new(move || Instant::from_millis(clock().millis() + by.load(Ordering::SeqCst)));
        });
        Self { server, tokens, ahead }
    }

    fn token(&self, who: &str) -> Option<&str> {
        self.tokens.iter().find(|(name, _)| *name == who).map(|(_, token)| token.as_str())
    }

    fn get(&self, who: &str, path: &str) -> Answer {
        let bearer = self.token(who).map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> = bearer.iter().map(|text| ("authorization", text.as_str())).collect();
        get(&format!("{}{path}", self.server.base), &headers)
    }

    fn push(&self, who: &str, records: &[Value]) {
        let url = format!("{}/api/v1/sync/push", self.server.base);
        let body = json!({ "device": "máy thử", "records": records }).to_string();
        let answer = send("POST", &url, self.token(who), "application/json", body.as_bytes()).json();
        let receipts = answer["receipts"].as_array().unwrap();
        assert!(receipts.iter().all(|receipt| receipt["outcome"] == "accepted"), "{answer}");
    }

    fn keep(&self) -> String {
        let context = &self.server.app.context;
        let day = (context.clock)().day();
        let mut keeper = Keeper::new(context.store.clone(), Arc::clone(&context.method), Arc::clone(&context.people));
        block_on(keeper.look(&context.atlas.snapshot(), day)).unwrap();
        day.to_string()
    }
}

#[test]
fn whoever_looks_after_a_part_of_the_line_learns_of_no_level_beyond_it() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let town = Town::start(&database);
        // Marker 144 lies on the part that is looked after, 211 beyond it.
        let seen = |n: u64, marker: &str| inspection(n, &json!({ "marker": marker, "condition": "missing" }));
        town.push("linh-a", &[seen(1, "VN-LA:144"), seen(2, "VN-LA:211")]);
        let approve = |n: u64| review(10 + n, &id(n), "approve", &json!({}));
        town.push("truong-a", &[approve(1), approve(2)]);
        let day = town.keep();
        town.ahead.store(3 * DAY_MS, Ordering::SeqCst);
        let (inside, outside) = (id(1), id(2));
        let then = |who: &str, what: &str| town.get(who, &format!("/api/v1/segments/{what}as_of={day}"));

        // Today he sees what lies on his part, and nothing beyond.
        let today = |who: &str, key: &str| town.get(who, &format!("/api/v1/segments/{key}/risk")).text();
        assert!(today("tuyen-a", "VN-LA:144..145").contains(&inside), "{engine:?}");
        assert!(today("ngoai-vu", "VN-LA:211..212").contains(&outside));
        assert!(!today("tuyen-a", "VN-LA:211..212").contains(&outside), "{engine:?}");

        // What was kept is kept of the whole line: whoever sees less of it has the view of everybody.
        let whole = then("ngoai-vu", "VN-LA:211..212/risk?").text();
        assert!(whole.contains(&outside), "{engine:?} {whole}");
        for key in ["VN-LA:144..145", "VN-LA:211..212"] {
            let told = then("tuyen-a", &format!("{key}/risk?"));
            let level = told.json()["properties"].clone();
            assert_eq!(level["label_level"], "public", "{engine:?} {key} {level}");
            assert_eq!(level["score"], then("", &format!("{key}/risk?")).json()["properties"]["score"], "{key}");
            assert!(!told.text().contains(&outside) && !told.text().contains(&inside), "{engine:?} {key}");
            let trend = town.get("tuyen-a", &format!("/api/v1/segments/{key}/risk/trend"));
            assert_eq!(trend.json()["label_level"], "public", "{engine:?} {key}");
            assert!(!trend.text().contains(&outside) && !trend.text().contains(&inside), "{engine:?} {key}");
        }
        let trend = town.get("ngoai-vu", "/api/v1/segments/VN-LA:211..212/risk/trend").text();
        assert!(trend.contains(&outside), "{engine:?} {trend}");
        let list = |who: &str| then(who, "at-risk?min_class=no_data&limit=10000&").json();
        let (his, everybodys) = (list("tuyen-a"), list(""));
        assert_eq!(his["numberMatched"], everybodys["numberMatched"], "{engine:?}");
        assert!(!his.to_string().contains(&outside) && list("ngoai-vu").to_string().contains(&outside), "{engine:?}");
    }
}
