//! Everything that a viewer sees of a layer, feature by feature, in layer order.
//!
//! A [query](super::query) answers a page, in the decimals that clients get. A walk hands out each feature as it lies in
//! memory: its place unrounded, its bytes uncopied. Cost: O(1) a feature; nothing is held but where it is.

use super::block::ClassId;
use super::feature::{Feature, Interval, Order, Shape};
use super::layer::Layer;

/// A feature on a walk.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    pub order: &'a Order,
    pub shape: &'a Shape,
    pub time: Interval,
    /// The GeoJSON feature.
    pub json: &'a [u8],
}

impl Feature {
    /// The feature as it lies in memory.
    pub fn step(&self) -> Step<'_> {
        let shape = self.exact.as_ref().unwrap_or(&self.shape);
        Step { order: &self.order, shape, time: self.time, json: &self.json }
    }
}

impl Layer {
    /// All features that are seen, in layer order.
    pub fn walk<'a>(&'a self, sees: impl Fn(ClassId) -> bool + Copy + 'a) -> impl Iterator<Item = Step<'a>> {
        let hidden = &self.delta().hidden;
        let slots = self.blocks().iter().flat_map(|block| (0..block.len()).map(move |slot| (block, slot)));
        let base = slots
            .filter(move |(block, slot)| sees(block.class(*slot)) && !hidden.contains(&block.order(*slot).id))
            .map(|(block, slot)| block.step(slot));
        let delta =
            self.delta().added.values().filter(move |(_, class)| sees(*class)).map(|(feature, _)| feature.step());
        merged(base, delta)
    }
}

/// Two ascending runs as one.
fn merged<'a>(a: impl Iterator<Item = Step<'a>>, b: impl Iterator<Item = Step<'a>>) -> impl Iterator<Item = Step<'a>> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(first), Some(second)) if second.order < first.order => b.next(),
        (Some(_), _) => a.next(),
        (None, _) => b.next(),
    })
}
