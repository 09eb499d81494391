//! Text → tokens. Each character is looked at once.

use crate::domain::cql2::Cql2Fault;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword or a bare name.
    Word(String),
    /// A name in double quotes.
    Quoted(String),
    Text(String),
    Number(f64),
    Symbol(&'static str),
    End,
}

impl Token {
    /// The token as messages show it.
    pub(super) fn shown(&self) -> String {
        let cut = |text: &str| text.chars().take(40).collect::<String>();
        match self {
            Self::Word(word) | Self::Quoted(word) => format!("“{}”", cut(word)),
            Self::Text(text) => format!("'{}'", cut(text)),
            Self::Number(number) => number.to_string(),
            Self::Symbol(symbol) => format!("“{symbol}”"),
            Self::End => "hết/end".to_owned(),
        }
    }
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

const SYMBOLS: [&str; 9] = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ","];

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Where the next token begins, and the token.
    pub(super) fn next(&mut self) -> Result<(usize, Token), Cql2Fault> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let (start, rest) = (self.at, self.rest());
        let Some(first) = rest.chars().next() else { return Ok((start, Token::End)) };
        if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            self.at += symbol.len();
            return Ok((start, Token::Symbol(symbol)));
        }
        let token = match first {
            '\'' => Token::Text(self.quoted('\'')?),
            '"' => Token::Quoted(self.quoted('"')?),
            '0'..='9' | '.' | '+' | '-' => self.number()?,
            c if starts_a_name(c) => {
                let end = rest.find(|c| !goes_on(c)).unwrap_or(rest.len());
                self.at += end;
                Token::Word(rest[..end].to_owned())
            }
            c => return Err(Cql2Fault::at(start, format!("ký tự lạ “{c}”"), format!("unexpected character \"{c}\""))),
        };
        Ok((start, token))
    }

    /// What stands between two quotes; the quote itself is written twice, or after a backslash.
    fn quoted(&mut self, quote: char) -> Result<String, Cql2Fault> {
        let start = self.at;
        let mut out = String::new();
        let mut chars = self.text[start..].char_indices().skip(1).peekable();
        while let Some((n, c)) = chars.next() {
            let ahead = chars.peek().map(|(_, c)| *c);
            if c == quote {
                if ahead == Some(quote) {
                    out.push(quote);
                    chars.next();
                    continue;
                }
                self.at = start + n + c.len_utf8();
                return Ok(out);
            }
            if c == '\\' && ahead == Some(quote) {
                // At the very end it is a backslash, and the quote ends the text.
                let mut beyond = chars.clone();
                beyond.next();
                if beyond.peek().is_some() {
                    out.push(quote);
                    chars.next();
                    continue;
                }
            }
            out.push(c);
        }
        Err(Cql2Fault::at(start, "thiếu dấu đóng ngoặc kép hoặc nháy", "the closing quote is missing"))
    }

    fn number(&mut self) -> Result<Token, Cql2Fault> {
        let (start, rest) = (self.at, self.rest());
        let mut before = ' ';
        let end = rest
            .find(|c: char| {
                let is = c.is_ascii_digit()
                    || c == '.'
                    || matches!(c, 'e' | 'E')
                    || (matches!(c, '+' | '-') && matches!(before, ' ' | 'e' | 'E'));
                before = c;
                !is
            })
            .unwrap_or(rest.len());
        let number = rest[..end].parse::<f64>().ok().filter(|number| number.is_finite());
        let after = rest[end..].chars().next();
        match number.filter(|_| !after.is_some_and(goes_on)) {
            Some(number) => {
                self.at += end;
                Ok(Token::Number(number))
            }
            None => Err(Cql2Fault::at(start, "không phải là số", "this is not a number")),
        }
    }
}

fn starts_a_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

fn goes_on(c: char) -> bool {
    starts_a_name(c) || c.is_numeric() || c == '.'
}
