//! Takes a file in, piece by piece.
//!
//! What the database says was received is never more than what is durable: the file is made durable first. The last bytes are
//! acknowledged only with the file itself, so that whoever asks and hears the full length knows that it is kept.

use std::io;

use uuid::Uuid;

use super::arrival::{self, Refused};
use crate::actions::Context;
use crate::blobs::Partial;
use crate::domain::access::Actor;
use crate::domain::attachment::MediaType;
use crate::domain::chain::Digest;
use crate::store::StoreError;
use crate::store::blobs::{Blob, BlobState};
use crate::store::uploads::{NotBegun, Upload};

/// How long an upload waits for its next piece: posts are without a network for days.
const PATIENCE_MS: i64 = 7 * 86_400_000;
/// What is made durable at a time: a line that breaks costs no more.
const STEP: u64 = 1024 * 1024;

/// What somebody wants to send.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    pub sha256: Digest,
    pub bytes: u32,
    pub media_type: MediaType,
}

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum NoUpload {
    #[error("there is no such upload")]
    Unknown,
    #[error("a file may have {0} bytes")]
    TooLarge(u32),
    #[error("{0} uploads are unfinished")]
    TooMany(u32),
    #[error("there is no room")]
    NoRoom,
    #[error("somebody else goes on with it")]
    Busy,
    /// It has come to another place than the sender thinks.
    #[error("{0} bytes are there")]
    Elsewhere(i64),
    #[error("more than was announced")]
    TooLong,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the disk does not answer: {0}")]
    Disk(io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for NoUpload {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull, WouldBlock};
        match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => Self::NoRoom,
            WouldBlock => Self::Busy,
            _ => Self::Disk(error),
        }
    }
}

/// Begins an upload, or goes on with the one of the same file that this sender has begun before. What he sent before is done
/// at once; from anybody else it is taken in again, since knowing a
/// digest is not knowing the file.
///
/// # Errors
/// [`NoUpload`].
pub async fn begin(context: &Context, actor: &Actor, offered: Offered) -> Result<Upload, NoUpload> {
    let (files, now) = (&context.files, (context.clock)());
    if offered.bytes > files.limits.file {
        return Err(NoUpload::TooLarge(files.limits.file));
    }
    let bytes = i64::from(offered.bytes);
    let has = sent_before(context, actor, &offered).await?;
    let upload = Upload {
        id: (context.new_id)(),
        who: actor.name().to_owned(),
        sha256: offered.sha256,
        bytes,
        media_type: offered.media_type,
        received: if has { bytes } else { 0 },
        created_at: now,
        expires_at: now.plus_millis(PATIENCE_MS),
    };
    match context.store.begin_upload(&upload, &files.limits.allowance(), has).await? {
        Ok(begun) => Ok(begun),
        Err(NotBegun::TooMany) => Err(NoUpload::TooMany(files.limits.open)),
        Err(NotBegun::NoRoom) => Err(NoUpload::NoRoom),
    }
}

/// Whether this sender sent the file before, and it is there; then it is noted as wanted again.
async fn sent_before(context: &Context, actor: &Actor, offered: &Offered) -> Result<bool, NoUpload> {
    let files = &context.files;
    let fits = |blob: &Blob| {
        let same = blob.bytes == i64::from(offered.bytes) && blob.media_type == offered.media_type;
        blob.state == BlobState::Stored && same && files.holds(&offered.sha256, actor.name())
    };
    let Some(blob) = files.blob(&offered.sha256).filter(fits) else { return Ok(false) };
    let now = (context.clock)();
    context.store.put_blob(&Blob { stored_at: now.millis(), ..blob }, actor.name(), now).await?;
    // Let go of meanwhile, it has to come again.
    let is_there = files.blobs.has(&offered.sha256);
    if !is_there {
        context.store.set_blob_state(&offered.sha256, BlobState::Gone).await?;
    }
    files.look(&context.store).await?;
    Ok(is_there)
}

/// An upload of this sender, as far as it has come.
///
/// # Errors
/// [`NoUpload`].
pub async fn find(context: &Context, actor: &Actor, id: Uuid) -> Result<Upload, NoUpload> {
    let now = (context.clock)();
    let upload = context.store.upload(id).await?;
    let upload = upload.filter(|upload| upload.who == actor.name() && upload.expires_at > now);
    let mut upload = upload.ok_or(NoUpload::Unknown)?;
    let on_disk = context.files.blobs.upload_length(id)?;
    if upload.received < upload.bytes && on_disk < upload.received.unsigned_abs() {
        // What was received is lost (a file renamed just before the machine went down): from the start again.
        if !context.store.advance_upload(&upload, 0, upload.expires_at).await? {
            return Err(NoUpload::Busy);
        }
        upload.received = 0;
    }
    Ok(upload)
}

/// Ends an upload; what has come of it goes.
///
/// # Errors
/// [`NoUpload`].
pub async fn end(context: &Context, actor: &Actor, id: Uuid) -> Result<(), NoUpload> {
    find(context, actor, id).await?;
    context.store.drop_upload(id).await?;
    Ok(context.files.blobs.drop_upload(id)?)
}

/// An upload that somebody goes on with.
pub struct Receiving {
    context: Context,
    upload: Upload,
    partial: Partial,
}

/// Goes on with an upload at a place, which must be where it stands.
///
/// # Errors
/// [`NoUpload`].
pub async fn go_on(context: Context, actor: &Actor, id: Uuid, from: u64) -> Result<Receiving, NoUpload> {
    let upload = find(&context, actor, id).await?;
    if from != upload.received.unsigned_abs() || upload.received == upload.bytes {
        return Err(NoUpload::Elsewhere(upload.received));
    }
    let partial = context.files.blobs.go_on(id, from)?;
    // Somebody may have gone on between the question and the lock.
    let upload = find(&context, actor, id).await?;
    if upload.received.unsigned_abs() != partial.len() || from != partial.len() {
        return Err(NoUpload::Elsewhere(upload.received));
    }
    Ok(Receiving { context, upload, partial })
}

impl Receiving {
    /// # Errors
    /// [`NoUpload`]; then nothing of this piece is there.
    pub async fn take(&mut self, piece: &[u8]) -> Result<(), NoUpload> {
        if self.partial.len() + piece.len() as u64 > self.upload.bytes.unsigned_abs() {
            return Err(NoUpload::TooLong);
        }
        tokio::task::block_in_place(|| self.partial.write(piece))?;
        if self.partial.len() >= self.upload.received.unsigned_abs() + STEP && !self.is_whole() {
            self.acknowledge().await?;
        }
        Ok(())
    }

    fn is_whole(&self) -> bool {
        self.partial.len() == self.upload.bytes.unsigned_abs()
    }

    async fn acknowledge(&mut self) -> Result<(), NoUpload> {
        let durable = tokio::task::block_in_place(|| self.partial.commit())?;
        let (store, expires) = (&self.context.store, (self.context.clock)().plus_millis(PATIENCE_MS));
        let to = i64::try_from(durable).unwrap_or(i64::MAX);
        if !store.advance_upload(&self.upload, to, expires).await? {
            return Err(NoUpload::Unknown);
        }
        (self.upload.received, self.upload.expires_at) = (to, expires);
        Ok(())
    }

    /// Ends the piece, whole or cut off: what came is made durable and acknowledged; a file that is whole is looked at and
    /// kept.
    ///
    /// # Errors
    /// [`NoUpload`].
    pub async fn settle(mut self) -> Result<Upload, NoUpload> {
        if self.is_whole() {
            tokio::task::block_in_place(|| self.partial.commit())?;
            arrival::arrive(&self.context, &self.upload).await?;
            self.upload.received = self.upload.bytes;
        } else {
            self.acknowledge().await?;
        }
        Ok(self.upload)
    }
}
