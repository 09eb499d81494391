//! Checks of the standard map set ("bộ bản đồ chuẩn").

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::map_check::{MapFinding, MapUse};
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::MapChecks);
    let every = all(&items);
    let title = ("Số lần kiểm tra bộ bản đồ chuẩn", "Checks of the standard map set");
    section.count("map_checks", title, true, &every);
    section.split("map_checks.result", true, &every, "result", MapFinding::WORDS);
    section.count("map_checks.uses", ("Theo mục đích sử dụng bản đồ", "By what the map was used for"), true, &every);
    section.split("map_checks.use", true, &every, "used_for", MapUse::WORDS);
    let row = |item: &Item| Row {
        cells: vec![
            item.text("checked").unwrap_or_default().to_owned(),
            item.text("title").unwrap_or_default().to_owned(),
            item.text("sheet").unwrap_or_default().to_owned(),
            words::vi(item.text("result").unwrap_or_default()),
            item.text("follow_up").unwrap_or_default().to_owned(),
        ],
        record: Some(item.counted()),
    };
    section.tables.push(Table {
        key: "map_checks.list".to_owned(),
        title: Both::new("Các lần kiểm tra", "Checks"),
        columns: vec![
            Both::new("Đơn vị được kiểm tra", "Who was checked"),
            Both::new("Quy hoạch, hồ sơ, công trình", "Plan, file or works"),
            Both::new("Mảnh, bộ dữ liệu", "Sheet or data set"),
            Both::new("Kết quả", "Result"),
            Both::new("Việc cần làm tiếp", "Follow-up"),
        ],
        rows: items.iter().map(row).collect(),
    });
}
