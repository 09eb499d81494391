//! Imports from their first step to their last, and what becomes of those that never get there.
//!
//! Rows go in by blocks ([`staging`](super::staging)) that take no number of the log. The last transaction appends one
//! entry for each block and the import's own record; only then does anything count. An import that is cancelled, or
//! whose program died, leaves nothing: its rows are deleted, and no entry ever named them.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::held::UNDONE;
use super::log::LogSql;
use super::records::{RecordRow, RecordSql, Table};
use super::staging::NotStaged;
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::{Digest, Entry, FORMAT, Meta, Operation, Written, entry_hash, payload_digest};
use crate::domain::record::Record;
use crate::domain::time::Instant;

/// Entries of one statement.
const ENTRIES: usize = 1_000;
/// An import whose last block is older than this is taken for dead, in milliseconds.
pub const STALE_MS: i64 = 120_000;

pub(super) trait ImportSql {
    async fn begin_run(&mut self, import: Uuid, now: i64) -> Result<bool, sqlx::Error>;
    /// Whether the import is still going in; says that it is alive.
    async fn beat(&mut self, import: Uuid, now: i64, rows: i64) -> Result<bool, sqlx::Error>;
    async fn add_block(&mut self, import: Uuid, block: i64, payload: &Digest) -> Result<(), sqlx::Error>;
    async fn blocks(&mut self, import: Uuid) -> Result<Vec<(i64, Vec<u8>)>, sqlx::Error>;
    async fn end_run(&mut self, import: Uuid, state: &str) -> Result<bool, sqlx::Error>;
    async fn drop_block(&mut self, import: Uuid, block: i64) -> Result<(), sqlx::Error>;
    async fn stale_runs(&mut self, before: i64) -> Result<Vec<Uuid>, sqlx::Error>;
    /// Rows of imports that the log must know.
    async fn count_imported(&mut self) -> Result<i64, sqlx::Error>;
    /// Whether an import is going in.
    async fn is_staging(&mut self) -> Result<bool, sqlx::Error>;
    /// Whether a record of the import has a further revision by now.
    async fn is_revised(&mut self, import: Uuid) -> Result<bool, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl ImportSql for Conn {
    async fn begin_run(&mut self, import: Uuid, now: i64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "INSERT INTO import_run (import_id, state, beat, rows) VALUES ($1, 'staging', $2, 0) ON CONFLICT DO NOTHING",
        )
        .bind(import)
        .bind(now)
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn beat(&mut self, import: Uuid, now: i64, rows: i64) -> Result<bool, sqlx::Error> {
        let done =
            sqlx::query("UPDATE import_run SET beat = $2, rows = rows + $3 WHERE import_id = $1 AND state = 'staging'")
                .bind(import)
                .bind(now)
                .bind(rows)
                .execute(&mut *self)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_block(&mut self, import: Uuid, block: i64, payload: &Digest) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO import_block (import_id, block, payload) VALUES ($1, $2, $3)")
            .bind(import)
            .bind(block)
            .bind(payload.as_bytes().to_vec())
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn blocks(&mut self, import: Uuid) -> Result<Vec<(i64, Vec<u8>)>, sqlx::Error> {
        sqlx::query_as::<Db, (i64, Vec<u8>)>(
            "SELECT block, payload FROM import_block WHERE import_id = $1 ORDER BY block",
        )
        .bind(import)
        .fetch_all(&mut *self)
        .await
    }

    async fn end_run(&mut self, import: Uuid, state: &str) -> Result<bool, sqlx::Error> {
        let done = sqlx::query("UPDATE import_run SET state = $2 WHERE import_id = $1 AND state = 'staging'")
            .bind(import)
            .bind(state.to_owned())
            .execute(&mut *self)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn drop_block(&mut self, import: Uuid, block: i64) -> Result<(), sqlx::Error> {
        sqlx::query(
            "DELETE FROM placement WHERE record_id IN \
             (SELECT id FROM record WHERE import_id = $1 AND block = $2 AND rev = 1)",
        )
        .bind(import)
        .bind(block)
        .execute(&mut *self)
        .await?;
        sqlx::query("DELETE FROM record WHERE import_id = $1 AND block = $2")
            .bind(import)
            .bind(block)
            .execute(&mut *self)
            .await?;
        sqlx::query("DELETE FROM import_block WHERE import_id = $1 AND block = $2")
            .bind(import)
            .bind(block)
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn stale_runs(&mut self, before: i64) -> Result<Vec<Uuid>, sqlx::Error> {
        // Those cancelled before all their blocks were gone as well.
        sqlx::query_scalar::<Db, Uuid>(
            "SELECT import_id FROM import_run WHERE (state = 'staging' AND beat < $1) \
             OR (state = 'cancelled' AND import_id IN (SELECT import_id FROM import_block))",
        )
        .bind(before)
        .fetch_all(&mut *self)
        .await
    }

    async fn count_imported(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>(
            "SELECT COUNT(*) FROM record WHERE block IS NOT NULL AND (import_id IS NULL OR import_id NOT IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled')))",
        )
        .fetch_one(&mut *self)
        .await
    }

    async fn is_staging(&mut self) -> Result<bool, sqlx::Error> {
        let count = "SELECT COUNT(*) FROM import_run WHERE state = 'staging'";
        Ok(sqlx::query_scalar::<Db, i64>(count).fetch_one(&mut *self).await? > 0)
    }

    async fn is_revised(&mut self, import: Uuid) -> Result<bool, sqlx::Error> {
        // What was undone is no revision any longer.
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT COUNT(*) FROM record mine JOIN record later ON later.id = mine.id AND later.rev > mine.rev \
             WHERE mine.import_id = ",
        );
        sql.push_bind(import).push(" AND (later.import_id IS NULL OR later.import_id NOT IN (").push(UNDONE).push("))");
        let later = sql.build_query_scalar::<i64>().fetch_one(&mut *self).await?;
        Ok(later > 0)
    }
}

impl Store {
    /// Announces an import. One at a time; what dead ones left is cleared away first.
    ///
    /// # Errors
    /// [`NotStaged::Busy`] while another is under way.
    pub async fn import_begin(&self, import: Uuid, now: Instant) -> Result<(), NotStaged> {
        self.import_sweep(now).await?;
        let begun = writing!(self, |tx| tx.begin_run(import, now.millis()).await?);
        if begun { Ok(()) } else { Err(NotStaged::Busy) }
    }

    /// Makes an import count: an entry for each block, then its record. Returns the number of the last entry.
    ///
    /// # Errors
    /// [`NotStaged`]; the import is as before then.
    pub async fn import_apply(
        &self,
        record: &Record,
        order_key: i64,
        actor: &Actor,
        salt: [u8; 16],
    ) -> Result<i64, NotStaged> {
        let row = RecordRow::write(record, order_key, salt)?;
        let payload = payload_digest(&salt, record).map_err(StoreError::from)?;
        let applied =
            async { Ok::<_, StoreError>(writing!(self, |tx| apply(&mut *tx, record, &row, &payload, actor).await?)) };
        applied.await?.ok_or(NotStaged::Cancelled)
    }

    /// Takes back an import that does not count yet: its rows go, block by block, so that others can write in between.
    ///
    /// # Errors
    /// When the database does not answer; what is left is cleared away by the next sweep.
    pub async fn import_cancel(&self, import: Uuid) -> Result<(), StoreError> {
        writing!(self, |tx| tx.end_run(import, "cancelled").await?);
        let blocks = reading!(self, |conn| conn.blocks(import).await?);
        for (block, _) in blocks {
            writing!(self, |tx| tx.drop_block(import, block).await?);
        }
        Ok(())
    }

    /// Whether an import is under way, of this program or of another, and alive.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn import_under_way(&self, now: Instant) -> Result<bool, StoreError> {
        self.import_sweep(now).await?;
        Ok(reading!(self, |conn| conn.is_staging().await?))
    }

    /// Numbers of the blocks of an import.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn import_blocks(&self, import: Uuid) -> Result<Vec<i64>, StoreError> {
        let blocks = reading!(self, |conn| conn.blocks(import).await?);
        Ok(blocks.into_iter().map(|(block, _)| block).collect())
    }

    /// The records of one block.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn import_records(&self, import: Uuid, block: i64) -> Result<Vec<Written>, StoreError> {
        let rows = reading!(self, |conn| conn.rows_of_block(import, block).await?);
        Ok(rows.into_iter().filter_map(RecordRow::written).collect())
    }

    /// Clears away what imports left whose program died.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn import_sweep(&self, now: Instant) -> Result<usize, StoreError> {
        let stale = reading!(self, |conn| conn.stale_runs(now.millis() - STALE_MS).await?);
        for import in &stale {
            tracing::warn!(%import, "clearing away an import that never ended");
            self.import_cancel(*import).await?;
        }
        Ok(stale.len())
    }
}

async fn apply<C: ImportSql + RecordSql + LogSql>(
    tx: &mut C,
    record: &Record,
    row: &RecordRow,
    payload: &Digest,
    actor: &Actor,
) -> Result<Option<i64>, StoreError> {
    let head = tx.lock_head().await?;
    let import = record.id;
    if !tx.end_run(import, "applied").await? {
        return Ok(None);
    }
    let (mut seq, mut hash) = (head.seq, head.hash);
    let mut link = |operation, rev, payload: Digest| -> Result<Entry, StoreError> {
        let meta = Meta { at: record.received_at, operation, record: import, rev, actor: actor.name().to_owned() };
        seq += 1;
        hash = entry_hash(&hash, seq, FORMAT, &meta, &payload)?;
        Ok(Entry { seq, format: FORMAT, meta, payload, hash })
    };
    let mut entries = Vec::new();
    for (block, payload) in tx.blocks(import).await? {
        let payload = Digest::from_slice(&payload)
            .ok_or_else(|| StoreError::Unreadable { id: import, why: "a digest has 32 bytes".to_owned() })?;
        entries.push(link(Operation::Block, block, payload)?);
    }
    entries.push(link(Operation::Add, record.rev, *payload)?);
    if tx.insert_new(Table::Record, std::slice::from_ref(row)).await?.len() != 1 {
        return Err(StoreError::Refused(format!("an import {import} is there already")));
    }
    for piece in entries.chunks(ENTRIES) {
        tx.append_entries(piece).await?;
    }
    tx.store_head(seq, &hash).await?;
    Ok(Some(seq))
}
