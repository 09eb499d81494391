//! Files into layers: what is refused and why, what goes in, what a second time changes, how it is taken back.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::program::{Desk, on_both};
use crate::support::Engine;

/// Three markers of VN–Laos near Sơn La, in the grid of the province (EPSG:9206), as surveyors write: X to the north.
const SURVEYED: &str = "Số mốc;X (m);Y (m);Độ cao;Ghi chú\n\
    143;2 300 000;500 000;1200,5;mốc chính\n";

fn marker(desk: &Desk, key: &str) -> Value {
    let program = desk.serve();
    let answer = program.get(&format!("/collections/markers/items/{key}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The place that the register gives a marker now, as a marker list in WGS 84 would have it.
fn list_around(desk: &Desk, keys: &[&str], east: f64) -> String {
    let program = desk.serve();
    let mut list = "number,line,lon,lat,accuracy_m\n".to_owned();
    for key in keys {
        let found = program.get(&format!("/collections/markers/items/{key}")).json();
        let place = &found["geometry"]["coordinates"];
        let (line, number) =
            (found["properties"]["line"].as_str().unwrap(), found["properties"]["number"].as_str().unwrap());
        let (lon, lat) = (place[0].as_f64().unwrap() + east, place[1].as_f64().unwrap());
        writeln!(list, "{number},{line},{lon:.9},{lat:.9},0.05").unwrap();
    }
    list
}

#[test]
fn a_file_without_a_declared_system_is_refused_with_the_likely_ones_and_where_each_would_put_it() {
    let desk = Desk::new(Engine::Sqlite);
    let file = desk.file("moc.csv", "number,line,easting,northing\n144,VN-LA,505003.653,2317417.000\n");
    let refused = desk.import(&file, &["--layer", "markers", "--dry-run"]);
    assert_eq!(refused.code, 2);
    assert!(refused.refused().contains("EPSG:9206"), "{}", refused.answer);
    assert!(refused.refused().contains("104.05"), "the place under that system: {}", refused.answer);
    assert_eq!(refused.answer["applied"], false);
}

#[test]
fn what_is_wrong_with_coordinates_is_named_row_by_row() {
    let desk = Desk::new(Engine::Sqlite);
    let rows = "number,line,lon,lat\n\
        0,VN-CN,22.4006375,102.14391917\n\
        234,VN-CN,104.7343886,22.8318467\n\
        295,VN-CN,104.9,19.0\n\
        345,VN-CN,505003.6,2317417.0\n\
        428,VN-CN,,\n\
        9999,VN-CN,105.0,22.9\n";
    let file = desk.file("moc.csv", rows);
    let found = desk.import(&file, &["--layer", "markers", "--crs", "EPSG:4326", "--dry-run"]);
    assert_eq!(found.code, 2);
    assert_eq!(
        found.actions(),
        ["refuse", "change", "refuse", "refuse", "unchanged", "refuse"][..],
        "{}",
        found.answer
    );
    assert!(found.reasons(0).contains("swapped"), "{}", found.reasons(0));
    assert!(found.reasons(2).contains("far_from_line"), "{}", found.reasons(2));
    assert!(found.reasons(3).contains("metres"), "{}", found.reasons(3));
    assert!(found.reasons(5).contains("9999"), "{}", found.reasons(5));
    assert!(found.refused().starts_with("rows_refused"), "{}", found.refused());
}

#[test]
fn the_wrong_zone_is_named_with_the_right_one() {
    let desk = Desk::new(Engine::Sqlite);
    // The tripoint in its own zone, 103°00′, declared as Sơn La's 104°00′.
    let file = desk.file("moc.csv", "number,line,easting,northing\n0,VN-CN,411660.529,2478272.151\n");
    let found = desk.import(&file, &["--layer", "markers", "--crs", "EPSG:9206", "--dry-run"]);
    assert_eq!(found.actions(), ["refuse"], "{}", found.answer);
    assert!(
        found.reasons(0).contains("wrong_reference_system") && found.reasons(0).contains("EPSG:9205"),
        "{}",
        found.reasons(0)
    );
    let right = desk.import(&file, &["--layer", "markers", "--crs", "EPSG:9205", "--dry-run"]);
    right.went();
    let (lon, lat) =
        (right.answer["rows"][0]["lon"].as_f64().unwrap(), right.answer["rows"][0]["lat"].as_f64().unwrap());
    assert!((lon - 102.143_919_17).abs() < 2e-8 && (lat - 22.400_637_5).abs() < 2e-8, "{lon} {lat}");
}

#[test]
fn a_marker_list_goes_in_once_and_a_second_time_changes_nothing() {
    on_both(|desk| {
        let list = list_around(desk, &["VN-LA:144", "VN-LA:145"], 0.001);
        let file = desk.file("moc.csv", &list);
        let arguments = ["--layer", "markers", "--crs", "EPSG:4326", "--source", "bản kê tọa độ thử"];
        let first = desk.import(&file, &arguments);
        assert_eq!(first.went().actions(), ["change", "change"]);
        let found = marker(desk, "VN-LA:144");
        assert_eq!(found["properties"]["position_method"], "surveyed", "{found}");
        assert_eq!(found["properties"]["source"], "bản kê tọa độ thử");
        assert_eq!(found["properties"]["rev"], 2);
        let second = desk.import(&file, &arguments);
        assert_eq!(second.went().actions(), ["unchanged", "unchanged"]);
        assert_eq!((&second.answer["applied"], &second.answer["import"]), (&json!(false), &Value::Null));
    });
}

#[test]
fn what_refers_to_a_marker_moves_with_it_and_the_report_says_how_far() {
    on_both(|desk| {
        let list = list_around(desk, &["VN-LA:193", "VN-LA:194"], 0.002);
        let file = desk.file("moc.csv", &list);
        let went = desk.import(&file, &["--layer", "markers", "--crs", "EPSG:4326"]);
        went.went();
        assert!(went.answer["relocated_records"].as_u64().unwrap() >= 2, "{}", went.answer);
        assert!(went.answer["farthest_m"].as_f64().unwrap() > 100.0, "{}", went.answer);
        let program = desk.serve();
        let hazards = program.get("/collections/hazards/items?segment=VN-LA:193..194").json();
        assert!(hazards["numberMatched"].as_u64().unwrap() >= 1, "still tied to its markers: {hazards}");
    });
}

#[test]
fn an_import_can_be_taken_back_while_nothing_was_built_on_it() {
    on_both(|desk| {
        let before = marker(desk, "VN-LA:211");
        let file = desk.file("moc.csv", &list_around(desk, &["VN-LA:211"], 0.001));
        let arguments = ["--layer", "markers", "--crs", "EPSG:4326"];
        let went = desk.import(&file, &arguments);
        let import = went.went().answer["import"].as_str().unwrap().to_owned();
        assert!(desk.undo(&import).status.success());
        let after = marker(desk, "VN-LA:211");
        assert_eq!(after["geometry"], before["geometry"]);
        assert_eq!(after["properties"]["position_method"], before["properties"]["position_method"]);
        assert_eq!(desk.undo(&import).status.code(), Some(2), "once is enough");
        // And in again.
        assert_eq!(desk.import(&file, &arguments).went().actions(), ["change"]);
    });
}

#[test]
fn an_import_on_which_an_inspection_stands_is_not_taken_back() {
    let desk = Desk::new(Engine::Sqlite);
    let near = marker(&desk, "VN-LA:211")["geometry"]["coordinates"].clone();
    let row = format!("number,line,lon,lat\n213,VN-LA,{},{}\n", near[0], near[1]);
    let went = desk.import(&desk.file("moc.csv", &row), &["--layer", "markers", "--crs", "EPSG:4326"]);
    let import = went.went().answer["import"].as_str().unwrap().to_owned();
    assert_eq!(went.actions(), ["add"]);
    let program = desk.serve();
    let posted = crate::support::post(
        &format!("{}/api/v1/markers/VN-LA:213/inspections", program.base),
        "application/json",
        crate::support::inspection(1).to_string().as_bytes(),
    );
    assert_eq!(posted.status, 201, "{}", posted.text());
    drop(program);
    let refused = desk.undo(&import);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("inspection"), "{refused:?}");
}

#[test]
fn a_file_that_moves_many_surveyed_markers_is_refused_unless_told_otherwise() {
    let desk = Desk::new(Engine::Sqlite);
    // Read as WGS 84 what is VN-2000: some two hundred metres off, and near enough to the sketch to look right.
    let list = list_around(&desk, &["VN-CN:0", "VN-CN:234", "VN-CN:295"], 0.002);
    let file = desk.file("moc.csv", &list);
    let arguments = ["--layer", "markers", "--crs", "EPSG:4326"];
    let refused = desk.import(&file, &arguments);
    assert_eq!(refused.code, 2);
    assert!(refused.refused().starts_with("moves_too_much"), "{}", refused.refused());
    assert!(refused.answer["rows"][0]["moved_m"].as_f64().unwrap() > 150.0, "{}", refused.answer);
    let told = [&arguments[..], &["--max-moved-share", "1"]].concat();
    desk.import(&file, &told).went();
}

#[test]
fn a_renumbered_marker_answers_to_its_old_number() {
    let desk = Desk::new(Engine::Sqlite);
    let at = marker(&desk, "VN-LA:212")["geometry"]["coordinates"].clone();
    let row = format!("number,line,aliases,lon,lat\n212/1,VN-LA,212,{},{}\n", at[0], at[1]);
    let went = desk.import(&desk.file("moc.csv", &row), &["--layer", "markers", "--crs", "EPSG:4326"]);
    assert_eq!(went.went().actions(), ["change"]);
    let program = desk.serve();
    let by_old = program.get("/collections/markers/items/VN-LA:212").json();
    assert_eq!(by_old["properties"]["key"], "VN-LA:212_1", "{by_old}");
}

#[test]
fn hazards_and_past_inspections_come_from_spreadsheets() {
    on_both(|desk| {
        let hazards = "Loại;Mức độ;Ngày;Từ mốc;Đến mốc;Tuyến;Ghi chú\n\
            Sạt lở;;22/10/2026;144;145;VN-LA;sau mưa\n\
            vết nứt;cao;2026-10-23 08:30;211;212;VN-LA;\n";
        let went = desk.import(&desk.file("sat_lo.csv", hazards), &["--layer", "hazards"]);
        assert_eq!(went.went().actions(), ["add", "add"]);
        let inspections = "Mốc,Tuyến,Hình thức,Tình trạng,Ngày kiểm tra,Ghi chú\n\
            144,VN-LA,đơn phương,tốt,20/10/2026,\n\
            144-145,VN-LA,song phương,tốt,21/10/2026,hướng đi rõ\n\
            145,VN-LA,đơn phương,tuyệt vời,20/10/2026,\n";
        let found = desk.import(&desk.file("kiem_tra.csv", inspections), &["--layer", "inspections", "--dry-run"]);
        assert!(found.reasons(2).contains("not_one_of"), "{}", found.answer);
        let program = desk.serve();
        let shown = program.get("/collections/hazards/items?segment=VN-LA:144..145&severity=unknown").json();
        assert!(shown["features"].to_string().contains("sau mưa"), "{shown}");
    });
}

#[test]
fn a_dry_run_without_a_database_compares_with_what_the_program_carries_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("moc.csv");
    std::fs::write(&file, "number,line,lon,lat\n144,VN-LA,104.5,20.9\n").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .arg("import")
        .arg(&file)
        .args(["--layer", "markers", "--crs", "EPSG:4326", "--dry-run", "--json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["count"]["rows"], 1, "{answer}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["moc.csv"]);
    // And what it promised is what comes: into a new database goes what it was compared with.
    let url = format!("sqlite:{}", folder.path().join("moi.db").display());
    let said = ["--layer", "markers", "--crs", "EPSG:4326", "--max-distance-m", "100000"];
    let went = crate::program::run(Some(&url), &file, &said);
    let applied: Value = serde_json::from_slice(&went.stdout).unwrap();
    assert_eq!((went.status.code(), &applied["count"]["change"]), (Some(0), &json!(1)), "{applied}");
    assert!(applied["notes"].to_string().contains("a new database"), "{applied}");
}

#[test]
fn heights_and_coordinates_are_kept_as_they_were_given() {
    let desk = Desk::new(Engine::Sqlite);
    let file = desk.file("moc.csv", &SURVEYED.replace("2 300 000", "2317417,0").replace("500 000", "505003,653"));
    let found = desk.import(
        &file,
        &["--layer", "markers", "--crs", "EPSG:9206", "--line", "VN-LA", "--dry-run", "--max-distance-m", "200000"],
    );
    assert_eq!(found.answer["rows"][0]["action"], "change", "{}", found.answer);
    assert!(found.answer["notes"].to_string().contains('X'), "which column is the northing is said: {}", found.answer);
}
