//! What hangs on a record is for no more people than that record.
//!
//! Whoever writes a reading, an answer or a task seldom thinks of the label of what it is about, and repeats its words. So
//! the label that counts is the stricter of its own and of its target's, at any time, and nobody lowers it below: whoever may
//! lower the target does that. A change of label below is kept, and counts once the target gives way.
//!
//! Who may say something about it is held against the label that it had when that was said: what was approved before its
//! target was restricted stays approved, as the target does. A label is therefore known with its [`LabelPast`].

use std::sync::Arc;

use uuid::Uuid;

use super::{Case, Witness};
use crate::domain::access::Label;
use crate::domain::chain::Digest;
use crate::domain::record::Body;
use crate::domain::time::Instant;

/// How far up a floor is followed: an answer, its report, the finding, its object are three.
pub const HIGHEST: usize = 8;

/// Where a statement stands among others: its time, then what tells it from others.
pub(super) type Age = (Option<Instant>, Uuid, Digest);

/// What the label of a record was, as one statement after another changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelPast {
    first: Label,
    /// By age, each with the label from there on.
    pub(super) steps: Vec<(Age, Label)>,
}

impl LabelPast {
    pub(super) const fn of(first: Label) -> Self {
        Self { first, steps: Vec::new() }
    }

    /// The label of today.
    pub fn now(&self) -> Label {
        self.steps.last().map_or(self.first, |(_, label)| *label)
    }

    /// The label after what was said at an age; the first where none is given.
    fn at(&self, age: Option<&Age>) -> Label {
        let upto = age.map_or(0, |age| self.steps.partition_point(|(step, _)| step <= age));
        upto.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(self.first, |(_, label)| *label)
    }

    pub(super) fn note(&mut self, age: Age, label: Label) {
        if self.now() != label {
            self.steps.push((age, label));
        }
    }
}

/// The record whose label a record stands under: what it is about. A notice that is passed on is said in the words of whoever
/// passes it on, to people who are not to read the notice itself: it has a label of its own.
pub const fn stands_under(body: &Body) -> Option<Uuid> {
    match body {
        Body::Forward(_) => None,
        body if body.is_testimony() => body.target(),
        _ => None,
    }
}

impl Case {
    /// What its label was from the first to today; `None` while nothing but statements is known of it.
    pub fn label_past(&self) -> Option<LabelPast> {
        self.walk().map(|(_, past)| past)
    }

    /// The label that one of its contents has at least, whether it counts or was set aside.
    pub fn label_of(&self, content: &Witness) -> Label {
        let above = self.pasts(content).map(|past| past.now()).max();
        above.map_or(content.record.label, |above| above.max(content.record.label))
    }

    /// The label that these contents have at least, for what they are about, at an age.
    pub(super) fn floor(&self, contents: &[&Witness], age: Option<&Age>) -> Label {
        let pasts = contents.iter().flat_map(|content| self.pasts(content));
        pasts.map(|past| past.at(age)).max().unwrap_or(Label::Public)
    }

    fn pasts(&self, content: &Witness) -> impl Iterator<Item = &Arc<LabelPast>> {
        let on = stands_under(&content.record.body);
        self.above.iter().filter(move |(id, _)| Some(*id) == on).map(|(_, past)| past)
    }
}
