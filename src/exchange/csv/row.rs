//! A record as a row.

use std::borrow::Cow;

use super::layout::{Column, Layout, Use};
use super::number::{self, NumberFault};
use super::place::Read;
use super::split::Record;
use super::{SourcePlace, fault};
use crate::exchange::encoding::nfc;
use crate::exchange::rows::{FileFault, SourceRow};

pub(super) fn read(record: &Record, layout: &Layout, row: u64) -> Result<SourceRow, FileFault> {
    of(record, layout, row).map_err(|fault| fault.at_line(record.line))
}

fn of(record: &Record, layout: &Layout, row: u64) -> Result<SourceRow, FileFault> {
    if record.has_nul() {
        return Err(fault::nul(row));
    }
    let columns = &layout.columns;
    let is_more = record.cells > columns.len() && !record.rest_is_blank(columns.len());
    if record.cells < columns.len() || is_more {
        return Err(fault::ragged(row, record.cells, columns.len()));
    }
    let mut read = layout.place.map_or(Ok(Read::NOWHERE), |place| place.read(record, columns, row))?;
    let mut fields = Vec::with_capacity(columns.len());
    for (column, cell) in columns.iter().zip(record.iter()) {
        let cell = cell.trim();
        if cell.is_empty() || column.used == Use::Place {
            continue;
        }
        let value = match column.used {
            Use::Text | Use::Place => nfc(without_guard(cell)),
            Use::Metres | Use::Height => match metres(cell, read.comma) {
                Ok((value, text)) => {
                    if let (Use::Height, SourcePlace::Point(point)) = (column.used, &mut read.place) {
                        point.z = point.z.or(Some(value));
                    }
                    text
                }
                Err(NumberFault::Unreadable) if column.used == Use::Metres => nfc(cell),
                Err(what) => return Err(number_fault(column, cell, what, row)),
            },
        };
        fields.push((column.name.clone(), value.into_owned()));
    }
    Ok(SourceRow { row, line: Some(record.line), place: read.place, given: read.given, fields })
}

fn number_fault(column: &Column, cell: &str, what: NumberFault, row: u64) -> FileFault {
    fault::cells(row, "csv_number", &[(&column.header, cell, what.vi().to_owned(), what.en().to_owned())])
}

/// A length in metres and its digits with a decimal point. `comma` is the decimal sign of the row's coordinates.
fn metres(cell: &str, comma: Option<bool>) -> Result<(f64, Cow<'_, str>), NumberFault> {
    let text = cell.strip_suffix(['m', 'M']).unwrap_or(cell).trim_end();
    let number = number::read(text)?;
    if !number.is_clear(comma) {
        return Err(NumberFault::Grouped);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    let as_written = plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let digits =
        if as_written { Cow::Borrowed(plain) } else { Cow::Owned(plain.replace(',', ".").replace('−', "-")) };
    Ok((number.value, digits))
}

/// The text behind an apostrophe that keeps a spreadsheet from taking it for a formula. The writer puts one more in
/// front of a text that has one of its own, so every text comes back.
fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(super::write::FORMULA) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_come_with_a_point() {
        let text = |cell, comma| metres(cell, comma).map(|(_, text)| text.into_owned());
        assert_eq!(text("1866,23 m", None).as_deref(), Ok("1866.23"));
        assert_eq!(text("1866.23", Some(true)).as_deref(), Ok("1866.23"));
        assert_eq!(text("1,866", Some(true)).as_deref(), Ok("1.866"));
        assert_eq!(text("1,866", None), Err(NumberFault::Grouped));
        assert_eq!(text("1.866", Some(true)), Err(NumberFault::Grouped));
        assert_eq!(text("−3", None).as_deref(), Ok("-3"));
    }

    #[test]
    fn only_the_guard_is_dropped() {
        assert_eq!(without_guard("'=1+1"), "=1+1");
        assert_eq!(without_guard("''=1+1"), "'=1+1");
        assert_eq!(without_guard("'tis"), "'tis");
        assert_eq!(without_guard("-x"), "-x");
    }
}
