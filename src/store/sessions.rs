//! When sessions were last used. Not in the log of people: it would be a line for every glance at a map.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};

use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::chain::Digest;
use crate::domain::time::Instant;

trait SeenSql {
    async fn set_seen(&mut self, digest: &Digest, seen: i64) -> Result<(), sqlx::Error>;
    async fn all_seen(&mut self) -> Result<Vec<(Vec<u8>, i64)>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl SeenSql for Conn {
    async fn set_seen(&mut self, digest: &Digest, seen: i64) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE browser_session SET seen = $2 WHERE digest = $1 AND seen < $2")
            .bind(digest.as_bytes().to_vec())
            .bind(seen)
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn all_seen(&mut self) -> Result<Vec<(Vec<u8>, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Vec<u8>, i64)>("SELECT digest, seen FROM browser_session").fetch_all(&mut *self).await
    }
}

impl Store {
    /// Writes down when sessions were last used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_seen(&self, seen: &[(Digest, Instant)]) -> Result<(), StoreError> {
        writing!(self, |tx| for (digest, at) in seen {
            tx.set_seen(digest, at.millis()).await?;
        });
        Ok(())
    }

    /// When each session was last used, by what all instances have written down.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn seen(&self) -> Result<Vec<(Digest, Instant)>, StoreError> {
        let rows = reading!(self, |conn| conn.all_seen().await?);
        let read = |(digest, seen): (Vec<u8>, i64)| Some((Digest::from_slice(&digest)?, Instant::from_millis(seen)));
        Ok(rows.into_iter().filter_map(read).collect())
    }
}
