//! A marker cannot leave while records are tied to it, and none may be tied to it while it leaves.

use std::collections::BTreeSet;

use super::NotEdited;
use crate::actions::Context;
use crate::actions::import::undo::refers;
use crate::domain::number::MarkerKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::Revisions;

/// Changes that are read together.
const PAGE: i64 = 2_000;

/// From now on nothing new is tied to a marker, and nothing was.
///
/// # Errors
/// [`NotEdited::InUse`] names what is tied to it.
pub(super) async fn begin(context: &Context, marker: &Record) -> Result<(), NotEdited> {
    context.jobs.leaving.begin(&names(marker)).await;
    let found = tied(context, marker).await;
    if !matches!(found, Ok(None)) {
        end(context, marker).await;
    }
    match found? {
        Some(what) => Err(NotEdited::InUse(what)),
        None => Ok(()),
    }
}

/// Whoever stores records asks the register again.
pub(super) async fn end(context: &Context, marker: &Record) {
    context.jobs.leaving.end(&names(marker)).await;
}

/// The first record that is tied to a marker. Reads the log from where the marker came in.
async fn tied(context: &Context, marker: &Record) -> Result<Option<String>, NotEdited> {
    let (head, log) = context.store.register_log().await?;
    let first = log.register.iter().find(|versioned| versioned.record.id == marker.id).map(|versioned| versioned.seq);
    let (names, revisions) = (names(marker), Revisions::new(&log));
    let mut looked = first.unwrap_or(0) - 1;
    while looked < head.seq {
        let page = context.store.changes_after(looked.max(0), PAGE).await?;
        let Some(last) = page.last() else { break };
        looked = last.entry.seq;
        if let Some(what) = page.iter().find_map(|change| refers(change, &names, &revisions)) {
            return Ok(Some(what));
        }
    }
    Ok(None)
}

/// All numbers that mean it.
fn names(marker: &Record) -> BTreeSet<MarkerKey> {
    match &marker.body {
        Body::Marker(body) => body.aliases.iter().copied().chain([body.key]).collect(),
        _ => BTreeSet::new(),
    }
}
