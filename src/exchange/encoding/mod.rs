//! Text of any encoding that is met on Vietnamese office machines, as UTF-8.
//!
//! | file | what is there |
//! |---|---|
//! | [`detect`] | which encoding a file is in, or why that cannot be told |
//! | [`stream`] | decoding piece by piece, in bounded memory |
//! | [`syllable`] | whether a word can be Vietnamese |
//! | [`tcvn3`], [`vni`] | the two old font encodings |
//! | [`fault`] | what can be wrong |
//!
//! **Never a silent replacement.** A byte that its encoding does not know is a fault, with the place where it stands.
//!
//! **Composition.** Windows-1258 decodes to letters with combining tones, and people's UTF-8 may be decomposed. [`nfc`]
//! composes; readers apply it to each cell and not to the stream, because NFC may turn a character into a delimiter
//! (U+037E becomes a semicolon).
//!
//! **What TCVN3 has lost.** In the ABC fonts a capital with a mark has the code of its small letter and is drawn by a
//! capital font (`.VnTimeH`). A CSV file knows no fonts, so `MỐC` arrives as `MốC` and nobody can tell any more. The
//! seven capitals Ă Â Đ Ê Ô Ơ Ư have codes of their own and are kept.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub mod detect;
pub mod fault;
mod signs;
pub mod stream;
pub mod syllable;
pub mod tcvn3;
pub mod vni;

pub use fault::EncodingFault;
pub use stream::TextReader;

/// How the bytes of a text stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1258,
    /// TCVN 5712:1993 VN3, the ABC fonts (`.VnTime`).
    Tcvn3,
    /// The VNI fonts for Windows (`VNI-Times`).
    Vni,
    /// ASCII and the few signs (°, curly quotes, dashes) on which Windows-1258, TCVN3 and VNI agree.
    AsciiSigns,
}

/// What the caller knows of a file's encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EncodingHint {
    /// Find it out, or refuse.
    #[default]
    Detect,
    /// It is this one; a byte order mark that says otherwise is a fault.
    Is(Encoding),
}

impl Encoding {
    /// The encodings that a person may state.
    pub const STATED: [Self; 6] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1258, Self::Tcvn3, Self::Vni];

    /// The name under which it is stated and reported.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1258 => "windows-1258",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::AsciiSigns => "ascii",
        }
    }

    /// Decodes a short text whole, composed (NFC): names in a table, a sample.
    ///
    /// ```
    /// use mocgioi::exchange::encoding::Encoding;
    /// assert_eq!(Encoding::Tcvn3.decode(b"m\xe8c").as_deref(), Ok("mốc"));
    /// assert_eq!(Encoding::Vni.decode(b"mo\xe1c").as_deref(), Ok("mốc"));
    /// assert_eq!(Encoding::Windows1258.decode(b"m\xf4\xecc").as_deref(), Ok("mốc"));
    /// assert_eq!(Encoding::Utf8.decode(b"m\xe8c"), Err(1), "where the byte stands that is no UTF-8");
    /// ```
    ///
    /// # Errors
    /// The index of the first byte that the encoding does not know.
    pub fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        let mut text = String::new();
        let mut machine = stream::Machine::new(self);
        let mut from = 0;
        while from < bytes.len() {
            match machine.decode(bytes.get(from..).unwrap_or_default(), true, &mut text) {
                stream::Step::Took(0) => break,
                stream::Step::Took(count) => from += count,
                stream::Step::Bad(at) => return Err(from + at),
            }
        }
        Ok(match nfc(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(composed) => composed,
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no encoding of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is none of utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni")]
pub struct UnknownEncoding(pub String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(text: &str) -> Result<Self, UnknownEncoding> {
        match text.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "utf-16le" | "utf-16" | "utf16" | "utf16le" | "unicode" => Ok(Self::Utf16Le),
            "utf-16be" | "utf16be" => Ok(Self::Utf16Be),
            "windows-1258" | "cp1258" => Ok(Self::Windows1258),
            "tcvn3" | "tcvn-3" | "abc" => Ok(Self::Tcvn3),
            "vni" | "vni-windows" => Ok(Self::Vni),
            _ => Err(UnknownEncoding(text.to_owned())),
        }
    }
}

/// The text with letters and marks composed (NFC). Borrowed when nothing changes.
///
/// ```
/// use mocgioi::exchange::encoding::nfc;
/// assert_eq!(nfc("Mo\u{302}\u{301}c"), "Mốc");
/// ```
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_stated_by_its_own_name() {
        for encoding in Encoding::STATED {
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
        assert_eq!("ABC".parse(), Ok(Encoding::Tcvn3));
        assert!("latin1".parse::<Encoding>().unwrap_err().to_string().contains("windows-1258"));
    }

    #[test]
    fn what_is_composed_already_is_borrowed() {
        assert!(matches!(nfc("Mốc số 1088/2"), Cow::Borrowed(_)));
        assert_eq!(nfc("Ðie\u{302}\u{323}n"), "Ðiện");
    }

    #[test]
    fn a_whole_text_is_decoded_or_its_bad_byte_named() {
        assert_eq!(Encoding::Utf16Le.decode(b"M\0\xd1\x1ec\0").as_deref(), Ok("Mốc"));
        assert_eq!(Encoding::Utf16Be.decode(b"\0M\x1e\xd1\0c").as_deref(), Ok("Mốc"));
        assert_eq!(Encoding::Utf16Le.decode(b"M\0\x00\xdc"), Err(2), "half of a pair");
        assert_eq!(Encoding::Windows1258.decode(b"ab\x81"), Err(2), "a control character");
        assert_eq!(Encoding::AsciiSigns.decode(b"22\xb0 B\xe2n"), Err(5), "a letter that depends on the encoding");
    }
}
