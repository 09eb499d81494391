//! The features of a block, or those of a delta, as rows.

use std::sync::Arc;

use super::columns::{Column, Columns};
use crate::atlas::block::{Block, ClassId};
use crate::atlas::delta::Delta;
use crate::atlas::feature::{Feature, Interval, Order, Shape};
use crate::atlas::layers::LayerId;

pub(super) enum Rows<'a> {
    Block(&'a Block),
    Delta(Vec<(&'a Feature, ClassId)>, &'a Columns),
}

/// Rows of a layer, and what their columns are called.
pub(super) struct Table<'a> {
    pub(super) layer: LayerId,
    pub(super) rows: Rows<'a>,
}

impl<'a> Table<'a> {
    pub(super) const fn block(layer: LayerId, block: &'a Block) -> Self {
        Self { layer, rows: Rows::Block(block) }
    }

    pub(super) fn delta(layer: LayerId, delta: &'a Delta) -> Self {
        let rows = delta.added.values().map(|(feature, class)| (Arc::as_ref(feature), *class)).collect();
        Self { layer, rows: Rows::Delta(rows, &delta.columns) }
    }

    pub(super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Block(block) => block.len(),
            Rows::Delta(rows, _) => rows.len(),
        }
    }

    pub(super) fn order(&self, row: usize) -> &'a Order {
        match &self.rows {
            Rows::Block(block) => block.order(row),
            Rows::Delta(rows, _) => &rows[row].0.order,
        }
    }

    pub(super) fn class(&self, row: usize) -> ClassId {
        match &self.rows {
            Rows::Block(block) => block.class(row),
            Rows::Delta(rows, _) => rows[row].1,
        }
    }

    pub(super) fn time(&self, row: usize) -> Interval {
        match &self.rows {
            Rows::Block(block) => block.time(row),
            Rows::Delta(rows, _) => rows[row].0.time,
        }
    }

    /// As clients see it.
    pub(super) fn shape(&self, row: usize) -> &'a Shape {
        match &self.rows {
            Rows::Block(block) => block.shape(row),
            Rows::Delta(rows, _) => &rows[row].0.shape,
        }
    }

    pub(super) fn column(&self, n: usize) -> &'a Column {
        let fields = self.layer.fields();
        match &self.rows {
            Rows::Block(block) => {
                let read = || Column::read(fields[n], (0..block.len()).map(|slot| block.step(slot).json));
                block.columns().get(n, fields.len(), read)
            }
            Rows::Delta(rows, columns) => {
                let read = || Column::read(fields[n], rows.iter().map(|(feature, _)| &*feature.json));
                columns.get(n, fields.len(), read)
            }
        }
    }
}

/// Some rows of a table, ascending, or all.
#[derive(Clone, Copy)]
pub(super) enum Chosen<'a> {
    All(usize),
    Some(&'a [u32]),
}

impl Chosen<'_> {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::All(n) => *n,
            Self::Some(rows) => rows.len(),
        }
    }

    pub(super) fn row(&self, n: usize) -> usize {
        match self {
            Self::All(_) => n,
            Self::Some(rows) => rows[n] as usize,
        }
    }

    /// Something of each.
    pub(super) fn map<T>(&self, of: impl Fn(usize) -> T) -> Vec<T> {
        match self {
            Self::All(n) => (0..*n).map(of).collect(),
            Self::Some(rows) => rows.iter().map(|row| of(*row as usize)).collect(),
        }
    }

    /// Something of the value of each.
    pub(super) fn map_of<V: Copy, T>(&self, values: &[V], of: impl Fn(V) -> T) -> Vec<T> {
        match self {
            Self::All(n) => values[..*n].iter().map(|value| of(*value)).collect(),
            Self::Some(rows) => rows.iter().map(|row| of(values[*row as usize])).collect(),
        }
    }
}
