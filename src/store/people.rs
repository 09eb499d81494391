//! Accounts, units, devices, tokens and sessions: read whole, changed one by one.
//!
//! Every change locks the head row, gets the next number and a chained line in `people_log` that states the row as it is
//! then. Readers hold the whole
//! directory in memory and look at the head's number to learn that it is out of date.

use std::collections::HashMap;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, snapshot, writing};
use super::people_rows::{AccountRow, DeviceRow, MembershipRow, PeopleRows, TokenRow, UnitRow};
use super::people_stated::{StatedSql, state, state_all};
use super::sessions::{LinkRow, SessionRow};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::Digest;
use crate::domain::people::line::{ALL_STATED, FORMAT, Line, RowName, Statement, TOKENS_PRUNED, Table, written};
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
    pub format: i64,
    /// Rows as they were afterwards.
    pub stated: String,
}

impl PeopleEntry {
    pub(super) fn line(&self) -> Line<'_> {
        let Self { version, at, format, .. } = *self;
        let Self { actor, what, subject, stated, .. } = self;
        Line { version, format, at, actor, what, subject, stated }
    }
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
        sqlx::query(
            "INSERT INTO people_log (version, at, actor, what, subject, hash, format, stated) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(entry.version)
        .bind(entry.at)
        .bind(entry.actor.clone())
        .bind(entry.what.clone())
        .bind(entry.subject.clone())
        .bind(entry.hash.clone())
        .bind(entry.format)
        .bind(entry.stated.clone())
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
            "SELECT version, at, actor, what, subject, hash, format, stated FROM people_log WHERE version > $1 \
             ORDER BY version LIMIT $2",
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

    /// States all rows of people once, where the log of an earlier version states none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn state_people(&self, at: Instant) -> Result<(), StoreError> {
        // Looked at first: most starts find it done, and a database that is only read stays so.
        if !reading!(self, |conn| conn.is_stated().await?) {
            writing!(self, |tx| lock_stated(&mut *tx, at).await?);
        }
        Ok(())
    }

    /// Takes away sessions that have run out, and tokens that ran out a quarter of a year ago; the log of changes stays.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prune_people(&self, now: Instant) -> Result<(), StoreError> {
        writing!(self, |tx| prune(&mut *tx, now).await?);
        Ok(())
    }

    /// The log of changes to people, after a number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people_log(&self, after: i64, limit: i64) -> Result<Vec<PeopleEntry>, StoreError> {
        Ok(reading!(self, |conn| conn.people_log(after, limit).await?))
    }

    /// What log-in needs to know of the account with this name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn credential(&self, name: &str) -> Result<Option<Credential>, StoreError> {
        Ok(reading!(self, |conn| conn.credential(name).await?))
    }
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

async fn change<C: PeopleSql + StatedSql>(
    tx: &mut C,
    changes: &[PeopleChange],
    actor: &Actor,
    at: Instant,
) -> Result<i64, StoreError> {
    let mut last = lock_stated(tx, at).await?;
    for change in changes {
        tx.put(change, at.millis()).await?;
        let (what, subject) = change.describe();
        let mut statements = Vec::new();
        if let Some(row) = change.row() {
            statements.push(state(tx, row).await?);
        }
        last = append(tx, last, (actor, at), (what, &subject), &statements).await?;
    }
    Ok(last.0)
}

/// Appends a line after the last, which was locked. Returns it as the last.
async fn append<C: PeopleSql>(
    tx: &mut C,
    (version, previous): (i64, Vec<u8>),
    (actor, at): (&Actor, Instant),
    (what, subject): (&str, &str),
    statements: &[Statement],
) -> Result<(i64, Vec<u8>), StoreError> {
    let previous = Digest::from_slice(&previous)
        .ok_or_else(|| StoreError::Unavailable("people_head cannot be read".to_owned()))?;
    let mut entry = PeopleEntry {
        version: version + 1,
        at: at.millis(),
        actor: actor.name().to_owned(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        hash: Vec::new(),
        format: FORMAT,
        stated: written(statements),
    };
    entry.hash = entry.line().hash(&previous)?.as_bytes().to_vec();
    tx.append_people(&entry).await?;
    Ok((entry.version, entry.hash))
}

/// Locks the head. Where the log begins with lines of an earlier version, which state no rows, all rows are stated first,
/// as they are before anything is changed.
async fn lock_stated<C: PeopleSql + StatedSql>(tx: &mut C, at: Instant) -> Result<(i64, Vec<u8>), StoreError> {
    let last = tx.lock_people().await?;
    if tx.is_stated().await? {
        return Ok(last);
    }
    let all = state_all(tx).await?;
    append(tx, last, (&Actor::program(), at), (ALL_STATED, &all.len().to_string()), &all).await
}

async fn prune<C: PeopleSql + StatedSql>(tx: &mut C, now: Instant) -> Result<(), StoreError> {
    tx.prune_sessions(now.millis()).await?;
    let long_ago = now.millis() - KEPT_MS;
    // Nearly always there is nothing: then the head is left alone.
    if tx.any_to_prune(long_ago).await? {
        let last = lock_stated(tx, now).await?;
        let gone = tx.prune_tokens(long_ago).await?;
        let gone: Vec<Statement> = gone.into_iter().map(|id| (RowName::new(Table::Token, &id), None)).collect();
        if !gone.is_empty() {
            append(tx, last, (&Actor::program(), now), (TOKENS_PRUNED, &gone.len().to_string()), &gone).await?;
        }
    }
    Ok(())
}
