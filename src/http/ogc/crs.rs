//! Reference systems at the edge: `crs`, `bbox-crs`, `filter-crs` (OGC API – Features, Part 2).
//!
//! Inside, everything is longitude and latitude. The order of axes that a system's own definition has applies here and
//! nowhere else: EPSG:4326 and EPSG:4756 are latitude first, CRS84 longitude first, all grids easting first, whatever
//! surveyors write.
//!
//! A handle of PROJ takes milliseconds to make and stays on its thread, so each thread keeps those it used.

use std::cell::RefCell;
use std::rc::Rc;

use crate::atlas::filter::Filter;
use crate::atlas::{LayerId, encode::again::Elsewhere};
use crate::domain::cql2::{Corner, Cql2Fault, Geometry};
use crate::domain::crs::Crs;
use crate::domain::fault::{Code, Fault};
use crate::domain::position::LonLat;
use crate::geo::{Bbox, Transform};
use crate::http::ask::Ask;
use crate::http::ogc::params::{self, bad, cut};
use crate::http::problem::Problem;

pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
/// Radius of the sphere of EPSG:3857.
const RADIUS: f64 = 6_378_137.0;
/// Pieces that each side of a box on a grid is cut into: its edges are no straight lines of longitude and latitude.
const PIECES: u8 = 32;

/// A system that features are served in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    Crs84,
    Epsg(Crs),
    /// EPSG:3857.
    WebMercator,
}

thread_local! {
    static HELD: RefCell<Vec<Rc<Transform>>> = const { RefCell::new(Vec::new()) };
}

impl Served {
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Crs84, Self::Epsg(Crs::Wgs84), Self::WebMercator]
            .into_iter()
            .chain(Crs::ALL.iter().copied().filter(|crs| *crs != Crs::Wgs84).map(Self::Epsg))
    }

    pub fn uri(self) -> String {
        match self {
            Self::Crs84 => CRS84.to_owned(),
            Self::Epsg(crs) => format!("{EPSG}{}", crs.epsg()),
            Self::WebMercator => format!("{EPSG}3857"),
        }
    }

    /// The system that a parameter names; CRS84 unless it does.
    ///
    /// # Errors
    /// 400 that names those there are.
    pub fn of(ask: &Ask, name: &str) -> Result<Self, Problem> {
        let Some(uri) = ask.parameter(name) else { return Ok(Self::Crs84) };
        Self::all().find(|served| served.uri() == uri).ok_or_else(|| {
            let all: Vec<String> = Self::all().map(Self::uri).collect();
            let mut problem = Problem::parameter(Fault::new(name, Code::NotOneOf).with(all.join(", ")));
            problem.extra.push(("value", cut(uri).into()));
            problem
        })
    }

    /// Whether latitude comes first.
    const fn is_latitude_first(self) -> bool {
        matches!(self, Self::Epsg(Crs::Wgs84 | Crs::Vn2000))
    }

    /// Whether the lower corner is the lower one; longitudes may cross the antimeridian.
    fn is_box(self, low: Corner, high: Corner) -> bool {
        let longitude = match self {
            Self::Crs84 => Some(0),
            Self::Epsg(Crs::Wgs84) => Some(1),
            _ => None,
        };
        (0..2).all(|axis| low[axis] <= high[axis] || longitude == Some(axis))
    }

    fn transform(self) -> Result<Option<Rc<Transform>>, Problem> {
        let Self::Epsg(crs) = self else { return Ok(None) };
        if crs == Crs::Wgs84 {
            return Ok(None);
        }
        HELD.with_borrow_mut(|held| {
            if let Some(transform) = held.iter().find(|held| held.crs() == crs) {
                return Ok(Some(Rc::clone(transform)));
            }
            let made = Rc::new(Transform::new(crs).map_err(|fault| Problem::internal(&fault))?);
            held.push(Rc::clone(&made));
            Ok(Some(made))
        })
    }

    /// # Errors
    /// 500 when PROJ cannot be set up.
    pub fn way(self) -> Result<Way, Problem> {
        Ok(Way { served: self, transform: self.transform()? })
    }
}

/// The way between a served system and longitude and latitude.
pub struct Way {
    served: Served,
    transform: Option<Rc<Transform>>,
}

impl Way {
    /// The place of coordinates in the system's own order; none where there is none.
    fn place(&self, [first, second]: Corner) -> Option<LonLat> {
        let (x, y) = if self.served.is_latitude_first() { (second, first) } else { (first, second) };
        match (&self.transform, self.served) {
            (Some(transform), _) => transform.to_wgs84(x, y).ok(),
            (None, Served::WebMercator) => {
                let lat = (y / RADIUS).sinh().atan().to_degrees();
                LonLat::new((x / RADIUS).to_degrees(), lat).ok()
            }
            (None, _) => LonLat::new(x, y).ok(),
        }
    }

    /// Coordinates of a place in the system's own order, to a millimetre; none where the system does not reach.
    pub fn written(&self, lon: f64, lat: f64) -> Option<[f64; 2]> {
        let (x, y, digits) = match (&self.transform, self.served) {
            (Some(transform), Served::Epsg(crs)) => {
                let (x, y) = transform.from_wgs84(LonLat::new(lon, lat).ok()?).ok()?;
                (x, y, if crs.is_geographic() { 1e8 } else { 1e3 })
            }
            (_, Served::WebMercator) => (lon.to_radians() * RADIUS, lat.to_radians().tan().asinh() * RADIUS, 1e3),
            _ => (lon, lat, 1e7),
        };
        let [x, y] = [x, y].map(|number| (number * digits).round() / digits + 0.0);
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        Some(if self.served.is_latitude_first() { [y, x] } else { [x, y] })
    }

    /// A box between two corners; on a grid its outline, corner by corner.
    fn outline(&self, low: Corner, high: Corner) -> Option<Geometry> {
        if self.transform.is_none() {
            let (low, high) = (self.place(low)?, self.place(high)?);
            return Some(Geometry::Box(low.into(), high.into()));
        }
        let along = |from: f64, to: f64, n: u8| from + (to - from) * f64::from(n) / f64::from(PIECES);
        let corners = [low, [high[0], low[1]], high, [low[0], high[1]], low];
        let mut ring = Vec::with_capacity(usize::from(PIECES) * 4 + 1);
        for side in corners.windows(2) {
            for n in 0..PIECES {
                ring.push(self.place([along(side[0][0], side[1][0], n), along(side[0][1], side[1][1], n)])?.into());
            }
        }
        ring.push(self.place(low)?.into());
        Some(Geometry::Polygon(vec![ring]))
    }

    /// A geometry of a filter in longitude and latitude.
    ///
    /// # Errors
    /// When a corner is no place in the system.
    pub fn geometry(&self, geometry: &Geometry) -> Result<Geometry, Cql2Fault> {
        let no_place = |[a, b]: Corner| {
            let uri = self.served.uri();
            Cql2Fault::typed(
                format!("{a} {b} không phải vị trí trong hệ {uri}"),
                format!("{a} {b} is no place in {uri}"),
            )
        };
        geometry.moved(
            &mut |corner| self.place(corner).map(Into::into).ok_or_else(|| no_place(corner)),
            &mut |low, high| {
                if !self.served.is_box(low, high) {
                    return Err(Cql2Fault::typed(
                        "góc dưới của BBOX lớn hơn góc trên",
                        "the lower corner of the BBOX is above the upper",
                    ));
                }
                self.outline(low, high).ok_or_else(|| no_place(low))
            },
        )
    }

    pub const fn is_plain(&self) -> bool {
        matches!(self.served, Served::Crs84)
    }
}

/// The box that is asked about: as it is, or as an area where the box is on a grid.
#[derive(Debug, Default)]
pub struct Asked {
    pub bbox: Option<Bbox>,
    pub area: Option<Filter>,
}

/// # Errors
/// 400 that says what is wrong with the box.
pub fn bbox(ask: &Ask, layer: LayerId) -> Result<Asked, Problem> {
    let served = Served::of(ask, "bbox-crs")?;
    if served == Served::Crs84 {
        return Ok(Asked { bbox: params::bbox(ask)?, area: None });
    }
    let Some(text) = ask.parameter("bbox") else { return Ok(Asked::default()) };
    let fault = |vi: &str, en: &str| bad("bbox", vi, en);
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|word| word.parse().ok().filter(|number: &f64| number.is_finite())).collect();
    let (low, high) = match numbers.as_deref() {
        Some([a, b, c, d] | [a, b, _, c, d, _]) => ([*a, *b], [*c, *d]),
        _ => return Err(fault("khung có 4 hoặc 6 số", "a box has 4 or 6 numbers")),
    };
    if !served.is_box(low, high) {
        return Err(fault("góc dưới lớn hơn góc trên", "the lower corner is above the upper"));
    }
    let nowhere = || {
        let uri = served.uri();
        bad("bbox", format!("góc khung không phải vị trí trong hệ {uri}"), format!("a corner is no place in {uri}"))
    };
    match served.way()?.outline(low, high).ok_or_else(nowhere)? {
        Geometry::Box([west, south], [east, north]) => {
            Ok(Asked { bbox: Some(Bbox::new(west, south, east, north).map_err(|_| nowhere())?), area: None })
        }
        area => Ok(Asked { bbox: None, area: Filter::touching(layer, &area) }),
    }
}

/// How places are written for an answer; none where they are as they lie.
pub fn elsewhere(way: &Way) -> Option<impl Fn(f64, f64) -> Option<[f64; 2]> + '_> {
    (!way.is_plain()).then_some(|lon, lat| way.written(lon, lat))
}

/// As a function that can be passed on.
pub fn as_elsewhere<'a>(of: Option<&'a impl Fn(f64, f64) -> Option<[f64; 2]>>) -> Option<Elsewhere<'a>> {
    of.map(|of| of as Elsewhere<'a>)
}

/// What is answered when a feature lies where the system does not reach.
pub fn out_of_reach(served: Served) -> Problem {
    let uri = served.uri();
    bad(
        "crs",
        format!("có đối tượng nằm ngoài phạm vi của hệ {uri}"),
        format!("a feature lies where {uri} does not reach"),
    )
}
