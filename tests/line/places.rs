//! Where rows of files come to lie, what is said of it, and what earlier revisions said.

use serde_json::{Value, json};

use crate::program::{Desk, Imported};
use crate::support::{Engine, Program};

/// Places on the line, so many metres from its start.
fn on_the_line(program: &Program, measures: &[u32]) -> Vec<Value> {
    let place = |offset: &u32| {
        let place = format!("/api/v1/linear/place?marker=VN-LA:0&toward=VN-LA:792&offset_m={offset}");
        program.get(&place).json()["geometry"]["coordinates"].clone()
    };
    measures.iter().map(place).collect()
}

fn markers(desk: &Desk, rows: &[(u32, &Value)]) -> Imported {
    let rows: Vec<String> = rows.iter().map(|(number, at)| format!("{number},{},{}\n", at[0], at[1])).collect();
    let file = desk.file("moc.csv", &format!("number,lon,lat\n{}", rows.concat()));
    desk.import(&file, &["--layer", "markers", "--crs", "EPSG:4326", "--line", "VN-LA", "--max-moved-share", "1"])
}

#[test]
fn so_many_metres_from_a_surveyed_marker_of_the_official_line_is_a_place_to_the_metre() {
    let desk = Desk::new(Engine::Sqlite);
    let program = desk.serve();
    let line = program.get("/collections/boundary-lines/items/VN-LA").json()["geometry"].clone();
    let [near, far] = on_the_line(&program, &[400_000, 402_345]).try_into().unwrap();
    drop(program);
    let official = json!({ "type": "Feature", "geometry": line, "properties": { "line": "VN-LA", "version": "chuẩn",
        "status": "official", "accuracy_m": 1, "source": "bộ bản đồ chuẩn (thử)" } });
    desk.import(&desk.file("t.geojson", &official.to_string()), &["--layer", "boundary-lines"]).went();
    markers(&desk, &[(144, &near), (145, &far)]).went();
    let rows = "kind,observed_at,marker,toward,offset_m\nlandslide,2026-05-01 08:30,144,145,300\n";
    desk.import(&desk.file("sat_lo.csv", rows), &["--layer", "hazards", "--line", "VN-LA"]).went();

    let program = desk.serve();
    let own = |query: &str| program.get(&format!("/collections/hazards/items?marker=VN-LA:144{query}")).json();
    let shown = own("");
    let said = &shown["features"][0]["properties"];
    assert!((said["measure_m"].as_f64().unwrap() - 400_300.0).abs() <= 1.0, "{said}");
    let place = program.get("/api/v1/linear/place?marker=VN-LA:144&toward=VN-LA:145&offset_m=300").json();
    assert_eq!((&said["indicative"], &place["properties"]["indicative"]), (&json!(false), &json!(false)), "{said}");
    // When it was seen is told, asked for, and exported.
    assert_eq!(said["observed_at"], "2026-05-01T01:30:00.000Z", "{said}");
    assert_eq!(own("&datetime=2026-05-01")["numberMatched"], 1);
    assert_eq!(own("&datetime=2026-05-02/..")["numberMatched"], 0);
    let file = program.get("/api/v1/export?layer=hazards&format=csv").text();
    assert!(file.contains("2026-05-01T01:30:00.000Z"), "{file}");
}

#[test]
fn the_length_of_a_short_stretch_is_not_rounded_away() {
    let desk = Desk::new(Engine::Sqlite);
    let [near, far] = on_the_line(&desk.serve(), &[400_000, 402_345]).try_into().unwrap();
    markers(&desk, &[(144, &near), (145, &far)]).went();
    let range = desk.serve().get("/api/v1/linear/range?from=VN-LA:144&to=VN-LA:145").json();
    for length in [&range["length_m"], &range["features"][0]["properties"]["length_m"]] {
        let length = length.as_f64().unwrap();
        assert!((length - 2_345.0).abs() < 10.0, "{length}: {}", range["features"][0]["properties"]);
    }
}

#[test]
fn a_wrong_zone_shows_by_the_marker_that_the_row_names_and_by_the_line() {
    let desk = Desk::new(Engine::Sqlite);
    let [near] = on_the_line(&desk.serve(), &[400_000]).try_into().unwrap();
    markers(&desk, &[(144, &near)]).went();
    // In the zone of 103°00′ it lies beside marker 144; in that of 104°00′ a hundred kilometres to the east.
    let rows =
        "kind,observed_at,marker,x,y\nlandslide,2026-05-01,144,524460,2309100\nlandslide,2026-05-01,,524460,2309100\n";
    let file = desk.file("sat_lo.csv", rows);
    let look = |crs: &str| desk.import(&file, &["--layer", "hazards", "--crs", crs, "--line", "VN-LA", "--dry-run"]);
    let wrong = look("EPSG:9206");
    assert_eq!(wrong.actions(), ["refuse", "add"], "{}", wrong.answer);
    assert!(wrong.reasons(0).contains("far_from_referent"), "{}", wrong.reasons(0));
    let noted = wrong.reasons(1);
    assert!(noted.contains("other_zone_nearer") && noted.contains("EPSG:9205"), "said, not refused: {noted}");
    let right = look("EPSG:9205");
    assert_eq!(right.went().actions(), ["add", "add"]);
    assert!(!right.answer["rows"].to_string().contains("other_zone"), "{}", right.answer["rows"]);
}

#[test]
fn where_a_marker_stood_before_stays_readable() {
    let desk = Desk::new(Engine::Sqlite);
    let [first, second] = on_the_line(&desk.serve(), &[400_000, 400_200]).try_into().unwrap();
    markers(&desk, &[(145, &first)]).went();
    markers(&desk, &[(145, &second)]).went();
    let program = desk.serve();
    let at = |query: &str| program.get(&format!("/collections/markers/items/VN-LA:145{query}"));
    let is_at = |found: &Value, place: &Value| {
        let off = |n: usize| found["geometry"]["coordinates"][n].as_f64().unwrap() - place[n].as_f64().unwrap();
        assert!(off(0).abs() < 1e-6 && off(1).abs() < 1e-6, "{found}, not at {place}");
    };
    is_at(&at("").json(), &second);
    let moved = at("").json()["properties"]["rev"].as_i64().unwrap();
    let before = at(&format!("?rev={}", moved - 1)).json();
    is_at(&before, &first);
    assert_eq!(before["properties"]["rev"], moved - 1);
    assert_eq!(at(&format!("?rev={}", moved + 1)).status, 404);
    assert_eq!(at("?rev=0").status, 400);
    let version = at("?line_version=osm-2026c");
    assert_eq!((version.status, version.json()["properties"]["key"].clone()), (200, json!("VN-LA:145")));
    assert_eq!(at("?line_version=nonesuch").status, 400);
}

#[test]
fn a_file_that_is_not_read_is_called_by_its_name_and_a_row_by_its_fault() {
    let desk = Desk::new(Engine::Sqlite);
    let file = desk.file("moc.fgb", "fgb\u{3}fgb");
    let refused = desk.import(&file, &["--layer", "markers", "--dry-run"]);
    assert!(refused.refused().contains("FlatGeobuf"), "{}", refused.answer);
    let row = "marker,mode,condition,observed_at\nmốc gì đó,unilateral,good,2026-05-01\n";
    let found =
        desk.import(&desk.file("kt.csv", row), &["--layer", "inspections", "--line", "VN-LA", "--skip-refused"]);
    assert!(!found.reasons(0).contains("missing"), "it is there, and cannot be read: {}", found.reasons(0));
    assert!(found.refused().starts_with("all_rows_refused"), "{}", found.answer);
}
