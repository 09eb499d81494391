//! A tree over boxes that already lie in an order in which neighbours are close, such as along a space-filling curve.
//!
//! Every sixteen neighbours have a box around them, every sixteen of those boxes another, up to one. Nothing points
//! anywhere: a box at place `n` of a level covers the places `16 n` to `16 n + 15` of the level below. What is found is in
//! the given order, and where a box lies whole within the one asked for, all below it is found as one run.
//!
//! After the packed Hilbert R-tree of Kamel and Faloutsos (1993). Cost: building is O(n); a question O(log n + runs
//! found) where the order is good, O(n) at worst; 34 bytes a box.
//!
//! ```
//! use mocgioi::geo::Packed;
//!
//! let tree = Packed::of((0..100).map(|n| Some([f64::from(n), 0.0, f64::from(n), 0.0])));
//! let mut found = Vec::new();
//! tree.meeting([9.5, -1.0, 12.0, 1.0], &mut |run| found.extend(run));
//! assert_eq!(found, [10, 11, 12]);
//! ```

use std::ops::Range;

/// Boxes under one of the next level.
const WIDTH: usize = 16;
/// Meets nothing, and adds nothing to a box around it.
const NOWHERE: [f64; 4] = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

/// West, south, east, north.
type Bounds = [f64; 4];

/// The tree. What has no box has a place all the same, and is never found.
#[derive(Debug, Clone, Default)]
pub struct Packed {
    /// The boxes themselves, then those around them, up to a level of one.
    levels: Vec<Vec<Bounds>>,
}

impl Packed {
    pub fn of(boxes: impl IntoIterator<Item = Option<Bounds>>) -> Self {
        let mut levels = vec![boxes.into_iter().map(|bounds| bounds.unwrap_or(NOWHERE)).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|below| below.len() > 1) {
            levels.push(below.chunks(WIDTH).map(|boxes| boxes.iter().copied().fold(NOWHERE, around)).collect());
        }
        Self { levels }
    }

    /// The box around all; none when there is none.
    pub fn bounds(&self) -> Option<Bounds> {
        self.levels.last()?.first().copied().filter(|all| *all != NOWHERE)
    }

    /// Hands over the places of the boxes that meet this one, edges included, in ascending runs.
    pub fn meeting(&self, asked: Bounds, found: &mut dyn FnMut(Range<usize>)) {
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.below(top, 0..self.levels[top].len(), asked, found);
        }
    }

    fn below(&self, level: usize, places: Range<usize>, asked: Bounds, found: &mut dyn FnMut(Range<usize>)) {
        for place in places {
            let bounds = self.levels[level][place];
            if !meet(bounds, asked) {
                continue;
            }
            if level == 0 {
                found(place..place + 1);
            } else if within(bounds, asked) {
                self.all_below(level, place, found);
            } else {
                let under = place * WIDTH;
                self.below(level - 1, under..(under + WIDTH).min(self.levels[level - 1].len()), asked, found);
            }
        }
    }

    /// All boxes under one, without those that there are not.
    fn all_below(&self, level: usize, place: usize, found: &mut dyn FnMut(Range<usize>)) {
        let span = WIDTH.pow(u32::try_from(level).unwrap_or(u32::MAX));
        let (first, end) = (place * span, ((place + 1) * span).min(self.levels[0].len()));
        let mut from = first;
        for at in first..end {
            if self.levels[0][at] == NOWHERE {
                if from < at {
                    found(from..at);
                }
                from = at + 1;
            }
        }
        if from < end {
            found(from..end);
        }
    }
}

fn around([w, s, e, n]: Bounds, [west, south, east, north]: Bounds) -> Bounds {
    [w.min(west), s.min(south), e.max(east), n.max(north)]
}

#[allow(clippy::needless_bitwise_bool, reason = "see inside")]
fn meet([w, s, e, n]: Bounds, [west, south, east, north]: Bounds) -> bool {
    // Without `&&`: four comparisons cost less than a wrong guess about one.
    (w <= east) & (s <= north) & (e >= west) & (n >= south)
}

#[allow(clippy::needless_bitwise_bool, reason = "as above")]
fn within([w, s, e, n]: Bounds, [west, south, east, north]: Bounds) -> bool {
    (west <= w) & (south <= s) & (e <= east) & (n <= north)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that scatter, from 0 to 1.
    fn scattered(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
        }
    }

    #[test]
    fn it_finds_what_going_through_all_finds_in_their_order() {
        let mut next = scattered(7);
        for count in [0, 1, 15, 16, 17, 256, 257, 5_000] {
            let boxes: Vec<Option<Bounds>> = (0..count)
                .map(|n| {
                    let (west, south) = (next() * 20.0, next() * 20.0);
                    // Points, lines of no height and boxes; and now and then nothing at all.
                    let (width, height) = (next() * f64::from(n % 3), next() * f64::from(n % 2));
                    (n % 11 != 5).then_some([west.floor(), south.floor(), west.floor() + width, south.floor() + height])
                })
                .collect();
            let tree = Packed::of(boxes.iter().copied());
            for _ in 0..200 {
                let (west, south) = ((next() * 22.0).floor() - 1.0, (next() * 22.0).floor() - 1.0);
                let asked = [west, south, west + (next() * 12.0).floor(), south + (next() * 12.0).floor()];
                let mut found = Vec::new();
                tree.meeting(asked, &mut |run| found.extend(run));
                let expected: Vec<usize> = (0..boxes.len())
                    .filter(|&place| {
                        boxes[place].is_some_and(|[w, s, e, n]| {
                            w <= asked[2] && e >= asked[0] && s <= asked[3] && n >= asked[1]
                        })
                    })
                    .collect();
                assert_eq!(found, expected, "{count} boxes, {asked:?}");
            }
            let all = boxes.iter().flatten().copied().reduce(around);
            assert_eq!(tree.bounds(), all, "{count}");
        }
    }

    #[test]
    fn what_lies_whole_within_is_one_run() {
        let tree = Packed::of((0..1_000).map(|n| Some([f64::from(n), 0.0, f64::from(n), 0.0])));
        let mut runs = Vec::new();
        tree.meeting([100.0, -1.0, 2_000.0, 1.0], &mut |run| runs.push(run));
        let found: usize = runs.iter().map(ExactSizeIterator::len).sum();
        assert_eq!(found, 900);
        assert!(runs.len() < 40, "{}", runs.len());
    }
}
