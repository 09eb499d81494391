//! Accounts, units, roles, devices and tokens are given and taken.

use uuid::Uuid;

use super::People;
use super::secret;
use crate::actions::Clock;
use crate::domain::access::{Actor, Permission, Permissions, Role, Stretch};
use crate::domain::people::account::Owner;
use crate::domain::people::{Account, Device, Link, Membership, PeopleChange, Token, Unit};
use crate::domain::secret::Secret;
use crate::domain::time::{CivilDay, Instant};
use crate::store::StoreError;
use crate::store::writer::Salts;

const DAY_MS: i64 = 86_400_000;
/// Longest life of a token, in days.
pub const LONGEST_DAYS: u32 = 400;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotManaged {
    #[error("\"{0}\" cannot be a name: 2 to 64 of a-z, 0-9, and . - _ @ (units: a-z, 0-9, -)")]
    BadName(String),
    #[error("there is no {what} \"{name}\"")]
    Unknown { what: &'static str, name: String },
    #[error("there is a {what} \"{name}\" already")]
    Taken { what: &'static str, name: String },
    #[error("unit {0} cannot stand under {1}: there is no such unit, or it stands below the other")]
    Circle(String, String),
    #[error("the last administrator cannot be taken away")]
    LastAdministrator,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What managing works with.
pub struct Desk<'a> {
    pub people: &'a People,
    pub clock: &'a Clock,
    pub salts: fn() -> Salts,
    pub new_id: fn() -> Uuid,
    /// Who does it.
    pub actor: Actor,
}

/// A password that somebody is given, for one use.
#[derive(Debug)]
pub struct OneTime {
    pub password: Secret,
    pub expires: Instant,
}

/// A role somewhere, as it is asked for.
#[derive(Debug, Clone)]
pub struct Place {
    pub role: Role,
    pub unit: Option<String>,
    pub stretches: Vec<Stretch>,
    pub valid_to: Option<CivilDay>,
}

impl Desk<'_> {
    /// Adds an account with a password for one use.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn add_account(&self, name: &str, title: &str, place: Option<Place>) -> Result<OneTime, NotManaged> {
        if !Account::is_name(name) {
            return Err(NotManaged::BadName(name.to_owned()));
        }
        if self.people.directory().account(name).is_some() {
            return Err(NotManaged::Taken { what: "account", name: name.to_owned() });
        }
        let id = (self.new_id)();
        let (once, hash) = self.one_time().await?;
        let account = Account {
            id,
            name: name.to_owned(),
            title: title.to_owned(),
            must_change: true,
            password_expires: Some(once.expires),
            disabled: false,
        };
        let mut changes = vec![PeopleChange::AddAccount { account, password: Some(hash) }];
        if let Some(place) = place {
            changes.push(PeopleChange::Grant(self.membership(id, place)?));
        }
        self.change(&changes).await?;
        Ok(once)
    }

    /// Gives an account a new password for one use, and ends its sessions and its tokens: whoever lost a password may
    /// have lost more.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn reset_password(&self, name: &str) -> Result<OneTime, NotManaged> {
        let account = self.account(name)?.id;
        let (once, hash) = self.one_time().await?;
        let mut changes = vec![
            PeopleChange::SetPassword { account, password: hash, one_use_until: Some(once.expires) },
            PeopleChange::CloseSessionsOf(account),
        ];
        // One by one, for the log; another process may have made one a moment ago.
        self.people.refresh(self.clock).await?;
        let directory = self.people.directory();
        let tokens = directory.tokens.values();
        let own = tokens.filter(|token| token.owner == Owner::Account(account) && !token.revoked);
        changes.extend(own.map(|token| PeopleChange::RevokeToken(token.id)));
        self.change(&changes).await?;
        Ok(once)
    }

    /// A password for one use, and what it is kept as.
    async fn one_time(&self) -> Result<(OneTime, String), NotManaged> {
        let password = secret::one_time_password(&mut (self.salts)())?;
        let hash = secret::hash(password.expose(), &mut (self.salts)()).await?;
        let expires = (self.clock)().plus_millis(self.people.lifetimes.one_time_ms);
        Ok((OneTime { password, expires }, hash))
    }

    /// Lets an account in as whom an issuer elsewhere knows.
    ///
    /// # Errors
    /// [`NotManaged`], for one who is known as somebody here already, too.
    pub async fn link(&self, name: &str, link: Link) -> Result<(), NotManaged> {
        let account = self.account(name)?.id;
        if self.people.directory().links.contains_key(&link) {
            return Err(NotManaged::Taken { what: "link", name: link.subject });
        }
        self.change(&[PeopleChange::Link { account, link }]).await
    }

    /// Ends that, and the sessions of the account.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn unlink(&self, link: Link) -> Result<(), NotManaged> {
        let account = self.people.directory().links.get(&link).copied();
        let account = account.ok_or_else(|| NotManaged::Unknown { what: "link", name: link.subject.clone() })?;
        self.change(&[PeopleChange::Unlink(link), PeopleChange::CloseSessionsOf(account)]).await
    }

    /// Lets somebody in no more, at once; or again.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn set_disabled(&self, name: &str, disabled: bool) -> Result<(), NotManaged> {
        let account = self.account(name)?;
        if disabled && self.is_last_administrator(account.id) {
            return Err(NotManaged::LastAdministrator);
        }
        let mut changes = vec![PeopleChange::SetDisabled { account: account.id, disabled }];
        changes.extend(disabled.then_some(PeopleChange::CloseSessionsOf(account.id)));
        self.change(&changes).await
    }

    /// Gives an account a role somewhere.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn grant(&self, name: &str, place: Place) -> Result<Uuid, NotManaged> {
        let held = self.membership(self.account(name)?.id, place)?;
        let id = held.id;
        self.change(&[PeopleChange::Grant(held)]).await?;
        Ok(id)
    }

    /// Takes a role away: it held for the last time yesterday.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn end(&self, membership: Uuid) -> Result<(), NotManaged> {
        let directory = self.people.directory();
        let held = directory.memberships.iter().find(|held| held.id == membership);
        let held = held.ok_or_else(|| NotManaged::Unknown { what: "membership", name: membership.to_string() })?;
        let is_over_all = held.role == Role::Administrator && held.unit.is_none();
        if is_over_all && self.is_last_administrator(held.account) {
            return Err(NotManaged::LastAdministrator);
        }
        let today = (self.clock)().day();
        let last_day = CivilDay::from_number(today.number() - 1).unwrap_or(CivilDay::EPOCH);
        self.change(&[PeopleChange::EndMembership { id: membership, last_day }]).await
    }

    /// Adds a unit or changes it.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn put_unit(&self, unit: Unit) -> Result<(), NotManaged> {
        if !Unit::is_key(&unit.key) {
            return Err(NotManaged::BadName(unit.key));
        }
        let directory = self.people.directory();
        for above in unit.parent.iter().chain(&unit.successor) {
            if !directory.units.may_stand_under(&unit.key, above) {
                return Err(NotManaged::Circle(unit.key.clone(), above.clone()));
            }
        }
        self.change(&[PeopleChange::PutUnit(unit)]).await
    }

    /// Makes a token for an account. It can do what both its scope and its owner can.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn issue(
        &self,
        name: &str,
        title: &str,
        scope: Permissions,
        days: u32,
    ) -> Result<(Uuid, Secret, Instant), NotManaged> {
        let owner = Owner::Account(self.account(name)?.id);
        let (token, secret) = self.token(owner, title, scope, days)?;
        let (id, expires) = (token.id, token.expires);
        self.change(&[PeopleChange::Issue(token)]).await?;
        Ok((id, secret, expires))
    }

    /// Takes a token back, at once.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn revoke_token(&self, id: Uuid) -> Result<(), NotManaged> {
        let known = self.people.directory().tokens.values().any(|token| token.id == id);
        if !known {
            return Err(NotManaged::Unknown { what: "token", name: id.to_string() });
        }
        self.change(&[PeopleChange::RevokeToken(id)]).await
    }

    /// Enrols a device of a unit, with its token.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn enrol(&self, title: &str, unit: &str, days: u32) -> Result<(Uuid, Secret, Instant), NotManaged> {
        self.unit(unit)?;
        let device = Device { id: (self.new_id)(), title: title.to_owned(), unit: unit.to_owned(), revoked: false };
        let id = device.id;
        let scope = Permissions::of(&[Permission::ReadInternal, Permission::ReadUnapproved, Permission::Record]);
        let (token, secret) = self.token(Owner::Device(id), title, scope, days)?;
        let expires = token.expires;
        self.change(&[PeopleChange::Enrol(device), PeopleChange::Issue(token)]).await?;
        Ok((id, secret, expires))
    }

    /// A lost phone: all its tokens are worth nothing from now on.
    ///
    /// # Errors
    /// [`NotManaged`].
    pub async fn revoke_device(&self, id: Uuid) -> Result<(), NotManaged> {
        if !self.people.directory().devices.contains_key(&id) {
            return Err(NotManaged::Unknown { what: "device", name: id.to_string() });
        }
        self.change(&[PeopleChange::RevokeDevice(id)]).await
    }

    async fn change(&self, changes: &[PeopleChange]) -> Result<(), NotManaged> {
        Ok(self.people.change(changes, &self.actor, self.clock).await?)
    }

    fn token(&self, owner: Owner, title: &str, scope: Permissions, days: u32) -> Result<(Token, Secret), NotManaged> {
        let (secret, now) = (secret::token(&mut (self.salts)())?, (self.clock)());
        let expires = now.plus_millis(i64::from(days.clamp(1, LONGEST_DAYS)) * DAY_MS);
        let (id, digest) = ((self.new_id)(), secret::digest(secret.expose()));
        let title = title.to_owned();
        Ok((Token { id, owner, title, digest, scope, created: now, expires, revoked: false }, secret))
    }

    fn account(&self, name: &str) -> Result<Account, NotManaged> {
        let found = self.people.directory().account(name).cloned();
        found.ok_or_else(|| NotManaged::Unknown { what: "account", name: name.to_owned() })
    }

    fn unit(&self, key: &str) -> Result<(), NotManaged> {
        let known = self.people.directory().units.get(key).is_some();
        if known { Ok(()) } else { Err(NotManaged::Unknown { what: "unit", name: key.to_owned() }) }
    }

    fn membership(&self, account: Uuid, place: Place) -> Result<Membership, NotManaged> {
        if let Some(unit) = &place.unit {
            self.unit(unit)?;
        }
        Ok(Membership {
            id: (self.new_id)(),
            account,
            role: place.role,
            unit: place.unit,
            stretches: place.stretches,
            valid_from: None,
            valid_to: place.valid_to,
        })
    }

    fn is_last_administrator(&self, account: Uuid) -> bool {
        let (directory, today) = (self.people.directory(), (self.clock)().day());
        let manages = |id: Uuid| {
            let able = directory.accounts.get(&id).is_some_and(|found| !found.disabled);
            // One of a unit manages nobody outside it.
            let mut held = directory.memberships_of(id, today).filter(|held| held.unit.is_none());
            able && held.any(|held| held.role == Role::Administrator)
        };
        manages(account) && !directory.accounts.keys().any(|other| *other != account && manages(*other))
    }
}
