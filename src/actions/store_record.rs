//! Stores records of the field and waits until they can be read.

use super::Context;
use crate::domain::access::Actor;
use crate::domain::location::{Placement, Referent};
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::Record;
use crate::domain::secrecy::{Carried, carried};
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
    /// There is no room left where the database lies; sending it again later will help.
    #[error("{0}")]
    Full(StoreError),
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
            StoreError::Full(_) => Self::Full(error),
            _ => Self::Unavailable(error),
        }
    }
}

/// Puts submissions into the writer's queue and waits until each is stored or refused. One answer each, in order.
pub(super) async fn enqueue(
    context: &Context,
    submissions: Vec<Result<Submission, NotRecorded>>,
) -> Vec<Result<Receipt, NotRecorded>> {
    // Held until the records are in the log: their markers cannot be taken away meanwhile.
    let turn = context.jobs.leaving.turn().await;
    let now = context.atlas.snapshot();
    let mut waiting = Vec::with_capacity(submissions.len());
    for submission in submissions {
        let allowed = submission.and_then(|submission| match &submission.record.location.referent {
            Some(named) if !turn.allows(named, now.register()) => Err(NotRecorded::UnknownReferent(named.clone())),
            // The store's door would refuse it too, and with it hold up the batch that it is in.
            _ => carried(&submission.record).map_or(Ok(submission), |found| Err(NotRecorded::Secret(found))),
        });
        waiting.push(match allowed {
            Ok(submission) => context.writer.enqueue(submission).await.map_err(NotRecorded::from),
            Err(refused) => Err(refused),
        });
    }
    let mut answers = Vec::with_capacity(waiting.len());
    for pending in waiting {
        answers.push(match pending {
            Ok(pending) => pending.receipt().await.map_err(NotRecorded::from),
            Err(refused) => Err(refused),
        });
    }
    answers
}

/// Stores one record that is not sent by itself, and waits until it can be read.
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
    let submission = Submission { record, actor: actor.clone(), placement, order_key: order_key.cast_signed() };
    let mut answers = enqueue(context, vec![Ok(submission)]).await;
    let receipt = answers.pop().unwrap_or(Err(NotRecorded::Unavailable(StoreError::WriterStopped)))?;
    if let Outcome::Accepted { seq } | Outcome::Duplicate { seq } = receipt.outcome {
        context.caught_up_soon(seq).await;
    }
    Ok(receipt)
}
