//! Whoever plans sets until when reports must be sent, from the letter that says so; and what was set.

use super::Context;
use super::rules::{NotSet, name, unit_of};
use super::submit::submit;
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Identity;
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};
use crate::domain::sending_deadline::Set;
use crate::store::StoreError;

/// Sets one, for a unit with those below it, or for everybody.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn set(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSet> {
    let claimed = record.unit.take();
    // Whoever plans for all units sets it for any that there is.
    record.unit = if claimed.is_some() && identity.everywhere(Permission::Plan) {
        claimed
    } else {
        unit_of(identity, &[Permission::Plan], claimed)?
    };
    let directory = context.people.directory();
    if let Some(unit) = record.unit.as_deref().filter(|unit| directory.units.get(unit).is_none()) {
        return Err(NotSet::Faults(vec![Fault::new("/unit", Code::UnknownUnit).with(unit)]));
    }
    name(identity, &mut record);
    Ok(submit(context, &identity.actor, record).await?)
}

/// Everything that was set, in the order of the log. It binds those who report, so that it is told to whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn all(context: &Context) -> Result<Vec<Set>, StoreError> {
    let all = context.store.said_in_reports("sending_deadline", i64::MAX).await?;
    let set = all.into_iter().filter_map(|said| match said.record.body {
        Body::SendingDeadline(set) => Some((said.record.unit, set)),
        _ => None,
    });
    Ok(set.collect())
}
