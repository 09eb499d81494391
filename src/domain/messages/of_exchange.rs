//! Messages of signed files between two sides.

use super::super::fault::Code;
use super::Words;

pub(super) const fn words(code: Code) -> Option<Words> {
    Some(match code {
        Code::NotForExchange => {
            ("Bản ghi không được đưa cho phía bạn: {0}.", "The record is not for the other side: {1}.")
        }
        Code::NoSigningKey => (
            "Máy chủ chưa có khóa ký: người vận hành chạy mocgioi audit key new.",
            "The server has no key to sign with: its operator runs mocgioi audit key new.",
        ),
        Code::ExchangeDamaged => (
            "Tệp trao đổi bị cắt ngắn hoặc đã bị sửa ({0}). Không có gì được nhập.",
            "The exchange file is cut short or was altered ({0}). Nothing was taken in.",
        ),
        Code::ExchangeContent => (
            "Nội dung tệp trao đổi không đúng ({0}). Không có gì được nhập.",
            "What is in the exchange file is not right ({0}). Nothing was taken in.",
        ),
        Code::ExchangeUnsigned => (
            "Chữ ký của tệp trao đổi không đúng. Không có gì được nhập.",
            "The signature of the exchange file does not hold. Nothing was taken in.",
        ),
        Code::ExchangeUntrusted => (
            "Tệp do khóa {0} ký, khóa này chưa được tin cậy. Hỏi phía bạn bằng đường khác xem có đúng khóa của họ, rồi ghi vào keys/trusted hoặc nêu trong key.",
            "The file is signed by key {0}, which nobody here trusts. Ask the other side by another way whether it is theirs, then put it into keys/trusted or name it in key.",
        ),
        _ => return None,
    })
}
