//! What cannot be the line, or is another one, does not take its place unseen.

use serde_json::{Value, json};

use crate::program::{Desk, Imported};
use crate::support::{Engine, Program};

fn vertices(program: &Program) -> Vec<Value> {
    let line = program.get("/collections/boundary-lines/items/VN-LA").json();
    line["geometry"]["coordinates"].as_array().unwrap().clone()
}

fn offer(desk: &Desk, vertices: &[Value], said: &[&str]) -> Imported {
    let text = json!({ "type": "Feature", "properties": { "line": "VN-LA" },
        "geometry": { "type": "LineString", "coordinates": vertices } });
    let file = desk.file("tuyen.geojson", &text.to_string());
    let known = ["--layer", "boundary-lines", "--status", "official"];
    let version = if said.contains(&"--line-version") { &[][..] } else { &["--line-version", "thử"][..] };
    let source =
        if said.contains(&"--source") { &[][..] } else { &["--source", "bộ bản đồ chuẩn (thử)"][..] };
    let accuracy = if said.contains(&"--accuracy-m") { &[][..] } else { &["--accuracy-m", "1"][..] };
    desk.import(&file, &[&known[..], version, source, accuracy, said].concat())
}

#[test]
fn a_line_of_no_length_is_refused_whatever_is_said() {
    let desk = Desk::new(Engine::Sqlite);
    let all = vertices(&desk.serve());
    for (tiny, code) in [(vec![all[0].clone(), all[0].clone()], ""), (all[100..102].to_vec(), "line_too_short")] {
        let found = offer(&desk, &tiny, &["--max-moved-share", "1"]);
        assert_eq!((found.code, found.actions()), (2, vec!["refuse"]), "{}", found.answer);
        assert!(found.reasons(0).contains(code), "{}", found.answer);
    }
}

#[test]
fn a_part_of_the_line_or_one_that_ends_elsewhere_is_refused_unless_it_is_meant() {
    let desk = Desk::new(Engine::Sqlite);
    let all = vertices(&desk.serve());
    let short = &all[..all.len() * 3 / 10];
    let found = offer(&desk, short, &[]);
    assert_eq!(found.code, 2);
    assert!(found.reasons(0).contains("line_length_differs"), "{}", found.answer);
    assert!(found.reasons(0).contains("line_end_moves"), "{}", found.answer);
    let ended = offer(&desk, &all[..all.len() - 400], &[]);
    assert!(ended.reasons(0).contains("line_end_moves"), "{}", ended.answer);
    assert!(!ended.reasons(0).contains("line_length_differs"), "{}", ended.answer);

    let dry = offer(&desk, short, &["--max-moved-share", "1", "--dry-run"]);
    dry.went();
    let moved = dry.answer["relocated_records"].as_u64().unwrap();
    assert!(moved > 5 && dry.answer["farthest_m"].as_f64().unwrap() > 10_000.0, "said beforehand: {}", dry.answer);
    let went = offer(&desk, short, &["--max-moved-share", "1"]);
    assert_eq!(went.went().answer["relocated_records"], moved, "and so it came");
    assert_eq!(went.answer["farthest_m"], dry.answer["farthest_m"]);
    let last = desk.serve().get("/collections/markers/items/VN-LA:792").json();
    assert_eq!(last["properties"]["position_method"], "line_end", "{last}");
    let accuracy = last["properties"]["accuracy_m"].as_f64().unwrap();
    assert!(accuracy > 100_000.0, "nobody knows where the marker is that stood at the former end: {last}");
}

#[test]
fn a_line_that_ends_where_it_did_keeps_its_accuracy_at_its_ends() {
    let desk = Desk::new(Engine::Sqlite);
    let all = vertices(&desk.serve());
    let dry = offer(&desk, &all, &["--dry-run"]);
    dry.went();
    offer(&desk, &all, &[]).went();
    let last = desk.serve().get("/collections/markers/items/VN-LA:792").json();
    assert_eq!(last["properties"]["accuracy_m"].as_f64(), Some(1.0), "{last}");
}

#[test]
fn a_version_that_comes_again_with_other_words_is_refused() {
    let desk = Desk::new(Engine::Sqlite);
    let all = vertices(&desk.serve());
    offer(&desk, &all, &[]).went();
    assert_eq!(offer(&desk, &all, &[]).went().actions(), ["unchanged"]);
    for other in [["--accuracy-m", "50"], ["--source", "nguồn khác"], ["--licence", "giấy phép khác"]] {
        let found = offer(&desk, &all, &other);
        assert!(found.reasons(0).contains("version_taken"), "{other:?}: {}", found.answer);
    }
}
