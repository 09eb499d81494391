//! The records: what they must have, and what they must not have because no document says it.

use std::collections::{BTreeMap, HashSet};

use mocgioi::domain::hazard::{HazardKind, Severity};
use mocgioi::domain::location::Referent;
use mocgioi::domain::record::Body;
use mocgioi::exchange::{reference, seeds::Seed};
use serde_json::Value;
use unicode_normalization::is_nfc;

use crate::{all_seeds, cites, items, json, seed};

#[test]
fn there_are_hundreds_of_records_of_all_nine_kinds() {
    let seeds = all_seeds();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut documents: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in &seeds {
        *kinds.entry(seed.body.kind()).or_default() += 1;
        *documents.entry(&seed.document.id).or_default() += 1;
    }
    assert!(seeds.len() >= 200, "{}", seeds.len());
    let expected = ["channel", "crossing", "duty", "hazard", "object", "rule", "task", "unit", "works"];
    assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), expected);
    assert_eq!(documents.len(), 5);
}

#[test]
fn every_record_quotes_its_document_and_names_the_clause() {
    for seed in all_seeds() {
        let name = format!("{}/{}", seed.document.id, seed.key);
        let body = json(&seed);
        assert!(items(&body, "cite").count() > 0, "{name} has no cite");
        for (clause, quote) in cites(&seed) {
            assert!(!clause.trim().is_empty() && !quote.trim().is_empty(), "{name}: an empty cite");
        }
        assert!(is_nfc(&body.to_string()), "{name} is not composed");
        let title = body["title"].as_str().or(body["name"].as_str());
        assert_ne!(title.unwrap().trim(), "", "{name} has no title");
    }
}

#[test]
fn ids_are_unique_version_7_and_never_change() {
    let seeds = all_seeds();
    let reference = reference::load().unwrap();
    let lines = reference.lines.iter().map(|line| line.id);
    let markers = reference.markers.iter().map(|marker| marker.id);
    let ids: Vec<_> = seeds.iter().map(|seed| seed.id).chain(lines).chain(markers).collect();
    assert!(ids.iter().all(|id| id.get_version_num() == 7));
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());

    let again: Vec<_> = all_seeds().iter().map(|seed| seed.id).collect();
    assert_eq!(again, ids[..seeds.len()]);
    let crack = seed(&seeds, "000", "crack-near-211");
    assert_eq!(crack.id.to_string(), "0197f1a1-c400-75e7-9f50-4bb48d2ac871");
    assert_eq!(reference.lines[0].id.to_string(), "01a2008d-7400-7808-9810-3f5acac187b5");
    assert_eq!(reference.markers[0].id.to_string(), "01a2008d-7400-7bdc-919f-24c40734cfc9");
}

#[test]
fn the_hazards_are_the_four_of_the_plan_and_their_severity_is_unknown() {
    let seeds = all_seeds();
    let hazards: Vec<&Seed> = seeds.iter().filter(|seed| matches!(seed.body, Body::Hazard(_))).collect();
    let found: Vec<_> = hazards
        .iter()
        .map(|seed| {
            let Body::Hazard(hazard) = &seed.body else { unreachable!() };
            assert_eq!((seed.document.id.as_str(), hazard.severity), ("000", Severity::Unknown), "{}", seed.key);
            assert!(hazard.cite.iter().all(|cite| cite.clause == "IV.4"), "{}", seed.key);
            (hazard.kind, seed.referent.clone().unwrap())
        })
        .collect();
    let segment = |key: &str| Referent::Segment(key.parse().unwrap());
    assert_eq!(
        found,
        [
            (HazardKind::Landslide, segment("VN-LA:144..145")),
            (HazardKind::Landslide, segment("VN-LA:193..194")),
            (HazardKind::LandslideRisk, segment("VN-LA:193..194")),
            (HazardKind::Crack, Referent::NearMarker("VN-LA:211".parse().unwrap())),
        ]
    );
}

#[test]
fn no_record_has_coordinates() {
    fn keys(value: &Value, found: &mut HashSet<String>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let mut found = HashSet::new();
    for seed in all_seeds() {
        keys(&json(&seed), &mut found);
    }
    for key in ["lon", "lat", "position", "coordinates", "geometry", "observed"] {
        assert!(!found.contains(key), "{key}");
    }
}

#[test]
fn line_and_province_come_from_the_document() {
    let expected = [
        ("000", Some("Sơn La"), Some("VN-LA")),
        ("001", None, None),
        ("002", Some("Lạng Sơn"), Some("VN-CN")),
        ("003", Some("Lạng Sơn"), None),
        ("004", Some("Lạng Sơn"), Some("VN-CN")),
    ];
    for seed in all_seeds() {
        let source = &json(&seed)["source"];
        let document = source["document"].as_str().unwrap();
        let line = seed.line.map(|line| line.to_string());
        assert!(expected.contains(&(document, source["province"].as_str(), line.as_deref())), "{source}");
        assert_eq!((document, source["key"].as_str()), (seed.document.id.as_str(), Some(seed.key.as_str())));
        assert_eq!(seed.document.province.as_deref(), source["province"].as_str());
    }
}

/// Records that quote these words, and whether a flag of one of these codes holds them.
fn flagged(seeds: &[Seed], document: &str, words: &str, codes: &[&str]) -> usize {
    let quoting = |seed: &&Seed| {
        seed.document.id == document && cites(seed).iter().any(|(_, quote)| quote.replace('\n', " ").contains(words))
    };
    let mut count = 0;
    for seed in seeds.iter().filter(quoting) {
        let body = json(seed);
        let is_flagged = items(&body, "flags").any(|flag| {
            flag["text"].as_str().unwrap().contains(words) && codes.contains(&flag["code"].as_str().unwrap())
        });
        assert!(is_flagged, "{document}/{} quotes {words} without a flag", seed.key);
        assert_eq!(body["due"], Value::Null, "{document}/{}: a doubtful date is no due", seed.key);
        count += 1;
    }
    count
}

#[test]
fn doubtful_dates_are_kept_as_written_flagged_and_never_due() {
    let seeds = all_seeds();
    assert!(flagged(&seeds, "003", "24/3/2025", &["doubtful_date"]) > 0);
    assert!(flagged(&seeds, "001", "ngày 29 tháng 4 năm 2019", &["doubtful_date"]) > 0);
    assert!(flagged(&seeds, "000", "09/5/2019", &["contradiction", "doubtful_date"]) > 0);
    let overdue = seed(&seeds, "003", "task-social-insurance-letter");
    assert_eq!(json(overdue)["deadline"], "trong ngay 24/3/2025");
}
