//! Which features of a layer a filter selects.
//!
//! Where a part of the filter that must hold says where a feature lies, the R-tree is asked first and the rest looks at what
//! it found; otherwise the columns are gone through once. Cost: O(log n + what lies in the boxes), or O(n).

use super::Filter;
use super::columns::Column;
use super::table::{Chosen, Rows, Table};
use super::truth;
use crate::atlas::block::{Block, ClassId};
use crate::atlas::feature::Order;
use crate::atlas::layer::Layer;
use crate::atlas::query::{Hit, Query};
use crate::geo::{Bbox, Rect};

/// How many features match, and the first `wanted` of them after `query.after`, in layer order.
pub fn hits<'a>(
    query: &Query,
    filter: &Filter,
    layer: &'a Layer,
    sees: &dyn Fn(ClassId) -> bool,
    wanted: usize,
) -> (u64, Vec<Hit<'a>>) {
    let run = Run::new(query, filter, layer, sees);
    let (mut matched, mut found) = (0, Vec::new());
    for block in layer.blocks() {
        let table = Table::block(filter.layer, block);
        let rows = run.rows(&table);
        matched += rows.len() as u64;
        let from = query.after.as_ref().map_or(0, |after| block.first_after(after));
        let room = wanted.saturating_sub(found.len());
        let rest = rows.into_iter().map(|row| row as usize).filter(|row| *row >= from);
        found.extend(rest.take(room).map(|slot| Hit::Base { block, slot }));
    }
    let base = found.len();
    let table = Table::delta(filter.layer, layer.delta());
    let rows = run.rows(&table);
    matched += rows.len() as u64;
    if let Rows::Delta(features, _) = &table.rows {
        let after = |order: &Order| query.after.as_ref().is_none_or(|after| order > after);
        let rest = rows.into_iter().map(|row| features[row as usize].0).filter(|feature| after(&feature.order));
        found.extend(rest.take(wanted).map(Hit::Delta));
    }
    if base > 0 && found.len() > base {
        found.sort_by(|a, b| a.order().cmp(b.order()));
    }
    (matched, found)
}

pub(super) struct Run<'r> {
    query: &'r Query,
    filter: &'r Filter,
    layer: &'r Layer,
    sees: &'r dyn Fn(ClassId) -> bool,
    rects: Option<Vec<Rect>>,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        query: &'r Query,
        filter: &'r Filter,
        layer: &'r Layer,
        sees: &'r dyn Fn(ClassId) -> bool,
    ) -> Self {
        let rects = query.bbox.as_ref().map(|bbox| bbox.parts().collect());
        Self { query, filter, layer, sees, rects }
    }

    /// The rows that match, ascending.
    pub(super) fn rows(&self, table: &Table<'_>) -> Vec<u32> {
        let predicate = &self.filter.predicate;
        let candidates = self.candidates(table);
        let keeps = self.keeps(table);
        let all = Chosen::All(table.len());
        let plain = self.query.interval.is_none() && self.query.filters.is_empty() && self.rects.is_none();
        let Some(candidates) = candidates.filter(|_| table.len() > 0).or_else(|| (table.len() == 0).then(Vec::new))
        else {
            // Comparing everything is quicker than looking at classes first: most of what there is, most see.
            if plain {
                let truths = predicate.eval(table, all);
                return numbered(truths.len())
                    .filter(|row| truths[*row as usize] == truth::TRUE && keeps(*row as usize))
                    .collect();
            }
            return self.of(table, numbered(table.len()).filter(|row| keeps(*row as usize)).collect());
        };
        self.of(table, candidates.into_iter().filter(|row| keeps(*row as usize)).collect())
    }

    fn of(&self, table: &Table<'_>, rows: Vec<u32>) -> Vec<u32> {
        let truths = self.filter.predicate.eval(table, Chosen::Some(&rows));
        rows.into_iter().zip(truths).filter(|(_, truth)| *truth == truth::TRUE).map(|(row, _)| row).collect()
    }

    /// Where a match can only be, ascending; `None` when it may be anywhere.
    fn candidates(&self, table: &Table<'_>) -> Option<Vec<u32>> {
        let Rows::Block(block) = table.rows else { return None };
        if let Some([west, south, east, north]) = self.filter.predicate.within() {
            // Boxes that exclude each other.
            let Ok(bbox) = Bbox::new(west, south, east, north) else { return Some(Vec::new()) };
            if west > east {
                return Some(Vec::new());
            }
            let whole = bbox.parts().any(|rect| block.within(&rect));
            return (!whole).then(|| found(block, bbox.parts()));
        }
        let rects = self.rects.as_ref()?;
        let whole = rects.iter().any(|rect| block.within(rect));
        (!whole).then(|| found(block, rects.iter().copied()))
    }

    /// What is asked besides the filter: the viewer's classes, time, box, simple equality; and that no newer one counts.
    fn keeps(&self, table: &Table<'_>) -> impl Fn(usize) -> bool {
        let columns: Vec<Option<(&Column, &str)>> = self
            .query
            .filters
            .iter()
            .map(|(queryable, value)| {
                let name = self.filter.layer.about().queryables.get(*queryable)?;
                Some((table.column(self.filter.layer.field(name)?.0), value.as_str()))
            })
            .collect();
        let hidden = match table.rows {
            Rows::Block(_) => Some(&self.layer.delta().hidden).filter(|hidden| !hidden.is_empty()),
            Rows::Delta(..) => None,
        };
        move |row| {
            (self.sees)(table.class(row))
                && self.query.interval.is_none_or(|interval| table.time(row).meets(interval))
                && columns.iter().all(|column| column.is_some_and(|(column, value)| holds(column, row, value)))
                && hidden.is_none_or(|hidden| !hidden.contains(&table.order(row).id))
                && self.rects.as_ref().is_none_or(|rects| rects.iter().any(|rect| table.shape(row).touches(rect)))
        }
    }
}

/// Whether a column holds just this, as a parameter writes it.
fn holds(column: &Column, row: usize, value: &str) -> bool {
    match column {
        Column::Numbers(_) => {
            column.number(row).is_some_and(|number| crate::atlas::words::number_text(number) == value)
        }
        _ => column.text(row) == Some(value),
    }
}

fn found(block: &Block, rects: impl Iterator<Item = Rect>) -> Vec<u32> {
    let mut rows: Vec<u32> = Vec::new();
    for rect in rects {
        block.touching(&rect, &mut |slot| rows.extend(u32::try_from(slot)));
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn numbered(rows: usize) -> impl Iterator<Item = u32> {
    (0..).take(rows)
}
