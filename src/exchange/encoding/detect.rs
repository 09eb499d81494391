//! Which encoding a text is in: told from evidence, or refused with what each would make of it.
//!
//! In this order: a byte order mark; the pattern of zero bytes of UTF-16; valid UTF-8, which other encodings hardly
//! ever are by chance; then, among Windows-1258, TCVN3 and VNI, the one under which the words are Vietnamese syllables
//! ([`syllable`](super::syllable)). Each different word with a byte above ASCII is one piece of evidence. An encoding
//! is told if under it at least two words and three quarters of them are syllables, and under the next best one
//! clearly fewer are. If no word has such a byte but only signs on which the three agree, they need not be told apart.
//!
//! **Degenerate input.** An empty text and plain ASCII are UTF-8. Where there are clearly more UTF-8 letters than
//! bytes that are none, it is UTF-8, and reading it will stop at the first of those. Cost: at most 4,000 words are
//! judged, some 10 ms.

use std::collections::HashSet;

use super::syllable::is_legal;
use super::{Encoding, EncodingFault, EncodingHint};

/// What was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub encoding: Encoding,
    /// Length of the byte order mark.
    pub mark: usize,
}

const MARKS: [(&[u8], Encoding, &str); 3] = [
    (b"\xef\xbb\xbf", Encoding::Utf8, "UTF-8"),
    (b"\xff\xfe", Encoding::Utf16Le, "UTF-16LE"),
    (b"\xfe\xff", Encoding::Utf16Be, "UTF-16BE"),
];
/// Files that people send in place of a text.
const NO_TEXT: [(&[u8], &str); 6] = [
    (b"PK\x03\x04", "ZIP/XLSX"),
    (b"\xd0\xcf\x11\xe0", "XLS/DOC"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3\0", "SQLite/GeoPackage"),
    (b"\xff\xfe\0\0", "UTF-32"),
];
const OLD: [Encoding; 3] = [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni];
const WORDS: usize = 4_000;
const SAMPLE_CHARS: usize = 60;

/// Tells the encoding from the beginning of a text; `whole` says that it is all of it.
///
/// # Errors
/// The encoding cannot be told, the stated one cannot be right, or this is no text.
pub fn detect(head: &[u8], whole: bool, hint: EncodingHint) -> Result<Found, EncodingFault> {
    if let Some((_, what)) = NO_TEXT.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(EncodingFault::NotText { what });
    }
    let mark = MARKS.iter().find(|(mark, ..)| head.starts_with(mark));
    match (hint, mark) {
        (EncodingHint::Is(stated), Some((_, of, mark))) if stated != *of => {
            Err(EncodingFault::Contradicts { stated, mark })
        }
        (_, Some((mark, encoding, _))) => Ok(Found { encoding: *encoding, mark: mark.len() }),
        (EncodingHint::Is(encoding), None) => Ok(Found { encoding, mark: 0 }),
        (EncodingHint::Detect, None) => {
            let encoding = match by_zeros(head).or_else(|| as_utf8(head, whole)) {
                Some(encoding) => encoding,
                None => by_words(head)?,
            };
            Ok(Found { encoding, mark: 0 })
        }
    }
}

/// UTF-16 without a mark: in nearly all units of a table of numbers and Latin letters one byte is zero.
fn by_zeros(head: &[u8]) -> Option<Encoding> {
    let sample = head.get(..4096).unwrap_or(head);
    let (pairs, _) = sample.as_chunks::<2>();
    let zeros = |at: usize| pairs.iter().filter(|pair| pair.get(at) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    if pairs.is_empty() {
        None
    } else if second * 2 > pairs.len() && first * 20 <= pairs.len() {
        Some(Encoding::Utf16Le)
    } else if first * 2 > pairs.len() && second * 20 <= pairs.len() {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn as_utf8(head: &[u8], whole: bool) -> Option<Encoding> {
    let (mut good, mut bad) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // The sample may end within a letter.
    let cut = usize::from(!whole && std::str::from_utf8(head).is_err_and(|error| error.error_len().is_none()));
    (bad <= cut || good > 2 * bad).then_some(Encoding::Utf8)
}

/// How many words are syllables under an encoding.
struct Score {
    encoding: Encoding,
    legal: usize,
    words: usize,
}

impl Score {
    /// Whether at least so many of a hundred words are syllables.
    const fn reaches(&self, percent: usize) -> bool {
        self.legal * 100 >= percent * self.words
    }
}

fn by_words(head: &[u8]) -> Result<Encoding, EncodingFault> {
    let mut seen = HashSet::new();
    let is_of_word = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    for word in head.split(|byte| !is_of_word(byte)).filter(|word| !word.is_ascii()) {
        if seen.len() >= WORDS {
            break;
        }
        seen.insert(word);
    }
    if seen.iter().all(|word| Encoding::AsciiSigns.decode(word).is_ok()) {
        return Ok(Encoding::AsciiSigns);
    }
    let mut scores = OLD.map(|encoding| {
        let judged = seen.iter().filter_map(|word| judge(encoding, word));
        let (legal, words) = judged.fold((0, 0), |(legal, words), good| (legal + usize::from(good), words + 1));
        Score { encoding, legal, words }
    });
    scores.sort_by_key(|score| std::cmp::Reverse(score.legal * 1000 / score.words.max(1)));
    let [best, next, _] = &scores;
    // The next best must stay thirty of a hundred behind.
    let is_clear = next.legal * 100 * best.words + 30 * best.words * next.words <= best.legal * 100 * next.words;
    if best.legal >= 2 && best.reaches(75) && is_clear {
        return Ok(best.encoding);
    }
    Err(unclear(head, scores.map(|score| score.encoding)))
}

/// Whether a word is made of syllables; `None` if it has no letters above ASCII but only signs.
fn judge(encoding: Encoding, word: &[u8]) -> Option<bool> {
    let Ok(text) = encoding.decode(word) else { return Some(false) };
    let parts = text.split(['…', '‘', '’', '“', '”', '•', '–', '—', '\u{a0}', '°']);
    let mut telling = parts.filter(|part| !part.is_ascii()).peekable();
    telling.peek()?;
    Some(telling.all(is_legal))
}

/// The first line that is not ASCII, as each encoding reads it.
fn unclear(head: &[u8], best_first: [Encoding; 3]) -> EncodingFault {
    let mut lines = (1..).zip(head.split(|byte| *byte == b'\n'));
    let (line, bytes) = lines.find(|(_, line)| !line.is_ascii()).unwrap_or_default();
    // From a little before the first such byte on.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let bytes = bytes.get(first.saturating_sub(SAMPLE_CHARS / 2)..).unwrap_or_default();
    let bytes = bytes.get(..2 * SAMPLE_CHARS).unwrap_or(bytes);
    let reading = |encoding: Encoding| {
        let (mut text, mut from) = (String::new(), 0);
        while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
            match encoding.decode(rest) {
                Ok(good) => {
                    text.push_str(&good);
                    break;
                }
                Err(at) => {
                    text.push_str(&encoding.decode(rest.get(..at).unwrap_or_default()).unwrap_or_default());
                    text.push('?');
                    from += at + 1;
                }
            }
        }
        let shown = text.chars().filter(|letter| !letter.is_control()).take(SAMPLE_CHARS);
        (encoding, shown.collect())
    };
    EncodingFault::CannotTell { readings: best_first.map(reading).into(), line }
}

#[cfg(test)]
mod tests;
