use std::fmt;
use std::str::FromStr;

use super::as_text::serde_as_text;
use super::key::{Slug, number_from_slug};
use super::{LineKey, MarkerKey, MarkerNumber, NumberFault};

/// The stretch of one line between two markers, neighbours or not, in ascending order. `Display` is its key:
/// `VN-CN:1088_2..1089`.
///
/// Both ends are markers or both are stakes. Ordered by line, then by the lower end, then by the upper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentKey {
    line: LineKey,
    from: MarkerNumber,
    to: MarkerNumber,
}

impl SegmentKey {
    /// The segment between two markers.
    ///
    /// # Errors
    ///
    /// `mixed_lines`, `mixed_series` (a marker and a stake), `empty_range` (one marker twice), and
    /// `descending_range`, which names the right order.
    pub fn new(from: MarkerKey, to: MarkerKey) -> Result<Self, NumberFault> {
        let line = from.line();
        if line != to.line() {
            let (from, to) = (line, to.line());
            return Err(NumberFault::MixedLines { from, to });
        }
        let (from, to) = (from.number(), to.number());
        must_ascend(from, to)?;
        Ok(Self { line, from, to })
    }

    /// The line of both ends.
    pub const fn line(&self) -> LineKey {
        self.line
    }

    /// The marker with the lower number.
    pub const fn from(&self) -> MarkerKey {
        MarkerKey::new(self.line, self.from)
    }

    /// The marker with the higher number.
    pub const fn to(&self) -> MarkerKey {
        MarkerKey::new(self.line, self.to)
    }

    /// The text people write, with an en dash and without the line: `1088/2–1089`.
    pub fn label(&self) -> String {
        format!("{}–{}", self.from, self.to)
    }
}

/// Checks two ends of a range whose line may not be known yet.
pub(super) fn must_ascend(from: MarkerNumber, to: MarkerNumber) -> Result<(), NumberFault> {
    if from.is_stake() != to.is_stake() {
        return Err(NumberFault::MixedSeries { from, to });
    }
    match from.cmp(&to) {
        std::cmp::Ordering::Less => Ok(()),
        std::cmp::Ordering::Equal => Err(NumberFault::EmptyRange { number: from }),
        std::cmp::Ordering::Greater => Err(NumberFault::DescendingRange { low: to, high: from }),
    }
}

impl FromStr for SegmentKey {
    type Err = NumberFault;

    /// # Errors
    ///
    /// Anything but the exact form that `Display` writes: the faults of a [`MarkerKey`] and of
    /// [`SegmentKey::new`].
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let Some((from, to)) = text.split_once("..") else {
            return Err(NumberFault::unreadable(text));
        };
        from.parse()
            .and_then(|from: MarkerKey| Self::new(from, MarkerKey::new(from.line(), number_from_slug(to)?)))
            .map_err(|fault| fault.quoting(text))
    }
}

impl fmt::Display for SegmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.line, Slug(self.from), Slug(self.to))
    }
}

serde_as_text!(SegmentKey);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;
    use crate::domain::number::fixtures::{any_number, as_serialized, key, line, number};

    #[test]
    fn a_segment_key_names_its_line_once() {
        for text in ["VN-CN:1088_2..1089", "VN-CN:261.1..261.2", "VN-LA:0..1", "VN-KH:stake-9..stake-12"] {
            assert_eq!(key::<SegmentKey>(text).to_string(), text);
        }
        let segment: SegmentKey = key("VN-CN:1088_2..1089");
        assert_eq!(segment.line(), line("VN-CN"));
        assert_eq!(segment.from(), key("VN-CN:1088_2"));
        assert_eq!(segment.to(), key("VN-CN:1089"));
        assert_eq!(segment.label(), "1088/2–1089");
    }

    #[test]
    fn only_the_canonical_ascending_form_is_a_key() {
        let refusals = [
            ("VN-LA:144", "unreadable"),
            ("VN-LA:144-145", "unreadable"),
            ("VN-LA:144...145", "unreadable"),
            ("VN-LA:144..145..146", "unreadable"),
            ("VN-LA:144..VN-LA:145", "unreadable"),
            ("VN-LA:144..", "unreadable"),
            ("VN-LA:144..0145", "leading_zero"),
            ("VN-LA:144..144", "empty_range"),
            ("VN-LA:145..144", "descending_range"),
            ("VN-LA:1089..1088_2", "descending_range"),
            ("VN-LA:144..stake-145", "mixed_series"),
            ("VN-LA:stake-144..145", "mixed_series"),
        ];
        for (text, code) in refusals {
            let parsed = text.parse::<SegmentKey>().map_err(|fault| fault.code());
            assert_eq!(parsed, Err(code), "{text}");
        }
    }

    #[test]
    fn an_unreadable_segment_is_quoted_whole() {
        for text in ["VN-LA:144..", "..144", "VN-LA:144..x"] {
            assert_eq!(text.parse::<SegmentKey>(), Err(NumberFault::unreadable(text)));
        }
    }

    #[test]
    fn a_descending_segment_is_told_the_right_order() {
        assert_eq!(
            "VN-CN:1089..1088_2".parse::<SegmentKey>(),
            Err(NumberFault::DescendingRange { low: number("1088_2"), high: number("1089") })
        );
    }

    #[test]
    fn two_lines_make_no_segment() {
        assert_eq!(
            SegmentKey::new(key("VN-LA:1"), key("VN-CN:2")),
            Err(NumberFault::MixedLines { from: line("VN-LA"), to: line("VN-CN") })
        );
    }

    #[test]
    fn a_segment_key_is_a_string_in_serde() {
        let source: StrDeserializer<'_, Error> = "VN-LA:144..145".into_deserializer();
        assert_eq!(SegmentKey::deserialize(source), Ok(key("VN-LA:144..145")));
        assert_eq!(as_serialized(&key::<SegmentKey>("VN-LA:144..145")), "VN-LA:144..145");
    }

    proptest! {
        #[test]
        fn every_segment_reads_back_from_its_text(a in any_number(), b in any_number()) {
            let ends = (MarkerKey::new(line("VN-KH"), a), MarkerKey::new(line("VN-KH"), b));
            let segment = SegmentKey::new(ends.0, ends.1);
            prop_assert_eq!(segment.is_ok(), a < b && a.is_stake() == b.is_stake());
            if let Ok(segment) = segment {
                prop_assert_eq!(segment.to_string().parse(), Ok(segment));
                prop_assert_eq!((segment.from(), segment.to()), ends);
            }
        }
    }
}
