//! What an undone import brought counts as not stored: it can go in again, corrected, by file or by device.

use serde_json::{Value, json};

use crate::program::{Desk, Imported, on_both};
use crate::support::{Engine, Program, inspection, post};

const HAZARDS: &str = "kind,observed_at,lon,lat\nlandslide,2026-05-01,103.9,20.9\ncrack,2026-05-02,103.9,20.9\n";
const WGS: [&str; 4] = ["--crs", "EPSG:4326", "--line", "VN-LA"];

fn import(desk: &Desk, layer: &str, text: &str) -> Imported {
    desk.import(&desk.file("tep.csv", text), &[&["--layer", layer], &WGS[..]].concat())
}

fn id_of(went: &Imported) -> String {
    went.went().answer["import"].as_str().unwrap().to_owned()
}

fn count(program: &Program, layer: &str) -> u64 {
    program.get(&format!("/collections/{layer}/items?limit=1")).json()["numberMatched"].as_u64().unwrap()
}

fn log(program: &Program, marker: &str, body: &Value) -> u16 {
    let url = format!("{}/api/v1/markers/{marker}/inspections", program.base);
    post(&url, "application/json", body.to_string().as_bytes()).status
}

fn verifies(desk: &Desk) {
    crate::support::block_on(async {
        let store = mocgioi::store::Store::open(&desk.database.url, "unused").await.unwrap();
        store.verify_chain().await.unwrap();
        store.close().await;
    });
}

#[test]
fn what_was_undone_goes_in_again_as_often_as_somebody_likes() {
    on_both(|desk| {
        let before = count(&desk.serve(), "hazards");
        for _ in 0..3 {
            let went = import(desk, "hazards", HAZARDS);
            assert_eq!(went.went().actions(), ["add", "add"]);
            assert_eq!(count(&desk.serve(), "hazards"), before + 2, "what went in is there");
            let again = import(desk, "hazards", HAZARDS);
            assert_eq!(again.went().actions(), ["unchanged", "unchanged"]);
            assert!(desk.undo(&id_of(&went)).status.success());
            assert_eq!(count(&desk.serve(), "hazards"), before);
        }
        verifies(desk);
    });
}

#[test]
fn a_corrected_file_with_ids_goes_in_after_an_undo() {
    on_both(|desk| {
        let file = |condition: &str| {
            format!("id,marker,mode,condition,observed_at\nA1,144,unilateral,{condition},2026-05-01\n")
        };
        let went = import(desk, "inspections", &file("good"));
        let refused = import(desk, "inspections", &file("damaged"));
        assert!(refused.reasons(0).contains("already_recorded"), "{}", refused.answer);
        assert!(desk.undo(&id_of(&went)).status.success());
        let corrected = import(desk, "inspections", &file("damaged"));
        assert_eq!(corrected.went().actions(), ["add"]);
        let program = desk.serve();
        let shown = program.get("/collections/inspections/items").json();
        let conditions: Vec<&Value> =
            shown["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]["condition"]).collect();
        assert_eq!(conditions, [&json!("damaged")], "one, and the right one");
        drop(program);
        verifies(desk);
    });
}

#[test]
fn a_device_that_sends_what_an_undone_import_had_brought_is_not_told_that_it_is_there_already() {
    on_both(|desk| {
        let body = inspection(7);
        let row = format!(
            "id,marker,mode,condition,observed_at\n{},144,{},{},{}\n",
            crate::support::id(7),
            body["mode"].as_str().unwrap(),
            body["condition"].as_str().unwrap(),
            body["observed_at"].as_str().unwrap()
        );
        let went = import(desk, "inspections", &row);
        assert!(desk.undo(&id_of(&went)).status.success());
        let program = desk.serve();
        assert_eq!(log(&program, "VN-LA:144", &body), 201);
        assert_eq!(count(&program, "inspections"), 1, "what was acknowledged is there");
        assert_eq!(log(&program, "VN-LA:144", &body), 201, "the same again is the same");
        let mut other = body;
        other["notes"] = json!("khác");
        assert_eq!(log(&program, "VN-LA:144", &other), 409);
        assert_eq!(count(&program, "inspections"), 1);
        drop(program);
        verifies(desk);
    });
}

#[test]
fn two_rows_with_one_id_and_other_content_are_refused_and_with_the_same_content_one_row() {
    let desk = Desk::new(Engine::Sqlite);
    let row = |id: &str, marker: &str| format!("{id},{marker},unilateral,good,2026-05-01\n");
    let head = "id,marker,mode,condition,observed_at\n";
    let different = import(&desk, "inspections", &format!("{head}{}{}", row("A1", "144"), row("A1", "145")));
    assert_eq!((different.code, different.actions()), (2, vec!["add", "refuse"]), "{}", different.answer);
    assert!(different.reasons(1).contains("already_recorded"), "{}", different.reasons(1));
    let same = import(&desk, "inspections", &format!("{head}{}{}", row("A1", "144"), row("A1", "144")));
    assert_eq!(same.went().actions(), ["add", "unchanged"]);
}

/// A marker of VN–Laos on the sketch, 400 km from its start.
fn marker_rows(desk: &Desk, number: &str, aliases: &str, words: &str) -> String {
    let place = "/api/v1/linear/place?marker=VN-LA:0&toward=VN-LA:792&offset_m=400000";
    let at = desk.serve().get(place).json()["geometry"]["coordinates"].clone();
    format!("number,aliases,lon,lat,description\n{number},{aliases},{},{},{words}\n", at[0], at[1])
}

#[test]
fn a_marker_that_went_in_again_after_an_undo_is_not_taken_from_under_an_inspection() {
    on_both(|desk| {
        let rows = marker_rows(desk, "213", "", "");
        let first = id_of(&import(desk, "markers", &rows));
        assert!(desk.undo(&first).status.success());
        let again = id_of(&import(desk, "markers", &rows));
        assert_eq!(log(&desk.serve(), "VN-LA:213", &inspection(1)), 201);
        let refused = desk.undo(&again);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("inspection"), "{refused:?}");
    });
}

#[test]
fn what_is_tied_to_an_old_number_that_an_import_brought_keeps_it_from_being_undone() {
    let desk = Desk::new(Engine::Sqlite);
    let at = desk.serve().get("/collections/markers/items/VN-LA:212").json()["geometry"]["coordinates"].clone();
    let rows = format!("number,aliases,lon,lat\n212,500,{},{}\n", at[0], at[1]);
    let brought = id_of(&import(&desk, "markers", &rows));
    assert_eq!(log(&desk.serve(), "VN-LA:500", &inspection(1)), 201);
    assert_eq!(desk.undo(&brought).status.code(), Some(2));
}

#[test]
fn what_was_undone_keeps_nothing_from_being_undone() {
    on_both(|desk| {
        let first = id_of(&import(desk, "markers", &marker_rows(desk, "213", "", "một")));
        let second = id_of(&import(desk, "markers", &marker_rows(desk, "213", "", "hai")));
        let hazard = "kind,observed_at,marker\nlandslide,2026-05-01,213\n";
        let third = id_of(&import(desk, "hazards", hazard));
        assert_eq!(desk.undo(&first).status.code(), Some(2), "the later revision stands on it");
        for undone in [&third, &second, &first] {
            assert!(desk.undo(undone).status.success());
        }
        assert_eq!(desk.serve().get("/collections/markers/items/VN-LA:213").status, 404);
        verifies(desk);
    });
}
