//! Puts an evidence bundle together: records, their entries, and the log up to a signed checkpoint.

use std::collections::BTreeSet;
use std::io::{self, Seek, Write};

use uuid::Uuid;

use crate::domain::canonical::NotCanonical;
use crate::domain::chain::Digest;
use crate::domain::checkpoint::Checkpoint;
use crate::domain::evidence::{BlockList, BlockName, Content, Item};
use crate::domain::signature::{PublicKey, SecretKey};
use crate::domain::time::Instant;
use crate::exchange::bundle::{About, BundleWriter, MOST_RECORDS};
use crate::store::evidence::Piece;
use crate::store::{Store, StoreError};

/// Entries that are read at a time.
const PAGE: i64 = 2_000;

/// What is to be handed over.
#[derive(Debug)]
pub struct Request<'a> {
    pub records: &'a [Uuid],
    /// The checkpoint that the entries lead to, and its key.
    pub checkpoint: &'a Checkpoint,
    pub checkpoint_key: PublicKey,
    /// Signs the manifest.
    pub key: &'a SecretKey,
    pub made_at: Instant,
    /// Words for whoever opens the archive.
    pub readme: &'a str,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum NoBundle {
    #[error("the log knows no record {0}")]
    Unknown(Uuid),
    /// Something of the record was written after the checkpoint.
    #[error("record {0} was written after the checkpoint")]
    TooNew(Uuid),
    #[error("more than {MOST_RECORDS} records; make several bundles")]
    TooMany,
    #[error("the log has no entry {0}")]
    NoEntry(i64),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Writes a bundle. Whoever hands it over checks it first: what does not hold is found by the same check that the other
/// side makes.
///
/// # Errors
/// [`NoBundle`]; `out` has part of an archive then.
pub async fn bundle<W: Write + Seek + Send>(store: &Store, request: &Request<'_>, out: W) -> Result<usize, NoBundle> {
    let claim = &request.checkpoint.checkpoint;
    let records: BTreeSet<Uuid> = request.records.iter().copied().collect();
    let mut items = Vec::new();
    for record in records {
        let mut pieces = store.evidence(record).await?;
        if pieces.is_empty() {
            return Err(NoBundle::Unknown(record));
        }
        // Contenders that came later are no part of what the checkpoint holds.
        pieces.retain(|piece| piece.seq <= claim.seq);
        if pieces.is_empty() || pieces.iter().any(|piece| piece.erased_under > Some(claim.seq)) {
            return Err(NoBundle::TooNew(record));
        }
        for piece in pieces {
            items.push(item(record, piece)?);
        }
    }
    let blocks: BTreeSet<(Uuid, i64)> = items.iter().filter_map(|item| item.block).map(name_of).collect();
    if items.len() + blocks.len() > MOST_RECORDS {
        return Err(NoBundle::TooMany);
    }
    let mut bundle = BundleWriter::new(out);
    bundle.text("README.txt", request.readme)?;
    let mut keys = vec![request.key.public()];
    if request.checkpoint_key != request.key.public() {
        keys.push(request.checkpoint_key);
    }
    bundle.keys(&keys)?;
    bundle.checkpoint(request.checkpoint)?;
    for item in &items {
        bundle.item(item)?;
    }
    for (import, block) in blocks {
        let payloads = store.block_payloads(import, block).await?.iter().map(Digest::to_string).collect();
        bundle.block(&BlockList { name: BlockName { import, block }, payloads })?;
    }
    let first = items.iter().map(|item| item.seq).min().unwrap_or(1);
    let previous = store.log_hash_at(first - 1).await?.ok_or(NoBundle::NoEntry(first - 1))?;
    let mut entries = bundle.entries()?;
    let mut after = first - 1;
    while after < claim.seq {
        let mut page = store.entries_after(after, PAGE).await?;
        page.retain(|entry| entry.seq <= claim.seq);
        after = page.last().map(|entry| entry.seq).ok_or(NoBundle::NoEntry(after + 1))?;
        entries.take(&page)?;
    }
    let about = About { epoch: &claim.epoch, made_at: request.made_at, first, previous };
    entries.finish(&about, request.key)?;
    Ok(items.len())
}

fn name_of(BlockName { import, block }: BlockName) -> (Uuid, i64) {
    (import, block)
}

fn item(id: Uuid, piece: Piece) -> Result<Item, NotCanonical> {
    Ok(Item {
        id,
        rev: piece.rev,
        contender: piece.contender,
        seq: piece.seq,
        block: piece.block.map(|(import, block)| BlockName { import, block }),
        payload: piece.payload.to_string(),
        erased_under: piece.erased_under,
        content: piece.content.map(|(record, salt)| Content::of(record, &salt)).transpose()?,
    })
}
