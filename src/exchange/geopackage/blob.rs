//! A geometry as GeoPackage stores it (OGC 12-128, 2.1.3): a header of its own, then well-known binary.
//!
//! The header has the letters `GP`, a version, flags (byte order, kind of envelope, empty, extended), the reference
//! system and the envelope. Coordinates are easting or longitude first, whatever the system's own order is.
//!
//! A `MultiPoint` or `MultiLineString` of one member is that member: many programs write no others. All else is named.
//!
//! **Degenerate input.** The counts must agree with the bytes to the last one before the crate is asked; nothing nested
//! is followed, so depth cannot matter. NaN without the flag for "empty", a line of one point, another reference system
//! than the layer's (0 and -1, "undefined", pass): a fault. Cost: linear.

use geozero::error::GeozeroError;
use geozero::wkb::{Wkb, WkbDialect, WkbWriter};
use geozero::{CoordDimensions, GeomProcessor, GeozeroGeometry as _};

use crate::exchange::rows::{FileFault, SourcePlace, SourcePoint};

const HEADER: usize = 8;
const EMPTY: u8 = 0x10;
const EXTENDED: u8 = 0x20;

const POINT: u32 = 1;
const LINE: u32 = 2;
const MULTI_POINT: u32 = 4;
const MULTI_LINE: u32 = 5;

/// What is wrong with a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobFault {
    /// No geometry by its first bytes, or more than the reader takes.
    NotOne,
    /// Its counts and its bytes disagree.
    Length,
    NotFinite,
    OnePoint,
    /// In another reference system than its layer.
    System(i32),
}

impl BlobFault {
    /// The fault of a row.
    pub fn at(self, row: u64) -> FileFault {
        let (code, vi, en) = match self {
            Self::NotOne => (
                "geometry_unreadable",
                "hình không đúng định dạng GeoPackage, hoặc lớn quá 8 MiB".to_owned(),
                "the geometry is none of GeoPackage, or has more than 8 MiB".to_owned(),
            ),
            Self::Length => (
                "geometry_length",
                "hình dài ngắn khác với số điểm nó khai: tệp bị hỏng".to_owned(),
                "the geometry is longer or shorter than its counts say: the file is damaged".to_owned(),
            ),
            Self::NotFinite => (
                "coordinate_not_finite",
                "tọa độ không phải là số hữu hạn".to_owned(),
                "a coordinate is not a finite number".to_owned(),
            ),
            Self::OnePoint => (
                "line_too_short",
                "đường chỉ có một điểm, cần ít nhất hai".to_owned(),
                "a line needs at least two points".to_owned(),
            ),
            Self::System(srs) => (
                "geometry_system",
                format!("hình ghi hệ tọa độ {srs}, khác với lớp của nó"),
                format!("the geometry is in reference system {srs}, which is not that of its layer"),
            ),
        };
        FileFault::row(row, code, vi, en)
    }
}

/// The place of a geometry in a layer whose reference system has this number.
///
/// ```
/// use mocgioi::exchange::geopackage::blob;
/// use mocgioi::exchange::rows::{SourcePlace, SourcePoint};
///
/// let marker = SourcePoint { x: 103.5, y: 21.25, z: Some(812.0) };
/// let bytes = blob::bytes(&[&[marker]], blob::BlobKind::Point, 4326);
/// assert_eq!(blob::place(&bytes, 4326), Ok(SourcePlace::Point(marker)));
/// assert_eq!(blob::place(&bytes, 3405), Err(blob::BlobFault::System(4326)));
/// ```
///
/// # Errors
/// See the [module](self).
pub fn place(blob: &[u8], layer_srs: i32) -> Result<SourcePlace, BlobFault> {
    let Some(&[b'G', b'P', 0, flags, a, b, c, d]) = blob.first_chunk::<HEADER>() else {
        return Err(BlobFault::NotOne);
    };
    let srs = if flags & 1 == 1 { i32::from_le_bytes([a, b, c, d]) } else { i32::from_be_bytes([a, b, c, d]) };
    if srs != layer_srs && !matches!(srs, 0 | -1) {
        return Err(BlobFault::System(srs));
    }
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(BlobFault::NotOne),
    };
    let wkb = blob.get(HEADER + envelope..).ok_or(BlobFault::Length)?;
    if flags & EMPTY != 0 {
        return Ok(SourcePlace::None);
    }
    if flags & EXTENDED != 0 {
        return Ok(SourcePlace::Other("extended geometry".to_owned()));
    }
    simple(wkb)
}

/// Well-known binary of the ISO kind.
fn simple(wkb: &[u8]) -> Result<SourcePlace, BlobFault> {
    let head = Head::of(wkb)?;
    match head.kind {
        POINT => point(wkb, head),
        LINE => line(wkb, head),
        MULTI_POINT | MULTI_LINE if head.count(wkb)? == 1 => {
            let member = wkb.get(9..).unwrap_or_default();
            let inner = Head::of(member)?;
            match (head.kind, inner.kind) {
                (MULTI_POINT, POINT) => point(member, inner),
                (MULTI_LINE, LINE) => line(member, inner),
                _ => Err(BlobFault::NotOne),
            }
        }
        MULTI_POINT | MULTI_LINE if head.count(wkb)? == 0 => Ok(SourcePlace::None),
        kind => name(kind).map(|name| SourcePlace::Other(name.to_owned())).ok_or(BlobFault::NotOne),
    }
}

/// Byte order, type and dimensions of a geometry.
#[derive(Clone, Copy)]
struct Head {
    is_little: bool,
    kind: u32,
    /// Bytes of a coordinate.
    size: usize,
}

impl Head {
    fn of(wkb: &[u8]) -> Result<Self, BlobFault> {
        let (&[order], rest) = wkb.split_first_chunk().ok_or(BlobFault::Length)?;
        let is_little = match order {
            0 => false,
            1 => true,
            _ => return Err(BlobFault::NotOne),
        };
        let code = u32_at(rest, 0, is_little).ok_or(BlobFault::Length)?;
        let size = match code / 1_000 {
            0 => 16,
            1 | 2 => 24,
            3 => 32,
            _ => return Err(BlobFault::NotOne),
        };
        Ok(Self { is_little, kind: code % 1_000, size })
    }

    fn count(self, wkb: &[u8]) -> Result<u32, BlobFault> {
        u32_at(wkb, 5, self.is_little).ok_or(BlobFault::Length)
    }
}

fn point(wkb: &[u8], head: Head) -> Result<SourcePlace, BlobFault> {
    if wkb.len() != 5 + head.size {
        return Err(BlobFault::Length);
    }
    match *vertices(wkb)?.as_slice() {
        [point] => Ok(SourcePlace::Point(point)),
        _ => Err(BlobFault::NotOne),
    }
}

fn line(wkb: &[u8], head: Head) -> Result<SourcePlace, BlobFault> {
    let count = head.count(wkb)?;
    let length = usize::try_from(count).ok().and_then(|count| count.checked_mul(head.size)?.checked_add(9));
    if length != Some(wkb.len()) {
        return Err(BlobFault::Length);
    }
    match count {
        0 => Ok(SourcePlace::None),
        1 => Err(BlobFault::OnePoint),
        _ => vertices(wkb).map(SourcePlace::Line),
    }
}

/// The coordinates of a point or line whose length was checked.
fn vertices(wkb: &[u8]) -> Result<Vec<SourcePoint>, BlobFault> {
    let mut vertices = Vertices(Vec::new());
    Wkb(wkb).process_geom(&mut vertices).map_err(|_| BlobFault::NotOne)?;
    let is_finite =
        |point: &SourcePoint| point.x.is_finite() && point.y.is_finite() && point.z.is_none_or(f64::is_finite);
    if vertices.0.iter().all(is_finite) { Ok(vertices.0) } else { Err(BlobFault::NotFinite) }
}

struct Vertices(Vec<SourcePoint>);

impl GeomProcessor for Vertices {
    fn dimensions(&self) -> CoordDimensions {
        CoordDimensions::xyz()
    }

    fn coordinate(
        &mut self,
        x: f64,
        y: f64,
        z: Option<f64>,
        _m: Option<f64>,
        _t: Option<f64>,
        _tm: Option<u64>,
        _index: usize,
    ) -> Result<(), GeozeroError> {
        self.0.push(SourcePoint { x, y, z });
        Ok(())
    }

    /// NaN twice, which the header did not announce.
    fn empty_point(&mut self, _index: usize) -> Result<(), GeozeroError> {
        self.0.push(SourcePoint { x: f64::NAN, y: f64::NAN, z: None });
        Ok(())
    }
}

const fn name(kind: u32) -> Option<&'static str> {
    Some(match kind {
        3 => "Polygon",
        MULTI_POINT => "MultiPoint",
        MULTI_LINE => "MultiLineString",
        6 => "MultiPolygon",
        7 => "GeometryCollection",
        8 => "CircularString",
        9 => "CompoundCurve",
        10 => "CurvePolygon",
        11 => "MultiCurve",
        12 => "MultiSurface",
        13 => "Curve",
        14 => "Surface",
        15 => "PolyhedralSurface",
        16 => "TIN",
        17 => "Triangle",
        _ => return None,
    })
}

fn u32_at(bytes: &[u8], at: usize, is_little: bool) -> Option<u32> {
    let four = bytes.get(at..)?.first_chunk().copied()?;
    Some(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobKind {
    Point,
    Line,
    MultiLine,
}

/// The bytes of a point (one part of one vertex), a line (one part) or several; lines have their envelope, and heights
/// when all vertices do.
pub fn bytes(parts: &[&[SourcePoint]], kind: BlobKind, srs: i32) -> Vec<u8> {
    let with_heights = parts.iter().copied().flatten().all(|vertex| vertex.z.is_some());
    let dimensions = if with_heights { CoordDimensions::xyz() } else { CoordDimensions::xy() };
    let envelope = if kind == BlobKind::Point { Vec::new() } else { envelope(parts) };
    let mut bytes = Vec::with_capacity(64 + 24 * parts.iter().map(|part| part.len()).sum::<usize>());
    let mut writer = WkbWriter::with_opts(&mut bytes, WkbDialect::Geopackage, dimensions, Some(srs), envelope);
    // Writing into memory does not fail.
    let _ = put(&mut writer, parts, kind);
    bytes
}

fn put(writer: &mut impl GeomProcessor, parts: &[&[SourcePoint]], kind: BlobKind) -> Result<(), GeozeroError> {
    match kind {
        BlobKind::Point => {
            writer.point_begin(0)?;
            parts.iter().try_for_each(|part| coordinates(writer, part))?;
            writer.point_end(0)
        }
        BlobKind::Line => parts.iter().try_for_each(|part| line_string(writer, true, part)),
        BlobKind::MultiLine => {
            writer.multilinestring_begin(parts.len(), 0)?;
            parts.iter().try_for_each(|part| line_string(writer, false, part))?;
            writer.multilinestring_end(0)
        }
    }
}

fn line_string(writer: &mut impl GeomProcessor, tagged: bool, part: &[SourcePoint]) -> Result<(), GeozeroError> {
    writer.linestring_begin(tagged, part.len(), 0)?;
    coordinates(writer, part)?;
    writer.linestring_end(tagged, 0)
}

fn coordinates(writer: &mut impl GeomProcessor, part: &[SourcePoint]) -> Result<(), GeozeroError> {
    let mut indexed = part.iter().enumerate();
    indexed.try_for_each(|(index, at)| writer.coordinate(at.x, at.y, at.z, None, None, None, index))
}

/// Smallest and largest x, then y.
fn envelope(parts: &[&[SourcePoint]]) -> Vec<f64> {
    let mut bounds = vec![f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY];
    if let [west, east, south, north] = bounds.as_mut_slice() {
        for vertex in parts.iter().copied().flatten() {
            (*west, *east) = (west.min(vertex.x), east.max(vertex.x));
            (*south, *north) = (south.min(vertex.y), north.max(vertex.y));
        }
    }
    bounds
}

#[cfg(test)]
mod tests;
