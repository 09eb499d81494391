//! Vector tiles (Mapbox Vector Tile 2.1) of the layers, straight from the columns of the blocks.
//!
//! A tile of a layer: boxes of neighbours that meet it, the places in them, the rank or the cell of each, then the bytes that lie
//! ready. Everything is whole numbers on one grid ([`crate::geo::tile`]). Cost: 1 ns for each place near the tile, 0.3 µs for each
//! feature in it; a tile that was made is a look-up.
//!
//! | file | what it does |
//! |---|---|
//! | [`attributes`] | what a map is told of a feature |
//! | [`drawn`] | a feature on the grid, with its rank |
//! | [`columns`] | those of a block, side by side |
//! | [`select`] | which of them a tile shows |
//! | [`marks`] | what a viewer knows of markers |
//! | [`encode`], `write` | a layer of a tile as bytes |
//! | [`cache`] | tiles that were made |

pub mod attributes;
pub mod cache;
pub mod columns;
pub mod drawn;
pub mod encode;
pub mod marks;
pub mod select;
mod write;

use std::sync::Arc;

use super::board::Outlook;
use super::layer::{Layer, Stamp};
use super::layers::LayerId;
use super::snapshot::{Snapshot, Visible};
use crate::domain::access::Label;
use crate::geo::tile::TileId;
pub use attributes::Attribute;
pub use cache::{Tile, Tiles};
pub use drawn::{Drawn, WHOLE_FROM};
use marks::Marks;
use select::{Asked, BUFFER};

/// Who looks at a map, and when.
#[derive(Debug, Clone, Copy)]
pub struct MapView<'a> {
    pub visible: &'a Visible,
    pub outlook: Outlook<'a>,
    /// Whether he is nobody known: he is not told that something never was inspected.
    pub is_stranger: bool,
}

impl Snapshot {
    /// A tile of a layer, as a viewer sees it.
    pub fn tile(&self, layer: LayerId, tile: TileId, view: &MapView<'_>) -> Arc<Tile> {
        let board = (layer == LayerId::Segments).then(|| self.board(&view.outlook, view.visible));
        let held = board.as_ref().map_or_else(|| self.layer(layer), |board| board.layer());
        let tiles = self.tiles();
        let set = tiles.set(view.visible, view.is_stranger);
        let (number, marks) = self.marks_of(layer, set, view);
        let of = (layer, tile, set);
        if let Some(kept) = tiles.get(of, number, held, &tile.frame(BUFFER)) {
            return kept;
        }
        let made = Arc::new(self.draw(layer, held, tile, view.visible, &marks));
        tiles.put(of, number, held, &made);
        made
    }

    /// The same, made anew.
    pub fn tile_anew(&self, layer: LayerId, tile: TileId, view: &MapView<'_>) -> Tile {
        let board = (layer == LayerId::Segments).then(|| self.board(&view.outlook, view.visible));
        let held = board.as_ref().map_or_else(|| self.layer(layer), |board| board.layer());
        let marks = if layer == LayerId::Markers { self.marks(view) } else { Marks::default() };
        self.draw(layer, held, tile, view.visible, &marks)
    }

    fn draw(&self, layer: LayerId, held: &Layer, tile: TileId, visible: &Visible, marks: &Marks) -> Tile {
        let sees = |class| visible.sees(class);
        let restricted = |class| self.label_of(class) == Some(Label::Restricted);
        encode::tile(&Asked { layer, held, tile, sees: &sees, marks }, &restricted)
    }

    /// What is known of markers, where the layer shows it.
    fn marks_of(&self, layer: LayerId, set: u64, view: &MapView<'_>) -> (u64, Arc<Marks>) {
        if layer != LayerId::Markers {
            return (0, Arc::default());
        }
        let board = self.board(&view.outlook, view.visible);
        let stamps: [Stamp; 3] =
            [self.layer(LayerId::Inspections).stamp(), board.layer().stamp(), self.layer(LayerId::Markers).stamp()];
        self.tiles().marks(set, &stamps, || self.marks(view))
    }
}
