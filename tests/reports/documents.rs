//! What the documents order, as a report tells of it: of the province alone, each under one state, with what was reported last.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::posts::{Posts, id};
use crate::support::ENGINES;
use crate::world::{MONTH, add, count, figures, report, section};

fn rows<'a>(report: &'a Value, of: &str, table: &str) -> Vec<&'a Vec<Value>> {
    let tables = section(report, of)["tables"].as_array().unwrap();
    let table = tables.iter().find(|held| held["key"] == table).unwrap();
    table["rows"].as_array().unwrap().iter().map(|row| row["cells"].as_array().unwrap()).collect()
}

fn cell<'a>(report: &'a Value, title: &str) -> &'a str {
    let found = rows(report, "works", "works.list");
    let row = found.iter().find(|row| row[0].as_str().unwrap().starts_with(title)).unwrap();
    row[3].as_str().unwrap()
}

/// Provinces of the records behind a figure; nothing for those of a document of no province.
fn provinces(posts: &Posts, figure: &str, unit: &str) -> BTreeSet<String> {
    let path = format!("{MONTH}/records?figure={figure}&unit={unit}&limit=1000");
    let found = report(posts, "ngoai-vu", &path);
    let all = found["features"].as_array().unwrap().iter();
    all.map(|one| one["properties"]["province"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn progress_is_what_was_reported_last_in_its_words_with_day_and_source() {
    for engine in ENGINES {
        // The works are that province's: a report of another's unit does not count.
        let posts = Posts::of_province(engine, "Lạng Sơn");
        let works = report(&posts, "ngoai-vu", "/collections/works/items?limit=100");
        let port = works["features"].as_array().unwrap().iter();
        let port =
            port.clone().find(|one| one["properties"]["title"].as_str().unwrap().starts_with("Cảng cạn")).unwrap();
        let before = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=*"));
        assert_eq!(cell(&before, "Cảng cạn"), "chưa có báo cáo kết quả", "{engine:?}");
        let of_document = "“trên 80%” (tính đến 21/05/2025); nguồn: ";
        let said: Vec<&str> = rows(&before, "works", "works.list").iter().map(|row| row[3].as_str().unwrap()).collect();
        assert!(said.iter().any(|said| said.contains(of_document) && said.ends_with("giữ nguyên văn")), "{said:?}");
        let told = |n: u64, as_of: &str, progress: &str| {
            json!({ "type": "works_report", "id": id(n), "works": port["id"], "state": "under_way", "as_of": as_of,
                "progress": progress, "number": format!("{n}/BC"), "milestone": 1 })
        };
        // The later day weighs more than what came last.
        add(&posts, &[told(300, "2026-11-12", "đạt khoảng 65%")]);
        add(&posts, &[told(301, "2026-11-05", "đạt khoảng 40%")]);
        let after = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=*"));
        let now = cell(&after, "Cảng cạn");
        for part in ["đang thực hiện: “đạt khoảng 65%”", "tính đến 12/11/2026)", "số 300/BC", "don-a"]
        {
            assert!(now.contains(part), "{engine:?} {now}");
        }
        // The list says nothing else than the table of what passed its day.
        let passed = rows(&after, "works", "works.passed");
        let told = passed.iter().filter(|row| row[0].as_str().unwrap().starts_with("Cảng cạn"));
        assert!(told.clone().any(|row| row[3].as_str().unwrap().contains("“đạt khoảng 65%”")), "{passed:?}");
        // Up to the day of the cut-off alone.
        let seq = after["cutoff"].as_str().unwrap().split_once('@').unwrap().0;
        let then = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=*&cutoff={seq}@2026-11-06"));
        assert!(cell(&then, "Cảng cạn").contains("40%"), "{engine:?} {}", cell(&then, "Cảng cạn"));
    }
}

#[test]
fn the_report_of_a_province_tells_of_its_own_documents_and_the_countrys_of_all() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(provinces(&posts, "tasks", "*"), own(&["", "Lạng Sơn", "Sơn La"]), "{engine:?}");
        assert_eq!(provinces(&posts, "tasks", "son-la"), own(&["", "Sơn La"]), "{engine:?}");
        assert_eq!(provinces(&posts, "works", "*"), own(&["Lạng Sơn"]));
        assert!(provinces(&posts, "works", "son-la").is_empty(), "{engine:?}");
        assert_eq!(provinces(&posts, "hazards", "son-la"), own(&["Sơn La"]));
        let found = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=son-la"));
        assert!(!found.to_string().contains("Tân Thanh"), "{engine:?}");
        // A ministry's task is no province's; one that turns to the provinces is.
        let tasks = report(&posts, "ngoai-vu", &format!("{MONTH}/records?figure=tasks&unit=son-la&limit=1000"));
        let of_country = tasks["features"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["properties"]["province"].as_str().unwrap_or_default().is_empty());
        let agencies: Vec<String> =
            of_country.map(|one| format!("{}{}", one["properties"]["lead"], one["properties"]["support"])).collect();
        assert!(!agencies.is_empty() && agencies.iter().all(|all| all.contains("địa phương") || all.contains("tỉnh")));
        // What stands in the report of the province stands in that of no post below it.
        assert_eq!(count(&report(&posts, "ngoai-vu", &format!("{MONTH}?unit=don-a")), "tasks"), 0);
    }
}

#[test]
fn states_add_up_to_the_whole() {
    let posts = Posts::new(ENGINES[0]);
    let found = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=*"));
    for of in ["works", "tasks"] {
        let (whole, prefix) = (count(&found, &format!("{of}.states")), format!("{of}.state."));
        let all = figures(&found);
        let parts = all.iter().filter(|figure| figure["key"].as_str().unwrap().starts_with(&prefix));
        assert_eq!((parts.map(|part| part["count"].as_u64().unwrap()).sum::<u64>(), whole > 0), (whole, true), "{of}");
    }
    assert!(section(&found, "works")["notes"].to_string().contains("tính một lần"));
}
