//! A unit, or whoever plans, sets a limit for a hazard or for hazards of a kind; or ends one.

use super::Context;
use super::rules::{NotSet, ends, is_known, name, unit_of};
use super::submit::submit;
use crate::atlas::Visible;
use crate::domain::access::{Permission, Units};
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Identity;
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};

/// Commanders for their units, planners for those that they plan for.
const SET_BY: [Permission; 2] = [Permission::Approve, Permission::Import];

/// Units whose hazards somebody may watch; `None` for all.
fn within(identity: &Identity) -> Option<Vec<String>> {
    let mut all = std::collections::BTreeSet::new();
    if !is_known(identity) {
        return None;
    }
    for grant in SET_BY.iter().flat_map(|permission| identity.viewer.allowing(*permission)) {
        match &grant.units {
            _ if !grant.stretches.is_empty() => {}
            Units::All => return None,
            Units::Some { own, below } => all.extend(own.iter().chain(below).cloned()),
        }
    }
    Some(all.into_iter().collect())
}

/// Sets a limit.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn set_threshold(
    context: &Context,
    identity: &Identity,
    visible: &Visible,
    mut record: Record,
) -> Result<Receipt, NotSet> {
    record.unit = unit_of(identity, &SET_BY, record.unit.take())?;
    name(identity, &mut record);
    if let Body::Threshold(threshold) = &mut record.body {
        threshold.within = within(identity);
        if let Some(hazard) = threshold.hazard {
            let snapshot = context.atlas.snapshot();
            let Some((kind, unit)) = snapshot.watch().shown(hazard, visible) else {
                let fault = Fault::new("/hazard", Code::UnknownRecord).with(hazard.to_string());
                return Err(NotSet::Faults(vec![fault]));
            };
            // That everybody sees it does not make it everybody's to watch.
            if !threshold.concerns(&[hazard], kind, unit) {
                return Err(NotSet::NotHis);
            }
        }
    }
    Ok(submit(context, &identity.actor, record).await?)
}

/// Ends a limit: what crosses it raises no alert any more.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn end_threshold(
    context: &Context,
    identity: &Identity,
    visible: &Visible,
    mut end: Record,
) -> Result<Receipt, NotSet> {
    let snapshot = context.atlas.snapshot();
    let target = end.body.target().unwrap_or_default();
    let (limit, _) = snapshot.watch().limit(target, visible).ok_or(NotSet::Unknown)?;
    if !ends(identity, &context.people.directory(), &SET_BY, limit.unit.as_deref()) {
        return Err(NotSet::NotHis);
    }
    end.unit.clone_from(&limit.unit);
    name(identity, &mut end);
    Ok(submit(context, &identity.actor, end).await?)
}
