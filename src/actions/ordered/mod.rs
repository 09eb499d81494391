//! What documents and meetings ordered, and how it stands on a day: tasks, and milestones of works.
//!
//! Worked out from one picture and for one viewer: what he does not see, he does not find in a count or a state either. A report
//! counts when it is approved; what waits for approval is listed beside it, for those who see it.
//!
//! Cost: one pass over the layers of tasks or works and of what hangs on them.

mod agencies;
mod hanging;
mod rows;

use uuid::Uuid;

use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::agency::Now;
use crate::domain::deadline::{self, Deadline, Said};
use crate::domain::fulfilment::{Report, Standing, stand};
use crate::domain::people::UnitTree;
use crate::domain::time::CivilDay;
use agencies::Agencies;
use hanging::Hanging;
pub use hanging::{About, count as hanging_count};
use rows::{Order, Orders};

/// Days before its last day from which something is due soon, unless asked otherwise.
pub const REMIND_DAYS: i64 = 14;

/// From what it is worked out.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub snapshot: &'a Snapshot,
    pub visible: &'a Visible,
    /// Whose word counts beside whose.
    pub units: &'a UnitTree,
    pub day: CivilDay,
    pub remind_days: i64,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordered {
    Tasks,
    Works,
}

impl Ordered {
    pub const fn layer(self) -> LayerId {
        match self {
            Self::Tasks => LayerId::Tasks,
            Self::Works => LayerId::Works,
        }
    }

    pub fn of(layer: LayerId) -> Option<Self> {
        [Self::Tasks, Self::Works].into_iter().find(|of| of.layer() == layer)
    }
}

/// An agency as a document names it, and who answers for it on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub now: Now,
}

/// A task, or a milestone of works; works without one stand for themselves.
#[derive(Debug, Clone)]
pub struct Entry {
    pub order: Order,
    pub lead: Vec<Named>,
    pub deadline: Deadline,
    pub standing: Standing,
    pub about: About,
}

/// Everything that was ordered by the day, in the order of documents, and within one as the layer has it.
pub fn all(view: &View<'_>, ordered: Ordered) -> Vec<Entry> {
    entries(view, ordered, None)
}

/// What one record orders: one task, or all milestones of works.
pub fn of_record(view: &View<'_>, ordered: Ordered, id: Uuid) -> Vec<Entry> {
    entries(view, ordered, Some(id))
}

fn entries(view: &View<'_>, ordered: Ordered, only: Option<Uuid>) -> Vec<Entry> {
    let orders = Orders::read(view, ordered, only);
    let agencies = Agencies::read(view);
    let hanging = Hanging::read(view, ordered, only);
    let is_known = |order: &Order| order.written_on.is_none_or(|written_on| written_on <= view.day);
    let mut found: Vec<Entry> = orders
        .0
        .into_iter()
        .filter(is_known)
        .map(|order| {
            let about = hanging.about(view, &order);
            entry(view, &agencies, order, about)
        })
        .collect();
    // Of works with milestones, the whole has a line of its own only where somebody reported on it.
    found.retain(|entry| !entry.order.beside || !entry.about.reports.is_empty());
    found.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.order.document.clone(), entry.order.place, entry.order.milestone);
        key(a).cmp(&key(b))
    });
    found
}

fn entry(view: &View<'_>, agencies: &Agencies, order: Order, about: About) -> Entry {
    let deadline = deadline::read(&Said {
        words: order.deadline.as_deref(),
        due: order.due,
        strength: order.strength,
        recurrence: order.recurrence,
        periods: &[],
        depends_on: &order.depends_on,
        flags: &order.flags,
        written_on: order.written_on,
    });
    let mut reports: Vec<Report> = about.counting(view.units).collect();
    reports.extend(order.said.clone());
    let standing = stand(&deadline, &reports, order.written_on, view.day, view.remind_days);
    let named =
        |name: &String| Named { name: name.clone(), now: agencies.now(name, order.province.as_deref(), view.day) };
    let lead = order.lead.iter().map(named).collect();
    Entry { order, lead, deadline, standing, about }
}
