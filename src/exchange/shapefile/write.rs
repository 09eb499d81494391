//! A shapefile in a zip archive: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`, and a `.txt` with source and licence.
//!
//! A shapefile holds one kind of shape. A layer of points and lines becomes two in one archive, `…_points` (with the rows
//! that have no place) and `…_lines`.
//!
//! **What the format loses.** Names have 10 bytes (cut, then numbered). Text has 254 bytes (cut between letters). There
//! are no times: they are text. A logical value is `T` or `F`, a missing number is blank. An integer of more than 18
//! digits is read as a real number by most programs.
//!
//! **Heights.** Either all shapes have them or none. Where only some places have one, points go out flat with a column
//! `height`; lines go out flat.
//!
//! **Limits.** 255 columns, 2 GiB for each file, about four thousand million rows: beyond them the writer fails, and
//! another format is the answer. Cost: each row is written to disk once more and read three times; memory for one row.

use std::io::{self, BufWriter, Write};

use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::write_dbf::{END_OF_FILE, Field, header, row, row_length, text};
use super::write_shp::Layout;
use crate::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, RowWriter};
use crate::exchange::spool::Spool;
use crate::exchange::table::Columns;

const MOST_BYTES: u64 = (1 << 31) - 1;
const MOST_COLUMNS: usize = 255;
const NAME_BYTES: usize = 10;

/// A writer that packs all into `out` when it finishes.
///
/// # Errors
/// Too many columns for the format; no temporary file.
pub fn writer(out: impl Write + Send + 'static, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
    let part = |lines, ending: &str| Part::new(layer, lines, format!("{}{ending}", file_name(&layer.name)));
    let parts = match layer.shapes {
        OutShapes::Mixed => vec![part(false, "_points")?, part(true, "_lines")?],
        shapes => vec![part(matches!(shapes, OutShapes::Lines | OutShapes::MultiLines), "")?],
    };
    Ok(Box::new(Writer { out, layer: layer.clone(), parts }))
}

struct Writer<W> {
    out: W,
    layer: OutLayer,
    parts: Vec<Part>,
}

impl<W: Write> RowWriter for Writer<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        // Of two the second has the lines.
        let part = if row.place.is_line() { self.parts.last_mut() } else { self.parts.first_mut() };
        part.map_or(Ok(()), |part| part.take(row))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        // All of it before the first byte goes out.
        for part in &mut self.parts {
            part.settle()?;
        }
        let mut zip = ZipWriter::new_stream(self.out);
        for part in &mut self.parts {
            part.write(&mut zip, &self.layer)?;
        }
        zip.finish().map_err(io::Error::from)?.into_inner().flush()
    }
}

/// One shapefile of the archive.
struct Part {
    name: String,
    lines: bool,
    columns: Columns,
    fields: Vec<Field>,
    with_height: bool,
    spool: Spool,
}

impl Part {
    fn new(layer: &OutLayer, lines: bool, name: String) -> io::Result<Self> {
        let columns = Columns::of(layer, &[], NAME_BYTES);
        // One for the heights.
        if columns.list().len() >= MOST_COLUMNS {
            return Err(too_much("columns"));
        }
        let fields = columns.list().iter().map(|(name, kind)| Field::new(name.clone(), *kind)).collect();
        Ok(Self { name, lines, columns, fields, with_height: false, spool: Spool::new()? })
    }

    fn take(&mut self, row: &OutRow) -> io::Result<()> {
        self.columns.parts(row)?;
        for (field, cell) in self.fields.iter_mut().zip(self.columns.cells(row)?) {
            field.widen(&text(cell));
        }
        self.spool.push(row)
    }

    fn layout(&self) -> Layout {
        Layout { lines: self.lines, heights: self.spool.about().all_have_heights() }
    }

    /// What can only be told when all rows are there.
    fn settle(&mut self) -> io::Result<()> {
        let about = self.spool.about();
        self.with_height = about.some_have_heights() && !self.lines;
        if self.with_height {
            self.add_height_column()?;
        }
        let _ = u32::try_from(about.rows).map_err(|_| too_much("rows"))?;
        let table = row_length(&self.fields) as u64 * about.rows;
        if self.layout().file(about) > MOST_BYTES || table > MOST_BYTES {
            return Err(too_much("bytes"));
        }
        Ok(())
    }

    fn write<W: Write>(&mut self, zip: &mut ZipWriter<StreamWriter<W>>, layer: &OutLayer) -> io::Result<()> {
        let (about, layout) = (self.spool.about(), self.layout());
        let mut pack = Pack { zip, name: &self.name };

        let mut shp = pack.file("shp")?;
        shp.write_all(&layout.header(layout.file(about), about))?;
        for (number, row) in (1..).zip(self.spool.replay()?) {
            shp.write_all(&layout.record(number, &row?.place))?;
        }
        shp.flush()?;
        drop(shp);

        let mut shx = pack.file("shx")?;
        shx.write_all(&layout.header(100 + 8 * about.rows, about))?;
        let mut start = 100;
        for row in self.spool.replay()? {
            let (entry, next) = layout.entry(start, &row?.place);
            shx.write_all(entry.as_flattened())?;
            start = next;
        }
        shx.flush()?;
        drop(shx);

        let mut dbf = pack.file("dbf")?;
        dbf.write_all(&header(&self.fields, u32::try_from(about.rows).unwrap_or(u32::MAX)))?;
        for out in self.spool.replay()? {
            let out = out?;
            let mut texts: Vec<String> = self.columns.cells(&out)?.into_iter().map(text).collect();
            if self.with_height {
                texts.push(height(&out).map(|z| z.to_string()).unwrap_or_default());
            }
            dbf.write_all(&row(&self.fields, &texts))?;
        }
        dbf.write_all(&[END_OF_FILE])?;
        dbf.flush()?;
        drop(dbf);

        let texts = [("prj", layer.wkt.as_str()), ("cpg", "UTF-8"), ("txt", layer.attribution.as_str())];
        for (ending, content) in texts.into_iter().filter(|(_, content)| !content.is_empty()) {
            let mut file = pack.file(ending)?;
            file.write_all(content.as_bytes())?;
            file.flush()?;
        }
        Ok(())
    }

    fn add_height_column(&mut self) -> io::Result<()> {
        let mut field = Field::new(self.columns.free("height", &[], NAME_BYTES), OutKind::Real);
        for row in self.spool.replay()? {
            if let Some(z) = height(&row?) {
                field.widen(&z.to_string());
            }
        }
        self.fields.push(field);
        Ok(())
    }
}

struct Pack<'a, W: Write> {
    zip: &'a mut ZipWriter<StreamWriter<W>>,
    name: &'a str,
}

impl<W: Write> Pack<'_, W> {
    /// The next file of the archive. Dropping it writes what it still holds, but only a flush tells of a failure.
    fn file(&mut self, ending: &str) -> io::Result<BufWriter<&mut ZipWriter<StreamWriter<W>>>> {
        self.zip.start_file(format!("{}.{ending}", self.name), SimpleFileOptions::default())?;
        Ok(BufWriter::new(self.zip))
    }
}

fn height(row: &OutRow) -> Option<f64> {
    match &row.place {
        OutPlace::Point(point) => point.z,
        _ => None,
    }
}

/// A name that every file system takes.
fn file_name(layer: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = layer.chars().map(safe).take(60).collect();
    if name.is_empty() { "layer".to_owned() } else { name }
}

fn too_much(what: &str) -> io::Error {
    let text = format!("a shapefile cannot hold so many {what}: export to GeoPackage or CSV");
    io::Error::new(io::ErrorKind::InvalidInput, text)
}
