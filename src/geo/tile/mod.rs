//! The grid of map tiles: `WebMercatorQuad` of OGC 17-083r4, which every map on the web uses.
//!
//! The world is a square of 2³² × 2³² cells, north at the top: [`World`]. A cell is 9 mm at the equator, so a place is put
//! on the grid once, when it comes, and everything after that is whole numbers: a [`TileId`] takes 2^(20 − zoom) cells for each of
//! the 4096 units of its side.
//!
//! **Units.** Degrees in; cells and tile units out. **Source.** Spherical Mercator, EPSG:3857, as OGC 17-083r4 annex D writes it.
//! **Degenerate input.** Beyond 85.05° north or south there is no tile; such places lie on the edge. Longitude 180 is the last
//! column. **Cost.** A place 40 ns, its unit in a tile 1 ns.
//!
//! | file | computes |
//! |---|---|
//! | [`mod@clip`] | the parts of a line that lie in a box |
//! | [`course`] | a line whose vertices know from which zoom on they are drawn |

pub mod clip;
pub mod course;

use std::f64::consts::{PI, TAU};

use crate::domain::position::LonLat;
pub use clip::{Frame, clip};
pub use course::{Course, Vertex};

/// Units along a side of a tile.
pub const EXTENT: u32 = 4096;
/// The deepest zoom: a unit is four cells, 4 cm at the equator.
pub const DEEPEST: u8 = 18;
/// Cells of a unit at zoom 0, as a power of two.
const UNIT_AT_ZERO: u8 = 20;

/// A place on the grid of cells: east and south of the north-western corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct World {
    pub x: u32,
    pub y: u32,
}

impl World {
    /// The cell that a place lies in.
    #[must_use]
    pub fn of(place: LonLat) -> Self {
        let sin = place.lat().to_radians().sin().clamp(-0.999_999, 0.999_999);
        let down = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (2.0 * TAU);
        Self { x: cell((place.lon() + 180.0) / 360.0), y: cell(down) }
    }

    /// The corner of the cell, in degrees: longitude, latitude.
    #[must_use]
    pub fn degrees(x: i64, y: i64) -> [f64; 2] {
        const CELLS: f64 = 4_294_967_296.0;
        #[expect(clippy::cast_precision_loss, reason = "at most a few cells outside of 2³²")]
        let (across, down) = (x as f64 / CELLS, y as f64 / CELLS);
        [across * 360.0 - 180.0, (PI * (1.0 - 2.0 * down)).sinh().atan().to_degrees()]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u32; dropping the fraction is meant"
)]
fn cell(share: f64) -> u32 {
    (share * 4_294_967_296.0).clamp(0.0, 4_294_967_295.0) as u32
}

/// One tile of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    zoom: u8,
    row: u32,
    column: u32,
}

impl TileId {
    /// `None` outside of the grid, or deeper than [`DEEPEST`].
    ///
    /// ```
    /// use mocgioi::geo::tile::TileId;
    ///
    /// assert!(TileId::new(1, 1, 1).is_some());
    /// assert!(TileId::new(1, 2, 0).is_none());
    /// ```
    #[must_use]
    pub const fn new(zoom: u8, row: u32, column: u32) -> Option<Self> {
        if zoom > DEEPEST || row >> zoom != 0 || column >> zoom != 0 { None } else { Some(Self { zoom, row, column }) }
    }

    /// The tile of a zoom that a place lies in.
    #[must_use]
    pub const fn around(place: World, zoom: u8) -> Self {
        let zoom = if zoom > DEEPEST { DEEPEST } else { zoom };
        // In two steps: a shift by 32 would be none.
        let shift = 31 - zoom;
        Self { zoom, row: place.y >> 1 >> shift, column: place.x >> 1 >> shift }
    }

    #[must_use]
    pub const fn zoom(self) -> u8 {
        self.zoom
    }

    #[must_use]
    pub const fn row(self) -> u32 {
        self.row
    }

    #[must_use]
    pub const fn column(self) -> u32 {
        self.column
    }

    /// How many cells a unit is, as a power of two.
    #[must_use]
    pub const fn unit_bits(self) -> u8 {
        UNIT_AT_ZERO - self.zoom
    }

    /// The cells of the tile and of so many units around it.
    #[must_use]
    pub fn frame(self, buffer: u32) -> Frame {
        let side = i64::from(EXTENT) << self.unit_bits();
        let more = i64::from(buffer) << self.unit_bits();
        let (west, north) = (i64::from(self.column) * side, i64::from(self.row) * side);
        Frame { west: west - more, north: north - more, east: west + side + more, south: north + side + more }
    }

    /// Where a cell lies in the tile: units from its north-western corner, to the nearest.
    #[must_use]
    pub fn local(self, x: i64, y: i64) -> [i32; 2] {
        let bits = self.unit_bits();
        let side = i64::from(EXTENT) << bits;
        let half = (1_i64 << bits) / 2;
        let unit = |cells: i64| i32::try_from((cells + half) >> bits).unwrap_or(i32::MAX);
        [unit(x - i64::from(self.column) * side), unit(y - i64::from(self.row) * side)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    #[test]
    fn the_tiles_of_ha_noi_are_those_that_every_map_has() {
        let at = World::of(place(105.85, 21.03));
        for (zoom, row, column) in [(0, 0, 0), (8, 112, 203), (14, 7212, 13009)] {
            assert_eq!(TileId::around(at, zoom), TileId::new(zoom, row, column).unwrap(), "zoom {zoom}");
        }
    }

    #[test]
    fn what_lies_outside_of_the_grid_is_no_tile_and_the_edge_of_the_world_is_in_one() {
        assert!(
            TileId::new(0, 0, 1).is_none() && TileId::new(19, 0, 0).is_none() && TileId::new(18, 1 << 18, 0).is_none()
        );
        for (lon, lat) in [(180.0, 90.0), (-180.0, -90.0)] {
            let tile = TileId::around(World::of(place(lon, lat)), DEEPEST);
            assert!(TileId::new(tile.zoom(), tile.row(), tile.column()).is_some(), "{lon} {lat}");
        }
    }

    proptest! {
        #![proptest_config(fixed(71, 2048))]

        #[test]
        fn a_place_comes_back_from_its_cell(lon in -180.0..180.0, lat in -85.0..85.0) {
            let at = World::of(place(lon, lat));
            let [west, north] = World::degrees(at.x.into(), at.y.into());
            let [east, south] = World::degrees(i64::from(at.x) + 1, i64::from(at.y) + 1);
            // The rounding of the formula is a hundredth of a cell.
            prop_assert!((west - 1e-9..=east + 1e-9).contains(&lon) && (south - 1e-9..=north + 1e-9).contains(&lat));
        }

        #[test]
        fn a_place_lies_in_its_tile_to_half_a_unit(lon in -180.0..180.0, lat in -85.0..85.0, zoom in 0..=DEEPEST) {
            let at = World::of(place(lon, lat));
            let tile = TileId::around(at, zoom);
            let [x, y] = tile.local(at.x.into(), at.y.into());
            prop_assert!((0..=4096).contains(&x) && (0..=4096).contains(&y));
            let frame = tile.frame(0);
            let half = (1_i64 << tile.unit_bits()) / 2;
            prop_assert!((frame.west + (i64::from(x) << tile.unit_bits()) - i64::from(at.x)).abs() <= half);
            prop_assert!((frame.north + (i64::from(y) << tile.unit_bits()) - i64::from(at.y)).abs() <= half);
        }
    }
}
