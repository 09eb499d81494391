//! Takes in what somebody sends: one record, or the whole queue of a device.
//!
//! What is sent together goes into the writer's queue together, so that it is stored in a few transactions, and each
//! record gets an answer of its own. Whoever wrote a record finds it with the next read.

use super::Context;
use super::store_record::{NotRecorded, enqueue};
use crate::domain::access::Actor;
use crate::domain::receipt::Receipt;
use crate::domain::record::Record;
use crate::store::writer::Submission;

/// Stores one record and waits until the picture holds it.
///
/// # Errors
/// [`NotRecorded`]; nothing was stored then.
pub async fn submit(context: &Context, actor: &Actor, record: Record) -> Result<Receipt, NotRecorded> {
    let mut answers = submit_all(context, actor, vec![record]).await;
    answers.pop().unwrap_or(Err(NotRecorded::Unavailable(crate::store::StoreError::WriterStopped)))
}

/// Stores records, each for itself, and waits until the picture holds them. One answer each, in order.
pub async fn submit_all(context: &Context, actor: &Actor, records: Vec<Record>) -> Vec<Result<Receipt, NotRecorded>> {
    let snapshot = context.atlas.snapshot();
    let register = snapshot.register();
    let ready = records.into_iter().map(|record| {
        let (shape, placement) = register.place(&record.location);
        let order_key = shape.order_key().cast_signed();
        Ok(Submission { record, actor: actor.clone(), placement, order_key })
    });
    let answers = enqueue(context, ready.collect()).await;
    let last = answers.iter().filter_map(|answer| Some(answer.as_ref().ok()?.upto));
    if let Some(last) = last.max() {
        context.caught_up_soon(last).await;
    }
    answers
}
