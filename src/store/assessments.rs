//! Attention levels as they were when they changed, and how far whoever keeps them has come.
//!
//! Several programs may keep them: whoever writes takes the next number first, and only if nobody took it since he looked.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};

use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::access::Label;
use crate::domain::time::CivilDay;

/// Rows of one statement: SQLite takes 32,766 values.
const STATEMENT: usize = 2_000;
/// Most rows of one series.
const SERIES: i64 = 1_000;

/// What the levels were worked out from.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Head {
    pub number: i64,
    pub epoch: String,
    pub day: i64,
    pub seq: i64,
    pub method_digest: String,
}

/// The level of a segment from the approved records up to a label.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Kept {
    pub label: String,
    pub segment: String,
    pub number: i64,
    pub day: i64,
    pub seq: i64,
    pub method_version: String,
    pub method_digest: String,
    pub class: String,
    pub tenths: i64,
    pub inspection_state: String,
    /// As JSON: names, tenths and records.
    pub terms: String,
}

const COLUMNS: &str =
    "label, segment, number, day, seq, method_version, method_digest, class, tenths, inspection_state, terms";

pub(super) trait AssessmentSql {
    async fn assessment_head(&mut self) -> Result<Head, sqlx::Error>;
    async fn take_number(&mut self, after: i64, next: &Head) -> Result<bool, sqlx::Error>;
    async fn add_assessments(&mut self, rows: &[Kept]) -> Result<(), sqlx::Error>;
    async fn assessments_after(&mut self, number: i64) -> Result<Vec<Kept>, sqlx::Error>;
    async fn assessments_on(&mut self, label: &str, day: i64, segment: Option<&str>) -> Result<Vec<Kept>, sqlx::Error>;
    async fn assessments_of(&mut self, label: &str, segment: &str) -> Result<Vec<Kept>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl AssessmentSql for Conn {
    async fn assessment_head(&mut self) -> Result<Head, sqlx::Error> {
        sqlx::query_as::<Db, Head>("SELECT number, epoch, day, seq, method_digest FROM assessment_head WHERE id = 1")
            .fetch_one(&mut *self)
            .await
    }

    async fn take_number(&mut self, after: i64, next: &Head) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE assessment_head SET number = $2, epoch = $3, day = $4, seq = $5, method_digest = $6 \
             WHERE id = 1 AND number = $1",
        )
        .bind(after)
        .bind(next.number)
        .bind(next.epoch.clone())
        .bind(next.day)
        .bind(next.seq)
        .bind(next.method_digest.clone())
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_assessments(&mut self, rows: &[Kept]) -> Result<(), sqlx::Error> {
        for rows in rows.chunks(STATEMENT) {
            let mut sql = QueryBuilder::<Db>::new(format!("INSERT INTO assessment ({COLUMNS}) "));
            sql.push_values(rows, |mut values, row| {
                values
                    .push_bind(row.label.clone())
                    .push_bind(row.segment.clone())
                    .push_bind(row.number)
                    .push_bind(row.day)
                    .push_bind(row.seq)
                    .push_bind(row.method_version.clone())
                    .push_bind(row.method_digest.clone())
                    .push_bind(row.class.clone())
                    .push_bind(row.tenths)
                    .push_bind(row.inspection_state.clone())
                    .push_bind(row.terms.clone());
            });
            sql.build().execute(&mut *self).await?;
        }
        Ok(())
    }

    async fn assessments_after(&mut self, number: i64) -> Result<Vec<Kept>, sqlx::Error> {
        // Of each series the last alone, where it lies after the number.
        let sql = format!(
            "SELECT {COLUMNS} FROM assessment a WHERE number > $1 AND number = \
             (SELECT MAX(b.number) FROM assessment b WHERE b.label = a.label AND b.segment = a.segment)"
        );
        sqlx::query_as::<Db, Kept>(sqlx::AssertSqlSafe(sql)).bind(number).fetch_all(&mut *self).await
    }

    async fn assessments_on(&mut self, label: &str, day: i64, segment: Option<&str>) -> Result<Vec<Kept>, sqlx::Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM assessment a WHERE label = $1 AND ($3 = '' OR segment = $3) AND number = \
             (SELECT MAX(b.number) FROM assessment b WHERE b.label = a.label AND b.segment = a.segment AND b.day <= $2)"
        );
        sqlx::query_as::<Db, Kept>(sqlx::AssertSqlSafe(sql))
            .bind(label.to_owned())
            .bind(day)
            .bind(segment.unwrap_or_default().to_owned())
            .fetch_all(&mut *self)
            .await
    }

    async fn assessments_of(&mut self, label: &str, segment: &str) -> Result<Vec<Kept>, sqlx::Error> {
        let sql =
            format!("SELECT {COLUMNS} FROM assessment WHERE label = $1 AND segment = $2 ORDER BY number DESC LIMIT $3");
        sqlx::query_as::<Db, Kept>(sqlx::AssertSqlSafe(sql))
            .bind(label.to_owned())
            .bind(segment.to_owned())
            .bind(SERIES)
            .fetch_all(&mut *self)
            .await
    }
}

impl Store {
    /// How far the levels that are kept have come.
    ///
    /// # Errors
    /// When the database does not answer. So for the others.
    pub async fn assessment_head(&self) -> Result<Head, StoreError> {
        Ok(reading!(self, |conn| conn.assessment_head().await?))
    }

    /// Keeps levels that changed, under the next number; `false`, and nothing is kept, when somebody took it before.
    ///
    /// # Errors
    /// As for [`assessment_head`](Self::assessment_head).
    pub async fn keep_assessments(&self, after: i64, next: &Head, rows: &[Kept]) -> Result<bool, StoreError> {
        Ok(writing!(self, |tx| {
            let taken = tx.take_number(after, next).await?;
            if taken {
                tx.add_assessments(rows).await?;
            }
            taken
        }))
    }

    /// The last level of each segment for each label, of those that were kept after a number.
    ///
    /// # Errors
    /// As for [`assessment_head`](Self::assessment_head).
    pub async fn assessments_after(&self, number: i64) -> Result<Vec<Kept>, StoreError> {
        Ok(reading!(self, |conn| conn.assessments_after(number).await?))
    }

    /// The levels that stood at the end of a day, of all segments or of one.
    ///
    /// # Errors
    /// As for [`assessment_head`](Self::assessment_head).
    pub async fn assessments_on(
        &self,
        label: Label,
        day: CivilDay,
        segment: Option<&str>,
    ) -> Result<Vec<Kept>, StoreError> {
        Ok(reading!(self, |conn| conn.assessments_on(label.as_str(), day.number(), segment).await?))
    }

    /// The levels of one segment, the latest first.
    ///
    /// # Errors
    /// As for [`assessment_head`](Self::assessment_head).
    pub async fn assessments_of(&self, label: Label, segment: &str) -> Result<Vec<Kept>, StoreError> {
        Ok(reading!(self, |conn| conn.assessments_of(label.as_str(), segment).await?))
    }
}
