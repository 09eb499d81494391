//! A post logs an inspection of a marker or of the course of the line.

use std::time::Duration;

use super::Context;
use crate::domain::access::Actor;
use crate::domain::inspection_draft::InspectionDraft;
use crate::domain::location::Referent;
use crate::domain::receipt::{Outcome, Receipt};
use crate::store::StoreError;
use crate::store::writer::Submission;

/// How long a receipt waits for the picture to hold its record.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why an inspection was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotRecorded {
    /// The marker, or a marker of the segment, is not in the register.
    #[error("{0:?} is not in the register")]
    UnknownReferent(Referent),
    /// The database will never hold this record; sending it again would not help.
    #[error("{0}")]
    NotStorable(StoreError),
    /// The database cannot be reached or written; sending it again may help.
    #[error("{0}")]
    Unavailable(StoreError),
}

impl From<StoreError> for NotRecorded {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(_) | StoreError::NotCanonical(_) | StoreError::Unreadable { .. } => {
                Self::NotStorable(error)
            }
            _ => Self::Unavailable(error),
        }
    }
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
        Referent::Marker(key) => register.knows(key),
        Referent::Segment(key) => register.segment(key).is_some(),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => false,
    };
    if !known {
        return Err(NotRecorded::UnknownReferent(about));
    }
    let record = draft.into_record(about, (context.clock)());
    let (shape, placement) = register.place(&record.location);
    let order_key = shape.order_key().cast_signed();
    let receipt = context.writer.submit(Submission { record, actor: actor.clone(), placement, order_key }).await?;
    if let Outcome::Accepted { seq } | Outcome::Duplicate { seq } = receipt.outcome {
        // It is stored whether or not the picture follows in time: the receipt must not wait for ever.
        if tokio::time::timeout(PATIENCE, context.atlas.wait_for(seq)).await.is_err() {
            tracing::warn!(seq, "the picture has not caught up with the log");
        }
    }
    Ok(receipt)
}
