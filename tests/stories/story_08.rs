//! Story 8. A GPX patrol shows percent walked, gaps, force (border guard, police, rangers …) and mode; bilateral patrols
//! in a quarter is one figure that opens its records.

use serde_json::{Value, json};

use crate::support::{Database, ENGINES, Engine, Program, Step, course, gpx, patrol, post, walk};

const SEGMENT: &str = "VN-LA:193..194";

fn reported(program: &Program, n: u64, changes: &Value) -> String {
    let mut record = patrol(n);
    for (name, value) in changes.as_object().unwrap() {
        record[name] = value.clone();
    }
    let answer = post(&format!("{}/api/v1/patrols", program.base), "application/json", record.to_string().as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    record["id"].as_str().unwrap().to_owned()
}

fn sent(program: &Program, patrol: &str, file: &str) -> Value {
    let url = format!("{}/api/v1/patrols/{patrol}/track?max_gap_s=120", program.base);
    let answer = post(&url, "application/gpx+xml", file.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn covered(program: &Program, patrols: &str) -> Value {
    let answer = program
        .get(&format!("/api/v1/coverage?line=VN-LA&segment={SEGMENT}&patrol={patrols}&tolerance_m=50&max_gap_s=120"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn a_patrol_shows_what_it_walked_and_what_it_did_not() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--load-seeds"]);
        let course = course(&program.get(&format!("/collections/segments/items/{SEGMENT}")).json());
        let mut steps = walk(&course, 0);
        // The recorder was off for the third quarter of the way, and once it jumped.
        let (from, to) = (steps.len() / 2, steps.len() * 3 / 4);
        steps.drain(from..to);
        let (lon, lat, at) = steps[5];
        steps.insert(6, (lon, lat + 0.08, at + 7));

        let told = json!({ "mode": "bilateral", "force": "border_guard", "with": ["police", "rangers"] });
        let id = reported(&program, 1, &told);
        let answer = sent(&program, &id, &gpx(&[&steps]));
        assert_eq!((&answer["fixes"], &answer["bad_fixes"]["spike"]), (&json!(steps.len()), &json!(1)));

        let found = covered(&program, &id);
        let segment = &found["segments"][0];
        let gaps = segment["gaps"].as_array().unwrap();
        assert_eq!(gaps.len(), 1, "{engine:?}: {segment}");
        let gap = number(&gaps[0]["to_m"]) - number(&gaps[0]["from_m"]);
        let length = number(&segment["length_m"]);
        assert!((length - number(&segment["covered_m"]) - gap).abs() < 0.01);
        assert!((60.0..85.0).contains(&number(&segment["percent"])), "three quarters: {segment}");
        assert!(number(&gaps[0]["from_m"]) > number(&segment["from_m"]) + length * 0.4);

        let who = &found["patrols"][0];
        assert_eq!((&who["mode"], &who["force"]), (&json!("bilateral"), &json!("border_guard")));
        assert_eq!(who["with"], json!(["police", "rangers"]));
        assert_eq!(found["bad_fixes"]["spike"], 1);
        let item = program.get(&format!("/collections/patrols/items/{id}")).json();
        assert_eq!(item["properties"]["started_at"], "2026-11-19T23:00:00.000Z");
        let page = program.get(&format!("/api/v1/coverage?segment={SEGMENT}&patrol={id}&f=html")).text();
        assert!(page.contains("Độ phủ tuần tra") && page.contains("193–194"), "{page}");
    }
}

#[test]
fn the_answer_is_the_same_backwards_and_sent_twice_and_crossing_is_not_walking() {
    let database = Database::new(Engine::Sqlite);
    let program = Program::start(&database.url, &["--load-seeds"]);
    let course = course(&program.get(&format!("/collections/segments/items/{SEGMENT}")).json());
    let steps = walk(&course[..course.len() / 2], 0);
    let end = steps[steps.len() - 1].2;
    let id = reported(&program, 1, &json!({}));
    let first = sent(&program, &id, &gpx(&[&steps]));
    let expected = covered(&program, &id)["segments"].clone();

    let backwards_file: Vec<Step> = steps.iter().rev().copied().collect();
    assert_eq!(sent(&program, &id, &gpx(&[&steps])), first);
    assert_eq!(sent(&program, &id, &gpx(&[backwards_file])), first);
    assert_eq!(covered(&program, &id)["segments"], expected);

    let backwards_walk: Vec<Step> = steps.iter().rev().map(|&(lon, lat, at)| (lon, lat, end - at)).collect();
    let other = reported(&program, 2, &json!({}));
    sent(&program, &other, &gpx(&[backwards_walk]));
    let found = covered(&program, &other)["segments"].clone();
    assert_eq!((&found[0]["covered_m"], &found[0]["gaps"]), (&expected[0]["covered_m"], &expected[0]["gaps"]));

    let [lon, lat] = course[course.len() / 2];
    let crossing = reported(&program, 3, &json!({}));
    let across = walk(&[[lon - 0.01, lat - 0.01], [lon, lat], [lon + 0.01, lat + 0.01]], 0);
    sent(&program, &crossing, &gpx(&[across]));
    assert!(number(&covered(&program, &crossing)["segments"][0]["percent"]) < 15.0);
}

#[test]
fn bilateral_patrols_of_a_quarter_are_one_figure_that_opens_its_records() {
    let database = Database::new(Engine::Sqlite);
    let mut program = Program::start(&database.url, &["--load-seeds"]);
    for (n, mode, day) in [
        (1, "bilateral", "2026-09-14"),
        (2, "bilateral", "2026-09-15"),
        (3, "unilateral", "2026-10-01"),
        (4, "bilateral", "2026-12-14"),
        (5, "bilateral", "2026-12-15"),
    ] {
        let times = json!({
            "mode": mode, "started_at": format!("{day}T06:00:00+07:00"), "ended_at": format!("{day}T16:00:00+07:00")
        });
        reported(&program, n, &times);
    }
    // The fourth quarter as the provinces report it: 15 September to 14 December.
    let quarter = "/collections/patrols/items?mode=bilateral&datetime=2026-09-15/2026-12-14";
    let records = |program: &Program| {
        let found = program.get(quarter).json();
        let opened = found["features"].as_array().unwrap().iter();
        let mut ids: Vec<String> = opened.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        assert_eq!(found["numberMatched"], ids.len());
        ids
    };
    let expected = [2, 4].map(|n| patrol(n)["id"].as_str().unwrap().to_owned());
    assert_eq!(records(&program), expected);
    // And so they are after a power cut.
    program.kill();
    let program = Program::start(&database.url, &["--load-seeds"]);
    assert_eq!(records(&program), expected);
}

/// The report of the quarter counts those that were approved; its figure opens exactly them.
#[test]
fn in_the_report_of_the_quarter_they_are_one_figure_that_opens_its_records() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--load-seeds"]);
        let days = [
            (1, "bilateral", "2026-09-14"),
            (2, "bilateral", "2026-09-15"),
            (3, "unilateral", "2026-10-01"),
            (4, "bilateral", "2026-11-14"),
            (5, "bilateral", "2026-11-15"),
        ];
        for (n, mode, day) in days {
            let times = json!({
                "mode": mode, "started_at": format!("{day}T06:00:00+07:00"), "ended_at": format!("{day}T16:00:00+07:00")
            });
            let patrol = reported(&program, n, &times);
            // The fifth waits for its commander.
            if n < 5 {
                let review = json!({ "id": format!("01932f5e-7c1c-7abc-8def-{n:012x}"), "decision": "approve" });
                let url = format!("{}/api/v1/records/{patrol}/reviews", program.base);
                let answer = post(&url, "application/json", review.to_string().as_bytes());
                assert_eq!(answer.status, 201, "{}", answer.text());
            }
        }
        let report = program.get("/api/v1/reports/periodic/2026-Q4").json();
        let all = report["sections"].as_array().unwrap().iter();
        let section = all.clone().find(|section| section["key"] == "patrols").unwrap();
        assert_eq!(section["waiting"], 1, "{engine:?}");
        let figures = section["figures"].as_array().unwrap().iter();
        let figure = figures.clone().find(|figure| figure["key"] == "patrols.mode.bilateral").unwrap();
        assert_eq!(figure["count"], 2, "{engine:?} {figure}");
        let href = figure["href"].as_str().unwrap().replacen(&program.base, "", 1);
        let opened = program.get(&href).json();
        let mut ids: Vec<&str> =
            opened["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        let expected = [2, 4].map(|n| patrol(n)["id"].as_str().unwrap().to_owned());
        assert_eq!((opened["numberMatched"].as_u64(), ids), (Some(2), expected.iter().map(String::as_str).collect()));
    }
}
