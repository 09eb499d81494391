//! The history of one record, for whoever may see it.

use uuid::Uuid;

use crate::domain::access::AccessClass;
use crate::domain::chain::{Entry, Operation};
use crate::domain::verdict::Case;
use crate::store::history::History;
use crate::store::{Store, StoreError};

/// Entries that are asked of the store at a time.
const PAGE: usize = 500;

/// What happened to a record, once.
#[derive(Debug, Clone)]
pub struct Event {
    pub entry: Entry,
    /// Revision that it was about; none for a block of an import that is the record itself.
    pub rev: Option<i64>,
    /// The import and the block that the record came with.
    pub block: Option<(Uuid, i64)>,
    /// Number of the entry that later erased what this one wrote.
    pub erased_under: Option<i64>,
}

/// A page of events; `next` is the number to go on after.
#[derive(Debug, Clone)]
pub struct Events {
    pub events: Vec<Event>,
    pub next: Option<i64>,
}

/// What happened to a record after an entry. `None` when there is no such record for whoever asks.
///
/// # Errors
/// When the database does not answer.
pub async fn audit_history(
    store: &Store,
    record: Uuid,
    after: i64,
    limit: usize,
    sees: impl Fn(&AccessClass) -> bool + Send + Sync,
) -> Result<Option<Events>, StoreError> {
    let (mut at, mut events) = (after, Vec::new());
    let cases = store.cases_of(&[record], i64::MAX).await?;
    let verdict = cases.iter().find(|case| case.id == record).and_then(Case::judge);
    let stands = verdict.map(|verdict| (verdict.record().rev, verdict.record().access_class(verdict.shown.vouched)));
    loop {
        let mut history = store.history(record, at, i64::try_from(PAGE).unwrap_or(i64::MAX)).await?;
        // As it counts today, with what was said about it since.
        if let Some((rev, class)) = &stands {
            history.revisions.iter_mut().filter(|held| held.rev == *rev).for_each(|held| held.class = class.clone());
            for (_, beside) in &mut history.contenders {
                (beside.label, beside.review) = (beside.label.max(class.label), class.review);
            }
        }
        // Whoever does not see the newest revision sees none: what is restricted now is not told of by what it was.
        let newest = history.revisions.iter().max_by_key(|revision| revision.rev);
        if newest.is_none_or(|newest| !sees(&newest.class)) {
            return Ok(None);
        }
        let read = history.entries.len();
        if let Some(last) = history.entries.last() {
            at = last.seq;
        }
        events.extend(history.entries.iter().filter_map(|entry| event(record, &history, entry, &sees)));
        if events.len() > limit || read < PAGE {
            break;
        }
    }
    // A row of an import that is still going in, which the log does not know.
    if events.is_empty() && after == 0 {
        return Ok(None);
    }
    let more = events.len() > limit;
    events.truncate(limit);
    let next = events.last().filter(|_| more).map(|event| event.entry.seq);
    Ok(Some(Events { events, next }))
}

fn event(
    record: Uuid,
    history: &History,
    entry: &Entry,
    sees: &(impl Fn(&AccessClass) -> bool + Send + Sync),
) -> Option<Event> {
    let of_rev = |rev: i64| history.revisions.iter().find(|revision| revision.rev == rev);
    let entry = entry.clone();
    match entry.meta.operation {
        Operation::Block if entry.meta.record == record => {
            Some(Event { entry, rev: None, block: None, erased_under: None })
        }
        Operation::Block => {
            let block = (entry.meta.record, entry.meta.rev);
            let revision = history.revisions.iter().find(|revision| revision.block == Some(block))?;
            let (rev, erased_under) = (Some(revision.rev), revision.erased_under);
            sees(&revision.class).then_some(Event { entry, rev, block: Some(block), erased_under })
        }
        // What was said about it, which has an id of its own.
        _ if entry.meta.record != record => Some(Event { entry, rev: None, block: None, erased_under: None }),
        operation => {
            let rev = entry.meta.rev;
            let revision = of_rev(rev).filter(|revision| sees(&revision.class))?;
            let mut beside = history.contenders.iter().filter(|(of, _)| *of == rev);
            if operation == Operation::Contend && !beside.all(|(_, class)| sees(class)) {
                return None;
            }
            let erased_under = revision.erased_under.filter(|_| operation != Operation::Erase);
            Some(Event { entry, rev: Some(rev), block: None, erased_under })
        }
    }
}
