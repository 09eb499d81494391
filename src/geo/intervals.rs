//! Sets of places along a line: what several tracks covered together, what nobody did.
//!
//! An [`Intervals`] is a set of measures, kept as ascending intervals that neither overlap nor touch, so that equal sets
//! are equal values. Union, intersection and what is left of a range are single sweeps over both lists.
//!
//! **Ends** belong to their interval, and intervals that share an end are one. The gaps between them are given with the
//! same ends, so that what is covered and what is not add up to the whole.
//!
//! **Degenerate input.** An interval of no length holds no metre and is left out; so are one whose ends descend and one
//! with an end that is NaN. Infinite ends are kept.
//!
//! **Cost.** From unordered intervals O(n log n); everything else O(n).

use crate::domain::position::Metres;
use std::cmp::Ordering;

/// A stretch of a line, from one measure to a greater one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub from: Metres,
    pub to: Metres,
}

impl Interval {
    /// From the lesser to the greater end.
    #[must_use]
    pub const fn length(&self) -> Metres {
        Metres(self.to.0 - self.from.0)
    }
}

/// A set of measures along one line.
///
/// ```
/// use mocgioi::geo::{Intervals, Metres};
///
/// let monday = Intervals::new([(0.0, 400.0), (900.0, 1_200.0)]);
/// let tuesday = Intervals::new([(300.0, 500.0)]);
/// let both = monday.union(&tuesday);
/// assert_eq!(both, Intervals::new([(0.0, 500.0), (900.0, 1_200.0)]));
/// assert_eq!(both.total(), Metres(800.0));
/// assert_eq!(both.left_of(Metres(0.0), Metres(1_000.0)), Intervals::new([(500.0, 900.0)]));
/// assert_eq!(monday.intersection(&tuesday).total(), Metres(100.0), "walked on both days");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intervals(Vec<Interval>);

impl Intervals {
    /// The set of all measures in any of these; each is a pair of metres, in any order.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let interval = |(from, to)| Interval { from: Metres(from), to: Metres(to) };
        let mut list: Vec<_> = pairs.into_iter().map(interval).filter(|one| one.from < one.to).collect();
        list.sort_unstable_by(ascending);
        Self::joined(list)
    }

    /// Of intervals that ascend by their first end.
    fn joined(ascending: impl IntoIterator<Item = Interval>) -> Self {
        let mut joined: Vec<Interval> = Vec::new();
        for next in ascending {
            match joined.last_mut() {
                Some(last) if next.from <= last.to => last.to = Metres(last.to.0.max(next.to.0)),
                _ => joined.push(next),
            }
        }
        Self(joined)
    }

    /// Ascending; neither overlapping nor touching.
    #[must_use]
    pub fn as_slice(&self) -> &[Interval] {
        &self.0
    }

    /// All that is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        Self::joined(std::iter::from_fn(|| match (ours.peek(), theirs.peek()) {
            (Some(one), Some(two)) if two.from < one.from => theirs.next().copied(),
            (Some(_), _) => ours.next().copied(),
            (None, _) => theirs.next().copied(),
        }))
    }

    /// All that is in any of them: days, units, patrols added up.
    #[must_use]
    pub fn sum<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut list: Vec<Interval> = sets.into_iter().flat_map(|set| set.0.iter().copied()).collect();
        list.sort_unstable_by(ascending);
        Self::joined(list)
    }

    /// All that is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter(), other.0.iter());
        let (mut one, mut two) = (ours.next(), theirs.next());
        let mut list = Vec::new();
        while let (Some(a), Some(b)) = (one, two) {
            let shared = Interval { from: Metres(a.from.0.max(b.from.0)), to: Metres(a.to.0.min(b.to.0)) };
            if shared.from < shared.to {
                list.push(shared);
            }
            if a.to < b.to {
                one = ours.next();
            } else {
                two = theirs.next();
            }
        }
        Self(list)
    }

    /// The part of the set in a range.
    #[must_use]
    pub fn within(&self, from: Metres, to: Metres) -> Self {
        self.intersection(&Self::new([(from.0, to.0)]))
    }

    /// What of a range is not in the set: the gaps.
    #[must_use]
    pub fn left_of(&self, from: Metres, to: Metres) -> Self {
        let mut list = Vec::new();
        let mut reached = from.0;
        let mut gap = |from: f64, to: f64| {
            if from < to {
                list.push(Interval { from: Metres(from), to: Metres(to) });
            }
        };
        for one in self.within(from, to).0 {
            gap(reached, one.from.0);
            reached = one.to.0;
        }
        gap(reached, to.0);
        Self(list)
    }

    /// All of this set that is not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        match (self.0.first(), self.0.last()) {
            (Some(first), Some(last)) => self.intersection(&other.left_of(first.from, last.to)),
            _ => Self::default(),
        }
    }

    /// How many metres are in the set.
    #[must_use]
    pub fn total(&self) -> Metres {
        Metres(self.0.iter().map(|one| one.length().0).sum())
    }
}

fn ascending(one: &Interval, two: &Interval) -> Ordering {
    one.from.0.total_cmp(&two.from.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    /// A set as one bit a metre.
    fn bits(pairs: &[(u8, u8)]) -> u128 {
        pairs.iter().flat_map(|&(from, to)| from..to).fold(0, |set, metre| set | 1 << metre)
    }

    fn set(pairs: &[(u8, u8)]) -> Intervals {
        Intervals::new(pairs.iter().map(|&(from, to)| (f64::from(from), f64::from(to))))
    }

    /// The set of these bits, made the obvious way: runs of ones.
    fn runs(bits: u128) -> Intervals {
        let is_in = |metre: u8| metre < 128 && bits >> metre & 1 == 1;
        let starts = (0..128).filter(|&metre| is_in(metre) && (metre == 0 || !is_in(metre - 1)));
        let runs: Vec<_> =
            starts.map(|start| (start, (start..=128).find(|&end| !is_in(end)).expect("an end"))).collect();
        Intervals(set(&runs).0)
    }

    fn pairs() -> impl Strategy<Value = Vec<(u8, u8)>> {
        prop::collection::vec((0..128_u8, 0..=128_u8), 0..8)
    }

    #[test]
    fn intervals_that_touch_are_one_and_empty_ones_none() {
        let touching = Intervals::new([(5.0, 9.0), (0.0, 5.0), (12.0, 12.0), (20.0, 15.0), (f64::NAN, 1.0)]);
        assert_eq!(touching.as_slice(), [Interval { from: Metres(0.0), to: Metres(9.0) }]);
        assert_eq!(Intervals::default().left_of(Metres(1.0), Metres(3.0)), Intervals::new([(1.0, 3.0)]));
        assert_eq!(touching.left_of(Metres(2.0), Metres(2.0)), Intervals::default());
        assert_eq!(touching.left_of(Metres(f64::NAN), Metres(2.0)), Intervals::default());
        assert_eq!(Intervals::default().minus(&touching), Intervals::default());
    }

    proptest! {
        #![proptest_config(fixed(32, 2_000))]

        #[test]
        fn all_operations_agree_with_bitmaps(a in pairs(), b in pairs(), from in 0..128_u8, to in 0..=128_u8) {
            let (one, two, range) = (set(&a), set(&b), bits(&[(from, to)]));
            let (x, y) = (bits(&a), bits(&b));
            let ends = (Metres(f64::from(from)), Metres(f64::from(to)));
            prop_assert_eq!(&one, &runs(x));
            prop_assert_eq!(one.union(&two), runs(x | y));
            prop_assert_eq!(Intervals::sum([&two, &one, &two]), runs(x | y));
            prop_assert_eq!(one.intersection(&two), runs(x & y));
            prop_assert_eq!(one.minus(&two), runs(x & !y));
            prop_assert_eq!(one.within(ends.0, ends.1), runs(x & range));
            prop_assert_eq!(one.left_of(ends.0, ends.1), runs(range & !x));
            prop_assert_eq!(one.total(), Metres(f64::from(x.count_ones())));
        }
    }
}
