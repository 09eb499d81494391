//! A post logs an inspection of a marker or of the course of the line.

use super::Context;
use super::store_record::{NotRecorded, store_record};
use crate::domain::access::Actor;
use crate::domain::inspection_draft::InspectionDraft;
use crate::domain::location::Referent;
use crate::domain::receipt::Receipt;

/// Stores the inspection and waits until the picture holds it, so that whoever wrote it finds it with the next read.
///
/// # Errors
/// [`NotRecorded`]; nothing was stored then.
pub async fn record_inspection(
    context: &Context,
    actor: &Actor,
    about: Referent,
    draft: InspectionDraft,
) -> Result<Receipt, NotRecorded> {
    let snapshot = context.atlas.snapshot();
    let register = snapshot.register();
    let known = match &about {
        Referent::Marker(key) => register.knows(key),
        Referent::Segment(key) => register.segment(key).is_some(),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => false,
    };
    if !known {
        return Err(NotRecorded::UnknownReferent(about));
    }
    let record = draft.into_record(about, (context.clock)());
    let (shape, placement) = register.place(&record.location);
    store_record(context, actor, record, placement, shape.order_key()).await
}
