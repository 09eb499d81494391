//! The rows of accounts, units, devices, tokens and sessions.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::sessions::SessionRows;
use crate::domain::access::{Permission, Permissions, Role};
use crate::domain::chain::Digest;
use crate::domain::people::account::Owner;
use crate::domain::people::{Account, Device, Membership, PeopleChange, Token, Unit};
use crate::domain::time::{CivilDay, Instant};

#[derive(FromRow)]
pub(super) struct UnitRow {
    key: String,
    title: String,
    parent: Option<String>,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
    successor: Option<String>,
}

impl UnitRow {
    pub fn read(self) -> Unit {
        Unit {
            key: self.key,
            title: self.title,
            parent: self.parent,
            valid_from: self.valid_from.and_then(CivilDay::from_number),
            valid_to: self.valid_to.and_then(CivilDay::from_number),
            successor: self.successor,
        }
    }
}

#[derive(FromRow)]
pub(super) struct AccountRow {
    id: Uuid,
    name: String,
    title: String,
    must_change: i64,
    password_expires: Option<i64>,
    disabled: i64,
}

impl AccountRow {
    pub fn read(self) -> Account {
        Account {
            id: self.id,
            name: self.name,
            title: self.title,
            must_change: self.must_change != 0,
            password_expires: self.password_expires.map(Instant::from_millis),
            disabled: self.disabled != 0,
        }
    }
}

#[derive(FromRow)]
pub(super) struct MembershipRow {
    id: Uuid,
    account: Uuid,
    role: String,
    unit: Option<String>,
    stretches: String,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
}

impl MembershipRow {
    /// A row that cannot be read grants nothing: one stretch misread as none would mean the whole line.
    pub fn read(self) -> Option<Membership> {
        let stretches: Result<Vec<_>, _> =
            self.stretches.split(',').filter(|text| !text.is_empty()).map(str::parse).collect();
        let read = Role::named(&self.role).zip(stretches.ok());
        let Some((role, stretches)) = read else {
            tracing::error!(membership = %self.id, "cannot be read, and so grants nothing");
            return None;
        };
        Some(Membership {
            id: self.id,
            account: self.account,
            role,
            unit: self.unit,
            stretches,
            valid_from: self.valid_from.and_then(CivilDay::from_number),
            valid_to: self.valid_to.and_then(CivilDay::from_number),
        })
    }
}

#[derive(FromRow)]
pub(super) struct DeviceRow {
    id: Uuid,
    title: String,
    unit: String,
    revoked: i64,
}

impl DeviceRow {
    pub fn read(self) -> Device {
        Device { id: self.id, title: self.title, unit: self.unit, revoked: self.revoked != 0 }
    }
}

#[derive(FromRow)]
pub(super) struct TokenRow {
    id: Uuid,
    account: Option<Uuid>,
    device: Option<Uuid>,
    title: String,
    digest: Vec<u8>,
    scope: String,
    created: i64,
    expires: i64,
    revoked: i64,
}

impl TokenRow {
    pub fn read(self) -> Option<Token> {
        let scope: Vec<Permission> = self.scope.split(',').filter_map(Permission::named).collect();
        Some(Token {
            id: self.id,
            owner: self.account.map(Owner::Account).or(self.device.map(Owner::Device))?,
            title: self.title,
            digest: Digest::from_slice(&self.digest)?,
            scope: Permissions::of(&scope),
            created: Instant::from_millis(self.created),
            expires: Instant::from_millis(self.expires),
            revoked: self.revoked != 0,
        })
    }
}

/// Permissions as they lie in a column.
fn words(scope: Permissions) -> String {
    scope.iter().map(Permission::as_str).collect::<Vec<_>>().join(",")
}

pub(super) trait PeopleRows: SessionRows {
    async fn units(&mut self) -> Result<Vec<UnitRow>, sqlx::Error>;
    async fn accounts(&mut self) -> Result<Vec<AccountRow>, sqlx::Error>;
    async fn memberships(&mut self) -> Result<Vec<MembershipRow>, sqlx::Error>;
    async fn devices(&mut self) -> Result<Vec<DeviceRow>, sqlx::Error>;
    /// Those that have not expired.
    async fn tokens(&mut self, now: i64) -> Result<Vec<TokenRow>, sqlx::Error>;
    async fn put(&mut self, change: &PeopleChange, now: i64) -> Result<(), sqlx::Error>;
    async fn prune_sessions(&mut self, now: i64) -> Result<(), sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl PeopleRows for Conn {
    async fn units(&mut self) -> Result<Vec<UnitRow>, sqlx::Error> {
        sqlx::query_as::<Db, UnitRow>(
            "SELECT key, title, parent, valid_from, valid_to, successor FROM people_unit ORDER BY key",
        )
        .fetch_all(&mut *self)
        .await
    }

    async fn accounts(&mut self) -> Result<Vec<AccountRow>, sqlx::Error> {
        sqlx::query_as::<Db, AccountRow>(
            "SELECT id, name, title, must_change, password_expires, disabled FROM account ORDER BY name",
        )
        .fetch_all(&mut *self)
        .await
    }

    async fn memberships(&mut self) -> Result<Vec<MembershipRow>, sqlx::Error> {
        sqlx::query_as::<Db, MembershipRow>(
            "SELECT id, account, role, unit, stretches, valid_from, valid_to FROM membership ORDER BY id",
        )
        .fetch_all(&mut *self)
        .await
    }

    async fn devices(&mut self) -> Result<Vec<DeviceRow>, sqlx::Error> {
        sqlx::query_as::<Db, DeviceRow>("SELECT id, title, unit, revoked FROM device ORDER BY id")
            .fetch_all(&mut *self)
            .await
    }

    async fn tokens(&mut self, now: i64) -> Result<Vec<TokenRow>, sqlx::Error> {
        sqlx::query_as::<Db, TokenRow>(
            "SELECT id, account, device, title, digest, scope, created, expires, revoked FROM access_token \
             WHERE expires > $1",
        )
        .bind(now)
        .fetch_all(&mut *self)
        .await
    }

    async fn prune_sessions(&mut self, now: i64) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM browser_session WHERE expires <= $1").bind(now).execute(&mut *self).await?;
        Ok(())
    }

    async fn put(&mut self, change: &PeopleChange, now: i64) -> Result<(), sqlx::Error> {
        let query = match change {
            PeopleChange::PutUnit(unit) => sqlx::query(
                "INSERT INTO people_unit (key, title, parent, valid_from, valid_to, successor) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO UPDATE SET title = excluded.title, \
                 parent = excluded.parent, valid_from = excluded.valid_from, valid_to = excluded.valid_to, \
                 successor = excluded.successor",
            )
            .bind(unit.key.clone())
            .bind(unit.title.clone())
            .bind(unit.parent.clone())
            .bind(unit.valid_from.map(CivilDay::number))
            .bind(unit.valid_to.map(CivilDay::number))
            .bind(unit.successor.clone()),
            PeopleChange::AddAccount { account, password } => sqlx::query(
                "INSERT INTO account (id, name, title, password, must_change, disabled, created, password_expires) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(account.id)
            .bind(account.name.clone())
            .bind(account.title.clone())
            .bind(password.clone())
            .bind(i64::from(account.must_change))
            .bind(i64::from(account.disabled))
            .bind(now)
            .bind(account.password_expires.map(Instant::millis)),
            PeopleChange::SetPassword { account, password, one_use_until } => {
                sqlx::query("UPDATE account SET password = $2, must_change = $3, password_expires = $4 WHERE id = $1")
                    .bind(*account)
                    .bind(password.clone())
                    .bind(i64::from(one_use_until.is_some()))
                    .bind(one_use_until.map(Instant::millis))
            }
            PeopleChange::SetDisabled { account, disabled } => {
                sqlx::query("UPDATE account SET disabled = $2 WHERE id = $1").bind(*account).bind(i64::from(*disabled))
            }
            PeopleChange::Grant(held) => sqlx::query(
                "INSERT INTO membership (id, account, role, unit, stretches, valid_from, valid_to) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(held.id)
            .bind(held.account)
            .bind(held.role.as_str())
            .bind(held.unit.clone())
            .bind(held.stretches.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
            .bind(held.valid_from.map(CivilDay::number))
            .bind(held.valid_to.map(CivilDay::number)),
            PeopleChange::EndMembership { id, last_day } => {
                sqlx::query("UPDATE membership SET valid_to = $2 WHERE id = $1").bind(*id).bind(last_day.number())
            }
            PeopleChange::Enrol(device) => {
                sqlx::query("INSERT INTO device (id, title, unit, revoked, enrolled) VALUES ($1, $2, $3, $4, $5)")
                    .bind(device.id)
                    .bind(device.title.clone())
                    .bind(device.unit.clone())
                    .bind(i64::from(device.revoked))
                    .bind(now)
            }
            PeopleChange::RevokeDevice(id) => sqlx::query("UPDATE device SET revoked = 1 WHERE id = $1").bind(*id),
            PeopleChange::Issue(token) => {
                let (account, device) = match token.owner {
                    Owner::Account(id) => (Some(id), None),
                    Owner::Device(id) => (None, Some(id)),
                };
                sqlx::query(
                    "INSERT INTO access_token (id, account, device, title, digest, scope, created, expires, revoked) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
                )
                .bind(token.id)
                .bind(account)
                .bind(device)
                .bind(token.title.clone())
                .bind(token.digest.as_bytes().to_vec())
                .bind(words(token.scope))
                .bind(token.created.millis())
                .bind(token.expires.millis())
            }
            PeopleChange::RevokeToken(id) => sqlx::query("UPDATE access_token SET revoked = 1 WHERE id = $1").bind(*id),
            PeopleChange::OpenSession(session) => return self.open_session(session).await,
            PeopleChange::CloseSession(digest) => return self.close_session(digest).await,
            PeopleChange::CloseSessionsOf(account) => return self.close_sessions(*account, None).await,
            PeopleChange::CloseOtherSessions { account, but } => return self.close_sessions(*account, Some(but)).await,
            PeopleChange::Link { account, link } => return self.link(*account, link, now).await,
            PeopleChange::Unlink(link) => return self.unlink(link).await,
        };
        query.execute(&mut *self).await?;
        Ok(())
    }
}
