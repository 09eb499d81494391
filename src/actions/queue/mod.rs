//! The queue of a device: each record gets a receipt, whichever way the queue came, over the network or by hand.
//!
//! A receipt says "durably stored", not "won". What is refused says why, field by field, and stays with the device; when
//! the store cannot be written, nothing is answered record by record: all of it can be sent again.
//!
//! | module | what it does |
//! |---|---|
//! | [`sign`] | puts the sender's unit and name on a record, and says what it waits for |
//! | [`by_hand`] | what differs when somebody brings the queue of another |
//! | [`receipts`] | what the device is told, as values and as JSON |
//! | [`bundle`] | a queue with its files as one encrypted file; [`brought`] what came of it, `reply` how the device knows that |

pub mod brought;
pub mod bundle;
pub mod by_hand;
pub mod receipts;
mod reply;
pub mod sign;

use std::collections::HashSet;

use serde_json::Value;
use uuid::Uuid;

use super::Context;
use super::speak;
use super::store_record::NotRecorded;
use super::submit::submit_all;
use crate::domain::draft;
use crate::domain::draft::head::Received;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::Record;
use crate::domain::time::Instant;
use crate::store::StoreError;
use by_hand::{ByHand, Known};
use receipts::{Receipts, Taken};
use sign::{Sender, Wait};

/// Records that are taken in together; most of one push.
pub const PIECE: usize = 500;

/// What a device sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    pub device: Option<String>,
    /// The clock of the device when it sent.
    pub sent_at: Option<Instant>,
    pub records: Vec<Value>,
}

impl Queue {
    /// # Errors
    /// Every fault of what the queue says of itself; more records than `most`.
    pub fn read(mut sent: Value, most: usize) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(&sent)?;
        let device = fields.name("device", 200);
        let sent_at = fields.optional_instant("sent_at");
        fields.passed("records");
        fields.finish()?;
        let records = match sent.get_mut("records").map(Value::take) {
            None => Err(Fault::new("/records", Code::Missing)),
            Some(Value::Array(records)) if records.len() > most => {
                Err(Fault::new("/records", Code::TooManyRecords).with(most.to_string()))
            }
            Some(Value::Array(records)) => Ok(records),
            Some(_) => Err(Fault::new("/records", Code::NotAList)),
        };
        records.map(|records| Self { device, sent_at, records }).map_err(|fault| vec![fault])
    }
}

/// Why a queue was not taken in, as far as it was not.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error("what is known of records could not be read: {0}")]
    Unread(StoreError),
    #[error("a record could not be stored: {0}")]
    Unstored(NotRecorded),
}

/// What became of a record that was read and signed.
enum Fate {
    Refused(Vec<Fault>),
    Ready { wait: Wait, files: Vec<crate::domain::attachment::Attachment>, known: Option<Known> },
}

/// Takes the records in, each for itself, and waits until they can be read.
///
/// # Errors
/// [`NotTaken`]; what was stored before stays, and is known again when it is sent again.
pub async fn take_in(context: &Context, sender: &Sender<'_>, queue: &Queue) -> Result<Receipts, NotTaken> {
    let now = (context.clock)();
    // A queue that was carried here says nothing of how far its clock is off.
    let sent_at = queue.sent_at.filter(|_| sender.by_hand.is_none());
    let skew_ms = sent_at.map(|sent_at| sent_at.millis().saturating_sub(now.millis()));
    let received = Received { at: now, skew_ms };
    let (mut fates, mut answers) = (Vec::with_capacity(queue.records.len()), Vec::new());
    let mut came = HashSet::new();
    for piece in queue.records.chunks(PIECE) {
        let read: Vec<_> =
            piece.iter().map(|item| draft::read(&with_device(item, queue.device.as_deref()), received)).collect();
        let mut ready = Vec::new();
        for fate in signed(context, sender, read, &came).await? {
            fates.push(match fate {
                Ok((record, wait, known)) => {
                    let files = record.attachments.clone();
                    ready.push(record);
                    Fate::Ready { wait, files, known }
                }
                Err(faults) => Fate::Refused(faults),
            });
        }
        let stored = submit_all(context, &sender.identity.actor, ready).await;
        let is_new = |receipt: &&Receipt| matches!(receipt.outcome, Outcome::Accepted { .. });
        came.extend(stored.iter().flatten().filter(is_new).map(|receipt| receipt.id));
        answers.extend(stored);
    }
    let here: HashSet<_> = answers.iter().flatten().map(|receipt| receipt.id).collect();
    let mut stored = answers.into_iter();
    let mut taken = Vec::with_capacity(fates.len());
    for (item, fate) in queue.records.iter().zip(fates) {
        let id = item.get("id").filter(|id| id.is_string()).cloned().unwrap_or_default();
        taken.push(match fate {
            Fate::Refused(faults) => Taken::refused(id, faults),
            Fate::Ready { wait, files, known } => {
                let held = wait.still_waits(&here);
                let stopped = Err(NotRecorded::Unavailable(StoreError::WriterStopped));
                let answer: Result<Receipt, NotRecorded> = stored.next().unwrap_or(stopped);
                Taken::of(id, answer, held, files, known).map_err(NotTaken::Unstored)?
            }
        });
    }
    let epoch = context.atlas.snapshot().epoch.clone();
    Ok(Receipts { epoch, received_at: now, skew_ms, taken })
}

type Signed = Result<(Record, Wait, Option<Known>), Vec<Fault>>;

async fn signed(
    context: &Context,
    sender: &Sender<'_>,
    read: Vec<Result<Record, Vec<Fault>>>,
    came: &HashSet<Uuid>,
) -> Result<Vec<Signed>, NotTaken> {
    let cases = speak::cases_of(context, sender.identity, read.iter().flatten()).await.map_err(NotTaken::Unread)?;
    let directory = context.people.directory();
    let by_hand = match sender.by_hand {
        None => None,
        Some(rules) => Some(ByHand::look(context, rules, read.iter().flatten()).await.map_err(NotTaken::Unread)?),
    };
    let one = |record: Record| {
        if let Some(by_hand) = &by_hand {
            if let Some((record, known)) = by_hand.stored_before(&record) {
                return Ok((record, Wait::ForNothing, Some(known)));
            }
            by_hand.admit(sender.identity, &record, came)?;
        }
        let (mut record, wait) = sender.sign(&directory, record, &cases)?;
        if let Some(by_hand) = &by_hand {
            by_hand.restrict(&mut record);
        }
        Ok((record, wait, None))
    };
    Ok(read.into_iter().map(|read| read.and_then(one)).collect())
}

/// The device of the queue is that of its records, unless they say otherwise.
fn with_device(item: &Value, device: Option<&str>) -> Value {
    let mut item = item.clone();
    if let (Some(object), Some(device)) = (item.as_object_mut(), device) {
        object.entry("device").or_insert_with(|| device.into());
    }
    item
}
