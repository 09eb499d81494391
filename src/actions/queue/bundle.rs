//! A queue with its files as one sealed file, brought by somebody at a desk or at the console.
//!
//! Nothing is begun before the bundle was read to its end. Files go first, as if they had been sent one by one by whoever
//! brings them, so that a full disk is met before any record is in; then the records, as every queue. Brought again,
//! files and records are the same.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::brought::{Brought, DEEPEST, NotBrought, OfFile};
use super::receipts::{Receipts, Said};
use super::reply::ReplyKey;
use super::sign::Sender;
use super::{Queue, take_in, with_device};
use crate::actions::Context;
use crate::actions::attachments::arrival::Refused;
use crate::actions::attachments::upload::{self, NoUpload, Offered};
use crate::domain::access::Actor;
use crate::domain::attachment::Attachment;
use crate::domain::chain::Digest;
use crate::domain::draft;
use crate::domain::draft::head::Received;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Strict;
use crate::exchange::queue_bundle::{Place, QueueBundle};
use crate::exchange::sealed::Keyring;
use crate::store::StoreError;
use crate::store::blobs::{Blob, BlobState};

/// What is read of a file at a time.
const STEP: usize = 256 * 1024;

/// Gives the keys that open bundles, as they are now. Passed in: only the program knows where they lie.
pub type Keyrings = Arc<dyn Fn() -> Result<Keyring, NoKeyring> + Send + Sync>;

#[derive(Debug, thiserror::Error)]
#[error("there is no key that opens bundles: {0}")]
pub struct NoKeyring(pub String);

/// Takes a bundle in.
///
/// # Errors
/// [`NotBrought`]. Of a bundle that is not sound nothing is taken; where a disk or database fails on the way, it can be
/// brought again.
pub async fn bring(
    context: &Context,
    sender: &Sender<'_>,
    keyring: &Keyring,
    file: File,
) -> Result<Brought, NotBrought> {
    let (digest, mut bundle) = tokio::task::block_in_place(|| {
        (&file).rewind()?;
        let digest = digest_of(&file)?;
        Ok::<_, NotBrought>((digest, QueueBundle::open(file, keyring)?))
    })?;
    let Strict(mut sent) = serde_json::from_slice(&std::mem::take(&mut bundle.queue)).map_err(NotBrought::NotJson)?;
    if !is_within(&sent, DEEPEST) {
        return Err(NotBrought::TooDeep);
    }
    let reply = ReplyKey::take(&mut sent)?;
    let queue = Queue::read(sent, usize::MAX).map_err(NotBrought::Queue)?;
    let actor = &sender.identity.actor;
    let (mut files, mut came) = (Vec::new(), HashSet::new());
    for named in named(context, &queue) {
        let said = match bundle.files.remove(&named.sha256) {
            Some(place) if place.bytes > 0 => {
                let kept = keep(context, actor, &named, &mut bundle, place).await?;
                if kept == OfFile::Stored {
                    came.insert(named.sha256);
                }
                kept
            }
            _ if context.files.holds(&named.sha256, actor.name()) && is_stored(context, &named.sha256) => {
                OfFile::Stored
            }
            _ => OfFile::Missing,
        };
        files.push((named.sha256, said));
    }
    files.extend(bundle.files.keys().map(|sha256| (*sha256, OfFile::Unnamed)));
    files.sort_by_key(|(sha256, _)| *sha256);
    let receipts = take_in(context, sender, &queue).await?;
    hand_on(context, &receipts, &came).await?;
    let brought = Brought { bundle: digest, receipts, files, mac: None };
    let mac = reply.and_then(|key| key.mac(&brought));
    Ok(Brought { mac, ..brought })
}

/// The parser went no deeper than 128.
fn is_within(value: &Value, deepest: usize) -> bool {
    let below = |value: &Value| deepest > 0 && is_within(value, deepest - 1);
    match value {
        Value::Array(items) => items.iter().all(below),
        Value::Object(fields) => fields.values().all(below),
        _ => true,
    }
}

fn digest_of(mut file: impl Read) -> io::Result<Digest> {
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; STEP]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hasher.update(&piece[..read]),
        }
    }
    Ok(Digest::from_slice(&hasher.finalize()).unwrap_or(Digest::ZERO))
}

/// The files that records of the queue name, each once.
fn named(context: &Context, queue: &Queue) -> Vec<Attachment> {
    let received = Received::at((context.clock)());
    let mut all: HashMap<Digest, Attachment> = HashMap::new();
    for item in &queue.records {
        let read = draft::read(&with_device(item, queue.device.as_deref()), received);
        for file in read.into_iter().flat_map(|record| record.attachments) {
            all.entry(file.sha256).or_insert(file);
        }
    }
    all.into_values().collect()
}

fn is_stored(context: &Context, sha256: &Digest) -> bool {
    context.files.blob(sha256).is_some_and(|blob| blob.state == BlobState::Stored)
}

/// Keeps one file, as if it had been sent by itself. A file that is not what its name says is refused, and the others go on.
async fn keep(
    context: &Context,
    actor: &Actor,
    named: &Attachment,
    bundle: &mut QueueBundle,
    place: Place,
) -> Result<OfFile, NotBrought> {
    let most = context.files.limits.file;
    let bytes = u32::try_from(place.bytes).unwrap_or(u32::MAX);
    let offered = Offered { sha256: named.sha256, bytes, media_type: named.media_type };
    let begun = match upload::begin(context, actor, offered).await {
        Err(NoUpload::TooLarge(_)) => {
            return Ok(OfFile::Refused(Fault::new("", Code::FileTooLarge).with(most.to_string())));
        }
        begun => begun.map_err(NotBrought::File)?,
    };
    // He sent it before. Whether it is what came now, only its bytes tell.
    if begun.received == begun.bytes {
        let found = tokio::task::block_in_place(|| Ok::<_, NotBrought>(digest_of(bundle.file(place)?)?))?;
        let differs = Refused::Differs { found, announced: named.sha256 };
        return Ok(if found == named.sha256 { OfFile::Stored } else { OfFile::Refused(differs.fault()) });
    }
    let kept = send(context, actor, begun.id, bundle, place).await;
    if kept.is_err() {
        let _ = upload::end(context, actor, begun.id).await;
    }
    match kept {
        Err(NotBrought::File(NoUpload::Refused(refused))) => Ok(OfFile::Refused(refused.fault())),
        kept => kept.map(|()| OfFile::Stored),
    }
}

async fn send(
    context: &Context,
    actor: &Actor,
    id: uuid::Uuid,
    bundle: &mut QueueBundle,
    place: Place,
) -> Result<(), NotBrought> {
    let mut receiving = upload::go_on(context.clone(), actor, id, 0).await.map_err(NotBrought::File)?;
    let (mut file, mut piece) = (bundle.file(place)?, vec![0; STEP]);
    loop {
        match tokio::task::block_in_place(|| file.read(&mut piece))? {
            0 => break,
            read => receiving.take(&piece[..read]).await.map_err(NotBrought::File)?,
        }
    }
    receiving.settle().await.map(drop).map_err(NotBrought::File)
}

/// Files of records that another sent before are his, too: he named them, and they came with his record. What did not come
/// with it is not handed on, though whoever brings it has it: to name a file is not to have had it.
async fn hand_on(context: &Context, receipts: &Receipts, came: &HashSet<Digest>) -> Result<(), StoreError> {
    let now = (context.clock)();
    for taken in receipts.taken.iter().filter(|taken| matches!(taken.said, Said::Duplicate { .. })) {
        let Some(known) = &taken.known else { continue };
        for file in taken.files.iter().filter(|file| came.contains(&file.sha256)) {
            let blob = context.files.blob(&file.sha256).filter(|_| !context.files.holds(&file.sha256, &known.actor));
            if let Some(blob) = blob {
                context.store.put_blob(&Blob { stored_at: now.millis(), ..blob }, &known.actor, now).await?;
            }
        }
    }
    context.files.look(&context.store).await
}
