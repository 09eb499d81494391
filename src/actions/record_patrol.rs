//! A post reports a patrol.

use super::Context;
use super::store_record::{NotRecorded, store_record};
use crate::domain::access::Actor;
use crate::domain::location::Referent;
use crate::domain::patrol_draft::PatrolDraft;
use crate::domain::receipt::Receipt;

/// Stores the patrol and waits until the picture holds it.
///
/// # Errors
/// [`NotRecorded`]; nothing was stored then.
pub async fn record_patrol(context: &Context, actor: &Actor, draft: PatrolDraft) -> Result<Receipt, NotRecorded> {
    let snapshot = context.atlas.snapshot();
    let register = snapshot.register();
    if let Some(segment) = draft.segment.filter(|segment| register.segment(segment).is_none()) {
        return Err(NotRecorded::UnknownReferent(Referent::Segment(segment)));
    }
    let record = draft.into_record((context.clock)());
    let (shape, placement) = register.place(&record.location);
    store_record(context, actor, record, placement, shape.order_key()).await
}
