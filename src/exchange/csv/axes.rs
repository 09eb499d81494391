//! Which of the columns X and Y is the northing.
//!
//! Surveyors write X for northing and Y for easting, map programs the other way round; the name alone says nothing. In
//! Viet Nam the two cannot be confused: northings are 900,000–2,700,000 m (latitudes 8–24), eastings 100,000–900,000 m
//! (longitudes 102–110). So the first rows settle the convention of the whole file. Four in five of the rows that tell
//! must agree, so that a single swapped row does not turn the others round; it stays as written and is found out when
//! it is placed.
//!
//! **Degenerate input.** No row tells, or the rows disagree: not settled. Cost: one pass over the rows looked at.

/// What X and Y mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axes {
    /// As surveyors write: X to the north, Y to the east.
    XIsNorthing,
    /// As in mathematics: X to the east, Y to the north.
    XIsEasting,
    /// Nobody has said; the magnitudes must tell.
    #[default]
    Unstated,
}

/// How many rows are looked at.
pub(super) const ROWS: usize = 100;

/// The convention under which the pairs (x, y) lie in Viet Nam, if they tell.
pub(super) fn settle(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<Axes> {
    let (mut x_is_northing, mut x_is_easting) = (0_usize, 0_usize);
    for (x, y) in pairs {
        x_is_northing += usize::from(fits(y, x));
        x_is_easting += usize::from(fits(x, y));
    }
    let all = x_is_northing + x_is_easting;
    if all > 0 && x_is_northing * 5 >= all * 4 {
        Some(Axes::XIsNorthing)
    } else if all > 0 && x_is_easting * 5 >= all * 4 {
        Some(Axes::XIsEasting)
    } else {
        None
    }
}

fn fits(east: f64, north: f64) -> bool {
    let metres = (100_000.0..900_000.0).contains(&east) && (900_000.0..=2_700_000.0).contains(&north);
    let degrees = (102.0..=110.0).contains(&east) && (8.0..=24.0).contains(&north);
    metres || degrees
}

#[cfg(test)]
mod tests {
    use super::*;

    const SON_LA: (f64, f64) = (2_330_121.5, 498_200.25);

    #[test]
    fn magnitudes_tell_metres_and_degrees() {
        assert_eq!(settle([SON_LA]), Some(Axes::XIsNorthing));
        assert_eq!(settle([(SON_LA.1, SON_LA.0)]), Some(Axes::XIsEasting));
        assert_eq!(settle([(104.5, 21.0)]), Some(Axes::XIsEasting));
        assert_eq!(settle([(21.0, 104.5)]), Some(Axes::XIsNorthing));
    }

    #[test]
    fn one_swapped_row_among_ten_changes_nothing_and_half_settle_nothing() {
        let swapped = (SON_LA.1, SON_LA.0);
        assert_eq!(settle([[SON_LA; 9].as_slice(), &[swapped]].concat()), Some(Axes::XIsNorthing));
        assert_eq!(settle([SON_LA, swapped]), None);
    }

    #[test]
    fn rows_elsewhere_tell_nothing() {
        assert_eq!(settle([]), None);
        assert_eq!(settle([(1.0, 2.0), (500_000.0, 500_000.0), (f64::NAN, 21.0)]), None);
    }
}
