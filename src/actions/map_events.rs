//! What changed on a map since a number of the log, for one viewer: which features are new or otherwise, and which are gone.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Context;
use super::pull::{moves_others, seen_at, touched};
use crate::atlas::encode::feature_id;
use crate::atlas::{LayerId, Snapshot};
use crate::domain::access::{Label, Viewer};
use crate::domain::verdict::Verdict;
use crate::store::StoreError;

/// Changes of one look.
const PAGE: i64 = 500;

/// One feature that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub layer: LayerId,
    pub feature: String,
    /// Entry of the log that changed it last.
    pub seq: i64,
    /// Whether it is there now.
    pub is_there: bool,
    pub restricted: bool,
}

/// What there is to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The log up to a number, and what it changed.
    Changed(i64, Vec<Changed>),
    /// More than single features may have changed: everything is to be loaded anew.
    Reset(i64),
}

/// Looks on from a number, as far as the picture goes.
///
/// # Errors
/// When the database does not answer.
pub async fn news(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    layers: &[LayerId],
    from: i64,
) -> Result<News, StoreError> {
    let mut changes = context.store.changes_after(from, PAGE).await?;
    changes.retain(|change| change.entry.seq <= snapshot.seq);
    if changes.iter().any(moves_others) {
        return Ok(News::Reset(snapshot.seq));
    }
    let upto = changes.last().map_or(snapshot.seq, |change| change.entry.seq);
    let mut entries: BTreeMap<Uuid, i64> = BTreeMap::new();
    for change in &changes {
        for record in change.written.iter().map(|written| &written.record) {
            for of in [Some(record.id), record.body.target(), record.corrects].into_iter().flatten() {
                entries.insert(of, change.entry.seq);
            }
        }
    }
    let visible = snapshot.visible(viewer);
    let mut all = Vec::new();
    let Some(touched) = touched(context, &changes, from, snapshot.seq).await? else {
        return Ok(News::Reset(snapshot.seq));
    };
    // Of what comes later, a later look tells: what was told of by this one was to be seen where it ends.
    let ids: Vec<Uuid> = touched.iter().map(|(case, _)| case.id).collect();
    let then = if upto >= snapshot.seq { None } else { Some(seen_at(context, viewer, &ids, upto).await?) };
    for (case, was) in touched {
        let Some(verdict) = case.judge() else { continue };
        let record = &verdict.shown.record;
        let Some(layer) = LayerId::of(&record.body).filter(|layer| layers.contains(layer)) else { continue };
        let feature = feature_id(record);
        let is_there = snapshot.item(layer, &feature, &visible).is_some()
            && then.as_ref().is_none_or(|then| then.contains(&case.id));
        // Only of what he could see: an id that he never saw is not for him to learn.
        let before = was.judge().filter(Verdict::stands);
        let had = before.as_ref().is_some_and(|was| viewer.sees(&was.record().access_class(was.shown.vouched)));
        if is_there || had {
            let label = if is_there { verdict.label } else { before.map_or(verdict.label, |was| was.label) };
            let seq = entries.get(&case.id).copied().unwrap_or(upto);
            all.push(Changed { layer, feature, seq, is_there, restricted: label == Label::Restricted });
        }
    }
    all.sort_by_key(|changed| changed.seq);
    Ok(News::Changed(upto, all))
}
