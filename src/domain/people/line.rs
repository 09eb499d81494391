//! The log of people: who changed what about whom, and what the rows were like afterwards.
//!
//! line = SHA-256(previous line ‖ canonical line); before the first stand 32 zero bytes. A line states each row that it
//! changed: table, key, and SHA-256 over the canonical bytes of the whole row, or that it is gone. So the last statement
//! about a row tells what must stand in the table. Secrets are in those digests as they are in the rows, hashed.
//!
//! Lines of format 1 were written by earlier versions and state nothing. Where a log begins with such lines, one line
//! [`ALL_STATED`] follows them that states every row as it was then.

use serde::{Deserialize, Serialize};

use crate::domain::canonical::{self, NotCanonical};
use crate::domain::chain::Digest;

/// Version of the layout of a line.
pub const FORMAT: i64 = 2;
/// What the line did that states all rows after lines that stated none.
pub const ALL_STATED: &str = "all_rows_stated";
/// What the line did that took tokens away which had run out long ago.
pub const TOKENS_PRUNED: &str = "tokens_pruned";

/// A table of people that is held against the log. Sessions are not: they end by themselves within a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Table {
    #[serde(rename = "people_unit")]
    Unit,
    #[serde(rename = "account")]
    Account,
    #[serde(rename = "membership")]
    Membership,
    #[serde(rename = "device")]
    Device,
    #[serde(rename = "access_token")]
    Token,
    #[serde(rename = "account_link")]
    Link,
}

impl Table {
    pub const ALL: [Self; 6] = [Self::Unit, Self::Account, Self::Membership, Self::Device, Self::Token, Self::Link];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "people_unit",
            Self::Account => "account",
            Self::Membership => "membership",
            Self::Device => "device",
            Self::Token => "access_token",
            Self::Link => "account_link",
        }
    }
}

/// A row by its table and its key: an id, the key of a unit, issuer and subject of a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowName {
    pub table: Table,
    pub key: String,
}

impl RowName {
    pub fn new(table: Table, key: &impl ToString) -> Self {
        Self { table, key: key.to_string() }
    }
}

/// What a line says of a row: its digest, or that it is gone.
pub type Statement = (RowName, Option<Digest>);

/// Statements as they lie in a line.
pub fn written(statements: &[Statement]) -> String {
    let list: Vec<(Table, &str, Option<String>)> = statements
        .iter()
        .map(|(row, digest)| (row.table, row.key.as_str(), digest.as_ref().map(ToString::to_string)))
        .collect();
    if list.is_empty() { String::new() } else { serde_json::to_string(&list).unwrap_or_default() }
}

/// Reads what [`written`] wrote; `None` for anything else.
pub fn read(text: &str) -> Option<Vec<Statement>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let list: Vec<(Table, String, Option<String>)> = serde_json::from_str(text).ok()?;
    let statement = |(table, key, digest): (Table, String, Option<String>)| {
        let digest = match digest {
            None => None,
            Some(hex) => Some(Digest::from_slice(&crate::domain::signature::unhex(&hex)?)?),
        };
        Some((RowName { table, key }, digest))
    };
    list.into_iter().map(statement).collect()
}

/// One line, without its hash.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub version: i64,
    pub format: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub actor: &'a str,
    pub what: &'a str,
    pub subject: &'a str,
    pub stated: &'a str,
}

#[derive(Serialize)]
struct Canonical<'a> {
    format: i64,
    version: i64,
    at: i64,
    actor: &'a str,
    what: &'a str,
    subject: &'a str,
    stated: &'a str,
}

impl Line<'_> {
    /// # Errors
    /// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
    pub fn hash(&self, previous: &Digest) -> Result<Digest, NotCanonical> {
        let Self { version, format, at, actor, what, subject, stated } = *self;
        let said = if format == 1 {
            canonical::bytes(&(version, at, actor, what, subject))?
        } else {
            canonical::bytes(&Canonical { format, version, at, actor, what, subject, stated })?
        };
        Ok(Digest::of(&[previous.as_bytes(), &said]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_formats_keep_their_hashes_for_ever() {
        let mut line = Line {
            version: 3,
            format: 1,
            at: 1_764_000_000_000,
            actor: "operator",
            what: "unit",
            subject: "a",
            stated: "",
        };
        let hash = |line: &Line<'_>| line.hash(&Digest::ZERO).unwrap().to_string();
        assert_eq!(hash(&line), "f5f4f0e4807d2dd16cc89df4a92dbec39bce1502247c342691520cd97830fbae");
        let stated = written(&[(RowName::new(Table::Unit, &"a"), Some(Digest::ZERO))]);
        (line.format, line.stated) = (FORMAT, &stated);
        assert_eq!(hash(&line), "53ba85b6faae397c0bdba986bb0804a0c38f95a94360528865fe33e1f93c6863");
    }

    #[test]
    fn statements_are_read_as_they_were_written() {
        let all: Vec<Statement> =
            Table::ALL.into_iter().map(|table| (RowName::new(table, &"a \"b\"\n"), Some(Digest::ZERO))).collect();
        assert_eq!(read(&written(&all)), Some(all));
        let gone = vec![(RowName::new(Table::Token, &"t"), None)];
        assert_eq!(read(&written(&gone)), Some(gone));
        assert_eq!((written(&[]), read("")), (String::new(), Some(Vec::new())));
        for bad in ["x", "[[\"browser_session\",\"a\",null]]", "[[\"account\",\"a\",\"00\"]]", "[[\"account\",\"a\"]]"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
