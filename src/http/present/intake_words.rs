//! Words for people about parts of reports.

use crate::domain::messages::Lang;

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "duty" => ("Chế độ báo cáo", "Reporting duty"),
        "agency" => ("Cơ quan gửi", "Agency"),
        "scope" => ("Phạm vi", "Scope"),
        "letter" => ("Văn bản", "Letter"),
        "on" => ("Ngày", "On"),
        "sections" => ("Các mục", "Sections"),
        "section" => ("Mục", "Section"),
        "text" => ("Nội dung", "Text"),
        "on_behalf" => ("Nhập thay từ văn bản", "Entered on behalf"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    Some(match word {
        "report_part" => "phần báo cáo",
        "whole" => "báo cáo riêng",
        "item" => "một nội dung trong báo cáo chung",
        _ => return None,
    })
}

/// What a section is called; its own name where there is no better.
pub fn section(name: &str, lang: Lang) -> String {
    let (vi, en) = match name {
        "opening" | "general" => ("Tình hình chung", "General"),
        "inspections" => ("Kiểm tra mốc quốc giới, đường biên giới", "Inspections"),
        "conditions" | "markers" => ("Tình trạng mốc quốc giới và đối tượng", "Markers and objects by condition"),
        "damage" => ("Hư hỏng và khắc phục", "Damage and remedies"),
        "hazards" => ("Sạt lở, vết nứt", "Hazards"),
        "patrols" => ("Tuần tra", "Patrols"),
        "incidents" => ("Vụ việc", "Incidents"),
        "works" => ("Công trình gần biên giới", "Works"),
        "tasks" => ("Nhiệm vụ", "Tasks"),
        "channels" => ("Kênh phối hợp", "Channels"),
        "meetings" => ("Hội đàm, giao ban", "Meetings"),
        "map_checks" => ("Kiểm tra dùng bộ bản đồ chuẩn", "Checks of the standard map set"),
        "assessment" => ("Đánh giá chung", "Assessment"),
        "proposals" => ("Khó khăn, vướng mắc, kiến nghị", "Difficulties and proposals"),
        _ => return name.to_owned(),
    };
    (if lang == Lang::Vi { vi } else { en }).to_owned()
}
