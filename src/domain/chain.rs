//! The chain over the change log.
//!
//! entry = SHA-256(previous entry ‖ number ‖ format ‖ meta ‖ payload digest), each part in canonical bytes.
//! The payload itself and its random salt lie apart, so that lawful erasure can remove them and leave the links
//! between entries whole: the digest stays, and without the salt nobody can guess what it was made of.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::canonical::{self, NotCanonical};
use super::record::Record;
use super::time::Instant;

/// Version of the layout of an entry.
pub const FORMAT: i64 = 1;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What stands before the first entry.
    pub const ZERO: Self = Self([0; 32]);

    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{self}")
    }
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// A new record.
    Add,
    /// Another content for an id that is taken: kept beside it until a person resolves.
    Contend,
}

impl Operation {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Contend => "contend",
        }
    }

    pub fn named(text: &str) -> Option<Self> {
        [Self::Add, Self::Contend].into_iter().find(|op| op.as_str() == text)
    }
}

/// What an entry says openly about its change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meta {
    pub at: Instant,
    pub operation: Operation,
    pub record: Uuid,
    pub rev: i64,
    pub actor: String,
}

/// One line of the change log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: i64,
    pub format: i64,
    pub meta: Meta,
    pub payload: Digest,
    pub hash: Digest,
}

/// An entry with the record that it added; `None` for an entry that added none (a contender).
#[derive(Debug, Clone)]
pub struct Change {
    pub entry: Entry,
    pub record: Option<Record>,
    /// Frozen place of the record in the order of its layer.
    pub order_key: i64,
}

/// Links a change to everything before it.
///
/// # Errors
/// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
pub fn entry_hash(
    previous: &Digest,
    seq: i64,
    format: i64,
    meta: &Meta,
    payload: &Digest,
) -> Result<Digest, NotCanonical> {
    let meta = canonical::bytes(meta)?;
    Ok(Digest::of(&[
        previous.as_bytes(),
        &canonical::bytes(&seq)?,
        &canonical::bytes(&format)?,
        &meta,
        payload.as_bytes(),
    ]))
}

/// Digest of everything a record says, its salt first.
///
/// # Errors
/// [`NotCanonical`] when the record holds a number that is not finite.
pub fn payload_digest(salt: &[u8; 16], record: &Record) -> Result<Digest, NotCanonical> {
    Ok(Digest::of(&[salt, &canonical::bytes(record)?]))
}

/// Digest of what the maker of a record asserted, without what the receiver added (time of receipt, label, review
/// state): two submissions with the same content digest are the same submission.
///
/// # Errors
/// [`NotCanonical`] when the record holds a number that is not finite.
pub fn content_digest(record: &Record) -> Result<Digest, NotCanonical> {
    Ok(Digest::of(&[&canonical::bytes(&record.asserted())?]))
}
