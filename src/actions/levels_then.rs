//! What levels were shown on an earlier day, and how they came about, for whoever asks now.
//!
//! They were kept for three views: the approved records up to each label. Somebody gets the highest view all of whose records he
//! sees today; of a row that names a record that he may not see, or that nobody can tell of any more, the next lower view's.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use super::Context;
use crate::atlas::{Snapshot, Visible};
use crate::domain::access::{Label, Permission, Viewer};
use crate::domain::number::SegmentKey;
use crate::domain::time::CivilDay;
use crate::store::StoreError;
use crate::store::assessments::Kept;

/// A term as it was kept.
#[derive(Debug, Clone, Deserialize)]
pub struct KeptTerm {
    pub name: String,
    pub tenths: i64,
    pub records: Vec<Uuid>,
}

/// A level as it was kept, with its terms read.
#[derive(Debug, Clone)]
pub struct Then {
    pub kept: Kept,
    pub terms: Vec<KeptTerm>,
}

/// Views that somebody may have wholly, the highest first. Everybody may have that of what everybody sees.
pub fn views(snapshot: &Snapshot, viewer: &Viewer, visible: &Visible) -> Vec<Label> {
    let cleared = |label: Label| match label {
        Label::Public => true,
        Label::Internal => viewer.sees_everything() || viewer.allowing(Permission::ReadInternal).next().is_some(),
        Label::Restricted => viewer.sees_restricted(),
    };
    let mut all: Vec<Label> =
        Label::ALL.into_iter().filter(|label| cleared(*label) && visible.holds(&snapshot.up_to(*label))).collect();
    all.reverse();
    all
}

fn read(kept: Kept) -> Option<Then> {
    let terms = serde_json::from_str(&kept.terms).ok()?;
    Some(Then { kept, terms })
}

fn may(snapshot: &Snapshot, viewer: &Viewer, visible: &Visible, then: &Then) -> bool {
    let mut records = then.terms.iter().flat_map(|term| &term.records);
    viewer.sees_everything() || records.all(|record| snapshot.tells_of(*record, visible))
}

/// The levels at the end of a day, of all stretches or of one.
///
/// # Errors
/// When the database does not answer.
pub async fn on(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    visible: &Visible,
    day: CivilDay,
    segment: Option<&SegmentKey>,
) -> Result<Vec<Then>, StoreError> {
    let mut found: BTreeMap<String, Then> = BTreeMap::new();
    let segment = segment.map(ToString::to_string);
    for label in views(snapshot, viewer, visible) {
        for kept in context.store.assessments_on(label, day, segment.as_deref()).await? {
            if let Some(then) = read(kept).filter(|then| may(snapshot, viewer, visible, then)) {
                found.entry(then.kept.segment.clone()).or_insert(then);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// How the level of a stretch came about, the earliest first, in the highest view that may be shown whole.
///
/// # Errors
/// When the database does not answer.
pub async fn series(
    context: &Context,
    snapshot: &Snapshot,
    viewer: &Viewer,
    visible: &Visible,
    segment: &SegmentKey,
) -> Result<(Label, Vec<Then>), StoreError> {
    for label in views(snapshot, viewer, visible) {
        let kept = context.store.assessments_of(label, &segment.to_string()).await?;
        let mut all: Vec<Then> = kept.into_iter().filter_map(read).collect();
        let whole = all.iter().all(|then| may(snapshot, viewer, visible, then));
        if whole || label == Label::Public {
            all.retain(|then| may(snapshot, viewer, visible, then));
            all.reverse();
            return Ok((label, all));
        }
    }
    Ok((Label::Public, Vec::new()))
}
