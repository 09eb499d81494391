//! Vietnamese and English words for the data, as a report writes them.

use super::kind::Both;

/// A word of the data; itself where there is no better.
pub fn both(word: &str) -> Both {
    let (vi, en) = match word {
        "unilateral" => ("đơn phương", "unilateral"),
        "bilateral" => ("song phương", "bilateral"),
        "joint" => ("liên hợp", "joint"),
        "good" => ("tốt", "good"),
        "damaged" => ("hư hỏng", "damaged"),
        "tilted" => ("nghiêng", "tilted"),
        "displaced" => ("xê dịch", "displaced"),
        "buried" => ("vùi lấp", "buried"),
        "missing" => ("mất", "missing"),
        "not_found" => ("không tìm thấy", "not found"),
        "at_risk_of_damage" => ("có nguy cơ hư hỏng", "at risk of damage"),
        "unknown" => ("chưa rõ", "unknown"),
        "low" => ("thấp", "low"),
        "moderate" => ("trung bình", "moderate"),
        "high" => ("cao", "high"),
        "critical" => ("rất cao", "critical"),
        "landslide" => ("sạt lở", "landslide"),
        "landslide_risk" => ("nguy cơ cao sạt lở", "high landslide risk"),
        "crack" => ("vết nứt", "crack"),
        "bank_erosion" => ("xói lở bờ", "bank erosion"),
        "border_guard" => ("Bộ đội Biên phòng", "border guard"),
        "police" => ("Công an", "police"),
        "rangers" => ("Kiểm lâm", "rangers"),
        "militia" => ("Dân quân tự vệ", "militia"),
        "customs" => ("Hải quan", "customs"),
        "army" => ("Quân đội", "army"),
        "other" => ("khác", "other"),
        "encroachment_on_line" => ("xâm phạm đường biên giới", "encroachment on the line"),
        "encroachment_on_marker" => ("xâm phạm mốc quốc giới", "encroachment on a marker"),
        "agreement_breach" => ("vi phạm văn kiện pháp lý về biên giới", "breach of the agreements"),
        "illegal_crossing" => ("xuất, nhập cảnh trái phép", "illegal crossing"),
        "smuggling" => ("buôn lậu", "smuggling"),
        "drugs" => ("ma túy", "drugs"),
        "timber" => ("gỗ, lâm sản", "timber"),
        "wildlife" => ("động vật hoang dã", "wildlife"),
        "congestion" => ("ùn tắc ở cửa khẩu", "congestion"),
        "reported" => ("đã báo", "reported"),
        "verified" => ("đã xác minh", "verified"),
        "assigned" => ("đã giao xử lý", "assigned"),
        "in_progress" => ("đang xử lý", "in progress"),
        "escalated" => ("trình cấp trên", "escalated"),
        "resolved" => ("đã xử lý", "resolved"),
        "closed" => ("đã kết thúc", "closed"),
        "reopened" => ("mở lại", "reopened"),
        "duplicate" => ("trùng vụ khác", "duplicate"),
        "reservoir_filling" => ("tích nước hồ", "reservoir filling"),
        "reservoir_discharge" => ("xả nước hồ", "reservoir discharge"),
        "disease" => ("dịch bệnh", "disease"),
        "forest_fire" => ("cháy rừng", "forest fire"),
        "meeting" => ("gặp gỡ, hội đàm", "meeting"),
        "periodic" => ("giao ban định kỳ", "periodic"),
        "ad_hoc" => ("gặp gỡ đột xuất", "ad hoc"),
        "annual" => ("thường niên", "annual"),
        "talks" => ("hội đàm", "talks"),
        "approved" => ("chấp thuận", "approved"),
        "ordered" => ("chỉ đạo làm khác", "ordered otherwise"),
        "refused" => ("không chấp thuận", "refused"),
        "noted" => ("ghi nhận", "noted"),
        "public" => ("công khai", "public"),
        "internal" => ("nội bộ", "internal"),
        "restricted" => ("hạn chế", "restricted"),
        "consistent" => ("phù hợp bộ bản đồ chuẩn", "consistent"),
        "inconsistent" => ("không phù hợp", "inconsistent"),
        "could_not_tell" => ("chưa kết luận được", "could not tell"),
        "plan" => ("quy hoạch", "plan"),
        "land_file" => ("hồ sơ đất đai", "land file"),
        "works" => ("công trình", "works"),
        "production" => ("sản xuất", "production"),
        "none" => ("tài liệu không nêu", "not stated"),
        "once" => ("một lần", "once"),
        "regular" => ("thường xuyên", "continuing"),
        "monthly" => ("hằng tháng", "monthly"),
        "quarterly" => ("hằng quý", "quarterly"),
        "yearly" => ("hằng năm", "yearly"),
        _ => (word, word),
    };
    Both::new(vi, en)
}

/// A word of the data in Vietnamese.
pub fn vi(word: &str) -> String {
    both(word).vi
}

/// A key of a marker or stretch as people write it: "144", "193–194".
pub fn place(key: &str) -> String {
    let bare = key.split_once(':').map_or(key, |(_, rest)| rest);
    let number = |text: &str| text.replace('_', "/");
    match bare.split_once("..") {
        Some((from, to)) => format!("{}–{}", number(from), number(to)),
        None => number(bare),
    }
}
