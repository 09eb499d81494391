//! `GET /api/v1/coverage`: how much of a line was walked, by whom, when, and which markers they were at.

use std::sync::Arc;

use mocgioi::domain::access::Viewer;
use mocgioi::domain::people::Identity;
use serde_json::{Value, json};

use crate::support::{Database, Engine, Server, Step, course, gpx, walk};
use crate::world::{fresh_patrol, id_of, nobody, reader, refused, send_track, start, still, text, walked, writers};

const SEGMENT: &str = "VN-LA:193..194";

fn ask(server: &Server, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/coverage?{query}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/geo+json"), "{}", answer.text());
    answer.json()
}

/// The one segment that tests walk, as these patrols covered it.
fn of(server: &Server, patrols: &[&Value], more: &str) -> Value {
    let ids: Vec<&str> = patrols.iter().map(|patrol| id_of(patrol)).collect();
    let found = ask(server, &format!("segment={SEGMENT}&patrol={}{more}", ids.join(",")));
    assert_eq!(found["segments"].as_array().unwrap().len(), 1);
    assert_eq!(found["features"][0]["properties"], found["segments"][0]);
    found["segments"][0].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn segment_course(server: &Server) -> Vec<[f64; 2]> {
    course(&server.get(&format!("/collections/segments/items/{SEGMENT}")).json())
}

fn gaps(segment: &Value) -> Vec<(f64, f64)> {
    let gaps = segment["gaps"].as_array().unwrap();
    gaps.iter().map(|gap| (number(&gap["from_m"]), number(&gap["to_m"]))).collect()
}

/// What is covered and the gaps make up the segment.
fn adds_up(segment: &Value) {
    let missing: f64 = gaps(segment).iter().map(|(from, to)| to - from).sum();
    let (length, covered) = (number(&segment["length_m"]), number(&segment["covered_m"]));
    assert!((length - covered - missing).abs() < 0.01, "{segment}");
    assert!((number(&segment["percent"]) - covered / length * 100.0).abs() < 0.001, "{segment}");
    assert!((number(&segment["to_m"]) - number(&segment["from_m"]) - length).abs() < 0.01);
}

#[test]
fn who_walked_all_of_a_segment_covered_it() {
    for server in writers() {
        let file = gpx(&[walk(&segment_course(server), 0)]);
        let (patrol, _) = walked(server, &json!({}), &file);
        let segment = of(server, &[&patrol], "");
        adds_up(&segment);
        assert_eq!((number(&segment["percent"]), gaps(&segment).len()), (100.0, 0), "{segment}");
        assert_eq!(segment["patrols"], json!([patrol["id"]]));
        assert_eq!(segment["first_at"], "2026-11-19T23:00:00.000Z");
        assert_eq!((&segment["indicative"], &segment["line_version"]), (&json!(true), &json!("osm-2026c")));
        // The others of the line are in the answer, and nobody was there.
        let whole = ask(server, &format!("line=VN-LA&patrol={}", id_of(&patrol)));
        let untouched = whole["segments"].as_array().unwrap();
        let untouched = untouched.iter().find(|one| one["key"] == "VN-LA:144..145").unwrap();
        assert_eq!((number(&untouched["percent"]), gaps(untouched).len()), (0.0, 1));
        assert!(untouched["first_at"].is_null());
        let sum: f64 = whole["segments"].as_array().unwrap().iter().map(|one| number(&one["covered_m"])).sum();
        assert!((sum - number(&whole["covered_m"])).abs() < 0.1);
        assert!(number(&whole["covered_m"]) < number(&whole["length_m"]) * 0.05);
    }
}

#[test]
fn a_gap_in_the_recording_is_a_gap_in_the_line() {
    for server in writers() {
        let course = segment_course(server);
        let mut steps = walk(&course, 0);
        let third = steps.len() / 3;
        let skipped: Vec<Step> = steps.drain(third..2 * third).collect();
        let (patrol, answer) = walked(server, &json!({}), &gpx(&[&steps]));
        assert_eq!((&answer["parts"], &answer["max_gap_s"]), (&json!(2), &json!(120)));
        let segment = of(server, &[&patrol], "");
        adds_up(&segment);
        assert_eq!(gaps(&segment).len(), 1, "{segment}");
        let share = number(&segment["percent"]);
        assert!((60.0..80.0).contains(&share), "two thirds, and the tolerance on both sides of the gap: {share}");
        // Whoever says that the recorder was slow gets the straight way between.
        let pause = (skipped.len() as u64 + 1) * 15;
        assert!(pause <= 3_600, "{pause}");
        let bridged = of(server, &[&patrol], &format!("&max_gap_s={pause}"));
        assert!(number(&bridged["percent"]) > share + 5.0, "{bridged}");
        let one_less = of(server, &[&patrol], &format!("&max_gap_s={}", pause - 1));
        assert_eq!(one_less["percent"], segment["percent"]);
        // Two recorded segments are not joined either, however short the pause.
        let parts = [
            steps[..third].to_vec(),
            steps[third..].iter().map(|s| (s.0, s.1, s.2 - i64::try_from(skipped.len()).unwrap() * 15)).collect(),
        ];
        let (split, _) = walked(server, &json!({}), &gpx(&parts));
        assert_eq!(of(server, &[&split], "&max_gap_s=3600")["gaps"], segment["gaps"]);
        // The owner of a recorder may say so once, when sending.
        let stated = fresh_patrol(&json!({}));
        assert_eq!(server.post("/api/v1/patrols", &stated).status, 201);
        let url = format!("{}/api/v1/patrols/{}/track?max_gap_s={pause}", server.base, id_of(&stated));
        assert_eq!(crate::support::post(&url, "application/gpx+xml", gpx(&[steps]).as_bytes()).status, 201);
        assert_eq!(of(server, &[&stated], "")["percent"], bridged["percent"]);
    }
}

#[test]
fn direction_and_repetition_change_nothing() {
    for server in writers() {
        let steps = walk(&segment_course(server)[..8], 0);
        let end = steps[steps.len() - 1].2;
        let back: Vec<Step> = steps.iter().rev().map(|&(lon, lat, at)| (lon, lat, end - at)).collect();
        let (there, _) = walked(server, &json!({}), &gpx(&[&steps]));
        let (back_again, _) = walked(server, &json!({}), &gpx(&[back]));
        let expected = of(server, &[&there], "");
        assert!((1.0..99.0).contains(&number(&expected["percent"])), "{expected}");
        for patrols in [vec![&back_again], vec![&there, &back_again], vec![&there, &there]] {
            let found = of(server, &patrols, "");
            assert_eq!((&found["covered_m"], &found["gaps"]), (&expected["covered_m"], &expected["gaps"]));
        }
        assert_eq!(send_track(server, &there, &gpx(&[steps])).status, 201);
        assert_eq!(of(server, &[&there], ""), expected);
    }
}

#[test]
fn a_track_that_crosses_the_line_covers_almost_nothing() {
    for server in writers() {
        let course = segment_course(server);
        let [lon, lat] = course[course.len() / 2];
        let across = walk(&[[lon - 0.02, lat - 0.02], [lon, lat], [lon + 0.02, lat + 0.02]], 0);
        let (patrol, _) = walked(server, &json!({}), &gpx(&[across]));
        let wide = of(server, &[&patrol], "");
        assert!(number(&wide["covered_m"]) > 50.0 && number(&wide["covered_m"]) < 1_000.0, "{wide}");
        assert!(number(&wide["percent"]) < 15.0);
        let narrow = of(server, &[&patrol], "&tolerance_m=5");
        assert!(number(&narrow["covered_m"]) < number(&wide["covered_m"]) / 3.0, "{narrow}");
    }
}

#[test]
fn days_and_units_add_up_and_count_nothing_twice() {
    for server in writers() {
        let steps = walk(&segment_course(server), 0);
        let half = steps.len() / 2;
        let (first, _) =
            walked(server, &json!({ "unit": "Đồn 1", "with": ["police"] }), &gpx(&[steps[..half + 10].to_vec()]));
        let tomorrow: Vec<Step> = steps[half - 10..].iter().map(|s| (s.0, s.1, s.2 + 86_400)).collect();
        let second = json!({ "unit": "Đồn 2", "mode": "bilateral", "started_at": "2026-11-21T06:00:00+07:00",
            "ended_at": "2026-11-21T17:00:00+07:00", "force": "rangers" });
        let (second, _) = walked(server, &second, &gpx(&[tomorrow]));
        let both = format!("segment={SEGMENT}&patrol={},{}", id_of(&first), id_of(&second));
        let found = ask(server, &both);
        assert_eq!((number(&found["percent"]), found["segments"][0]["gaps"].as_array().unwrap().len()), (100.0, 0));
        let units = found["by_unit"].as_array().unwrap();
        assert_eq!(
            (&units[0]["unit"], &units[0]["patrols"], &units[1]["unit"]),
            (&json!("Đồn 1"), &json!(1), &json!("Đồn 2"))
        );
        let sum = number(&units[0]["covered_m"]) + number(&units[1]["covered_m"]);
        assert!(sum > number(&found["covered_m"]) + 100.0, "they met in the middle, which counts once");
        assert_eq!(found["patrols"][0]["unit"], "Đồn 1", "in the order in which they set out");
        assert_eq!(found["patrols"][1]["mode"], "bilateral");
        assert_eq!(found["segments"][0]["last_at"].as_str().unwrap()[..10], *"2026-11-20");
        let half_of = |more: &str| {
            let found = ask(server, &format!("{both}&{more}"));
            let ids: Vec<String> = found["patrols"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect();
            assert!((30.0..70.0).contains(&number(&found["percent"])), "{more}: {}", found["percent"]);
            ids
        };
        for (more, patrol) in [
            ("to=2026-11-20", &first),
            ("from=2026-11-21", &second),
            ("from=2026-11-21T00:00:00%2B07:00&to=2026-11-22", &second),
            ("unit=%C4%90%E1%BB%93n%201", &first),
            ("mode=bilateral", &second),
            ("force=rangers", &second),
            ("force=police", &first),
        ] {
            assert_eq!(half_of(more), [id_of(patrol)], "{more}");
        }
        assert_eq!(ask(server, &format!("{both}&to=2026-11-19"))["patrols"], json!([]));
    }
}

#[test]
fn markers_are_visited_or_not_or_nobody_can_tell() {
    let server = writers().next().unwrap();
    let line = course(&server.get("/collections/boundary-lines/items/VN-CN").json());
    let marker = server.get("/collections/markers/items/VN-CN:428").json();
    let at: [f64; 2] = serde_json::from_value(marker["geometry"]["coordinates"].clone()).unwrap();
    let off = |place: &[f64; 2]| (place[0] - at[0]).hypot(place[1] - at[1]);
    let nearest = (0..line.len()).min_by(|a, b| off(&line[*a]).total_cmp(&off(&line[*b]))).unwrap();
    let steps = walk(&line[nearest - 15..nearest + 15], 0);
    let visited = |patrol: &Value, marker: &str| {
        let found = ask(server, &format!("line=VN-CN&patrol={}", id_of(patrol)));
        let all = found["markers"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["marker"] == marker).unwrap_or_else(|| panic!("{marker}"))
    };
    let (patrol, _) = walked(server, &json!({}), &gpx(&[&steps]));
    let there = visited(&patrol, "VN-CN:428");
    assert_eq!((&there["visited"], &there["patrol"], &there["why"]), (&json!("yes"), &patrol["id"], &Value::Null));
    assert!(number(&there["nearest_m"]) < 25.0, "{there}");
    assert!(text(&there["at"]).starts_with("2026-11-19T23:"), "{there}");
    let far = visited(&patrol, "VN-CN:345");
    assert_eq!(far["visited"], "no");
    assert!(number(&far["nearest_m"]) > 1_000.0, "{far}");
    let drawn = visited(&patrol, "VN-CN:1104");
    assert_eq!((&drawn["visited"], &drawn["why"]), (&json!("cannot_tell"), &json!("indicative")));

    // The recorder was off while they passed the marker.
    let by = |step: &Step| (step.0 - at[0]).hypot(step.1 - at[1]) < 0.003;
    let broken: Vec<Step> = steps.iter().copied().filter(|step| !by(step)).collect();
    assert!(broken.len() < steps.len() && broken.len() > 20);
    let (patrol, _) = walked(server, &json!({}), &gpx(&[broken]));
    let unknown = visited(&patrol, "VN-CN:428");
    assert_eq!((&unknown["visited"], &unknown["why"]), (&json!("cannot_tell"), &json!("recording_gap")), "{unknown}");
    // A patrol without a track tells nothing.
    let silent = fresh_patrol(&json!({}));
    assert_eq!(server.post("/api/v1/patrols", &silent).status, 201);
    assert_eq!(visited(&silent, "VN-CN:428")["why"], "no_track");
}

#[test]
fn a_range_is_named_by_segment_or_markers_and_times_are_no_markers() {
    let server = reader();
    let keys = |query: &str| -> Vec<String> {
        ask(server, query)["segments"].as_array().unwrap().iter().map(|one| text(&one["key"])).collect()
    };
    let whole = keys("line=VN-LA");
    assert!(whole.len() > 10);
    let range = keys("segment=VN-LA:144..194");
    assert_eq!((range[0].as_str(), range[range.len() - 1].as_str()), ("VN-LA:144..145", SEGMENT));
    for query in [
        "from_marker=VN-LA:144&to_marker=VN-LA:194",
        "line=VN-LA&from_marker=144&to_marker=194",
        "line=VN-LA&from=144&to=194",
        "line=VN-LA&segment=VN-LA:144..194&from=2026-01-01",
    ] {
        assert_eq!(keys(query), range, "{query}");
    }
    assert_eq!(keys("line=VN-LA&from=2026-01-01&to=2026-12-31"), whole);
    assert_eq!(server.get("/api/v1/coverage?line=VN-LA&f=html").status, 200);
}

#[test]
fn what_cannot_be_answered_is_refused_with_its_parameter() {
    for (query, status, code, pointer) in [
        ("", 400, "missing", "line"),
        ("line=XX-YY", 400, "not_one_of", "line"),
        ("line=VN-LA&segment=VN-CN:1104..1105", 400, "not_one_of", "line"),
        ("line=VN-LA&from_marker=144", 400, "missing", "to_marker"),
        ("line=VN-LA&to_marker=144", 400, "missing", "from_marker"),
        ("line=VN-LA&from=194&to=144", 400, "marker_number", "to_marker"),
        ("line=VN-LA&from=hôm%20qua&to=144", 400, "marker_number", "from_marker"),
        ("segment=144-145", 400, "marker_number", "segment"),
        ("segment=VN-LA:144..145&from_marker=VN-LA:144&to_marker=VN-LA:145", 400, "bad_parameter", "segment"),
        ("segment=VN-LA:144..160", 404, "unknown_marker", "to_marker"),
        ("line=VN-LA&from=2026-11-21&to=2026-11-20", 400, "bad_parameter", "to"),
        ("line=VN-LA&tolerance_m=0.5", 400, "bad_parameter", "tolerance_m"),
        ("line=VN-LA&tolerance_m=5001", 400, "bad_parameter", "tolerance_m"),
        ("line=VN-LA&tolerance_m=x", 400, "bad_parameter", "tolerance_m"),
        ("line=VN-LA&max_gap_s=0", 400, "bad_parameter", "max_gap_s"),
        ("line=VN-LA&max_gap_s=3601", 400, "bad_parameter", "max_gap_s"),
        ("line=VN-LA&mode=alone", 400, "not_one_of", "mode"),
        ("line=VN-LA&force=navy", 400, "not_one_of", "force"),
    ] {
        let answer = reader().get(&format!("/api/v1/coverage?{query}"));
        refused(&answer, status, code);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}");
    }
    for patrol in [nobody(), "x".to_owned(), String::new()] {
        refused(&reader().get(&format!("/api/v1/coverage?line=VN-LA&patrol={patrol}")), 404, "unknown_patrol");
    }
    refused(&reader().get("/api/v1/coverage?line=VN-LA&line_version=1999"), 400, "unknown_line_version");
    refused(
        &reader().get("/api/v1/coverage?from_marker=VN-LA:144&to_marker=VN-LA:145&from=2026-01-01&line_version=x"),
        400,
        "unknown_line_version",
    );
    assert_eq!(ask(reader(), "line=VN-LA&line_version=osm-2026c")["line_version"], "osm-2026c");
}

#[test]
fn the_public_learns_of_no_patrol() {
    let database = Database::new(Engine::Sqlite);
    let server = start(&database);
    let file = gpx(&[walk(&segment_course(&server), 0)]);
    let (patrol, _) = walked(&server, &json!({ "unit": "Đồn Kín" }), &file);
    assert!(number(&ask(&server, "line=VN-LA")["patrols"][0]["percent"]) > 0.0);
    let public = Server::start_with(&database, |app| {
        still(app);
        app.open_as = Some(Arc::new(Identity { viewer: Viewer::public(), ..Identity::open() }));
    });
    let found = ask(&public, "line=VN-LA");
    assert_eq!((number(&found["covered_m"]), &found["patrols"], &found["fixes"]), (0.0, &json!([]), &json!(0)));
    assert!(!found.to_string().contains("-0.0"), "nothing is nothing");
    assert!(!found.to_string().contains("Đồn Kín") && !found.to_string().contains(id_of(&patrol)));
    let query = format!("/api/v1/coverage?line=VN-LA&patrol={}", id_of(&patrol));
    refused(&public.get(&query), 404, "unknown_patrol");
    refused(&public.get(&format!("/collections/patrols/items/{}", id_of(&patrol))), 404, "unknown_item");
    refused(&send_track(&public, &patrol, &file), 404, "unknown_patrol");
}
