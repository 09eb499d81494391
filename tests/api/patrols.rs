//! `/api/v1/patrols`: a patrol is reported, and its recorded track sent.

use serde_json::{Value, json};

use crate::support::{Answer, Server, Step, gpx, post, walk};
use crate::wire::{exchange, host};
use crate::world::{changed, features, fresh_patrol, id_of, ids, nobody, refused, send_track, text, walked, writers};

const COURSE: [[f64; 2]; 3] = [[104.0, 20.9], [104.002, 20.901], [104.003, 20.903]];

fn report(server: &Server, patrol: &Value) -> Value {
    let answer = server.post("/api/v1/patrols", patrol);
    assert_eq!((answer.status, answer.header("content-type")), (201, "application/json"), "{}", answer.text());
    answer.json()
}

fn item(server: &Server, patrol: &Value) -> Value {
    let answer = server.get(&format!("/collections/patrols/items/{}", id_of(patrol)));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn faults(answer: &Answer) -> Vec<(String, String)> {
    let faults = answer.json()["errors"].as_array().unwrap().clone();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}

fn tracks(server: &Server) -> Value {
    server.get("/collections/tracks/items?limit=1").json()["numberMatched"].clone()
}

#[test]
fn a_patrol_is_in_its_layer_with_all_that_was_said() {
    for server in writers() {
        let patrol = fresh_patrol(&json!({
            "mode": "bilateral", "force": "border_guard", "with": ["rangers", "police"], "members": 9,
            "segment": "VN-LA:144..145", "unit": "Đồn Biên phòng X", "notes": "cùng phía bạn", "person": "Lò Văn B"
        }));
        let receipt = report(server, &patrol);
        assert_eq!(receipt["receipt"]["outcome"], "accepted");
        assert_eq!(receipt["href"], format!("{}/collections/patrols/items/{}", server.base, id_of(&patrol)));
        let item = item(server, &patrol);
        for (name, value) in [
            ("mode", json!("bilateral")),
            ("force", json!("border_guard")),
            ("with", json!(["police", "rangers"])),
            ("members", json!(9)),
            ("started_at", json!("2026-11-19T23:00:00.000Z")),
            ("ended_at", json!("2026-11-20T10:00:00.000Z")),
            ("segment", json!("VN-LA:144..145")),
            ("line", json!("VN-LA")),
            ("unit", json!("Đồn Biên phòng X")),
            ("label", json!("internal")),
            ("review_state", json!("submitted")),
            ("time_standing", json!("plausible")),
            ("seq", receipt["receipt"]["seq"].clone()),
        ] {
            assert_eq!(item["properties"][name], value, "{name}");
        }
        assert_eq!(item["geometry"]["type"], "LineString", "it lies on the stretch that it was sent to");
        // One figure that opens its records: bilateral patrols of the quarter.
        let quarter =
            "mode=bilateral&unit=%C4%90%E1%BB%93n%20Bi%C3%AAn%20ph%C3%B2ng%20X&datetime=2026-09-15/2026-12-14";
        assert!(
            ids(&server.get(&format!("/collections/patrols/items?{quarter}"))).contains(&id_of(&patrol).to_owned())
        );
        let before = "mode=bilateral&datetime=2026-06-15/2026-09-14&limit=10000";
        assert!(
            !ids(&server.get(&format!("/collections/patrols/items?{before}"))).contains(&id_of(&patrol).to_owned())
        );
        // Out at noon, though it set out in the morning.
        let noon = "datetime=2026-11-20T12:00:00%2B07:00&limit=10000";
        assert!(ids(&server.get(&format!("/collections/patrols/items?{noon}"))).contains(&id_of(&patrol).to_owned()));
    }
}

#[test]
fn a_patrol_sent_twice_is_one_and_another_under_its_id_is_kept_beside_it() {
    for server in writers() {
        let patrol = fresh_patrol(&json!({}));
        let first = report(server, &patrol);
        assert_eq!(report(server, &patrol), first);
        let other = server.post("/api/v1/patrols", &changed(&patrol, &json!({ "mode": "joint" })));
        refused(&other, 409, "contended");
        assert_eq!(item(server, &patrol)["properties"]["contended"], true, "neither has won");
    }
}

#[test]
fn all_faults_of_a_patrol_come_at_once() {
    for server in writers() {
        let patrol = json!({
            "id": "x", "mode": "alone", "with": ["navy"], "started_at": "2026-11-20T06:00:00+07:00",
            "ended_at": "2026-11-20T05:00:00+07:00", "members": 0, "segment": "VN-LA:145..144", "leader": "A"
        });
        let answer = server.post("/api/v1/patrols", &patrol);
        refused(&answer, 422, "invalid_record");
        let mut found = faults(&answer);
        found.sort();
        let expected = [
            ("/ended_at", "ends_before_start"),
            ("/force", "missing"),
            ("/id", "not_uuid_v7"),
            ("/leader", "unknown_field"),
            ("/members", "not_a_count"),
            ("/mode", "not_one_of"),
            ("/segment", "descending_range"),
            ("/with/0", "not_one_of"),
        ];
        assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));

        let unregistered = fresh_patrol(&json!({ "segment": "VN-LA:144..160" }));
        let answer = server.post("/api/v1/patrols", &unregistered);
        refused(&answer, 422, "invalid_record");
        assert_eq!(faults(&answer), [("/segment".to_owned(), "unknown_segment".to_owned())]);
        refused(&server.get(&format!("/collections/patrols/items/{}", id_of(&unregistered))), 404, "unknown_item");
    }
}

#[test]
fn a_track_is_counted_and_what_cannot_be_right_is_counted_out() {
    for server in writers() {
        let mut steps = walk(&COURSE, 0);
        let sound = steps.len();
        let (lon, lat, at) = steps[10];
        steps.insert(11, (lon + 0.05, lat, at + 5)); // 5 km off, five seconds later
        steps.insert(20, (0.0, 0.0, at + 130));
        steps.push((steps[sound].0, steps[sound].1, 60)); // an hour back in time
        let (patrol, answer) = walked(server, &json!({}), &gpx(&[&steps]));
        assert_eq!(answer["fixes"], sound + 3);
        let bad = &answer["bad_fixes"];
        assert_eq!((&bad["spike"], &bad["zero_point"], &bad["time_back"]), (&json!(1), &json!(1), &json!(1)));
        assert_eq!((&bad["imprecise"], &bad["out_of_range"]), (&json!(0), &json!(0)));
        assert_eq!((&answer["max_gap_s"], &answer["parts"]), (&json!(120), &json!(1)));

        // Coordinates that are no place on earth are counted, too, and the others kept.
        let (_, answer) = walked(server, &json!({}), &gpx(&[steps]).replacen("lat=\"20.9", "lat=\"120.9", 2));
        assert_eq!((&answer["fixes"], &answer["bad_fixes"]["out_of_range"]), (&json!(sound + 3), &json!(2)));

        let drawn = features(&server.get(&format!("/collections/tracks/items?patrol={}", id_of(&patrol))));
        assert_eq!((drawn.len(), &drawn[0]["geometry"]["type"]), (1, &json!("MultiLineString")));
        let properties = &drawn[0]["properties"];
        assert_eq!((&properties["fixes"], &properties["bad_fix_count"]), (&json!(sound + 3), &json!(3)));
        let metres = properties["recorded_m"].as_f64().unwrap();
        assert!((480.0..500.0).contains(&metres), "238 and 246 m: {metres}");
        assert!(properties.get("segments").is_none(), "no list of fixes in a layer");
        assert_eq!(server.get("/collections/tracks?f=html").status, 200);
        assert_eq!(server.get(&format!("/collections/tracks/items/{}?f=html", text(&drawn[0]["id"]))).status, 200);
    }
}

#[test]
fn the_same_fixes_are_the_same_track_however_the_file_was_written() {
    for server in writers() {
        let steps = walk(&COURSE, 0);
        let file = gpx(&[&steps]);
        let (patrol, first) = walked(server, &json!({}), &file);
        let count = tracks(server);
        let mut backwards: Vec<Step> = steps;
        backwards.reverse();
        let spaced = file.replace("<trkpt", "  <!-- x -->\n <trkpt").replace("<ele>800</ele>", "<ele>800.0</ele>");
        for again in [&file, &spaced, &gpx(&[vec![], backwards])] {
            let answer = send_track(server, &patrol, again);
            assert_eq!((answer.status, answer.json()), (201, first.clone()));
        }
        assert_eq!(tracks(server), count, "nothing new was stored");
        // For another patrol it is another track.
        let (_, other) = walked(server, &json!({}), &file);
        assert_ne!(other["receipt"]["id"], first["receipt"]["id"]);
    }
}

#[test]
fn a_file_that_is_no_track_is_refused_and_nothing_is_stored() {
    for server in writers() {
        let patrol = fresh_patrol(&json!({}));
        report(server, &patrol);
        let count = tracks(server);
        let file = gpx(&[walk(&COURSE, 0)]);
        let untimed = {
            let mut text = file.clone();
            while let (Some(from), Some(to)) = (text.find("<time>"), text.find("</time>")) {
                text.replace_range(from..to + 7, "");
            }
            text
        };
        let route = file.replace("trkseg", "x").replace("trk>", "rte>").replace("trkpt", "rtept");
        let laughs = format!("<!DOCTYPE g [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n{}", &file[22..]);
        for (body, code, inner) in [
            (&file[..file.len() / 2], "unreadable_file", Some("xml_truncated")),
            (&laughs, "unreadable_file", Some("xml_doctype")),
            ("", "unreadable_file", None),
            ("{\"type\":\"FeatureCollection\"}", "unreadable_file", None),
            ("<kml/>", "unreadable_file", None),
            (&untimed, "no_times", None),
            (&route, "no_fixes", None),
            (&gpx::<Vec<Step>>(&[]), "no_fixes", None),
        ] {
            let answer = send_track(server, &patrol, body);
            refused(&answer, 422, code);
            if code == "unreadable_file" {
                let fault = &faults(&answer)[0];
                assert!(inner.is_none_or(|inner| fault.1 == inner), "{fault:?}");
                assert!(inner.is_none() || fault.0.starts_with("line "), "{fault:?}");
            }
        }
        assert_eq!(tracks(server), count);
        assert_eq!(send_track(server, &patrol, &file).status, 201, "and the right one goes in");
    }
}

#[test]
fn a_track_needs_its_patrol_its_media_type_and_sound_parameters() {
    for server in writers() {
        let file = gpx(&[walk(&COURSE, 0)]);
        refused(&send_track(server, &json!({ "id": nobody() }), &file), 404, "unknown_patrol");
        refused(&send_track(server, &json!({ "id": "144" }), &file), 404, "unknown_patrol");
        let patrol = fresh_patrol(&json!({}));
        report(server, &patrol);
        let path = format!("/api/v1/patrols/{}/track", id_of(&patrol));
        for media in ["application/json", "text/plain", "multipart/form-data"] {
            let url = format!("{}{path}", server.base);
            refused(&post(&url, media, file.as_bytes()), 415, "unsupported_media_type");
        }
        for gap in ["0", "3601", "-5", "1.5", "two", ""] {
            let url = format!("{}{path}?max_gap_s={gap}", server.base);
            refused(&post(&url, "text/xml", file.as_bytes()), 400, "bad_parameter");
        }
        // 64 MiB is enough for months; one byte more is not read.
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: text/xml\r\n", host(&server.base));
        let announced = exchange(&server.base, format!("{head}Content-Length: 67108865\r\n\r\n").as_bytes(), false);
        assert_eq!((announced.status, announced.code().as_str()), (413, "body_too_large"));
        for media in ["application/octet-stream", "application/xml; charset=utf-8"] {
            let url = format!("{}{path}?max_gap_s=300", server.base);
            let answer = post(&url, media, file.as_bytes());
            assert_eq!((answer.status, &answer.json()["max_gap_s"]), (201, &json!(300)), "{}", answer.text());
        }
    }
}

#[test]
fn a_file_of_megabytes_is_taken() {
    let server = writers().next().unwrap();
    let steps: Vec<Step> = (0..40_000_u32).map(|n| (104.0 + f64::from(n) * 1e-6, 20.9, i64::from(n))).collect();
    let file = gpx(&[steps]);
    assert!(file.len() > 3_000_000, "more than a body of JSON may have");
    let (_, answer) = walked(server, &json!({}), &file);
    assert_eq!(answer["fixes"], 40_000);
}
