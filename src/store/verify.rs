//! Walks the chain: every entry against the one before, every record against its digest.

use std::collections::HashMap;

use uuid::Uuid;

use super::dialect::snapshot;
use super::imports::ImportSql;
use super::log::LogSql;
use super::records::{RecordRow, RecordSql, Table};
use super::{Store, StoreError};
use crate::domain::chain::{Digest, Entry, Operation, block_digest, entry_hash, payload_digest};

/// Entries that are looked at together; bounds the memory of a walk.
const PAGE: i64 = 2_000;

/// What a walk over an intact log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub entries: i64,
    pub records: i64,
    pub contenders: i64,
    pub hash: Digest,
}

/// The first thing that does not hold.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Broken {
    #[error("entry {seq} of the change log is missing")]
    EntryMissing { seq: i64 },
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
    #[error("the head says entry {head}, the log ends at {last}")]
    HeadMoved { head: i64, last: i64 },
    #[error("{rows} rows in table {table}, but {entries} entries that wrote one")]
    RowsInserted { table: &'static str, rows: i64, entries: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
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
        snapshot!(self, |conn| walk(&mut *conn).await)
    }
}

async fn walk<C: LogSql + RecordSql + ImportSql>(conn: &mut C) -> Result<Verified, Broken> {
    let (mut seq, mut hash, mut records, mut contenders, mut imported) = (0, Digest::ZERO, 0, 0, 0);
    loop {
        let page = conn.entries_after(seq, PAGE).await?;
        if page.is_empty() {
            break;
        }
        let ids: Vec<Uuid> = page.iter().map(|entry| entry.meta.record).collect();
        let held = by_id(conn.rows_by_id(Table::Record, &ids).await?);
        let contended = by_id(conn.rows_by_id(Table::Contender, &ids).await?);
        for entry in &page {
            if entry.seq != seq + 1 {
                return Err(Broken::EntryMissing { seq: seq + 1 });
            }
            let expected = entry_hash(&hash, entry.seq, entry.format, &entry.meta, &entry.payload);
            if expected.map_err(StoreError::from)? != entry.hash {
                return Err(Broken::EntryAltered { seq: entry.seq });
            }
            match entry.meta.operation {
                Operation::Add => {
                    check(entry, &held)?;
                    records += 1;
                }
                Operation::Contend => {
                    check(entry, &contended)?;
                    contenders += 1;
                }
                Operation::Block => {
                    let rows = conn.rows_of_block(entry.meta.record, entry.meta.rev).await?;
                    imported += check_block(entry, rows)?;
                }
            }
            (seq, hash) = (entry.seq, entry.hash);
        }
    }
    let head = conn.head().await?.ok_or_else(StoreError::headless)?;
    if (head.seq, head.hash) != (seq, hash) {
        return Err(Broken::HeadMoved { head: head.seq, last: seq });
    }
    for (table, name, entries) in [(Table::Record, "record", records), (Table::Contender, "contender", contenders)] {
        let rows = conn.count(table).await?;
        if rows != entries {
            return Err(Broken::RowsInserted { table: name, rows, entries });
        }
    }
    // Rows of an import that is still going in have no entries yet; all others must have been met above.
    let rows = conn.count_imported().await?;
    if rows != imported {
        return Err(Broken::RowsInserted { table: "record (imports)", rows, entries: imported });
    }
    Ok(Verified { entries: seq, records: records + imported, contenders, hash })
}

fn by_id(rows: Vec<RecordRow>) -> HashMap<Uuid, Vec<RecordRow>> {
    let mut by_id: HashMap<Uuid, Vec<RecordRow>> = HashMap::with_capacity(rows.len());
    for row in rows {
        by_id.entry(row.id).or_default().push(row);
    }
    by_id
}

/// Whether one of the rows of the entry's record gives the digest that the entry names.
fn check(entry: &Entry, rows: &HashMap<Uuid, Vec<RecordRow>>) -> Result<(), Broken> {
    let (seq, record) = (entry.seq, entry.meta.record);
    let rows = rows.get(&record).ok_or(Broken::RecordMissing { seq, record })?;
    let intact = rows.iter().filter(|row| row.rev() == entry.meta.rev).any(|row| gives(row, &entry.payload));
    if intact { Ok(()) } else { Err(Broken::RecordAltered { seq, record }) }
}

/// Whether a row says what it said when this digest was made of it.
fn gives(row: &RecordRow, payload: &Digest) -> bool {
    let (Some(salt), digest) = (row.salt(), row.content_digest()) else { return false };
    let Ok(value) = row.clone().read() else { return false };
    payload_digest(&salt, &value).is_ok_and(|found| found == *payload)
        && crate::domain::chain::content_digest(&value).ok() == digest
}

/// Checks every row of a block against the digest beside it, and those together against the entry. Returns how many
/// rows there are.
fn check_block(entry: &Entry, rows: Vec<RecordRow>) -> Result<i64, Broken> {
    let (seq, import, block) = (entry.seq, entry.meta.record, entry.meta.rev);
    let mut payloads = Vec::with_capacity(rows.len());
    for row in rows {
        let altered = Broken::RowAltered { seq, import, block, record: row.id };
        let Some(payload) = row.payload().filter(|payload| gives(&row, payload)) else { return Err(altered) };
        payloads.push(payload);
    }
    let digest = block_digest(import, block, &payloads).map_err(StoreError::from)?;
    if digest != entry.payload {
        return Err(Broken::BlockAltered { seq, import, block });
    }
    Ok(i64::try_from(payloads.len()).unwrap_or(i64::MAX))
}
