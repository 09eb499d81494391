//! Hazards that are known, those that were found in the window, and readings.

use std::collections::BTreeMap;

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let known = scope.standing(LayerId::Hazards);
    let found = scope.happened(LayerId::Hazards);
    let readings = scope.happened(LayerId::Readings);
    let every = all(&known);
    section.count("hazards", ("Số điểm đang theo dõi", "Hazards that are known"), false, &every);
    section.split("hazards.kind", false, &every, "kind", &HazardKind::ALL.map(HazardKind::as_str));
    section.count("hazards.severities", ("Theo mức độ", "By severity"), false, &every);
    section.split("hazards.severity", false, &every, "severity", &Severity::ALL.map(Severity::as_str));
    section.count("hazards.found", ("Phát hiện trong kỳ", "Found in the period"), true, &all(&found));
    section.count("readings", ("Số lần đo theo dõi trong kỳ", "Readings in the period"), true, &all(&readings));
    section.tables.push(table(&known, &readings));
}

fn table(known: &[Item], readings: &[Item]) -> Table {
    let mut of: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for reading in readings {
        of.entry(reading.text("hazard").unwrap_or_default()).or_default().push(reading);
    }
    let row = |item: &Item| {
        let readings = item.text("record").and_then(|id| of.get(id)).map_or(&[] as &[&Item], Vec::as_slice);
        Row {
            cells: vec![
                item.text("title").unwrap_or_default().to_owned(),
                item.whereabouts(),
                words::vi(item.text("severity").unwrap_or("unknown")),
                readings.len().to_string(),
                readings.last().map(|reading| latest(reading)).unwrap_or_default(),
            ],
            record: Some(item.counted()),
        }
    };
    Table {
        key: "hazards.known".to_owned(),
        title: Both::new("Các điểm đang theo dõi", "Hazards that are known"),
        columns: vec![
            Both::new("Điểm", "Hazard"),
            Both::new("Vị trí", "Place"),
            Both::new("Mức độ", "Severity"),
            Both::new("Số lần đo", "Readings"),
            Both::new("Số đo mới nhất", "Latest reading"),
        ],
        rows: known.iter().map(row).collect(),
    }
}

/// What the last reading says, with its day.
fn latest(reading: &Item) -> String {
    let measured = [
        ("width_mm", "rộng", "mm"),
        ("volume_m3", "khối lượng", "m³"),
        ("distance_to_line_m", "cách đường biên", "m"),
        ("distance_to_marker_m", "cách mốc", "m"),
    ];
    let said = measured.into_iter().filter_map(|(name, title, unit)| {
        let value = reading.value(name)?.as_f64()?.to_string().replace('.', ",");
        Some(format!("{title} {value} {unit}"))
    });
    let said: Vec<String> = said.collect();
    format!("{} ({})", said.join(", "), reading.day())
}
