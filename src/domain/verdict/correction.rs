//! Which records take the place of which.

use uuid::Uuid;

use super::{Case, DEEPEST, Verdict, Witness};
use crate::domain::access::{Actor, Label, ReviewState};

impl Witness {
    /// Whether it may take the place of another: as its own unit's word, as the console's, as that of an account over
    /// everything where nobody vouched for a unit.
    fn may_correct(&self, other: &Self) -> bool {
        let over_all = self.record.unit.is_none() && !other.vouched;
        let may = Actor::is_of_the_house(&self.actor) || over_all;
        self.is_of_one_hand(other) || (may && self.is_alike(other))
    }
}

impl Case {
    /// Whether another record is among those that take its place, withdrawn or not.
    pub fn gives_way_to(&self, correction: &Self) -> bool {
        let Some(verdict) = self.judge_alone() else { return false };
        let Some(of) = correction.judge_alone() else { return false };
        self.is_in_force(&verdict, correction, &of)
    }

    /// What takes the place of a record that counts so far.
    pub(super) fn corrected_by(&self, verdict: &Verdict<'_>) -> Vec<Uuid> {
        let mut by = Vec::new();
        for case in &self.corrections {
            let Some(of) = case.judge_alone() else { continue };
            if !self.is_in_force(verdict, case, &of) {
                continue;
            }
            if of.withdrawn.is_none() {
                by.push(case.id);
            } else {
                by.extend(case.corrected_by(&of));
            }
        }
        by.sort_unstable();
        by.dedup();
        by
    }

    fn is_in_force(&self, verdict: &Verdict<'_>, correction: &Self, of: &Verdict<'_>) -> bool {
        let is_open = verdict.review != ReviewState::Approved && verdict.label != Label::Restricted;
        // Nothing corrects itself; of two that correct each other the later id stands.
        let is_circle = verdict.shown.record.corrects == Some(correction.id) && correction.id < self.id;
        correction.id != self.id
            && !is_circle
            && correction.depth <= DEEPEST
            && (of.review == ReviewState::Approved || is_open && of.review != ReviewState::Draft)
            && of.label >= verdict.label
            && of.shown.record.corrects == Some(self.id)
            && of.shown.may_correct(verdict.shown)
    }
}
