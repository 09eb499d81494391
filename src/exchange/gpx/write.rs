//! Writes GPX 1.1: points as waypoints, lines as tracks with a segment for each part.
//!
//! The name is the first of the columns `name`, `number`, `title`, `label_text`, `key` that has a value, else the row's id. All columns
//! stand in `extensions` (and the row's id as `id`, unless a column has that name), in a namespace of our own (`urn:mocgioi:gpx:1`); GDAL shows them as `mocgioi_…`.
//!
//! **Loss.** WGS 84 only. Rows without a place have none in GPX and are left out; a comment at the end says how many.
//! Nulls are left out. Values are text, so a reader no longer knows their kind. A column's name is written with `_` for
//! what XML does not allow in names. Characters that XML 1.0 can not hold become U+FFFD.

use std::io::{self, Write};

use super::{NAMESPACE, PREFIX};
use crate::exchange::decimal::decimal;
use crate::exchange::rows::{OutLayer, OutPlace, OutRow, RowWriter, SourcePoint};
use crate::exchange::xml::write::{element_name, escaped, value};

const NAMED_BY: [&str; 5] = ["name", "number", "title", "label_text", "key"];

/// A GPX file.
pub struct GpxWriter<W> {
    out: W,
    columns: Vec<String>,
    named_by: Vec<usize>,
    left_out: u64,
}

impl<W: Write> GpxWriter<W> {
    /// Writes what stands before the first row.
    ///
    /// # Errors
    /// Another system than WGS 84; an output that cannot be written.
    pub fn new(mut out: W, layer: &OutLayer) -> io::Result<Self> {
        if layer.epsg != 4326 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "GPX is always WGS 84"));
        }
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            out,
            r#"<gpx version="1.1" creator="mocgioi" xmlns="http://www.topografix.com/GPX/1/1" xmlns:{PREFIX}="{NAMESPACE}">"#
        )?;
        let (name, attribution) = (escaped(&layer.name), escaped(&layer.attribution));
        writeln!(out, "<metadata><name>{name}</name><desc>{attribution}</desc></metadata>")?;
        let columns: Vec<String> = layer.columns.iter().map(|(name, _)| element_name(name)).collect();
        let position = |wanted: &&str| layer.columns.iter().position(|(name, _)| name == wanted);
        let named_by = NAMED_BY.iter().filter_map(position).collect();
        Ok(Self { out, columns, named_by, left_out: 0 })
    }

    /// The children that a waypoint and a track have in common, in the order of the schema.
    fn about(&mut self, row: &OutRow) -> io::Result<()> {
        let text = |at: &usize| row.values.get(*at).and_then(value).filter(|text| !text.trim().is_empty());
        let name = self.named_by.iter().find_map(text).unwrap_or_else(|| escaped(&row.id).into_owned());
        write!(self.out, "<name>{name}</name><extensions>")?;
        if !self.columns.iter().any(|column| column == "id") {
            write!(self.out, "<{PREFIX}:id>{}</{PREFIX}:id>", escaped(&row.id))?;
        }
        for (column, found) in self.columns.iter().zip(&row.values) {
            if let Some(text) = value(found) {
                write!(self.out, "<{PREFIX}:{column}>{text}</{PREFIX}:{column}>")?;
            }
        }
        write!(self.out, "</extensions>")
    }

    fn point(&mut self, element: &str, point: &SourcePoint) -> io::Result<()> {
        let (lon, lat) = (decimal(point.x)?, decimal(point.y)?);
        write!(self.out, r#"<{element} lat="{lat}" lon="{lon}">"#)?;
        match point.z {
            Some(z) => write!(self.out, "<ele>{}</ele>", decimal(z)?),
            None => Ok(()),
        }
    }
}

impl<W: Write> RowWriter for GpxWriter<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        match &row.place {
            OutPlace::None => {
                self.left_out += 1;
                Ok(())
            }
            OutPlace::Point(point) => {
                self.point("wpt", point)?;
                self.about(row)?;
                writeln!(self.out, "</wpt>")
            }
            OutPlace::Line(_) | OutPlace::Lines(_) => {
                write!(self.out, "<trk>")?;
                self.about(row)?;
                for part in row.place.parts() {
                    write!(self.out, "<trkseg>")?;
                    for point in part {
                        self.point("trkpt", point)?;
                        write!(self.out, "</trkpt>")?;
                    }
                    write!(self.out, "</trkseg>")?;
                }
                writeln!(self.out, "</trk>")
            }
        }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.left_out > 0 {
            writeln!(self.out, "<!-- {} rows without a place are left out -->", self.left_out)?;
        }
        writeln!(self.out, "</gpx>")?;
        self.out.flush()
    }
}
