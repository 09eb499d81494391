//! Headers and shape records of `.shp` and `.shx`, byte by byte.

use super::shape::Kind;
use crate::exchange::rows::{OutPlace, SourcePoint};
use crate::exchange::spool::About;

const HEADER: u64 = 100;
const FILE_CODE: u32 = 9994;
const VERSION: u32 = 1000;
/// What the format calls no data; written as the measure that a `PointZ` must have.
const NO_MEASURE: f64 = -1e39;

/// The layout of a file: its kind, and whether it has heights.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) lines: bool,
    pub(super) heights: bool,
}

impl Layout {
    const fn kind(self) -> Kind {
        match (self.lines, self.heights) {
            (false, false) => Kind::POINT,
            (false, true) => Kind::POINT_Z,
            (true, false) => Kind::LINE,
            (true, true) => Kind::LINE_Z,
        }
    }

    /// Bytes of a shape without its record header.
    const fn content(self, parts: u64, vertices: u64) -> u64 {
        match (vertices, self.lines, self.heights) {
            (0, _, _) => 4,
            (_, false, false) => 20,
            (_, false, true) => 36,
            (_, true, false) => 44 + 4 * parts + 16 * vertices,
            (_, true, true) => 60 + 4 * parts + 24 * vertices,
        }
    }

    fn content_of(self, parts: &[&[SourcePoint]]) -> u64 {
        self.content(parts.len() as u64, parts.iter().map(|part| part.len() as u64).sum())
    }

    /// Bytes of the whole `.shp`.
    pub(super) const fn file(self, about: About) -> u64 {
        let without = (about.rows - about.places) * (8 + self.content(0, 0));
        let with = if self.lines {
            // What all lines have in common, then what each part and vertex adds.
            let (part, vertex) = (4, if self.heights { 24 } else { 16 });
            let fixed = self.content(1, 1) - part - vertex;
            about.places * (8 + fixed) + about.parts * part + about.vertices * vertex
        } else {
            about.places * (8 + self.content(1, 1))
        };
        HEADER + without + with
    }

    /// The header of a file of so many bytes; `.shp` and `.shx` have the same.
    pub(super) fn header(self, file: u64, about: About) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(FILE_CODE.to_be_bytes());
        bytes.extend([0; 20]);
        bytes.extend(words(file));
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.kind().code().to_le_bytes());
        let ([x1, y1, z1], [x2, y2, z2]) = (about.low, about.high);
        let (z1, z2) = if self.heights { (z1, z2) } else { (0.0, 0.0) };
        for bound in [x1, y1, x2, y2, z1, z2, 0.0, 0.0] {
            // An empty file has no bounds; the format wants finite ones.
            bytes.extend((if bound.is_finite() { bound } else { 0.0 }).to_le_bytes());
        }
        bytes
    }

    /// The record with this number, from 1.
    pub(super) fn record(self, number: u32, place: &OutPlace) -> Vec<u8> {
        let parts = place.parts();
        let mut bytes = Vec::new();
        bytes.extend(number.to_be_bytes());
        bytes.extend(words(self.content_of(&parts)));
        let kind = if parts.is_empty() { Kind::NULL } else { self.kind() };
        bytes.extend(kind.code().to_le_bytes());
        match parts.as_slice() {
            [] => {}
            [[point]] if !self.lines => {
                bytes.extend([point.x, point.y].into_iter().flat_map(f64::to_le_bytes));
                if self.heights {
                    bytes.extend([height(point), NO_MEASURE].into_iter().flat_map(f64::to_le_bytes));
                }
            }
            parts => self.put_line(&mut bytes, parts),
        }
        bytes
    }

    fn put_line(self, bytes: &mut Vec<u8>, parts: &[&[SourcePoint]]) {
        let vertices = || parts.iter().copied().flatten();
        let range = |of: fn(&SourcePoint) -> f64| {
            let range = (f64::INFINITY, f64::NEG_INFINITY);
            vertices().map(of).fold(range, |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((west, east), (south, north)) = (range(|point| point.x), range(|point| point.y));
        bytes.extend([west, south, east, north].into_iter().flat_map(f64::to_le_bytes));
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        bytes.extend([count(parts.len()), count(vertices().count())].into_iter().flat_map(u32::to_le_bytes));
        let mut start = 0;
        for part in parts {
            bytes.extend(count(start).to_le_bytes());
            start += part.len();
        }
        bytes.extend(vertices().flat_map(|point| [point.x, point.y]).flat_map(f64::to_le_bytes));
        if self.heights {
            let (low, high) = range(height);
            bytes.extend([low, high].into_iter().flat_map(f64::to_le_bytes));
            bytes.extend(vertices().map(height).flat_map(f64::to_le_bytes));
        }
    }

    /// The entry of the `.shx` for a record that starts at this byte, and where the next one starts.
    pub(super) fn entry(self, start: u64, place: &OutPlace) -> ([[u8; 4]; 2], u64) {
        let content = self.content_of(&place.parts());
        ([words(start), words(content)], start + 8 + content)
    }
}

/// Only asked for where all have one.
fn height(point: &SourcePoint) -> f64 {
    point.z.unwrap_or(0.0)
}

/// Lengths are counted in 16-bit words; the writer has made sure that they fit.
fn words(bytes: u64) -> [u8; 4] {
    u32::try_from(bytes / 2).unwrap_or(u32::MAX).to_be_bytes()
}
