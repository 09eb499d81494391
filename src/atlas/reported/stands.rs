//! Tasks and works by how they stand, and those whose day has passed, by agency.

use std::collections::BTreeMap;

use super::Stands;
use super::items::Item;
use crate::domain::report::content::{Counted, Row, Section, Table};
use crate::domain::report::kind::Both;

/// Figures by state, and of what passed its day; a record counts once in each, however many milestones it has.
pub(super) fn fill(section: &mut Section, items: &[Item], stands: &[Stands], prefix: &str) {
    let known: BTreeMap<&str, &Item> =
        items.iter().filter_map(|item| item.text("record").map(|record| (record, item))).collect();
    let item = |one: &Stands| known.get(one.record.to_string().as_str()).copied();
    let some = |keeps: &dyn Fn(&Stands) -> bool| {
        let mut found: Vec<&Item> = stands.iter().filter(|one| keeps(one)).filter_map(item).collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup_by(|a, b| a.id == b.id);
        found
    };
    let mut states: BTreeMap<&str, &Both> = BTreeMap::new();
    states.extend(stands.iter().map(|one| (one.state, &one.state_title)));
    let every = some(&|_| true);
    section.count(&format!("{prefix}.states"), ("Theo tình trạng thực hiện", "By how they stand"), false, &every);
    for (state, title) in states {
        let title = Both::new(title.vi.to_lowercase(), title.en.clone());
        section.part(&format!("{prefix}.state.{state}"), title, false, &some(&|one| one.state == state));
    }
    let passed = ("Đã qua hạn, chưa có báo cáo kết quả hoàn thành", "Past their day, and not reported as done");
    section.count(&format!("{prefix}.passed"), passed, false, &some(&|one| one.passed));
    let mut late: Vec<(&Stands, &Item)> =
        stands.iter().filter(|one| one.passed).filter_map(|one| Some((one, item(one)?))).collect();
    late.sort_by(|(a, _), (b, _)| (&a.lead, &a.title).cmp(&(&b.lead, &b.title)));
    let row = |(one, item): &(&Stands, &Item)| Row {
        cells: vec![one.title.clone(), one.lead.clone(), one.source.clone(), one.sentence.clone()],
        record: Some(Counted { layer: item.layer.about().id, id: item.id.clone() }),
    };
    section.tables.push(Table {
        key: format!("{prefix}.passed"),
        title: Both::new("Đã qua hạn, theo cơ quan chủ trì", "Past their day, by leading agency"),
        columns: vec![
            Both::new("Nội dung", "What"),
            Both::new("Chủ trì", "Lead"),
            Both::new("Văn bản, điểm", "Document and clause"),
            Both::new("Tình trạng", "How it stands"),
        ],
        rows: late.iter().map(row).collect(),
    });
}
