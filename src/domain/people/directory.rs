//! Everybody who is known, as of one moment: who somebody is, and what he may do now.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::account::{Account, Device, Link, Membership, Owner, Session, Token};
use super::unit::UnitTree;
use crate::domain::access::{Actor, Grant, Permission, Permissions, Role, Stretch, Units, Viewer};
use crate::domain::chain::Digest;
use crate::domain::time::{CivilDay, Instant};

/// All accounts, units, devices, tokens and sessions. Replaced whole when one of them changes.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// Number of the last change it holds.
    pub version: i64,
    pub units: UnitTree,
    pub accounts: BTreeMap<Uuid, Account>,
    pub memberships: Vec<Membership>,
    pub devices: BTreeMap<Uuid, Device>,
    pub tokens: HashMap<Digest, Token>,
    pub sessions: HashMap<Digest, Session>,
    /// Whose account it is that an issuer elsewhere knows somebody as.
    pub links: BTreeMap<Link, Uuid>,
}

/// How somebody was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Not at all.
    Anonymous,
    /// The server runs without accounts.
    Open,
    /// By a cookie: then what is written must come from our own pages.
    Session(Digest),
    Token(Uuid),
    /// By whoever runs a command at the console of the server, and so may read and write the database anyway.
    Console,
}

/// Why somebody is not known. The answer to the outside is the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    Unknown,
    Expired,
    Revoked,
    Disabled,
}

/// Who asks, and what he may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub way: Way,
    pub account: Option<Uuid>,
    /// Name of the account, or of the device.
    pub name: String,
    pub title: String,
    pub permissions: Permissions,
    pub viewer: Viewer,
    /// Units that somebody belongs to, and as what.
    pub units: Vec<Belonging>,
    pub actor: Actor,
}

/// One unit that somebody belongs to, what he may do there, and on which part of the line (empty: all of it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    pub key: String,
    pub title: String,
    pub permissions: Permissions,
    pub stretches: Vec<Stretch>,
}

impl Identity {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self {
            way: Way::Anonymous,
            account: None,
            name: String::new(),
            title: String::new(),
            permissions: Permissions::NONE,
            viewer: Viewer::public(),
            units: Vec::new(),
            actor: Actor::field_post(),
        }
    }

    /// Whoever reaches a server that runs without accounts.
    pub fn open() -> Self {
        let all = Self::anonymous();
        Self { way: Way::Open, permissions: Permissions::all(), viewer: Viewer::all(), ..all }
    }

    /// Whether something is allowed anywhere. Where, is for [`Self::everywhere`], [`Self::reaches`] and
    /// [`Self::units_with`] to say: a permission in one unit is none in another.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// Whether something is allowed over all units and on the whole line: what holds for everybody, or is another unit's, is
    /// decided by nobody else.
    pub fn everywhere(&self, permission: Permission) -> bool {
        let mut grants = self.viewer.allowing(permission);
        self.way == Way::Open || grants.any(|grant| grant.units == Units::All && grant.stretches.is_empty())
    }

    /// Whether something is allowed for no unit in particular, there: over all units, on a part of the line that meets it. Without a
    /// place, on any part: only for what says its own place later.
    pub fn for_no_unit(&self, permission: Permission, there: Option<&Stretch>) -> bool {
        let here = |mine: &Stretch| there.is_none_or(|there| mine.meets(there));
        let on = |part: &[Stretch]| part.is_empty() || part.iter().any(here);
        let mut grants = self.viewer.allowing(permission);
        self.way == Way::Open || grants.any(|grant| grant.units == Units::All && on(&grant.stretches))
    }

    /// Whether something is allowed with what is a unit's, on the whole line.
    pub fn reaches(&self, permission: Permission, unit: Option<&str>) -> bool {
        let mut grants = self.viewer.allowing(permission).filter(|grant| grant.stretches.is_empty());
        self.way == Way::Open || grants.any(|grant| grant.units.reach(unit))
    }

    /// Units that somebody belongs to as one who may do this, there.
    pub fn units_with(&self, permission: Permission, there: Option<&Stretch>) -> impl Iterator<Item = &Belonging> {
        self.units.iter().filter(move |unit| {
            let here = |mine: &Stretch| there.is_none_or(|there| mine.meets(there));
            unit.permissions.has(permission) && (unit.stretches.is_empty() || unit.stretches.iter().any(here))
        })
    }
}

impl Directory {
    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.values().find(|account| account.name == name)
    }

    pub fn memberships_of(&self, account: Uuid, day: CivilDay) -> impl Iterator<Item = &Membership> {
        self.memberships.iter().filter(move |held| held.account == account && held.holds_on(day))
    }

    /// Who holds a token.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn by_token(&self, digest: &Digest, now: Instant) -> Result<Identity, Denied> {
        let token = self.tokens.get(digest).ok_or(Denied::Unknown)?;
        if token.revoked {
            return Err(Denied::Revoked);
        }
        if token.expires <= now {
            return Err(Denied::Expired);
        }
        let way = Way::Token(token.id);
        match token.owner {
            Owner::Account(account) => self.identity(account, way, token.scope, now),
            Owner::Device(device) => {
                let device = self.devices.get(&device).ok_or(Denied::Unknown)?;
                let stands = self.units.get(&device.unit).is_some_and(|unit| unit.stands_on(now.day()));
                if device.revoked || !stands { Err(Denied::Revoked) } else { Ok(self.device(device, way, token.scope)) }
            }
        }
    }

    /// Who holds a session.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn by_session(&self, digest: &Digest, now: Instant) -> Result<Identity, Denied> {
        let session = self.sessions.get(digest).ok_or(Denied::Unknown)?;
        if session.expires <= now {
            return Err(Denied::Expired);
        }
        self.identity(session.account, Way::Session(*digest), Permissions::all(), now)
    }

    /// Whether somebody who was known then is known now, and may as much. What runs for long asks again.
    pub fn still_knows(&self, identity: &Identity, now: Instant) -> bool {
        match identity.way {
            Way::Anonymous | Way::Open | Way::Console => true,
            Way::Session(digest) => self.by_session(&digest, now).is_ok_and(|known| known == *identity),
            Way::Token(id) => {
                let digest = self.tokens.values().find(|token| token.id == id).map(|token| token.digest);
                digest.is_some_and(|digest| self.by_token(&digest, now).is_ok_and(|known| known == *identity))
            }
        }
    }

    /// An account that somebody names at the console.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn by_console(&self, name: &str, now: Instant) -> Result<Identity, Denied> {
        let account = self.account(name).ok_or(Denied::Unknown)?;
        self.identity(account.id, Way::Console, Permissions::all(), now)
    }

    fn identity(&self, id: Uuid, way: Way, scope: Permissions, now: Instant) -> Result<Identity, Denied> {
        let account = self.accounts.get(&id).ok_or(Denied::Unknown)?;
        if account.disabled {
            return Err(Denied::Disabled);
        }
        let (mut permissions, mut grants, mut units) = (Permissions::NONE, Vec::new(), Vec::new());
        for held in self.memberships_of(id, now.day()) {
            let unit = held.unit.as_deref().map(|key| self.units.get(key).filter(|unit| unit.stands_on(now.day())));
            // A unit that is no more, or not yet, gives nobody anything: its successor has what was its.
            if unit == Some(None) {
                continue;
            }
            let may = held.role.permissions().within(scope);
            permissions = permissions.and(may);
            if let Some(unit) = unit.flatten() {
                units.push(Belonging {
                    key: unit.key.clone(),
                    title: unit.title.clone(),
                    permissions: may,
                    stretches: held.stretches.clone(),
                });
            }
            grants.push(Grant {
                permissions: may,
                units: self.reach(held.unit.as_deref()),
                stretches: held.stretches.clone(),
            });
        }
        Ok(Identity {
            way,
            account: Some(id),
            name: account.name.clone(),
            title: account.title.clone(),
            permissions,
            viewer: Viewer::with(grants),
            units,
            actor: Actor::account(&account.name),
        })
    }

    /// A device does what an inspector of its unit does.
    fn device(&self, device: &Device, way: Way, scope: Permissions) -> Identity {
        let permissions = Role::Inspector.permissions().within(scope);
        let grant = Grant { permissions, units: self.reach(Some(&device.unit)), stretches: Vec::new() };
        let title = self.units.get(&device.unit).map_or_else(String::new, |unit| unit.title.clone());
        Identity {
            way,
            account: None,
            name: format!("device/{}", device.id),
            title: device.title.clone(),
            permissions,
            viewer: Viewer::with(vec![grant]),
            units: vec![Belonging { key: device.unit.clone(), title, permissions, stretches: Vec::new() }],
            actor: Actor::account(&format!("device/{}", device.id)),
        }
    }

    fn reach(&self, unit: Option<&str>) -> Units {
        match unit {
            None => Units::All,
            Some(unit) => Units::Some { own: self.units.own(unit), below: self.units.below(unit) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An auditor over everything, with a token and a session that both run out at `expires`.
    fn directory(expires: &str) -> (Directory, Digest) {
        let (id, secret) = (Uuid::from_u128(1), Digest::of(&[b"secret"]));
        let (created, expires) = ("2026-01-01T00:00:00Z".parse().unwrap(), expires.parse().unwrap());
        let name = "an".to_owned();
        let account = Account {
            id,
            name: name.clone(),
            title: name.clone(),
            must_change: false,
            password_expires: None,
            disabled: false,
        };
        let (owner, scope) = (Owner::Account(id), Permissions::all());
        let token = Token { id, owner, title: name, digest: secret, scope, created, expires, revoked: false };
        let session = Session {
            digest: secret,
            id,
            account: id,
            created,
            expires,
            seen: created,
            agent: String::new(),
            issuer: None,
        };
        let held = Membership {
            id,
            account: id,
            role: Role::Auditor,
            unit: None,
            stretches: Vec::new(),
            valid_from: None,
            valid_to: None,
        };
        let directory = Directory {
            accounts: BTreeMap::from([(id, account)]),
            memberships: vec![held],
            tokens: HashMap::from([(secret, token)]),
            sessions: HashMap::from([(secret, session)]),
            ..Directory::default()
        };
        (directory, secret)
    }

    #[test]
    fn what_runs_out_while_the_directory_is_held_is_worth_nothing_from_then_on() {
        let (directory, secret) = directory("2026-06-01T00:00:00Z");
        let (before, after) = ("2026-05-31T23:59:59Z".parse().unwrap(), "2026-06-01T00:00:00Z".parse().unwrap());
        let known = directory.by_token(&secret, before).unwrap();
        assert!(known.may(Permission::Audit) && !known.may(Permission::Record));
        assert!(directory.by_session(&secret, before).is_ok());
        assert!(directory.still_knows(&known, before) && !directory.still_knows(&known, after));
        assert_eq!(directory.by_token(&secret, after), Err(Denied::Expired));
        assert_eq!(directory.by_session(&secret, after), Err(Denied::Expired));
    }
}
