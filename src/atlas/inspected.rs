//! What was inspected, and when: for the page of an object, and for reports. Only what the viewer sees is counted.
//!
//! What kind of thing an object is, its own record says, which may come after its inspection, be corrected, or not be for
//! everybody who sees the inspection: so it is looked up when somebody asks, and for whom.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::layers::LayerId;
use super::query::Query;
use super::snapshot::{Snapshot, Visible};
use super::walk::Step;
use crate::domain::access::ReviewState;
use crate::domain::inspection::{Condition, Mode, TimeStanding};
use crate::domain::object::{ObjectKind, Subject};
use crate::domain::period::Period;
use crate::domain::time::Instant;
use crate::domain::verdict::Gone;

/// Corrections of corrections that are followed to find an object.
const LONGEST_CHAIN: usize = 32;

/// An inspection that a report may count.
#[derive(Debug, Clone, Copy)]
pub struct Inspected<'a> {
    pub step: Step<'a>,
    pub subject: Subject,
    pub mode: Mode,
    pub condition: Condition,
    pub standing: TimeStanding,
}

/// What the inspections of one object come to.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// Those whose time is believed.
    pub count: usize,
    pub last: Option<Look>,
}

#[derive(Debug, Clone)]
pub struct Look {
    pub record: Uuid,
    pub at: Instant,
    pub mode: Mode,
    pub condition: Condition,
    pub review: ReviewState,
}

/// An inspection as its feature tells of it.
#[derive(Deserialize)]
struct Told {
    record: Uuid,
    mode: Mode,
    condition: Condition,
    observed_at: Option<Instant>,
    review_state: ReviewState,
    time_standing: TimeStanding,
    segment: Option<String>,
    object: Option<Uuid>,
}

#[derive(Deserialize)]
struct OfKind {
    kind: ObjectKind,
}

#[derive(Deserialize)]
struct Feature<T> {
    properties: T,
}

fn told<T: DeserializeOwned>(feature: &[u8]) -> Option<T> {
    serde_json::from_slice::<Feature<T>>(feature).ok().map(|feature| feature.properties)
}

impl Snapshot {
    /// The approved inspections of a period, in the order of their layer. Cost: linear in the inspections that are seen,
    /// most of which are passed over by their time.
    pub fn inspected<'a>(&'a self, period: Period, visible: &'a Visible) -> Vec<Inspected<'a>> {
        let (from, to) = period.bounds();
        let within = |step: &Step<'_>| (from.millis()..=to.millis()).contains(&step.time.from);
        let mut kinds: HashMap<Uuid, Subject> = HashMap::new();
        let approved = self.walk(LayerId::Inspections, visible).filter(within).filter_map(|step| {
            let told: Told = told(step.json)?;
            (told.review_state == ReviewState::Approved).then_some((step, told))
        });
        approved
            .map(|(step, told)| {
                let subject = match (told.object, told.segment) {
                    (Some(object), _) => *kinds.entry(object).or_insert_with(|| self.subject(object, visible)),
                    (None, Some(_)) => Subject::LineCourse,
                    (None, None) => Subject::Marker,
                };
                let Told { mode, condition, time_standing: standing, .. } = told;
                Inspected { step, subject, mode, condition, standing }
            })
            .collect()
    }

    /// How many features of a layer in a period.
    pub fn count_within(&self, layer: LayerId, period: Period, visible: &Visible) -> u64 {
        let (from, to) = period.bounds();
        let within = |step: &Step<'_>| (from.millis()..=to.millis()).contains(&step.time.from);
        self.walk(layer, visible).filter(within).count() as u64
    }

    pub(super) fn subject(&self, object: Uuid, visible: &Visible) -> Subject {
        self.kind_of(object, visible, LONGEST_CHAIN).map_or(Subject::UnknownObject, Subject::Object)
    }

    /// What kind of thing an object is, or what took its place.
    fn kind_of(&self, object: Uuid, visible: &Visible, left: usize) -> Option<ObjectKind> {
        let id = object.to_string();
        if let Some(feature) = self.item(LayerId::Objects, &id, visible) {
            return told::<OfKind>(&feature).map(|told| told.kind);
        }
        match self.gone(&id, visible) {
            Some(Gone::Corrected(by)) if left > 0 => by.iter().find_map(|by| self.kind_of(*by, visible, left - 1)),
            _ => None,
        }
    }

    /// What the inspections of an object come to, those of what it took the place of among them. Drafts, and what was
    /// returned to its maker, are no inspection yet; of two at the same moment the later id counts.
    pub fn looks_at(&self, object: &str, visible: &Visible) -> Looks {
        let column = LayerId::Inspections.about().queryables.iter().position(|name| *name == "object");
        let mut looks = Looks::default();
        for record in self.with_former(object) {
            let query = Query {
                filters: column.map(|n| (n, record)).into_iter().collect(),
                limit: usize::MAX,
                ..Query::default()
            };
            let page = self.query(LayerId::Inspections, &query, visible);
            let list = page.features.as_list();
            let found: Vec<Feature<Told>> = serde_json::from_slice(&list).unwrap_or_default();
            for Told { record, mode, condition, observed_at, review_state: review, time_standing, .. } in
                found.into_iter().map(|feature| feature.properties)
            {
                let counts = matches!(review, ReviewState::Approved | ReviewState::Submitted)
                    && time_standing == TimeStanding::Plausible;
                let Some(at) = observed_at.filter(|_| counts) else { continue };
                looks.count += 1;
                if looks.last.as_ref().is_none_or(|last| (last.at, last.record) < (at, record)) {
                    looks.last = Some(Look { record, at, mode, condition, review });
                }
            }
        }
        looks
    }
}
