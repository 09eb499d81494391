//! Walks the chain: every entry against the one before, every record against its digest.
//!
//! One side reads pages of entries with the rows they wrote (`pages`), all of one moment; a thread of its own hashes
//! them (`walk`). Before that it is asked whether the engine is to be trusted with its rows (`schema`). A full walk ends with
//! counting: rows that no entry wrote are found and named (`strays`). A walk from
//! a checkpoint counts nothing, so that a day's changes cost a day's work; it can not see what was done to rows that
//! were written before the checkpoint, nor rows that no entry wrote.

mod pages;
mod people;
mod schema;
mod strays;
mod walk;

use tokio::sync::mpsc;
use uuid::Uuid;

use super::checkpoints::{CheckpointSql, Kept};
use super::dialect::snapshot;
use super::imports::ImportSql;
use super::log::LogSql;
use super::records::RecordSql;
use super::{Store, StoreError};
use crate::domain::chain::Digest;
use crate::domain::people::replay::RowFault;
use crate::domain::time::Instant;
pub(super) use pages::PageSql;
use pages::feed;
pub use people::PeopleVerified;
pub use schema::SchemaFault;
use schema::SchemaSql;
use strays::StraySql;
use walk::Walk;
pub(super) use walk::{gives, remains};

/// Pages that may wait for the thread that hashes.
const AHEAD: usize = 2;

/// Told how many entries were read, of how many.
pub type Watch<'a> = &'a (dyn Fn(i64, i64) + Send + Sync);

/// A revision of a record that was lawfully erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    pub record: Uuid,
    pub rev: i64,
    /// Number of the entry that erased it.
    pub under: i64,
}

/// What a walk over an intact log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub epoch: String,
    /// Number and hash of the last entry.
    pub entries: i64,
    pub hash: Digest,
    /// Rows that the entries wrote, those up to the checkpoint included.
    pub records: i64,
    pub contenders: i64,
    pub erasures: i64,
    /// Where the walk began: after this entry.
    pub since: i64,
    /// Rows that no entry covers yet, and that count for nothing: of an import that is going in, or that was cancelled and is not
    /// cleared away. Only a full walk counts them.
    pub uncovered: Option<i64>,
    /// What was erased by the entries that were walked.
    pub erased: Vec<Erased>,
}

impl Verified {
    /// As a checkpoint that a later walk can begin from.
    pub fn kept(&self, taken_at: Instant) -> Kept {
        Kept {
            epoch: self.epoch.clone(),
            seq: self.entries,
            hash: self.hash,
            taken_at,
            records: self.records,
            contenders: self.contenders,
            erased: self.erasures,
        }
    }
}

/// The first thing that does not hold.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Broken {
    #[error("entry {seq} of the change log is missing")]
    EntryMissing { seq: i64 },
    #[error("entry {seq} stands beside the change log, whose numbers begin with 1: it was put there")]
    EntryInserted { seq: i64 },
    #[error("entry {seq} does not follow from the entries before it")]
    EntryAltered { seq: i64 },
    #[error("record {record}, written as entry {seq}, is missing")]
    RecordMissing { seq: i64, record: Uuid },
    #[error("record {record}, written as entry {seq}, was altered")]
    RecordAltered { seq: i64, record: Uuid },
    #[error("row {record} of import {import}, block {block} written as entry {seq}, was altered")]
    RowAltered { seq: i64, import: Uuid, block: i64, record: Uuid },
    #[error("rows of import {import}, block {block} written as entry {seq}, are missing or were added to")]
    BlockAltered { seq: i64, import: Uuid, block: i64 },
    #[error("what is kept of import {import} and its block {block} is not what entry {seq} says")]
    ImportAltered { seq: i64, import: Uuid, block: i64 },
    #[error("entry {seq} erased record {record}: what is left of it, or the reason, was altered")]
    ErasureAltered { seq: i64, record: Uuid },
    #[error("the head of the change log is missing or cannot be read")]
    HeadMissing,
    #[error("{object} {}", schema_in_words(*fault))]
    SchemaAltered { object: String, fault: SchemaFault },
    #[error("the database is damaged, or an index of it was exchanged: {what}")]
    Damaged { what: String },
    #[error("the head says entry {head}, the log ends at {last}")]
    HeadMoved { head: i64, last: i64 },
    #[error("no entry wrote the row of {record}, revision {rev}, in table {table}")]
    RowInserted { table: &'static str, record: Uuid, rev: i64 },
    #[error("{rows} rows in table {table}, but {entries} entries that wrote one")]
    RowsInserted { table: &'static str, rows: i64, entries: i64 },
    #[error("entry {seq} is not the one of the checkpoint: the log was rewritten, cut off or replaced")]
    CheckpointMoved { seq: i64 },
    #[error("line {seq} of the log of reads is not the one of the checkpoint: it was rewritten, cut off or replaced")]
    ReadsMoved { seq: i64 },
    #[error("line {line} of the log of people was altered, removed or added")]
    PeopleLine { line: i64 },
    #[error("the log of people does not end where its head says: the head says line {head}, the log ends at {last}")]
    PeopleHead { head: i64, last: i64 },
    #[error("row {row}{} of table {table} {}", beside(label), fault_in_words(*fault))]
    PeopleRow { table: &'static str, row: String, label: String, fault: RowFault },
    #[error("line {line} of the log of people is not the one of the checkpoint: it was rewritten, cut off or replaced")]
    PeopleMoved { line: i64 },
    #[error(
        "the checkpoint was signed for log {signed}, this is log {found}: another database, or one that was restored or \
         promoted and got a new name. {}",
        if *agrees { "Up to the checkpoint it holds the same entries" } else { "Its entries are others, which says nothing of tampering" }
    )]
    OtherEpoch { signed: String, found: String, agrees: bool },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person knows a row by, in brackets.
pub fn beside(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!(" ({label})") }
}

const fn fault_in_words(fault: RowFault) -> &'static str {
    match fault {
        RowFault::Altered => "was altered: it is not what the log of people says of it",
        RowFault::Removed => "is missing: the log of people says that it is there",
        RowFault::Inserted => "stands there, but no line of the log of people wrote it",
    }
}

const fn schema_in_words(fault: SchemaFault) -> &'static str {
    match fault {
        SchemaFault::Added => "was added to the database: the program made no such trigger, index, view or rule",
        SchemaFault::Altered => "is not the table, index or trigger that the program made: it was altered",
        SchemaFault::Missing => "is missing: the program made such a table, index or trigger",
    }
}

impl From<sqlx::Error> for Broken {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Verifies the whole log against the tables, as of one moment: who writes meanwhile is not disturbed and does not
    /// disturb. Cost: linear in the number of entries.
    ///
    /// # Errors
    /// [`Broken`] with the first entry or record that does not hold.
    pub async fn verify_chain(&self) -> Result<Verified, Broken> {
        self.verify(None, &|_, _| {}).await
    }

    /// As [`verify_chain`](Self::verify_chain), from a checkpoint on where one is given. Cost then: linear in the entries
    /// after it.
    ///
    /// # Errors
    /// [`Broken`] with the first entry or record that does not hold.
    pub async fn verify(&self, since: Option<&Kept>, watch: Watch<'_>) -> Result<Verified, Broken> {
        snapshot!(self, |conn| verify(&mut *conn, since, watch).await)
    }
}

async fn verify<C>(conn: &mut C, since: Option<&Kept>, watch: Watch<'_>) -> Result<Verified, Broken>
where
    C: LogSql + RecordSql + ImportSql + CheckpointSql + PageSql + SchemaSql + StraySql,
{
    if let Some((object, fault)) = conn.strange().await? {
        return Err(Broken::SchemaAltered { object, fault });
    }
    if since.is_none()
        && let Some(what) = conn.damage().await?
    {
        return Err(Broken::Damaged { what });
    }
    let head = match conn.head().await {
        Ok(Some(head)) => head,
        Ok(None) | Err(sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. }) => return Err(Broken::HeadMissing),
        Err(error) => return Err(error.into()),
    };
    if let Some(kept) = since {
        stands(conn, kept).await?;
    }
    if let Some(seq) = conn.entry_before_the_first().await? {
        return Err(Broken::EntryInserted { seq });
    }
    let (pages, mut waiting) = mpsc::channel(AHEAD);
    let mut walk = Walk::from(since);
    let first = walk.seq;
    let hashing = tokio::task::spawn_blocking(move || {
        while let Some(page) = waiting.blocking_recv() {
            walk.take(&page)?;
        }
        Ok::<_, Broken>(walk)
    });
    let read = feed(conn, first, head.seq, pages, watch).await;
    let hashed = hashing.await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    // What the thread found is the first thing that does not hold; reading ends because of it.
    let walk = hashed?;
    read?;
    if (head.seq, head.hash) != (walk.seq, walk.hash) {
        return Err(Broken::HeadMoved { head: head.seq, last: walk.seq });
    }
    let mut uncovered = None;
    if since.is_none() {
        // Whoever cut off the end of the log may have forgotten what was kept of it.
        if let Some(row) = conn.last_kept().await? {
            let seq = row.seq;
            stands(conn, &row.read().ok_or(Broken::CheckpointMoved { seq })?).await?;
        }
        strays::find(conn, &walk).await?;
        uncovered = Some(conn.count_uncovered().await?);
    }
    Ok(Verified { uncovered, ..walk.verified(head.epoch, first) })
}

/// Whether the log still has the entry of a checkpoint.
async fn stands<C: LogSql>(conn: &mut C, kept: &Kept) -> Result<(), Broken> {
    let found = match conn.entry_hash_at(kept.seq).await {
        _ if kept.seq == 0 => Some(Digest::ZERO),
        Err(sqlx::Error::Decode(_)) => None,
        found => found?,
    };
    // Walks begin with 1: one that began before would begin with what somebody put there.
    if found == Some(kept.hash) && kept.seq >= 0 { Ok(()) } else { Err(Broken::CheckpointMoved { seq: kept.seq }) }
}
