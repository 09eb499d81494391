//! A unit sets a rule by which records pass, or a limit that raises an alert; or ends one.
//!
//! Rules of approval are set and ended by the commander of the unit, on the whole line: whoever looks after a part of it
//! decides about no rule of the whole. What a rule is, is a chained record of its unit like any other, so that the log says who
//! set it, when and why, and the writer finds it in the same database, in the same transaction, as what it lets pass.

use unicode_normalization::UnicodeNormalization as _;

use super::Context;
use super::store_record::NotRecorded;
use super::submit::submit;
use crate::domain::access::Permission;
use crate::domain::approval_rule::Standing;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Belonging, Directory, Identity, Way};
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};
use crate::store::StoreError;

/// Why somebody sets nothing, or ends nothing.
#[derive(Debug, thiserror::Error)]
pub enum NotSet {
    #[error("that is not for this account to set")]
    NotHis,
    /// It holds for everybody, and he is over a part of the units or of the line.
    #[error("that is for somebody over everything to decide")]
    NotOverEverything,
    /// No such rule, for whoever asks.
    #[error("unknown")]
    Unknown,
    #[error("{0:?}")]
    Faults(Vec<Fault>),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error(transparent)]
    Unread(#[from] StoreError),
}

/// Whether the program knows who asks; a server without accounts takes everybody at his word.
pub(super) fn is_known(identity: &Identity) -> bool {
    identity.way != Way::Open
}

/// Sets a rule of approval.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn set_rule(context: &Context, identity: &Identity, mut record: Record) -> Result<Receipt, NotSet> {
    record.unit = Some(unit_of(identity, &[Permission::Approve], record.unit.take())?.ok_or_else(|| {
        let faults = vec![Fault::new("/unit", Code::Missing)];
        NotSet::Faults(faults)
    })?);
    if let Body::ApprovalRule(rule) = &mut record.body {
        rule.by_account = is_known(identity);
    }
    name(identity, &mut record);
    Ok(submit(context, &identity.actor, record).await?)
}

/// Whether somebody may do one of these over all units. To approve is a unit's own.
fn plans_for_all(identity: &Identity, any_of: &[Permission]) -> bool {
    any_of.iter().any(|permission| *permission != Permission::Approve && identity.everywhere(*permission))
}

/// The unit that somebody sets something for: the one that he names, or his own. `None` for whoever is over everything, or a
/// server without accounts, where none is named.
pub(super) fn unit_of(
    identity: &Identity,
    any_of: &[Permission],
    claimed: Option<String>,
) -> Result<Option<String>, NotSet> {
    if !is_known(identity) {
        return Ok(claimed);
    }
    let may = |unit: &&Belonging| {
        unit.stretches.is_empty() && any_of.iter().any(|permission| unit.permissions.has(*permission))
    };
    let own: Vec<&Belonging> = identity.units.iter().filter(may).collect();
    let Some(claimed) = claimed else {
        return match own.first() {
            Some(unit) => Ok(Some(unit.key.clone())),
            None if plans_for_all(identity, any_of) => Ok(None),
            None => Err(NotSet::NotHis),
        };
    };
    let plain = |text: &str| text.trim().nfc().collect::<String>().to_lowercase();
    let held = own.iter().find(|unit| plain(&unit.key) == plain(&claimed) || plain(&unit.title) == plain(&claimed));
    held.map(|unit| Some(unit.key.clone())).ok_or_else(|| match own.as_slice() {
        [] => NotSet::NotHis,
        own => {
            let all: Vec<&str> = own.iter().map(|unit| unit.key.as_str()).collect();
            NotSet::Faults(vec![Fault::new("/unit", Code::UnitNotYours).with(all.join(", "))])
        }
    })
}

pub(super) fn name(identity: &Identity, record: &mut Record) {
    if is_known(identity) {
        record.person = Some(identity.name.clone());
    }
}

/// Whether a rule, or a limit, is this person's to end: of a unit of his, or of one that his follows.
pub(super) fn ends(identity: &Identity, directory: &Directory, any_of: &[Permission], of: Option<&str>) -> bool {
    let mine = |unit: &Belonging| {
        let may = any_of.iter().any(|permission| unit.permissions.has(*permission));
        may && unit.stretches.is_empty() && of.is_some_and(|of| directory.units.own(&unit.key).contains(of))
    };
    !is_known(identity) || of.is_none() && plans_for_all(identity, any_of) || identity.units.iter().any(mine)
}

/// Ends a rule of approval.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn end_rule(context: &Context, identity: &Identity, mut end: Record) -> Result<Receipt, NotSet> {
    let (rules, _) = context.store.approval_rules().await?;
    let target = end.body.target();
    let rule = rules.iter().find(|rule| Some(rule.id) == target && is_seen(identity, rule)).ok_or(NotSet::Unknown)?;
    if !ends(identity, &context.people.directory(), &[Permission::Approve], rule.unit.as_deref()) {
        return Err(NotSet::NotHis);
    }
    end.unit.clone_from(&rule.unit);
    name(identity, &mut end);
    Ok(submit(context, &identity.actor, end).await?)
}

fn is_seen(identity: &Identity, rule: &Record) -> bool {
    let by_account = matches!(&rule.body, Body::ApprovalRule(rule) if rule.by_account);
    identity.viewer.sees(&rule.access_class(by_account))
}

/// A rule with what ended it, for whoever may know of it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub rule: Record,
    pub ends: Vec<Record>,
    /// None while it holds on.
    pub until: Option<crate::domain::time::Instant>,
}

/// All rules of approval that somebody may know of, by unit, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn rules(context: &Context, identity: &Identity) -> Result<Vec<Listed>, StoreError> {
    let (rules, ends) = context.store.approval_rules().await?;
    let mut seen: Vec<Listed> = rules
        .into_iter()
        .filter(|rule| is_seen(identity, rule))
        .map(|rule| {
            let until = Standing::of(&rule, &ends).and_then(|standing| standing.until);
            let ends = ends.iter().filter(|end| end.body.target() == Some(rule.id)).cloned().collect();
            Listed { rule, ends, until }
        })
        .collect();
    let order = |listed: &Listed| (listed.rule.unit.clone(), std::cmp::Reverse(listed.rule.received_at));
    seen.sort_by_key(|listed| (order(listed), listed.rule.id));
    Ok(seen)
}
