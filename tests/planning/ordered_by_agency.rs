//! On the day of the seed load: what passed its date, by agency, with clause and "chưa có báo cáo kết quả". The expectation was
//! written from the documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use mocgioi::domain::time::Instant;
use serde_json::Value;

use crate::support::{Database, ENGINES, Engine, Server};

/// The day on which the seeds are loaded here.
const TODAY: &str = "2026-11-27T08:00:00+07:00";
const SAID: &str = "đã qua hạn, chưa có báo cáo kết quả";

/// Agency, then document, clause, last day and how the title begins.
const TASKS: &[(&str, &[(&str, &str, &str, &str)])] = &[
    (
        "Ban Quản lý Khu KTCK Đồng Đăng - Lạng Sơn",
        &[
            ("002", "6", "2026-03-31", "Nghiên cứu, đề xuất nâng cấp tuyến giao thông"),
            ("002", "6", "2026-03-31", "Rà soát các quy hoạch đang thực hiện"),
            ("002", "6", "2026-03-31", "Rà soát, xử lý dự án chậm tiến độ"),
            ("002", "6", "2026-03-31", "Tham mưu định hướng trung tâm logistics mới"),
            ("002", "6", "2026-06-30", "Hoàn thành lựa chọn Nhà đầu tư"),
        ],
    ),
    (
        "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn",
        &[("003", "2.(4)", "2026-10-31", "Đẩy nhanh lập Quy hoạch phân khu")],
    ),
    ("Ban Quản lý dự án đầu tư xây dựng tỉnh", &[("004", "2", "2025-05-23", "Hoàn thiện lại phương án thiết kế")]),
    ("Ban Chỉ huy Bộ đội Biên phòng tỉnh", &[("002", "8", "2026-06-30", "Tham mưu mở rộng phạm vi khu vực cửa khẩu")]),
    ("Công an tỉnh", &[("002", "7", "2026-06-30", "Đề xuất cơ chế quản lý người nước ngoài")]),
    (
        "Sở Nội vụ",
        &[
            ("003", "1.3", "2026-04-14", "Đề xuất mô hình tổ chức bộ máy"),
            ("003", "2.(3)", "2026-03-23", "Tham mưu văn bản chỉ đạo các xã, phường"),
        ],
    ),
    ("Sở Ngoại vụ", &[("004", "2", "2025-06-30", "Tham mưu thực hiện trình tự, thủ tục nội bộ, đối ngoại")]),
    (
        "Sở Tài chính",
        &[
            ("002", "5", "2026-06-30", "Đề xuất kinh phí đầu tư"),
            ("003", "1", "2026-03-21", "Tiếp thu ý kiến, hoàn thiện dự thảo Báo cáo"),
            ("004", "4", "2025-05-31", "Thu hút đầu tư ngoài ngân sách"),
        ],
    ),
    ("Sở Xây dựng", &[("002", "2", "2026-03-31", "Nghiên cứu quy hoạch khu dân cư")]),
    ("Trung tâm Phát triển quỹ đất tỉnh", &[("003", "2.(2)", "2026-03-31", "Tổng hợp khó khăn giải phóng mặt bằng")]),
    (
        "UBND huyện Cao Lộc",
        &[
            ("004", "1", "2025-05-31", "Giải phóng mặt bằng giai đoạn 2"),
            ("004", "2", "2025-05-31", "Hoàn thành ký kết Biên bản hội đàm"),
        ],
    ),
    (
        "UBND huyện Văn Lãng",
        &[
            ("004", "1", "2025-06-30", "Giải phóng mặt bằng tòa nhà liên ngành"),
            ("004", "2", "2025-05-31", "Hoàn thành ký kết Biên bản hội đàm"),
        ],
    ),
];

const WORKS: &[(&str, &[(&str, &str, &str, &str)])] = &[
    // Nobody says who begins these: 3.1 orders several things to several.
    (
        "",
        &[
            ("004", "3.1", "2025-06-20", "Khởi công thi công xây lắp"),
            ("004", "3.1", "2025-07-10", "Khởi công thi công xây lắp"),
        ],
    ),
    (
        "Ban Quản lý Khu KTCK Đồng Đăng - Lạng Sơn",
        &[
            ("002", "6", "2026-03-31", "Báo cáo, đề xuất UBND tỉnh"),
            ("002", "6", "2026-03-31", "Báo cáo, đề xuất UBND tỉnh"),
            ("002", "6", "2026-06-30", "Hoàn thành lựa chọn Nhà đầu tư"),
        ],
    ),
    (
        "Ban Quản lý dự án đầu tư xây dựng tỉnh",
        &[
            ("004", "2", "2025-05-23", "Hoàn thiện phương án thiết kế chi tiết"),
            ("004", "2", "2025-05-23", "Hoàn thiện phương án thiết kế chi tiết"),
            ("004", "3.1", "2026-06-30", "Thi công hoàn thành"),
            ("004", "3.1", "2026-06-30", "Thi công hoàn thành"),
            ("004", "3.1", "2026-06-30", "Thi công hoàn thành"),
        ],
    ),
    ("Sở Tài chính", &[("002", "5", "2026-06-30", "Báo cáo, đề xuất UBND tỉnh")]),
    (
        "UBND huyện Cao Lộc",
        &[
            ("004", "1", "2025-05-31", "Bàn giao 100% diện tích mặt bằng"),
            ("004", "2", "2025-05-23", "Hoàn thiện phương án thiết kế chi tiết"),
            ("004", "2", "2025-05-23", "Hoàn thiện phương án thiết kế chi tiết"),
        ],
    ),
    (
        "UBND huyện Văn Lãng",
        &[("004", "1", "2025-06-30", "Bàn giao mặt bằng sạch"), ("004", "1", "2025-06-30", "Bàn giao mặt bằng sạch")],
    ),
    ("chủ đầu tư", &[("004", "3.1", "2025-06-20", "Khởi công gói thầu thi công xây lắp")]),
];

fn start(database: &Database, now: &'static str) -> Server {
    Server::start_with(database, move |app| {
        let now: Instant = now.parse().unwrap();
        app.context.clock = Arc::new(move || now);
    })
}

/// By agency what a list holds, sorted; the title as far as it is expected.
fn listed<'a>(list: &'a Value) -> BTreeMap<&'a str, Vec<(&'a str, &'a str, &'a str, &'a str)>> {
    let text = |entry: &'a Value, name: &str| entry[name].as_str().unwrap_or("");
    list["agencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|agency| {
            let entries = agency["entries"].as_array().unwrap().iter();
            let mut entries: Vec<_> = entries
                .map(|entry| {
                    (text(entry, "document"), text(entry, "clause"), text(entry, "last_day"), text(entry, "title"))
                })
                .collect();
            entries.sort_unstable();
            (agency["agency"].as_str().unwrap_or(""), entries)
        })
        .collect()
}

fn compare(list: &Value, expected: &[(&str, &[(&str, &str, &str, &str)])]) {
    let found = listed(list);
    assert_eq!(
        found.keys().copied().collect::<Vec<_>>(),
        {
            let mut agencies: Vec<_> = expected.iter().map(|(agency, _)| *agency).collect();
            agencies.sort_unstable();
            agencies
        },
        "agencies"
    );
    for (agency, entries) in expected {
        let mut entries = entries.to_vec();
        entries.sort_unstable();
        let found = &found[agency];
        assert_eq!(found.len(), entries.len(), "{agency}: {found:#?}");
        for (found, (document, clause, last_day, title)) in found.iter().zip(entries) {
            assert_eq!((found.0, found.1, found.2), (document, clause, last_day), "{agency}");
            assert!(found.3.starts_with(title), "{agency}: {found:?} is not {title}");
        }
    }
    for entry in list["agencies"].as_array().unwrap().iter().flat_map(|agency| agency["entries"].as_array().unwrap()) {
        let words = entry["state_words"].as_str().unwrap();
        let waits = entry["state"] == "waiting";
        assert!(if waits { words.ends_with("; chưa có báo cáo kết quả") } else { words == SAID }, "{entry}");
        assert!(!entry["quote"].as_str().unwrap().is_empty() && entry["reports"] == Value::Array(Vec::new()));
        assert!(entry["deadline"].as_str().is_some_and(|words| !words.is_empty()));
    }
}

#[test]
fn what_passed_its_date_is_listed_by_agency_with_its_clause() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database, TODAY);
        let tasks = server.get("/api/v1/tasks/standing?passed=true").json();
        assert_eq!(
            (&tasks["day"], &tasks["matched"], &tasks["passed"]),
            (&"2026-11-27".into(), &20.into(), &20.into())
        );
        compare(&tasks, TASKS);
        let works = server.get("/api/v1/works/standing?passed=true").json();
        assert_eq!(works["matched"], 15, "{}", works["counts"]);
        compare(&works, WORKS);
    }
}

#[test]
fn another_day_another_list_and_dissolved_agencies_say_who_answers() {
    let database = Database::new(Engine::Sqlite);
    let server = start(&database, TODAY);
    let get = |path: &str| server.get(path).json();
    // Two days before the seeds' first deadline, and the day after it.
    assert_eq!(get("/api/v1/tasks/standing?as_of=2025-05-23&passed=true")["matched"], 0);
    let after = get("/api/v1/tasks/standing?as_of=2025-05-24&passed=true");
    assert_eq!(after["matched"], 1);
    assert_eq!(after["agencies"][0]["agency"], "Ban Quản lý dự án đầu tư xây dựng tỉnh");
    // Documents that were not written then order nothing then.
    assert!(
        get("/api/v1/tasks/standing?as_of=2025-05-24")["agencies"]
            .to_string()
            .matches("\"document\":\"003\"")
            .next()
            .is_none()
    );

    // The districts stood until 30 June 2025; who took over no record says.
    let of = |day: &str| get(&format!("/api/v1/tasks/standing?agency=Cao%20L%E1%BB%99c&as_of={day}"));
    let before = of("2025-06-30");
    assert_eq!(before["agencies"][0]["answers_now"]["state"], "same", "{before}");
    let now = of("2026-11-27");
    let agency = &now["agencies"][0];
    assert_eq!(agency["agency"], "UBND huyện Cao Lộc", "as written");
    assert_eq!(agency["answers_now"]["state"], "undetermined");
    assert_eq!(agency["answers_now"]["state_words"], "chưa xác định");
    assert_eq!(agency["answers_now"]["since"], "2025-07-01");
    // Under "huyện Cao Lộc" the same agency is meant.
    assert_eq!(now["agencies"].as_array().unwrap().len(), 1, "{now}");
    assert_eq!(now["matched"], 4);

    // Reminders: what is due within the days asked for.
    let soon = get("/api/v1/tasks/standing?as_of=2026-06-20&within_days=10");
    let entries = soon["matched"].as_u64().unwrap();
    assert_eq!(entries, 4, "{}", soon["counts"]);
    assert_eq!(soon["counts"]["due_soon"], 4);
    assert_eq!(get("/api/v1/tasks/standing?as_of=2026-06-20&within_days=9")["matched"], 0);
    assert_eq!(get("/api/v1/tasks/standing?state=doubtful")["matched"], 1);
    assert_eq!(get("/api/v1/tasks/standing?topic=works&passed=true")["matched"], 2);
    assert_eq!(server.get("/api/v1/tasks/standing?state=late").status, 400);
    assert_eq!(server.get("/api/v1/tasks/standing?as_of=2026-02-30").status, 400);
    assert_eq!(server.get("/api/v1/tasks/standing?within_days=-1").status, 400);
    assert!(server.get("/api/v1/tasks/standing?passed=true&f=html").text().contains("chưa xác định"));
}
