//! What was covered of a line: kept by piece while tracks come in, asked for by range afterwards.

use crate::domain::position::Metres;
use crate::domain::time::Instant;
use crate::geo::intervals::{Interval, Intervals};
use std::fmt;

/// Less than this, in metres, is rounding and no gap.
const ROUNDING: f64 = 1e-6;
/// So many raw stretches of a piece are kept before they are joined.
const RAW: usize = 32;

/// The first and the last time; both or neither are known.
pub(super) type Times = (Option<Instant>, Option<Instant>);

/// A covered stretch within one piece.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    from: f64,
    to: f64,
    times: Times,
}

/// The stretches of one piece, joined from time to time, so that memory follows what they are and not how often
/// somebody passed.
#[derive(Clone, Debug, Default)]
struct OfPiece {
    list: Vec<Stretch>,
    joined: usize,
}

impl OfPiece {
    fn add(&mut self, stretch: Stretch) {
        if self.list.len() >= RAW + 2 * self.joined {
            self.join();
        }
        self.list.push(stretch);
    }

    /// Joins what overlaps or touches; the times are those of all together.
    fn join(&mut self) {
        self.list.sort_unstable_by(|one, other| one.from.total_cmp(&other.from));
        self.list.dedup_by(|next, last| {
            let touches = next.from <= last.to;
            if touches {
                last.to = last.to.max(next.to);
                last.times = spanning(last.times, next.times);
            }
            touches
        });
        self.joined = self.list.len();
    }
}

/// What was found so far, by number of piece.
pub(super) struct Stretches(Vec<OfPiece>);

impl Stretches {
    pub(super) fn of(pieces: usize) -> Self {
        Self(vec![OfPiece::default(); pieces])
    }

    pub(super) fn add(&mut self, piece: usize, from: f64, to: f64, times: Times) {
        if let Some(of_piece) = self.0.get_mut(piece).filter(|_| from < to) {
            of_piece.add(Stretch { from, to, times });
        }
    }
}

/// What one or more tracks covered of one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// Ascending; those of one piece neither overlap nor touch.
    stretches: Vec<Stretch>,
    intervals: Intervals,
    length: f64,
}

impl Covered {
    pub(super) fn new(found: Stretches, length: f64) -> Self {
        let mut stretches = Vec::new();
        for mut of_piece in found.0 {
            of_piece.join();
            stretches.append(&mut of_piece.list);
        }
        let intervals = Intervals::new(stretches.iter().map(|stretch| (stretch.from, stretch.to)));
        Self { stretches, intervals, length }
    }

    /// All measures that were covered. Those of several tracks add up by [`Intervals::sum`].
    #[must_use]
    pub const fn intervals(&self) -> &Intervals {
        &self.intervals
    }

    /// What was covered between two measures of the line.
    ///
    /// # Errors
    /// A range that is empty, descends, or leaves the line.
    pub fn within(&self, from: Metres, to: Metres) -> Result<Coverage, RangeFault> {
        Coverage::of(&self.intervals, from, to, Metres(self.length))
    }

    /// When the covered places between two measures were first and last passed, to the fixes before and after, and to
    /// the piece of at most 250 m. `None` where nothing was covered or the track has no times.
    #[must_use]
    pub fn when(&self, from: Metres, to: Metres) -> Option<(Instant, Instant)> {
        let start = self.stretches.partition_point(|stretch| stretch.to <= from.0);
        let inside = self.stretches.iter().skip(start).take_while(|stretch| stretch.from < to.0);
        let times = inside.map(|stretch| stretch.times).reduce(spanning)?;
        Some((times.0?, times.1?))
    }
}

/// The earlier first and the later last time, of those that are known.
fn spanning(one: Times, other: Times) -> Times {
    (one.0.into_iter().chain(other.0).min(), one.1.max(other.1))
}

/// How much of a range was covered.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Of the whole range.
    pub length: Metres,
    /// All of it but the gaps.
    pub covered: Metres,
    /// What nobody passed within the tolerance, as measures along the line, ascending.
    pub gaps: Vec<Interval>,
}

/// Why a range has no coverage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RangeFault {
    /// It does not reach from a lesser to a greater measure.
    Empty { from: Metres, to: Metres },
    /// An end is not on the line, or not a number.
    OffTheLine { measure: Metres, length: Metres },
}

impl Coverage {
    /// Of what was covered by anybody, between two measures of a line of this length.
    ///
    /// ```
    /// use mocgioi::geo::{Coverage, Intervals, Metres};
    ///
    /// let days = [Intervals::new([(0.0, 3_000.0)]), Intervals::new([(2_500.0, 4_000.0)])];
    /// let found = Coverage::of(&Intervals::sum(&days), Metres(0.0), Metres(5_000.0), Metres(9_000.0))?;
    /// assert_eq!((found.percent(), found.gaps.len()), (80.0, 1));
    /// # Ok::<(), mocgioi::geo::RangeFault>(())
    /// ```
    ///
    /// # Errors
    /// A range that is empty, descends, or leaves the line by more than a micrometre.
    pub fn of(covered: &Intervals, from: Metres, to: Metres, length: Metres) -> Result<Self, RangeFault> {
        for measure in [from, to] {
            if !(-ROUNDING..=length.0 + ROUNDING).contains(&measure.0) {
                return Err(RangeFault::OffTheLine { measure, length });
            }
        }
        let (start, end) = (from.0.max(0.0), to.0.min(length.0));
        if end - start <= ROUNDING {
            return Err(RangeFault::Empty { from, to });
        }
        let mut gaps = covered.left_of(Metres(start), Metres(end)).as_slice().to_vec();
        gaps.retain(|gap| gap.length().0 > ROUNDING);
        let left: f64 = gaps.iter().map(|gap| gap.length().0).sum();
        Ok(Self { length: Metres(end - start), covered: Metres((end - start - left).max(0.0)), gaps })
    }

    /// From 0 to 100; 100 only where there is no gap.
    #[must_use]
    pub fn percent(&self) -> f64 {
        100.0 * (self.covered.0 / self.length.0)
    }
}

impl fmt::Display for RangeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { from, to } => write!(f, "from {} to {} metres is no range of the line", from.0, to.0),
            Self::OffTheLine { measure, length } => {
                write!(f, "measure {} is not on the line, which is {} metres long", measure.0, length.0)
            }
        }
    }
}

impl std::error::Error for RangeFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_follows_what_is_covered_and_not_how_often() {
        let mut of_piece = OfPiece::default();
        for i in 0..10_000_i32 {
            let from = f64::from(i % 70) * 3.0;
            let time = Some(Instant::from_millis(i64::from(i)));
            of_piece.add(Stretch { from, to: from + 1.0, times: (time, time) });
            assert!(of_piece.list.len() <= 3 * 70 + RAW);
        }
        of_piece.join();
        assert_eq!(of_piece.list.len(), 70);
        let (first, last) = of_piece.list.iter().map(|stretch| stretch.times).reduce(spanning).expect("times");
        assert_eq!((first, last), (Some(Instant::from_millis(0)), Some(Instant::from_millis(9_999))));
    }
}
