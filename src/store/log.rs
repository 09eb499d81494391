//! The change log: entries in order, and the one row where their numbers are given out.
//!
//! Numbers come from the head row inside the transaction, never from an identity column: identity numbers can
//! become visible out of order, and a follower would skip an entry for ever.

use std::collections::HashMap;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::records::RecordSql;
use super::{Store, StoreError};
use crate::domain::chain::{Change, Digest, Entry, Meta, Operation, Written};
use crate::domain::time::Instant;

/// Where the log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Name of this log, renewed on restore or promotion. Opaque to clients.
    pub epoch: String,
    pub seq: i64,
    pub hash: Digest,
}

#[derive(FromRow)]
struct HeadRow {
    epoch: String,
    seq: i64,
    hash: Vec<u8>,
}

/// An entry as it lies in the table, whatever somebody made of it.
#[derive(Debug, FromRow)]
pub(super) struct EntryRow {
    pub seq: i64,
    format: i64,
    at: i64,
    operation: String,
    record_id: Option<Uuid>,
    rev: Option<i64>,
    actor: String,
    payload: Vec<u8>,
    hash: Vec<u8>,
}

fn digest(bytes: &[u8]) -> Result<Digest, sqlx::Error> {
    Digest::from_slice(bytes).ok_or_else(|| sqlx::Error::Decode("a digest has 32 bytes".into()))
}

impl HeadRow {
    fn read(self) -> Result<Head, sqlx::Error> {
        Ok(Head { epoch: self.epoch, seq: self.seq, hash: digest(&self.hash)? })
    }
}

impl EntryRow {
    pub fn read(self) -> Result<Entry, sqlx::Error> {
        let named = self.record_id.zip(self.rev);
        let (record, rev) = named.ok_or_else(|| sqlx::Error::Decode("an entry names no record".into()))?;
        let operation = Operation::named(&self.operation)
            .ok_or_else(|| sqlx::Error::Decode(format!("unknown operation {}", self.operation).into()))?;
        Ok(Entry {
            seq: self.seq,
            format: self.format,
            meta: Meta { at: Instant::from_millis(self.at), operation, record, rev, actor: self.actor },
            payload: digest(&self.payload)?,
            hash: digest(&self.hash)?,
        })
    }
}

/// Which entries count: those that a walk from the first to the head meets. Whoever puts one beside them changes nothing
/// that is read.
pub(super) const STANDING: &str = "seq BETWEEN 1 AND (SELECT seq FROM chain_head)";

pub(super) trait LogSql {
    /// Locks the head until the transaction ends. Taken first in every write: taken later, two batches deadlock.
    async fn lock_head(&mut self) -> Result<Head, sqlx::Error>;
    async fn head(&mut self) -> Result<Option<Head>, sqlx::Error>;
    async fn found_log(&mut self, epoch: &str) -> Result<(), sqlx::Error>;
    async fn store_head(&mut self, seq: i64, hash: &Digest) -> Result<(), sqlx::Error>;
    async fn append_entries(&mut self, entries: &[Entry]) -> Result<(), sqlx::Error>;
    /// Entries that count.
    async fn entries_after(&mut self, seq: i64, limit: i64) -> Result<Vec<Entry>, sqlx::Error>;
    /// Entries, whoever wrote them.
    async fn entry_rows_after(&mut self, seq: i64, limit: i64) -> Result<Vec<EntryRow>, sqlx::Error>;
    /// The first number that is none.
    async fn entry_before_the_first(&mut self) -> Result<Option<i64>, sqlx::Error>;
    async fn entry_hash_at(&mut self, seq: i64) -> Result<Option<Digest>, sqlx::Error>;
    /// Id, revision and number of every revision of these records that the log knows.
    async fn added_as(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, i64)>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl LogSql for Conn {
    async fn lock_head(&mut self) -> Result<Head, sqlx::Error> {
        sqlx::query_as::<Db, HeadRow>("UPDATE chain_head SET seq = seq WHERE one = 1 RETURNING epoch, seq, hash")
            .fetch_one(&mut *self)
            .await?
            .read()
    }

    async fn head(&mut self) -> Result<Option<Head>, sqlx::Error> {
        sqlx::query_as::<Db, HeadRow>("SELECT epoch, seq, hash FROM chain_head WHERE one = 1")
            .fetch_optional(&mut *self)
            .await?
            .map(HeadRow::read)
            .transpose()
    }

    async fn found_log(&mut self, epoch: &str) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO chain_head (one, epoch, seq, hash) VALUES (1, $1, 0, $2) ON CONFLICT (one) DO NOTHING",
        )
        .bind(epoch)
        .bind(&Digest::ZERO.as_bytes()[..])
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn store_head(&mut self, seq: i64, hash: &Digest) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE chain_head SET seq = $1, hash = $2 WHERE one = 1")
            .bind(seq)
            .bind(&hash.as_bytes()[..])
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn append_entries(&mut self, entries: &[Entry]) -> Result<(), sqlx::Error> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "INSERT INTO change_log (seq, format, at, operation, record_id, rev, actor, payload, hash) ",
        );
        sql.push_values(entries, |mut row, entry| {
            row.push_bind(entry.seq)
                .push_bind(entry.format)
                .push_bind(entry.meta.at.millis())
                .push_bind(entry.meta.operation.as_str())
                .push_bind(entry.meta.record)
                .push_bind(entry.meta.rev)
                .push_bind(entry.meta.actor.clone())
                .push_bind(entry.payload.as_bytes().to_vec())
                .push_bind(entry.hash.as_bytes().to_vec());
        });
        let done = sql.build().execute(&mut *self).await?;
        if usize::try_from(done.rows_affected()).ok() != Some(entries.len()) {
            return Err(sqlx::Error::Protocol("the change log took fewer rows than were given".to_owned()));
        }
        Ok(())
    }

    async fn entries_after(&mut self, seq: i64, limit: i64) -> Result<Vec<Entry>, sqlx::Error> {
        let rows = sqlx::query_as::<Db, EntryRow>(
            "SELECT seq, format, at, operation, record_id, rev, actor, payload, hash FROM change_log \
             WHERE seq > $1 AND seq <= (SELECT seq FROM chain_head) ORDER BY seq LIMIT $2",
        )
        // Numbers begin with 1, whatever is asked for.
        .bind(seq.max(0))
        .bind(limit)
        .fetch_all(&mut *self)
        .await?;
        rows.into_iter().map(EntryRow::read).collect()
    }

    async fn entry_before_the_first(&mut self) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>("SELECT seq FROM change_log WHERE seq < 1 ORDER BY seq LIMIT 1")
            .fetch_optional(&mut *self)
            .await
    }

    async fn entry_rows_after(&mut self, seq: i64, limit: i64) -> Result<Vec<EntryRow>, sqlx::Error> {
        sqlx::query_as::<Db, EntryRow>(
            "SELECT seq, format, at, operation, record_id, rev, actor, payload, hash FROM change_log \
             WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(seq)
        .bind(limit)
        .fetch_all(&mut *self)
        .await
    }

    async fn entry_hash_at(&mut self, seq: i64) -> Result<Option<Digest>, sqlx::Error> {
        sqlx::query_scalar::<Db, Vec<u8>>("SELECT hash FROM change_log WHERE seq = $1")
            .bind(seq)
            .fetch_optional(&mut *self)
            .await?
            .map(|bytes| digest(&bytes))
            .transpose()
    }

    async fn added_as(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, i64)>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut added = Vec::with_capacity(ids.len());
        // With an entry of their own, or as part of a block.
        for select in [
            "SELECT record_id, rev, l.seq FROM change_log l WHERE operation = 'add' AND record_id IN (",
            "SELECT r.id, r.rev, l.seq FROM record r JOIN change_log l ON l.record_id = r.import_id AND l.rev = r.block \
             AND l.operation = 'block' JOIN import_run i ON i.import_id = r.import_id AND i.state = 'applied' WHERE r.id IN (",
        ] {
            let mut sql = QueryBuilder::<Db>::new(select);
            let mut list = sql.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            sql.push(") AND l.").push(STANDING);
            added.extend(sql.build_query_as::<(Uuid, i64, i64)>().fetch_all(&mut *self).await?);
        }
        Ok(added)
    }
}

impl Store {
    pub(super) async fn found(&self, epoch: &str) -> Result<(), StoreError> {
        writing!(self, |tx| tx.found_log(epoch).await?);
        Ok(())
    }

    /// Numbers of the entries that wrote these records, by id and revision.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn entries_of(&self, ids: &[Uuid]) -> Result<HashMap<(Uuid, i64), i64>, StoreError> {
        let rows = reading!(self, |conn| conn.added_as(ids).await?);
        Ok(rows.into_iter().map(|(id, rev, seq)| ((id, rev), seq)).collect())
    }

    /// Where the log stands now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn log_head(&self) -> Result<Head, StoreError> {
        let head = reading!(self, |conn| conn.head().await?);
        head.ok_or_else(StoreError::headless)
    }

    /// The hash of one entry; [`Digest::ZERO`] for number 0; `None` when the log does not reach so far.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn log_hash_at(&self, seq: i64) -> Result<Option<Digest>, StoreError> {
        if seq == 0 {
            return Ok(Some(Digest::ZERO));
        }
        Ok(reading!(self, |conn| conn.entry_hash_at(seq).await?))
    }

    /// Changes after `seq` in order, each with the records it wrote, until there are `limit` entries or their records
    /// pass that number: blocks of imports are thousands of rows. A record that cannot be read back is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn changes_after(&self, seq: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
        Ok(reading!(self, |conn| changes(&mut *conn, seq, limit).await?))
    }
}

pub(super) async fn changes<C: LogSql + RecordSql>(
    conn: &mut C,
    seq: i64,
    limit: i64,
) -> Result<Vec<Change>, sqlx::Error> {
    let entries = conn.entries_after(seq, limit).await?;
    let Some((first, last)) = entries.first().zip(entries.last()) else { return Ok(Vec::new()) };
    let rows = conn.records_added_between(first.seq, last.seq).await?;
    let mut added: HashMap<(Uuid, i64), Written> = HashMap::with_capacity(rows.len());
    for row in rows {
        let of = (row.id, row.rev());
        added.extend(row.written().map(|written| (of, written)));
    }
    let mut changes = Vec::with_capacity(entries.len());
    let mut records = 0;
    for entry in entries {
        if records >= limit {
            break;
        }
        let written: Vec<Written> = match entry.meta.operation {
            Operation::Add => added.remove(&(entry.meta.record, entry.meta.rev)).into_iter().collect(),
            Operation::Contend | Operation::Erase => Vec::new(),
            Operation::Block => {
                let rows = conn.rows_of_applied(entry.meta.record, entry.meta.rev).await?;
                rows.into_iter().filter_map(super::records::RecordRow::written).collect()
            }
        };
        records += i64::try_from(written.len()).unwrap_or(i64::MAX);
        changes.push(Change { entry, written });
    }
    Ok(changes)
}
