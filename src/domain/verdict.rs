//! What counts of one record, from everything that is known about its id.
//!
//! A pure function of what was said, not of the order in which it arrived: statements are taken in the order of the
//! time that their makers gave, then of their ids and digests. So devices that push in any order, and servers that
//! follow at any pace, come to the same end.
//!
//! - *Who may say it* is checked when it comes in; that it is about a record of the unit it was said for is checked here,
//!   because the record may come later than what is said about it.
//! - *Several contents for one id* are all kept. An approval that names a content settles which is shown; one that names
//!   none settles it where its unit has but one. Until then the one with the smallest digest is shown, and said to be
//!   contended.
//! - *A withdrawal* beats whatever comes later, but takes back what was approved only when it is an approver's.
//! - *A correction* takes the place of what it corrects as soon as it is approved, or at once where that was not.
//! - *A track* goes with its patrol, as long as nothing is said about the track itself.

use uuid::Uuid;

use super::access::{Label, ReviewState};
use super::chain::Digest;
use super::incident::{Progress, ProgressStep};
use super::record::{Body, Record};
use super::statement::{Decision, Review, Tombstone};
use super::time::Instant;

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
    fn age(&self) -> (Option<Instant>, Uuid, Digest) {
        (self.record.event_at, self.record.id, self.digest)
    }

    /// Whether something is said for the unit whose record the other is. The console, and a server without accounts,
    /// speak for all; so does an account over everything, which writes for no unit.
    fn speaks_for(&self, other: &Self) -> bool {
        match &self.record.unit {
            Some(unit) if self.vouched => other.vouched && other.record.unit.as_ref() == Some(unit),
            _ => true,
        }
    }
}

/// Everything that is known about one id.
#[derive(Debug, Clone, Default)]
pub struct Case {
    pub id: Uuid,
    /// The record, and what contends with it.
    pub contents: Vec<Witness>,
    /// Records that are about it and testify to something of their own: readings, reports, answers, notices passed on.
    pub related: Vec<Witness>,
    /// What was said about it.
    pub statements: Vec<Witness>,
    /// What corrects it, each with what was said about that.
    pub corrections: Vec<Self>,
    /// Of a track: its patrol.
    pub parent: Option<Box<Self>>,
}

/// One step of a review, or a change of label, that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub statement: Uuid,
    pub at: Option<Instant>,
    pub by: Option<String>,
    pub unit: Option<String>,
    pub words: Option<String>,
}

impl Step {
    fn of(said: &Witness, words: Option<&str>) -> Self {
        let record = &said.record;
        Self {
            statement: record.id,
            at: record.event_at,
            by: record.person.clone(),
            unit: record.unit.clone(),
            words: words.map(str::to_owned),
        }
    }
}

/// What counts.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// The content that is shown.
    pub shown: &'a Witness,
    pub review: ReviewState,
    /// The last step that counted.
    pub reviewed: Option<Step>,
    pub label: Label,
    pub relabelled: Option<Step>,
    pub withdrawn: Option<Step>,
    /// Whether several contents wait for somebody to choose.
    pub is_contended: bool,
    /// Of an incident: how far it is dealt with, and the last step that counted.
    pub progress: Progress,
    pub progressed: Option<Step>,
    /// To whom it is assigned.
    pub assignee: Option<String>,
    pub duplicate_of: Option<Uuid>,
    /// Steps that are not possible yet, or never: something must come before them.
    pub impossible: Vec<Uuid>,
    /// Records that took its place.
    pub corrected_by: Vec<Uuid>,
}

/// Why a record is shown no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    Withdrawn,
    /// By these records.
    Corrected(Vec<Uuid>),
}

impl Verdict<'_> {
    /// Why it is shown no more; `None` when it is.
    pub fn gone(&self) -> Option<Gone> {
        if self.withdrawn.is_some() {
            Some(Gone::Withdrawn)
        } else {
            (!self.corrected_by.is_empty()).then(|| Gone::Corrected(self.corrected_by.clone()))
        }
    }

    /// Whether it is shown among what counts.
    pub fn stands(&self) -> bool {
        self.gone().is_none()
    }

    /// The record as it counts: its maker's words, with label and review state of today.
    pub fn record(&self) -> Record {
        Record { label: self.label, review: self.review, ..self.shown.record.clone() }
    }
}

impl Case {
    /// What counts; `None` while nothing but statements is known of the id.
    pub fn judge(&self) -> Option<Verdict<'_>> {
        let mut verdict = self.judge_alone()?;
        if let Some(parent) = self.parent.as_ref().and_then(|parent| parent.judge()) {
            if verdict.reviewed.is_none() {
                (verdict.review, verdict.reviewed) = (parent.review, parent.reviewed);
            }
            if verdict.relabelled.is_none() {
                (verdict.label, verdict.relabelled) = (parent.label, parent.relabelled);
            }
            verdict.withdrawn = verdict.withdrawn.or(parent.withdrawn);
        }
        let mut corrected_by: Vec<Uuid> = self
            .corrections
            .iter()
            .filter_map(|case| Some((case.id, case.judge_alone()?)))
            .filter(|(id, of)| {
                let in_force = of.review == ReviewState::Approved || verdict.review != ReviewState::Approved;
                // Nothing corrects itself, and only records of one kind correct each other.
                *id != self.id
                    && in_force
                    && of.review != ReviewState::Draft
                    && of.withdrawn.is_none()
                    && of.shown.record.corrects == Some(self.id)
                    && of.shown.record.body.kind() == verdict.shown.record.body.kind()
                    && of.shown.speaks_for(verdict.shown)
            })
            .map(|(id, _)| id)
            .collect();
        corrected_by.sort_unstable();
        verdict.corrected_by = corrected_by;
        Some(verdict)
    }

    /// What counts, but for what corrects it and what it belongs to.
    fn judge_alone(&self) -> Option<Verdict<'_>> {
        let mut contents: Vec<&Witness> = self.contents.iter().collect();
        contents.sort_by_key(|content| content.digest);
        let first = *contents.first()?;
        let mut verdict = Verdict {
            shown: first,
            review: first.record.review,
            reviewed: None,
            label: first.record.label,
            relabelled: None,
            withdrawn: None,
            is_contended: contents.len() > 1,
            progress: Progress::Reported,
            progressed: None,
            assignee: None,
            duplicate_of: None,
            impossible: Vec::new(),
            corrected_by: Vec::new(),
        };
        // The register has revisions of its own, and nothing is said about what is said.
        if !first.record.body.is_testimony() {
            return Some(verdict);
        }
        let mut statements: Vec<&Witness> = self.statements.iter().collect();
        statements.sort_by_key(|said| said.age());
        for said in &statements {
            match &said.record.body {
                Body::Review(review) => verdict.take_review(said, review, &contents),
                Body::Relabel(relabel) if said.speaks_for(verdict.shown) => {
                    verdict.label = relabel.label;
                    verdict.relabelled = Some(Step::of(said, Some(&relabel.reason)));
                }
                Body::ProgressStep(step) => verdict.take_step(said, step),
                _ => {}
            }
        }
        // After all reviews: a withdrawal does not become void by the order of clocks.
        verdict.withdrawn = statements.iter().find_map(|said| match &said.record.body {
            Body::Tombstone(Tombstone { reason, by_approver, .. }) => {
                let may = *by_approver || verdict.review != ReviewState::Approved;
                (may && said.speaks_for(verdict.shown)).then(|| Step::of(said, Some(reason)))
            }
            _ => None,
        });
        Some(verdict)
    }
}

impl<'a> Verdict<'a> {
    fn take_step(&mut self, said: &Witness, step: &ProgressStep) {
        let is_incident = matches!(self.shown.record.body, Body::Incident(_));
        if !is_incident || !said.speaks_for(self.shown) {
            return;
        }
        if !self.progress.next().contains(&step.to) {
            self.impossible.push(said.record.id);
            return;
        }
        self.progress = step.to;
        self.progressed = Some(Step::of(said, Some(&step.reason)));
        if let Some(assignee) = &step.assignee {
            self.assignee = Some(assignee.clone());
        }
        self.duplicate_of = step.duplicate_of;
    }

    fn take_review(&mut self, said: &Witness, review: &Review, contents: &[&'a Witness]) {
        // Of what the unit has under this id, the content that was looked at, or the only one.
        let mut own =
            contents.iter().copied().filter(|content| said.speaks_for(content)).filter(|content| {
                review.content.as_ref().is_none_or(|looked_at| content.digest.to_string() == *looked_at)
            });
        let (Some(content), None) = (own.next(), own.next()) else { return };
        let next = match (review.decision, self.review) {
            (Decision::Submit, ReviewState::Draft | ReviewState::Returned) => ReviewState::Submitted,
            (Decision::Submit, _) => return,
            (Decision::Approve, _) => ReviewState::Approved,
            (Decision::Return, _) => ReviewState::Returned,
        };
        if review.decision == Decision::Approve {
            (self.shown, self.is_contended) = (content, false);
        }
        self.review = next;
        self.reviewed = Some(Step::of(said, review.remark.as_deref()));
    }
}
