//! The statements of erasure.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::domain::chain::Digest;
use crate::geo::NO_PLACE_KEY;
use crate::store::log::STANDING;

pub(in crate::store) trait ErasureSql {
    /// Payload digests of the entries of one kind that wrote this revision.
    async fn payloads(&mut self, record: Uuid, rev: i64, operation: &str) -> Result<Vec<Vec<u8>>, sqlx::Error>;
    /// Takes everything away that may tell of somebody; what stays gets this label, where one is given.
    async fn empty_record(&mut self, record: Uuid, rev: i64, label: Option<&str>) -> Result<u64, sqlx::Error>;
    async fn empty_contender(&mut self, record: Uuid, content: &[u8], payload: &Digest) -> Result<u64, sqlx::Error>;
    async fn drop_places(&mut self, record: Uuid) -> Result<(), sqlx::Error>;
    async fn add_reason(&mut self, seq: i64, reason: &str, salt: [u8; 16]) -> Result<(), sqlx::Error>;
    async fn anything_erased(&mut self) -> Result<bool, sqlx::Error>;
    /// Number of the last entry that erased each of these records.
    async fn last_erasures(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, sqlx::Error>;
    /// Of these records, those whose newest revision was erased, with the number of the last entry that erased them.
    async fn erased_among(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, sqlx::Error>;
    /// Records of these kinds that the log knows, that were received before a moment and of which something is left.
    async fn kept_since_before(&mut self, kinds: &[&str], before: i64) -> Result<Vec<Uuid>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl ErasureSql for Conn {
    async fn kept_since_before(&mut self, kinds: &[&str], before: i64) -> Result<Vec<Uuid>, sqlx::Error> {
        let mut sql =
            QueryBuilder::<Db>::new("SELECT DISTINCT id FROM record WHERE body IS NOT NULL AND received_at < ");
        sql.push_bind(before).push(" AND type IN (");
        let mut list = sql.separated(", ");
        for kind in kinds {
            list.push_bind((*kind).to_owned());
        }
        sql.push(") AND (block IS NULL OR import_id IN (SELECT import_id FROM import_run WHERE state = 'applied')) ORDER BY id");
        sql.build_query_scalar::<Uuid>().fetch_all(&mut *self).await
    }

    async fn payloads(&mut self, record: Uuid, rev: i64, operation: &str) -> Result<Vec<Vec<u8>>, sqlx::Error> {
        sqlx::query_scalar::<Db, Vec<u8>>(
            "SELECT payload FROM change_log WHERE record_id = $1 AND rev = $2 AND operation = $3 \
             AND seq BETWEEN 1 AND (SELECT seq FROM chain_head)",
        )
        .bind(record)
        .bind(rev)
        .bind(operation.to_owned())
        .fetch_all(&mut *self)
        .await
    }

    async fn empty_record(&mut self, record: Uuid, rev: i64, label: Option<&str>) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE record SET event_at = NULL, skew_ms = NULL, device = NULL, person = NULL, location_basis = 'none', \
             location = NULL, corrects = NULL, target = NULL, attachments = NULL, body = NULL, order_key = $3, content_digest = NULL, salt = NULL, \
             label = COALESCE($4, label) WHERE id = $1 AND rev = $2",
        )
        .bind(record)
        .bind(rev)
        .bind(NO_PLACE_KEY.cast_signed())
        .bind(label.map(str::to_owned))
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected())
    }

    async fn empty_contender(&mut self, record: Uuid, content: &[u8], payload: &Digest) -> Result<u64, sqlx::Error> {
        // The content digest is part of the key, and could be guessed: the payload digest takes its place.
        let done = sqlx::query(
            "UPDATE contender SET event_at = NULL, skew_ms = NULL, device = NULL, person = NULL, \
             location_basis = 'none', location = NULL, corrects = NULL, target = NULL, attachments = NULL, body = NULL, order_key = $4, \
             content_digest = $3, salt = NULL WHERE id = $1 AND content_digest = $2",
        )
        .bind(record)
        .bind(content.to_vec())
        .bind(payload.as_bytes().to_vec())
        .bind(NO_PLACE_KEY.cast_signed())
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected())
    }

    async fn drop_places(&mut self, record: Uuid) -> Result<(), sqlx::Error> {
        for table in ["DELETE FROM placement WHERE record_id = $1", "DELETE FROM relocation WHERE record_id = $1"] {
            sqlx::query(table).bind(record).execute(&mut *self).await?;
        }
        Ok(())
    }

    async fn add_reason(&mut self, seq: i64, reason: &str, salt: [u8; 16]) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO erasure (seq, reason, salt) VALUES ($1, $2, $3)")
            .bind(seq)
            .bind(reason.to_owned())
            .bind(salt.to_vec())
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn anything_erased(&mut self) -> Result<bool, sqlx::Error> {
        let one = sqlx::query_scalar::<Db, i64>("SELECT seq FROM erasure LIMIT 1").fetch_optional(&mut *self).await?;
        Ok(one.is_some())
    }

    async fn last_erasures(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT record_id, MAX(seq) FROM change_log WHERE operation = 'erase' AND record_id IN (",
        );
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(") AND ").push(STANDING).push(" GROUP BY record_id");
        sql.build_query_as::<(Uuid, i64)>().fetch_all(&mut *self).await
    }

    async fn erased_among(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT r.id, MAX(l.seq) FROM record r JOIN change_log l ON l.record_id = r.id AND l.rev = r.rev \
             AND l.operation = 'erase' WHERE r.body IS NULL AND NOT EXISTS (SELECT 1 FROM record later \
             WHERE later.id = r.id AND later.rev > r.rev) AND r.id IN (",
        );
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(") AND l.").push(STANDING).push(" GROUP BY r.id");
        sql.build_query_as::<(Uuid, i64)>().fetch_all(&mut *self).await
    }
}
