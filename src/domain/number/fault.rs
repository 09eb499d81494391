use std::fmt;

use super::{LineKey, MarkerNumber};

/// Why a text is not a marker number, key or range. Pieces of the text are quoted in one line of at most 40
/// characters.
///
/// [`code`](Self::code) is for programs, [`message_vi`](Self::message_vi) and
/// [`message_en`](Self::message_en) tell a person what to do; `Display` is the English one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// The number, or the range up to `to`, exists on several lines and none was named.
    LineRequired {
        /// The number, or the lower end of the range.
        from: MarkerNumber,
        /// The upper end of the range.
        to: Option<MarkerNumber>,
        /// All lines on which it exists, sorted.
        lines: Vec<LineKey>,
    },
    /// The number, or the range up to `to`, does not exist on the line, or on any line when none was named.
    UnknownNumber {
        /// The number, or the lower end of the range.
        from: MarkerNumber,
        /// The upper end of the range.
        to: Option<MarkerNumber>,
        /// The line that was named.
        line: Option<LineKey>,
    },
    /// The number is beyond the last one of the line that was named.
    OutOfRange {
        /// The number.
        number: MarkerNumber,
        /// The line.
        line: LineKey,
        /// The last main number that may exist on it.
        last: u16,
    },
    /// No line has this key.
    UnknownLine {
        /// The key as given.
        line: LineKey,
        /// The lines there are, sorted.
        known: Vec<LineKey>,
    },
    /// What was given as a line does not read as one.
    NotALine {
        /// The text.
        piece: String,
        /// The lines there are, sorted.
        known: Vec<LineKey>,
    },
    /// The text names another line than the one it was said to be of.
    LineContradicted {
        /// The line it was said to be of.
        said: LineKey,
        /// The line that the text names.
        written: LineKey,
    },
    /// A piece of the text means nothing here.
    Unreadable {
        /// The piece.
        piece: String,
    },
    /// Nothing was written.
    Empty,
    /// The text has more characters than are read.
    TooLong {
        /// The most characters a text may have.
        limit: usize,
    },
    /// The higher number was written first.
    DescendingRange {
        /// The end that belongs first.
        low: MarkerNumber,
        /// The end that belongs second.
        high: MarkerNumber,
    },
    /// Both ends of the range are the same marker.
    EmptyRange {
        /// The marker.
        number: MarkerNumber,
    },
    /// More than two numbers are joined by dashes.
    ChainedRange {
        /// The chain.
        piece: String,
    },
    /// The range begins on one line and ends on another.
    MixedLines {
        /// The line of the first end.
        from: LineKey,
        /// The line of the second end.
        to: LineKey,
    },
    /// One end of the range is a marker, the other a stake.
    MixedSeries {
        /// The first end.
        from: MarkerNumber,
        /// The second end.
        to: MarkerNumber,
    },
    /// A number begins with 0, or is 0 where numbers begin at 1.
    LeadingZero {
        /// The number.
        piece: String,
    },
    /// The tripoint's 0 with something after it.
    BadTripoint {
        /// The number.
        piece: String,
    },
    /// A part of a number is beyond its bound.
    NumberTooLarge {
        /// The number.
        piece: String,
        /// The largest number allowed for that part.
        limit: u16,
    },
}

impl NumberFault {
    const QUOTED_CHARS: usize = 40;

    /// The fault's name for programs, in `snake_case`; it never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LineRequired { .. } => "line_required",
            Self::UnknownNumber { .. } => "unknown_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::UnknownLine { .. } | Self::NotALine { .. } => "unknown_line",
            Self::LineContradicted { .. } => "line_contradicted",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::DescendingRange { .. } => "descending_range",
            Self::EmptyRange { .. } => "empty_range",
            Self::ChainedRange { .. } => "chained_range",
            Self::MixedLines { .. } => "mixed_lines",
            Self::MixedSeries { .. } => "mixed_series",
            Self::LeadingZero { .. } => "leading_zero",
            Self::BadTripoint { .. } => "bad_tripoint",
            Self::NumberTooLarge { .. } => "number_too_large",
        }
    }

    pub(super) fn unreadable(piece: &str) -> Self {
        let piece = Self::quote(piece);
        Self::Unreadable { piece }
    }

    /// The same fault, quoting all of `whole` if a piece of it could not be read.
    pub(super) fn quoting(self, whole: &str) -> Self {
        match self {
            Self::Unreadable { .. } => Self::unreadable(whole),
            other => other,
        }
    }

    /// The piece on one line, cut to 40 characters of which the last then is `…`.
    pub(super) fn quote(piece: &str) -> String {
        let mut one_line = String::new();
        for word in piece.split_whitespace() {
            if !one_line.is_empty() {
                one_line.push(' ');
            }
            one_line.extend(word.chars().map(shown));
        }
        if one_line.chars().nth(Self::QUOTED_CHARS).is_some() {
            one_line = one_line.chars().take(Self::QUOTED_CHARS - 1).collect();
            one_line.push('…');
        }
        one_line
    }
}

/// A control character is quoted as U+FFFD.
fn shown(c: char) -> char {
    if c.is_control() { '\u{FFFD}' } else { c }
}

impl fmt::Display for NumberFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for NumberFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_one_line_of_at_most_forty_characters() {
        assert_eq!(NumberFault::quote(" một\r\n\tđoạn\u{a0}\u{7}văn "), "một đoạn \u{FFFD}văn");
        assert_eq!(NumberFault::quote(&"ố".repeat(40)), "ố".repeat(40));
        assert_eq!(NumberFault::quote(&"ố".repeat(41)), format!("{}…", "ố".repeat(39)));
    }
}
