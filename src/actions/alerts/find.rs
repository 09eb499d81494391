//! What in a page of changes is an alert for a target: the records that the changes bring or speak of, as the target sees them
//! in the picture.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::access::Actor;
use crate::domain::alert::{Alert, AlertKind, is_news};
use crate::domain::alert_target::AlertTarget;
use crate::domain::chain::Change;
use crate::domain::incident::{Progress, ProgressStep};
use crate::domain::people::UnitTree;
use crate::domain::record::Body;
use crate::domain::statement::{Decision, Review};
use crate::domain::time::Instant;

/// Layers whose features are alerts by what they are.
const WATCHED: [LayerId; 4] = [LayerId::Hazards, LayerId::Incidents, LayerId::Notices, LayerId::Readings];

/// A record that a change brings or speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    seq: i64,
    record: Uuid,
    said: Option<Said>,
}

/// What was said about it that is an alert by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Returned(Uuid),
    Escalated(Uuid),
}

/// The records that changes bring or speak of, but for what files and the program itself bring: that is no news.
pub fn touched(changes: &[Change]) -> BTreeSet<Touched> {
    let mut all = BTreeSet::new();
    for change in changes {
        let of_the_house = Actor::is_of_the_house(&change.entry.meta.actor);
        for record in change.written.iter().map(|written| &written.record) {
            if record.import_id.is_some() || of_the_house {
                continue;
            }
            let (of, said) = match &record.body {
                Body::Review(Review { target, decision: Decision::Return, .. }) => {
                    (*target, Some(Said::Returned(record.id)))
                }
                Body::ProgressStep(ProgressStep { target, to: Progress::Escalated, .. }) => {
                    (*target, Some(Said::Escalated(record.id)))
                }
                // What is approved, or shown more widely, is there for others from now on.
                Body::Review(Review { target, .. }) => (*target, None),
                Body::Relabel(relabel) => (relabel.target, None),
                Body::Hazard(_) | Body::Incident(_) | Body::Forward(_) | Body::Measurement(_) => (record.id, None),
                _ => continue,
            };
            all.insert(Touched { seq: change.entry.seq, record: of, said });
        }
    }
    all
}

/// Who is told: a target and what it sees of a picture.
pub struct Told<'a> {
    pub target: &'a AlertTarget,
    pub snapshot: &'a Snapshot,
    pub visible: &'a Visible,
    pub units: &'a UnitTree,
    pub now: Instant,
}

impl Told<'_> {
    /// The alerts that a record is to the target.
    pub fn of(&self, touched: &Touched) -> Vec<Alert> {
        if touched.seq <= self.target.from_seq {
            return Vec::new();
        }
        let layers: &[LayerId] = if touched.said.is_some() { &LayerId::ALL } else { &WATCHED };
        let id = touched.record.to_string();
        let found = layers.iter().find_map(|layer| Some((*layer, self.feature(*layer, &id)?)));
        let Some((layer, shown)) = found else { return Vec::new() };
        let received = shown["received_at"].as_str().and_then(|text| text.parse::<Instant>().ok());
        if received.is_none_or(|received| !is_news(received, self.now)) {
            return Vec::new();
        }
        let alert = |kind, name: &str| Self::alert(kind, name, layer, &id, &shown, touched);
        let wanted = |kind: &AlertKind| self.target.kinds.contains(kind);
        let mut all: Vec<Alert> =
            self.by_itself(layer, &shown, touched).into_iter().map(|(kind, name)| alert(kind, &name)).collect();
        match touched.said {
            Some(Said::Returned(by)) if shown["review_state"] == "returned" => {
                all.push(alert(AlertKind::RecordReturned, &by.to_string()));
            }
            Some(Said::Escalated(by)) if shown["progress"] == "escalated" => {
                all.push(alert(AlertKind::IncidentEscalated, &by.to_string()));
            }
            _ => {}
        }
        all.retain(|alert| wanted(&alert.kind));
        all
    }

    fn feature(&self, layer: LayerId, id: &str) -> Option<Value> {
        let bytes = self.snapshot.item(layer, id, self.visible)?;
        let mut feature: Value = serde_json::from_slice(&bytes).ok()?;
        Some(feature["properties"].take())
    }

    /// What a record is by what it says, with a name: a correction is no second incident.
    fn by_itself(&self, layer: LayerId, shown: &Value, touched: &Touched) -> Vec<(AlertKind, String)> {
        let first = || self.snapshot.with_former(&touched.record.to_string()).pop().unwrap_or_default();
        match layer {
            LayerId::Hazards if matches!(shown["severity"].as_str(), Some("high" | "critical")) => {
                vec![(AlertKind::HazardUrgent, first())]
            }
            LayerId::Incidents => vec![(AlertKind::IncidentReported, first())],
            // A notice that is passed on says to whom.
            LayerId::Notices if shown["to"].is_string() => vec![(AlertKind::NoticeForwarded, first())],
            LayerId::Readings => self.crossed(shown, touched),
            _ => Vec::new(),
        }
    }

    /// Limits that a reading is the first to cross.
    fn crossed(&self, shown: &Value, touched: &Touched) -> Vec<(AlertKind, String)> {
        let hazard = shown["hazard"].as_str().and_then(|id| id.parse::<Uuid>().ok());
        let Some(hazard) = hazard else { return Vec::new() };
        let crossed = self.snapshot.alerts_of(hazard, self.units, &|class| self.visible.sees(class));
        // Of a rate the first reading is that which it is reckoned from.
        let is_new = |alert: &&crate::atlas::watched::Alert| {
            let by = if alert.rate.is_some() { alert.last.reading } else { alert.first.reading };
            alert.is_current && by == touched.record
        };
        let named = |alert: &crate::atlas::watched::Alert| {
            let reading = if alert.rate.is_some() { String::new() } else { touched.record.to_string() };
            (AlertKind::LimitCrossed, format!("{}:{hazard}:{reading}", alert.limit.id))
        };
        crossed.iter().filter(is_new).map(named).collect()
    }

    fn alert(kind: AlertKind, name: &str, layer: LayerId, id: &str, shown: &Value, of: &Touched) -> Alert {
        let text = |field: &str| shown[field].as_str().map(str::to_owned);
        Alert {
            kind,
            title_vi: kind.title_vi(),
            record: of.record,
            layer: layer.about().id,
            feature: id.to_owned(),
            seq: of.seq,
            label: text("label"),
            unit: text("unit"),
            line: text("line"),
            marker: text("marker").or_else(|| text("near_marker")),
            segment: text("segment"),
            what: text("kind"),
            severity: text("severity"),
            name: format!("{}:{name}", kind.as_str()),
        }
    }
}
