//! Linear referencing: places ↔ metres along a line.
//!
//! A [`Polyline`] has at least two different vertices, and its edges are geodesics. Every place on
//! it has a *measure*: the metres from its start along the line ("chainage").
//!
//! **Locating.** A planar projection about the place would be distorted far away and cut at the
//! antimeridian. Instead the line is kept as knots at most 1 km apart in earth-centred metres, and
//! the nearest point of that chain of chords is a plain vector projection, the same everywhere. A
//! 1 km chord dips 2 cm below the ground; what is reported lies on the true line. So the distance
//! is at most 5 cm above the smallest, for places within 100 km and edges up to 100 km. A longer
//! edge has 100 knots all the same, lest two far vertices fill the memory; the error grows with
//! the square of its length (2 m at 1,000 km). Of equally near places the one with the smaller
//! measure is meant, but rounding may decide otherwise.
//!
//! **Degenerate input.** A vertex that adds nothing to the measure (a repeat; ±180° named twice)
//! is left out. Fewer than two vertices left: refused. Measures more than a micrometre outside
//! the line, or NaN, are `None`.
//!
//! **Cost.** Building: about 1 µs a vertex and a kilometre. `at`: O(log n) plus 1 µs. `slice`:
//! that plus what it returns. `locate`: O(n), 0.2 ms for 20,000 vertices, without an index.

use super::distance::{between, distance, earth_centred};
use crate::domain::position::{LonLat, Metres};
use std::fmt;

const TOLERANCE: f64 = 1e-6;
const KNOT_SPACING: f64 = 1_000.0;
const KNOTS_PER_EDGE: f64 = 100.0;

/// A line on the ellipsoid that knows the measure of each vertex.
///
/// ```
/// use mocgioi::geo::{LonLat, Metres, Polyline};
///
/// let corner = LonLat::new(104.0, 21.0)?;
/// let line = Polyline::new([LonLat::new(103.9, 21.0)?, corner, LonLat::new(104.0, 21.1)?])?;
/// let found = line.locate(LonLat::new(104.01, 21.05)?);
/// assert!((found.distance.0 - 1_040.0).abs() < 1.0, "about 1 km east of the line");
/// assert_eq!(line.at(found.measure), Some(found.point));
/// let cut = line.slice(Metres(0.0), found.measure).ok_or("off the line")?;
/// assert_eq!((cut.len(), cut[1]), (3, corner));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Polyline {
    /// Vertices and the knots between them, in order of measure.
    knots: Vec<Knot>,
    start: LonLat,
    length: f64,
}

/// A place of the line with its measure; the chord from one to the next stands for the line between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knot {
    pub(super) place: LonLat,
    pub(super) earth: [f64; 3],
    pub(super) measure: f64,
    is_vertex: bool,
}

/// Fewer than two different vertices were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolylineFault;

impl fmt::Display for PolylineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a line needs at least two different vertices")
    }
}

impl std::error::Error for PolylineFault {}

/// Where along a line a place lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// From the start of the line to `point`.
    pub measure: Metres,
    /// From the place to `point`.
    pub distance: Metres,
    /// The nearest place of the line.
    pub point: LonLat,
}

impl Polyline {
    /// Measures a line.
    ///
    /// # Errors
    /// Fewer than two different vertices.
    pub fn new(vertices: impl IntoIterator<Item = LonLat>) -> Result<Self, PolylineFault> {
        let knot = |place: LonLat, measure, is_vertex| Knot { place, earth: earth_centred(place), measure, is_vertex };
        let mut vertices = vertices.into_iter();
        let start = vertices.next().ok_or(PolylineFault)?;
        let (mut last, mut length) = (start, 0.0);
        let mut knots = vec![knot(start, length, true)];
        for vertex in vertices {
            let edge = distance(last, vertex).0;
            if length + edge <= length {
                continue;
            }
            let step = KNOT_SPACING.max(edge / KNOTS_PER_EDGE);
            let mut along = step;
            while edge - along > TOLERANCE {
                let place = between(last, vertex, along);
                knots.push(knot(place, length + along, false));
                along += step;
            }
            (last, length) = (vertex, length + edge);
            knots.push(knot(last, length, true));
        }
        if length <= 0.0 {
            return Err(PolylineFault);
        }
        Ok(Self { knots, start, length })
    }

    /// The measure of the last vertex.
    #[must_use]
    pub const fn length(&self) -> Metres {
        Metres(self.length)
    }

    /// The chain of chords that stands for the line: vertices and the places between them, at most 1 km apart. At least
    /// two.
    pub(super) fn chain(&self) -> &[Knot] {
        &self.knots
    }

    /// The knots with their measures, in order, for the indexes of `geo`.
    pub(super) fn knots(&self) -> impl Iterator<Item = (LonLat, f64)> {
        self.knots.iter().map(|knot| (knot.place, knot.measure))
    }

    pub(super) const fn start(&self) -> LonLat {
        self.start
    }

    /// The place at a measure; `None` off the line.
    #[must_use]
    pub fn at(&self, measure: Metres) -> Option<LonLat> {
        if !(-TOLERANCE..=self.length + TOLERANCE).contains(&measure.0) {
            return None;
        }
        let measure = measure.0.clamp(0.0, self.length);
        let next = self.knots.partition_point(|knot| knot.measure < measure);
        let after = self.knots.get(next)?;
        match next.checked_sub(1).and_then(|i| self.knots.get(i)) {
            Some(before) if after.measure > measure => {
                Some(between(before.place, after.place, measure - before.measure))
            }
            _ => Some(after.place),
        }
    }

    /// The stretch between two measures: both ends, and the vertices between them. One place where
    /// they are a micrometre apart or less; `None` where one is off the line or they descend.
    #[must_use]
    pub fn slice(&self, from: Metres, to: Metres) -> Option<Vec<LonLat>> {
        let (first, last) = (self.at(from)?, self.at(to)?);
        if from > to {
            return None;
        }
        let (after, until) = (from.0 + TOLERANCE, to.0 - TOLERANCE);
        let skipped = self.knots.partition_point(|knot| knot.measure <= after);
        let rest = self.knots.iter().skip(skipped);
        let inner = rest.take_while(|knot| knot.measure < until);
        let mut places = vec![first];
        places.extend(inner.filter(|knot| knot.is_vertex).map(|knot| knot.place));
        if to.0 - from.0 > TOLERANCE {
            places.push(last);
        }
        Some(places)
    }

    /// The nearest place of the line; see the [module](self).
    #[must_use]
    pub fn locate(&self, place: LonLat) -> Located {
        let target = earth_centred(place);
        let (mut nearest, mut measure) = (f64::INFINITY, 0.0);
        for [a, b] in self.knots.array_windows() {
            let (share, off) = foot(target, a.earth, b.earth);
            if off < nearest {
                nearest = off;
                measure = a.measure + share * (b.measure - a.measure);
            }
        }
        // The measure lies between two knots, so `at` finds it.
        let point = self.at(Metres(measure)).unwrap_or(self.start);
        Located { measure: Metres(measure), distance: distance(place, point), point }
    }
}

/// Nearest point of the chord `a`–`b`: its share of the way, and the squared distance to it.
pub(super) fn foot(p: [f64; 3], a: [f64; 3], b: [f64; 3]) -> (f64, f64) {
    let minus = |u: [f64; 3], v: [f64; 3]| [u[0] - v[0], u[1] - v[1], u[2] - v[2]];
    let dot = |u: [f64; 3], v: [f64; 3]| u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    let (chord, to_p) = (minus(b, a), minus(p, a));
    let share = (dot(to_p, chord) / dot(chord, chord)).clamp(0.0, 1.0);
    let off = minus(to_p, chord.map(|c| share * c));
    (share, dot(off, off))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    fn wrapped(lon: f64, lat: f64) -> LonLat {
        place((lon + 180.0).rem_euclid(360.0) - 180.0, lat)
    }

    /// Lines going east by up to 20 km an edge; many cross the antimeridian.
    fn lines() -> impl Strategy<Value = Polyline> {
        prop::collection::vec((0.01..0.2, 20.9..21.1), 2..6).prop_map(|steps| {
            let mut lon = 179.6;
            let vertices = steps.iter().map(|&(east, lat)| {
                lon += east;
                wrapped(lon, lat)
            });
            Polyline::new(vertices).expect("a line")
        })
    }

    #[test]
    fn repeats_count_once_and_two_different_vertices_are_needed() {
        let [a, b, c, d] = [180.0, -180.0, -179.9, -179.8].map(|lon| place(lon, 1.0));
        for vertices in [vec![], vec![a], vec![a, b, a]] {
            assert_eq!(Polyline::new(vertices).err(), Some(PolylineFault));
        }
        let line = Polyline::new([a, a, b, c, c, d]).expect("a line");
        let whole = line.slice(Metres(0.0), line.length());
        assert_eq!(whole, Some(vec![a, c, d]));
    }

    #[test]
    fn a_long_edge_is_not_passed_over_for_a_farther_short_one() {
        // The chord of the 19 km edge would lie 7 m below its middle; the short edge is 6.6 m off.
        let (a, b) = (place(104.0, 17.5), place(104.18, 17.5));
        let edge = Polyline::new([a, b]).expect("a line");
        let middle = edge.at(Metres(edge.length / 2.0)).expect("on the line");
        let beside = |east| place(middle.lon() + east, middle.lat() - 0.000_06);
        let line = Polyline::new([a, b, beside(0.001), beside(-0.001)]).expect("a line");
        assert!(line.locate(middle).distance.0 < 0.05);
    }

    #[test]
    fn measures_off_the_line_are_none() {
        let (a, b) = (place(105.0, 20.0), place(105.1, 20.0));
        let line = Polyline::new([a, b]).expect("a line");
        let slice = |from, to| line.slice(Metres(from), Metres(to));
        assert_eq!((slice(-1e-7, 0.0), slice(2.0, 1.0)), (Some(vec![a]), None));
        assert_eq!(line.at(Metres(line.length + 1e-7)), Some(b));
        for off in [-0.01, line.length + 0.01, f64::NAN] {
            assert_eq!((line.at(Metres(off)), slice(0.0, off)), (None, None));
        }
    }

    proptest! {
        #![proptest_config(fixed(4, 64))]

        #[test]
        fn a_slice_is_as_long_as_its_measures_say(line in lines(), a in 0.0..1.0, b in 0.0..1.0) {
            let (from, to) = (line.length * f64::min(a, b), line.length * f64::max(a, b));
            let cut = line.slice(Metres(from), Metres(to)).expect("on the line");
            let length = Polyline::new(cut).map_or(0.0, |cut| cut.length);
            prop_assert!((length - (to - from)).abs() <= 1e-6 * (to - from));
        }

        #[test]
        fn locating_a_place_of_the_line_gives_its_measure(line in lines(), share in 0.0..=1.0) {
            let measure = line.length * share;
            let found = line.locate(line.at(Metres(measure)).expect("on the line"));
            prop_assert!((found.measure.0 - measure).abs() < 0.05 && found.distance.0 < 0.05);
        }

        #[test]
        fn no_sample_of_the_line_is_nearer(line in lines(), x in -0.5..1.5, lat in 20.5..21.5) {
            let target = wrapped(line.start.lon() + x, lat);
            let found = line.locate(target);
            prop_assert_eq!(line.at(found.measure), Some(found.point));
            for i in 0..=1_000 {
                let measure = Metres(line.length * f64::from(i) / 1_000.0);
                let sample = line.at(measure).expect("on the line");
                prop_assert!(found.distance.0 <= distance(target, sample).0 + 0.05);
            }
        }
    }
}
