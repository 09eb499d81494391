//! What is due for inspection on a day, as far as somebody may know of rules and inspections.
//!
//! Nothing here is stored: a rule that is set or ended, an inspection that comes late or is withdrawn changes it at once.
//! The reckoning itself is [`inspection_due`](crate::domain::inspection_due).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::looked::{HeldObject, Seen, walked};
use super::orders::{Held, Ordered};
use super::register::span::Span;
use super::snapshot::{Snapshot, Visible};
use crate::domain::inspection_due::{Due, InspectionState, Look, latest, state, strictest};
use crate::domain::inspection_rule::InspectionSubject;
use crate::domain::location::Referent;
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};
use crate::domain::time::CivilDay;
use crate::domain::verdict::Gone;

/// Corrections of corrections that are followed to find an object.
const LONGEST_CHAIN: usize = 32;

/// What may be inspected.
#[derive(Debug, Clone)]
pub enum Thing {
    Marker(MarkerKey),
    Course(SegmentKey),
    Object(Uuid, Arc<HeldObject>),
}

impl Thing {
    pub const fn subject(&self) -> InspectionSubject {
        match self {
            Self::Marker(_) => InspectionSubject::Markers,
            Self::Course(_) => InspectionSubject::LineCourse,
            Self::Object(..) => InspectionSubject::Objects,
        }
    }

    fn place(&self) -> Option<Referent> {
        match self {
            Self::Marker(key) => Some(Referent::Marker(*key)),
            Self::Course(key) => Some(Referent::Segment(*key)),
            Self::Object(_, object) => object.referent.clone(),
        }
    }

    /// The line it is on, as its key says.
    pub fn line(&self) -> Option<LineKey> {
        self.place().as_ref().and_then(Referent::line)
    }
}

/// How one thing stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub thing: Thing,
    pub state: InspectionState,
    pub due: Option<Due>,
    /// The latest inspection in whatever mode.
    pub last: Option<Look>,
    /// Whose duty it is by the strictest rule, or whose the object is.
    pub unit: Option<String>,
}

impl Snapshot {
    /// What the rules say of a stretch: of its course, and of the markers on it. None where no rule applies. Cost: that of
    /// [`Register::on`](super::register::Register::on), where any rule applies to the stretch.
    pub fn due_of_stretch(&self, stretch: &SegmentKey, day: CivilDay, sees: &dyn Fn(ClassId) -> bool) -> Option<Due> {
        let applying = self.orders.in_force_on(&Span::of(stretch), day, sees);
        if applying.is_empty() {
            return None;
        }
        let along = self.looked.along(stretch, sees);
        let on: BTreeSet<MarkerKey> = self.register().on(&Span::of(stretch)).map(|(_, key)| key).collect();
        let of_marker = |key: &MarkerKey| self.looked.of_marker(key, sees).map(|seen| seen.look).collect();
        let looks: BTreeMap<MarkerKey, Vec<Look>> = on.into_iter().map(|key| (key, of_marker(&key))).collect();
        let ever =
            along.iter().map(|(_, seen)| &seen.look).chain(looks.values().flatten()).any(|look| look.counts(None, day));
        let mut all = Vec::new();
        for Held { rule, standard } in applying {
            match rule.body.subject {
                InspectionSubject::LineCourse => {
                    let found = walked(stretch, &along, standard.mode, day);
                    all.extend(standard.judge(found.weakest.as_ref(), ever, day));
                }
                InspectionSubject::Markers => {
                    let of_rule = looks.iter().filter(|(key, _)| self.reaches(rule.as_ref(), &Referent::Marker(**key)));
                    all.extend(
                        of_rule.filter_map(|(_, looks)| standard.judge(latest(looks, standard.mode, day), ever, day)),
                    );
                }
                InspectionSubject::Objects => {}
            }
        }
        strictest(all)
    }

    /// Whether a place lies in the reach of a rule; a tripoint on any of its lines.
    fn reaches<T>(&self, rule: &Ordered<T>, place: &Referent) -> bool {
        self.register().spans(place).iter().any(|span| rule.meets(span))
    }

    /// How everything stands that rules may be about, and that somebody may know of: registered markers, registered
    /// segments, objects. Cost: linear in them, times the rules that hold.
    pub fn inspections_due(&self, day: CivilDay, visible: &Visible) -> Vec<Standing> {
        let sees = |class| visible.sees(class);
        let rules = self.orders.in_force(day, &sees);
        let register = self.register();
        let markers = register.markers().map(|marker| Thing::Marker(marker.body.key));
        let courses = register.segments().map(|segment| Thing::Course(segment.key));
        let mut objects: Vec<(Uuid, &Arc<HeldObject>)> = self.looked.objects(&sees).collect();
        objects.sort_unstable_by_key(|(id, _)| *id);
        let objects = objects.into_iter().map(|(id, object)| Thing::Object(id, Arc::clone(object)));
        let named = self.named_after(visible);
        markers.chain(courses).chain(objects).map(|thing| self.standing(thing, &rules, &named, day, &sees)).collect()
    }

    /// How one thing stands.
    pub fn inspection_due(&self, thing: Thing, day: CivilDay, visible: &Visible) -> Standing {
        let sees = |class| visible.sees(class);
        let rules = self.orders.in_force(day, &sees);
        let named = if matches!(thing, Thing::Object(..)) { self.named_after(visible) } else { HashMap::new() };
        self.standing(thing, &rules, &named, day, &sees)
    }

    fn standing(
        &self,
        thing: Thing,
        rules: &[Held],
        named: &HashMap<Uuid, Vec<Uuid>>,
        day: CivilDay,
        sees: &dyn Fn(ClassId) -> bool,
    ) -> Standing {
        let place = thing.place();
        let applies = |held: &&Held| {
            held.rule.body.subject == thing.subject()
                && place.as_ref().is_some_and(|place| self.reaches(held.rule.as_ref(), place))
                && match &thing {
                    Thing::Object(_, object) => {
                        let kinds = &held.rule.body.kinds;
                        kinds.is_empty() || kinds.contains(&object.kind)
                    }
                    _ => true,
                }
        };
        let applying: Vec<&Held> = rules.iter().filter(applies).collect();
        let (all, last): (Vec<Due>, Option<Look>) = match &thing {
            Thing::Course(key) => {
                let along = self.looked.along(key, sees);
                let any = walked(key, &along, None, day);
                let judged = applying.iter().filter_map(|held| {
                    let found = walked(key, &along, held.standard.mode, day);
                    held.standard.judge(found.weakest.as_ref(), any.some, day)
                });
                (judged.collect(), any.last)
            }
            Thing::Marker(key) => {
                let looks: Vec<Look> = self.looked.of_marker(key, sees).map(|seen| seen.look).collect();
                judged(&applying, &looks, day)
            }
            Thing::Object(id, _) => {
                let former = named.get(id).map(Vec::as_slice).unwrap_or_default();
                let all = former.iter().chain([id]).flat_map(|name| self.looked.of_object(name, sees));
                let looks: Vec<Look> = all.map(|seen: &Seen| seen.look).collect();
                judged(&applying, &looks, day)
            }
        };
        let due = strictest(all);
        let rule = due.as_ref().and_then(|due| applying.iter().find(|held| held.rule.id == due.rule));
        let unit = rule.and_then(|held| held.rule.body.in_charge.clone()).or_else(|| match &thing {
            Thing::Object(_, object) => object.unit.clone(),
            _ => None,
        });
        Standing { state: state(due.as_ref(), last.is_some()), due, last, unit, thing }
    }

    /// Former records of objects, by those that take their place now.
    fn named_after(&self, visible: &Visible) -> HashMap<Uuid, Vec<Uuid>> {
        let sees = |class| visible.sees(class);
        let mut all: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for named in self.looked.named_objects() {
            let mut now = *named;
            for _ in 0..LONGEST_CHAIN {
                if self.looked.object(&now, &sees).is_some() {
                    break;
                }
                match self.gone(&now.to_string(), visible) {
                    Some(Gone::Corrected(by)) if !by.is_empty() => now = by[0],
                    _ => break,
                }
            }
            if now != *named {
                all.entry(now).or_default().push(*named);
            }
        }
        all
    }
}

fn judged(applying: &[&Held], looks: &[Look], day: CivilDay) -> (Vec<Due>, Option<Look>) {
    let last = latest(looks, None, day).copied();
    let all = applying
        .iter()
        .filter_map(|held| held.standard.judge(latest(looks, held.standard.mode, day), last.is_some(), day));
    (all.collect(), last)
}
