use std::fmt;
use std::str::FromStr;

use super::as_text::serde_as_text;
use super::{LineKey, MarkerNumber, NumberFault};

/// A marker on its line. `Display` is its key in URLs and ids: `VN-LA:144`, `VN-CN:1088_2`, `VN-CN:261.1`,
/// `VN-KH:47_7.2`, `VN-KH:stake-12`, `VN-CN:0`.
///
/// Ordered by line, then along the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkerKey {
    line: LineKey,
    number: MarkerNumber,
}

impl MarkerKey {
    /// This number on this line; whether such a marker was planted is not asked.
    pub const fn new(line: LineKey, number: MarkerNumber) -> Self {
        Self { line, number }
    }

    /// The line the marker stands on.
    pub const fn line(&self) -> LineKey {
        self.line
    }

    /// The number along the line.
    pub const fn number(&self) -> MarkerNumber {
        self.number
    }
}

impl FromStr for MarkerKey {
    type Err = NumberFault;

    /// # Errors
    ///
    /// Anything but the exact form that `Display` writes: `unreadable`, `leading_zero`, `bad_tripoint`,
    /// `number_too_large`.
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let Some((line, slug)) = text.split_once(':') else {
            return Err(NumberFault::unreadable(text));
        };
        line.parse()
            .and_then(|line| Ok(Self::new(line, number_from_slug(slug)?)))
            .map_err(|fault: NumberFault| fault.quoting(text))
    }
}

impl fmt::Display for MarkerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, Slug(self.number))
    }
}

serde_as_text!(MarkerKey);

/// Writes a number as keys do: `1088_2`, `47_7.2`, `stake-12`.
pub(super) struct Slug(pub(super) MarkerNumber);

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = self;
        if number.is_stake() {
            f.write_str("stake-")?;
        }
        write!(f, "{}", number.main())?;
        if let Some(sub) = number.sub() {
            write!(f, "_{sub}")?;
        }
        if let Some(k) = number.k() {
            write!(f, ".{k}")?;
        }
        Ok(())
    }
}

/// Reads exactly what [`Slug`] writes.
pub(super) fn number_from_slug(slug: &str) -> Result<MarkerNumber, NumberFault> {
    if let Some(main) = slug.strip_prefix("stake-") {
        return MarkerNumber::stake_from_digits(main);
    }
    let (rest, k) = split_off(slug, '.');
    let (main, sub) = split_off(rest, '_');
    MarkerNumber::from_digits(main, sub, k)
}

fn split_off(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;
    use crate::domain::number::fixtures::{any_number, as_serialized, key, line};

    #[test]
    fn every_key_of_the_design_reads_back_as_written() {
        for text in ["VN-LA:144", "VN-CN:1088_2", "VN-CN:261.1", "VN-KH:47_7.2", "VN-KH:stake-12", "VN-CN:0"] {
            assert_eq!(key::<MarkerKey>(text).to_string(), text);
        }
    }

    #[test]
    fn only_the_canonical_form_is_a_key() {
        let refusals = [
            ("144", "unreadable"),
            ("", "unreadable"),
            ("VN-LA:", "unreadable"),
            ("vn-la:144", "unreadable"),
            ("VN-LA: 144", "unreadable"),
            ("VN-LA:144 ", "unreadable"),
            ("VN-LA:1088/2", "unreadable"),
            ("VN-LA:261(1)", "unreadable"),
            ("VN-LA:1_2_3", "unreadable"),
            ("VN-LA:1.2.3", "unreadable"),
            ("VN-LA:1.2_3", "unreadable"),
            ("VN-LA:144-145", "unreadable"),
            ("VN-LA:144..145", "unreadable"),
            ("VN-LA:stake-12_1", "unreadable"),
            ("VN-LA:Stake-12", "unreadable"),
            ("VN-LA:+1", "unreadable"),
            ("VN-LA:１４４", "unreadable"),
            ("VN-LA:0144", "leading_zero"),
            ("VN-LA:00", "leading_zero"),
            ("VN-LA:144_0", "leading_zero"),
            ("VN-LA:stake-0", "leading_zero"),
            ("VN-CN:0_1", "bad_tripoint"),
            ("VN-CN:0.1", "bad_tripoint"),
            ("VN-CN:10000", "number_too_large"),
            ("VN-CN:1_1000", "number_too_large"),
            ("VN-CN:1.10", "number_too_large"),
        ];
        for (text, code) in refusals {
            let parsed = text.parse::<MarkerKey>().map_err(|fault| fault.code());
            assert_eq!(parsed, Err(code), "{text}");
        }
    }

    #[test]
    fn an_unreadable_key_is_quoted_whole() {
        for text in ["VN-LA:", ":144", "VN-LA:1_", "VN-LA:1088/2"] {
            assert_eq!(text.parse::<MarkerKey>(), Err(NumberFault::unreadable(text)));
        }
    }

    #[test]
    fn keys_sort_by_line_and_then_along_it() {
        let keys = ["VN-CN:9", "VN-CN:1088_2", "VN-KH:1", "VN-KH:stake-1", "VN-LA:1"];
        assert!(keys.map(key::<MarkerKey>).is_sorted());
    }

    #[test]
    fn a_marker_key_is_a_string_in_serde() {
        let source: StrDeserializer<'_, Error> = "VN-KH:47_7.2".into_deserializer();
        assert_eq!(MarkerKey::deserialize(source), Ok(key("VN-KH:47_7.2")));
        assert_eq!(as_serialized(&key::<MarkerKey>("VN-KH:47_7.2")), "VN-KH:47_7.2");
    }

    proptest! {
        #[test]
        fn every_key_reads_back_from_its_text(number in any_number()) {
            let marker = MarkerKey::new(line("VN-KH"), number);
            prop_assert_eq!(marker.to_string().parse(), Ok(marker));
        }

        #[test]
        fn what_reads_as_a_key_is_written_the_same(text in "VN-LA:(stake-)?[0-9_.]{1,12}") {
            if let Ok(marker) = text.parse::<MarkerKey>() {
                prop_assert_eq!(marker.to_string(), text);
            }
        }
    }
}
