//! Positions in degrees and lengths in metres. The two never share a type.
//!
//! A [`LonLat`] is a place on the WGS 84 ellipsoid that has been checked once: finite, longitude within ±180°,
//! latitude within ±90°. Past its constructor no function asks again. It keeps the digits it came with; only −0.0
//! becomes 0.0, so that equal places are written alike.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A length in metres. May be negative where a difference is meant.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
pub struct Metres(pub f64);

/// A WGS 84 place in degrees, in JSON `[longitude, latitude]`.
///
/// ```
/// use mocgioi::domain::position::{LonLat, PositionFault};
///
/// let marker = LonLat::new(105.306_454_17, 23.379_741_11)?;
/// assert_eq!(marker.lat(), 23.379_741_11);
/// // Latitude and longitude swapped is the commonest mistake; here it cannot go unnoticed.
/// assert_eq!(
///     LonLat::new(23.379_741_11, 105.306_454_17),
///     Err(PositionFault::Latitude(105.306_454_17))
/// );
/// # Ok::<(), PositionFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

// NaN never gets in and −0.0 is normalised, so equality is total.
impl Eq for LonLat {}

/// Why two numbers are not a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PositionFault {
    /// NaN or infinite.
    NotFinite,
    /// Longitude beyond ±180°.
    Longitude(f64),
    /// Latitude beyond ±90°.
    Latitude(f64),
}

impl fmt::Display for PositionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite => f.write_str("a coordinate is not a finite number"),
            Self::Longitude(lon) => write!(f, "longitude {lon} is not within -180 to 180"),
            Self::Latitude(lat) => write!(f, "latitude {lat} is not within -90 to 90"),
        }
    }
}

impl std::error::Error for PositionFault {}

impl LonLat {
    /// Checks two numbers, in degrees.
    ///
    /// # Errors
    /// The first of: a number not finite, longitude out of range, latitude out of range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, PositionFault> {
        if !(lon.is_finite() && lat.is_finite()) {
            Err(PositionFault::NotFinite)
        } else if lon.abs() > 180.0 {
            Err(PositionFault::Longitude(lon))
        } else if lat.abs() > 90.0 {
            Err(PositionFault::Latitude(lat))
        } else {
            // Adding 0.0 turns −0.0 into 0.0 and leaves every other number as it is.
            Ok(Self { lon: lon + 0.0, lat: lat + 0.0 })
        }
    }

    /// The place with seven decimals of a degree.
    #[must_use]
    pub fn to_seven_decimals(self) -> Self {
        // Rounding cannot leave the earth: its edges are whole degrees. Adding 0.0 as in `new`.
        let [lon, lat] = [self.lon, self.lat].map(|degrees| (degrees * 1e7).round() / 1e7 + 0.0);
        Self { lon, lat }
    }

    /// Longitude in degrees, −180 to 180.
    #[must_use]
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees, −90 to 90.
    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat
    }
}

impl TryFrom<[f64; 2]> for LonLat {
    type Error = PositionFault;

    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, PositionFault> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for [f64; 2] {
    fn from(place: LonLat) -> Self {
        [place.lon, place.lat]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).expect("a valid place")
    }

    #[test]
    fn numbers_that_are_no_place_are_refused() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(LonLat::new(bad, 0.0), Err(PositionFault::NotFinite));
            assert_eq!(LonLat::new(0.0, bad), Err(PositionFault::NotFinite));
        }
        let beyond = -180.0_f64.next_up();
        let fault = PositionFault::Longitude(beyond);
        assert_eq!(LonLat::new(beyond, 0.0), Err(fault));
        assert_eq!(LonLat::new(0.0, 90.5), Err(PositionFault::Latitude(90.5)));
        assert!(LonLat::new(-180.0, -90.0).is_ok() && LonLat::new(180.0, 90.0).is_ok());
    }

    #[test]
    fn minus_zero_is_written_as_zero() {
        let json = serde_json::to_string(&place(-0.0, -0.0)).expect("json");
        assert_eq!(json, "[0.0,0.0]");
    }

    #[test]
    fn json_is_checked_when_it_is_read() {
        let read = serde_json::from_str::<LonLat>;
        assert_eq!(read("[104.5, 21]").ok(), Some(place(104.5, 21.0)));
        for bad in ["[21, 104.5]", "[104.5]", "[104.5, 21, 800]", "[null, 21]", "[1e999, 0]"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(Config { cases: 512, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() })]

        // As written on paper, to a ten-thousandth of a millimetre. For all 17 digits the reader
        // needs serde_json's `float_roundtrip`; without it the last bit may differ.
        #[test]
        fn nine_decimals_survive_json(lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64) {
            let known = place((lon * 1e9).round() / 1e9, (lat * 1e9).round() / 1e9);
            let json = serde_json::to_string(&known).expect("json");
            prop_assert_eq!(serde_json::from_str::<LonLat>(&json).ok(), Some(known));
        }
    }
}
