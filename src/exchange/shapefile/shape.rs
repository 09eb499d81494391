//! One shape record (ESRI Shapefile Technical Description, 1998) as a place.
//!
//! A record begins with its type; coordinates are little-endian doubles, x before y. Lines have one part here; a line of
//! several, and every other shape, is named and not looked into.
//!
//! **Degenerate input.** Counts are compared with the bytes that are there before anything is reserved. A coordinate
//! that is not finite, a line of one point, a first part that does not start at 0: a fault. A height below -10³⁸ is the
//! format's "no data". Cost: linear in the record.

use super::super::rows::{FileFault, SourcePlace, SourcePoint};

/// What the format calls no data.
const NO_DATA: f64 = -1e38;

const LINE_PARTS: usize = 44;

/// The type of a file's shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(u32);

impl Kind {
    pub const NULL: Self = Self(0);
    pub const POINT: Self = Self(1);
    pub const POINT_Z: Self = Self(11);
    pub const LINE: Self = Self(3);
    pub const LINE_Z: Self = Self(13);

    /// `None` for a number that the format does not have.
    pub fn new(code: u32) -> Option<Self> {
        Some(Self(code)).filter(|kind| kind.name().is_some())
    }

    pub const fn code(self) -> u32 {
        self.0
    }

    const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            0 => "Null",
            1 => "Point",
            3 => "PolyLine",
            5 => "Polygon",
            8 => "MultiPoint",
            11 => "PointZ",
            13 => "PolyLineZ",
            15 => "PolygonZ",
            18 => "MultiPointZ",
            21 => "PointM",
            23 => "PolyLineM",
            25 => "PolygonM",
            28 => "MultiPointM",
            31 => "MultiPatch",
            _ => return None,
        })
    }
}

/// What is wrong with a shape record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeFault {
    /// Fewer bytes than its counts promise.
    Short,
    /// Another type than the file's.
    Kind,
    NotFinite,
    Parts,
    OnePoint,
}

impl ShapeFault {
    /// The fault of a row.
    pub fn at(self, row: u64) -> FileFault {
        let (code, vi, en) = match self {
            Self::Short => (
                "shape_cut_short",
                "hình trong tệp .shp ngắn hơn số điểm nó khai: tệp bị hỏng",
                "the shape has fewer bytes than its counts promise: the .shp is damaged",
            ),
            Self::Kind => (
                "shape_kind",
                "hình khác kiểu với tệp .shp: tệp bị hỏng",
                "the shape is of another type than its file: the .shp is damaged",
            ),
            Self::NotFinite => {
                ("coordinate_not_finite", "tọa độ không phải là số hữu hạn", "a coordinate is not a finite number")
            }
            Self::Parts => (
                "shape_parts",
                "các phần của đường ghi sai chỗ bắt đầu: tệp bị hỏng",
                "the parts of the line do not start where they should: the .shp is damaged",
            ),
            Self::OnePoint => {
                ("line_too_short", "đường chỉ có một điểm, cần ít nhất hai", "a line needs at least two points")
            }
        };
        FileFault::row(row, code, vi, en)
    }
}

/// The place of a record's content, which begins with its type. `of` is the file's type.
///
/// ```
/// use mocgioi::exchange::rows::SourcePlace;
/// use mocgioi::exchange::shapefile::shape::{Kind, place};
///
/// let mut record = vec![1, 0, 0, 0];
/// record.extend(103.5_f64.to_le_bytes());
/// record.extend(21.25_f64.to_le_bytes());
/// let Ok(SourcePlace::Point(point)) = place(&record, Kind::POINT) else { panic!() };
/// assert_eq!((point.x, point.y, point.z), (103.5, 21.25, None));
/// assert!(place(&record[..19], Kind::POINT).is_err());
/// ```
///
/// # Errors
/// See the [module](self).
pub fn place(record: &[u8], of: Kind) -> Result<SourcePlace, ShapeFault> {
    let kind = Kind::new(u32_at(record, 0)?).ok_or(ShapeFault::Kind)?;
    if kind == Kind::NULL {
        return Ok(SourcePlace::None);
    }
    if kind != of {
        return Err(ShapeFault::Kind);
    }
    match kind.0 {
        1 | 21 => Ok(SourcePlace::Point(point(record, 4, None)?)),
        11 => Ok(SourcePlace::Point(point(record, 4, Some(20))?)),
        3 | 23 => line(record, false),
        13 => line(record, true),
        _ => Ok(SourcePlace::Other(kind.name().unwrap_or_default().to_owned())),
    }
}

fn line(record: &[u8], with_heights: bool) -> Result<SourcePlace, ShapeFault> {
    let parts = u32_at(record, 36)?;
    let points = usize::try_from(u32_at(record, 40)?).map_err(|_| ShapeFault::Short)?;
    match parts {
        0 => return Ok(SourcePlace::None),
        1 => {}
        _ => return Ok(SourcePlace::Other(format!("PolyLine ({parts} parts)"))),
    }
    if u32_at(record, LINE_PARTS)? != 0 {
        return Err(ShapeFault::Parts);
    }
    let start = LINE_PARTS + 4;
    let heights = points.checked_mul(16).and_then(|bytes| bytes.checked_add(start + 16)).ok_or(ShapeFault::Short)?;
    let end = if with_heights {
        points.checked_mul(8).and_then(|bytes| bytes.checked_add(heights))
    } else {
        Some(heights - 16)
    };
    if end.is_none_or(|end| record.len() < end) {
        return Err(ShapeFault::Short);
    }
    if points < 2 {
        return Err(ShapeFault::OnePoint);
    }
    let vertex = |i: usize| point(record, start + 16 * i, with_heights.then_some(heights + 8 * i));
    (0..points).map(vertex).collect::<Result<_, _>>().map(SourcePlace::Line)
}

fn point(record: &[u8], at: usize, height_at: Option<usize>) -> Result<SourcePoint, ShapeFault> {
    let (x, y) = (f64_at(record, at)?, f64_at(record, at + 8)?);
    let z = height_at.map(|at| f64_at(record, at)).transpose()?;
    let z = z.filter(|z| z.is_nan() || *z > NO_DATA || z.is_infinite());
    if x.is_finite() && y.is_finite() && z.is_none_or(f64::is_finite) {
        Ok(SourcePoint { x, y, z })
    } else {
        Err(ShapeFault::NotFinite)
    }
}

fn u32_at(record: &[u8], at: usize) -> Result<u32, ShapeFault> {
    let four = record.get(at..).and_then(<[u8]>::first_chunk).ok_or(ShapeFault::Short)?;
    Ok(u32::from_le_bytes(*four))
}

fn f64_at(record: &[u8], at: usize) -> Result<f64, ShapeFault> {
    let eight = record.get(at..).and_then(<[u8]>::first_chunk).ok_or(ShapeFault::Short)?;
    Ok(f64::from_le_bytes(*eight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u32, doubles: &[f64]) -> Vec<u8> {
        let mut record = kind.to_le_bytes().to_vec();
        record.extend(doubles.iter().flat_map(|double| double.to_le_bytes()));
        record
    }

    fn line_record(kind: u32, parts: &[u32], points: u32, doubles: &[f64]) -> Vec<u8> {
        let mut line = record(kind, &[0.0; 4]);
        line.extend(u32::try_from(parts.len()).unwrap().to_le_bytes());
        line.extend(points.to_le_bytes());
        line.extend(parts.iter().flat_map(|part| part.to_le_bytes()));
        line.extend(doubles.iter().flat_map(|double| double.to_le_bytes()));
        line
    }

    fn height(record: &[u8], kind: Kind) -> Option<f64> {
        match place(record, kind) {
            Ok(SourcePlace::Point(point)) => point.z,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_height_below_the_no_data_mark_is_none() {
        assert_eq!(height(&record(11, &[1.0, 2.0, 3.0, 0.0]), Kind::POINT_Z), Some(3.0));
        assert_eq!(height(&record(11, &[1.0, 2.0, -1e39, 0.0]), Kind::POINT_Z), None);
        assert_eq!(height(&record(21, &[1.0, 2.0, 7.0]), Kind(21)), None, "a measure is no height");
    }

    #[test]
    fn what_is_not_finite_is_refused_wherever_it_stands() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for at in 0..3 {
                let mut doubles = [1.0, 2.0, 3.0, 0.0];
                doubles[at] = bad;
                assert_eq!(place(&record(11, &doubles), Kind::POINT_Z), Err(ShapeFault::NotFinite));
            }
            let line = line_record(3, &[0], 2, &[1.0, 2.0, 3.0, bad]);
            assert_eq!(place(&line, Kind::LINE), Err(ShapeFault::NotFinite));
        }
    }

    #[test]
    fn a_line_has_its_points_and_heights_in_order() {
        let line = line_record(13, &[0], 2, &[1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 50.0, 60.0]);
        let points = vec![SourcePoint { x: 1.0, y: 2.0, z: Some(50.0) }, SourcePoint { x: 3.0, y: 4.0, z: Some(60.0) }];
        assert_eq!(place(&line, Kind::LINE_Z), Ok(SourcePlace::Line(points)));
        for end in 0..line.len() {
            assert_eq!(place(&line[..end], Kind::LINE_Z), Err(ShapeFault::Short), "{end}");
        }
    }

    #[test]
    fn counts_that_lie_are_refused_without_reserving() {
        let line = |points| place(&line_record(3, &[0], points, &[1.0, 2.0, 3.0, 4.0]), Kind::LINE);
        assert!(line(2).is_ok());
        for points in [3, 1 << 30, u32::MAX] {
            assert_eq!(line(points), Err(ShapeFault::Short));
        }
        assert_eq!(line(1), Err(ShapeFault::OnePoint));
    }

    #[test]
    fn other_shapes_are_named() {
        let two = line_record(3, &[0, 2], 4, &[0.0; 8]);
        assert_eq!(place(&two, Kind::LINE), Ok(SourcePlace::Other("PolyLine (2 parts)".into())));
        assert_eq!(place(&line_record(3, &[], 0, &[]), Kind::LINE), Ok(SourcePlace::None));
        assert_eq!(place(&line_record(3, &[1], 2, &[0.0; 4]), Kind::LINE), Err(ShapeFault::Parts));
        assert_eq!(place(&record(5, &[]), Kind(5)), Ok(SourcePlace::Other("Polygon".into())));
        assert_eq!(place(&record(5, &[]), Kind::LINE), Err(ShapeFault::Kind));
        assert_eq!(place(&record(0, &[]), Kind::LINE), Ok(SourcePlace::None));
        assert_eq!(place(&record(99, &[]), Kind::LINE), Err(ShapeFault::Kind));
    }
}
