//! `mocgioi audit reads`.

use serde_json::json;

use super::{AuditError, Desk};
use crate::app::audit_options::{Place, ReadsOptions};
use crate::domain::messages::Lang;
use crate::store::read_log::ReadsBroken;

pub(super) async fn reads(options: ReadsOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let desk = Desk::open(place).await?;
    let verified = desk.store.verify_reads(options.limit).await;
    desk.store.close().await;
    let verified = verified.map_err(|broken| report(&broken, place))?;
    let (seq, hash) = (verified.seq, verified.hash);
    if place.json {
        let document = json!({ "intact": true, "entries": seq, "hash": hash.to_string(), "reads": verified.last });
        println!("{document}");
        return Ok(());
    }
    match place.lang() {
        Lang::Vi => println!("Nhật ký đọc nguyên vẹn đến dòng số {seq}, mã băm {hash}"),
        Lang::En => println!("The log of reads holds up to line {seq}, hash {hash}"),
    }
    for line in verified.last {
        println!("{} {} {} {} {} {}", line.seq, line.at, line.who, line.label.as_str(), line.count, line.route);
    }
    Ok(())
}

/// What does not hold, said in the form that was asked for.
pub(super) fn report(broken: &ReadsBroken, place: &Place) -> AuditError {
    let (code, at, vi) = match broken {
        ReadsBroken::Store(error) => return error.clone().into(),
        ReadsBroken::Missing { seq } => ("missing", seq, format!("thiếu dòng số {seq} của nhật ký đọc")),
        ReadsBroken::Altered { seq } => (
            "altered",
            seq,
            format!("dòng số {seq} của nhật ký đọc không khớp với các dòng trước nó: đã bị sửa, chèn hoặc đổi chỗ"),
        ),
        ReadsBroken::Inserted { seq } => {
            ("inserted", seq, format!("dòng số {seq} đứng ngoài nhật ký đọc, vốn đánh số từ 1: đã bị chèn"))
        }
        ReadsBroken::HeadMissing => ("head_missing", &0, "đầu nhật ký đọc bị mất hoặc không đọc được".to_owned()),
        ReadsBroken::HeadMoved { head, last } => {
            ("head_moved", last, format!("đầu nhật ký đọc ghi dòng số {head}, nhưng nhật ký kết thúc ở dòng số {last}"))
        }
    };
    let en = broken.to_string();
    if place.json {
        println!("{}", json!({ "intact": false, "broken": { "code": code, "seq": at, "vi": vi, "en": en } }));
    } else {
        match place.lang() {
            Lang::Vi => println!("CHUỖI BỊ ĐỨT: {vi}"),
            Lang::En => println!("THE CHAIN IS BROKEN: {en}"),
        }
    }
    AuditError::Broken(en)
}
