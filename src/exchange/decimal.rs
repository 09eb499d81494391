//! Coordinates as text: up to nine decimals (a tenth of a millimetre on a degree), no trailing zeros, never an exponent.

use std::io;

/// A finite coordinate as text.
///
/// # Errors
/// NaN and infinity: what is no place is not written as one.
pub(super) fn decimal(value: f64) -> io::Result<String> {
    if !value.is_finite() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a coordinate is not a finite number"));
    }
    let text = format!("{value:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Ok(if text == "-0" { "0".to_owned() } else { text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_decimals_at_most_and_no_trailing_zeros() {
        let cases = [
            (105.306_454_17, "105.30645417"),
            (-0.000_000_000_1, "0"),
            (-0.5, "-0.5"),
            (1_200.0, "1200"),
            (0.123_456_789_4, "0.123456789"),
            (2_474_000.123_4, "2474000.1234"),
        ];
        for (value, text) in cases {
            // A metre coordinate has more digits than nine decimals can tell apart; they must not change its value.
            assert!(decimal(value).unwrap().starts_with(text), "{value}");
        }
        assert_eq!(decimal(102.1).unwrap(), "102.1");
    }

    #[test]
    fn what_is_no_number_is_not_written() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(decimal(value).is_err());
        }
    }
}
