//! What is said of a filter whose names or types are wrong: always the property, and what it is.

use crate::atlas::layers::{Field, Kind, LayerId};
use crate::domain::cql2::Cql2Fault;
use crate::domain::number::NumberFault;

/// Something in Vietnamese and in English.
type Said = [String; 2];

/// What a property is.
fn kind(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Text | Kind::Id => ["văn bản", "a text"],
        Kind::Line => ["mã tuyến", "the key of a line"],
        Kind::Marker => ["mã mốc", "the key of a marker"],
        Kind::Segment => ["mã đoạn", "the key of a segment"],
        Kind::Number(_) => ["số", "a number"],
        Kind::Integer(_) => ["số nguyên", "a whole number"],
        Kind::Flag => ["đúng hoặc sai", "true or false"],
        Kind::Time => ["thời điểm", "a time"],
        Kind::Day => ["ngày", "a day"],
        Kind::List => ["danh sách", "a list"],
        Kind::Structure => ["cấu trúc", "a structure"],
    }
}

pub(super) fn mismatch(field: Field, [with_vi, with_en]: &Said) -> Cql2Fault {
    let (name, [vi, en]) = (field.name, kind(field.kind));
    Cql2Fault::typed(
        format!("“{name}” là {vi}, không so được với {with_vi}"),
        format!("\"{name}\" is {en} and cannot be compared so with {with_en}"),
    )
}

pub(super) fn no_such_property(layer: LayerId, name: &str) -> Cql2Fault {
    let name: String = name.chars().take(60).collect();
    let all: Vec<&str> = layer.fields().iter().filter(|field| field.kind.is_scalar()).map(|field| field.name).collect();
    let all = format!("{}, {}", super::typing::GEOMETRY, all.join(", "));
    Cql2Fault::property(
        format!("lớp này không có thuộc tính “{name}” để lọc; có: {all}"),
        format!("this collection has no property \"{name}\" to filter by; there are: {all}"),
    )
}

pub(super) fn not_one_of(field: Field, all: &[&str]) -> Cql2Fault {
    let (name, all) = (field.name, all.join(", "));
    Cql2Fault::typed(format!("“{name}” chỉ có thể là: {all}"), format!("\"{name}\" is one of: {all}"))
}

pub(super) fn no_key(field: Field, fault: &NumberFault) -> Cql2Fault {
    let name = field.name;
    Cql2Fault::typed(format!("“{name}”: {}", fault.message_vi()), format!("\"{name}\": {}", fault.message_en()))
}

pub(super) fn texts_only(op: &str) -> Cql2Fault {
    Cql2Fault::typed(format!("{op} chỉ dùng với văn bản"), format!("{op} is for texts only"))
}

pub(super) fn times_only(op: &str) -> Cql2Fault {
    Cql2Fault::typed(
        format!("{op} chỉ dùng với thời điểm, ngày, khoảng"),
        format!("{op} is for times, days and intervals only"),
    )
}

pub(super) fn geometries_only(op: &str) -> Cql2Fault {
    Cql2Fault::typed(format!("{op} chỉ dùng với hình"), format!("{op} is for geometries only"))
}

pub(super) fn cannot_compare() -> Cql2Fault {
    Cql2Fault::typed("hai vế không so được với nhau", "the two sides cannot be compared")
}

pub(super) fn not_a_condition() -> Cql2Fault {
    Cql2Fault::typed("cần một điều kiện đúng hoặc sai", "a condition is expected here, which is true or false")
}

pub(super) fn not_a_value() -> Cql2Fault {
    Cql2Fault::typed("cần một giá trị hoặc thuộc tính", "a value or a property is expected here")
}

pub(super) fn empty_geometry() -> Cql2Fault {
    Cql2Fault::typed("hình rỗng", "the geometry is empty")
}

pub(super) fn ends_before() -> Cql2Fault {
    Cql2Fault::typed("khoảng thời gian kết thúc trước khi bắt đầu", "the interval ends before it starts")
}

pub(super) fn a_text(text: &str) -> Said {
    let text: String = text.chars().take(40).collect();
    [format!("văn bản '{text}'"), format!("the text '{text}'")]
}

pub(super) fn a_number(number: f64) -> Said {
    [format!("số {number}"), format!("the number {number}")]
}

pub(super) fn a_truth() -> Said {
    ["đúng hoặc sai".to_owned(), "true or false".to_owned()]
}

pub(super) fn a_time() -> Said {
    ["thời điểm hoặc ngày (TIMESTAMP, DATE)".to_owned(), "a time or day (TIMESTAMP, DATE)".to_owned()]
}

pub(super) fn a_geometry() -> Said {
    ["hình".to_owned(), "a geometry".to_owned()]
}

pub(super) fn a_property(field: Field) -> Said {
    let (name, [vi, en]) = (field.name, kind(field.kind));
    [format!("“{name}” là {vi}"), format!("\"{name}\", which is {en}")]
}
