//! What `mocgioi audit` says, Vietnamese and English.

use serde_json::{Map, Value, json};

use crate::domain::messages::Lang;
use crate::domain::people::replay::RowFault;
use crate::store::erasures::NotErased;
use crate::store::verify::{Broken, SchemaFault, beside};

/// What does not hold, in words.
pub(super) fn broken(broken: &Broken, lang: Lang) -> String {
    match lang {
        // Nothing of this log was found broken.
        Lang::Vi if is_of_another(broken) => format!("MỐC KIỂM TRA CỦA NHẬT KÝ KHÁC: {}", vietnamese(broken)),
        Lang::En if is_of_another(broken) => format!("A CHECKPOINT OF ANOTHER LOG: {broken}"),
        Lang::Vi => format!("CHUỖI BỊ ĐỨT: {}", vietnamese(broken)),
        Lang::En => format!("THE CHAIN IS BROKEN: {broken}"),
    }
}

const fn is_of_another(broken: &Broken) -> bool {
    matches!(broken, Broken::OtherEpoch { .. })
}

fn vietnamese(broken: &Broken) -> String {
    match broken {
        Broken::EntryMissing { seq } => format!("thiếu mục số {seq} của nhật ký"),
        Broken::EntryInserted { seq } => format!("mục số {seq} đứng ngoài nhật ký, vốn đánh số từ 1: đã bị chèn"),
        Broken::SchemaAltered { object, fault } => match fault {
            SchemaFault::Added => {
                format!(
                    "{object} bị thêm vào cơ sở dữ liệu: chương trình không tạo trigger, chỉ mục, view hay rule nào như vậy"
                )
            }
            SchemaFault::Altered => {
                format!("bảng, chỉ mục hay trigger {object} không như chương trình đã tạo: đã bị sửa")
            }
            SchemaFault::Missing => format!("thiếu {object}: chương trình đã tạo bảng, chỉ mục hay trigger này"),
        },
        Broken::Damaged { what } => format!("cơ sở dữ liệu bị hỏng, hoặc một chỉ mục đã bị tráo: {what}"),
        Broken::EntryAltered { seq } => {
            format!("mục số {seq} không khớp với các mục trước nó: đã bị sửa, chèn hoặc đổi chỗ")
        }
        Broken::RecordMissing { seq, record } => format!("bản ghi {record} (mục số {seq}) đã bị xóa khỏi bảng"),
        Broken::RecordAltered { seq, record } => format!("bản ghi {record} (mục số {seq}) đã bị sửa"),
        Broken::RowAltered { seq, import, block, record } => {
            format!("dòng {record} của lần nạp {import}, khối {block} (mục số {seq}) đã bị sửa")
        }
        Broken::BlockAltered { seq, import, block } => {
            format!("lần nạp {import}, khối {block} (mục số {seq}): thiếu dòng hoặc có dòng bị chèn thêm")
        }
        Broken::ImportAltered { seq, import, block } => {
            format!("sổ của lần nạp {import}, khối {block} không khớp với mục số {seq}")
        }
        Broken::ErasureAltered { seq, record } => format!(
            "mục số {seq} đã xóa bản ghi {record}, nhưng phần còn lại hoặc lý do xóa đã bị sửa, hoặc nội dung đã được đưa trở lại"
        ),
        Broken::HeadMissing => "đầu nhật ký bị mất hoặc không đọc được".to_owned(),
        Broken::HeadMoved { head, last } => {
            format!("đầu nhật ký ghi mục số {head}, nhưng nhật ký kết thúc ở mục số {last}")
        }
        Broken::RowInserted { table, record, rev } => {
            format!("dòng {record} (lần sửa {rev}) trong bảng {table} không do mục nào của nhật ký ghi: đã bị chèn")
        }
        Broken::RowsInserted { table, rows, entries } => {
            format!("bảng {table} có {rows} dòng, nhưng chỉ {entries} mục đã ghi dòng vào đó")
        }
        Broken::CheckpointMoved { seq } => {
            format!("mục số {seq} không phải mục của mốc kiểm tra: nhật ký đã bị viết lại, cắt đuôi hoặc thay thế")
        }
        Broken::ReadsMoved { seq } => format!(
            "dòng số {seq} của nhật ký đọc không phải dòng của mốc kiểm tra: nhật ký đọc đã bị viết lại, cắt đuôi hoặc thay thế"
        ),
        Broken::PeopleLine { line } => {
            format!("dòng số {line} của nhật ký về người bị sửa, xóa hoặc chèn")
        }
        Broken::PeopleHead { head, last } => {
            format!("đầu nhật ký về người ghi dòng số {head}, nhưng nhật ký kết thúc ở dòng số {last}")
        }
        Broken::PeopleRow { table, row, label, fault } => {
            let fault = match fault {
                RowFault::Altered => "đã bị sửa: không như nhật ký về người ghi",
                RowFault::Removed => "đã bị xóa: theo nhật ký về người thì phải còn",
                RowFault::Inserted => "có trong bảng, nhưng không dòng nào của nhật ký về người ghi nó",
            };
            format!("dòng {row}{} của bảng {table} {fault}", beside(label))
        }
        Broken::PeopleMoved { line } => format!(
            "dòng số {line} của nhật ký về người không phải dòng của mốc kiểm tra: nhật ký đó đã bị viết lại, cắt đuôi hoặc thay thế"
        ),
        Broken::OtherEpoch { signed, found, agrees } => format!(
            "mốc kiểm tra được ký cho nhật ký {signed}, còn đây là nhật ký {found}: cơ sở dữ liệu khác, hoặc đã khôi phục hay nâng \
             cấp và mang tên mới. {}",
            if *agrees {
                "Đến mốc đó, các mục vẫn như nhau"
            } else {
                "Các mục không như nhau; riêng điều đó chưa nói lên việc sửa trộm"
            }
        ),
        Broken::Store(error) => error.to_string(),
    }
}

/// The same for a program: a stable code, numbers and ids, and both languages.
pub(super) fn broken_json(broken: &Broken) -> Value {
    let mut about = match about(broken) {
        Value::Object(about) => about,
        _ => Map::new(),
    };
    about.insert("vi".to_owned(), vietnamese(broken).into());
    about.insert("en".to_owned(), broken.to_string().into());
    let intact = if is_of_another(broken) { Value::Null } else { false.into() };
    json!({ "intact": intact, "broken": about })
}

fn about(broken: &Broken) -> Value {
    match broken {
        Broken::EntryMissing { seq } => json!({ "code": "entry_missing", "seq": seq }),
        Broken::EntryInserted { seq } => json!({ "code": "entry_inserted", "seq": seq }),
        Broken::SchemaAltered { object, fault } => {
            let fault = match fault {
                SchemaFault::Added => "added",
                SchemaFault::Altered => "altered",
                SchemaFault::Missing => "missing",
            };
            json!({ "code": "schema_altered", "object": object, "fault": fault })
        }
        Broken::Damaged { what } => json!({ "code": "damaged", "what": what }),
        Broken::EntryAltered { seq } => json!({ "code": "entry_altered", "seq": seq }),
        Broken::RecordMissing { seq, record } => json!({ "code": "record_missing", "seq": seq, "record": record }),
        Broken::RecordAltered { seq, record } => json!({ "code": "record_altered", "seq": seq, "record": record }),
        Broken::RowAltered { seq, import, block, record } => {
            json!({ "code": "row_altered", "seq": seq, "record": record, "import": import, "block": block })
        }
        Broken::BlockAltered { seq, import, block } => {
            json!({ "code": "block_altered", "seq": seq, "import": import, "block": block })
        }
        Broken::ImportAltered { seq, import, block } => {
            json!({ "code": "import_altered", "seq": seq, "import": import, "block": block })
        }
        Broken::ErasureAltered { seq, record } => json!({ "code": "erasure_altered", "seq": seq, "record": record }),
        Broken::HeadMissing => json!({ "code": "head_missing" }),
        Broken::HeadMoved { head, last } => json!({ "code": "head_moved", "head": head, "seq": last }),
        Broken::RowInserted { table, record, rev } => {
            json!({ "code": "row_inserted", "table": table, "record": record, "rev": rev })
        }
        Broken::RowsInserted { table, rows, entries } => {
            json!({ "code": "rows_inserted", "table": table, "rows": rows, "entries": entries })
        }
        Broken::CheckpointMoved { seq } => json!({ "code": "checkpoint_moved", "seq": seq }),
        Broken::ReadsMoved { seq } => json!({ "code": "reads_moved", "seq": seq }),
        Broken::PeopleLine { line } => json!({ "code": "people_line", "seq": line }),
        Broken::PeopleHead { head, last } => json!({ "code": "people_head", "head": head, "seq": last }),
        Broken::PeopleRow { table, row, label, fault } => {
            let code = match fault {
                RowFault::Altered => "people_row_altered",
                RowFault::Removed => "people_row_removed",
                RowFault::Inserted => "people_row_inserted",
            };
            json!({ "code": code, "table": table, "row": row, "label": label })
        }
        Broken::PeopleMoved { line } => json!({ "code": "people_moved", "seq": line }),
        Broken::OtherEpoch { signed, found, agrees } => {
            json!({ "code": "other_epoch", "signed": signed, "found": found, "agrees": agrees })
        }
        Broken::Store(_) => json!({ "code": "store" }),
    }
}

/// Why nothing was erased, in words.
pub(super) fn not_erased(why: &NotErased, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Không xóa: {}", not_erased_vietnamese(why)),
        Lang::En => format!("Not erased: {why}"),
    }
}

fn not_erased_vietnamese(why: &NotErased) -> String {
    match why {
        NotErased::Unknown => "không có bản ghi này, hoặc không có lần sửa này".to_owned(),
        NotErased::Already { under } => format!("đã xóa rồi, theo mục số {under}"),
        NotErased::Register => {
            "đây là lần sửa mới nhất của sổ đăng ký: hãy sửa bằng một lần sửa tiếp theo, rồi xóa lần sửa này".to_owned()
        }
        NotErased::Restricts => {
            "bản ghi này đặt nhãn cho một bản ghi khác, xóa đi thì bản ghi đó sẽ lộ ra: hãy đặt lại nhãn ấy với lý do \
             không nêu tên ai, rồi xóa bản ghi này"
                .to_owned()
        }
        NotErased::Importing => "một lần nạp đang chạy còn giữ bản ghi này".to_owned(),
        NotErased::Altered => "dòng này không khớp nhật ký; mocgioi audit verify sẽ chỉ ra chỗ bị sửa".to_owned(),
        NotErased::Store(error) => error.to_string(),
    }
}

pub(super) fn not_erased_json(why: &NotErased) -> Value {
    let code = match why {
        NotErased::Unknown => "unknown_record",
        NotErased::Already { .. } => "erased",
        NotErased::Register => "register",
        NotErased::Restricts => "restricts",
        NotErased::Importing => "importing",
        NotErased::Altered => "altered",
        NotErased::Store(_) => "store",
    };
    json!({ "erased": [], "refused": { "code": code, "vi": not_erased_vietnamese(why), "en": why.to_string() } })
}
