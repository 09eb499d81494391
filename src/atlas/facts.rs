//! What is known about each stretch, kept per access class, so that an assessment uses only what its viewer may see.
//!
//! Facts are kept under what they are tied to, not under the segments that happen to be registered: so they count for
//! every stretch that they meet, whoever asks for it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::block::ClassId;
use super::courses::stand;
use super::register::Register;
use super::register::span::{Node, Span};
use crate::domain::attention::{Coverage, Facts, HazardFact, WorksFact};
use crate::domain::findings::{Findings, InspectionFact};
use crate::domain::hazard::Hazard;
use crate::domain::inspection::TimeStanding;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};
use crate::domain::source::Source;
use crate::domain::works::Works;

/// Inspections keep the latest of each kind per class; that is all an assessment needs.
type Held = Vec<(ClassId, Findings)>;

#[derive(Debug, Clone, Default)]
pub struct FactIndex {
    hazards: BTreeMap<Span, Vec<(ClassId, HazardFact)>>,
    works: BTreeMap<Span, Vec<(ClassId, WorksFact)>>,
    markers: BTreeMap<MarkerKey, Held>,
    courses: BTreeMap<SegmentKey, Held>,
    provinces: BTreeMap<Span, BTreeMap<String, BTreeSet<ClassId>>>,
    /// The markers and stretches that something is known of.
    at: BTreeMap<MarkerKey, BTreeSet<ClassId>>,
    along: BTreeMap<SegmentKey, BTreeSet<ClassId>>,
}

impl FactIndex {
    /// Takes in what a record says about places of the line; records that say nothing about any are passed over.
    pub fn take(&mut self, record: &Record, class: ClassId, register: &Register) {
        let Some(referent) = &record.location.referent else { return };
        match &record.body {
            Body::Hazard(hazard) => {
                for span in register.spans(referent) {
                    let fact = hazard_fact(record.id, hazard, referent);
                    self.hazards.entry(span).or_default().push((class, fact));
                    self.province(span, hazard.source.as_ref(), class);
                }
            }
            Body::Works(works) => {
                for span in register.spans(referent) {
                    self.works.entry(span).or_default().push((class, works_fact(record.id, works)));
                    self.province(span, works.source.as_ref(), class);
                }
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
                        let key = register.own_key(key);
                        keep(self.markers.entry(key).or_default(), class, fact(key.to_string()));
                    }
                    Referent::Segment(stretch) => {
                        keep(self.courses.entry(*stretch).or_default(), class, fact(stretch.to_string()));
                    }
                    Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => return,
                }
            }
            _ => return,
        }
        match referent {
            Referent::Marker(key) | Referent::NearMarker(key) => {
                self.at.entry(register.own_key(key)).or_default().insert(class);
            }
            Referent::Segment(stretch) => {
                self.along.entry(*stretch).or_default().insert(class);
            }
            Referent::Along { .. } => {
                for key in register.concerned(referent) {
                    self.along.entry(key).or_default().insert(class);
                }
            }
            Referent::Area(_) => {}
        }
    }

    fn province(&mut self, span: Span, source: Option<&Source>, class: ClassId) {
        let Some(province) = source.and_then(|source| source.province.as_ref()) else { return };
        self.provinces.entry(span).or_default().entry(province.clone()).or_default().insert(class);
    }

    /// What a viewer may know about the stretch between two markers. Cost: linear in the markers of the register and
    /// in the places that anything is known of.
    pub fn of(&self, segment: &SegmentKey, register: &Register, sees: &dyn Fn(ClassId) -> bool) -> Facts {
        let asked = Span::of(segment);
        let mut markers = BTreeMap::new();
        let mut looks: BTreeMap<Node, Coverage> = BTreeMap::new();
        for (node, key) in register.on(&asked) {
            let findings = self.markers.get(&key).map(|held| findings(held, sees)).unwrap_or_default();
            let this = if findings.seen().is_some() { Coverage::Whole } else { Coverage::None };
            // Of same-number markers every one must have been seen.
            looks.entry(node).and_modify(|all| *all = all.with(this)).or_insert(this);
            markers.insert(key, findings);
        }
        let courses: Vec<(Span, Findings)> = self
            .courses
            .iter()
            .map(|(stretch, held)| (Span::of(stretch), held))
            .filter(|(span, _)| span.meets(&asked))
            .map(|(span, held)| (span, findings(held, sees)))
            .collect();
        let stand = stand(&asked, &courses, &looks);
        Facts {
            hazards: visible(&self.hazards, &asked, |fact| fact.record, sees),
            works: visible(&self.works, &asked, |fact| fact.record, sees),
            markers: markers.values().flat_map(Findings::standing).cloned().collect(),
            courses: stand.courses,
            coverage: stand.coverage,
        }
    }

    /// Provinces whose documents speak of the stretch.
    pub fn provinces_of(&self, stretch: &SegmentKey, sees: &dyn Fn(ClassId) -> bool) -> Vec<String> {
        let asked = Span::of(stretch);
        let held = self.provinces.iter().filter(|(span, _)| span.meets(&asked)).flat_map(|(_, names)| names);
        let known = held.filter(|(_, classes)| classes.iter().any(|class| sees(*class)));
        known.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Markers of which the viewer may know something.
    pub fn known_at<'a>(&'a self, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a MarkerKey> {
        self.at.iter().filter(|(_, classes)| classes.iter().any(|class| sees(*class))).map(|(key, _)| key)
    }

    /// Stretches, as their records name them, of which the viewer may know something.
    pub fn known_along<'a>(&'a self, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a SegmentKey> {
        self.along.iter().filter(|(_, classes)| classes.iter().any(|class| sees(*class))).map(|(key, _)| key)
    }
}

/// The facts about a stretch that are seen, each once although it may be tied to several lines.
fn visible<T: Clone>(
    held: &BTreeMap<Span, Vec<(ClassId, T)>>,
    asked: &Span,
    id: impl Fn(&T) -> Uuid,
    sees: &dyn Fn(ClassId) -> bool,
) -> Vec<T> {
    let mut taken = BTreeSet::new();
    held.iter()
        .filter(|(span, _)| span.meets(asked))
        .flat_map(|(_, facts)| facts)
        .filter(|(class, fact)| sees(*class) && taken.insert(id(fact)))
        .map(|(_, fact)| fact.clone())
        .collect()
}

fn keep(held: &mut Held, class: ClassId, fact: InspectionFact) {
    if let Some((_, findings)) = held.iter_mut().find(|(of, _)| *of == class) {
        findings.take(fact);
    } else {
        let mut findings = Findings::default();
        findings.take(fact);
        held.push((class, findings));
    }
}

fn findings(held: &Held, sees: &dyn Fn(ClassId) -> bool) -> Findings {
    Findings::join(held.iter().filter(|(class, _)| sees(*class)).map(|(_, findings)| findings))
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
