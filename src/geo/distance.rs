//! The distance between two places.
//!
//! The geodesic: the length of the shortest path on the ellipsoid, by the method of C. F. F. Karney, *Algorithms
//! for geodesics*, J. Geodesy 87 (2013) 43–55, as implemented by `geographiclib-rs` behind [`geo::Geodesic`]. Its
//! error is some nanometres; unlike Vincenty's method it also converges for nearly opposite points. Heights are
//! ignored.
//!
//! **Degenerate input.** Equal places are 0 m apart, and so are the ±180° names of one place and all longitudes of
//! a pole.
//!
//! **Cost.** About a microsecond a distance, some hundred times a planar one: use it for results, not for searching.

use geo::{Distance as _, Geodesic, InterpolatePoint as _, Point};

use crate::domain::position::{LonLat, Metres};

/// For the algorithms of `geo`.
pub(super) fn to_point(place: LonLat) -> Point {
    Point::new(place.lon(), place.lat())
}

/// The ellipsoid of WGS 84: radius of the equator in metres, flattening, square of the eccentricity.
pub(super) const EQUATOR: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
pub(super) const E2: f64 = FLATTENING * (2.0 - FLATTENING);

/// Earth-centred, earth-fixed coordinates in metres of a place on the ellipsoid.
pub(super) fn earth_centred(place: LonLat) -> [f64; 3] {
    earth_centred_at(place, 0.0)
}

/// Earth-centred, earth-fixed coordinates in metres, by the usual formulas; the height is above the ellipsoid.
pub(super) fn earth_centred_at(place: LonLat, height: f64) -> [f64; 3] {
    let (sin_lat, cos_lat) = place.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = place.lon().to_radians().sin_cos();
    let n = EQUATOR / (1.0 - E2 * sin_lat * sin_lat).sqrt();
    let from_axis = (n + height) * cos_lat;
    [from_axis * cos_lon, from_axis * sin_lon, (n * (1.0 - E2) + height) * sin_lat]
}

/// The geodesic distance between two places, by Karney's method; see the [module](self).
///
/// ```
/// use mocgioi::geo::{LonLat, distance};
///
/// // One degree of latitude, northwards from the equator.
/// let metres = distance(LonLat::new(105.0, 0.0)?, LonLat::new(105.0, 1.0)?).0;
/// assert!((metres - 110_574.389).abs() < 0.001);
/// # Ok::<(), mocgioi::geo::PositionFault>(())
/// ```
#[must_use]
pub fn distance(a: LonLat, b: LonLat) -> Metres {
    Metres(Geodesic.distance(to_point(a), to_point(b)))
}

/// The place this many metres from `a` on the geodesic to `b`: Karney's direct problem.
pub(super) fn between(a: LonLat, b: LonLat, metres: f64) -> LonLat {
    let point = Geodesic.point_at_distance_between(to_point(a), to_point(b), metres);
    // Always within range; the clamp only guards against a last bit too much.
    LonLat::new(point.x().clamp(-180.0, 180.0), point.y().clamp(-90.0, 90.0)).unwrap_or(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::place;

    #[test]
    fn distances_agree_with_published_ones() {
        // GeographicLib's documentation, "GeodSolve": JFK to LHR, 5 551.759 400 km.
        let (jfk, lhr) = (place(-73.8, 40.6), place(-0.5, 51.6));
        assert!((distance(jfk, lhr).0 - 5_551_759.400).abs() < 0.001);
        // A quarter of the meridian of WGS 84: 10 001 965.729 m.
        let quarter = distance(place(12.0, 0.0), place(77.0, 90.0)).0;
        assert!((quarter - 10_001_965.729).abs() < 0.001);
        // Nearly opposite points, where Vincenty's method fails (Karney 2013, table 5).
        let opposite = distance(place(0.0, -30.0), place(179.8, 29.9)).0;
        assert!((opposite - 19_989_832.827_61).abs() < 0.001);
    }

    #[test]
    fn one_place_under_two_names_is_no_distance() {
        assert_eq!(distance(place(180.0, 7.0), place(-180.0, 7.0)), Metres(0.0));
        assert!(distance(place(0.0, 90.0), place(120.0, 90.0)).0 < 1e-6);
    }
}
