//! Hands files out: whole, bare, or small. What lies under a digest is compared with it each time.

use std::io;

use super::Files;
use crate::actions::Context;
use crate::atlas::attachments::Manifest;
use crate::atlas::{Snapshot, Visible};
use crate::blobs::NotRead;
use crate::domain::chain::Digest;
use crate::domain::people::{Identity, Way};
use crate::exchange::picture::{bare, thumbnail};
use crate::store::StoreError;
use crate::store::blobs::{Blob, BlobState};

/// How much of a file somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// The file as it was sent.
    Whole,
    /// The picture, without what the camera noted of place, time and device.
    Bare,
}

/// Why a file is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum NotHanded {
    /// There is none, or none for whoever asks.
    #[error("there is no such file")]
    Unknown,
    #[error("a file of this kind cannot be made bare, or small")]
    Withheld,
    #[error("what lies under the digest is something else")]
    Damaged,
    #[error("the disk does not answer: {0}")]
    Disk(io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How much somebody may have of a file: what a record shows him that was made by somebody who had sent the file, and
/// what he sent himself. Whole where he would see such a record also if it were internal: a right in one unit, or on one part
/// of the line, is none elsewhere.
pub fn share(files: &Files, snapshot: &Snapshot, visible: &Visible, who: &Identity, file: &Digest) -> Option<Share> {
    if who.way == Way::Open {
        return Some(Share::Whole);
    }
    if who.way != Way::Anonymous && files.holds(file, who.actor.name()) {
        return Some(Share::Whole);
    }
    let shares = showing(files, snapshot, visible, file).map(|manifest| share_of(manifest, who));
    shares.min_by_key(|share| *share != Share::Whole)
}

/// Records that show somebody a file: he sees them, and whoever made them had sent it.
pub fn showing<'a>(
    files: &'a Files,
    snapshot: &'a Snapshot,
    visible: &'a Visible,
    file: &'a Digest,
) -> impl Iterator<Item = &'a Manifest> {
    let named = snapshot.manifests().naming(file, visible).filter(|(_, named)| files.holds(file, &named.by));
    named.map(|(manifest, _)| &**manifest)
}

/// How much of the files of a record that he sees are for somebody.
pub fn share_of(manifest: &Manifest, who: &Identity) -> Share {
    if who.viewer.sees(&manifest.inside) { Share::Whole } else { Share::Bare }
}

/// The content of a file, whole or bare.
///
/// # Errors
/// [`NotHanded`].
pub async fn content(context: &Context, blob: &Blob, share: Share) -> Result<Vec<u8>, NotHanded> {
    if share == Share::Bare && !blob.media_type.is_opened() {
        return Err(NotHanded::Withheld);
    }
    let turn = context.files.in_memory.acquire().await;
    let bytes = read(context, blob).await?;
    let handed = match share {
        Share::Whole => Some(bytes),
        Share::Bare => tokio::task::block_in_place(|| bare::bare(&bytes, blob.media_type)),
    };
    drop(turn);
    handed.ok_or(NotHanded::Withheld)
}

/// The small copy of a picture; made now if nobody asked before.
///
/// # Errors
/// [`NotHanded`].
pub async fn small(context: &Context, blob: &Blob) -> Result<Vec<u8>, NotHanded> {
    if !blob.media_type.is_opened() {
        return Err(NotHanded::Withheld);
    }
    let blobs = &context.files.blobs;
    if let Some(kept) = blobs.thumbnail(&blob.sha256).filter(|_| blob.state == BlobState::Stored) {
        return Ok(kept);
    }
    let turn = context.files.in_memory.acquire().await;
    let bytes = read(context, blob).await?;
    let small = tokio::task::block_in_place(|| thumbnail::thumbnail(&bytes, blob.media_type));
    drop(turn);
    let small = small.map_err(|_| NotHanded::Withheld)?;
    if let Err(error) = blobs.keep_thumbnail(&blob.sha256, &small) {
        // It can be made again.
        tracing::warn!(%error, "a small copy could not be kept");
    }
    Ok(small)
}

/// Reads and compares; what is found out about the file is noted.
async fn read(context: &Context, blob: &Blob) -> Result<Vec<u8>, NotHanded> {
    let read = tokio::task::block_in_place(|| context.files.blobs.read(&blob.sha256));
    let found = match &read {
        Ok(_) => BlobState::Stored,
        Err(NotRead::Missing | NotRead::Swapped) => BlobState::Swapped,
        Err(NotRead::Io(_)) => blob.state,
    };
    if found != blob.state {
        tracing::error!(sha256 = %blob.sha256, state = found.as_str(), "a file is not what it was");
        context.store.set_blob_state(&blob.sha256, found).await?;
        context.files.look(&context.store).await?;
    }
    read.map_err(|error| match error {
        NotRead::Missing | NotRead::Swapped => NotHanded::Damaged,
        NotRead::Io(error) => NotHanded::Disk(error),
    })
}
