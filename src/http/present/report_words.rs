//! Words for people about reports of units, their kinds and their issue.

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "content" => ("Mã băm nội dung", "Digest of the content"),
        "copies" => ("Nơi nhận bản sao", "Copies"),
        "cutoff" => ("Thời điểm chốt", "Cut-off"),
        "deadlines" => ("Thời hạn gửi đã quy định", "Deadlines that were set"),
        "flag" => ("Cần lưu ý", "To be looked at"),
        "issued_at" => ("Phát hành lúc", "Issued at"),
        "issued_by" => ("Người phát hành", "Issued by"),
        "key" => ("Khóa", "Key"),
        "months_after" => ("Số tháng sau kỳ", "Months after the period"),
        "periods" => ("Kỳ", "Periods"),
        "recipients" => ("Nơi nhận", "Recipients"),
        "sending" => ("Thời hạn gửi", "Day of sending"),
        "unverified" => ("Chưa kiểm chứng", "Not verified"),
        "verified" => ("Đã kiểm chứng", "Verified"),
        "windows" => ("Kỳ số liệu", "Windows"),
        _ => return None,
    })
}
