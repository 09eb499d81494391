//! Which marker a number meant at a moment of the log.
//!
//! Records name markers by number, and a number can pass to another marker: 144 becomes 145, and 143 becomes 144. What
//! was written of 144 before that is of the marker that is 145 now. So a number that meant several markers is read as
//! of the entry that wrote it. Cost: nothing where no number ever passed on; else the markers once for each entry that
//! changed one of those numbers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use crate::domain::location::Referent;
use crate::domain::marker::Marker;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::record::{Body, Record};
use crate::domain::revision::Versioned;

/// Numbers that meant more than one marker.
#[derive(Debug, Default, Clone)]
pub struct Names {
    /// From which entry on, whose; ascending.
    owners: BTreeMap<MarkerKey, Vec<(i64, Uuid)>>,
    /// Numbers of those markers, likewise.
    keys: HashMap<Uuid, Vec<(i64, MarkerKey)>>,
}

impl Names {
    /// `log` holds the revisions that are in force, ascending by number.
    pub fn of(log: &[Versioned]) -> Self {
        let markers = || {
            log.iter().filter_map(|versioned| match &versioned.record.body {
                Body::Marker(marker) => Some((versioned.seq, &versioned.record, marker)),
                _ => None,
            })
        };
        // A number that passes on is an old number of one marker and the number of another.
        let old: BTreeSet<MarkerKey> = markers().flat_map(|(_, _, marker)| marker.aliases.iter().copied()).collect();
        let mut bearers: BTreeMap<MarkerKey, BTreeSet<Uuid>> = BTreeMap::new();
        for (_, record, marker) in markers() {
            for name in names(marker).filter(|name| old.contains(name)) {
                bearers.entry(name).or_default().insert(record.id);
            }
        }
        bearers.retain(|_, ids| ids.len() > 1);
        if bearers.is_empty() {
            return Self::default();
        }
        let concerned: BTreeSet<Uuid> = bearers.values().flatten().copied().collect();
        let mut found = Self::default();
        let mut standing: BTreeMap<Uuid, (i64, &Marker)> = BTreeMap::new();
        for (seq, record, marker) in markers().filter(|(_, record, _)| concerned.contains(&record.id)) {
            let held = standing.entry(record.id).or_insert((record.rev, marker));
            if record.rev < held.0 {
                continue;
            }
            *held = (record.rev, marker);
            set(found.keys.entry(record.id).or_default(), seq, marker.key);
            for (name, ids) in &bearers {
                let of = |means: &dyn Fn(&Marker) -> bool| {
                    ids.iter().find(|id| standing.get(id).is_some_and(|(_, marker)| means(marker))).copied()
                };
                let owner = of(&|marker| marker.key == *name).or_else(|| of(&|marker| marker.aliases.contains(name)));
                if let Some(owner) = owner {
                    set(found.owners.entry(*name).or_default(), seq, owner);
                }
            }
        }
        found.owners.retain(|_, owners| owners.len() > 1);
        found
    }

    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// What the marker that was called so at entry `made` is called at entry `at`.
    pub fn name(&self, name: MarkerKey, made: i64, at: i64) -> MarkerKey {
        let owner = self.owners.get(&name).and_then(|owners| as_of(owners, made));
        owner.and_then(|id| self.key(id, at)).unwrap_or(name)
    }

    /// The number of a marker at an entry, where that ever passed on.
    pub fn key(&self, marker: Uuid, at: i64) -> Option<MarkerKey> {
        self.keys.get(&marker).and_then(|keys| as_of(keys, at))
    }

    /// A record of the entry `made`, as it would name its markers at entry `at`.
    pub fn read<'a>(&self, record: &'a Record, made: i64, at: i64) -> Cow<'a, Record> {
        if self.is_empty() || matches!(record.body, Body::Marker(_) | Body::BoundaryLine(_)) {
            return Cow::Borrowed(record);
        }
        let Some(referent) = &record.location.referent else { return Cow::Borrowed(record) };
        let name = |key: &MarkerKey| self.name(*key, made, at);
        let now = match referent {
            Referent::Marker(key) => Referent::Marker(name(key)),
            Referent::NearMarker(key) => Referent::NearMarker(name(key)),
            Referent::Segment(key) => {
                let (from, to) = (name(&key.from()), name(&key.to()));
                let (from, to) = if from <= to { (from, to) } else { (to, from) };
                SegmentKey::new(from, to).map_or_else(|_| referent.clone(), Referent::Segment)
            }
            Referent::Along { marker, toward, offset_m } => {
                Referent::Along { marker: name(marker), toward: name(toward), offset_m: *offset_m }
            }
            Referent::Area(_) => return Cow::Borrowed(record),
        };
        if now == *referent {
            return Cow::Borrowed(record);
        }
        let mut read = record.clone();
        read.location.referent = Some(now);
        Cow::Owned(read)
    }
}

fn names(marker: &Marker) -> impl Iterator<Item = MarkerKey> {
    std::iter::once(marker.key).chain(marker.aliases.iter().copied())
}

fn set<T: PartialEq>(all: &mut Vec<(i64, T)>, seq: i64, value: T) {
    match all.last_mut() {
        Some(last) if last.1 == value => {}
        Some(last) if last.0 == seq => last.1 = value,
        _ => all.push((seq, value)),
    }
}

/// What held at an entry; before the first, the first.
fn as_of<T: Copy>(all: &[(i64, T)], seq: i64) -> Option<T> {
    let after = all.partition_point(|(from, _)| *from <= seq);
    all.get(after.saturating_sub(1)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Label, ReviewState};
    use crate::domain::location::Location;
    use crate::domain::time::Instant;

    fn key(number: u32) -> MarkerKey {
        format!("VN-LA:{number}").parse().unwrap()
    }

    fn marker(seq: i64, id: u128, rev: i64, number: u32, aliases: &[u32]) -> Versioned {
        let aliases: Vec<String> = aliases.iter().map(|number| key(*number).to_string()).collect();
        let body = serde_json::json!({ "type": "marker", "key": key(number), "side": "unknown", "attestation": "listed",
            "description": null, "height_m": null, "source": "", "anchor": null, "aliases": aliases, "cite": [] });
        let (label, review) = (Label::Public, ReviewState::Approved);
        let body = serde_json::from_value(body).unwrap();
        let mut record =
            Record::new(Uuid::from_u128(id), Instant::from_millis(0), label, review, Location::default(), body);
        record.rev = rev;
        Versioned { seq, record }
    }

    #[test]
    fn a_number_that_passed_on_is_read_as_of_the_entry_that_wrote_it() {
        let log = [
            marker(1, 1, 1, 143, &[]),
            marker(2, 2, 1, 144, &[]),
            marker(9, 1, 2, 144, &[143]),
            marker(9, 2, 2, 145, &[144]),
        ];
        let names = Names::of(&log);
        assert_eq!(names.name(key(144), 5, 100), key(145), "written before");
        assert_eq!(names.name(key(144), 9, 100), key(144), "written after");
        assert_eq!(names.name(key(144), 5, 8), key(144), "as it was then");
        assert_eq!(names.name(key(143), 5, 100), key(143), "an old number that nobody else got is found by itself");
        assert_eq!(names.key(Uuid::from_u128(2), 8), Some(key(144)));
    }

    #[test]
    fn where_no_number_passed_on_nothing_is_read_otherwise() {
        let log = [marker(1, 1, 1, 212, &[]), marker(2, 2, 1, 213, &[]), marker(9, 1, 2, 214, &[212])];
        assert!(Names::of(&log).is_empty());
    }
}
