//! Where on the map a layer was edited of late, so that a tile knows whether it still holds.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::geo::tile::Frame;

/// Boxes that are remembered; who asks about more takes it that everything changed.
const REMEMBERED: usize = 256;

/// Which layer it is, and how often it was edited: two layers that were built apart have nothing in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    built: u64,
    edited: u64,
}

#[derive(Debug, Clone, Default)]
pub struct Edits {
    stamp: Stamp,
    /// Boxes of the last edits, each with the number of its edit.
    boxes: Arc<VecDeque<(u64, [i64; 4])>>,
    /// The last edit of which a box is no longer remembered.
    forgotten: u64,
}

impl Edits {
    /// Of a layer that is built.
    pub fn anew() -> Self {
        static BUILT: AtomicU64 = AtomicU64::new(1);
        Self { stamp: Stamp { built: BUILT.fetch_add(1, Ordering::Relaxed), edited: 0 }, ..Self::default() }
    }

    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Notes an edit: the boxes, in cells, in which something came or went.
    pub fn note(&mut self, boxes: Vec<[i64; 4]>) {
        self.stamp.edited += 1;
        let edit = self.stamp.edited;
        if boxes.len() > REMEMBERED {
            self.forgotten = edit;
            self.boxes = Arc::default();
            return;
        }
        let held = Arc::make_mut(&mut self.boxes);
        held.extend(boxes.into_iter().map(|bounds| (edit, bounds)));
        while held.len() > REMEMBERED {
            self.forgotten = held.pop_front().map_or(edit, |(edit, _)| edit);
        }
    }

    /// Whether nothing within a frame changed since.
    pub fn is_same_in(&self, frame: &Frame, since: Stamp) -> bool {
        let is_of_this = since.built == self.stamp.built && since.edited <= self.stamp.edited;
        is_of_this
            && self.forgotten <= since.edited
            && self.boxes.iter().rev().take_while(|(edit, _)| *edit > since.edited).all(|(_, at)| !frame.meets(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { west: 0, north: 0, east: 100, south: 100 };

    #[test]
    fn a_tile_holds_while_nothing_in_it_changes() {
        let mut edits = Edits::anew();
        let first = edits.stamp();
        assert!(edits.is_same_in(&FRAME, first));
        edits.note(vec![[200, 0, 210, 9]]);
        edits.note(Vec::new());
        assert!(edits.is_same_in(&FRAME, first));
        let second = edits.stamp();
        edits.note(vec![[99, 99, 300, 300]]);
        assert!(!edits.is_same_in(&FRAME, first) && !edits.is_same_in(&FRAME, second));
        assert!(edits.is_same_in(&FRAME, edits.stamp()));
    }

    #[test]
    fn what_is_forgotten_and_what_was_built_apart_is_not_the_same() {
        let mut edits = Edits::anew();
        let first = edits.stamp();
        assert!(!edits.is_same_in(&FRAME, Edits::anew().stamp()) && !edits.is_same_in(&FRAME, Stamp::default()));
        for _ in 0..300 {
            edits.note(vec![[500, 500, 500, 500]]);
        }
        assert!(!edits.is_same_in(&FRAME, first));
        let later = edits.stamp();
        edits.note(vec![[500, 500, 500, 500]; 300]);
        assert!(!edits.is_same_in(&FRAME, later));
        assert!(edits.is_same_in(&FRAME, edits.stamp()));
    }
}
