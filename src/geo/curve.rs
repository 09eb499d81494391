//! The order in which places are stored and served: their place on a Hilbert curve.
//!
//! [`order_key`] lays a grid of 2³¹ × 2³¹ cells over the world (17 × 9 mm at the equator) and
//! returns how many cells the Hilbert curve visits before the place's. The curve never leaves a
//! quadrant before it has visited all of it, and each step goes to an adjacent cell. So places
//! close in key are close on the ground, and a box is a few long runs of keys. The converse does
//! not hold: neighbours across a quadrant's edge may be far apart in key.
//!
//! **Frozen for ever.** Keys are stored with every record and inside the cursors that clients
//! hold. If one bit of this computation changed, a walk through pages would skip or repeat
//! records. The golden keys in the tests must never be edited; a better curve needs a new
//! function and a new column.
//!
//! **Units.** Degrees in; the key is a count of cells, below 2⁶², so it fits a signed BIGINT.
//!
//! **Source.** D. Hilbert, *Math. Annalen* 38 (1891) 459–460; the loop is the usual
//! coordinates-to-distance form, one quadrant a step from the largest to the smallest. Quadrants
//! are visited south-west, north-west, north-east, south-east; the curve starts at (−180, −90)
//! and ends at (180, −90).
//!
//! **Degenerate input.** Longitude 180 and latitude 90 belong to the last cell. ±180°, and the
//! longitudes of a pole, are different cells: the key follows the digits, not the ground.
//!
//! **Cost.** 31 steps of integer work, under 100 ns. Only `+`, `/`, `×` on binary64 come before,
//! which IEEE 754 fixes to the last bit, so every machine computes the same key.

use crate::domain::position::LonLat;

/// The key of a record without a place: after every place, and the largest signed BIGINT.
pub const NO_PLACE_KEY: u64 = i64::MAX as u64;

const BITS: u32 = 31;

/// Where the place comes in storage order; see the [module](self). Always below 2⁶².
///
/// ```
/// use mocgioi::geo::{LonLat, NO_PLACE_KEY, order_key};
///
/// let tripoint = LonLat::new(102.143_919_17, 22.400_637_5)?;
/// assert_eq!(order_key(tripoint), 3_337_147_499_613_964_368);
/// assert!(order_key(tripoint) < NO_PLACE_KEY);
/// # Ok::<(), mocgioi::geo::PositionFault>(())
/// ```
#[must_use]
pub fn order_key(place: LonLat) -> u64 {
    key_of_cell(cell((place.lon() + 180.0) / 360.0), cell((place.lat() + 90.0) / 180.0))
}

/// The cell along one axis of a share of it, 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 ≤ share ≤ 1, so the product is within 0 to 2³¹; dropping the fraction is meant"
)]
fn cell(share: f64) -> u32 {
    const CELLS: u32 = 1 << BITS;
    ((share * f64::from(CELLS)) as u32).min(CELLS - 1)
}

/// Distance along the curve of a cell. Each step takes the quadrant's two bits from the top, then
/// turns the quadrant so that its part of the curve lies like the whole.
fn key_of_cell(mut x: u32, mut y: u32) -> u64 {
    let mut key = 0;
    for bit in (0..BITS).rev() {
        let (east, north) = (x >> bit & 1, y >> bit & 1);
        key = key << 2 | u64::from((3 * east) ^ north);
        if north == 0 {
            if east == 1 {
                // Mirrors the bits still to come; those already taken no longer matter.
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    /// The opposite way, written independently: from the smallest quadrant up.
    fn cell_of_key(key: u64) -> (u32, u32) {
        let (mut x, mut y) = (0_u32, 0_u32);
        for bit in 0..BITS {
            let side = 1_u32 << bit;
            (x, y) = match key >> (2 * bit) & 3 {
                0 => (y, x),
                1 => (x, y + side),
                2 => (x + side, y + side),
                _ => (side + (side - 1 - y), side - 1 - x),
            };
        }
        (x, y)
    }

    /// Computed by a separate program from the recursive definition. NEVER change a line.
    const GOLDEN: [(f64, f64, u64); 10] = [
        (-180.0, -90.0, 0),
        (180.0, 90.0, 3_074_457_345_618_258_602),
        (0.0, 0.0, 2_305_843_009_213_693_952),
        (-180.0, 90.0, 1_537_228_672_809_129_301),
        (180.0, -90.0, 4_611_686_018_427_387_903),
        (102.143_919_17, 22.400_637_5, 3_337_147_499_613_964_368),
        (105.306_454_17, 23.379_741_11, 3_292_644_803_991_458_095),
        (104.967_468_06, 23.200_186_67, 3_292_454_967_032_025_578),
        (-69.5, -12.25, 828_814_235_848_550_400),
        (105.85, 21.03, 3_336_518_184_457_271_920),
    ];

    #[test]
    fn golden_keys_never_change() {
        for (lon, lat, key) in GOLDEN {
            assert_eq!(order_key(place(lon, lat)), key, "{lon} {lat}");
        }
        assert_eq!(NO_PLACE_KEY, 9_223_372_036_854_775_807);
    }

    #[test]
    fn the_first_cells_are_visited_in_hilberts_order() {
        let cells: Vec<_> = (0..16).map(cell_of_key).collect();
        let expected = "00 01 11 10 20 30 31 21 22 32 33 23 13 12 02 03";
        // The smallest 4 × 4 block, lying as an odd number of halvings leaves it.
        let drawn: Vec<_> = cells.iter().map(|(x, y)| format!("{x}{y}")).collect();
        assert_eq!(drawn.join(" "), expected);
    }

    proptest! {
        #![proptest_config(fixed(3, 4096))]

        #[test]
        fn neighbours_in_key_are_adjacent_cells(key in 0..(1_u64 << 62) - 1) {
            let (a, b) = (cell_of_key(key), cell_of_key(key + 1));
            prop_assert_eq!(a.0.abs_diff(b.0) + a.1.abs_diff(b.1), 1);
        }

        #[test]
        fn every_key_is_one_cell_and_every_cell_one_key(key in 0..1_u64 << 62) {
            let (x, y) = cell_of_key(key);
            prop_assert_eq!(key_of_cell(x, y), key);
        }

        #[test]
        fn the_cell_of_a_key_holds_the_place(lon in -180.0..=180.0, lat in -90.0..=90.0) {
            let key = order_key(place(lon, lat));
            prop_assert!(key < 1 << 62);
            let (x, y) = cell_of_key(key);
            let side = 2_f64.powi(-31);
            prop_assert!((f64::from(x) * side * 360.0 - 180.0 - lon).abs() <= side * 360.001);
            prop_assert!((f64::from(y) * side * 180.0 - 90.0 - lat).abs() <= side * 180.001);
        }
    }
}
