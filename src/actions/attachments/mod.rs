//! Photos and scans that hang on records.
//!
//! | module | what it does |
//! |---|---|
//! | [`upload`] | takes a file in, piece by piece, however often the line breaks |
//! | [`arrival`] | looks at a file that is whole, and keeps it or nothing of it |
//! | [`reading`] | hands a file out, whole or bare, to those who may have it |
//! | [`manifest`] | which files of a record are there |
//! | [`upkeep`] | lets go of what nothing names, and looks whether all is as it was |
//!
//! What is known of files is held in memory, fed from the database as the atlas is fed from the log: so reads await nothing,
//! and a file that another process took in shows here half a second later.

pub mod arrival;
pub mod manifest;
pub mod reading;
pub mod upkeep;
pub mod upload;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use tokio::sync::{Mutex, Semaphore};

use crate::blobs::Blobs;
use crate::domain::chain::Digest;
use crate::store::blobs::BlobState;
use crate::store::uploads::Allowance;
use crate::store::{Store, StoreError};

// What the actions give back, for those who may not look into the store.
pub use crate::store::blobs::Blob;
pub use crate::store::uploads::Upload;

/// How many files may be in memory at a time, to be looked at or handed out.
const IN_MEMORY: usize = 2;

/// What the operator may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Most bytes of one file.
    pub file: u32,
    /// Unfinished uploads of one sender.
    pub open: u32,
    /// Bytes of all files; none for what the disk holds.
    pub space: Option<u64>,
    /// How long a file is kept that no record names, in days.
    pub orphan_days: u32,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { file: 32 * 1024 * 1024, open: 100, space: None, orphan_days: 30 }
    }
}

impl FileLimits {
    fn allowance(&self) -> Allowance {
        let space = self.space.map(|space| i64::try_from(space).unwrap_or(i64::MAX));
        Allowance { open: i64::from(self.open), space }
    }

    const fn grace_ms(&self) -> i64 {
        self.orphan_days as i64 * 86_400_000
    }
}

#[derive(Debug, Default)]
struct Known {
    /// Number of the last change that is held.
    change: i64,
    blobs: HashMap<Digest, Blob>,
    holders: HashMap<Digest, HashSet<String>>,
}

/// The files of this server.
#[derive(Debug)]
pub struct Files {
    blobs: Blobs,
    pub limits: FileLimits,
    known: RwLock<Known>,
    /// One looks at a time, so that what is older never replaces what is newer.
    looking: Mutex<()>,
    in_memory: Semaphore,
}

impl Files {
    pub fn new(folder: PathBuf, limits: FileLimits) -> Self {
        Self {
            blobs: Blobs::new(folder),
            limits,
            known: RwLock::default(),
            looking: Mutex::default(),
            in_memory: Semaphore::new(IN_MEMORY),
        }
    }

    /// Takes over what changed, here or in another process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(&self, store: &Store) -> Result<(), StoreError> {
        let _one = self.looking.lock().await;
        let after = self.known.read().unwrap_or_else(PoisonError::into_inner).change;
        let changes = store.blob_changes(after).await?;
        if changes.last == after {
            return Ok(());
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for blob in changes.blobs {
            if blob.state == BlobState::Gone {
                known.holders.remove(&blob.sha256);
            }
            known.blobs.insert(blob.sha256, blob);
        }
        for (sha256, who) in changes.holders {
            known.holders.entry(sha256).or_default().insert(who);
        }
        known.change = changes.last;
        Ok(())
    }

    /// The folder that files lie in: what is on its way in has room there.
    pub fn folder(&self) -> &Path {
        self.blobs.folder()
    }

    /// What is known of a file; none for one that never came, or that nobody wants any more.
    pub fn blob(&self, sha256: &Digest) -> Option<Blob> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.blobs.get(sha256).copied().filter(|blob| blob.state != BlobState::Gone)
    }

    /// Whether somebody sent a file whole.
    pub fn holds(&self, sha256: &Digest, who: &str) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.holders.get(sha256).is_some_and(|holders| holders.contains(who))
    }
}
