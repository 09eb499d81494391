//! Carries changes from the log to the atlas, the same way whether they were written here or elsewhere.
//!
//! Before it goes on it compares the hash of the log at its own place. When that differs, the log was restored or
//! replaced, and the picture is built anew.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;

use crate::actions::Clock;
use crate::actions::attachments::Files;
use crate::actions::attachments::upkeep::{self, LetGo};
use crate::actions::keep_levels::Keeper;
use crate::actions::people::People;
use crate::actions::picture::{on_a_thread, picture_at};
use crate::atlas::{Atlas, Growth, Snapshot};
use crate::domain::chain::Change;
use crate::store::{Store, StoreError};

/// Changes taken from the log at a time.
const PAGE: i64 = 2_000;
/// Cases that are settled between requests; more of them on a thread of their own.
const MANY: usize = 1_000;
/// How often the log is looked at for what other machines wrote.
const POLL: Duration = Duration::from_millis(500);

/// How long the end waits for the last picture.
const LAST_PICTURE: Duration = Duration::from_secs(2);
/// How often sessions that have run out are taken away.
const PRUNED_EVERY: Duration = Duration::from_hours(1);
/// How often files that nothing names are let go of.
const COLLECTED_EVERY: Duration = Duration::from_hours(6);
/// How often instances tell one another which sessions are used.
const TOLD_EVERY: Duration = Duration::from_secs(15);

/// The picture of the whole log as it stands.
///
/// # Errors
/// When the log cannot be read.
pub async fn picture(store: &Store) -> Result<Snapshot, StoreError> {
    picture_at(store, i64::MAX).await
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

/// Keeps attention levels that change, by the side of the pictures, until the writer and everybody else is gone.
pub async fn keep_levels(mut keeper: Keeper, atlas: Arc<Atlas>, clock: Clock, mut written: watch::Receiver<i64>) {
    loop {
        let ended = written.has_changed().is_err();
        if ended {
            // What was written last is in the picture soon; then nothing more can come from here.
            let last = *written.borrow();
            let _ = tokio::time::timeout(LAST_PICTURE, atlas.wait_for(last)).await;
        }
        if let Err(error) = keeper.look(&atlas.snapshot(), clock().day()).await {
            tracing::error!(%error, "attention levels could not be kept; trying again");
        }
        if ended {
            return;
        }
        // Other processes write, too, and days end: it looks again without being woken, and not more often. Only the end
        // wakes it.
        let _ = tokio::time::timeout(POLL, written.wait_for(|_| false)).await;
    }
}

/// Takes over what other processes changed about people, until nobody here wants to know.
pub async fn follow_people(people: Weak<People>, clock: Clock) {
    let (mut pruned, mut told): (Option<tokio::time::Instant>, Option<tokio::time::Instant>) = (None, None);
    loop {
        tokio::time::sleep(POLL).await;
        let Some(people) = people.upgrade() else { return };
        if pruned.is_none_or(|at| at.elapsed() > PRUNED_EVERY) {
            pruned = Some(tokio::time::Instant::now());
            if let Err(error) = people.prune(&clock).await {
                tracing::error!(%error, "sessions that have run out could not be taken away");
            }
        }
        if told.is_none_or(|at| at.elapsed() > TOLD_EVERY) {
            told = Some(tokio::time::Instant::now());
            if let Err(error) = people.exchange_activity().await {
                tracing::error!(%error, "which sessions are used could not be written down");
            }
        }
        if let Err(error) = people.look(&clock).await {
            tracing::error!(%error, "who is known could not be read; trying again");
        }
    }
}

/// Takes over what other processes did to files, and lets go of what nothing names, until nobody here wants to know.
pub async fn follow_files(files: Weak<Files>, store: Store, clock: Clock) {
    let mut collected: Option<tokio::time::Instant> = None;
    loop {
        tokio::time::sleep(POLL).await;
        let Some(files) = files.upgrade() else { return };
        if collected.is_none_or(|at| at.elapsed() > COLLECTED_EVERY) {
            collected = Some(tokio::time::Instant::now());
            match upkeep::collect(&store, &files, &clock, None).await {
                Ok(gone) if gone == LetGo::default() => {}
                Ok(gone) => tracing::info!(files = gone.files.len(), uploads = gone.uploads, "let go of"),
                Err(error) => tracing::error!(%error, "files that nothing names could not be let go of"),
            }
        }
        if let Err(error) = files.look(&store).await {
            tracing::error!(%error, "what became of files could not be read; trying again");
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
            grown(store, atlas, &now).await?
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

/// The picture after a page of what follows; never with half an import. `None` when it must be built anew.
async fn grown(store: &Store, atlas: &Atlas, now: &Snapshot) -> Result<Option<Snapshot>, StoreError> {
    let mut growth = Growth::after(now);
    let mut is_import = false;
    loop {
        let changes = store.changes_after(growth.seq(), PAGE).await?;
        let is_pending = changes.last().is_some_and(Change::is_pending);
        let upto = changes.last().map_or(growth.seq(), |change| change.entry.seq);
        let cases = store.cases_touched(&changes, upto, true).await?;
        if !is_import && !is_pending && cases.len() <= MANY {
            return Ok(growth.take(&changes, &cases).then(|| growth.finish()));
        }
        // One change of a label may concern all that hangs on a record.
        if !is_import && !is_pending {
            return on_a_thread(move || growth.take(&changes, &cases).then(|| growth.finish())).await;
        }
        // Thousands of rows at a time: on a thread of its own, so that requests are not held up.
        if !is_import {
            atlas.announce_import();
            is_import = true;
        }
        let taking = move || {
            let grows = growth.take(&changes, &cases);
            (growth, grows)
        };
        let (taken, grows) = on_a_thread(taking).await?;
        growth = taken;
        if !grows {
            return Ok(None);
        }
        if !is_pending {
            return on_a_thread(move || growth.finish()).await.map(Some);
        }
    }
}
