//! What is known about each stretch, kept per access class, so that an assessment uses only what its viewer may see.
//!
//! Facts are kept under what they are tied to, not under the segments that happen to be registered: so they count for
//! every stretch that they meet, whoever asks for it. Each change notes what it [touches](Touched).
//!
//! | module | what it does |
//! |---|---|
//! | `held` | what a record comes to as a fact, and where it counts |
//! | `progress` | what reports say of works: whether they are finished |
//! | `inspections` | what inspections say of markers and courses |

mod held;
mod inspections;
mod progress;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::board::Outlook;
use super::register::Register;
use super::register::span::Span;
use super::shards::Shards;
use super::strip::Strip;
use super::touched::Touched;
use crate::domain::attention::{Facts, HazardFact, IncidentFact, WarningFact, WorksFact};
use crate::domain::incident::Progress;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};
use crate::domain::warning::Warning;
use held::{HeldHazard, Place};
use inspections::Inspected;
use progress::Progressed;

#[derive(Debug, Clone, Default)]
pub struct FactIndex {
    /// With how far along the line from the span each lies.
    hazards: Strip<(f64, Arc<HeldHazard>)>,
    works: Strip<WorksFact>,
    incidents: Strip<IncidentFact>,
    warnings: Strip<(Uuid, Arc<Warning>)>,
    /// Warnings for provinces.
    broad: Arc<BTreeMap<Uuid, (ClassId, Arc<Warning>)>>,
    inspected: Inspected,
    progress: Progressed,
    /// Where each hazard counts: its readings change what it comes to there.
    places: Shards<Uuid, Vec<Span>>,
    /// The markers and stretches that something is known of, and how many records of each class say it.
    at: Shards<MarkerKey, Classes>,
    along: Shards<SegmentKey, Classes>,
    /// By what came since the last picture.
    touched: Touched,
}

/// How many records of each class.
type Classes = BTreeMap<ClassId, u32>;

impl FactIndex {
    /// Takes in what a record says about places of the line; records that say nothing about any are passed over.
    pub fn take(&mut self, record: &Record, class: ClassId, register: &Register) {
        self.take_as(record, Progress::Reported, class, register);
    }

    /// The same; of an incident with how far it is dealt with.
    pub fn take_as(&mut self, record: &Record, progress: Progress, class: ClassId, register: &Register) {
        match &record.body {
            Body::Hazard(hazard) => {
                let place = Place::of_hazard(record, register);
                let held = Arc::new(HeldHazard::new(record, hazard, place.across_m));
                let spans: Vec<Span> = place.spans.iter().map(|(span, _)| *span).collect();
                for (span, along_m) in place.spans {
                    self.hazards.put(span, class, (along_m, Arc::clone(&held)));
                    self.touched.add(span);
                }
                self.places.edit(&record.id).insert(record.id, spans);
            }
            Body::Works(works) => {
                let places = spans(record, register);
                for span in &places {
                    self.works.put(*span, class, held::works(record, works));
                    self.touched.add(*span);
                }
                self.progress.place(record.id, places);
            }
            Body::Incident(incident) => {
                if !held::is_open(record, progress) {
                    return;
                }
                for span in spans(record, register) {
                    self.incidents.put(span, class, held::incident(record, incident));
                    self.touched.add(span);
                }
            }
            Body::Warning(warning) => self.take_warning(record, warning, class, register),
            Body::Inspection(_) => {
                let Some(touched) = self.inspected.take(record, class, register) else { return };
                for span in touched {
                    self.touched.add(span);
                }
            }
            _ => return,
        }
        self.known(record, class, 1, register);
    }

    fn take_warning(&mut self, record: &Record, warning: &Warning, class: ClassId, register: &Register) {
        let warning = Arc::new(warning.clone());
        for span in spans(record, register) {
            self.warnings.put(span, class, (record.id, Arc::clone(&warning)));
            self.touched.add(span);
        }
        if !warning.provinces.is_empty() {
            self.touch_provinces(&warning.provinces);
            Arc::make_mut(&mut self.broad).insert(record.id, (class, warning));
        }
    }

    /// Lets go of what a record said: it counts no more, or counts for others.
    pub fn forget(&mut self, record: &Record, register: &Register) {
        let (id, mut former) = (record.id, None);
        match &record.body {
            Body::Hazard(_) => {
                let places = self.places.get(&id).cloned().unwrap_or_default();
                for span in &places {
                    former = self.hazards.take_out(span, |(_, held)| held.record == id).or(former);
                    self.touched.add(*span);
                }
                if !places.is_empty() {
                    self.places.edit(&id).remove(&id);
                }
            }
            Body::WorksReport(report) => {
                self.progress.forget(id, report.works);
                return;
            }
            Body::Works(_) => {
                for span in spans(record, register) {
                    former = self.works.take_out(&span, |fact| fact.record == id).or(former);
                    self.touched.add(span);
                }
            }
            Body::Incident(_) => {
                for span in spans(record, register) {
                    former = self.incidents.take_out(&span, |fact| fact.record == id).or(former);
                    self.touched.add(span);
                }
            }
            Body::Warning(warning) => {
                for span in spans(record, register) {
                    former = self.warnings.take_out(&span, |(held, _)| *held == id).or(former);
                    self.touched.add(span);
                }
                if let Some((class, _)) = self.broad.get(&id) {
                    former = Some(*class);
                    self.touch_provinces(&warning.provinces);
                    Arc::make_mut(&mut self.broad).remove(&id);
                }
            }
            Body::Inspection(_) => {
                let Some((class, touched)) = self.inspected.forget(record, register) else { return };
                former = Some(class);
                for span in touched {
                    self.touched.add(span);
                }
            }
            _ => {}
        }
        if let Some(class) = former {
            self.known(record, class, -1, register);
        }
    }

    /// Notes that readings of a hazard changed.
    pub fn touch_hazard(&mut self, hazard: Uuid) {
        let places = self.places.get(&hazard).cloned().unwrap_or_default();
        for span in places {
            self.touched.add(span);
        }
    }

    /// Takes in what was reported of works, by a unit that vouches for it; approved reports count.
    pub(super) fn take_progress(&mut self, record: &Record, unit: Option<String>, class: ClassId) {
        self.progress.take(record, unit, class);
    }

    /// Notes that what was reported of works changed.
    pub(super) fn touch_works(&mut self, works: Uuid) {
        for span in self.progress.places(works) {
            self.touched.add(span);
        }
    }

    /// The reports by which works are finished on a day, under the names that reports know them by; none where they are not.
    pub(super) fn finished(
        &self,
        works: &WorksFact,
        names: &[String],
        outlook: &Outlook<'_>,
        sees: &dyn Fn(ClassId) -> bool,
    ) -> Vec<Uuid> {
        self.progress.finished(works, names, outlook, sees)
    }

    /// Notes that something changed of which nobody says where it counts: a rule, a limit.
    pub fn touch_everything(&mut self) {
        self.touched.add_everything();
    }

    /// What was touched since this was last asked.
    pub(super) fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    fn touch_provinces(&mut self, provinces: &[String]) {
        let of = |told: &crate::domain::attention::Told| {
            let province = told.source.as_ref().and_then(|source| source.province.as_ref());
            province.is_some_and(|held| provinces.contains(held))
        };
        let hazards = self.hazards.all().filter(|tied| of(&tied.fact.1.told)).map(|tied| tied.span);
        let works = self.works.all().filter(|tied| of(&tied.fact.told)).map(|tied| tied.span);
        hazards.chain(works).for_each(|span| self.touched.add(span));
    }

    /// One record of a class more, or less, that says something of a place.
    fn known(&mut self, record: &Record, class: ClassId, by: i32, register: &Register) {
        let Some(referent) = &record.location.referent else { return };
        match referent {
            Referent::Marker(key) | Referent::NearMarker(key) => count(&mut self.at, &register.own_key(key), class, by),
            Referent::Segment(stretch) => count(&mut self.along, stretch, class, by),
            Referent::Along { .. } => {
                for key in register.concerned(referent) {
                    count(&mut self.along, &key, class, by);
                }
            }
            Referent::Area(_) => {}
        }
    }

    /// What a viewer may know about the stretch between two markers, without what readings say. Cost: linear in the
    /// markers on it and in what is tied to it.
    pub fn of(&self, segment: &SegmentKey, register: &Register, sees: &dyn Fn(ClassId) -> bool) -> Facts {
        let asked = Span::of(segment);
        let stand = self.inspected.of(&asked, register, sees);
        let mut hazards: Vec<HazardFact> = self
            .hazards
            .meeting(&asked)
            .filter(|tied| sees(tied.class))
            .map(|tied| tied.fact.1.at(tied.fact.0))
            .collect();
        // Tied to several places of the stretch, or to several lines: the nearest, once.
        hazards.sort_by(|a, b| a.record.cmp(&b.record).then(a.along_m.total_cmp(&b.along_m)));
        hazards.dedup_by_key(|fact| fact.record);
        Facts {
            hazards,
            works: visible(&self.works, &asked, |fact| fact.record, sees),
            incidents: visible(&self.incidents, &asked, |fact| fact.record, sees),
            warnings: self.warnings_of(&asked, sees),
            markers: stand.markers,
            courses: stand.courses,
            alerts: Vec::new(),
            coverage: stand.coverage,
            due: None,
        }
    }

    fn warnings_of(&self, asked: &Span, sees: &dyn Fn(ClassId) -> bool) -> Vec<WarningFact> {
        let fact =
            |record, warning: &Arc<Warning>, is_here| WarningFact { record, warning: Arc::clone(warning), is_here };
        let here = self.warnings.meeting(asked).filter(|tied| sees(tied.class));
        let mut all: BTreeMap<Uuid, WarningFact> =
            here.map(|tied| (tied.fact.0, fact(tied.fact.0, &tied.fact.1, true))).collect();
        for (record, (_, warning)) in self.broad.iter().filter(|(_, (class, _))| sees(*class)) {
            all.entry(*record).or_insert_with(|| fact(*record, warning, false));
        }
        all.into_values().collect()
    }

    /// Provinces whose documents speak of the stretch.
    pub fn provinces_of(&self, stretch: &SegmentKey, sees: &dyn Fn(ClassId) -> bool) -> Vec<String> {
        let asked = Span::of(stretch);
        let hazards = self.hazards.meeting(&asked).filter(|tied| sees(tied.class) && tied.fact.0 <= 0.0);
        let works = self.works.meeting(&asked).filter(|tied| sees(tied.class));
        let told = hazards.map(|tied| &tied.fact.1.told).chain(works.map(|tied| &tied.fact.told));
        let named = told.filter_map(|told| told.source.as_ref()?.province.clone());
        named.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Markers of which the viewer may know something.
    pub fn known_at<'a>(&'a self, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a MarkerKey> {
        self.at.iter().filter(|(_, classes)| classes.keys().any(|class| sees(*class))).map(|(key, _)| key)
    }

    /// Stretches, as their records name them, of which the viewer may know something.
    pub fn known_along<'a>(&'a self, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a SegmentKey> {
        self.along.iter().filter(|(_, classes)| classes.keys().any(|class| sees(*class))).map(|(key, _)| key)
    }
}

fn spans(record: &Record, register: &Register) -> Vec<Span> {
    record.location.referent.as_ref().map(|referent| register.spans(referent)).unwrap_or_default()
}

/// The facts about a stretch that are seen, each once although it may be tied to several lines, in the order of their ids.
fn visible<T: Clone>(held: &Strip<T>, asked: &Span, id: impl Fn(&T) -> Uuid, sees: &dyn Fn(ClassId) -> bool) -> Vec<T> {
    let found = held.meeting(asked).filter(|tied| sees(tied.class));
    let all: BTreeMap<Uuid, &T> = found.map(|tied| (id(&tied.fact), &tied.fact)).collect();
    all.into_values().cloned().collect()
}

fn count<K: Ord + std::hash::Hash + Clone>(held: &mut Shards<K, Classes>, key: &K, class: ClassId, by: i32) {
    let piece = held.edit(key);
    let classes = piece.entry(key.clone()).or_default();
    let number = classes.entry(class).or_default();
    *number = number.saturating_add_signed(by);
    if *number == 0 {
        classes.remove(&class);
    }
    if classes.is_empty() {
        piece.remove(key);
    }
}
