//! What is past its day, as somebody sees it: patrols that were planned and that nobody walked, tasks, milestones of works,
//! inspections.
//!
//! Each has a name by which it is known to be the same tomorrow. What a target was told of stays with it
//! ([`alert_overdue`](crate::store::alert_overdue)) until it is overdue no more: so it is told of once, after a restart as
//! before, and again when it is done and becomes overdue anew.

use serde_json::Value;

use crate::actions::ordered::{self, Entry, Ordered, REMIND_DAYS, View};
use crate::actions::plans::carried_out;
use crate::atlas::due::Thing;
use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::alert::{Alert, AlertKind};
use crate::domain::number::LineKey;
use crate::domain::people::{Directory, UnitTree};
use crate::domain::time::CivilDay;

/// Something that is past its day.
#[derive(Debug, Clone)]
pub struct Overdue {
    /// Names it, the same on any day; of what comes again each time.
    pub thing: String,
    /// Its last day.
    pub last_day: CivilDay,
    /// The province whose document orders it, if any.
    province: Option<String>,
    pub alert: Alert,
}

impl Overdue {
    /// Whether it is the business of a unit and those below: another's inspection, and what a document of another province
    /// orders, are not. All is for whoever is over everything.
    pub fn concerns(&self, unit: Option<&str>, units: &UnitTree) -> bool {
        let Some(unit) = unit else { return true };
        let whose = self.alert.unit.as_deref().filter(|whose| units.get(whose).is_some());
        whose.is_none_or(|whose| units.is_over(unit, whose))
            && units.counts_in_province(Some(unit), self.province.as_deref())
    }
}

/// What is past its day before `today` for whoever sees it, by name. Cost: one pass over the plans, tasks and works that he
/// sees and over what hangs on them, and that of [`Snapshot::inspections_due`].
pub fn overdue(snapshot: &Snapshot, visible: &Visible, directory: &Directory, today: CivilDay) -> Vec<Overdue> {
    let mut all = plans(snapshot, visible, directory, today);
    let view = View { snapshot, visible, units: &directory.units, day: today, remind_days: REMIND_DAYS };
    for of in [Ordered::Tasks, Ordered::Works] {
        let entries = ordered::all(&view, of);
        all.extend(entries.iter().filter_map(|entry| of_entry(snapshot, of, entry)));
    }
    all.extend(inspections(snapshot, visible, today));
    all.sort_by(|a, b| a.thing.cmp(&b.thing));
    all.dedup_by(|a, b| a.thing == b.thing);
    all
}

/// A thing that is told of under the record that it was first known by.
fn blank(snapshot: &Snapshot, layer: LayerId, feature: String) -> Alert {
    Alert {
        kind: AlertKind::Overdue,
        title_vi: AlertKind::Overdue.title_vi(),
        record: feature.parse().unwrap_or_default(),
        layer: layer.about().id,
        feature,
        seq: snapshot.seq,
        label: None,
        unit: None,
        line: None,
        marker: None,
        segment: None,
        what: None,
        severity: None,
        name: String::new(),
    }
}

fn first_name(snapshot: &Snapshot, id: &str) -> String {
    snapshot.with_former(id).pop().unwrap_or_else(|| id.to_owned())
}

fn plans(snapshot: &Snapshot, visible: &Visible, directory: &Directory, today: CivilDay) -> Vec<Overdue> {
    let plans = snapshot.walk(LayerId::PatrolPlans, visible);
    let read = plans.filter_map(|step| {
        let mut feature: Value = serde_json::from_slice(step.json).ok()?;
        let shown = feature["properties"].take();
        let due = shown["due"].as_str()?.parse::<CivilDay>().ok().filter(|due| *due < today)?;
        let text = |field: &str| shown[field].as_str().map(str::to_owned);
        let id = text("record")?;
        if !carried_out(snapshot, visible, directory, &id, shown["unit"].as_str()).is_empty() {
            return None;
        }
        let alert = Alert {
            seq: shown["seq"].as_i64().unwrap_or(0),
            label: text("label"),
            unit: text("unit"),
            line: text("line"),
            marker: text("marker"),
            segment: text("segment"),
            what: text("force"),
            ..blank(snapshot, LayerId::PatrolPlans, id.clone())
        };
        Some(Overdue { thing: format!("plan:{}", first_name(snapshot, &id)), last_day: due, province: None, alert })
    });
    read.collect()
}

fn of_entry(snapshot: &Snapshot, ordered: Ordered, entry: &Entry) -> Option<Overdue> {
    let (order, last_day) = (&entry.order, entry.standing.last_day.filter(|_| entry.standing.passed)?);
    let id = order.record.to_string();
    let first = first_name(snapshot, &id);
    let thing = match (ordered, order.milestone) {
        (Ordered::Tasks, _) => format!("task:{first}:{last_day}"),
        (Ordered::Works, milestone) => format!("works:{first}:{}:{last_day}", milestone.unwrap_or(0)),
    };
    let place = |name: &str| order.at.get(name).cloned();
    let (marker, segment) = (place("marker").or_else(|| place("near_marker")), place("segment"));
    let line = marker.as_ref().or(segment.as_ref()).and_then(|key| key.split(':').next()).map(str::to_owned);
    let alert = Alert {
        label: order.label.clone(),
        unit: order.unit.clone(),
        line,
        marker,
        segment,
        ..blank(snapshot, ordered.layer(), id)
    };
    Some(Overdue { thing, last_day, province: order.province.clone(), alert })
}

/// Markers, stretches and objects whose inspection is past its day by a rule that he sees; the record is the rule.
fn inspections(snapshot: &Snapshot, visible: &Visible, today: CivilDay) -> impl Iterator<Item = Overdue> {
    snapshot.inspections_due(today, visible).into_iter().filter_map(move |standing| {
        let due = standing.due.as_ref().filter(|due| due.due_on < today)?;
        let (layer, key) = match &standing.thing {
            Thing::Marker(key) => (LayerId::Markers, key.to_string()),
            Thing::Course(key) => (LayerId::Segments, key.to_string()),
            Thing::Object(id, _) => (LayerId::Objects, id.to_string()),
        };
        let at = |of: LayerId| (layer == of).then(|| key.clone());
        let alert = Alert {
            record: due.rule,
            unit: standing.unit.clone(),
            line: standing.thing.line().map(|line: LineKey| line.to_string()),
            marker: at(LayerId::Markers),
            segment: at(LayerId::Segments),
            what: Some("inspection".to_owned()),
            ..blank(snapshot, layer, key.clone())
        };
        let thing = format!("inspection:{}:{key}", layer.about().id);
        Some(Overdue { thing, last_day: due.due_on, province: None, alert })
    })
}
