//! Objects other than markers and stretches: entered, looked after, inspected; and the report that counts it.

use serde_json::{Value, json};

use crate::order::Dice;
use crate::posts::{Posts, id, review, with};
use crate::support::{Answer, ENGINES, Engine, refused};

fn object(n: u64, more: &Value) -> Value {
    let plain = json!({ "type": "object", "id": id(n), "kind": "embankment", "name": format!("Kè số {n}"),
        "marker": "VN-LA:211" });
    with(plain, more)
}

fn inspected(n: u64, of: u64, more: &Value) -> Value {
    let plain = json!({ "type": "inspection", "id": id(n), "object": id(of), "observed_at": "2026-11-10T08:30:00+07:00",
        "mode": "unilateral", "condition": "damaged" });
    with(plain, more)
}

fn approved(n: u64, target: u64) -> Value {
    review(n, &id(target), "approve", &json!({}))
}

fn page(posts: &Posts, who: &str, n: u64) -> Answer {
    posts.get(who, &format!("/collections/objects/items/{}", id(n)))
}

fn said(posts: &Posts, who: &str, n: u64) -> Value {
    let page = page(posts, who, n);
    assert_eq!(page.status, 200, "{who}: {}", page.text());
    page.json()["properties"].clone()
}

fn report(posts: &Posts, who: &str) -> Value {
    posts.get(who, "/api/v1/reports/inspections?period=2026-11").json()
}

fn counted(report: &Value, subject: &str) -> u64 {
    let rows = report["by_subject"].as_array().unwrap();
    rows.iter().find(|row| row["subject"] == subject).unwrap()["count"].as_u64().unwrap()
}

#[test]
fn an_object_is_entered_approved_inspected_and_its_page_says_when() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let entered = posts.post("linh-a", "/api/v1/objects", &with(object(1, &json!({})), &json!({ "code": "K-07" })));
        assert_eq!(entered.status, 201, "{}", entered.text());
        assert_eq!(posts.get("linh-a", entered.header("location")).status, 200);
        let mine = said(&posts, "linh-a", 1);
        assert_eq!((&mine["inspection_state"], &mine["inspections"]), (&json!("never_inspected"), &json!(0)));
        assert_eq!((&mine["code"], &mine["marker"]), (&json!("K-07"), &json!("VN-LA:211")));
        for who in ["tinh", "linh-b", ""] {
            assert_eq!(page(&posts, who, 1).status, 404, "{who}: the post's own until its commander has read it");
        }
        posts.push("truong-a", &[approved(2, 1)]);
        assert_eq!(said(&posts, "tinh", 1)["inspection_state"], "never_inspected");
        let listed = posts.get("tinh", "/collections/objects/items?kind=embankment&marker=VN-LA:211").json();
        assert_eq!(listed["numberMatched"], 1);
        assert_eq!(posts.get("tinh", "/collections/objects/items?kind=fence").status, 400);

        // By its own route, and seen by those who may see it.
        let path = format!("/api/v1/objects/{}/inspections", id(1));
        let look = json!({ "id": id(3), "observed_at": "2026-11-10T08:30:00+07:00", "mode": "joint",
            "condition": "damaged", "parts": { "drainage": "missing" } });
        assert_eq!(posts.post("linh-a", &path, &look).status, 201);
        assert_eq!(posts.post("linh-b", &path, &with(look.clone(), &json!({ "id": id(4) }))).status, 404);
        let mine = said(&posts, "linh-a", 1);
        assert_eq!((&mine["inspection_state"], &mine["last_inspection"]), (&json!("inspected"), &json!(id(3))));
        assert_eq!(mine["last_review_state"], "submitted");
        assert_eq!(said(&posts, "tinh", 1)["inspection_state"], "never_inspected", "nobody approved it yet");
        posts.push("truong-a", &[approved(5, 3)]);
        let seen = said(&posts, "tinh", 1);
        assert_eq!(
            (&seen["last_inspected_at"], &seen["last_condition"], &seen["last_mode"]),
            (&json!("2026-11-10T01:30:00.000Z"), &json!("damaged"), &json!("joint"))
        );
        // A later look that came earlier does not take the last one's place, and one that was returned is none.
        posts.push(
            "linh-a",
            &[
                inspected(6, 1, &json!({ "observed_at": "2026-11-09T08:00:00Z", "condition": "good" })),
                inspected(7, 1, &json!({ "observed_at": "2026-11-12T08:00:00Z", "condition": "missing" })),
                inspected(8, 1, &json!({ "observed_at": "2036-11-12T08:00:00Z", "condition": "good" })),
            ],
        );
        posts.push("truong-a", &[review(9, &id(7), "return", &json!({ "remark": "xem lại" }))]);
        let mine = said(&posts, "linh-a", 1);
        assert_eq!((&mine["last_inspection"], &mine["inspections"]), (&json!(id(3)), &json!(2)));
        let thread = posts.get("truong-a", &format!("/api/v1/records/{}", id(1))).json();
        let related: Vec<&Value> = thread["related"].as_array().unwrap().iter().map(|one| &one["record"]).collect();
        assert_eq!(related.len(), 4, "{thread}");
        assert_eq!(thread["inspected"]["last_inspection"], json!(id(3)));
        let filtered = posts.get("linh-a", &format!("/collections/inspections/items?object={}", id(1))).json();
        assert_eq!(filtered["numberMatched"], 4);
    }
}

#[test]
fn what_was_corrected_takes_its_inspections_along_and_what_was_withdrawn_is_gone() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        posts.push("linh-a", &[object(1, &json!({})), inspected(2, 1, &json!({ "parts": { "body": "damaged" } }))]);
        posts.push("truong-a", &[approved(3, 1), approved(4, 2)]);
        assert_eq!(counted(&report(&posts, "tinh"), "embankment"), 1);
        posts.push("linh-a", &[object(5, &json!({ "corrects": id(1), "kind": "boundary_mark", "name": "Cọc phụ" }))]);
        posts.push("truong-a", &[approved(6, 5)]);
        let gone = page(&posts, "tinh", 1);
        assert_eq!((gone.status, gone.json()["corrected_by"].clone()), (410, json!([id(5)])));
        let seen = said(&posts, "tinh", 5);
        assert_eq!((&seen["inspection_state"], &seen["last_inspection"]), (&json!("inspected"), &json!(id(2))));
        let month = report(&posts, "tinh");
        assert_eq!((counted(&month, "embankment"), counted(&month, "boundary_mark")), (0, 1));
        let answer = posts.post(
            "linh-a",
            &format!("/api/v1/objects/{}/inspections", id(1)),
            &with(inspected(7, 1, &json!({})), &json!({ "object": null })),
        );
        assert_eq!(answer.status, 422, "the path says what it is about");
        let withdrawal = json!({ "id": id(8), "reason": "nhập nhầm" });
        posts.post("truong-a", &format!("/api/v1/records/{}/withdrawal", id(5)), &withdrawal);
        assert_eq!(page(&posts, "tinh", 5).status, 410);
        // What it corrected stands again, with its inspection.
        assert_eq!(said(&posts, "tinh", 1)["last_inspection"], json!(id(2)));
        assert_eq!(counted(&report(&posts, "tinh"), "embankment"), 1);
        // The inspection was made all the same when that goes, too; of what, nobody here says any more.
        let withdrawal = with(withdrawal, &json!({ "id": id(18) }));
        posts.post("truong-a", &format!("/api/v1/records/{}/withdrawal", id(1)), &withdrawal);
        let month = report(&posts, "tinh");
        assert_eq!((counted(&month, "embankment"), counted(&month, "unknown_object")), (0, 1));
        let look = json!({ "id": id(9), "observed_at": "2026-11-10T08:30:00Z", "mode": "joint", "condition": "good" });
        refused(&posts.post("linh-a", &format!("/api/v1/objects/{}/inspections", id(5)), &look), 410, "withdrawn");
    }
}

#[test]
fn findings_fit_the_kind_of_thing_and_an_inspection_is_of_an_object() {
    let posts = Posts::new(Engine::Sqlite);
    posts.push(
        "linh-a",
        &[object(1, &json!({ "kind": "ridge" })), inspected(90, 77, &json!({ "parts": { "emblem": "good" } }))],
    );
    let path = format!("/api/v1/objects/{}/inspections", id(1));
    let look = |more: &Value| {
        with(
            json!({ "id": id(2), "observed_at": "2026-11-10T08:30:00Z", "mode": "joint", "condition": "damaged" }),
            more,
        )
    };
    for (more, pointer, code) in [
        (json!({ "condition": "tilted" }), "/condition", "not_for_object"),
        (json!({ "parts": { "slope": "damaged", "emblem": "good" } }), "/parts/emblem", "not_for_object"),
        (json!({ "marker_cracked": true }), "/marker_cracked", "unknown_field"),
        (json!({ "form": 1 }), "/form", "not_one_of"),
    ] {
        let answer = posts.post("linh-a", &path, &look(&more)).json();
        assert_eq!((&answer["errors"][0]["pointer"], &answer["errors"][0]["code"]), (&json!(pointer), &json!(code)));
    }
    let detail = posts.post("linh-a", &path, &look(&json!({ "condition": "tilted" }))).json();
    let words = detail["errors"][0]["detail"].as_str().unwrap();
    assert!(words.contains("Sống núi") && words.contains("buried"), "{words}");
    let receipts = posts.push(
        "linh-a",
        &[
            inspected(3, 1, &json!({ "parts": { "emblem": "good" } })),
            inspected(4, 1, &json!({ "parts": { "slope": "damaged" }, "object_cracked": true })),
            inspected(5, 90, &json!({})),
            json!({ "type": "reading", "id": id(6), "hazard": id(1), "observed_at": "2026-11-10T08:30:00Z",
                "method": "tape", "width_mm": 1 }),
            inspected(7, 1, &json!({ "form": 3, "weather": "mưa" })),
        ],
    );
    let outcomes: Vec<&str> = receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["refused", "accepted", "refused", "refused", "held"], "{receipts:?}");
    assert_eq!(receipts[2]["errors"][0]["code"], "wrong_target");
    let shown = posts.item("linh-a", &id(4)).json()["properties"].clone();
    assert_eq!((&shown["form"], &shown["object_cracked"], &shown["object"]), (&json!(2), &json!(true), &json!(id(1))));
}

#[test]
fn a_place_that_the_register_does_not_have_is_named() {
    let posts = Posts::new(Engine::Sqlite);
    let along = |offset: f64| json!({ "marker": "VN-LA:144", "toward": "VN-LA:145", "offset_m": offset });
    let told = posts.post("linh-a", "/api/v1/objects", &object(1, &along(300.0)));
    assert_eq!(told.status, 201, "{}", told.text());
    let there = said(&posts, "linh-a", 1);
    assert_eq!(
        (&there["marker"], &there["toward"], &there["offset_m"]),
        (&json!("VN-LA:144"), &json!("VN-LA:145"), &json!(300.0))
    );
    for (place, pointer, code) in [
        (json!({ "marker": "VN-LA:9999" }), "/marker", "marker_number"),
        (json!({ "marker": "VN-LA:700" }), "/marker", "unknown_marker"),
        (json!({ "marker": null, "near_marker": "VN-LA:700" }), "/near_marker", "unknown_marker"),
        (json!({ "marker": null, "segment": "VN-LA:700..701" }), "/segment", "unknown_segment"),
        (json!({ "marker": null, "lon": 104.0 }), "/lat", "coordinates_incomplete"),
    ] {
        let mut sent = object(2, &place);
        sent.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let answer = posts.post("linh-a", "/api/v1/objects", &sent);
        assert_eq!(answer.status, 422, "{}", answer.text());
        let fault = answer.json()["errors"][0].clone();
        if code != "marker_number" {
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!(code)));
        }
    }
    assert_eq!(posts.post("", "/api/v1/objects", &object(3, &json!({}))).status, 401);
    assert_eq!(posts.post("tinh", "/api/v1/objects", &object(3, &json!({}))).status, 403);
}

#[test]
fn a_period_is_written_in_one_of_four_ways() {
    let posts = Posts::new(Engine::Sqlite);
    posts.push("linh-a", &[object(1, &json!({})), inspected(2, 1, &json!({}))]);
    posts.push("truong-a", &[approved(3, 2)]);
    for (period, first, last, count) in [
        ("2026-11", "2026-10-15", "2026-11-14", 1),
        ("2026-12", "2026-11-15", "2026-12-14", 0),
        ("2026-Q4", "2026-09-15", "2026-12-14", 1),
        ("2026-H2", "2026-06-15", "2026-12-14", 1),
        ("2026-H1", "2025-12-15", "2026-06-14", 0),
        ("2026", "2025-12-15", "2026-12-14", 1),
    ] {
        let told = posts.get("tinh", &format!("/api/v1/reports/inspections?period={period}")).json();
        assert_eq!((&told["period"]["from"], &told["period"]["to"]), (&json!(first), &json!(last)), "{period}");
        assert_eq!(told["inspections"]["count"], count, "{period}");
        // The object itself is not approved: what kind of thing it is, the province does not know.
        assert_eq!(counted(&told, "unknown_object"), count, "{period}");
    }
    let narrowed = |more: &str| posts.get("tinh", &format!("/api/v1/reports/inspections/records?period=2026-11{more}"));
    assert_eq!(narrowed("").json()["numberMatched"], 1);
    assert_eq!(narrowed("&mode=joint").json()["numberMatched"], 0);
    assert_eq!(narrowed("&subject=unknown_object&condition=damaged").json()["numberMatched"], 1);
    refused(&narrowed("&subject=fence"), 400, "not_one_of");
    for bad in ["", "?period=", "?period=2026-13", "?period=11/2026", "?period=2026-11&line=VN-LA"] {
        let answer = posts.get("tinh", &format!("/api/v1/reports/inspections{bad}"));
        assert_eq!(answer.status, 400, "{bad}: {}", answer.text());
    }
}

/// What happens around one object: who sends what.
fn story(n: u64, dice: &mut Dice) -> Vec<(&'static str, Value)> {
    let base = n * 32;
    let kind = dice.one_of(&["embankment", "post", "village_mark"]);
    let mut sent = vec![("linh-a", object(base, &json!({ "kind": kind })))];
    for k in 1..=dice.below(4) {
        let day = dice.below(18) + 11;
        let condition = dice.one_of(&["good", "damaged", "unknown"]);
        let more = json!({ "observed_at": format!("2026-10-{day:02}T08:00:00Z"), "condition": condition });
        sent.push(("linh-a", inspected(base + k, base, &more)));
        if dice.below(3) > 0 {
            sent.push(("truong-a", approved(base + 8 + k, base + k)));
        }
    }
    if dice.below(2) == 0 {
        sent.push(("truong-a", approved(base + 13, base)));
    }
    if dice.below(3) == 0 {
        sent.push(("linh-a", object(base + 14, &json!({ "kind": "boundary_mark", "corrects": id(base) }))));
        sent.push(("truong-a", approved(base + 15, base + 14)));
        sent.push(("linh-a", inspected(base + 16, base + 14, &json!({}))));
        sent.push(("truong-a", approved(base + 18, base + 16)));
    }
    if dice.below(5) == 0 {
        let reason = json!({ "type": "tombstone", "id": id(base + 17), "target": id(base), "reason": "nhầm" });
        sent.push(("truong-a", reason));
    }
    sent
}

/// Everything that somebody sees of it, without what depends on when it came.
fn state(posts: &Posts, who: &str, stories: u64) -> Vec<Value> {
    let mut all: Vec<Value> = (0..stories)
        .flat_map(|n| [n * 32, n * 32 + 14])
        .map(|n| {
            let page = page(posts, who, n).json().to_string().replace(&posts.server.base, "");
            let mut page: Value = serde_json::from_str(&page).unwrap();
            for name in ["seq", "received_at"] {
                if let Some(properties) = page["properties"].as_object_mut() {
                    properties.remove(name);
                }
            }
            page["links"] = Value::Null;
            page
        })
        .collect();
    let mut months = report(posts, who);
    months.as_object_mut().unwrap().remove("seq");
    all.push(serde_json::from_str(&months.to_string().replace(&posts.server.base, "")).unwrap());
    all
}

#[test]
fn any_order_ends_in_the_same_pages_and_the_same_report() {
    const STORIES: u64 = 60;
    for engine in ENGINES {
        let mut facts = Dice(3);
        let told: Vec<(&str, Value)> = (0..STORIES).flat_map(|n| story(n, &mut facts)).collect();
        let servers = [5, 6].map(|seed| {
            let posts = Posts::new(engine);
            let (mut all, mut dice) = (told.clone(), Dice(seed));
            dice.shuffle(&mut all);
            // In pieces, as they come; some of it twice.
            while !all.is_empty() {
                let who = all[0].0;
                let (mine, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(of, _)| *of == who);
                let cut = mine.len().min(usize::try_from(1 + dice.below(40)).unwrap());
                let records: Vec<Value> = mine.iter().take(cut).map(|(_, record)| record.clone()).collect();
                for receipt in [posts.push(who, &records), posts.push(who, &records[..cut.min(3)])].concat() {
                    assert_ne!(receipt["outcome"], "refused", "{receipt}");
                }
                all = mine.into_iter().skip(cut).chain(rest).collect();
                dice.shuffle(&mut all);
            }
            posts
        });
        for who in ["linh-a", "truong-a", "tinh", "linh-b", ""] {
            let [one, other] = [&servers[0], &servers[1]].map(|posts| state(posts, who, STORIES));
            for (here, there) in one.iter().zip(&other) {
                assert_eq!(here, there, "{engine:?} {who}");
            }
        }
        let before = state(&servers[0], "tinh", STORIES);
        let month = before.last().unwrap();
        assert!(counted(month, "embankment") > 3 && counted(month, "boundary_mark") > 3, "{month}");
        // The picture that grew is the picture that a restart builds.
        let [one, _] = servers;
        let rebuilt = state(&one.restarted(), "tinh", STORIES);
        assert_eq!(rebuilt.last(), before.last(), "{engine:?}");
    }
}
