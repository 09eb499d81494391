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
/// By epoch and number, the last used first: several logs may be open in one process.
static PICTURES: Mutex<VecDeque<Arc<Snapshot>>> = Mutex::new(VecDeque::new());

/// The picture of the log up to a number.
///
/// # Errors
/// [`NotMade`].
pub async fn picture(ground: &Ground, seq: i64) -> Result<Arc<Snapshot>, NotMade> {
    let epoch = &ground.live.epoch;
    if let Some(held) = held(epoch, seq) {
        return Ok(held);
    }
    let waited = tokio::time::timeout(PATIENCE, MAKING.acquire()).await;
    let Ok(Ok(_turn)) = waited else { return Err(NotMade::Busy) };
    // Whoever was before may have made it.
    if let Some(held) = held(epoch, seq) {
        return Ok(held);
    }
    let made = Arc::new(picture_at(&ground.store, seq).await?);
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    all.push_front(Arc::clone(&made));
    all.truncate(KEPT);
    Ok(made)
}

fn held(epoch: &str, seq: i64) -> Option<Arc<Snapshot>> {
    let mut all = PICTURES.lock().unwrap_or_else(PoisonError::into_inner);
    let at = all.iter().position(|picture| picture.epoch == epoch && picture.seq == seq)?;
    let found = all.remove(at)?;
    all.push_front(Arc::clone(&found));
    Some(found)
}
