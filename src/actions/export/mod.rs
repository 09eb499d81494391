//! Somebody takes a layer away as a file, or the whole register to hand it over.
//!
//! Two passes over what the viewer may see: the first learns the columns, the second writes the rows, each brought into
//! the target system. One row is in memory at a time; what a format cannot write in one go waits on disk.
//!
//! | module | what it does |
//! |---|---|
//! | [`plan`] | the two passes, over any rows |
//! | [`columns`] | names and kinds of columns, from properties that are JSON |
//! | [`layer`] | the rows of a layer of the atlas, with what must be said of them |
//! | [`hand_over`] | the register with its history, for the national boundary database |

pub mod columns;
pub mod hand_over;
pub mod layer;
pub mod plan;

use std::io::{self, Write};

use crate::atlas::feature::Shape;
use crate::atlas::{Board, LayerId, Snapshot, Visible};
use crate::domain::crs::Crs;
use crate::domain::fault::Fault;
use crate::domain::messages::Lang;
use crate::exchange::out_format::OutFormat;
use crate::exchange::rows::OutShapes;
use crate::geo::DatumFault;
use layer::LayerRows;
use plan::Plan;

/// What goes out, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportOptions {
    pub layer: LayerId,
    pub format: OutFormat,
    pub crs: Crs,
}

impl ExportOptions {
    /// # Errors
    /// A reference system that the format has no place for.
    pub fn check(&self) -> Result<(), Fault> {
        if self.format.takes(self.crs) {
            return Ok(());
        }
        let (format, crs) = (self.format.as_str(), self.crs);
        Err(Fault::foreign(
            "crs",
            "crs_not_for_format",
            format!("Theo chuẩn, {format} luôn ở WGS 84 (EPSG:4326), không ghi được {crs}: hãy chọn dạng khác."),
            format!(
                "By its standard {format} is always WGS 84 (EPSG:4326) and has no place for {crs}: choose another."
            ),
        ))
    }

    /// A name for the file, of letters that every system takes.
    pub fn file_name(&self, seq: i64) -> String {
        let (layer, epsg, extension) = (self.layer.about().id, self.crs.epsg(), self.format.extension());
        format!("{layer}-epsg{epsg}-{seq}.{extension}")
    }
}

/// Hears how many of how many rows are done; `false` stops the export.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// What went out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    pub rows: u64,
    /// Rows that have no place.
    pub placeless: u64,
    /// Rows farther from the central meridian than the target's zone reaches: right, but with lengths distorted.
    pub beyond_zone: u64,
}

/// Why nothing, or not all, went out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("stopped as asked")]
    Cancelled,
    #[error("{id}: {fault}")]
    Place { id: String, fault: DatumFault },
    #[error("{0}")]
    Datum(#[from] DatumFault),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl ExportError {
    /// In one line.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Cancelled, Lang::Vi) => "Đã dừng theo yêu cầu".to_owned(),
            (Self::Cancelled, Lang::En) => "Stopped as asked".to_owned(),
            (Self::Place { id, fault }, _) => format!("{id}: {}", fault.message(lang)),
            (Self::Datum(fault), _) => fault.message(lang),
            (Self::Io(error), Lang::Vi) => format!("Không ghi được: {error}"),
            (Self::Io(error), Lang::En) => format!("Cannot be written: {error}"),
        }
    }
}

/// Writes what the viewer sees of a layer; of segments with their levels, where they are given. Whether the [options](ExportOptions::check) go together was asked before.
///
/// # Errors
/// [`ExportError`]; `out` has part of a file then.
pub fn export(
    snapshot: &Snapshot,
    visible: &Visible,
    options: ExportOptions,
    levels: Option<&Board>,
    out: impl Write + Send + 'static,
    watch: Watch<'_>,
) -> Result<Exported, ExportError> {
    let ExportOptions { layer, format, crs } = options;
    let source = LayerRows::new(snapshot, visible, layer).with_levels(levels);
    let plan = Plan::make(&source, crs, format.wkt(crs), watch)?;
    let mut writer = format.writer(out, plan.layer())?;
    let mut put = |row: &_| writer.row(row);
    if format == OutFormat::Gpx && plan.layer().shapes == OutShapes::Mixed {
        // The schema of GPX wants all waypoints before all tracks.
        let is_line = |shape: &Shape| matches!(shape, Shape::Line(_) | Shape::Lines(_));
        plan.write(&source, |shape| !is_line(shape), watch, &mut put)?;
        plan.write(&source, is_line, watch, &mut put)?;
    } else {
        plan.write(&source, |_| true, watch, &mut put)?;
    }
    writer.finish()?;
    Ok(plan.exported())
}
