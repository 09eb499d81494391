//! Numbers as tables hold them: decimal point or decimal comma, and nothing that needs a guess.
//!
//! One point or one comma is the decimal sign. Several of them, both kinds, or blanks or apostrophes among the digits
//! are thousands separators of some convention; which, nobody can know, so they are refused. An exponent is refused
//! too: it is what a spreadsheet writes when it has dropped digits. One sign with exactly three digits behind it may
//! group thousands as well; [`Number::is_clear`] weighs it against the sign that other numbers of the row have.
//!
//! **Degenerate input.** NaN, infinities, words, over 40 characters: a fault. Cost: one pass.

const LONGEST: usize = 40;

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    /// Whether the decimal sign was a comma, or a point; `None` for a whole number.
    pub(super) comma: Option<bool>,
    /// Whether the decimal sign may as well be a thousands separator: `1,866`.
    pub(super) may_be_grouped: bool,
}

impl Number {
    /// Whether its one sign is surely the decimal one, where other numbers of the row have a decimal comma (or point).
    /// A point is believed without evidence, a comma is not.
    pub(super) fn is_clear(self, others: Option<bool>) -> bool {
        !self.may_be_grouped || self.comma == others || (self.comma == Some(false) && others.is_none())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFault {
    Unreadable,
    NotFinite,
    /// Thousands separators, or what may be some.
    Grouped,
    Exponent,
}

impl NumberFault {
    pub(super) const fn vi(self) -> &'static str {
        match self {
            Self::Unreadable => "không phải là số",
            Self::NotFinite => "không phải là số hữu hạn",
            Self::Grouped => "dấu phân cách không rõ là phần nghìn hay thập phân: hãy chỉ dùng một dấu thập phân",
            Self::Exponent => "số dạng lũy thừa có thể đã mất chữ số: hãy ghi đủ các chữ số",
        }
    }

    pub(super) const fn en(self) -> &'static str {
        match self {
            Self::Unreadable => "is not a number",
            Self::NotFinite => "is not a finite number",
            Self::Grouped => "has separators that may be thousands or decimals: use one decimal sign only",
            Self::Exponent => "has an exponent and may have lost digits: write all digits",
        }
    }
}

/// Reads a number. A minus sign of any kind, a plus; no unit.
pub(super) fn read(text: &str) -> Result<Number, NumberFault> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(NumberFault::Unreadable);
    }
    let (mut points, mut commas, mut digits, mut gaps, mut behind) = (0, 0, 0, 0, 0);
    let mut plain = String::with_capacity(text.len());
    for (at, sign) in text.chars().enumerate() {
        match sign {
            '0'..='9' => {
                digits += 1;
                behind += 1;
                plain.push(sign);
            }
            '.' | ',' => {
                (points, commas) = if sign == '.' { (points + 1, commas) } else { (points, commas + 1) };
                behind = 0;
                plain.push('.');
            }
            '-' | '−' if at == 0 => plain.push('-'),
            '+' if at == 0 => {}
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' if digits > 0 => gaps += 1,
            _ => return Err(wordy(text)),
        }
    }
    if digits == 0 {
        return Err(NumberFault::Unreadable);
    }
    if gaps > 0 || points + commas > 1 {
        return Err(NumberFault::Grouped);
    }
    let value: f64 = plain.parse().map_err(|_| NumberFault::Unreadable)?;
    let comma = (points + commas > 0).then_some(commas > 0);
    let leading = digits - behind;
    Ok(Number { value, comma, may_be_grouped: comma.is_some() && behind == 3 && (1..=3).contains(&leading) })
}

/// What is wrong with a text that has other signs than a number may.
fn wordy(text: &str) -> NumberFault {
    let small = text.to_lowercase();
    let bare = small.trim_start_matches(['-', '+', '−']);
    if matches!(bare, "nan" | "inf" | "infinity" | "∞") {
        NumberFault::NotFinite
    } else if bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.split_once('e').is_some_and(|(number, power)| {
            let power = power.trim_start_matches(['-', '+']);
            read(number).is_ok() && !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit())
        })
    {
        NumberFault::Exponent
    } else {
        NumberFault::Unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<f64, NumberFault> {
        read(text).map(|number| number.value)
    }

    #[test]
    fn point_and_comma_are_decimal_signs() {
        assert_eq!(value("21,354"), Ok(21.354));
        assert_eq!(value(" -102.143919170 "), Ok(-102.143_919_17));
        assert_eq!(value("−5"), Ok(-5.0));
        assert_eq!(value("+.5"), Ok(0.5));
        assert_eq!(read("7").map(|number| number.comma), Ok(None));
        assert_eq!(read("7,0").map(|number| number.comma), Ok(Some(true)));
    }

    #[test]
    fn three_digits_behind_a_sign_need_evidence() {
        let clear = |text, others| read(text).map(|number| number.is_clear(others));
        for text in ["1,866", "411,660"] {
            assert_eq!(
                [None, Some(false), Some(true)].map(|others| clear(text, others)),
                [Ok(false), Ok(false), Ok(true)]
            );
        }
        assert_eq!(
            [None, Some(false), Some(true)].map(|others| clear("1.866", others)),
            [Ok(true), Ok(true), Ok(false)]
        );
        for text in ["1,86", "1866,230", ",866", "1866"] {
            assert_eq!(clear(text, None), Ok(true), "{text}");
        }
    }

    #[test]
    fn thousands_separators_are_refused() {
        for text in ["2.478.272", "2,478,272.15", "1.866,23", "2 478 272", "2'478'272", "2\u{a0}478", "1,,2"] {
            assert_eq!(value(text), Err(NumberFault::Grouped), "{text}");
        }
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        for text in ["NaN", "-inf", "Infinity", "∞"] {
            assert_eq!(value(text), Err(NumberFault::NotFinite), "{text}");
        }
        for text in ["1E5", "4,12E+05", "2e-3"] {
            assert_eq!(value(text), Err(NumberFault::Exponent), "{text}");
        }
        let long = "1".repeat(41);
        for text in ["", "-", ".", "12a", "22°", "#N/A", "1-2", "0x10", "١", "1e", &long] {
            assert_eq!(value(text), Err(NumberFault::Unreadable), "{text}");
        }
    }
}
