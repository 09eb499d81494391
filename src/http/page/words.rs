//! Every word the pages say by themselves, in both languages, in one place.

use std::fmt::Write as _;

/// The language of a page. Vietnamese is what the readers speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// For the `lang` attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

macro_rules! words {
    ($($name:ident $vi:literal $en:literal)*) => {
        /// One fixed text; [`Word::say`] gives it in a language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($name),* }

        impl Word {
            pub const fn say(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::Vi) => $vi, (Self::$name, Lang::En) => $en,)*
                }
            }
        }
    };
}

words! {
    Brand "Mốc Giới" "Mốc Giới"
    Tagline "Sổ mốc giới và các đoạn biên giới cần quan tâm" "Boundary markers, and the segments that need attention"
    Lead "Dữ liệu không gian cho người quản lý, bảo vệ biên giới trên đất liền: mốc giới, đoạn biên giới, điểm sạt lở, vết nứt, kiểm tra, công trình và nhiệm vụ. Đoạn nào cần quan tâm, vì sao, theo văn bản nào, đều mở ra xem được." "Spatial data for the people who look after the land boundary: markers, segments, landslides, cracks, inspections, works and tasks. Which segment needs attention, why, and which document says so can all be opened."
    SkipToContent "Đến nội dung" "Skip to content"
    Home "Trang đầu" "Home"
    Collections "Bộ dữ liệu" "Collections"
    Api "API" "API"
    ApiTitle "Giao diện lập trình (API)" "Application interface (API)"
    Conformance "Chuẩn đáp ứng" "Conformance"
    AsJson "Xem dạng JSON" "As JSON"
    Records "bản ghi" "records"
    Sketch "SƠ ĐỒ" "SKETCH"
    NotForBoundary "không dùng để xác định biên giới" "not for determining the boundary"
    NotFor1 "không dùng để" "not for determining"
    NotFor2 "xác định biên giới" "the boundary"
    SketchNotice "Đường biên giới trên trang này lấy từ OpenStreetMap, chỉ để định hướng; chưa nạp đường biên giới chính thức. Mốc có dấu ≈ được đặt theo số thứ tự, không phải tọa độ đo đạc." "The boundary lines on this page come from OpenStreetMap and only give orientation; no official line has been loaded. Markers with ≈ are placed by their number, not by survey."
    Attribution "Đường biên giới: © OpenStreetMap contributors, ODbL" "Boundary lines: © OpenStreetMap contributors, ODbL"
    HoangSa "Quần đảo Hoàng Sa (Việt Nam)" "Hoàng Sa archipelago (Việt Nam)"
    HoangSa1 "Quần đảo Hoàng Sa" "Hoàng Sa archipelago"
    TruongSa "Quần đảo Trường Sa (Việt Nam)" "Trường Sa archipelago (Việt Nam)"
    TruongSa1 "Quần đảo Trường Sa" "Trường Sa archipelago"
    OfVietNam "(Việt Nam)" "(Việt Nam)"
    EastSea "BIỂN ĐÔNG" "EAST SEA"
    China "TRUNG QUỐC" "CHINA"
    Laos "LÀO" "LAOS"
    Cambodia "CAMPUCHIA" "CAMBODIA"
    VietNam "VIỆT NAM" "VIỆT NAM"
    North "B" "N"
    PictureTitle "Sơ đồ biên giới trên đất liền của Việt Nam" "Sketch of the land boundary of Việt Nam"
    PictureDesc "Ba tuyến biên giới với Trung Quốc, Lào và Campuchia; chỗ có chữ cái là đoạn cần quan tâm, phóng to ở khung cùng chữ. Sơ đồ không vẽ bờ biển; tên hai quần đảo đặt ở vị trí gần đúng." "The boundary lines with China, Laos and Cambodia; letters mark the stretches that need attention, enlarged in the frame of the same letter. No coastline is drawn; the archipelagos are named at their approximate places."
    PictureNote "Sơ đồ chỉ vẽ biên giới trên đất liền, không vẽ bờ biển và đảo; tên hai quần đảo đặt ở vị trí gần đúng." "The sketch shows the land boundary only, no coast and no islands; the archipelagos are named at their approximate places."
    ZoomTitle "Phóng to" "Enlarged"
    Legend "Chú giải" "Legend"
    AttentionLevel "Mức cần quan tâm" "Level of attention"
    NoData "Chưa có số liệu" "No data"
    Surveyed "Tọa độ đo đạc" "Surveyed position"
    Indicative "Vị trí tham khảo, đặt theo số mốc" "Indicative position, placed by number"
    KindMain "Mốc chính" "Main marker"
    KindAuxiliary "Mốc phụ" "Auxiliary"
    KindStake "Cọc dấu" "Stake"
    KindTripoint "Giao điểm ba nước" "Tripoint"
    KindSameNumber "Mốc đôi, mốc ba" "Same-number markers"
    Boundary "Biên giới" "Boundary"
    OurSide "dải màu là phía Việt Nam" "tinted on Việt Nam's side"
    MoreSegments "đoạn nữa" "more segments"
    SegmentSchematic "Đoạn sơ đồ, vị trí tham khảo" "Schematic segment, indicative"
    Attention "Đoạn cần quan tâm" "Segments that need attention"
    AttentionNone "Chưa đoạn nào có bản ghi làm tăng mức cần quan tâm." "No segment has a record that raises its level yet."
    Segment "Mốc" "Markers"
    Points "điểm" "points"
    TryIt "Thử bằng dòng lệnh" "From the command line"
    TryItHint "Mọi bộ dữ liệu đều theo chuẩn OGC API – Features: QGIS và các công cụ khác đọc thẳng được." "Every collection follows OGC API – Features: QGIS and other tools read it directly."
    SeqLabel "Dữ liệu đến số" "Data up to number"
    DayLabel "tính cho ngày" "computed for"
    Items "Danh sách bản ghi" "Records"
    Shown "đang xem" "shown"
    Of "trong" "of"
    Filters "Đang lọc" "Filtered by"
    ClearFilters "Xóa bộ lọc" "Clear filters"
    EmptyFiltered "Bộ lọc không còn gì" "Filter leaves nothing"
    EmptyFilteredHint "Không bản ghi nào khớp với bộ lọc ở trên." "No record matches the filters above."
    Empty "Chưa có bản ghi" "No records yet"
    EmptyHint "Bộ dữ liệu này còn trống." "This collection is still empty."
    Next "Trang sau" "Next"
    Properties "Thuộc tính" "Properties"
    Absent "–" "–"
    Clause "mục" "clause"
    WhatToDo "Làm gì tiếp" "What to do"
    ProblemCode "Mã" "Code"
    ConformanceLead "Các lớp tiêu chuẩn mà máy chủ này đáp ứng." "The conformance classes this server meets."
    ApiLead "Các đường dẫn của máy chủ này. Bản máy đọc được ở liên kết JSON." "The routes of this server. The JSON link has the machine-readable document."
    Method "Phương thức" "Method"
    Path "Đường dẫn" "Path"
    Summary "Trả về" "Answers"
    LogIn "Đăng nhập" "Log in"
    LogOut "Đăng xuất" "Log out"
    LogInAsOther "Đăng nhập bằng tài khoản khác" "Log in with another account"
    LoggedInAs "Đang đăng nhập:" "Logged in:"
    LogInLead "Dữ liệu công khai không cần đăng nhập. Xem dữ liệu nội bộ và ghi nhận thì cần." "What is public needs no log-in. Reading internal data and recording do."
    Name "Tên tài khoản" "Account name"
    Password "Mật khẩu" "Password"
    Or "hoặc" "or"
    LogInWith "Đăng nhập qua" "Log in with"
    LostPassword "Quên mật khẩu: xin quản trị của đơn vị cấp mật khẩu dùng một lần." "Lost your password? Ask your administrator for one for one use."
    SharedMachine "Máy dùng chung: nhớ đăng xuất khi xong việc." "On a shared machine, log out when you are done."
    OwnPassword "Chọn mật khẩu của mình" "Choose a password of your own"
    OwnPasswordLead "Mật khẩu vừa nhập chỉ dùng được một lần." "The password that you entered is for one use."
    NewPassword "Mật khẩu mới" "New password"
    NewPasswordAgain "Nhập lại mật khẩu mới" "New password again"
    PasswordHint "Ít nhất 12 ký tự. Vài từ không liên quan nhau thì dễ nhớ mà khó đoán." "At least 12 characters. Some words that have nothing to do with one another are easy to remember and hard to guess."
    SaveAndGoOn "Lưu và tiếp tục" "Save and go on"
    NotTheSame "Hai lần nhập mật khẩu mới không giống nhau." "The two new passwords are not the same."
    FormTooOld "Trang đăng nhập đã mở quá lâu, hoặc trình duyệt chặn cookie. Hãy nhập lại." "This page was open for too long, or the browser keeps no cookies. Please try again."
    StartAgain "Đã quá lâu; hãy đăng nhập lại bằng mật khẩu dùng một lần." "That took too long; log in with the password for one use again."
    YouAreOut "Đã đăng xuất." "You are logged out."
    StillInElsewhere "Vẫn còn đăng nhập ở nơi xác nhận." "Whoever vouched for you still knows you."
    LeaveElsewhere "Đăng xuất cả ở đó" "Log out there, too"
    YouAreIn "Đang đăng nhập" "You are logged in"
    GoOn "Tiếp tục" "Go on"
    VouchedButUnknown "Nơi xác nhận biết bạn, nhưng chưa gắn với tài khoản nào ở đây. Hãy gửi dòng này cho quản trị:" "The issuer knows you, but no account here belongs to you. Send this line to your administrator:"
    VouchedButDisabled "Tài khoản này đã bị khóa. Hãy hỏi quản trị." "This account is disabled. Ask your administrator."
    IssuerSilent "Nơi xác nhận không trả lời. Hãy thử lại sau, hoặc đăng nhập bằng mật khẩu." "The issuer does not answer. Try again later, or log in with a password."
    IssuerRefuses "Nơi xác nhận không cho vào, hoặc mã đã được dùng. Hãy thử lại." "The issuer did not let you in, or its code was used before. Please try again."
    IssuerUnbelievable "Câu trả lời của nơi xác nhận không đúng nên không được nhận. Hãy báo quản trị." "What the issuer answered cannot be believed. Tell your administrator."
    NoAccountsHere "Máy chủ này chạy không có tài khoản: ai vào được cũng xem và ghi được mọi thứ." "This server runs without accounts: whoever reaches it reads and writes everything."
    Licence "Dữ liệu đường biên giới theo giấy phép ODbL 1.0." "Boundary line data under ODbL 1.0."
}

/// `1 … 5` in Roman digits; Arabic ones are marker numbers.
pub const fn roman(class: Option<u8>) -> &'static str {
    match class {
        Some(1) => "I",
        Some(2) => "II",
        Some(3) => "III",
        Some(4) => "IV",
        Some(5) => "V",
        _ => "–",
    }
}

/// The name of a class of attention, never of official disaster levels.
pub const fn class_name(class: Option<u8>, lang: Lang) -> &'static str {
    match (class, lang) {
        (Some(1), Lang::Vi) => "Rất thấp",
        (Some(2), Lang::Vi) => "Thấp",
        (Some(3), Lang::Vi) => "Trung bình",
        (Some(4), Lang::Vi) => "Cao",
        (Some(5), Lang::Vi) => "Rất cao",
        (Some(1), Lang::En) => "Very low",
        (Some(2), Lang::En) => "Low",
        (Some(3), Lang::En) => "Moderate",
        (Some(4), Lang::En) => "High",
        (Some(5), Lang::En) => "Very high",
        _ => Word::NoData.say(lang),
    }
}

/// `Vị trí suy theo số mốc, ước sai 18 km, có thể hơn`
pub fn accuracy_note(lang: Lang, metres: Option<f64>) -> String {
    // An estimate, not a bound: where only the ends of a line are known it may be several times too small.
    let (plain, about, more) = match lang {
        Lang::Vi => ("Vị trí suy theo số mốc", "ước sai", "có thể hơn"),
        Lang::En => ("Placed by marker number", "estimated error", "may be more"),
    };
    metres.map_or_else(|| plain.to_owned(), |m| format!("{plain}, {about} {}, {more}", distance(lang, m)))
}

/// Metres below a kilometre, else kilometres, rounded to what can be meant.
pub fn distance(lang: Lang, metres: f64) -> String {
    if metres < 1000.0 {
        format!("{} m", number(lang, metres.round()))
    } else if metres < 10_000.0 {
        format!("{} km", number(lang, (metres / 100.0).round() / 10.0))
    } else {
        format!("{} km", number(lang, (metres / 1000.0).round()))
    }
}

/// `1.234,5` in Vietnamese, `1,234.5` in English; at most six decimals.
pub fn number(lang: Lang, value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let (group, point) = match lang {
        Lang::Vi => ('.', ','),
        Lang::En => (',', '.'),
    };
    let text = format!("{:.6}", value.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let mut out = String::new();
    if value < 0.0 && (whole != "0" || !decimals.is_empty()) {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        let _ = write!(out, "{point}{decimals}");
    }
    out
}

/// A count, grouped.
pub fn count(lang: Lang, value: u64) -> String {
    let digits = value.to_string();
    let group = if lang == Lang::Vi { '.' } else { ',' };
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_documents_write_them() {
        assert_eq!(number(Lang::Vi, 1234.5), "1.234,5");
        assert_eq!(number(Lang::En, 1_234_567.0), "1,234,567");
        assert_eq!(number(Lang::Vi, -0.000_000_1), "0");
        assert_eq!(number(Lang::Vi, -6.25), "−6,25");
        assert_eq!(number(Lang::Vi, f64::NAN), "–");
        assert_eq!(count(Lang::Vi, 48_213), "48.213");
        assert_eq!(count(Lang::Vi, 0), "0");
    }

    #[test]
    fn a_distance_says_no_more_than_is_known() {
        assert_eq!(distance(Lang::Vi, 18_240.0), "18 km");
        assert_eq!(distance(Lang::Vi, 2_840.0), "2,8 km");
        assert_eq!(distance(Lang::En, 300.4), "300 m");
    }
}
