//! Writes KML 2.2: one placemark a row, its columns as `SchemaData` of a schema that stands first.
//!
//! The placemark's `name` is the first of the columns `name`, `number`, `title`, `label_text`, `key` that has a value, else the row's id.
//!
//! **Loss.** WGS 84 only. A row without a place is a placemark without geometry. Nulls are left out. Times are text, booleans the words `true` and `false`. KML's
//! whole numbers have 32 bits, and a reader may cut larger ones. A placemark's own `id` must be a name of XML, so the row's
//! id stands in the data, as `id`, unless a column has that name. Characters that XML 1.0 can not hold become U+FFFD.

use std::io::{self, Write};

use crate::exchange::decimal::decimal;
use crate::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, RowWriter, SourcePoint};
use crate::exchange::xml::write::{escaped, value};

const NAMED_BY: [&str; 5] = ["name", "number", "title", "label_text", "key"];
const SCHEMA: &str = "rows";

/// A KML file.
pub struct KmlWriter<W> {
    out: W,
    columns: Vec<String>,
    named_by: Vec<usize>,
    own_id: bool,
}

impl<W: Write> KmlWriter<W> {
    /// Writes what stands before the first row.
    ///
    /// # Errors
    /// Another system than WGS 84; an output that cannot be written.
    pub fn new(mut out: W, layer: &OutLayer) -> io::Result<Self> {
        if layer.epsg != 4326 {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "KML is always WGS 84"));
        }
        let name = escaped(&layer.name);
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{name}</name>"#)?;
        if !layer.attribution.is_empty() {
            writeln!(out, "<description>{}</description>", escaped(&layer.attribution))?;
        }
        let own_id = layer.columns.iter().any(|(column, _)| column == "id");
        writeln!(out, r#"<Schema name="{name}" id="{SCHEMA}">"#)?;
        if !own_id {
            writeln!(out, r#"<SimpleField name="id" type="string"></SimpleField>"#)?;
        }
        for (column, kind) in &layer.columns {
            let kind = match kind {
                // GDAL reads `bool` as a whole number, and `true` as none.
                OutKind::Text | OutKind::DateTime | OutKind::Boolean => "string",
                OutKind::Integer => "int",
                OutKind::Real => "double",
            };
            writeln!(out, r#"<SimpleField name="{}" type="{kind}"></SimpleField>"#, escaped(column))?;
        }
        writeln!(out, "</Schema>")?;
        let columns = layer.columns.iter().map(|(column, _)| escaped(column).into_owned()).collect();
        let position = |wanted: &&str| layer.columns.iter().position(|(column, _)| column == wanted);
        let named_by = NAMED_BY.iter().filter_map(position).collect();
        Ok(Self { out, columns, named_by, own_id })
    }

    fn geometry(&mut self, element: &str, points: &[SourcePoint]) -> io::Result<()> {
        write!(self.out, "<{element}>")?;
        // One height that is meant makes all of them meant; KML has one mode for a whole line.
        if points.iter().any(|point| point.z.is_some()) {
            write!(self.out, "<altitudeMode>absolute</altitudeMode>")?;
        }
        write!(self.out, "<coordinates>")?;
        for (nth, point) in points.iter().enumerate() {
            let space = if nth > 0 { " " } else { "" };
            write!(self.out, "{space}{},{}", decimal(point.x)?, decimal(point.y)?)?;
            if let Some(z) = point.z {
                write!(self.out, ",{}", decimal(z)?)?;
            }
        }
        write!(self.out, "</coordinates></{element}>")
    }
}

impl<W: Write> RowWriter for KmlWriter<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        let text = |at: &usize| row.values.get(*at).and_then(value).filter(|text| !text.trim().is_empty());
        let name = self.named_by.iter().find_map(text).unwrap_or_else(|| escaped(&row.id).into_owned());
        write!(self.out, r##"<Placemark><name>{name}</name><ExtendedData><SchemaData schemaUrl="#{SCHEMA}">"##)?;
        if !self.own_id {
            write!(self.out, r#"<SimpleData name="id">{}</SimpleData>"#, escaped(&row.id))?;
        }
        for (column, found) in self.columns.iter().zip(&row.values) {
            if let Some(text) = value(found) {
                write!(self.out, r#"<SimpleData name="{column}">{text}</SimpleData>"#)?;
            }
        }
        write!(self.out, "</SchemaData></ExtendedData>")?;
        match &row.place {
            OutPlace::None => {}
            OutPlace::Point(point) => self.geometry("Point", std::slice::from_ref(point))?,
            OutPlace::Line(points) => self.geometry("LineString", points)?,
            OutPlace::Lines(parts) => {
                write!(self.out, "<MultiGeometry>")?;
                parts.iter().try_for_each(|part| self.geometry("LineString", part))?;
                write!(self.out, "</MultiGeometry>")?;
            }
        }
        writeln!(self.out, "</Placemark>")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        writeln!(self.out, "</Document></kml>")?;
        self.out.flush()
    }
}
