//! Somebody says something about a record: approves it, withdraws it, gives it another label.
//!
//! Whether he may is decided here, when it comes in; for which unit he speaks is written into the statement, so that what
//! counts can be worked out later by anybody, also of a record that comes after what is said about it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::Context;
use crate::domain::access::{AccessClass, Actor, Permission};
use crate::domain::chain::Digest;
use crate::domain::draft::inspection;
use crate::domain::fault::{Code, Fault};
use crate::domain::incident::{Progress, ProgressStep};
use crate::domain::inspection::Inspection;
use crate::domain::people::{Identity, UnitTree, Way};
use crate::domain::progress::WorksReport;
use crate::domain::record::{Body, Record};
use crate::domain::statement::Decision;
use crate::domain::task::Task;
use crate::domain::urging::Urging;
use crate::domain::verdict::{Case, Step, Verdict, Witness};
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
    let directory = context.people.directory();
    let on = case.judge();
    let counts = |one: &Case| match (&on, one.judge()) {
        (Some(on), Some(one)) => may_hang(&directory.units, on.shown, one.shown),
        _ => false,
    };
    for case in context.store.cases_of(&ids, i64::MAX).await? {
        if !ids.contains(&case.id) || !counts(&case) {
            continue;
        }
        let below = Box::pin(hanging_on(context, &case, levels - 1)).await?;
        found.push(Hanging { case, below });
    }
    Ok(found)
}

/// Whether what somebody says beside a record counts there, see [`UnitTree::counts_beside`]. What another post sends about it
/// is kept, and is not its business. A notice that is passed on is its addressee's.
pub fn may_hang(units: &UnitTree, on: &Witness, one: &Witness) -> bool {
    let whose = |of: &Witness| of.record.unit.clone().filter(|_| of.vouched);
    let (his, theirs) = (whose(one), whose(on));
    match one.record.body {
        Body::Forward(_) | Body::Assignment(_) => units.counts_beside(theirs.as_deref(), his.as_deref()),
        // Those below report to whoever gave the task, and are urged to. Of what a document orders, its province's units report.
        Body::TaskReport(_) | Body::WorksReport(_) | Body::SupervisionVisit(_) => {
            units.counts_either_way(his.as_deref(), theirs.as_deref())
                && units.counts_in_province(his.as_deref(), province_of(&on.record.body))
        }
        Body::Urging(_) => units.counts_either_way(his.as_deref(), theirs.as_deref()),
        _ => units.counts_beside(his.as_deref(), theirs.as_deref()),
    }
}

/// The province of the document that orders a task, or works.
fn province_of(body: &Body) -> Option<&str> {
    let source = match body {
        Body::Task(task) => task.source.as_ref(),
        Body::Works(works) => works.source.as_ref(),
        _ => None,
    };
    source.and_then(|source| source.province.as_deref())
}

/// Everything that is known of a record now.
///
/// # Errors
/// When the database does not answer.
pub async fn case_of(context: &Context, id: Uuid) -> Result<Option<Case>, StoreError> {
    let cases = context.store.cases_of(&[id], i64::MAX).await?;
    Ok(cases.into_iter().find(|case| case.id == id && !case.contents.is_empty()))
}

/// The same of all records that these are about, or that they correct; for whoever looks after a part of the line also of
/// what has their ids.
///
/// # Errors
/// When the database does not answer.
pub async fn cases_of<'a>(
    context: &Context,
    identity: &Identity,
    records: impl Iterator<Item = &'a Record>,
) -> Result<HashMap<Uuid, Case>, StoreError> {
    let confined = is_confined(identity);
    let named = |said: &Record| {
        let his = [Some(said.id), plan_of(&said.body)].map(|id| id.filter(|_| confined));
        [said.body.target(), said.corrects].into_iter().chain(his)
    };
    let targets: HashSet<Uuid> = records.flat_map(named).flatten().collect();
    let targets: Vec<Uuid> = targets.into_iter().collect();
    let cases = context.store.cases_of(&targets, i64::MAX).await?;
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
        // Of what he cannot see, whoever looks after a part of the line may label nothing.
        let by = if seen.is_some() { identity.viewer.clone() } else { identity.viewer.on_the_whole_line() };
        relabel.within = by.units_with(Permission::SetLabel);
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
            mark_uncleared(said, !identity.viewer.may_with(Permission::ReadRestricted, class, true));
            said.unit.clone_from(&class.unit);
        }
        Some(_) => return Err(NotHis),
        None => {
            // Whoever looks after a part of the line says nothing about what he cannot see.
            let mut units = identity.units_with(permission, None).filter(|unit| unit.stretches.is_empty());
            let unit = units.next().ok_or(NotHis)?;
            mark_approver(said, unit.permissions.has(Permission::Approve));
            mark_uncleared(said, !identity.reaches(Permission::ReadRestricted, Some(&unit.key)));
            said.unit = Some(unit.key.clone());
        }
    }
    Ok(known)
}

/// Whether somebody sees what counts of a case.
pub fn sees(identity: &Identity, case: &Case) -> bool {
    case.judge().is_some_and(|of| identity.viewer.sees(&of.record().access_class(of.shown.vouched)))
}

/// Whether somebody may send what takes the place of another record: whoever looks after a part of the line only of what he
/// sees. What then counts is for the verdict to say.
pub fn may_correct(identity: &Identity, former: Option<&Case>) -> bool {
    is_everywhere(identity) || former.is_some_and(|case| sees(identity, case))
}

/// Whether somebody may send a content under an id that is taken: whoever looks after a part of the line only beside what he
/// sees, or what he sent himself. Else a content of his could come to stand in the place of what lies elsewhere.
pub fn may_contend(identity: &Identity, held: Option<&Case>) -> bool {
    let is_his = |one: &Witness| Actor::account_of(&one.actor) == Some(identity.name.as_str());
    !is_confined(identity)
        || held.is_none_or(|case| sees(identity, case) || case.contents.iter().any(|one| is_his(one)))
}

/// Whether a patrol of somebody may carry out the plan that it names: whoever looks after a part of the line carries out none
/// that he does not see.
pub fn may_carry_out<'a>(identity: &Identity, body: &Body, known: impl Fn(&Uuid) -> Option<&'a Case>) -> bool {
    let plan = plan_of(body).and_then(|plan| known(&plan));
    !is_confined(identity) || plan.is_none_or(|plan| sees(identity, plan))
}

const fn plan_of(body: &Body) -> Option<Uuid> {
    match body {
        Body::Patrol(patrol) => patrol.plan,
        _ => None,
    }
}

/// Whether somebody writes for the whole line.
fn is_everywhere(identity: &Identity) -> bool {
    let everywhere = identity.viewer.on_the_whole_line().allowing(Permission::Record).next().is_some();
    everywhere || identity.viewer.sees_everything()
}

/// Whether somebody writes for parts of the line alone.
fn is_confined(identity: &Identity) -> bool {
    identity.viewer.allowing(Permission::Record).next().is_some() && !is_everywhere(identity)
}

/// What would count of a record with one more statement about it.
fn with(case: &Case, said: &Record) -> Case {
    let mut case = case.clone();
    case.statements.push(Arc::new(Witness {
        record: said.clone(),
        digest: Digest::ZERO,
        actor: String::new(),
        // Whose it is was checked, and written into it.
        vouched: said.unit.is_some(),
        seq: i64::MAX,
        order_key: 0,
    }));
    case
}

/// Whether a statement would change anything: a step that cannot follow, an approval that does not say which of several
/// contents it means, or one of a record that was withdrawn would not.
pub fn has_effect(case: &Case, said: &Record) -> bool {
    // Sent again, it is what was taken before.
    let is_known = case.statements.iter().any(|held| held.record.id == said.id);
    let counts = |verdict: &Verdict<'_>| {
        let is_last = |step: &Option<Step>| step.as_ref().is_some_and(|step| step.statement == said.id);
        // What was withdrawn is withdrawn, whatever else was decided.
        let ends = verdict.withdrawn.is_none() || is_last(&verdict.withdrawn) || is_last(&verdict.relabelled);
        ends && verdict.rests_on(said.id)
    };
    is_known || with(case, said).judge().is_some_and(|verdict| counts(&verdict)) || sets_aside(case, said)
}

/// Whether a content that is not shown would be set aside.
fn sets_aside(case: &Case, said: &Record) -> bool {
    let (Body::Review(review), Some(now)) = (&said.body, case.judge()) else { return false };
    let named = |content: &&Witness| review.content.as_deref() == Some(content.digest.to_string().as_str());
    let another =
        case.contents.iter().map(Arc::as_ref).find(named).is_some_and(|content| content.digest != now.shown.digest);
    review.decision == Decision::Return && another
}

/// How far an incident is dealt with, where a step cannot follow that.
pub fn impossible(case: &Case, step: &Record) -> Option<Progress> {
    let is_known = case.statements.iter().any(|held| held.record.id == step.id);
    let after = with(case, step);
    let before = case.judge()?;
    // Nor may it, dated back, make a step impossible that was taken since.
    let is_impossible = after.judge().is_some_and(|verdict| {
        verdict.impossible.contains(&step.id) || verdict.impossible.len() > before.impossible.len()
    });
    (is_impossible && !is_known).then_some(before.progress)
}

/// What is wrong with putting an incident before a unit that is known here and does not stand above the one for which the step,
/// once signed, speaks. Whatever else it names lies outside.
pub fn not_above(units: &UnitTree, step: &Record) -> Option<Fault> {
    let Body::ProgressStep(ProgressStep { to: Progress::Escalated, assignee: Some(assignee), .. }) = &step.body else {
        return None;
    };
    let his = units.get(step.unit.as_deref()?)?;
    let named = units.named(assignee)?;
    let is_above = named.key != his.key && units.is_over(&named.key, &his.key);
    (!is_above).then(|| Fault::new("/assignee", Code::NotAbove).with(assignee))
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
        Body::Inspection(Inspection { object: Some(_), .. }) => matches!(other, Body::Object(_)),
        Body::Task(Task { agreed: Some(of), .. }) => {
            matches!(other, Body::Meeting(meeting) if meeting.point(of.point).is_some())
        }
        Body::TaskReport(_) => matches!(other, Body::Task(_)),
        Body::WorksReport(WorksReport { milestone, .. }) => has_milestone(other, *milestone),
        Body::SupervisionVisit(_) => matches!(other, Body::Works(_)),
        Body::Urging(Urging { milestone: Some(milestone), .. }) => has_milestone(other, Some(*milestone)),
        Body::Urging(_) => matches!(other, Body::Task(_) | Body::Works(_) | Body::Duty(_)),
        Body::Assignment(_) => matches!(other, Body::Task(_) | Body::Works(_)),
        Body::ProgressStep(_) => matches!(other, Body::Incident(_)),
        Body::Review(_) | Body::Tombstone(_) | Body::Relabel(_) => other.is_testimony(),
        _ => true,
    }
}

fn has_milestone(of: &Body, number: Option<u32>) -> bool {
    let Body::Works(works) = of else { return false };
    number.is_none_or(|number| usize::try_from(number).is_ok_and(|number| number <= works.milestone.len()))
}

/// What an inspection says that cannot be said of the object that it is of, by the object's kind.
pub fn misfits(body: &Body, target: &Case) -> Vec<Fault> {
    match (body, target.judge().map(|verdict| &verdict.shown.record.body)) {
        (Body::Inspection(said), Some(Body::Object(object))) => inspection::misfits(said, object.kind),
        _ => Vec::new(),
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

fn mark_uncleared(said: &mut Record, is_uncleared: bool) {
    match &mut said.body {
        Body::Review(review) => review.uncleared = is_uncleared,
        Body::Tombstone(tombstone) => tombstone.uncleared = is_uncleared,
        Body::Relabel(relabel) => relabel.uncleared = is_uncleared,
        Body::ProgressStep(step) => step.uncleared = is_uncleared,
        _ => {}
    }
}

fn mark_approver(said: &mut Record, is_approver: bool) {
    if let Body::Tombstone(tombstone) = &mut said.body {
        tombstone.by_approver = is_approver;
    }
}
