//! What a report counts, section by section, from one picture, for one viewer.
//!
//! Only approved records count, each once, by the time of its event; a time that lies ahead of its receipt counts for
//! nothing. What waits for approval is a number of its own. Cost: linear in what is seen of the layers.
//!
//! Each section is a file with one function over the [`Scope`]; what a section may need from beyond the layers (answers,
//! acknowledgements) comes in [`Beside`].

mod channels;
mod conditions;
mod damage;
mod figures;
mod hazards;
mod incidents;
mod inspections;
mod items;
mod map;
mod map_checks;
mod meetings;
mod merged;
mod patrols;
mod stands;
mod tasks;
mod works;

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

pub use items::about;
pub use merged::merged;

use super::layers::LayerId;
use super::snapshot::{Snapshot, Visible};
use crate::domain::people::UnitTree;
use crate::domain::report::content::{MapData, Section};
use crate::domain::report::kind::{Both, Kinds};
use crate::domain::report::province::Documents;
use crate::domain::report::window::Window;
use crate::domain::time::{CivilDay, Instant};

/// What was said beside records of the layers, and counts there.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// By the damage report that they answer.
    pub answers: HashMap<Uuid, Vec<Answered>>,
    /// By the forward: when it was acknowledged, and by which unit.
    pub acknowledged: HashMap<Uuid, Vec<Acknowledged>>,
}

/// When a unit acknowledged what was passed on to it, and which.
pub type Acknowledged = (Option<Instant>, Option<String>);

/// An answer to a damage report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub ruling: &'static str,
    pub authority: String,
    pub number: Option<String>,
    pub at: Option<Instant>,
}

/// How a task, or a milestone of works, stands on the day of the cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// The record of the task, or of the works.
    pub record: Uuid,
    pub title: String,
    /// Who leads it, and who answers for a dissolved agency.
    pub lead: String,
    /// Document and clause.
    pub source: String,
    pub state: &'static str,
    /// What the state is called.
    pub state_title: Both,
    /// Its last day is over, and nobody reported that it is done.
    pub passed: bool,
    /// How it stands, in a sentence.
    pub sentence: String,
    /// What was reported last.
    pub latest: Option<Latest>,
}

/// What was reported last of something: by a record, or by the document itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    pub as_of: CivilDay,
    /// In the words reported, with the day and the source.
    pub words: String,
}

/// What a report is of, for whom.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    pub snapshot: &'a Snapshot,
    /// What is seen, up to the label of the report.
    pub visible: &'a Visible,
    /// What would be seen if it were approved; none for whom that is no business.
    pub waiting: Option<&'a Visible>,
    pub window: Window,
    /// The day on which it is looked at.
    pub day: CivilDay,
    /// The unit with those below it; all where none is named.
    pub units: Option<&'a BTreeSet<String>>,
    /// What of the documents, which no unit wrote, belongs in it.
    pub documents: &'a Documents,
    /// What units are called.
    pub tree: &'a UnitTree,
    pub beside: &'a Beside,
    pub tasks: &'a [Stands],
    pub works: &'a [Stands],
}

/// All sections that the file lists, in its order.
pub fn sections(scope: &Scope<'_>, kinds: &Kinds) -> Vec<Section> {
    let made = kinds.sections.iter().map(|head| {
        let mut section = Section::new(&head.key, Both::new(&head.vi, &head.en));
        fill(scope, &mut section);
        section
    });
    made.collect()
}

fn fill(scope: &Scope<'_>, section: &mut Section) {
    let layer = match section.key.as_str() {
        "inspections" => Some(LayerId::Inspections),
        "damage" => Some(LayerId::DamageReports),
        "hazards" => Some(LayerId::Hazards),
        "patrols" => Some(LayerId::Patrols),
        "incidents" => Some(LayerId::Incidents),
        "channels" => Some(LayerId::Notices),
        "meetings" => Some(LayerId::Meetings),
        "map_checks" => Some(LayerId::MapChecks),
        _ => None,
    };
    section.waiting = layer.and_then(|layer| scope.count_waiting(layer));
    match section.key.as_str() {
        "inspections" => inspections::fill(scope, section),
        "conditions" => conditions::fill(scope, section),
        "damage" => damage::fill(scope, section),
        "hazards" => hazards::fill(scope, section),
        "patrols" => patrols::fill(scope, section),
        "incidents" => incidents::fill(scope, section),
        "works" => works::fill(scope, section),
        "tasks" => tasks::fill(scope, section),
        "channels" => channels::fill(scope, section),
        "meetings" => meetings::fill(scope, section),
        "map_checks" => map_checks::fill(scope, section),
        // Words alone.
        _ => {}
    }
}

/// What the map of a report is drawn from.
pub fn map(scope: &Scope<'_>) -> MapData {
    map::of(scope)
}
