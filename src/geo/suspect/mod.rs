//! What is wrong with coordinates: swapped, in another system, in other units, or simply elsewhere.
//!
//! A pair of numbers nearly always has *some* place, so a wrong reading must be judged by where it leads. [`Check`] brings
//! coordinates of a declared system to WGS 84 and accepts the place when it lies in the system's area of use and near the
//! line. Otherwise it says why not ([`Suspicion`]), having tried the usual mistakes; it never mends anything. For
//! coordinates without a declared system [`Systems::likely`] lists the systems in question.
//!
//! | what it finds | how |
//! |---|---|
//! | not finite; both zero | the value itself: an empty cell, a receiver without a fix |
//! | degrees in a metre column | a grid coordinate within ±180: no grid is used there |
//! | metres in a degree column | a degree beyond ±1,000; degrees, minutes and seconds run together look so, too |
//! | swapped axes | the other order would be accepted; surveyors' X is the northing |
//! | another system, such as the neighbouring zone | it would put the point within the limit and at less than half the distance |
//! | outside the area of use | grids: more than 2.25° (TM-3) or 3.5° (UTM) from the central meridian; all but WGS 84: outside [`REGION`] |
//! | far from the line | farther than the limit |
//!
//! **What it cannot find.** VN-2000 taken for WGS 84 moves a point by 222–225 m; only a limit below that shows it. The next
//! TM-3 zone is 26 km away (15′), so a limit should stay well below; with no line to compare, such a mistake is invisible.
//!
//! **Units.** As in [`datum`](super::datum). **Degenerate input.** Everything else that is no place is outside the area.
//!
//! **Cost.** A good point: 0.5 µs, and 7 µs a line it is compared with. A bad one: some 0.1 ms, as it is read in up to 24
//! systems; the first one 10 ms, when those are set up. Like [`Transform`] a `Check` stays on its thread.

mod likely;
mod message;
#[cfg(test)]
mod tests;

use super::datum::{DatumFault, Transform};
use super::near::NearIndex;
use crate::domain::crs::Crs;
use crate::domain::position::{LonLat, Metres};

pub use likely::{Likely, Systems};
pub use message::undeclared;

/// Viet Nam's mainland, its coastal islands and a strip of the neighbours: west, south, east, north in degrees.
pub const REGION: [f64; 4] = [101.5, 8.0, 110.0, 24.0];

/// Degrees end at 180; a grid coordinate in use has at least five digits.
const METRES_FROM: f64 = 1_000.0;
/// So far from every line another zone is worth a look, which must put the place so near to one.
const FAR: Metres = Metres(2_000.0);
const BESIDE: Metres = Metres(500.0);

/// The lines a point should lie near, and how near. Without lines nothing is asked.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    pub lines: &'a [&'a NearIndex],
    pub limit: Metres,
}

impl Reach<'_> {
    /// Asks nothing.
    pub const ANYWHERE: Self = Self { lines: &[], limit: Metres(f64::INFINITY) };

    /// Whether a place is near enough, and how far from the nearest of the lines. A place that is not is found out quickly.
    fn admits(&self, place: LonLat) -> (bool, Option<Metres>) {
        let near = self.lines.iter().filter_map(|line| line.distance_within(place, self.limit));
        let least = near.min_by(|a, b| a.0.total_cmp(&b.0));
        (least.is_some() || self.lines.is_empty(), least)
    }

    /// Whether one of the lines is within the limit, or nothing is asked. Cheaper than the distance.
    #[must_use]
    pub fn holds(&self, place: LonLat) -> bool {
        self.lines.is_empty() || self.lines.iter().any(|line| line.distance_within(place, self.limit).is_some())
    }

    /// How far the nearest of the lines is; none without lines.
    #[must_use]
    pub fn distance(&self, place: LonLat) -> Option<Metres> {
        let all = self.lines.iter().map(|line| line.distance_to(place));
        all.min_by(|a, b| a.0.total_cmp(&b.0))
    }
}

/// Why coordinates were not taken. The words are in [`message`](Suspicion::message).
#[derive(Clone, Debug, PartialEq)]
pub enum Suspicion {
    NotFinite,
    /// Both coordinates are exactly 0.
    Zero,
    DegreesInMetres {
        crs: Crs,
        likely: Vec<Likely>,
    },
    MetresInDegrees {
        crs: Crs,
        likely: Vec<Likely>,
    },
    /// In the other order they would be accepted, and lie there.
    AxesSwapped {
        crs: Crs,
        place: LonLat,
    },
    /// Other systems would put the point where it should be.
    OtherSystem {
        crs: Crs,
        /// Where the declared one puts it, and how far from the line.
        place: Option<LonLat>,
        distance: Option<Metres>,
        likely: Vec<Likely>,
    },
    /// The declared system is not used there; none where there is no such place at all.
    OutsideArea {
        crs: Crs,
        place: Option<LonLat>,
    },
    FarFromLine {
        crs: Crs,
        place: LonLat,
        distance: Metres,
        limit: Metres,
    },
    /// PROJ cannot be used; the coordinates may be good.
    Unchecked(DatumFault),
}

/// Judges coordinates of one declared system.
///
/// ```
/// use mocgioi::domain::crs::Crs;
/// use mocgioi::geo::suspect::{Check, Reach, Suspicion};
///
/// let check = Check::new(Crs::Tm104_00)?;
/// assert!(check.place(505_003.653, 2_317_417.0, &Reach::ANYWHERE).is_ok());
/// let swapped = check.place(2_317_417.0, 505_003.653, &Reach::ANYWHERE);
/// assert!(matches!(swapped, Err(Suspicion::AxesSwapped { .. })));
/// # Ok::<(), mocgioi::geo::DatumFault>(())
/// ```
pub struct Check {
    transform: Transform,
    others: Systems,
}

impl Check {
    /// Prepares for a system.
    ///
    /// # Errors
    /// [`DatumFault::Setup`] when PROJ refuses, which a working build never does.
    pub fn new(crs: Crs) -> Result<Self, DatumFault> {
        Ok(Self { transform: Transform::new(crs)?, others: Systems::default() })
    }

    /// The way between the declared system and WGS 84.
    pub const fn transform(&self) -> &Transform {
        &self.transform
    }

    /// The place of coordinates, if it is plausible.
    ///
    /// # Errors
    /// What makes them suspect.
    pub fn place(&self, x: f64, y: f64, reach: &Reach<'_>) -> Result<LonLat, Suspicion> {
        let found = match self.transform.to_wgs84(x, y) {
            Ok(place) => Some(place),
            Err(DatumFault::NoPlace { .. }) => None,
            Err(DatumFault::NotFinite) => return Err(Suspicion::NotFinite),
            Err(fault @ DatumFault::Setup(_)) => return Err(Suspicion::Unchecked(fault)),
        };
        let zero = x == 0.0 && y == 0.0;
        match found {
            Some(place) if !zero && is_used_at(self.transform.crs(), place) && reach.holds(place) => Ok(place),
            _ if zero => Err(Suspicion::Zero),
            _ => Err(self.suspicion([x, y], found, found.and_then(|place| reach.distance(place)), reach)),
        }
    }

    /// Whether a place in a grid is so far from every line that a neighbouring grid is worth a look.
    #[must_use]
    pub fn is_far(&self, place: LonLat, lines: &[&NearIndex]) -> bool {
        self.transform.crs().projection().is_some() && !Reach { lines, limit: FAR }.holds(place)
    }

    /// A neighbouring grid that would put coordinates beside a line, where the declared one does not. Both may be right: a
    /// place need not be near a line.
    #[must_use]
    pub fn nearer_in_another_zone(&self, x: f64, y: f64, lines: &[&NearIndex]) -> Option<Likely> {
        let own = self.transform.crs().projection()?;
        let near = self.others.likely(x, y, &Reach { lines, limit: BESIDE });
        near.into_iter().find(|other| {
            !other.swapped
                && other.crs != self.transform.crs()
                && other.crs.projection().is_some_and(|grid| grid.family == own.family)
        })
    }

    /// Of coordinates that were not accepted.
    fn suspicion(
        &self,
        [x, y]: [f64; 2],
        found: Option<LonLat>,
        distance: Option<Metres>,
        reach: &Reach<'_>,
    ) -> Suspicion {
        let crs = self.transform.crs();
        let in_degrees = x.abs() <= 180.0 && y.abs() <= 180.0;
        if !crs.is_geographic() && in_degrees {
            return Suspicion::DegreesInMetres { crs, likely: self.others.likely(x, y, reach) };
        }
        if crs.is_geographic() && (x.abs() > METRES_FROM || y.abs() > METRES_FROM) {
            return Suspicion::MetresInDegrees { crs, likely: self.others.likely(x, y, reach) };
        }
        if let Ok(place) = self.transform.to_wgs84(y, x)
            && in_region(place)
            && is_used_at(crs, place)
            && reach.admits(place).0
        {
            return Suspicion::AxesSwapped { crs, place };
        }
        let mut likely = self.others.likely(x, y, reach);
        let better = |other: Option<Metres>| match (other, distance) {
            (Some(other), Some(own)) => other.0 < own.0 / 2.0,
            _ => true,
        };
        likely.retain(|other| other.crs != crs && !other.swapped && better(other.distance));
        if !likely.is_empty() {
            return Suspicion::OtherSystem { crs, place: found, distance, likely };
        }
        match (found, distance) {
            (Some(place), Some(distance)) if is_used_at(crs, place) => {
                Suspicion::FarFromLine { crs, place, distance, limit: reach.limit }
            }
            _ => Suspicion::OutsideArea { crs, place: found },
        }
    }
}

fn in_region(place: LonLat) -> bool {
    let [west, south, east, north] = REGION;
    (west..=east).contains(&place.lon()) && (south..=north).contains(&place.lat())
}

/// Whether the system is used at a place. WGS 84 longitude and latitude are used everywhere.
fn is_used_at(crs: Crs, place: LonLat) -> bool {
    let within =
        |grid: crate::domain::crs::Projection| (place.lon() - grid.meridian.degrees()).abs() <= grid.family.reach();
    crs == Crs::Wgs84 || in_region(place) && crs.projection().is_none_or(within)
}
