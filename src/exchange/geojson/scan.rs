//! Where a JSON value ends, in a stream of any length.
//!
//! A [`Nest`] follows strings, brackets and their nesting, and nothing else: what it passes as one value may still be
//! no JSON, and is checked when it is read. A [`Scan`] runs it over a stream, counts lines and columns (in characters,
//! from 1), and keeps the text it passes over when asked to, up to 16 MiB.
//!
//! **Degenerate input.** Nesting deeper than 64, a bracket closed by the other kind, an end in the middle: a fault with
//! its place. **Cost.** One look at every byte; memory only for what is kept.

use std::io::{self, BufRead};

use super::LONGEST;

/// RFC 8142: stands before every text of a sequence, and nowhere inside one.
pub(super) const RECORD_SEPARATOR: u8 = 0x1e;
const DEEPEST: u32 = 64;

/// How far a [`Nest`] got in the bytes it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fed {
    /// The value goes on.
    More,
    /// The value ends here.
    Ends,
    /// This byte can not stand here.
    Broken,
    /// A record separator inside a value: the record before it was cut off.
    CutOff,
    TooDeep,
}

/// Follows one JSON value.
#[derive(Debug, Default)]
pub(super) struct Nest {
    depth: u32,
    /// One bit for every open bracket, the innermost lowest: set for `{`.
    braces: u64,
    in_string: bool,
    escaped: bool,
    started: bool,
}

impl Nest {
    /// Takes bytes until the value ends; how many were taken, and how it went.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> (usize, Fed) {
        for (at, &byte) in bytes.iter().enumerate() {
            if let Some((taken, fed)) = self.step(byte) {
                return (at + usize::from(taken), fed);
            }
        }
        (bytes.len(), Fed::More)
    }

    /// A number or word ends only with what comes after it, or with the input.
    pub(super) const fn may_end(&self) -> bool {
        self.started && self.depth == 0 && !self.in_string
    }

    /// What a byte decides, and whether it belongs to the value; `None` while the value goes on.
    fn step(&mut self, byte: u8) -> Option<(bool, Fed)> {
        if byte == RECORD_SEPARATOR {
            return Some((false, if self.may_end() { Fed::Ends } else { Fed::CutOff }));
        }
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_string = false;
                    return (self.depth == 0).then_some((true, Fed::Ends));
                }
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' | b'{' | b'[' if self.may_end() => return Some((false, Fed::Ends)),
            b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if self.depth == 0 => {
                return Some((false, if self.started { Fed::Ends } else { Fed::Broken }));
            }
            b'"' => self.in_string = true,
            b'{' | b'[' if self.depth == DEEPEST => return Some((false, Fed::TooDeep)),
            b'{' | b'[' => {
                self.depth += 1;
                self.braces = self.braces << 1 | u64::from(byte == b'{');
            }
            b'}' | b']' => {
                if (byte == b'}') != (self.braces & 1 == 1) {
                    return Some((false, Fed::Broken));
                }
                self.depth -= 1;
                self.braces >>= 1;
                return (self.depth == 0).then_some((true, Fed::Ends));
            }
            _ => {}
        }
        self.started = true;
        None
    }
}

/// A place in a text, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) line: u64,
    pub(super) column: u64,
}

#[derive(Debug)]
pub(super) enum ScanFault {
    Unreadable(io::Error),
    /// The input ends inside a value.
    Truncated(At),
    Syntax(At),
    /// A record of a sequence ends inside a value.
    CutOff(At),
    TooDeep(At),
    TooLarge(At),
}

/// A stream of JSON values.
pub(super) struct Scan<R> {
    input: R,
    at: At,
    kept: Vec<u8>,
    keeping: bool,
}

impl<R: BufRead> Scan<R> {
    pub(super) const fn new(input: R) -> Self {
        Self { input, at: At { line: 1, column: 1 }, kept: Vec::new(), keeping: false }
    }

    /// Where the next byte stands.
    pub(super) const fn at(&self) -> At {
        self.at
    }

    /// Forgets what was kept and keeps what comes.
    pub(super) fn keep(&mut self) {
        self.kept.clear();
        // One huge feature must not cost its room for the rest of the file.
        self.kept.shrink_to(1 << 20);
        self.keeping = true;
    }

    pub(super) fn keep_no_more(&mut self) {
        self.kept.clear();
        self.keeping = false;
    }

    pub(super) fn kept(&self) -> &[u8] {
        &self.kept
    }

    /// The bytes at hand; none at the end.
    pub(super) fn ahead(&mut self) -> Result<&[u8], ScanFault> {
        // The first call fills the buffer, the second lends it: the borrow can not leave the loop.
        loop {
            match self.input.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(ScanFault::Unreadable(error)),
            }
        }
        self.input.fill_buf().map_err(ScanFault::Unreadable)
    }

    /// Passes over white space and gives the byte after it, which is not taken; `None` at the end.
    pub(super) fn token(&mut self) -> Result<Option<u8>, ScanFault> {
        loop {
            let ahead = self.ahead()?;
            let space = ahead.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            match ahead.get(space).copied() {
                Some(byte) => {
                    self.take(space)?;
                    return Ok(Some(byte));
                }
                None if space == 0 => return Ok(None),
                None => self.take(space)?,
            }
        }
    }

    /// Takes a byte that must come next, after white space.
    pub(super) fn expect(&mut self, wanted: u8) -> Result<(), ScanFault> {
        match self.token()? {
            Some(byte) if byte == wanted => self.take(1),
            Some(_) => Err(ScanFault::Syntax(self.at)),
            None => Err(ScanFault::Truncated(self.at)),
        }
    }

    /// Takes one value, after white space.
    pub(super) fn value(&mut self) -> Result<(), ScanFault> {
        self.token()?;
        let mut nest = Nest::default();
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return if nest.may_end() { Ok(()) } else { Err(ScanFault::Truncated(self.at)) };
            }
            let (taken, fed) = nest.feed(ahead);
            self.take(taken)?;
            match fed {
                Fed::More => {}
                Fed::Ends => return Ok(()),
                Fed::Broken => return Err(ScanFault::Syntax(self.at)),
                Fed::CutOff => return Err(ScanFault::CutOff(self.at)),
                Fed::TooDeep => return Err(ScanFault::TooDeep(self.at)),
            }
        }
    }

    /// Passes over everything before the next record separator; whether there is one.
    pub(super) fn skip_to_record(&mut self) -> Result<bool, ScanFault> {
        self.keep_no_more();
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Ok(false);
            }
            let found = ahead.iter().position(|&byte| byte == RECORD_SEPARATOR);
            let passed = found.unwrap_or(ahead.len());
            self.take(passed)?;
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes bytes that [`Scan::ahead`] showed.
    pub(super) fn take(&mut self, count: usize) -> Result<(), ScanFault> {
        let ahead = self.input.fill_buf().map_err(ScanFault::Unreadable)?;
        let taken = ahead.get(..count).unwrap_or(ahead);
        if self.keeping {
            if self.kept.len() + taken.len() > LONGEST {
                return Err(ScanFault::TooLarge(self.at));
            }
            self.kept.extend_from_slice(taken);
        }
        self.at = after(self.at, taken);
        let count = taken.len();
        self.input.consume(count);
        Ok(())
    }
}

/// The place after a text that starts at a place.
pub(super) fn after(at: At, text: &[u8]) -> At {
    let (lines, last) = match text.iter().rposition(|&byte| byte == b'\n') {
        Some(end) => {
            let lines: u64 = text.iter().map(|&byte| u64::from(byte == b'\n')).sum();
            (lines, text.get(end + 1..).unwrap_or_default())
        }
        None => (0, text),
    };
    // Every byte but the continuation bytes of UTF-8 begins a character.
    let characters: u64 = last.iter().map(|&byte| u64::from(byte & 0xc0 != 0x80)).sum();
    At { line: at.line + lines, column: if lines == 0 { at.column } else { 1 } + characters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn values(text: &str, buffer: usize) -> Result<Vec<String>, ScanFault> {
        let mut scan = Scan::new(BufReader::with_capacity(buffer, text.as_bytes()));
        let mut values = Vec::new();
        while scan.token()?.is_some() {
            scan.keep();
            scan.value()?;
            values.push(String::from_utf8(scan.kept().to_vec()).unwrap());
        }
        Ok(values)
    }

    #[test]
    fn values_are_found_however_the_stream_is_cut() {
        let text = r#" {"a":"}\"]","b":[{},[1]]} [] "x\\" 12 true {"é":1}"#;
        for buffer in 1..20 {
            let found = values(text, buffer).unwrap();
            assert_eq!(found, [r#"{"a":"}\"]","b":[{},[1]]}"#, "[]", r#""x\\""#, "12", "true", r#"{"é":1}"#]);
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let place = |text: &str| match values(text, 7) {
            Err(ScanFault::Truncated(at)) => ("truncated", at.line, at.column),
            Err(ScanFault::Syntax(at)) => ("syntax", at.line, at.column),
            Err(ScanFault::TooDeep(at)) => ("deep", at.line, at.column),
            Err(ScanFault::CutOff(at)) => ("cut off", at.line, at.column),
            other => panic!("{other:?}"),
        };
        assert_eq!(place("{\n \"é\": [1,\n"), ("truncated", 3, 1));
        assert_eq!(place("{\n \"é\": [1}"), ("syntax", 2, 9));
        assert_eq!(place("\n]"), ("syntax", 2, 1));
        assert_eq!(place(&"[".repeat(65)), ("deep", 1, 65));
        assert_eq!(place("{\"a\": \"b\u{1e}"), ("cut off", 1, 9));
        assert!(values(&format!("{}{}", "[".repeat(64), "]".repeat(64)), 7).is_ok());
    }

    #[test]
    fn more_than_sixteen_mebibytes_are_not_kept() {
        let mut scan = Scan::new(BufReader::new(io::repeat(b'1')));
        scan.keep();
        assert!(matches!(scan.value(), Err(ScanFault::TooLarge(At { line: 1, .. }))));
        assert!(scan.kept().len() <= LONGEST);
    }
}
