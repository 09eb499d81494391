//! The log of people, walked from its first line, says what must stand in the tables: each row is held against it.
//!
//! Two things are compared. What a line *stated* of a row is a digest of all of it. What lines *said* in words (who was
//! given which role, what was revoked) is compared as well, because lines of earlier versions stated nothing: so a role
//! that no line ever gave is found even if it was put in before there were statements.

use std::collections::{BTreeMap, BTreeSet};

use super::line::{ALL_STATED, FORMAT, Line, RowName, Table, read};
use crate::domain::chain::Digest;

/// A row as it stands in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub row: RowName,
    /// What a person knows it by.
    pub label: String,
    /// `None` for a row that cannot be read.
    pub digest: Option<Digest>,
    pub facts: Facts,
}

/// What of a row the words of the log tell, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    None,
    Account { name: String, disabled: bool },
    Membership { account: String, role: String, unit: Option<String> },
    Revocable { revoked: bool },
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// It is not what the last line about it says.
    Altered,
    /// The log says that it is there.
    Removed,
    /// No line wrote it, or one took it away.
    Inserted,
}

/// A row that does not hold, with what a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub row: RowName,
    pub label: String,
    pub fault: RowFault,
}

/// What the lines up to one of them say.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    stated: BTreeMap<RowName, Statement>,
    has_statements: bool,
    /// Lines of format 1.
    unstated: i64,
    /// Number of the line that stated all rows.
    since: Option<i64>,
    words: Words,
    /// What a person knows a row by, should it be gone.
    called: BTreeMap<RowName, String>,
    met: BTreeSet<RowName>,
}

#[derive(Debug, Clone, Copy)]
struct Statement {
    digest: Option<Digest>,
    /// Whether the line that stated it did not change the row: then the words of earlier lines hold for it, too.
    in_passing: bool,
}

/// What the lines said.
#[derive(Debug, Clone, Default)]
struct Words {
    /// Names of accounts.
    accounts: BTreeSet<String>,
    /// By id of the account.
    disabled: BTreeMap<String, bool>,
    /// Memberships with account, role and unit; units, devices and tokens with nothing.
    given: BTreeMap<RowName, String>,
    revoked: BTreeSet<RowName>,
}

impl Replay {
    /// Takes the next line. `None` when it is one that the program does not write.
    pub fn take(&mut self, line: &Line<'_>) -> Option<()> {
        self.words.hear(line.what, line.subject);
        if line.format == 1 {
            self.unstated += 1;
            return Some(());
        }
        let in_passing = line.what == ALL_STATED;
        // Once, where statements begin: anywhere else it would hide what was done to the tables.
        if line.format != FORMAT || in_passing && (self.has_statements || self.unstated == 0) {
            return None;
        }
        if in_passing {
            self.since = Some(line.version);
        }
        self.has_statements = true;
        let statements = read(line.stated)?;
        if let [(row, _)] = statements.as_slice() {
            let called = match line.what {
                "account_added" => Some(line.subject),
                "granted" => line.subject.rsplit_once(' ').map(|(said, _)| said),
                _ => None,
            };
            self.called.extend(called.map(|called| (row.clone(), called.to_owned())));
        }
        let statements = statements.into_iter();
        self.stated.extend(statements.map(|(row, digest)| (row, Statement { digest, in_passing })));
        Some(())
    }

    /// Number of the line before which only words are known of the rows; `None` when all lines state what they changed.
    pub const fn since(&self) -> Option<i64> {
        self.since
    }

    /// Whether lines state rows, or there is nothing to state.
    pub const fn is_stated(&self) -> bool {
        self.has_statements || self.unstated == 0
    }

    /// Holds a row against the log.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn hold(&mut self, held: Held) -> Result<(), Wrong> {
        let fault = match self.stated.get(&held.row) {
            Some(Statement { digest: None, .. }) => Some(RowFault::Inserted),
            None if self.has_statements => Some(RowFault::Inserted),
            // A later change of the row stated it as it was then: what had been done to it before must not hide there.
            Some(stated) if !stated.in_passing => {
                (stated.digest != held.digest || self.words.belie(&held)).then_some(RowFault::Altered)
            }
            // Words first: that a role was never given says more than that the row is another one.
            Some(stated) => self.words.against(&held).or((stated.digest != held.digest).then_some(RowFault::Altered)),
            None => self.words.against(&held),
        };
        let Held { row, label, .. } = held;
        if let Some(fault) = fault {
            return Err(Wrong { row, label, fault });
        }
        self.met.insert(row);
        Ok(())
    }

    /// The first row that the log knows and no table held.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn end(&self) -> Result<(), Wrong> {
        let stated = self.stated.iter().filter(|(_, stated)| stated.digest.is_some()).map(|(row, _)| row);
        // Tokens that ran out were taken away by earlier versions without a word.
        let given = self.words.given.keys().filter(|row| row.table != Table::Token && !self.stated.contains_key(row));
        match stated.chain(given).find(|row| !self.met.contains(row)) {
            None => Ok(()),
            Some(row) => {
                let label = self.called.get(row).or_else(|| self.words.given.get(row)).cloned().unwrap_or_default();
                Err(Wrong { row: row.clone(), label, fault: RowFault::Removed })
            }
        }
    }
}

impl Words {
    fn hear(&mut self, what: &str, subject: &str) {
        let row = |table| RowName::new(table, &subject);
        let given = match what {
            "unit" => Some(Table::Unit),
            "device_enrolled" => Some(Table::Device),
            "token_issued" => Some(Table::Token),
            _ => None,
        };
        self.given.extend(given.map(|table| (row(table), String::new())));
        match what {
            "account_added" => drop(self.accounts.insert(subject.to_owned())),
            "account_disabled" | "account_enabled" => {
                self.disabled.insert(subject.to_owned(), what == "account_disabled");
            }
            "granted" => {
                let said = subject.rsplit_once(' ');
                self.given.extend(said.map(|(said, id)| (RowName::new(Table::Membership, &id), said.to_owned())));
            }
            "device_revoked" => drop(self.revoked.insert(row(Table::Device))),
            "token_revoked" => drop(self.revoked.insert(row(Table::Token))),
            _ => {}
        }
    }

    /// Whether a row says the opposite of what was said last: let in again, no longer revoked, given as another role.
    fn belie(&self, held: &Held) -> bool {
        match &held.facts {
            Facts::None => false,
            Facts::Account { disabled, .. } => self.disabled.get(&held.row.key).is_some_and(|said| said != disabled),
            Facts::Membership { .. } => self.given.get(&held.row).is_some_and(|_| self.against(held).is_some()),
            Facts::Revocable { revoked } => !revoked && self.revoked.contains(&held.row),
        }
    }

    fn against(&self, held: &Held) -> Option<RowFault> {
        let is_given = match &held.facts {
            Facts::Account { name, .. } => self.accounts.contains(name),
            _ => self.given.contains_key(&held.row),
        };
        let holds = match &held.facts {
            Facts::None => true,
            Facts::Account { disabled, .. } => {
                self.disabled.get(&held.row.key).copied().unwrap_or_default() == *disabled
            }
            Facts::Membership { account, role, unit } => {
                let said = format!("{account} {role} {}", unit.as_deref().unwrap_or("*"));
                self.given.get(&held.row) == Some(&said)
            }
            Facts::Revocable { revoked } => self.revoked.contains(&held.row) == *revoked,
        };
        if is_given { (!holds).then_some(RowFault::Altered) } else { Some(RowFault::Inserted) }
    }
}
