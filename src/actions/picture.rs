//! The picture of the log, as it stands or as it stood.

use crate::atlas::{Growth, Labels, Snapshot};
use crate::store::{Store, StoreError};

/// Changes taken from the log at a time.
const PAGE: i64 = 2_000;

/// The picture of the log up to a number of it, or as it stands where that is less. The register is read first, because all
/// places depend on it; the rest is taken in pages. What is said about a record counts as far as it was said by then.
///
/// # Errors
/// When the log cannot be read.
pub async fn picture_at(store: &Store, upto: i64) -> Result<Snapshot, StoreError> {
    picture_labelled(store, upto, Labels::new()).await
}

/// The same, with the labels that some of its records got since.
///
/// # Errors
/// When the log cannot be read.
pub async fn picture_labelled(store: &Store, upto: i64, labels: Labels) -> Result<Snapshot, StoreError> {
    let (head, register) = store.register_log_at(upto).await?;
    let upto = upto.min(head.seq);
    let mut growth = Growth::begin(head.epoch, register).with_labels(labels);
    while growth.seq() < upto {
        let mut page = store.changes_after(growth.seq(), PAGE).await?;
        page.retain(|change| change.entry.seq <= upto);
        // A head beyond the last entry is somebody's meddling; verifying names it.
        if page.is_empty() {
            break;
        }
        let cases = store.cases_touched(&page, upto, false).await?;
        // Thousands of rows at a time: on a thread of its own, so that requests are not held up.
        growth = on_a_thread(move || {
            let _ = growth.take(&page, &cases);
            growth
        })
        .await?;
    }
    on_a_thread(move || growth.finish()).await
}

/// Does what takes long where nobody waits for it.
///
/// # Errors
/// When the thread came to no end.
pub async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Unavailable(format!("the picture could not be made: {error}")))
}
