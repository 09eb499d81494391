//! What differs when somebody brings the queue of a device by hand.
//!
//! Nothing in a bundle proves who made it: whoever knows the key of the server, which is public, can. So whoever brings it
//! vouches for its records, and they come in by what *he* may. But what decides about records of others is not smuggled in
//! under his name: approvals, returns and labels are refused unless he says that he brings them on purpose, and a
//! withdrawal weighs no more than that of an inspector.
//!
//! A record that was stored before under another name (a phone sent it, and the receipt was lost) is known again by what
//! its maker asserted, whoever brings it.

use std::collections::HashMap;

use uuid::Uuid;

use crate::actions::Context;
use crate::domain::chain::content_digest;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Identity, Way};
use crate::domain::record::{Body, Record};
use crate::domain::statement::{Decision, Review};
use crate::domain::verdict::Case;
use crate::store::StoreError;

/// What whoever brings a queue allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Whether decisions in it are his: he has looked at them.
    pub decisions: bool,
}

/// A record that is stored already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Name of who sent it.
    pub actor: String,
}

pub(super) struct ByHand {
    rules: Rules,
    stored: HashMap<Uuid, Case>,
}

impl ByHand {
    /// Looks which of these records are stored under their ids.
    pub(super) async fn look(
        context: &Context,
        rules: Rules,
        records: impl Iterator<Item = &Record>,
    ) -> Result<Self, StoreError> {
        let ids: Vec<Uuid> = records.map(|record| record.id).collect();
        let cases = context.store.cases(&ids, i64::MAX).await?;
        Ok(Self { rules, stored: cases.into_iter().map(|case| (case.id, case)).collect() })
    }

    /// The record as it was stored before, with the unit and the name that it was signed with then.
    pub(super) fn stored_before(&self, record: &Record) -> Option<(Record, Known)> {
        let fits = |said: &Option<String>, held: &Option<String>| said.is_none() || said == held;
        self.stored.get(&record.id)?.contents.iter().find_map(|held| {
            let before = &held.record;
            if !fits(&record.unit, &before.unit) || !fits(&record.person, &before.person) {
                return None;
            }
            let mut same = Record { unit: before.unit.clone(), person: before.person.clone(), ..record.clone() };
            // What weight a withdrawal had was written into it when it came in.
            if let (Body::Tombstone(said), Body::Tombstone(held)) = (&mut same.body, &before.body) {
                said.by_approver = held.by_approver;
            }
            let is_same = content_digest(&same).is_ok_and(|digest| digest == held.digest);
            is_same.then(|| (same, Known { actor: held.actor.clone() }))
        })
    }

    /// Refuses what is not brought by hand.
    pub(super) fn admit(&self, identity: &Identity, record: &Record) -> Result<(), Vec<Fault>> {
        let decides = match &record.body {
            Body::Review(Review { decision: Decision::Approve | Decision::Return, .. }) | Body::Relabel(_) => true,
            // The console speaks for all units: there everything that is said about a record decides.
            body => identity.way == Way::Open && (body.is_statement() || record.corrects.is_some()),
        };
        if decides && !self.rules.decisions {
            return Err(vec![Fault::new("/type", Code::DecisionByHand)]);
        }
        Ok(())
    }

    /// Takes from a statement the weight that it has from whoever brings it.
    pub(super) fn restrict(&self, record: &mut Record) {
        if let Body::Tombstone(tombstone) = &mut record.body {
            tombstone.by_approver &= self.rules.decisions;
        }
    }
}
