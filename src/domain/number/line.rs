use std::fmt;
use std::str::FromStr;

use super::NumberFault;
use super::as_text::serde_as_text;

/// Which boundary line: two upper-case letters, a hyphen, two upper-case letters (`VN-LA`).
///
/// The set of lines is data ([`Lines`](super::Lines)), so any key of this shape can be made here. Ordered as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey([u8; 5]);

impl LineKey {
    /// The key as text, five ASCII characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII letters and a hyphen get in, so this is always valid UTF-8.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The key of two countries given in any case; `None` unless both are two ASCII letters.
    pub(super) fn from_countries(first: [char; 2], second: [char; 2]) -> Option<Self> {
        let letter = |c: char| u8::try_from(c).ok().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_uppercase());
        Some(Self([letter(first[0])?, letter(first[1])?, b'-', letter(second[0])?, letter(second[1])?]))
    }
}

impl FromStr for LineKey {
    type Err = NumberFault;

    /// # Errors
    ///
    /// `unreadable` for anything but the exact form; lower case is refused.
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        match text.as_bytes() {
            &[a, b, b'-', c, d] if [a, b, c, d].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, b'-', c, d])),
            _ => Err(NumberFault::unreadable(text)),
        }
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LineKey({self})")
    }
}

serde_as_text!(LineKey);

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;
    use crate::domain::number::fixtures::{as_serialized, line};

    fn deserialized(text: &str) -> Result<LineKey, Error> {
        let source: StrDeserializer<'_, Error> = text.into_deserializer();
        LineKey::deserialize(source)
    }

    #[test]
    fn a_line_key_is_two_countries_with_a_hyphen() {
        for text in ["VN-LA", "VN-CN", "VN-KH", "LA-TH"] {
            assert_eq!(line(text).to_string(), text);
            assert_eq!(line(text).as_str(), text);
        }
    }

    #[test]
    fn every_other_shape_is_refused() {
        for text in ["", "VN", "vn-la", "VN–LA", "VN_LA", "VNA-L", "VN-LAO", " VN-LA", "V1-LA", "VN-Lạ"] {
            assert_eq!(text.parse::<LineKey>(), Err(NumberFault::unreadable(text)), "{text}");
        }
    }

    #[test]
    fn lines_sort_as_text() {
        let mut keys = [line("VN-LA"), line("VN-CN"), line("LA-VN"), line("VN-KH")];
        keys.sort_unstable();
        assert_eq!(keys.map(|key| key.to_string()), ["LA-VN", "VN-CN", "VN-KH", "VN-LA"]);
    }

    #[test]
    fn a_line_key_is_a_string_in_serde() {
        assert_eq!(as_serialized(&line("VN-LA")), "VN-LA");
        assert_eq!(deserialized("VN-LA"), Ok(line("VN-LA")));
        assert!(deserialized("vn-la").is_err_and(|error| error.to_string().contains("vn-la")));
    }
}
