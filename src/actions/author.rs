//! Who writes: the unit of a record is the writer's own, whatever it says.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::access::{Permission, Stretch};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::people::{Belonging, Directory, Identity, Way};

/// Why a record is not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSigned {
    /// The writer writes for no unit there.
    Forbidden,
    Faults(Vec<Fault>),
}

impl NotSigned {
    fn because(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }

    pub fn into_faults(self) -> Vec<Fault> {
        match self {
            Self::Forbidden => vec![Fault::new("", Code::Forbidden)],
            Self::Faults(faults) => faults,
        }
    }
}

/// Who signs, and by whom others are known.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    pub identity: &'a Identity,
    pub directory: &'a Directory,
}

impl Author<'_> {
    /// Puts the writer's unit on what he sends about a place. On a server without accounts, and at the console, it stays the
    /// claim that it is. Who has not said who he is, is known by the log: two log-ins of one phone send one record.
    ///
    /// # Errors
    /// For a unit that the writer does not write for, the name of another account, a part of the line that is not his.
    pub fn sign(
        &self,
        about: Option<&Referent>,
        unit: &mut Option<String>,
        person: Option<&str>,
    ) -> Result<(), NotSigned> {
        self.sign_as(Permission::Record, about, unit, person)
    }

    /// The same for whoever writes by another right.
    ///
    /// # Errors
    /// As for [`Self::sign`].
    pub fn sign_as(
        &self,
        right: Permission,
        about: Option<&Referent>,
        unit: &mut Option<String>,
        person: Option<&str>,
    ) -> Result<(), NotSigned> {
        let identity = self.identity;
        if matches!(identity.way, Way::Open | Way::Anonymous) {
            return Ok(());
        }
        let there = about.and_then(Stretch::of);
        let own: Vec<&Belonging> = identity.units_with(right, there.as_ref()).collect();
        *unit = match unit.take() {
            None if own.is_empty() && !identity.for_no_unit(right, there.as_ref()) => return Err(NotSigned::Forbidden),
            None => own.first().map(|unit| unit.key.clone()),
            Some(claimed) => {
                let claimed = plain(&claimed);
                let held = own.iter().find(|unit| plain(&unit.key) == claimed || plain(&unit.title) == claimed);
                let held = held.ok_or_else(|| {
                    let all: Vec<&str> = own.iter().map(|unit| unit.key.as_str()).collect();
                    let all = if all.is_empty() { "-".to_owned() } else { all.join(", ") };
                    NotSigned::because(Fault::new("/unit", Code::UnitNotYours).with(all))
                })?;
                Some(held.key.clone())
            }
        };
        self.names(person)
    }

    /// Soldiers without an account are named as they are; who has one writes for himself.
    fn names(&self, person: Option<&str>) -> Result<(), NotSigned> {
        let others = person.is_some_and(|name| {
            let name = plain(name);
            name != self.identity.name && self.directory.account(&name).is_some()
        });
        if others { Err(NotSigned::because(Fault::new("/person", Code::PersonNotYou))) } else { Ok(()) }
    }

    /// The same for a notice that is passed on: it is the unit's that it is for, and who passes it on must be over that unit.
    ///
    /// # Errors
    /// For a unit there is not, or that the sender is not over, and for the name of another account.
    pub fn address(&self, to: &str, unit: &mut Option<String>, person: Option<&str>) -> Result<(), NotSigned> {
        let identity = self.identity;
        *unit = Some(to.to_owned());
        if matches!(identity.way, Way::Open | Way::Anonymous) {
            return Ok(());
        }
        if !identity.reaches(Permission::Record, Some(to)) {
            return Err(NotSigned::Forbidden);
        }
        if self.directory.units.get(to).is_none() {
            return Err(NotSigned::because(Fault::new("/to", Code::UnknownUnit).with(to)));
        }
        self.names(person)
    }
}

fn plain(text: &str) -> String {
    text.trim().nfc().collect::<String>().to_lowercase()
}
