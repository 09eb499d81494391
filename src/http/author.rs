//! Who writes: the unit of a record is the writer's own, whatever it says.

use axum::http::StatusCode;
use unicode_normalization::UnicodeNormalization as _;

use super::ask::Ask;
use super::problem::Problem;
use crate::domain::access::{Permission, Stretch};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::people::{Belonging, Way};

/// Puts the writer's unit on what he sends about a place. On a server without accounts it stays the claim
/// that it is.
///
/// # Errors
/// 422 for a unit that the writer does not write for, or the name of another account; 403 for a part of the line that is
/// not his.
pub fn sign(
    ask: &Ask,
    about: Option<&Referent>,
    unit: &mut Option<String>,
    person: Option<&str>,
) -> Result<(), Problem> {
    let identity = &ask.identity;
    if matches!(identity.way, Way::Open | Way::Anonymous) {
        return Ok(());
    }
    let there = about.and_then(Stretch::of);
    let own: Vec<&Belonging> = identity.units_with(Permission::Record, there.as_ref()).collect();
    *unit = match unit.take() {
        None if own.is_empty() && !identity.everywhere(Permission::Record) => {
            return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
        }
        None => own.first().map(|unit| unit.key.clone()),
        Some(claimed) => {
            let claimed = plain(&claimed);
            let held = own.iter().find(|unit| plain(&unit.key) == claimed || plain(&unit.title) == claimed);
            let held = held.ok_or_else(|| {
                let all: Vec<&str> = own.iter().map(|unit| unit.key.as_str()).collect();
                let all = if all.is_empty() { "-".to_owned() } else { all.join(", ") };
                Problem::invalid(vec![Fault::new("/unit", Code::UnitNotYours).with(all)])
            })?;
            Some(held.key.clone())
        }
    };
    // Soldiers without an account are named as they are; who has one writes for himself.
    let directory = ask.app.context.people.directory();
    let others = person.is_some_and(|name| {
        let name = plain(name);
        name != identity.name && directory.account(&name).is_some()
    });
    if others {
        return Err(Problem::invalid(vec![Fault::new("/person", Code::PersonNotYou)]));
    }
    // Who has not said who he is, is known by the log: two log-ins of one phone send one record.
    Ok(())
}

/// The same for a notice that is passed on: it is the unit's that it is for, and who passes it on must be over that unit.
///
/// # Errors
/// 422 for a unit there is not; 403 for one that the sender is not over.
pub fn address(ask: &Ask, to: &str, unit: &mut Option<String>) -> Result<(), Problem> {
    let identity = &ask.identity;
    *unit = Some(to.to_owned());
    if matches!(identity.way, Way::Open | Way::Anonymous) {
        return Ok(());
    }
    if !identity.reaches(Permission::Record, Some(to)) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
    }
    if ask.app.context.people.directory().units.get(to).is_none() {
        return Err(Problem::invalid(vec![Fault::new("/to", Code::UnknownUnit).with(to)]));
    }
    Ok(())
}

fn plain(text: &str) -> String {
    text.trim().nfc().collect::<String>().to_lowercase()
}
