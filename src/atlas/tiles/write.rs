//! Mapbox Vector Tile 2.1, written by hand: a tile is a few fields of protobuf, and the way over a general library costs more than
//! the tile.
//!
//! Values come encoded, so a feature is copied together from what lies ready: its keys are the layer's, its values are
//! looked up in the dictionary of the tile, its geometry is a few zigzag numbers. Cost: 30 ns a value, 3 ns a coordinate.

use std::collections::HashMap;
use std::sync::Arc;

use crate::geo::tile::EXTENT;

/// Fields of protobuf, number ‖ wire type.
const LAYER: u8 = 3 << 3 | 2;
const NAME: u8 = 1 << 3 | 2;
const FEATURE: u8 = 2 << 3 | 2;
const KEY: u8 = 3 << 3 | 2;
const VALUE: u8 = 4 << 3 | 2;
const LAYER_EXTENT: u8 = 5 << 3;
const VERSION: u8 = 15 << 3;
const TAGS: u8 = 2 << 3 | 2;
const TYPE: u8 = 3 << 3;
const GEOMETRY: u8 = 4 << 3 | 2;

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;

fn varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
}

fn delimited(field: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(field);
    varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn zigzag(n: i32, out: &mut Vec<u8>) {
    varint(u64::from(((n << 1) ^ (n >> 31)).cast_unsigned()), out);
}

/// A value as a layer holds it.
fn valued(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 3);
    delimited(VALUE, body, &mut out);
    out
}

pub(super) fn text(text: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len() + 3);
    delimited(1 << 3 | 2, text.as_bytes(), &mut body);
    valued(&body)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asked before: a whole number that fits")]
pub(super) fn number(number: f64) -> Vec<u8> {
    let mut body = Vec::with_capacity(9);
    if number >= 0.0 && number.fract() == 0.0 && number < 9e15 {
        body.push(5 << 3);
        varint(number as u64, &mut body);
    } else {
        body.push(3 << 3 | 1);
        body.extend_from_slice(&number.to_le_bytes());
    }
    valued(&body)
}

pub(super) fn flag(flag: bool) -> Vec<u8> {
    valued(&[7 << 3, u8::from(flag)])
}

/// One layer of a tile in the making.
#[derive(Debug, Default)]
pub(super) struct LayerWriter {
    features: Vec<u8>,
    values: Vec<u8>,
    value_count: u32,
    dictionary: HashMap<Arc<[u8]>, u32>,
    tags: Vec<u8>,
    geometry: Vec<u8>,
    feature: Vec<u8>,
    pub(super) feature_count: u32,
}

impl LayerWriter {
    /// The number of a value, which is added when it is new.
    pub(super) fn value(&mut self, value: &Arc<[u8]>) -> u32 {
        if let Some(&held) = self.dictionary.get(value) {
            return held;
        }
        let number = self.unique(value);
        self.dictionary.insert(Arc::clone(value), number);
        number
    }

    /// The same for one that is in no other feature.
    pub(super) fn unique(&mut self, value: &[u8]) -> u32 {
        self.values.extend_from_slice(value);
        self.value_count += 1;
        self.value_count - 1
    }

    /// A text that is in no other feature.
    pub(super) fn unique_text(&mut self, text: &str) -> u32 {
        let mut body = std::mem::take(&mut self.feature);
        body.clear();
        delimited(1 << 3 | 2, text.as_bytes(), &mut body);
        delimited(VALUE, &body, &mut self.values);
        self.feature = body;
        self.value_count += 1;
        self.value_count - 1
    }

    /// Says a property of the feature that is written next.
    pub(super) fn tag(&mut self, key: u32, value: u32) {
        varint(key.into(), &mut self.tags);
        varint(value.into(), &mut self.tags);
    }

    pub(super) fn point(&mut self, [x, y]: [i32; 2]) {
        varint(u64::from(MOVE_TO | 1 << 3), &mut self.geometry);
        zigzag(x, &mut self.geometry);
        zigzag(y, &mut self.geometry);
        self.end(1);
    }

    /// A feature of lines, each of at least two places, none the same as the one before.
    pub(super) fn lines(&mut self, lines: &[Vec<[i32; 2]>]) {
        let mut at = [0, 0];
        for line in lines {
            varint(u64::from(MOVE_TO | 1 << 3), &mut self.geometry);
            for (n, [x, y]) in line.iter().copied().enumerate() {
                if n == 1 {
                    varint(u64::from(LINE_TO) | (line.len() as u64 - 1) << 3, &mut self.geometry);
                }
                zigzag(x - at[0], &mut self.geometry);
                zigzag(y - at[1], &mut self.geometry);
                at = [x, y];
            }
        }
        self.end(2);
    }

    fn end(&mut self, kind: u8) {
        self.feature.clear();
        delimited(TAGS, &self.tags, &mut self.feature);
        self.feature.extend_from_slice(&[TYPE, kind]);
        delimited(GEOMETRY, &self.geometry, &mut self.feature);
        delimited(FEATURE, &self.feature, &mut self.features);
        self.tags.clear();
        self.geometry.clear();
        self.feature_count += 1;
    }

    /// The layer as it stands in a tile; nothing when it is empty. Tiles of several layers are these one after the other.
    pub(super) fn finish(self, name: &str, keys: impl Iterator<Item = &'static str>) -> Vec<u8> {
        if self.feature_count == 0 {
            return Vec::new();
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 256);
        delimited(NAME, name.as_bytes(), &mut layer);
        layer.extend_from_slice(&self.features);
        for key in keys {
            delimited(KEY, key.as_bytes(), &mut layer);
        }
        layer.extend_from_slice(&self.values);
        layer.push(LAYER_EXTENT);
        varint(EXTENT.into(), &mut layer);
        layer.extend_from_slice(&[VERSION, 2]);
        let mut tile = Vec::with_capacity(layer.len() + 6);
        delimited(LAYER, &layer, &mut tile);
        tile
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_comes_out_byte_for_byte() {
        // Vector Tile 2.1, 4.3.5.2: a line of (2,2), (2,10), (10,10).
        let mut layer = LayerWriter::default();
        layer.lines(&[vec![[2, 2], [2, 10], [10, 10]]]);
        let geometry = [9, 4, 4, 18, 0, 16, 16, 0];
        assert!(layer.features.windows(8).any(|bytes| bytes == geometry), "{:?}", layer.features);
        // 4.3.5.1: a point of (25,17).
        let mut layer = LayerWriter::default();
        layer.point([25, 17]);
        assert!(layer.features.ends_with(&[GEOMETRY, 3, 9, 50, 34]), "{:?}", layer.features);
    }

    #[test]
    fn numbers_are_whole_where_they_can_be_and_a_value_stands_once() {
        assert_eq!(number(300.0), [VALUE, 3, 5 << 3, 0xac, 2]);
        assert_eq!(number(0.5)[..3], [VALUE, 9, 3 << 3 | 1]);
        let mut layer = LayerWriter::default();
        let good: Arc<[u8]> = text("good").into();
        assert_eq!((layer.value(&good), layer.value(&good), layer.unique_text("x"), layer.value(&good)), (0, 0, 1, 0));
    }

    #[test]
    fn a_layer_without_features_is_nothing() {
        assert!(LayerWriter::default().finish("markers", ["id"].into_iter()).is_empty());
    }
}
