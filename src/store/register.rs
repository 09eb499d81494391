//! Lines and markers in all their revisions, and what decides which revision of a record counts: read as one, before
//! everything else, because all places depend on it.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::snapshot;
use super::log::{Head, LogSql};
use super::records::{COLUMNS, RecordRow};
use super::{Store, StoreError};
use crate::domain::revision::{RegisterLog, Revision, Versioned};

#[derive(FromRow)]
pub(super) struct NumberedRow {
    #[sqlx(flatten)]
    row: RecordRow,
    entry_seq: i64,
}

#[derive(FromRow)]
pub(super) struct RevisionRow {
    id: Uuid,
    rev: i64,
    import_id: Option<Uuid>,
}

pub(super) trait RegisterSql {
    /// Records of the register with the numbers of the entries that wrote them, their own or their block's.
    async fn register_rows(&mut self, upto: i64) -> Result<Vec<NumberedRow>, sqlx::Error>;
    /// All revisions of records that have more than one and that the log knows.
    async fn revisions(&mut self, upto: i64) -> Result<Vec<RevisionRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl RegisterSql for Conn {
    async fn register_rows(&mut self, upto: i64) -> Result<Vec<NumberedRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(
            ", entry_seq FROM (SELECT r.*, l.seq AS entry_seq FROM record r \
             JOIN change_log l ON l.record_id = r.id AND l.rev = r.rev AND l.operation = 'add' \
             WHERE r.type IN ('boundary_line', 'marker', 'import') AND r.block IS NULL \
             UNION ALL SELECT r.*, l.seq AS entry_seq FROM record r \
             JOIN change_log l ON l.record_id = r.import_id AND l.rev = r.block AND l.operation = 'block' \
             JOIN import_run i ON i.import_id = r.import_id AND i.state = 'applied' \
             WHERE r.type IN ('boundary_line', 'marker', 'import')) AS numbered \
             WHERE entry_seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto).push(" ORDER BY entry_seq, id");
        sql.build_query_as::<NumberedRow>().fetch_all(&mut *self).await
    }

    async fn revisions(&mut self, upto: i64) -> Result<Vec<RevisionRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT id, rev, import_id FROM record r WHERE id IN (SELECT id FROM record WHERE rev > 1) \
             AND (block IS NULL OR import_id IN (SELECT import_id FROM import_run WHERE state = 'applied')) \
             AND EXISTS (SELECT 1 FROM change_log l WHERE l.record_id = CASE WHEN r.block IS NULL THEN r.id ELSE r.import_id END AND l.rev = COALESCE(r.block, r.rev) \
             AND l.operation = CASE WHEN r.block IS NULL THEN 'add' ELSE 'block' END \
             AND l.seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto).push(")");
        sql.build_query_as::<RevisionRow>().fetch_all(&mut *self).await
    }
}

impl Store {
    /// The register in all its revisions, and where the log stood at that moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn register_log(&self) -> Result<(Head, RegisterLog), StoreError> {
        snapshot!(self, |conn| read(&mut *conn, i64::MAX).await)
    }

    /// The same as the log stood at an earlier number, and where it stands now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn register_log_at(&self, upto: i64) -> Result<(Head, RegisterLog), StoreError> {
        snapshot!(self, |conn| read(&mut *conn, upto).await)
    }
}

async fn read<C: LogSql + RegisterSql>(conn: &mut C, upto: i64) -> Result<(Head, RegisterLog), StoreError> {
    let head = conn.head().await?.ok_or_else(StoreError::headless)?;
    // What stands beyond the head was written behind the program's back.
    let upto = upto.min(head.seq);
    let register = conn.register_rows(upto).await?.into_iter().filter_map(|numbered| {
        let record = numbered.row.written()?.record;
        Some(Versioned { seq: numbered.entry_seq, record })
    });
    let register = register.collect();
    let revisions = conn.revisions(upto).await?;
    let revisions = revisions.into_iter().map(|row| Revision { id: row.id, rev: row.rev, import: row.import_id });
    Ok((head, RegisterLog { register, revisions: revisions.collect() }))
}
