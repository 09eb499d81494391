//! A report counts what its reader may see, its links open exactly that, and what waits is a number for those who may know.

use std::collections::BTreeSet;

use mocgioi::domain::access::{Label, ReviewState};
use serde_json::Value;

use crate::matrix::may_see;
use crate::support::{Database, ENGINES};
use crate::world::{Somebody, Thing, World, world};

/// The records behind a figure, wherever its link leads.
fn opened(world: &World, somebody: &Somebody, figure: &Value) -> BTreeSet<String> {
    let href = figure["href"].as_str().unwrap();
    let path = href.strip_prefix(&world.server.base).unwrap_or(href);
    let (mut ids, mut next) = (BTreeSet::new(), Some(format!("{path}&limit=7")));
    while let Some(path) = next {
        let page = world.get(&path, somebody).json();
        assert_eq!(page["numberMatched"], figure["count"], "{path} {somebody:?}");
        ids.extend(page["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        let link = page["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next");
        next = link.map(|link| link["href"].as_str().unwrap().replacen(&world.server.base, "", 1));
    }
    ids
}

#[test]
fn every_figure_is_what_its_reader_may_see_and_opens_it() {
    for engine in ENGINES {
        let world = world(Database::new(engine));
        for somebody in &world.people {
            let report = world.get("/api/v1/reports/inspections?period=2026-12", somebody).json();
            let seen = |thing: &&Thing| thing.review == ReviewState::Approved && may_see(somebody, thing);
            let expected: BTreeSet<String> =
                world.things.iter().filter(seen).map(|thing| thing.id.to_string()).collect();
            let of_markers = &report["by_subject"][0];
            assert_eq!(
                (&of_markers["subject"], &report["by_mode"][0]["mode"]),
                (&"marker".into(), &"unilateral".into())
            );
            assert_eq!(report["by_condition"][1]["condition"], "damaged");
            for figure in [&report["inspections"], of_markers, &report["by_mode"][0], &report["by_condition"][1]] {
                assert_eq!(figure["count"].as_u64(), Some(expected.len() as u64), "{engine:?} {somebody:?}");
                assert_eq!(opened(&world, somebody, figure), expected, "{engine:?} {somebody:?}");
            }
            // A number, for whoever is known and would see the records if they were approved.
            let waits = |thing: &&Thing| {
                let approved = Thing { review: ReviewState::Approved, ..(*thing).clone() };
                thing.review == ReviewState::Submitted && may_see(somebody, &approved)
            };
            let waiting = world.things.iter().filter(waits).count();
            let known = somebody.role.is_some();
            assert_eq!(report["waiting"].as_u64(), known.then_some(waiting as u64), "{engine:?} {somebody:?}");
            assert_eq!(report["waiting"].is_null(), !known);
            // And nothing of another month.
            let before = world.get("/api/v1/reports/inspections?period=2026-11", somebody).json();
            assert_eq!(before["inspections"]["count"], 0);
        }
        assert!(world.things.iter().any(|thing| thing.label == Label::Restricted));
    }
}
