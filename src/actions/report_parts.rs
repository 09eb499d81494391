//! An agency sends its part of a report, or the department enters it from the letter of an agency that has no account.
//!
//! A part counts as sent when it is approved. Whoever approves for the agency (its commander) has signed by sending it; what
//! others send waits for him. A letter that the department enters was signed by the agency's head on paper: it stands as sent,
//! and says that it was entered on behalf.

use super::Context;
use super::rules::{NotSet, is_known, name, unit_of as own_unit};
use super::speak;
use super::store_record::NotRecorded;
use super::submit::submit;
use crate::domain::access::{Permission, ReviewState};
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Directory, Identity, Unit};
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};
use crate::domain::report_owed::plain;
use crate::domain::report_part::ReportPart;
use crate::domain::verdict::Case;
use crate::store::StoreError;

/// Why a part is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    #[error("that is not for this account to send")]
    NotHis,
    #[error("{0:?}")]
    Faults(Vec<Fault>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error(transparent)]
    Unread(#[from] StoreError),
}

impl NotSent {
    fn because(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

/// The unit that is meant by the name of an agency.
pub fn unit_of<'a>(directory: &'a Directory, agency: &str) -> Option<&'a Unit> {
    let agency = plain(agency);
    directory.units.iter().find(|unit| plain(&unit.title) == agency || unit.key == agency)
}

/// Takes a part in.
///
/// # Errors
/// [`NotSent`]; nothing was stored then.
pub async fn send(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSent> {
    let directory = context.people.directory();
    let now = (context.clock)();
    let is_draft = record.review == ReviewState::Draft;
    let mut unit = record.unit.take();
    let Body::ReportPart(part) = &mut record.body else { return Err(NotSent::because(Fault::new("", Code::Invalid))) };
    if is_known(identity) {
        // On the whole line: whoever looks after a part of it speaks for no unit as a whole.
        unit = own_unit(identity, &[Permission::Report], unit).map_err(|refused| match refused {
            NotSet::Faults(faults) => NotSent::Faults(faults),
            _ => NotSent::NotHis,
        })?;
        let own = unit.as_deref().and_then(|unit| directory.units.get(unit));
        let is_own = own.is_some_and(|own| part.agency.is_empty() || plain(&own.title) == plain(&part.agency));
        match own.filter(|_| is_own) {
            Some(own) => part.agency.clone_from(&own.title),
            None => on_behalf(identity, &directory, part, now.day())?,
        }
        let signs =
            |unit: &str| identity.units.iter().any(|own| own.key == unit && own.permissions.has(Permission::Approve));
        if !is_draft && (part.on_behalf || unit.as_deref().is_some_and(signs)) {
            record.review = ReviewState::Approved;
        }
        name(identity, &mut record);
    } else if part.agency.is_empty() {
        part.agency = unit.clone().ok_or_else(|| NotSent::because(Fault::new("/agency", Code::Missing)))?;
    }
    record.unit = unit;
    if let Some(former) = record.corrects {
        let case = speak::case_of(context, former).await?;
        let seen = case.as_ref().filter(|case| speak::sees(identity, case));
        let Body::ReportPart(part) = &record.body else { return Err(NotSent::NotHis) };
        let fits = seen.and_then(Case::judge).is_some_and(
            |verdict| matches!(&verdict.shown.record.body, Body::ReportPart(former) if part.replaces(former)),
        );
        if !fits {
            return Err(NotSent::because(Fault::new("/corrects", Code::UnknownRecord).with(former.to_string())));
        }
    }
    Ok(submit(context, &identity.actor, record).await?)
}

/// For an agency that sends nothing itself, by whoever urges agencies, from its signed letter.
fn on_behalf(
    identity: &Identity,
    directory: &Directory,
    part: &mut ReportPart,
    day: crate::domain::time::CivilDay,
) -> Result<(), NotSent> {
    if !identity.may(Permission::Urge) {
        return Err(NotSent::NotHis);
    }
    if part.agency.is_empty() {
        return Err(NotSent::because(Fault::new("/agency", Code::Missing)));
    }
    let unit = unit_of(directory, &part.agency);
    let sends = |unit: &Unit| {
        let mut here =
            directory.memberships.iter().filter(|held| held.unit.as_deref() == Some(&unit.key) && held.holds_on(day));
        here.any(|held| held.role.permissions().has(Permission::Report))
    };
    if unit.is_some_and(sends) {
        return Err(NotSent::because(Fault::new("/agency", Code::AgencySendsItself).with(part.agency.clone())));
    }
    if part.letter.is_none() {
        return Err(NotSent::because(Fault::new("/letter_number", Code::Missing)));
    }
    if let Some(unit) = unit {
        part.agency.clone_from(&unit.title);
    }
    part.on_behalf = true;
    Ok(())
}
