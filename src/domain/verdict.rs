//! What counts of one record, from everything that is known about its id.
//!
//! A pure function of what was said, not of the order in which it arrived: statements are taken in the order of the
//! time that their makers gave, then of their ids and digests. So devices that push in any order, and servers that
//! follow at any pace, come to the same end. A time that lies ahead of receipt counts as the time of receipt: a clock that
//! runs years ahead must not have the last word for years.
//!
//! - *Who may say it* is checked when it comes in; that it is about a record of the unit it was said for is checked here,
//!   because the record may come later than what is said about it.
//! - *Several contents for one id* are all kept. The id is whose it was first: contents of other units, and of another kind,
//!   are kept beside it and never shown in its place (what can be read goes before what cannot). Of its own unit's the one
//!   with the smallest digest is shown, a finished one before a draft, and said to be contended, until an approval names a
//!   content, or there is but one. The strictest label that any of them asked for holds, of those that nobody set aside.
//! - *An approval by rule* comes before whatever people say, whenever they say it, and counts for the one content that it
//!   names while nothing contends with that: neither a clock nor an order of arrival puts it above a person.
//! - *A withdrawal* by an approver beats whatever is decided later, but for the label. Anybody else's takes back what in the
//!   end is neither approved nor restricted, whatever date it bears.
//! - *A correction* takes the place of what it corrects as soon as it is approved, or at once where that was neither approved
//!   nor restricted; never with a lower label. One that was withdrawn gives way to what corrected it. What was said of an
//!   incident's progress goes on to what took its place. Corrections of corrections count to a depth.
//! - *Whoever may not read what is restricted* says nothing about it, but that a draft of his unit is finished.
//! - *What hangs on a record* has at least the label of that, see `floor`.
//! - *A track* goes with its patrol, as long as nothing is said about the track itself; an approval counts for the tracks that were
//!   there when it was given.

mod correction;
mod floor;
mod witness;

use std::sync::Arc;

use uuid::Uuid;

use super::access::{Actor, Label, ReviewState};
use super::incident::{Progress, ProgressStep};
use super::record::{Body, Record};
use super::statement::{Decision, Relabel, Review, Tombstone};
use floor::Age;
pub use floor::{HIGHEST, LabelPast, stands_under};
pub use witness::{Step, Witness};

/// Whether a change of label concerns a record: its unit is that of whoever made it, or one below.
fn concerns(relabel: &Relabel, record: &Witness) -> bool {
    match (&relabel.within, &record.record.unit) {
        (None, _) => true,
        (Some(within), Some(unit)) => record.vouched && within.contains(unit),
        (Some(_), None) => false,
    }
}

/// Corrections of corrections that count; one that lies deeper stands beside what it corrects.
pub const DEEPEST: usize = 32;

fn strictest(contents: &[&Witness], otherwise: Label) -> Label {
    contents.iter().map(|content| content.record.label).max().unwrap_or(otherwise)
}

/// Everything that is known about one id.
#[derive(Debug, Clone, Default)]
pub struct Case {
    pub id: Uuid,
    /// The record, and what contends with it.
    pub contents: Vec<Arc<Witness>>,
    /// Records that are about it and testify to something of their own: readings, reports, answers, notices passed on.
    pub related: Vec<Arc<Witness>>,
    /// What was said about it.
    pub statements: Vec<Arc<Witness>>,
    /// Steps of incidents that this one corrects.
    pub inherited: Vec<Arc<Witness>>,
    /// How many records it corrects in turn, counted up to one more than [`DEEPEST`].
    pub depth: usize,
    /// What corrects it, each with what was said about that and what corrects it in turn.
    pub corrections: Vec<Self>,
    /// Of a track: its patrol.
    pub parent: Option<Box<Self>>,
    /// What the labels of the records were that its contents are about.
    pub above: Vec<(Uuid, Arc<LabelPast>)>,
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

    /// Whether a statement is one of those that made it what it is.
    pub fn rests_on(&self, statement: Uuid) -> bool {
        let steps = [&self.reviewed, &self.relabelled, &self.withdrawn, &self.progressed];
        steps.into_iter().flatten().any(|step| step.statement == statement)
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
            let there = |step: &Step| step.at.is_some_and(|at| at >= verdict.shown.record.received_at);
            let approved_before = parent.review == ReviewState::Approved && !parent.reviewed.as_ref().is_none_or(there);
            // A track that passed by rule stands as long as its patrol is approved, and then falls with it.
            let by_rule = verdict.reviewed.as_ref().is_some_and(|step| step.by_rule.is_some());
            let follows = if by_rule { parent.review != ReviewState::Approved } else { verdict.reviewed.is_none() };
            if follows && !approved_before {
                (verdict.review, verdict.reviewed) = (parent.review, parent.reviewed);
            }
            if verdict.relabelled.is_none() {
                (verdict.label, verdict.relabelled) = (parent.label, parent.relabelled);
            }
            verdict.withdrawn = verdict.withdrawn.or(parent.withdrawn);
        }
        verdict.corrected_by = self.corrected_by(&verdict);
        Some(verdict)
    }

    /// The contents of whoever the id belongs to: whoever was first. Of his, what can be read goes before what cannot.
    pub fn own_contents(&self) -> Vec<&Witness> {
        let house = |content: &&Witness| Actor::is_of_the_house(&content.actor);
        let all = || self.contents.iter().map(Arc::as_ref);
        let Some(first) = all().min_by_key(|content| (!house(content), content.seq)) else {
            return Vec::new();
        };
        let his = all().filter(|content| content.is_of_one_house(first));
        let read = his.clone().filter(|content| !content.is_unread()).min_by_key(|content| content.seq);
        let model = read.unwrap_or(first);
        his.filter(|content| content.is_alike(model) && content.is_unread() == model.is_unread()).collect()
    }

    /// What was said about it for its own unit, by those above it, or by the console: what others say is kept, and is
    /// nobody's to read here.
    pub fn heard(&self, verdict: &Verdict<'_>) -> impl Iterator<Item = &Witness> {
        let shown = verdict.shown;
        self.said().filter(move |said| match &said.record.body {
            Body::Relabel(relabel) => concerns(relabel, shown),
            _ => said.speaks_for(shown),
        })
    }

    /// What was said about it and about what it took the place of.
    fn said(&self) -> impl Iterator<Item = &Witness> {
        self.statements.iter().chain(&self.inherited).map(Arc::as_ref)
    }

    /// What counts, but for what corrects it and what it belongs to.
    fn judge_alone(&self) -> Option<Verdict<'_>> {
        self.walk().map(|(verdict, _)| verdict)
    }

    /// The same with what its label was, from one statement to the next.
    fn walk(&self) -> Option<(Verdict<'_>, LabelPast)> {
        let mut contents = self.own_contents();
        contents.sort_by_key(|content| (content.is_draft(), content.digest));
        let first = *contents.first()?;
        let rivals: Vec<&Witness> =
            contents.iter().copied().filter(|content| content.is_draft() == first.is_draft()).collect();
        let mut verdict = Verdict {
            shown: first,
            review: first.record.review,
            reviewed: None,
            label: strictest(&contents, first.record.label),
            relabelled: None,
            withdrawn: None,
            is_contended: rivals.len() > 1,
            progress: Progress::Reported,
            progressed: None,
            assignee: None,
            duplicate_of: None,
            impossible: Vec::new(),
            corrected_by: Vec::new(),
        };
        let mut past = LabelPast::of(verdict.label.max(self.floor(&contents, None)));
        // The register has revisions of its own, and nothing is said about what is said.
        if !first.record.body.is_testimony() && !first.is_erased() {
            return Some((verdict, past));
        }
        let mut by_others: Option<Step> = None;
        // Until the end the verdict holds the label that its own contents and statements ask for.
        for (is_by_person, age, said) in self.events() {
            // Where it may not read what is restricted by then, it says nothing.
            if let Some(said) = said.filter(|said| !said.is_uncleared() || past.now() != Label::Restricted) {
                verdict.take(said, past.now(), &mut contents, &mut by_others);
            }
            if is_by_person {
                past.note(age, verdict.label.max(self.floor(&contents, Some(&age))));
            }
        }
        verdict.label = past.now();
        // Held against what it is in the end: a date is its maker's to choose.
        if verdict.review != ReviewState::Approved && verdict.label != Label::Restricted {
            verdict.withdrawn = verdict.withdrawn.or(by_others);
        }
        Some((verdict, past))
    }

    /// What was said, in the order in which it counts: first what rules say; and, between what people say, when the label of what
    /// it is about changed.
    fn events(&self) -> Vec<(bool, Age, Option<&Witness>)> {
        let said = self.said().map(|said| (!said.is_by_rule(), said.age(), Some(said)));
        let above = self.above.iter().flat_map(|(_, past)| &past.steps).map(|(age, _)| (true, *age, None));
        let mut events: Vec<_> = said.chain(above).collect();
        events.sort_by_key(|(is_by_person, age, _)| (*is_by_person, *age));
        events
    }
}

impl<'a> Verdict<'a> {
    /// Takes in one statement; `label` is what counted until then, with that of what it is about.
    fn take(&mut self, said: &Witness, label: Label, contents: &mut Vec<&'a Witness>, by_others: &mut Option<Step>) {
        match &said.record.body {
            Body::Relabel(relabel) if concerns(relabel, self.shown) => {
                self.label = relabel.label;
                self.relabelled = Some(Step::of(said, Some(&relabel.reason)));
            }
            // An id that was withdrawn is never used again.
            _ if self.withdrawn.is_some() => {}
            Body::Review(review) => self.take_review(said, review, label, contents),
            Body::Tombstone(Tombstone { reason, by_approver, .. }) if said.speaks_for(self.shown) => {
                let step = || Step::of(said, Some(reason));
                if *by_approver {
                    self.withdrawn = Some(step());
                } else if by_others.is_none() {
                    *by_others = Some(step());
                }
            }
            Body::ProgressStep(step) => self.take_step(said, step),
            _ => {}
        }
    }

    fn take_step(&mut self, said: &Witness, step: &ProgressStep) {
        let is_incident = matches!(self.shown.record.body, Body::Incident(_));
        if !is_incident || !said.speaks_for(self.shown) {
            return;
        }
        let is_of_itself = step.duplicate_of == Some(self.shown.record.id);
        if is_of_itself || !self.progress.next().contains(&step.to) {
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

    fn take_review(&mut self, said: &Witness, review: &Review, label: Label, contents: &mut Vec<&'a Witness>) {
        // Of what the unit has under this id, the content that was looked at, or the only one.
        let named = |content: &&Witness| {
            review.content.as_ref().is_none_or(|looked_at| content.digest.to_string() == *looked_at)
        };
        let mut own = contents.iter().copied().filter(|content| said.speaks_for(content)).filter(named);
        let (Some(content), None) = (own.next(), own.next()) else { return };
        let is_shown = content.digest == self.shown.digest;
        // Which of several contents is right is for a person to say; and a rule knows nothing of a draft that was restricted.
        let is_stricter = label > content.record.label;
        if said.is_by_rule() && (self.is_contended || !is_shown || is_stricter) {
            return;
        }
        let next = match (review.decision, self.review) {
            (Decision::Submit, ReviewState::Draft | ReviewState::Returned) => ReviewState::Submitted,
            (Decision::Submit, _) | (Decision::Approve, ReviewState::Draft) => return,
            // A draft beside the one that is shown was not submitted.
            (Decision::Approve, _) if !is_shown && content.is_draft() => return,
            (Decision::Approve, _) => ReviewState::Approved,
            // Another content than the one that is shown is set aside; that one waits on, or stays approved.
            (Decision::Return, _) if !is_shown && contents.len() > 1 => {
                contents.retain(|held| held.digest != content.digest);
                if self.relabelled.is_none() {
                    self.label = strictest(contents, self.label);
                }
                self.is_contended &=
                    contents.iter().filter(|held| held.is_draft() == self.shown.is_draft()).count() > 1;
                return;
            }
            (Decision::Return, _) => ReviewState::Returned,
        };
        if review.decision == Decision::Approve {
            (self.shown, self.is_contended) = (content, false);
        }
        self.review = next;
        self.reviewed = Some(Step::of(said, review.remark.as_deref()));
    }
}
