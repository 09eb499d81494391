//! Takes an import back: as a whole, and only while nothing was built on it.

use std::collections::BTreeSet;
use std::time::Duration;

use uuid::Uuid;

use super::Tools;
use super::leaving::names;
use crate::actions::Context;
use crate::atlas::register::history::History;
use crate::domain::access::Actor;
use crate::domain::chain::Change;
use crate::domain::import::ImportState;
use crate::domain::number::MarkerKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::{RegisterLog, Revisions, Versioned};
use crate::geo::NO_PLACE_KEY;
use crate::store::StoreError;
use crate::store::undo::Kept;

const PAGE: i64 = 2_000;
/// How long an answer waits for the picture to be without the import: as long as imports wait to be in it.
const PATIENCE: Duration = Duration::from_mins(2);

/// Why an import was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    #[error("there is no such import")]
    Unknown,
    #[error("the import was undone before")]
    Already,
    /// A file is going in, and may build on it.
    #[error("another import is under way; try again when it has ended")]
    Busy,
    /// Something of it has a further revision, or a record refers to a marker that it brought.
    #[error("something was built on it: {0}")]
    BuiltOn(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An import that was taken back.
#[derive(Debug, Clone, Copy)]
pub struct Undone {
    /// Number of the entry that did.
    pub seq: i64,
    /// Whether the picture is without it by now.
    pub shown: bool,
}

/// An import, and what would go with it.
struct Plan {
    newest: Record,
    /// Number of its own entry: nothing before it can have been built on it.
    seq: i64,
    /// Numbers that mean no marker without it, or another.
    brought: BTreeSet<MarkerKey>,
    revisions: Revisions,
}

impl Plan {
    async fn of(tools: &Tools, import: Uuid) -> Result<Self, NotUndone> {
        // What a dead import left holds nobody up.
        tools.store.import_sweep((tools.clock)()).await?;
        let (_, log) = tools.store.register_log().await?;
        let of_import =
            |versioned: &&Versioned| versioned.record.id == import && matches!(versioned.record.body, Body::Import(_));
        let first = log.register.iter().find(of_import).ok_or(NotUndone::Unknown)?;
        let newest = log.register.iter().rfind(of_import).ok_or(NotUndone::Unknown)?;
        let (seq, newest) = (first.seq, newest.record.clone());
        if matches!(&newest.body, Body::Import(body) if body.state == ImportState::Undone) {
            return Err(NotUndone::Already);
        }
        let (brought, revisions) = brought(log, import);
        Ok(Self { newest, seq, brought, revisions })
    }

    /// The record of a change that was built on the import.
    fn built_on(&self, change: &Change) -> Option<String> {
        refers(change, &self.brought, &self.revisions)
    }

    async fn carry_out(&self, tools: &Tools, actor: &Actor, reason: Option<String>) -> Result<i64, NotUndone> {
        // All but the latest changes are looked at while others write.
        let head = tools.store.log_head().await?;
        let mut looked = self.seq;
        while looked < head.seq {
            let page = tools.store.changes_after(looked, PAGE).await?;
            let Some(last) = page.last() else { break };
            looked = last.entry.seq;
            if let Some(what) = page.iter().find_map(|change| self.built_on(change)) {
                return Err(NotUndone::BuiltOn(what));
            }
        }
        let mut record = self.newest.clone();
        record.rev += 1;
        record.received_at = (tools.clock)();
        if let Body::Import(body) = &mut record.body {
            (body.state, body.reason) = (ImportState::Undone, reason);
        }
        let salt = (tools.salts)()().ok_or(StoreError::NoSalt)?;
        let row = (&record, NO_PLACE_KEY.cast_signed(), salt);
        match tools.store.import_take_back(row, actor, looked, &|change| self.built_on(change)).await? {
            Ok(seq) => Ok(seq),
            Err(Kept::Busy) => Err(NotUndone::Busy),
            Err(Kept::Already) => Err(NotUndone::Already),
            Err(Kept::Revised) => {
                Err(NotUndone::BuiltOn("một bản ghi đã có lần sửa sau · a record has a later revision".to_owned()))
            }
            Err(Kept::BuiltOn(what)) => Err(NotUndone::BuiltOn(what)),
        }
    }
}

/// The record of a change that refers to one of these markers, if one does.
pub fn refers(change: &Change, markers: &BTreeSet<MarkerKey>, revisions: &Revisions) -> Option<String> {
    let records = change.written.iter().map(|written| &written.record);
    let mut refer = records.filter(|record| {
        let referent = record.location.referent.as_ref().filter(|_| !matches!(record.body, Body::Marker(_)));
        referent.is_some_and(|referent| names(referent).iter().any(|name| markers.contains(name)))
            && revisions.is_in_force(record)
    });
    refer.next().map(|found| format!("{} {}", found.body.kind(), found.id))
}

/// Numbers that mean no marker without the import, or another; and which revisions count today.
fn brought(log: RegisterLog, import: Uuid) -> (BTreeSet<MarkerKey>, Revisions) {
    let (today, without) = (Revisions::new(&log), Revisions::as_if_undone(&log, import));
    let then = History::new(log.clone(), &without).names_now();
    let now = History::new(log, &today).names_now();
    let brought = now.into_iter().filter(|(name, marker)| then.get(name) != Some(marker)).map(|(name, _)| name);
    (brought.collect(), today)
}

/// Takes an import back. Returns the number of the entry that did.
///
/// # Errors
/// [`NotUndone`]; everything is as before then.
pub async fn undo(tools: &Tools, actor: &Actor, import: Uuid, reason: Option<String>) -> Result<i64, NotUndone> {
    Plan::of(tools, import).await?.carry_out(tools, actor, reason).await
}

/// Takes an import back and waits until the picture is without it, though not for ever.
///
/// # Errors
/// [`NotUndone`]; everything is as before then.
pub async fn undo_and_show(
    context: &Context,
    actor: &Actor,
    import: Uuid,
    reason: Option<String>,
) -> Result<Undone, NotUndone> {
    let (context, actor) = (context.clone(), actor.clone());
    // To its end, whether or not somebody still waits for the answer.
    let work = tokio::spawn(async move {
        let tools = context.tools();
        let plan = Plan::of(&tools, import).await?;
        let leaving = &context.jobs.leaving;
        leaving.begin(&plan.brought).await;
        let seq = match plan.carry_out(&tools, &actor, reason).await {
            Ok(seq) => seq,
            Err(error) => {
                leaving.end(&plan.brought).await;
                return Err(error);
            }
        };
        let shown = context.caught_up(seq, PATIENCE).await;
        let (late, brought) = (context.clone(), plan.brought);
        let ending = async move {
            late.atlas.wait_for(seq).await;
            late.jobs.leaving.end(&brought).await;
        };
        if shown {
            ending.await;
        } else {
            drop(tokio::spawn(ending));
        }
        Ok(Undone { seq, shown })
    });
    work.await.map_err(|_| StoreError::Unavailable("undoing was broken off".to_owned()))?
}
