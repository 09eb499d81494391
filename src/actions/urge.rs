//! A department urges an agency (đôn đốc); a superior assigns a task to a unit below (giao).
//!
//! The first orders nothing and may go to anybody, also to an agency that has no unit here; the second is for whoever stands above
//! the unit, and for nobody else. Both are what they are at once: nobody approves that a letter went out.

use super::Context;
use super::author::{Author, NotSigned};
use super::rules::{NotSet, is_known, name};
use super::speak;
use super::submit::submit;
use crate::domain::access::{Label, Permission};
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Identity;
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::Case;

/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn urge(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSet> {
    record.label = record.label.max(about(context, identity, &record).await?);
    let directory = context.people.directory();
    let author = Author { identity, directory: &directory };
    let signed = author.sign_as(Permission::Urge, None, &mut record.unit, record.person.as_deref());
    signed.map_err(unsigned)?;
    // A unit of whoever urges sees it by this record; what goes to others stays with the department.
    if let Body::Urging(urging) = &record.body
        && let Some(unit) = directory.units.named(&urging.to)
        && is_known(identity)
        && identity.reaches(Permission::Urge, Some(&unit.key))
    {
        record.unit = Some(unit.key.clone());
    }
    name(identity, &mut record);
    Ok(submit(context, &identity.actor, record).await?)
}

/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn assign(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSet> {
    record.label = record.label.max(about(context, identity, &record).await?);
    let directory = context.people.directory();
    let Body::Assignment(assignment) = &mut record.body else { return Err(NotSet::NotHis) };
    if is_known(identity) {
        let fault = || NotSet::Faults(vec![Fault::new("/to", Code::UnknownUnit).with(&assignment.to)]);
        let unit = directory.units.named(&assignment.to).ok_or_else(fault)?.key.clone();
        let above = |key: &str| directory.units.below(key).contains(&unit);
        let mut all = identity.units_with(Permission::Assign, None).filter(|by| by.stretches.is_empty());
        let by = all.find(|by| above(&by.key)).map(|by| by.key.clone());
        // Who is over everything is above every unit; nobody assigns to his own.
        if by.is_none() && !identity.everywhere(Permission::Assign) {
            return Err(NotSet::NotHis);
        }
        (assignment.to, assignment.by) = (unit.clone(), by);
        record.unit = Some(unit);
    } else {
        record.unit = Some(assignment.to.clone());
    }
    name(identity, &mut record);
    Ok(submit(context, &identity.actor, record).await?)
}

/// What it is about must be there for whoever writes, and of a kind that can be urged or assigned. Gives its label: what is said
/// about it is for no more people.
async fn about(context: &Context, identity: &Identity, record: &Record) -> Result<Label, NotSet> {
    let target = record.body.target().ok_or(NotSet::Unknown)?;
    let known = speak::cases_of(context, identity, std::iter::once(record)).await?;
    let corrects = record.corrects.is_none_or(|former| speak::may_correct(identity, known.get(&former)));
    if !corrects || !speak::may_contend(identity, known.get(&record.id)) {
        return Err(NotSet::NotHis);
    }
    let stands = |case: &&Case| speak::sees(identity, case) && case.judge().is_some_and(|verdict| verdict.stands());
    let unknown = |code| NotSet::Faults(vec![Fault::new("/target", code).with(target.to_string())]);
    let case = known.get(&target).filter(stands).ok_or_else(|| unknown(Code::UnknownRecord))?;
    let label = case.judge().map_or(Label::Internal, |verdict| verdict.label);
    if speak::may_be_about(&record.body, case) { Ok(label) } else { Err(unknown(Code::WrongTarget)) }
}

fn unsigned(error: NotSigned) -> NotSet {
    match error {
        NotSigned::Forbidden => NotSet::NotHis,
        NotSigned::Faults(faults) => NotSet::Faults(faults),
    }
}
