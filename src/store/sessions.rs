//! The rows of sessions, and of who somebody is elsewhere. When a session was last used is not in the log of people: it would
//! be a line for every glance at a map.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::chain::Digest;
use crate::domain::people::{Link, Session};
use crate::domain::time::Instant;

#[derive(FromRow)]
pub(super) struct SessionRow {
    digest: Vec<u8>,
    id: Uuid,
    account: Uuid,
    created: i64,
    expires: i64,
    seen: i64,
    agent: String,
    issuer: Option<String>,
}

impl SessionRow {
    pub fn read(self) -> Option<Session> {
        Some(Session {
            digest: Digest::from_slice(&self.digest)?,
            id: self.id,
            account: self.account,
            created: Instant::from_millis(self.created),
            expires: Instant::from_millis(self.expires),
            seen: Instant::from_millis(self.seen),
            agent: self.agent,
            issuer: self.issuer,
        })
    }
}

#[derive(FromRow)]
pub(super) struct LinkRow {
    issuer: String,
    subject: String,
    account: Uuid,
}

impl LinkRow {
    pub fn read(self) -> (Link, Uuid) {
        (Link { issuer: self.issuer, subject: self.subject }, self.account)
    }
}

pub(super) trait SessionRows {
    /// Those that have not expired.
    async fn sessions(&mut self, now: i64) -> Result<Vec<SessionRow>, sqlx::Error>;
    async fn open_session(&mut self, session: &Session) -> Result<(), sqlx::Error>;
    async fn close_session(&mut self, digest: &Digest) -> Result<(), sqlx::Error>;
    /// All of an account, or all but one.
    async fn close_sessions(&mut self, account: Uuid, but: Option<&Digest>) -> Result<(), sqlx::Error>;
    async fn links(&mut self) -> Result<Vec<LinkRow>, sqlx::Error>;
    async fn link(&mut self, account: Uuid, link: &Link, now: i64) -> Result<(), sqlx::Error>;
    async fn unlink(&mut self, link: &Link) -> Result<(), sqlx::Error>;
    async fn set_seen(&mut self, digest: &Digest, seen: i64) -> Result<(), sqlx::Error>;
    async fn all_seen(&mut self) -> Result<Vec<(Vec<u8>, i64)>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl SessionRows for Conn {
    async fn sessions(&mut self, now: i64) -> Result<Vec<SessionRow>, sqlx::Error> {
        sqlx::query_as::<Db, SessionRow>(
            "SELECT digest, id, account, created, expires, seen, agent, issuer FROM browser_session WHERE expires > $1",
        )
        .bind(now)
        .fetch_all(&mut *self)
        .await
    }

    async fn links(&mut self) -> Result<Vec<LinkRow>, sqlx::Error> {
        sqlx::query_as::<Db, LinkRow>("SELECT issuer, subject, account FROM account_link").fetch_all(&mut *self).await
    }

    async fn open_session(&mut self, session: &Session) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO browser_session (digest, id, account, created, expires, seen, agent, issuer) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(session.digest.as_bytes().to_vec())
        .bind(session.id)
        .bind(session.account)
        .bind(session.created.millis())
        .bind(session.expires.millis())
        .bind(session.seen.millis())
        .bind(session.agent.clone())
        .bind(session.issuer.clone())
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn close_session(&mut self, digest: &Digest) -> Result<(), sqlx::Error> {
        let query = sqlx::query("DELETE FROM browser_session WHERE digest = $1").bind(digest.as_bytes().to_vec());
        query.execute(&mut *self).await?;
        Ok(())
    }

    async fn close_sessions(&mut self, account: Uuid, but: Option<&Digest>) -> Result<(), sqlx::Error> {
        // No digest is empty.
        let but = but.map_or_else(Vec::new, |digest| digest.as_bytes().to_vec());
        let query = sqlx::query("DELETE FROM browser_session WHERE account = $1 AND digest <> $2");
        query.bind(account).bind(but).execute(&mut *self).await?;
        Ok(())
    }

    async fn link(&mut self, account: Uuid, link: &Link, now: i64) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO account_link (issuer, subject, account, linked) VALUES ($1, $2, $3, $4)")
            .bind(link.issuer.clone())
            .bind(link.subject.clone())
            .bind(account)
            .bind(now)
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn unlink(&mut self, link: &Link) -> Result<(), sqlx::Error> {
        let query = sqlx::query("DELETE FROM account_link WHERE issuer = $1 AND subject = $2");
        query.bind(link.issuer.clone()).bind(link.subject.clone()).execute(&mut *self).await?;
        Ok(())
    }

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
        if seen.is_empty() {
            return Ok(());
        }
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
