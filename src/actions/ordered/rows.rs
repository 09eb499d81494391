//! Tasks and works as their layers have them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::{Ordered, View};
use crate::atlas::LayerId;
use crate::atlas::query::Query;
use crate::domain::deadline::words::squeeze;
use crate::domain::fulfilment::Report;
use crate::domain::source::{Cite, Flag};
use crate::domain::task::{AgreedPoint, Recurrence};
use crate::domain::time::{CivilDay, Instant};
use crate::domain::works::{Milestone, Strength};

/// Most records of a layer that are looked at.
const MOST: usize = 100_000;

/// One thing that was ordered.
#[derive(Debug, Clone)]
pub struct Order {
    pub record: Uuid,
    /// Where it stands in its layer.
    pub place: usize,
    /// Of works: which milestone, counted from 1.
    pub milestone: Option<u32>,
    pub title: String,
    /// The works as a whole, beside their milestones.
    pub beside: bool,
    /// Of a milestone: what the works are called.
    pub works: Option<String>,
    pub document: Option<String>,
    pub document_title: Option<String>,
    pub province: Option<String>,
    pub clause: Option<String>,
    pub quote: Option<String>,
    /// As named. Of a milestone: the lead of the tasks that the document orders in the same words.
    pub lead: Vec<String>,
    pub support: Vec<String>,
    pub topic: Option<String>,
    pub deadline: Option<String>,
    pub due: Option<CivilDay>,
    pub strength: Option<Strength>,
    pub recurrence: Option<Recurrence>,
    pub depends_on: Vec<String>,
    pub flags: Vec<Flag>,
    pub written_on: Option<CivilDay>,
    /// What the document itself reports.
    pub said: Option<Report>,
    pub note: Option<String>,
    pub unit: Option<String>,
    pub label: Option<String>,
    pub at: BTreeMap<&'static str, String>,
}

/// What tasks and works have in common.
#[derive(Debug, Clone, Deserialize)]
struct Common {
    record: Uuid,
    title: String,
    document: Option<String>,
    document_title: Option<String>,
    province: Option<String>,
    #[serde(default)]
    cite: Vec<Cite>,
    #[serde(default)]
    flags: Vec<Flag>,
    note: Option<String>,
    unit: Option<String>,
    label: Option<String>,
    /// When a task was given, where somebody testifies to it.
    at: Option<Instant>,
    marker: Option<String>,
    near_marker: Option<String>,
    segment: Option<String>,
    area: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct TaskRow {
    #[serde(flatten)]
    common: Common,
    lead: Vec<String>,
    #[serde(default)]
    support: Vec<String>,
    deadline: Option<String>,
    due: Option<CivilDay>,
    strength: Option<Strength>,
    recurrence: Option<Recurrence>,
    #[serde(default)]
    depends_on: Vec<String>,
    topic: String,
    agreed: Option<AgreedPoint>,
    review_state: String,
}

#[derive(Debug, Clone, Deserialize)]
struct WorksRow {
    #[serde(flatten)]
    common: Common,
    owner: Option<String>,
    #[serde(default)]
    milestone: Vec<Milestone>,
}

pub(super) struct Orders(pub Vec<Order>);

impl Orders {
    pub(super) fn read(view: &View<'_>, ordered: Ordered, only: Option<Uuid>) -> Self {
        Self(match ordered {
            Ordered::Tasks => tasks(view, only),
            Ordered::Works => works(view, only),
        })
    }
}

/// What a viewer sees of a layer, as far as it is of this shape; `filter` names a queryable and its value.
pub(super) fn rows<T: DeserializeOwned>(view: &View<'_>, layer: LayerId, filter: Option<(&str, String)>) -> Vec<T> {
    let column =
        |(name, value): (&str, String)| Some((layer.about().queryables.iter().position(|held| *held == name)?, value));
    let filters = filter.into_iter().filter_map(column).collect();
    let page = view.snapshot.query(layer, &Query { limit: MOST, filters, ..Query::default() }, view.visible);
    let bytes = page.features.as_list();
    let features: Vec<Value> = serde_json::from_slice(&bytes).unwrap_or_default();
    features.into_iter().filter_map(|mut feature| serde_json::from_value(feature["properties"].take()).ok()).collect()
}

/// One record of a layer.
fn row<T: DeserializeOwned>(view: &View<'_>, layer: LayerId, id: Uuid) -> Option<T> {
    let bytes = view.snapshot.item(layer, &id.to_string(), view.visible)?;
    let mut feature: Value = serde_json::from_slice(&bytes).ok()?;
    serde_json::from_value(feature["properties"].take()).ok()
}

fn tasks(view: &View<'_>, only: Option<Uuid>) -> Vec<Order> {
    let found: Vec<TaskRow> = match only {
        Some(id) => row(view, LayerId::Tasks, id).into_iter().collect(),
        None => rows(view, LayerId::Tasks, None),
    };
    // What was agreed on and is not approved yet was not given yet.
    let counts = |task: &TaskRow| task.agreed.is_none() || only.is_some() || task.review_state == "approved";
    found.into_iter().filter(counts).enumerate().map(|(place, task)| of_task(place, task)).collect()
}

fn of_task(place: usize, task: TaskRow) -> Order {
    Order {
        lead: task.lead,
        support: task.support,
        topic: Some(task.topic),
        deadline: task.deadline,
        due: task.due,
        strength: task.strength,
        recurrence: task.recurrence,
        depends_on: task.depends_on,
        ..of_common(place, task.common)
    }
}

fn of_common(place: usize, common: Common) -> Order {
    let written_on = common.at.map(Instant::day).or_else(|| day_of(common.record));
    let places = [
        ("marker", common.marker),
        ("near_marker", common.near_marker),
        ("segment", common.segment),
        ("area", common.area),
    ];
    let first = common.cite.into_iter().next();
    Order {
        record: common.record,
        place,
        milestone: None,
        beside: false,
        title: common.title,
        works: None,
        document: common.document,
        document_title: common.document_title,
        province: common.province,
        clause: first.as_ref().map(|cite| cite.clause.clone()),
        quote: first.map(|cite| cite.quote),
        lead: Vec::new(),
        support: Vec::new(),
        topic: None,
        deadline: None,
        due: None,
        strength: None,
        recurrence: None,
        depends_on: Vec::new(),
        flags: common.flags,
        written_on,
        said: None,
        note: common.note,
        unit: common.unit,
        label: common.label,
        at: places.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
    }
}

/// Ids of what was taken from a document are made at its day (`exchange/identity`).
fn day_of(record: Uuid) -> Option<CivilDay> {
    let (seconds, _) = record.get_timestamp()?.to_unix();
    Some(Instant::from_millis(i64::try_from(seconds).ok()?.checked_mul(1_000)?).day())
}

fn works(view: &View<'_>, only: Option<Uuid>) -> Vec<Order> {
    let found: Vec<WorksRow> = match only {
        Some(id) => row(view, LayerId::Works, id).into_iter().collect(),
        None => rows(view, LayerId::Works, None),
    };
    let document = only.and_then(|_| found.first()?.common.document.clone());
    let tasks: Vec<TaskRow> = rows(view, LayerId::Tasks, document.map(|document| ("document", document)));
    found.into_iter().enumerate().flat_map(|(place, works)| of_works(place, works, &tasks)).collect()
}

fn of_works(place: usize, works: WorksRow, tasks: &[TaskRow]) -> Vec<Order> {
    let owner: Vec<String> = works.owner.into_iter().collect();
    let whole = of_common(place, works.common);
    if works.milestone.is_empty() {
        return vec![Order { lead: owner, works: Some(whole.title.clone()), ..whole }];
    }
    let one = |(number, milestone): (u32, Milestone)| {
        let said = milestone.as_of.filter(|_| milestone.progress.is_some()).map(|as_of| Report {
            as_of,
            record: None,
            reported: None,
            progress: milestone.progress.clone(),
            done_on: None,
            event_on: None,
            by: None,
        });
        let lead = if owner.is_empty() { who_leads(&whole, &milestone, tasks) } else { owner.clone() };
        Order {
            milestone: Some(number),
            title: milestone.title,
            works: Some(whole.title.clone()),
            clause: Some(milestone.clause),
            quote: Some(milestone.quote),
            deadline: milestone.deadline,
            due: milestone.due,
            strength: milestone.strength,
            note: milestone.note.or_else(|| whole.note.clone()),
            lead,
            said,
            ..whole.clone()
        }
    };
    let beside = Order { beside: true, works: Some(whole.title.clone()), lead: owner.clone(), ..whole.clone() };
    (1..).zip(works.milestone).map(one).chain([beside]).collect()
}

/// Whom the same document orders a task in the same words.
fn who_leads(works: &Order, milestone: &Milestone, tasks: &[TaskRow]) -> Vec<String> {
    let quote = squeeze(&milestone.quote);
    let mut lead: Vec<String> = Vec::new();
    for task in tasks.iter().filter(|task| works.document.is_some() && task.common.document == works.document) {
        if task.common.cite.iter().any(|cite| squeeze(&cite.quote) == quote) {
            lead.extend(task.lead.iter().filter(|name| !lead.contains(name)).cloned().collect::<Vec<_>>());
        }
    }
    lead
}
