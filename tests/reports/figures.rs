//! What a report counts, and that every figure opens exactly its records.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::posts::{Posts, id};
use crate::support::ENGINES;
use crate::world::{MONTH, count, figures, month, report, section};

/// The records behind a figure, page by page.
fn opened(posts: &Posts, who: &str, figure: &Value) -> BTreeSet<String> {
    let href = figure["href"].as_str().unwrap().replacen(&posts.server.base, "", 1);
    let (mut ids, mut next) = (BTreeSet::new(), Some(format!("{href}&limit=80")));
    while let Some(path) = next {
        let answer = posts.get(who, &path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let page = answer.json();
        assert_eq!(page["numberMatched"], figure["count"], "{path}");
        ids.extend(page["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        let link = page["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next");
        next = link.map(|link| link["href"].as_str().unwrap().replacen(&posts.server.base, "", 1));
    }
    ids
}

/// What a layer answers when it is asked directly.
fn asked(posts: &Posts, who: &str, layer: &str, query: &str) -> u64 {
    let address = format!(
        "/collections/{layer}/items?review_state=approved&datetime=2026-10-14T17:00:00Z/2026-11-14T16:59:59.999Z&{query}"
    );
    report(posts, who, &address)["numberMatched"].as_u64().unwrap()
}

#[test]
fn every_figure_opens_exactly_the_records_that_it_counts() {
    for engine in ENGINES {
        let posts = month(engine);
        for who in ["ngoai-vu", "truong-a", "linh-b"] {
            let found = report(&posts, who, MONTH);
            let all = figures(&found);
            assert!(all.len() > 60, "{}", all.len());
            // Of what is nothing a few suffice: the same road leads there.
            let nothing = all.iter().filter(|figure| figure["count"] == 0).take(5);
            for figure in all.iter().filter(|figure| figure["count"] != 0).chain(nothing) {
                assert_eq!(
                    opened(&posts, who, figure).len() as u64,
                    figure["count"].as_u64().unwrap(),
                    "{who} {figure}"
                );
            }
        }
    }
}

#[test]
fn figures_equal_direct_queries_of_the_layers() {
    for engine in ENGINES {
        let posts = month(engine);
        let found = report(&posts, "ngoai-vu", &format!("{MONTH}?unit=*"));
        for (key, layer, query) in [
            ("inspections.mode.unilateral", "inspections", "mode=unilateral&label=internal"),
            ("inspections.mode.joint", "inspections", "mode=joint"),
            ("inspections.found.damaged", "inspections", "condition=damaged&label=internal"),
            ("patrols.mode.bilateral", "patrols", "mode=bilateral"),
            ("patrols.force.border_guard", "patrols", "force=border_guard"),
            ("incidents.kind.timber", "incidents", "kind=timber"),
            ("meetings.kind.talks", "meetings", "kind=talks"),
            ("damage", "damage-reports", ""),
            ("readings", "readings", ""),
        ] {
            let direct = asked(&posts, "ngoai-vu", layer, query);
            assert_eq!((count(&found, key), direct > 0), (direct, true), "{engine:?} {key}");
        }
        assert_eq!(count(&found, "inspections"), 4, "144, 211, 193 of A and 144 of B");
        assert_eq!((count(&found, "damage.answered"), count(&found, "damage.open")), (1, 0));
        assert_eq!(
            section(&found, "damage")["tables"][0]["rows"][0]["cells"][4],
            "UBND tỉnh: chấp thuận (số 812/UBND-NC), ngày 10/11/2026"
        );
        assert_eq!((count(&found, "notices.in"), count(&found, "notices.forwarded")), (1, 2));
        assert_eq!((count(&found, "notices.acknowledged"), count(&found, "notices.unacknowledged")), (1, 1));
        // Of 194 the last that is known at the end of the month is that of October; what came after it does not count yet.
        assert_eq!((count(&found, "conditions.markers.missing"), count(&found, "conditions.markers.good")), (1, 1));
        assert_eq!(count(&found, "conditions.markers"), 4);
    }
}

#[test]
fn units_are_rolled_up_and_nobody_learns_what_he_may_not_see() {
    for engine in ENGINES {
        let posts = month(engine);
        let inspections = |who: &str, query: &str| {
            let found = report(&posts, who, &format!("{MONTH}{query}"));
            (count(&found, "inspections"), found["unit"].clone(), found["level"].clone())
        };
        let of = |unit: &str| json!(unit);
        assert_eq!(inspections("truong-a", ""), (3, of("don-a"), of("internal")));
        assert_eq!(inspections("tinh", ""), (4, of("son-la"), of("internal")), "both posts, {engine:?}");
        assert_eq!(inspections("tinh", "?unit=don-b"), (1, of("don-b"), of("internal")));
        assert_eq!(inspections("linh-b", "?unit=son-la"), (1, of("son-la"), of("internal")));
        assert_eq!(inspections("linh-b", "?unit=don-a"), (0, of("don-a"), of("internal")));
        // Restricted records count where they are asked for by those who may read them, and that they were read is noted.
        assert_eq!(inspections("truong-a", "?level=restricted"), (4, of("don-a"), of("restricted")));
        assert_eq!(inspections("truong-a", "?level=public"), (0, of("don-a"), of("public")));
        assert_eq!(posts.get("linh-a", &format!("{MONTH}?level=restricted")).status, 403);
        // What waits is a number of its own.
        let waiting = |who: &str| section(&report(&posts, who, MONTH), "inspections")["waiting"].clone();
        assert_eq!((waiting("truong-a"), waiting("linh-b"), waiting("tinh")), (json!(1), json!(0), json!(1)));
        assert_eq!(posts.get("", MONTH).status, 401);
    }
}

#[test]
fn a_report_there_is_not_is_refused() {
    let posts = month(ENGINES[0]);
    for (path, status) in [
        ("/api/v1/reports/nothing/2026-11", 404),
        ("/api/v1/reports/periodic/2026-13", 404),
        ("/api/v1/reports/periodic/2026-10-01..2026-10-31", 404),
        ("/api/v1/reports/ad-hoc/2026-10-31..2026-10-01", 404),
        ("/api/v1/reports/ad-hoc/2026-10-01..2026-10-31", 200),
        ("/api/v1/reports/resolution-23/2026", 200),
        ("/api/v1/reports/resolution-23/2026-11", 404),
        ("/api/v1/reports/periodic/2026-11?cutoff=7", 400),
        ("/api/v1/reports/periodic/2026-11?cutoff=999999999@2026-11-20", 400),
        ("/api/v1/reports/periodic/2026-11?unit=", 400),
        ("/api/v1/reports/periodic/2026-11?unit=don-khong-co", 422),
        ("/api/v1/reports/periodic/2026-11/records?figure=inspections&unit=don-khong-co", 422),
        ("/api/v1/inspections/due?unit=don-khong-co", 422),
        ("/api/v1/inspections/due?unit=don-a", 200),
        ("/api/v1/coverage?line=VN-LA&unit=don-khong-co", 422),
        ("/api/v1/coverage?line=VN-LA&unit=don-a", 200),
        ("/api/v1/reports/periodic/2026-11/records", 400),
        ("/api/v1/reports/periodic/2026-11/records?figure=nothing", 404),
    ] {
        assert_eq!(posts.get("ngoai-vu", path).status, status, "{path}");
    }
    let unknown = posts.get("ngoai-vu", "/api/v1/reports/periodic/2026-11?unit=don-khong-co");
    assert_eq!(unknown.json()["errors"][0]["code"], "unknown_unit");
    // Whoever is not known learns of no unit's being: those that nobody shows him are all alike.
    for unit in ["don-a", "don-khong-co"] {
        assert_eq!(posts.get("", &format!("/api/v1/inspections/due?unit={unit}")).status, 422, "{unit}");
    }
    let cut = report(&posts, "ngoai-vu", MONTH)["cutoff"].clone();
    let issued = posts.post("ngoai-vu", MONTH, &json!({ "cutoff": cut, "unit": "don-khong-co" }));
    assert_eq!((issued.status, &issued.json()["errors"][0]["code"]), (422, &json!("unknown_unit")));
    let kinds = report(&posts, "ngoai-vu", "/api/v1/reports");
    let to = |n: usize| kinds["kinds"][n]["recipients"]["to"][0].clone();
    assert_eq!((to(0), to(2)), (json!("Ủy ban nhân dân tỉnh"), json!("Bộ Kế hoạch và Đầu tư")));
    let ad_hoc = report(&posts, "ngoai-vu", "/api/v1/reports/ad-hoc/2026-11-02..2026-11-02");
    assert_eq!(count(&ad_hoc, "inspections"), 1);
    assert_eq!(posts.item("ngoai-vu", &id(2)).status, 200);
}
