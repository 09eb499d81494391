//! How tasks and works stand on the day of a cut-off, as `actions::ordered` works it out, in the shape of a report.

use crate::actions::ordered::{self, Entry, Named, Ordered, REMIND_DAYS, View};
use crate::atlas::reported::Stands;
use crate::atlas::{Snapshot, Visible};
use crate::domain::agency::Now;
use crate::domain::fulfilment::words::sentence;
use crate::domain::messages::Lang;
use crate::domain::people::UnitTree;
use crate::domain::report::kind::Both;
use crate::domain::time::CivilDay;

/// All that a viewer may know of.
pub fn stands((snapshot, visible): (&Snapshot, &Visible), units: &UnitTree, day: CivilDay, of: Ordered) -> Vec<Stands> {
    let view = View { snapshot, visible, units, day, remind_days: REMIND_DAYS };
    ordered::all(&view, of).iter().map(one).collect()
}

fn one(entry: &Entry) -> Stands {
    let order = &entry.order;
    let title = order.works.as_ref().map_or_else(|| order.title.clone(), |works| format!("{works}: {}", order.title));
    let document = order.document_title.as_deref().map(shortened);
    let clause = order.clause.as_ref().map(|clause| format!("điểm {clause}"));
    let state = entry.standing.state;
    Stands {
        record: order.record,
        title,
        lead: entry.lead.iter().map(named).collect::<Vec<_>>().join("; "),
        source: [document, clause].into_iter().flatten().collect::<Vec<_>>().join(", "),
        state: state.as_str(),
        state_title: Both::new(state.title(Lang::Vi), state.title(Lang::En)),
        passed: entry.standing.passed,
        sentence: sentence(&entry.standing, &entry.deadline, Lang::Vi),
    }
}

/// Enough of a document's title to know it by; the record has the whole of it.
fn shortened(title: &str) -> String {
    const LONGEST: usize = 48;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let cut: String = title.chars().take(LONGEST).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// An agency as the document names it, with who answers for it now.
fn named(named: &Named) -> String {
    match &named.now {
        Now::Same => named.name.clone(),
        Now::Successor { name, .. } => format!("{} (nay: {name})", named.name),
        Now::Unclear { .. } => format!("{} (cơ quan kế thừa: chưa xác định)", named.name),
    }
}
