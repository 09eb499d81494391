//! What inspections of the course of the line say of a stretch, and how much of it was looked at.
//!
//! The stretch is cut where registered markers stand and where inspected stretches end. On each piece the latest
//! inspection that could tell is in force, and a later one that could not is shown beside it; what is in force on any
//! piece counts for the whole. So an inspection is superseded where newer ones looked again, be it in one or in several
//! stretches, and stays in force for the rest. A stretch between same-number markers is a piece of no length.
//!
//! Cost: pieces × inspected stretches that meet the stretch.

use std::collections::{BTreeMap, BTreeSet};

use super::register::span::{Node, Span};
use crate::domain::attention::Coverage;
use crate::domain::findings::{Findings, InspectionFact};

/// What stands on a stretch.
#[derive(Debug)]
pub struct Stand {
    /// In force or shown beside it, in the order of time.
    pub courses: Vec<InspectionFact>,
    pub coverage: Coverage,
}

/// `courses` are the inspected stretches that meet `asked`; `seen` tells for each place of registered markers on it how
/// many of them were seen: same-number markers share a place.
pub fn stand(asked: &Span, courses: &[(Span, Findings)], seen: &BTreeMap<Node, Coverage>) -> Stand {
    let ends = courses.iter().flat_map(|(span, _)| [span.from, span.to]);
    let mut cuts: BTreeSet<Node> = ends.filter(|node| (asked.from..=asked.to).contains(node)).collect();
    cuts.extend(seen.keys());
    cuts.extend([asked.from, asked.to]);
    let cuts: Vec<Node> = cuts.into_iter().collect();
    let piece = |from, to| Span { line: asked.line, from, to };

    let mut standing = BTreeMap::new();
    let mut take = |piece: &Span| {
        let (known, unknown) = latest(courses, piece);
        // At a point a stretch may win that only ends there.
        for (_, fact) in [known, unknown].into_iter().flatten().filter(|(span, _)| span.meets(asked)) {
            standing.insert(fact.age(), fact.clone());
        }
        known.is_some()
    };
    let known = |node: &Node| seen.get(node) == Some(&Coverage::Whole);
    let mut whole = true;
    if asked.is_point() {
        whole = take(asked) || known(&asked.from);
    } else {
        for pair in cuts.array_windows() {
            let [from, to] = *pair;
            let by_course = take(&piece(from, to));
            whole &= by_course || from.is_before(to) && known(&from) && known(&to);
        }
        for (point, _) in courses.iter().filter(|(span, _)| span.is_point()) {
            take(point);
        }
    }
    let some = seen.values().any(|seen| *seen != Coverage::None)
        || courses.iter().any(|(_, findings)| findings.seen().is_some());
    let coverage = match (whole, some) {
        (true, _) => Coverage::Whole,
        (false, true) => Coverage::Partial,
        (false, false) => Coverage::None,
    };
    Stand { courses: standing.into_values().collect(), coverage }
}

type Found<'a> = Option<(&'a Span, &'a InspectionFact)>;

/// Of the inspections that cover a piece whole: the latest that could tell, and a later one that could not.
fn latest<'a>(courses: &'a [(Span, Findings)], piece: &Span) -> (Found<'a>, Found<'a>) {
    let over = || courses.iter().filter(|(span, _)| span.covers(piece));
    let newest = |of: fn(&Findings) -> Option<&InspectionFact>| {
        over().filter_map(|(span, found)| Some((span, of(found)?))).max_by_key(|(_, fact)| fact.age())
    };
    let known = newest(Findings::seen);
    let unknown = newest(Findings::unknown).filter(|(_, fact)| known.is_none_or(|(_, known)| fact.age() > known.age()));
    (known, unknown)
}
