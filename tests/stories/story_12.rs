//! Story 12: at month's end the foreign-affairs department sees who has sent its part, urges the rest, merges the parts, exports a
//! DOCX whose figures open their records and which holds what the agencies sent.

use serde_json::{Value, json};

use crate::story_14::user;
use crate::support::{Answer, Database, ENGINES, Program, get, id, send, send_with};

const DUTY: &str = "000:periodic-report";
const INTAKE: &str = "/api/v1/reports/intake?period=2026-11&duty=000:periodic-report";

fn token(database: &Database, name: &str, role: &str, unit: Option<&str>) -> String {
    let mut add = vec!["add", name, "--role", role];
    add.extend(unit.iter().flat_map(|unit| ["--unit", unit]));
    user(database, &add);
    let may = "read_internal,read_restricted,read_unapproved,record,approve,urge,report,plan";
    let made = user(database, &["token", name, "--title", "máy", "--may", may]);
    made["token"].as_str().unwrap().to_owned()
}

fn agency<'a>(duty: &'a Value, name: &str) -> &'a Value {
    let rows = duty["agencies"].as_array().unwrap();
    rows.iter().find(|row| row["agency"] == name).unwrap_or_else(|| panic!("{name} in {duty}"))
}

#[test]
#[allow(clippy::too_many_lines, reason = "one story, told in its order")]
fn story_12() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--access", "accounts", "--load-seeds"]));
        for (key, title) in [("so-xay-dung", "Sở Xây dựng"), ("cong-an", "Công an tỉnh"), ("so-y-te", "Sở Y tế")]
        {
            user(&database, &["unit", key, "--title", title]);
        }
        let office = token(&database, "ngoai-vu", "foreign_affairs", None);
        let building = token(&database, "xay-dung", "planner", Some("so-xay-dung"));
        let head = token(&database, "giam-doc", "commander", Some("so-xay-dung"));
        let police = token(&database, "cong-an-1", "commander", Some("cong-an"));
        let program = Program::start(&database.url, &["--access", "accounts", "--load-seeds"]);
        let ask = |token: &str, path: &str| {
            get(&format!("{}{path}", program.base), &[("authorization", &format!("Bearer {token}"))])
        };
        let post = |token: &str, path: &str, body: &Value| {
            let url = format!("{}{path}", program.base);
            send("POST", &url, Some(token), "application/json", body.to_string().as_bytes())
        };
        let intake = |token: &str| {
            let answer = ask(token, INTAKE);
            assert_eq!(answer.status, 200, "{}", answer.text());
            answer.json()["duties"][0].clone()
        };

        // The province sets the day, by letter; before that nobody has one.
        assert_eq!(agency(&intake(&office), "Sở Y tế")["due"], Value::Null);
        assert!(ask(&office, &format!("{INTAKE}&f=html")).text().contains("chưa có quy định thời hạn"));
        let set = |n: u64, more: &Value| {
            let mut set = json!({ "id": id(n), "kind": "periodic", "period": "month", "day": 16, "letter_number": "7/UBND-TH",
                "letter_date": "2026-01-05", "issued_by": "UBND tỉnh Sơn La" });
            set.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            set
        };
        assert_eq!(post(&police, "/api/v1/reporting-deadlines", &set(90, &json!({}))).status, 403);
        let unknown = post(&office, "/api/v1/reporting-deadlines", &set(91, &json!({ "unit": "nosuch" })));
        assert_eq!((unknown.status, &unknown.json()["errors"][0]["code"]), (422, &json!("unknown_unit")));
        let own = set(92, &json!({ "unit": "so-y-te", "day": 30, "months_after": 6 }));
        for set in [set(93, &json!({})), own] {
            let answer = post(&office, "/api/v1/reporting-deadlines", &set);
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        assert_eq!(ask(&office, "/api/v1/reports").json()["deadlines"][1]["unit"], "so-y-te");

        // Before anybody sends: every agency that the plan names, nobody late by silence.
        let empty = intake(&office);
        assert_eq!((&empty["key"], &empty["clause"]), (&json!(DUTY), &json!("IV.14")));
        assert_eq!(empty["deadline"], "theo thời hạn quy định chung của tỉnh");
        let owed = empty["counts"]["agencies"].as_u64().unwrap();
        assert!(owed > 20 && empty["counts"]["not_sent"] == owed, "{empty}");
        let row = agency(&empty, "Sở Y tế");
        assert_eq!((&row["due"], &row["past_deadline"]), (&json!("2027-05-30"), &json!(false)), "its own day");
        let row = agency(&empty, "Sở Tư pháp");
        assert_eq!(
            (&row["due"], &row["deadline_set"]["letter"]["number"]),
            (&json!("2026-11-16"), &json!("7/UBND-TH"))
        );
        assert_eq!(row["past_deadline"], true, "of a day that has passed");
        assert!(!empty["agencies"].as_array().unwrap().iter().any(|row| row["agency"] == "Sở Ngoại vụ"));
        let part = |n: u64, more: &Value| {
            let mut part = json!({ "id": id(n), "duty": empty["duty"], "period": "2026-11", "scope": "whole",
                "letter_number": format!("{n}/BC"), "letter_date": "2026-11-13",
                "sections": [{ "section": "works", "text": format!("Phần của {n}.") }] });
            part.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            part
        };

        // An officer's part is not sent before his head approves it; nobody else learns that there is one.
        assert_eq!(post(&building, "/api/v1/reports/parts", &part(1, &json!({}))).status, 201);
        assert_eq!(agency(&intake(&office), "Sở Xây dựng")["state"], "not_sent");
        assert_eq!(agency(&intake(&head), "Sở Xây dựng")["state"], "waiting");
        let approve = json!({ "id": id(2), "decision": "approve" });
        assert_eq!(post(&head, &format!("/api/v1/records/{}/reviews", id(1)), &approve).status, 201);
        // A head's own is sent at once; the same again is the same.
        let item = part(
            3,
            &json!({ "scope": "item", "sections": [{ "section": "incidents", "text": "Hai vụ việc." },
            { "section": "works", "text": "Không có." }] }),
        );
        assert_eq!(post(&police, "/api/v1/reports/parts", &item).status, 201);
        assert_eq!(post(&police, "/api/v1/reports/parts", &item).status, 201);
        // Whoever has no account is entered from its letter, and says so; for whoever has one that is refused.
        let letter = part(4, &json!({ "agency": "Sở Tư pháp" }));
        assert_eq!(post(&office, "/api/v1/reports/parts", &letter).status, 201);
        let refused = post(&office, "/api/v1/reports/parts", &part(5, &json!({ "agency": "Công an tỉnh" })));
        assert_eq!((refused.status, &refused.json()["errors"][0]["code"]), (422, &json!("agency_sends_itself")));
        assert_eq!(post(&police, "/api/v1/reports/parts", &part(6, &json!({ "agency": "Sở Y tế" }))).status, 403);

        let now = intake(&office);
        assert_eq!((&now["counts"]["sent"], &now["counts"]["not_sent"]), (&json!(3), &json!(owed - 3)), "{now}");
        for (name, number, on_behalf) in
            [("Sở Xây dựng", "1/BC", false), ("Công an tỉnh", "3/BC", false), ("Sở Tư pháp", "4/BC", true)]
        {
            let row = agency(&now, name);
            assert_eq!((&row["state"], row["parts"].as_array().unwrap().len()), (&json!("sent"), 1), "{row}");
            assert_eq!(row["parts"][0]["letter"], json!({ "number": number, "on": "2026-11-13" }));
            assert_eq!(row["parts"][0]["on_behalf"], on_behalf);
            assert!(row["sent_at"].is_string());
        }
        // The rest are urged; only whoever may urge does, and the table says when.
        let urge = json!({ "id": id(20), "target": empty["duty"], "period": "2026-11", "to": "Sở Y tế", "at": "2026-11-16T08:00:00+07:00",
            "number": "90/SNgV" });
        assert_eq!(post(&police, "/api/v1/urgings", &urge).status, 403);
        let answer = post(&office, "/api/v1/urgings", &urge);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let now = intake(&office);
        assert_eq!(now["counts"]["urged"], 1, "{now}");
        let row = agency(&now, "Sở Y tế");
        assert_eq!((&row["state"], &row["urged"][0]["number"]), (&json!("not_sent"), &json!("90/SNgV")), "{row}");
        assert_eq!(row["urged"][0]["at"], "2026-11-16T01:00:00.000Z");
        // Another agency sees its own row and no other.
        let theirs = intake(&police);
        assert_eq!(theirs["counts"]["agencies"], 1, "{theirs}");
        assert_eq!(ask(&police, "/collections/report-parts/items").json()["numberMatched"], 1);
        merged(&ask(&office, &INTAKE.replace("intake?", "intake/merged?")).json());
        assert_eq!(
            ask(&police, &INTAKE.replace("intake?", "intake/merged?")).json()["sections"][1]["paragraphs"][1],
            Value::Null
        );

        // A corrected part takes the place of the first; both are kept.
        let corrected =
            part(7, &json!({ "corrects": id(3), "sections": [{ "section": "incidents", "text": "Ba vụ việc." }] }));
        assert_eq!(post(&police, "/api/v1/reports/parts", &corrected).status, 201);
        let row = agency(&intake(&office), "Công an tỉnh").clone();
        assert_eq!((&row["parts"][0]["replaces"], &row["parts"][1]), (&json!(id(3)), &Value::Null));
        assert_eq!(ask(&office, &format!("/api/v1/records/{}", id(3))).status, 200, "kept");
        pages(&ask, &office);
        exported(&ask, &office, &program.base);
    }
}

/// In the order of the list of units, each paragraph with its source.
fn merged(merged: &Value) {
    let sections = merged["sections"].as_array().unwrap();
    let names: Vec<&Value> = sections.iter().map(|section| &section["section"]).collect();
    assert_eq!(names, ["incidents", "works"], "{merged}");
    let works = sections[1]["paragraphs"].as_array().unwrap();
    let agencies: Vec<&Value> = works.iter().map(|paragraph| &paragraph["agency"]).collect();
    assert_eq!(agencies, ["Công an tỉnh", "Sở Tư pháp", "Sở Xây dựng"]);
    assert_eq!(sections[0]["text"], "Hai vụ việc. (Công an tỉnh, số 3/BC, ngày 13/11/2026)");
}

/// The same for people, and what they read where there is nothing.
fn pages(ask: &dyn Fn(&str, &str) -> Answer, office: &str) {
    let page = ask(office, &format!("{INTAKE}&f=html")).text();
    for words in [
        "Nhận báo cáo",
        "Công an tỉnh",
        "đã gửi",
        "chưa gửi",
        "nhập thay từ văn bản",
        "1 lần, gần nhất 16/11/2026 08:00",
        "7/BC, 13/11/2026",
        "IV.14",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let text = ask(office, &format!("{}&f=html", INTAKE.replace("intake?", "intake/merged?"))).text();
    assert!(text.contains("Ba vụ việc.") && text.contains("Công trình gần biên giới"), "{text}");
    let none =
        ask(office, &format!("{}&f=html", INTAKE.replace("2026-11", "2027-01").replace("intake?", "intake/merged?")));
    assert!(none.text().contains("Chưa cơ quan nào gửi"), "{}", none.text());
    assert_eq!(ask(office, "/api/v1/reports/intake?period=2026-13").status, 400);
    assert_eq!(ask(office, "/api/v1/reports/intake?period=2026-11&duty=000:khong-co").status, 404);
}

/// The report holds what was sent until somebody writes over it; its numbers lead to their records.
fn exported(ask: &dyn Fn(&str, &str) -> Answer, office: &str, base: &str) {
    const REPORT: &str = "/api/v1/reports/periodic/2026-11";
    let read = || ask(office, &format!("{REPORT}?unit=*")).json();
    let section = |report: &Value, key: &str| {
        report["sections"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap().clone()
    };
    let report = read();
    let works = section(&report, "works");
    let said =
        "Phần của 4. (Sở Tư pháp, số 4/BC, ngày 13/11/2026)\n\nPhần của 1. (Sở Xây dựng, số 1/BC, ngày 13/11/2026)";
    assert_eq!((&works["narrative"]["text"], &works["narrative"]["id"]), (&json!(said), &Value::Null));
    assert_eq!(works["parts"][0]["record"], json!(id(4)));
    assert_eq!(
        section(&report, "incidents")["narrative"]["text"],
        "Ba vụ việc. (Công an tỉnh, số 7/BC, ngày 13/11/2026)"
    );
    let file = |cut: &str| {
        let answer = ask(office, &format!("{REPORT}?unit=*&f=docx&cutoff={cut}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).unwrap();
        ["word/document.xml", "word/_rels/document.xml.rels"].map(|name| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
            text
        })
    };
    let cut = report["cutoff"].as_str().unwrap();
    let [document, links] = file(cut);
    for words in
        ["Phần của 4. (Sở Tư pháp, số 4/BC, ngày 13/11/2026)", "Ba vụ việc. (Công an tỉnh, số 7/BC, ngày 13/11/2026)"]
    {
        assert!(document.contains(words), "{words}");
    }
    // A number leads to as many records.
    let figure = works["figures"].as_array().unwrap().iter().find(|one| one["count"] != 0).unwrap();
    let href = figure["href"].as_str().unwrap().to_owned();
    assert!(links.contains(&href.replace('&', "&amp;")), "{href}");
    let opened = ask(office, href.strip_prefix(base).unwrap()).json();
    assert_eq!(opened["numberMatched"], figure["count"]);
    // Somebody writes over it: from then on that stands, and what was sent stays beside it.
    let bearer = format!("Bearer {office}");
    let body = json!({ "text": "Các công trình đúng tiến độ." }).to_string();
    let url = format!("{base}{REPORT}/narratives/works");
    let written = send_with("PUT", &url, &[("authorization", &bearer)], None, body.as_bytes());
    assert_eq!(written.status, 200, "{}", written.text());
    let report = read();
    let works = section(&report, "works");
    assert_eq!(works["narrative"]["text"], "Các công trình đúng tiến độ.");
    assert_eq!(works["parts"].as_array().unwrap().len(), 2, "{works}");
    let [document, _] = file(report["cutoff"].as_str().unwrap());
    assert!(document.contains("Các công trình đúng tiến độ.") && !document.contains("Phần của 4."));
    // With the cut-off of then what was sent stands still.
    assert!(file(cut)[0].contains("Phần của 4."));
}
