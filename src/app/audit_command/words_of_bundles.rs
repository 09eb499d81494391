//! What `mocgioi audit bundle` and `check` say, Vietnamese and English.

use crate::actions::evidence::NoBundle;
use crate::domain::evidence::{Item, NotProven};
use crate::domain::messages::Lang;
use crate::domain::time::Instant;
use crate::exchange::bundle::{MOST_RECORDS, Proof};

/// Why there is no bundle, in words.
pub(super) fn no_bundle(why: &NoBundle, lang: Lang) -> String {
    match (why, lang) {
        (NoBundle::Unknown(record), Lang::Vi) => format!("nhật ký không có bản ghi {record}"),
        (NoBundle::TooNew(record), Lang::Vi) => format!("bản ghi {record} được ghi sau mốc kiểm tra"),
        (NoBundle::TooMany, Lang::Vi) => format!("quá {MOST_RECORDS} bản ghi; hãy làm nhiều gói"),
        (NoBundle::NoEntry(seq), Lang::Vi) => format!("nhật ký không có mục số {seq}"),
        (why, _) => why.to_string(),
    }
}

pub(super) const fn no_key(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "--key: phải là khóa công khai 64 chữ số thập lục phân",
        Lang::En => "--key: must be a public key of 64 hexadecimal digits",
    }
}

/// What of a bundle does not hold, in words.
pub(super) fn not_proven(why: &NotProven, lang: Lang) -> String {
    if lang == Lang::En {
        return format!("THE BUNDLE PROVES NOTHING: {why}");
    }
    let why = match why {
        NotProven::Unreadable(why) => format!("không phải gói chứng cứ, hoặc đã hỏng: {why}"),
        NotProven::Missing(name) => format!("thiếu tệp {name}"),
        NotProven::Foreign(name) => format!("tệp {name} không thuộc gói"),
        NotProven::Altered(name) => format!("tệp {name} đã bị sửa"),
        NotProven::Unsigned(key) => format!("bản kê không do khóa {key} ký"),
        NotProven::OtherKey { found } => format!("gói do khóa {found} ký, không phải khóa được yêu cầu"),
        NotProven::CheckpointUnsigned(key) => format!("mốc kiểm tra không do khóa {key} ký"),
        NotProven::ChainBroken(seq) => format!("mục số {seq} không khớp với các mục trước nó"),
        NotProven::CheckpointMissed(seq) => format!("các mục không dẫn đến mốc kiểm tra tại mục số {seq}"),
        NotProven::RecordAltered(record) => format!("bản ghi {record} không khớp mã băm của nó"),
        NotProven::NotInLog { seq, record } => format!("mục số {seq} không nói về bản ghi {record}"),
        NotProven::BlockAltered { import, block } => {
            format!("khối {block} của lần nạp {import} không khớp với mục của nó")
        }
    };
    format!("GÓI KHÔNG CHỨNG MINH ĐƯỢC GÌ: {why}")
}

/// What a bundle proves, in words, and what it does not.
pub(super) fn proof(proof: &Proof, is_pinned: bool, lang: Lang) -> String {
    let (epoch, items) = (&proof.checkpoint.epoch, &proof.items);
    let head = match lang {
        Lang::Vi => {
            format!("Gói nguyên vẹn. Nhật ký {epoch} có các bản sau, không sai một byte, khi mốc kiểm tra được ký:")
        }
        Lang::En => {
            format!(
                "The bundle holds. The log {epoch} had the following, byte for byte, when the checkpoint was signed:"
            )
        }
    };
    let lines = std::iter::once(head).chain(items.iter().map(|(item, at)| line(item, *at, lang)));
    lines.chain(ending(proof, is_pinned, lang)).collect::<Vec<_>>().join("\n")
}

fn line(item: &Item, at: Instant, lang: Lang) -> String {
    let (id, rev, seq) = (item.id, item.rev, item.seq);
    let kind = item.content.as_ref().map_or("-", |content| content.record.body.kind());
    let (what, beside, erased) = match lang {
        Lang::Vi => (
            format!("  {kind} {id} (lần sửa {rev}): mục số {seq}, nhận lúc {at}"),
            ", bản tranh chấp",
            item.erased_under.map(|under| format!(", đã xóa hợp pháp theo mục số {under}")),
        ),
        Lang::En => (
            format!("  {kind} {id} (revision {rev}): entry {seq}, received {at}"),
            ", a contender",
            item.erased_under.map(|under| format!(", lawfully erased under entry {under}")),
        ),
    };
    format!("{what}{}{}", if item.contender { beside } else { "" }, erased.unwrap_or_default())
}

fn ending(proof: &Proof, is_pinned: bool, lang: Lang) -> [String; 3] {
    let (claim, key) = (&proof.checkpoint, &proof.checkpoint_key);
    let (seq, at, id, public) = (claim.seq, claim.at, key.id(), key.hex());
    let (signed, known, limits) = match lang {
        Lang::Vi => (
            format!("Mốc kiểm tra: mục số {seq}, ký lúc {at} bằng khóa {id} ({public})."),
            [
                "Chưa rõ khóa của ai: hãy so với khóa công khai nhận qua đường khác (--key).",
                "Đó là khóa mà bạn đưa ra.",
            ],
            "Gói không chứng minh: nội dung đúng sự thật; đồng hồ của máy chủ đúng; không có bản ghi nào khác.",
        ),
        Lang::En => (
            format!("Checkpoint: entry {seq}, signed {at} with key {id} ({public})."),
            [
                "Whose key that is, is not known: compare it with a public key that came another way (--key).",
                "That is the key that you gave.",
            ],
            "Not proven: that what is said is true, that the server's clock was right, that there is no other record.",
        ),
    };
    let [unknown, given] = known;
    [signed, if is_pinned { given } else { unknown }.to_owned(), limits.to_owned()]
}
