//! A file that is whole: it is what it was said to be, and is kept; or nothing of it is.

use crate::actions::Context;
use crate::domain::attachment::MediaType;
use crate::domain::chain::Digest;
use crate::domain::fault::{Code, Fault};
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::exchange::picture::{self, MOST_MEGAPIXELS, Unsound, camera};
use crate::store::blobs::{Blob, BlobState};
use crate::store::uploads::Upload;

use super::upload::NoUpload;

/// Why a file is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the content has another digest")]
    Differs { found: Digest, announced: Digest },
    #[error("the content is of no kind that is taken")]
    NotAllowed,
    #[error("the content is {found:?}")]
    OtherType { announced: MediaType, found: MediaType },
    #[error("the content is not sound: {0:?}")]
    Unsound(Unsound),
}

impl Refused {
    /// The same for whoever sent it.
    pub fn fault(self) -> Fault {
        let about = |code| Fault::new("", code);
        match self {
            Self::Differs { found, announced } => {
                about(Code::ContentDiffers).with(found.to_string()).with(announced.to_string())
            }
            Self::NotAllowed => about(Code::ContentNotAllowed).with(MediaType::names()),
            Self::OtherType { announced, found } => {
                about(Code::ContentOtherType).with(announced.as_str()).with(found.as_str())
            }
            Self::Unsound(Unsound::Broken) => about(Code::ContentBroken),
            Self::Unsound(Unsound::TooLarge) => about(Code::PictureTooLarge).with(MOST_MEGAPIXELS.to_string()),
            Self::Unsound(Unsound::Markup) => about(Code::ContentMarkup),
        }
    }
}

/// What a look at the content gave.
struct Looked {
    told: camera::Told,
}

fn look(bytes: &[u8], upload: &Upload) -> Result<Looked, Refused> {
    let (announced, found) = (upload.sha256, Digest::of(&[bytes]));
    if found != announced {
        return Err(Refused::Differs { found, announced });
    }
    let media = MediaType::of_content(bytes).ok_or(Refused::NotAllowed)?;
    if media != upload.media_type {
        return Err(Refused::OtherType { announced: upload.media_type, found: media });
    }
    picture::check(bytes, media).map_err(Refused::Unsound)?;
    let told = if matches!(media, MediaType::Pdf | MediaType::Gpx) { None } else { camera::read(bytes) };
    Ok(Looked { told: told.unwrap_or_default() })
}

/// Keeps an upload whose last byte has come. The caller holds it, so that nobody writes to it meanwhile.
///
/// # Errors
/// [`NoUpload`]. Of what is refused nothing stays; what could not be kept for another reason can be gone on with.
pub async fn arrive(context: &Context, upload: &Upload) -> Result<(), NoUpload> {
    let files = &context.files;
    let turn = files.in_memory.acquire().await;
    let bytes = tokio::task::block_in_place(|| files.blobs.uploaded(upload.id))?.ok_or(NoUpload::Unknown)?;
    let looked = tokio::task::block_in_place(|| look(&bytes, upload));
    drop((bytes, turn));
    let looked = match looked {
        Ok(looked) => looked,
        Err(refused) => {
            context.store.drop_upload(upload.id).await?;
            files.blobs.drop_upload(upload.id)?;
            return Err(refused.into());
        }
    };
    tokio::task::block_in_place(|| files.blobs.keep(upload.id, &upload.sha256))?;
    let now = (context.clock)();
    let blob = Blob {
        sha256: upload.sha256,
        bytes: upload.bytes,
        media_type: upload.media_type,
        state: BlobState::Stored,
        stored_at: now.millis(),
        lon: looked.told.at.map(LonLat::lon),
        lat: looked.told.at.map(LonLat::lat),
        taken_at: looked.told.taken_at.map(Instant::millis),
    };
    context.store.finish_upload(upload, &blob, now).await?;
    if !files.blobs.has(&upload.sha256) {
        // Whoever lets go of files did so between our renaming and our noting it.
        context.store.set_blob_state(&upload.sha256, BlobState::Gone).await?;
        context.store.drop_upload(upload.id).await?;
        return Err(NoUpload::Unknown);
    }
    Ok(files.look(&context.store).await?)
}
