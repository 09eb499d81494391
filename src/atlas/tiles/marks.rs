//! What a viewer knows of markers beside what is written of them: their condition by the inspections that he may know of, and
//! whether they call for attention. The marker's own feature says neither, because it is the same for everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::MapView;
use super::write;
use crate::atlas::snapshot::Snapshot;
use crate::domain::access::Label;
use crate::domain::attention::Class;
use crate::domain::findings::{Findings, InspectionFact};
use crate::domain::inspection::Condition;

/// What is known of one marker.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub condition: Arc<[u8]>,
    pub last_inspected_at: Option<Arc<[u8]>>,
    /// Restricted inspections that it rests on.
    pub restricted: u32,
}

/// By the id of the marker.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    known: BTreeMap<String, Mark>,
    pressing: BTreeSet<String>,
    /// What the others have.
    unknown: Option<Arc<[u8]>>,
    never: Option<Arc<[u8]>>,
}

impl Marks {
    pub fn of(&self, id: &str) -> Option<&Mark> {
        self.known.get(id)
    }

    /// Those that are never thinned: damaged, missing, or at the end of a stretch of high attention.
    pub fn pressing(&self) -> impl Iterator<Item = &String> {
        self.pressing.iter()
    }

    /// Of a marker that nobody looked at, as far as the viewer knows.
    pub const fn unknown(&self) -> Option<&Arc<[u8]>> {
        self.unknown.as_ref()
    }

    /// Says that it never was inspected; nothing to a stranger, to whom that would be told of whatever is not public.
    pub const fn never(&self) -> Option<&Arc<[u8]>> {
        self.never.as_ref()
    }
}

impl Snapshot {
    /// What a viewer knows of markers. Cost: the inspections of markers.
    pub(super) fn marks(&self, view: &MapView<'_>) -> Marks {
        let sees = |class| view.visible.sees(class);
        let restricted = self.without(view.visible, Label::Restricted);
        let encoded = |condition: Condition| Arc::from(write::text(condition.as_str()));
        let mut marks = Marks {
            unknown: Some(encoded(Condition::Unknown)),
            never: (!view.is_stranger).then(|| Arc::from(write::flag(true))),
            ..Marks::default()
        };
        for key in self.looked().marked() {
            let (mut findings, mut last, mut hidden) = (Findings::default(), None, 0);
            for seen in self.looked().of_marker(key, &sees) {
                let (record, observed_at) = (seen.look.record, seen.look.at);
                last = last.max(Some(observed_at));
                hidden += u32::from(!restricted.sees(seen.class()));
                findings.take(InspectionFact {
                    record,
                    subject: String::new(),
                    observed_at,
                    condition: seen.condition,
                });
            }
            let Some(last) = last else { continue };
            // What was last seen there; else that nobody found it, or could tell.
            let condition = findings.standing().next().map_or(Condition::Unknown, |fact| fact.condition);
            let doubtful = findings.standing().any(|fact| fact.condition == Condition::NotFound);
            if doubtful || !matches!(condition, Condition::Good | Condition::Unknown) {
                marks.pressing.insert(key.to_string());
            }
            let mark = Mark {
                condition: encoded(if doubtful && condition == Condition::Good {
                    Condition::NotFound
                } else {
                    condition
                }),
                last_inspected_at: Some(Arc::from(write::text(&last.day().to_string()))),
                restricted: hidden,
            };
            marks.known.insert(key.to_string(), mark);
        }
        for (key, level) in self.board(&view.outlook, view.visible).levels() {
            if matches!(level.class, Class::High | Class::VeryHigh) {
                marks.pressing.extend([key.from(), key.to()].map(|end| self.register().own_key(&end).to_string()));
            }
        }
        marks
    }
}
