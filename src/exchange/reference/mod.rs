//! Boundary lines and markers that the program carries inside itself (`data/`), so that it works on the first day.
//!
//! The lines are sketches and most markers have no known position; `data/PROVENANCE.md` says where everything comes
//! from and how far off it can be.
//!
//! ```
//! let reference = mocgioi::exchange::reference::load()?;
//! let keys: Vec<_> = reference.lines.iter().map(|line| line.body.key.to_string()).collect();
//! assert_eq!(keys, ["VN-CN", "VN-LA", "VN-KH"]);
//! # Ok::<(), mocgioi::exchange::ExchangeFault>(())
//! ```

mod attention_toml;
mod lines_toml;
mod markers_toml;
pub mod report_kinds;

use uuid::Uuid;

use super::ExchangeFault;
use crate::domain::attention::Method;
use crate::domain::line::BoundaryLine;
use crate::domain::location::Observed;
use crate::domain::marker::Marker;
use crate::domain::number::Lines;

/// Everything in `data/`, checked.
#[derive(Debug, Clone)]
pub struct Reference {
    pub lines: Vec<ReferenceLine>,
    pub markers: Vec<ReferenceMarker>,
}

#[derive(Debug, Clone)]
pub struct ReferenceLine {
    pub id: Uuid,
    pub body: BoundaryLine,
}

#[derive(Debug, Clone)]
pub struct ReferenceMarker {
    pub id: Uuid,
    pub body: Marker,
    /// Its published position; most markers have none, and three have an end of their line instead (`body.anchor`).
    pub observed: Option<Observed>,
}

const LINES: (&str, &str) = ("data/lines.toml", include_str!("../../../data/lines.toml"));
const MARKERS: (&str, &str) = ("data/markers.toml", include_str!("../../../data/markers.toml"));

const ATTENTION: (&str, &str) = ("data/attention.toml", include_str!("../../../data/attention.toml"));

/// The method by which segments get their attention level.
///
/// # Errors
/// As [`load`].
pub fn method() -> Result<Method, ExchangeFault> {
    attention_toml::read(ATTENTION.0, ATTENTION.1)
}

/// How far the numbers of each line go, for [`parse_text`](crate::domain::number::parse_text). Cheap: the courses are
/// not read.
///
/// # Errors
/// As [`load`].
pub fn lines() -> Result<Lines, ExchangeFault> {
    lines_toml::numbers(LINES.0, LINES.1)
}

/// Reads the embedded lines and markers. Takes some hundredths of a second: call it once.
///
/// # Errors
/// The first thing wrong with the files. They are part of the program and a test loads them, so none is expected.
pub fn load() -> Result<Reference, ExchangeFault> {
    let lines = lines_toml::read(LINES.0, LINES.1)?;
    let markers = markers_toml::read(MARKERS.0, MARKERS.1, &self::lines()?)?;
    Ok(Reference { lines, markers })
}
