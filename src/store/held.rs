//! What is held of an id: its revisions, and the first of them that counts.
//!
//! What an undone import brought counts as not stored. Nothing is deleted for that: the same id goes in again as a
//! further revision, and that one counts from then on.

use std::collections::HashMap;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::reading;
use super::records::{RecordRow, RecordSql, Table};
use super::{Store, StoreError};
use crate::domain::chain::Digest;
use crate::domain::record::Record;

/// Imports that were undone: nothing else makes a further revision of an import's record.
/// An import's own record has an entry of its own; a row that has none undoes nothing.
pub(super) const UNDONE: &str = "SELECT own.id FROM record own WHERE own.type = 'import' AND own.rev > 1 AND own.block IS NULL \
    AND EXISTS (SELECT 1 FROM change_log l WHERE l.record_id = own.id AND l.rev = own.rev AND l.operation = 'add' \
    AND l.seq BETWEEN 1 AND (SELECT h.seq FROM chain_head h))";

/// The same as the log stood at a number, which is to be bound behind it, and a parenthesis closed.
pub(super) const UNDONE_UPTO: &str = "SELECT own.id FROM record own WHERE own.type = 'import' AND own.rev > 1 AND own.block IS NULL \
    AND EXISTS (SELECT 1 FROM change_log l WHERE l.record_id = own.id AND l.rev = own.rev AND l.operation = 'add' \
    AND l.seq BETWEEN 1 AND ";

/// The first revision of a record that no undone import brought: what its maker sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct First {
    pub rev: i64,
    /// None of what was erased.
    pub content: Option<Digest>,
    /// Whether an import brought it.
    pub is_imported: bool,
}

/// What is held of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// None when undone imports brought all there is.
    pub first: Option<First>,
    /// The newest revision, whether it counts or not: who writes goes on from there.
    pub newest: i64,
}

#[derive(FromRow)]
pub(super) struct HeldRow {
    id: Uuid,
    rev: i64,
    content_digest: Option<Vec<u8>>,
    is_imported: i64,
    is_undone: i64,
}

pub(super) trait HeldSql {
    async fn held_rows(&mut self, ids: &[Uuid]) -> Result<Vec<HeldRow>, sqlx::Error>;
    /// What is held of these ids; nothing of those that are new.
    async fn held(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, Held>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl HeldSql for Conn {
    async fn held_rows(&mut self, ids: &[Uuid]) -> Result<Vec<HeldRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT id, rev, content_digest, CAST(CASE WHEN block IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_imported, \
             CAST(CASE WHEN import_id IN (",
        );
        sql.push(UNDONE).push(") THEN 1 ELSE 0 END AS BIGINT) AS is_undone FROM record WHERE id IN (");
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(") ORDER BY id, rev");
        sql.build_query_as::<HeldRow>().fetch_all(&mut *self).await
    }

    async fn held(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, Held>, sqlx::Error> {
        let mut all: HashMap<Uuid, Held> = HashMap::new();
        for row in self.held_rows(ids).await? {
            let held = all.entry(row.id).or_insert(Held { first: None, newest: row.rev });
            held.newest = row.rev;
            // What was lawfully erased does not come back, whoever brought it.
            let stands = row.is_undone == 0 || row.content_digest.is_none();
            if stands && held.first.is_none() {
                let content = row.content_digest.as_deref().and_then(Digest::from_slice);
                held.first = Some(First { rev: row.rev, content, is_imported: row.is_imported != 0 });
            }
        }
        Ok(all)
    }
}

impl Store {
    /// What is held of these ids; nothing of those that are new.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn held(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Held>, StoreError> {
        let mut found = HashMap::new();
        for piece in ids.chunks(10_000) {
            found.extend(reading!(self, |conn| conn.held(piece).await?));
        }
        Ok(found)
    }

    /// The records that these ids stand for, in the first revisions that count.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn first_records(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Record>, StoreError> {
        let mut found = HashMap::new();
        for piece in ids.chunks(1_000) {
            let held = reading!(self, |conn| conn.held(piece).await?);
            let rows = reading!(self, |conn| conn.rows_by_id(Table::Record, piece).await?);
            let first = |row: &RecordRow| held.get(&row.id).and_then(|held| held.first).map(|first| first.rev);
            let rows = rows.into_iter().filter(|row| first(row) == Some(row.rev()));
            found.extend(rows.filter_map(RecordRow::written).map(|written| (written.record.id, written.record)));
        }
        Ok(found)
    }
}
