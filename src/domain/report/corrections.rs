//! What changed in periods that were reported before, compared with what was counted then.

use std::collections::BTreeSet;

use super::content::{Change, Correction, Counted, Section};
use super::window::Window;

/// Records that are counted now and were not then, and the other way round, section by section. `about` says what a record
/// is; of what nobody may tell the reader there is no line.
pub fn compare(
    period: Window,
    then: &[Section],
    now: &[Section],
    about: &dyn Fn(&Counted) -> Option<String>,
) -> Vec<Correction> {
    let mut found = Vec::new();
    for section in now {
        let of = |all: &[Section]| -> BTreeSet<Counted> {
            let same = all.iter().filter(|one| one.key == section.key);
            same.flat_map(Section::counted).cloned().collect()
        };
        let (was, is) = (of(then), of(now));
        let changes = is.difference(&was).map(|record| (record, Change::Added));
        for (record, change) in changes.chain(was.difference(&is).map(|record| (record, Change::Removed))) {
            let Some(about) = about(record) else { continue };
            found.push(Correction { period, section: section.key.clone(), record: record.clone(), change, about });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::content::Figure;
    use crate::domain::report::kind::Both;

    fn section(ids: &[&str], of_window: bool) -> Vec<Section> {
        let record = |id: &&str| Counted { layer: "patrols", id: (*id).to_owned() };
        let figure = Figure {
            key: "patrols".to_owned(),
            title: Both::new("", ""),
            records: ids.iter().map(record).collect(),
            amount: None,
            of_window,
            depth: 0,
        };
        vec![Section { figures: vec![figure], ..Section::new("patrols", Both::new("", "")) }]
    }

    #[test]
    fn what_came_late_and_what_went_is_told_once() {
        let window: Window = "2026-10".parse().unwrap();
        let about = |record: &Counted| Some(record.id.clone());
        let found = compare(window, &section(&["a", "b"], true), &section(&["b", "c"], true), &about);
        let told: Vec<_> = found.iter().map(|it| (it.record.id.as_str(), it.change)).collect();
        assert_eq!(told, [("c", Change::Added), ("a", Change::Removed)]);
        let untold = |record: &Counted| (record.id != "a").then(String::new);
        assert_eq!(compare(window, &section(&["a"], true), &section(&["c"], true), &untold).len(), 1);
        // What stands at the end of a period is not part of it.
        assert!(compare(window, &section(&["a"], false), &section(&["b"], false), &about).is_empty());
    }
}
