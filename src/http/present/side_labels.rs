//! Names of what is between two sides, in the reader's language.

use crate::domain::messages::Lang;

/// As [`labels::label`](super::labels::label), for what two sides say and sign.
pub fn label(name: &str, lang: Lang) -> &str {
    let (vi, en) = match name {
        "two_sided" => ("Hai bên", "Two sides"),
        "sides" => ("Mức hai bên", "How far both sides are"),
        "disputed" => ("Hai bên nói khác nhau", "Disputed"),
        "missing" => ("Còn thiếu", "Missing"),
        "counterpart" => ("Bản của phía bạn", "What the other side said"),
        "scans" => ("Bản quét đã ký", "Signed scan"),
        "scan" => ("Bản quét", "Scan"),
        "our_signatories" => ("Người ký bên ta", "Our signatories"),
        "their_signatories" => ("Người ký phía bạn", "Their signatories"),
        "minutes" => ("Số biên bản", "Number of the minutes"),
        "meeting" => ("Cuộc họp", "Meeting"),
        "points" => ("Điểm đã thống nhất", "Agreed points"),
        "point" => ("Điểm số", "Point"),
        "tasks" => ("Nhiệm vụ", "Tasks"),
        "passed_on" => ("Đã chuyển tới", "Passed on to"),
        "acknowledged_at" => ("Xác nhận lúc", "Acknowledged at"),
        "acknowledgement_received_at" => ("Nhận được xác nhận lúc", "Acknowledgement received at"),
        "forward" => ("Bản chuyển", "Forward"),
        "task" => ("Nhiệm vụ", "Task"),
        _ => return name,
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// How far both sides are: no mode of a patrol, though the words are alike.
pub fn sides(word: &str) -> &str {
    match word {
        "unilateral" => "đơn phương",
        "bilateral" => "song phương",
        _ => value(word),
    }
}

/// A word of the data in Vietnamese; the word itself where there is no better.
pub fn value(word: &str) -> &str {
    match word {
        "minuted" => "đã lập biên bản",
        _ => word,
    }
}
