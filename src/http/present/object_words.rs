//! Words for people about objects, and about reports of inspections.

use crate::domain::messages::Lang;
use crate::domain::object::Subject;

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "code" => ("Ký hiệu", "Code"),
        "looked_after_by" => ("Đơn vị trông coi", "Looked after by"),
        "object_cracked" => ("Đối tượng bị nứt", "Object is cracked"),
        "parts" => ("Từng phần", "Part by part"),
        "surface" => ("Bề mặt", "Surface"),
        "slope" => ("Sườn, ta luy", "Slope"),
        "drainage" => ("Thoát nước", "Drainage"),
        "bridge" => ("Cầu, ngầm", "Bridge or ford"),
        "inspections" => ("Số lần kiểm tra", "Inspections"),
        "last_inspected_at" => ("Kiểm tra lần cuối", "Last inspected"),
        "last_inspection" => ("Bản ghi kiểm tra cuối", "Last inspection"),
        "last_condition" => ("Tình trạng khi đó", "Condition then"),
        "last_mode" => ("Hình thức khi đó", "Mode then"),
        "last_review_state" => ("Duyệt lần kiểm tra cuối", "Review of the last inspection"),
        "count" => ("Số lần", "Count"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    let subject = Subject::ALL.iter().find(|subject| subject.as_str() == word);
    subject.map(|subject| subject.title(Lang::Vi)).or_else(|| (word == "inspected").then_some("đã kiểm tra"))
}
