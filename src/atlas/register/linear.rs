//! The register as a linear reference (ISO 19148): markers as referents, what stands before and after a place of the
//! line, and the stretches that a range of markers covers.
//!
//! A marker off the line (on a river bank) is referred to by its foot: the place of the line nearest to it. A tripoint
//! is a referent on each of its lines.

use super::span::Node;
use super::{Line, PlacedMarker, Register, Segment, same_node};
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};
use crate::domain::position::Metres;
use crate::geo::linear_reference::{OffsetFault, Placed, offset_from};

/// A marker as a referent on one line, under its name there.
#[derive(Debug, Clone, Copy)]
pub struct Milestone<'a> {
    pub name: MarkerKey,
    pub measure: Metres,
    pub marker: &'a PlacedMarker,
}

/// A place found by marker, direction and offset.
#[derive(Debug)]
pub struct Reference<'a> {
    pub line: &'a Line,
    pub referent: Milestone<'a>,
    pub toward: Milestone<'a>,
    pub placed: Placed,
}

/// Why a marker, a direction and an offset give no place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NotPlaced {
    UnknownReferent,
    UnknownToward,
    /// The two stand on different lines.
    OtherLine,
    /// The two stand at one place.
    OnePlace,
    /// The line ends before; the longest offset that way.
    OffTheLine(Metres),
}

impl Register {
    /// The place `offset` from a marker toward another. Cost: O(log n).
    ///
    /// # Errors
    /// [`NotPlaced`].
    pub fn offset(&self, from: &MarkerKey, toward: &MarkerKey, offset: Metres) -> Result<Reference<'_>, NotPlaced> {
        self.marker(from).ok_or(NotPlaced::UnknownReferent)?;
        self.marker(toward).ok_or(NotPlaced::UnknownToward)?;
        let (referent, toward) = self.on_one_line(from, toward).ok_or(NotPlaced::OtherLine)?;
        // Markers of one number face each other across a river: whichever foot comes first says nothing.
        if same_node(referent.name, toward.name) {
            return Err(NotPlaced::OnePlace);
        }
        let line = self.line(referent.name.line()).ok_or(NotPlaced::OtherLine)?;
        let placed =
            offset_from(&line.course, referent.measure, toward.measure, offset).map_err(|fault| match fault {
                OffsetFault::NoDirection => NotPlaced::OnePlace,
                OffsetFault::OffTheLine(longest) => NotPlaced::OffTheLine(longest),
            })?;
        Ok(Reference { line, referent, toward, placed })
    }

    /// Two markers under their names on a line that both stand on; as they were named, where that is one line.
    fn on_one_line(&self, a: &MarkerKey, b: &MarkerKey) -> Option<(Milestone<'_>, Milestone<'_>)> {
        let pairs = self.names(a).into_iter().flat_map(|a| self.names(b).into_iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| a.line() == b.line()).find_map(|(a, b)| Some((self.milestone(&a)?, self.milestone(&b)?)))
    }

    /// All names of a marker, that by which it was asked for first.
    fn names(&self, asked: &MarkerKey) -> Vec<MarkerKey> {
        let mut names = vec![*asked];
        if let Some(marker) = self.marker(asked) {
            names.push(marker.body.key);
            // An old number of its own line may be another marker's by now.
            names.extend(marker.body.aliases.iter().filter(|alias| alias.line() != marker.body.key.line()));
        }
        names
    }

    /// A marker as a referent on the line that its name says.
    pub fn milestone(&self, name: &MarkerKey) -> Option<Milestone<'_>> {
        Some(Milestone { name: *name, measure: self.measure(name)?, marker: self.marker(name)? })
    }

    /// All markers of a line, stakes included, by their measure. Cost: O(m log m) for m markers.
    pub fn milestones(&self, line: LineKey) -> Vec<Milestone<'_>> {
        let names = self.markers.keys().chain(self.elsewhere.keys()).filter(|name| name.line() == line);
        let mut all: Vec<_> = names.filter_map(|name| self.milestone(name)).collect();
        all.sort_by(|a, b| a.measure.0.total_cmp(&b.measure.0).then(a.name.cmp(&b.name)));
        all
    }

    /// The markers next to a place of the line: the last at or before it, the first after it.
    pub fn between(&self, line: LineKey, measure: Metres) -> [Option<Milestone<'_>>; 2] {
        let all = self.milestones(line);
        let after = all.partition_point(|milestone| milestone.measure.0 <= measure.0);
        [after.checked_sub(1).and_then(|n| all.get(n).copied()), all.get(after).copied()]
    }

    /// The stretches between markers of a line that stand next to each other in the register, neighbours by number or
    /// not, in the order of the numbers; of those of one number the first stands for the place.
    pub fn stretches_of(&self, line: LineKey) -> Vec<Segment> {
        self.cut(&self.nodes(line))
    }

    /// The stretches that a range covers whole. Its ends are registered markers; two stakes, or two markers of one
    /// number, make one stretch.
    pub fn stretches_within(&self, range: &SegmentKey) -> Vec<Segment> {
        let own = |name: MarkerKey| Node::of(self.own_name(name));
        let (first, last) = (own(range.from()), own(range.to()));
        let mut nodes = self.nodes(range.line());
        nodes.retain(|name| (first..=last).contains(&Node::of(*name)));
        let all = self.cut(&nodes);
        if all.is_empty() { self.segment(range).into_iter().collect() } else { all }
    }

    fn cut(&self, nodes: &[MarkerKey]) -> Vec<Segment> {
        nodes.array_windows().filter_map(|&[from, to]| self.segment(&SegmentKey::new(from, to).ok()?)).collect()
    }

    /// The name under which a marker stands in the order of the line that `name` says.
    fn own_name(&self, name: MarkerKey) -> MarkerKey {
        let renumbered = self.marker(&name).map(|marker| marker.body.key).filter(|key| key.line() == name.line());
        renumbered.unwrap_or(name)
    }
}
