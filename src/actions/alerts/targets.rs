//! Says where alerts go. A target may see no more than whoever sets it: its unit must be one of his, its label one that he reads there.

use super::super::Context;
use super::overdue::overdue;
use crate::actions::people::secret;
use crate::domain::access::{Label, Permission};
use crate::domain::alert::AlertKind;
use crate::domain::alert_target::{AlertTarget, MOST_TARGETS, Scope, Wanted};
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Directory, Identity};
use crate::domain::secret::Secret;
use crate::store::StoreError;
use crate::store::alert_overdue::KnownOverdue;

/// Why a target is not set.
#[derive(Debug, thiserror::Error)]
pub enum NotSet {
    #[error("{0:?}")]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a target of this scope is somebody's to set, to see and to end.
pub fn manages(identity: &Identity, scope: &Scope) -> bool {
    let unit = scope.unit.as_deref();
    let reaches = |permission| match unit {
        Some(unit) => identity.reaches(permission, Some(unit)),
        None => identity.everywhere(permission),
    };
    let reads = match scope.label {
        Label::Public => true,
        Label::Internal => reaches(Permission::ReadInternal),
        Label::Restricted => reaches(Permission::ReadRestricted),
    };
    reaches(Permission::ManageAlerts) && reads && (!scope.unapproved || reaches(Permission::ReadUnapproved))
}

/// Targets that somebody manages, those that were ended among them.
///
/// # Errors
/// When the database does not answer.
pub async fn list(context: &Context, identity: &Identity) -> Result<Vec<AlertTarget>, StoreError> {
    let mut all = context.store.alert_targets().await?;
    all.retain(|target| manages(identity, &target.scope));
    Ok(all)
}

/// Sets a target; its secret is told this once.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn set(context: &Context, identity: &Identity, wanted: Wanted) -> Result<AlertTarget, NotSet> {
    let directory = context.people.directory();
    let fault = |fault: Fault| NotSet::Faults(vec![fault]);
    let unit = wanted.scope.unit.as_deref();
    if unit.is_some_and(|unit| directory.units.get(unit).is_none()) {
        return Err(fault(Fault::new("/unit", Code::UnknownUnit).with(unit.unwrap_or_default())));
    }
    if !manages(identity, &wanted.scope) {
        return Err(fault(Fault::new("/label", Code::NotYoursToSend)));
    }
    let held = context.store.alert_targets().await?;
    if held.iter().filter(|target| target.ended.is_none()).count() >= MOST_TARGETS {
        return Err(fault(Fault::new("", Code::TooManyTargets).with(MOST_TARGETS.to_string())));
    }
    let token = secret::token(&mut (context.salts)())?;
    let target = AlertTarget {
        id: (context.new_id)(),
        title: wanted.title,
        url: wanted.url,
        // Of its own kind, so that nobody takes it for a token.
        secret: Secret::new(token.expose().replacen("mg_", "mgw_", 1)),
        kinds: wanted.kinds,
        scope: wanted.scope,
        from_seq: context.store.log_head().await?.seq,
        made_at: (context.clock)(),
        made_by: identity.name.clone(),
        ended: None,
    };
    context.store.add_alert_target(&target).await?;
    if target.kinds.contains(&AlertKind::Overdue) {
        context.store.note_overdue(&known(context, &directory, &target)).await?;
    }
    tracing::info!(target = %target.id, url = target.url, by = target.made_by, "alerts go to a further target");
    Ok(target)
}

/// What is overdue when a target is set: no news for it.
fn known(context: &Context, directory: &Directory, target: &AlertTarget) -> KnownOverdue {
    let snapshot = context.atlas.snapshot();
    let visible = snapshot.visible(&target.scope.viewer(&directory.units));
    let unit = target.scope.unit.as_deref();
    let all = overdue(&snapshot, &visible, directory, target.made_at.day());
    let concerned = all.into_iter().filter(|one| one.concerns(unit, &directory.units));
    KnownOverdue { target: target.id, things: concerned.map(|one| one.thing).collect() }
}

/// Ends a target; says whether there was one to end.
///
/// # Errors
/// When the database does not answer.
pub async fn end(context: &Context, identity: &Identity, target: &AlertTarget) -> Result<bool, StoreError> {
    let ended = context.store.end_alert_target(target.id, (context.clock)(), &identity.name).await?;
    tracing::info!(target = %target.id, by = identity.name, "alerts go to a target no more");
    Ok(ended)
}
