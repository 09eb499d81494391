//! What is watched: hazards, their readings by their own time, the limits that units set, and what crosses them.
//!
//! Nothing here is stored: an alert is worked out when somebody asks, from what he may see, so that a reading that comes
//! late, one that is withdrawn and a limit that is ended change it like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::shards::Shards;
use super::snapshot::{Snapshot, Visible};
use crate::domain::access::{AccessClass, Label};
use crate::domain::attention::{AlertFact, Trend};
use crate::domain::chain::Digest;
use crate::domain::hazard::HazardKind;
use crate::domain::inspection::TimeStanding;
use crate::domain::people::UnitTree;
use crate::domain::record::{Body, Record};
use crate::domain::threshold::{Certainty, Estimate, Measure, Reading, Threshold, Watched};
use crate::domain::time::Instant;
use crate::geo::theil_sen::{Slope, slope};

/// A month of the rate: 30 days.
const MONTH_MS: f64 = 30.0 * 24.0 * 3_600_000.0;

#[derive(Debug)]
struct Hazard {
    class: ClassId,
    /// Who sees it, were it no less than internal: he may know of the limits that are set for it.
    inside: ClassId,
    kind: HazardKind,
    unit: Option<String>,
    title: String,
    corrects: bool,
}

/// A limit as it was set.
#[derive(Debug)]
pub struct Limit {
    pub id: Uuid,
    class: ClassId,
    pub threshold: Threshold,
    pub unit: Option<String>,
    pub set_by: Option<String>,
    pub set_at: Instant,
}

/// Readings with who sees them, and whose they are.
type Series = Vec<(ClassId, Option<String>, Reading)>;

#[derive(Debug, Clone, Default)]
pub struct Watch {
    hazards: Shards<Uuid, Arc<Hazard>>,
    /// By the hazard that they name.
    readings: Shards<Uuid, Arc<Series>>,
    named: Shards<Uuid, Uuid>,
    limits: Arc<BTreeMap<Uuid, Arc<Limit>>>,
    ended: Arc<BTreeMap<Uuid, Instant>>,
}

/// A reading that crosses a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    pub reading: Uuid,
    pub at: Instant,
    pub estimate: Estimate,
    pub certainty: Certainty,
}

/// What crosses a limit.
#[derive(Debug, Clone)]
pub struct Alert {
    pub hazard: Uuid,
    pub title: String,
    pub limit: Arc<Limit>,
    /// Whether it is so by the latest reading; else it was, and later readings are within the limit again.
    pub is_current: bool,
    pub certainty: Certainty,
    /// The reading that crossed first, of those since the last that was within; and the latest that crosses. Of a rate
    /// the first and the last reading that it was worked out of.
    pub first: Crossing,
    pub last: Crossing,
    /// Of a rate: how many readings, and what they come to.
    pub rate: Option<(usize, Estimate)>,
}

impl Watch {
    /// Takes in a hazard or a reading that counts.
    pub(super) fn take(&mut self, record: &Record, class: ClassId, inside: ClassId, unit: Option<String>) {
        match &record.body {
            Body::Hazard(hazard) => {
                let (kind, title, corrects) = (hazard.kind, hazard.title.clone(), record.corrects.is_some());
                let held = Hazard { class, inside, kind, unit, title, corrects };
                self.hazards.edit(&record.id).insert(record.id, Arc::new(held));
            }
            // A time that lies ahead of receipt is shown, and counts for nothing.
            Body::Measurement(measured) if record.time_standing() == TimeStanding::Plausible => {
                let Some(at) = record.event_at else { return };
                self.forget(record.id);
                let reading = Reading { record: record.id, at, measured: measured.clone() };
                let series = self.readings.edit(&measured.hazard).entry(measured.hazard).or_default();
                let series = Arc::make_mut(series);
                let place = series.partition_point(|(.., held)| (held.at, held.record) < (at, record.id));
                series.insert(place, (class, unit, reading));
                self.named.edit(&record.id).insert(record.id, measured.hazard);
            }
            _ => {}
        }
    }

    /// Lets go of a hazard or a reading.
    pub(super) fn forget(&mut self, id: Uuid) {
        if self.hazards.get(&id).is_some() {
            self.hazards.edit(&id).remove(&id);
        }
        let Some(hazard) = self.named.get(&id).copied() else { return };
        self.named.edit(&id).remove(&id);
        let held = self.readings.edit(&hazard);
        if let Some(series) = held.get_mut(&hazard) {
            Arc::make_mut(series).retain(|(.., reading)| reading.record != id);
        }
    }

    /// Takes in a limit, or what ends one. Says whether it was either.
    pub(super) fn set(&mut self, record: &Record, class: ClassId) -> bool {
        match &record.body {
            Body::Threshold(threshold) => {
                let limit = Limit {
                    id: record.id,
                    class,
                    threshold: threshold.clone(),
                    unit: record.unit.clone(),
                    set_by: record.person.clone(),
                    set_at: record.received_at,
                };
                Arc::make_mut(&mut self.limits).insert(record.id, Arc::new(limit));
                true
            }
            Body::RuleEnd(end) => {
                let at = end.in_force_from(record.received_at);
                let ended = Arc::make_mut(&mut self.ended).entry(end.target).or_insert(at);
                *ended = at.min(*ended);
                true
            }
            _ => false,
        }
    }

    /// Readings of a hazard under its names that are seen, by their own times.
    fn series(&self, held: &Hazard, names: &[Uuid], units: &UnitTree, sees: &dyn Fn(ClassId) -> bool) -> Vec<&Reading> {
        let all = names.iter().filter_map(|name| self.readings.get(name)).flat_map(|series| series.iter());
        // What another post measured there raises no alarm of this one; what a unit above measured does.
        let own = |unit: &Option<String>| units.counts_beside(unit.as_deref(), held.unit.as_deref());
        let counted = all.filter(|(class, unit, _)| sees(*class) && own(unit));
        let mut series: Vec<&Reading> = counted.map(|(.., reading)| reading).collect();
        series.sort_by_key(|reading| (reading.at, reading.record));
        series
    }

    fn in_force(&self) -> impl Iterator<Item = &Arc<Limit>> {
        self.limits.values().filter(|limit| !self.ended.contains_key(&limit.id))
    }

    /// Whether no limit is set.
    pub fn is_idle(&self) -> bool {
        self.in_force().next().is_none()
    }

    /// Kind and unit of a hazard, for whoever sees it.
    pub fn shown(&self, hazard: Uuid, visible: &Visible) -> Option<(HazardKind, Option<&str>)> {
        let held = self.hazards.get(&hazard).filter(|held| visible.sees(held.class))?;
        Some((held.kind, held.unit.as_deref()))
    }

    /// A limit with when it was ended, for whoever sees it.
    pub fn limit(&self, id: Uuid, visible: &Visible) -> Option<(&Arc<Limit>, Option<Instant>)> {
        let limit = self.limits.get(&id).filter(|limit| visible.sees(limit.class))?;
        Some((limit, self.ended.get(&id).copied()))
    }

    /// All limits that somebody sees, in the order of their ids.
    pub fn limits<'a>(&'a self, visible: &'a Visible) -> impl Iterator<Item = (&'a Arc<Limit>, Option<Instant>)> {
        let seen = self.limits.values().filter(|limit| visible.sees(limit.class));
        seen.map(|limit| (limit, self.ended.get(&limit.id).copied()))
    }
}

/// How one of the watched values grows, turned so that more is worse and in millimetres where it is a length.
fn trend(watched: Watched, series: &[&Reading]) -> Option<Trend> {
    let measured = series.iter().filter_map(|reading| Some((*reading, watched.of(&reading.measured)?)));
    let all: Vec<(&Reading, f64)> = measured.collect();
    let found = per_month(&all.iter().map(|(reading, value)| (reading.at, *value)).collect::<Vec<_>>())?;
    let scale = match watched {
        Watched::Width | Watched::Volume => 1.0,
        Watched::DistanceToLine | Watched::DistanceToMarker => -1_000.0,
    };
    // Two readings give a rate that nobody can vouch for.
    let is_sure = found.interval.is_some_and(|(low, high)| low * scale > 0.0 && high * scale > 0.0);
    let records = [all.first()?.0.record, all.last()?.0.record];
    Some(Trend { watched, per_month: found.median * scale, is_sure, readings: all.len(), records })
}

/// How fast something changes in 30 days, from readings by their times.
pub fn per_month(points: &[(Instant, f64)]) -> Option<Slope> {
    let first = points.first()?.0;
    #[expect(clippy::cast_precision_loss, reason = "milliseconds between two readings are far below 2^53")]
    let month = |at: Instant| (at.millis() - first.millis()) as f64 / MONTH_MS;
    let points: Vec<(f64, f64)> = points.iter().map(|(at, value)| (month(*at), *value)).collect();
    slope(&points)
}

/// Of a limit, what of a series crosses it.
fn crossed(hazard: Uuid, title: &str, limit: &Arc<Limit>, series: &[&Reading]) -> Option<Alert> {
    let threshold = &limit.threshold;
    let alert = |is_current, certainty, first, last, rate| {
        let (title, limit) = (title.to_owned(), Arc::clone(limit));
        Some(Alert { hazard, title, limit, is_current, certainty, first, last, rate })
    };
    let measured: Vec<(&Reading, Estimate)> =
        series.iter().filter_map(|reading| Some((*reading, reading.estimate(threshold.watched)?))).collect();
    let crossing = |(reading, estimate): &(&Reading, Estimate), certainty| Crossing {
        reading: reading.record,
        at: reading.at,
        estimate: *estimate,
        certainty,
    };
    if threshold.measure == Measure::PerMonth {
        let points: Vec<(Instant, f64)> = measured.iter().map(|(reading, found)| (reading.at, found.value)).collect();
        let found = per_month(&points)?;
        // Two readings give a rate that nobody can vouch for.
        let (low, high) = found.interval.unwrap_or((found.median, found.median));
        let estimate = Estimate { value: found.median, low, high };
        let certainty = threshold.crossed_by(&estimate)?;
        let certainty = if found.interval.is_some() { certainty } else { Certainty::Possibly };
        let (first, last) = (crossing(measured.first()?, certainty), crossing(measured.last()?, certainty));
        return alert(true, certainty, first, last, Some((found.points, estimate)));
    }
    let all: Vec<Option<Crossing>> =
        measured.iter().map(|one| Some(crossing(one, threshold.crossed_by(&one.1)?))).collect();
    // Since the last reading that was within the limit; where that is the latest, since ever.
    let since = all.iter().rposition(Option::is_none).map_or(0, |place| place + 1);
    let is_current = since < all.len();
    let run: Vec<Crossing> = all.into_iter().skip(if is_current { since } else { 0 }).flatten().collect();
    let sure = run.iter().any(|one| one.certainty == Certainty::Crossed);
    let certainty = if sure { Certainty::Crossed } else { Certainty::Possibly };
    let (first, last) = (run.first()?.clone(), run.last()?.clone());
    alert(is_current, certainty, first, last, None)
}

impl Snapshot {
    /// What crosses the limits that are set for a hazard, as far as somebody sees hazard, readings and limits.
    pub fn alerts_of(&self, hazard: Uuid, units: &UnitTree, sees: &dyn Fn(ClassId) -> bool) -> Vec<Alert> {
        let watch = self.watch();
        let Some(held) = watch.hazards.get(&hazard).filter(|held| sees(held.class)) else { return Vec::new() };
        let mut limits = watch.in_force().filter(|limit| sees(held.inside) || sees(limit.class)).peekable();
        if limits.peek().is_none() {
            return Vec::new();
        }
        let names = self.names_of_watched(hazard, held);
        let concerned: Vec<&Arc<Limit>> =
            limits.filter(|limit| limit.threshold.concerns(&names, held.kind, held.unit.as_deref())).collect();
        if concerned.is_empty() {
            return Vec::new();
        }
        let series = watch.series(held, &names, units, sees);
        concerned.into_iter().filter_map(|limit| crossed(hazard, &held.title, limit, &series)).collect()
    }

    /// Notes that a limit was set or ended: for those who see it, and those who see the hazards that it is set for from within.
    /// Nobody else learns of it, be it only by the tag of an answer.
    pub(super) fn touch_limit(&mut self, limit: Uuid, seq: i64, hash: Digest) {
        let watch = self.watch();
        let Some(limit) = watch.limits.get(&limit) else { return };
        let hazards = watch.hazards.keys().filter_map(|id| Some((*id, watch.hazards.get(id)?)));
        let concerned = hazards.filter(|(id, held)| {
            limit.threshold.concerns(&self.names_of_watched(*id, held), held.kind, held.unit.as_deref())
        });
        let classes: BTreeSet<ClassId> = concerned.map(|(_, held)| held.inside).chain([limit.class]).collect();
        for class in classes {
            self.touch(class, seq, hash);
        }
    }

    /// Readings and limits name the record, or one that it takes the place of.
    fn names_of_watched(&self, hazard: Uuid, held: &Hazard) -> Vec<Uuid> {
        if held.corrects {
            self.with_former(&hazard.to_string()).iter().filter_map(|id| id.parse().ok()).collect()
        } else {
            vec![hazard]
        }
    }

    /// What the readings of a hazard say of how it grows, and the latest that says how far it is from the line.
    pub(super) fn growth_of(
        &self,
        hazard: Uuid,
        units: &UnitTree,
        sees: &dyn Fn(ClassId) -> bool,
    ) -> (Vec<Trend>, Option<(f64, Uuid)>) {
        let watch = self.watch();
        let Some(held) = watch.hazards.get(&hazard) else { return (Vec::new(), None) };
        let series = watch.series(held, &self.names_of_watched(hazard, held), units, sees);
        let trends = Watched::ALL.iter().filter_map(|watched| trend(*watched, &series)).collect();
        let nearest =
            series.iter().rev().find_map(|reading| Some((reading.measured.distance_to_line_m?, reading.record)));
        (trends, nearest)
    }

    /// Notes which segments readings of a hazard concern: those of what took its place, too.
    pub(super) fn watched_now(&self, hazard: Uuid) -> Vec<Uuid> {
        let (mut all, mut at) = (vec![hazard], 0);
        while let Some(last) = all.get(at).copied() {
            if let Some(by) = self.corrected_by(last) {
                let new: Vec<Uuid> = by.iter().filter(|id| !all.contains(id)).copied().collect();
                all.extend(new);
            }
            at += 1;
        }
        all
    }

    /// All alerts that somebody may know of: what is so now before what was, what is sure before what may be, the latest
    /// first. Cost: linear in the hazards, where there is any limit.
    pub fn alerts(&self, units: &UnitTree, sees: &dyn Fn(ClassId) -> bool) -> Vec<Alert> {
        if self.watch().is_idle() {
            return Vec::new();
        }
        let hazards = self.watch().hazards.keys().copied();
        let mut all: Vec<Alert> = hazards.flat_map(|hazard| self.alerts_of(hazard, units, sees)).collect();
        let order = |alert: &Alert| (!alert.is_current, alert.certainty, std::cmp::Reverse(alert.last.at));
        all.sort_by_key(|alert| (order(alert), alert.hazard, alert.limit.id));
        all
    }

    /// Takes in a hazard or a reading that counts; other records are passed over.
    pub(super) fn take_watched(&mut self, record: &Record, class: ClassId, vouched: bool) {
        if !matches!(record.body, Body::Hazard(_) | Body::Measurement(_)) {
            return;
        }
        let own = record.own_class(vouched);
        let inside = self.class_of(AccessClass { label: record.label.max(Label::Internal), ..own.clone() });
        self.watch_mut().take(record, class, inside, own.unit);
    }
}

impl Alert {
    /// The same in words, for the explanation of a segment.
    pub fn fact(&self) -> AlertFact {
        let threshold = &self.limit.threshold;
        let (what, unit) = match threshold.watched {
            Watched::Width => ("bề rộng", "mm"),
            Watched::Volume => ("khối lượng dịch chuyển", "m³"),
            Watched::DistanceToLine => ("khoảng cách tới đường biên", "m"),
            Watched::DistanceToMarker => ("khoảng cách tới mốc", "m"),
        };
        let how = match (self.certainty, self.is_current) {
            (Certainty::Crossed, true) => "vượt ngưỡng",
            (Certainty::Possibly, true) => "có thể đã vượt ngưỡng (trong sai số)",
            (_, false) => "từng vượt ngưỡng",
        };
        let (per, value) = match self.rate {
            Some((_, rate)) => (" trong 30 ngày", rate.value.abs()),
            None => ("", self.last.estimate.value),
        };
        let (value, limit) = (shown(value), shown(threshold.limit));
        let day = self.last.at.day();
        let text = format!("{}: {what} {value} {unit}{per} (đo {day}), {how} {limit} {unit}{per}", self.title);
        AlertFact { hazard: self.hazard, reading: self.first.reading, text }
    }
}

/// With at most three decimals.
fn shown(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
