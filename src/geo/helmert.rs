//! From VN-2000 to WGS 84 and back with heights: a similarity in space, seven parameters.
//!
//! **Formula.** EPSG Guidance Note 7-2, §4.3.3 "Coordinate Frame rotation (geocentric domain)", method 1032, with small
//! angles: `X' = T + (1 + s)·R·X`, where `R` has ones on its diagonal and the three angles beside it. Parameters of EPSG:6960.
//! Back: `X = Rᵗ·(X' − T)/(1 + s)`; the transpose is the inverse but for the squares of angles, 0.1 µm here. Geographic to
//! earth-centred is the usual closed formula; the way back is B. R. Bowring's (*Survey Review* 28 (1985), 202–206), taken twice: once is
//! 1.4 µm off, twice some nanometres.
//!
//! PROJ does the same, but the crate `proj` hands over two coordinates only. So places without heights go through PROJ
//! ([`datum`](super::datum)) and places with heights go here; tests hold both to the same answers.
//!
//! **Units.** Degrees and metres. **Degenerate input.** `None` for heights of more than 100 km, which no boundary has; on
//! the axis the longitude is 0.
//!
//! **Cost.** 0.2 µs.

use super::distance::{E2, EQUATOR, earth_centred_at};
use crate::domain::crs::Shift;
use crate::domain::position::LonLat;

/// Metres from the ellipsoid.
const HIGHEST: f64 = 100_000.0;

/// A place on VN-2000 and its height above that ellipsoid, to WGS 84.
pub(super) fn vn2000_to_wgs84(place: LonLat, height: f64) -> Option<(LonLat, f64)> {
    let [x, y, z] = at(place, height)?;
    let ([tx, ty, tz], [rx, ry, rz], scale) = parameters();
    geographic([
        tx + scale * (x + rz * y - ry * z),
        ty + scale * (y - rz * x + rx * z),
        tz + scale * (z + ry * x - rx * y),
    ])
}

/// A WGS 84 place and its ellipsoidal height, to VN-2000.
pub(super) fn wgs84_to_vn2000(place: LonLat, height: f64) -> Option<(LonLat, f64)> {
    let [x, y, z] = at(place, height)?;
    let ([tx, ty, tz], [rx, ry, rz], scale) = parameters();
    let [x, y, z] = [(x - tx) / scale, (y - ty) / scale, (z - tz) / scale];
    geographic([x - rz * y + ry * z, y + rz * x - rx * z, z - ry * x + rx * y])
}

fn at(place: LonLat, height: f64) -> Option<[f64; 3]> {
    (height.abs() <= HIGHEST).then(|| earth_centred_at(place, height))
}

/// Metres, radians, and the factor of EPSG:6960.
fn parameters() -> ([f64; 3], [f64; 3], f64) {
    let Shift { translation, rotation, scale } = Shift::EPSG_6960;
    (translation, rotation.map(|seconds| (seconds / 3_600.0).to_radians()), 1.0 + scale * 1e-6)
}

/// Place and height of a point in earth-centred metres.
fn geographic([x, y, z]: [f64; 3]) -> Option<(LonLat, f64)> {
    let polar = EQUATOR * (1.0 - E2).sqrt();
    let from_axis = x.hypot(y);
    let radius = from_axis.hypot(z);
    // Parametric latitude, corrected for the height; then the geographic one.
    let second = E2 / (1.0 - E2);
    let latitude = |parametric: f64| {
        let (sin, cos) = parametric.sin_cos();
        (z + second * polar * sin.powi(3)).atan2(from_axis - E2 * EQUATOR * cos.powi(3))
    };
    let first = latitude((polar * z * (1.0 + second * polar / radius)).atan2(EQUATOR * from_axis));
    let lat = latitude((polar * first.sin()).atan2(EQUATOR * first.cos()));
    let (sin_lat, cos_lat) = lat.sin_cos();
    let bulge = (1.0 - E2 * sin_lat * sin_lat).sqrt();
    let height = from_axis * cos_lat + z * sin_lat - EQUATOR * bulge;
    // Both angles are arcs of their functions and so within range.
    let lon = y.atan2(x).to_degrees().clamp(-180.0, 180.0);
    let place = LonLat::new(lon, lat.to_degrees().clamp(-90.0, 90.0)).ok()?;
    Some((place, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance;
    use crate::geo::testing::{fixed, place};
    use proj::Proj;
    use proptest::prelude::*;

    /// What PROJ says at one height, which the crate cannot hand over with the coordinates.
    fn by_proj(lon: f64, lat: f64, height: f64) -> (f64, f64) {
        let Shift { translation: [x, y, z], rotation: [rx, ry, rz], scale } = Shift::EPSG_6960;
        let pipeline = format!(
            "proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=affine zoff={height} step proj=cart ellps=WGS84 \
             step proj=helmert x={x} y={y} z={z} rx={rx} ry={ry} rz={rz} s={scale} convention=coordinate_frame \
             step inv proj=cart ellps=WGS84 step proj=unitconvert xy_in=rad xy_out=deg"
        );
        Proj::new(&pipeline).expect("a pipeline").convert((lon, lat)).expect("a place")
    }

    #[test]
    fn the_ellipsoids_lie_tens_of_metres_apart() {
        let (_, height) = vn2000_to_wgs84(place(104.0, 21.0), 0.0).expect("a place");
        assert!((height + 30.584).abs() < 0.001, "{height}");
    }

    #[test]
    fn a_height_beyond_measure_is_no_place() {
        for height in [100_001.0, -1e308, f64::NAN] {
            assert_eq!(vn2000_to_wgs84(place(104.0, 21.0), height), None);
        }
    }

    proptest! {
        #![proptest_config(fixed(31, 256))]

        #[test]
        fn proj_agrees_at_every_height(lon in 102.0..110.0, lat in 8.0..24.0, height in -500.0..9_000.0) {
            let (here, _) = vn2000_to_wgs84(place(lon, lat), height).expect("a place");
            let (lon, lat) = by_proj(lon, lat, height);
            prop_assert!(distance(here, place(lon, lat)).0 < 1e-6);
        }

        #[test]
        fn there_and_back_is_the_same_place(lon in -180.0..180.0, lat in -90.0..90.0, height in -9_000.0..9_000.0) {
            let there = vn2000_to_wgs84(place(lon, lat), height).expect("a place");
            let (back, again) = wgs84_to_vn2000(there.0, there.1).expect("a place");
            prop_assert!(distance(place(lon, lat), back).0 < 1e-6 && (height - again).abs() < 1e-6);
        }
    }
}
