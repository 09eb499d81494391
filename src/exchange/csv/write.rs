//! CSV out: RFC 4180 with CRLF, UTF-8, a header row.
//!
//! | places | columns |
//! |---|---|
//! | points, WGS 84 | `id,lon,lat,height_m,…` |
//! | points, another geographic system | `id,lon_epsg_4756,lat_epsg_4756,height_m,…` |
//! | points, plane coordinates | `id,easting_epsg_9206,northing_epsg_9206,height_m,…` |
//! | lines, or points and lines | `id,wkt,…` or `id,wkt_epsg_9206,…` |
//! | none | `id,…` |
//!
//! Our reader takes the system from such a header. `height_m` is the point's own height; it is left out where the
//! layer has a column of that name. Degrees have at most nine decimals, metres four: 0.1 mm both.
//!
//! **Formulas.** A spreadsheet runs a text that begins with `=`, `+`, `-`, `@`, whoever wrote it, and some pass over a
//! tab or line end in front. Such a text gets an apostrophe in front (one more, if it has some), and our reader takes
//! it off again; blanks in front of a text, which readers drop, are not written. Numbers are left alone.
//!
//! **Degenerate input.** A value that does not fit its layer (a line among points, too few values, a number that is not
//! finite) is an error and not written. Cost: one pass.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::exchange::rows::{OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourcePoint};

/// What makes a formula of a text that begins with it.
pub(super) const FORMULA: [char; 4] = ['=', '+', '-', '@'];
const DEGREE_DECIMALS: usize = 9;
const METRE_DECIMALS: usize = 4;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether to begin with a byte order mark, without which Excel takes UTF-8 for something else.
    pub bom: bool,
    pub delimiter: u8,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { bom: false, delimiter: b',' }
    }
}

/// Writes rows as they come.
pub struct CsvWriter<W: Write> {
    out: ::csv::Writer<W>,
    decimals: usize,
    shapes: OutShapes,
    has_height: bool,
    values: usize,
    /// A cell is put together here.
    cell: String,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// The output cannot be written, or two columns have one name.
    pub fn new(mut out: W, layer: &OutLayer, options: WriteOptions) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let has_height = layer.shapes == OutShapes::Points && layer.columns.iter().all(|(name, _)| name != "height_m");
        let mut header = vec!["id".to_owned()];
        let is_geographic = matches!(layer.epsg, 4326 | 4756) || layer.wkt.trim_start().starts_with("GEOG");
        let system = if layer.epsg == 4326 { String::new() } else { format!("_epsg_{}", layer.epsg) };
        header.extend(match (layer.shapes, is_geographic) {
            (OutShapes::None, _) => Vec::new(),
            (OutShapes::Lines | OutShapes::MultiLines | OutShapes::Mixed, _) => vec![format!("wkt{system}")],
            (OutShapes::Points, true) => vec![format!("lon{system}"), format!("lat{system}")],
            (OutShapes::Points, false) => vec![format!("easting{system}"), format!("northing{system}")],
        });
        header.extend(has_height.then(|| "height_m".to_owned()));
        header.extend(layer.columns.iter().map(|(name, _)| name.clone()));
        for (at, name) in header.iter().enumerate() {
            if header.iter().skip(at + 1).any(|other| other == name) {
                return Err(unfit(&format!("two columns are named {name}")));
            }
        }
        let mut out = ::csv::WriterBuilder::new()
            .delimiter(options.delimiter)
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        out.write_record(&header)?;
        let decimals = if is_geographic { DEGREE_DECIMALS } else { METRE_DECIMALS };
        let values = layer.columns.len();
        Ok(Self { out, decimals, shapes: layer.shapes, has_height, values, cell: String::new() })
    }

    fn put(&mut self, write: impl FnOnce(&mut String)) -> io::Result<()> {
        self.cell.clear();
        write(&mut self.cell);
        Ok(self.out.write_field(&self.cell)?)
    }

    fn place(&mut self, place: &OutPlace) -> io::Result<()> {
        let decimals = self.decimals;
        if !self.shapes.takes(place) {
            return Err(unfit("a place that is not of the layer's kind"));
        }
        match (self.shapes, place) {
            (OutShapes::None, _) => Ok(()),
            (OutShapes::Lines | OutShapes::MultiLines | OutShapes::Mixed, place) => {
                self.put(|cell| wkt(cell, place, decimals))
            }
            (OutShapes::Points, OutPlace::Point(SourcePoint { x, y, z })) => {
                self.put(|cell| number(cell, *x, decimals))?;
                self.put(|cell| number(cell, *y, decimals))?;
                if self.has_height {
                    self.put(|cell| z.iter().for_each(|z| number(cell, *z, METRE_DECIMALS)))?;
                }
                Ok(())
            }
            (OutShapes::Points, _) => (0..2 + usize::from(self.has_height)).try_for_each(|_| self.put(|_| {})),
        }
    }
}

impl<W: Write> RowWriter for CsvWriter<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        if row.values.len() != self.values {
            return Err(unfit("not one value for each column"));
        }
        if !is_finite(&row.place) || row.values.iter().any(|value| matches!(value, OutValue::Real(v) if !v.is_finite()))
        {
            return Err(unfit("a number that is not finite"));
        }
        self.put(|cell| text(cell, &row.id))?;
        self.place(&row.place)?;
        for value in &row.values {
            self.put(|cell| match value {
                OutValue::Null => {}
                OutValue::Text(value) => text(cell, value),
                // Writing to a `String` does not fail.
                OutValue::Integer(value) => drop(write!(cell, "{value}")),
                OutValue::Real(value) => drop(write!(cell, "{value}")),
                OutValue::Boolean(value) => drop(write!(cell, "{value}")),
            })?;
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn unfit(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what.to_owned())
}

fn is_finite(place: &OutPlace) -> bool {
    let finite = |point: &SourcePoint| point.x.is_finite() && point.y.is_finite() && point.z.is_none_or(f64::is_finite);
    place.parts().into_iter().flatten().all(finite)
}

fn text(cell: &mut String, text: &str) {
    let text = text.trim_start();
    if text.trim_start_matches('\'').starts_with(FORMULA) {
        cell.push('\'');
    }
    cell.push_str(text);
}

/// A number without zeros at the end; never an exponent, never `-0`.
fn number(cell: &mut String, value: f64, decimals: usize) {
    let start = cell.len();
    let _ = write!(cell, "{value:.decimals$}");
    let length = cell.trim_end_matches('0').trim_end_matches('.').len();
    cell.truncate(length.max(start));
    if cell.get(start..) == Some("-0") {
        cell.replace_range(start.., "0");
    }
}

fn wkt(cell: &mut String, place: &OutPlace, decimals: usize) {
    let kind = match place {
        OutPlace::None => return,
        OutPlace::Point(_) => "POINT",
        OutPlace::Line(_) => "LINESTRING",
        OutPlace::Lines(_) => "MULTILINESTRING",
    };
    let parts = place.parts();
    let has_heights = parts.iter().copied().flatten().all(|point| point.z.is_some());
    cell.push_str(kind);
    cell.push_str(if has_heights { " Z " } else { " " });
    if !matches!(place, OutPlace::Lines(_)) {
        for part in parts {
            vertices(cell, part, decimals, has_heights);
        }
        return;
    }
    for (at, part) in parts.iter().enumerate() {
        cell.push_str(if at > 0 { ", " } else { "(" });
        vertices(cell, part, decimals, has_heights);
    }
    cell.push(')');
}

fn vertices(cell: &mut String, points: &[SourcePoint], decimals: usize, has_heights: bool) {
    for (at, point) in points.iter().enumerate() {
        cell.push_str(if at > 0 { ", " } else { "(" });
        number(cell, point.x, decimals);
        cell.push(' ');
        number(cell, point.y, decimals);
        if let Some(z) = point.z.filter(|_| has_heights) {
            cell.push(' ');
            number(cell, z, METRE_DECIMALS);
        }
    }
    cell.push(')');
}

#[cfg(test)]
mod tests;
