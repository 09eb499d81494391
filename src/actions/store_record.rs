//! Stores one record of the field and waits until it can be read.

use super::Context;
use crate::domain::access::Actor;
use crate::domain::location::{Placement, Referent};
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::Record;
use crate::domain::secrecy::Carried;
use crate::store::StoreError;
use crate::store::writer::Submission;

/// Why a record was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotRecorded {
    /// The marker, or a marker of the segment, is not in the register.
    #[error("{0:?} is not in the register")]
    UnknownReferent(Referent),
    /// A text of it carries the mark of a state secret.
    #[error("field {} carries the secrecy mark \"{}\"", .0.field, .0.mark)]
    Secret(Carried),
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
            StoreError::Secret(carried) => Self::Secret(carried),
            StoreError::Refused(_) | StoreError::NotCanonical(_) | StoreError::Unreadable { .. } => {
                Self::NotStorable(error)
            }
            _ => Self::Unavailable(error),
        }
    }
}

/// Whoever wrote a record finds it with the next read.
///
/// # Errors
/// When the database refuses; nothing was stored then.
pub(super) async fn store_record(
    context: &Context,
    actor: &Actor,
    record: Record,
    placement: Option<Placement>,
    order_key: u64,
) -> Result<Receipt, NotRecorded> {
    let order_key = order_key.cast_signed();
    // Held until the record is in the log: its marker cannot be taken away meanwhile.
    let turn = context.jobs.leaving.turn().await;
    let now = context.atlas.snapshot();
    if let Some(referent) = record.location.referent.as_ref().filter(|named| !turn.allows(named, now.register())) {
        return Err(NotRecorded::UnknownReferent(referent.clone()));
    }
    let receipt = context.writer.submit(Submission { record, actor: actor.clone(), placement, order_key }).await?;
    drop(turn);
    if let Outcome::Accepted { seq } | Outcome::Duplicate { seq } = receipt.outcome {
        context.caught_up_soon(seq).await;
    }
    Ok(receipt)
}
