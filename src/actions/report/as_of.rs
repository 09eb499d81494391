//! Pictures of the log as it stood. Making one reads the whole log up to there: one at a time, and the last few are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{Ground, NotMade};
use crate::actions::picture::picture_at;
use crate::atlas::Snapshot;

/// Pictures that are kept. Each is as large as the one that requests are answered from.
const KEPT: usize = 3;
/// How long a question waits for another's picture to be ready.
const PATIENCE: Duration = Duration::from_secs(20);

static MAKING: Semaphore = Semaphore::const_new(1);
/// By the last erasure before they were made, by epoch and number, the last used first: several logs may be open in one process, and
/// what was erased since stands in no picture.
static PICTURES: Mutex<VecDeque<(i64, Arc<Snapshot>)>> = Mutex::new(VecDeque::new());

/// The picture of the log up to a number.
///
/// # Errors
/// [`NotMade`].
pub async fn picture(ground: &Ground, seq: i64) -> Result<Arc<Snapshot>, NotMade> {
    let epoch = &ground.live.epoch;
    let erased = ground.store.last_erasure().await?;
    if let Some(held) = held(erased, epoch, seq) {
        return Ok(held);
    }
    let waited = tokio::time::timeout(PATIENCE, MAKING.acquire()).await;
    let Ok(Ok(_turn)) = waited else { return Err(NotMade::Busy) };
    // Whoever was before may have made it.
    if let Some(held) = held(erased, epoch, seq) {
        return Ok(held);
    }
    let made = Arc::new(picture_at(&ground.store, seq).await?);
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    all.push_front((erased, Arc::clone(&made)));
    all.truncate(KEPT);
    Ok(made)
}

fn held(erased: i64, epoch: &str, seq: i64) -> Option<Arc<Snapshot>> {
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    let is_it = |(at, picture): &(i64, Arc<Snapshot>)| *at == erased && picture.epoch == epoch && picture.seq == seq;
    let at = all.iter().position(is_it)?;
    let found = all.remove(at)?;
    let picture = Arc::clone(&found.1);
    all.push_front(found);
    Some(picture)
}
