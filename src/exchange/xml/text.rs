//! The text of an XML file as UTF-8: decoded as it is read, counted in lines, bounded.
//!
//! **Encoding**, in this order: a byte order mark; zero bytes beside the first `<` (UTF-16); what the XML declaration
//! says, with the names and tables of the WHATWG (so `ISO-8859-1` is Windows-1252, its superset); UTF-8. A file that
//! declares UTF-16 and can be read as ASCII is UTF-8: it was converted, and its declaration left as it was. Bytes that do
//! not fit the encoding are a fault, never a replacement character.
//!
//! **Bound.** From [`XmlText::mark`] on at most 16 MiB are given, so that no tag or text of a file can fill the memory.

use std::io::{self, BufRead, Chain, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::fault;
use crate::exchange::rows::FileFault;

pub(super) const LONGEST_TEXT: usize = 16 << 20;
/// How far in the XML declaration is looked for.
const DECLARATION: u64 = 1_024;
const ROOM: usize = 32 << 10;

/// A reader of UTF-8.
pub(in crate::exchange) struct XmlText<R> {
    input: Chain<io::Cursor<Vec<u8>>, R>,
    decoder: Decoder,
    encoding: &'static Encoding,
    decoded: Box<[u8]>,
    start: usize,
    end: usize,
    /// What is wrong right after `decoded`.
    next: Option<Wrong>,
    /// What was wrong when reading was last refused.
    refused: Option<Wrong>,
    at_end: bool,
    line: u64,
    since_mark: usize,
}

#[derive(Debug, Clone, Copy)]
enum Wrong {
    Encoding,
    Character(u8),
    TooLarge,
}

impl<R: BufRead> XmlText<R> {
    pub(super) fn open(mut input: R) -> Result<Self, FileFault> {
        let mut head = Vec::new();
        input.by_ref().take(DECLARATION).read_to_end(&mut head).map_err(|error| FileFault::unreadable(&error))?;
        let (encoding, mark) = encoding_of(&head)?;
        head.drain(..mark.min(head.len()));
        Ok(Self {
            input: io::Cursor::new(head).chain(input),
            decoder: encoding.new_decoder_without_bom_handling(),
            encoding,
            decoded: vec![0; ROOM].into_boxed_slice(),
            start: 0,
            end: 0,
            next: None,
            refused: None,
            at_end: false,
            line: 1,
            since_mark: 0,
        })
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// The line of the next byte, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Begins a new tag or text.
    pub(super) const fn mark(&mut self) {
        self.since_mark = 0;
    }

    /// Why reading was refused.
    pub(super) fn fault(&mut self, error: &io::Error) -> FileFault {
        match self.refused.take() {
            Some(Wrong::Encoding) => fault::not_in_encoding(self.encoding.name(), self.line),
            Some(Wrong::Character(code)) => fault::character(code, self.line),
            Some(Wrong::TooLarge) => fault::too_large(self.line),
            None => FileFault::unreadable(error),
        }
    }

    fn refuse(&mut self, wrong: Wrong) -> io::Error {
        self.refused = Some(wrong);
        io::Error::other("refused")
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let source = loop {
            match self.input.fill_buf() {
                Ok(_) => break self.input.fill_buf()?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        };
        let last = source.is_empty();
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(source, &mut self.decoded, last);
        self.input.consume(read);
        (self.start, self.end) = (0, written);
        match result {
            DecoderResult::Malformed(..) => self.next = Some(Wrong::Encoding),
            DecoderResult::InputEmpty => self.at_end = last,
            DecoderResult::OutputFull => {}
        }
        let decoded = self.decoded.get(..written).unwrap_or_default();
        let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
        if let Some((at, &code)) = decoded.iter().enumerate().find(|(_, byte)| control(byte)) {
            self.end = at;
            self.next = Some(Wrong::Character(code));
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for XmlText<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since_mark > LONGEST_TEXT {
            return Err(self.refuse(Wrong::TooLarge));
        }
        while self.start == self.end {
            if let Some(wrong) = self.next {
                return Err(self.refuse(wrong));
            }
            if self.at_end {
                break;
            }
            self.decode_more()?;
        }
        Ok(self.decoded.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let until = (self.start + count).min(self.end);
        let passed = self.decoded.get(self.start..until).unwrap_or_default();
        self.line += passed.iter().map(|&byte| u64::from(byte == b'\n')).sum::<u64>();
        self.since_mark += passed.len();
        self.start = until;
    }
}

impl<R: BufRead> Read for XmlText<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut ahead = self.fill_buf()?;
        let count = ahead.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

/// Whether XML 1.0 may hold a character.
pub(in crate::exchange) const fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The encoding, and the length of the byte order mark.
fn encoding_of(head: &[u8]) -> Result<(&'static Encoding, usize), FileFault> {
    if let Some(found) = Encoding::for_bom(head) {
        return Ok(found);
    }
    match head {
        [0, b'<', ..] => return Ok((UTF_16BE, 0)),
        [b'<', 0, ..] => return Ok((UTF_16LE, 0)),
        _ => {}
    }
    let Some(label) = declared(head) else { return Ok((UTF_8, 0)) };
    let found = Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| fault::unknown_encoding(label))?;
    Ok((if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found }, 0))
}

/// What `encoding="…"` in the declaration says, as it is written.
fn declared(head: &[u8]) -> Option<&str> {
    let ascii = head.iter().position(|byte| !byte.is_ascii()).unwrap_or(head.len());
    let head = std::str::from_utf8(head.get(..ascii)?).ok()?;
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(label, _)| label)
}
