//! Between any supported reference system and WGS 84 longitude and latitude.
//!
//! **Operation.** Map grids by PROJ's transverse Mercator (Poder and Engsager's series, exact to micrometres). VN-2000 to
//! WGS 84 by *EPSG:6960*, "VN-2000 to WGS 84 (2)", accuracy 1 m: seven parameters in the coordinate-frame convention,
//! Decision 05/2007/QĐ-BTNMT. PROJ never chooses the operation: asked for "4326 to 9206" it takes EPSG:5194 in the Mekong
//! delta, which is 0.8 m off.
//!
//! **Without a database.** Each pipeline is written out here, parameter by parameter. PROJ would find the parameters under
//! their codes in `proj.db`, but it prefers a file that lies about (`PROJ_DATA`, `../share/proj` beside the program) to the
//! copy inside the program, and one of another release makes every look-up fail. `tests/line/datum.rs` holds that these
//! pipelines are what the register says.
//!
//! **Units and axes.** `x` is easting in metres or longitude in degrees, `y` northing or latitude, whatever the system's own
//! order is. Surveyors' X is the northing, our `y`.
//!
//! **Heights.** Two coordinates are taken as on the ellipsoid. At a real height of 2,000 m that moves the place by 7 cm; who
//! knows an *ellipsoidal* height gives it to [`Transform::to_wgs84_3d`]. There and back differs by up to 1.4 mm, because each
//! way starts from height 0 of its own ellipsoid; with heights it does not.
//!
//! **Degenerate input.** Not finite, degrees out of range, northings beyond a pole (they would come round again to a valid
//! latitude), eastings too far from the central meridian to mean anything: a fault. A place that PROJ can work out is not
//! yet a plausible one; [`suspect`](super::suspect) judges that.
//!
//! **Cost.** Making a [`Transform`] takes 4 ms, because PROJ opens its database even when nothing is looked up (0.4 ms
//! while another one is alive, with which it shares it); make it once
//! and use it for a million points. A point takes 0.5 µs from or to a grid of VN-2000 (0.7 µs with a height), 0.3 µs on
//! WGS 84; WGS 84 longitude and latitude are free. A `Transform` holds handles of PROJ and is neither
//! `Send` nor `Sync`: each thread makes its own, none is kept across an `await`.

use super::helmert::{vn2000_to_wgs84, wgs84_to_vn2000};
use crate::domain::crs::{Crs, Datum, Projection, Shift};
use crate::domain::messages::Lang;
use crate::domain::position::LonLat;
use proj::Proj;
use std::cell::OnceCell;
use std::fmt;

const CART: &str = "proj=cart ellps=WGS84";
const DEGREES: &str = "proj=unitconvert xy_in=rad xy_out=deg";
/// Northings farther from the equator than a pole.
const POLE: f64 = 10_000_000.0;

/// The way between a reference system and WGS 84, both directions, ready for many points; see the [module](self).
///
/// ```
/// use mocgioi::domain::crs::Crs;
/// use mocgioi::geo::Transform;
///
/// let son_la = Transform::new(Crs::Tm104_00)?;
/// let place = son_la.to_wgs84(505_003.653, 2_317_417.0)?;
/// assert!((place.lon() - 104.05).abs() < 1e-8 && (place.lat() - 20.95).abs() < 1e-8);
/// let (easting, northing) = son_la.from_wgs84(place)?;
/// assert!((easting - 505_003.653).abs() < 0.002 && (northing - 2_317_417.0).abs() < 0.002);
/// # Ok::<(), mocgioi::geo::DatumFault>(())
/// ```
pub struct Transform {
    crs: Crs,
    /// The whole way to WGS 84 at height 0; none where there is nothing to do.
    whole: Option<Proj>,
    /// The grid alone, made when the first height comes in between.
    grid: OnceCell<Result<Option<Proj>, DatumFault>>,
}

/// Why coordinates could not be brought into the other system.
#[derive(Clone, Debug, PartialEq)]
pub enum DatumFault {
    /// NaN or infinite.
    NotFinite,
    /// No place has these coordinates in this system.
    NoPlace { crs: Crs, x: f64, y: f64 },
    /// PROJ could not be set up; its words. Nothing in the input causes this.
    Setup(String),
}

impl DatumFault {
    /// Stable code for clients.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFinite => "coordinate_not_finite",
            Self::NoPlace { .. } => "coordinate_no_place",
            Self::Setup(_) => "proj_unusable",
        }
    }

    /// The fault in one line.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NotFinite, Lang::Vi) => "Tọa độ không phải là số hữu hạn".to_owned(),
            (Self::NotFinite, Lang::En) => "A coordinate is not a finite number".to_owned(),
            (Self::NoPlace { crs, x, y }, Lang::Vi) => {
                format!("Không có vị trí nào có tọa độ {x}, {y} trong hệ {crs} ({})", crs.name(lang))
            }
            (Self::NoPlace { crs, x, y }, Lang::En) => {
                format!("No place has the coordinates {x}, {y} in {crs} ({})", crs.name(lang))
            }
            (Self::Setup(words), Lang::Vi) => format!("Không khởi tạo được PROJ: {words}"),
            (Self::Setup(words), Lang::En) => format!("PROJ cannot be set up: {words}"),
        }
    }
}

impl fmt::Display for DatumFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for DatumFault {}

impl Transform {
    /// Prepares the way to and from a system.
    ///
    /// # Errors
    /// [`DatumFault::Setup`] when PROJ refuses, which a working build never does.
    pub fn new(crs: Crs) -> Result<Self, DatumFault> {
        let grid = crs.projection().map_or_else(|| DEGREES.to_owned(), grid);
        let shift = match crs.datum() {
            Datum::Wgs84 => String::new(),
            Datum::Vn2000 => format!(" step {CART} step {} step inv {CART}", helmert(Shift::EPSG_6960)),
        };
        let whole =
            if crs == Crs::Wgs84 { None } else { Some(pipeline(&format!("step inv {grid}{shift} step {DEGREES}"))?) };
        Ok(Self { crs, whole, grid: OnceCell::new() })
    }

    /// The system at the far end.
    pub const fn crs(&self) -> Crs {
        self.crs
    }

    /// The WGS 84 place of coordinates on the ellipsoid.
    ///
    /// # Errors
    /// When no place has these coordinates.
    pub fn to_wgs84(&self, x: f64, y: f64) -> Result<LonLat, DatumFault> {
        self.check(x, y)?;
        self.run(self.whole.as_ref(), Way::There, x, y).and_then(|(lon, lat)| self.place(lon, lat, x, y))
    }

    /// The coordinates of a WGS 84 place on the ellipsoid.
    ///
    /// # Errors
    /// When the system does not reach that far.
    pub fn from_wgs84(&self, place: LonLat) -> Result<(f64, f64), DatumFault> {
        self.run(self.whole.as_ref(), Way::Back, place.lon(), place.lat())
    }

    /// The WGS 84 place and ellipsoidal height of coordinates with a height above *their* ellipsoid.
    ///
    /// ```
    /// use mocgioi::domain::crs::Crs;
    /// use mocgioi::geo::{Transform, distance};
    ///
    /// let son_la = Transform::new(Crs::Tm104_00)?;
    /// let low = son_la.to_wgs84(505_003.653, 2_317_417.0)?;
    /// let (high, height) = son_la.to_wgs84_3d(505_003.653, 2_317_417.0, 2_000.0)?;
    /// assert!((0.06..0.08).contains(&distance(low, high).0), "7 cm");
    /// assert!((height - 1_969.67).abs() < 0.01, "the ellipsoids lie 30 m apart");
    /// # Ok::<(), mocgioi::geo::DatumFault>(())
    /// ```
    ///
    /// # Errors
    /// When no place has these coordinates.
    pub fn to_wgs84_3d(&self, x: f64, y: f64, height: f64) -> Result<(LonLat, f64), DatumFault> {
        self.check(x, y)?;
        if !height.is_finite() {
            return Err(DatumFault::NotFinite);
        }
        if self.crs.datum() == Datum::Wgs84 {
            return Ok((self.to_wgs84(x, y)?, height));
        }
        let (lon, lat) = self.run(self.grid()?, Way::There, x, y)?;
        vn2000_to_wgs84(self.place(lon, lat, x, y)?, height).ok_or_else(|| self.no_place(x, y))
    }

    /// The coordinates and height above the system's own ellipsoid of a WGS 84 place at an ellipsoidal height.
    ///
    /// # Errors
    /// When the system does not reach that far.
    pub fn from_wgs84_3d(&self, place: LonLat, height: f64) -> Result<(f64, f64, f64), DatumFault> {
        if !height.is_finite() {
            return Err(DatumFault::NotFinite);
        }
        if self.crs.datum() == Datum::Wgs84 {
            return self.from_wgs84(place).map(|(x, y)| (x, y, height));
        }
        let shifted = wgs84_to_vn2000(place, height);
        let (place, height) = shifted.ok_or_else(|| self.no_place(place.lon(), place.lat()))?;
        self.run(self.grid()?, Way::Back, place.lon(), place.lat()).map(|(x, y)| (x, y, height))
    }

    fn check(&self, x: f64, y: f64) -> Result<(), DatumFault> {
        if !(x.is_finite() && y.is_finite()) {
            return Err(DatumFault::NotFinite);
        }
        let within = if self.crs.is_geographic() { LonLat::new(x, y).is_ok() } else { y.abs() <= POLE };
        if within { Ok(()) } else { Err(self.no_place(x, y)) }
    }

    /// The grid alone; none for longitude and latitude.
    fn grid(&self) -> Result<Option<&Proj>, DatumFault> {
        let made = self.grid.get_or_init(|| {
            self.crs.projection().map(|it| pipeline(&format!("step inv {} step {DEGREES}", grid(it)))).transpose()
        });
        made.as_ref().map(Option::as_ref).map_err(Clone::clone)
    }

    fn run(&self, proj: Option<&Proj>, way: Way, x: f64, y: f64) -> Result<(f64, f64), DatumFault> {
        let Some(proj) = proj else { return Ok((x, y)) };
        // `project` hands the numbers over as they are; its "radians" hold for a bare projection, not for a pipeline.
        let found = proj.project((x, y), matches!(way, Way::Back)).map_err(|_| self.no_place(x, y))?;
        if found.0.is_finite() && found.1.is_finite() { Ok(found) } else { Err(self.no_place(x, y)) }
    }

    fn place(&self, lon: f64, lat: f64, x: f64, y: f64) -> Result<LonLat, DatumFault> {
        LonLat::new(lon, lat).map_err(|_| self.no_place(x, y))
    }

    const fn no_place(&self, x: f64, y: f64) -> DatumFault {
        DatumFault::NoPlace { crs: self.crs, x, y }
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transform({})", self.crs)
    }
}

/// Which end of a pipeline the numbers go in at.
#[derive(Clone, Copy)]
enum Way {
    There,
    Back,
}

fn pipeline(steps: &str) -> Result<Proj, DatumFault> {
    Proj::new(&format!("proj=pipeline {steps}")).map_err(|fault| DatumFault::Setup(fault.to_string()))
}

fn grid(projection: Projection) -> String {
    format!(
        "proj=tmerc algo=poder_engsager ellps=WGS84 lat_0=0 lon_0={} k_0={} x_0={} y_0=0",
        projection.meridian.degrees(),
        projection.family.scale(),
        Projection::FALSE_EASTING
    )
}

fn helmert(shift: Shift) -> String {
    let ([x, y, z], [rx, ry, rz], s) = (shift.translation, shift.rotation, shift.scale);
    format!("proj=helmert x={x} y={y} z={z} rx={rx} ry={ry} rz={rz} s={s} convention=coordinate_frame")
}

#[cfg(test)]
mod tests;
