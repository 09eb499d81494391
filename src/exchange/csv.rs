//! CSV: tables of text, read row by row in bounded memory, and written.
//!
//! | file | what is there |
//! |---|---|
//! | `records` | the stream: encoding, delimiter, one record at a time |
//! | `split` | text cut into records and cells, with limits |
//! | `delimiter` | what separates the cells |
//! | `layout` | what the columns mean |
//! | [`axes`] | which of X and Y is the northing |
//! | `place`, `number`, `wkt` | where a row is |
//! | `row` | a record as a row |
//! | [`write`](mod@write) | the other way |
//! | `fault` | what can be wrong |
//!
//! **Rows.** The first line that is not blank is the header; blank lines, and lines of nothing but delimiters, are no
//! rows. Rows count from 1 after the header, lines of the text from 1. A row with fewer cells than the header, or with
//! more that are not empty, is refused; so is one with a NUL, with half a pair of coordinates, or with a number that
//! could be read in two ways. Other rows are read on. A bad byte, or a quote that may have swallowed rows, ends the
//! file.
//!
//! **Values.** Blanks around them are dropped, letters are composed (NFC), empty cells left out. `height_m`,
//! `accuracy_m` and `offset_m` are given with a decimal point; a comma before exactly three digits is believed only
//! where the coordinates of the row have a decimal comma. An apostrophe in front of `=`, `+`, `-`, `@` is what our
//! writer, and people, put there against spreadsheets, and is dropped.
//!
//! **Limits.** 1 MiB a cell, 4 MiB a row, 4,096 columns. Cost: one pass; a row costs about as much as its strings.

use std::collections::VecDeque;
use std::fmt;
use std::io::Read;

use crate::exchange::encoding::EncodingHint;
use crate::exchange::rows::{FileFault, SourceFile, SourcePlace, SourceRow};
pub use axes::Axes;
use layout::Layout;
use place::Place;
use records::Records;
use split::{LONGEST_ROW, Record};
pub use write::{CsvWriter, WriteOptions};

pub mod axes;
mod delimiter;
mod fault;
mod layout;
mod number;
mod place;
mod records;
mod row;
mod split;
mod wkt;
pub mod write;

/// How many rows are looked at for a header that lies further down.
const TITLE_ROWS: usize = 10;

/// What the caller knows of a file. The default knows nothing, and everything is found out or refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CsvOptions {
    pub encoding: EncodingHint,
    pub delimiter: Option<u8>,
    pub axes: Axes,
    /// Which columns hold the place, where a file has several.
    pub place: Option<PlaceColumns>,
}

/// Columns that hold a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceColumns {
    LonLat,
    EastingNorthing,
    Xy,
    Wkt,
    Coordinates,
}

impl PlaceColumns {
    pub const ALL: [Self; 5] = [Self::LonLat, Self::EastingNorthing, Self::Xy, Self::Wkt, Self::Coordinates];

    const fn names(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::LonLat => ("lon", Some("lat")),
            Self::EastingNorthing => ("easting", Some("northing")),
            Self::Xy => ("x", Some("y")),
            Self::Wkt => ("wkt", None),
            Self::Coordinates => ("coordinates", None),
        }
    }
}

impl fmt::Display for PlaceColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names() {
            (one, Some(other)) => write!(f, "{one}, {other}"),
            (one, None) => f.write_str(one),
        }
    }
}

/// Opens a table: finds out what it is, and gives its rows as they are asked for.
///
/// ```
/// use mocgioi::exchange::csv::{CsvOptions, open};
/// use mocgioi::exchange::rows::{SourcePlace, SourcePoint};
///
/// let text = "Mốc số;Kinh độ;Vĩ độ\n0;102°08'38.109\"E;22°24'02.295\"N\n";
/// let mut file = open(text.as_bytes(), &CsvOptions::default())?;
/// let row = file.rows.next().ok_or("no row")??;
/// assert_eq!((row.row, row.line, row.field("number")), (1, Some(2), Some("0")));
/// assert_eq!(row.given.as_deref(), Some("102°08'38.109\"E 22°24'02.295\"N"));
/// assert!(matches!(row.place, SourcePlace::Point(SourcePoint { x, .. }) if (x - 102.143_919_17).abs() < 1e-8));
/// assert!(file.rows.next().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The file cannot be read at all: encoding, delimiter, header, columns or axes cannot be told, or contradict what was
/// stated.
pub fn open(input: impl Read + Send + 'static, options: &CsvOptions) -> Result<SourceFile, FileFault> {
    let mut notes = Vec::new();
    let mut records = Records::open(input, options, &mut notes)?;
    let mut record = Record::default();
    let header = loop {
        match records.next(&mut record) {
            None => return Err(fault::empty()),
            Some(Err(fault)) => return Err(FileFault { fatal: true, row: None, ..fault }),
            Some(Ok(())) if record.is_blank() => {}
            Some(Ok(())) => break std::mem::take(&mut record),
        }
    };
    let layout = Layout::read(&header, options, &mut notes).map_err(|fault| fault.at_line(header.line))?;
    let mut rows = Rows { records, layout, ahead: VecDeque::new(), record, row: 0, ended: false };
    rows.look_for_header()?;
    rows.settle_axes(&mut notes)?;
    let crs = rows.layout.crs.clone();
    Ok(SourceFile { format: "csv", crs, notes, total: None, rows: Box::new(rows) })
}

struct Rows<R> {
    records: Records<R>,
    layout: Layout,
    /// Records that were looked at and are not given out yet.
    ahead: VecDeque<Result<Record, FileFault>>,
    record: Record,
    row: u64,
    ended: bool,
}

impl<R: Read> Rows<R> {
    /// Reads so many records ahead, unless they are very large.
    fn look_ahead(&mut self, count: usize) {
        let mut size = 0;
        while self.ahead.len() < count && size < LONGEST_ROW {
            match self.records.next(&mut self.record) {
                None => break,
                Some(Ok(())) if self.record.is_blank() => {}
                Some(Ok(())) => {
                    let record = std::mem::take(&mut self.record);
                    size += record.size();
                    self.ahead.push_back(Ok(record));
                }
                Some(Err(fault)) => self.ahead.push_back(Err(fault)),
            }
        }
    }

    /// A title above the header would make a header of the title, and rows of everything else.
    fn look_for_header(&mut self) -> Result<(), FileFault> {
        if self.layout.knows_nothing() {
            self.look_ahead(TITLE_ROWS);
            let is_header = |record: &&Record| layout::known_headers(record) > 1;
            if let Some(header) = self.ahead.iter().filter_map(|ahead| ahead.as_ref().ok()).find(is_header) {
                return Err(fault::header_below(header.line));
            }
        }
        Ok(())
    }

    fn settle_axes(&mut self, notes: &mut Vec<String>) -> Result<(), FileFault> {
        let Some(place @ Place::Pair { east: x, north: y, .. }) = self.layout.place.filter(|_| self.layout.axes_open)
        else {
            return Ok(());
        };
        self.look_ahead(axes::ROWS);
        // Letters of an angle fit one of the two only.
        let swapped = Place::xy(x, y, Axes::XIsNorthing);
        let peek = |record| place.peek(record).or_else(|| swapped.peek(record).map(|(east, north)| (north, east)));
        let pairs: Vec<(f64, f64)> = self.ahead.iter().flatten().filter_map(peek).collect();
        let settled = match axes::settle(pairs.iter().copied()) {
            Some(axes) => axes,
            // Nothing to place, nothing to settle.
            None if pairs.is_empty() && self.ahead.len() < axes::ROWS => return Ok(()),
            None => return Err(fault::axes_unclear()),
        };
        self.layout.place = Some(Place::xy(x, y, settled));
        notes.push(
            match settled {
                Axes::XIsNorthing => {
                    "Theo độ lớn: X là bắc, Y là đông · By magnitude: X is the northing, Y the easting"
                }
                _ => "Theo độ lớn: X là đông, Y là bắc · By magnitude: X is the easting, Y the northing",
            }
            .to_owned(),
        );
        Ok(())
    }

    /// Puts the next record into `self.record`.
    fn pull(&mut self) -> Option<Result<(), FileFault>> {
        match self.ahead.pop_front() {
            Some(Ok(record)) => {
                self.record = record;
                Some(Ok(()))
            }
            Some(Err(fault)) => Some(Err(fault)),
            None => self.records.next(&mut self.record),
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.pull() {
                None => self.ended = true,
                Some(Err(fault)) if fault.ends() => {
                    self.ended = true;
                    return Some(Err(fault));
                }
                Some(Err(fault)) => {
                    self.row += 1;
                    return Some(Err(FileFault { row: Some(self.row), ..fault }));
                }
                Some(Ok(())) if self.record.is_blank() => {}
                Some(Ok(())) => {
                    self.row += 1;
                    return Some(row::read(&self.record, &self.layout, self.row));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
