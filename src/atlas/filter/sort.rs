//! Features in the order of their properties, page by page.
//!
//! The place of a page is the sort keys and the id of its last feature, so the next one begins just behind it, whatever came or
//! went: a feature whose keys stay is seen once. What has no value comes last, in either direction.
//!
//! In a block, each key becomes a whole number that sorts alike (of texts, the rank among those of the block, worked out once);
//! the first features of each block are picked out in linear time, and only those are put together. Cost: O(matches), and
//! O(distinct texts · log) when a text is first sorted by.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::columns::{Column, number, span};
use super::table::{Rows, Table};
use crate::atlas::block::ClassId;
use crate::atlas::layer::Layer;
use crate::atlas::layers::{Field, Kind, LayerId};
use crate::atlas::query::{Hit, Query};
use crate::atlas::scan;
use crate::domain::collation;
use crate::domain::number::{MarkerKey, SegmentKey};

use super::Filter;

/// What to sort by.
#[derive(Debug, Clone, PartialEq)]
pub struct Sort {
    layer: LayerId,
    keys: Vec<SortKey>,
    after: Option<(Vec<Key>, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct SortKey {
    n: usize,
    field: Field,
    descending: bool,
}

/// The value of a property, as it is sorted.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Whole(i64),
    Number(f64),
    Marker(MarkerKey),
    Segment(SegmentKey),
    Text(Vec<u8>),
    None,
}

impl Key {
    fn of_text(kind: Kind, text: &str) -> Self {
        let key = match kind {
            Kind::Marker => text.parse().ok().map(Self::Marker),
            Kind::Segment => text.parse().ok().map(Self::Segment),
            _ => None,
        };
        key.unwrap_or_else(|| Self::Text(collation::key(text)))
    }

    fn of(field: Field, value: Option<&[u8]>) -> Self {
        let found = match field.kind {
            Kind::Number(_) | Kind::Integer(_) => number(value).map(Self::Number),
            Kind::Flag => value.and_then(|value| match value {
                b"true" => Some(Self::Whole(1)),
                b"false" => Some(Self::Whole(0)),
                _ => None,
            }),
            Kind::Time | Kind::Day => span(field.kind, value).map(|(first, _)| Self::Whole(first)),
            kind => value.and_then(scan::text).map(|text| Self::of_text(kind, &text)),
        };
        found.unwrap_or(Self::None)
    }

    /// Of two keys of one property; nothing is last.
    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let found = match (self, other) {
            (Self::None, Self::None) => return Ordering::Equal,
            (Self::None, _) => return Ordering::Greater,
            (_, Self::None) => return Ordering::Less,
            (Self::Whole(a), Self::Whole(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Marker(a), Self::Marker(b)) => a.cmp(b),
            (Self::Segment(a), Self::Segment(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            // Keys that can be read before others.
            (a, b) => matches!(a, Self::Text(_)).cmp(&matches!(b, Self::Text(_))),
        };
        if descending { found.reverse() } else { found }
    }
}

/// Texts of a column in their order: their symbols sorted, and the rank of each symbol.
#[derive(Debug)]
pub(super) struct Ranked {
    sorted: Vec<(Key, u32)>,
    ranks: Vec<u32>,
}

impl Ranked {
    pub(super) fn of(kind: Kind, texts: &[Box<str>]) -> Self {
        let mut sorted: Vec<(Key, u32)> =
            (1..).zip(texts).map(|(symbol, text)| (Key::of_text(kind, text), symbol)).collect();
        sorted.sort_by(|(a, _), (b, _)| a.order(b, false));
        let mut ranks = vec![0; texts.len() + 1];
        for (rank, (_, symbol)) in (0..).zip(&sorted) {
            ranks[*symbol as usize] = rank;
        }
        Self { sorted, ranks }
    }
}

impl Sort {
    /// By these properties, each with whether it descends.
    pub fn new(layer: LayerId, by: &[(usize, bool)]) -> Self {
        let keys = by.iter().map(|&(n, descending)| {
            // The number of a marker has its place on the line by the marker's key.
            let n = match (layer, layer.fields()[n].name) {
                (LayerId::Markers, "number") => layer.field("key").map_or(n, |(n, _)| n),
                _ => n,
            };
            SortKey { n, field: layer.fields()[n], descending }
        });
        Self { layer, keys: keys.collect(), after: None }
    }

    pub const fn layer(&self) -> LayerId {
        self.layer
    }

    /// Going on behind a place; `None` when it is none of this order.
    pub fn behind(mut self, place: &Value) -> Option<Self> {
        let (values, id) = (place.get("k")?.as_array()?, place.get("id")?.as_str()?);
        if values.len() != self.keys.len() {
            return None;
        }
        let keys = self.keys.iter().zip(values).map(|(key, value)| {
            let written = value.to_string();
            let found = Key::of(key.field, Some(written.as_bytes()));
            (found != Key::None || value.is_null()).then_some(found)
        });
        self.after = Some((keys.collect::<Option<_>>()?, id.to_owned()));
        Some(self)
    }

    /// The place of a feature in this order.
    pub fn place(&self, id: &str, feature: &[u8]) -> Value {
        let properties = scan::properties(feature);
        let values = self.keys.iter().map(|key| {
            let written = scan::member(properties, key.field.name).unwrap_or(b"null");
            serde_json::from_slice(written).unwrap_or(Value::Null)
        });
        json!({ "k": values.collect::<Vec<Value>>(), "id": id })
    }

    fn keys_of(&self, feature: &[u8]) -> Vec<Key> {
        let properties = scan::properties(feature);
        self.keys.iter().map(|key| Key::of(key.field, scan::member(properties, key.field.name))).collect()
    }

    fn order(&self, one: &[Key], other: &[Key]) -> Ordering {
        let each = self.keys.iter().zip(one.iter().zip(other)).map(|(key, (a, b))| a.order(b, key.descending));
        each.fold(Ordering::Equal, Ordering::then)
    }
}

/// How many features match, and the first `wanted` of them in the order asked for.
pub(super) fn hits<'a>(
    sort: &Sort,
    query: &Query,
    filter: &Filter,
    layer: &'a Layer,
    sees: &dyn Fn(ClassId) -> bool,
    wanted: usize,
) -> (u64, Vec<Hit<'a>>) {
    let run = super::run::Run::new(query, filter, layer, sees);
    let (mut matched, mut found) = (0, Vec::new());
    let blocks = layer.blocks().iter().map(|block| Table::block(sort.layer, block));
    for table in blocks.chain([Table::delta(sort.layer, layer.delta())]) {
        let rows = run.rows(&table);
        matched += rows.len() as u64;
        for row in first(sort, &table, rows, wanted) {
            let hit = match &table.rows {
                Rows::Block(block) => Hit::Base { block, slot: row as usize },
                Rows::Delta(features, _) => Hit::Delta(features[row as usize].0),
            };
            found.push((sort.keys_of(hit.step().json), hit));
        }
    }
    found.sort_by(|(one, a), (other, b)| sort.order(one, other).then_with(|| a.order().id.cmp(&b.order().id)));
    found.truncate(wanted);
    (matched, found.into_iter().map(|(_, hit)| hit).collect())
}

/// The first rows of a table, in no order.
fn first(sort: &Sort, table: &Table<'_>, mut rows: Vec<u32>, wanted: usize) -> Vec<u32> {
    let keys: Vec<Ordinals<'_>> = sort.keys.iter().map(|key| Ordinals::of(*key, table)).collect();
    let after = sort.after.as_ref().map(|(values, id)| {
        let places: Vec<u64> = keys.iter().zip(values).map(|(key, value)| key.of_key(value)).collect();
        (places, id.as_str())
    });
    if let Some((places, id)) = &after {
        rows.retain(|row| {
            let each = keys.iter().zip(places).map(|(key, place)| key.of_row(*row as usize).cmp(place));
            let found = each.fold(Ordering::Equal, Ordering::then);
            found.then_with(|| (*table.order(*row as usize).id).cmp(id)).is_gt()
        });
    }
    if rows.len() > wanted {
        rows.select_nth_unstable_by(wanted, |a, b| {
            let (a, b) = (*a as usize, *b as usize);
            let each = keys.iter().map(|key| key.of_row(a).cmp(&key.of_row(b)));
            let found = each.fold(Ordering::Equal, Ordering::then);
            found.then_with(|| table.order(a).id.cmp(&table.order(b).id))
        });
        rows.truncate(wanted);
    }
    rows
}

/// A column as whole numbers that sort alike, within one table.
struct Ordinals<'a> {
    key: SortKey,
    column: &'a Column,
    ranked: Option<&'a Ranked>,
}

impl<'a> Ordinals<'a> {
    fn of(key: SortKey, table: &Table<'a>) -> Self {
        let column = table.column(key.n);
        Self { key, column, ranked: column.ranked(key.field.kind) }
    }

    fn turned(&self, ordinal: Option<u64>) -> u64 {
        match ordinal {
            None => u64::MAX,
            Some(ordinal) if self.key.descending => u64::MAX - 1 - ordinal,
            Some(ordinal) => ordinal,
        }
    }

    fn of_row(&self, row: usize) -> u64 {
        self.turned(match self.column {
            Column::Numbers(_) => self.column.number(row).map(of_number),
            Column::Spans(_) => self.column.span(row).map(|(first, _)| of_whole(first)),
            Column::Flags(_) => self.column.flag(row).map(u64::from),
            Column::Texts { values, .. } => match (values[row], self.ranked) {
                (0, _) | (_, None) => None,
                (symbol, Some(ranked)) => Some(u64::from(ranked.ranks[symbol as usize]) * 2 + 1),
            },
        })
    }

    /// Of a key that need not be in the table: between two ranks, then.
    fn of_key(&self, key: &Key) -> u64 {
        self.turned(match (key, self.ranked) {
            (Key::None, _) => None,
            (Key::Number(number), _) => Some(of_number(*number)),
            (Key::Whole(whole), _) if matches!(self.column, Column::Flags(_)) => u64::try_from(*whole).ok(),
            (Key::Whole(whole), _) => Some(of_whole(*whole)),
            (key, Some(ranked)) => Some(match ranked.sorted.binary_search_by(|(held, _)| held.order(key, false)) {
                Ok(rank) => rank as u64 * 2 + 1,
                Err(rank) => rank as u64 * 2,
            }),
            (_, None) => None,
        })
    }
}

const SIGN: u64 = 1 << 63;

/// The bits of a number in the order of numbers, short of the last two, which are for what is none.
fn of_number(number: f64) -> u64 {
    // A zero has no sign here.
    let bits = (number + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn of_whole(whole: i64) -> u64 {
    (whole.cast_unsigned()) ^ SIGN
}
