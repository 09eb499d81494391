//! Which features of a layer, in which order, for which viewer.
//!
//! Base blocks and delta are walked in layer order and merged; runs of neighbours are taken in one piece. No
//! statement is run, no lock taken, nothing awaited. Cost: O(log n + matches in the boxes); without a box,
//! filter or time the page alone (counts are kept), with a filter or time one pass over the columns.

use std::sync::Arc;

use serde_json::Value;

use super::block::{Block, ClassId};
use super::delta::Slots;
use super::feature::{Feature, Interval, Order};
use super::filter::{self, Filter, Sort};
use super::layer::Layer;
use super::pieces::Pieces;
use super::walk::Step;
use crate::geo::{Bbox, Rect};

/// What to select. Everything absent selects all.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub bbox: Option<Bbox>,
    pub interval: Option<Interval>,
    /// Number of a queryable, and the value it must have.
    pub filters: Vec<(usize, String)>,
    pub filter: Option<Arc<Filter>>,
    /// In another order than the layer's.
    pub sort: Option<Arc<Sort>>,
    /// Only features after this one in layer order.
    pub after: Option<Order>,
    /// Features to pass over first.
    pub offset: usize,
    pub limit: usize,
}

/// Room that is made at once for features that are copied.
const COPIED: usize = 64 * 1024;

/// A page of features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Features that match, on this page or not.
    pub matched: u64,
    pub returned: usize,
    /// Set when more follow: the last feature of this page.
    pub next: Option<Order>,
    /// The same, of an order that was asked for.
    pub place: Option<Value>,
    /// The features with commas between them.
    pub features: Pieces,
}

/// A feature that belongs on the page.
#[derive(Debug, Clone, Copy)]
pub enum Hit<'a> {
    Base { block: &'a Block, slot: usize },
    Delta(&'a Feature),
}

impl<'a> Hit<'a> {
    pub(super) fn order(&self) -> &'a Order {
        match self {
            Self::Base { block, slot } => block.order(*slot),
            Self::Delta(feature) => &feature.order,
        }
    }

    /// The feature as it lies in memory.
    pub(super) fn step(&self) -> Step<'a> {
        match self {
            Self::Base { block, slot } => block.step(*slot),
            Self::Delta(feature) => feature.step(),
        }
    }
}

/// Writes a feature in another form than the one that is ready.
pub type Writer<'a> = &'a dyn Fn(&Step<'_>, &mut Vec<u8>);

impl Query {
    /// Runs the query over what the viewer sees.
    pub fn run(&self, layer: &Layer, sees: &dyn Fn(ClassId) -> bool) -> Page {
        self.run_as(layer, sees, None)
    }

    /// The same, with features in another form.
    pub fn run_as(&self, layer: &Layer, sees: &dyn Fn(ClassId) -> bool, write: Option<Writer<'_>>) -> Page {
        // One more than asked for, to know whether anything follows.
        let wanted = self.offset.saturating_add(self.limit).saturating_add(1);
        let filtered = filter::hits(self, layer, sees, wanted);
        let (matched, hits) = filtered.unwrap_or_else(|| self.hits(layer, sees, wanted));
        let page: &[Hit<'_>] = hits.get(self.offset..).unwrap_or_default();
        let more = page.len() > self.limit;
        let page = &page[..page.len().min(self.limit)];
        let last = page.last().filter(|_| more);
        Page {
            matched,
            returned: page.len(),
            next: last.map(|hit| hit.order().clone()),
            place: self.sort.as_ref().zip(last).map(|(sort, hit)| sort.place(&hit.order().id, hit.step().json)),
            features: match write {
                None => bytes_of(page),
                Some(write) => written(page, write),
            },
        }
    }

    /// How many features match, and the first of them.
    fn hits<'a>(&self, layer: &'a Layer, sees: &dyn Fn(ClassId) -> bool, wanted: usize) -> (u64, Vec<Hit<'a>>) {
        let rects: Option<Vec<Rect>> = self.bbox.as_ref().map(|bbox| bbox.parts().collect());
        let (mut matched, mut hits) = (0, Vec::new());
        for (n, block) in layer.blocks().iter().enumerate() {
            let hidden = layer.delta().hidden_in(n);
            self.in_block(block, hidden, rects.as_deref(), sees, wanted, &mut matched, &mut hits);
        }
        let base = hits.len();
        let mut take = |(feature, class): &'a (Arc<Feature>, ClassId)| {
            if sees(*class) && self.keeps(feature) {
                matched += 1;
                if self.after.as_ref().is_none_or(|after| feature.order > *after) && hits.len() - base < wanted {
                    hits.push(Hit::Delta(feature));
                }
            }
        };
        match &rects {
            Some(rects) => layer.delta().touching(rects).for_each(&mut take),
            None => layer.delta().added.values().for_each(&mut take),
        }
        if base > 0 && hits.len() > base {
            hits.sort_by(|a, b| a.order().cmp(b.order()));
        }
        (matched, hits)
    }

    #[expect(clippy::too_many_arguments, reason = "one loop, cut out of `run` to be readable")]
    fn in_block<'a>(
        &self,
        block: &'a Block,
        hidden: Option<&Slots>,
        rects: Option<&[Rect]>,
        sees: &dyn Fn(ClassId) -> bool,
        wanted: usize,
        matched: &mut u64,
        hits: &mut Vec<Hit<'a>>,
    ) {
        // A value that no feature of the block has selects nothing here.
        let Some(symbols) = self
            .filters
            .iter()
            .map(|(column, value)| Some((*column, block.symbol(*column, value)?)))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let keeps = |slot: usize| {
            sees(block.class(slot))
                && self.interval.is_none_or(|interval| block.time(slot).meets(interval))
                && symbols.iter().all(|&(column, symbol)| block.has(slot, column, symbol))
                && hidden.is_none_or(|hidden| !hidden.contains(slot))
        };
        let start = self.after.as_ref().map_or(0, |after| block.first_after(after));
        let everywhere = rects.is_none_or(|rects| rects.iter().any(|rect| block.within(rect)));
        if everywhere {
            let plain = self.interval.is_none() && symbols.is_empty() && hidden.is_none();
            if plain {
                *matched += (0..)
                    .zip(block.counts())
                    .filter(|&(class, _)| sees(class))
                    .map(|(_, n)| u64::from(*n))
                    .sum::<u64>();
            } else {
                *matched += (0..block.len()).filter(|&slot| keeps(slot)).count() as u64;
            }
            let room = wanted.saturating_sub(hits.len());
            hits.extend(
                (start..block.len()).filter(|&slot| keeps(slot)).take(room).map(|slot| Hit::Base { block, slot }),
            );
            return;
        }
        let mut slots: Vec<usize> = Vec::new();
        for rect in rects.unwrap_or_default() {
            block.touching(rect, &mut |slot| slots.extend(keeps(slot).then_some(slot)));
        }
        // A box across 180° is two, which a line may both touch.
        if rects.is_some_and(|rects| rects.len() > 1) {
            slots.sort_unstable();
            slots.dedup();
        }
        *matched += slots.len() as u64;
        let room = wanted.saturating_sub(hits.len());
        let from = slots.partition_point(|&slot| slot < start);
        hits.extend(slots[from..].iter().take(room).map(|&slot| Hit::Base { block, slot }));
    }

    /// Wherever it lies.
    fn keeps(&self, feature: &Feature) -> bool {
        self.interval.is_none_or(|interval| feature.time.meets(interval))
            && self.filters.iter().all(|(column, value)| {
                feature.columns.get(*column).is_some_and(|held| held.as_deref() == Some(value.as_str()))
            })
    }
}

/// Features one by one, commas between them.
fn written(page: &[Hit<'_>], write: Writer<'_>) -> Pieces {
    let mut out = Vec::new();
    for hit in page {
        write(&hit.step(), &mut out);
        out.push(b',');
    }
    out.pop();
    out.into()
}

/// Takes features one run at a time, commas between them.
fn bytes_of(page: &[Hit<'_>]) -> Pieces {
    // Room for what is copied, as far as the first tells how long they are.
    let first = page.first().map_or(0, |hit| hit.step().json.len() + 1);
    let mut out = Pieces::with_capacity((first * page.len()).min(COPIED));
    let mut n = 0;
    while n < page.len() {
        match &page[n] {
            Hit::Delta(feature) => {
                out.push(&feature.json);
                out.push(b",");
                n += 1;
            }
            Hit::Base { block, slot } => {
                let mut run = 1;
                while let Some(Hit::Base { block: next, slot: at }) = page.get(n + run)
                    && std::ptr::eq(*next, *block)
                    && *at == slot + run
                {
                    run += 1;
                }
                block.share_run(&(*slot..slot + run), &mut out);
                n += run;
            }
        }
    }
    out.pop();
    out
}
