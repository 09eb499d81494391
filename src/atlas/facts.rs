//! What is known about each segment, kept per access class, so that an assessment uses only what its viewer may see.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::block::ClassId;
use super::register::Register;
use crate::domain::attention::{Facts, HazardFact, InspectionFact, WorksFact};
use crate::domain::hazard::Hazard;
use crate::domain::inspection::TimeStanding;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};
use crate::domain::source::Source;
use crate::domain::works::Works;

/// Facts under the keys they concern. Inspections keep the latest per class; that is all an assessment needs.
#[derive(Debug, Clone, Default)]
pub struct FactIndex {
    hazards: BTreeMap<SegmentKey, Vec<(ClassId, HazardFact)>>,
    works: BTreeMap<SegmentKey, Vec<(ClassId, WorksFact)>>,
    markers: BTreeMap<MarkerKey, Vec<(ClassId, InspectionFact)>>,
    courses: BTreeMap<SegmentKey, Vec<(ClassId, InspectionFact)>>,
    provinces: BTreeMap<SegmentKey, BTreeMap<String, BTreeSet<ClassId>>>,
}

impl FactIndex {
    /// Takes in what a record says about segments; records that say nothing about any are passed over.
    pub fn take(&mut self, record: &Record, class: ClassId, register: &Register) {
        let Some(referent) = &record.location.referent else { return };
        let segments = register.concerned(referent);
        match &record.body {
            Body::Hazard(hazard) => {
                for key in &segments {
                    let fact = hazard_fact(record.id, hazard, referent);
                    self.hazards.entry(*key).or_default().push((class, fact));
                }
                self.province(&segments, hazard.source.as_ref(), class);
            }
            Body::Works(works) => {
                for key in &segments {
                    self.works.entry(*key).or_default().push((class, works_fact(record.id, works)));
                }
                self.province(&segments, works.source.as_ref(), class);
            }
            // A doubtful time satisfies nothing until it is confirmed.
            Body::Inspection(inspection) if record.time_standing() == TimeStanding::Plausible => {
                let Some(observed_at) = record.event_at else { return };
                let fact = |subject: String| InspectionFact {
                    record: record.id,
                    subject,
                    observed_at,
                    condition: inspection.condition,
                };
                match referent {
                    Referent::Marker(key) => {
                        let key = register.marker(key).map_or(*key, |marker| marker.body.key);
                        keep_latest(self.markers.entry(key).or_default(), class, fact(key.to_string()));
                    }
                    Referent::Segment(stretch) => {
                        for key in segments {
                            keep_latest(self.courses.entry(key).or_default(), class, fact(stretch.to_string()));
                        }
                    }
                    Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => {}
                }
            }
            _ => {}
        }
    }

    fn province(&mut self, segments: &[SegmentKey], source: Option<&Source>, class: ClassId) {
        let Some(province) = source.and_then(|source| source.province.as_ref()) else { return };
        for key in segments {
            self.provinces.entry(*key).or_default().entry(province.clone()).or_default().insert(class);
        }
    }

    /// What a viewer may know about the stretch between two markers. Cost: linear in the segments of the register and
    /// the markers that were ever inspected.
    pub fn of(&self, segment: &SegmentKey, register: &Register, sees: &dyn Fn(ClassId) -> bool) -> Facts {
        // A stretch between markers further apart is the sum of the neighbours it covers.
        let keys = register.concerned(&Referent::Segment(*segment));
        let markers = self.markers.iter().filter(|(key, _)| register.within(segment, key));
        let courses = keys.iter().filter_map(|key| latest(self.courses.get(key)?, sees));
        Facts {
            hazards: visible(keys.iter().filter_map(|key| self.hazards.get(key)), |fact| fact.record, sees),
            works: visible(keys.iter().filter_map(|key| self.works.get(key)), |fact| fact.record, sees),
            markers: markers.filter_map(|(_, held)| latest(held, sees)).collect(),
            course: courses.max_by_key(age),
        }
    }

    /// Provinces whose documents speak of the stretch.
    pub fn provinces_of(
        &self,
        stretch: &SegmentKey,
        register: &Register,
        sees: &dyn Fn(ClassId) -> bool,
    ) -> Vec<String> {
        let keys = register.concerned(&Referent::Segment(*stretch));
        let held = keys.iter().filter_map(|key| self.provinces.get(key)).flatten();
        let known = held.filter(|(_, classes)| classes.iter().any(|class| sees(*class)));
        known.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Markers whose inspections the viewer may know.
    pub fn inspected<'a>(&'a self, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a MarkerKey> {
        self.markers.iter().filter(|(_, held)| held.iter().any(|(class, _)| sees(*class))).map(|(key, _)| key)
    }
}

/// The facts that are seen, each once although it may concern several segments.
fn visible<'a, T: Clone + 'a>(
    held: impl Iterator<Item = &'a Vec<(ClassId, T)>>,
    id: impl Fn(&T) -> Uuid,
    sees: &dyn Fn(ClassId) -> bool,
) -> Vec<T> {
    let mut taken = BTreeSet::new();
    held.flatten()
        .filter(|(class, fact)| sees(*class) && taken.insert(id(fact)))
        .map(|(_, fact)| fact.clone())
        .collect()
}

fn keep_latest(held: &mut Vec<(ClassId, InspectionFact)>, class: ClassId, fact: InspectionFact) {
    match held.iter_mut().find(|(of, _)| *of == class) {
        Some((_, last)) if age(&fact) > age(last) => *last = fact,
        Some(_) => {}
        None => held.push((class, fact)),
    }
}

fn latest(held: &[(ClassId, InspectionFact)], sees: &dyn Fn(ClassId) -> bool) -> Option<InspectionFact> {
    held.iter().filter(|(class, _)| sees(*class)).map(|(_, fact)| fact).max_by_key(|fact| age(fact)).cloned()
}

/// Later wins; of two at the same moment the later id, so that the order of arrival does not matter.
fn age(fact: &InspectionFact) -> (i64, Uuid) {
    (fact.observed_at.millis(), fact.record)
}

fn hazard_fact(record: Uuid, hazard: &Hazard, referent: &Referent) -> HazardFact {
    let place = match referent {
        Referent::Marker(key) => format!("mốc {}", key.number()),
        Referent::NearMarker(key) => format!("khu vực mốc {}", key.number()),
        Referent::Segment(key) => format!("đoạn mốc {}", key.label()),
        Referent::Area(name) => name.clone(),
        Referent::Along { marker, toward, offset_m } => {
            format!("mốc {} + {:.0} m về phía mốc {}", marker.number(), offset_m.metres(), toward.number())
        }
    };
    HazardFact {
        record,
        kind: hazard.kind,
        severity: hazard.severity,
        title: hazard.title.clone(),
        place,
        source: hazard.source.clone(),
        cite: hazard.cite.clone(),
    }
}

fn works_fact(record: Uuid, works: &Works) -> WorksFact {
    WorksFact { record, title: works.title.clone(), source: works.source.clone(), cite: works.cite.clone() }
}
