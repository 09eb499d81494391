//! What of the lines a change touches: the stretches whose level may be another one by it.

use std::collections::BTreeSet;

use super::register::Register;
use super::register::span::Span;
use crate::domain::number::SegmentKey;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    everything: bool,
    spans: BTreeSet<Span>,
}

impl Touched {
    pub fn add(&mut self, span: Span) {
        if !self.everything {
            self.spans.insert(span);
        }
    }

    /// A rule, a limit: what it changes is found by going through everything.
    pub fn add_everything(&mut self) {
        self.everything = true;
        self.spans.clear();
    }

    pub fn merge(&mut self, other: &Self) {
        if other.everything {
            self.add_everything();
        } else {
            other.spans.iter().for_each(|span| self.add(*span));
        }
    }

    pub fn is_nothing(&self) -> bool {
        !self.everything && self.spans.is_empty()
    }

    /// The registered segments that are touched; `None` for all of them.
    pub fn segments(&self, register: &Register) -> Option<BTreeSet<SegmentKey>> {
        (!self.everything).then(|| self.spans.iter().flat_map(|span| register.meeting(span)).collect())
    }
}
