//! Cuts running text into tokens. Knows how single things are written, not which order makes sense.

use std::iter;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::words::{LONGEST_PHRASE, Word, known_phrase};
use super::{LineKey, MarkerNumber, NumberFault};

/// The text in the one form that is scanned: NFC, without zero-width spaces, full-width digits and signs as ASCII.
pub(super) fn normalized(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
        .nfc()
        .map(|c| match c {
            '０'..='９' | '（' | '）' | '／' => iter::once(c).nfkc().next().unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// `VN-LA`, with its colon if it has one.
    Line(LineKey),
    Number(Written<'t>),
    /// Any dash, or `..`.
    Dash,
    /// `,` or `;`
    Comma,
    Word(Word),
}

/// A number as written, its digits not yet checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written<'t> {
    pub(super) text: &'t str,
    main: &'t str,
    sub: Option<&'t str>,
    k: Option<&'t str>,
    /// Written `stake-12`.
    pub(super) is_stake: bool,
    /// Has a part that only keys write: `stake-`, `_` or `.`.
    pub(super) is_key: bool,
}

impl Written<'_> {
    pub(super) fn number(&self, is_stake: bool) -> Result<MarkerNumber, NumberFault> {
        match (is_stake, self.sub, self.k) {
            (false, sub, k) => MarkerNumber::from_digits(self.main, sub, k),
            (true, None, None) => MarkerNumber::stake_from_digits(self.main),
            (true, ..) => Err(NumberFault::unreadable(self.text)),
        }
    }
}

/// Walks over a [`normalized`] text once.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token and where it stands, in bytes; `None` at the end of the text.
    ///
    /// # Errors
    ///
    /// `unreadable` with the run of characters up to the next space or separator.
    pub(super) fn token(&mut self) -> Result<Option<(Token<'t>, Range<usize>)>, NumberFault> {
        self.skip_spaces();
        let from = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        let token = match first {
            ',' | ';' => self.take(&[first]).then_some(Token::Comma),
            '.' => self.take(&['.', '.']).then_some(Token::Dash),
            _ if is_dash(first) => self.take(&[first]).then_some(Token::Dash),
            _ if first.is_ascii_digit() => Some(Token::Number(self.number(false))),
            _ if first.is_alphabetic() => self.stake_key().or_else(|| self.line()).or_else(|| self.word()),
            _ => None,
        };
        match token {
            Some(token) => Ok(Some((token, from..self.at))),
            None => Err(NumberFault::unreadable(self.run())),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn since(&self, from: usize) -> &'t str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Everything from here to the next space or separator.
    fn run(&self) -> &'t str {
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
        self.rest().split(ends).next().unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        self.take_while(char::is_whitespace);
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let from = self.at;
        let after = self.rest().trim_start_matches(wanted);
        self.at = self.text.len() - after.len();
        self.since(from)
    }

    /// Steps over these characters if they come next.
    fn take(&mut self, wanted: &[char]) -> bool {
        let mut rest = self.rest().chars();
        let comes = wanted.iter().all(|c| rest.next() == Some(*c));
        if comes {
            self.at = self.text.len() - rest.as_str().len();
        }
        comes
    }

    /// Runs `read`, and steps back when it finds nothing.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let from = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = from;
        }
        found
    }

    fn digits(&mut self) -> Option<&'t str> {
        Some(self.take_while(|c| c.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }

    /// The number whose first digit comes next.
    fn number(&mut self, is_stake: bool) -> Written<'t> {
        let from = self.at;
        let main = self.take_while(|c| c.is_ascii_digit());
        let key_sub = self.attempt(|scan| scan.take(&['_']).then(|| scan.digits())?);
        let sub = key_sub.or_else(|| self.attempt(Self::sub));
        let key_k = self.attempt(|scan| scan.take(&['.']).then(|| scan.digits())?);
        let k = key_k.or_else(|| self.attempt(Self::k));
        Written {
            text: self.since(from),
            main,
            sub,
            k,
            is_stake,
            is_key: is_stake || key_sub.is_some() || key_k.is_some(),
        }
    }

    /// `/2`, spaces allowed.
    fn sub(&mut self) -> Option<&'t str> {
        self.skip_spaces();
        let slash = ['/', '\u{2044}', '\u{2215}'];
        slash.iter().find(|slash| self.take(&[**slash]))?;
        self.skip_spaces();
        self.digits()
    }

    /// `(1)`, spaces allowed.
    fn k(&mut self) -> Option<&'t str> {
        self.skip_spaces();
        self.take(&['(']).then_some(())?;
        self.skip_spaces();
        let k = self.digits()?;
        self.skip_spaces();
        self.take(&[')']).then_some(k)
    }

    /// `stake-12`
    fn stake_key(&mut self) -> Option<Token<'t>> {
        self.attempt(|scan| {
            scan.take(&['s', 't', 'a', 'k', 'e', '-']).then_some(())?;
            let has_digits = scan.rest().starts_with(|c: char| c.is_ascii_digit());
            let from = scan.at - "stake-".len();
            has_digits.then(|| {
                let number = scan.number(true);
                let text = scan.since(from);
                Token::Number(Written { text, ..number })
            })
        })
    }

    /// `VN-LA`, `vn-la:`, `VN–LA :`
    fn line(&mut self) -> Option<Token<'t>> {
        self.attempt(|scan| {
            let mut chars = scan.rest().chars();
            let first = [chars.next()?, chars.next()?];
            chars.next().filter(|c| is_dash(*c))?;
            let line = LineKey::from_countries(first, [chars.next()?, chars.next()?])?;
            let after = chars.as_str();
            if after.starts_with(char::is_alphanumeric) {
                return None;
            }
            scan.at = scan.text.len() - after.len();
            scan.attempt(|scan| {
                scan.skip_spaces();
                scan.take(&[':']).then_some(())
            });
            Some(Token::Line(line))
        })
    }

    /// The longest known phrase; the words of one phrase may stand on two lines.
    fn word(&mut self) -> Option<Token<'t>> {
        let from = self.at;
        let mut words = Vec::with_capacity(LONGEST_PHRASE);
        let mut ends = Vec::with_capacity(LONGEST_PHRASE);
        while words.len() < LONGEST_PHRASE {
            let word = self.take_while(char::is_alphabetic);
            if word.is_empty() {
                break;
            }
            words.push(word.to_lowercase());
            ends.push(self.at);
            self.skip_spaces();
        }
        self.at = from;
        let (word, length) = known_phrase(&words)?;
        self.at = *ends.get(length - 1)?;
        Some(Token::Word(word))
    }
}

/// Whether documents write this character between the two ends of a range.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}
