//! 13. A check of the standard map set is recorded and counted; a file without a declared CRS is refused.
//!
//! A file without a declared reference system is refused, with the systems it may be in and where
//! each would put its first point; with the right one declared it goes in.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::story_09::token;
use crate::story_14::user;
use crate::support::{Database, ENGINES, Program, get, id, send};

fn import(database: &str, file: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["import", "--json", "--layer", "markers", "--database", database])
        .arg(file)
        .args(arguments)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    });
    (output.status.code().unwrap(), answer)
}

#[test]
fn a_file_without_a_declared_system_is_refused_and_with_it_goes_in() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--load-seeds"]));
        let folder = tempfile::tempdir().unwrap();
        // The tripoint in the grid of its province, as the surveyor's list has it: X to the north.
        let file = folder.path().join("bang_ke_toa_do.csv");
        std::fs::write(&file, "Số hiệu mốc;Tuyến;X (m);Y (m)\n0;VN-CN;2478272,151;411660,529\n").unwrap();

        let (code, answer) = import(&database.url, &file, &[]);
        assert_eq!(code, 2, "{answer}");
        let refused = answer["refused"].as_str().unwrap();
        assert!(refused.starts_with("crs_undeclared"), "{refused}");
        assert!(refused.contains("EPSG:9205") && refused.contains("102.14"), "the right one, and where: {refused}");
        assert_eq!(answer["rows"].as_array().unwrap().len(), 0, "nothing was read under a guess");

        let (code, answer) = import(&database.url, &file, &["--crs", "EPSG:9205"]);
        assert_eq!((code, &answer["applied"]), (0, &Value::Bool(true)), "{answer}");
        let marker = Program::start(&database.url, &[]).get("/collections/markers/items/VN-CN:0").json();
        let [lon, lat] = [0, 1].map(|axis| marker["geometry"]["coordinates"][axis].as_f64().unwrap());
        assert!((lon - 102.143_919_2).abs() < 2e-7 && (lat - 22.400_637_5).abs() < 2e-7, "{marker}");
        assert_eq!(marker["properties"]["position_method"], "surveyed");

        // GeoJSON is WGS 84 by its standard; nobody has to say so.
        let file = folder.path().join("moc.geojson");
        let text = r#"{"type":"Feature","properties":{"number":"0","line":"VN-CN"},
            "geometry":{"type":"Point","coordinates":[102.14391917,22.4006375]}}"#;
        std::fs::write(&file, text).unwrap();
        let (code, answer) = import(&database.url, &file, &["--dry-run"]);
        assert_eq!(code, 0, "{answer}");
    }
}

#[test]
fn a_check_of_the_standard_map_set_is_recorded_and_counted() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--access", "accounts", "--load-seeds"]));
        user(&database, &["unit", "so-tnmt", "--title", "Sở Nông nghiệp và Môi trường"]);
        let inspector = token(&database, "can-bo", "inspector", Some("so-tnmt"));
        user(&database, &["add", "lanh-dao", "--role", "commander", "--unit", "so-tnmt"]);
        let may = "read_internal,read_unapproved,approve";
        let made = user(&database, &["token", "lanh-dao", "--title", "máy", "--may", may]);
        let head = made["token"].as_str().unwrap().to_owned();
        let office = token(&database, "ngoai-vu", "foreign_affairs", None);
        let program = Program::start(&database.url, &["--access", "accounts", "--load-seeds"]);
        let at = |token: &str, address: &str| {
            let address =
                if address.starts_with("http") { address.to_owned() } else { format!("{}{address}", program.base) };
            get(&address, &[("authorization", &format!("Bearer {token}"))])
        };
        let post = |token: &str, path: &str, body: &Value| {
            let url = format!("{}{path}", program.base);
            send("POST", &url, Some(token), "application/json", body.to_string().as_bytes())
        };
        // Two checks as clause II.4 of the plan asks for, one of a land file and one of works.
        let land = json!({ "type": "map_check", "id": id(1), "checked_at": "2026-11-05T09:00:00+07:00",
            "checked": "UBND xã Chiềng Khương", "used_for": "land_file", "title": "Hồ sơ cấp đất số 15/2026",
            "sheet": "tờ bản đồ địa chính số 12, năm 2009", "result": "inconsistent",
            "finding": "ranh giới thửa vẽ theo tờ bản đồ cũ", "follow_up": "đo lại theo bộ bản đồ chuẩn",
            "deadline": "trước ngày 30/11/2026", "segment": "VN-LA:210..211" });
        let works = json!({ "type": "map_check", "id": id(2), "checked_at": "2026-11-06T09:00:00+07:00",
            "checked": "Ban Quản lý dự án", "used_for": "works", "title": "Đường ra mốc 211", "sheet": "bộ bản đồ chuẩn, tờ 64",
            "result": "consistent", "finding": "đúng tờ bản đồ", "marker": "VN-LA:211" });
        let pushed = post(&inspector, "/api/v1/sync/push", &json!({ "records": [land, works] })).json();
        assert_eq!(
            (&pushed["receipts"][0]["outcome"], &pushed["receipts"][1]["outcome"]),
            (&json!("accepted"), &json!("accepted")),
            "{pushed}"
        );
        let report = |token: &str| at(token, "/api/v1/reports/map-checks?period=2026-11").json();
        assert_eq!(
            (&report(&office)["map_checks"]["count"], &report(&office)["waiting"]),
            (&json!(0), &json!(2)),
            "{engine:?}"
        );
        for n in [1, 2] {
            let approval = json!({ "id": id(20 + n), "decision": "approve" });
            assert_eq!(post(&head, &format!("/api/v1/records/{}/reviews", id(n)), &approval).status, 201);
        }
        let month = report(&office);
        assert_eq!((&month["map_checks"]["count"], &month["with_follow_up"]), (&json!(2), &json!(1)), "{month}");
        let wrong = month["by_result"].as_array().unwrap().iter().find(|one| one["result"] == "inconsistent").unwrap();
        assert_eq!(wrong["count"], 1);
        let opened = at(&office, wrong["href"].as_str().unwrap()).json();
        assert_eq!((&opened["numberMatched"], &opened["features"][0]["id"]), (&json!(1), &json!(id(1))), "{engine:?}");
        assert_eq!(opened["features"][0]["properties"]["deadline"], "trước ngày 30/11/2026");
        // The layer of the documents' own orders still says that no interval is given for it.
        let order = at(&office, "/collections/rules/items?subject=map&document=000").json();
        assert_eq!(order["features"][0]["properties"]["interval"], "none");
        let stranger = get(&format!("{}/api/v1/reports/map-checks?period=2026-11", program.base), &[]).json();
        assert_eq!((&stranger["map_checks"]["count"], &stranger["waiting"]), (&json!(0), &Value::Null));
    }
}
