//! What a unit lets pass without its commander: rules by which the server approves.
//!
//! A rule is a record of its unit, written by its commander, and never edited: it is ended, and another one takes its
//! place. Which contents it covers depends on nothing but the rule, its ends and the content, so it does not matter which
//! of them came first. For every content that a rule covers the server writes one approval, which names the rule and that
//! content; [`verdict`](super::verdict) says what it counts for.
//!
//! - *When*: what was observed, by its own time, while the rule held. A time that lies ahead of receipt satisfies no rule.
//! - *Never* a draft, a correction, what is of another unit or of no unit that was checked, and what its maker restricted,
//!   unless the rule says so.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use super::access::{Label, ReviewState};
use super::chain::Digest;
use super::hazard::{HazardKind, Severity};
use super::incident::IncidentKind;
use super::inspection::{Condition, TimeStanding};
use super::location::Location;
use super::record::{Body, Record};
use super::statement::{Decision, Review};
use super::time::Instant;
use super::words::words;

words! {
    /// What a rule may let pass. A patrol's tracks pass with it.
    Passable {
        Inspection = "inspection",
        Hazard = "hazard",
        Reading = "reading",
        Patrol = "patrol",
        Incident = "incident",
        DamageReport = "damage_report",
        Answer = "answer",
        Meeting = "meeting",
        Counterpart = "counterpart",
    }
}

impl Passable {
    fn of(body: &Body) -> Option<Self> {
        let kind = if let Body::Track(_) = body { "patrol" } else { body.kind() };
        Self::ALL.iter().copied().find(|passable| passable.as_str() == kind)
    }

    /// Types of records that are of this kind.
    pub const fn types(self) -> &'static [&'static str] {
        match self {
            Self::Patrol => &["patrol", "track"],
            Self::Inspection => &["inspection"],
            Self::Hazard => &["hazard"],
            Self::Reading => &["reading"],
            Self::Incident => &["incident"],
            Self::DamageReport => &["damage_report"],
            Self::Answer => &["answer"],
            Self::Meeting => &["meeting"],
            Self::Counterpart => &["counterpart"],
        }
    }
}

/// One kind of record that passes, and under which conditions: all that are named must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passing {
    pub kind: Passable,
    /// Of a hazard or an inspection: at least so severe. What is not known passes only where that is asked for.
    pub min_severity: Option<Severity>,
    /// Of an inspection: one of these was found.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Of a hazard: one of these kinds.
    #[serde(default)]
    pub hazards: Vec<HazardKind>,
    /// Of an incident: one of these kinds.
    #[serde(default)]
    pub incidents: Vec<IncidentKind>,
}

impl Passing {
    fn covers(&self, body: &Body) -> bool {
        if Passable::of(body) != Some(self.kind) {
            return false;
        }
        let severe = |severity: Severity| self.min_severity.is_none_or(|least| severity >= least);
        match body {
            Body::Hazard(hazard) => {
                severe(hazard.severity) && (self.hazards.is_empty() || self.hazards.contains(&hazard.kind))
            }
            Body::Inspection(inspection) => {
                let severity = inspection.details.as_ref().and_then(|details| details.severity);
                let found = self.conditions.is_empty() || self.conditions.contains(&inspection.condition);
                // What is good as a whole and damaged in a part, or badly, is not good.
                let is_severe = severity.is_some_and(|severity| severity > Severity::Low);
                let is_contradicted = !self.conditions.is_empty()
                    && inspection.condition == Condition::Good
                    && (is_severe || inspection.details.as_ref().is_some_and(|details| !details.is_sound()));
                found && !is_contradicted && severe(severity.unwrap_or(Severity::Unknown))
            }
            Body::Incident(incident) => self.incidents.is_empty() || self.incidents.contains(&incident.kind),
            _ => true,
        }
    }
}

/// A rule of a unit, which stands in the envelope, as does who set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRule {
    pub passes: Vec<Passing>,
    /// Holds for what was observed from then on; from its receipt where it does not say.
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    /// Whether what its maker restricted passes, too.
    pub restricted: bool,
    pub reason: String,
    /// Whether an account set it, whose unit was checked: it covers what was sent by accounts. On a server without accounts
    /// it is the other way round.
    pub by_account: bool,
}

/// A rule, or a threshold, holds no longer. Never backwards: what passed has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEnd {
    pub target: Uuid,
    /// From its receipt where it does not say, or says an earlier time.
    pub until: Option<Instant>,
    pub reason: String,
}

impl RuleEnd {
    pub fn in_force_from(&self, received_at: Instant) -> Instant {
        self.until.unwrap_or(received_at).max(received_at)
    }
}

/// A rule with what ended it.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    pub record: &'a Record,
    pub rule: &'a ApprovalRule,
    /// The earliest of its own end and of those that were set later.
    pub until: Option<Instant>,
}

impl<'a> Standing<'a> {
    /// `None` for a record that is no rule. `ends`: whatever ends there are, of this rule or of others.
    pub fn of(record: &'a Record, ends: &[Record]) -> Option<Self> {
        let Body::ApprovalRule(rule) = &record.body else { return None };
        let ended = ends.iter().filter_map(|end| match &end.body {
            Body::RuleEnd(said) if said.target == record.id => Some(said.in_force_from(end.received_at)),
            _ => None,
        });
        Some(Self { record, rule, until: ended.chain(rule.until).min() })
    }

    pub fn from(&self) -> Instant {
        self.rule.from.unwrap_or(self.record.received_at)
    }

    /// Whether a content passes by this rule. `vouched`: whether its unit was checked when it came in.
    pub fn covers(&self, content: &Record, vouched: bool) -> bool {
        let Some(at) = content.event_at.filter(|_| content.time_standing() == TimeStanding::Plausible) else {
            return false;
        };
        content.review == ReviewState::Submitted
            && content.corrects.is_none()
            && content.unit.is_some()
            && content.unit == self.record.unit
            && vouched == self.rule.by_account
            && (content.label != Label::Restricted || self.rule.restricted)
            && at >= self.from()
            && self.until.is_none_or(|until| at < until)
            && self.rule.passes.iter().any(|passing| passing.covers(&content.body))
    }

    /// The approval of a content that is covered: the same, with the same id, whenever and wherever it is written.
    pub fn approval(&self, content: &Record, digest: &Digest, received_at: Instant) -> Record {
        let review = Review {
            target: content.id,
            decision: Decision::Approve,
            content: Some(digest.to_string()),
            remark: None,
            uncleared: false,
            by_rule: Some(self.record.id),
        };
        let id = approval_id(self.record.id, content.id, digest);
        let (label, state) = (Label::Internal, ReviewState::Submitted);
        let mut record = Record::new(id, received_at, label, state, Location::default(), Body::Review(review));
        record.unit.clone_from(&self.record.unit);
        record.person.clone_from(&self.record.person);
        record
    }
}

/// The time of the record's own id, then SHA-256 of what names the approval.
fn approval_id(rule: Uuid, target: Uuid, content: &Digest) -> Uuid {
    let named = Digest::of(&[b"mocgioi approved by rule", rule.as_bytes(), target.as_bytes(), content.as_bytes()]);
    let mut tail = [0; 10];
    tail.copy_from_slice(&named.as_bytes()[..10]);
    let bytes = target.as_bytes();
    let millis = bytes[..6].iter().fold(0, |millis, byte| millis << 8 | u64::from(*byte));
    Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

#[cfg(test)]
#[path = "approval_rule_tests.rs"]
mod tests;
