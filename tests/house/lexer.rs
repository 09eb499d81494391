//! Just enough of Rust's lexical grammar to tell code from comments and strings.

/// What the rules look at; numbers and literals are only placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Word(String),
    PathSep,
    Sign(char),
    Literal,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }

    pub(crate) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The code of a source file; comments (documentation too) are dropped, literals are opaque.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1 };
    let mut tokens = Vec::new();
    while lexer.at < lexer.chars.len() {
        let line = lexer.line;
        if let Some(kind) = lexer.next_kind() {
            tokens.push(Token { kind, line });
        }
    }
    tokens
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn ended(&self) -> bool {
        self.at >= self.chars.len()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.line += usize::from(self.peek(0) == '\n');
            self.at += 1;
        }
    }

    fn next_kind(&mut self) -> Option<Kind> {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while !self.ended() && self.peek(0) != '\n' {
                    self.skip(1);
                }
                None
            }
            ('/', '*') => {
                self.block_comment();
                None
            }
            ('"', _) => Some(self.string()),
            ('\'', _) => self.quote(),
            (':', ':') => {
                self.skip(2);
                Some(Kind::PathSep)
            }
            (c, _) if c.is_ascii_digit() => {
                self.take_word();
                Some(Kind::Literal)
            }
            (c, _) if is_word(c) => Some(self.word_or_prefixed()),
            (c, _) => {
                self.skip(1);
                (!c.is_whitespace()).then_some(Kind::Sign(c))
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while !self.ended() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.skip(2);
                }
                ('*', '/') => {
                    depth -= 1;
                    self.skip(2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.skip(1),
            }
        }
    }

    fn string(&mut self) -> Kind {
        self.skip(1);
        while !self.ended() && self.peek(0) != '"' {
            self.skip(if self.peek(0) == '\\' { 2 } else { 1 });
        }
        self.skip(1);
        Kind::Literal
    }

    /// A character, or a lifetime (which is no concern of any rule).
    fn quote(&mut self) -> Option<Kind> {
        if self.peek(1) == '\\' {
            self.skip(3); // the quote, the backslash, and what it escapes, which may be a quote
            while !self.ended() && self.peek(0) != '\'' {
                self.skip(1);
            }
            self.skip(1);
            Some(Kind::Literal)
        } else if self.peek(2) == '\'' {
            self.skip(3);
            Some(Kind::Literal)
        } else {
            self.skip(1);
            self.take_word();
            None
        }
    }

    fn take_word(&mut self) -> String {
        let start = self.at;
        while is_word(self.peek(0)) {
            self.skip(1);
        }
        self.chars[start..self.at].iter().collect()
    }

    /// A word, unless it is the prefix of a string: `b"…"`, `r#"…"#`, or of a raw word: `r#type`.
    fn word_or_prefixed(&mut self) -> Kind {
        let word = self.take_word();
        let raw = matches!(word.as_str(), "r" | "br" | "cr");
        let rest = self.chars[self.at..].iter();
        let hashes = rest.take_while(|c| **c == '#').count();
        if raw && self.peek(hashes) == '"' {
            self.skip(hashes + 1);
            let closed = |lexer: &Self| lexer.peek(0) == '"' && (1..=hashes).all(|ahead| lexer.peek(ahead) == '#');
            while !self.ended() && !closed(self) {
                self.skip(1);
            }
            self.skip(hashes + 1);
            Kind::Literal
        } else if matches!(word.as_str(), "b" | "c") && self.peek(0) == '"' {
            self.string()
        } else if word == "r" && hashes == 1 && is_word(self.peek(1)) {
            self.skip(1);
            Kind::Word(self.take_word())
        } else {
            Kind::Word(word)
        }
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
