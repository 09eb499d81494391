//! What of the register lies at, beside and near a place, found without going through all of it.
//!
//! Made when somebody first asks; a register never changes, so neither does this.

use std::collections::BTreeMap;

use super::Register;
use super::span::{Node, Span};
use crate::domain::location::Observed;
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};

/// A segment with its least and most measure.
type Measured = (f64, f64, SegmentKey);

#[derive(Debug, Default)]
pub struct Index {
    /// Names of markers at each place of each line, those of other lines' markers too.
    names: BTreeMap<(LineKey, Node), Vec<MarkerKey>>,
    /// Segments that end at each place.
    ends: BTreeMap<(LineKey, Node), Vec<SegmentKey>>,
    /// Of each line its segments by measure: least, most, and which; and how long the longest is.
    measures: BTreeMap<LineKey, (f64, Vec<Measured>)>,
}

impl Index {
    pub(super) fn of(register: &Register) -> Self {
        let mut index = Self::default();
        for name in register.markers.keys().chain(register.elsewhere.keys()) {
            index.names.entry((name.line(), Node::of(*name))).or_default().push(*name);
        }
        for segment in register.segments.values() {
            let key = segment.key;
            for end in [key.from(), key.to()] {
                index.ends.entry((key.line(), Node::of(end))).or_default().push(key);
            }
            let (least, most) = (segment.from_m.min(segment.to_m), segment.from_m.max(segment.to_m));
            let (longest, all) = index.measures.entry(key.line()).or_default();
            *longest = longest.max(most - least);
            all.push((least, most, key));
        }
        for (_, all) in index.measures.values_mut() {
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        }
        index
    }
}

impl Register {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// Names of registered markers on a stretch, its ends included.
    pub(super) fn names_on(&self, stretch: &Span) -> impl Iterator<Item = MarkerKey> {
        let range = (stretch.line, stretch.from)..=(stretch.line, stretch.to);
        self.index().names.range(range).flat_map(|(_, names)| names.iter().copied())
    }

    /// Segments that end at a place, in order.
    pub(super) fn ending_at(&self, at: MarkerKey) -> &[SegmentKey] {
        self.index().ends.get(&(at.line(), Node::of(at))).map_or(&[], Vec::as_slice)
    }

    /// Registered segments that share something with a stretch, in order. Cost: the markers on it.
    pub fn meeting(&self, span: &Span) -> Vec<SegmentKey> {
        let ends = &self.index().ends;
        // A segment that the stretch lies inside of begins before it.
        let before = ends.range(..(span.line, span.from)).next_back().filter(|((line, _), _)| *line == span.line);
        let within = ends.range((span.line, span.from)..=(span.line, span.to));
        let mut all: Vec<SegmentKey> =
            before.into_iter().chain(within).flat_map(|(_, keys)| keys.iter().copied()).collect();
        all.retain(|key| Span::of(key).meets(span));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Registered segments that lie within so many metres of a measure of a line, each with how far off; 0 on it.
    pub fn near(&self, line: LineKey, at: f64, reach: f64) -> Vec<(SegmentKey, f64)> {
        let Some((longest, all)) = self.index().measures.get(&line) else { return Vec::new() };
        let first = all.partition_point(|(least, ..)| *least < at - reach - longest);
        let here = all[first..].iter().take_while(|(least, ..)| *least <= at + reach);
        here.map(|(least, most, key)| (*key, (least - at).max(at - most).max(0.0)))
            .filter(|(_, off)| *off <= reach)
            .collect()
    }

    /// Where along which line coordinates lie, and how far from it they are at least: less what is not sure of them and of
    /// the line. The line that is named, or else the nearest one within `reach`.
    pub fn located(&self, observed: &Observed, line: Option<LineKey>, reach: f64) -> Option<(LineKey, f64, f64)> {
        let lines = self.lines.values().filter(|held| line.is_none_or(|line| held.body.key == line));
        let found = lines.map(|held| (held, held.course.locate(observed.position)));
        let (held, at) = found.min_by(|(_, a), (_, b)| a.distance.0.total_cmp(&b.distance.0))?;
        let unsure = observed.accuracy_m.unwrap_or(0.0) + held.body.typical_m;
        let least = (at.distance.0 - unsure).max(0.0);
        (line.is_some() || at.distance.0 <= reach).then_some((held.body.key, at.measure.0, least))
    }
}
