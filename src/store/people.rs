//! Accounts, units, devices, tokens and sessions: read whole, changed one by one.
//!
//! Every change locks the head row, gets the next number and a chained line in `people_log`. Readers hold the whole
//! directory in memory and look at the head's number to learn that it is out of date.

use std::collections::HashMap;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, snapshot, writing};
use super::people_rows::{AccountRow, DeviceRow, MembershipRow, PeopleRows, TokenRow, UnitRow};
use super::sessions::{LinkRow, SessionRow};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::canonical;
use crate::domain::chain::Digest;
use crate::domain::people::{Directory, PeopleChange, UnitTree};
use crate::domain::time::Instant;

/// How long a token that has run out is kept, so that somebody can still see whose it was: 90 days.
const KEPT_MS: i64 = 90 * 86_400_000;

/// A line of the log of changes to people.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PeopleEntry {
    pub version: i64,
    pub at: i64,
    pub actor: String,
    pub what: String,
    pub subject: String,
    pub hash: Vec<u8>,
}

/// What log-in needs to know of an account.
#[derive(Debug, Clone, FromRow)]
pub struct Credential {
    pub id: Uuid,
    pub password: Option<String>,
    pub must_change: bool,
    /// When a password for one use runs out.
    pub expires: Option<i64>,
    pub disabled: bool,
}

#[derive(FromRow)]
struct CredentialRow {
    id: Uuid,
    password: Option<String>,
    must_change: i64,
    expires: Option<i64>,
    disabled: i64,
}

pub(super) trait PeopleSql: PeopleRows {
    async fn lock_people(&mut self) -> Result<(i64, Vec<u8>), sqlx::Error>;
    async fn people_version(&mut self) -> Result<i64, sqlx::Error>;
    async fn people_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error>;
    async fn append_people(&mut self, entry: &PeopleEntry) -> Result<(), sqlx::Error>;
    async fn people_log(&mut self, after: i64, limit: i64) -> Result<Vec<PeopleEntry>, sqlx::Error>;
    async fn credential(&mut self, name: &str) -> Result<Option<Credential>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl PeopleSql for Conn {
    async fn lock_people(&mut self) -> Result<(i64, Vec<u8>), sqlx::Error> {
        sqlx::query("INSERT INTO people_head (one, version, hash) VALUES (1, 0, $1) ON CONFLICT (one) DO NOTHING")
            .bind(&Digest::ZERO.as_bytes()[..])
            .execute(&mut *self)
            .await?;
        sqlx::query_as::<Db, (i64, Vec<u8>)>(
            "UPDATE people_head SET version = version WHERE one = 1 RETURNING version, hash",
        )
        .fetch_one(&mut *self)
        .await
    }

    async fn people_version(&mut self) -> Result<i64, sqlx::Error> {
        let version = sqlx::query_scalar::<Db, i64>("SELECT version FROM people_head WHERE one = 1");
        Ok(version.fetch_optional(&mut *self).await?.unwrap_or(0))
    }

    async fn people_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error> {
        sqlx::query_as::<Db, (i64, Vec<u8>)>("SELECT version, hash FROM people_head WHERE one = 1")
            .fetch_optional(&mut *self)
            .await
    }

    async fn append_people(&mut self, entry: &PeopleEntry) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO people_log (version, at, actor, what, subject, hash) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(entry.version)
            .bind(entry.at)
            .bind(entry.actor.clone())
            .bind(entry.what.clone())
            .bind(entry.subject.clone())
            .bind(entry.hash.clone())
            .execute(&mut *self)
            .await?;
        sqlx::query("UPDATE people_head SET version = $1, hash = $2 WHERE one = 1")
            .bind(entry.version)
            .bind(entry.hash.clone())
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn people_log(&mut self, after: i64, limit: i64) -> Result<Vec<PeopleEntry>, sqlx::Error> {
        sqlx::query_as::<Db, PeopleEntry>(
            "SELECT version, at, actor, what, subject, hash FROM people_log WHERE version > $1 ORDER BY version LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&mut *self)
        .await
    }

    async fn credential(&mut self, name: &str) -> Result<Option<Credential>, sqlx::Error> {
        let row = sqlx::query_as::<Db, CredentialRow>(
            "SELECT id, password, must_change, password_expires AS expires, disabled FROM account WHERE name = $1",
        );
        let row = row.bind(name.to_owned()).fetch_optional(&mut *self).await?;
        Ok(row.map(|row| Credential {
            id: row.id,
            password: row.password,
            must_change: row.must_change != 0,
            expires: row.expires,
            disabled: row.disabled != 0,
        }))
    }
}

impl Store {
    /// Everybody, as of now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn directory(&self, now: Instant) -> Result<Directory, StoreError> {
        snapshot!(self, |conn| read(&mut *conn, now.millis()).await)
    }

    /// Number of the last change to people.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people_version(&self) -> Result<i64, StoreError> {
        Ok(reading!(self, |conn| conn.people_version().await?))
    }

    /// Makes changes to people: all or none. Returns the number of the last.
    ///
    /// # Errors
    /// When the database refuses, as for a name that is taken.
    pub async fn change_people(&self, changes: &[PeopleChange], actor: &Actor, at: Instant) -> Result<i64, StoreError> {
        Ok(writing!(self, |tx| change(&mut *tx, changes, actor, at).await?))
    }

    /// Takes away sessions that have run out, and tokens that ran out a quarter of a year ago; the log of changes stays.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prune_people(&self, now: Instant) -> Result<(), StoreError> {
        writing!(self, |tx| tx.prune(now.millis(), now.millis() - KEPT_MS).await?);
        Ok(())
    }

    /// The log of changes to people, after a number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people_log(&self, after: i64, limit: i64) -> Result<Vec<PeopleEntry>, StoreError> {
        Ok(reading!(self, |conn| conn.people_log(after, limit).await?))
    }

    /// Walks the log of changes to people: every line against the one before, the head against the last. What the tables
    /// say now is not held against it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] that names the first line that does not hold.
    pub async fn verify_people(&self) -> Result<i64, StoreError> {
        snapshot!(self, |conn| walk(&mut *conn).await)
    }

    /// What log-in needs to know of the account with this name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn credential(&self, name: &str) -> Result<Option<Credential>, StoreError> {
        Ok(reading!(self, |conn| conn.credential(name).await?))
    }
}

async fn walk<C: PeopleSql>(conn: &mut C) -> Result<i64, StoreError> {
    let (mut version, mut hash) = (0, Digest::ZERO.as_bytes().to_vec());
    loop {
        let page = conn.people_log(version, 1_000).await?;
        for entry in &page {
            let said = (entry.version, entry.at, entry.actor.as_str(), entry.what.as_str(), entry.subject.as_str());
            let expected = Digest::of(&[&hash, &canonical::bytes(&said)?]);
            if entry.version != version + 1 || entry.hash != expected.as_bytes() {
                let line = version + 1;
                return Err(StoreError::Refused(format!(
                    "line {line} of the log of people was altered, removed or added"
                )));
            }
            (version, hash) = (entry.version, entry.hash.clone());
        }
        if page.is_empty() {
            break;
        }
    }
    let head = conn.people_head().await?;
    if head.is_none_or(|head| head == (version, hash)) {
        return Ok(version);
    }
    Err(StoreError::Refused("the log of people does not end where its head says".to_owned()))
}

async fn read<C: PeopleSql>(conn: &mut C, now: i64) -> Result<Directory, StoreError> {
    let version = conn.people_version().await?;
    let accounts = conn.accounts().await?.into_iter().map(AccountRow::read).map(|account| (account.id, account));
    let tokens = conn.tokens(now).await?.into_iter().filter_map(TokenRow::read);
    let sessions = conn.sessions(now).await?.into_iter().filter_map(SessionRow::read);
    let devices = conn.devices().await?.into_iter().map(DeviceRow::read).map(|device| (device.id, device));
    Ok(Directory {
        version,
        units: UnitTree::new(conn.units().await?.into_iter().map(UnitRow::read)),
        accounts: accounts.collect(),
        memberships: conn.memberships().await?.into_iter().filter_map(MembershipRow::read).collect(),
        devices: devices.collect(),
        tokens: tokens.map(|token| (token.digest, token)).collect::<HashMap<_, _>>(),
        sessions: sessions.map(|session| (session.digest, session)).collect::<HashMap<_, _>>(),
        links: conn.links().await?.into_iter().map(LinkRow::read).collect(),
    })
}

async fn change<C: PeopleSql>(
    tx: &mut C,
    changes: &[PeopleChange],
    actor: &Actor,
    at: Instant,
) -> Result<i64, StoreError> {
    let (mut version, mut hash) = tx.lock_people().await?;
    for change in changes {
        tx.put(change, at.millis()).await?;
        let (what, subject) = change.describe();
        version += 1;
        let said = (version, at.millis(), actor.name(), what, subject.as_str());
        hash = Digest::of(&[&hash, &canonical::bytes(&said)?]).as_bytes().to_vec();
        let (actor, what) = (actor.name().to_owned(), what.to_owned());
        tx.append_people(&PeopleEntry { version, at: at.millis(), actor, what, subject, hash: hash.clone() }).await?;
    }
    Ok(version)
}
