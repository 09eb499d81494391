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
use crate::domain::task::Task;
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
    if let Body::Relabel(relabel) = &mut said.body {
        relabel.within = identity.viewer.units_with(Permission::SetLabel);
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
            // Whoever looks after a part of the line says nothing about what he cannot see.
            let mut units = identity.units_with(permission, None).filter(|unit| unit.stretches.is_empty());
            let unit = units.next().ok_or(NotHis)?;
            mark_approver(said, unit.permissions.has(Permission::Approve));
            said.unit = Some(unit.key.clone());
        }
    }
    Ok(known)
}

/// What would count of a record with one more statement about it.
fn with(case: &Case, said: &Record) -> Case {
    let mut case = case.clone();
    case.statements.push(Witness {
        record: said.clone(),
        digest: Digest::ZERO,
        actor: String::new(),
        // Whose it is was checked, and written into it.
        vouched: said.unit.is_some(),
        seq: i64::MAX,
        order_key: 0,
    });
    case
}

/// Whether a statement would change anything: a step that cannot follow, an approval that does not say which of several
/// contents it means, or one of a record that was withdrawn would not.
pub fn has_effect(case: &Case, said: &Record) -> bool {
    // Sent again, it is what was taken before.
    let is_known = case.statements.iter().any(|held| held.record.id == said.id);
    is_known || with(case, said).judge().is_some_and(|verdict| verdict.rests_on(said.id)) || sets_aside(case, said)
}

/// Whether a content that is not shown would be set aside.
fn sets_aside(case: &Case, said: &Record) -> bool {
    let (Body::Review(review), Some(now)) = (&said.body, case.judge()) else { return false };
    let named = |content: &&Witness| review.content.as_deref() == Some(content.digest.to_string().as_str());
    let another = case.contents.iter().find(named).is_some_and(|content| content.digest != now.shown.digest);
    review.decision == Decision::Return && another
}

/// How far an incident is dealt with, where a step cannot follow that.
pub fn impossible(case: &Case, step: &Record) -> Option<Progress> {
    let is_known = case.statements.iter().any(|held| held.record.id == step.id);
    let after = with(case, step);
    let is_impossible = after.judge().is_some_and(|verdict| verdict.impossible.contains(&step.id));
    let now = case.judge()?.progress;
    (is_impossible && !is_known).then_some(now)
}

/// Whether a record may be about another, by their kinds. What is not there yet may be anything.
pub fn may_be_about(body: &Body, target: &Case) -> bool {
    let Some(verdict) = target.judge() else { return true };
    let other = &verdict.shown.record.body;
    match body {
        Body::Measurement(_) => matches!(other, Body::Hazard(_)),
        Body::Answer(_) => matches!(other, Body::DamageReport(_)),
        Body::DamageReport(_) => matches!(other, Body::Inspection(_) | Body::Hazard(_) | Body::Incident(_)),
        Body::Forward(_) => matches!(other, Body::Notice(_)),
        Body::Acknowledgement(_) => matches!(other, Body::Forward(_)),
        Body::Counterpart(_) => matches!(other, Body::Inspection(_)),
        Body::Task(Task { agreed: Some(of), .. }) => {
            matches!(other, Body::Meeting(meeting) if meeting.point(of.point).is_some())
        }
        Body::ProgressStep(_) => matches!(other, Body::Incident(_)),
        Body::Review(_) | Body::Tombstone(_) | Body::Relabel(_) => other.is_testimony(),
        _ => true,
    }
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
