//! What a device must learn since it last asked: records that are new or otherwise for it, and records to drop.
//!
//! A place in the walk is a plain value that the device keeps for us: the log it belongs to, what the device could see
//! then, and how far it came. First everything is walked, layer by layer, as of one number of the log; then what changed
//! since, in the order of the log. Where the scope of a device or the register changes, everything is walked anew, and the
//! device drops what did not come again.
//!
//! A page is cut from the picture of today and ends at an earlier number of the log. A device is given only what it could see
//! at that number, too: then whatever it holds was to be seen there, and the next page knows what there is to drop. What is left
//! out comes with the page that brings its last change.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use super::Context;
use crate::atlas::encode::feature_id;
use crate::atlas::feature::Order;
use crate::atlas::query::Query;
use crate::atlas::{LayerId, Snapshot};
use crate::domain::access::Viewer;
use crate::domain::chain::{Change, Digest, Operation};
use crate::domain::record::Body;
use crate::domain::verdict::Case;
use crate::store::StoreError;

/// What a device carries: the register, and what its unit saw and did. Tracks stay where they are. New ones come last:
/// cursors count them.
pub const LAYERS: [LayerId; 13] = [
    LayerId::Markers,
    LayerId::Hazards,
    LayerId::Inspections,
    LayerId::Patrols,
    LayerId::Works,
    LayerId::Crossings,
    LayerId::Objects,
    LayerId::Readings,
    LayerId::Incidents,
    LayerId::DamageReports,
    LayerId::Notices,
    LayerId::Meetings,
    LayerId::PatrolPlans,
];

/// Records that are told of one by one after a page of the log; for more, everything is walked anew, page by page.
const MOST: usize = 5_000;

/// How far a device came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub epoch: String,
    /// Names what the device could see.
    pub scope: String,
    /// The walk, or what follows it, stands at this number of the log.
    pub seq: i64,
    /// Where in the walk; none when it is done.
    pub walk: Option<(usize, Option<Order>)>,
}

/// One answer.
#[derive(Debug)]
pub struct Pulled {
    pub next: Place,
    /// Everything is sent from the start: what does not come before the walk is done, the device drops.
    pub reset: bool,
    /// Nothing more for now.
    pub complete: bool,
    /// Features of a layer, with commas between them.
    pub records: Vec<(LayerId, Vec<u8>)>,
    pub drop: BTreeSet<Uuid>,
}

/// The name of what somebody may see. It changes when his rights do.
pub fn scope_of(viewer: &Viewer) -> String {
    let mut name = Digest::of(&[format!("{viewer:?}").as_bytes()]).to_string();
    name.truncate(16);
    name
}

/// Goes on from a place, or begins.
///
/// # Errors
/// When the database does not answer.
pub async fn pull(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    from: Option<Place>,
    limit: usize,
) -> Result<Pulled, StoreError> {
    let scope = scope_of(viewer);
    let start =
        || Place { epoch: snapshot.epoch.clone(), scope: scope.clone(), seq: snapshot.seq, walk: Some((0, None)) };
    let known = from.filter(|from| from.epoch == snapshot.epoch && from.scope == scope && from.seq <= snapshot.seq);
    match known {
        None => Ok(walk(snapshot, viewer, start(), (0, None), limit, true)),
        Some(place) => match place.walk.clone() {
            Some(at) => match early(context, snapshot, viewer, place.seq).await? {
                Some(early) => Ok(without(walk(snapshot, viewer, place, at, limit, false), &early)),
                None => Ok(walk(snapshot, viewer, start(), (0, None), limit, true)),
            },
            None => match tail(context, snapshot, viewer, &place, limit).await? {
                Some(pulled) => Ok(pulled),
                None => Ok(walk(snapshot, viewer, start(), (0, None), limit, true)),
            },
        },
    }
}

/// Features that are to be seen by now, and were not when a walk began: they come after it. `None` where too much changed
/// to tell; none where everything is walked anew after this walk anyway.
async fn early(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    began: i64,
) -> Result<Option<HashSet<String>>, StoreError> {
    if began == snapshot.seq {
        return Ok(Some(HashSet::new()));
    }
    let mut changes = context.store.changes_after(began, i64::try_from(MOST).unwrap_or(i64::MAX)).await?;
    if changes.len() >= MOST {
        return Ok(None);
    }
    changes.retain(|change| change.entry.seq <= snapshot.seq);
    if changes.iter().any(moves_others) {
        return Ok(Some(HashSet::new()));
    }
    let Some(touched) = touched(context, &changes, began, snapshot.seq).await? else { return Ok(None) };
    let early = touched.into_iter().filter(|(_, was)| !saw(viewer, was));
    Ok(Some(early.filter_map(|(case, _)| Some(feature_id(&case.judge()?.shown.record))).collect()))
}

/// A page without these features.
fn without(mut page: Pulled, early: &HashSet<String>) -> Pulled {
    if early.is_empty() {
        return page;
    }
    for (_, features) in &mut page.records {
        let list = [b"[", features.as_slice(), b"]"].concat();
        let all: Vec<serde_json::Value> = serde_json::from_slice(&list).unwrap_or_default();
        let kept = all.iter().filter(|one| !one["id"].as_str().is_some_and(|id| early.contains(id)));
        *features = kept.map(serde_json::Value::to_string).collect::<Vec<_>>().join(",").into_bytes();
    }
    page.records.retain(|(_, features)| !features.is_empty());
    page
}

/// Whether somebody could see what a case came to.
pub(super) fn saw(viewer: &Viewer, case: &Case) -> bool {
    let verdict = case.judge();
    verdict.is_some_and(|was| was.stands() && viewer.sees(&was.record().access_class(was.shown.vouched)))
}

/// Those of some records that somebody could see at a number of the log.
pub(super) async fn seen_at(
    context: &Context,
    viewer: &Viewer,
    ids: &[Uuid],
    seq: i64,
) -> Result<HashSet<Uuid>, StoreError> {
    let cases = context.store.cases_of(ids, seq).await?;
    Ok(cases.iter().filter(|case| saw(viewer, case)).map(|case| case.id).collect())
}

/// A page of everything. What changes meanwhile comes after the walk, which began at its own number.
fn walk(
    snapshot: &Snapshot,
    viewer: &Viewer,
    place: Place,
    (mut layer, mut after): (usize, Option<Order>),
    limit: usize,
    reset: bool,
) -> Pulled {
    let visible = snapshot.visible(viewer);
    let (mut records, mut left) = (Vec::new(), limit);
    while let Some(&id) = LAYERS.get(layer) {
        if left == 0 {
            break;
        }
        let query = Query { after: after.take(), limit: left, ..Query::default() };
        let page = snapshot.query(id, &query, &visible);
        left -= page.returned.min(left);
        if page.returned > 0 {
            records.push((id, page.features.to_vec()));
        }
        match page.next {
            Some(next) => {
                after = Some(next);
                break;
            }
            None => layer += 1,
        }
    }
    let walk = (layer < LAYERS.len()).then_some((layer, after));
    let complete = walk.is_none() && place.seq == snapshot.seq;
    Pulled { next: Place { walk, ..place }, reset, complete, records, drop: BTreeSet::new() }
}

/// What the log brought after a place. `None` when that cannot be told record by record.
async fn tail(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    place: &Place,
    limit: usize,
) -> Result<Option<Pulled>, StoreError> {
    let mut changes = context.store.changes_after(place.seq, i64::try_from(limit).unwrap_or(i64::MAX)).await?;
    changes.retain(|change| change.entry.seq <= snapshot.seq);
    if changes.iter().any(moves_others) {
        return Ok(None);
    }
    let upto = changes.last().map_or(place.seq, |change| change.entry.seq);
    let visible = snapshot.visible(viewer);
    let (mut records, mut drop) = (Vec::new(), BTreeSet::new());
    let Some(touched) = touched(context, &changes, place.seq, snapshot.seq).await? else { return Ok(None) };
    let ids: Vec<Uuid> = touched.iter().map(|(case, _)| case.id).collect();
    let then = if upto == snapshot.seq { None } else { Some(seen_at(context, viewer, &ids, upto).await?) };
    for (case, was) in touched {
        let Some(verdict) = case.judge() else { continue };
        let Some(layer) = LayerId::of(&verdict.shown.record.body).filter(|layer| LAYERS.contains(layer)) else {
            continue;
        };
        let item = snapshot.item(layer, &feature_id(&verdict.shown.record), &visible);
        if let Some(feature) = item.filter(|_| then.as_ref().is_none_or(|then| then.contains(&case.id))) {
            records.push((layer, feature));
            continue;
        }
        // Only what the device could have: an id that it never saw is not for it to learn.
        if saw(viewer, &was) {
            drop.insert(case.id);
        }
    }
    let next = Place { seq: upto, walk: None, ..place.clone() };
    let complete = upto == snapshot.seq;
    Ok(Some(Pulled { next, reset: false, complete, records, drop }))
}

/// The records that changes concern, as they are at `now` and as they were at `then`. `None` where there are more than
/// [`MOST`]: one change of a label concerns all that hangs on a record.
pub(super) async fn touched(
    context: &Context,
    changes: &[Change],
    then: i64,
    now: i64,
) -> Result<Option<Vec<(Case, Case)>>, StoreError> {
    let touched: Vec<Uuid> = context.store.touched(changes, true).await?.into_iter().collect();
    if touched.len() > MOST {
        return Ok(None);
    }
    let mut ids: BTreeSet<Uuid> = context.store.cases(&touched, now).await?.into_iter().map(|case| case.id).collect();
    let written = changes.iter().flat_map(|change| &change.written);
    ids.extend(written.map(|written| &written.record).filter(|r| LayerId::of(&r.body).is_some()).map(|r| r.id));
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let cases = context.store.cases(&ids, now).await?;
    let mut before = context.store.cases(&ids, then).await?;
    let pairs = cases.into_iter().filter(|case| ids.contains(&case.id)).map(|case| {
        let was = before.iter().position(|was| was.id == case.id).map(|at| before.swap_remove(at));
        (case, was.unwrap_or_default())
    });
    Ok(Some(pairs.collect()))
}

/// Whether a change may move or take away more than the records that it names.
pub(super) fn moves_others(change: &Change) -> bool {
    change.entry.meta.operation == Operation::Erase
        || change.written.iter().any(|written| {
            written.record.rev > 1
                || matches!(written.record.body, Body::BoundaryLine(_) | Body::Marker(_) | Body::Import(_))
        })
}
