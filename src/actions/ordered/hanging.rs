//! What hangs on what was ordered: reports, visits on site, urgings, assignments.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use super::rows::{Order, rows};
use super::{Ordered, View};
use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::agency::plain;
use crate::domain::fulfilment::{Report, Reported};
use crate::domain::people::UnitTree;
use crate::domain::time::CivilDay;

/// What was said about one thing, as features say it.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub reports: Vec<Value>,
    pub visits: Vec<Value>,
    pub urgings: Vec<Value>,
    pub assignments: Vec<Value>,
}

impl About {
    /// Reports that count: those that are approved.
    pub(super) fn counting(&self, units: &UnitTree) -> impl Iterator<Item = Report> {
        self.reports.iter().filter(|report| report["review_state"] == "approved").filter_map(|row| report(row, units))
    }
}

/// Who says so: the unit that sent it, for the agency that it names where that is another.
fn said_by(row: &Value, units: &UnitTree) -> Option<String> {
    let unit = row["unit"].as_str().map(|key| units.get(key).map_or(key, |unit| unit.title.as_str()));
    match (unit, row["reported_by"].as_str()) {
        (Some(unit), Some(agency)) if plain(unit) != plain(agency) => Some(format!("{agency} ({unit})")),
        (unit, agency) => unit.or(agency).map(str::to_owned),
    }
}

fn report(row: &Value, units: &UnitTree) -> Option<Report> {
    let day = |name: &str| row[name].as_str()?.parse::<CivilDay>().ok();
    let state = Reported::ALL.iter().copied().find(|state| Some(state.as_str()) == row["state"].as_str());
    Some(Report {
        as_of: day("as_of")?,
        record: row["record"].as_str().and_then(|id| id.parse().ok()),
        reported: state,
        progress: row["progress"].as_str().map(str::to_owned),
        done_on: day("done_on"),
        event_on: day("event_on"),
        by: said_by(row, units),
    })
}

/// Layers of what hangs on something, each with the property that names it.
const LAYERS: [(LayerId, &str, &str); 4] = [
    (LayerId::ProgressReports, "task", "works"),
    (LayerId::SupervisionVisits, "works", "works"),
    (LayerId::Urgings, "target", "target"),
    (LayerId::Assignments, "target", "target"),
];

pub(super) struct Hanging([HashMap<String, Vec<Value>>; 4]);

impl Hanging {
    pub(super) fn read(view: &View<'_>, ordered: Ordered, only: Option<Uuid>) -> Self {
        Self(LAYERS.map(|(layer, of_task, of_works)| {
            let name = if ordered == Ordered::Tasks { of_task } else { of_works };
            // Whoever wrote about what this takes the place of wrote about this.
            let ids = only.map(|id| view.snapshot.with_former(&id.to_string()));
            let found: Vec<Value> = match ids {
                Some(ids) => ids.into_iter().flat_map(|id| rows::<Value>(view, layer, Some((name, id)))).collect(),
                None => rows(view, layer, None),
            };
            let mut by_target: HashMap<String, Vec<Value>> = HashMap::new();
            for row in found {
                let target = row[name].as_str().map(str::to_owned);
                if let Some(target) = target {
                    by_target.entry(target).or_default().push(row);
                }
            }
            by_target
        }))
    }

    /// What is said about one thing by those whose word counts beside it: of what is a unit's, its line of command; of what a
    /// document orders, units of the document's province and those over several.
    pub(super) fn about(&self, view: &View<'_>, order: &Order) -> About {
        let ids = view.snapshot.with_former(&order.record.to_string());
        // Who is urged or gets an assignment is for whoever does it to say; what is reported, for those it is ordered of.
        let counts = |row: &Value, reports: bool| {
            let his = row["unit"].as_str();
            view.units.counts_either_way(his, order.unit.as_deref())
                && (!reports || view.units.counts_in_province(his, order.province.as_deref()))
        };
        // What is said of the works as a whole belongs to each milestone, but for how far one is.
        let of_milestone = |row: &Value, exact: bool| {
            let said = row["milestone"].as_u64().and_then(|number| u32::try_from(number).ok());
            if exact { said == order.milestone } else { said.is_none() || said == order.milestone }
        };
        let take = |n: usize, exact: bool, reports: bool| {
            let all = ids.iter().filter_map(|id| self.0[n].get(id)).flatten();
            let mut rows: Vec<Value> = all
                .filter(|row| counts(row, reports) && of_milestone(row, exact) && is_by(row, view.day))
                .cloned()
                .collect();
            rows.sort_by_key(|row| (moment(row).map(str::to_owned), row["record"].to_string()));
            rows
        };
        About {
            reports: take(0, true, true),
            visits: take(1, false, true),
            urgings: take(2, false, false),
            assignments: take(3, false, false),
        }
    }
}

/// When it was said, or what day it is of.
fn moment(row: &Value) -> Option<&str> {
    row["as_of"].as_str().or_else(|| row["at"].as_str())
}

/// Whether it was there on a day.
fn is_by(row: &Value, day: CivilDay) -> bool {
    let at = row["at"].as_str().and_then(|at| at.parse::<crate::domain::time::Instant>().ok());
    let as_of = row["as_of"].as_str().and_then(|as_of| as_of.parse::<CivilDay>().ok());
    as_of.or_else(|| at.map(crate::domain::time::Instant::day)).is_none_or(|said| said <= day)
}

/// How many records hang on one that somebody sees.
pub fn count(snapshot: &Snapshot, visible: &Visible, ordered: Ordered, id: Uuid) -> usize {
    let units = UnitTree::default();
    let view = View { snapshot, visible, units: &units, day: CivilDay::EPOCH, remind_days: 0 };
    Hanging::read(&view, ordered, Some(id)).0.iter().flat_map(HashMap::values).map(Vec::len).sum()
}
