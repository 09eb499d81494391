//! What agencies sent for a period, as the words of sections: every paragraph names the agency and its letter.
//!
//! In the report of whoever puts the parts together alone, which is the unit that documents belong to. In the order of the list of
//! units, as the page of the intake has it. Cost: linear in what is seen of parts and units.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use super::Scope;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::report::province::Documents;
use crate::domain::report_merge::{MergedSection, Source, merge};
use crate::domain::report_owed::plain;

/// The approved parts of the period in answer to one of these duties (`000:periodic-report`), put together.
pub fn merged(scope: &Scope<'_>, duties: &[String]) -> Vec<MergedSection> {
    if *scope.documents == Documents::None || duties.is_empty() {
        return Vec::new();
    }
    let key = |item: &Item| Some(format!("{}:{}", item.text("document")?, item.text("seed_key")?));
    let known = scope.all(LayerId::Duties);
    let wanted = known.iter().filter(|duty| key(duty).is_some_and(|key| duties.contains(&key)));
    let wanted: Vec<&str> = wanted.filter_map(|duty| duty.text("record")).collect();
    let period = scope.window.to_string();
    let mut parts = scope.all(LayerId::ReportParts);
    parts.retain(|part| {
        part.text("review_state") == Some("approved")
            && part.text("period") == Some(&period)
            && part.text("duty").is_some_and(|duty| wanted.contains(&duty))
            && scope.is_of_units(part)
    });
    let places = places(scope);
    let place = |part: &Item| {
        let agency = plain(part.text("agency").unwrap_or_default());
        (places.get(&agency).copied().unwrap_or(usize::MAX), agency)
    };
    parts.sort_by_cached_key(|part| (place(part), part.at, part.id.clone()));
    merge(&parts.iter().filter_map(source).collect::<Vec<_>>())
}

/// Where an agency stands in the list of units: by document, in the order in which it names them.
fn places(scope: &Scope<'_>) -> BTreeMap<String, usize> {
    let mut units = scope.all(LayerId::Units);
    let number = |item: &Item| item.value("seq").and_then(serde_json::Value::as_i64);
    units.sort_by_cached_key(|unit| (unit.text("document").unwrap_or_default().to_owned(), number(unit)));
    let mut places = BTreeMap::new();
    for (n, unit) in units.iter().enumerate() {
        places.entry(plain(unit.text("title").unwrap_or_default())).or_insert(n);
    }
    places
}

fn source(part: &Item) -> Option<Source> {
    let sections = Vec::<crate::domain::report_part::PartText>::deserialize(part.value("sections")?).ok()?;
    Some(Source {
        record: Uuid::try_parse(part.text("record")?).ok()?,
        agency: part.text("agency")?.to_owned(),
        letter: part.value("letter").and_then(|letter| Deserialize::deserialize(letter).ok()),
        texts: sections.into_iter().map(|one| (one.section, one.text)).collect(),
    })
}
