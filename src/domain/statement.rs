//! What is said about another record: approval, withdrawal, a change of label.
//!
//! A statement is a record of its own, with an entry in the chain that says who and when. Nothing is edited: what counts
//! of a record follows from all that was said about it ([`verdict`](super::verdict)), in whatever order it arrived.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::Label;

/// What somebody decided about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Its maker is done with it (trình duyệt).
    Submit,
    /// It is the unit's word from now on (duyệt).
    Approve,
    /// Back to its maker, with a remark (trả lại).
    Return,
}

impl Decision {
    pub const ALL: [Self; 3] = [Self::Submit, Self::Approve, Self::Return];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Return => "return",
        }
    }
}

/// A step on the way of a record to the unit's superiors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub target: Uuid,
    pub decision: Decision,
    /// Digest of the content that was looked at, where several contend for the id.
    pub content: Option<String>,
    pub remark: Option<String>,
    /// Whether whoever says it may not read what is restricted: then it is said about nothing that is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncleared: bool,
}

/// A record is withdrawn. Its id is never used again; the log keeps what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    pub target: Uuid,
    pub reason: String,
    /// Whether whoever withdraws it may approve: nobody else takes back what was approved.
    pub by_approver: bool,
    /// Whether whoever says it may not read what is restricted: then it is said about nothing that is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncleared: bool,
}

/// A record gets another label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relabel {
    pub target: Uuid,
    pub label: Label,
    pub reason: String,
    /// Units whose records whoever says it may label: his own and those below. Absent for whoever may label all.
    pub within: Option<Vec<String>>,
    /// Whether whoever says it may not read what is restricted: then it is said about nothing that is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncleared: bool,
}
