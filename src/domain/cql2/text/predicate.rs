//! Comparisons, `LIKE`, `BETWEEN`, `IN`, `IS NULL`, and the functions of space and time.

use super::Parser;
use super::token::Token;
use crate::domain::cql2::{Cql2Fault, Node, Op, Order, SpatialOp, TemporalOp};

impl Parser<'_> {
    /// What is true, false or unknown of a feature.
    pub(super) fn predicate(&mut self) -> Result<Node, Cql2Fault> {
        if let Token::Word(word) = &self.next.1 {
            let spatial = SpatialOp::named(word).map(Op::Spatial);
            if let Some(op) = spatial.or_else(|| TemporalOp::named(word).map(Op::Temporal)) {
                self.take()?;
                return self.of_two(op);
            }
        }
        let at = self.next.0;
        let left = self.operand()?;
        self.after(at, left)
    }

    /// `S_INTERSECTS(geometry, POINT(…))`
    fn of_two(&mut self, op: Op) -> Result<Node, Cql2Fault> {
        self.symbol("(")?;
        let one = self.operand()?;
        self.symbol(",")?;
        let other = self.operand()?;
        self.symbol(")")?;
        self.call(op, vec![one, other])
    }

    /// What is said of the operand that was read.
    fn after(&mut self, at: usize, left: Node) -> Result<Node, Cql2Fault> {
        if let Token::Symbol(symbol) = self.next.1
            && let Some(order) = Order::named(symbol)
        {
            self.take()?;
            let right = self.operand()?;
            return self.call(Op::Compare(order), vec![left, right]);
        }
        if self.took_word("IS")? {
            let not = self.took_word("NOT")?;
            self.word("NULL")?;
            let is_null = self.call(Op::IsNull, vec![left])?;
            return self.unless(not, is_null);
        }
        let not = self.took_word("NOT")?;
        let said = if self.took_word("LIKE")? {
            let pattern = self.operand()?;
            self.call(Op::Like, vec![left, pattern])?
        } else if self.took_word("BETWEEN")? {
            let low = self.operand()?;
            self.word("AND")?;
            let high = self.operand()?;
            self.call(Op::Between, vec![left, low, high])?
        } else if self.took_word("IN")? {
            self.symbol("(")?;
            let mut all = vec![left];
            loop {
                all.push(self.operand()?);
                if !self.took_symbol(",")? {
                    break;
                }
            }
            self.symbol(")")?;
            self.call(Op::In, all)?
        } else {
            return match left {
                Node::Truth(_) if !not => Ok(left),
                _ if matches!(self.next.1, Token::Symbol("(")) => Err(Cql2Fault::at(
                    at,
                    "không có hàm này; có CASEI, ACCENTI, S_…, T_…",
                    "there is no such function; there are CASEI, ACCENTI, S_…, T_…",
                )),
                _ => Err(self.unexpected("phép so sánh", "a comparison")),
            };
        };
        self.unless(not, said)
    }

    fn unless(&mut self, not: bool, said: Node) -> Result<Node, Cql2Fault> {
        if not { self.call(Op::Not, vec![said]) } else { Ok(said) }
    }

    /// A property, a literal, or CASEI and ACCENTI of one.
    pub(super) fn operand(&mut self) -> Result<Node, Cql2Fault> {
        self.budget.node()?;
        let at = self.next.0;
        match self.take()? {
            Token::Text(text) => Ok(Node::Text(text)),
            Token::Number(number) => Ok(Node::Number(number)),
            Token::Quoted(name) => Ok(Node::Property(name)),
            Token::Word(word) => self.word_operand(at, word),
            token => {
                let found = token.shown();
                Err(Cql2Fault::at(
                    at,
                    format!("cần thuộc tính hoặc giá trị, gặp {found}"),
                    format!("expected a property or a value, found {found}"),
                ))
            }
        }
    }

    fn word_operand(&mut self, at: usize, word: String) -> Result<Node, Cql2Fault> {
        let upper = word.to_ascii_uppercase();
        if !self.is_symbol("(") && !matches!(self.next.1, Token::Word(ref z) if z.eq_ignore_ascii_case("Z")) {
            return match upper.as_str() {
                "TRUE" => Ok(Node::Truth(true)),
                "FALSE" => Ok(Node::Truth(false)),
                "AND" | "OR" | "NOT" | "LIKE" | "IN" | "IS" | "BETWEEN" | "NULL" => Err(Cql2Fault::at(
                    at,
                    format!("“{word}” là từ khóa; tên thuộc tính như vậy phải viết trong dấu ngoặc kép"),
                    format!("\"{word}\" is a keyword; write a property of that name in double quotes"),
                )),
                _ => Ok(Node::Property(word)),
            };
        }
        match upper.as_str() {
            "CASEI" | "ACCENTI" => {
                self.budget.down()?;
                self.symbol("(")?;
                let inner = self.operand()?;
                self.symbol(")")?;
                self.budget.up();
                Ok(Node::Call(if upper == "CASEI" { Op::Casei } else { Op::Accenti }, vec![inner]))
            }
            "DATE" | "TIMESTAMP" | "INTERVAL" => self.time(&upper),
            _ => match self.shape(&upper)? {
                Some(geometry) => Ok(Node::Geometry(geometry)),
                // What follows is for the caller to say: a name before a parenthesis is no function that there is.
                None => Ok(Node::Property(word)),
            },
        }
    }
}
