//! The rows of a dBASE table (`.dbf`, versions III to 7 as far as shapefiles use them).
//!
//! A header, one descriptor a column, then rows of one length, all text. Numbers are handed on with the digits they have;
//! a date becomes `2026-11-20`, a logical value `true` or `false`, a blank value is left out. Binary and memo columns are
//! passed over and named.
//!
//! **Degenerate input.** The lengths of header, row and columns and the number of rows are compared with the file before
//! any is used. Cost: a read a row, at most 64 KiB.

use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

use super::encoding::{CodePage, Decoded, NotText};
use super::parts::Source;
use crate::exchange::encoding::EncodingHint;
use crate::exchange::rows::FileFault;

const HEADER: u64 = 32;
const DESCRIPTOR: usize = 32;
const END_OF_DESCRIPTORS: u8 = 0x0d;
const DELETED: u8 = b'*';

struct Column {
    name: String,
    kind: u8,
    /// Where it lies in a row.
    start: usize,
    end: usize,
}

/// An opened table.
pub struct Table {
    source: BufReader<Box<dyn Source>>,
    code_page: CodePage,
    columns: Vec<Column>,
    skipped: Vec<String>,
    count: u64,
    row: u64,
    buffer: Vec<u8>,
}

/// A row of the table, or the mark that there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableRow {
    Fields(Vec<(String, String)>),
    Deleted,
}

impl Table {
    /// `hint` is what the person says of the encoding, `cpg` the text of the `.cpg`.
    ///
    /// # Errors
    /// No table, one that is shorter than it says, an encoding that is not known, a column name not in it.
    pub fn open(mut source: Box<dyn Source>, hint: EncodingHint, cpg: Option<&str>) -> Result<Self, FileFault> {
        let size = source.seek(SeekFrom::End(0)).and_then(|size| source.rewind().map(|()| size));
        let size = size.map_err(|error| FileFault::unreadable(&error))?;
        if size < HEADER {
            return Err(cut_short());
        }
        let mut source = BufReader::new(source);
        let mut header = [0; 32];
        source.read_exact(&mut header).map_err(|error| FileFault::unreadable(&error))?;
        let [_, _, _, _, c0, c1, c2, c3, h0, h1, r0, r1, ..] = header;
        let count = u64::from(u32::from_le_bytes([c0, c1, c2, c3]));
        let (header_length, row_length) = (u64::from(u16::from_le_bytes([h0, h1])), u16::from_le_bytes([r0, r1]));
        let code_page = CodePage::find(hint, cpg, header.get(29).copied().unwrap_or(0))?;

        let descriptors_length = header_length.checked_sub(HEADER).ok_or_else(not_a_table)?;
        if header_length > size {
            return Err(cut_short());
        }
        let mut descriptors = Vec::new();
        let read = source.by_ref().take(descriptors_length).read_to_end(&mut descriptors);
        read.map_err(|error| FileFault::unreadable(&error))?;
        let mut table = Self {
            source,
            code_page,
            columns: Vec::new(),
            skipped: Vec::new(),
            count,
            row: 0,
            buffer: vec![0; usize::from(row_length)],
        };
        table.describe(&descriptors)?;
        if count * u64::from(row_length) > size - header_length {
            return Err(cut_short());
        }
        Ok(table)
    }

    fn describe(&mut self, descriptors: &[u8]) -> Result<(), FileFault> {
        let mut end = 1; // after the mark of deleted rows
        for descriptor in descriptors.chunks_exact(DESCRIPTOR) {
            if descriptor.first() == Some(&END_OF_DESCRIPTORS) {
                break;
            }
            let (name, rest) = descriptor.split_at(11);
            let (kind, length) = (rest.first().copied().unwrap_or(0), rest.get(5).copied().unwrap_or(0));
            let name = until_zero(name).trim_ascii();
            let name = self.code_page.decode(name).map_err(NotText::in_header)?.into_owned();
            let start = end;
            end += usize::from(length);
            match kind {
                b'C' | b'N' | b'F' | b'D' | b'L' => self.columns.push(Column { name, kind, start, end }),
                _ => self.skipped.push(name),
            }
        }
        if end > self.buffer.len() { Err(not_a_table()) } else { Ok(()) }
    }

    pub const fn count(&self) -> u64 {
        self.count
    }

    /// What a person should know of the table.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![self.code_page.note()];
        if !self.skipped.is_empty() {
            notes.push(format!("columns passed over (binary or memo): {}", self.skipped.join(", ")));
        }
        notes
    }

    /// The next row, `None` after the last.
    ///
    /// # Errors
    /// A value that is not in the table's encoding; the next row may be good.
    pub fn next_row(&mut self) -> Option<Result<TableRow, FileFault>> {
        if self.row >= self.count {
            return None;
        }
        self.row += 1;
        if let Err(error) = self.source.read_exact(&mut self.buffer) {
            return Some(Err(FileFault::unreadable(&error)));
        }
        if self.buffer.first() == Some(&DELETED) {
            return Some(Ok(TableRow::Deleted));
        }
        let fields = self.columns.iter().filter_map(|column| {
            let bytes = self.buffer.get(column.start..column.end).unwrap_or_default();
            let value = match value(column.kind, bytes, self.code_page) {
                Ok(value) => value,
                Err(fault) => return Some(Err(fault.in_row(self.row, &column.name))),
            };
            (!value.is_empty()).then(|| Ok((column.name.clone(), value)))
        });
        Some(fields.collect::<Result<_, _>>().map(TableRow::Fields))
    }
}

fn value(kind: u8, bytes: &[u8], code_page: CodePage) -> Decoded<String> {
    let bytes = until_zero(bytes);
    Ok(match (kind, bytes.trim_ascii()) {
        (b'L', [b'T' | b't' | b'Y' | b'y']) => "true".to_owned(),
        (b'L', [b'F' | b'f' | b'N' | b'n']) => "false".to_owned(),
        (b'L', _) | (b'D', b"00000000") => String::new(),
        (b'D', date @ [y1, y2, y3, y4, m1, m2, d1, d2]) if date.iter().all(u8::is_ascii_digit) => {
            [*y1, *y2, *y3, *y4, b'-', *m1, *m2, b'-', *d1, *d2].map(char::from).iter().collect()
        }
        (_, text) => code_page.decode(text)?.trim().to_owned(),
    })
}

/// Some programs fill up with zeros, or with what was in their memory after one.
fn until_zero(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn cut_short() -> FileFault {
    FileFault::fatal(
        "shapefile_table_cut_short",
        "tệp .dbf ngắn hơn số dòng nó khai: tệp bị cắt cụt",
        "the .dbf is shorter than its number of rows says: it was cut off",
    )
}

fn not_a_table() -> FileFault {
    FileFault::fatal(
        "shapefile_table_damaged",
        "phần đầu tệp .dbf ghi độ dài cột sai: tệp bị hỏng",
        "the header of the .dbf is damaged: the lengths of its columns do not fit its rows",
    )
}
