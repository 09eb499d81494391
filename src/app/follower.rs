//! Carries changes from the log to the atlas, the same way whether they were written here or elsewhere.
//!
//! Before it goes on it compares the hash of the log at its own place. When that differs, the log was restored or
//! replaced, and the picture is built anew.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::atlas::{Atlas, Snapshot};
use crate::store::{Store, StoreError};

/// Changes taken from the log at a time.
const PAGE: i64 = 2_000;
/// How often the log is looked at for what other machines wrote.
const POLL: Duration = Duration::from_millis(500);

/// The picture of the whole log as it stands.
///
/// # Errors
/// When the log cannot be read.
pub async fn picture(store: &Store) -> Result<Snapshot, StoreError> {
    let epoch = store.log_head().await?.epoch;
    let mut changes = Vec::new();
    loop {
        let last = changes.last().map_or(0, |change: &crate::domain::chain::Change| change.entry.seq);
        let page = store.changes_after(last, PAGE).await?;
        if page.is_empty() {
            return Ok(Snapshot::build(epoch, &changes));
        }
        changes.extend(page);
    }
}

/// Follows the log until the writer and everybody else is gone.
pub async fn follow(store: Store, atlas: Arc<Atlas>, mut written: watch::Receiver<i64>) {
    loop {
        match catch_up(&store, &atlas).await {
            Ok(()) => {}
            Err(error) => {
                tracing::error!(%error, "the follower could not read the log; trying again");
                tokio::time::sleep(POLL).await;
            }
        }
        if let Ok(Err(_)) = tokio::time::timeout(POLL, written.changed()).await {
            // The writer has stopped: what it wrote last is taken over, then nothing more can come from here.
            let _ = catch_up(&store, &atlas).await;
            return;
        }
    }
}

/// Takes over what the log holds beyond the picture.
async fn catch_up(store: &Store, atlas: &Atlas) -> Result<(), StoreError> {
    loop {
        let now = atlas.snapshot();
        let head = store.log_head().await?;
        if (head.seq, head.hash) == (now.seq, now.hash) && head.epoch == now.epoch {
            return Ok(());
        }
        let same_log = head.epoch == now.epoch && store.log_hash_at(now.seq).await? == Some(now.hash);
        let next = if same_log {
            let changes = store.changes_after(now.seq, PAGE).await?;
            now.apply(&changes)
        } else {
            tracing::warn!(seq = now.seq, "the log is not the one this picture was made from; building it anew");
            None
        };
        let next = match next {
            Some(next) => next,
            None => picture(store).await?,
        };
        // A head that does not belong to its log (somebody changed it) is not followed in circles.
        let stands = (next.seq, next.hash) == (now.seq, now.hash) && next.epoch == now.epoch;
        atlas.publish(next);
        if stands {
            return Ok(());
        }
    }
}
