//! Somebody says something about a record: approves it, withdraws it, gives it another label.
//!
//! Whether he may is decided here, when it comes in; for which unit he speaks is written into the statement, so that what
//! counts can be worked out later by anybody, also of a record that comes after what is said about it.

use std::collections::{BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::Context;
use crate::domain::access::{AccessClass, Permission};
use crate::domain::chain::Digest;
use crate::domain::incident::Progress;
use crate::domain::people::{Identity, Way};
use crate::domain::record::{Body, Record};
use crate::domain::statement::Decision;
use crate::domain::verdict::{Case, Witness};
use crate::store::StoreError;

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A record that whoever speaks sees.
    Known,
    /// No record yet, or none that he may know of.
    Unknown,
}

/// Why a statement is not taken.
#[derive(Debug, thiserror::Error)]
#[error("that is not for this account to say")]
pub struct NotHis;

/// What hangs on a record, each with what hangs on it, at most so many levels deep.
#[derive(Debug)]
pub struct Hanging {
    pub case: Case,
    pub below: Vec<Hanging>,
}

/// Follows what is about a record: its reports, their answers.
///
/// # Errors
/// When the database does not answer.
pub async fn hanging_on(context: &Context, case: &Case, levels: usize) -> Result<Vec<Hanging>, StoreError> {
    let ids: Vec<Uuid> =
        case.related.iter().map(|witness| witness.record.id).collect::<BTreeSet<_>>().into_iter().collect();
    if levels == 0 || ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for case in context.store.cases(&ids, i64::MAX).await?.into_iter().filter(|case| ids.contains(&case.id)) {
        let below = Box::pin(hanging_on(context, &case, levels - 1)).await?;
        found.push(Hanging { case, below });
    }
    Ok(found)
}

/// Everything that is known of a record now.
///
/// # Errors
/// When the database does not answer.
pub async fn case_of(context: &Context, id: Uuid) -> Result<Option<Case>, StoreError> {
    let cases = context.store.cases(&[id], i64::MAX).await?;
    Ok(cases.into_iter().find(|case| case.id == id && !case.contents.is_empty()))
}

/// The same of all records that some statements are about.
///
/// # Errors
/// When the database does not answer.
pub async fn cases_of<'a>(
    context: &Context,
    statements: impl Iterator<Item = &'a Record>,
) -> Result<HashMap<Uuid, Case>, StoreError> {
    let targets: HashSet<Uuid> = statements.filter_map(|said| said.body.target()).collect();
    let targets: Vec<Uuid> = targets.into_iter().collect();
    let cases = context.store.cases(&targets, i64::MAX).await?;
    Ok(cases.into_iter().filter(|case| !case.contents.is_empty()).map(|case| (case.id, case)).collect())
}

/// Checks that somebody may say this about what is known of its target, and signs it with his name and the unit that he
/// speaks for.
///
/// # Errors
/// [`NotHis`].
pub fn sign(identity: &Identity, said: &mut Record, case: Option<&Case>) -> Result<Target, NotHis> {
    let verdict = case.and_then(Case::judge);
    let record = verdict.map(|verdict| (verdict.record(), verdict.shown.vouched));
    let seen = record.filter(|(record, vouched)| identity.viewer.sees(&record.access_class(*vouched)));
    let seen = seen.map(|(record, vouched)| record.own_class(vouched));
    let known = if seen.is_some() { Target::Known } else { Target::Unknown };
    if identity.way == Way::Open {
        said.unit = None;
        mark_approver(said, true);
        return Ok(known);
    }
    let (permission, below) = needed(&said.body);
    let approves = |class: &AccessClass| identity.viewer.may_with(Permission::Approve, class, false);
    let may = |class: &AccessClass| {
        let deals =
            matches!(said.body, Body::ProgressStep(_)) && identity.viewer.may_with(Permission::SetLabel, class, true);
        deals
            || identity.viewer.may_with(permission, class, below)
            || (permission == Permission::Record && approves(class))
    };
    let allowed = seen.as_ref().map(may);
    said.person = Some(identity.name.clone());
    match &seen {
        Some(class) if allowed == Some(true) => {
            mark_approver(said, approves(class));
            said.unit.clone_from(&class.unit);
        }
        Some(_) => return Err(NotHis),
        None => {
            let unit = identity.units_with(permission, None).next().ok_or(NotHis)?;
            mark_approver(said, unit.permissions.has(Permission::Approve));
            said.unit = Some(unit.key.clone());
        }
    }
    Ok(known)
}

/// Why a step cannot follow what is known of an incident: how far it is dealt with. `None` when it can.
pub fn impossible(case: &Case, step: &Record) -> Option<Progress> {
    if !matches!(step.body, Body::ProgressStep(_)) {
        return None;
    }
    let now = case.judge()?.progress;
    let mut with = case.clone();
    with.statements.push(Witness {
        record: step.clone(),
        digest: Digest::ZERO,
        actor: String::new(),
        // Whose it is was checked, and written into it.
        vouched: step.unit.is_some(),
        seq: i64::MAX,
        order_key: 0,
    });
    with.judge()?.impossible.contains(&step.id).then_some(now)
}

/// What somebody must be allowed to do, and whether also with what belongs to units below his own.
const fn needed(body: &Body) -> (Permission, bool) {
    match body {
        Body::Review(review) => match review.decision {
            Decision::Submit => (Permission::Record, false),
            Decision::Approve | Decision::Return => (Permission::Approve, false),
        },
        Body::Relabel(_) => (Permission::SetLabel, true),
        _ => (Permission::Record, false),
    }
}

fn mark_approver(said: &mut Record, is_approver: bool) {
    if let Body::Tombstone(tombstone) = &mut said.body {
        tombstone.by_approver = is_approver;
    }
}
