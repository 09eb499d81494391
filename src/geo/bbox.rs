//! Boxes on the longitude–latitude grid, and whether a line touches one.
//!
//! A [`Bbox`] is a box as RFC 7946 §5 and OGC API Features write it: west, south, east, north in
//! degrees, edges included. West greater than east means it crosses the antimeridian.
//! [`Bbox::parts`] cuts it into at most two [`Rect`]s that do not cross, for indexes and tests.
//!
//! **The line test** is exact: Cohen–Sutherland outcodes settle most edges (an end inside the box:
//! yes; both ends beyond the same side: no). What is left is the last axis of the separating-axis
//! theorem: the edge misses the box just when all four corners lie strictly on one side of it.
//! Sides are found with Shewchuk's adaptive predicates (*Discrete Comput. Geom.* 18, 1997), so
//! rounding cannot turn a touch into a miss, as the divisions of Liang–Barsky clipping can. An
//! edge is straight on the grid (RFC 7946 §3.1.1) and is never taken across the antimeridian.
//!
//! **Degenerate input.** A box may be a line or a point. ±180° are one meridian: a box that ends
//! on it has the places of either name. A line of no vertices touches nothing; of one, is a point.
//!
//! **Cost.** O(vertices): comparisons; predicates only for edges that those do not settle.

use super::distance::to_point;
use crate::domain::position::{LonLat, PositionFault};
use geo::kernels::RobustKernel;
use geo::{Coord, Kernel as _, Orientation, coord};
use std::{fmt, iter};

/// A box that does not cross the antimeridian: west ≤ east, south ≤ north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect([f64; 4]);

/// A checked box, possibly across the antimeridian.
///
/// ```
/// use mocgioi::geo::{Bbox, LonLat};
///
/// let fiji = Bbox::from_csv("177,-20,-178,-16")?;
/// assert!(fiji.contains(LonLat::new(-179.0, -17.0)?));
/// assert!(!fiji.contains(LonLat::new(0.0, -17.0)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// Why numbers or a text are not a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BboxFault {
    /// Neither 4 nor 6 values; how many there were.
    Count(usize),
    /// The value at this place, counted from 1, is not a finite number.
    NotANumber(usize),
    /// A corner is not a place.
    Corner(PositionFault),
    /// South is greater than north.
    SouthAboveNorth,
    /// The lowest height is greater than the highest.
    HeightsReversed,
}

impl fmt::Display for BboxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "a box has 4 or 6 numbers, not {n}"),
            Self::NotANumber(place) => write!(f, "value {place} of the box is not a finite number"),
            Self::Corner(fault) => write!(f, "corner of the box: {fault}"),
            Self::SouthAboveNorth => f.write_str("the southern edge lies north of the northern"),
            Self::HeightsReversed => f.write_str("the lowest height is above the highest"),
        }
    }
}

impl std::error::Error for BboxFault {}

impl Bbox {
    /// # Errors
    /// A corner that is not a place, or south above north.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BboxFault> {
        LonLat::new(west, south).map_err(BboxFault::Corner)?;
        LonLat::new(east, north).map_err(BboxFault::Corner)?;
        if south > north {
            return Err(BboxFault::SouthAboveNorth);
        }
        Ok(Self { west, south, east, north })
    }

    /// Reads `west,south,east,north` or `west,south,lowest,east,north,highest`, strictly: no
    /// blanks, nothing empty, nothing more. Heights are checked and then ignored.
    ///
    /// # Errors
    /// The first fault found.
    pub fn from_csv(text: &str) -> Result<Self, BboxFault> {
        let mut values = Vec::with_capacity(6);
        for (i, word) in text.split(',').enumerate() {
            match word.parse::<f64>() {
                Ok(value) if value.is_finite() => values.push(value),
                _ => return Err(BboxFault::NotANumber(i + 1)),
            }
        }
        match values[..] {
            [_, _, lowest, _, _, highest] if lowest > highest => Err(BboxFault::HeightsReversed),
            [west, south, east, north] | [west, south, _, east, north, _] => Self::new(west, south, east, north),
            _ => Err(BboxFault::Count(values.len())),
        }
    }

    /// The one or two boxes it is made of. Where it just reaches ±180° the second is a mere line.
    pub fn parts(&self) -> impl Iterator<Item = Rect> + use<> {
        let rect = |west, east| Rect([west, self.south, east, self.north]);
        let (west, east) = (self.west, self.east);
        let (first, second) = if west > east {
            (rect(west, 180.0), Some(rect(-180.0, east)))
        } else if west > -180.0 && east >= 180.0 {
            (rect(west, east), Some(rect(-180.0, -180.0)))
        } else if west <= -180.0 && east < 180.0 {
            (rect(west, east), Some(rect(180.0, 180.0)))
        } else {
            (rect(west, east), None)
        };
        iter::once(first).chain(second)
    }

    /// Whether the place lies in the box or on its edge.
    #[must_use]
    pub fn contains(&self, place: LonLat) -> bool {
        self.parts().any(|rect| rect.outcode(place) == 0)
    }
}

impl Rect {
    /// West, south, east, north.
    #[must_use]
    pub const fn bounds(&self) -> [f64; 4] {
        self.0
    }

    /// The sides of the box beyond which the place lies, one bit each (Cohen and Sutherland).
    fn outcode(&self, place: LonLat) -> u8 {
        let [west, south, east, north] = self.0;
        u8::from(place.lon() < west)
            | (u8::from(place.lon() > east) << 1)
            | (u8::from(place.lat() < south) << 2)
            | (u8::from(place.lat() > north) << 3)
    }

    /// Whether the four corners lie strictly on one side of the edge.
    fn is_beside(&self, a: LonLat, b: LonLat) -> bool {
        let [west, south, east, north] = self.0;
        let (a, b) = (Coord::from(to_point(a)), Coord::from(to_point(b)));
        let side = |x, y| RobustKernel::orient2d(a, b, coord! { x: x, y: y });
        let first = side(west, south);
        let others = [side(west, north), side(east, south), side(east, north)];
        first != Orientation::Collinear && others == [first; 3]
    }
}

/// Whether any place of the line lies in the box or on its edge; see the [module](self).
///
/// ```
/// use mocgioi::geo::{Bbox, LonLat, touches_line};
///
/// let square = Bbox::new(0.0, 0.0, 2.0, 2.0)?;
/// let past_a_corner = [LonLat::new(-1.0, 1.0)?, LonLat::new(1.0, -1.0)?];
/// assert!(square.parts().any(|rect| touches_line(&past_a_corner, &rect)), "at (0, 0) only");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn touches_line(line: &[LonLat], rect: &Rect) -> bool {
    line.iter().any(|&vertex| rect.outcode(vertex) == 0)
        || line.array_windows().any(|&[a, b]| rect.outcode(a) & rect.outcode(b) == 0 && !rect.is_beside(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::{fixed, place};
    use geo::Intersects as _;
    use proptest::prelude::*;

    #[test]
    fn texts_are_read_strictly() {
        let flat = Bbox::from_csv("103.2,20.6,104.9,21.3");
        assert_eq!(flat, Bbox::new(103.2, 20.6, 104.9, 21.3));
        assert_eq!(Bbox::from_csv("103.2,20.6,-5,104.9,21.3,1e3"), flat);
        let north = BboxFault::Corner(PositionFault::Latitude(94.0));
        assert_eq!(Bbox::new(1.0, 2.0, 3.0, 94.0), Err(north));
        for (text, fault) in [
            ("", BboxFault::NotANumber(1)),
            ("1,2,3,4,", BboxFault::NotANumber(5)),
            ("1, 2,3,4", BboxFault::NotANumber(2)),
            ("1,2,inf,4", BboxFault::NotANumber(3)),
            ("1,2,3,4,5", BboxFault::Count(5)),
            ("1,2,9,3,4,8", BboxFault::HeightsReversed),
            ("1,4,3,2", BboxFault::SouthAboveNorth),
        ] {
            assert_eq!(Bbox::from_csv(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn both_names_of_the_antimeridian_are_in_a_box_that_reaches_it() {
        for text in ["170,0,180,9", "-180,0,-170,9", "170,0,-170,9", "180,0,-180,9"] {
            let bbox = Bbox::from_csv(text).expect("a box");
            assert!(bbox.contains(place(180.0, 9.0)), "{text}");
            assert!(bbox.contains(place(-180.0, 0.0)), "{text}");
            assert!(!bbox.contains(place(0.0, 5.0)), "{text}");
        }
    }

    #[test]
    fn lines_of_no_and_of_one_vertex_are_nothing_and_a_point() {
        let touches = |line: &[LonLat]| touches_line(line, &Rect([0.0, 0.0, 1.0, 1.0]));
        assert!(touches(&[place(1.0, 0.5)]) && !touches(&[]));
        assert!(!touches(&[place(1.0_f64.next_up(), 0.5)]));
    }

    proptest! {
        #![proptest_config(fixed(2, 20_000))]

        // On a coarse grid touches of corners, edges and points are common; a tenth makes the
        // numbers inexact. `geo` decides independently, edge against edge.
        #[test]
        fn the_line_test_agrees_with_geo(
            line in prop::collection::vec((-9..10_i8, -9..10_i8), 2..4),
            (x, y, w, h) in (-5..5_i8, -5..5_i8, 0..5_i8, 0..5_i8),
            unit in prop::sample::select(vec![1.0, 0.1]),
        ) {
            let at = |v: i8| f64::from(v) * unit;
            let (low, high) = ((at(x), at(y)), (at(x + w), at(y + h)));
            let reference = geo::Rect::new(low, high).to_polygon();
            let drawn: geo::LineString = line.iter().map(|p| (at(p.0), at(p.1))).collect();
            let line: Vec<_> = line.iter().map(|p| place(at(p.0), at(p.1))).collect();
            let rect = Rect([low.0, low.1, high.0, high.1]);
            prop_assert_eq!(touches_line(&line, &rect), reference.intersects(&drawn));
        }
    }
}
