//! Line coverage: which part of a line a track went along, and which part it did not.
//!
//! **Definition.** A place of the line is *covered* when a stretch of track between two successive fixes passes within
//! the tolerance of it. Not the fixes count but the way between them, taken as straight (geodesic). Nothing is covered
//! across a cut ([`clean`](super::track::clean)), by a lone fix, or by a fix that was left out. Two fixes at one place are
//! a stretch: somebody stayed there with the recorder running. Heights are ignored.
//!
//! What follows from it, and is meant:
//! - A track that crosses the line at a right angle covers twice the tolerance and no more, at 30° four times.
//! - A track beside the line, nearer than the tolerance, covers it beyond its own end by at most the tolerance.
//! - Where the line comes back within the tolerance of itself (hairpins), one track covers both sides.
//! - Direction, order, repetition and the split into files change nothing, to the last bit: every stretch is worked out
//!   the same from either end, and the union of the answers is a set.
//!
//! **Method.** The line is cut into pieces of at most 250 m, kept in an R-tree in earth-centred metres. For each
//! stretch of track (cut likewise, at 1 km) the pieces near it are found, and the part of each piece within the capsule
//! about the stretch is solved for exactly; see `capsule`. No place is sampled.
//!
//! **Error.** An end of what is covered is where the distance equals the tolerance, with an error of that distance of
//! 4 µm at a tolerance of 50 m and 0.2 mm at 1 m, as long as the line's edges are at most 100 km and the stretches of
//! track at most 1,000 km long; beyond, chords grow longer than 1 km and the error with their square.
//!
//! **Times.** Each piece remembers when it was first and last passed, to the fixes before and after.
//!
//! **Degenerate input.** No track covers nothing. A tolerance outside 1 m to 5 km is refused: no receiver tells less, and
//! more would no longer say that anybody was there. A range that is empty or leaves the line is refused.
//!
//! **Cost.** Index: O(n log n), once for each line version, then shared between threads. Covering: O(log n) a stretch
//! plus the pieces near it, see `docs/coverage.md` for figures; memory follows the line, not the track.

mod covered;
#[cfg(test)]
mod page;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod tests;

pub use covered::{Coverage, Covered, RangeFault};

use super::capsule::{Chord, cut};
use super::distance::{between, distance, earth_centred};
use super::polyline::Polyline;
use super::track::{Fix, TrackSegment};
use crate::domain::position::Metres;
use covered::Stretches;
use rstar::{AABB, RTree, RTreeObject};
use std::fmt;
use std::ops::ControlFlow;

/// The longest piece of a line, as long as its knots are at most 1 km apart, and the most pieces between two knots.
const PIECE: f64 = 250.0;
const MOST_PIECES: f64 = 4.0;
/// The longest chord that stands for a stretch of track, and the most chords for one.
const CHORD: f64 = 1_000.0;
const MOST_CHORDS: f64 = 1_000.0;
/// Least radius of curvature of the ellipsoid.
const LEAST_RADIUS: f64 = 6_335_439.0;

/// How near a track must pass: from 1 m to 5 km.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance(f64);

/// A tolerance outside [`Tolerance::LEAST`] to [`Tolerance::MOST`], or not a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToleranceFault(pub Metres);

impl Tolerance {
    pub const LEAST: Metres = Metres(1.0);
    pub const MOST: Metres = Metres(5_000.0);

    /// # Errors
    /// Less than 1 m, more than 5 km, or not a number.
    pub fn new(metres: Metres) -> Result<Self, ToleranceFault> {
        let is_sound = Self::LEAST <= metres && metres <= Self::MOST;
        if is_sound { Ok(Self(metres.0)) } else { Err(ToleranceFault(metres)) }
    }

    #[must_use]
    pub const fn metres(self) -> Metres {
        Metres(self.0)
    }
}

impl fmt::Display for ToleranceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a tolerance is {} to {} metres, not {}", Tolerance::LEAST.0, Tolerance::MOST.0, self.0.0)
    }
}

impl std::error::Error for ToleranceFault {}

/// A line prepared for [`cover`](Self::cover). Made once for each version of a line.
///
/// ```
/// use mocgioi::domain::time::Instant;
/// use mocgioi::geo::{CoverageIndex, Fix, LonLat, Metres, Polyline, Tolerance, TrackRules, clean};
///
/// // A line along the 21st parallel, 1,039.6 m long, walked 11 m north of it for the first half.
/// let line = Polyline::new([LonLat::new(104.0, 21.0)?, LonLat::new(104.01, 21.0)?])?;
/// let index = CoverageIndex::new(&line);
/// let walk = (0..=50).map(|step| {
///     let place = LonLat::new(104.0 + f64::from(step) * 0.000_1, 21.000_1)?;
///     Ok(Fix { place, at: Some(Instant::from_millis(i64::from(step) * 8_000)), accuracy: None })
/// });
/// let track = clean(&[walk.collect::<Result<_, Box<dyn std::error::Error>>>()?], &TrackRules::default());
///
/// let covered = index.cover(&track.segments, Tolerance::new(Metres(50.0))?);
/// let whole = covered.within(Metres(0.0), line.length())?;
/// // Half of the line, and √(50² − 11.07²) m beyond the last fix.
/// assert_eq!((whole.covered.0.round(), whole.percent().round()), (569.0, 55.0));
/// assert_eq!(whole.gaps.len(), 1);
/// assert_eq!(whole.gaps[0].to, line.length());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CoverageIndex {
    tree: RTree<Piece>,
    length: f64,
}

/// A piece of the line between two measures.
#[derive(Debug)]
struct Piece {
    number: usize,
    chord: Chord,
    from: f64,
    to: f64,
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        let (lower, upper) = self.chord.corners(0.0);
        AABB::from_corners(lower, upper)
    }
}

impl Piece {
    /// The measure at a share of the way. Both ends come out exactly, so that neighbours touch.
    fn measure(&self, share: f64) -> f64 {
        if share < 1.0 { self.from + share * (self.to - self.from) } else { self.to }
    }
}

impl CoverageIndex {
    #[must_use]
    pub fn new(line: &Polyline) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut last = None;
        for (place, measure) in line.knots() {
            if let Some((from_place, from)) = last.replace((place, measure)) {
                for (a, b) in cut(measure - from, PIECE, MOST_PIECES) {
                    // The far end by its own coordinates, not by way of the near one: neighbours share their ends.
                    let at = |share: f64| {
                        if share <= 0.0 {
                            earth_centred(from_place)
                        } else if share >= 1.0 {
                            earth_centred(place)
                        } else {
                            earth_centred(between(from_place, place, share * (measure - from)))
                        }
                    };
                    let whole = Piece { number: pieces.len(), chord: Chord { a: at(a), b: at(b) }, from, to: measure };
                    let (from, to) = (whole.measure(a), whole.measure(b));
                    pieces.push(Piece { from, to, ..whole });
                }
            }
        }
        Self { tree: RTree::bulk_load(pieces), length: line.length().0 }
    }

    /// What of the line these segments of a track cover.
    #[must_use]
    pub fn cover(&self, track: &[TrackSegment], tolerance: Tolerance) -> Covered {
        let mut found = Stretches::of(self.tree.size());
        for segment in track {
            for &[one, next] in segment.fixes().array_windows() {
                self.cover_stretch(one, next, tolerance.0, &mut found);
            }
        }
        Covered::new(found, self.length)
    }

    fn cover_stretch(&self, one: Fix, next: Fix, tolerance: f64, found: &mut Stretches) {
        let times = (one.at.min(next.at), one.at.max(next.at));
        // From the same end whichever way it was walked, so that rounding falls the same.
        let ends = [(one.place, earth_centred(one.place)), (next.place, earth_centred(next.place))];
        let is_ordered = ends[0].1 <= ends[1].1;
        let [(from, a), (to, b)] = if is_ordered { ends } else { [ends[1], ends[0]] };
        let whole = Chord { a, b };
        let length = whole.length();
        if length <= CHORD {
            return self.cover_chord(whole, tolerance, times, found);
        }
        // The way bulges out of its chord; where even that meets nothing, as on the road to the border, it is not cut.
        let bulge = length * length / (8.0 * LEAST_RADIUS);
        if self.near(whole, tolerance + bulge, |_| ControlFlow::Break(())).is_continue() {
            return;
        }
        let metres = distance(from, to).0;
        let mut last = a;
        for (_, share) in cut(metres, CHORD, MOST_CHORDS) {
            let end = if share < 1.0 { earth_centred(between(from, to, share * metres)) } else { b };
            self.cover_chord(Chord { a: last, b: end }, tolerance, times, found);
            last = end;
        }
    }

    fn cover_chord(&self, axis: Chord, tolerance: f64, times: covered::Times, found: &mut Stretches) {
        let _: ControlFlow<()> = self.near(axis, tolerance, |piece| {
            if let Some((from, to)) = piece.chord.within(&axis, tolerance) {
                found.add(piece.number, piece.measure(from), piece.measure(to), times);
            }
            ControlFlow::Continue(())
        });
    }

    /// Visits the pieces whose box comes within a margin of the chord's.
    fn near(&self, chord: Chord, margin: f64, visit: impl FnMut(&Piece) -> ControlFlow<()>) -> ControlFlow<()> {
        let (lower, upper) = chord.corners(margin);
        self.tree.locate_in_envelope_intersecting_int(AABB::from_corners(lower, upper), visit)
    }
}
