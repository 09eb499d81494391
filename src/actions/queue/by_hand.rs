//! What differs when somebody brings the queue of a device by hand.
//!
//! Nothing in a bundle proves who made it: whoever knows the key of the server, which is public, can. So whoever brings it
//! vouches for its records, and they come in by what *he* may. But what was made by nobody knows whom adds, and decides
//! nothing: it has no more weight than it would have from any inspector of the unit. Unless he says that he has looked and
//! means it, these are refused:
//!
//! - approvals, returns and labels; a withdrawal of what is approved or restricted, whatever time it names;
//! - steps of an incident and orders passed on to a unit, which count at once and wait for nobody;
//! - a correction of a record that was here before, which could be out of sight before anybody has looked at it;
//! - what speaks of another record in a form that cannot be read yet.
//!
//! Records and drafts that wait for approval, submitting a draft, withdrawing what nobody has approved, correcting what came
//! along: that is carried.
//!
//! A record that was stored before under another name (a phone sent it, and the receipt was lost) is known again by what
//! its maker asserted, whoever brings it.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::actions::Context;
use crate::domain::access::{Label, ReviewState};
use crate::domain::chain::content_digest;
use crate::domain::draft::Kind;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Identity, Way};
use crate::domain::record::{Body, Record};
use crate::domain::statement::Decision;
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

/// Kinds that speak of another record, or order something; in a newer form nobody here can tell what.
const SAID: [Kind; 5] = [Kind::Review, Kind::Tombstone, Kind::Relabel, Kind::ProgressStep, Kind::Forward];

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
        let concerned = |record: &Record| {
            let other = record.body.target().filter(|_| record.body.is_statement());
            [Some(record.id), record.corrects, other]
        };
        let ids: HashSet<Uuid> = records.flat_map(concerned).flatten().collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let cases = context.store.cases_of(&ids, i64::MAX).await?;
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

    /// Refuses what is not brought by hand. `came`: ids of records that are here because this queue brought them.
    pub(super) fn admit(&self, identity: &Identity, record: &Record, came: &HashSet<Uuid>) -> Result<(), Vec<Fault>> {
        // The console speaks for all units: there everything that is said about a record decides.
        let for_all = identity.way == Way::Open && (record.body.is_statement() || record.corrects.is_some());
        if (for_all || self.decides(record, came)) && !self.rules.decisions {
            return Err(vec![Fault::new("/type", Code::DecisionByHand)]);
        }
        Ok(())
    }

    fn decides(&self, record: &Record, came: &HashSet<Uuid>) -> bool {
        let was_here =
            |id: &Uuid| self.stored.get(id).is_some_and(|case| !case.contents.is_empty()) && !came.contains(id);
        match &record.body {
            Body::Review(review) => review.decision != Decision::Submit,
            Body::Relabel(_) | Body::ProgressStep(_) | Body::Forward(_) => true,
            // Dated before its approval, it would count as if that had not been.
            Body::Tombstone(tombstone) => {
                let verdict = self.stored.get(&tombstone.target).and_then(Case::judge);
                verdict.is_some_and(|it| it.review == ReviewState::Approved || it.label == Label::Restricted)
            }
            Body::Unread(unread) => SAID.iter().any(|kind| kind.as_str() == unread.kind),
            _ => record.corrects.as_ref().is_some_and(was_here),
        }
    }

    /// Takes from a statement the weight that it has from whoever brings it.
    pub(super) fn restrict(&self, record: &mut Record) {
        if let Body::Tombstone(tombstone) = &mut record.body {
            tombstone.by_approver &= self.rules.decisions;
        }
    }
}
