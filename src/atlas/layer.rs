//! One layer: immutable base blocks and a small delta of what changed since.
//!
//! A write touches only the delta. When the delta has grown past [`Layer::fold_at`], it is folded in, and only the
//! blocks it falls into are built anew; the others stay shared with older snapshots.

use std::sync::Arc;

use super::block::{Block, CAPACITY, ClassId};
use super::delta::Delta;
use super::edits::Edits;
pub use super::edits::Stamp;
use super::feature::Feature;
use crate::geo::tile::Frame;

/// Smallest delta that is folded.
const FOLD_AT_LEAST: usize = 1_024;

type Entry = (Arc<Feature>, ClassId);

#[derive(Debug, Clone, Default)]
pub struct Layer {
    blocks: Vec<Arc<Block>>,
    delta: Arc<Delta>,
    counts: Vec<u64>,
    edits: Edits,
}

/// One change to a layer.
#[derive(Debug, Clone)]
pub enum Edit {
    Put(Arc<Feature>, ClassId),
    Remove(Arc<str>),
}

impl Layer {
    /// A layer of these features, in any order.
    pub fn build(mut features: Vec<Entry>) -> Self {
        features.sort_by(|(a, _), (b, _)| a.order.cmp(&b.order));
        let mut layer = Self { blocks: blocks_of(&features), edits: Edits::anew(), ..Self::default() };
        for (_, class) in &features {
            layer.count(*class, 1);
        }
        layer
    }

    /// A layer of what is put into it; nothing was there before that could be removed.
    pub fn of_edits(edits: Vec<Edit>) -> Self {
        let put = |edit| match edit {
            Edit::Put(feature, class) => Some((feature, class)),
            Edit::Remove(_) => None,
        };
        Self::build(edits.into_iter().filter_map(put).collect())
    }

    pub fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    pub fn delta(&self) -> &Delta {
        &self.delta
    }

    /// Features that a viewer of these classes sees.
    pub fn count_of(&self, sees: impl Fn(ClassId) -> bool) -> u64 {
        (0..).zip(&self.counts).filter(|&(class, _)| sees(class)).map(|(_, count)| count).sum()
    }

    /// The layer after these edits. Cost: the size of the delta, and of the blocks that a fold makes dirty.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Self {
        if edits.is_empty() {
            return self.clone();
        }
        let mut next = self.clone();
        let mut delta = Delta::clone(&self.delta);
        let mut boxes = Vec::new();
        for edit in edits {
            let id = match edit {
                Edit::Put(feature, _) => &feature.order.id,
                Edit::Remove(id) => id,
            };
            boxes.extend(next.take_out(&mut delta, id));
            if let Edit::Put(feature, class) = edit {
                boxes.extend(feature.drawn.bounds());
                delta.put(feature, *class);
                next.count(*class, 1);
            }
        }
        if delta.added.len() + delta.hidden.len() > next.fold_at() {
            next.fold(&delta);
            delta = Delta::default();
        }
        next.delta = Arc::new(delta);
        next.edits.note(boxes);
        next
    }

    /// Size at which a delta is folded: small enough to be copied with every write, large enough that folding stays
    /// rare against a large base.
    pub fn fold_at(&self) -> usize {
        FOLD_AT_LEAST.max(self.blocks.iter().map(|block| block.len()).sum::<usize>() / 64)
    }

    /// What the layer is, and how often it was edited.
    pub const fn stamp(&self) -> Stamp {
        self.edits.stamp()
    }

    /// Whether nothing on the map changed within a frame since the layer had a stamp.
    pub fn is_same_in(&self, frame: &Frame, since: Stamp) -> bool {
        self.edits.is_same_in(frame, since)
    }

    /// Where the blocks hold a feature that still counts.
    pub fn base_slot(&self, id: &str) -> Option<(usize, &Arc<Block>, usize)> {
        let mut blocks = self.blocks.iter().enumerate();
        let found = blocks.find_map(|(n, block)| Some((n, block, block.slot_of(id)?)))?;
        (!self.delta.hidden.contains(id)).then_some(found)
    }

    /// The feature's bytes, if there is one with this id and its class is seen.
    pub fn item(&self, id: &str, sees: impl Fn(ClassId) -> bool) -> Option<Vec<u8>> {
        if let Some((feature, class)) = self.delta.get(id) {
            return sees(*class).then(|| feature.json.to_vec());
        }
        if self.delta.hidden.contains(id) {
            return None;
        }
        let (block, slot) = self.find(id)?;
        sees(block.class(slot)).then(|| {
            let bytes = block.run(slot..slot + 1);
            bytes[..bytes.len() - 1].to_vec()
        })
    }

    /// The class of a feature, whoever sees it.
    pub fn class_of(&self, id: &str) -> Option<ClassId> {
        if let Some((_, class)) = self.delta.get(id) {
            return Some(*class);
        }
        if self.delta.hidden.contains(id) {
            return None;
        }
        let (block, slot) = self.find(id)?;
        Some(block.class(slot))
    }

    /// Smallest box around the features that are seen. A block that is seen whole answers from what it keeps.
    pub fn extent(&self, sees: &dyn Fn(ClassId) -> bool) -> Option<[f64; 4]> {
        let base = self.blocks.iter().filter_map(|block| block.extent(&self.delta.hidden, sees));
        let delta = self.delta.added.values().filter(|(_, class)| sees(*class)).filter_map(|(f, _)| f.shape.bounds());
        base.chain(delta)
            .reduce(|[w, s, e, n], [west, south, east, north]| [w.min(west), s.min(south), e.max(east), n.max(north)])
    }

    fn find(&self, id: &str) -> Option<(&Arc<Block>, usize)> {
        self.blocks.iter().find_map(|block| Some((block, block.slot_of(id)?)))
    }

    /// Takes a feature out; where it was drawn.
    fn take_out(&mut self, delta: &mut Delta, id: &Arc<str>) -> Option<[i64; 4]> {
        if let Some((feature, class)) = delta.take_out(id) {
            self.count(class, -1);
            return feature.drawn.bounds();
        }
        let (n, block, slot) =
            self.blocks.iter().enumerate().find_map(|(n, block)| Some((n, block, block.slot_of(id)?)))?;
        let (class, bounds) = (block.class(slot), block.drawn().bounds(slot));
        if !delta.hide(id, n, slot) {
            return None;
        }
        self.count(class, -1);
        bounds
    }

    fn count(&mut self, class: ClassId, by: i64) {
        let class = class as usize;
        if self.counts.len() <= class {
            self.counts.resize(class + 1, 0);
        }
        self.counts[class] = self.counts[class].saturating_add_signed(by);
    }

    /// Builds the blocks anew into which something of the delta falls.
    fn fold(&mut self, delta: &Delta) {
        let mut added = delta.added.values().cloned().peekable();
        let mut blocks = Vec::with_capacity(self.blocks.len() + 1);
        let last = self.blocks.len().saturating_sub(1);
        for (n, block) in self.blocks.iter().enumerate() {
            let mut incoming = Vec::new();
            while let Some(next) =
                added.next_if(|(feature, _)| n == last || block.last_order().is_some_and(|end| feature.order <= *end))
            {
                incoming.push(next);
            }
            if incoming.is_empty() && !delta.hidden.iter().any(|id| block.slot_of(id).is_some()) {
                blocks.push(Arc::clone(block));
                continue;
            }
            let mut features: Vec<Entry> =
                block.features().filter(|(feature, _)| !delta.hidden.contains(&feature.order.id)).collect();
            features.append(&mut incoming);
            features.sort_by(|(a, _), (b, _)| a.order.cmp(&b.order));
            blocks.extend(blocks_of(&features));
        }
        blocks.extend(blocks_of(&added.collect::<Vec<_>>()));
        self.blocks = blocks;
    }
}

/// Blocks of features in ascending order, each at most [`CAPACITY`] long.
fn blocks_of(features: &[Entry]) -> Vec<Arc<Block>> {
    // Even shares: a block that has just outgrown its capacity becomes two halves, not a full one and a stub.
    let pieces = features.len().div_ceil(CAPACITY).max(1);
    let size = features.len().div_ceil(pieces).max(1);
    features.chunks(size).map(|chunk| Arc::new(Block::build(chunk))).collect()
}
