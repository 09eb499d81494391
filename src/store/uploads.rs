//! Files on their way in. What a row says was received is never more than what is durably on disk.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::blobs::{Blob, BlobSql};
use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::attachment::MediaType;
use crate::domain::chain::Digest;
use crate::domain::time::Instant;

/// A file on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: Uuid,
    /// Name of the actor who sends it.
    pub who: String,
    pub sha256: Digest,
    pub bytes: i64,
    pub media_type: MediaType,
    pub received: i64,
    pub created_at: Instant,
    pub expires_at: Instant,
}

#[derive(FromRow)]
pub(super) struct UploadRow {
    id: Uuid,
    who: String,
    sha256: Vec<u8>,
    bytes: i64,
    media_type: String,
    received: i64,
    created_at: i64,
    expires_at: i64,
}

impl UploadRow {
    fn read(self) -> Option<Upload> {
        Some(Upload {
            id: self.id,
            who: self.who,
            sha256: Digest::from_slice(&self.sha256)?,
            bytes: self.bytes,
            media_type: MediaType::named(&self.media_type)?,
            received: self.received,
            created_at: Instant::from_millis(self.created_at),
            expires_at: Instant::from_millis(self.expires_at),
        })
    }
}

/// How much may come in.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Unfinished uploads of one sender.
    pub open: i64,
    /// Bytes of all files together, those on their way counted whole; none for no limit.
    pub space: Option<i64>,
}

/// Why no upload was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotBegun {
    TooMany,
    NoRoom,
}

pub(super) trait UploadSql {
    async fn insert_upload(&mut self, upload: &Upload) -> Result<(), sqlx::Error>;
    async fn upload(&mut self, id: Uuid) -> Result<Option<UploadRow>, sqlx::Error>;
    async fn same_upload(&mut self, upload: &Upload) -> Result<Option<UploadRow>, sqlx::Error>;
    async fn open_uploads(&mut self, who: &str) -> Result<i64, sqlx::Error>;
    async fn space_taken(&mut self) -> Result<i64, sqlx::Error>;
    async fn set_received(&mut self, id: Uuid, from: i64, to: i64, expires: i64) -> Result<u64, sqlx::Error>;
    async fn set_whole(&mut self, id: Uuid) -> Result<(), sqlx::Error>;
    async fn delete_upload(&mut self, id: Uuid) -> Result<u64, sqlx::Error>;
    async fn expired_uploads(&mut self, now: i64) -> Result<Vec<Uuid>, sqlx::Error>;
}

const COLUMNS: &str = "id, who, sha256, bytes, media_type, received, created_at, expires_at";

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl UploadSql for Conn {
    async fn insert_upload(&mut self, upload: &Upload) -> Result<(), sqlx::Error> {
        let mut sql = sqlx::QueryBuilder::<Db>::new("INSERT INTO upload (");
        sql.push(COLUMNS).push(") ");
        sql.push_values([upload], |mut row, upload| {
            row.push_bind(upload.id)
                .push_bind(upload.who.clone())
                .push_bind(upload.sha256.as_bytes().to_vec())
                .push_bind(upload.bytes)
                .push_bind(upload.media_type.as_str())
                .push_bind(upload.received)
                .push_bind(upload.created_at.millis())
                .push_bind(upload.expires_at.millis());
        });
        sql.build().execute(&mut *self).await?;
        Ok(())
    }

    async fn upload(&mut self, id: Uuid) -> Result<Option<UploadRow>, sqlx::Error> {
        let mut sql = sqlx::QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM upload WHERE id = ").push_bind(id);
        sql.build_query_as::<UploadRow>().fetch_optional(&mut *self).await
    }

    async fn same_upload(&mut self, upload: &Upload) -> Result<Option<UploadRow>, sqlx::Error> {
        let mut sql = sqlx::QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM upload WHERE received < bytes AND who = ").push_bind(upload.who.clone());
        sql.push(" AND sha256 = ").push_bind(upload.sha256.as_bytes().to_vec());
        sql.push(" AND bytes = ").push_bind(upload.bytes);
        sql.push(" AND media_type = ").push_bind(upload.media_type.as_str());
        sql.push(" AND expires_at > ").push_bind(upload.created_at.millis());
        sql.push(" ORDER BY received DESC LIMIT 1");
        sql.build_query_as::<UploadRow>().fetch_optional(&mut *self).await
    }

    async fn open_uploads(&mut self, who: &str) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>("SELECT COUNT(*) FROM upload WHERE who = $1 AND received < bytes")
            .bind(who.to_owned())
            .fetch_one(&mut *self)
            .await
    }

    async fn space_taken(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>(
            "SELECT CAST(COALESCE((SELECT SUM(bytes) FROM blob WHERE state <> 'gone'), 0) \
             + COALESCE((SELECT SUM(bytes) FROM upload WHERE received < bytes), 0) AS BIGINT)",
        )
        .fetch_one(&mut *self)
        .await
    }

    async fn set_received(&mut self, id: Uuid, from: i64, to: i64, expires: i64) -> Result<u64, sqlx::Error> {
        let done = sqlx::query("UPDATE upload SET received = $3, expires_at = $4 WHERE id = $1 AND received = $2")
            .bind(id)
            .bind(from)
            .bind(to)
            .bind(expires)
            .execute(&mut *self)
            .await?;
        Ok(done.rows_affected())
    }

    async fn set_whole(&mut self, id: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE upload SET received = bytes WHERE id = $1").bind(id).execute(&mut *self).await?;
        Ok(())
    }

    async fn delete_upload(&mut self, id: Uuid) -> Result<u64, sqlx::Error> {
        Ok(sqlx::query("DELETE FROM upload WHERE id = $1").bind(id).execute(&mut *self).await?.rows_affected())
    }

    async fn expired_uploads(&mut self, now: i64) -> Result<Vec<Uuid>, sqlx::Error> {
        sqlx::query_scalar::<Db, Uuid>("SELECT id FROM upload WHERE expires_at <= $1")
            .bind(now)
            .fetch_all(&mut *self)
            .await
    }
}

impl Store {
    /// Begins an upload, if it is within what is allowed; what is done already needs no allowance. One of the same file by the
    /// same sender that is not finished is gone on with: the answer to its beginning may have been lost, and those that
    /// nobody knows of would soon be all that is allowed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_upload(
        &self,
        upload: &Upload,
        allowed: &Allowance,
        is_done: bool,
    ) -> Result<Result<Upload, NotBegun>, StoreError> {
        Ok(writing!(self, |tx| {
            // One after the other, so that two at once do not both find the last room.
            tx.next_blob_change().await?;
            let same = if is_done { None } else { tx.same_upload(upload).await?.and_then(UploadRow::read) };
            if let Some(same) = same {
                let expires_at = upload.expires_at;
                tx.set_received(same.id, same.received, same.received, expires_at.millis()).await?;
                Ok(Upload { expires_at, ..same })
            } else {
                if !is_done && tx.open_uploads(&upload.who).await? >= allowed.open {
                    return Ok(Err(NotBegun::TooMany));
                }
                if let Some(space) = allowed.space.filter(|_| !is_done)
                    && tx.space_taken().await?.saturating_add(upload.bytes) > space
                {
                    return Ok(Err(NotBegun::NoRoom));
                }
                tx.insert_upload(upload).await?;
                Ok(upload.clone())
            }
        }))
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn upload(&self, id: Uuid) -> Result<Option<Upload>, StoreError> {
        Ok(reading!(self, |conn| conn.upload(id).await?).and_then(UploadRow::read))
    }

    /// Notes how far an upload has come; false when it was somewhere else meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn advance_upload(&self, upload: &Upload, to: i64, expires: Instant) -> Result<bool, StoreError> {
        let (id, from) = (upload.id, upload.received);
        Ok(writing!(self, |tx| tx.set_received(id, from, to, expires.millis()).await?) == 1)
    }

    /// Notes that an upload is whole, and the file it became, in one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn finish_upload(&self, upload: &Upload, blob: &Blob, at: Instant) -> Result<(), StoreError> {
        writing!(self, |tx| {
            let change = tx.next_blob_change().await?;
            tx.put_blob(blob, change).await?;
            tx.put_holder(&blob.sha256, &upload.who, at.millis(), change).await?;
            // Wherever somebody thinks that it stands: it is whole.
            tx.set_whole(upload.id).await?;
        });
        Ok(())
    }

    /// Forgets an upload.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_upload(&self, id: Uuid) -> Result<(), StoreError> {
        writing!(self, |tx| tx.delete_upload(id).await?);
        Ok(())
    }

    /// Uploads that were not gone on with in time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn expired_uploads(&self, now: Instant) -> Result<Vec<Uuid>, StoreError> {
        Ok(reading!(self, |conn| conn.expired_uploads(now.millis()).await?))
    }
}
