//! Messages of what is wrong with a field of a submission.

use super::super::fault::Code;
use super::Words;

#[expect(clippy::too_many_lines, reason = "a table: one row a code")]
pub(super) const fn words(code: Code) -> Option<Words> {
    Some(match code {
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
        Code::NotForSegment => (
            "Đường biên giữa hai mốc chỉ có thể là: {0}.",
            "The course of the line between two markers can only be: {0}.",
        ),
        Code::NotForObject => {
            ("Với loại đối tượng này ({0}) chỉ có thể là: {2}.", "For this kind of object ({1}) only: {2}.")
        }
        Code::MetresRange => ("Phải là số mét, từ 0 trở lên.", "Must be a number of metres, 0 or more."),
        Code::NotOneMarker => ("Phải là đúng một mốc.", "Must be exactly one marker."),
        Code::BasisMissing => (
            "Quy định phải nêu căn cứ: số hiệu văn bản, mệnh lệnh và câu chữ của nó; lệnh của chính đơn vị cũng là căn cứ.",
            "A rule says where it comes from: number of the document or order, and its words; an order of one's own is one.",
        ),
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
        Code::NotAbove => (
            "\"{0}\" không phải là cấp trên của đơn vị có vụ việc này.",
            "\"{0}\" does not stand above the unit whose incident it is.",
        ),
        Code::WrongTarget => ("Không thể nói điều này về bản ghi {0}.", "This cannot be said of record {0}."),
        Code::TooManyRecords => ("Mỗi lần gửi nhiều nhất {0} bản ghi.", "At most {0} records may be sent at once."),
        Code::Withdrawn => ("Bản ghi {0} đã được rút lại.", "Record {0} was withdrawn."),
        Code::Corrected => ("Bản ghi {0} đã được thay bằng {1}.", "Record {0} was corrected by {1}."),
        Code::NotYoursToSend => (
            "Nơi nhận không được thấy nhiều hơn người đặt nó: chọn đơn vị và mức phổ biến mà bạn được đọc.",
            "A target may see no more than whoever sets it: take a unit and a label that you may read.",
        ),
        Code::TooManyTargets => ("Đã có {0} nơi nhận cảnh báo.", "There are {0} targets of alerts already."),
        Code::UnknownTarget => ("Không có nơi nhận cảnh báo “{0}”.", "There is no target of alerts \"{0}\"."),
        Code::UnknownDelivery => ("Không có lần gửi cảnh báo “{0}”.", "There is no delivery \"{0}\"."),
        Code::NotAnAddress => (
            "Phải là địa chỉ https:// đầy đủ, không kèm tên và mật khẩu.",
            "Must be a whole https:// address, without name and password.",
        ),
        Code::AddressInside => (
            "Địa chỉ nằm trong mạng nội bộ; máy chủ này không gửi vào đó.",
            "The address lies inside a network of its own; this server sends nothing there.",
        ),
        Code::AgencySendsItself => (
            "“{0}” có tài khoản gửi báo cáo: để cơ quan đó tự gửi phần của mình.",
            "\"{0}\" has an account that sends reports: let it send its part itself.",
        ),
        Code::ForceTwice => ("Lực lượng này đã được nêu ở trên.", "This force is counted above already."),
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
        _ => return None,
    })
}
