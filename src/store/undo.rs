//! Taking an import back: the last look at what was built on it and the entry that undoes it are one transaction, so that
//! nothing can be built on it in between.

use super::dialect::writing;
use super::imports::ImportSql;
use super::log::{LogSql, changes};
use super::records::{RecordRow, RecordSql, Table};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::{Change, Entry, FORMAT, Meta, Operation, content_digest, entry_hash, payload_digest};
use crate::domain::record::Record;

/// Changes looked at together.
const PAGE: i64 = 2_000;

/// Why an import was not taken back. Everything is as before then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// A file is going in, and may build on it.
    Busy,
    Already,
    Revised,
    BuiltOn(String),
}

impl Store {
    /// Takes an import back: `record` is the further revision of its record that says so. `looked` is the number of the last
    /// change that the caller has looked at; those after it are looked at here. Returns the number of the entry.
    ///
    /// # Errors
    /// When the database does not answer. That it was not taken back is no error.
    pub async fn import_take_back(
        &self,
        (record, order_key, salt): (&Record, i64, [u8; 16]),
        actor: &Actor,
        looked: i64,
        built_on: &(dyn Fn(&Change) -> Option<String> + Sync),
    ) -> Result<Result<i64, Kept>, StoreError> {
        // An import from before its texts were looked at must be possible to undo.
        let row = RecordRow::rewrite(record, &content_digest(record)?, order_key, salt)?;
        Ok(writing!(self, |tx| take_back(&mut *tx, (record, &row, salt), actor, looked, built_on).await?))
    }
}

async fn take_back<C: ImportSql + RecordSql + LogSql>(
    tx: &mut C,
    (record, row, salt): (&Record, &RecordRow, [u8; 16]),
    actor: &Actor,
    looked: i64,
    built_on: &(dyn Fn(&Change) -> Option<String> + Sync),
) -> Result<Result<i64, Kept>, StoreError> {
    // From here on nobody else writes.
    let head = tx.lock_head().await?;
    if tx.is_staging().await? {
        return Ok(Err(Kept::Busy));
    }
    if tx.is_revised(record.id).await? {
        return Ok(Err(Kept::Revised));
    }
    let mut seen = looked;
    while seen < head.seq {
        let page = changes(&mut *tx, seen, PAGE).await?;
        let Some(last) = page.last() else { break };
        seen = last.entry.seq;
        if let Some(what) = page.iter().find_map(built_on) {
            return Ok(Err(Kept::BuiltOn(what)));
        }
    }
    if tx.insert_new(Table::Record, std::slice::from_ref(row)).await?.len() != 1 {
        return Ok(Err(Kept::Already));
    }
    let payload = payload_digest(&salt, record)?;
    let actor = actor.name().to_owned();
    let meta = Meta { at: record.received_at, operation: Operation::Add, record: record.id, rev: record.rev, actor };
    let seq = head.seq + 1;
    let hash = entry_hash(&head.hash, seq, FORMAT, &meta, &payload)?;
    tx.append_entries(&[Entry { seq, format: FORMAT, meta, payload, hash }]).await?;
    tx.store_head(seq, &hash).await?;
    Ok(Ok(seq))
}
