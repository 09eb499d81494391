//! `items?filter=`: CQL2 against the obvious loop over what is served.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::{escaped, features, fresh_with, id_of, ids, link, reader, refused, text, writers};

fn ask(layer: &str, filter: &str, more: &str) -> String {
    format!("/collections/{layer}/items?limit=10000&filter={}{more}", escaped(filter))
}

/// The ids that a filter selects.
fn selected(layer: &str, filter: &str) -> BTreeSet<String> {
    let answer = reader().get(&ask(layer, filter, ""));
    assert_eq!(answer.status, 200, "{filter}: {}", answer.text());
    let found: BTreeSet<String> = ids(&answer).into_iter().collect();
    assert_eq!(answer.json()["numberMatched"].as_u64(), Some(found.len() as u64), "{filter}");
    found
}

/// The ids of which something is true; `None` is unknown.
fn obvious(layer: &str, is: impl Fn(&Value) -> Option<bool>) -> BTreeSet<String> {
    let all = features(&reader().get(&format!("/collections/{layer}/items?limit=10000")));
    all.iter().filter(|feature| is(feature) == Some(true)).map(|feature| text(&feature["id"])).collect()
}

fn string<'a>(feature: &'a Value, name: &str) -> Option<&'a str> {
    feature["properties"][name].as_str()
}

fn number(feature: &Value, name: &str) -> Option<f64> {
    feature["properties"][name].as_f64()
}

fn check(layer: &str, filter: &str, is: impl Fn(&Value) -> Option<bool>) -> usize {
    let found = selected(layer, filter);
    assert_eq!(found, obvious(layer, is), "{layer}: {filter}");
    found.len()
}

#[test]
fn comparisons_select_what_a_look_at_every_feature_does() {
    let some = |n: usize| assert!(n > 0, "nothing to compare");
    some(check("markers", "accuracy_m > 1000", |f| Some(number(f, "accuracy_m")? > 1000.0)));
    some(check("markers", "NOT accuracy_m > 1000", |f| Some(number(f, "accuracy_m")? <= 1000.0)));
    some(check("markers", "accuracy_m IS NULL", |f| Some(f["properties"]["accuracy_m"].is_null())));
    some(check("markers", "accuracy_m BETWEEN 1000 AND 60000", |f| {
        Some((1000.0..=60000.0).contains(&number(f, "accuracy_m")?))
    }));
    some(check("markers", "1000 <= accuracy_m", |f| Some(number(f, "accuracy_m")? >= 1000.0)));
    some(check("markers", "indicative = TRUE", |f| f["properties"]["indicative"].as_bool()));
    some(check("markers", "indicative <> true", |f| Some(!f["properties"]["indicative"].as_bool()?)));
    some(check("markers", "kind IN ('auxiliary', 'tripoint')", |f| {
        Some(matches!(string(f, "kind")?, "auxiliary" | "tripoint"))
    }));
    some(check("segments", "to_m > 1000 AND line = 'VN-LA'", |f| {
        Some(number(f, "to_m")? > 1000.0 && string(f, "line")? == "VN-LA")
    }));
    some(check("segments", "from_m < to_m", |f| Some(number(f, "from_m")? < number(f, "to_m")?)));
    some(check("markers", "rev IN (1, 2)", |f| Some(matches!(f["properties"]["rev"].as_i64()?, 1 | 2))));
    some(check("tasks", "title LIKE '%biên giới%'", |f| Some(string(f, "title")?.contains("biên giới"))));
    some(check("tasks", "title NOT LIKE '%biên giới%'", |f| Some(!string(f, "title")?.contains("biên giới"))));
    some(check("tasks", "CASEI(title) LIKE CASEI('%BIÊN GIỚI%')", |f| {
        Some(string(f, "title")?.to_lowercase().contains("biên giới"))
    }));
    some(check("tasks", "province = 'Sơn La' OR topic = 'patrol'", |f| {
        Some(string(f, "province") == Some("Sơn La") || string(f, "topic") == Some("patrol"))
    }));
    some(check("tasks", "due < DATE('2026-07-01')", |f| Some(string(f, "due")? < "2026-07-01")));
    some(check("tasks", "due IS NULL AND NOT (province = 'Sơn La')", |f| {
        Some(f["properties"]["due"].is_null() && string(f, "province")? != "Sơn La")
    }));
    check("tasks", "TRUE", |_| Some(true));
    check("tasks", "1 = 2", |_| Some(false));
}

#[test]
fn letters_are_the_same_with_and_without_their_marks_when_asked_so() {
    let with = selected("tasks", "title LIKE '%biên giới%'");
    assert!(!with.is_empty());
    assert!(selected("tasks", "title LIKE '%bien gioi%'").is_empty());
    let folded = selected("tasks", "ACCENTI(title) LIKE ACCENTI('%biên giới%')");
    assert!(folded.is_superset(&with));
    assert_eq!(
        selected("tasks", "ACCENTI(CASEI(title)) LIKE '%bien gioi%'"),
        selected("tasks", "CASEI(ACCENTI(title)) LIKE ACCENTI(CASEI('%BIÊN GIỚI%'))")
    );
    // Decomposed letters are the same text.
    assert_eq!(selected("tasks", "title LIKE '%bie\u{302}n gio\u{31b}\u{301}i%'"), with);
    let json = json!({ "op": "like", "args": [{ "property": "title" }, "%bie\u{302}n gio\u{31b}\u{301}i%"] });
    let answer = reader().get(&ask("tasks", &json.to_string(), "&filter-lang=cql2-json"));
    assert_eq!(ids(&answer).into_iter().collect::<BTreeSet<_>>(), with);
    let barred = selected("tasks", "CASEI(title) LIKE '%đường biên%'");
    assert!(!barred.is_empty() && selected("tasks", "CASEI(ACCENTI(title)) LIKE '%duong bien%'").is_superset(&barred));
}

#[test]
fn unknown_is_neither_true_nor_false() {
    let all = selected("markers", "accuracy_m IS NULL OR accuracy_m IS NOT NULL").len();
    let (yes, no) = (selected("markers", "accuracy_m > 50").len(), selected("markers", "NOT (accuracy_m > 50)").len());
    let none = selected("markers", "accuracy_m IS NULL").len();
    assert!(none > 0 && yes + no + none == all, "{yes} + {no} + {none} = {all}");
    assert_eq!(selected("markers", "accuracy_m > 50 OR NOT accuracy_m > 50").len(), yes + no);
    assert_eq!(selected("markers", "accuracy_m > 50 OR TRUE").len(), all);
    assert!(selected("markers", "accuracy_m > 50 AND FALSE").is_empty());
    assert_eq!(selected("tasks", "S_DISJOINT(geometry, POINT(0 0))"), selected("tasks", "geometry IS NOT NULL"));
    assert!(selected("tasks", "S_INTERSECTS(geometry, BBOX(-180,-90,180,90))").len() < selected("tasks", "TRUE").len());
}

#[test]
fn where_things_lie_is_asked_as_for_a_box() {
    for layer in ["markers", "segments", "boundary-lines", "hazards"] {
        for bbox in ["103,20,105,22", "103.5,20,104.1,22", "102.1,22.3,102.2,22.5", "107,10,107,10", "170,-90,-170,90"]
        {
            let boxed: BTreeSet<String> =
                ids(&reader().get(&format!("/collections/{layer}/items?limit=10000&bbox={bbox}")))
                    .into_iter()
                    .collect();
            assert_eq!(selected(layer, &format!("S_INTERSECTS(geometry, BBOX({bbox}))")), boxed, "{layer} {bbox}");
            assert_eq!(
                selected(layer, &format!("NOT S_DISJOINT(BBOX({bbox}), geometry)")),
                boxed,
                "{layer} {bbox}, the other way round"
            );
        }
    }
    let polygon = "POLYGON((102 20, 106 20, 106 23, 102 23, 102 20))";
    let within = selected("segments", &format!("S_WITHIN(geometry, {polygon})"));
    let touching = selected("segments", &format!("S_INTERSECTS(geometry, {polygon})"));
    let crossing = selected("segments", &format!("S_CROSSES(geometry, {polygon})"));
    assert!(!within.is_empty() && within.is_subset(&touching));
    assert_eq!(within.union(&crossing).cloned().collect::<BTreeSet<_>>(), touching);
    assert_eq!(selected("segments", &format!("S_CONTAINS({polygon}, geometry)")), within);
    let marker = reader().get("/collections/markers/items/VN-LA:211").json()["geometry"]["coordinates"].clone();
    let equal = format!("S_EQUALS(geometry, POINT({} {}))", marker[0], marker[1]);
    assert!(selected("markers", &equal).contains("VN-LA:211"));
    assert!(selected("markers", &format!("{equal} AND line = 'VN-CN'")).is_empty());
    assert_eq!(selected("markers", "S_INTERSECTS(geometry, geometry)").len(), selected("markers", "TRUE").len());
}

#[test]
fn times_lie_to_times_as_allen_says() {
    for server in writers() {
        for (n, at) in
            [(1, "2026-11-19T23:30:00+07:00"), (2, "2026-11-20T12:00:00+07:00"), (3, "2026-11-21T00:30:00+07:00")]
        {
            let inspection = fresh_with(&json!({ "observed_at": at, "device": format!("allen-{n}") }));
            assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &inspection).status, 201);
        }
        let devices = |filter: &str| -> Vec<String> {
            let filter = format!("device LIKE 'allen-%' AND {filter}");
            let mut all: Vec<String> = features(&server.get(&ask("inspections", &filter, "")))
                .iter()
                .map(|f| text(&f["properties"]["device"]))
                .collect();
            all.sort();
            all
        };
        for (filter, expected) in [
            ("T_BEFORE(observed_at, DATE('2026-11-20'))", &["allen-1"][..]),
            ("T_AFTER(observed_at, DATE('2026-11-20'))", &["allen-3"]),
            ("observed_at = DATE('2026-11-20')", &["allen-2"]),
            ("T_INTERSECTS(observed_at, DATE('2026-11-20'))", &["allen-2"]),
            ("T_DURING(observed_at, INTERVAL('2026-11-20', '..'))", &["allen-2", "allen-3"]),
            ("T_DURING(observed_at, INTERVAL('..', '2026-11-20T12:00:00+07:00'))", &["allen-1"]),
            ("T_EQUALS(observed_at, TIMESTAMP('2026-11-20T05:00:00Z'))", &["allen-2"]),
            ("T_DISJOINT(observed_at, INTERVAL('2026-11-20','2026-11-20'))", &["allen-1", "allen-3"]),
            ("observed_at >= TIMESTAMP('2026-11-20T05:00:00Z')", &["allen-2", "allen-3"]),
            ("T_FINISHES(observed_at, INTERVAL('2026-01-01', observed_at))", &["allen-1", "allen-2", "allen-3"]),
        ] {
            assert_eq!(devices(filter), expected, "{filter}");
        }
    }
}

#[test]
fn both_encodings_select_the_same() {
    let polygon =
        json!({ "type": "Polygon", "coordinates": [[[103, 20], [105, 20], [105, 22], [103, 22], [103, 20]]] });
    let filter = json!({ "op": "and", "args": [
        { "op": "in", "args": [{ "property": "kind" }, ["main", "auxiliary"]] },
        { "op": "s_intersects", "args": [{ "property": "geometry" }, polygon] },
        { "op": "not", "args": [{ "op": "isNull", "args": [{ "property": "line" }] }] },
    ] });
    let answer = reader().get(&ask("markers", &filter.to_string(), "&filter-lang=cql2-json"));
    let expected = selected(
        "markers",
        "kind IN ('main','auxiliary') AND S_INTERSECTS(geometry, POLYGON((103 20,105 20,105 22,103 22,103 20))) AND line IS NOT NULL",
    );
    assert!(!expected.is_empty());
    assert_eq!(ids(&answer).into_iter().collect::<BTreeSet<_>>(), expected);
    refused(&reader().get(&ask("markers", "kind = 'main'", "&filter-lang=cql2-json")), 400, "filter_syntax");
    refused(&reader().get(&ask("markers", "kind = 'main'", "&filter-lang=ecql")), 400, "bad_parameter");
}

#[test]
fn what_is_wrong_with_a_filter_is_told_with_name_and_type() {
    for (layer, filter, code, says) in [
        ("segments", "risk_score = 'x'", "filter_type", &["risk_score", "a number", "'x'"][..]),
        ("markers", "nix = 1", "filter_property", &["nix", "geometry", "accuracy_m", "kind"]),
        ("markers", "cite = 'x'", "filter_property", &["cite"]),
        ("markers", "kind = 'nix'", "filter_type", &["kind", "auxiliary", "tripoint"]),
        ("markers", "kind = 1", "filter_type", &["kind", "a text", "1"]),
        ("markers", "indicative > TRUE", "filter_type", &["indicative"]),
        ("markers", "accuracy_m = rev AND kind = accuracy_m", "filter_type", &["kind", "accuracy_m"]),
        ("markers", "geometry = 1", "filter_type", &[]),
        ("markers", "S_INTERSECTS(kind, POINT(1 1))", "filter_type", &["kind", "a geometry"]),
        ("markers", "S_INTERSECTS(geometry, POINT(200 1))", "filter_type", &["200"]),
        ("markers", "S_WITHIN(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", "filter_type", &["cross"]),
        ("markers", "S_WITHIN(geometry, LINESTRING(1 1, 1 1))", "filter_type", &["two places"]),
        ("markers", "T_AFTER(kind, DATE('2026-01-01'))", "filter_type", &["kind"]),
        ("markers", "T_AFTER(received_at, INTERVAL('2026-02-01','2026-01-01'))", "filter_type", &[]),
        ("markers", "CASEI(accuracy_m) = 'x'", "filter_type", &["casei"]),
        ("markers", "kind LIKE 1", "filter_type", &["kind"]),
        ("hazards", "marker = 'nix'", "filter_type", &["marker"]),
        ("markers", "kind = 'main", "filter_syntax", &["byte 7"]),
        ("markers", "", "filter_syntax", &["byte 0"]),
        ("markers", "length(kind) = 3", "filter_syntax", &["CASEI"]),
        ("markers", &"(".repeat(100), "filter_too_large", &["32"]),
    ] {
        let address = ask(layer, filter, "");
        let answer = reader().get_with(&address, &[("accept-language", "en")]);
        refused(&answer, 400, code);
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["pointer"], "filter", "{problem}");
        assert!(says.iter().all(|word| text(&problem["detail"]).contains(word)), "{filter}: {}", problem["detail"]);
        let vi = text(&reader().get_with(&address, &[("accept-language", "vi")]).json()["detail"]);
        assert_ne!(vi, text(&problem["detail"]));
    }
    // The trap of other readers: each costs nothing here.
    let begun = std::time::Instant::now();
    for text in ["((((((((((((((((((((((1", &"(".repeat(4_000), &"NOT ".repeat(1_500), &"CASEI(".repeat(1_300)] {
        assert_eq!(reader().get(&ask("markers", text, "")).status, 400);
    }
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

#[test]
fn a_filter_goes_together_with_everything_else_that_selects() {
    let both = ids(&reader().get(&ask("markers", "accuracy_m > 1000", "&bbox=103,20,105,22&line=VN-LA&kind=main")));
    let expected = obvious("markers", |f| {
        let at = &f["geometry"]["coordinates"];
        let inside = (103.0..=105.0).contains(&at[0].as_f64()?) && (20.0..=22.0).contains(&at[1].as_f64()?);
        Some(
            inside
                && number(f, "accuracy_m")? > 1000.0
                && string(f, "line")? == "VN-LA"
                && string(f, "kind")? == "main",
        )
    });
    assert!(!expected.is_empty());
    assert_eq!(both.into_iter().collect::<BTreeSet<_>>(), expected);
    let by_level = selected("segments", "risk_class IN ('low','moderate','high','very_high')");
    assert!(by_level.iter().all(|id| {
        let item = reader().get(&format!("/collections/segments/items/{id}")).json();
        item["properties"]["risk_score"].as_f64().is_some_and(|score| score > 0.0)
    }));
}

#[test]
fn a_walk_under_a_filter_sees_every_feature_once_and_has_one_tag() {
    let path = ask("tasks", "title LIKE '%biên giới%'", "").replace("limit=10000", "limit=7");
    let whole = reader().get(&path.replace("limit=7", "limit=10000"));
    let (mut seen, mut next) = (Vec::new(), Some(format!("{}{path}", reader().base)));
    while let Some(href) = next {
        let answer = crate::support::get(&href, &[]);
        assert_eq!(answer.json()["numberMatched"], whole.json()["numberMatched"]);
        seen.extend(ids(&answer));
        next = link(&answer.json(), "next");
    }
    assert_eq!(seen, ids(&whole));
    assert!(seen.len() > 7);
    let tag = whole.header("etag").to_owned();
    assert_eq!(tag, reader().get("/collections/tasks/items").header("etag"));
    let again = reader().get_with(&path, &[("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
}

#[test]
fn what_is_written_shows_under_a_filter_at_once() {
    for server in writers() {
        let filter = "device = 'at-once' AND condition = 'damaged'";
        let count = || server.get(&ask("inspections", filter, "")).json()["numberMatched"].as_u64();
        let before = count();
        let inspection = fresh_with(&json!({ "device": "at-once", "condition": "damaged" }));
        assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &inspection).status, 201);
        assert_eq!(count(), before.map(|n| n + 1));
        assert!(ids(&server.get(&ask("inspections", filter, ""))).contains(&id_of(&inspection).to_owned()));
    }
}
