//! What somebody testified to, and what followed from it.

use uuid::Uuid;

use super::floor::Age;
use crate::domain::access::{Actor, ReviewState};
use crate::domain::chain::Digest;
use crate::domain::inspection::TimeStanding;
use crate::domain::record::{Body, Record};
use crate::domain::statement::{Decision, Review};
use crate::domain::time::Instant;

/// A record as it lies in the store, with what the log says of how it came.
#[derive(Debug, Clone)]
pub struct Witness {
    pub record: Record,
    /// Content digest.
    pub digest: Digest,
    /// Name of who wrote it.
    pub actor: String,
    /// Whether its unit was checked when it came in.
    pub vouched: bool,
    /// Number of its entry.
    pub seq: i64,
    /// Frozen place in its layer.
    pub order_key: i64,
}

impl Witness {
    pub(super) fn age(&self) -> Age {
        let at = match self.record.time_standing() {
            TimeStanding::Plausible => self.record.event_at,
            TimeStanding::AheadOfReceipt => Some(self.record.received_at),
        };
        (at, self.record.id, self.digest)
    }

    /// Whether two contents are their unit's own.
    pub(super) fn is_of_one_house(&self, other: &Self) -> bool {
        let house = |one: &Self| Actor::is_of_the_house(&one.actor);
        self.vouched == other.vouched && self.record.unit == other.record.unit && house(self) == house(other)
    }

    /// The same, and of one kind: only such can take each other's place.
    pub(super) fn is_of_one_hand(&self, other: &Self) -> bool {
        self.is_of_one_house(other) && self.is_alike(other)
    }

    /// Whether whoever says it may not read what is restricted.
    pub(super) const fn is_uncleared(&self) -> bool {
        match &self.record.body {
            // That a draft is finished is its makers' to say, whatever they asked for.
            Body::Review(review) => review.uncleared && !matches!(review.decision, Decision::Submit),
            Body::Tombstone(tombstone) => tombstone.uncleared,
            Body::Relabel(relabel) => relabel.uncleared,
            Body::ProgressStep(step) => step.uncleared,
            _ => false,
        }
    }

    pub(super) const fn is_unread(&self) -> bool {
        matches!(self.record.body, Body::Unread(_))
    }

    /// Whether erasing left nothing of it but its label: what was said of that counts on, for what hangs on it.
    pub(super) const fn is_erased(&self) -> bool {
        matches!(&self.record.body, Body::Unread(unread) if unread.is_erased())
    }

    pub(super) fn is_draft(&self) -> bool {
        self.record.review == ReviewState::Draft
    }

    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.record.body.kind() == other.record.body.kind()
    }

    pub(super) const fn is_by_rule(&self) -> bool {
        matches!(self.record.body, Body::Review(Review { by_rule: Some(_), .. }))
    }

    /// Whether something is said for the unit whose record the other is. The console, and a server without accounts,
    /// speak for all; so does an account over everything, which writes for no unit.
    pub(super) fn speaks_for(&self, other: &Self) -> bool {
        match &self.record.unit {
            // The program writes these alone, for the unit whose rule it was.
            unit if self.is_by_rule() => self.actor == Actor::program().name() && *unit == other.record.unit,
            Some(unit) if self.vouched => other.vouched && other.record.unit.as_ref() == Some(unit),
            _ => true,
        }
    }
}

/// One step of a review, or a change of label, that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub statement: Uuid,
    pub at: Option<Instant>,
    pub by: Option<String>,
    pub unit: Option<String>,
    pub words: Option<String>,
    /// The rule of the unit by which it was taken; who and when are then who set that, and when the server wrote it.
    pub by_rule: Option<Uuid>,
}

impl Step {
    pub(super) fn of(said: &Witness, words: Option<&str>) -> Self {
        let record = &said.record;
        let by_rule = match &record.body {
            Body::Review(review) => review.by_rule,
            _ => None,
        };
        Self {
            by_rule,
            statement: record.id,
            at: record.event_at.or_else(|| by_rule.map(|_| record.received_at)),
            by: record.person.clone(),
            unit: record.unit.clone(),
            words: words.map(str::to_owned),
        }
    }
}
