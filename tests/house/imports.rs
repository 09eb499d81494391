//! Every path that a source file names: in `use` trees, and inline.

use crate::lexer::{Kind, Token, tokens};

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Into the crate this file belongs to: the path from its root.
    Inside(Vec<String>),
    /// Into the library by its name, as the program does.
    Library(Vec<String>),
    /// To a name in scope, most often another crate: the path as written.
    Named(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) line: usize,
    pub(crate) target: Target,
}

/// All imports of the file at `path` (relative to the repository's root).
pub(crate) fn imports(path: &str, text: &str) -> Vec<Import> {
    let mut reader = Reader { tokens: tokens(text), at: 0, module: module(path), found: Vec::new() };
    reader.read();
    reader.found
}

/// The module that a file is: `src/http/ogc/mod.rs` is `http::ogc`. The two crate roots are empty.
pub(crate) fn module(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") || matches!(path, "lib" | "main") {
        parts.pop();
    }
    parts
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// The module at this place, with the inline ones: `super` is one less.
    module: Vec<String>,
    found: Vec<Import>,
}

impl Reader {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        self.token(ahead)?.word()
    }

    fn is(&self, ahead: usize, sign: char) -> bool {
        self.token(ahead).is_some_and(|token| token.is(sign))
    }

    fn is_path_sep(&self, ahead: usize) -> bool {
        self.token(ahead).is_some_and(|token| token.kind == Kind::PathSep)
    }

    fn read(&mut self) {
        // For each open brace, whether it opened an inline module.
        let mut braces = Vec::new();
        while self.at < self.tokens.len() {
            match self.word(0) {
                Some("mod") if self.is(2, '{') => {
                    self.module.extend(self.word(1).map(str::to_owned));
                    braces.push(true);
                    self.at += 3;
                }
                // Not `impl Trait + use<'a>`.
                Some("use") if !self.is(1, '<') => {
                    self.at += 1;
                    self.use_tree(&[]);
                }
                Some("extern") if self.word(1) == Some("crate") => {
                    let name = self.word(2).map(str::to_owned);
                    self.found(self.tokens[self.at].line, name.into_iter().collect());
                    self.at += 3;
                }
                Some(_) => self.inline_path(),
                None => {
                    if self.is(0, '{') {
                        braces.push(false);
                    } else if self.is(0, '}') && braces.pop() == Some(true) {
                        self.module.pop();
                    }
                    self.at += 1;
                }
            }
        }
    }

    fn inline_path(&mut self) {
        let line = self.tokens[self.at].line;
        let mut path = Vec::new();
        while let Some(word) = self.word(0) {
            path.push(word.to_owned());
            self.at += 1;
            if !(self.is_path_sep(0) && self.word(1).is_some()) {
                break;
            }
            self.at += 1;
        }
        if path.len() > 1 {
            self.found(line, path);
        }
    }

    /// One branch of a `use` tree, up to the `,`, `}` or `;` after it.
    fn use_tree(&mut self, prefix: &[String]) {
        let mut path = prefix.to_vec();
        let mut line = self.token(0).map_or(0, |token| token.line);
        while let Some(token) = self.token(0).cloned() {
            match token.kind {
                Kind::Sign('{') => {
                    self.at += 1;
                    while self.at < self.tokens.len() && !self.is(0, '}') {
                        self.use_tree(&path);
                        self.at += usize::from(!self.is(0, '}'));
                    }
                    self.at += 1;
                    return;
                }
                Kind::Sign(',' | '}' | ';') => break,
                Kind::Word(word) if word == "as" => self.at += 1, // the new name follows, and is passed over
                Kind::Word(word) if word == "self" && !path.is_empty() => {} // the prefix itself
                Kind::Word(word) => {
                    path.push(word);
                    line = token.line;
                }
                Kind::Sign('*') => path.push("*".to_owned()),
                _ => {}
            }
            self.at += 1;
        }
        self.found(line, path);
    }

    fn found(&mut self, line: usize, path: Vec<String>) {
        let supers = path.iter().take_while(|part| *part == "super").count();
        let target = match path.first().map(String::as_str) {
            None => return,
            Some("crate") => Target::Inside(path[1..].to_vec()),
            Some("mocgioi") => Target::Library(path[1..].to_vec()),
            // `self::super::x` is legal, and nobody writes it.
            Some("self") => Target::Inside([&self.module, &path[1..]].concat()),
            Some("super") => {
                let above = self.module.len().saturating_sub(supers);
                Target::Inside([&self.module[..above], &path[supers..]].concat())
            }
            Some(_) => Target::Named(path),
        };
        self.found.push(Import { line, target });
    }
}
