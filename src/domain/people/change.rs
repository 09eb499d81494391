//! What can be changed about people. Everything that is, goes into a log with who did it.

use uuid::Uuid;

use super::account::{Account, Device, Link, Membership, Session, Token};
use super::line::{RowName, Table};
use super::unit::Unit;
use crate::domain::chain::Digest;
use crate::domain::time::{CivilDay, Instant};

/// One change. Passwords come hashed.
#[derive(Debug, Clone)]
pub enum PeopleChange {
    PutUnit(Unit),
    AddAccount {
        account: Account,
        password: Option<String>,
    },
    /// A password for one use has a time when it runs out.
    SetPassword {
        account: Uuid,
        password: String,
        one_use_until: Option<Instant>,
    },
    SetDisabled {
        account: Uuid,
        disabled: bool,
    },
    Grant(Membership),
    EndMembership {
        id: Uuid,
        last_day: CivilDay,
    },
    Enrol(Device),
    RevokeDevice(Uuid),
    Issue(Token),
    RevokeToken(Uuid),
    OpenSession(Session),
    CloseSession(Digest),
    CloseSessionsOf(Uuid),
    /// All of an account but the one that is used.
    CloseOtherSessions {
        account: Uuid,
        but: Digest,
    },
    Link {
        account: Uuid,
        link: Link,
    },
    Unlink(Link),
}

impl PeopleChange {
    /// A word for what was done, and what it was done to: never a secret.
    pub fn describe(&self) -> (&'static str, String) {
        match self {
            Self::PutUnit(unit) => ("unit", unit.key.clone()),
            Self::AddAccount { account, .. } => ("account_added", account.name.clone()),
            Self::SetPassword { account, .. } => ("password_set", account.to_string()),
            Self::SetDisabled { account, disabled: true } => ("account_disabled", account.to_string()),
            Self::SetDisabled { account, disabled: false } => ("account_enabled", account.to_string()),
            Self::Grant(held) => {
                let unit = held.unit.as_deref().unwrap_or("*");
                ("granted", format!("{} {} {unit} {}", held.account, held.role.as_str(), held.id))
            }
            Self::EndMembership { id, .. } => ("membership_ended", id.to_string()),
            Self::Enrol(device) => ("device_enrolled", device.id.to_string()),
            Self::RevokeDevice(id) => ("device_revoked", id.to_string()),
            Self::Issue(token) => ("token_issued", token.id.to_string()),
            Self::RevokeToken(id) => ("token_revoked", id.to_string()),
            Self::OpenSession(session) => ("logged_in", session.account.to_string()),
            Self::CloseSession(_) => ("logged_out", String::new()),
            Self::CloseSessionsOf(account) => ("sessions_closed", account.to_string()),
            Self::CloseOtherSessions { account, .. } => ("other_sessions_closed", account.to_string()),
            Self::Link { account, link } => ("linked", format!("{account} {} {}", link.issuer, link.subject)),
            Self::Unlink(link) => ("unlinked", format!("{} {}", link.issuer, link.subject)),
        }
    }

    /// The row that the line of the log states afterwards; a session is none of its rows. What changes several rows is
    /// several changes.
    pub fn row(&self) -> Option<RowName> {
        let (table, id) = match self {
            Self::PutUnit(unit) => return Some(RowName::new(Table::Unit, &unit.key)),
            Self::AddAccount { account, .. } => (Table::Account, account.id),
            Self::SetPassword { account, .. } | Self::SetDisabled { account, .. } => (Table::Account, *account),
            Self::Grant(held) => (Table::Membership, held.id),
            Self::EndMembership { id, .. } => (Table::Membership, *id),
            Self::Enrol(device) => (Table::Device, device.id),
            Self::RevokeDevice(id) => (Table::Device, *id),
            Self::Issue(token) => (Table::Token, token.id),
            Self::RevokeToken(id) => (Table::Token, *id),
            Self::Link { link, .. } | Self::Unlink(link) => {
                return Some(RowName::new(Table::Link, &format!("{} {}", link.issuer, link.subject)));
            }
            Self::OpenSession(_)
            | Self::CloseSession(_)
            | Self::CloseSessionsOf(_)
            | Self::CloseOtherSessions { .. } => return None,
        };
        Some(RowName::new(table, &id))
    }
}
