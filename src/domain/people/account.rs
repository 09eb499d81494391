//! Accounts, what they are where, devices, tokens, sessions.

use uuid::Uuid;

use crate::domain::access::{Permissions, Role, Stretch};
use crate::domain::chain::Digest;
use crate::domain::time::{CivilDay, Instant};

/// A person who can be known to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: Uuid,
    /// What is typed at log-in.
    pub name: String,
    pub title: String,
    /// Whether the password was given by somebody else, for one use.
    pub must_change: bool,
    /// When a password for one use runs out.
    pub password_expires: Option<Instant>,
    pub disabled: bool,
}

impl Account {
    /// 2 to 64 lower-case letters, digits, dots, hyphens, underscores; an e-mail address too.
    pub fn is_name(text: &str) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
        (2..=64).contains(&text.len()) && text.chars().all(plain)
    }
}

/// What somebody is in a unit, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: Uuid,
    pub account: Uuid,
    pub role: Role,
    /// None: over all units.
    pub unit: Option<String>,
    /// Empty: the whole line.
    pub stretches: Vec<Stretch>,
    pub valid_from: Option<CivilDay>,
    pub valid_to: Option<CivilDay>,
}

impl Membership {
    pub fn holds_on(&self, day: CivilDay) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A phone that a unit carries, enrolled apart from people: several of them share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: Uuid,
    pub title: String,
    pub unit: String,
    pub revoked: bool,
}

/// Whose token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Account(Uuid),
    Device(Uuid),
}

/// A secret that programs show instead of a password. The secret itself is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: Uuid,
    pub owner: Owner,
    pub title: String,
    pub digest: Digest,
    /// No more than this, whatever its owner may.
    pub scope: Permissions,
    pub created: Instant,
    pub expires: Instant,
    pub revoked: bool,
}

/// Somebody who has logged in with a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Of the secret in the cookie.
    pub digest: Digest,
    /// What its owner calls it by, to end it.
    pub id: Uuid,
    pub account: Uuid,
    pub created: Instant,
    pub expires: Instant,
    /// When it last asked for something, as far as it is written down.
    pub seen: Instant,
    /// What the browser calls itself.
    pub agent: String,
    /// The issuer of OpenID Connect that knew somebody; none who gave a password here.
    pub issuer: Option<String>,
}

/// Who somebody is elsewhere: the lasting subject that an issuer of OpenID Connect knows an account's owner by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    pub issuer: String,
    pub subject: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["admin", "tran.van-a", "a_1@vn"] {
            assert!(Account::is_name(name), "{name}");
        }
        for name in ["", "a", "Trần", "two words", "a\n", "A1"] {
            assert!(!Account::is_name(name), "{name}");
        }
    }
}
