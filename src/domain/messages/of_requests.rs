//! Messages of a request, what it asks for and what it may not.

use super::super::fault::Code;
use super::Words;

#[expect(clippy::too_many_lines, reason = "a table: one row a code")]
pub(super) const fn words(code: Code) -> Option<Words> {
    Some(match code {
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
        Code::UnknownTileMatrixSet => {
            ("Không có lưới ô “{0}”; lưới có: {1}.", "There is no tile matrix set \"{0}\"; there is: {1}.")
        }
        Code::NoSuchTile => (
            "Không có ô bản đồ {0}: lưới có các mức phóng 0 đến {1}, mức z có 2^z hàng và cột.",
            "There is no tile {0}: zooms are 0 to {1}, and zoom z has 2^z rows and columns.",
        ),
        Code::UnknownItem => ("Lớp này không có đối tượng “{0}”.", "This collection has no item \"{0}\"."),
        Code::UnknownMarker => ("Mốc {0} chưa có trong sổ đăng ký mốc.", "Marker {0} is not in the register."),
        Code::BadWeights => ("Trọng số không dùng được: {0}.", "These weights cannot be used: {0}."),
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
        Code::NotEdited => {
            ("Lớp “{0}” không sửa từng đối tượng ở đây. {1}", "Features of \"{0}\" are not edited here. {2}")
        }
        Code::IfMatchMissing => (
            "Thiếu tiêu đề If-Match: hãy đọc đối tượng trước, rồi gửi kèm ETag đã nhận.",
            "The header If-Match is missing: read the feature first, and send the ETag that came with it.",
        ),
        Code::IfMatchStale => (
            "Đối tượng đã có lần sửa {0} sau khi bạn đọc; chưa lưu gì. Hãy đọc lại rồi sửa.",
            "The feature has become revision {0} since you read it; nothing was stored. Read it again first.",
        ),
        Code::OtherFeature => (
            "Nội dung nêu “{0}”, đường dẫn nêu “{1}”; chưa lưu gì. Đổi số mốc bằng cách nạp tệp.",
            "The body says \"{0}\", the path says \"{1}\"; nothing was stored. Markers get other numbers by an import.",
        ),
        Code::FeatureThere => (
            "“{0}” đã có trong sổ đăng ký; hãy sửa bằng PUT hoặc PATCH.",
            "\"{0}\" is in the register already; change it with PUT or PATCH.",
        ),
        Code::FeatureInUse => (
            "Không xóa được “{0}”: đã có bản ghi gắn với nó ({1}).",
            "\"{0}\" cannot be deleted: records are tied to it ({1}).",
        ),
        Code::Invalid => {
            ("Bản ghi có {0} chỗ chưa đúng; chưa lưu gì.", "Faults in the record: {0}; nothing was stored.")
        }
        Code::Contended => (
            "Mã {0} đã có với nội dung khác. Hai bản không khớp: bản vừa gửi đã được giữ lại bên cạnh để người có trách nhiệm xem.",
            "The id {0} already has another content. Both are kept: what you sent lies beside it until a person resolves.",
        ),
        Code::SectionChanged => (
            "Mục này đã có người viết sau bản bạn đọc; hãy đọc lại rồi gửi với If-Match là mã của bản ấy. Chưa lưu gì.",
            "Somebody wrote this section since you read it. Read it again, and send If-Match with its id; nothing was stored.",
        ),
        Code::ReportBusy => (
            "Đang lập một báo cáo của thời điểm chốt trước; hãy thử lại sau ít giây.",
            "A report of an earlier cut-off is being made; try again in some seconds.",
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
        Code::NotOverEverything => (
            "Điều này có hiệu lực với mọi đơn vị: chỉ người được phân quyền trên mọi đơn vị và toàn tuyến mới quyết định được.",
            "This holds for every unit: only an account that is over all units and the whole line decides it.",
        ),
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
        _ => return None,
    })
}
