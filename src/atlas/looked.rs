//! Who looked at what, when and in which mode: every inspection whose time is believed, by what it was of, and the objects
//! there are. What is due is worked out of it.
//!
//! Drafts and what was returned to its maker are no inspections; what waits for approval is one, for those who see it.
//! Cost: a write copies the pieces that its record stands in; a question reads what is kept of its own place.

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::register::Register;
use super::register::span::{Node, Span};
use super::shards::Shards;
use super::snapshot::{Snapshot, Visible};
use crate::domain::access::ReviewState;
use crate::domain::inspection::{Condition, Inspection, Mode, TimeStanding};
use crate::domain::inspection_due::{Look, latest};
use crate::domain::location::Referent;
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};
use crate::domain::object::ObjectKind;
use crate::domain::record::{Body, Record};
use crate::domain::time::CivilDay;

/// Main numbers that share a drawer: a question about one stretch opens one or two.
const DRAWER: u16 = 16;

/// An inspection, who may know of it, and whose it was.
#[derive(Debug, Clone)]
pub struct Seen {
    class: ClassId,
    pub look: Look,
    pub condition: Condition,
    pub unit: Option<Arc<str>>,
}

/// Where inspections of the course of a line are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Drawer {
    line: LineKey,
    is_stake: bool,
    number: u16,
}

/// An object as rules ask about it.
#[derive(Debug, Clone)]
pub struct HeldObject {
    class: ClassId,
    pub kind: ObjectKind,
    pub name: String,
    pub referent: Option<Referent>,
    pub unit: Option<String>,
}

#[derive(Debug, Clone)]
enum Place {
    Marker(MarkerKey),
    Course(SegmentKey),
    OfObject(Uuid),
}

type List<T> = Arc<Vec<T>>;

#[derive(Debug, Clone, Default)]
pub struct Looked {
    markers: Shards<MarkerKey, List<Seen>>,
    courses: Shards<Drawer, List<(Span, Seen)>>,
    of_objects: Shards<Uuid, List<Seen>>,
    objects: Shards<Uuid, Arc<HeldObject>>,
    /// Where each inspection is kept.
    places: Shards<Uuid, Place>,
}

/// What inspections of a stretch come to, as one mode counts.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// Of the piece that was looked at longest ago; none when some piece never was.
    pub weakest: Option<Look>,
    /// The latest of any piece.
    pub last: Option<Look>,
    /// Whether any of it was looked at.
    pub some: bool,
}

impl Snapshot {
    /// Who looked at what.
    pub const fn looked(&self) -> &Looked {
        &self.looked
    }
}

impl Seen {
    pub const fn class(&self) -> ClassId {
        self.class
    }
}

impl Looked {
    /// Takes in an inspection or an object that counts; other records are passed over.
    pub(super) fn take(&mut self, record: &Record, class: ClassId, unit: Option<String>, register: &Register) {
        match &record.body {
            Body::Object(object) => {
                let (kind, name, referent) = (object.kind, object.name.clone(), record.location.referent.clone());
                let held = HeldObject { class, kind, name, referent, unit };
                self.objects.edit(&record.id).insert(record.id, Arc::new(held));
            }
            Body::Inspection(inspection) => {
                let counts = matches!(record.review, ReviewState::Approved | ReviewState::Submitted)
                    && record.time_standing() == TimeStanding::Plausible;
                let (Some(at), true) = (record.event_at, counts) else { return };
                let look = Look { record: record.id, at, mode: inspection.mode };
                let seen = Seen { class, look, condition: inspection.condition, unit: unit.map(Arc::from) };
                if let Some(place) = place(inspection, record, register) {
                    self.put(place, seen);
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, place: Place, seen: Seen) {
        let id = seen.look.record;
        self.forget(id);
        match &place {
            Place::Marker(key) => push(&mut self.markers, key, seen),
            Place::OfObject(object) => push(&mut self.of_objects, object, seen),
            Place::Course(stretch) => {
                for drawer in drawers(stretch) {
                    push(&mut self.courses, &drawer, (Span::of(stretch), seen.clone()));
                }
            }
        }
        self.places.edit(&id).insert(id, place);
    }

    /// Lets go of an inspection or an object.
    pub(super) fn forget(&mut self, id: Uuid) {
        if self.objects.get(&id).is_some() {
            self.objects.edit(&id).remove(&id);
        }
        let Some(place) = self.places.get(&id).cloned() else { return };
        self.places.edit(&id).remove(&id);
        match place {
            Place::Marker(key) => drop_from(&mut self.markers, &key, |seen| seen.look.record == id),
            Place::OfObject(object) => drop_from(&mut self.of_objects, &object, |seen| seen.look.record == id),
            Place::Course(stretch) => {
                for drawer in drawers(&stretch) {
                    drop_from(&mut self.courses, &drawer, |(_, seen)| seen.look.record == id);
                }
            }
        }
    }

    /// Inspections of a marker that are seen, by its own key.
    pub fn of_marker<'a>(
        &'a self,
        key: &MarkerKey,
        sees: &'a dyn Fn(ClassId) -> bool,
    ) -> impl Iterator<Item = &'a Seen> {
        self.markers.get(key).into_iter().flat_map(|list| list.iter()).filter(move |seen| sees(seen.class))
    }

    /// Markers that somebody inspected, whoever knows of it.
    pub fn marked(&self) -> impl Iterator<Item = &MarkerKey> {
        self.markers.keys()
    }

    /// How many inspections of a marker somebody sees.
    pub fn count_at(&self, marker: &str, visible: &Visible) -> usize {
        let key = marker.parse::<MarkerKey>();
        key.map_or(0, |key| self.of_marker(&key, &|class| visible.sees(class)).count())
    }

    /// Inspections of an object that are seen, by the record that they name.
    pub fn of_object<'a>(&'a self, id: &Uuid, sees: &'a dyn Fn(ClassId) -> bool) -> impl Iterator<Item = &'a Seen> {
        self.of_objects.get(id).into_iter().flat_map(|list| list.iter()).filter(move |seen| sees(seen.class))
    }

    /// Objects that are seen.
    pub fn objects<'a>(
        &'a self,
        sees: &'a dyn Fn(ClassId) -> bool,
    ) -> impl Iterator<Item = (Uuid, &'a Arc<HeldObject>)> {
        let all = self.objects.keys().filter_map(|id| Some((*id, self.objects.get(id)?)));
        all.filter(move |(_, object)| sees(object.class))
    }

    pub fn object(&self, id: &Uuid, sees: &dyn Fn(ClassId) -> bool) -> Option<&Arc<HeldObject>> {
        self.objects.get(id).filter(|object| sees(object.class))
    }

    /// Records that inspections name as their object.
    pub fn named_objects(&self) -> impl Iterator<Item = &Uuid> {
        self.of_objects.keys()
    }

    /// Inspections of the course that meet a stretch and are seen, each once.
    pub fn along(&self, asked: &SegmentKey, sees: &dyn Fn(ClassId) -> bool) -> Vec<(Span, Seen)> {
        let (span, mut taken) = (Span::of(asked), BTreeSet::new());
        let kept = drawers(asked).filter_map(|drawer| self.courses.get(&drawer)).flat_map(|list| list.iter());
        kept.filter(|(of, seen)| sees(seen.class) && of.meets(&span) && taken.insert(seen.look.record))
            .cloned()
            .collect()
    }
}

/// Of inspections along a stretch, how far those of a mode up to a day cover it.
pub fn walked(asked: &SegmentKey, along: &[(Span, Seen)], mode: Option<Mode>, day: CivilDay) -> Walked {
    let asked = Span::of(asked);
    let counted: Vec<&(Span, Seen)> = along.iter().filter(|(_, seen)| seen.look.counts(mode, day)).collect();
    let over = |piece: &Span| {
        let covering = counted.iter().filter(|(of, _)| of.covers(piece)).map(|(_, seen)| &seen.look);
        latest(covering, None, day).copied()
    };
    let last = latest(counted.iter().map(|(_, seen)| &seen.look), None, day).copied();
    let some = !counted.is_empty();
    if asked.is_point() {
        return Walked { weakest: over(&asked), last, some };
    }
    let ends = counted.iter().flat_map(|(of, _)| [of.from, of.to]);
    let mut cuts: BTreeSet<Node> = ends.filter(|node| (asked.from..=asked.to).contains(node)).collect();
    cuts.extend([asked.from, asked.to]);
    let cuts: Vec<Node> = cuts.into_iter().collect();
    let pieces = cuts.array_windows().map(|[from, to]| Span { line: asked.line, from: *from, to: *to });
    let found: Option<Vec<Look>> = pieces.map(|piece| over(&piece)).collect();
    let weakest = found.and_then(|all| all.into_iter().min_by_key(Look::age));
    Walked { weakest, last, some }
}

/// What an inspection was of: a marker by its own key, the course between two, an object by the record that it names.
fn place(inspection: &Inspection, record: &Record, register: &Register) -> Option<Place> {
    if let Some(object) = inspection.object {
        return Some(Place::OfObject(object));
    }
    match record.location.referent.as_ref()? {
        Referent::Marker(key) => Some(Place::Marker(register.own_key(key))),
        Referent::Segment(stretch) => Some(Place::Course(*stretch)),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => None,
    }
}

fn drawers(stretch: &SegmentKey) -> impl Iterator<Item = Drawer> {
    let (line, from, to) = (stretch.line(), stretch.from().number(), stretch.to().number());
    let is_stake = from.is_stake();
    (from.main() / DRAWER..=to.main() / DRAWER).map(move |number| Drawer { line, is_stake, number })
}

fn push<K: std::hash::Hash + Eq + Copy, T: Clone>(held: &mut Shards<K, List<T>>, key: &K, one: T) {
    Arc::make_mut(held.edit(key).entry(*key).or_default()).push(one);
}

fn drop_from<K: std::hash::Hash + Eq + Copy, T: Clone>(
    held: &mut Shards<K, List<T>>,
    key: &K,
    is_it: impl Fn(&T) -> bool,
) {
    let piece = held.edit(key);
    if let Some(list) = piece.get_mut(key) {
        Arc::make_mut(list).retain(|one| !is_it(one));
        if list.is_empty() {
            piece.remove(key);
        }
    }
}

#[cfg(test)]
#[path = "looked_tests.rs"]
mod tests;
