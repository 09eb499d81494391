//! The table of a written shapefile: dBASE III, text in UTF-8, columns as wide as their widest value.

use crate::exchange::rows::OutKind;
use crate::exchange::table::{Cell, cut};

/// dBASE III, no memo.
const VERSION: u8 = 3;
const WIDEST: usize = 254;
/// Digits that reading programs take for a floating-point number without asking.
const WIDEST_NUMBER: usize = 24;
const MOST_DECIMALS: usize = 15;
const END_OF_HEADER: u8 = 0x0d;
pub(super) const END_OF_FILE: u8 = 0x1a;

/// A column and what is known of its width.
#[derive(Debug, Clone)]
pub(super) struct Field {
    name: String,
    kind: OutKind,
    width: usize,
    decimals: usize,
}

impl Field {
    pub(super) const fn new(name: String, kind: OutKind) -> Self {
        Self { name, kind, width: 1, decimals: 0 }
    }

    /// Makes room for the text of a cell.
    pub(super) fn widen(&mut self, text: &str) {
        self.width = self.width.max(cut(text, WIDEST).len());
        if self.kind == OutKind::Real {
            let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
            self.decimals = self.decimals.max(decimals.min(MOST_DECIMALS));
        }
    }

    /// Width and decimals as the header states them. A column of real numbers has a decimal, or it would be read as
    /// one of integers.
    fn stated(&self) -> (usize, usize) {
        if self.kind == OutKind::Real {
            let decimals = self.decimals.max(1);
            (self.width.max(decimals + 2), decimals)
        } else {
            (self.width, 0)
        }
    }
}

/// A cell as it stands in the table, before it is cut and filled up.
pub(super) fn text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => {
            let plain = number.to_string();
            if plain.len() > WIDEST_NUMBER { format!("{number:e}") } else { plain }
        }
        Cell::Boolean(truth) => if truth { "T" } else { "F" }.to_owned(),
    }
}

/// The bytes of a row.
pub(super) fn row_length(fields: &[Field]) -> usize {
    1 + fields.iter().map(|field| field.stated().0).sum::<usize>()
}

/// The header of a table; the writer has made sure that its lengths fit.
pub(super) fn header(fields: &[Field], rows: u32) -> Vec<u8> {
    let short = |length: usize| u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes();
    let byte = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
    // A day of last change is asked for; a file of the same rows should not change from day to day.
    let mut bytes = vec![VERSION, 80, 1, 1];
    bytes.extend(rows.to_le_bytes());
    bytes.extend(short(32 + 32 * fields.len() + 1));
    bytes.extend(short(row_length(fields)));
    bytes.extend([0; 20]);
    for field in fields {
        let kind = match field.kind {
            OutKind::Text | OutKind::DateTime => b'C',
            OutKind::Integer | OutKind::Real => b'N',
            OutKind::Boolean => b'L',
        };
        let (width, decimals) = field.stated();
        let name = cut(&field.name, 10).as_bytes();
        bytes.extend(name.iter().copied().chain(std::iter::repeat(0)).take(11));
        bytes.extend([kind, 0, 0, 0, 0, byte(width), byte(decimals)]);
        bytes.extend([0; 14]);
    }
    bytes.push(END_OF_HEADER);
    bytes
}

/// A row. Numbers stand right, text left. What is missing is blank; the question mark that dBASE has for a missing
/// logical value is read as text by some.
pub(super) fn row(fields: &[Field], texts: &[String]) -> Vec<u8> {
    let mut bytes = vec![b' '];
    for (field, text) in fields.iter().zip(texts) {
        let (width, _) = field.stated();
        let text = cut(text, width);
        let blanks = std::iter::repeat_n(b' ', width - text.len());
        match field.kind {
            OutKind::Integer | OutKind::Real => bytes.extend(blanks.chain(text.bytes())),
            _ => bytes.extend(text.bytes().chain(blanks)),
        }
    }
    bytes
}
