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
