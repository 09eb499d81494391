//! Attention levels: the method and its approval, levels on the map, warnings and incidents, what levels were and would be.

#![allow(clippy::float_cmp, reason = "points are whole tenths")]

use std::collections::BTreeSet;
use std::sync::Arc;

use mocgioi::actions::keep_levels::Keeper;
use mocgioi::domain::time::Instant;
use mocgioi::http::App;
use serde_json::{Value, json};

use crate::support::{Database, ENGINES, Server, block_on};
use crate::wire::request;
use crate::world::{changed, erase, fresh, fresh_with, id_of, ids, refused, start, text};

fn push(server: &Server, record: &Value) -> String {
    let id = id_of(&fresh()).to_owned();
    let record = changed(record, &json!({ "id": id }));
    let answer = server.post("/api/v1/sync/push", &json!({ "records": [record] })).json();
    assert_eq!(answer["receipts"][0]["outcome"], "accepted", "{answer}");
    id
}

fn risk(server: &Server, key: &str) -> Value {
    server.get(&format!("/api/v1/segments/{key}/risk")).json()["properties"].clone()
}

fn term(level: &Value, name: &str) -> Value {
    let terms = level["terms"].as_array().unwrap();
    terms.iter().find(|term| term["name"] == name).cloned().unwrap_or(Value::Null)
}

fn points(level: &Value, name: &str) -> f64 {
    term(level, name)["points"].as_f64().unwrap_or_default()
}

#[test]
fn every_answer_says_that_nobody_approved_the_method_until_a_decision_names_this_very_file() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let method = server.get("/api/v1/attention/method").json();
        assert_eq!((&method["approved"], &method["standing"]), (&json!(false), &json!("chưa được phê duyệt")));
        assert!(
            method["weights"]["hazards"]["kind"]["landslide"] == 40.0
                && !method["sources"].as_array().unwrap().is_empty()
        );
        let listed = |path: &str| server.get(path).json()["method"].clone();
        for path in ["/api/v1/segments/at-risk", "/api/v1/segments/VN-LA:193..194/risk"] {
            assert_eq!(
                (&listed(path)["version"], &listed(path)["approved"]),
                (&method["version"], &json!(false)),
                "{path}"
            );
        }
        let page = server.get("/api/v1/segments/VN-LA:193..194/risk?f=html").text();
        assert!(page.contains("chưa được phê duyệt"), "{page}");
        let decision = json!({ "id": id_of(&fresh()), "version": method["version"], "digest": method["digest"],
            "decision": "12/QĐ-UBND", "decided_on": "2026-11-21", "decided_by": "UBND tỉnh Sơn La", "reason": "thống nhất" });
        let wrong = changed(&decision, &json!({ "digest": "00", "id": id_of(&fresh()) }));
        refused(&server.post("/api/v1/attention/method/approvals", &wrong), 422, "invalid_record");
        let tag = server.get("/api/v1/segments/at-risk").header("etag").to_owned();
        assert_eq!(server.post("/api/v1/attention/method/approvals", &decision).status, 201);
        assert_eq!(listed("/api/v1/segments/at-risk")["approved"], true, "{engine:?}");
        assert_ne!(server.get("/api/v1/segments/at-risk").header("etag"), tag, "who holds the old answer is told");
        let again = server.get("/api/v1/attention/method").json();
        assert_eq!(
            (&again["decision"]["decision"], &again["standing"]),
            (&json!("12/QĐ-UBND"), &json!("đã được phê duyệt"))
        );
        let back = changed(&decision, &json!({ "id": id_of(&fresh()), "approved": false, "decision": "13/QĐ-UBND" }));
        assert_eq!(server.post("/api/v1/attention/method/approvals", &back).status, 201);
        assert_eq!(listed("/api/v1/segments/at-risk")["approved"], false, "taken back");
    }
}

#[test]
fn the_layer_of_segments_says_and_filters_what_the_list_says() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let check = || {
            let listed = server.get("/api/v1/segments/at-risk?min_class=no_data&limit=10000").json();
            let items = server.get("/collections/segments/items?limit=10000").json();
            let layer = items["features"].as_array().unwrap();
            for feature in layer {
                let of_list =
                    listed["features"].as_array().unwrap().iter().find(|one| one["id"] == feature["id"]).unwrap();
                let (one, other) = (&feature["properties"], &of_list["properties"]);
                assert_eq!(
                    (&one["risk_class"], &one["inspection_state"]),
                    (&other["class"], &other["inspection_state"])
                );
                let score = if one["risk_class"] == "no_data" { &Value::Null } else { &other["score"] };
                assert_eq!(&one["risk_score"], score, "{feature}");
                let single = server.get(&format!("/collections/segments/items/{}", text(&feature["id"]))).json();
                assert_eq!(single["properties"], feature["properties"]);
            }
            for class in ["no_data", "very_low", "low", "moderate", "high", "very_high"] {
                let expected: BTreeSet<String> = layer
                    .iter()
                    .filter(|feature| feature["properties"]["risk_class"] == class)
                    .map(|feature| text(&feature["id"]))
                    .collect();
                let page = server.get(&format!("/collections/segments/items?risk_class={class}&limit=10000"));
                assert_eq!(page.json()["numberMatched"], expected.len(), "{class}");
                assert_eq!(ids(&page).into_iter().collect::<BTreeSet<_>>(), expected, "{class}");
            }
            layer.len()
        };
        let all = check();
        let inspection = fresh_with(&json!({ "condition": "missing" }));
        assert_eq!(server.post("/api/v1/markers/VN-LA:193/inspections", &inspection).status, 201);
        assert_eq!(check(), all);
        let found = server.get("/collections/segments/items?risk_class=very_high&inspection_state=no_rule");
        let score = found.json()["features"][0]["properties"]["risk_score"].to_string();
        assert!(!ids(&server.get(&format!("/collections/segments/items?risk_score={score}"))).is_empty(), "{score}");
        refused(&server.get("/collections/segments/items?risk_class=worst"), 400, "not_one_of");
        refused(&server.get("/collections/segments/items?risk_score=much"), 400, "bad_parameter");
    }
}

#[test]
fn a_warning_counts_while_it_is_in_force_and_for_the_places_that_it_names() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let warning = json!({ "type": "warning", "kind": "rainfall", "level": 3, "valid_from": "2026-11-21T00:00:00+07:00",
            "valid_to": "2026-11-22T18:00:00+07:00", "issuer": "Đài KTTV Sơn La", "number": "7/DBMN", "segment": "VN-LA:193..194" });
        let was = risk(&server, "VN-LA:193..194");
        let here = push(&server, &warning);
        let is = risk(&server, "VN-LA:193..194");
        assert_eq!(term(&is, "warnings")["records"], json!([here]));
        assert_eq!(points(&is, "warnings"), 10.0, "{engine:?}");
        assert_eq!(is["score"].as_f64().unwrap() - was["score"].as_f64().unwrap(), 10.0);
        assert!(
            term(&is, "warnings")["reasons"][0]["text"].as_str().unwrap().contains("cấp 3 (Đài KTTV Sơn La, số 7/DBMN")
        );
        assert_eq!(term(&risk(&server, "VN-LA:144..145"), "warnings"), Value::Null, "elsewhere");
        // One that is over, and one that is to come.
        let over =
            json!({ "valid_from": "2026-11-19T00:00:00+07:00", "valid_to": "2026-11-21T23:59:59+07:00", "level": 5 });
        push(&server, &changed(&warning, &over));
        let to_come =
            json!({ "valid_from": "2026-11-23T00:00:00+07:00", "valid_to": "2026-11-24T00:00:00+07:00", "level": 5 });
        push(&server, &changed(&warning, &to_come));
        assert_eq!(points(&risk(&server, "VN-LA:193..194"), "warnings"), 10.0);
        // Of one kind the highest; for a province where a document says that the segment lies in it, and says which.
        let province = json!({ "segment": null, "provinces": ["Sơn La"], "level": 4 });
        let wide = push(&server, &changed(&warning, &province));
        let found = term(&risk(&server, "VN-LA:211..212"), "warnings");
        assert_eq!(found["points"], 15.0, "{found}");
        assert!(found["records"].as_array().unwrap().len() == 2 && found["records"][0] == json!(wide), "{found}");
        let risen = risk(&server, "VN-LA:193..194");
        assert_eq!(points(&risen, "warnings"), 15.0);
        let layer = server.get("/collections/warnings/items?kind=rainfall");
        assert_eq!(layer.json()["numberMatched"], 4);
    }
}

#[test]
fn an_incident_counts_until_it_is_resolved() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let incident = push(
            &server,
            &json!({ "type": "incident", "kind": "encroachment_on_line", "title": "trồng cây lấn đường biên",
            "observed_at": "2026-11-20T08:30:00Z", "segment": "VN-LA:144..145" }),
        );
        let is = risk(&server, "VN-LA:144..145");
        assert_eq!((points(&is, "incidents"), &term(&is, "incidents")["records"]), (20.0, &json!([incident])));
        for (to, points_then) in [("verified", 20.0), ("in_progress", 20.0), ("resolved", 0.0), ("reopened", 20.0)] {
            push(&server, &json!({ "type": "progress_step", "target": incident, "to": to, "reason": "bước tiếp" }));
            assert_eq!(points(&risk(&server, "VN-LA:144..145"), "incidents"), points_then, "{engine:?} {to}");
        }
    }
}

#[test]
fn a_hazard_that_grows_counts_more_and_one_far_from_the_line_less() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let crack = push(
            &server,
            &json!({ "type": "hazard", "kind": "crack", "severity": "high", "title": "vết nứt thử",
            "observed_at": "2026-08-20T08:30:00Z", "segment": "VN-LA:144..145" }),
        );
        let before = points(&risk(&server, "VN-LA:144..145"), "hazards");
        let reading = |at: &str, more: &Value| {
            let reading = json!({ "type": "reading", "hazard": crack, "observed_at": at, "method": "tape" });
            push(&server, &changed(&reading, more))
        };
        reading("2026-08-21T08:00:00Z", &json!({ "width_mm": 10 }));
        assert_eq!(points(&risk(&server, "VN-LA:144..145"), "hazards"), before, "one reading is no trend");
        reading("2026-09-20T08:00:00Z", &json!({ "width_mm": 15 }));
        let possible = risk(&server, "VN-LA:144..145");
        assert!(points(&possible, "hazards") > before, "{engine:?}: two readings may show growth");
        for (at, width) in [("2026-10-20T08:00:00Z", 20), ("2026-11-01T08:00:00Z", 22), ("2026-11-19T08:00:00Z", 25)] {
            reading(at, &json!({ "width_mm": width }));
        }
        let last = risk(&server, "VN-LA:144..145");
        assert!(points(&last, "hazards") > points(&possible, "hazards"), "{last}");
        let reasons = term(&last, "hazards")["reasons"].to_string();
        assert!(reasons.contains("bề rộng tăng 5 mm trong 30 ngày (5 lần đo)"), "{reasons}");
        // What shrinks is never less than what stands still; what is far across counts less.
        reading("2026-11-20T08:00:00Z", &json!({ "distance_to_line_m": 700 }));
        let far = risk(&server, "VN-LA:144..145");
        assert!(points(&far, "hazards") < points(&last, "hazards"), "{far}");
        let mut records: Vec<String> = term(&far, "hazards")["records"].as_array().unwrap().iter().map(text).collect();
        records.dedup();
        assert!(records.contains(&crack) && records.len() >= 4, "the hazard, two readings, the distance: {records:?}");
    }
}

/// Keeps what a server shows as of a day.
fn keep(server: &Server, day: &str) {
    let context = &server.app.context;
    let mut keeper = Keeper::new(context.store.clone(), Arc::clone(&context.method), Arc::clone(&context.people));
    block_on(keeper.look(&context.atlas.snapshot(), day.parse().unwrap())).unwrap();
}

#[test]
fn what_was_shown_on_an_earlier_day_is_still_told_and_how_it_came_about() {
    for engine in ENGINES {
        let database = Database::new(engine);
        // Days ahead of the clock of this machine, so that nothing but this test keeps anything for them.
        let server = Server::start_with(&database, |app: &mut App| {
            let now: Instant = "2031-03-10T12:00:00+07:00".parse().unwrap();
            app.context.clock = Arc::new(move || now);
        });
        keep(&server, "2031-03-01");
        let quiet = risk(&server, "VN-LA:144..145");
        let damaged = fresh_with(&json!({ "condition": "missing" }));
        assert_eq!(server.post("/api/v1/markers/VN-LA:144/inspections", &damaged).status, 201);
        let review = json!({ "type": "review", "target": id_of(&damaged), "decision": "approve" });
        push(&server, &review);
        keep(&server, "2031-03-05");
        keep(&server, "2031-03-06");
        let at = |day: &str| server.get(&format!("/api/v1/segments/VN-LA:144..145/risk?as_of={day}"));
        assert_eq!(at("2031-03-04").json()["properties"]["score"], quiet["score"], "{engine:?}");
        let then = at("2031-03-07").json()["properties"].clone();
        assert_eq!(then["score"], risk(&server, "VN-LA:144..145")["score"], "{engine:?}");
        assert_eq!((&then["day"], &then["label_level"]), (&json!("2031-03-05"), &json!("restricted")));
        assert_eq!(term(&then, "marker_condition")["records"], json!([id_of(&damaged)]));
        let list = server.get("/api/v1/segments/at-risk?min_class=no_data&limit=10000&as_of=2031-03-04").json();
        let listed = list["features"].as_array().unwrap().iter().find(|one| one["id"] == "VN-LA:144..145").unwrap();
        assert_eq!(listed["properties"]["score"], quiet["score"]);
        let trend = server.get("/api/v1/segments/VN-LA:144..145/risk/trend").json();
        // Only when it changes; the server may have kept the first by its own clock before this test did.
        let kept = trend["series"].as_array().unwrap();
        let scores: Vec<&Value> = kept.iter().map(|one| &one["score"]).collect();
        assert_eq!((scores, &kept[1]["day"]), (vec![&quiet["score"], &then["score"]], &json!("2031-03-05")), "{trend}");
        refused(&at("2031-03-11"), 400, "bad_parameter");
        refused(&at("yesterday"), 400, "bad_parameter");
        assert_eq!(at("1999-01-01").status, 404);
        // Keeping again, and by a second program, keeps nothing twice.
        keep(&server, "2031-03-06");
        assert_eq!(server.get("/api/v1/segments/VN-LA:144..145/risk/trend").json()["series"], trend["series"]);
    }
}

#[test]
fn what_if_tells_what_would_be_and_stores_nothing() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = start(&database);
        let before = server.get("/api/v1/segments/at-risk?min_class=no_data&limit=10000").json();
        let ask = |body: &Value| server.post("/api/v1/segments/what-if", body);
        let found =
            ask(&json!({ "hazard": { "kind": "landslide", "severity": "critical", "marker": "VN-LA:144" } })).json();
        let keys: Vec<String> = found["segments"].as_array().unwrap().iter().map(|one| text(&one["segment"])).collect();
        assert_eq!(keys, ["VN-LA:143..144", "VN-LA:144..145"], "{found}");
        for row in found["segments"].as_array().unwrap() {
            assert_eq!(row["then"]["score"].as_f64().unwrap() - row["now"]["score"].as_f64().unwrap(), 40.0, "{row}");
        }
        assert_eq!(found["hazard_on"], json!(["VN-LA:143..144", "VN-LA:144..145"]));
        // A place that no registered segment has is no supposition about any; one beside those asked for is said to be on none.
        for (place, code) in [
            (json!({ "segment": "VN-LA:1..2" }), "unknown_item"),
            (json!({ "marker": "VN-LA:9999" }), "unknown_marker"),
        ] {
            let (name, _) = place.as_object().unwrap().iter().next().unwrap();
            let hazard = changed(&json!({ "kind": "landslide", "severity": "critical" }), &place);
            let answer = ask(&json!({ "hazard": hazard }));
            assert_eq!(answer.status, 422, "{hazard}: {}", answer.text());
            let fault = answer.json()["errors"][0].clone();
            assert_eq!(
                (&fault["pointer"], &fault["code"]),
                (&json!(format!("/hazard/{name}")), &json!(code)),
                "{fault}"
            );
        }
        let beside = ask(&json!({ "hazard": { "kind": "landslide", "severity": "critical", "marker": "VN-LA:144" },
            "segments": ["VN-LA:193..194"] }))
        .json();
        assert_eq!((&beside["changed"], &beside["hazard_on"]), (&json!(0), &json!([])), "{beside}");
        let half = ask(&json!({ "weights": { "hazards": { "kind": { "landslide": 20, "landslide_risk": 12.5 } } },
            "segments": ["VN-LA:193..194"] }))
        .json();
        let row = &half["segments"][0];
        assert_eq!(row["then"]["score"].as_f64().unwrap() * 2.0, row["now"]["score"].as_f64().unwrap(), "{half}");
        for wrong in [
            json!({ "weights": { "hazards": { "severity": { "low": 0.9 } } } }),
            json!({ "weights": { "luck": 1 } }),
            json!({ "weights": { "works": { "each": -1 } } }),
            json!({ "weights": { "works": 3 } }),
            json!({ "segments": ["VN-LA:7..9"], "weights": {} }),
            json!({}),
            json!({ "hazard": { "kind": "landslide" } }),
        ] {
            assert_eq!(ask(&wrong).status, 422, "{wrong}");
        }
        assert_eq!(server.get("/api/v1/segments/at-risk?min_class=no_data&limit=10000").json(), before, "{engine:?}");
    }
}

pub(crate) fn is_one(method: &str, path: &str) -> bool {
    method == "POST" && ["/api/v1/segments/what-if", "/api/v1/attention/method/approvals"].contains(&path)
}

/// Every status that writing to these two can be brought to.
pub(crate) fn provoke(server: &Server, path: &str) -> BTreeSet<u16> {
    let send = |target: &str, headers: &[(&str, &str)], body: &str| {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend_from_slice(headers);
        request(&server.base, "POST", target, &all, body.as_bytes()).status
    };
    let supposed = json!({ "hazard": { "kind": "landslide", "severity": "critical", "marker": "VN-LA:144" } });
    let method = server.get("/api/v1/attention/method").json();
    let decision = json!({ "id": id_of(&fresh()), "version": method["version"], "digest": method["digest"],
        "decision": "12/QĐ-UBND", "decided_on": "2026-11-21", "decided_by": "UBND tỉnh Sơn La", "reason": "thống nhất" });
    let is_stored = path.ends_with("/approvals");
    let body = if is_stored { &decision } else { &supposed }.to_string();
    let mut seen = BTreeSet::from([
        send(path, &[], &body),
        send(path, &[], "{"),
        send(path, &[], r#"{"weights":{"rivers":1},"digest":"00"}"#),
        send(&format!("{path}?surprise=1"), &[], &body),
        send(path, &[("Accept", "image/png")], &body),
        send(path, &[("Content-Encoding", "gzip")], &body),
        send(path, &[], &" ".repeat(1_048_577)),
    ]);
    if is_stored {
        seen.insert(send(path, &[], &changed(&decision, &json!({ "decision": "13/QĐ-UBND" })).to_string()));
        erase(server, id_of(&decision));
        seen.insert(send(path, &[], &body));
    }
    seen
}
