//! Why bytes cannot be read as text, in Vietnamese and in English.

use super::Encoding;
use crate::exchange::rows::FileFault;

/// What is wrong with a text's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncodingFault {
    /// A byte that the encoding does not know. Where it stands is known to whoever counts lines.
    BadByte { encoding: Encoding, byte: u8 },
    /// Several encodings are possible: each with a piece of the file as it would read.
    CannotTell { readings: Vec<(Encoding, String)>, line: u64 },
    /// The stated encoding is not that of the byte order mark.
    Contradicts { stated: Encoding, mark: &'static str },
    /// Not text at all, but this.
    NotText { what: &'static str },
    /// The file could not be read.
    Unreadable(String),
}

impl EncodingFault {
    const fn code(&self) -> &'static str {
        match self {
            Self::BadByte { .. } => "text_bad_byte",
            Self::CannotTell { .. } => "text_encoding_unclear",
            Self::Contradicts { .. } => "text_encoding_contradicted",
            Self::NotText { .. } => "text_not_text",
            Self::Unreadable(_) => "file_unreadable",
        }
    }

    /// The fault in Vietnamese, one line.
    pub fn message_vi(&self) -> String {
        match self {
            Self::BadByte { encoding, byte } => format!(
                "byte 0x{byte:02X} không có trong bảng mã {encoding}: hãy nêu đúng bảng mã, hoặc lưu lại tệp dưới dạng UTF-8"
            ),
            Self::CannotTell { readings, .. } => {
                format!("không xác định được bảng mã; hãy nêu bảng mã nào đọc đúng: {}", list(readings))
            }
            Self::Contradicts { stated, mark } => {
                format!("đã nêu bảng mã {stated} nhưng đầu tệp có dấu của {mark}: hãy bỏ hoặc sửa bảng mã đã nêu")
            }
            Self::NotText { what } => {
                format!("tệp không phải văn bản mà là {what}: hãy lưu bảng tính dưới dạng CSV UTF-8")
            }
            Self::Unreadable(why) => format!("không đọc được tệp: {why}"),
        }
    }

    /// The fault in English, one line.
    pub fn message_en(&self) -> String {
        match self {
            Self::BadByte { encoding, byte } => {
                format!("byte 0x{byte:02X} is not in {encoding}: state the file's encoding, or save it again as UTF-8")
            }
            Self::CannotTell { readings, .. } => {
                format!("the encoding cannot be told; state the one that reads well: {}", list(readings))
            }
            Self::Contradicts { stated, mark } => format!(
                "{stated} was stated, but the file begins with the mark of {mark}: leave the encoding out or correct it"
            ),
            Self::NotText { what } => format!("the file is no text but {what}: save the table as CSV in UTF-8"),
            Self::Unreadable(why) => format!("the file cannot be read: {why}"),
        }
    }

    /// As a fault after which nothing more is read; `line` is where reading had got to.
    pub fn at_line(&self, line: u64) -> FileFault {
        let fault = FileFault::fatal(self.code(), self.message_vi(), self.message_en());
        match self {
            Self::BadByte { .. } | Self::Unreadable(_) => fault.at_line(line),
            Self::CannotTell { line, .. } => fault.at_line(*line),
            Self::Contradicts { .. } | Self::NotText { .. } => fault,
        }
    }
}

fn list(readings: &[(Encoding, String)]) -> String {
    let readings: Vec<String> = readings.iter().map(|(encoding, text)| format!("{encoding} “{text}”")).collect();
    readings.join(", ")
}
