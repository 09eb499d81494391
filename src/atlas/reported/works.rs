//! Works near the line, with the last that was reported of them, in its own words.

use serde_json::Value;

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::time::CivilDay;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.standing(LayerId::Works);
    section.count("works", ("Số công trình đang theo dõi", "Works that are followed"), false, &all(&items));
    super::stands::fill(section, &items, scope.works, "works");
    let row = |item: &Item| Row {
        cells: vec![
            item.text("title").unwrap_or_default().to_owned(),
            item.whereabouts(),
            item.text("owner").unwrap_or_default().to_owned(),
            reported(item),
        ],
        record: Some(item.counted()),
    };
    section.tables.push(Table {
        key: "works.list".to_owned(),
        title: Both::new("Công trình và tiến độ theo lời văn báo cáo", "Works and progress in the words reported"),
        columns: vec![
            Both::new("Công trình", "Works"),
            Both::new("Vị trí", "Place"),
            Both::new("Chủ đầu tư", "Owner"),
            Both::new("Tiến độ đã báo", "Progress reported"),
        ],
        rows: items.iter().map(row).collect(),
    });
}

/// The progress that was reported last, with its day; that nobody reported is said, and is not "late".
fn reported(item: &Item) -> String {
    let milestones = item.value("milestone").and_then(Value::as_array);
    let told = milestones.into_iter().flatten().filter_map(|milestone| {
        let progress = milestone["progress"].as_str()?;
        let day = milestone["as_of"].as_str().and_then(|day| day.parse::<CivilDay>().ok());
        Some((day, progress))
    });
    match told.max_by_key(|(day, _)| *day) {
        Some((Some(day), progress)) => format!("{progress} (đến ngày {})", day.written_vi()),
        Some((None, progress)) => progress.to_owned(),
        None => "chưa có báo cáo kết quả".to_owned(),
    }
}
