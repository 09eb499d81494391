//! The list of supported systems, and what each is made of.

use std::fmt;
use std::str::FromStr;

use super::CrsFault;
use crate::domain::messages::Lang;

/// What a geographic coordinate is counted from. Both datums here use the ellipsoid of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    Wgs84,
    /// The national one, shifted against WGS 84 by 222–225 m.
    Vn2000,
}

impl Datum {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS 84",
            Self::Vn2000 => "VN-2000",
        }
    }
}

/// A family of transverse Mercator grids. All have false easting 500 000 m, false northing 0 and start on the equator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Three degrees wide ("múi 3°"), scale 0.9999: the zones of the provinces.
    Tm3,
    /// Six degrees wide ("múi 6°"), scale 0.9996.
    Utm,
}

impl Family {
    /// Scale on the central meridian.
    pub const fn scale(self) -> f64 {
        match self {
            Self::Tm3 => 0.9999,
            Self::Utm => 0.9996,
        }
    }

    /// How many degrees from its central meridian a grid is used: half its width, and what provinces and neighbouring
    /// zones overlap (the widest, EPSG:9210, is used 2.05° away).
    pub const fn reach(self) -> f64 {
        match self {
            Self::Tm3 => 2.25,
            Self::Utm => 3.5,
        }
    }
}

/// A central meridian in whole minutes of arc east of Greenwich; written `104-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Meridian(u16);

impl Meridian {
    pub(super) const fn new(degrees: u16, minutes: u16) -> Self {
        Self(degrees * 60 + minutes)
    }

    /// In degrees.
    pub fn degrees(self) -> f64 {
        f64::from(self.0) / 60.0
    }
}

impl fmt::Display for Meridian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0 / 60, self.0 % 60)
    }
}

/// How a projected system flattens the ellipsoid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Projection {
    pub family: Family,
    pub meridian: Meridian,
}

impl Projection {
    /// Metres added to every easting.
    pub const FALSE_EASTING: f64 = 500_000.0;

    /// Number of the zone, where it has one: 48 and 49 of UTM; 481, 482 and 491 of TM-3.
    pub const fn zone(self) -> Option<u16> {
        match (self.family, self.meridian) {
            (Family::Utm, Meridian(minutes)) => Some((minutes / 60 + 183) / 6),
            (Family::Tm3, Meridian(6_120)) => Some(481),
            (Family::Tm3, Meridian(6_300)) => Some(482),
            (Family::Tm3, Meridian(6_480)) => Some(491),
            (Family::Tm3, _) => None,
        }
    }
}

const fn tm3(degrees: u16, minutes: u16) -> Projection {
    Projection { family: Family::Tm3, meridian: Meridian::new(degrees, minutes) }
}

const fn utm(degrees: u16) -> Projection {
    Projection { family: Family::Utm, meridian: Meridian::new(degrees, 0) }
}

macro_rules! systems {
    ($($name:ident = $epsg:literal, $datum:ident, $projection:expr;)+) => {
        /// A supported coordinate reference system. Its number is its EPSG code; `Display` writes `EPSG:9206`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u32)]
        pub enum Crs { $($name = $epsg),+ }

        impl Crs {
            /// All of them: the geographic ones, TM-3 from west to east, UTM.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub const fn datum(self) -> Datum {
                match self { $(Self::$name => Datum::$datum),+ }
            }

            /// Its map grid; none for longitude and latitude.
            pub const fn projection(self) -> Option<Projection> {
                match self { $(Self::$name => $projection),+ }
            }
        }
    };
}

systems! {
    Wgs84 = 4326, Wgs84, None;
    Vn2000 = 4756, Vn2000, None;
    Tm102_00 = 5896, Vn2000, Some(tm3(102, 0));
    Tm103_00 = 9205, Vn2000, Some(tm3(103, 0));
    Tm104_00 = 9206, Vn2000, Some(tm3(104, 0));
    Tm104_30 = 9207, Vn2000, Some(tm3(104, 30));
    Tm104_45 = 9208, Vn2000, Some(tm3(104, 45));
    Tm105_00 = 5897, Vn2000, Some(tm3(105, 0));
    Tm105_30 = 9209, Vn2000, Some(tm3(105, 30));
    Tm105_45 = 9210, Vn2000, Some(tm3(105, 45));
    Tm106_00 = 9211, Vn2000, Some(tm3(106, 0));
    Tm106_15 = 9212, Vn2000, Some(tm3(106, 15));
    Tm106_30 = 9213, Vn2000, Some(tm3(106, 30));
    Tm107_00 = 9214, Vn2000, Some(tm3(107, 0));
    Tm107_15 = 9215, Vn2000, Some(tm3(107, 15));
    Tm107_30 = 9216, Vn2000, Some(tm3(107, 30));
    Tm107_45 = 5899, Vn2000, Some(tm3(107, 45));
    Tm108_00 = 5898, Vn2000, Some(tm3(108, 0));
    Tm108_15 = 9217, Vn2000, Some(tm3(108, 15));
    Tm108_30 = 9218, Vn2000, Some(tm3(108, 30));
    Vn2000Utm48 = 3405, Vn2000, Some(utm(105));
    Vn2000Utm49 = 3406, Vn2000, Some(utm(111));
    Wgs84Utm48 = 32648, Wgs84, Some(utm(105));
    Wgs84Utm49 = 32649, Wgs84, Some(utm(111));
}

impl Crs {
    pub const fn epsg(self) -> u32 {
        self as u32
    }

    /// The system of an EPSG code, if it is supported.
    pub fn from_epsg(code: u32) -> Option<Self> {
        Self::ALL.iter().copied().find(|crs| crs.epsg() == code)
    }

    /// Whether its coordinates are degrees; otherwise they are metres.
    pub const fn is_geographic(self) -> bool {
        self.projection().is_none()
    }

    /// Its name in the EPSG register.
    pub fn epsg_name(self) -> String {
        let datum = self.datum().name();
        let Some(projection) = self.projection() else {
            return datum.to_owned();
        };
        match (projection.family, projection.zone()) {
            (Family::Utm, Some(zone)) => format!("{datum} / UTM zone {zone}N"),
            (_, Some(zone)) => format!("{datum} / TM-3 zone {zone}"),
            (_, None) => format!("{datum} / TM-3 {}", projection.meridian),
        }
    }

    /// Its name for people.
    ///
    /// ```
    /// use mocgioi::domain::crs::Crs;
    /// use mocgioi::domain::messages::Lang;
    ///
    /// assert_eq!(Crs::Tm105_00.name(Lang::Vi), "VN-2000 múi 3°, kinh tuyến trục 105-00");
    /// assert_eq!(Crs::Wgs84Utm48.name(Lang::En), "WGS 84 UTM zone 48N");
    /// ```
    pub fn name(self, lang: Lang) -> String {
        let datum = self.datum().name();
        match (self.projection(), lang) {
            (None, Lang::Vi) => format!("{datum} kinh độ, vĩ độ"),
            (None, Lang::En) => format!("{datum} longitude, latitude"),
            (Some(Projection { family: Family::Tm3, meridian }), Lang::Vi) => {
                format!("{datum} múi 3°, kinh tuyến trục {meridian}")
            }
            (Some(Projection { family: Family::Tm3, meridian }), Lang::En) => {
                format!("{datum} TM-3, central meridian {meridian}")
            }
            (Some(grid), Lang::Vi) => format!("{datum} UTM múi {}N", grid.zone().unwrap_or_default()),
            (Some(grid), Lang::En) => format!("{datum} UTM zone {}N", grid.zone().unwrap_or_default()),
        }
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{}", self.epsg())
    }
}

impl FromStr for Crs {
    type Err = CrsFault;

    fn from_str(text: &str) -> Result<Self, CrsFault> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_has_a_code_and_a_name_of_its_own() {
        let mut names = std::collections::HashSet::new();
        for &crs in Crs::ALL {
            assert_eq!(Crs::from_epsg(crs.epsg()), Some(crs));
            assert!(names.insert(crs.epsg_name()), "{crs}");
            assert!(names.insert(crs.name(Lang::Vi)) && names.insert(crs.name(Lang::En)), "{crs}");
        }
        assert_eq!(Crs::ALL.len(), 24);
        assert_eq!(Crs::from_epsg(3857), None);
    }

    #[test]
    fn zones_are_numbered_as_epsg_does() {
        for (crs, name) in [
            (Crs::Wgs84, "WGS 84"),
            (Crs::Tm102_00, "VN-2000 / TM-3 zone 481"),
            (Crs::Tm105_00, "VN-2000 / TM-3 zone 482"),
            (Crs::Tm108_00, "VN-2000 / TM-3 zone 491"),
            (Crs::Tm107_45, "VN-2000 / TM-3 107-45"),
            (Crs::Vn2000Utm49, "VN-2000 / UTM zone 49N"),
            (Crs::Wgs84Utm48, "WGS 84 / UTM zone 48N"),
        ] {
            assert_eq!(crs.epsg_name(), name);
        }
    }
}
