//! Reports count when they are approved; a department urges, only superiors assign.

use serde_json::{Value, json};

use crate::support::province::{found, found_in};
use crate::support::{Answer, Database, ENGINES, Server, get, send};

const NOW: &str = "2026-11-27T08:00:00+07:00";

fn id(n: u64) -> String {
    format!("01932f5e-7c1d-7abc-8def-{n:012x}")
}

/// A province with people, and the seeds.
struct Town {
    server: Server,
    tokens: Vec<(&'static str, String)>,
}

impl Town {
    /// Of Lạng Sơn, whose documents order most of what the seeds order.
    fn new(database: &Database) -> Self {
        Self::of(database, found_in(database, "Lạng Sơn"))
    }

    fn of(database: &Database, tokens: Vec<(&'static str, String)>) -> Self {
        let server = Server::start_with(database, |app| {
            let now: mocgioi::domain::time::Instant = NOW.parse().unwrap();
            app.context.clock = std::sync::Arc::new(move || now);
            app.open_as = None;
        });
        Self { server, tokens }
    }

    fn token(&self, who: &str) -> &str {
        &self.tokens.iter().find(|(name, _)| *name == who).unwrap().1
    }

    fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        let url = format!("{}{path}", self.server.base);
        send("POST", &url, Some(self.token(who)), "application/json", body.to_string().as_bytes())
    }

    fn get(&self, who: Option<&str>, path: &str) -> Value {
        let shown = who.map(|who| format!("Bearer {}", self.token(who)));
        let headers: Vec<(&str, &str)> = shown.iter().map(|text| ("authorization", text.as_str())).collect();
        get(&format!("{}{path}", self.server.base), &headers).json()
    }

    /// The entry of a task by its title, as somebody sees it.
    fn task(&self, who: Option<&str>, title: &str) -> Value {
        let list = self.get(who, "/api/v1/tasks/standing");
        let all = list["agencies"].as_array().unwrap().iter().flat_map(|agency| agency["entries"].as_array().unwrap());
        all.clone().find(|entry| entry["title"].as_str().unwrap().starts_with(title)).unwrap().clone()
    }
}

#[test]
fn a_report_counts_when_its_commander_approved_it_and_only_for_those_who_see_it() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let town = Town::new(&database);
        let title = "Hoàn thiện lại phương án thiết kế";
        let task = town.task(None, title);
        let record = task["record"].as_str().unwrap();
        let report = json!({ "id": id(1), "state": "under_way", "progress": "trên 95%", "as_of": "2026-11-20",
            "reported_by": "Ban Quản lý dự án", "number": "12/BC-BQL", "evidence": "biên bản nghiệm thu" });
        let path = format!("/api/v1/tasks/{record}/reports");
        assert_eq!(town.post("tinh", &path, &report).status, 403, "a supervisor records nothing");
        assert_eq!(town.post("linh-a", &path, &report).status, 201, "{engine:?}");
        assert_eq!(town.post("linh-a", &path, &report).status, 201, "sent again, it is the same");

        // Not approved: its own unit sees it beside the state, which does not change; others see neither.
        let own = town.task(Some("truong-a"), title);
        assert_eq!((own["state"].as_str(), own["reports"].as_array().unwrap().len()), (Some("past_due"), 1));
        assert_eq!(town.task(Some("tinh"), title)["reports"], json!([]));

        let approve = json!({ "id": id(2), "decision": "approve" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/reviews", id(1)), &approve).status, 201);
        let seen = town.task(Some("tinh"), title);
        assert_eq!(seen["state"], "past_due_reported");
        assert_eq!(
            seen["state_words"],
            "đã qua hạn, theo báo cáo chưa xong, báo cáo gần nhất: đang thực hiện: “trên 95%” (Ban Quản lý dự án (don-a) báo cáo, tính đến 20/11/2026)"
        );
        assert_eq!(seen["progress"]["said"], "trên 95%", "in its words, no figure of ours");
        // The public and the other post learn nothing of it, not even by the state.
        for who in [None, Some("truong-b")] {
            let hidden = town.task(who, title);
            assert_eq!((hidden["state"].as_str(), &hidden["reports"]), (Some("past_due"), &json!([])), "{who:?}");
        }
        let thread = town.get(Some("tinh"), &format!("/api/v1/records/{record}"));
        assert_eq!(thread["standing"][0]["state"], "past_due_reported");
        assert_eq!(thread["related"][0]["record"], id(1));

        let done = json!({ "id": id(3), "state": "done", "as_of": "2026-11-26", "done_on": "2025-05-22" });
        assert_eq!(town.post("truong-a", &path, &done).status, 201);
        let approve = json!({ "id": id(4), "decision": "approve" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/reviews", id(3)), &approve).status, 201);
        let seen = town.task(Some("tinh"), title);
        assert_eq!((seen["state"].as_str(), seen["in_time"].as_bool()), (Some("done"), Some(true)));
        assert!(seen["state_words"].as_str().unwrap().starts_with("đã báo cáo hoàn thành, trong hạn"));
        // Of a day before the report it was not known.
        let before = town.get(Some("tinh"), "/api/v1/tasks/standing?as_of=2026-11-25&state=done");
        assert_eq!(before["matched"], 0);
    }
}

#[test]
fn a_unit_of_another_province_fulfils_nothing_that_a_document_orders() {
    for engine in ENGINES {
        let database = Database::new(engine);
        // Posts of Sơn La; the task is one of Lạng Sơn, the other one of theirs.
        let town = Town::of(&database, found(&database));
        let done = |n: u64| json!({ "id": id(n), "state": "done", "as_of": "2026-11-20" });
        let send = |n: u64, path: &str| {
            assert_eq!(town.post("linh-a", path, &done(n)).status, 201, "{engine:?}");
            let approve = json!({ "id": id(n + 100), "decision": "approve" });
            assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/reviews", id(n)), &approve).status, 201);
        };
        let title = "Hoàn thiện lại phương án thiết kế";
        let task = town.task(None, title);
        assert_eq!(task["province"], "Lạng Sơn");
        send(1, &format!("/api/v1/tasks/{}/reports", task["record"].as_str().unwrap()));
        for who in ["tinh", "truong-a", "ngoai-vu"] {
            let seen = town.task(Some(who), title);
            assert_eq!((&seen["state"], &seen["reports"]), (&json!("past_due"), &json!([])), "{engine:?} {who}");
        }
        let thread = town.get(Some("tinh"), &format!("/api/v1/records/{}", task["record"].as_str().unwrap()));
        assert_eq!(thread["related"].as_array().map_or(0, Vec::len), 0, "{thread}");
        let works = town.get(None, "/collections/works/items?segment=VN-CN:1119..1120");
        let works = works["features"][0]["id"].as_str().unwrap().to_owned();
        send(2, &format!("/api/v1/works/{works}/reports"));
        let item = town.get(Some("tinh"), &format!("/collections/works/items/{works}"));
        assert!(!item["properties"]["standing"].to_string().contains(&id(2)), "{item}");
        // One's own: it counts, and the words say who reported.
        let tasks = town.get(Some("tinh"), "/api/v1/tasks/standing")["agencies"].clone();
        let mut all = tasks.as_array().unwrap().iter().flat_map(|agency| agency["entries"].as_array().unwrap());
        let own = all.find(|entry| entry["province"] == "Sơn La" && entry["state"] != "continuing").unwrap();
        send(3, &format!("/api/v1/tasks/{}/reports", own["record"].as_str().unwrap()));
        let stands = town.task(Some("tinh"), own["title"].as_str().unwrap());
        let told = stands["state_words"].as_str().unwrap();
        assert_eq!((&stands["state"], &stands["progress"]["by"]), (&json!("done"), &json!("don-a")), "{stands}");
        assert!(told.ends_with("đã hoàn thành (don-a báo cáo, tính đến 20/11/2026)"), "{told}");
    }
}

#[test]
fn works_get_reports_by_milestone_and_visits_on_site() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let town = Town::new(&database);
        let works = town.get(None, "/collections/works/items?segment=VN-CN:1119..1120");
        let works = works["features"][0]["id"].as_str().unwrap().to_owned();
        let reports = format!("/api/v1/works/{works}/reports");
        let report = |n: u64, milestone: u64| {
            json!({ "id": id(n), "milestone": milestone, "fact": "hand_over", "state": "done", "as_of": "2025-06-03",
                "done_on": "2025-06-02", "segment": "VN-CN:1119..1120" })
        };
        assert_eq!(town.post("truong-a", &reports, &report(1, 6)).status, 409, "there are five milestones");
        assert_eq!(town.post("truong-a", &reports, &report(2, 2)).status, 201, "{engine:?}");
        let visit = json!({ "id": id(3), "visited_at": "2025-06-10T02:00:00Z", "mode": "bilateral",
            "other_side": "Trạm Kiểm soát Pò Chài", "findings": "đang đổ bê tông mố", "segment": "VN-CN:1119..1120" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/works/{works}/visits"), &visit).status, 201);
        for n in [2, 3] {
            let approve = json!({ "id": id(n + 100), "decision": "approve" });
            assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/reviews", id(n)), &approve).status, 201);
        }
        let item = town.get(Some("tinh"), &format!("/collections/works/items/{works}"));
        let standing = item["properties"]["standing"].as_array().unwrap();
        let states: Vec<&str> = standing.iter().map(|entry| entry["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["as_reported", "done", "past_due", "past_due", "past_due"]);
        assert_eq!(standing[1]["in_time"], false, "handed over on 2 June, striven for in May");
        assert_eq!(standing[3]["visits"][0]["findings"], "đang đổ bê tông mố");
        assert_eq!(standing[0]["progress"]["said"], "trên 80%", "the document's own words stay");
        // A task takes no report on works.
        let task = town.task(None, "Hoàn thành ký kết Biên bản")["record"].as_str().unwrap().to_owned();
        assert_eq!(town.post("truong-a", &format!("/api/v1/works/{task}/reports"), &report(9, 1)).status, 409);
    }
}

#[test]
fn the_department_urges_and_only_superiors_assign() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let town = Town::new(&database);
        let title = "Hoàn thành ký kết Biên bản";
        let task = town.task(None, title)["record"].as_str().unwrap().to_owned();
        let urging = |n: u64| {
            json!({ "id": id(n), "at": "2026-11-26T03:00:00Z", "target": task, "to": "UBND huyện Cao Lộc",
                "number": "88/SNgV-BG", "deadline": "trước ngày 05/12/2026" })
        };
        let assignment = |n: u64, to: &str| {
            json!({ "id": id(n), "at": "2026-11-26T03:00:00Z", "target": task, "to": to, "support": ["don-b"],
                "deadline": "chậm nhất ngày 10/12/2026", "basis": "Kết luận 21/5/2025, mục 2" })
        };
        for who in ["truong-a", "tinh", "kiem-tra", "linh-a"] {
            assert_eq!(town.post(who, "/api/v1/urgings", &urging(1)).status, 403, "{who}");
        }
        assert_eq!(town.post("ngoai-vu", "/api/v1/urgings", &urging(1)).status, 201, "{engine:?}");
        let seen = town.task(Some("ngoai-vu"), title);
        assert_eq!(seen["urgings"][0]["number"], "88/SNgV-BG");
        assert_eq!(seen["state"], "past_due", "to urge changes nothing about how it stands");
        assert_eq!(town.task(None, title)["urgings"], json!([]), "nobody else's business");

        for who in ["truong-a", "ngoai-vu", "linh-a"] {
            assert_eq!(town.post(who, "/api/v1/assignments", &assignment(2, "don-a")).status, 403, "{who}");
        }
        assert_eq!(town.post("tinh", "/api/v1/assignments", &assignment(2, "son-la")).status, 403, "not to one's own");
        assert_eq!(town.post("tinh", "/api/v1/assignments", &assignment(2, "khong-co")).status, 422);
        assert_eq!(town.post("tinh", "/api/v1/assignments", &assignment(2, "don-a")).status, 201);
        let own = town.task(Some("truong-a"), title);
        assert_eq!((&own["assignments"][0]["to"], &own["assignments"][0]["by"]), (&"don-a".into(), &"son-la".into()));
        assert_eq!(own["assignments"][0]["deadline_read"]["last_day"], "2026-12-10");
        assert_eq!(town.task(Some("truong-b"), title)["assignments"], json!([]));

        // A reporting duty is urged for a period; what is none is refused, and so is what is no task, works or duty.
        let duties = town.get(None, "/collections/reporting-duties/items?document=000");
        let duty = duties["features"][0]["id"].as_str().unwrap();
        let of_duty = |n: u64, period: &str| json!({ "id": id(n), "at": "2026-11-26T03:00:00Z", "target": duty, "to": "Công an tỉnh", "period": period });
        assert_eq!(town.post("ngoai-vu", "/api/v1/urgings", &of_duty(5, "2026-11")).status, 201);
        assert_eq!(town.post("ngoai-vu", "/api/v1/urgings", &of_duty(6, "tháng này")).status, 422);
        assert_eq!(
            town.post(
                "tinh",
                "/api/v1/assignments",
                &json!({ "id": id(7), "at": "2026-11-26T03:00:00Z",
            "target": duty, "to": "don-a", "basis": "x" })
            )
            .status,
            422
        );
        let listed = town.get(Some("ngoai-vu"), "/collections/urgings/items?period=2026-11");
        assert_eq!(listed["numberMatched"], 1);
        assert_eq!(town.get(None, "/collections/urgings/items")["numberMatched"], 0);
    }
}
