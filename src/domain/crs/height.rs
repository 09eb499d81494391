//! What a height is counted from.

/// The surface that heights of a source are counted from; kept with them, as their numbers alone do not tell.
///
/// An ellipsoidal height and one above the sea may be tens of metres apart, so they must never be mixed. Nothing
/// here converts one into another: that takes a geoid model, which the program does not carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerticalDatum {
    /// Above the WGS 84 ellipsoid: raw GNSS heights, GPX files of many devices.
    EllipsoidWgs84,
    /// Above mean sea level at Hòn Dấu, the national height system (EPSG:5727).
    HonDau,
    /// Above the EGM2008 geoid (EPSG:3855), as in the Protocol with Cambodia.
    Egm2008,
    /// The source does not say.
    Unstated,
}

impl VerticalDatum {
    pub const ALL: &'static [Self] = &[Self::EllipsoidWgs84, Self::HonDau, Self::Egm2008, Self::Unstated];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EllipsoidWgs84 => "ellipsoid_wgs84",
            Self::HonDau => "hon_dau",
            Self::Egm2008 => "egm2008",
            Self::Unstated => "unstated",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes; everything else is `None`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|datum| datum.as_str() == name)
    }

    /// The height itself, where it is one above the ellipsoid: only that goes into a change of datum.
    pub fn ellipsoidal(self, height: f64) -> Option<f64> {
        (self == Self::EllipsoidWgs84).then_some(height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_only_ellipsoidal_heights_go_into_a_change_of_datum() {
        for &datum in VerticalDatum::ALL {
            assert_eq!(VerticalDatum::from_name(datum.as_str()), Some(datum));
        }
        assert_eq!(VerticalDatum::from_name("EGM2008"), None);
        assert_eq!(VerticalDatum::EllipsoidWgs84.ellipsoidal(812.5), Some(812.5));
        assert_eq!(VerticalDatum::HonDau.ellipsoidal(812.5), None);
    }
}
