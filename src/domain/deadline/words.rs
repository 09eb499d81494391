//! The words of a deadline without marks and capitals, cut into numbers, words and signs.

use unicode_normalization::UnicodeNormalization as _;

/// "Trước" as the scan of notice 72/TB-UBND has it.
const BEFORE_AS_SCANNED: [&str; 2] = ["trude", "trudc"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Number(u32),
    /// Also a number that is too long for one.
    Word(String),
    /// What stands between the numbers of a date.
    Stroke,
    /// Any other sign.
    Other,
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(held) if held == word)
    }

    pub const fn number(&self) -> Option<u32> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Lower case, without the marks of vowels and tones, đ as d: "Quý" and "quy" are one word, and scans lose marks.
pub fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Runs of white space as one blank.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a deadline, one after another. Signs at the end of the sentence are left out.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let folded = fold(text);
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let is_alike: fn(char) -> bool = if first.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if first.is_alphabetic() {
            char::is_alphabetic
        } else {
            |_| false
        };
        let end = rest.find(|c| !is_alike(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (one, after) = rest.split_at(end);
        rest = after;
        if first.is_whitespace() {
            continue;
        }
        found.push(if first.is_ascii_digit() {
            one.parse().map_or_else(|_| Token::Word(one.to_owned()), Token::Number)
        } else if first.is_alphabetic() {
            let is_before = BEFORE_AS_SCANNED.contains(&one);
            Token::Word(if is_before { "truoc".to_owned() } else { one.to_owned() })
        } else if matches!(first, '/' | '-' | '.' | '–') && rest.starts_with(|c: char| c.is_ascii_digit() || c == ' ')
        {
            Token::Stroke
        } else {
            Token::Other
        });
    }
    while matches!(found.last(), Some(Token::Other | Token::Stroke)) {
        found.pop();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_capitals_and_scanning_errors_make_no_difference() {
        assert_eq!(tokens("Trước ngày 30 Tháng 11."), tokens("trude ngay 30 thang 11"));
        assert_eq!(fold("Đến hết Quý I"), "den het quy i");
        let slashed = [Token::Word("ngay".into()), Token::Number(23), Token::Stroke, Token::Number(5)];
        assert_eq!(tokens("ngày 23/5"), slashed);
        assert_eq!(tokens(" 99999999999 ; "), [Token::Word("99999999999".into())]);
    }
}
