//! Rows of people as the log states them: whole, with what the directory has no use for.
//!
//! A later column goes to the end of its row as an `Option`: what is absent is left out of the canonical bytes, so that
//! digests made before stay good.

use std::marker::PhantomData;

use duplicate::duplicate_item;
use serde::Serialize;
use sqlx::{
    ColumnIndex, Database, Decode, FromRow, PgConnection, Postgres, QueryBuilder, Row, Sqlite, SqliteConnection, Type,
};
use uuid::Uuid;

use crate::domain::canonical;
use crate::domain::chain::Digest;
use crate::domain::people::line::{RowName, Statement, Table};
use crate::domain::people::replay::{Facts, Held};

#[derive(FromRow, Serialize)]
struct WholeUnit {
    key: String,
    title: String,
    parent: Option<String>,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
    successor: Option<String>,
}

#[derive(FromRow, Serialize)]
struct WholeAccount {
    id: Uuid,
    name: String,
    title: String,
    /// Hashed.
    password: Option<String>,
    must_change: i64,
    disabled: i64,
    created: i64,
    password_expires: Option<i64>,
}

#[derive(FromRow, Serialize)]
struct WholeMembership {
    id: Uuid,
    account: Uuid,
    role: String,
    unit: Option<String>,
    stretches: String,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
}

#[derive(FromRow, Serialize)]
struct WholeDevice {
    id: Uuid,
    title: String,
    unit: String,
    revoked: i64,
    enrolled: i64,
}

#[derive(FromRow, Serialize)]
struct WholeToken {
    id: Uuid,
    account: Option<Uuid>,
    device: Option<Uuid>,
    title: String,
    /// Of the secret.
    digest: Vec<u8>,
    scope: String,
    created: i64,
    expires: i64,
    revoked: i64,
}

#[derive(FromRow, Serialize)]
struct WholeLink {
    issuer: String,
    subject: String,
    account: Uuid,
    linked: i64,
}

/// One table of people.
trait Whole: Serialize {
    const TABLE: Table;
    const COLUMNS: &'static str;
    fn key(&self) -> String;
    fn label(&self) -> String;
    fn facts(&self) -> Facts;
}

impl Whole for WholeUnit {
    const TABLE: Table = Table::Unit;
    const COLUMNS: &'static str = "key, title, parent, valid_from, valid_to, successor";
    fn key(&self) -> String {
        self.key.clone()
    }
    fn label(&self) -> String {
        self.title.clone()
    }
    fn facts(&self) -> Facts {
        Facts::None
    }
}

impl Whole for WholeAccount {
    const TABLE: Table = Table::Account;
    const COLUMNS: &'static str = "id, name, title, password, must_change, disabled, created, password_expires";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn label(&self) -> String {
        self.name.clone()
    }
    fn facts(&self) -> Facts {
        Facts::Account { name: self.name.clone(), disabled: self.disabled != 0 }
    }
}

impl Whole for WholeMembership {
    const TABLE: Table = Table::Membership;
    const COLUMNS: &'static str = "id, account, role, unit, stretches, valid_from, valid_to";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn label(&self) -> String {
        format!("{} {} {}", self.account, self.role, self.unit.as_deref().unwrap_or("*"))
    }
    fn facts(&self) -> Facts {
        Facts::Membership { account: self.account.to_string(), role: self.role.clone(), unit: self.unit.clone() }
    }
}

impl Whole for WholeDevice {
    const TABLE: Table = Table::Device;
    const COLUMNS: &'static str = "id, title, unit, revoked, enrolled";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn label(&self) -> String {
        self.title.clone()
    }
    fn facts(&self) -> Facts {
        Facts::Revocable { revoked: self.revoked != 0 }
    }
}

impl Whole for WholeToken {
    const TABLE: Table = Table::Token;
    const COLUMNS: &'static str = "id, account, device, title, digest, scope, created, expires, revoked";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn label(&self) -> String {
        self.title.clone()
    }
    fn facts(&self) -> Facts {
        Facts::Revocable { revoked: self.revoked != 0 }
    }
}

impl Whole for WholeLink {
    const TABLE: Table = Table::Link;
    const COLUMNS: &'static str = "issuer, subject, account, linked";
    fn key(&self) -> String {
        format!("{} {}", self.issuer, self.subject)
    }
    fn label(&self) -> String {
        format!("{} {}", self.account, self.key())
    }
    fn facts(&self) -> Facts {
        Facts::None
    }
}

/// A row of one table as it is held against the log. One that somebody spoiled must not hide the others.
struct Read<T>(Held, PhantomData<T>);

impl<'r, R, T> FromRow<'r, R> for Read<T>
where
    R: Row,
    T: Whole + FromRow<'r, R>,
    &'static str: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let held = if let Ok(whole) = T::from_row(row) {
            Held {
                row: RowName::new(T::TABLE, &whole.key()),
                label: whole.label(),
                digest: canonical::bytes(&whole).ok().map(|bytes| Digest::of(&[&bytes])),
                facts: whole.facts(),
            }
        } else {
            let key = match T::TABLE {
                Table::Unit => row.try_get::<String, _>("key").ok(),
                Table::Link => row.try_get::<String, _>("issuer").ok(),
                _ => row.try_get::<Uuid, _>("id").ok().map(|id| id.to_string()),
            };
            let row = RowName::new(T::TABLE, &key.unwrap_or_else(|| "?".to_owned()));
            Held { row, label: String::new(), digest: None, facts: Facts::None }
        };
        Ok(Self(held, PhantomData))
    }
}

#[duplicate_item(
    Conn               Db         held_as;
    [SqliteConnection] [Sqlite]   [held_on_sqlite];
    [PgConnection]     [Postgres] [held_on_postgres];
)]
async fn held_as<T>(conn: &mut Conn, key: Option<&str>) -> Result<Vec<Held>, sqlx::Error>
where
    T: Whole + Send + Unpin + for<'r> FromRow<'r, <Db as Database>::Row>,
{
    let mut sql = QueryBuilder::<Db>::new("SELECT ");
    sql.push(T::COLUMNS).push(" FROM ").push(T::TABLE.as_str());
    match key {
        Some(key) if T::TABLE == Table::Unit => sql.push(" WHERE key = ").push_bind(key.to_owned()),
        Some(key) if T::TABLE == Table::Link => {
            sql.push(" WHERE issuer || ' ' || subject = ").push_bind(key.to_owned())
        }
        Some(key) => sql.push(" WHERE id = ").push_bind(Uuid::try_parse(key).unwrap_or_default()),
        None if T::TABLE == Table::Unit => sql.push(" ORDER BY key"),
        None if T::TABLE == Table::Link => sql.push(" ORDER BY issuer, subject"),
        None => sql.push(" ORDER BY id"),
    };
    let rows = sql.build_query_as::<Read<T>>().fetch_all(conn).await?;
    Ok(rows.into_iter().map(|Read(held, _)| held).collect())
}

pub(super) trait StatedSql {
    /// The rows of a table, or one of them.
    async fn held(&mut self, table: Table, key: Option<&str>) -> Result<Vec<Held>, sqlx::Error>;
    /// Takes tokens away that ran out before `long_ago`; their ids.
    async fn prune_tokens(&mut self, long_ago: i64) -> Result<Vec<Uuid>, sqlx::Error>;
    async fn any_to_prune(&mut self, long_ago: i64) -> Result<bool, sqlx::Error>;
    /// Whether there are lines that are none of the first so many.
    async fn any_beside(&mut self, lines: i64) -> Result<bool, sqlx::Error>;
    /// Whether there is a line that states rows, or no line at all.
    async fn is_stated(&mut self) -> Result<bool, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db         held_as;
    [SqliteConnection] [Sqlite]   [held_on_sqlite];
    [PgConnection]     [Postgres] [held_on_postgres];
)]
impl StatedSql for Conn {
    async fn held(&mut self, table: Table, key: Option<&str>) -> Result<Vec<Held>, sqlx::Error> {
        match table {
            Table::Unit => held_as::<WholeUnit>(self, key).await,
            Table::Account => held_as::<WholeAccount>(self, key).await,
            Table::Membership => held_as::<WholeMembership>(self, key).await,
            Table::Device => held_as::<WholeDevice>(self, key).await,
            Table::Token => held_as::<WholeToken>(self, key).await,
            Table::Link => held_as::<WholeLink>(self, key).await,
        }
    }

    async fn prune_tokens(&mut self, long_ago: i64) -> Result<Vec<Uuid>, sqlx::Error> {
        sqlx::query_scalar::<Db, Uuid>("DELETE FROM access_token WHERE expires <= $1 RETURNING id")
            .bind(long_ago)
            .fetch_all(&mut *self)
            .await
    }

    async fn any_to_prune(&mut self, long_ago: i64) -> Result<bool, sqlx::Error> {
        let found = sqlx::query_scalar::<Db, i64>("SELECT created FROM access_token WHERE expires <= $1 LIMIT 1");
        Ok(found.bind(long_ago).fetch_optional(&mut *self).await?.is_some())
    }

    async fn any_beside(&mut self, lines: i64) -> Result<bool, sqlx::Error> {
        let found =
            sqlx::query_scalar::<Db, i64>("SELECT version FROM people_log WHERE version < 1 OR version > $1 LIMIT 1");
        Ok(found.bind(lines).fetch_optional(&mut *self).await?.is_some())
    }

    async fn is_stated(&mut self) -> Result<bool, sqlx::Error> {
        let last = sqlx::query_scalar::<Db, i64>("SELECT format FROM people_log ORDER BY version DESC LIMIT 1");
        if last.fetch_optional(&mut *self).await? == Some(1) {
            // The last line may be one of a program that was not stopped for the upgrade.
            let stating = sqlx::query_scalar::<Db, i64>("SELECT version FROM people_log WHERE format > 1 LIMIT 1");
            return Ok(stating.fetch_optional(&mut *self).await?.is_some());
        }
        Ok(true)
    }
}

/// What a line states of one row now.
pub(super) async fn state<C: StatedSql>(conn: &mut C, row: RowName) -> Result<Statement, sqlx::Error> {
    let held = conn.held(row.table, Some(&row.key)).await?;
    Ok((row, held.into_iter().next().and_then(|held| held.digest)))
}

/// What all rows are like now.
pub(super) async fn state_all<C: StatedSql>(conn: &mut C) -> Result<Vec<Statement>, sqlx::Error> {
    let mut all = Vec::new();
    for table in Table::ALL {
        all.extend(conn.held(table, None).await?.into_iter().map(|held| (held.row, held.digest)));
    }
    Ok(all)
}
