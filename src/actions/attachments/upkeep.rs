//! Lets go of files that nothing names, and looks whether what lies there is what it was.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Files;
use crate::actions::Clock;
use crate::blobs::NotRead;
use crate::domain::chain::Digest;
use crate::store::blobs::{Blob, BlobState};
use crate::store::{Store, StoreError};

/// Why upkeep was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the disk does not answer: {0}")]
    Disk(#[from] std::io::Error),
}

/// What was let go of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct LetGo {
    pub files: Vec<Digest>,
    pub uploads: usize,
}

/// Removes files that no record has named for the time of grace since they were last sent, and uploads that have expired.
///
/// # Errors
/// When database or disk do not answer.
pub async fn collect(store: &Store, files: &Files, clock: &Clock, grace_days: Option<u32>) -> Result<LetGo, NotKept> {
    let now = clock();
    let mut gone = LetGo::default();
    for id in store.expired_uploads(now).await? {
        store.drop_upload(id).await?;
        files.blobs.drop_upload(id)?;
        gone.uploads += 1;
    }
    // What is of no upload any more: the program ended between forgetting it and removing it.
    for id in files.blobs.uploads()? {
        if store.upload(id).await?.is_none() {
            files.blobs.drop_upload(id)?;
        }
    }
    let grace_ms = grace_days.map_or(files.limits.grace_ms(), |days| i64::from(days) * 86_400_000);
    // A moment more, so that without any grace what came this very moment goes too.
    let before = now.plus_millis(1 - grace_ms);
    let old = blobs(store).await?.into_iter().filter(|blob| blob.stored_at < before.millis());
    let mut unnamed: Vec<Digest> = old.map(|blob| blob.sha256).collect();
    if !unnamed.is_empty() {
        let (named, seq) = store.named_blobs().await?;
        unnamed.retain(|sha256| !named.contains(sha256));
        gone.files = store.let_go(&unnamed, seq, before, |sha256| files.blobs.remove(sha256)).await?;
    }
    files.look(store).await?;
    Ok(gone)
}

/// Every file that should be there.
async fn blobs(store: &Store) -> Result<Vec<Blob>, StoreError> {
    let all = store.blob_changes(0).await?.blobs;
    Ok(all.into_iter().filter(|blob| blob.state != BlobState::Gone).collect())
}

/// What a look at every file gave.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Verified {
    pub whole: usize,
    pub damaged: Vec<Digest>,
    pub missing: Vec<Digest>,
    /// Files that records name and that have not come.
    pub awaited: usize,
    /// What lies in the folder and is in no table.
    pub strays: Vec<PathBuf>,
}

impl Verified {
    pub const fn is_well(&self) -> bool {
        self.damaged.is_empty() && self.missing.is_empty()
    }
}

/// Reads every file and compares it with its digest; what is found out is noted, for better or worse. `told` hears how many
/// of how many are done.
///
/// # Errors
/// When database or disk do not answer.
pub async fn verify(store: &Store, files: &Files, told: impl Fn(usize, usize)) -> Result<Verified, NotKept> {
    let (all, mut found) = (blobs(store).await?, Verified::default());
    for (done, blob) in all.iter().enumerate() {
        told(done, all.len());
        let state = match tokio::task::block_in_place(|| files.blobs.verify(&blob.sha256)) {
            Ok(()) => BlobState::Stored,
            Err(NotRead::Io(error)) => return Err(error.into()),
            Err(NotRead::Missing) => {
                found.missing.push(blob.sha256);
                BlobState::Swapped
            }
            Err(NotRead::Swapped) => {
                found.damaged.push(blob.sha256);
                BlobState::Swapped
            }
        };
        found.whole += usize::from(state == BlobState::Stored);
        if state != blob.state {
            store.set_blob_state(&blob.sha256, state).await?;
        }
    }
    told(all.len(), all.len());
    let known: HashSet<Digest> = all.iter().map(|blob| blob.sha256).collect();
    let (named, _) = store.named_blobs().await?;
    found.awaited = named.difference(&known).count();
    let (on_disk, strays) = files.blobs.all()?;
    found.strays = strays;
    found.strays.extend(
        on_disk.iter().filter(|sha256| !known.contains(*sha256)).map(|sha256| PathBuf::from(sha256.to_string())),
    );
    Ok(found)
}
