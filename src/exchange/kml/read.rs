//! Walks a KML file of any size and gives a row for every `Placemark`; see the [module](super).
//!
//! Fields: `name` (offered as `number`, too), `description` as plain text, `address`, the placemark's `id`, `time` or
//! `begin` and `end`, and everything in `ExtendedData` under its own name. Documents and folders are walked through.

use std::io::BufRead;

use super::geometry::{Found, is_geometry};
use super::plain::plain;
use crate::exchange::fields::{has, offer_name_as_number, push, quoted};
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourcePlace, SourceRow};
use crate::exchange::xml::{Cursor, Step};

/// Opens a KML file (not a KMZ): reads up to its root.
///
/// # Errors
/// No XML, no KML, an encoding that nobody knows.
pub fn open<R: BufRead + Send + 'static>(input: R) -> Result<SourceFile, FileFault> {
    let mut xml = Cursor::open(input)?;
    xml.next_child()?;
    let at_row = match xml.name() {
        "kml" | "Document" | "Folder" => false,
        "Placemark" => true,
        other => {
            let root = quoted(other);
            return Err(FileFault::fatal(
                "kml_not_kml",
                format!("Đây không phải là KML: thẻ gốc là <{root}>"),
                format!("This is no KML: its root is <{root}>"),
            )
            .at_line(xml.line()));
        }
    };
    let notes = vec![xml.encoding().to_owned()];
    let rows = Rows { xml, row: 0, at_row, done: false };
    Ok(SourceFile { format: "kml", crs: DeclaredCrs::ByStandard, notes, total: None, rows: Box::new(rows) })
}

struct Rows<R> {
    xml: Cursor<R>,
    row: u64,
    /// Whether a placemark was started and not yet read: one may be the root.
    at_row: bool,
    done: bool,
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = self.advance().transpose();
        self.done = item.as_ref().is_none_or(|item| item.as_ref().is_err_and(FileFault::ends));
        item
    }
}

impl<R: BufRead> Rows<R> {
    fn advance(&mut self) -> Result<Option<SourceRow>, FileFault> {
        loop {
            if std::mem::take(&mut self.at_row) {
                return self.placemark().map(Some);
            }
            match self.xml.step()? {
                Step::Eof => return Ok(None),
                Step::End | Step::Text => {}
                Step::Start => match self.xml.name() {
                    "Document" | "Folder" => {}
                    "Placemark" => self.at_row = true,
                    "NetworkLink" => return self.network_link().map(Some),
                    _ => self.xml.skip()?,
                },
            }
        }
    }

    fn network_link(&mut self) -> Result<SourceRow, FileFault> {
        self.row += 1;
        let line = Some(self.xml.line());
        self.xml.skip()?;
        let place = SourcePlace::Other("NetworkLink".to_owned());
        Ok(SourceRow { row: self.row, line, place, given: None, fields: Vec::new() })
    }

    fn placemark(&mut self) -> Result<SourceRow, FileFault> {
        self.row += 1;
        let line = self.xml.line();
        let [id] = self.xml.attributes(["id"])?;
        let mut fields = Vec::new();
        let mut found = Found::default();
        while self.xml.next_child()? {
            let name = self.xml.name().to_owned();
            match name.as_str() {
                "name" | "address" => push(&mut fields, &name, &self.xml.content()?),
                "description" => push(&mut fields, &name, &plain(&self.xml.content()?)),
                "TimeStamp" | "TimeSpan" => self.time(&mut fields)?,
                "ExtendedData" => self.extended(&mut fields)?,
                name if is_geometry(name) => found.take(&mut self.xml)?,
                _ => self.xml.skip()?,
            }
        }
        if !has(&fields, "id") {
            push(&mut fields, "id", &id.unwrap_or_default());
        }
        offer_name_as_number(&mut fields);
        let (place, given) = found
            .place()
            .map_err(|wrong| FileFault::row(self.row, "kml_coordinates", wrong.vi, wrong.en).at_line(line))?;
        Ok(SourceRow { row: self.row, line: Some(line), place, given, fields })
    }

    fn time(&mut self, fields: &mut Vec<(String, String)>) -> Result<(), FileFault> {
        while self.xml.next_child()? {
            match self.xml.name() {
                "when" => push(fields, "time", &self.xml.content()?),
                "begin" => push(fields, "begin", &self.xml.content()?),
                "end" => push(fields, "end", &self.xml.content()?),
                _ => self.xml.skip()?,
            }
        }
        Ok(())
    }

    /// `Data` with a `value` each, or `SchemaData` with one `SimpleData` a column.
    fn extended(&mut self, fields: &mut Vec<(String, String)>) -> Result<(), FileFault> {
        while self.xml.next_child()? {
            match self.xml.name() {
                "Data" => {
                    let [name] = self.xml.attributes(["name"])?;
                    while self.xml.next_child()? {
                        if self.xml.name() == "value" {
                            push(fields, name.as_deref().unwrap_or_default(), &self.xml.content()?);
                        } else {
                            self.xml.skip()?;
                        }
                    }
                }
                "SchemaData" => {
                    while self.xml.next_child()? {
                        let [name] = self.xml.attributes(["name"])?;
                        let is_value = self.xml.name() == "SimpleData";
                        let value = self.xml.content()?;
                        push(fields, name.as_deref().unwrap_or_default(), if is_value { &value } else { "" });
                    }
                }
                _ => self.xml.skip()?,
            }
        }
        Ok(())
    }
}
