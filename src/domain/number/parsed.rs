use std::fmt;

use super::key::Slug;
use super::{LineKey, MarkerKey, NumberFault, SegmentKey};

/// One thing named in a text, as [`parse_text`](super::parse_text) gives it. `Display` is its key:
/// `VN-LA:144` or `VN-CN:1088_2..1089`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parsed {
    /// One marker or stake.
    Marker(MarkerKey),
    /// The stretch between two markers or two stakes of one line, in ascending order.
    Range {
        /// The end with the lower number.
        from: MarkerKey,
        /// The end with the higher number.
        to: MarkerKey,
    },
}

impl Parsed {
    /// Checks that a text which was said to be of one line names no other.
    ///
    /// # Errors
    ///
    /// `line_contradicted`
    pub fn all_on(found: &[Self], said: LineKey) -> Result<(), NumberFault> {
        let other = found.iter().map(Self::line).find(|line| *line != said);
        other.map_or(Ok(()), |written| Err(NumberFault::LineContradicted { said, written }))
    }

    /// The line of the marker, or of both ends.
    pub const fn line(&self) -> LineKey {
        match self {
            Self::Marker(marker) | Self::Range { from: marker, .. } => marker.line(),
        }
    }

    /// The key of the range; `None` for a marker, and for a range put together by hand whose ends make no segment.
    pub fn segment(&self) -> Option<SegmentKey> {
        match self {
            Self::Marker(_) => None,
            Self::Range { from, to } => SegmentKey::new(*from, *to).ok(),
        }
    }

    /// The text people write, without the line: `1088/2`, `1088/2–1089`.
    pub fn canonical(&self) -> String {
        match self {
            Self::Marker(marker) => marker.number().to_string(),
            Self::Range { from, to } => format!("{}–{}", from.number(), to.number()),
        }
    }
}

impl fmt::Display for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Marker(marker) => marker.fmt(f),
            Self::Range { from, to } => write!(f, "{from}..{}", Slug(to.number())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::fixtures::{key, line, lines};
    use crate::domain::number::parse_text;

    #[test]
    fn what_was_read_gives_its_line_text_and_segment() {
        let parsed = parse_text("1088/2 - 1089, 261(1)", Some(line("VN-CN")), &lines());
        let (from, to) = (key("VN-CN:1088_2"), key("VN-CN:1089"));
        let (range, marker) = (Parsed::Range { from, to }, Parsed::Marker(key("VN-CN:261.1")));
        assert_eq!(parsed, Ok(vec![range, marker]));
        assert_eq!((range.line(), marker.line()), (line("VN-CN"), line("VN-CN")));
        assert_eq!(range.canonical(), "1088/2–1089");
        assert_eq!(marker.canonical(), "261(1)");
        assert_eq!(range.segment(), Some(key("VN-CN:1088_2..1089")));
        assert_eq!(marker.segment(), None);
    }
}
