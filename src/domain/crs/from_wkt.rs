//! Recognises a supported system in well-known text, version 1 or 2: what a `.prj` file holds.
//!
//! By its parameters, always: datum, ellipsoid, prime meridian, units, and of a grid the method, central meridian, scale
//! and false origin. A code of the EPSG register settles nothing alone; where there is one it must agree, because copied
//! and edited files with a stale code are common. The name of the system is never believed: many programs call
//! "`VN2000`" what they define on WGS 84.
//!
//! **Datum.** By its name, in any spelling that EPSG, GDAL or ESRI use. Of an unnamed one `TOWGS84` decides, if it has the
//! three translations of EPSG:6960. Otherwise `TOWGS84` is passed over: it tells how others would leave the datum, and
//! files with rotations of the wrong sign are going round. The operation used here is always EPSG:6960.

use super::wkt_node::{Node, parse};
use super::{Crs, CrsFault, Datum, Projection, Shift};

const PROJECTED: &[&str] = &["PROJCS", "PROJCRS", "PROJECTEDCRS"];
const GEOGRAPHIC: &[&str] = &["GEOGCS", "GEOGCRS", "GEODCRS", "GEODETICCRS", "GEOGRAPHICCRS"];
const BASE: &[&str] = &["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS"];
const COMPOUND: &[&str] = &["COMPD_CS", "COMPOUNDCRS"];
const DEGREE: f64 = std::f64::consts::PI / 180.0;

impl Crs {
    /// The system that well-known text describes; see the head of this file. A height system beside it (`COMPD_CS`) is
    /// passed over.
    ///
    /// # Errors
    /// When the text cannot be read, describes no supported system, or contradicts itself.
    pub fn from_wkt(text: &str) -> Result<Self, CrsFault> {
        let root = parse(text)?;
        let crs = if COMPOUND.contains(&root.keyword.as_str()) {
            root.children(PROJECTED).chain(root.children(GEOGRAPHIC)).next()
        } else {
            Some(&root)
        };
        let unsupported = || CrsFault::WktUnsupported { read: root.keyword.chars().take(40).collect() };
        let found = Found::read(crs.ok_or_else(unsupported)?).ok_or_else(unsupported)?;
        let by_parameters = found.crs();
        match (found.epsg.map(|code| Self::from_epsg(code).ok_or(code)), by_parameters) {
            (None, Some(crs)) => Ok(crs),
            (Some(Ok(code)), Some(crs)) if code == crs => Ok(crs),
            (Some(Ok(code)), _) => Err(CrsFault::WktContradicts { code, read: found.to_string() }),
            (Some(Err(code)), _) => Err(CrsFault::WktUnsupported { read: format!("EPSG:{code}, {found}") }),
            (None, None) => Err(CrsFault::WktUnsupported { read: found.to_string() }),
        }
    }
}

/// What a text says, as far as it decides.
struct Found {
    epsg: Option<u32>,
    datum_name: String,
    datum: Option<Datum>,
    /// Ellipsoid, prime meridian and unit of angle are those of both datums.
    usual_earth: bool,
    grid: Option<Grid>,
}

struct Grid {
    method: String,
    meridian: Option<f64>,
    scale: Option<f64>,
    false_easting: Option<f64>,
    /// False northing and latitude of origin are zero, lengths are metres.
    usual: bool,
}

impl Found {
    fn read(crs: &Node) -> Option<Self> {
        let is_projected = PROJECTED.contains(&crs.keyword.as_str());
        if !is_projected && !GEOGRAPHIC.contains(&crs.keyword.as_str()) {
            return None;
        }
        let base = if is_projected { crs.child(BASE)? } else { crs };
        let datum = base.child(&["DATUM", "TRF", "GEODETICDATUM", "ENSEMBLE"])?;
        let datum_name = datum.name()?.chars().take(60).collect::<String>();
        let code =
            crs.child(&["AUTHORITY", "ID"]).filter(|code| code.name().is_some_and(|name| folded(name) == "epsg"));
        Some(Self {
            epsg: code.and_then(|code| whole(code.number(1)?)),
            datum: named(&datum_name).or_else(|| shifted(datum)),
            datum_name,
            usual_earth: usual_earth(base, datum),
            grid: is_projected.then(|| Grid::read(crs)),
        })
    }

    fn crs(&self) -> Option<Crs> {
        let datum = self.datum.filter(|_| self.usual_earth)?;
        Crs::ALL.iter().copied().find(|crs| {
            crs.datum() == datum
                && match (crs.projection(), &self.grid) {
                    (None, None) => true,
                    (Some(projection), Some(grid)) => grid.is(projection),
                    _ => false,
                }
        })
    }
}

impl Grid {
    fn read(crs: &Node) -> Self {
        let conversion = crs.child(&["CONVERSION"]);
        let method = crs.child(&["PROJECTION"]).or_else(|| conversion?.child(&["METHOD"]));
        let within = conversion.unwrap_or(crs);
        let parameter = |names: &[&str]| {
            let mut all = within.children(&["PARAMETER"]);
            all.find(|node| node.name().is_some_and(|name| names.contains(&folded(name).as_str())))?.number(1)
        };
        let zero = |value: Option<f64>| value.is_none_or(|value| value == 0.0);
        let axes = crs.children(&["AXIS"]).filter_map(unit);
        let units: Vec<f64> = unit(crs).into_iter().chain(axes).collect();
        Self {
            method: method.and_then(Node::name).unwrap_or("?").chars().take(60).collect(),
            meridian: parameter(&["centralmeridian", "longitudeofnaturalorigin", "longitudeofcenter"]),
            scale: parameter(&["scalefactor", "scalefactoratnaturalorigin"]),
            false_easting: parameter(&["falseeasting"]),
            usual: zero(parameter(&["falsenorthing"]))
                && zero(parameter(&["latitudeoforigin", "latitudeofnaturalorigin"]))
                && !units.is_empty()
                && units.iter().all(|metres| near(*metres, 1.0)),
        }
    }

    fn is(&self, projection: Projection) -> bool {
        let same = |read: Option<f64>, value| read.is_some_and(|read| near(read, value));
        self.usual
            && matches!(folded(&self.method).as_str(), "transversemercator" | "gausskruger")
            && same(self.meridian, projection.meridian.degrees())
            && same(self.scale, projection.family.scale())
            && same(self.false_easting, Projection::FALSE_EASTING)
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "datum {}", self.datum_name)?;
        if !self.usual_earth {
            f.write_str(" (ellipsoid, prime meridian or unit of angle)")?;
        }
        let Some(grid) = &self.grid else { return Ok(()) };
        let value = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
        write!(
            f,
            ", {}, central meridian {}, scale {}, false easting {}",
            grid.method,
            value(grid.meridian),
            value(grid.scale),
            value(grid.false_easting)
        )?;
        if grid.usual { Ok(()) } else { f.write_str(" (false northing, latitude of origin or unit of length)") }
    }
}

/// Letters and digits only, lower case.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs()
}

fn whole(code: f64) -> Option<u32> {
    // EPSG codes have at most eight digits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within 0 to 99 999 999")]
    (code.fract() == 0.0 && (0.0..1e8).contains(&code)).then_some(code as u32)
}

fn named(datum: &str) -> Option<Datum> {
    match folded(datum).as_str() {
        "wgs84" | "wgs1984" | "dwgs1984" | "worldgeodeticsystem1984" | "worldgeodeticsystem1984ensemble" => {
            Some(Datum::Wgs84)
        }
        "vietnam2000" | "dvietnam2000" | "vn2000" | "dvn2000" => Some(Datum::Vn2000),
        _ => None,
    }
}

/// VN-2000 under no name of its own ("Unknown based on WGS 84 ellipsoid"), with the way to WGS 84 beside it.
fn shifted(datum: &Node) -> Option<Datum> {
    if !folded(datum.name()?).starts_with("unknown") && !folded(datum.name()?).starts_with("unnamed") {
        return None;
    }
    let to_wgs84 = datum.child(&["TOWGS84"])?;
    let same = |(at, metres): (usize, f64)| to_wgs84.number(at).is_some_and(|read| (read - metres).abs() < 1e-3);
    Shift::EPSG_6960.translation.into_iter().enumerate().all(same).then_some(Datum::Vn2000)
}

fn usual_earth(base: &Node, datum: &Node) -> bool {
    let ellipsoid = datum.child(&["SPHEROID", "ELLIPSOID"]).is_none_or(|ellipsoid| {
        ellipsoid.number(1).is_some_and(|radius| near(radius, 6_378_137.0))
            && ellipsoid.number(2).is_some_and(|flattening| (flattening - 298.257_223_563).abs() < 1e-6)
    });
    let greenwich = base.child(&["PRIMEM", "PRIMEMERIDIAN"]).is_none_or(|prime| prime.number(1) == Some(0.0));
    let axes = base.children(&["AXIS"]).filter_map(unit);
    let degrees = unit(base).into_iter().chain(axes).all(|unit| (unit - DEGREE).abs() < 1e-9);
    ellipsoid && greenwich && degrees
}

/// How many metres or radians the unit has that is named right inside this node.
fn unit(node: &Node) -> Option<f64> {
    node.child(&["UNIT", "LENGTHUNIT", "ANGLEUNIT"])?.number(1)
}
