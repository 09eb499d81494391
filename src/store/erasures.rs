//! Lawful erasure: payload and salt of a revision go, with its contenders; an entry says so, and the chain still holds.
//!
//! What is to go must be what the log says: whoever altered a row shall not be able to have the trace erased. The register
//! (lines, markers, imports) decides how everything else is shown, so its newest revisions are corrected, never erased.

mod labels;
mod rows;

use std::time::Duration;

use uuid::Uuid;

use super::dialect::{reading, writing};
use super::log::{Head, LogSql};
use super::records::{RecordRow, RecordSql, Table};
use super::verify::{PageSql, gives, remains};
use super::writer::Salts;
use super::{Store, StoreError};
use crate::domain::access::{Actor, Label};
use crate::domain::chain::{Digest, Entry, FORMAT, Meta, Operation, entry_hash, payload_digest};
use crate::domain::erasure::erasure_digest;
use crate::domain::time::Instant;
pub(super) use rows::ErasureSql;

/// How often, and how far apart, an SQLite file's write-ahead log is tried to be emptied while others use it.
const TRIES: usize = 40;
const PAUSE: Duration = Duration::from_millis(50);
/// Kinds of records on which the picture of all others stands.
const REGISTER: [&str; 3] = ["boundary_line", "marker", "import"];

/// What is to be erased, and on whose word.
#[derive(Debug)]
pub struct Order<'a> {
    pub record: Uuid,
    /// One revision; all of them unless given.
    pub rev: Option<i64>,
    /// Not empty: the domain has seen to that.
    pub reason: &'a str,
    pub actor: &'a Actor,
    pub at: Instant,
}

/// A revision that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedRevision {
    pub rev: i64,
    /// Number of the entry.
    pub seq: i64,
    pub contenders: usize,
}

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    #[error("there is no such record, or no such revision of it")]
    Unknown,
    #[error("it was erased under entry {under}")]
    Already { under: i64 },
    #[error("it is the newest revision of register data: correct it by a further revision, then erase this one")]
    Register,
    #[error("an import that is under way holds it")]
    Importing,
    #[error(
        "it restricts a record, which would be open without it: set the same label anew, with a reason that names nobody, then erase this one"
    )]
    Restricts,
    #[error("the row is not what the log says: audit verify names what was altered")]
    Altered,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotErased {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Erases a record, or one revision of it, in one transaction.
    ///
    /// # Errors
    /// [`NotErased`]; everything is as before then.
    pub async fn erase(&self, order: &Order<'_>, salts: &mut Salts) -> Result<Vec<ErasedRevision>, NotErased> {
        if self.restricts(order.record).await? {
            return Err(NotErased::Restricts);
        }
        let label = self.label_to_keep(order.record).await?;
        let erasing = async {
            Ok::<_, StoreError>(writing!(self, |tx| match erase(&mut *tx, order, label, salts).await {
                Ok(erased) => Ok(erased),
                Err(NotErased::Store(error)) => return Err(error),
                Err(why) => Err(why),
            }))
        };
        let erased = erasing.await??;
        self.forget_pages().await;
        Ok(erased)
    }

    /// Records of these kinds that were received before a moment and of which something is left, by id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kept_since_before(&self, kinds: &[&str], before: Instant) -> Result<Vec<Uuid>, StoreError> {
        Ok(reading!(self, |conn| conn.kept_since_before(kinds, before.millis()).await?))
    }

    /// What was erased still lies in the write-ahead log of an SQLite file until that is emptied. When others are reading it
    /// stays until a later checkpoint; pages themselves are overwritten (`secure_delete`).
    async fn forget_pages(&self) {
        let Self::Sqlite { write, .. } = self else { return };
        for _ in 0..TRIES {
            let done = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(write).await;
            if done.is_ok_and(|(is_busy, _, _)| is_busy == 0) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        tracing::warn!(
            "others hold the write-ahead log: what was erased stays in it until the program next empties it"
        );
    }
}

/// Takes derived places away again that somebody worked out before the record was erased. The head is locked first, so that
/// no erasure goes on at the same time.
pub(super) async fn drop_places_of_erased<C>(tx: &mut C, ids: &[Uuid]) -> Result<(), sqlx::Error>
where
    C: ErasureSql,
{
    if tx.anything_erased().await? {
        for (id, _) in tx.erased_among(ids).await? {
            tx.drop_places(id).await?;
        }
    }
    Ok(())
}

async fn erase<C>(
    tx: &mut C,
    order: &Order<'_>,
    label: Option<Label>,
    salts: &mut Salts,
) -> Result<Vec<ErasedRevision>, NotErased>
where
    C: LogSql + RecordSql + PageSql + ErasureSql,
{
    let mut head = tx.lock_head().await?;
    let mut rows = tx.rows_by_id(Table::Record, &[order.record]).await?;
    rows.sort_unstable_by_key(RecordRow::rev);
    let newest = rows.last().map(RecordRow::rev).ok_or(NotErased::Unknown)?;
    rows.retain(|row| order.rev.is_none_or(|rev| row.rev() == rev));
    if rows.is_empty() {
        return Err(NotErased::Unknown);
    }
    if rows.iter().all(RecordRow::is_erased) {
        let under = tx.erasures_of(&[order.record]).await?.into_iter();
        let under = under.filter(|(_, rev, _)| order.rev.is_none_or(|asked| asked == *rev));
        return Err(NotErased::Already { under: under.map(|(_, _, seq)| seq).max().unwrap_or(0) });
    }
    rows.retain(|row| !row.is_erased());
    if rows.iter().any(|row| row.rev() == newest && REGISTER.contains(&row.kind())) {
        return Err(NotErased::Register);
    }
    let contenders = tx.rows_by_id(Table::Contender, &[order.record]).await?;
    let mut erased = Vec::with_capacity(rows.len());
    for row in &rows {
        let beside: Vec<&RecordRow> = contenders.iter().filter(|other| other.rev() == row.rev()).collect();
        let salt = salts().ok_or(StoreError::NoSalt)?;
        let seq = erase_revision(tx, &mut head, order, (row, label), &beside, salt).await?;
        erased.push(ErasedRevision { rev: row.rev(), seq, contenders: beside.len() });
    }
    if rows.iter().any(|row| row.rev() == newest) {
        tx.drop_places(order.record).await?;
    }
    tx.store_head(head.seq, &head.hash).await?;
    Ok(erased)
}

async fn erase_revision<C>(
    tx: &mut C,
    head: &mut Head,
    order: &Order<'_>,
    (row, label): (&RecordRow, Option<Label>),
    contenders: &[&RecordRow],
    salt: [u8; 16],
) -> Result<i64, NotErased>
where
    C: LogSql + RecordSql + PageSql + ErasureSql,
{
    let (record, rev) = (order.record, row.rev());
    if let Some((import, block)) = row.block_of() {
        let kept = tx.kept_block(import, block).await?;
        if kept.is_none_or(|(_, state)| state != "applied") {
            return Err(NotErased::Importing);
        }
        if !row.payload().is_some_and(|payload| gives(row, &payload)) {
            return Err(NotErased::Altered);
        }
    } else {
        let added = tx.payloads(record, rev, Operation::Add.as_str()).await?;
        if !added.iter().filter_map(|bytes| Digest::from_slice(bytes)).any(|payload| gives(row, &payload)) {
            return Err(NotErased::Altered);
        }
    }
    let contended = tx.payloads(record, rev, Operation::Contend.as_str()).await?;
    for contender in contenders {
        let payload = payload_of(contender).filter(|payload| contended.iter().any(|held| held == payload.as_bytes()));
        let payload = payload.filter(|payload| gives(contender, payload)).ok_or(NotErased::Altered)?;
        let (_, content) = contender.identity();
        if tx.empty_contender(record, &content, &payload).await? != 1 {
            return Err(NotErased::Altered);
        }
    }
    if tx.empty_record(record, rev, label.map(Label::as_str)).await? != 1 {
        return Err(NotErased::Altered);
    }
    let of_rev = |rows: Vec<RecordRow>| rows.into_iter().filter(|row| row.rev() == rev).collect::<Vec<_>>();
    let left = of_rev(tx.rows_by_id(Table::Record, &[record]).await?);
    let beside = of_rev(tx.rows_by_id(Table::Contender, &[record]).await?);
    let remains = remains(&left, &beside).ok_or(NotErased::Altered)?;
    let payload = erasure_digest(&salt, order.reason, &remains).map_err(StoreError::from)?;
    let operation = Operation::Erase;
    let meta = Meta { at: order.at, operation, record, rev, actor: order.actor.name().to_owned() };
    head.seq += 1;
    head.hash = entry_hash(&head.hash, head.seq, FORMAT, &meta, &payload).map_err(StoreError::from)?;
    tx.append_entries(&[Entry { seq: head.seq, format: FORMAT, meta, payload, hash: head.hash }]).await?;
    tx.add_reason(head.seq, order.reason, salt).await?;
    Ok(head.seq)
}

fn payload_of(row: &RecordRow) -> Option<Digest> {
    let (salt, record) = (row.salt()?, row.clone().read().ok()?);
    payload_digest(&salt, &record).ok()
}
