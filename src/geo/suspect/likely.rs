//! Which supported systems would put coordinates where they belong.

use std::cell::OnceCell;

use super::super::datum::Transform;
use super::{Reach, in_region, is_used_at};
use crate::domain::crs::Crs;
use crate::domain::position::{LonLat, Metres};

/// A system that coordinates may be in.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    pub crs: Crs,
    /// Where it would put them.
    pub place: LonLat,
    /// How far that is from the nearest line, if there was one to compare with.
    pub distance: Option<Metres>,
    /// Only with northing before easting, or latitude before longitude.
    pub swapped: bool,
}

/// All supported systems, each set up when it is first tried. Stays on its thread, like [`Transform`].
#[derive(Default)]
pub struct Systems {
    /// In the order of [`Crs::ALL`]; none where PROJ refuses.
    transforms: [OnceCell<Option<Transform>>; Crs::ALL.len()],
}

impl Systems {
    /// The systems that would put the coordinates into Viet Nam's border region: into [`REGION`](super::REGION), where the
    /// system is used, and within the limit of one of the lines. The nearest to a line first. Where no system takes them
    /// as they are, the other order of axes is tried.
    ///
    /// ```
    /// use mocgioi::geo::suspect::{Reach, Systems};
    ///
    /// // Longitude and latitude on either datum; no grid.
    /// let likely = Systems::default().likely(104.05, 20.95, &Reach::ANYWHERE);
    /// assert_eq!(likely.iter().map(|it| it.crs.epsg()).collect::<Vec<_>>(), [4326, 4756]);
    /// ```
    pub fn likely(&self, x: f64, y: f64, reach: &Reach<'_>) -> Vec<Likely> {
        let found = self.fitting(x, y, false, reach);
        if found.is_empty() { self.fitting(y, x, true, reach) } else { found }
    }

    fn fitting(&self, x: f64, y: f64, swapped: bool, reach: &Reach<'_>) -> Vec<Likely> {
        let mut all: Vec<Likely> = Crs::ALL
            .iter()
            .zip(&self.transforms)
            .filter_map(|(&crs, transform)| {
                let transform = transform.get_or_init(|| Transform::new(crs).ok()).as_ref()?;
                let place = transform.to_wgs84(x, y).ok()?;
                if !in_region(place) || !is_used_at(crs, place) {
                    return None;
                }
                let (near, distance) = reach.admits(place);
                near.then_some(Likely { crs, place, distance, swapped })
            })
            .collect();
        let metres = |likely: &Likely| likely.distance.map_or(0.0, |distance| distance.0);
        all.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
        all
    }
}
