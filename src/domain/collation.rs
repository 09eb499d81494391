//! The order of Vietnamese texts, as a dictionary has it.
//!
//! Letters first (a ă â b c d đ e ê …, TCVN 5712), then tones (none, huyền, hỏi, ngã, sắc, nặng), then case. Numbers inside a text
//! go by their value: "Đợt 2" before "Đợt 10". Cost: O(length) to make a key; keys are compared byte by byte.

use unicode_normalization::UnicodeNormalization as _;

/// A key whose bytes are in the order of the texts.
///
/// ```
/// use mocgioi::domain::collation::key;
///
/// let mut all = ["đá", "dưa", "Dã", "da", "dạ", "dá", "dà", "dả", "ẩn", "ăn", "an", "Đợt 10", "Đợt 2"];
/// all.sort_by_key(|text| key(text));
/// assert_eq!(all, ["an", "ăn", "ẩn", "da", "dà", "dả", "Dã", "dá", "dạ", "dưa", "đá", "Đợt 2", "Đợt 10"]);
/// ```
pub fn key(text: &str) -> Vec<u8> {
    let (mut letters, mut tones, mut cases) = (Vec::with_capacity(text.len() + 8), Vec::new(), Vec::new());
    let mut chars = text.nfd().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut digits = vec![c];
            while let Some(c) = chars.next_if(char::is_ascii_digit) {
                digits.push(c);
            }
            let value: Vec<char> = digits.iter().copied().skip_while(|c| *c == '0').collect();
            letters.extend([6, u8::try_from(value.len()).unwrap_or(u8::MAX)]);
            letters.extend(value.iter().map(|c| *c as u8));
            continue;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        let plain = if lower == 'đ' { 'd' } else { lower };
        if !plain.is_ascii_lowercase() {
            other(c, &mut letters);
            continue;
        }
        let (mut shape, mut tone) = (u8::from(lower == 'đ'), 0);
        while let Some(mark) = chars.next_if(|c| ('\u{300}'..='\u{36f}').contains(c)) {
            match mark {
                '\u{306}' => shape = 1,
                '\u{302}' => shape = 2,
                '\u{31b}' => shape = 3,
                '\u{300}' => tone = 1,
                '\u{309}' => tone = 2,
                '\u{303}' => tone = 3,
                '\u{301}' => tone = 4,
                '\u{323}' => tone = 5,
                _ => {}
            }
        }
        letters.push(40 + (plain as u8 - b'a') * 6 + shape);
        tones.push(1 + tone);
        cases.push(1 + u8::from(c != lower));
    }
    for more in [tones, cases] {
        letters.push(0);
        letters.extend(more);
    }
    letters.push(0);
    // Texts that are the same to a reader still have one order.
    letters.extend(text.bytes());
    letters
}

/// What is no Latin letter: blanks before signs, everything else behind the letters.
fn other(c: char, letters: &mut Vec<u8>) {
    if c.is_whitespace() {
        letters.push(4);
    } else if c.is_ascii() {
        letters.extend([5, c as u8]);
    } else {
        letters.push(250);
        letters.extend(c.encode_utf8(&mut [0; 4]).bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_differ_only_at_the_very_end() {
        let (one, other) = (key("Mộc"), key("Mo\u{302}\u{323}c"));
        assert_eq!(one[..12], other[..12]);
        assert_ne!(one, other);
    }

    #[test]
    fn words_go_before_their_longer_selves_and_before_other_tones() {
        let mut all =
            ["Sơn La 2", "Sơn La", "Sơn Lá", "sơn la", "Sôn", "Sờn", "Son", "Sơn Động", "", "007", "8", "Жук"];
        all.sort_by_key(|text| key(text));
        assert_eq!(
            all,
            ["", "007", "8", "Son", "Sôn", "Sờn", "Sơn Động", "sơn la", "Sơn La", "Sơn Lá", "Sơn La 2", "Жук"]
        );
    }
}
