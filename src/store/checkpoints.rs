//! How far the log was verified, and what was counted up to there.
//!
//! An incremental verify goes on from the last of these. They lie in the same database as the log, so whoever can rewrite
//! one can rewrite the other: against that stands a signed checkpoint that is kept elsewhere.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};

use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::chain::Digest;
use crate::domain::time::Instant;

/// A state of the log up to which everything held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub epoch: String,
    pub seq: i64,
    pub hash: Digest,
    pub taken_at: Instant,
    /// Rows that the entries up to here wrote.
    pub records: i64,
    pub contenders: i64,
    pub erased: i64,
}

#[derive(FromRow)]
pub(super) struct KeptRow {
    epoch: String,
    pub seq: i64,
    hash: Vec<u8>,
    taken_at: i64,
    records: i64,
    contenders: i64,
    erased: i64,
}

impl KeptRow {
    pub fn read(self) -> Option<Kept> {
        Some(Kept {
            epoch: self.epoch,
            seq: self.seq,
            hash: Digest::from_slice(&self.hash)?,
            taken_at: Instant::from_millis(self.taken_at),
            records: self.records,
            contenders: self.contenders,
            erased: self.erased,
        })
    }
}

pub(super) trait CheckpointSql {
    async fn keep(&mut self, kept: &Kept) -> Result<(), sqlx::Error>;
    async fn last_kept(&mut self) -> Result<Option<KeptRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl CheckpointSql for Conn {
    async fn keep(&mut self, kept: &Kept) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO checkpoint (seq, epoch, hash, taken_at, records, contenders, erased) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (seq) DO UPDATE SET epoch = excluded.epoch, \
             hash = excluded.hash, taken_at = excluded.taken_at, records = excluded.records, \
             contenders = excluded.contenders, erased = excluded.erased",
        )
        .bind(kept.seq)
        .bind(kept.epoch.clone())
        .bind(kept.hash.as_bytes().to_vec())
        .bind(kept.taken_at.millis())
        .bind(kept.records)
        .bind(kept.contenders)
        .bind(kept.erased)
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn last_kept(&mut self) -> Result<Option<KeptRow>, sqlx::Error> {
        sqlx::query_as::<Db, KeptRow>(
            "SELECT epoch, seq, hash, taken_at, records, contenders, erased FROM checkpoint ORDER BY seq DESC LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }
}

impl Store {
    /// Keeps how far the log was verified.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_checkpoint(&self, kept: &Kept) -> Result<(), StoreError> {
        writing!(self, |tx| tx.keep(kept).await?);
        Ok(())
    }

    /// How far the log was verified last; `None` when it never was, or when what was kept cannot be read.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_checkpoint(&self) -> Result<Option<Kept>, StoreError> {
        Ok(reading!(self, |conn| conn.last_kept().await?).and_then(KeptRow::read))
    }
}
