//! The tree of units. Units begin, end and follow one another: until 2025 there were districts.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::time::CivilDay;

/// A unit that people belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Short name for commands and records, such as `don-chieng-khuong`.
    pub key: String,
    pub title: String,
    pub parent: Option<String>,
    pub valid_from: Option<CivilDay>,
    /// The last day.
    pub valid_to: Option<CivilDay>,
    /// Who took over.
    pub successor: Option<String>,
}

impl Unit {
    pub fn stands_on(&self, day: CivilDay) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// 2 to 64 lower-case letters, digits and hyphens.
    pub fn is_key(text: &str) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (2..=64).contains(&text.len()) && text.chars().all(plain)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTree(BTreeMap<String, Unit>);

impl UnitTree {
    pub fn new(units: impl IntoIterator<Item = Unit>) -> Self {
        Self(units.into_iter().map(|unit| (unit.key.clone(), unit)).collect())
    }

    pub fn get(&self, key: &str) -> Option<&Unit> {
        self.0.get(key)
    }

    /// The unit that somebody means by its key or its title, however he writes capitals and marks.
    pub fn named(&self, name: &str) -> Option<&Unit> {
        let plain = |text: &str| text.trim().nfc().collect::<String>().to_lowercase();
        let asked = plain(name);
        self.0.values().find(|unit| unit.key == asked || plain(&unit.title) == asked)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.0.values()
    }

    /// The unit and those that it took over from, at first or second hand: access asks who is responsible now.
    pub fn own(&self, key: &str) -> BTreeSet<String> {
        self.closure(key, |unit, of| unit.successor.as_deref() == Some(of))
    }

    /// Everything below the unit and below those that it took over from, with what those took over.
    pub fn below(&self, key: &str) -> BTreeSet<String> {
        let own = self.own(key);
        let mut all =
            self.closure(key, |unit, of| unit.parent.as_deref() == Some(of) || unit.successor.as_deref() == Some(of));
        all.retain(|unit| !own.contains(unit));
        all
    }

    /// Whether a unit is another, took over from it, or stands above it.
    pub fn is_over(&self, upper: &str, lower: &str) -> bool {
        upper == lower || self.own(upper).contains(lower) || self.below(upper).contains(lower)
    }

    /// Whether what one unit says beside a record of another counts there: its own word, or that of a unit above it. What no
    /// known unit vouches for, on either side, is not held against anybody.
    pub fn counts_beside(&self, his: Option<&str>, whose: Option<&str>) -> bool {
        let known = |unit: Option<&str>| unit.filter(|unit| self.get(unit).is_some()).map(str::to_owned);
        match (known(his), known(whose)) {
            (Some(his), Some(whose)) => self.is_over(&his, &whose),
            _ => true,
        }
    }

    /// The same where it is of one's own line of command, above or below: those below report to whoever gave a task.
    pub fn counts_either_way(&self, his: Option<&str>, whose: Option<&str>) -> bool {
        self.counts_beside(his, whose) || self.counts_beside(whose, his)
    }

    /// Whether `parent` could stand above `key` without a circle.
    pub fn may_stand_under(&self, key: &str, parent: &str) -> bool {
        let under = |key: &str| self.own(key).contains(parent) || self.below(key).contains(parent);
        key != parent && self.0.contains_key(parent) && !under(key)
    }

    fn closure(&self, key: &str, follows: impl Fn(&Unit, &str) -> bool) -> BTreeSet<String> {
        let mut found = BTreeSet::from([key.to_owned()]);
        let mut open = vec![key.to_owned()];
        while let Some(of) = open.pop() {
            for unit in self.0.values().filter(|unit| follows(unit, &of)) {
                if found.insert(unit.key.clone()) {
                    open.push(unit.key.clone());
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(key: &str, parent: Option<&str>, successor: Option<&str>) -> Unit {
        Unit {
            key: key.to_owned(),
            title: key.to_owned(),
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: None,
            successor: successor.map(str::to_owned),
        }
    }

    /// A district was dissolved in 2025; its post went to the province, which took the district over.
    fn tree() -> UnitTree {
        UnitTree::new([
            unit("bo", None, None),
            unit("son-la", Some("bo"), None),
            unit("song-ma", Some("son-la"), Some("chieng-khuong")),
            unit("chieng-khuong", Some("son-la"), None),
            unit("don-a", Some("song-ma"), None),
        ])
    }

    #[test]
    fn a_successor_has_what_was_the_others_and_what_stood_below() {
        let tree = tree();
        assert_eq!(tree.own("chieng-khuong").into_iter().collect::<Vec<_>>(), ["chieng-khuong", "song-ma"]);
        assert_eq!(tree.below("chieng-khuong").into_iter().collect::<Vec<_>>(), ["don-a"]);
        assert!(tree.below("bo").contains("don-a"));
        assert!(tree.below("don-a").is_empty());
    }

    #[test]
    fn no_unit_stands_under_itself() {
        let tree = tree();
        assert!(tree.may_stand_under("don-a", "bo"));
        assert!(!tree.may_stand_under("chieng-khuong", "song-ma"), "it took over from it");
        assert!(!tree.may_stand_under("bo", "don-a") && !tree.may_stand_under("bo", "bo"));
        assert!(!tree.may_stand_under("don-a", "khong-co"));
    }
}
