//! CQL2 Text.
//!
//! The grammar of OGC 21-065r2, Annex B: keywords in either case; `'` in a text is written `''` or `\'`; names that are no
//! identifiers stand in `"`. Cost: linear, one token ahead.

mod predicate;
pub(super) mod shapes;
mod token;

use super::{Budget, Cql2Fault, Node, Op};
use token::{Lexer, Token};

/// Reads a filter.
///
/// ```
/// use mocgioi::domain::cql2::{Node, text};
///
/// assert!(matches!(text::parse("condition IN ('damaged', 'missing') AND NOT notes IS NULL"), Ok(Node::Call(..))));
/// assert!(text::parse("((((((((((((((((((((((").is_err());
/// ```
///
/// # Errors
/// What is wrong, and at which byte.
pub fn parse(text: &str) -> Result<Node, Cql2Fault> {
    let budget = Budget::of(text)?;
    let mut lexer = Lexer::new(text);
    let next = lexer.next()?;
    let mut parser = Parser { lexer, next, budget };
    let node = parser.either()?;
    match parser.next.1 {
        Token::End => Ok(node),
        _ => Err(parser.unexpected("AND, OR", "AND, OR")),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// Where the next token begins, and the token.
    next: (usize, Token),
    budget: Budget,
}

impl Parser<'_> {
    /// Takes the next token.
    fn take(&mut self) -> Result<Token, Cql2Fault> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.next, next).1)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(&self.next.1, Token::Word(held) if held.eq_ignore_ascii_case(word))
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.next.1, Token::Symbol(held) if held == symbol)
    }

    fn took_word(&mut self, word: &str) -> Result<bool, Cql2Fault> {
        let is = self.is_word(word);
        if is {
            self.take()?;
        }
        Ok(is)
    }

    fn took_symbol(&mut self, symbol: &str) -> Result<bool, Cql2Fault> {
        let is = self.is_symbol(symbol);
        if is {
            self.take()?;
        }
        Ok(is)
    }

    fn word(&mut self, word: &str) -> Result<(), Cql2Fault> {
        if self.took_word(word)? { Ok(()) } else { Err(self.unexpected(word, word)) }
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), Cql2Fault> {
        if self.took_symbol(symbol)? { Ok(()) } else { Err(self.unexpected(symbol, symbol)) }
    }

    fn unexpected(&self, vi: &str, en: &str) -> Cql2Fault {
        let (at, found) = (self.next.0, self.next.1.shown());
        Cql2Fault::at(at, format!("cần {vi}, gặp {found}"), format!("expected {en}, found {found}"))
    }

    fn call(&mut self, op: Op, args: Vec<Node>) -> Result<Node, Cql2Fault> {
        self.budget.node()?;
        Ok(Node::Call(op, args))
    }

    /// `a OR b OR c`
    fn either(&mut self) -> Result<Node, Cql2Fault> {
        self.budget.down()?;
        let mut all = vec![self.both()?];
        while self.took_word("OR")? {
            all.push(self.both()?);
        }
        self.budget.up();
        self.together(Op::Or, all)
    }

    /// `a AND b AND c`
    fn both(&mut self) -> Result<Node, Cql2Fault> {
        let mut all = vec![self.factor()?];
        while self.took_word("AND")? {
            all.push(self.factor()?);
        }
        self.together(Op::And, all)
    }

    fn together(&mut self, op: Op, mut all: Vec<Node>) -> Result<Node, Cql2Fault> {
        match all.pop() {
            Some(one) if all.is_empty() => Ok(one),
            last => {
                all.extend(last);
                self.call(op, all)
            }
        }
    }

    fn factor(&mut self) -> Result<Node, Cql2Fault> {
        if self.took_word("NOT")? {
            let inner = self.primary()?;
            return self.call(Op::Not, vec![inner]);
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Node, Cql2Fault> {
        if self.took_symbol("(")? {
            let inner = self.either()?;
            self.symbol(")")?;
            return Ok(inner);
        }
        self.predicate()
    }
}

#[cfg(test)]
mod tests;
