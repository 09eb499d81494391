//! Which features a tile shows.
//!
//! - Markers by rank along the line ([`Drawn::from_zoom`](super::drawn::Drawn)); those that need attention always.
//! - Points of other layers, below [`WHOLE_FROM`]: of each cell of 8 screen points the one of greatest weight, with the number of
//!   those it stands for. Cells lie on the grid of the world and a frame is whole cells, so tiles that meet agree, and what a tile
//!   shows its parts show, too.
//! - Lines: all that the zoom shows and the frame meets.

use std::collections::BTreeSet;

use super::drawn::{DrawnPlace, WHOLE_FROM};
use super::marks::Marks;
use crate::atlas::block::ClassId;
use crate::atlas::feature::Feature;
use crate::atlas::layer::Layer;
use crate::atlas::layers::LayerId;
use crate::geo::tile::{EXTENT, Frame, TileId, World};

/// Units of a cell, as a power of two.
const CELL_BITS: u8 = 6;
/// What a tile shows beyond its sides: one cell.
pub const BUFFER: u32 = 1 << CELL_BITS;
const CELLS: usize = (EXTENT / BUFFER + 2) as usize;

/// A feature where it lies: block and slot, or a place in the list of those that came since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub block: Option<usize>,
    pub slot: usize,
    /// How many it stands for, itself included.
    pub count: u32,
}

/// What is asked of a layer.
pub struct Asked<'a> {
    pub layer: LayerId,
    pub held: &'a Layer,
    pub tile: TileId,
    pub sees: &'a dyn Fn(ClassId) -> bool,
    pub marks: &'a Marks,
}

/// What came since the blocks were built, in layer order.
pub fn since(held: &Layer) -> Vec<(&Feature, ClassId)> {
    held.delta().added.values().map(|(feature, class)| (&**feature, *class)).collect()
}

impl Asked<'_> {
    /// The features of the tile, in layer order.
    pub fn select(&self, since: &[(&Feature, ClassId)]) -> Vec<Hit> {
        let frame = self.tile.frame(BUFFER);
        let zoom = self.tile.zoom();
        let mut cells = (zoom < WHOLE_FROM && self.layer != LayerId::Markers).then(|| Cells::new(self.tile, frame));
        let mut hits = Vec::new();
        for (n, block) in self.held.blocks().iter().enumerate() {
            let hidden = self.held.delta().hidden_in(n);
            let shown =
                |slot: usize| (self.sees)(block.class(slot)) && hidden.is_none_or(|slots| !slots.contains(slot));
            let drawn = block.drawn();
            for (slot, at) in drawn.points(&frame, zoom).filter(|(slot, _)| shown(*slot)) {
                match &mut cells {
                    Some(cells) => cells.put(at, drawn.weight(slot), Hit { block: Some(n), slot, count: 1 }),
                    None => hits.push(Hit { block: Some(n), slot, count: 1 }),
                }
            }
            let lines = drawn.lines(&frame, zoom).filter(|line| shown(line.slot as usize));
            hits.extend(lines.map(|line| Hit { block: Some(n), slot: line.slot as usize, count: 1 }));
        }
        for (slot, (feature, _)) in since.iter().enumerate().filter(|(_, (_, class))| (self.sees)(*class)) {
            let (drawn, hit) = (&feature.drawn, Hit { block: None, slot, count: 1 });
            if drawn.from_zoom > zoom || !drawn.bounds().is_some_and(|bounds| frame.meets(bounds)) {
                continue;
            }
            match (&drawn.place, &mut cells) {
                (DrawnPlace::Point(at), Some(cells)) => cells.put(*at, drawn.weight, hit),
                _ => hits.push(hit),
            }
        }
        hits.extend(cells.into_iter().flat_map(Cells::winners));
        if self.layer == LayerId::Markers {
            self.add_marked(since, &frame, &mut hits);
        }
        hits.sort_unstable();
        hits
    }

    /// Markers that are never thinned, where their rank would leave them out.
    fn add_marked(&self, since: &[(&Feature, ClassId)], frame: &Frame, hits: &mut Vec<Hit>) {
        let there: BTreeSet<(Option<usize>, usize)> = hits.iter().map(|hit| (hit.block, hit.slot)).collect();
        for id in self.marks.pressing() {
            let recent = since.iter().position(|(feature, _)| *feature.order.id == **id);
            let found = match recent {
                Some(slot) => since.get(slot).map(|(feature, class)| (None, slot, feature.drawn.bounds(), *class)),
                None => self
                    .held
                    .base_slot(id)
                    .map(|(n, block, slot)| (Some(n), slot, block.drawn().bounds(slot), block.class(slot))),
            };
            let Some((block, slot, Some(bounds), class)) = found else { continue };
            if (self.sees)(class) && frame.meets(bounds) && !there.contains(&(block, slot)) {
                hits.push(Hit { block, slot, count: 1 });
            }
        }
    }
}

/// The greatest of each cell.
struct Cells {
    frame: Frame,
    bits: u8,
    held: Vec<(u32, Hit)>,
}

impl Cells {
    fn new(tile: TileId, frame: Frame) -> Self {
        let nothing = (0, Hit { block: None, slot: 0, count: 0 });
        Self { frame, bits: tile.unit_bits() + CELL_BITS, held: vec![nothing; CELLS * CELLS] }
    }

    /// Takes one in. Of two of the same weight the first in layer order stays: they come in that order.
    fn put(&mut self, at: World, weight: u32, hit: Hit) {
        let cell = |cells: i64| usize::try_from(cells >> self.bits).unwrap_or(usize::MAX);
        let (column, row) = (cell(i64::from(at.x) - self.frame.west), cell(i64::from(at.y) - self.frame.north));
        // What lies on the southern or eastern side is in the next cell, which is beyond the frame.
        if column >= CELLS || row >= CELLS {
            return;
        }
        let (most, held) = &mut self.held[row * CELLS + column];
        let count = held.count + 1;
        if held.count == 0 || weight > *most {
            (*most, *held) = (weight, hit);
        }
        held.count = count;
    }

    fn winners(self) -> impl Iterator<Item = Hit> {
        self.held.into_iter().map(|(_, hit)| hit).filter(|hit| hit.count > 0)
    }
}
