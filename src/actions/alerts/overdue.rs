//! What became overdue on a new day: patrols that were planned and that nobody walked by their own last day.

use serde_json::Value;

use crate::actions::plans::carried_out;
use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::alert::{Alert, AlertKind};
use crate::domain::people::Directory;
use crate::domain::time::CivilDay;

/// What was due from `first` to the day before `today`, for whoever sees it. Cost: linear in the plans that he sees.
pub fn overdue(
    snapshot: &Snapshot,
    visible: &Visible,
    directory: &Directory,
    first: i64,
    today: CivilDay,
) -> Vec<Alert> {
    let plans = snapshot.walk(LayerId::PatrolPlans, visible);
    let read = plans.filter_map(|step| {
        let mut feature: Value = serde_json::from_slice(step.json).ok()?;
        let shown = feature["properties"].take();
        let due = shown["due"].as_str()?.parse::<CivilDay>().ok()?;
        if !(first..today.number()).contains(&due.number()) {
            return None;
        }
        let text = |field: &str| shown[field].as_str().map(str::to_owned);
        let id = text("record")?;
        if !carried_out(snapshot, visible, directory, &id, shown["unit"].as_str()).is_empty() {
            return None;
        }
        Some(Alert {
            kind: AlertKind::Overdue,
            title_vi: AlertKind::Overdue.title_vi(),
            record: id.parse().ok()?,
            layer: LayerId::PatrolPlans.about().id,
            seq: shown["seq"].as_i64().unwrap_or(0),
            label: text("label"),
            unit: text("unit"),
            line: text("line"),
            marker: text("marker"),
            segment: text("segment"),
            what: text("force"),
            severity: None,
            name: format!("overdue:{id}:{due}"),
            feature: id,
        })
    });
    read.collect()
}
