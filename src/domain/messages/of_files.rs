//! Messages of files, uploads and bundles.

use super::super::fault::Code;
use super::Words;

pub(super) const fn words(code: Code) -> Option<Words> {
    Some(match code {
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
            "Điều gói quyết định về bản ghi (duyệt, trả lại, đổi nhãn, bước xử lý, thông báo chuyển cho đơn vị; rút, đính chính bản đã có) chỉ được nhận khi người nhập nói rõ là đã xem (decisions).",
            "What a bundle decides about records (approvals, returns, labels, steps, notices passed on; withdrawing or correcting what was here before) is taken only when whoever brings it says that he has looked at it (decisions).",
        ),
        Code::FileTooLarge => (
            "Tệp lớn quá {0} byte. Tệp lớn hơn nạp bằng dòng lệnh trên máy chủ: mocgioi import TỆP.",
            "The file is larger than {0} bytes. Larger ones go in by the command line of the server: mocgioi import FILE.",
        ),
        _ => return None,
    })
}
