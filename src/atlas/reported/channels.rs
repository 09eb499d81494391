//! Notices from the other side and to it, to whom they were passed on, and who acknowledged.

use uuid::Uuid;

use super::Scope;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::notice::NoticeKind;
use crate::domain::report::content::Section;
use crate::domain::report::kind::Both;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::Notices);
    let (forwards, notices): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|item| item.text("to").is_some());
    section.count("notices", ("Số thông báo trao đổi với phía bạn", "Notices exchanged"), true, &notices);
    for (word, vi, en) in [("in", "đến", "received"), ("out", "đi", "sent")] {
        let of: Vec<&Item> = notices.iter().filter(|item| item.text("direction") == Some(word)).copied().collect();
        section.part(&format!("notices.{word}"), Both::new(vi, en), true, &of);
    }
    section.count("notices.kinds", ("Theo nội dung", "By subject"), true, &notices);
    section.split("notices.kind", true, &notices, "kind", NoticeKind::WORDS);
    let title = ("Số lượt chuyển xuống đơn vị", "Passed on to units");
    section.count("notices.forwarded", title, true, &forwards);
    let is_acknowledged = |item: &&Item| {
        let id = item.text("record").and_then(|id| Uuid::try_parse(id).ok());
        id.is_some_and(|id| scope.beside.acknowledged.contains_key(&id))
    };
    let (yes, no): (Vec<&Item>, Vec<&Item>) = forwards.into_iter().partition(is_acknowledged);
    section.part("notices.acknowledged", Both::new("đã xác nhận", "acknowledged"), false, &yes);
    section.part("notices.unacknowledged", Both::new("chưa xác nhận", "not acknowledged yet"), false, &no);
}
