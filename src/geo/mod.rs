//! Geometry: where things are, how far along the boundary, in which box, in which order.
//!
//! One algorithm a file. This part knows nothing of markers, records, storage or HTTP; it takes
//! numbers that were checked at the door and gives numbers back, and it never reads a clock.
//!
//! | file | computes | cost |
//! |---|---|---|
//! | [`distance()`] | the geodesic distance between two places | ~1 µs a distance |
//! | [`bbox`] | a box as map clients send it; whether a line touches it, exactly | O(vertices) |
//! | [`curve`] | the frozen order in which places are stored and served | 31 steps |
//! | [`packed`] | which of many boxes meet one, where they lie in the order of a curve | O(log n + runs found) |
//! | [`polyline`] | linear referencing: place ↔ metres along a line | at: O(log n); locate: O(n) |
//! | [`linear_reference`] | marker + offset → place; side of the line, other places as near | O(n) |
//! | [`mod@thin`] | a track with as few places as a picture needs | O(n log n) |
//! | [`track`] | which fixes of a track can not be right, and where the recording was broken | O(n log n) |
//! | [`coverage`] | which part of a line a track went along, and when | O(log n) a fix and what is near it |
//! | [`inside`] | whether places lie in a polygon, on its edge or outside | ~50 ns a place |
//! | [`intervals`] | sets of places along a line: together, left over | O(n) |
//! | [`visits`] | whether a track was at a marker: yes, no, cannot tell | O(log n) a marker, and its gaps |
//! | `capsule` | the part of a stretch that lies within a radius of another | ~50 ns |
//! | [`by_number`] | metres along the line of a marker known only by its number, and how wrong | O(log n) |
//! | [`near`] | the place of a line nearest to a point, with an index | 7 µs |
//! | [`datum`] | any supported reference system ↔ WGS 84, through PROJ | 0.5 µs a point |
//! | `helmert` | VN-2000 ↔ WGS 84 with heights | 0.2 µs |
//! | [`tile`] | the grid of map tiles; lines cut and thinned for them | 40 ns a place |
//! | [`theil_sen`] | how fast something changes, whatever single readings say | O(n²) |
//! | [`suspect`] | what is wrong with coordinates; which systems they may be in | 8 µs a good point, 0.1 ms a bad one |
//!
//! **Units.** Degrees exist only inside [`LonLat`] and the boxes; lengths are always [`Metres`].
//! No function takes both as bare numbers, so they cannot be swapped, but [`datum`] and [`suspect`],
//! where coordinates of other reference systems come in and go out. Everything else is WGS 84.
//!
//! **Two kinds of straight.** Distances and measures follow *geodesics*, the shortest way on the
//! ellipsoid, because that is what surveyors measure. Boxes and their tests treat an edge as
//! straight *on the longitude–latitude grid*, because that is what RFC 7946 says and what maps
//! draw. On the longest edge of our lines (19 km) the two part by about 2 m.
//!
//! **Faults.** Constructors return a fault that says what was wrong. Nothing here panics. A place
//! or measure that does not exist is `None`.
//!
//! ```
//! use mocgioi::geo::{Bbox, LonLat, Metres, Polyline, order_key};
//!
//! let tripoint = LonLat::new(102.143_919_17, 22.400_637_5)?;
//! let east = LonLat::new(102.2, 22.42)?;
//! let line = Polyline::new([tripoint, east])?;
//! let halfway = line.at(Metres(line.length().0 / 2.0)).ok_or("off the line")?;
//!
//! assert!(Bbox::from_csv("102,22,103,23")?.contains(halfway));
//! assert!(order_key(halfway) < 1 << 62);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bbox;
pub mod by_number;
mod capsule;
pub mod coverage;
pub mod curve;
pub mod datum;
pub mod distance;
mod helmert;
pub mod inside;
pub mod intervals;
pub mod linear_reference;
pub mod near;
pub mod packed;
pub mod polyline;
pub mod suspect;
pub mod theil_sen;
pub mod thin;
pub mod tile;
pub mod track;
pub mod visits;

pub use crate::domain::position::{LonLat, Metres, PositionFault};
pub use bbox::{Bbox, BboxFault, Rect, touches_line};
pub use by_number::{Known, LeaveOneOut, LeftOut, accuracy, interpolate, leave_one_out};
pub use coverage::{Coverage, CoverageIndex, Covered, RangeFault, Tolerance, ToleranceFault};
pub use curve::{NO_PLACE_KEY, order_key};
pub use datum::{DatumFault, Transform};
pub use distance::distance;
pub use inside::{Inside, Side};
pub use intervals::{Interval, Intervals};
pub use near::NearIndex;
pub use packed::Packed;
pub use polyline::{Located, Polyline, PolylineFault};
pub use thin::thin;
pub use track::{BadFix, CleanTrack, Cuts, Fix, Marked, TrackRules, TrackSegment, clean};
pub use visits::{Doubt, MarkerPlace, TrackIndex, Visit, VisitRules, Visited};

#[cfg(test)]
pub(crate) mod testing {
    //! Property tests that draw the same cases on every run.

    use super::LonLat;
    use proptest::test_runner::{Config, RngSeed};

    /// `cases` cases from a fixed seed; a failure is reproduced by running again, so none is saved.
    pub(crate) fn fixed(seed: u64, cases: u32) -> Config {
        Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
    }

    /// A place that the test knows to be valid.
    pub(crate) fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("a valid place")
    }
}
