//! What of the lines a change touches: the stretches whose level may be another one by it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

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

/// Changes that a picture remembers.
const REMEMBERED: usize = 256;

/// Which picture others grew out of: the same for all that did.
#[derive(Debug, Clone, Default)]
pub struct Lineage(Arc<()>);

impl PartialEq for Lineage {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What each of the last changes touched, from a picture that was built whole on.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    lineage: Lineage,
    /// Number of the picture before the first of them.
    from: i64,
    steps: VecDeque<(i64, Arc<Touched>)>,
}

impl Trail {
    pub fn from(seq: i64) -> Self {
        Self { from: seq, ..Self::default() }
    }

    pub const fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// With one more, which leads up to a number of the log.
    #[must_use]
    pub fn and(&self, touched: Touched, seq: i64) -> Self {
        let mut next = self.clone();
        next.steps.push_back((seq, Arc::new(touched)));
        if next.steps.len() > REMEMBERED
            && let Some((seq, _)) = next.steps.pop_front()
        {
            next.from = seq;
        }
        next
    }

    /// What was touched since the picture of that number; `None` when it is not remembered, or this one did not grow out of it.
    pub fn since(&self, seq: i64, lineage: &Lineage) -> Option<Touched> {
        if seq < self.from || *lineage != self.lineage {
            return None;
        }
        let mut all = Touched::default();
        self.steps.iter().filter(|(upto, _)| *upto > seq).for_each(|(_, touched)| all.merge(touched));
        Some(all)
    }
}
