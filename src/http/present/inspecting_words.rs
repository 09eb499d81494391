//! Words for people about inspection rules, what is due, campaigns, and checks of the standard map set.

use crate::domain::inspection_rule::InspectionSubject;
use crate::domain::messages::Lang;

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "as_of" => ("Tính đến ngày", "As of"),
        "all" => ("Tất cả", "All"),
        "basis" => ("Căn cứ", "Basis"),
        "by_marker" => ("Theo mốc", "By marker"),
        "by_result" => ("Theo kết quả", "By finding"),
        "by_segment" => ("Theo đoạn", "By segment"),
        "by_unit" => ("Đơn vị đã kiểm tra", "Inspected by"),
        "by_use" => ("Theo mục đích dùng", "By use"),
        "campaigns" => ("Đợt kiểm tra", "Campaigns"),
        "carries_out" => ("Thực hiện quy định", "Carries out"),
        "checked" => ("Nơi được kiểm tra", "Who was checked"),
        "counted_inspection" => ("Lần kiểm tra được tính", "Inspection that counts"),
        "counts" => ("Số lượng theo tình trạng", "Counts"),
        "covered" => ("Đã kiểm tra", "Inspected"),
        "days_left" => ("Còn (ngày)", "Days left"),
        "done" => ("Đã xong", "Done"),
        "due_on" => ("Hạn kiểm tra", "Due on"),
        "due_soon" => ("Sắp đến hạn", "Due soon"),
        "every" => ("Cứ mỗi", "Every"),
        "follow_up" => ("Việc phải làm tiếp", "Follow-up"),
        "in_charge" => ("Đơn vị phụ trách", "Unit in charge"),
        "inspection_due" => ("Hạn kiểm tra", "Inspection due"),
        "interval_vi" => ("Chu kỳ", "Interval (in Vietnamese)"),
        "kinds" => ("Loại đối tượng", "Kinds"),
        "line_course" => ("Hướng đi của đường biên giới", "Course of the line"),
        "map_checks" => ("Kiểm tra bộ bản đồ chuẩn", "Map checks"),
        "markers" => ("Mốc quốc giới", "Markers"),
        "missing" => ("Còn thiếu", "Missing"),
        "never_inspected" => ("Chưa từng kiểm tra", "Never inspected"),
        "no_rule" => ("Chưa có quy định", "No rule"),
        "notice_days" => ("Báo trước (ngày)", "Notice (days)"),
        "numberMatched" => ("Tổng số", "Matched"),
        "numberReturned" => ("Số nêu ở đây", "Returned"),
        "objects" => ("Đối tượng khác", "Other objects"),
        "of" => ("Trong số", "Of"),
        "ok" => ("Trong hạn", "In time"),
        "overdue" => ("Quá hạn", "Overdue"),
        "past_due" => ("Đã qua hạn", "Past its day"),
        "per" => ("Đơn vị thời gian", "Per"),
        "places" => ("Nơi áp dụng", "Places"),
        "result" => ("Kết quả", "Finding"),
        "rule" => ("Theo quy định", "By rule"),
        "segments" => ("Đoạn biên giới", "Segments"),
        "shares" => ("Phân công", "Shares"),
        "sheet" => ("Tờ bản đồ, bộ dữ liệu", "Sheet or data set"),
        "subjects" => ("Kiểm tra", "Subjects"),
        "told" => ("Đơn vị được báo", "Told"),
        "used_for" => ("Dùng cho", "Used for"),
        "with_follow_up" => ("Có việc phải làm tiếp", "With follow-up"),
        "works" => ("Công trình", "Works"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    if let Some(subject) = InspectionSubject::ALL.iter().find(|subject| subject.as_str() == word) {
        return Some(subject.title(Lang::Vi));
    }
    Some(match word {
        "ok" => "trong hạn",
        "due_soon" => "sắp đến hạn",
        "under_way" => "đang tiến hành",
        "complete" => "đã kiểm tra đủ",
        "ended_incomplete" => "đã kết thúc, chưa kiểm tra đủ",
        "nothing_to_inspect" => "không có mốc, đoạn nào trong sổ đăng ký",
        "whole" => "toàn bộ",
        "partial" => "một phần",
        "day" => "ngày",
        "inspection_rule" => "quy định kiểm tra",
        "campaign" => "đợt kiểm tra",
        "map_check" => "kiểm tra bộ bản đồ chuẩn",
        "plan" => "quy hoạch",
        "land_file" => "hồ sơ đất đai",
        "works" => "công trình xây dựng",
        "production" => "hoạt động sản xuất",
        "consistent" => "đúng bộ bản đồ chuẩn",
        "inconsistent" => "không đúng bộ bản đồ chuẩn",
        "could_not_tell" => "chưa kết luận được",
        _ => return None,
    })
}
