//! Pictures of the log as it stood, with the labels of today where those are stricter. Making one reads the whole log: one at a time,
//! and the last few are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Ground, NotMade};
use crate::actions::labels_since::LabelsSince;
use crate::actions::picture::picture_labelled;
use crate::atlas::{Labels, Snapshot};

/// Pictures that are kept. Each is as large as the one that requests are answered from.
const KEPT: usize = 3;
/// How long a question waits for another's picture to be ready.
const PATIENCE: Duration = Duration::from_secs(20);

static MAKING: Semaphore = Semaphore::const_new(1);
/// The last used first.
static PICTURES: Mutex<VecDeque<Held>> = Mutex::new(VecDeque::new());

/// A picture that was made.
#[derive(Clone)]
struct Held {
    /// The last erasure before it was made: what was erased since stands in no picture.
    erased: i64,
    snapshot: Arc<Snapshot>,
    labels: LabelsSince,
}

impl Held {
    /// By epoch and number, since several logs may be open in one process.
    fn is_of(&self, erased: i64, epoch: &str, seq: i64) -> bool {
        self.erased == erased && self.snapshot.epoch == epoch && self.snapshot.seq == seq
    }
}

/// The picture of the log up to a number, with what was restricted since.
///
/// # Errors
/// [`NotMade`].
pub async fn picture(ground: &Ground, seq: i64) -> Result<(Arc<Snapshot>, Labels), NotMade> {
    let erased = ground.store.last_erasure().await?;
    if let Some(held) = held(ground, erased, seq).await? {
        return Ok(held);
    }
    let waited = tokio::time::timeout(PATIENCE, MAKING.acquire()).await;
    let Ok(Ok(_turn)) = waited else { return Err(NotMade::Busy) };
    // Whoever was before may have made it.
    if let Some(held) = held(ground, erased, seq).await? {
        return Ok(held);
    }
    let mut labels = LabelsSince::of(seq);
    labels.look(&ground.store).await?;
    let stricter = labels.stricter.clone();
    let snapshot = Arc::new(picture_labelled(&ground.store, seq, stricter.clone()).await?);
    let made = Held { erased, snapshot: Arc::clone(&snapshot), labels };
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    all.push_front(made);
    all.truncate(KEPT);
    Ok((snapshot, stricter))
}

/// One that was made, unless a label of it changed since.
async fn held(ground: &Ground, erased: i64, seq: i64) -> Result<Option<(Arc<Snapshot>, Labels)>, NotMade> {
    let epoch = &ground.live.epoch;
    let Some(mut found) = find(|held| held.is_of(erased, epoch, seq)) else { return Ok(None) };
    let before = found.labels.stricter.clone();
    found.labels.look(&ground.store).await?;
    let is_same = found.labels.stricter == before;
    let snapshot = Arc::clone(&found.snapshot);
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    // Somebody else may have made it anew meanwhile.
    all.retain(|held| !Arc::ptr_eq(&held.snapshot, &snapshot));
    if is_same {
        all.push_front(found);
        all.truncate(KEPT);
    }
    Ok(is_same.then_some((snapshot, before)))
}

fn find(is_it: impl Fn(&Held) -> bool) -> Option<Held> {
    let all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().find(|held| is_it(held)).cloned()
}
