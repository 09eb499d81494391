//! Words for people about alerts that go out.

use crate::domain::alert::AlertKind;

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "targets" => ("Nơi nhận", "Targets"),
        "target" => ("Nơi nhận", "Target"),
        "kinds" => ("Loại cảnh báo", "Kinds"),
        "url" => ("Địa chỉ", "Address"),
        "unapproved" => ("Cả bản chưa duyệt của đơn vị", "Unapproved of the unit, too"),
        "deliveries" => ("Các lần gửi", "Deliveries"),
        "tries" => ("Số lần thử", "Tries"),
        "error" => ("Lỗi cuối", "Last error"),
        "found_at" => ("Phát hiện lúc", "Found at"),
        "done_at" => ("Xong lúc", "Done at"),
        "next_at" => ("Thử lại lúc", "Tried again at"),
        "made_at" => ("Đặt lúc", "Made at"),
        "made_by" => ("Người đặt", "Made by"),
        "ended_at" => ("Chấm dứt lúc", "Ended at"),
        "ended_by" => ("Người chấm dứt", "Ended by"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    let kind = AlertKind::ALL.iter().find(|kind| kind.as_str() == word);
    kind.map(|kind| kind.title_vi()).or(match word {
        "pending" => Some("chờ gửi"),
        "delivered" => Some("đã gửi"),
        "given_up" => Some("thôi không gửi nữa"),
        "withheld" => Some("giữ lại: nơi nhận không còn được xem"),
        "ended" => Some("nơi nhận đã chấm dứt"),
        _ => None,
    })
}
