//! An evidence bundle: records with their salts, the entries of the log from the first of them up to a signed checkpoint,
//! and signatures, so that whoever has the program alone can check what the log said, and when.
//!
//! The manifest names every file with its SHA-256 and is signed byte for byte. What is checked beside that does not hang
//! on the signature of the manifest: each record gives its payload digest, the digest stands in its entry (or in the list
//! that gives its block's), and the entries lead to the hash of the checkpoint.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::canonical;
use super::chain::{Digest, Entry, Meta, Operation, block_digest, entry_hash, payload_digest};
use super::checkpoint::Claim;
use super::record::Record;
use super::signature::{hex, unhex, unhex_array};
use super::time::Instant;

/// Version of the layout of a bundle.
pub const FORMAT: i64 = 1;
/// What the manifest is signed for.
pub const PURPOSE: &str = "mocgioi bundle";

/// What is in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: i64,
    pub epoch: String,
    pub made_at: Instant,
    /// Id of the key that signs the manifest.
    pub key: String,
    /// Number of the first entry, and the hash of the one before it.
    pub first: i64,
    pub previous: String,
    pub files: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub name: String,
    pub sha256: String,
}

/// A public key with its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedKey {
    pub key: String,
    pub public: String,
}

/// An entry of the log, as one line of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLine {
    seq: i64,
    format: i64,
    at: Instant,
    operation: Operation,
    record: Uuid,
    rev: i64,
    actor: String,
    payload: String,
    hash: String,
}

impl EntryLine {
    pub fn of(entry: &Entry) -> Self {
        let Meta { at, operation, record, rev, actor } = entry.meta.clone();
        let (payload, hash) = (entry.payload.to_string(), entry.hash.to_string());
        Self { seq: entry.seq, format: entry.format, at, operation, record, rev, actor, payload, hash }
    }

    fn read(self) -> Option<Entry> {
        let Self { seq, format, at, operation, record, rev, actor, payload, hash } = self;
        let (payload, hash) = (digest(&payload)?, digest(&hash)?);
        Some(Entry { seq, format, meta: Meta { at, operation, record, rev, actor }, payload, hash })
    }
}

/// One revision of a record, or a contender, with everything that its digest is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: Uuid,
    pub rev: i64,
    /// Whether it is another content for an id that was taken.
    pub contender: bool,
    /// Number of the entry that wrote it, its own or its block's.
    pub seq: i64,
    pub block: Option<BlockName>,
    pub payload: String,
    pub erased_under: Option<i64>,
    /// None of what was erased.
    pub content: Option<Content>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockName {
    pub import: Uuid,
    pub block: i64,
}

/// What a record says: for people, and byte for byte.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub salt: String,
    pub canonical: String,
    pub record: Record,
}

impl Content {
    /// # Errors
    /// [`NotCanonical`](canonical::NotCanonical) when the record holds a number that is not finite.
    pub fn of(record: Record, salt: &[u8; 16]) -> Result<Self, canonical::NotCanonical> {
        Ok(Self { salt: hex(salt), canonical: hex(&canonical::bytes(&record)?), record })
    }

    /// The payload digest, when the readable form and the bytes say the same.
    fn payload(&self) -> Option<Digest> {
        let salt = unhex_array(&self.salt)?;
        let bytes = canonical::bytes(&self.record).ok()?;
        (unhex(&self.canonical)? == bytes).then(|| payload_digest(&salt, &self.record).ok())?
    }
}

/// The payload digests of all rows of a block, in its order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockList {
    pub name: BlockName,
    pub payloads: Vec<String>,
}

fn digest(text: &str) -> Option<Digest> {
    unhex_array(text).map(|bytes: [u8; 32]| Digest::from_slice(&bytes))?
}

/// The first thing in a bundle that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    #[error("it is no bundle, or a damaged one: {0}")]
    Unreadable(String),
    #[error("{0} is missing")]
    Missing(String),
    #[error("{0} does not belong to the bundle")]
    Foreign(String),
    #[error("{0} was altered")]
    Altered(String),
    #[error("the manifest is not signed by key {0}")]
    Unsigned(String),
    #[error("it is signed by key {found}, not by the key that was asked for")]
    OtherKey { found: String },
    #[error("the checkpoint is not signed by key {0}")]
    CheckpointUnsigned(String),
    #[error("entry {0} does not follow from the entries before it")]
    ChainBroken(i64),
    #[error("the entries do not lead to the checkpoint at entry {0}")]
    CheckpointMissed(i64),
    #[error("record {0} is not what its digest says")]
    RecordAltered(Uuid),
    #[error("entry {seq} does not speak of record {record}")]
    NotInLog { seq: i64, record: Uuid },
    #[error("block {block} of import {import} is not what its entry says")]
    BlockAltered { import: Uuid, block: i64 },
}

/// The entries of a bundle while they are walked. Only those that somebody asks about are kept.
#[derive(Debug)]
pub struct Segment {
    next: i64,
    hash: Digest,
    wanted: HashMap<i64, Option<Entry>>,
}

impl Segment {
    /// `wanted`: numbers of the entries that items speak of.
    ///
    /// # Errors
    /// When the manifest does not say where the entries begin.
    pub fn begin(manifest: &Manifest, wanted: impl IntoIterator<Item = i64>) -> Result<Self, NotProven> {
        let hash = digest(&manifest.previous).ok_or_else(|| NotProven::Altered("manifest.json".to_owned()))?;
        Ok(Self { next: manifest.first, hash, wanted: wanted.into_iter().map(|seq| (seq, None)).collect() })
    }

    /// # Errors
    /// [`NotProven::ChainBroken`]
    pub fn take(&mut self, line: EntryLine) -> Result<(), NotProven> {
        let broken = NotProven::ChainBroken(self.next);
        let Some(entry) = line.read().filter(|entry| entry.seq == self.next) else { return Err(broken) };
        let hash = entry_hash(&self.hash, entry.seq, entry.format, &entry.meta, &entry.payload);
        if hash.ok() != Some(entry.hash) {
            return Err(broken);
        }
        (self.next, self.hash) = (self.next + 1, entry.hash);
        if let Some(kept) = self.wanted.get_mut(&entry.seq) {
            *kept = Some(entry);
        }
        Ok(())
    }

    /// # Errors
    /// [`NotProven::CheckpointMissed`] when the walk does not end where the checkpoint says.
    pub fn end(self, claim: &Claim) -> Result<Proven, NotProven> {
        if self.next != claim.seq + 1 || Some(self.hash) != claim.digest() {
            return Err(NotProven::CheckpointMissed(claim.seq));
        }
        Ok(Proven(self.wanted))
    }
}

/// Entries that lead to a checkpoint.
#[derive(Debug)]
pub struct Proven(HashMap<i64, Option<Entry>>);

impl Proven {
    fn entry(&self, seq: i64) -> Option<&Entry> {
        self.0.get(&seq)?.as_ref()
    }

    /// Whether the log wrote the item, and what it says is what was written. Returns when it was received, by the entry.
    ///
    /// # Errors
    /// [`NotProven`]
    pub fn check(&self, item: &Item, blocks: &HashMap<BlockName, BlockList>) -> Result<Instant, NotProven> {
        let altered = || NotProven::RecordAltered(item.id);
        let not_in_log = |seq| NotProven::NotInLog { seq, record: item.id };
        let payload = digest(&item.payload).ok_or_else(altered)?;
        match (&item.content, item.erased_under) {
            (Some(content), None) => {
                let is_named = content.record.id == item.id && content.record.rev == item.rev;
                if !is_named || content.payload() != Some(payload) {
                    return Err(altered());
                }
            }
            (None, Some(under)) => {
                let erased = |entry: &&Entry| {
                    let meta = &entry.meta;
                    meta.operation == Operation::Erase && meta.record == item.id && meta.rev == item.rev
                };
                self.entry(under).filter(erased).ok_or_else(|| not_in_log(under))?;
            }
            _ => return Err(altered()),
        }
        let entry = self.entry(item.seq).ok_or_else(|| not_in_log(item.seq))?;
        let meta = &entry.meta;
        if let Some(name) = item.block {
            let BlockName { import, block } = name;
            let is_named = (meta.operation, meta.record, meta.rev) == (Operation::Block, import, block);
            let list = blocks.get(&name).filter(|_| is_named).ok_or_else(|| not_in_log(item.seq))?;
            let payloads: Option<Vec<Digest>> = list.payloads.iter().map(|text| digest(text)).collect();
            let payloads = payloads.filter(|all| block_digest(import, block, all).ok() == Some(entry.payload));
            let payloads = payloads.ok_or(NotProven::BlockAltered { import, block })?;
            if item.contender || !payloads.contains(&payload) {
                return Err(not_in_log(item.seq));
            }
            return Ok(meta.at);
        }
        let operation = if item.contender { Operation::Contend } else { Operation::Add };
        let is_named = (meta.operation, meta.record, meta.rev) == (operation, item.id, item.rev);
        if is_named && entry.payload == payload { Ok(meta.at) } else { Err(not_in_log(item.seq)) }
    }
}
