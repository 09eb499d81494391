//! Incidents by kind, and how far they were dealt with.

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::incident::{IncidentKind, Progress};
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::Incidents);
    let every = all(&items);
    section.count("incidents", ("Tổng số vụ việc", "Incidents"), true, &every);
    section.split("incidents.kind", true, &every, "kind", IncidentKind::WORDS);
    section.count("incidents.states", ("Theo bước xử lý", "By how far they are dealt with"), false, &every);
    section.split("incidents.progress", false, &every, "progress", Progress::WORDS);
    let row = |item: &Item| Row {
        cells: vec![
            item.text("title").unwrap_or_default().to_owned(),
            item.text("kind_named").map_or_else(|| words::vi(item.text("kind").unwrap_or("other")), str::to_owned),
            item.whereabouts(),
            item.day(),
            words::vi(item.text("progress").unwrap_or("reported")),
        ],
        record: Some(item.counted()),
    };
    section.tables.push(Table {
        key: "incidents.list".to_owned(),
        title: Both::new("Các vụ việc trong kỳ", "Incidents of the period"),
        columns: vec![
            Both::new("Vụ việc", "Incident"),
            Both::new("Loại", "Kind"),
            Both::new("Vị trí", "Place"),
            Both::new("Ngày", "Day"),
            Both::new("Bước xử lý", "State"),
        ],
        rows: items.iter().map(row).collect(),
    });
}
