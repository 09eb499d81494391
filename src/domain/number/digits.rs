use super::{MarkerNumber, NumberFault};

impl MarkerNumber {
    /// Reads the digits of `main/sub(k)`.
    pub(super) fn from_digits(main: &str, sub: Option<&str>, k: Option<&str>) -> Result<Self, NumberFault> {
        let main = digits(main, Self::LAST_MAIN)?;
        let sub = sub.map(|sub| digits(sub, Self::LAST_SUB)).transpose()?;
        let k = k.map(|k| digits(k, Self::LAST_K)).transpose()?;
        Self::marker(main, sub, k)
    }

    /// Reads the digits of a stake's number.
    pub(super) fn stake_from_digits(main: &str) -> Result<Self, NumberFault> {
        Self::stake(digits(main, Self::LAST_MAIN)?)
    }
}

/// A number from 0 to `limit`, written in ASCII digits as short as it goes.
fn digits<N: std::str::FromStr + PartialOrd + Into<u16>>(text: &str, limit: N) -> Result<N, NumberFault> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberFault::unreadable(text));
    }
    if text.len() > 1 && text.starts_with('0') {
        let piece = NumberFault::quote(text);
        return Err(NumberFault::LeadingZero { piece });
    }
    match text.parse::<N>() {
        Ok(number) if number <= limit => Ok(number),
        // Digits alone fail to parse only when they overflow.
        _ => Err(NumberFault::NumberTooLarge { piece: NumberFault::quote(text), limit: limit.into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(main: &str, sub: Option<&str>, k: Option<&str>) -> Option<&'static str> {
        let fault = MarkerNumber::from_digits(main, sub, k).err()?;
        Some(fault.code())
    }

    #[test]
    fn digits_within_bounds_make_a_number() {
        assert_eq!(
            MarkerNumber::from_digits("1088", Some("2"), Some("1")),
            MarkerNumber::marker(1088, Some(2), Some(1))
        );
        assert_eq!(MarkerNumber::stake_from_digits("12"), MarkerNumber::stake(12));
    }

    #[test]
    fn a_number_has_one_way_to_be_written() {
        assert_eq!(code("007", None, None), Some("leading_zero"));
        assert_eq!(code("7", Some("01"), None), Some("leading_zero"));
        assert_eq!(code("00", None, None), Some("leading_zero"));
        for other in ["+1", "-1", "", " 1", "1_0", "١"] {
            assert_eq!(code(other, None, None), Some("unreadable"), "{other:?}");
        }
    }

    #[test]
    fn numbers_that_overflow_are_too_large() {
        assert_eq!(code("70000", None, None), Some("number_too_large"));
        assert_eq!(code("1", Some("70000"), None), Some("number_too_large"));
        assert_eq!(code("1", None, Some("256")), Some("number_too_large"));
    }
}
