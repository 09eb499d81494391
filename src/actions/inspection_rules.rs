//! Whoever plans sets how often what is inspected, or plans a campaign; or ends either.
//!
//! Both are chained records of a unit like rules of approval. They bind units, so those are told: the units that are named,
//! or all that whoever sets it plans for.

use unicode_normalization::UnicodeNormalization as _;

use super::Context;
use super::rules::{NotSet, ends, is_known, name, unit_of};
use super::submit::submit;
use crate::atlas::register::Register;
use crate::atlas::{LayerId, Visible};
use crate::domain::access::{Permission, Units};
use crate::domain::fault::{Code, Fault};
use crate::domain::inspection_rule::Reach;
use crate::domain::location::Referent;
use crate::domain::people::{Directory, Identity};
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};

const SET_BY: [Permission; 1] = [Permission::Plan];

/// Sets a rule, or plans a campaign.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn set_for_inspections(
    context: &Context,
    identity: &Identity,
    visible: &Visible,
    mut record: Record,
) -> Result<Receipt, NotSet> {
    record.unit = unit_of(identity, &SET_BY, record.unit.take())?;
    name(identity, &mut record);
    let snapshot = context.atlas.snapshot();
    let directory = context.people.directory();
    let planned = Planned { identity, directory: &directory };
    let mut faults = Vec::new();
    match &mut record.body {
        Body::InspectionRule(rule) => {
            faults.extend(unregistered(snapshot.register(), &rule.reach, "/places"));
            // What it carries out must be there, for whoever says so.
            let missing = |id: &uuid::Uuid| snapshot.item(LayerId::Rules, &id.to_string(), visible).is_none();
            if let Some(order) = rule.basis.rule.filter(missing) {
                faults.push(Fault::new("/basis/rule", Code::UnknownRecord).with(order.to_string()));
            }
            if let Some(unit) = &mut rule.in_charge {
                faults.extend(planned.by_key("/in_charge", unit));
            }
            faults.extend(planned.told(&mut rule.told));
        }
        Body::Campaign(campaign) => {
            let line = campaign.reach.line;
            faults.extend(unregistered(snapshot.register(), &campaign.reach, "/places"));
            for (n, share) in campaign.shares.iter_mut().enumerate() {
                faults.extend(planned.by_key(&format!("/shares/{n}/unit"), &mut share.unit));
                let places = share.places.clone();
                let elsewhere = places.iter().position(|place| place.line() != Some(line));
                let pointer = format!("/shares/{n}/places");
                if let Some(at) = elsewhere {
                    faults.push(Fault::new(format!("{pointer}/{at}"), Code::NotOneOf).with(format!("{line}:…")));
                }
                faults.extend(unregistered(snapshot.register(), &Reach { line, places }, &pointer));
            }
            faults.extend(planned.told(&mut campaign.told));
        }
        _ => {}
    }
    if !faults.is_empty() {
        return Err(NotSet::Faults(faults));
    }
    Ok(submit(context, &identity.actor, record).await?)
}

/// Ends a rule or a campaign before its time.
///
/// # Errors
/// [`NotSet`]; nothing was stored then.
pub async fn end_for_inspections(
    context: &Context,
    identity: &Identity,
    visible: &Visible,
    mut end: Record,
) -> Result<Receipt, NotSet> {
    let snapshot = context.atlas.snapshot();
    let target = end.body.target().unwrap_or_default();
    let unit = snapshot.orders().unit_of(target, visible).ok_or(NotSet::Unknown)?.map(str::to_owned);
    if !ends(identity, &context.people.directory(), &SET_BY, unit.as_deref()) {
        return Err(NotSet::NotHis);
    }
    end.unit = unit;
    name(identity, &mut end);
    Ok(submit(context, &identity.actor, end).await?)
}

/// Whom somebody plans for.
struct Planned<'a> {
    identity: &'a Identity,
    directory: &'a Directory,
}

impl Planned<'_> {
    fn reaches(&self, unit: &str) -> bool {
        let grants = self.identity.viewer.allowing(Permission::Plan);
        grants.filter(|grant| grant.stretches.is_empty()).any(|grant| match &grant.units {
            Units::All => true,
            Units::Some { own, below } => own.contains(unit) || below.contains(unit),
        })
    }

    /// Puts the key of a unit in place of how it was written.
    fn by_key(&self, pointer: &str, unit: &mut String) -> Option<Fault> {
        if !is_known(self.identity) {
            return None;
        }
        let plain = |text: &str| text.trim().nfc().collect::<String>().to_lowercase();
        let wanted = plain(unit);
        let mut all = self.directory.units.iter().filter(|held| self.reaches(&held.key));
        let found = all.find(|held| plain(&held.key) == wanted || plain(&held.title) == wanted);
        match found {
            Some(held) => {
                unit.clone_from(&held.key);
                None
            }
            // Whether there is such a unit elsewhere is not for this account to learn.
            None => Some(Fault::new(pointer, Code::UnknownUnit).with(unit.clone())),
        }
    }

    /// Those that are named, or everybody whom he plans for.
    fn told(&self, told: &mut Vec<String>) -> Vec<Fault> {
        if !is_known(self.identity) {
            return Vec::new();
        }
        if told.is_empty() {
            let all = self.directory.units.iter().filter(|unit| self.reaches(&unit.key));
            told.extend(all.map(|unit| unit.key.clone()));
        }
        let faults = told.iter_mut().enumerate().filter_map(|(n, unit)| self.by_key(&format!("/told/{n}"), unit));
        let faults: Vec<Fault> = faults.collect();
        told.sort_unstable();
        told.dedup();
        faults
    }
}

/// Lines and markers that are not registered.
fn unregistered(register: &Register, reach: &Reach, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if register.line(reach.line).is_none() {
        let all: Vec<String> = register.lines().map(|line| line.body.key.to_string()).collect();
        faults.push(Fault::new("/line", Code::UnknownLine).with(reach.line.to_string()).with(all.join(", ")));
    }
    for (n, place) in reach.places.iter().enumerate() {
        let markers = match place {
            Referent::Marker(key) => vec![*key],
            Referent::Segment(key) => vec![key.from(), key.to()],
            Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => Vec::new(),
        };
        let unknown = markers.into_iter().find(|key| !register.knows(key));
        faults
            .extend(unknown.map(|key| Fault::new(format!("{pointer}/{n}"), Code::UnknownMarker).with(key.to_string())));
    }
    faults
}
