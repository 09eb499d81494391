//! A post logs an inspection of a marker or of the course of the line.

use super::Context;
use crate::domain::access::Actor;
use crate::domain::inspection_draft::InspectionDraft;
use crate::domain::location::Referent;
use crate::domain::receipt::{Outcome, Receipt};
use crate::store::StoreError;
use crate::store::writer::Submission;

/// Why an inspection was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotRecorded {
    /// The marker, or a marker of the segment, is not in the register.
    #[error("{0:?} is not in the register")]
    UnknownReferent(Referent),
    #[error(transparent)]
    Store(#[from] StoreError),
}

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
        // A tripoint has one key and an alias on each other line: records go by the key.
        Referent::Marker(key) => register.marker(key).map(|marker| Referent::Marker(marker.body.key)),
        Referent::Segment(key) => register.segment(key).map(|segment| Referent::Segment(segment.key)),
        Referent::NearMarker(_) | Referent::Area(_) => None,
    };
    let about = known.ok_or(NotRecorded::UnknownReferent(about))?;
    let record = draft.into_record(about, (context.clock)());
    let (shape, placement) = register.place(&record.location);
    let order_key = shape.order_key().cast_signed();
    let receipt = context.writer.submit(Submission { record, actor: actor.clone(), placement, order_key }).await?;
    if let Outcome::Accepted { seq } | Outcome::Duplicate { seq } = receipt.outcome {
        context.atlas.wait_for(seq).await;
    }
    Ok(receipt)
}
