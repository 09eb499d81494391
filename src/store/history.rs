//! What the log says of one record: its own entries, and those of the blocks that it came with.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::snapshot;
use super::log::{EntryRow, LogSql};
use super::records::{RecordRow, RecordSql, Table};
use super::verify::PageSql;
use super::{Store, StoreError};
use crate::domain::access::{AccessClass, Actor};
use crate::domain::chain::Entry;

/// A revision as access rights see it.
#[derive(Debug, Clone)]
pub struct RevisionClass {
    pub rev: i64,
    pub class: AccessClass,
    /// The import and the block that it came with.
    pub block: Option<(Uuid, i64)>,
    /// Number of the entry that erased it.
    pub erased_under: Option<i64>,
}

/// A page of what the log says of a record.
#[derive(Debug, Clone)]
pub struct History {
    pub revisions: Vec<RevisionClass>,
    /// Classes of the contenders, with the revision that they contend with.
    pub contenders: Vec<(i64, AccessClass)>,
    pub entries: Vec<Entry>,
}

pub(super) trait HistorySql {
    /// Its own entries, those of blocks that it came with, those of statements about it.
    async fn entries_of(&mut self, record: Uuid, after: i64, limit: i64) -> Result<Vec<EntryRow>, sqlx::Error>;
    async fn first_entry_of(&mut self, record: Uuid) -> Result<Option<EntryRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl HistorySql for Conn {
    async fn entries_of(&mut self, record: Uuid, after: i64, limit: i64) -> Result<Vec<EntryRow>, sqlx::Error> {
        sqlx::query_as::<Db, EntryRow>(
            "SELECT seq, format, at, operation, record_id, rev, actor, payload, hash FROM change_log \
             WHERE seq > $2 AND seq <= (SELECT seq FROM chain_head) AND (record_id = $1 OR record_id IN \
             (SELECT id FROM record WHERE target = $1 AND type IN ('review', 'tombstone', 'relabel', 'progress_step'))) \
             UNION SELECT seq, format, at, operation, record_id, rev, actor, payload, hash FROM change_log \
             WHERE seq > $2 AND seq <= (SELECT seq FROM chain_head) AND operation = 'block' AND (record_id, rev) IN \
             (SELECT import_id, block FROM record WHERE id = $1 AND block IS NOT NULL) ORDER BY seq LIMIT $3",
        )
        .bind(record)
        // Numbers begin with 1, whatever is asked for.
        .bind(after.max(0))
        .bind(limit)
        .fetch_all(&mut *self)
        .await
    }

    async fn first_entry_of(&mut self, record: Uuid) -> Result<Option<EntryRow>, sqlx::Error> {
        sqlx::query_as::<Db, EntryRow>(
            "SELECT seq, format, at, operation, record_id, rev, actor, payload, hash FROM change_log \
             WHERE seq BETWEEN 1 AND (SELECT seq FROM chain_head) AND (record_id = $1 OR operation = 'block' AND (record_id, rev) \
             IN (SELECT import_id, block FROM record WHERE id = $1 AND block IS NOT NULL)) ORDER BY seq LIMIT 1",
        )
        .bind(record)
        .fetch_optional(&mut *self)
        .await
    }
}

impl Store {
    /// What the log says of a record after an entry, at most so many entries. Nothing of a record that it does not know.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn history(&self, record: Uuid, after: i64, limit: i64) -> Result<History, StoreError> {
        Ok(snapshot!(self, |conn| history(&mut *conn, record, after, limit).await?))
    }
}

async fn history<C>(conn: &mut C, record: Uuid, after: i64, limit: i64) -> Result<History, sqlx::Error>
where
    C: LogSql + RecordSql + PageSql + HistorySql,
{
    let rows = conn.rows_by_id(Table::Record, &[record]).await?;
    let beside = conn.rows_by_id(Table::Contender, &[record]).await?;
    let erased = conn.erasures_of(&[record]).await?;
    let entries = conn.entries_of(record, after, limit).await?;
    // Whoever wrote it first vouches for its unit, or nobody does. What was said about it may have come before.
    let first = conn.first_entry_of(record).await?.map(EntryRow::read).transpose()?;
    let vouched = first.is_some_and(|entry| Actor::vouches_for_unit(&entry.meta.actor));
    let revision = |row: &RecordRow| {
        let erased = erased.iter().find(|(_, rev, _)| *rev == row.rev());
        Some(RevisionClass {
            rev: row.rev(),
            class: row.access_class(vouched)?,
            block: row.block_of(),
            erased_under: erased.map(|(_, _, seq)| *seq),
        })
    };
    Ok(History {
        revisions: rows.iter().filter_map(revision).collect(),
        contenders: beside.iter().filter_map(|row| Some((row.rev(), row.access_class(vouched)?))).collect(),
        entries: entries.into_iter().map(EntryRow::read).collect::<Result<_, _>>()?,
    })
}
