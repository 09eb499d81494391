//! Tiles that were made, kept while nothing in them changed.
//!
//! A tile is known by its layer, its place and the set of classes that its viewer sees; it holds until something of the layer
//! changes within its frame, which the layer knows ([`Layer::is_same_in`](crate::atlas::layer::Layer::is_same_in)), or what its viewer knows
//! of markers does. Nobody waits for what is being made by another; at worst both make it.
//!
//! Bounded in bytes: when the younger half is full it becomes the older, and the older goes; what is asked for again is young again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::marks::Marks;
use crate::atlas::layer::{Layer, Stamp};
use crate::atlas::layers::LayerId;
use crate::atlas::visible::Visible;
use crate::geo::tile::{Frame, TileId};

/// Most bytes of a half.
const HALF: usize = 32 * 1024 * 1024;
/// What a tile costs beside its bytes.
const OVERHEAD: usize = 160;
/// Sets of classes that are told apart; with more, the one that was not asked for longest gives way.
const SETS: usize = 64;

/// A tile of one layer.
#[derive(Debug, PartialEq, Eq)]
pub struct Tile {
    /// Mapbox Vector Tile 2.1; nothing when there is nothing to show. Tiles of several layers are these one after the other.
    pub bytes: Box<[u8]>,
    pub features: u32,
    /// Restricted records that it tells of.
    pub restricted: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    layer: LayerId,
    tile: TileId,
    set: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    tile: Arc<Tile>,
    layer: Stamp,
    /// Number of the marks that it was made with.
    marks: u64,
}

/// A set of classes, and what those who see it know of markers.
#[derive(Debug)]
struct Set {
    number: u64,
    visible: Visible,
    is_stranger: bool,
    marks: Option<(Vec<Stamp>, u64, Arc<Marks>)>,
}

#[derive(Debug, Default)]
struct Held {
    sets: Vec<Set>,
    young: HashMap<Key, Entry>,
    old: HashMap<Key, Entry>,
    young_bytes: usize,
    numbers: u64,
}

/// The tiles of a picture, shared with those that come after it.
#[derive(Debug, Clone, Default)]
pub struct Tiles(Arc<Mutex<Held>>);

impl Tiles {
    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a set of classes. A set that only grew by classes that came since is the same: their features
    /// came as changes.
    pub(super) fn set(&self, visible: &Visible, is_stranger: bool) -> u64 {
        let mut held = self.held();
        let found =
            held.sets.iter().position(|set| set.is_stranger == is_stranger && visible.begins_with(&set.visible));
        let set = if let Some(n) = found {
            let mut set = held.sets.remove(n);
            set.visible = visible.clone();
            set
        } else {
            held.numbers += 1;
            Set { number: held.numbers, visible: visible.clone(), is_stranger, marks: None }
        };
        let number = set.number;
        held.sets.insert(0, set);
        held.sets.truncate(SETS);
        number
    }

    /// What a set knows of markers, with a number that stays while it knows the same.
    pub(super) fn marks(&self, set: u64, stamps: &[Stamp], make: impl FnOnce() -> Marks) -> (u64, Arc<Marks>) {
        let before = self.held().sets.iter().find(|held| held.number == set).and_then(|held| held.marks.clone());
        if let Some((_, number, marks)) = before.as_ref().filter(|(at, ..)| at == stamps) {
            return (*number, Arc::clone(marks));
        }
        let fresh = make();
        let mut held = self.held();
        let (number, marks) = match before {
            Some((_, number, marks)) if *marks == fresh => (number, marks),
            _ => {
                held.numbers += 1;
                (held.numbers, Arc::new(fresh))
            }
        };
        if let Some(set) = held.sets.iter_mut().find(|held| held.number == set) {
            set.marks = Some((stamps.to_vec(), number, Arc::clone(&marks)));
        }
        (number, marks)
    }

    /// A tile that holds for the layer as it is.
    pub(super) fn get(
        &self,
        of: (LayerId, TileId, u64),
        marks: u64,
        layer: &Layer,
        frame: &Frame,
    ) -> Option<Arc<Tile>> {
        let key = Key { layer: of.0, tile: of.1, set: of.2 };
        let mut held = self.held();
        let entry = held.young.get(&key).or_else(|| held.old.get(&key))?.clone();
        if entry.marks != marks || !layer.is_same_in(frame, entry.layer) {
            return None;
        }
        let tile = Arc::clone(&entry.tile);
        if !held.young.contains_key(&key) {
            held.keep(key, entry);
        }
        Some(tile)
    }

    pub(super) fn put(&self, of: (LayerId, TileId, u64), marks: u64, layer: &Layer, tile: &Arc<Tile>) {
        let key = Key { layer: of.0, tile: of.1, set: of.2 };
        self.held().keep(key, Entry { tile: Arc::clone(tile), layer: layer.stamp(), marks });
    }
}

impl Held {
    fn keep(&mut self, key: Key, entry: Entry) {
        let more = entry.tile.bytes.len() + OVERHEAD;
        if more > HALF {
            return;
        }
        if self.young_bytes + more > HALF {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += more;
        if let Some(former) = self.young.insert(key, entry) {
            self.young_bytes -= former.tile.bytes.len() + OVERHEAD;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(bytes: usize) -> Arc<Tile> {
        Arc::new(Tile { bytes: vec![0; bytes].into(), features: 1, restricted: 0 })
    }

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_goes() {
        let (tiles, layer) = (Tiles::default(), Layer::default());
        let at = |n| (LayerId::Markers, TileId::new(18, n, n).unwrap(), 1);
        let frame = TileId::new(0, 0, 0).unwrap().frame(0);
        let big = HALF / 4;
        for n in 0..40 {
            tiles.put(at(n), 0, &layer, &tile(big));
            assert!(tiles.get(at(0), 0, &layer, &frame).is_some(), "{n}");
            assert!(tiles.held().young_bytes <= HALF);
        }
        assert!(tiles.get(at(1), 0, &layer, &frame).is_none());
        assert!(tiles.get(at(39), 0, &layer, &frame).is_some());
        assert!(tiles.get(at(39), 1, &layer, &frame).is_none(), "other marks");
    }

    #[test]
    fn a_set_that_only_grew_is_the_same_set() {
        let tiles = Tiles::default();
        let number = |seen: &[bool], stranger| tiles.set(&Visible::of(seen.to_vec()), stranger);
        let first = number(&[true, false], false);
        assert_ne!(number(&[true, false], true), first);
        assert_eq!(number(&[true, false, true], false), first);
        assert_ne!(number(&[true, false, false], false), first);
        assert_ne!(number(&[true, true], false), first);
    }
}
