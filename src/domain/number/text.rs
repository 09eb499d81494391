use std::ops::Range;

use super::scan::{Scanner, Token, normalized};
use super::segment::must_ascend;
use super::words::Word;
use super::{LineKey, Lines, MarkerKey, MarkerNumber, NumberFault, Parsed};

/// The most characters [`parse_text`] reads.
const LONGEST_TEXT: usize = 1000;

/// Reads the markers and ranges that a text names, in its order, at least one.
///
/// Takes what documents write: `144`, `1088/2`, `222 (1)`, `cọc dấu 12`, ranges with any dash, `..`, "đến" or "tới"
/// (also over a line's end), several separated by `,`, `;` or "và", and known words around them ("khu vực mốc quốc
/// giới 211"), in any Unicode form, in any case, with or without marks. A number may name its line
/// (`VN-CN 1088/2`) or be a key (`VN-CN:1088_2`); the line of a range's first end covers its second. After
/// "cọc dấu" numbers are stakes until "mốc" or a line is named. After "giữa" the first "và" joins a range.
///
/// A number without a line is on `default_line`; without that, on the one line on which it can exist.
///
/// Linear in the length of the text.
///
/// # Errors
///
/// The first fault found: whatever can not be read, is not on its line, or could be on several lines is refused,
/// never skipped. `unknown_line` also when `default_line` is not one of `lines`.
pub fn parse_text(text: &str, default_line: Option<LineKey>, lines: &Lines) -> Result<Vec<Parsed>, NumberFault> {
    if text.chars().nth(LONGEST_TEXT).is_some() {
        let limit = LONGEST_TEXT;
        return Err(NumberFault::TooLong { limit });
    }
    if let Some(line) = default_line {
        lines.must_know(line)?;
    }
    let text = normalized(text);
    let mut scanner = Scanner::new(&text);
    let mut tokens = Vec::new();
    while let Some(token) = scanner.token()? {
        tokens.push(token);
    }
    if tokens.is_empty() {
        return Err(NumberFault::Empty);
    }
    let mut reader = Reader { text: &text, tokens: &tokens, at: 0, stakes: false, default_line, lines };
    reader.list()
}

/// Makes sense of the tokens in their order.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [(Token<'t>, Range<usize>)],
    at: usize,
    /// Whether a bare number is a stake, because "cọc dấu" came before.
    stakes: bool,
    default_line: Option<LineKey>,
    lines: &'t Lines,
}

/// A number, alone or at one end of a range.
struct End {
    number: MarkerNumber,
    /// The line written before it.
    line: Option<LineKey>,
    /// Whether "giữa" stood before it.
    between: bool,
}

impl<'t> Reader<'t> {
    fn list(&mut self) -> Result<Vec<Parsed>, NumberFault> {
        let mut list = vec![self.item()?];
        while let Some(token) = self.peek() {
            match token {
                Token::Word(Word::And) => self.at += 1,
                Token::Comma => {
                    self.at += 1;
                    if self.peek() == Some(Token::Word(Word::And)) {
                        self.at += 1;
                    }
                }
                _ => return Err(NumberFault::unreadable(self.quote(self.at))),
            }
            list.push(self.item()?);
        }
        Ok(list)
    }

    /// A marker or a range.
    fn item(&mut self) -> Result<Parsed, NumberFault> {
        let begin = self.at;
        let first = self.end(None)?;
        if !(self.dash_follows() || first.between && self.peek() == Some(Token::Word(Word::And))) {
            let line = self.line_of(first.line.or(self.default_line), first.number, None)?;
            return Ok(Parsed::Marker(MarkerKey::new(line, first.number)));
        }
        self.at += 1;
        let second = self.end(first.line)?;
        if self.dash_follows() {
            self.at += 1;
            let piece = NumberFault::quote(self.quote(begin));
            return Err(NumberFault::ChainedRange { piece });
        }
        self.range(&first, &second)
    }

    /// One number with the words and the line before it and the words after it. `covering` is the line that holds
    /// for it unless it names its own.
    fn end(&mut self, covering: Option<LineKey>) -> Result<End, NumberFault> {
        // A missing number is shown by what should have led to it.
        let begin = self.at.saturating_sub(1);
        let (mut line, mut stakes, mut between) = (None, None, false);
        let written = loop {
            match self.peek() {
                Some(Token::Word(Word::Filler)) => {}
                Some(Token::Word(Word::Between)) => between = true,
                Some(Token::Word(Word::Marker)) => stakes = Some(false),
                Some(Token::Word(Word::Stake)) => stakes = Some(true),
                Some(Token::Line(named)) if line.is_none() => line = Some(named),
                Some(Token::Number(written)) => break written,
                _ => return Err(NumberFault::unreadable(self.quote(begin))),
            }
            self.at += 1;
        };
        self.at += 1;
        if written.is_key && line.or(covering).is_none() {
            return Err(NumberFault::unreadable(written.text));
        }
        self.stakes = stakes.unwrap_or(self.stakes && line.is_none());
        let number = written.number(written.is_stake || self.stakes)?;
        while let Some(Token::Word(after @ (Word::Filler | Word::Marker))) = self.peek() {
            self.stakes &= after == Word::Filler;
            self.at += 1;
        }
        Ok(End { number, line, between })
    }

    fn range(&self, first: &End, second: &End) -> Result<Parsed, NumberFault> {
        let from_line = first.line.or(self.default_line);
        let to_line = second.line.or(from_line);
        if let (Some(from), Some(to)) = (from_line, to_line)
            && from != to
        {
            return Err(NumberFault::MixedLines { from, to });
        }
        must_ascend(first.number, second.number)?;
        let line = self.line_of(to_line, first.number, Some(second.number))?;
        Ok(Parsed::Range { from: MarkerKey::new(line, first.number), to: MarkerKey::new(line, second.number) })
    }

    /// The line that was named, or else the only one on which a number or both ends of a range can exist.
    fn line_of(
        &self,
        named: Option<LineKey>,
        from: MarkerNumber,
        to: Option<MarkerNumber>,
    ) -> Result<LineKey, NumberFault> {
        let numbers: Vec<MarkerNumber> = [Some(from), to].into_iter().flatten().collect();
        if let Some(line) = named {
            self.lines.must_have(line, &numbers)?;
            return Ok(line);
        }
        let lines = self.lines.lines_having_all(&numbers);
        match lines.as_slice() {
            [line] => Ok(*line),
            [] => Err(NumberFault::UnknownNumber { from, to, line: None }),
            _ => Err(NumberFault::LineRequired { from, to, lines }),
        }
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).map(|(token, _)| *token)
    }

    fn dash_follows(&self) -> bool {
        matches!(self.peek(), Some(Token::Dash | Token::Word(Word::To)))
    }

    /// The text from the token at `begin` to the present one.
    fn quote(&self, begin: usize) -> &'t str {
        let start = self.tokens.get(begin).map_or(0, |(_, place)| place.start);
        let end = self.tokens.get(self.at).map_or(self.text.len(), |(_, place)| place.end);
        self.text.get(start..end).unwrap_or_default()
    }
}
