//! The one task of a process that writes.
//!
//! It takes whatever has been submitted while the last transaction ran, and makes one transaction of it: locks the
//! head row first, inserts all records in one statement, numbers and hashes only those that were new, appends the
//! log in one statement, stores the last number. A disk flush is then paid once per batch, not once per record. When
//! a batch fails it is rolled back and replayed one by one, so that one bad row cannot take others down.

use std::collections::{HashMap, HashSet};

use duplicate::duplicate_item;
use sqlx::{PgConnection, SqliteConnection};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use super::by_rule;
use super::dialect::writing;
use super::erasures::ErasureSql;
use super::held::{First, Held, HeldSql};
use super::log::LogSql;
use super::placements::PlacementSql;
use super::records::{Identity, RecordRow, RecordSql, Table};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::{Digest, Entry, FORMAT, Meta, Operation, entry_hash, payload_digest};
use crate::domain::location::Placement;
pub use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::Record;

/// Most records in one transaction. Twice this adds 1 % speed and doubles what a full queue waits for.
pub const BATCH: usize = 500;
/// Submissions that may wait before submitters do.
const QUEUE: usize = 4 * BATCH;

/// A record on its way into the store.
#[derive(Debug, Clone)]
pub struct Submission {
    pub record: Record,
    pub actor: Actor,
    pub placement: Option<Placement>,
    /// Frozen place in the order of the layer.
    pub order_key: i64,
}

/// Where salts come from; given in, so that a test can repeat a run byte for byte.
/// `None` when the machine has no randomness to give: then nothing is written.
pub type Salts = Box<dyn FnMut() -> Option<[u8; 16]> + Send>;

/// A record in the queue.
#[derive(Debug)]
pub struct Pending(oneshot::Receiver<Result<Receipt, StoreError>>);

impl Pending {
    /// Waits for the commit.
    ///
    /// # Errors
    /// When the database refuses; nothing of this record is stored then.
    pub async fn receipt(self) -> Result<Receipt, StoreError> {
        self.0.await.map_err(|_| StoreError::WriterStopped)?
    }
}

struct Job {
    submission: Submission,
    reply: oneshot::Sender<Result<Receipt, StoreError>>,
}

/// Handle to the writing task. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
    written: watch::Receiver<i64>,
}

impl Writer {
    /// Starts the task. It ends when every handle is gone and the queue is empty.
    pub fn start(store: Store, mut salts: Salts) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, mut jobs) = mpsc::channel::<Job>(QUEUE);
        let (announce, written) = watch::channel(0);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while jobs.recv_many(&mut batch, BATCH).await > 0 {
                let (submissions, replies): (Vec<_>, Vec<_>) =
                    batch.drain(..).map(|job| (job.submission, job.reply)).unzip();
                for (reply, answer) in replies.into_iter().zip(store.write(&submissions, &mut salts).await) {
                    if let Ok(Receipt { upto, .. }) = &answer {
                        announce.send_if_modified(|last| {
                            upto > last && {
                                *last = *upto;
                                true
                            }
                        });
                    }
                    // Whoever asked may have gone; the record is stored all the same.
                    let _ = reply.send(answer);
                }
            }
        });
        (Self { queue, written }, task)
    }

    /// Stores one record and says what became of it, after the commit.
    ///
    /// # Errors
    /// When the database refuses; nothing of this record is stored then.
    pub async fn submit(&self, submission: Submission) -> Result<Receipt, StoreError> {
        self.enqueue(submission).await?.receipt().await
    }

    /// Puts a record in the queue. What is enqueued one after the other is stored in that order.
    ///
    /// # Errors
    /// When the writer has stopped.
    pub async fn enqueue(&self, submission: Submission) -> Result<Pending, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Job { submission, reply }).await.map_err(|_| StoreError::WriterStopped)?;
        Ok(Pending(answer))
    }

    /// Last number that this process has written; a follower waits on it.
    pub fn written(&self) -> watch::Receiver<i64> {
        self.written.clone()
    }
}

impl Store {
    /// One transaction for all; one for each only when that failed. One answer per submission, in order.
    pub(super) async fn write(
        &self,
        submissions: &[Submission],
        salts: &mut Salts,
    ) -> Vec<Result<Receipt, StoreError>> {
        match self.write_together(submissions, salts).await {
            Ok(receipts) => receipts.into_iter().map(Ok).collect(),
            // Without its database no record fares better alone than together.
            Err(error @ (StoreError::Unavailable(_) | StoreError::Full(_) | StoreError::NoSalt)) => {
                vec![Err(error); submissions.len()]
            }
            Err(error) if submissions.len() == 1 => vec![Err(error)],
            Err(error) => {
                tracing::warn!(%error, records = submissions.len(), "a batch was rolled back; replaying it one by one");
                let mut answers = Vec::with_capacity(submissions.len());
                for submission in submissions {
                    let answer = self.write_together(std::slice::from_ref(submission), salts).await;
                    answers.push(answer.map(|mut receipts| receipts.remove(0)));
                }
                answers
            }
        }
    }

    /// Writes all or nothing, in one transaction.
    ///
    /// # Errors
    /// When the database refuses; nothing is stored then.
    pub async fn write_together(
        &self,
        submissions: &[Submission],
        salts: &mut Salts,
    ) -> Result<Vec<Receipt>, StoreError> {
        let rows = rows_of(submissions, salts)?;
        Ok(writing!(self, |tx| {
            let receipts = tx.write_batch(submissions, &rows).await?;
            let is_new =
                |receipt: &Receipt| matches!(receipt.outcome, Outcome::Accepted { .. } | Outcome::Contended { .. });
            let new = submissions.iter().zip(&receipts).filter(|(_, receipt)| is_new(receipt));
            let new: Vec<&Submission> = new.map(|(submission, _)| submission).collect();
            for approved in by_rule::approvals(&mut *tx, &new).await?.chunks(BATCH) {
                tx.write_batch(approved, &rows_of(approved, salts)?).await?;
            }
            receipts
        }))
    }
}

fn rows_of(submissions: &[Submission], salts: &mut Salts) -> Result<Vec<RecordRow>, StoreError> {
    let row = |submission: &Submission| {
        let salt = salts().ok_or(StoreError::NoSalt)?;
        RecordRow::write(&submission.record, submission.order_key, salt)
    };
    submissions.iter().map(row).collect()
}

trait BatchSql {
    async fn write_batch(&mut self, submissions: &[Submission], rows: &[RecordRow])
    -> Result<Vec<Receipt>, StoreError>;
}

/// The entries of one transaction while they are numbered and linked.
struct Links {
    seq: i64,
    hash: Digest,
    entries: Vec<Entry>,
}

impl Links {
    fn add(&mut self, operation: Operation, submission: &Submission, row: &RecordRow) -> Result<i64, StoreError> {
        let record = &submission.record;
        let salt = row.salt().ok_or(StoreError::NoSalt)?;
        let meta = Meta {
            at: record.received_at,
            operation,
            record: record.id,
            rev: record.rev,
            actor: submission.actor.name().to_owned(),
        };
        let payload = payload_digest(&salt, record)?;
        self.seq += 1;
        self.hash = entry_hash(&self.hash, self.seq, FORMAT, &meta, &payload)?;
        self.entries.push(Entry { seq: self.seq, format: FORMAT, meta, payload, hash: self.hash });
        Ok(self.seq)
    }
}

#[duplicate_item(Conn; [SqliteConnection]; [PgConnection])]
impl BatchSql for Conn {
    async fn write_batch(
        &mut self,
        submissions: &[Submission],
        rows: &[RecordRow],
    ) -> Result<Vec<Receipt>, StoreError> {
        let head = self.lock_head().await?;
        let mut links = Links { seq: head.seq, hash: head.hash, entries: Vec::with_capacity(rows.len()) };
        let mut outcomes: Vec<Option<Outcome>> = vec![None; rows.len()];

        // A further revision of a record that was erased would bring it back.
        let further: Vec<Uuid> = rows.iter().filter(|row| row.rev() > 1).map(|row| row.id).collect();
        let erased: HashMap<Uuid, i64> = self.erased_among(&further).await?.into_iter().collect();
        for (row, outcome) in rows.iter().zip(&mut outcomes).filter(|(row, _)| row.rev() > 1) {
            *outcome = erased.get(&row.id).map(|&seq| Outcome::Erased { seq });
        }
        // New ones: the first submission of each row that came back from the insert.
        let inserted = if erased.is_empty() {
            self.insert_new(Table::Record, rows).await?
        } else {
            let kept = rows.iter().filter(|row| row.rev() == 1 || !erased.contains_key(&row.id)).cloned();
            self.insert_new(Table::Record, &kept.collect::<Vec<_>>()).await?
        };
        let mut new: HashSet<Identity> = inserted.into_iter().collect();
        let mut placements = Vec::new();
        for ((submission, row), outcome) in submissions.iter().zip(rows).zip(&mut outcomes) {
            if new.remove(&row.identity()) {
                *outcome = Some(Outcome::Accepted { seq: links.add(Operation::Add, submission, row)? });
                placements.extend(submission.placement.as_ref().map(|place| (row.id, place)));
            }
        }
        self.insert_placements(&placements).await?;

        // The rest: seen before, contended, or held up by a key that another record has.
        let open: Vec<Uuid> =
            rows.iter().zip(&outcomes).filter(|(_, out)| out.is_none()).map(|(row, _)| row.id).collect();
        if !open.is_empty() {
            let mut stored = self.held(&open).await?;
            let gone: HashMap<Uuid, i64> = self.last_erasures(&open).await?.into_iter().collect();
            let added = self.added_as(&open).await?;
            let mut seqs: HashMap<(Uuid, i64), i64> =
                added.into_iter().map(|(id, rev, seq)| ((id, rev), seq)).collect();
            seqs.extend(links.entries.iter().map(|entry| ((entry.meta.record, entry.meta.rev), entry.seq)));
            for ((submission, row), outcome) in submissions.iter().zip(rows).zip(&mut outcomes) {
                if outcome.is_some() {
                    continue;
                }
                let Some(of_id) = stored.get(&row.id).copied() else {
                    // Nothing but another record with its key keeps a row of a new id out.
                    *outcome = submission.record.key.is_some().then_some(Outcome::KeyTaken);
                    continue;
                };
                // What was lawfully taken away does not come back, whatever became of its import.
                if let Some(&seq) =
                    gone.get(&row.id).filter(|_| of_id.first.is_none_or(|first| first.content.is_none()))
                {
                    *outcome = Some(Outcome::Erased { seq });
                    continue;
                }
                // What a maker sends is compared with what a maker sent: the first revision that counts.
                let Some(first) = of_id.first else {
                    // All there is was undone, which is as good as nothing.
                    let again = as_further_revision(submission, of_id.newest + 1);
                    let row = RecordRow::write(&again.record, again.order_key, row.salt().ok_or(StoreError::NoSalt)?)?;
                    if self.insert_new(Table::Record, std::slice::from_ref(&row)).await?.len() != 1 {
                        return Err(unlogged(row.id));
                    }
                    let seq = links.add(Operation::Add, &again, &row)?;
                    let places: Vec<_> = again.placement.as_ref().map(|place| (row.id, place)).into_iter().collect();
                    self.insert_placements(&places).await?;
                    let (rev, content) = (again.record.rev, row.content_digest());
                    let first = Some(First { rev, content, is_imported: false });
                    stored.insert(row.id, Held { first, newest: rev });
                    seqs.insert((row.id, rev), seq);
                    *outcome = Some(Outcome::Accepted { seq });
                    continue;
                };
                let seq = *seqs.get(&(row.id, first.rev)).ok_or_else(|| unknown_to_the_log(row.id, first))?;
                *outcome = Some(if first.content == row.content_digest() {
                    Outcome::Duplicate { seq }
                } else {
                    let kept = self.insert_new(Table::Contender, std::slice::from_ref(row)).await?;
                    if !kept.is_empty() {
                        links.add(Operation::Contend, submission, row)?;
                    }
                    Outcome::Contended { seq }
                });
            }
        }

        if !links.entries.is_empty() {
            self.append_entries(&links.entries).await?;
            self.store_head(links.seq, &links.hash).await?;
        }
        rows.iter()
            .zip(outcomes)
            .map(|(row, outcome)| {
                let outcome = outcome.ok_or_else(|| unlogged(row.id))?;
                Ok(Receipt { id: row.id, epoch: head.epoch.clone(), outcome, upto: links.seq })
            })
            .collect()
    }
}

/// The same as a further revision.
fn as_further_revision(submission: &Submission, rev: i64) -> Submission {
    let mut again = submission.clone();
    again.record.rev = rev;
    again
}

/// A row that the log does not know: one of an import that is still going in, or the work of somebody who meddled.
fn unknown_to_the_log(id: Uuid, first: First) -> StoreError {
    if first.is_imported {
        StoreError::Unavailable(format!("an import that is under way holds {id}"))
    } else {
        unlogged(id)
    }
}

/// A row that went in without an entry, or did not go in without a cause: somebody meddled with the tables.
fn unlogged(id: Uuid) -> StoreError {
    StoreError::Unreadable { id, why: "tables and change log disagree".to_owned() }
}
