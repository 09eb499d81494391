//! `mocgioi audit erase`.

use serde_json::json;

use super::{AuditError, Desk, refused};
use crate::app::audit_options::{EraseOptions, Place};
use crate::app::chance;
use crate::domain::access::Actor;
use crate::domain::erasure::{LONGEST_REASON, reason};
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::secrecy::mark;
use crate::store::erasures::Order;

/// The legal ground, as it goes into the database for good.
pub(super) fn ground<'a>(text: Option<&'a str>, place: &Place) -> Result<&'a str, AuditError> {
    let Some(reason) = text.and_then(reason) else {
        return Err(AuditError::Refused(match place.lang() {
            Lang::Vi => format!("--reason: phải nêu lý do xóa (căn cứ pháp lý), không quá {LONGEST_REASON} ký tự"),
            Lang::En => format!("--reason: say why (the legal ground), in at most {LONGEST_REASON} characters"),
        }));
    };
    match mark(reason) {
        Some(mark) => {
            let fault = Fault::new("--reason", Code::SecrecyMark).with(mark);
            Err(AuditError::Refused(format!("--reason: {}", fault.detail(place.lang()))))
        }
        None => Ok(reason),
    }
}

pub(super) async fn erase(options: EraseOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let reason = ground(options.reason.as_deref(), place)?;
    let desk = Desk::open(place).await?;
    let (actor, at) = (Actor::operator(), (chance::clock())());
    let order = Order { record: options.record, rev: options.rev, reason, actor: &actor, at };
    let erased = desk.store.erase(&order, &mut chance::salts()).await;
    desk.store.close().await;
    let erased = erased.map_err(|why| refused(why, place))?;
    let record = options.record;
    if place.json {
        let erased = erased
            .iter()
            .map(|one| json!({ "record": record, "rev": one.rev, "under": one.seq, "contenders": one.contenders }));
        println!("{}", json!({ "erased": erased.collect::<Vec<_>>() }));
        return Ok(());
    }
    for one in &erased {
        let (rev, seq, contenders) = (one.rev, one.seq, one.contenders);
        match place.lang() {
            Lang::Vi => println!(
                "Đã xóa bản ghi {record} (lần sửa {rev}) theo mục số {seq}, cùng {contenders} bản tranh chấp của nó"
            ),
            Lang::En => {
                println!(
                    "Record {record} (revision {rev}) was erased under entry {seq}, with its {contenders} contenders"
                );
            }
        }
    }
    println!(
        "{}",
        match place.lang() {
            Lang::Vi => "  Bản sao lưu, tệp đã xuất và gói chứng cứ đã giao vẫn còn nội dung: hãy xử lý riêng.",
            Lang::En => "  Backups, exported files and bundles that were handed over still hold it: see to them.",
        }
    );
    Ok(())
}
