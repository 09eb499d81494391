//! How the bytes of a dBASE table stand for letters.
//!
//! What the person says decides, then the `.cpg`, then the language byte of the header. Where none does (the byte of
//! "whatever this machine had" included) the text must be UTF-8, and a value that is not is refused with the advice to
//! name the encoding: a guess would turn `Mốc` into `Mèc` without a word. Nothing is ever replaced. A `.cpg` may name
//! TCVN3 and VNI, which no program writes there but people can.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::exchange::encoding::{Encoding as Vietnamese, EncodingHint, nfc};
use crate::exchange::rows::FileFault;

/// The encoding of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// Stated, and one that programs know.
    Stated(&'static Encoding),
    /// Stated, and one of the old font encodings.
    Font(Vietnamese),
    /// Not stated: UTF-8 or refused.
    Unstated,
}

/// Bytes that are not in the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText(CodePage);

pub type Decoded<T> = Result<T, NotText>;

impl CodePage {
    /// From what the person says, the text of a `.cpg` and the language byte of the header.
    ///
    /// ```
    /// use mocgioi::exchange::encoding::EncodingHint;
    /// use mocgioi::exchange::shapefile::encoding::CodePage;
    ///
    /// let page = CodePage::find(EncodingHint::Detect, Some("ANSI 1258"), 0)?;
    /// assert_eq!(page.decode(b"M\xf4\xecc").as_deref(), Ok("M\u{1ed1}c"));
    /// # Ok::<(), mocgioi::exchange::rows::FileFault>(())
    /// ```
    ///
    /// # Errors
    /// An encoding nobody knows, or one that a table cannot be in.
    pub fn find(hint: EncodingHint, cpg: Option<&str>, language: u8) -> Result<Self, FileFault> {
        match (hint, cpg.map(str::trim).filter(|label| !label.is_empty())) {
            (EncodingHint::Is(encoding), _) => Self::vietnamese(encoding).ok_or_else(|| unknown(encoding.name())),
            (EncodingHint::Detect, Some(label)) => {
                let font = label.parse().ok().and_then(Self::vietnamese);
                font.or_else(|| named(label).map(Self::Stated)).ok_or_else(|| unknown(label))
            }
            (EncodingHint::Detect, None) => Ok(by_language(language).map_or(Self::Unstated, Self::Stated)),
        }
    }

    const fn vietnamese(encoding: Vietnamese) -> Option<Self> {
        match encoding {
            Vietnamese::Utf8 => Some(Self::Stated(encoding_rs::UTF_8)),
            Vietnamese::Windows1258 => Some(Self::Stated(encoding_rs::WINDOWS_1258)),
            Vietnamese::Tcvn3 | Vietnamese::Vni => Some(Self::Font(encoding)),
            Vietnamese::Utf16Le | Vietnamese::Utf16Be | Vietnamese::AsciiSigns => None,
        }
    }

    /// # Errors
    /// Bytes that are not in the encoding.
    pub fn decode(self, bytes: &[u8]) -> Decoded<Cow<'_, str>> {
        let encoding = match self {
            Self::Stated(encoding) => encoding,
            Self::Font(encoding) => return encoding.decode(bytes).map(Cow::Owned).map_err(|_| NotText(self)),
            Self::Unstated => encoding_rs::UTF_8,
        };
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(NotText(self))?;
        // Windows-1258 writes tones apart.
        Ok(match nfc(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(composed) => Cow::Owned(composed),
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Stated(encoding) => encoding.name(),
            Self::Font(encoding) => encoding.name(),
            Self::Unstated => encoding_rs::UTF_8.name(),
        }
    }

    /// For people.
    pub fn note(self) -> String {
        match self {
            Self::Unstated => "encoding: not stated, read as UTF-8".to_owned(),
            _ => format!("encoding: {}", self.name()),
        }
    }
}

impl NotText {
    pub fn in_row(self, row: u64, column: &str) -> FileFault {
        let (vi, en) = self.words();
        FileFault::row(row, "shapefile_encoding", format!("cột {column}: {vi}"), format!("column {column}: {en}"))
    }

    pub fn in_header(self) -> FileFault {
        let (vi, en) = self.words();
        FileFault::fatal("shapefile_encoding", format!("tên cột: {vi}"), format!("a column name: {en}"))
    }

    fn words(self) -> (String, String) {
        let name = self.0.name();
        if self.0 == CodePage::Unstated {
            return (
                "tệp không khai bảng mã và không phải UTF-8: hãy nêu bảng mã (windows-1258, tcvn3, vni) hoặc thêm tệp .cpg"
                    .to_owned(),
                "the file states no encoding and is not UTF-8: state it (windows-1258, tcvn3, vni) or add a .cpg"
                    .to_owned(),
            );
        }
        (
            format!("có byte không thuộc bảng mã {name} mà tệp khai: hãy nêu bảng mã khác hoặc sửa tệp .cpg"),
            format!("a byte is not in {name}, which the file states: state another encoding or correct the .cpg"),
        )
    }
}

/// By what programs write into a `.cpg`: `UTF-8`, `1258`, `CP1258`, `ANSI 1258`, `ISO-8859-1`, `88591`, `65001`.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.to_ascii_lowercase();
    let number = ["cp", "windows-", "windows", "ansi ", "ms", ""].iter().find_map(|prefix| {
        let rest = label.strip_prefix(prefix)?.trim();
        (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
    });
    let standard = match number {
        Some("65001") => "utf-8".to_owned(),
        Some("932") => "shift_jis".to_owned(),
        Some("936") => "gbk".to_owned(),
        Some("949") => "euc-kr".to_owned(),
        Some("950") => "big5".to_owned(),
        Some(number) if number.len() < 4 => format!("cp{number}"),
        Some(number) if !number.starts_with("8859") => format!("windows-{number}"),
        _ => match label.strip_prefix("8859") {
            Some(part) => format!("iso-8859-{}", part.trim_start_matches(['-', '_'])),
            None => label.clone(),
        },
    };
    Encoding::for_label_no_replacement(standard.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// By the language byte, where it names a code page that `encoding_rs` has.
const fn by_language(byte: u8) -> Option<&'static Encoding> {
    Some(match byte {
        0x03 | 0x58 | 0x59 => encoding_rs::WINDOWS_1252,
        0x26 | 0x65 => encoding_rs::IBM866,
        0x4d | 0x7a => encoding_rs::GBK,
        0x4e | 0x79 => encoding_rs::EUC_KR,
        0x4f | 0x78 => encoding_rs::BIG5,
        0x13 | 0x7b => encoding_rs::SHIFT_JIS,
        0x50 | 0x7c => encoding_rs::WINDOWS_874,
        0x7d => encoding_rs::WINDOWS_1255,
        0x7e => encoding_rs::WINDOWS_1256,
        0xc8 => encoding_rs::WINDOWS_1250,
        0xc9 => encoding_rs::WINDOWS_1251,
        0xca => encoding_rs::WINDOWS_1254,
        0xcb => encoding_rs::WINDOWS_1253,
        _ => return None,
    })
}

fn unknown(label: &str) -> FileFault {
    let label: String = label.chars().take(40).collect();
    FileFault::fatal(
        "shapefile_encoding_unknown",
        format!("bảng .dbf không thể có bảng mã \"{label}\": hãy ghi utf-8, windows-1258, 1252, tcvn3 hoặc vni"),
        format!("a .dbf cannot be in \"{label}\": write utf-8, windows-1258, 1252, tcvn3 or vni"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cpg: &str) -> Option<&'static str> {
        match CodePage::find(EncodingHint::Detect, Some(cpg), 0) {
            Ok(CodePage::Stated(encoding)) => Some(encoding.name()),
            _ => None,
        }
    }

    #[test]
    fn labels_are_known_in_the_ways_programs_write_them() {
        for label in ["UTF-8", "utf8", "65001", "CP65001"] {
            assert_eq!(page(label), Some("UTF-8"), "{label}");
        }
        for label in ["1258", "CP1258", "Windows-1258", "ANSI 1258", "windows1258"] {
            assert_eq!(page(label), Some("windows-1258"), "{label}");
        }
        for label in ["1252", "ISO-8859-1", "88591", "8859_1", "ISO8859-1", "latin1"] {
            assert_eq!(page(label), Some("windows-1252"), "{label}");
        }
        assert_eq!((page("936"), page("866")), (Some("GBK"), Some("IBM866")));
        for label in ["", "TCVN9", "UTF-16", "437", "9999999999", "ISO-2022-KR"] {
            assert_eq!(page(label), None, "{label}");
        }
        assert_eq!(
            CodePage::find(EncodingHint::Detect, Some(" "), 0x03).unwrap(),
            CodePage::Stated(encoding_rs::WINDOWS_1252)
        );
    }

    #[test]
    fn what_is_not_stated_is_utf8_or_refused() {
        let unstated = CodePage::find(EncodingHint::Detect, None, 0x57).unwrap();
        assert_eq!(unstated.decode("Mốc".as_bytes()).as_deref(), Ok("Mốc"));
        assert!(unstated.decode(b"M\xe8c").unwrap_err().in_row(3, "TEN").en.contains(".cpg"));
    }

    #[test]
    fn a_byte_that_is_not_in_the_encoding_is_refused() {
        let stated = |cpg| CodePage::find(EncodingHint::Detect, Some(cpg), 0).unwrap();
        let vietnamese = stated("1258");
        assert_eq!(vietnamese.decode(b"\xd0\xf4\xd2ng").as_deref(), Ok("Đổng"));
        assert!(vietnamese.decode(b"\xd2\xdd").is_ok());
        assert!(stated("1253").decode(b"\xd2").is_err());
        assert!(stated("UTF-8").decode(b"\xf4").is_err());
    }

    #[test]
    fn font_encodings_are_read_when_somebody_names_them() {
        let by_cpg = |cpg| CodePage::find(EncodingHint::Detect, Some(cpg), 0).unwrap();
        assert_eq!(by_cpg("TCVN3").decode(b"M\xe8c").as_deref(), Ok("Mốc"));
        assert_eq!(by_cpg("VNI").decode(b"Mo\xe1c").as_deref(), Ok("Mốc"));
        let said = |encoding, cpg| CodePage::find(EncodingHint::Is(encoding), cpg, 0x03);
        let despite = said(Vietnamese::Tcvn3, Some("ISO-8859-1")).unwrap();
        assert_eq!(despite.decode(b"M\xe8c").as_deref(), Ok("Mốc"), "the person's word counts");
        assert_eq!(said(Vietnamese::Utf16Le, None).unwrap_err().code, "shapefile_encoding_unknown");
    }
}
