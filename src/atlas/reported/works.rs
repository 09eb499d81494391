//! Works near the line, with the last that was reported of them, in its own words.

use serde_json::Value;
use uuid::Uuid;

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.standing(LayerId::Works);
    section.count("works", ("Số công trình đang theo dõi", "Works that are followed"), false, &all(&items));
    super::stands::fill(section, &items, scope.works, "works");
    let row = |item: &Item| Row {
        cells: vec![
            item.text("title").unwrap_or_default().to_owned(),
            item.whereabouts(),
            item.text("owner").unwrap_or_default().to_owned(),
            latest(scope, item),
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

/// What was reported last of any of its milestones or of the whole, with its day and source, up to the day of the cut-off. What a
/// document says without a day counts where nobody reported since; that nobody reported at all is said, and is not "late".
fn latest(scope: &Scope<'_>, item: &Item) -> String {
    let record = item.text("record").and_then(|id| Uuid::try_parse(id).ok());
    let of_it = scope.works.iter().filter(|one| Some(one.record) == record);
    if let Some(latest) = of_it.filter_map(|one| one.latest.as_ref()).max_by_key(|latest| latest.as_of) {
        return latest.words.clone();
    }
    let milestones = item.value("milestone").and_then(Value::as_array);
    let undated = milestones.into_iter().flatten().filter(|milestone| milestone["as_of"].is_null());
    let told = undated.filter_map(|milestone| milestone["progress"].as_str()).next_back();
    told.map_or_else(|| "chưa có báo cáo kết quả".to_owned(), |told| format!("“{told}” (văn bản không nêu ngày)"))
}
