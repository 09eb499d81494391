//! Takes an import back: as a whole, and only while nothing was built on it.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Tools;
use crate::actions::{Context, PATIENCE};
use crate::atlas::Snapshot;
use crate::domain::access::Actor;
use crate::domain::import::ImportState;
use crate::domain::location::Referent;
use crate::domain::number::MarkerKey;
use crate::domain::receipt::Outcome;
use crate::domain::record::{Body, Record};
use crate::geo::NO_PLACE_KEY;
use crate::store::StoreError;
use crate::store::writer::{Submission, Writer};

const PAGE: i64 = 2_000;

/// Why an import was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    #[error("there is no such import")]
    Unknown,
    #[error("the import was undone before")]
    Already,
    /// Something of it has a further revision, or a record refers to a marker that it brought.
    #[error("something was built on it: {0}")]
    BuiltOn(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes an import back. Returns the number of the entry that did.
///
/// # Errors
/// [`NotUndone`]; everything is as before then.
pub async fn undo(
    tools: &Tools,
    writer: &Writer,
    snapshot: &Snapshot,
    actor: &Actor,
    import: Uuid,
    reason: Option<String>,
) -> Result<i64, NotUndone> {
    let newest = snapshot.history().import_record(import).ok_or(NotUndone::Unknown)?;
    let Body::Import(body) = &newest.body else { return Err(NotUndone::Unknown) };
    if body.state == ImportState::Undone {
        return Err(NotUndone::Already);
    }
    if tools.store.import_is_revised(import).await? {
        return Err(NotUndone::BuiltOn("một bản ghi đã có lần sửa sau · a record has a later revision".to_owned()));
    }
    if let Some(what) = built_on(tools, import).await? {
        return Err(NotUndone::BuiltOn(what));
    }
    let mut record = newest.clone();
    record.rev += 1;
    record.received_at = (tools.clock)();
    if let Body::Import(body) = &mut record.body {
        (body.state, body.reason) = (ImportState::Undone, reason);
    }
    let submission =
        Submission { record, actor: actor.clone(), placement: None, order_key: NO_PLACE_KEY.cast_signed() };
    match writer.submit(submission).await?.outcome {
        Outcome::Accepted { seq } => Ok(seq),
        // Somebody else undid it in the same moment.
        _ => Err(NotUndone::Already),
    }
}

/// Takes an import back and waits until the picture shows it.
///
/// # Errors
/// [`NotUndone`]; everything is as before then.
pub async fn undo_and_show(
    context: &Context,
    actor: &Actor,
    import: Uuid,
    reason: Option<String>,
) -> Result<i64, NotUndone> {
    let snapshot = context.atlas.snapshot();
    let seq = undo(&context.tools(), &context.writer, &snapshot, actor, import, reason).await?;
    context.caught_up(seq, PATIENCE).await;
    Ok(seq)
}

/// A record from elsewhere that refers to a marker the import brought.
async fn built_on(tools: &Tools, import: Uuid) -> Result<Option<String>, StoreError> {
    let mut brought: BTreeSet<MarkerKey> = BTreeSet::new();
    for block in tools.store.import_blocks(import).await? {
        for written in tools.store.import_records(import, block).await? {
            if let Body::Marker(marker) = &written.record.body
                && written.record.rev == 1
            {
                brought.insert(marker.key);
            }
        }
    }
    let lines: BTreeSet<_> = brought.iter().map(MarkerKey::line).collect();
    for line in lines {
        let mut last = Uuid::nil();
        loop {
            let records = tools.store.records_on_line(line, last, PAGE).await?;
            let Some(end) = records.last() else { break };
            last = end.id;
            let others = records.iter().filter(|record| record.import_id != Some(import));
            if let Some(found) = others.into_iter().find(|record| refers_to(record, &brought)) {
                return Ok(Some(format!("{} {}", found.body.kind(), found.id)));
            }
        }
    }
    Ok(None)
}

fn refers_to(record: &Record, brought: &BTreeSet<MarkerKey>) -> bool {
    if matches!(record.body, Body::Marker(_)) {
        return false;
    }
    match &record.location.referent {
        Some(Referent::Marker(key) | Referent::NearMarker(key)) => brought.contains(key),
        Some(Referent::Segment(key)) => brought.contains(&key.from()) || brought.contains(&key.to()),
        Some(Referent::Along { marker, toward, .. }) => brought.contains(marker) || brought.contains(toward),
        Some(Referent::Area(_)) | None => false,
    }
}
