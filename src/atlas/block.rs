//! An immutable run of features in layer order, with a tree over their boxes and their bytes side by side.
//!
//! Cost: building is O(n); a box query O(log n + hits); a run of neighbours is copied or shared in one piece.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::feature::{Feature, Interval, Order, Shape};
use super::filter::columns::Columns;
use super::pieces::Pieces;
use super::tiles::columns::DrawnColumns;
use super::walk::Step;
use crate::geo::{Packed, Rect};

/// Most features in a block. Larger ones make a box one tree walk; smaller ones make a rebuild cheaper.
pub const CAPACITY: usize = 65_536;

/// Number of an access class within a snapshot.
pub type ClassId = u32;

/// A column of texts, each stored once.
#[derive(Debug, Default)]
struct Column {
    symbols: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// 0 is "no value".
    values: Vec<u32>,
}

#[derive(Debug)]
pub struct Block {
    orders: Vec<Order>,
    slots: HashMap<Arc<str>, u32>,
    shapes: Vec<Shape>,
    /// By slot, of features that have more digits than are shown.
    exact: HashMap<usize, Shape>,
    times: Vec<Interval>,
    classes: Vec<ClassId>,
    columns: Vec<Column>,
    drawn: DrawnColumns,
    /// Every feature followed by a comma, so that neighbours can be copied together.
    json: Bytes,
    ends: Vec<usize>,
    tree: Packed,
    /// Slots of features without a place, ascending.
    placeless: Vec<u32>,
    counts: Vec<u32>,
    /// What filters asked for.
    typed: Columns,
}

impl Block {
    /// Builds a block from features in ascending order, each with its class.
    pub fn build(features: &[(Arc<Feature>, ClassId)]) -> Self {
        let width = features.first().map_or(0, |(feature, _)| feature.columns.len());
        let mut block = Self {
            orders: Vec::with_capacity(features.len()),
            slots: HashMap::with_capacity(features.len()),
            shapes: Vec::with_capacity(features.len()),
            exact: HashMap::new(),
            times: Vec::with_capacity(features.len()),
            classes: Vec::with_capacity(features.len()),
            columns: (0..width).map(|_| Column::default()).collect(),
            drawn: DrawnColumns::build(features.iter().map(|(feature, _)| &feature.drawn)),
            json: Bytes::new(),
            ends: Vec::with_capacity(features.len()),
            tree: Packed::of(features.iter().map(|(feature, _)| feature.shape.bounds())),
            placeless: Vec::new(),
            counts: Vec::new(),
            typed: Columns::default(),
        };
        let mut json = Vec::with_capacity(features.iter().map(|(feature, _)| feature.json.len() + 1).sum());
        for (slot, (feature, class)) in (0_u32..).zip(features) {
            block.slots.insert(Arc::clone(&feature.order.id), slot);
            block.orders.push(feature.order.clone());
            block.times.push(feature.time);
            block.classes.push(*class);
            for (column, value) in block.columns.iter_mut().zip(&feature.columns) {
                column.push(value.as_ref());
            }
            json.extend_from_slice(&feature.json);
            json.push(b',');
            block.ends.push(json.len());
            if feature.shape == Shape::None {
                block.placeless.push(slot);
            }
            if let Some(exact) = &feature.exact {
                block.exact.insert(block.shapes.len(), exact.clone());
            }
            block.shapes.push(feature.shape.clone());
            let class = *class as usize;
            if block.counts.len() <= class {
                block.counts.resize(class + 1, 0);
            }
            block.counts[class] += 1;
        }
        block.json = json.into();
        block
    }

    pub fn len(&self) -> usize {
        self.orders.len()
    }

    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub fn order(&self, slot: usize) -> &Order {
        &self.orders[slot]
    }

    pub fn last_order(&self) -> Option<&Order> {
        self.orders.last()
    }

    pub fn class(&self, slot: usize) -> ClassId {
        self.classes[slot]
    }

    pub fn time(&self, slot: usize) -> Interval {
        self.times[slot]
    }

    /// As tiles show them.
    pub const fn drawn(&self) -> &DrawnColumns {
        &self.drawn
    }

    /// As clients see it.
    pub fn shape(&self, slot: usize) -> &Shape {
        &self.shapes[slot]
    }

    pub const fn columns(&self) -> &Columns {
        &self.typed
    }

    /// Features per access class.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Smallest box around the features that are seen and not hidden.
    pub fn extent(&self, hidden: &HashSet<Arc<str>>, sees: &dyn Fn(ClassId) -> bool) -> Option<[f64; 4]> {
        let hidden: HashSet<usize> = hidden.iter().filter_map(|id| self.slot_of(id)).collect();
        if hidden.is_empty() && (0..).zip(&self.counts).all(|(class, &n)| n == 0 || sees(class)) {
            return self.tree.bounds();
        }
        let shown = (0..self.len()).filter(|slot| sees(self.classes[*slot]) && !hidden.contains(slot));
        shown
            .filter_map(|slot| self.shapes[slot].bounds())
            .reduce(|[w, s, e, n], [west, south, east, north]| [w.min(west), s.min(south), e.max(east), n.max(north)])
    }

    pub fn slot_of(&self, id: &str) -> Option<usize> {
        self.slots.get(id).map(|&slot| slot as usize)
    }

    /// First slot whose order lies after `order`.
    pub fn first_after(&self, order: &Order) -> usize {
        self.orders.partition_point(|held| held <= order)
    }

    /// Bytes of the features in these slots, commas between them and one at the end.
    pub fn run(&self, slots: Range<usize>) -> &[u8] {
        &self.json[self.part(&slots)]
    }

    /// The same, not copied when they are many.
    pub fn share_run(&self, slots: &Range<usize>, into: &mut Pieces) {
        into.share(&self.json, self.part(slots));
    }

    fn part(&self, slots: &Range<usize>) -> Range<usize> {
        let start = slots.start.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[slots.end - 1]
    }

    /// One feature as it lies here.
    pub fn step(&self, slot: usize) -> Step<'_> {
        let bytes = self.run(slot..slot + 1);
        let shape = self.exact.get(&slot).unwrap_or(&self.shapes[slot]);
        Step { order: &self.orders[slot], shape, time: self.time(slot), json: &bytes[..bytes.len() - 1] }
    }

    /// Whether everything of the block that has a place lies within the box.
    pub fn within(&self, rect: &Rect) -> bool {
        let [west, south, east, north] = rect.bounds();
        self.tree.bounds().is_none_or(|[w, s, e, n]| west <= w && south <= s && e <= east && n <= north)
    }

    /// Hands over the slots of the features that touch the box, ascending.
    pub fn touching(&self, rect: &Rect, found: &mut dyn FnMut(usize)) {
        // Those without a place touch every box; wherever they are, it is in order.
        let mut placeless = self.placeless.iter().map(|&slot| slot as usize).peekable();
        self.tree.meeting(rect.bounds(), &mut |run| {
            while let Some(slot) = placeless.next_if(|&slot| slot < run.start) {
                found(slot);
            }
            run.filter(|&slot| matches!(self.shapes[slot], Shape::Point(_)) || self.shapes[slot].touches(rect))
                .for_each(&mut *found);
        });
        placeless.for_each(found);
    }

    /// The number under which a column holds a value; `None` when no feature here has it.
    pub fn symbol(&self, column: usize, value: &str) -> Option<u32> {
        self.columns.get(column)?.symbols.get(value).copied()
    }

    pub fn has(&self, slot: usize, column: usize, symbol: u32) -> bool {
        self.columns[column].values[slot] == symbol
    }

    /// The features again, for a rebuild.
    pub fn features(&self) -> impl Iterator<Item = (Arc<Feature>, ClassId)> {
        (0..self.len()).map(|slot| (Arc::new(self.feature(slot)), self.classes[slot]))
    }

    fn feature(&self, slot: usize) -> Feature {
        let bytes = self.run(slot..slot + 1);
        Feature {
            order: self.orders[slot].clone(),
            shape: self.shapes[slot].clone(),
            exact: self.exact.get(&slot).cloned(),
            time: self.times[slot],
            columns: self.columns.iter().map(|column| column.text(slot)).collect(),
            drawn: self.drawn.drawn(slot),
            json: bytes[..bytes.len() - 1].into(),
        }
    }
}

impl Column {
    fn push(&mut self, value: Option<&Arc<str>>) {
        let Some(value) = value else {
            self.values.push(0);
            return;
        };
        let next = u32::try_from(self.texts.len() + 1).unwrap_or(u32::MAX);
        let symbol = *self.symbols.entry(Arc::clone(value)).or_insert(next);
        if symbol == next {
            self.texts.push(Arc::clone(value));
        }
        self.values.push(symbol);
    }

    fn text(&self, slot: usize) -> Option<Arc<str>> {
        let before = (self.values[slot] as usize).checked_sub(1)?;
        self.texts.get(before).cloned()
    }
}
