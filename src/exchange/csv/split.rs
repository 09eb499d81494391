//! Text cut into records and cells (RFC 4180), in bounded memory.
//!
//! The `csv` crate grows a record as long as its input goes on and passes over unbalanced quotes; a file that comes
//! from outside must be able to do neither. So the cutting is ours: a state for each place of the grammar, a limit on
//! each cell and row, and a fault that knows the line.
//!
//! More lenient than the standard, without loss: rows end at LF, CRLF or CR; blanks may stand around a quoted cell; a
//! quote within an unquoted cell is text (`22°24'02"N`). Stricter: text behind a closing quote is a fault, for the
//! quote that was meant to be text may have swallowed rows.
//!
//! **Degenerate input.** A row that is too large is passed over to its end and reported once. A quote that is never
//! closed, or closes in front of text on a later line, ends the reading: which rows lie within cannot be known.
//! Cost: one pass over the text; memory is the limit of a row.

/// The most bytes of a cell.
pub(super) const LONGEST_CELL: usize = 1 << 20;
/// The most bytes of a row.
pub(super) const LONGEST_ROW: usize = 4 << 20;
/// The most cells of a row that are kept apart; more are only counted.
pub(super) const MOST_CELLS: usize = 1 << 12;

/// The cells of one row, as text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Record {
    text: String,
    ends: Vec<usize>,
    /// Where the cell at hand begins.
    start: usize,
    /// How many cells there are, the ones not kept apart included.
    pub(super) cells: usize,
    /// The line on which the row starts.
    pub(super) line: u64,
}

impl Record {
    pub(super) fn cell(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.cell(at))
    }

    /// Whether no cell has anything but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether the cells from `at` on, all of which are kept apart, have nothing but blanks.
    pub(super) fn rest_is_blank(&self, at: usize) -> bool {
        self.cells == self.ends.len() && self.iter().skip(at).all(|cell| cell.trim().is_empty())
    }

    pub(super) fn has_nul(&self) -> bool {
        self.text.as_bytes().contains(&0)
    }

    pub(super) const fn size(&self) -> usize {
        self.text.len()
    }

    fn clear(&mut self, line: u64) {
        self.text.clear();
        self.ends.clear();
        self.start = 0;
        self.cells = 0;
        self.line = line;
    }

    fn end_cell(&mut self) {
        self.cells += 1;
        self.start = self.text.len();
        if self.cells <= MOST_CELLS {
            self.ends.push(self.text.len());
        }
    }
}

/// What is wrong with a row. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SplitFault {
    CellTooLong,
    RowTooLong,
    /// Text behind the closing quote of a cell, all on one line.
    TextBehindQuote,
    /// The same, but the quote was opened on an earlier line.
    QuoteOverLines {
        opened: u64,
        closed: u64,
    },
    NeverClosed {
        opened: u64,
    },
}

impl SplitFault {
    pub(super) const fn is_fatal(self) -> bool {
        matches!(self, Self::QuoteOverLines { .. } | Self::NeverClosed { .. })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a row.
    Between,
    /// At or in an unquoted cell.
    Plain,
    Quoted {
        opened: u64,
    },
    /// Behind a quote in a quoted cell: the end of it, or half of a doubled one.
    QuoteInQuoted {
        opened: u64,
    },
    /// Behind a closing quote and a blank.
    Closed {
        opened: u64,
    },
    /// Passing over the rest of a line.
    Skipping,
}

/// Cuts pieces of text, fed one after the other.
#[derive(Debug, Clone)]
pub(super) struct Splitter {
    delimiter: u8,
    state: State,
    /// The line of the next character.
    line: u64,
    after_cr: bool,
    /// What is reported at the end of the row at hand, whose text is not kept any more.
    fault: Option<SplitFault>,
}

impl Splitter {
    pub(super) const fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::Between, line: 1, after_cr: false, fault: None }
    }

    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// A line was passed over by whoever feeds.
    pub(super) const fn pass_line(&mut self) {
        self.line += 1;
    }

    /// Reads on from `at` until a row ends (`record` holds it) or the piece does (`None`). Empty lines are passed over.
    pub(super) fn next(&mut self, text: &str, at: &mut usize, record: &mut Record) -> Option<Result<(), SplitFault>> {
        let bytes = text.as_bytes();
        while let Some(&byte) = bytes.get(*at) {
            let after_cr = std::mem::take(&mut self.after_cr);
            if byte == b'\n' && after_cr {
                *at += 1;
                // Within quotes CRLF is text; as the end of a row it was seen already.
                if matches!(self.state, State::Quoted { .. }) {
                    self.keep(record, "\n");
                }
                continue;
            }
            if self.state == State::Between {
                record.clear(self.line);
                if matches!(byte, b'\n' | b'\r') {
                    self.end_line(byte);
                    *at += 1;
                    continue;
                }
                self.state = State::Plain;
            }
            match self.state {
                State::Quoted { opened } => self.quoted(text, at, record, opened),
                State::Skipping => self.skip(bytes, at),
                _ if matches!(byte, b'\n' | b'\r') => {
                    *at += 1;
                    self.end_line(byte);
                    return Some(self.end_row(record));
                }
                State::Plain => self.plain(text, at, record),
                State::QuoteInQuoted { opened } | State::Closed { opened } => {
                    if let Some(fault) = self.behind_quote(byte, at, record, opened) {
                        return Some(Err(fault));
                    }
                }
                State::Between => {}
            }
        }
        None
    }

    /// The row at the end of the text, if it has one that no line end closes.
    pub(super) fn finish(&mut self, record: &mut Record) -> Option<Result<(), SplitFault>> {
        match std::mem::replace(&mut self.state, State::Between) {
            State::Between => None,
            State::Quoted { opened } => Some(Err(SplitFault::NeverClosed { opened })),
            _ => Some(self.end_row(record)),
        }
    }

    fn end_line(&mut self, byte: u8) {
        self.line += 1;
        self.after_cr = byte == b'\r';
    }

    fn end_row(&mut self, record: &mut Record) -> Result<(), SplitFault> {
        self.state = State::Between;
        record.end_cell();
        self.fault.take().map_or(Ok(()), Err)
    }

    fn keep(&mut self, record: &mut Record, text: &str) {
        if self.fault.is_some() {
            return;
        }
        record.text.push_str(text);
        if record.text.len() - record.start > LONGEST_CELL {
            self.fault = Some(SplitFault::CellTooLong);
        } else if record.text.len() > LONGEST_ROW {
            self.fault = Some(SplitFault::RowTooLong);
        }
    }

    fn plain(&mut self, text: &str, at: &mut usize, record: &mut Record) {
        let bytes = text.as_bytes().get(*at..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        let length = bytes.iter().position(ends).unwrap_or(bytes.len());
        if length > 0 {
            self.keep(record, text.get(*at..*at + length).unwrap_or_default());
            *at += length;
        } else if bytes.first() == Some(&b'"') {
            *at += 1;
            let start = record.start;
            if record.text.get(start..).is_some_and(|before| before.bytes().all(|byte| byte == b' ')) {
                record.text.truncate(start);
                self.state = State::Quoted { opened: self.line };
            } else {
                self.keep(record, "\"");
            }
        } else {
            *at += 1;
            record.end_cell();
        }
    }

    fn quoted(&mut self, text: &str, at: &mut usize, record: &mut Record, opened: u64) {
        let bytes = text.as_bytes().get(*at..).unwrap_or_default();
        let length = bytes.iter().position(|byte| matches!(byte, b'"' | b'\n' | b'\r')).unwrap_or(bytes.len());
        match bytes.get(length) {
            Some(b'"') => {
                self.keep(record, text.get(*at..*at + length).unwrap_or_default());
                self.state = State::QuoteInQuoted { opened };
                *at += length + 1;
            }
            Some(&end) => {
                self.keep(record, text.get(*at..=*at + length).unwrap_or_default());
                self.end_line(end);
                *at += length + 1;
            }
            None => {
                self.keep(record, text.get(*at..).unwrap_or_default());
                *at += length;
            }
        }
    }

    fn behind_quote(&mut self, byte: u8, at: &mut usize, record: &mut Record, opened: u64) -> Option<SplitFault> {
        if byte == self.delimiter {
            record.end_cell();
            self.state = State::Plain;
            *at += 1;
        } else if byte == b'"' && matches!(self.state, State::QuoteInQuoted { .. }) {
            self.keep(record, "\"");
            self.state = State::Quoted { opened };
            *at += 1;
        } else if byte == b' ' {
            self.state = State::Closed { opened };
            *at += 1;
        } else if opened == self.line {
            self.fault.get_or_insert(SplitFault::TextBehindQuote);
            self.state = State::Skipping;
        } else {
            return Some(SplitFault::QuoteOverLines { opened, closed: self.line });
        }
        None
    }

    fn skip(&mut self, bytes: &[u8], at: &mut usize) {
        let rest = bytes.get(*at..).unwrap_or_default();
        match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(length) => {
                *at += length;
                // The line end is met again, and ends the row.
                self.state = State::Plain;
            }
            None => *at = bytes.len(),
        }
    }
}

#[cfg(test)]
mod tests;
