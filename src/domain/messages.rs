//! What each code says to people, Vietnamese first.

use super::fault::Code;

/// Languages that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// The message of a code; `{0}` and so on are filled with the fault's arguments.
pub const fn template(code: Code, lang: Lang) -> &'static str {
    let (vi, en) = both(code);
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

#[expect(clippy::too_many_lines, reason = "a table: one row a code")]
const fn both(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Missing => ("Thiếu trường bắt buộc này.", "This required field is missing."),
        Code::UnknownField => {
            ("Không có trường này trong biểu mẫu; các trường có: {0}.", "The form has no such field; it has: {0}.")
        }
        Code::NotText => ("Phải là chuỗi ký tự.", "Must be text."),
        Code::NotNumber => ("Phải là một số.", "Must be a number."),
        Code::NotObject => ("Phải là một đối tượng JSON.", "Must be a JSON object."),
        Code::NotOneOf => ("Phải là một trong các giá trị: {0}.", "Must be one of: {0}."),
        Code::NotAList => ("Phải là một danh sách.", "Must be a list."),
        Code::NotACount => ("Phải là số nguyên từ 1 đến {0}.", "Must be a whole number of 1 to {0}."),
        Code::EndsBeforeStart => ("Kết thúc trước khi bắt đầu.", "Ends before it starts."),
        Code::TooLong => ("Dài quá {0} ký tự.", "Longer than {0} characters."),
        Code::SecrecyMark => (
            "Có dấu độ mật \"{0}\": bí mật nhà nước không được đưa vào hệ thống này (Luật 117/2025/QH15). Không có gì được lưu.",
            "Carries the secrecy mark \"{0}\": state secrets must not be put into this system (Law 117/2025/QH15). Nothing was stored.",
        ),
        Code::ControlCharacter => (
            "Có ký tự điều khiển không lưu được (U+{0}).",
            "Contains a control character that cannot be stored (U+{0}).",
        ),
        Code::NotUuid => (
            "Phải là mã UUID phiên bản 7 do thiết bị tạo ra, ví dụ 01932f5e-7c1a-7abc-8def-0123456789ab.",
            "Must be a version 7 UUID made by the device, such as 01932f5e-7c1a-7abc-8def-0123456789ab.",
        ),
        Code::NotInstant => (
            "Phải là ngày giờ theo RFC 3339 có múi giờ, ví dụ 2026-11-22T08:30:00+07:00.",
            "Must be an RFC 3339 date-time with an offset, such as 2026-11-22T08:30:00+07:00.",
        ),
        Code::TimeOutOfRange => ("Năm phải từ 1900 đến 9998.", "The year must be 1900 to 9998."),
        Code::LongitudeRange => (
            "Kinh độ phải từ -180 đến 180 (có nhầm với vĩ độ không?).",
            "Longitude must be -180 to 180 (swapped with latitude?).",
        ),
        Code::LatitudeRange => (
            "Vĩ độ phải từ -90 đến 90 (có nhầm với kinh độ không?).",
            "Latitude must be -90 to 90 (swapped with longitude?).",
        ),
        Code::PairIncomplete => {
            ("Phải ghi cả kinh độ (lon) và vĩ độ (lat), hoặc không ghi cả hai.", "Give both lon and lat, or neither.")
        }
        Code::AccuracyRange => (
            "Độ chính xác phải từ 0 đến 100000 mét, và chỉ ghi khi có tọa độ.",
            "Accuracy must be 0 to 100000 metres, and only together with coordinates.",
        ),
        Code::NotADigest => (
            "Phải là mã SHA-256: 64 chữ số hệ 16 viết thường.",
            "Must be a SHA-256: 64 digits of base 16 in small letters.",
        ),
        Code::TooManyAttachments => ("Một bản ghi có nhiều nhất {0} tệp.", "A record has at most {0} files."),
        Code::AttachmentTwice => ("Tệp này đã được nêu ở trên.", "This file is named above already."),
        Code::UnknownAttachment => ("Không có tệp này.", "There is no such file."),
        Code::AttachmentWithheld => (
            "Tệp loại {0} không gỡ được vị trí chụp và lời ghi kèm, nên chỉ đưa cho người được xem bản ghi nội bộ.",
            "A file of type {0} cannot be rid of position and notes, so it is given only to those who may see internal records.",
        ),
        Code::AttachmentDamaged => (
            "Tệp trên máy chủ không còn đúng với mã SHA-256 của nó: không đưa ra. Hãy gửi lại tệp gốc.",
            "The file on the server no longer has its SHA-256: it is not handed out. Send the original again.",
        ),
        Code::UnknownUpload => (
            "Không có lượt gửi này, hoặc đã hết hạn: hãy bắt đầu lại.",
            "There is no such upload, or it has expired: begin anew.",
        ),
        Code::TusVersion => ("Máy chủ nói tus phiên bản {0}.", "The server speaks tus version {0}."),
        Code::UploadHeader => ("Tiêu đề {0} thiếu hoặc sai: {1}", "The header {0} is missing or wrong: {2}"),
        Code::UploadOffset => {
            ("Máy chủ đã có {0} byte: hãy gửi tiếp từ đó.", "The server has {0} bytes: go on from there.")
        }
        Code::UploadBusy => (
            "Lượt gửi này đang được nhận ở một kết nối khác; hãy thử lại sau giây lát.",
            "This upload is being received on another connection; try again in a moment.",
        ),
        Code::TooManyUploads => (
            "Đang có {0} lượt gửi chưa xong: hãy gửi nốt hoặc bỏ bớt.",
            "{0} uploads are unfinished: finish or end some first.",
        ),
        Code::NoRoom => (
            "Máy chủ hết chỗ chứa tệp. Phần đã nhận được giữ; hãy gửi tiếp khi có chỗ.",
            "The server has no room for files. What was received is kept; go on when there is room.",
        ),
        Code::ContentDiffers => (
            "Nội dung nhận được có SHA-256 {0}, không phải {1}: không giữ lại gì.",
            "What was received has the SHA-256 {0}, not {1}: nothing was kept.",
        ),
        Code::ContentNotAllowed => (
            "Nội dung không thuộc loại được nhận ({0}): không giữ lại gì.",
            "The content is none of the kinds that are taken ({0}): nothing was kept.",
        ),
        Code::ContentOtherType => (
            "Khai là {0} nhưng nội dung là {1}: không giữ lại gì.",
            "Declared as {0}, but the content is {1}: nothing was kept.",
        ),
        Code::ContentBroken => {
            ("Tệp hỏng hoặc thiếu phần cuối: không giữ lại gì.", "The file is damaged or cut off: nothing was kept.")
        }
        Code::ContentMarkup => (
            "Trong tệp có mã trang web hoặc mã chạy được: không giữ lại gì.",
            "The file holds markup or a program: nothing was kept.",
        ),
        Code::PictureTooLarge => (
            "Ảnh mở ra lớn quá {0} triệu điểm: không giữ lại gì.",
            "The picture unfolds to more than {0} million points: nothing was kept.",
        ),
        Code::NotForSegment => (
            "Đường biên giữa hai mốc chỉ có thể là: {0}.",
            "The course of the line between two markers can only be: {0}.",
        ),
        Code::MetresRange => ("Phải là số mét, từ 0 trở lên.", "Must be a number of metres, 0 or more."),
        Code::NotOneMarker => ("Phải là đúng một mốc.", "Must be exactly one marker."),
        Code::NotDay => (
            "Phải là ngày như 22/11/2026 hoặc 2026-11-22, có thể kèm giờ 8:30.",
            "Must be a day such as 22/11/2026 or 2026-11-22, with a time such as 8:30 if there is one.",
        ),
        Code::KindContradicts => {
            ("Loại mốc \"{0}\" trái với số hiệu {1}.", "The kind \"{0}\" contradicts the number {1}.")
        }
        Code::PlaceMissing => (
            "Không có tọa độ, cũng không có mốc hay đoạn nào để biết ở đâu.",
            "Neither coordinates nor a marker or segment say where this is.",
        ),
        Code::TwoPlaces => ("Chỉ được nêu một trong các trường: {0}.", "Only one of these may be given: {0}."),
        Code::NumberRange => ("Phải từ {0} đến {1}.", "Must be from {0} to {1}."),
        Code::ImpossibleStep => (
            "Vụ việc đang ở bước {0}; bước tiếp theo chỉ có thể là: {1}.",
            "The incident is at {0}; what can follow is: {1}.",
        ),
        Code::WithoutEffect => {
            ("Sẽ không thay đổi gì; xem tình trạng của bản ghi.", "It would change nothing; see how the record stands.")
        }
        Code::WrongTarget => ("Không thể nói điều này về bản ghi {0}.", "This cannot be said of record {0}."),
        Code::TooManyRecords => ("Mỗi lần gửi nhiều nhất {0} bản ghi.", "At most {0} records may be sent at once."),
        Code::Withdrawn => ("Bản ghi {0} đã được rút lại.", "Record {0} was withdrawn."),
        Code::Corrected => ("Bản ghi {0} đã được thay bằng {1}.", "Record {0} was corrected by {1}."),
        Code::StoreFull => (
            "Máy chủ đã hết chỗ trống; bản ghi chưa được lưu. Hãy giữ lại và gửi sau.",
            "The server has no room left; nothing was stored. Keep what you have and send it again later.",
        ),
        Code::NotALine => ("Phải là một đường (LineString).", "Must be one line (LineString)."),
        Code::LineReversed => (
            "Đường đi ngược thứ tự đánh số mốc: hãy đảo chiều.",
            "The line runs against the order of the marker numbers: turn it round.",
        ),
        Code::VersionTaken => (
            "Phiên bản {0} đã có với nội dung khác: hãy đặt tên phiên bản mới.",
            "The version {0} is there with other content: give the new one another name.",
        ),
        Code::UnknownVersion => (
            "Không có phiên bản \"{0}\" của tuyến; các phiên bản có: {1}.",
            "The line has no version \"{0}\"; it has: {1}.",
        ),
        Code::OffsetNowhere => (
            "Khoảng cách tính từ mốc {0} ra ngoài tuyến, hoặc hai mốc ở cùng một chỗ.",
            "The offset from marker {0} leads off the line, or both markers stand at one place.",
        ),
        Code::CrsMissing => (
            "Có tọa độ nhưng không biết theo hệ nào: hãy ghi --crs.",
            "There are coordinates, but nobody says in which reference system: pass --crs.",
        ),
        Code::WrongGeometry => ("Là {0}; lớp {2} cần {1}.", "Is a {0}; the layer {2} takes a {1}."),
        Code::Number | Code::Foreign => ("{0}", "{1}"),
        Code::MalformedJson => ("Nội dung không phải JSON hợp lệ: {0}", "The body is not valid JSON: {0}"),
        Code::JsonTooDeep => ("JSON lồng nhau sâu quá {0} tầng.", "The JSON is nested deeper than {0} levels."),
        Code::AddressTooLong => ("Địa chỉ dài quá {0} byte.", "The address is longer than {0} bytes."),
        Code::HeadersTooLarge => (
            "Nhiều hơn {0} tiêu đề, hoặc các tiêu đề lớn quá {1} byte.",
            "More than {0} headers, or headers of more than {1} bytes.",
        ),
        Code::TooManyParameters => ("Nhiều hơn {0} tham số.", "More than {0} parameters."),
        Code::TooOften => (
            "Quá nhiều yêu cầu từ địa chỉ hoặc tài khoản này; hãy thử lại sau {0} giây.",
            "Too many requests from this address or account; try again in {0} seconds.",
        ),
        Code::WrongMediaType => (
            "Nội dung phải gửi nguyên, không nén, với Content-Type: {0}.",
            "Send the body uncompressed, with Content-Type: {0}.",
        ),
        Code::BodyTooLarge => ("Nội dung lớn quá {0} byte.", "The body is larger than {0} bytes."),
        Code::BodyUnreadable => (
            "Nội dung không đến trọn vẹn; chưa lưu gì. Hãy gửi lại với cùng mã.",
            "The body did not arrive whole; nothing was stored. Send it again with the same id.",
        ),
        Code::UnknownParameter => {
            ("Không có tham số này; các tham số có: {0}.", "There is no such parameter here; there are: {0}.")
        }
        Code::RepeatedParameter => ("Tham số này chỉ được ghi một lần.", "Give this parameter once."),
        Code::BadParameter => ("Không đọc được: {0}", "Cannot be read: {1}"),
        Code::BadPath => ("Không đọc được đường dẫn này.", "This path cannot be read."),
        Code::NotAcceptable => ("Tài nguyên này có ở các dạng: {0}.", "This resource comes as: {0}."),
        Code::NotFound => ("Không có tài nguyên này.", "There is no such resource."),
        Code::UnknownCollection => {
            ("Không có lớp “{0}”; các lớp có: {1}.", "There is no collection \"{0}\"; there are: {1}.")
        }
        Code::UnknownItem => ("Lớp này không có đối tượng “{0}”.", "This collection has no item \"{0}\"."),
        Code::UnknownMarker => ("Mốc {0} chưa có trong sổ đăng ký mốc.", "Marker {0} is not in the register."),
        Code::UnknownSegment => (
            "Đoạn {0} chưa xác định được: cả hai mốc phải có trong sổ đăng ký mốc.",
            "Segment {0} cannot be placed: both markers must be in the register.",
        ),
        Code::UnknownPatrol => ("Không có chuyến tuần tra “{0}”.", "There is no patrol \"{0}\"."),
        Code::UnknownLine => ("Không có tuyến “{0}”; các tuyến có: {1}.", "There is no line \"{0}\"; there are: {1}."),
        Code::UnknownImport => ("Không có lần nạp “{0}”.", "There is no import \"{0}\"."),
        Code::UnknownRecord => ("Không có bản ghi “{0}”.", "There is no record \"{0}\"."),
        Code::UnknownJob => (
            "Không có việc nạp “{0}”: chỉ nhớ các việc gần đây, và chỉ đến khi máy chủ khởi động lại. Các lần đã nạp ở /api/v1/imports.",
            "There is no import job \"{0}\": only the latest are remembered, until the server starts anew. What went in is under /api/v1/imports.",
        ),
        Code::BadOptions => {
            ("Có {0} tham số chưa đúng; chưa đọc tệp.", "Faults in the parameters: {0}; the file was not read.")
        }
        Code::BundleNotSealed => (
            "Tệp này không phải gói .mocgioi: không thấy mã hóa theo định dạng age.",
            "This file is no .mocgioi bundle: it is not encrypted in the age format.",
        ),
        Code::BundleOtherKey => (
            "Gói được mã hóa cho khóa khác, máy chủ này không mở được.",
            "The bundle is encrypted to another key; this server cannot open it.",
        ),
        Code::BundleDamaged => (
            "Gói bị cắt ngắn hoặc đã bị sửa. Không có gì được nhập; hãy chép lại từ thiết bị.",
            "The bundle is cut short or was altered. Nothing was taken in; copy it from the device again.",
        ),
        Code::BundleContent => (
            "Nội dung gói không đúng: {0}. Không có gì được nhập.",
            "What is in the bundle is not right: {1}. Nothing was taken in.",
        ),
        Code::DecisionByHand => (
            "Phê duyệt, trả lại, đổi nhãn trong gói chỉ được nhận khi người nhập nói rõ là đã xem (decisions).",
            "What a bundle decides about records is taken only when whoever brings it says that he has looked at it (decisions).",
        ),
        Code::FileTooLarge => (
            "Tệp lớn quá {0} byte. Tệp lớn hơn nạp bằng dòng lệnh trên máy chủ: mocgioi import TỆP.",
            "The file is larger than {0} bytes. Larger ones go in by the command line of the server: mocgioi import FILE.",
        ),
        Code::ImportBusy => (
            "Đang có việc nạp khác; mỗi lúc chỉ nạp một tệp. Hãy gửi lại khi việc đó xong.",
            "Another import is under way, and there is one at a time. Send it again when that has ended.",
        ),
        Code::ImportFailed => (
            "Việc nạp dừng giữa chừng vì cơ sở dữ liệu; không có gì thay đổi. Chi tiết đã ghi vào nhật ký.",
            "The database broke the import off; nothing was changed. The log has the details.",
        ),
        Code::ImportUndone => ("Lần nạp {0} đã được hoàn tác trước đó.", "The import {0} was undone before."),
        Code::ImportBuiltOn => (
            "Không hoàn tác được: đã có dữ liệu dựa trên lần nạp này ({0}).",
            "It cannot be undone: something was built on it ({0}).",
        ),
        Code::TooManyWatchers => (
            "Đang có quá nhiều người theo dõi; hãy hỏi lại trạng thái sau vài giây.",
            "Too many are watching; ask for the state in some seconds instead.",
        ),
        Code::UnreadableFile => {
            ("Không đọc được tệp; chưa lưu gì. {0}.", "The file cannot be read; nothing was stored. {1}.")
        }
        Code::NoFixes => (
            "Tệp không có điểm vết nào (trkpt); chưa lưu gì. Tuyến dự kiến (rte) và điểm đánh dấu (wpt) không phải là vết đã đi.",
            "The file has no track point (trkpt); nothing was stored. A route (rte) or a waypoint (wpt) is not a way that was walked.",
        ),
        Code::NoTimes => (
            "Không điểm nào trong tệp có giờ (time) nên không biết chỗ nào ngừng ghi; chưa lưu gì. Hãy xuất lại vết kèm giờ.",
            "No point of the file has a time, so pauses in the recording cannot be told; nothing was stored. Export the track with times.",
        ),
        Code::TooManyFixes => (
            "Tệp có {0} điểm, một vết chỉ được tối đa {1}; chưa lưu gì. Hãy chia theo ngày.",
            "The file has {0} points, a track may have {1}; nothing was stored. Split it by day.",
        ),
        Code::TooManyTracks => (
            "Câu hỏi này gồm {0} vết, mỗi lần trả lời tối đa {1}. Hãy thu hẹp theo thời gian (from, to) hoặc đơn vị (unit).",
            "This asks for {0} tracks, an answer takes {1}. Narrow it by time (from, to) or unit.",
        ),
        Code::OtherLine => {
            ("Mốc {0} và mốc {1} không cùng một tuyến biên giới.", "Markers {0} and {1} do not stand on one line.")
        }
        Code::OnePlace => (
            "Mốc {0} và mốc {1} ở cùng một chỗ trên đường biên nên không chỉ được hướng.",
            "Markers {0} and {1} are at one place of the line and give no direction.",
        ),
        Code::OffTheLine => (
            "Đường biên hết trước đó: theo hướng này khoảng cách không quá {0} m.",
            "The line ends before: that way the offset can be at most {0} m.",
        ),
        Code::MethodNotAllowed => ("Tài nguyên này chỉ nhận: {0}.", "This resource takes: {0}."),
        Code::Invalid => {
            ("Bản ghi có {0} chỗ chưa đúng; chưa lưu gì.", "Faults in the record: {0}; nothing was stored.")
        }
        Code::Contended => (
            "Mã {0} đã có với nội dung khác. Hai bản không khớp: bản vừa gửi đã được giữ lại bên cạnh để người có trách nhiệm xem.",
            "The id {0} already has another content. Both are kept: what you sent lies beside it until a person resolves.",
        ),
        Code::KeyTaken => ("Khóa {0} đã thuộc về một bản ghi khác.", "Another record has the key {0}."),
        Code::Erased => (
            "Bản ghi {0} đã được xóa hợp pháp (nhật ký số {1}) nên không nhận lại. Muốn ghi việc mới, hãy lập bản ghi mới.",
            "Record {0} was lawfully erased (log no. {1}) and is not taken again. For something new make a new record.",
        ),
        Code::NotStorable => (
            "Cơ sở dữ liệu không lưu được bản ghi này; gửi lại cũng vậy. Hãy giữ bản gốc và báo người quản trị.",
            "The database cannot hold this record, now or later. Keep it and tell the administrator.",
        ),
        Code::StoreUnavailable => (
            "Cơ sở dữ liệu chưa trả lời; chưa lưu gì. Hãy gửi lại với cùng mã.",
            "The database does not answer; nothing was stored. Send it again with the same id.",
        ),
        Code::Busy => (
            "Máy chủ đang gửi nhiều tệp; hãy thử lại sau ít phút.",
            "Too many files are on their way; try again in a moment.",
        ),
        Code::Timeout => ("Quá thời gian chờ. Hãy gửi lại với cùng mã.", "Timed out. Send it again with the same id."),
        Code::Internal => {
            ("Máy chủ gặp lỗi; chi tiết đã ghi vào nhật ký.", "The server failed; the log has the details.")
        }
        Code::NotKnown => (
            "Cần đăng nhập, hoặc mã truy cập đã hết hạn hay bị thu hồi.",
            "Log in first, or show a token that is still good: this one, if there was one, has expired or was revoked.",
        ),
        Code::Forbidden => ("Tài khoản này không được làm việc đó.", "This account may not do that."),
        Code::CsrfMissing => (
            "Thiếu hoặc sai tiêu đề X-CSRF-Token của phiên đăng nhập.",
            "The header X-CSRF-Token is missing or is not this session's.",
        ),
        Code::WrongLogin => ("Sai tên hoặc mật khẩu.", "Wrong name or password."),
        Code::LockedOut => {
            ("Sai mật khẩu quá nhiều lần; hãy chờ {0} giây.", "Too many wrong passwords; wait {0} seconds.")
        }
        Code::MustChange => (
            "Mật khẩu này chỉ dùng một lần; hãy gửi kèm new_password.",
            "This password is for one use; send new_password with it.",
        ),
        Code::PasswordRunOut => (
            "Mật khẩu dùng một lần này đã hết hạn; hãy xin quản trị một mật khẩu mới.",
            "This password for one use has run out; ask an administrator for another.",
        ),
        Code::PasswordTooShort => ("Mật khẩu phải có ít nhất {0} ký tự.", "A password has at least {0} characters."),
        Code::PasswordTooLong => ("Mật khẩu có nhiều nhất {0} ký tự.", "A password has at most {0} characters."),
        Code::PasswordGuessable => (
            "Mật khẩu quá dễ đoán; hãy chọn vài từ không liên quan nhau.",
            "Too easy to guess; choose some words that have nothing to do with one another.",
        ),
        Code::UnitNotYours => (
            "Tài khoản không thuộc đơn vị này; đơn vị của tài khoản: {0}.",
            "The account does not belong to this unit; its units: {0}.",
        ),
        Code::PersonNotYou => (
            "Đây là tên tài khoản của người khác; người ấy ghi bằng tài khoản của mình.",
            "This is the name of somebody else's account, who writes for himself.",
        ),
        Code::UnknownToken => ("Không có mã truy cập {0}.", "There is no token {0}."),
        Code::UnknownSession => ("Không có phiên đăng nhập {0}.", "There is no session {0}."),
        Code::UnknownAccount => ("Không có tài khoản \"{0}\".", "There is no account \"{0}\"."),
        Code::UnknownDevice => ("Không có thiết bị {0}.", "There is no device {0}."),
        Code::UnknownUnit => ("Không có đơn vị \"{0}\".", "There is no unit \"{0}\"."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages_and_a_name_of_its_own() {
        let mut names = std::collections::HashSet::new();
        for &code in Code::ALL {
            assert!(!template(code, Lang::Vi).is_empty() && !template(code, Lang::En).is_empty(), "{code:?}");
            assert!(names.insert(code.as_str()), "{code:?} shares its name");
        }
    }
}
