//! Tasks and works by how they stand, and those whose day has passed, by agency.
//!
//! Works have as many states as milestones. So that the parts add up to the whole, each is counted under one: that which most asks
//! to be looked at, in the order of [`PRECEDENCE`].

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Stands;
use super::items::Item;
use crate::domain::fulfilment::State;
use crate::domain::report::content::{Counted, Row, Section, Table};
use crate::domain::report::kind::Both;

/// States, what somebody must look at first before what is as it should be.
const PRECEDENCE: [State; 12] = [
    State::PastDue,
    State::PastDueReported,
    State::DueSoon,
    State::Waiting,
    State::AsReported,
    State::Upcoming,
    State::EventUnknown,
    State::Doubtful,
    State::Unread,
    State::Continuing,
    State::NoDeadline,
    State::Done,
];

/// Figures by state, each record under one, and of what passed its day; a record counts once there, however many milestones it has.
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
    let rank = |one: &Stands| PRECEDENCE.iter().position(|state| state.as_str() == one.state);
    let mut first: BTreeMap<Uuid, &Stands> = BTreeMap::new();
    for one in stands {
        let held = first.entry(one.record).or_insert(one);
        if rank(one) < rank(held) {
            *held = one;
        }
    }
    let is_first = |one: &Stands, state: &str| first.get(&one.record).is_some_and(|first| first.state == state);
    let mut states: Vec<&Stands> = first.values().copied().collect();
    states.sort_by_key(|one| rank(one));
    states.dedup_by_key(|one| one.state);
    let every = some(&|_| true);
    section.count(&format!("{prefix}.states"), ("Theo tình trạng thực hiện", "By how they stand"), false, &every);
    for Stands { state, state_title, .. } in states {
        let of = some(&|one| is_first(one, state));
        section.part(&format!("{prefix}.state.{state}"), state_title.clone(), false, &of);
    }
    let records: BTreeSet<Uuid> = stands.iter().map(|one| one.record).collect();
    if records.len() < stands.len() && !every.is_empty() {
        section.notes.push(Both::new(
            "Công trình có nhiều mốc tiến độ thì tính một lần, theo mốc cần chú ý nhất (quá hạn trước, hoàn thành sau cùng).",
            "Works with several milestones are counted once, by the one that most asks to be looked at (past its day first, done last).",
        ));
    }
    let passed = ("Đã qua hạn, chưa có báo cáo kết quả hoàn thành", "Past their day, and not reported as done");
    section.count(&format!("{prefix}.passed"), passed, false, &some(&|one| one.passed));
    let mut late: Vec<(&Stands, &Item)> =
        stands.iter().filter(|one| one.passed).filter_map(|one| Some((one, item(one)?))).collect();
    late.sort_by(|(a, _), (b, _)| (&a.lead, &a.title).cmp(&(&b.lead, &b.title)));
    let row = |(one, item): &(&Stands, &Item)| Row {
        cells: vec![
            one.title.clone(),
            if one.lead.is_empty() { "văn bản không nêu".to_owned() } else { one.lead.clone() },
            one.source.clone(),
            one.sentence.clone(),
        ],
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
