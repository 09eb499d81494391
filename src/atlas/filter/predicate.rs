//! A filter whose properties and types are known, and how it is worked out: column by column, three-valued.
//!
//! Of an `AND` the cheap parts come first and the dear ones look only at what is left; of an `OR` likewise. A text is looked at
//! once for all features that have it.
//!
//! Cost, measured by `benches/filter.rs` over a million rows: 8 ns a row for a number, 11 for a day, 6 for a code; each distinct text
//! once: 0.2 µs for `LIKE`, 1.1 µs where case and tones are put aside.

use std::sync::Arc;

use super::columns::{Column, Span};
use super::space::Area;
use super::table::{Chosen, Table};
use super::text::{self, TextTest};
use super::time::{self, When};
use super::truth;
use crate::domain::cql2::{Fold, Order, SpatialOp, TemporalOp};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Predicate {
    Known(u8),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Number(usize, Order, f64),
    OneOfNumbers(usize, Vec<f64>),
    Flag(usize, bool),
    Span(usize, Order, Span),
    Text(usize, Arc<TextTest>),
    /// Two properties of one feature.
    Pair(Order, (usize, Fold), (usize, Fold)),
    IsNone(usize),
    HasNoPlace,
    /// Unknown where there is no place.
    WithPlace(bool),
    Space(SpatialOp, Arc<Area>),
    Time(TemporalOp, When, When),
}

impl Predicate {
    /// The truth of each chosen row.
    pub(super) fn eval(&self, table: &Table<'_>, rows: Chosen<'_>) -> Vec<u8> {
        match self {
            Self::Known(truth) => vec![*truth; rows.len()],
            Self::All(parts) => joined(parts, table, rows, truth::FALSE, u8::min),
            Self::Any(parts) => joined(parts, table, rows, truth::TRUE, u8::max),
            Self::Not(inner) => {
                let mut found = inner.eval(table, rows);
                for truth in &mut found {
                    *truth = truth::not(*truth);
                }
                found
            }
            Self::Number(n, order, with) => match table.column(*n) {
                Column::Numbers(numbers) => of_numbers(numbers, rows, *order, *with),
                _ => vec![truth::UNKNOWN; rows.len()],
            },
            Self::OneOfNumbers(n, all) => {
                let column = table.column(*n);
                rows.map(|row| truth::known(column.number(row).map(|number| all.contains(&number))))
            }
            Self::Flag(n, wanted) => {
                let column = table.column(*n);
                rows.map(|row| truth::known(column.flag(row).map(|flag| flag == *wanted)))
            }
            Self::Span(n, order, with) => match table.column(*n) {
                Column::Spans(spans) => rows.map_of(spans, |(first, last)| {
                    if first > last { truth::UNKNOWN } else { truth::of(time::compare(*order, (first, last), *with)) }
                }),
                _ => vec![truth::UNKNOWN; rows.len()],
            },
            Self::Text(n, test) => test.eval(table.column(*n), rows),
            Self::Pair(order, left, right) => pair(*order, *left, *right, table, rows),
            Self::IsNone(n) => {
                let column = table.column(*n);
                rows.map(|row| truth::of(column.is_none(row)))
            }
            Self::HasNoPlace => rows.map(|row| truth::of(table.shape(row).bounds().is_none())),
            Self::WithPlace(is) => {
                rows.map(|row| if table.shape(row).bounds().is_some() { truth::of(*is) } else { truth::UNKNOWN })
            }
            Self::Space(op, area) => area.test(*op, (0..rows.len()).map(|n| table.shape(rows.row(n)))),
            Self::Time(op, one, other) => rows.map(|row| {
                let both = one.of(table, row).zip(other.of(table, row));
                truth::known(both.map(|(one, other)| time::relate(*op, one, other)))
            }),
        }
    }

    /// How dear a row is.
    pub(super) fn cost(&self) -> u32 {
        match self {
            Self::Known(_) => 0,
            Self::Number(..)
            | Self::Flag(..)
            | Self::Span(..)
            | Self::IsNone(_)
            | Self::HasNoPlace
            | Self::WithPlace(_) => 1,
            Self::OneOfNumbers(_, all) => 2 + u32::try_from(all.len() / 16).unwrap_or(0),
            Self::Text(..) => 4,
            Self::Pair(..) | Self::Time(..) => 8,
            Self::Space(..) => 400,
            Self::Not(inner) => inner.cost(),
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).sum(),
        }
    }

    /// The boxes outside of which the predicate is true of nothing that has a place, nor of anything that has none.
    pub(super) fn within(&self) -> Option<[f64; 4]> {
        match self {
            Self::Space(op, area) if *op != SpatialOp::Disjoint => Some(area.bounds()),
            Self::All(parts) => {
                parts.iter().filter_map(Self::within).reduce(|[w, s, e, n], [west, south, east, north]| {
                    [w.max(west), s.max(south), e.min(east), n.min(north)]
                })
            }
            Self::Any(parts) => {
                let all: Option<Vec<[f64; 4]>> = parts.iter().map(Self::within).collect();
                all?.into_iter().reduce(|[w, s, e, n], [west, south, east, north]| {
                    [w.min(west), s.min(south), e.max(east), n.max(north)]
                })
            }
            _ => None,
        }
    }

    /// Puts what is cheap first.
    pub(super) fn in_order(self) -> Self {
        let sorted = |parts: Vec<Self>| {
            let mut parts: Vec<Self> = parts.into_iter().map(Self::in_order).collect();
            parts.sort_by_key(Self::cost);
            parts
        };
        match self {
            Self::All(parts) => Self::All(sorted(parts)),
            Self::Any(parts) => Self::Any(sorted(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.in_order())),
            other => other,
        }
    }
}

/// Parts one after the other; `settled` is the truth that no further part changes.
fn joined(parts: &[Predicate], table: &Table<'_>, rows: Chosen<'_>, settled: u8, join: fn(u8, u8) -> u8) -> Vec<u8> {
    let Some((first, rest)) = parts.split_first() else { return vec![truth::not(settled); rows.len()] };
    let mut found = first.eval(table, rows);
    for part in rest {
        let open: Vec<usize> = (0..found.len()).filter(|n| found[*n] != settled).collect();
        if open.is_empty() {
            break;
        }
        // A look at all is quicker than picking most of them out, unless the look is dear.
        if part.cost() < 100 && open.len() * 4 > found.len() * 3 {
            let more = part.eval(table, rows);
            found.iter_mut().zip(more).for_each(|(truth, more)| *truth = join(*truth, more));
        } else {
            let picked: Vec<u32> = open.iter().map(|n| u32::try_from(rows.row(*n)).unwrap_or(u32::MAX)).collect();
            let more = part.eval(table, Chosen::Some(&picked));
            open.into_iter().zip(more).for_each(|(n, more)| found[n] = join(found[n], more));
        }
    }
    found
}

fn of_numbers(numbers: &[f64], rows: Chosen<'_>, order: Order, with: f64) -> Vec<u8> {
    // One loop an order, so that each is a plain one.
    let truth = |number: f64, holds: bool| if number.is_nan() { truth::UNKNOWN } else { truth::of(holds) };
    #[expect(clippy::float_cmp, reason = "the language asks whether they are equal")]
    match order {
        Order::Equal => rows.map_of(numbers, |number| truth(number, number == with)),
        Order::NotEqual => rows.map_of(numbers, |number| truth(number, number != with)),
        Order::Less => rows.map_of(numbers, |number| truth(number, number < with)),
        Order::Greater => rows.map_of(numbers, |number| truth(number, number > with)),
        Order::AtMost => rows.map_of(numbers, |number| truth(number, number <= with)),
        Order::AtLeast => rows.map_of(numbers, |number| truth(number, number >= with)),
    }
}

fn pair(
    order: Order,
    (left, left_fold): (usize, Fold),
    (right, right_fold): (usize, Fold),
    table: &Table<'_>,
    rows: Chosen<'_>,
) -> Vec<u8> {
    let (left, right) = (table.column(left), table.column(right));
    rows.map(|row| {
        truth::known(match (left, right) {
            (Column::Numbers(_), _) => {
                left.number(row).zip(right.number(row)).and_then(|(a, b)| Some(text::holds(order, a.partial_cmp(&b)?)))
            }
            (Column::Spans(_), _) => left.span(row).zip(right.span(row)).map(|(a, b)| time::compare(order, a, b)),
            (Column::Flags(_), _) => left.flag(row).zip(right.flag(row)).map(|(a, b)| text::holds(order, a.cmp(&b))),
            (Column::Texts { .. }, _) => left
                .text(row)
                .zip(right.text(row))
                .map(|(a, b)| text::holds(order, left_fold.apply(a).cmp(&right_fold.apply(b)))),
        })
    })
}
