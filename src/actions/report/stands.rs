//! How tasks and works stand on the day of a cut-off, as `actions::ordered` works it out, in the shape of a report.

use crate::actions::ordered::{self, Entry, Named, Ordered, REMIND_DAYS, View};
use crate::atlas::reported::{Latest, Stands};
use crate::atlas::{Snapshot, Visible};
use crate::domain::agency::Now;
use crate::domain::fulfilment::State;
use crate::domain::fulfilment::words::{sentence, told};
use crate::domain::messages::Lang;
use crate::domain::people::UnitTree;
use crate::domain::report::kind::Both;
use crate::domain::time::CivilDay;

/// All that a viewer may know of.
pub fn stands((snapshot, visible): (&Snapshot, &Visible), units: &UnitTree, day: CivilDay, of: Ordered) -> Vec<Stands> {
    let view = View { snapshot, visible, units, day, remind_days: REMIND_DAYS };
    ordered::all(&view, of).iter().map(|entry| one(entry, units)).collect()
}

fn one(entry: &Entry, units: &UnitTree) -> Stands {
    let order = &entry.order;
    let title = order.works.as_ref().map_or_else(|| order.title.clone(), |works| format!("{works}: {}", order.title));
    let document = order.document_title.as_deref().map(shortened);
    let clause = order.clause.as_ref().map(|clause| format!("điểm {clause}"));
    let state = entry.standing.state;
    let source = [document, clause].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Stands {
        record: order.record,
        title,
        lead: entry.lead.iter().map(named).collect::<Vec<_>>().join("; "),
        latest: latest(entry, &source, units),
        source,
        state: state.as_str(),
        state_title: Both::new(state.title(Lang::Vi), state.title(Lang::En)),
        passed: entry.standing.passed,
        sentence: sentence_of(entry),
    }
}

/// How it stands. Steps that it waits for are told in the document's words, mistakes of its scan included: that is said.
fn sentence_of(entry: &Entry) -> String {
    let said = sentence(&entry.standing, &entry.deadline, Lang::Vi);
    let is_quoted = entry.standing.state == State::Waiting && entry.order.document.is_some();
    if is_quoted { format!("{said} (lời văn bản, giữ nguyên văn)") } else { said }
}

/// What was reported last, in its words, with the day that it is true of and who says so.
fn latest(entry: &Entry, source: &str, units: &UnitTree) -> Option<Latest> {
    let report = entry.standing.latest.as_ref()?;
    let id = report.record.map(|id| id.to_string());
    let row = id.and_then(|id| entry.about.reports.iter().find(|row| row["record"] == id.as_str()));
    let text = |name: &str| row.and_then(|row| row[name].as_str());
    let by = text("reported_by").map(str::to_owned).or_else(|| {
        let unit = text("unit")?;
        Some(units.get(unit).map_or(unit, |unit| unit.title.as_str()).to_owned())
    });
    let number = text("number").map(|number| format!("số {number}"));
    let source = match row {
        Some(_) => ["báo cáo".to_owned()].into_iter().chain(number).chain(by).collect::<Vec<_>>().join(", "),
        None => format!("{source}, giữ nguyên văn"),
    };
    let of = entry.order.milestone.map(|_| format!("{}: ", entry.order.title)).unwrap_or_default();
    Some(Latest { as_of: report.as_of, words: format!("{of}{}; nguồn: {source}", told(report, Lang::Vi)) })
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
