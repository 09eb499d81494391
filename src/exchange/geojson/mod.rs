//! GeoJSON in and out: RFC 7946, and text sequences of it (RFC 8142, or one feature a line).
//!
//! | file | what it does |
//! |---|---|
//! | [`mod@read`] | walks a file of any size and gives a row for every feature |
//! | `scan` | finds where a JSON value ends, without understanding it |
//! | `text` | takes a checked JSON text apart |
//! | `feature` | makes a row of the text of one feature |
//! | `crs` | the `crs` member of GeoJSON before 2016, read and written |
//! | `fault` | what can be wrong, in both languages |
//! | [`write`](mod@write) | writes collections and sequences |
//!
//! **Memory.** One feature at a time, at most 16 MiB of text; the rest of the file is never held.
//!
//! **Reference system.** WGS 84 by the standard, unless the file has the `crs` member of the format's first edition,
//! which GDAL and QGIS still write. `"crs": null` declares nothing, as that edition says.
//!
//! ```
//! use mocgioi::exchange::geojson;
//!
//! let text = r#"{"type":"FeatureCollection","features":[
//!   {"type":"Feature","properties":{"number":"211"},"geometry":{"type":"Point","coordinates":[102.4,21.7]}}]}"#;
//! let file = geojson::open(text.as_bytes())?;
//! let rows = file.rows.collect::<Result<Vec<_>, _>>()?;
//! assert_eq!((rows[0].row, rows[0].line, rows[0].field("number")), (1, Some(2), Some("211")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod crs;
mod fault;
mod feature;
pub mod read;
mod scan;
#[cfg(test)]
mod tests;
mod text;
pub mod write;

pub use read::open;
pub use write::{GeoJsonSeqWriter, GeoJsonWriter};

/// Longest text of one feature, and of what stands before the features.
const LONGEST: usize = 16 << 20;

/// Why one feature can not be a row.
#[derive(Debug, PartialEq, Eq)]
struct Refusal {
    code: &'static str,
    vi: String,
    en: String,
}

impl Refusal {
    fn new(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, vi: vi.into(), en: en.into() }
    }
}
