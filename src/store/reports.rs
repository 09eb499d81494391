//! What people say in reports, and which reports went out.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};

use super::dialect::reading;
use super::records::{COLUMNS, RecordRow};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::{Digest, payload_digest};
use crate::domain::record::Record;

#[derive(FromRow)]
struct SaidRow {
    #[sqlx(flatten)]
    row: RecordRow,
    entry_seq: i64,
    actor: String,
    logged: Vec<u8>,
}

/// A record with what its entry says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub seq: i64,
    /// Whether its unit was checked when it came in.
    pub vouched: bool,
    pub record: Record,
}

trait ReportSql {
    async fn last_erasure(&mut self) -> Result<Option<i64>, sqlx::Error>;
    async fn said_in_reports(&mut self, kind: &str, upto: i64) -> Result<Vec<SaidRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl ReportSql for Conn {
    async fn last_erasure(&mut self) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query_scalar::<Db, Option<i64>>("SELECT MAX(seq) FROM erasure").fetch_one(&mut *self).await
    }

    async fn said_in_reports(&mut self, kind: &str, upto: i64) -> Result<Vec<SaidRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(
            ", entry_seq, actor, logged FROM (SELECT r.*, l.seq AS entry_seq, l.actor AS actor, l.payload AS logged \
             FROM record r JOIN change_log l ON l.record_id = r.id AND l.rev = r.rev AND l.operation = 'add' \
             WHERE r.block IS NULL AND r.type = ",
        );
        sql.push_bind(kind.to_owned()).push(" AND l.seq BETWEEN 1 AND ").push_bind(upto);
        sql.push(" AND l.seq <= (SELECT seq FROM chain_head WHERE one = 1)) AS said ORDER BY entry_seq");
        sql.build_query_as::<SaidRow>().fetch_all(&mut *self).await
    }
}

impl Store {
    /// The last entry of the log that erased something; 0 where nothing was. What was worked out before it tells too much.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_erasure(&self) -> Result<i64, StoreError> {
        Ok(reading!(self, |conn| conn.last_erasure().await?).unwrap_or(0))
    }

    /// Records of a type that reports are made with (`narrative`, `issued_report`), in the order of the log, up to a number of
    /// it. A row that is not what its entry wrote is left out: verifying names it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn said_in_reports(&self, kind: &str, upto: i64) -> Result<Vec<Said>, StoreError> {
        let rows = reading!(self, |conn| conn.said_in_reports(kind, upto).await?);
        let mut found = Vec::with_capacity(rows.len());
        for SaidRow { row, entry_seq: seq, actor, logged } in rows {
            let Some(salt) = row.salt() else { continue };
            let Some(written) = row.written() else { continue };
            if Digest::from_slice(&logged) == Some(payload_digest(&salt, &written.record)?) {
                let vouched = Actor::vouches_for_unit(&actor);
                found.push(Said { seq, vouched, record: written.record });
            }
        }
        Ok(found)
    }
}
