//! Writes GeoJSON: a collection (RFC 7946) or a text sequence (RFC 8142), feature by feature.
//!
//! **Reference system.** RFC 7946 knows WGS 84 alone. For other systems a collection gets the `crs` member of the
//! format's first edition, with easting or longitude first: GDAL and QGIS honour it, web maps do not. A sequence has
//! no place for it and is refused.
//!
//! **Loss.** None in WGS 84: nulls, whole numbers and booleans keep their kind, times are RFC 3339 text. Coordinates have
//! nine decimals.

use std::io::{self, Write};

use super::crs;
use super::scan::RECORD_SEPARATOR;
use crate::exchange::decimal::decimal;
use crate::exchange::rows::{OutLayer, OutPlace, OutRow, OutValue, RowWriter, SourcePoint};

const WGS_84: u32 = 4326;

/// A `FeatureCollection`.
pub struct GeoJsonWriter<W> {
    out: W,
    columns: Vec<String>,
    any: bool,
}

impl<W: Write> GeoJsonWriter<W> {
    /// Writes what stands before the features.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn new(mut out: W, layer: &OutLayer) -> io::Result<Self> {
        write!(out, r#"{{"type":"FeatureCollection","name":"#)?;
        text(&mut out, &layer.name)?;
        if layer.epsg != WGS_84 {
            write!(out, ",{}", crs::member(layer.epsg))?;
        }
        if !layer.attribution.is_empty() {
            write!(out, r#","attribution":"#)?;
            text(&mut out, &layer.attribution)?;
        }
        write!(out, r#","features":["#)?;
        Ok(Self { out, columns: names(layer), any: false })
    }
}

impl<W: Write> RowWriter for GeoJsonWriter<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        feature(&mut self.out, &self.columns, row)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

/// A text sequence: a record separator, a feature, a line feed.
pub struct GeoJsonSeqWriter<W> {
    out: W,
    columns: Vec<String>,
}

impl<W: Write> GeoJsonSeqWriter<W> {
    /// # Errors
    /// Another system than WGS 84.
    pub fn new(out: W, layer: &OutLayer) -> io::Result<Self> {
        if layer.epsg != WGS_84 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a GeoJSON text sequence is always WGS 84"));
        }
        Ok(Self { out, columns: names(layer) })
    }
}

impl<W: Write> RowWriter for GeoJsonSeqWriter<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        self.out.write_all(&[RECORD_SEPARATOR])?;
        feature(&mut self.out, &self.columns, row)?;
        self.out.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

fn names(layer: &OutLayer) -> Vec<String> {
    layer.columns.iter().map(|(name, _)| name.clone()).collect()
}

fn feature(out: &mut impl Write, columns: &[String], row: &OutRow) -> io::Result<()> {
    write!(out, r#"{{"type":"Feature","id":"#)?;
    text(out, &row.id)?;
    write!(out, r#","properties":{{"#)?;
    for (nth, (name, value)) in columns.iter().zip(&row.values).enumerate() {
        if nth > 0 {
            out.write_all(b",")?;
        }
        text(out, name)?;
        out.write_all(b":")?;
        match value {
            OutValue::Null => out.write_all(b"null")?,
            OutValue::Text(value) => text(out, value)?,
            OutValue::Integer(value) => write!(out, "{value}")?,
            OutValue::Boolean(value) => write!(out, "{value}")?,
            OutValue::Real(value) if value.is_finite() => serde_json::to_writer(&mut *out, value)?,
            OutValue::Real(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{name} is not a finite number")));
            }
        }
    }
    write!(out, r#"}},"geometry":"#)?;
    match &row.place {
        OutPlace::None => write!(out, "null")?,
        OutPlace::Point(point) => {
            write!(out, r#"{{"type":"Point","coordinates":{}}}"#, position(point)?)?;
        }
        OutPlace::Line(points) => {
            write!(out, r#"{{"type":"LineString","coordinates":"#)?;
            positions(out, points)?;
            write!(out, "}}")?;
        }
        OutPlace::Lines(parts) => {
            write!(out, r#"{{"type":"MultiLineString","coordinates":["#)?;
            for (nth, part) in parts.iter().enumerate() {
                write!(out, "{}", if nth > 0 { "," } else { "" })?;
                positions(out, part)?;
            }
            write!(out, "]}}")?;
        }
    }
    out.write_all(b"}")
}

fn positions(out: &mut impl Write, points: &[SourcePoint]) -> io::Result<()> {
    write!(out, "[")?;
    for (nth, point) in points.iter().enumerate() {
        write!(out, "{}{}", if nth > 0 { "," } else { "" }, position(point)?)?;
    }
    write!(out, "]")
}

fn position(point: &SourcePoint) -> io::Result<String> {
    let (x, y) = (decimal(point.x)?, decimal(point.y)?);
    Ok(match point.z {
        Some(z) => format!("[{x},{y},{}]", decimal(z)?),
        None => format!("[{x},{y}]"),
    })
}

fn text(out: &mut impl Write, value: &str) -> io::Result<()> {
    serde_json::to_writer(out, value).map_err(io::Error::from)
}
