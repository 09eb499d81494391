//! What changed in a layer since its blocks were built.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::block::ClassId;
use super::feature::{Feature, Order, Shape};
use super::filter::columns::Columns;
use crate::geo::{Packed, Rect};

type Entry = (Arc<Feature>, ClassId);

/// Features added or replaced since the base was built, and ids whose feature in the base no longer counts.
#[derive(Debug, Clone, Default)]
pub struct Delta {
    pub added: BTreeMap<Order, Entry>,
    /// Where each of those is in the order.
    places: HashMap<Arc<str>, Order>,
    pub hidden: HashSet<Arc<str>>,
    /// Their slots, by block.
    hidden_slots: BTreeMap<usize, Arc<Slots>>,
    /// What filters asked of those added.
    pub columns: Columns,
    laid: Laid,
}

impl Delta {
    /// The feature that was added under an id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.added.get(self.places.get(id)?)
    }

    pub(super) fn put(&mut self, feature: &Arc<Feature>, class: ClassId) {
        self.places.insert(Arc::clone(&feature.order.id), feature.order.clone());
        self.added.insert(feature.order.clone(), (Arc::clone(feature), class));
    }

    pub(super) fn take_out(&mut self, id: &str) -> Option<Entry> {
        let order = self.places.remove(id)?;
        self.added.remove(&order)
    }

    /// Notes that the feature in a slot of a block no longer counts; false when it is known.
    pub(super) fn hide(&mut self, id: &Arc<str>, block: usize, slot: usize) -> bool {
        let is_new = self.hidden.insert(Arc::clone(id));
        if is_new {
            Arc::make_mut(self.hidden_slots.entry(block).or_default()).insert(slot);
        }
        is_new
    }

    /// Slots of a block whose features no longer count.
    pub fn hidden_in(&self, block: usize) -> Option<&Slots> {
        self.hidden_slots.get(&block).map(|slots| &**slots)
    }

    /// What was added and touches one of these boxes, in layer order. Who asks first lays it out, once a picture.
    pub fn touching(&self, rects: &[Rect]) -> impl Iterator<Item = &Entry> {
        let laid = self.laid.0.get_or_init(|| Layout::of(self.added.values()));
        let mut places = laid.placeless.clone();
        for rect in rects {
            laid.tree.meeting(rect.bounds(), &mut |run: Range<usize>| places.extend(run));
        }
        places.sort_unstable();
        places.dedup();
        let touches = |feature: &Feature| rects.iter().any(|rect| feature.shape.touches(rect));
        places.into_iter().map(|place| &laid.entries[place]).filter(move |(feature, _)| touches(feature))
    }
}

/// Made when it is asked for; a copy that is about to be changed begins without.
#[derive(Debug, Default)]
struct Laid(OnceLock<Layout>);

impl Clone for Laid {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What was added, side by side.
#[derive(Debug)]
struct Layout {
    entries: Vec<Entry>,
    tree: Packed,
    placeless: Vec<usize>,
}

impl Layout {
    fn of<'a>(added: impl Iterator<Item = &'a Entry>) -> Self {
        let entries: Vec<Entry> = added.cloned().collect();
        let tree = Packed::of(entries.iter().map(|(feature, _)| feature.shape.bounds()));
        let nowhere = |place: &usize| entries[*place].0.shape == Shape::None;
        let placeless = (0..entries.len()).filter(nowhere).collect();
        Self { entries, tree, placeless }
    }
}

/// Slots of a block, a bit each: asked for every place that a tile or a box looks at.
#[derive(Debug, Clone, Default)]
pub struct Slots(Vec<u64>);

impl Slots {
    pub fn contains(&self, slot: usize) -> bool {
        self.0.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
    }

    fn insert(&mut self, slot: usize) {
        if self.0.len() <= slot / 64 {
            self.0.resize(slot / 64 + 1, 0);
        }
        self.0[slot / 64] |= 1 << (slot % 64);
    }
}
