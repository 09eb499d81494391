//! What a [`NumberFault`] tells a person, in Vietnamese and in English: one line that names what to do.

use super::key::Slug;
use super::{LineKey, MarkerNumber, NumberFault};

impl NumberFault {
    /// The fault in Vietnamese, one line.
    pub fn message_vi(&self) -> String {
        match self {
            Self::LineRequired { from, to, lines } => format!(
                "{} có trên các tuyến {}: hãy ghi rõ tuyến, ví dụ {}",
                subject_vi(*from, *to),
                list(lines),
                example(lines, *from, *to),
            ),
            Self::UnknownNumber { from, to, line } => match line {
                Some(line) => {
                    format!("{} không có trên tuyến {line}: hãy kiểm tra lại số hoặc tuyến", subject_vi(*from, *to))
                }
                None => format!("{} không có trên tuyến nào: hãy kiểm tra lại số", subject_vi(*from, *to)),
            },
            Self::OutOfRange { number, line, last } => format!(
                "{} vượt quá số cuối của tuyến {line} là {last}: hãy kiểm tra lại số hoặc tuyến",
                subject_vi(*number, None)
            ),
            Self::UnknownLine { line, known } if known.is_empty() => {
                format!("Không có tuyến \"{line}\": chưa khai báo tuyến nào, hãy nạp danh mục tuyến")
            }
            Self::UnknownLine { line, known } => {
                format!("Không có tuyến \"{line}\": hãy dùng một trong các tuyến {}", list(known))
            }
            Self::NotALine { piece, known } => {
                format!("Không có tuyến \"{piece}\": hãy dùng một trong các tuyến {}", list(known))
            }
            Self::LineContradicted { said, written } => {
                format!("Văn bản ghi tuyến {written} nhưng yêu cầu đọc theo tuyến {said}: hãy bỏ một trong hai")
            }
            Self::Unreadable { piece } => {
                format!("Không đọc được \"{piece}\": hãy ghi số mốc như 144, 1088/2, 261(1), cọc dấu 12 hoặc 144-145")
            }
            Self::Empty => "Chưa có số mốc: hãy ghi một số, ví dụ 144 hoặc 1088/2".to_owned(),
            Self::TooLong { limit } => {
                format!("Văn bản dài quá {limit} ký tự: hãy rút ngắn hoặc chia nhỏ")
            }
            Self::DescendingRange { low, high } => {
                format!("Đoạn ghi ngược: hãy ghi từ số nhỏ đến số lớn, {low}–{high}")
            }
            Self::EmptyRange { number } => format!(
                "Đoạn bắt đầu và kết thúc cùng một mốc {number}: hãy ghi một mốc {number} hoặc hai mốc khác nhau"
            ),
            Self::ChainedRange { piece } => {
                format!("\"{piece}\" nối quá hai mốc: hãy ghi từng đoạn, ví dụ 144-145, 145-146")
            }
            Self::MixedLines { from, to } => {
                format!("Đoạn bắt đầu trên tuyến {from} nhưng kết thúc trên tuyến {to}: hãy ghi hai mốc cùng một tuyến")
            }
            Self::MixedSeries { from, to } => format!(
                "Đoạn nối \"{from}\" với \"{to}\", mà mốc và cọc dấu đánh số riêng: hãy ghi hai mốc hoặc hai cọc dấu"
            ),
            Self::LeadingZero { piece } => {
                format!("\"{piece}\" có số bắt đầu bằng 0: hãy ghi số từ 1 trở lên, không có số 0 ở đầu")
            }
            Self::BadTripoint { piece } => {
                format!("\"{piece}\" không phải là mốc: mốc ngã ba biên giới chỉ ghi là 0")
            }
            Self::NumberTooLarge { piece, limit } => {
                format!("\"{piece}\" quá lớn: hãy ghi số không quá {limit}")
            }
        }
    }

    /// The fault in English, one line.
    pub fn message_en(&self) -> String {
        match self {
            Self::LineRequired { from, to, lines } => format!(
                "{} exists on the lines {}: name the line, for example {}",
                subject_en(*from, *to),
                list(lines),
                example(lines, *from, *to),
            ),
            Self::UnknownNumber { from, to, line } => match line {
                Some(line) => {
                    format!("{} does not exist on line {line}: check the number or the line", subject_en(*from, *to))
                }
                None => format!("{} does not exist on any line: check the number", subject_en(*from, *to)),
            },
            Self::OutOfRange { number, line, last } => format!(
                "{} is beyond the last number of line {line}, {last}: check the number or the line",
                subject_en(*number, None)
            ),
            Self::UnknownLine { line, known } if known.is_empty() => {
                format!("There is no line \"{line}\": no line is known yet, load the list of lines")
            }
            Self::UnknownLine { line, known } => {
                format!("There is no line \"{line}\": use one of {}", list(known))
            }
            Self::NotALine { piece, known } => {
                format!("There is no line \"{piece}\": use one of {}", list(known))
            }
            Self::LineContradicted { said, written } => {
                format!("The text names line {written} but was to be read as of line {said}: leave one of them out")
            }
            Self::Unreadable { piece } => format!(
                "Cannot read \"{piece}\": write marker numbers such as 144, 1088/2, 261(1), cọc dấu 12 or 144-145"
            ),
            Self::Empty => "No marker number given: write one, for example 144 or 1088/2".to_owned(),
            Self::TooLong { limit } => {
                format!("The text has more than {limit} characters: shorten or split it")
            }
            Self::DescendingRange { low, high } => {
                format!("The range runs backwards: write the lower number first, {low}–{high}")
            }
            Self::EmptyRange { number } => format!(
                "The range begins and ends at the same marker {number}: write {number} alone or two different markers"
            ),
            Self::ChainedRange { piece } => {
                format!("\"{piece}\" joins more than two markers: write each range, for example 144-145, 145-146")
            }
            Self::MixedLines { from, to } => {
                format!("The range begins on line {from} but ends on line {to}: write two markers of one line")
            }
            Self::MixedSeries { from, to } => format!(
                "The range joins \"{from}\" and \"{to}\", but markers and stakes are numbered apart: write two markers or two stakes"
            ),
            Self::LeadingZero { piece } => {
                format!("\"{piece}\" has a number that begins with 0: write numbers from 1, without leading zeros")
            }
            Self::BadTripoint { piece } => {
                format!("\"{piece}\" is not a marker: the tripoint is written 0 and nothing more")
            }
            Self::NumberTooLarge { piece, limit } => {
                format!("\"{piece}\" is too large: write a number of at most {limit}")
            }
        }
    }
}

fn subject_vi(from: MarkerNumber, to: Option<MarkerNumber>) -> String {
    match to {
        Some(to) => format!("Đoạn \"{from}–{to}\""),
        None if from.is_stake() => format!("\"{from}\""),
        None => format!("Mốc \"{from}\""),
    }
}

fn subject_en(from: MarkerNumber, to: Option<MarkerNumber>) -> String {
    match to {
        Some(to) => format!("Range \"{from}–{to}\""),
        None if from.is_stake() => format!("Stake \"{from}\""),
        None => format!("Marker \"{from}\""),
    }
}

fn list(lines: &[LineKey]) -> String {
    let names: Vec<&str> = lines.iter().map(LineKey::as_str).collect();
    names.join(", ")
}

/// The number or range as it could be written on the last of the lines.
fn example(lines: &[LineKey], from: MarkerNumber, to: Option<MarkerNumber>) -> String {
    let line = lines.last().map_or("", LineKey::as_str);
    let end = to.map_or_else(String::new, |to| format!("..{}", Slug(to)));
    format!("{line}:{}{end}", Slug(from))
}
