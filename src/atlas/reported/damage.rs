//! Damage that was reported to the competent authority, the remedies proposed, and what was answered.

use uuid::Uuid;

use super::figures::all;
use super::items::Item;
use super::{Answered, Scope};
use crate::atlas::layers::LayerId;
use crate::domain::report::content::{Row, Section, Table};
use crate::domain::report::kind::Both;
use crate::domain::report::words;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::DamageReports);
    section.count(
        "damage",
        ("Số báo cáo hư hỏng gửi cấp có thẩm quyền", "Damage reports sent to the competent authority"),
        true,
        &all(&items),
    );
    let (answered, open): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|item| !answers(scope, item).is_empty());
    section.part("damage.answered", Both::new("đã có trả lời", "answered"), false, &answered);
    section.part("damage.open", Both::new("chưa có trả lời", "not answered yet"), false, &open);
    let row = |item: &Item| Row {
        cells: vec![
            item.text("number").unwrap_or("chưa ghi số").to_owned(),
            item.day(),
            item.text("addressee").unwrap_or_default().to_owned(),
            item.text("remedy").unwrap_or_default().to_owned(),
            said(answers(scope, item)),
        ],
        record: Some(item.counted()),
    };
    section.tables.push(Table {
        key: "damage.reports".to_owned(),
        title: Both::new("Báo cáo hư hỏng, đề xuất khắc phục và trả lời", "Damage reports, remedies and answers"),
        columns: vec![
            Both::new("Số văn bản", "Number"),
            Both::new("Ngày", "Day"),
            Both::new("Nơi nhận", "Addressee"),
            Both::new("Đề xuất khắc phục", "Proposed remedy"),
            Both::new("Trả lời", "Answer"),
        ],
        rows: items.iter().map(row).collect(),
    });
}

fn answers<'a>(scope: &Scope<'a>, item: &Item) -> &'a [Answered] {
    let id = item.text("record").and_then(|id| Uuid::try_parse(id).ok());
    id.and_then(|id| scope.beside.answers.get(&id)).map_or(&[], Vec::as_slice)
}

fn said(answers: &[Answered]) -> String {
    let one = |answer: &Answered| {
        let number = answer.number.as_ref().map(|number| format!(" (số {number})")).unwrap_or_default();
        let day = answer.at.map(|at| format!(", ngày {}", at.day().written_vi())).unwrap_or_default();
        format!("{}: {}{number}{day}", answer.authority, words::vi(answer.ruling))
    };
    if answers.is_empty() {
        return "chưa có trả lời".to_owned();
    }
    answers.iter().map(one).collect::<Vec<_>>().join("; ")
}
