//! Files under their digest: which there are, who sent them, and which records name them.
//!
//! Every change takes the next number of `blob_head` first, so that whoever asks for what is beyond a number misses nothing.

use std::collections::HashSet;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::log::LogSql;
use super::records::manifest;
use super::{Store, StoreError};
use crate::domain::attachment::MediaType;
use crate::domain::chain::Digest;
use crate::domain::time::Instant;

/// Rows that are looked at a time.
const PAGE: i64 = 2_000;

/// What is known of a file under a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlobState {
    Stored,
    /// Something else lies under its digest.
    Swapped,
    /// Not there any more.
    Gone,
}

impl BlobState {
    const ALL: [Self; 3] = [Self::Stored, Self::Swapped, Self::Gone];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Swapped => "swapped",
            Self::Gone => "gone",
        }
    }
}

/// A file, and what it tells of place and time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blob {
    pub sha256: Digest,
    pub bytes: i64,
    pub media_type: MediaType,
    pub state: BlobState,
    /// When it was last sent.
    pub stored_at: i64,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub taken_at: Option<i64>,
}

#[derive(FromRow)]
pub(super) struct BlobRow {
    sha256: Vec<u8>,
    bytes: i64,
    media_type: String,
    state: String,
    stored_at: i64,
    lon: Option<f64>,
    lat: Option<f64>,
    taken_at: Option<i64>,
}

impl BlobRow {
    /// None for a row that somebody spoiled: as good as not there.
    fn read(&self) -> Option<Blob> {
        Some(Blob {
            sha256: Digest::from_slice(&self.sha256)?,
            bytes: self.bytes,
            media_type: MediaType::named(&self.media_type)?,
            state: BlobState::ALL.into_iter().find(|state| state.as_str() == self.state)?,
            stored_at: self.stored_at,
            lon: self.lon,
            lat: self.lat,
            taken_at: self.taken_at,
        })
    }
}

/// What changed about files since a number.
#[derive(Debug, Default)]
pub struct BlobChanges {
    pub blobs: Vec<Blob>,
    pub holders: Vec<(Digest, String)>,
    /// Number of the last of them; that asked from, when there are none.
    pub last: i64,
}

pub(super) trait BlobSql {
    /// Locks, and gives the number of the change that is about to be made.
    async fn next_blob_change(&mut self) -> Result<i64, sqlx::Error>;
    async fn put_blob(&mut self, blob: &Blob, change: i64) -> Result<(), sqlx::Error>;
    async fn put_holder(&mut self, sha256: &Digest, who: &str, at: i64, change: i64) -> Result<(), sqlx::Error>;
    async fn drop_holders(&mut self, sha256: &Digest) -> Result<(), sqlx::Error>;
    async fn set_blob_state(&mut self, sha256: &Digest, state: BlobState, change: i64) -> Result<u64, sqlx::Error>;
    async fn blobs_after(&mut self, change: i64, to: i64) -> Result<Vec<BlobRow>, sqlx::Error>;
    async fn holders_after(&mut self, change: i64, to: i64) -> Result<Vec<(Vec<u8>, String)>, sqlx::Error>;
    async fn blob_change(&mut self) -> Result<i64, sqlx::Error>;
    async fn manifests(&mut self, table: &'static str, after: (Uuid, i64)) -> Result<Vec<ManifestRow>, sqlx::Error>;
    /// Manifests that entries of the log beyond a number wrote.
    async fn manifests_since(&mut self, table: &'static str, seq: i64) -> Result<Vec<String>, sqlx::Error>;
}

type ManifestRow = (Uuid, i64, String);

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl BlobSql for Conn {
    async fn next_blob_change(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>("UPDATE blob_head SET change = change + 1 WHERE one = 1 RETURNING change")
            .fetch_one(&mut *self)
            .await
    }

    async fn put_blob(&mut self, blob: &Blob, change: i64) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO blob (sha256, bytes, media_type, state, stored_at, lon, lat, taken_at, change) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (sha256) DO UPDATE SET \
             state = excluded.state, stored_at = excluded.stored_at, media_type = excluded.media_type, \
             change = excluded.change",
        )
        .bind(blob.sha256.as_bytes().to_vec())
        .bind(blob.bytes)
        .bind(blob.media_type.as_str())
        .bind(blob.state.as_str())
        .bind(blob.stored_at)
        .bind(blob.lon)
        .bind(blob.lat)
        .bind(blob.taken_at)
        .bind(change)
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn put_holder(&mut self, sha256: &Digest, who: &str, at: i64, change: i64) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO blob_holder (sha256, who, at, change) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (sha256, who) DO UPDATE SET at = excluded.at, change = excluded.change",
        )
        .bind(sha256.as_bytes().to_vec())
        .bind(who.to_owned())
        .bind(at)
        .bind(change)
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn drop_holders(&mut self, sha256: &Digest) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM blob_holder WHERE sha256 = $1")
            .bind(sha256.as_bytes().to_vec())
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn set_blob_state(&mut self, sha256: &Digest, state: BlobState, change: i64) -> Result<u64, sqlx::Error> {
        // What was let go of is not damaged, whatever somebody finds who has not heard of it.
        let done = sqlx::query(
            "UPDATE blob SET state = $2, change = $3 WHERE sha256 = $1 AND state <> $2 AND state <> 'gone'",
        )
        .bind(sha256.as_bytes().to_vec())
        .bind(state.as_str())
        .bind(change)
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected())
    }

    async fn blobs_after(&mut self, change: i64, to: i64) -> Result<Vec<BlobRow>, sqlx::Error> {
        sqlx::query_as::<Db, BlobRow>(
            "SELECT sha256, bytes, media_type, state, stored_at, lon, lat, taken_at FROM blob \
             WHERE change > $1 AND change <= $2 ORDER BY change",
        )
        .bind(change)
        .bind(to)
        .fetch_all(&mut *self)
        .await
    }

    async fn holders_after(&mut self, change: i64, to: i64) -> Result<Vec<(Vec<u8>, String)>, sqlx::Error> {
        sqlx::query_as::<Db, (Vec<u8>, String)>(
            "SELECT sha256, who FROM blob_holder WHERE change > $1 AND change <= $2 ORDER BY change",
        )
        .bind(change)
        .bind(to)
        .fetch_all(&mut *self)
        .await
    }

    async fn blob_change(&mut self) -> Result<i64, sqlx::Error> {
        let change = sqlx::query_scalar::<Db, i64>("SELECT change FROM blob_head WHERE one = 1");
        Ok(change.fetch_optional(&mut *self).await?.unwrap_or(0))
    }

    async fn manifests(&mut self, table: &'static str, after: (Uuid, i64)) -> Result<Vec<ManifestRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT id, rev, attachments FROM ");
        sql.push(table).push(" WHERE attachments IS NOT NULL AND (id > ").push_bind(after.0);
        sql.push(" OR (id = ").push_bind(after.0).push(" AND rev > ").push_bind(after.1);
        sql.push(")) ORDER BY id, rev LIMIT ").push_bind(PAGE);
        sql.build_query_as::<ManifestRow>().fetch_all(&mut *self).await
    }

    async fn manifests_since(&mut self, table: &'static str, seq: i64) -> Result<Vec<String>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT attachments FROM ");
        sql.push(table).push(" WHERE attachments IS NOT NULL AND id IN (SELECT record_id FROM change_log WHERE seq > ");
        sql.push_bind(seq).push(")");
        sql.build_query_scalar::<String>().fetch_all(&mut *self).await
    }
}

const TABLES: [&str; 2] = ["record", "contender"];

fn named(text: &str, all: &mut HashSet<Digest>) -> Result<(), StoreError> {
    let files = manifest::read(Some(text)).map_err(StoreError::Unavailable)?;
    all.extend(files.iter().map(|file| file.sha256));
    Ok(())
}

impl Store {
    /// What changed about files after a number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn blob_changes(&self, after: i64) -> Result<BlobChanges, StoreError> {
        reading!(self, |conn| {
            let last = conn.blob_change().await?;
            if last <= after {
                return Ok(BlobChanges { last: after, ..BlobChanges::default() });
            }
            let rows = conn.blobs_after(after, last).await?;
            let holders = conn.holders_after(after, last).await?;
            let holders = holders.into_iter().filter_map(|(sha256, who)| Some((Digest::from_slice(&sha256)?, who)));
            // A row that is changed once more meanwhile comes with that change.
            Ok(BlobChanges { blobs: rows.iter().filter_map(BlobRow::read).collect(), holders: holders.collect(), last })
        })
    }

    /// Notes that a file lies under its digest, and who sent it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_blob(&self, blob: &Blob, who: &str, at: Instant) -> Result<(), StoreError> {
        writing!(self, |tx| {
            let change = tx.next_blob_change().await?;
            tx.put_blob(blob, change).await?;
            tx.put_holder(&blob.sha256, who, at.millis(), change).await?;
        });
        Ok(())
    }

    /// Notes that what lies under a digest is something else, or nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_blob_state(&self, sha256: &Digest, state: BlobState) -> Result<(), StoreError> {
        writing!(self, |tx| {
            let change = tx.next_blob_change().await?;
            tx.set_blob_state(sha256, state, change).await?;
        });
        Ok(())
    }

    /// Every digest that a record or a contender names, and the number of the log that this was true of at least.
    ///
    /// # Errors
    /// When the database does not answer, or holds a manifest that cannot be read: then nobody can say what is named.
    pub async fn named_blobs(&self) -> Result<(HashSet<Digest>, i64), StoreError> {
        let seq = self.log_head().await?.seq;
        let mut all = HashSet::new();
        for table in TABLES {
            let mut after = (Uuid::nil(), 0);
            loop {
                let rows = reading!(self, |conn| conn.manifests(table, after).await?);
                for (_, _, text) in &rows {
                    named(text, &mut all)?;
                }
                match rows.last() {
                    Some((id, rev, _)) => after = (*id, *rev),
                    None => break,
                }
            }
        }
        Ok((all, seq))
    }

    /// Removes files which nothing named up to a number of the log, and notes that they are gone; none of those that
    /// something names since, or that were sent again. `remove` takes the file away while nobody can note that it came.
    /// Returns which they are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn let_go(
        &self,
        unnamed: &[Digest],
        seq: i64,
        before: Instant,
        remove: impl Fn(&Digest) -> std::io::Result<()>,
    ) -> Result<Vec<Digest>, StoreError> {
        let gone = writing!(self, |tx| {
            // The log is held: no record comes meanwhile.
            tx.lock_head().await?;
            let mut since = HashSet::new();
            for table in TABLES {
                for text in tx.manifests_since(table, seq).await? {
                    named(&text, &mut since)?;
                }
            }
            let change = tx.next_blob_change().await?;
            // Sent again meanwhile, a file is wanted.
            let again = tx.blobs_after(0, change).await?;
            let again: HashSet<Digest> = again
                .iter()
                .filter(|row| row.stored_at >= before.millis())
                .filter_map(|row| Digest::from_slice(&row.sha256))
                .collect();
            let mut gone = Vec::new();
            for sha256 in unnamed.iter().filter(|sha256| !since.contains(*sha256) && !again.contains(*sha256)) {
                tx.set_blob_state(sha256, BlobState::Gone, change).await?;
                tx.drop_holders(sha256).await?;
                remove(sha256).map_err(|error| StoreError::Unavailable(error.to_string()))?;
                gone.push(*sha256);
            }
            gone
        });
        Ok(gone)
    }
}
