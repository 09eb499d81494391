//! Words for people about attention levels, their method, and warnings.

/// A property, Vietnamese and English.
pub fn label(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "risk_class" => ("Mức cần quan tâm", "Attention level"),
        "risk_score" => ("Điểm cần quan tâm", "Points of attention"),
        "level" => ("Cấp độ", "Level"),
        "valid_from" => ("Có hiệu lực từ", "In force from"),
        "valid_to" => ("Có hiệu lực đến", "In force to"),
        "issuer" => ("Cơ quan ban hành", "Issued by"),
        "provinces" => ("Các tỉnh", "Provinces"),
        "communes" => ("Các xã, đơn vị", "Communes and units"),
        "digest" => ("Mã kiểm tra (SHA-256)", "Digest (SHA-256)"),
        "approved" => ("Được phê duyệt", "Approved"),
        "decision" => ("Số quyết định", "Decision"),
        "decided_on" => ("Ngày quyết định", "Decided on"),
        "decided_by" => ("Người quyết định", "Decided by"),
        "issued" => ("Ngày ban hành", "Issued"),
        "sources" => ("Nguồn", "Sources"),
        "basis" => ("Căn cứ", "Basis"),
        "weights" => ("Trọng số", "Weights"),
        "terms" => ("Các hạng mục", "Terms"),
        "series" => ("Diễn biến", "Series"),
        "score" => ("Điểm", "Points"),
        "class" => ("Mức", "Level"),
        "method_version" => ("Phiên bản cách tính", "Version of the method"),
        "label_level" => ("Tính từ bản ghi đến mức", "From records up to"),
        _ => return None,
    })
}

/// A word of the data in Vietnamese.
pub fn value(word: &str) -> Option<&'static str> {
    Some(match word {
        "rainfall" => "mưa lớn",
        "flash_flood_landslide" => "lũ quét, sạt lở đất",
        "no_data" => "chưa có số liệu",
        "very_low" => "rất thấp",
        "very_high" => "rất cao",
        _ => return None,
    })
}
