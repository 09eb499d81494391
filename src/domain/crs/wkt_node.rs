//! Well-known text as a tree: `KEYWORD[value,…]`, with either kind of bracket.
//!
//! Texts come from strangers' files, so length and depth are limited; the tree is never larger than the text.

use super::CrsFault;

const LONGEST: usize = 65_536;
const DEEPEST: usize = 16;

pub(super) const TOO_LONG: &str = "it is longer than 64 KiB";
pub(super) const TOO_DEEP: &str = "it nests too deep";
pub(super) const CUT_OFF: &str = "it ends too early";
const MALFORMED: &str = "it is not well-known text";

/// A keyword (upper case) and what stands in its brackets.
#[derive(Debug, PartialEq)]
pub(super) struct Node {
    pub(super) keyword: String,
    pub(super) values: Vec<Value>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Value {
    /// In quotation marks.
    Text(String),
    Number(f64),
    /// A bare word, such as `EAST`.
    Word,
    Node(Node),
}

impl Node {
    /// The first node inside with one of these keywords.
    pub(super) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.children(keywords).next()
    }

    /// All nodes inside with one of these keywords.
    pub(super) fn children(&self, keywords: &[&str]) -> impl Iterator<Item = &Self> {
        self.values.iter().filter_map(move |value| match value {
            Value::Node(node) if keywords.contains(&node.keyword.as_str()) => Some(node),
            _ => None,
        })
    }

    /// The text that comes first: the name.
    pub(super) fn name(&self) -> Option<&str> {
        match self.values.first()? {
            Value::Text(name) => Some(name),
            _ => None,
        }
    }

    /// The value at this place as a number; AUTHORITY has its codes in quotation marks.
    pub(super) fn number(&self, at: usize) -> Option<f64> {
        match self.values.get(at)? {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Word | Value::Node(_) => None,
        }
    }
}

/// Reads the whole text as one node.
pub(super) fn parse(text: &str) -> Result<Node, CrsFault> {
    if text.len() > LONGEST {
        return Err(fault(TOO_LONG));
    }
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}') };
    let root = reader.node(0)?;
    reader.blanks();
    if reader.rest.trim_end_matches('\0').is_empty() { Ok(root) } else { Err(fault(MALFORMED)) }
}

fn fault(reason: &'static str) -> CrsFault {
    CrsFault::WktUnreadable { reason }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes this sign, if it comes next.
    fn take(&mut self, signs: &[char]) -> bool {
        self.blanks();
        let after = self.rest.strip_prefix(signs);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn expected(&self) -> CrsFault {
        fault(if self.rest.is_empty() { CUT_OFF } else { MALFORMED })
    }

    /// Takes letters, digits and what else a word or number is made of.
    fn word(&mut self) -> &str {
        self.blanks();
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_+-.".contains(c)));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn node(&mut self, depth: usize) -> Result<Node, CrsFault> {
        let keyword = self.word().to_ascii_uppercase();
        if !keyword.starts_with(|c: char| c.is_ascii_alphabetic()) || !self.take(&['[', '(']) {
            return Err(self.expected());
        }
        self.inside(keyword, depth)
    }

    /// Reads on after the opening bracket.
    fn inside(&mut self, keyword: String, depth: usize) -> Result<Node, CrsFault> {
        if depth == DEEPEST {
            return Err(fault(TOO_DEEP));
        }
        let mut values = Vec::new();
        loop {
            values.push(self.value(depth)?);
            if self.take(&[']', ')']) {
                return Ok(Node { keyword, values });
            }
            if !self.take(&[',']) {
                return Err(self.expected());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, CrsFault> {
        if self.take(&['"']) {
            return self.text().map(Value::Text);
        }
        let word = self.word().to_ascii_uppercase();
        if let Ok(number) = word.parse::<f64>()
            && word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        {
            return if number.is_finite() { Ok(Value::Number(number)) } else { Err(fault(MALFORMED)) };
        }
        if word.is_empty() {
            return Err(self.expected());
        }
        if self.take(&['[', '(']) {
            return self.inside(word, depth + 1).map(Value::Node);
        }
        Ok(Value::Word)
    }

    /// Up to the closing quotation mark; a doubled one stands for itself.
    fn text(&mut self) -> Result<String, CrsFault> {
        let mut text = String::new();
        loop {
            let (piece, after) = self.rest.split_once('"').ok_or_else(|| fault(CUT_OFF))?;
            text.push_str(piece);
            self.rest = after;
            match after.strip_prefix('"') {
                Some(further) => {
                    text.push('"');
                    self.rest = further;
                }
                None => return Ok(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> &'static str {
        match parse(text) {
            Err(CrsFault::WktUnreadable { reason }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn text_becomes_a_tree_in_either_kind_of_bracket() {
        let text = "\u{feff} unit [ \"a \"\"b\"\"\" , 1.5e-2,EAST, Authority(\"EPSG\",\"9001\") ]\r\n\0";
        let root = parse(text).expect("a node");
        assert_eq!((root.keyword.as_str(), root.name()), ("UNIT", Some("a \"b\"")));
        assert_eq!((root.number(1), root.number(2), root.number(9)), (Some(0.015), None, None));
        assert_eq!(root.child(&["AUTHORITY"]).and_then(|code| code.number(1)), Some(9001.0));
    }

    #[test]
    fn text_that_is_no_tree_is_refused_without_reading_on_for_ever() {
        for text in ["", "GEOGCS", "GEOGCS[", "GEOGCS[\"a", "GEOGCS[\"a\"", "GEOGCS[\"a\","] {
            assert_eq!(reason(text), CUT_OFF, "{text:?}");
        }
        for text in ["<xml/>", "[]", "A[]", "A[,]", "A[1]B", "A[1 2]", "A[1e999]", "+proj=tmerc", "A[1];"] {
            assert_eq!(reason(text), MALFORMED, "{text:?}");
        }
        assert_eq!(reason(&"A[".repeat(30_000)), TOO_DEEP);
        assert_eq!(reason(&" ".repeat(LONGEST + 1)), TOO_LONG);
    }
}
