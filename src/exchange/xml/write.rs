//! Text on its way into XML.

use std::borrow::Cow;

use super::text::is_allowed;
use crate::exchange::rows::OutValue;

/// Escapes a text for element content and attributes. What XML 1.0 can not hold at all, such as most control characters,
/// becomes U+FFFD.
pub(in crate::exchange) fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return quick_xml::escape::escape(text);
    }
    let allowed: String = text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect();
    Cow::Owned(quick_xml::escape::escape(allowed).into_owned())
}

/// The name of a column as an element may have it: letters, digits, `_` and `-`, not beginning with a digit or `-`.
pub(in crate::exchange) fn element_name(column: &str) -> String {
    // Of the letters beyond ASCII, those that XML's own list is sure to have; Vietnamese is among them.
    let letter = |c: char| c.is_ascii_alphabetic() || (c.is_alphabetic() && ('\u{c0}'..'\u{2000}').contains(&c));
    let allowed = |c: char| letter(c) || c.is_ascii_digit() || c == '-';
    let mut name: String = column.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if !name.starts_with(|c: char| letter(c) || c == '_') {
        name.insert(0, '_');
    }
    name
}

/// The value of a column as text; `None` where there is nothing to write.
pub(in crate::exchange) fn value(value: &OutValue) -> Option<String> {
    match value {
        OutValue::Null => None,
        OutValue::Text(text) => Some(escaped(text).into_owned()),
        OutValue::Integer(number) => Some(number.to_string()),
        OutValue::Real(number) => Some(number.to_string()),
        OutValue::Boolean(yes) => Some(yes.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_what_xml_can_not_hold_is_replaced() {
        assert_eq!(escaped("a < b & \"c\" ố"), "a &lt; b &amp; &quot;c&quot; ố");
        assert_eq!(element_name("số hiệu/2"), "số_hiệu_2");
        assert_eq!((element_name("1a"), element_name("")), ("_1a".to_owned(), "_".to_owned()));
        assert_eq!(escaped("a\u{0}b\u{b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
