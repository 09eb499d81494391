//! Markers get other numbers: what was written of a marker stays with the marker, and no two become one.

use serde_json::{Value, json};

use crate::program::{Desk, Imported, on_both};
use crate::support::{Engine, Program, inspection, post};

/// Four markers of VN–Laos, 10 km apart along the sketch, each with an inspection that says which it was.
fn desk_with_four(desk: &Desk) -> Vec<(u32, Value)> {
    let program = desk.serve();
    let places: Vec<(u32, Value)> = (0..4_u32)
        .map(|n| {
            let offset = 400_000 + n * 10_000;
            let place = format!("/api/v1/linear/place?marker=VN-LA:0&toward=VN-LA:792&offset_m={offset}");
            (143 + n, program.get(&place).json()["geometry"]["coordinates"].clone())
        })
        .collect();
    drop(program);
    let rows: Vec<String> = places.iter().map(|(number, at)| format!("{number},,{},{}", at[0], at[1])).collect();
    import(desk, &rows).went();
    let program = desk.serve();
    for (number, _) in &places {
        let mut body = inspection(u64::from(*number));
        body["notes"] = json!(format!("từng là {number}"));
        let url = format!("{}/api/v1/markers/VN-LA:{number}/inspections", program.base);
        assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
    }
    places
}

fn import(desk: &Desk, rows: &[String]) -> Imported {
    let file = desk.file("moc.csv", &format!("number,aliases,lon,lat\n{}\n", rows.join("\n")));
    desk.import(&file, &["--layer", "markers", "--crs", "EPSG:4326", "--line", "VN-LA"])
}

fn row(new: u32, old: u32, places: &[(u32, Value)]) -> String {
    let (_, at) = places.iter().find(|(number, _)| *number == old).unwrap();
    format!("{new},{old},{},{}", at[0], at[1])
}

/// Under which number each inspection stands now, and whether it stands where its marker does.
fn inspections(program: &Program, places: &[(u32, Value)]) -> Vec<(u32, String)> {
    let shown = program.get("/collections/inspections/items").json();
    let mut found: Vec<(u32, String)> = shown["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| {
            let notes = feature["properties"]["notes"].as_str().unwrap();
            let was: u32 = notes.rsplit(' ').next().unwrap().parse().unwrap();
            let (_, place) = places.iter().find(|(number, _)| *number == was).unwrap();
            let at = &feature["geometry"]["coordinates"];
            let off = (at[0].as_f64().unwrap() - place[0].as_f64().unwrap()).abs();
            assert!(off < 1e-6, "the inspection of what was {was} stays with its marker: {feature}");
            (was, feature["properties"]["marker"].as_str().unwrap().to_owned())
        })
        .collect();
    found.sort_unstable();
    found
}

fn named(all: &[(u32, &str)]) -> Vec<(u32, String)> {
    all.iter().map(|(was, now)| (*was, format!("VN-LA:{now}"))).collect()
}

#[test]
fn numbers_that_pass_on_in_one_file_take_nothing_from_any_marker() {
    on_both(|desk| {
        let places = desk_with_four(desk);
        let shift = [row(144, 143, &places), row(145, 144, &places)];
        let clash = import(desk, &shift);
        assert_eq!(clash.code, 2, "145 is in use, and nobody gives its marker another number: {}", clash.answer);
        assert!(clash.reasons(1).contains("number_in_use"), "{}", clash.answer);
        let whole = [row(144, 143, &places), row(145, 144, &places), row(146, 145, &places), row(147, 146, &places)];
        let went = import(desk, &whole);
        assert_eq!(went.went().actions(), ["change"; 4]);
        assert_eq!(went.answer["moved_markers"], 0);
        let program = desk.serve();
        let all = inspections(&program, &places);
        assert_eq!(all, named(&[(143, "144"), (144, "145"), (145, "146"), (146, "147")]));
        // What is written now is of the marker that has the number now.
        let mut body = inspection(900);
        body["notes"] = json!("từng là 143");
        let url = format!("{}/api/v1/markers/VN-LA:144/inspections", program.base);
        assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
        let all = inspections(&program, &places);
        assert_eq!(all.iter().filter(|(was, now)| *was == 143 && now == "VN-LA:144").count(), 2, "{all:?}");
        let item = program.get("/collections/markers/items/VN-LA:144").json();
        assert_eq!(item["properties"]["aliases"], json!(["VN-LA:143"]), "asked for 144, answered with 144: {item}");
        drop(program);
        assert_eq!(import(desk, &whole).went().actions(), ["unchanged"; 4], "the same file again changes nothing");
        // Undone, every number is where it was; but not while somebody has written of the new ones.
        let import_id = went.answer["import"].as_str().unwrap();
        assert_eq!(desk.undo(import_id).status.code(), Some(2));
    });
}

#[test]
fn a_shift_that_nobody_built_on_can_be_taken_back() {
    let desk = Desk::new(Engine::Sqlite);
    let places = desk_with_four(&desk);
    let whole = [row(147, 146, &places), row(146, 145, &places)];
    let went = import(&desk, &whole);
    assert_eq!(went.went().actions(), ["change", "change"]);
    assert!(desk.undo(went.answer["import"].as_str().unwrap()).status.success());
    let all = inspections(&desk.serve(), &places);
    assert_eq!(all, named(&[(143, "143"), (144, "144"), (145, "145"), (146, "146")]));
}

#[test]
fn one_after_the_other_is_as_good_as_in_one_file() {
    let desk = Desk::new(Engine::Sqlite);
    let places = desk_with_four(&desk);
    for (new, old) in [(147, 146), (146, 145)] {
        assert_eq!(import(&desk, &[row(new, old, &places)]).went().actions(), ["change"]);
    }
    let all = inspections(&desk.serve(), &places);
    assert_eq!(all, named(&[(143, "143"), (144, "144"), (145, "146"), (146, "147")]));
    // The number that nobody has any longer is still the record's own: no new marker can have it yet.
    let new = import(&desk, &["145,,103.9,20.9".to_owned()]);
    assert!(new.reasons(0).contains("number_was_anothers"), "{}", new.answer);
}

#[test]
fn what_would_make_one_marker_of_two_is_refused_and_said_in_the_dry_run() {
    let desk = Desk::new(Engine::Sqlite);
    let places = desk_with_four(&desk);
    let (_, at) = &places[0];
    for (rows, codes) in [
        (vec![row(146, 145, &places)], vec!["number_in_use"]),
        (vec![format!("150,\"144, 145\",{},{}", at[0], at[1])], vec!["aliases_of_several"]),
        (vec![row(147, 146, &places), row(148, 146, &places)], vec!["", "repeats_row"]),
        (
            vec![format!("150,500,{},{}", at[0], at[1]), format!("151,500,{},{}", at[0], at[1])],
            vec!["alias_shared", "alias_shared"],
        ),
        (vec![row(147, 146, &places), "147,,103.9,20.9".to_owned()], vec!["number_twice", "number_twice"]),
    ] {
        let file = desk.file("moc.csv", &format!("number,aliases,lon,lat\n{}\n", rows.join("\n")));
        let found = desk.import(
            &file,
            &["--layer", "markers", "--crs", "EPSG:4326", "--line", "VN-LA", "--dry-run", "--max-distance-m", "200000"],
        );
        assert_eq!(found.code, 2, "{rows:?}: {}", found.answer);
        for (n, code) in codes.iter().enumerate() {
            assert!(found.reasons(n).contains(code), "{rows:?}, row {n}: {}", found.answer["rows"]);
        }
    }
    // A good row of a chain does not go in without the others.
    let chain = [row(147, 146, &places), row(146, 145, &places), "9999,,103.9,20.9".to_owned()];
    let file = desk.file("moc.csv", &format!("number,aliases,lon,lat\n{}\n", chain.join("\n")));
    let found = desk.import(&file, &["--layer", "markers", "--crs", "EPSG:4326", "--line", "VN-LA", "--skip-refused"]);
    assert!(found.refused().starts_with("rows_hang_together"), "{}", found.answer);
}

#[test]
fn the_tripoint_under_its_number_on_the_other_line_is_no_second_marker() {
    let desk = Desk::new(Engine::Sqlite);
    let at = desk.serve().get("/collections/markers/items/VN-CN:0").json()["geometry"]["coordinates"].clone();
    let found = import(&desk, &[format!("0,,{},{}", at[0].as_f64().unwrap() + 0.000_01, at[1])]);
    assert_eq!(found.actions(), ["change"], "{}", found.answer);
    let program = desk.serve();
    let marker = program.get("/collections/markers/items/VN-LA:0").json();
    assert_eq!(marker["id"], "VN-CN:0", "{marker}");
}
