//! Decoding piece by piece: a file of any size in a few hundred kilobytes of memory.
//!
//! The first mebibyte is looked at to tell the encoding ([`detect`]); after that nothing is held but the
//! piece at hand. What is good before a bad byte is given out first, so that whoever counts lines knows where the
//! fault is. Cost: one pass over the bytes.

use std::io::Read;

use encoding_rs::{DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

use super::detect::{self, Found};
use super::signs::sign;
use super::{Encoding, EncodingFault, EncodingHint, tcvn3, vni};

/// How much is looked at before the encoding is told.
const SAMPLE: u64 = 1 << 20;
/// How much is read and decoded at a time.
const PIECE: usize = 1 << 16;

/// Text of a byte stream, piece by piece.
///
/// ```
/// use mocgioi::exchange::encoding::{Encoding, EncodingHint, TextReader};
/// let mut text = TextReader::open("Mốc số\n".as_bytes(), EncodingHint::Detect)?;
/// assert_eq!(text.found().encoding, Encoding::Utf8);
/// assert_eq!(text.piece()?, Some("Mốc số\n"));
/// assert_eq!(text.piece()?, None);
/// # Ok::<(), mocgioi::exchange::encoding::EncodingFault>(())
/// ```
pub struct TextReader<R> {
    input: R,
    machine: Machine,
    found: Found,
    /// What was read; before `from` it is decoded.
    raw: Vec<u8>,
    from: usize,
    input_ended: bool,
    /// Whether the last piece was decoded.
    ended: bool,
    text: String,
    fault: Option<EncodingFault>,
}

impl<R: Read> TextReader<R> {
    /// Looks at the beginning and settles the encoding.
    ///
    /// # Errors
    /// The encoding cannot be told, the stated one cannot be, the file is no text, or cannot be read.
    pub fn open(mut input: R, hint: EncodingHint) -> Result<Self, EncodingFault> {
        let mut raw = Vec::new();
        input
            .by_ref()
            .take(SAMPLE)
            .read_to_end(&mut raw)
            .map_err(|error| EncodingFault::Unreadable(error.to_string()))?;
        let input_ended = (raw.len() as u64) < SAMPLE;
        let found = detect::detect(&raw, input_ended, hint)?;
        let machine = Machine::new(found.encoding);
        let from = found.mark;
        Ok(Self { input, machine, found, raw, from, input_ended, ended: false, text: String::new(), fault: None })
    }

    pub const fn found(&self) -> Found {
        self.found
    }

    /// The next piece of text, never empty; `None` at the end.
    ///
    /// # Errors
    /// A byte that the encoding does not know, or a failing stream. Nothing follows after that.
    pub fn piece(&mut self) -> Result<Option<&str>, EncodingFault> {
        self.text.clear();
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        while self.text.is_empty() && !self.ended {
            // A few bytes may wait for their other half.
            if self.raw.len() - self.from < 8 && !self.input_ended {
                self.fill()?;
            }
            let waiting = self.raw.get(self.from..).unwrap_or_default();
            let is_whole = waiting.len() <= PIECE;
            let piece = waiting.get(..PIECE).unwrap_or(waiting);
            let is_last = is_whole && self.input_ended;
            match self.machine.decode(piece, is_last, &mut self.text) {
                Step::Took(count) => {
                    self.ended = is_last && count == piece.len();
                    self.from += count;
                }
                Step::Bad(at) => {
                    let byte = piece.get(at).copied().unwrap_or_default();
                    let fault = EncodingFault::BadByte { encoding: self.found.encoding, byte };
                    self.fault = Some(fault.clone());
                    if self.text.is_empty() {
                        return Err(fault);
                    }
                }
            }
        }
        Ok(Some(self.text.as_str()).filter(|text| !text.is_empty()))
    }

    /// The piece that [`piece`](Self::piece) gave last.
    pub fn current(&self) -> &str {
        &self.text
    }

    fn fill(&mut self) -> Result<(), EncodingFault> {
        self.raw.drain(..self.from);
        // What the sample took is given back.
        self.raw.shrink_to(PIECE + 8);
        self.from = 0;
        let read = self.input.by_ref().take(PIECE as u64).read_to_end(&mut self.raw);
        self.input_ended = read.as_ref().is_ok_and(|count| *count < PIECE);
        read.map(drop).map_err(|error| {
            let fault = EncodingFault::Unreadable(error.to_string());
            self.fault = Some(fault.clone());
            fault
        })
    }
}

/// What became of some bytes.
pub(super) enum Step {
    /// So many were decoded; the rest waits for more.
    Took(usize),
    /// The byte at this index is not in the encoding. What stands before it was decoded.
    Bad(usize),
}

/// The state of decoding.
pub(super) enum Machine {
    /// UTF-8 and UTF-16.
    Unicode(Box<encoding_rs::Decoder>),
    Windows1258(Box<encoding_rs::Decoder>),
    ByByte(fn(u8) -> Option<char>),
    Vni,
}

impl Machine {
    pub(super) fn new(encoding: Encoding) -> Self {
        let decoder = |encoding: &'static encoding_rs::Encoding| Box::new(encoding.new_decoder_without_bom_handling());
        match encoding {
            Encoding::Utf8 => Self::Unicode(decoder(UTF_8)),
            Encoding::Utf16Le => Self::Unicode(decoder(UTF_16LE)),
            Encoding::Utf16Be => Self::Unicode(decoder(UTF_16BE)),
            Encoding::Windows1258 => Self::Windows1258(decoder(WINDOWS_1258)),
            Encoding::Tcvn3 => Self::ByByte(tcvn3::character),
            Encoding::Vni => Self::Vni,
            Encoding::AsciiSigns => {
                Self::ByByte(|byte| if byte.is_ascii() { Some(char::from(byte)) } else { sign(byte) })
            }
        }
    }

    /// Decodes what it can of `bytes`; `last` says that no more will come.
    pub(super) fn decode(&mut self, bytes: &[u8], last: bool, text: &mut String) -> Step {
        match self {
            Self::Unicode(decoder) => by_library(decoder, bytes, last, text),
            Self::Windows1258(decoder) => {
                // The library makes control characters of the codes that the page leaves free.
                let free = bytes
                    .iter()
                    .position(|byte| matches!(byte, 0x81 | 0x8a | 0x8d | 0x8e | 0x8f | 0x90 | 0x9a | 0x9d | 0x9e));
                match free {
                    Some(0) => Step::Bad(0),
                    Some(at) => by_library(decoder, bytes.get(..at).unwrap_or_default(), false, text),
                    None => by_library(decoder, bytes, last, text),
                }
            }
            Self::ByByte(character) => {
                text.reserve(bytes.len());
                for (at, byte) in bytes.iter().enumerate() {
                    let Some(character) = character(*byte) else { return Step::Bad(at) };
                    text.push(character);
                }
                Step::Took(bytes.len())
            }
            Self::Vni => by_pairs(bytes, last, text),
        }
    }
}

fn by_library(decoder: &mut encoding_rs::Decoder, bytes: &[u8], last: bool, text: &mut String) -> Step {
    if let Some(most) = decoder.max_utf8_buffer_length_without_replacement(bytes.len()) {
        text.reserve(most);
    }
    match decoder.decode_to_string_without_replacement(bytes, text, last) {
        (DecoderResult::InputEmpty | DecoderResult::OutputFull, read) => Step::Took(read),
        (DecoderResult::Malformed(length, after), read) => {
            // The sequence may have begun in an earlier piece; then its first byte here stands for it.
            Step::Bad(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
    }
}

fn by_pairs(bytes: &[u8], last: bool, text: &mut String) -> Step {
    text.reserve(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        if next.is_none() && !last && vni::may_carry(byte) {
            break;
        }
        if let Some(letter) = next.and_then(|mark| vni::pair(byte, mark)) {
            text.push(letter);
            at += 2;
        } else if let Some(letter) = vni::single(byte) {
            text.push(letter);
            at += 1;
        } else {
            return Step::Bad(at);
        }
    }
    Step::Took(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out one byte at a time, so that every sequence is cut.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let (now, later) = self.0.split_at(self.0.len().min(1));
            self.0 = later;
            now.iter().zip(buffer.iter_mut()).for_each(|(from, to)| *to = *from);
            Ok(now.len())
        }
    }

    fn all(input: impl Read, encoding: Encoding) -> (String, Option<EncodingFault>) {
        let mut reader = TextReader::open(input, EncodingHint::Is(encoding)).expect("opens");
        let mut text = String::new();
        loop {
            match reader.piece() {
                Ok(Some(piece)) => text.push_str(piece),
                Ok(None) => return (text, None),
                Err(fault) => return (text, Some(fault)),
            }
        }
    }

    #[test]
    fn text_longer_than_the_sample_is_whole_in_every_encoding() {
        for encoding in Encoding::STATED {
            let (line, text): (&[u8], _) = match encoding {
                Encoding::Utf8 => ("Mốc số; 22°\n".as_bytes(), "Mốc số; 22°\n"),
                Encoding::Utf16Le => (b"M\0\xd1\x1ec\0\n\0", "Mốc\n"),
                Encoding::Utf16Be => (b"\0M\x1e\xd1\0c\0\n", "Mốc\n"),
                Encoding::Windows1258 => (b"M\xf4\xecc 22\xb0\n", "Mô\u{301}c 22°\n"),
                Encoding::Tcvn3 => (b"M\xe8c s\xe8; 22\xb0\n", "Mốc số; 22°\n"),
                _ => (b"Mo\xe1c so\xe1; 22\xb0\n", "Mốc số; 22°\n"),
            };
            // Not a divisor of the sizes of sample and pieces.
            let times = 2_200_000 / line.len();
            let (got, fault) = all(line.repeat(times).as_slice(), encoding);
            assert_eq!(fault, None, "{encoding}");
            assert!(got == text.repeat(times), "{encoding}");
            assert_eq!(all(Dripping(&line.repeat(3)), encoding), (text.repeat(3), None), "{encoding}");
        }
    }

    #[test]
    fn a_bad_byte_comes_after_the_good_text_before_it() {
        let mut bytes = "é\n".repeat(700_000).into_bytes();
        bytes.extend_from_slice(b"ab\xffcd");
        let (text, fault) = all(bytes.as_slice(), Encoding::Utf8);
        assert!(text.ends_with("é\nab"));
        assert_eq!(fault, Some(EncodingFault::BadByte { encoding: Encoding::Utf8, byte: 0xff }));
        let (text, fault) = all(&b"ab\x81cd"[..], Encoding::Windows1258);
        assert_eq!((text.as_str(), fault.is_some()), ("ab", true));
        assert!(all(&b"ab\xe1\xbb"[..], Encoding::Utf8).1.is_some(), "cut within a letter");
    }

    #[test]
    fn a_stream_that_fails_is_a_fault_and_not_an_end() {
        struct Failing(usize);
        impl Read for Failing {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                self.0 += buffer.len();
                if self.0 > 3 << 20 {
                    Err(std::io::Error::other("gone"))
                } else {
                    buffer.fill(b'a');
                    Ok(buffer.len())
                }
            }
        }
        assert_eq!(all(Failing(0), Encoding::Utf8).1, Some(EncodingFault::Unreadable("gone".to_owned())));
    }
}
