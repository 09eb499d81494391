//! Markers and objects by the condition that is known of them at the end of the window. Knowledge gives way to later
//! knowledge only (`domain/findings`): the inspection that a figure leads to is the one that says so.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Scope;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::findings::{Findings, InspectionFact};
use crate::domain::inspection::Condition;
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.standing(LayerId::Inspections);
    for (key, property, title) in [
        ("conditions.markers", "marker", ("Số mốc đã có kết quả kiểm tra", "Markers that were inspected")),
        ("conditions.objects", "object", ("Số đối tượng khác đã có kết quả kiểm tra", "Other objects inspected")),
    ] {
        let found = in_force(&items, property);
        let every: Vec<&Item> = found.iter().map(|(item, _)| *item).collect();
        section.count(key, title, false, &every);
        for condition in Condition::ALL {
            let of: Vec<&Item> = found.iter().filter(|(_, held)| *held == condition).map(|(item, _)| *item).collect();
            let word = condition.as_str();
            section.part(&format!("{key}.{word}"), words::both(word), false, &of);
        }
        section.tables.push(not_good(scope, key, property, &found));
    }
}

/// Of each subject the inspection that counts: one that did not find it, where that is later than the last that saw it; one
/// that could not tell, only where nothing else is known.
pub(super) fn in_force<'a>(items: &'a [Item], property: &str) -> Vec<(&'a Item, Condition)> {
    let mut by_subject: BTreeMap<&str, Findings> = BTreeMap::new();
    let mut by_record: BTreeMap<Uuid, &Item> = BTreeMap::new();
    for item in items {
        let condition =
            item.text("condition").and_then(|word| Condition::ALL.into_iter().find(|it| it.as_str() == word));
        let record = item.text("record").and_then(|id| Uuid::try_parse(id).ok());
        let is_marker = property != "marker" || item.text("object").is_none();
        let (Some(subject), Some(at), Some(condition), Some(record)) =
            (item.text(property).filter(|_| is_marker), item.at, condition, record)
        else {
            continue;
        };
        by_record.insert(record, item);
        let fact = InspectionFact { record, subject: subject.to_owned(), observed_at: at, condition };
        by_subject.entry(subject).or_default().take(fact);
    }
    let counts = |findings: &Findings| {
        let standing: Vec<&InspectionFact> = findings.standing().collect();
        let not_found = standing.iter().find(|fact| fact.condition == Condition::NotFound);
        let fact = not_found.or(standing.first())?;
        by_record.get(&fact.record).map(|item| (*item, fact.condition))
    };
    by_subject.values().filter_map(counts).collect()
}

/// Those that somebody must look after.
fn not_good(scope: &Scope<'_>, key: &str, property: &str, found: &[(&Item, Condition)]) -> Table {
    let worth = |condition: Condition| !matches!(condition, Condition::Good | Condition::Unknown);
    let row = |(item, condition): &(&Item, Condition)| Row {
        cells: vec![
            item.text(property).map(words::place).unwrap_or_default(),
            words::vi(condition.as_str()),
            item.day(),
            scope.unit_of(item),
            item.text("notes").unwrap_or_default().to_owned(),
        ],
        record: Some(item.counted()),
    };
    let is_marker = property == "marker";
    Table {
        key: format!("{key}.not_good"),
        title: if is_marker {
            Both::new("Mốc cần khắc phục, theo dõi", "Markers that need something done")
        } else {
            Both::new("Đối tượng khác cần khắc phục, theo dõi", "Objects that need something done")
        },
        columns: vec![
            if is_marker { Both::new("Mốc", "Marker") } else { Both::new("Đối tượng", "Object") },
            Both::new("Tình trạng", "Condition"),
            Both::new("Ngày kiểm tra", "Inspected on"),
            Both::new("Đơn vị", "Unit"),
            Both::new("Ghi chú", "Notes"),
        ],
        rows: found.iter().filter(|(_, condition)| worth(*condition)).map(row).collect(),
    }
}
