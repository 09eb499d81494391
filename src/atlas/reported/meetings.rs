//! Meetings with the other side, and what was agreed.

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::meeting::MeetingKind;
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::Meetings);
    let every = all(&items);
    section.count("meetings", ("Tổng số cuộc hội đàm, giao ban", "Meetings"), true, &every);
    section.split("meetings.kind", true, &every, "kind", MeetingKind::WORDS);
    let row = |item: &Item| Row {
        cells: vec![
            item.text("title").unwrap_or_default().to_owned(),
            item.day(),
            item.text("other").unwrap_or_default().to_owned(),
            item.texts("agreed").join("; "),
        ],
        record: Some(item.counted()),
    };
    section.tables.push(Table {
        key: "meetings.list".to_owned(),
        title: Both::new("Các cuộc gặp và điều đã thống nhất", "Meetings and what was agreed"),
        columns: vec![
            Both::new("Cuộc gặp", "Meeting"),
            Both::new("Ngày", "Day"),
            Both::new("Phía bạn", "Other side"),
            Both::new("Đã thống nhất", "Agreed"),
        ],
        rows: items.iter().map(row).collect(),
    });
}
