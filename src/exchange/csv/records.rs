//! The records of a stream: decoded, cut, one at a time.

use std::io::Read;

use super::split::{Record, SplitFault, Splitter};
use super::{CsvOptions, delimiter, fault};
use crate::exchange::encoding::{Encoding, TextReader};
use crate::exchange::rows::FileFault;

pub(super) struct Records<R> {
    text: TextReader<R>,
    /// How far the piece at hand has been read.
    at: usize,
    splitter: Splitter,
    ended: bool,
}

impl<R: Read> Records<R> {
    /// Tells encoding and delimiter; says in `notes` what they are.
    pub(super) fn open(input: R, options: &CsvOptions, notes: &mut Vec<String>) -> Result<Self, FileFault> {
        if let Some(byte) = options.delimiter.filter(|byte| !delimiter::may_be(*byte)) {
            return Err(fault::delimiter(byte));
        }
        let mut text = TextReader::open(input, options.encoding).map_err(|fault| fault.at_line(1))?;
        let first = text.piece().map_err(|fault| fault.at_line(1))?.ok_or_else(fault::empty)?;
        let stated = delimiter::stated(first);
        let (delimiter, at) = match (options.delimiter, stated) {
            (Some(delimiter), stated) => (delimiter, stated.map_or(0, |(_, length)| length)),
            (None, Some(stated)) => stated,
            (None, None) => (delimiter::detect(first).map_err(fault::delimiter_unclear)?, 0),
        };
        let encoding = text.found().encoding;
        notes.push(format!("Bảng mã: {encoding} · Encoding: {encoding}"));
        if encoding == Encoding::Tcvn3 {
            notes.push(
                "TCVN3 không lưu chữ hoa có dấu: MỐC có thể đọc thành MốC · \
                 TCVN3 does not keep capitals with marks: MỐC may read MốC"
                    .to_owned(),
            );
        }
        let sign = char::from(delimiter).escape_debug().to_string();
        notes.push(format!("Dấu ngăn cột: \"{sign}\" · Delimiter: \"{sign}\""));
        let mut splitter = Splitter::new(delimiter);
        if at > 0 {
            splitter.pass_line();
        }
        Ok(Self { text, at, splitter, ended: false })
    }

    /// Reads the next record; a fault of one row has no row number yet. `None` at the end and after a fatal fault.
    pub(super) fn next(&mut self, record: &mut Record) -> Option<Result<(), FileFault>> {
        while !self.ended {
            if let Some(cut) = self.splitter.next(self.text.current(), &mut self.at, record) {
                return Some(self.judge(cut, record));
            }
            self.at = 0;
            match self.text.piece() {
                Ok(Some(_)) => {}
                Ok(None) => {
                    self.ended = true;
                    return self.splitter.finish(record).map(|cut| self.judge(cut, record));
                }
                Err(fault) => {
                    self.ended = true;
                    return Some(Err(fault.at_line(self.splitter.line())));
                }
            }
        }
        None
    }

    fn judge(&mut self, cut: Result<(), SplitFault>, record: &Record) -> Result<(), FileFault> {
        self.ended |= cut.is_err_and(SplitFault::is_fatal);
        cut.map_err(|what| fault::split(what, record.line))
    }
}
