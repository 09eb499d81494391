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
    /// A block of rows of an import. The entry names the import and the number of the block; its payload digest is made
    /// of the rows' own ([`block_digest`]). What it holds counts when the import's record follows.
    Block,
    /// A revision of a record was lawfully erased, with its contenders: see [`erasure`](super::erasure).
    Erase,
}

impl Operation {
    const ALL: [Self; 4] = [Self::Add, Self::Contend, Self::Block, Self::Erase];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Contend => "contend",
            Self::Block => "block",
            Self::Erase => "erase",
        }
    }

    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.as_str() == text)
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

/// A record as an entry of the log wrote it.
#[derive(Debug, Clone)]
pub struct Written {
    pub record: Record,
    /// Frozen place of the record in the order of its layer.
    pub order_key: i64,
}

/// An entry with the records that it wrote: one, those of a block, or none (a contender, an erasure).
#[derive(Debug, Clone)]
pub struct Change {
    pub entry: Entry,
    pub written: Vec<Written>,
}

impl Change {
    /// The record of an entry that wrote one.
    pub fn record(&self) -> Option<&Record> {
        self.written.first().map(|written| &written.record)
    }

    /// Whether this entry took away what an earlier one had written.
    pub fn erases(&self) -> bool {
        self.entry.meta.operation == Operation::Erase
    }

    /// Whether this entry is part of an import whose final entry is still to come.
    pub fn is_pending(&self) -> bool {
        self.entry.meta.operation == Operation::Block
    }
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

/// Digest of a block: of the payload digests of its rows, in the order of id and revision.
///
/// # Errors
/// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
pub fn block_digest(import: Uuid, block: i64, payloads: &[Digest]) -> Result<Digest, NotCanonical> {
    let (import, block) = (canonical::bytes(&import)?, canonical::bytes(&block)?);
    let mut parts: Vec<&[u8]> = vec![&import, &block];
    parts.extend(payloads.iter().map(|payload| &payload.as_bytes()[..]));
    Ok(Digest::of(&parts))
}

/// Digest of what the maker of a record asserted, without what the receiver added (time of receipt, label, review
/// state): two submissions with the same content digest are the same submission.
///
/// # Errors
/// [`NotCanonical`] when the record holds a number that is not finite.
pub fn content_digest(record: &Record) -> Result<Digest, NotCanonical> {
    Ok(Digest::of(&[&canonical::bytes(&record.asserted())?]))
}
