//! `mocgioi audit expire`: records whose time of keeping is over are lawfully erased.

use serde_json::json;
use uuid::Uuid;

use super::erase::ground;
use super::{AuditError, Desk, refused};
use crate::app::audit_options::ExpireOptions;
use crate::app::chance;
use crate::domain::access::Actor;
use crate::domain::messages::Lang;
use crate::store::erasures::{NotErased, Order};

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

pub(super) async fn expire(options: ExpireOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let reason = ground(options.reason.as_deref(), place)?.to_owned();
    let now = (chance::clock())();
    let before = now.plus_millis(-i64::from(options.older_than_days) * DAY_MS);
    let kinds: Vec<&str> = options.kinds.iter().map(|kind| kind.as_str()).collect();
    let desk = Desk::open(place).await?;
    let done = run(&desk, &kinds, before, &reason, options.apply).await;
    desk.store.close().await;
    let (found, erased) = done.map_err(|why| refused(why, place))?;
    if place.json {
        println!("{}", json!({ "before": before, "found": found, "erased": erased, "applied": options.apply }));
        return Ok(());
    }
    let (count, day) = (found.len(), before.day());
    println!(
        "{}",
        match (place.lang(), options.apply) {
            (Lang::Vi, false) =>
                format!("{count} bản ghi có trước ngày {day} đã hết thời hạn lưu; thêm --apply để xóa"),
            (Lang::Vi, true) => format!("Đã xóa {erased} trong {count} bản ghi có trước ngày {day}"),
            (Lang::En, false) => {
                format!("{count} records from before {day} have been kept long enough; add --apply to erase them")
            }
            (Lang::En, true) => format!("Erased {erased} of {count} records from before {day}"),
        }
    );
    Ok(())
}

/// The records that are due, and how many were erased.
async fn run(
    desk: &Desk,
    kinds: &[&str],
    before: crate::domain::time::Instant,
    reason: &str,
    apply: bool,
) -> Result<(Vec<Uuid>, usize), NotErased> {
    let found = desk.store.kept_since_before(kinds, before).await?;
    if !apply {
        return Ok((found, 0));
    }
    let (actor, mut salts, mut erased) = (Actor::operator(), chance::salts(), 0);
    for record in &found {
        let order = Order { record: *record, rev: None, reason, actor: &actor, at: (chance::clock())() };
        match desk.store.erase(&order, &mut salts).await {
            Ok(_) => erased += 1,
            // Somebody else was quicker, an import is on its way, or it restricts another: the next run finds what is left.
            Err(NotErased::Already { .. } | NotErased::Importing | NotErased::Restricts) => {}
            Err(why) => return Err(why),
        }
    }
    Ok((found, erased))
}
