//! What is known about each stretch, kept per access class, so that an assessment uses only what its viewer may see.
//!
//! Facts are kept under what they are tied to, not under the segments that happen to be registered: so they count for
//! every stretch that they meet, whoever asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::courses::stand;
use super::register::Register;
use super::register::span::{Node, Span};
use crate::domain::attention::{Coverage, Facts, HazardFact, WorksFact};
use crate::domain::findings::{Findings, InspectionFact, Looks};
use crate::domain::hazard::Hazard;
use crate::domain::inspection::TimeStanding;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};
use crate::domain::source::Source;
use crate::domain::works::Works;

/// Inspections per class. A copy of the index shares them: a write copies those of its own marker alone.
type Held = Vec<(ClassId, Arc<Looks>)>;

#[derive(Debug, Clone, Default)]
pub struct FactIndex {
    hazards: BTreeMap<Span, Vec<(ClassId, HazardFact)>>,
    works: BTreeMap<Span, Vec<(ClassId, WorksFact)>>,
    markers: BTreeMap<MarkerKey, Held>,
    courses: BTreeMap<SegmentKey, Held>,
    provinces: BTreeMap<Span, BTreeMap<String, Classes>>,
    /// The markers and stretches that something is known of, and how many records of each class say it.
    at: BTreeMap<MarkerKey, Classes>,
    along: BTreeMap<SegmentKey, Classes>,
}

/// How many records of each class.
type Classes = BTreeMap<ClassId, u32>;

impl FactIndex {
    /// Takes in what a record says about places of the line; records that say nothing about any are passed over.
    pub fn take(&mut self, record: &Record, class: ClassId, register: &Register) {
        let Some(referent) = &record.location.referent else { return };
        match &record.body {
            Body::Hazard(hazard) => {
                for span in register.spans(referent) {
                    let fact = hazard_fact(record.id, hazard, referent);
                    self.hazards.entry(span).or_default().push((class, fact));
                    self.province(span, hazard.source.as_ref(), class, 1);
                }
            }
            Body::Works(works) => {
                for span in register.spans(referent) {
                    self.works.entry(span).or_default().push((class, works_fact(record.id, works)));
                    self.province(span, works.source.as_ref(), class, 1);
                }
            }
            Body::Inspection(_) => {
                let Some((held, fact)) = self.inspected(record, referent, register) else { return };
                if let Some((_, looks)) = held.iter_mut().find(|(of, _)| *of == class) {
                    Arc::make_mut(looks).take(fact);
                } else {
                    let mut looks = Looks::default();
                    looks.take(fact);
                    held.push((class, Arc::new(looks)));
                }
            }
            _ => return,
        }
        self.known(referent, class, 1, register);
    }

    /// Lets go of what a record said: it counts no more, or counts for others.
    pub fn forget(&mut self, record: &Record, register: &Register) {
        let Some(referent) = &record.location.referent else { return };
        let mut former = None;
        match &record.body {
            Body::Hazard(hazard) => {
                for span in register.spans(referent) {
                    former = take_out(&mut self.hazards, &span, |fact| fact.record == record.id).or(former);
                    if let Some(class) = former {
                        self.province(span, hazard.source.as_ref(), class, -1);
                    }
                }
            }
            Body::Works(works) => {
                for span in register.spans(referent) {
                    former = take_out(&mut self.works, &span, |fact| fact.record == record.id).or(former);
                    if let Some(class) = former {
                        self.province(span, works.source.as_ref(), class, -1);
                    }
                }
            }
            Body::Inspection(_) => {
                let Some((held, fact)) = self.inspected(record, referent, register) else { return };
                let place = held.iter().position(|(_, looks)| looks.holds(&fact));
                if let Some((class, looks)) = place.and_then(|place| held.get_mut(place)) {
                    Arc::make_mut(looks).forget(&fact);
                    former = Some(*class);
                }
                held.retain(|(_, looks)| !looks.is_empty());
                // A stretch that nobody inspected any more cuts nothing.
                if let Referent::Segment(stretch) = referent
                    && self.courses.get(stretch).is_some_and(Vec::is_empty)
                {
                    self.courses.remove(stretch);
                }
            }
            _ => {}
        }
        if let Some(class) = former {
            self.known(referent, class, -1, register);
        }
    }

    /// Where an inspection counts, and as what. A doubtful time satisfies nothing until it is confirmed.
    fn inspected(
        &mut self,
        record: &Record,
        referent: &Referent,
        register: &Register,
    ) -> Option<(&mut Held, InspectionFact)> {
        let (Body::Inspection(inspection), TimeStanding::Plausible) = (&record.body, record.time_standing()) else {
            return None;
        };
        let (held, subject) = match referent {
            Referent::Marker(key) => {
                let key = register.own_key(key);
                (self.markers.entry(key).or_default(), key.to_string())
            }
            Referent::Segment(stretch) => (self.courses.entry(*stretch).or_default(), stretch.to_string()),
            Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => return None,
        };
        let fact = InspectionFact {
            record: record.id,
            subject,
            observed_at: record.event_at?,
            condition: inspection.condition,
        };
        Some((held, fact))
    }

    /// One record of a class more, or less, that says something of a place.
    fn known(&mut self, referent: &Referent, class: ClassId, by: i32, register: &Register) {
        match referent {
            Referent::Marker(key) | Referent::NearMarker(key) => count(&mut self.at, register.own_key(key), class, by),
            Referent::Segment(stretch) => count(&mut self.along, *stretch, class, by),
            Referent::Along { .. } => {
                for key in register.concerned(referent) {
                    count(&mut self.along, key, class, by);
                }
            }
            Referent::Area(_) => {}
        }
    }

    fn province(&mut self, span: Span, source: Option<&Source>, class: ClassId, by: i32) {
        let Some(province) = source.and_then(|source| source.province.as_ref()) else { return };
        count(self.provinces.entry(span).or_default(), province.clone(), class, by);
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
            alerts: Vec::new(),
            coverage: stand.coverage,
            due: None,
        }
    }

    /// Provinces whose documents speak of the stretch.
    pub fn provinces_of(&self, stretch: &SegmentKey, sees: &dyn Fn(ClassId) -> bool) -> Vec<String> {
        let asked = Span::of(stretch);
        let held = self.provinces.iter().filter(|(span, _)| span.meets(&asked)).flat_map(|(_, names)| names);
        let known = held.filter(|(_, classes)| classes.keys().any(|class| sees(*class)));
        known.map(|(name, _)| name.clone()).collect::<BTreeSet<_>>().into_iter().collect()
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

/// Takes a fact out, and says of which class it was.
fn take_out<T>(
    held: &mut BTreeMap<Span, Vec<(ClassId, T)>>,
    span: &Span,
    is_it: impl Fn(&T) -> bool,
) -> Option<ClassId> {
    let facts = held.get_mut(span)?;
    let place = facts.iter().position(|(_, fact)| is_it(fact))?;
    let (class, _) = facts.remove(place);
    if facts.is_empty() {
        held.remove(span);
    }
    Some(class)
}

fn count<K: Ord>(held: &mut BTreeMap<K, Classes>, key: K, class: ClassId, by: i32) {
    let classes = held.entry(key).or_default();
    let number = classes.entry(class).or_default();
    *number = number.saturating_add_signed(by);
    if *number == 0 {
        classes.remove(&class);
    }
}

fn findings(held: &Held, sees: &dyn Fn(ClassId) -> bool) -> Findings {
    Findings::join(held.iter().filter(|(class, _)| sees(*class)).map(|(_, looks)| looks.findings()))
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
