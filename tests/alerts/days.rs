//! A new day by the clock of Vietnam: a patrol that was planned and that nobody walked is told of once.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Moment};

use mocgioi::actions::alerts::{Alerts, Outgoing};
use mocgioi::app::chance;
use mocgioi::domain::time::Instant;
use serde_json::{Value, json};

use crate::support::{Database, ENGINES, Server};
use crate::town::id;

/// A server whose clock is turned by hand, and alerts that arrive in a list.
struct Days {
    server: Server,
    now: Arc<AtomicI64>,
    came: Arc<Mutex<Vec<Value>>>,
    runtime: tokio::runtime::Runtime,
    running: tokio::task::JoinHandle<()>,
}

impl Days {
    fn new(database: &Database, now: &str) -> Self {
        let now = Arc::new(AtomicI64::new(now.parse::<Instant>().unwrap().millis()));
        let clock = Arc::clone(&now);
        let server = Server::start_with(database, move |app| {
            app.context.clock = Arc::new(move || Instant::from_millis(clock.load(Ordering::SeqCst)));
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let running = runtime.spawn(async {});
        Self { server, now, came: Arc::default(), runtime, running }
    }

    /// Begins to look and to send, as after a restart.
    fn start(&mut self) {
        self.running.abort();
        let taking = Arc::clone(&self.came);
        let deliver = Arc::new(move |out: Outgoing| {
            taking.lock().unwrap().push(serde_json::from_slice(&out.body).unwrap());
            let answer: mocgioi::actions::alerts::Delivering = Box::pin(async { Ok(200) });
            answer
        });
        let alerts = Alerts::new(&self.server.app.context, None, deliver, chance::any);
        self.running = self.runtime.spawn(alerts.run());
    }

    /// Goes to a day; what of it was sent by then, by layer and feature.
    fn to(&self, day: &str) -> Vec<String> {
        let day = day.parse::<mocgioi::domain::time::CivilDay>().unwrap();
        self.now.store(day.bounds().0.millis() + 8 * 3_600_000, Ordering::SeqCst);
        let store = &self.server.app.context.store;
        let (before, began) = (self.came.lock().unwrap().len(), Moment::now());
        let patient = || assert!(began.elapsed() < Duration::from_mins(1), "{day}");
        while self.runtime.block_on(store.alert_cursor(day, uuid::Uuid::nil())).unwrap().day != day.number() {
            patient();
            std::thread::sleep(Duration::from_millis(20));
        }
        for target in self.runtime.block_on(store.alert_targets()).unwrap() {
            let waits = || self.runtime.block_on(store.alert_deliveries(target.id, 1_000)).unwrap();
            while waits().iter().any(|one| one.state == "pending") {
                patient();
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        let came = self.came.lock().unwrap();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let mut all: Vec<String> =
            came[before..].iter().map(|one| format!("{} {}", text(one, "layer"), text(one, "feature"))).collect();
        all.sort();
        all
    }

    fn post(&self, path: &str, body: &Value) {
        let answer = self.server.post(path, body);
        assert!([200, 201].contains(&answer.status), "{path} {}", answer.text());
    }

    fn approved(&self, path: &str, body: &Value, n: u64) {
        self.post(path, body);
        let path = format!("/api/v1/records/{}/reviews", body["id"].as_str().unwrap());
        self.post(&path, &json!({ "id": id(n), "decision": "approve" }));
    }
}

/// Once when its day passes, not after a restart, and again when it is overdue anew.
#[test]
fn tasks_works_and_inspections_are_told_of_once_when_their_day_passes() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let mut days = Days::new(&database, "2025-05-22T01:00:00Z");
        let target = |url: &str| json!({ "title": "thử", "url": url, "kinds": ["overdue"], "label": "internal" });
        days.post("/api/v1/alert-targets", &target("https://hooks.example.org/"));
        let rule = |n: u64, subject: &str, place: &str| {
            json!({ "id": id(n), "title": "hằng ngày", "subject": subject, "line": "VN-LA", "places": [place], "every": 1,
                "per": "day", "from": "2025-05-21", "basis": { "document": "Lệnh thử", "quote": "hằng ngày" } })
        };
        days.post("/api/v1/inspection-rules", &rule(1, "markers", "VN-LA:144"));
        days.post("/api/v1/inspection-rules", &rule(2, "line_course", "VN-LA:144..145"));
        days.start();
        assert_eq!(days.to("2025-05-22"), [""; 0], "{engine:?}: the last day is not over");
        assert_eq!(days.to("2025-05-23"), ["markers VN-LA:144", "segments VN-LA:144..145"], "{engine:?}");
        assert!(days.came.lock().unwrap().iter().all(|one| one.get("href").is_none()), "no link without an address");
        let passed = days.to("2025-05-24");
        let of = |layer: &str| passed.iter().filter(|one| one.starts_with(layer)).count();
        assert_eq!((of("tasks "), of("works "), passed.len()), (1, 2, 3), "{engine:?} {passed:?}");
        // Neither on the next day nor after a restart; to whoever asks only now, what is overdue already is no news.
        days.post("/api/v1/alert-targets", &target("https://later.example.org/"));
        days.start();
        assert_eq!(days.to("2025-05-25"), [""; 0], "{engine:?}");
        // Done, it is silent; reported to be not done after all, and inspected once more and then not: overdue anew.
        let task = passed.iter().find_map(|one| one.strip_prefix("tasks ")).unwrap().to_owned();
        let report = |n: u64, state: &str, as_of: &str| json!({ "id": id(n), "state": state, "as_of": as_of });
        let path = format!("/api/v1/tasks/{task}/reports");
        days.approved(&path, &report(11, "done", "2025-05-24"), 12);
        let inspection = json!({ "id": id(13), "observed_at": "2025-05-25T01:00:00Z", "mode": "unilateral",
            "condition": "good" });
        days.approved("/api/v1/markers/VN-LA:144/inspections", &inspection, 14);
        assert_eq!(days.to("2025-05-26"), [""; 0], "{engine:?}");
        days.approved(&path, &report(15, "under_way", "2025-05-26"), 16);
        let twice = |one: &str| vec![one.to_owned(); 2];
        let expected = [twice("markers VN-LA:144"), twice(&format!("tasks {task}"))].concat();
        assert_eq!(days.to("2025-05-27"), expected, "{engine:?}: to both targets");
        assert_eq!(days.to("2025-05-28"), [""; 0], "{engine:?}");
        days.running.abort();
    }
}

#[test]
fn a_plan_that_nobody_carried_out_is_told_of_on_the_day_after_its_last() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let now = Arc::new(AtomicI64::new("2026-11-22T05:00:00Z".parse::<Instant>().unwrap().millis()));
        let clock = Arc::clone(&now);
        let server = Server::start_with(&database, move |app| {
            app.context.clock = Arc::new(move || Instant::from_millis(clock.load(Ordering::SeqCst)));
        });
        let target =
            json!({ "title": "thử", "url": "https://hooks.example.org/", "kinds": ["overdue"], "label": "internal" });
        assert_eq!(server.post("/api/v1/alert-targets", &target).status, 201);
        let plan = |n: u64| {
            json!({ "type": "patrol_plan", "id": id(n), "mode": "unilateral", "force": "border_guard",
                "starts_on": "2026-11-20", "due": "2026-11-22", "segment": "VN-LA:144..145" })
        };
        let walked = json!({ "type": "patrol", "id": id(3), "mode": "unilateral", "force": "border_guard",
            "started_at": "2026-11-21T00:00:00Z", "plan": id(2) });
        let pushed = server.post("/api/v1/sync/push", &json!({ "records": [plan(1), plan(2), walked] })).json();
        assert!(
            pushed["receipts"].as_array().unwrap().iter().all(|receipt| receipt["outcome"] == "accepted"),
            "{pushed}"
        );
        let said = json!({ "id": id(11), "decision": "approve" });
        for n in [1, 2, 3] {
            let said = json!({ "id": id(10 + n), "decision": said["decision"] });
            assert_eq!(server.post(&format!("/api/v1/records/{}/reviews", id(n)), &said).status, 201);
        }

        let came: Arc<Mutex<Vec<Value>>> = Arc::default();
        let taking = Arc::clone(&came);
        let deliver = Arc::new(move |out: Outgoing| {
            taking.lock().unwrap().push(serde_json::from_slice(&out.body).unwrap());
            let answer: mocgioi::actions::alerts::Delivering = Box::pin(async { Ok(200) });
            answer
        });
        let alerts = Alerts::new(&server.app.context, None, deliver, chance::any);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let running = runtime.spawn(alerts.run());
        let wait = |count: usize| {
            let began = Moment::now();
            while came.lock().unwrap().len() < count {
                assert!(began.elapsed() < Duration::from_mins(1), "{engine:?}");
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        // Looked through to this day.
        let store = server.app.context.store.clone();
        let looked = |day: &str| {
            let day = day.parse::<mocgioi::domain::time::CivilDay>().unwrap();
            let began = Moment::now();
            while runtime.block_on(store.alert_cursor(day, uuid::Uuid::nil())).unwrap().day != day.number() {
                assert!(began.elapsed() < Duration::from_mins(1), "{engine:?}");
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        looked("2026-11-22");
        assert_eq!(came.lock().unwrap().len(), 0, "its last day is not over");
        for _ in 0..3 {
            now.fetch_add(24 * 3_600_000, Ordering::SeqCst);
            looked(&Instant::from_millis(now.load(Ordering::SeqCst)).day().to_string());
            wait(1);
        }
        running.abort();
        let came = came.lock().unwrap();
        assert_eq!(
            (came.len(), &came[0]["record"], &came[0]["kind"]),
            (1, &json!(id(1)), &json!("overdue")),
            "{came:?}"
        );
    }
}
