//! What is asked of a text.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::columns::Column;
use super::table::Chosen;
use super::truth;
use crate::domain::cql2::{Fold, Like, Order};
use crate::domain::number::{MarkerKey, SegmentKey};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// By code points of the composed text.
    Compare(Order, String),
    Like(Like),
    OneOf(BTreeSet<String>),
    /// By the order along the line.
    Marker(Order, MarkerKey),
    Segment(Order, SegmentKey),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextTest {
    pub(super) fold: Fold,
    pub(super) asked: Asked,
}

pub(super) const fn holds(order: Order, found: Ordering) -> bool {
    match order {
        Order::Equal => found.is_eq(),
        Order::NotEqual => found.is_ne(),
        Order::Less => found.is_lt(),
        Order::Greater => found.is_gt(),
        Order::AtMost => found.is_le(),
        Order::AtLeast => found.is_ge(),
    }
}

impl TextTest {
    fn holds(&self, text: &str) -> bool {
        let text = self.fold.apply(text);
        match &self.asked {
            Asked::Compare(order, with) => holds(*order, (*text).cmp(with.as_str())),
            Asked::Like(like) => like.matches(&text),
            Asked::OneOf(all) => all.contains(&*text),
            Asked::Marker(order, with) => text.parse().is_ok_and(|key: MarkerKey| holds(*order, key.cmp(with))),
            Asked::Segment(order, with) => text.parse().is_ok_and(|key: SegmentKey| holds(*order, key.cmp(with))),
        }
    }

    /// Looks once at each distinct text, or at those of the chosen rows where they are fewer.
    pub(super) fn eval(&self, column: &Column, rows: Chosen<'_>) -> Vec<u8> {
        let Column::Texts { texts, values, .. } = column else { return vec![truth::UNKNOWN; rows.len()] };
        if rows.len() < texts.len() {
            return rows.map(|row| truth::known(column.text(row).map(|text| self.holds(text))));
        }
        let mut truths = Vec::with_capacity(texts.len() + 1);
        truths.push(truth::UNKNOWN);
        truths.extend(texts.iter().map(|text| truth::of(self.holds(text))));
        rows.map_of(values, |symbol| truths[symbol as usize])
    }
}
