//! What every file format is read into, and written from: rows that nobody has interpreted yet.
//!
//! A reader turns its format into [`SourceRow`]s and says what the file declares about its coordinates; it does not
//! know layers, markers or datums. A writer takes [`OutRow`]s whose coordinates are in the target system already.
//! Both work row by row, so a file may be larger than memory.

use std::io;

/// What a file says about the reference system of its coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredCrs {
    /// WGS 84 longitude and latitude because the format's standard says so (`GeoJSON`, GPX, KML).
    ByStandard,
    /// An EPSG code, from a `srs_id`, a `crs` member or the like.
    Epsg(u32),
    /// Well-known text, from a `.prj`.
    Wkt(String),
    /// The file says nothing.
    Undeclared,
}

/// A coordinate pair as the file gives it, in the order easting or longitude, northing or latitude. `z` is a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SourcePoint {
    pub x: f64,
    pub y: f64,
    pub z: Option<f64>,
}

/// Where a row says it is.
#[derive(Debug, Clone, PartialEq)]
pub enum SourcePlace {
    None,
    Point(SourcePoint),
    Line(Vec<SourcePoint>),
    /// A geometry that no layer takes (a polygon, a collection), by its name in the format.
    Other(String),
}

/// One row of a file as written. Values are text; a layer reads them.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// From 1; the header is not a row.
    pub row: u64,
    /// Line of the text file on which the row starts, from 1, where the format has lines.
    pub line: Option<u64>,
    pub place: SourcePlace,
    /// The coordinates in the file's own words, when they were text there.
    pub given: Option<String>,
    /// Names as canonical names where the header was known, else as written; values trimmed, empty ones left out.
    pub fields: Vec<(String, String)>,
}

impl SourceRow {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// An opened file.
pub struct SourceFile {
    /// Short name of the format: `csv`, `geojson`, `gpx`, `kml`, `shapefile`, `geopackage`.
    pub format: &'static str,
    pub crs: DeclaredCrs,
    /// What was found out about the file and a person should know (encoding, delimiter, columns passed over).
    pub notes: Vec<String>,
    /// How many rows there are, where that is known without reading them.
    pub total: Option<u64>,
    /// The rows. After a fault for which [`FileFault::ends`] holds nothing follows.
    pub rows: Box<dyn Iterator<Item = Result<SourceRow, FileFault>> + Send>,
}

/// What is wrong with a file or one row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    /// Stable, such as `csv_not_utf8`.
    pub code: &'static str,
    pub row: Option<u64>,
    pub line: Option<u64>,
    /// One line for people, Vietnamese and English.
    pub vi: String,
    pub en: String,
    /// Whether the file cannot be read any further.
    pub fatal: bool,
}

impl FileFault {
    /// A fault after which nothing more can be read.
    pub fn fatal(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, row: None, line: None, vi: vi.into(), en: en.into(), fatal: true }
    }

    /// A fault of one row; the next row may be good.
    pub fn row(row: u64, code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, row: Some(row), line: None, vi: vi.into(), en: en.into(), fatal: false }
    }

    /// The file, or the disk it is unpacked to, could not be read.
    pub fn unreadable(error: &io::Error) -> Self {
        Self::fatal("file_unreadable", format!("không đọc được tệp: {error}"), format!("cannot read the file: {error}"))
    }

    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    pub const fn ends(&self) -> bool {
        self.fatal
    }
}

impl std::fmt::Display for FileFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.row, self.line) {
            (Some(row), Some(line)) => write!(f, "row {row} (line {line}): {}", self.en),
            (Some(row), None) => write!(f, "row {row}: {}", self.en),
            (None, Some(line)) => write!(f, "line {line}: {}", self.en),
            (None, None) => f.write_str(&self.en),
        }
    }
}

impl std::error::Error for FileFault {}

/// Type of a column that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutKind {
    Text,
    Integer,
    Real,
    Boolean,
    /// RFC 3339 text in UTC, such as `2026-11-20T01:30:00.000Z`.
    DateTime,
}

/// A value that goes out; its column's kind tells which variant to expect.
#[derive(Debug, Clone, PartialEq)]
pub enum OutValue {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
    Boolean(bool),
}

/// Where a row that goes out is, in the target system: x easting or longitude, y northing or latitude.
#[derive(Debug, Clone, PartialEq)]
pub enum OutPlace {
    None,
    Point(SourcePoint),
    Line(Vec<SourcePoint>),
    /// Parts that do not hang together: a track with pauses.
    Lines(Vec<Vec<SourcePoint>>),
}

impl OutPlace {
    /// Its vertices, part by part.
    pub fn parts(&self) -> Vec<&[SourcePoint]> {
        match self {
            Self::None => Vec::new(),
            Self::Point(point) => vec![std::slice::from_ref(point)],
            Self::Line(line) => vec![line],
            Self::Lines(parts) => parts.iter().map(Vec::as_slice).collect(),
        }
    }

    pub const fn is_line(&self) -> bool {
        matches!(self, Self::Line(_) | Self::Lines(_))
    }
}

/// One row that goes out. `values` stand in the order of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct OutRow {
    pub id: String,
    pub place: OutPlace,
    pub values: Vec<OutValue>,
}

/// What the places of a layer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutShapes {
    /// No row has a place: a table.
    None,
    Points,
    Lines,
    /// Lines, some of them in parts.
    MultiLines,
    /// Points and lines: the area of a marker is a stretch, a crack near it has coordinates.
    Mixed,
}

impl OutShapes {
    /// Whether a place may stand in the layer.
    pub const fn takes(self, place: &OutPlace) -> bool {
        match place {
            OutPlace::None => true,
            OutPlace::Point(_) => matches!(self, Self::Points | Self::Mixed),
            OutPlace::Line(_) => matches!(self, Self::Lines | Self::MultiLines | Self::Mixed),
            OutPlace::Lines(_) => matches!(self, Self::MultiLines | Self::Mixed),
        }
    }
}

/// What a writer is told before the first row.
#[derive(Debug, Clone)]
pub struct OutLayer {
    /// Name of the layer, such as `markers`.
    pub name: String,
    pub columns: Vec<(String, OutKind)>,
    /// EPSG code of the coordinates; 4326 means longitude, latitude here.
    pub epsg: u32,
    /// WKT1 of that system, for `.prj` files and the like.
    pub wkt: String,
    /// What the places are. Rows without a place are allowed in all.
    pub shapes: OutShapes,
    /// Source and licence, written where the format has a place for it.
    pub attribution: String,
}

/// Takes rows one by one and writes them out.
pub trait RowWriter {
    /// # Errors
    /// When the output cannot be written.
    fn row(&mut self, row: &OutRow) -> io::Result<()>;
    /// Writes what comes after the last row.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
