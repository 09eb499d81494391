//! Where a fact comes from: document, clause and the quoted words.

use serde::{Deserialize, Serialize};

/// The seed document a record was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Number of the document, "000" to "004".
    pub document: String,
    /// Key of the record within its document.
    pub key: String,
    /// Issuer and title in short, for people.
    pub title: String,
    pub province: Option<String>,
}

/// Words of a document, character for character, and the clause they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    /// Number of the document, where it is not the record's own (a marker may be named by several).
    pub document: Option<String>,
    pub clause: String,
    pub quote: String,
}

/// Something doubtful in the document, kept as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    pub code: FlagCode,
    pub text: String,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagCode {
    DoubtfulDate,
    Contradiction,
    MissingNumber,
    Misspelled,
    Illegible,
    Unclear,
}
