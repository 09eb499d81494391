//! What inspections say of markers and of the course of the line.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::atlas::block::ClassId;
use crate::atlas::courses::stand;
use crate::atlas::register::Register;
use crate::atlas::register::span::{Node, Span};
use crate::atlas::shards::Shards;
use crate::atlas::strip::Strip;
use crate::domain::attention::Coverage;
use crate::domain::findings::{Findings, InspectionFact, Looks};
use crate::domain::inspection::TimeStanding;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};

/// Inspections per class. A copy of the index shares them: a write copies those of its own marker alone.
type Held = Vec<(ClassId, Arc<Looks>)>;

#[derive(Debug, Clone, Default)]
pub struct Inspected {
    markers: Shards<MarkerKey, Held>,
    courses: Shards<SegmentKey, Held>,
    /// Where the inspected stretches lie.
    stretches: Strip<SegmentKey>,
}

/// What an inspection is about.
enum About {
    Marker(MarkerKey),
    Course(SegmentKey),
}

/// What stands on a stretch.
pub struct Standing {
    pub markers: Vec<InspectionFact>,
    pub courses: Vec<InspectionFact>,
    pub coverage: Coverage,
}

impl Inspected {
    /// Takes one in, and says what it touches; `None` of one that counts nowhere.
    pub fn take(&mut self, record: &Record, class: ClassId, register: &Register) -> Option<Vec<Span>> {
        let (about, fact) = read(record, register)?;
        let held = match &about {
            About::Marker(key) => self.markers.edit(key).entry(*key).or_default(),
            About::Course(stretch) => {
                let piece = self.courses.edit(stretch);
                if !piece.contains_key(stretch) {
                    self.stretches.put(Span::of(stretch), 0, *stretch);
                }
                piece.entry(*stretch).or_default()
            }
        };
        if let Some((_, looks)) = held.iter_mut().find(|(of, _)| *of == class) {
            Arc::make_mut(looks).take(fact);
        } else {
            let mut looks = Looks::default();
            looks.take(fact);
            held.push((class, Arc::new(looks)));
        }
        Some(about.touched(register))
    }

    /// Lets go of one, and says of which class it was and what that touches.
    pub fn forget(&mut self, record: &Record, register: &Register) -> Option<(ClassId, Vec<Span>)> {
        let (about, fact) = read(record, register)?;
        let former = match &about {
            About::Marker(key) => {
                self.markers.get(key)?;
                let piece = self.markers.edit(key);
                let former = take_out(piece.get_mut(key)?, &fact);
                if piece.get(key).is_some_and(Vec::is_empty) {
                    piece.remove(key);
                }
                former
            }
            About::Course(stretch) => {
                self.courses.get(stretch)?;
                let piece = self.courses.edit(stretch);
                let former = take_out(piece.get_mut(stretch)?, &fact);
                // A stretch that nobody inspected any more cuts nothing.
                if piece.get(stretch).is_some_and(Vec::is_empty) {
                    piece.remove(stretch);
                    self.stretches.take_out(&Span::of(stretch), |held| held == stretch);
                }
                former
            }
        };
        Some((former?, about.touched(register)))
    }

    /// What stands on a stretch, for whoever sees so much.
    pub fn of(&self, asked: &Span, register: &Register, sees: &dyn Fn(ClassId) -> bool) -> Standing {
        let mut markers = BTreeMap::new();
        let mut looks: BTreeMap<Node, Coverage> = BTreeMap::new();
        for (node, key) in register.on(asked) {
            let findings = self.markers.get(&key).map(|held| findings(held, sees)).unwrap_or_default();
            let this = if findings.seen().is_some() { Coverage::Whole } else { Coverage::None };
            // Of same-number markers every one must have been seen.
            looks.entry(node).and_modify(|all| *all = all.with(this)).or_insert(this);
            markers.insert(key, findings);
        }
        let mut courses: Vec<(Span, SegmentKey, Findings)> = self
            .stretches
            .meeting(asked)
            .filter_map(|tied| Some((tied.span, tied.fact, findings(self.courses.get(&tied.fact)?, sees))))
            .collect();
        courses.sort_by_key(|(_, stretch, _)| *stretch);
        let courses: Vec<(Span, Findings)> = courses.into_iter().map(|(span, _, found)| (span, found)).collect();
        let stand = stand(asked, &courses, &looks);
        Standing {
            markers: markers.values().flat_map(Findings::standing).cloned().collect(),
            courses: stand.courses,
            coverage: stand.coverage,
        }
    }
}

impl About {
    fn touched(&self, register: &Register) -> Vec<Span> {
        match self {
            Self::Marker(key) => register.spans(&Referent::Marker(*key)),
            Self::Course(stretch) => vec![Span::of(stretch)],
        }
    }
}

/// Where an inspection counts, and as what. A doubtful time satisfies nothing until it is confirmed.
fn read(record: &Record, register: &Register) -> Option<(About, InspectionFact)> {
    let (Body::Inspection(inspection), TimeStanding::Plausible) = (&record.body, record.time_standing()) else {
        return None;
    };
    let about = match record.location.referent.as_ref()? {
        Referent::Marker(key) => About::Marker(register.own_key(key)),
        Referent::Segment(stretch) => About::Course(*stretch),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => return None,
    };
    let subject = match &about {
        About::Marker(key) => key.to_string(),
        About::Course(stretch) => stretch.to_string(),
    };
    let condition = inspection.condition;
    Some((about, InspectionFact { record: record.id, subject, observed_at: record.event_at?, condition }))
}

fn take_out(held: &mut Held, fact: &InspectionFact) -> Option<ClassId> {
    let place = held.iter().position(|(_, looks)| looks.holds(fact))?;
    let (class, looks) = held.get_mut(place)?;
    Arc::make_mut(looks).forget(fact);
    let former = *class;
    held.retain(|(_, looks)| !looks.is_empty());
    Some(former)
}

fn findings(held: &Held, sees: &dyn Fn(ClassId) -> bool) -> Findings {
    Findings::join(held.iter().filter(|(class, _)| sees(*class)).map(|(_, looks)| looks.findings()))
}
