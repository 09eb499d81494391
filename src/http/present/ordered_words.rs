//! Words for people about tasks and works: deadlines, how things stand, reports, urgings, assignments.

use crate::domain::fulfilment::{Reported, State};
use crate::domain::messages::Lang;

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "agencies" => ("Theo cơ quan", "By agency"),
        "agency" => ("Cơ quan", "Agency"),
        "answers_now" => ("Nay ai chịu trách nhiệm", "Who answers now"),
        "as_of" => ("Tính đến ngày", "As of"),
        "assignments" => ("Giao việc", "Assignments"),
        "basis" => ("Căn cứ", "Basis"),
        "counts" => ("Số lượng theo trạng thái", "Counts by state"),
        "days_left" => ("Còn (ngày)", "Days left"),
        "demands" => ("Yêu cầu", "Demands"),
        "done_on" => ("Hoàn thành ngày", "Done on"),
        "doubts" => ("Nghi vấn về ngày", "Doubts"),
        "entries" => ("Việc", "Entries"),
        "event" => ("Sự kiện", "Event"),
        "event_on" => ("Ngày xảy ra sự kiện", "Day of the event"),
        "every" => ("Định kỳ", "Every"),
        "evidence" => ("Căn cứ của báo cáo", "Evidence"),
        "fact" => ("Nội dung báo cáo", "About"),
        "findings" => ("Điều phát hiện", "Findings"),
        "in_time" => ("Trong hạn", "In time"),
        "last_day" => ("Ngày cuối trong hạn", "Last day"),
        "lead_now" => ("Chủ trì hiện nay", "Lead now"),
        "meaning" => ("Hiểu là", "Read as"),
        "meaning_en" => ("Hiểu là (tiếng Anh)", "Read as, in English"),
        "passed" => ("Đã qua hạn, chưa có báo cáo hoàn thành", "Past its date, not reported done"),
        "deadline_read" => ("Cách hiểu thời hạn", "Deadline as read"),
        "remind_days" => ("Nhắc trước (ngày)", "Reminder (days)"),
        "reported_by" => ("Cơ quan báo cáo", "Reported by"),
        "reports" => ("Báo cáo", "Reports"),
        "said" => ("Nguyên văn báo cáo", "In the words of the report"),
        "since" => ("Từ ngày", "Since"),
        "standing" => ("Tình hình thực hiện", "How it stands"),
        "state_words" => ("Tình hình", "Standing"),
        "state_words_en" => ("Tình hình (tiếng Anh)", "Standing, in English"),
        "strength_words" => ("Mức yêu cầu, bằng lời", "Strength, in words"),
        "target" => ("Về việc", "Target"),
        "urgings" => ("Đôn đốc", "Urgings"),
        "visits" => ("Giám sát tại chỗ", "Supervision visits"),
        "visited_at" => ("Thời điểm giám sát", "Visited at"),
        "waits_for" => ("Chờ việc", "Waits for"),
        "works" => ("Công trình", "Works"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    let state = State::ALL.iter().find(|state| state.as_str() == word);
    let reported = Reported::ALL.iter().find(|reported| reported.as_str() == word);
    let known = state.map(|state| state.title(Lang::Vi)).or_else(|| reported.map(|reported| reported.title(Lang::Vi)));
    known.or_else(|| {
        Some(match word {
            "task_report" => "báo cáo nhiệm vụ",
            "works_report" => "báo cáo công trình",
            "supervision_visit" => "giám sát công trình",
            "urging" => "đôn đốc",
            "assignment" => "giao việc",
            "site_clearance" => "giải phóng mặt bằng",
            "hand_over" => "bàn giao mặt bằng",
            "start" => "khởi công",
            "completion" => "hoàn thành",
            "agency" => "cơ quan, đơn vị của công trình",
            "permit" => "giấy phép, thủ tục",
            "talks" => "hội đàm",
            "minutes" => "biên bản",
            "extent" => "phạm vi theo mốc",
            "dated" => "có ngày",
            "recurring" => "lặp lại theo kỳ",
            "relative" => "tính từ một sự kiện",
            "dependent" => "chờ việc khác",
            "same" => "cơ quan này",
            "successor" => "cơ quan kế tục",
            "undetermined" => "chưa xác định",
            _ => return None,
        })
    })
}
