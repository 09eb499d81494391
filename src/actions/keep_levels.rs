//! Keeps the attention levels that change, for whoever asks later what was shown.
//!
//! For each label the levels are worked out from the approved records up to it, of the segments that were touched since the
//! last time; on a new day, by another method or on a picture made anew, of all. What differs from the last that is kept is
//! written under the next number. Of several programs the one whose picture is ahead writes; the others find it done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;

use super::people::People;
use crate::atlas::{Lineage, Outlook, Snapshot, Touched};
use crate::domain::access::Label;
use crate::domain::attention::{Assessment, Method};
use crate::domain::number::SegmentKey;
use crate::domain::time::CivilDay;
use crate::store::assessments::{Head, Kept};
use crate::store::{Store, StoreError};

/// Programs that get in each other's way try again so often; then at the next look.
const TRIES: usize = 3;

type Latest = BTreeMap<(Label, SegmentKey), Kept>;

/// Which picture was looked at, and on which day.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    epoch: String,
    seq: i64,
    lineage: Lineage,
    day: CivilDay,
}

pub struct Keeper {
    store: Store,
    method: Arc<Method>,
    people: Arc<People>,
    /// What is kept as far as this program knows, and the number of the last of it.
    latest: Latest,
    number: i64,
    done: Option<Place>,
}

impl Keeper {
    pub fn new(store: Store, method: Arc<Method>, people: Arc<People>) -> Self {
        Self { store, method, people, latest: Latest::new(), number: 0, done: None }
    }

    /// Keeps what changed up to this picture and day.
    ///
    /// # Errors
    /// When the database does not answer; the next look makes up for it.
    pub async fn look(&mut self, snapshot: &Arc<Snapshot>, day: CivilDay) -> Result<(), StoreError> {
        let place =
            Place { epoch: snapshot.epoch.clone(), seq: snapshot.seq, lineage: snapshot.lineage().clone(), day };
        if self.done.as_ref() == Some(&place) {
            return Ok(());
        }
        let before = self.done.as_ref().filter(|done| done.day == day && done.epoch == place.epoch);
        let touched = before.and_then(|done| snapshot.touched_since(done.seq, &done.lineage));
        for _ in 0..TRIES {
            let head = self.store.assessment_head().await?;
            if head.number != self.number {
                for kept in self.store.assessments_after(self.number).await? {
                    self.number = self.number.max(kept.number);
                    self.take(kept);
                }
                self.number = self.number.max(head.number);
            }
            let digest = self.method.digest.to_string();
            let is_ours = head.epoch == place.epoch && head.method_digest == digest;
            if is_ours && (head.day, head.seq) > (day.number(), place.seq) {
                self.done = Some(place);
                return Ok(());
            }
            let rows = self.changed(snapshot, day, touched.as_ref()).await?;
            let number = self.number + 1;
            let next =
                Head { number, epoch: place.epoch.clone(), day: day.number(), seq: place.seq, method_digest: digest };
            if rows.is_empty() || self.store.keep_assessments(self.number, &next, &rows).await? {
                if !rows.is_empty() {
                    self.number = number;
                }
                for row in rows {
                    self.take(row);
                }
                self.done = Some(place);
                return Ok(());
            }
        }
        Ok(())
    }

    fn take(&mut self, kept: Kept) {
        let label = Label::ALL.into_iter().find(|label| label.as_str() == kept.label);
        if let (Some(label), Ok(key)) = (label, kept.segment.parse()) {
            self.latest.insert((label, key), kept);
        }
    }

    /// The levels that are not what is kept, under the next number.
    async fn changed(
        &mut self,
        snapshot: &Arc<Snapshot>,
        day: CivilDay,
        touched: Option<&Touched>,
    ) -> Result<Vec<Kept>, StoreError> {
        let (snapshot, method, number) = (Arc::clone(snapshot), Arc::clone(&self.method), self.number + 1);
        let (latest, touched) = (std::mem::take(&mut self.latest), touched.cloned());
        let directory = self.people.directory();
        let work = move || {
            let outlook = Outlook { day, method: &method, units: &directory.units };
            let mut rows = Vec::new();
            for label in Label::ALL {
                rows.extend(of_label(label, &snapshot, &outlook, touched.as_ref(), &latest, number));
            }
            (rows, latest)
        };
        let done = tokio::task::spawn_blocking(work).await;
        let (rows, latest) =
            done.map_err(|error| StoreError::Unavailable(format!("levels could not be worked out: {error}")))?;
        self.latest = latest;
        Ok(rows)
    }
}

fn of_label(
    label: Label,
    snapshot: &Snapshot,
    outlook: &Outlook<'_>,
    touched: Option<&Touched>,
    latest: &Latest,
    number: i64,
) -> Vec<Kept> {
    let visible = snapshot.up_to(label);
    let register = snapshot.register();
    let touched = touched.and_then(|touched| touched.segments(register));
    // Of registered segments those that were touched; of other stretches all that there are or were: they are few.
    let mut keys: BTreeSet<SegmentKey> = snapshot.stretches(&visible).into_iter().map(|segment| segment.key).collect();
    keys.extend(latest.keys().filter(|(of, _)| *of == label).map(|(_, key)| *key));
    keys.retain(|key| touched.as_ref().is_none_or(|all| all.contains(key)) || !register.is_registered(key));
    let keys: Vec<SegmentKey> = keys.into_iter().collect();
    let found = snapshot.assess_all(&keys, outlook, &visible);
    let rows = keys.iter().zip(&found).map(|(key, found)| row(label, key, found, snapshot.seq, outlook, number));
    let differs = |row: &Kept| {
        let held = row.segment.parse().ok().and_then(|key| latest.get(&(label, key)));
        held.is_none_or(|held| said(held) != said(row))
    };
    rows.filter(differs).collect()
}

fn said(kept: &Kept) -> (&str, i64, &str, &str, &str) {
    (&kept.class, kept.tenths, &kept.inspection_state, &kept.terms, &kept.method_digest)
}

fn row(label: Label, key: &SegmentKey, found: &Assessment, seq: i64, outlook: &Outlook<'_>, number: i64) -> Kept {
    let terms = found.terms.iter();
    let terms: Vec<_> =
        terms.map(|term| json!({ "name": term.name, "tenths": term.tenths, "records": term.records })).collect();
    Kept {
        label: label.as_str().to_owned(),
        segment: key.to_string(),
        number,
        day: outlook.day.number(),
        seq,
        method_version: outlook.method.version.clone(),
        method_digest: outlook.method.digest.to_string(),
        class: found.class.as_str().to_owned(),
        tenths: found.tenths,
        inspection_state: found.inspection_state.as_str().to_owned(),
        terms: json!(terms).to_string(),
    }
}
