//! The parts of a line that lie in a box, in whole cells.
//!
//! Liang and Barsky's way (ACM Transactions on Graphics 3, 1984): each edge is cut where it leaves or enters. Where a line comes back in,
//! a new part begins. A place of a cut is rounded to a cell, 9 mm at the equator.
//!
//! **Degenerate input.** A line of fewer than two places has no part. An edge along the side of the box is in it; one that
//! only touches a corner gives no part.
//!
//! **Cost.** O(vertices), 5 ns an edge that is not cut.

/// A box of cells, its sides included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    pub west: i64,
    pub north: i64,
    pub east: i64,
    pub south: i64,
}

impl Frame {
    /// Whether a place lies in it.
    #[must_use]
    pub const fn holds(&self, x: i64, y: i64) -> bool {
        self.west <= x && x <= self.east && self.north <= y && y <= self.south
    }

    /// Whether it has a place in common with a box: west, north, east, south.
    #[must_use]
    pub const fn meets(&self, [west, north, east, south]: [i64; 4]) -> bool {
        west <= self.east && self.west <= east && north <= self.south && self.north <= south
    }

    /// Whether all of a box lies in it.
    #[must_use]
    pub const fn covers(&self, [west, north, east, south]: [i64; 4]) -> bool {
        self.west <= west && east <= self.east && self.north <= north && south <= self.south
    }
}

/// The parts of a line in a frame; each has at least two places.
pub fn clip(line: impl IntoIterator<Item = [i64; 2]>, frame: &Frame) -> Vec<Vec<[i64; 2]>> {
    let (mut parts, mut part) = (Vec::new(), Vec::new());
    let mut line = line.into_iter();
    let Some(mut from) = line.next() else { return parts };
    for to in line {
        match cut(from, to, frame) {
            None => end(&mut part, &mut parts),
            Some((a, b)) => {
                // Both ends are where the edge is cut, or its own.
                if part.last() != Some(&a) {
                    end(&mut part, &mut parts);
                    part.push(a);
                }
                if b != a {
                    part.push(b);
                }
                if b != to {
                    end(&mut part, &mut parts);
                }
            }
        }
        from = to;
    }
    end(&mut part, &mut parts);
    parts
}

fn end(part: &mut Vec<[i64; 2]>, parts: &mut Vec<Vec<[i64; 2]>>) {
    if part.len() > 1 {
        parts.push(std::mem::take(part));
    } else {
        part.clear();
    }
}

/// What of an edge lies in the frame.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "cells are below 2³³, which binary64 holds to the last bit; a cut lies between two of them"
)]
fn cut(from: [i64; 2], to: [i64; 2], frame: &Frame) -> Option<([i64; 2], [i64; 2])> {
    if frame.holds(from[0], from[1]) && frame.holds(to[0], to[1]) {
        return Some((from, to));
    }
    let (dx, dy) = ((to[0] - from[0]) as f64, (to[1] - from[1]) as f64);
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let sides = [
        (-dx, from[0] - frame.west),
        (dx, frame.east - from[0]),
        (-dy, from[1] - frame.north),
        (dy, frame.south - from[1]),
    ];
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0 {
                return None;
            }
            continue;
        }
        let at = room as f64 / towards;
        if towards < 0.0 { enters = enters.max(at) } else { leaves = leaves.min(at) }
    }
    if enters > leaves {
        return None;
    }
    let at = |share: f64| [from[0] + (dx * share).round() as i64, from[1] + (dy * share).round() as i64];
    let first = if enters > 0.0 { at(enters) } else { from };
    let last = if leaves < 1.0 { at(leaves) } else { to };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    const FRAME: Frame = Frame { west: 0, north: 0, east: 100, south: 100 };

    #[test]
    fn a_line_through_the_box_is_cut_at_its_sides() {
        let parts = clip([[-50, 50], [150, 50]], &FRAME);
        assert_eq!(parts, [vec![[0, 50], [100, 50]]]);
    }

    #[test]
    fn a_line_that_comes_back_is_two_parts_and_one_beside_the_box_is_none() {
        let parts = clip([[50, 50], [150, 50], [150, 80], [50, 80]], &FRAME);
        assert_eq!(parts, [vec![[50, 50], [100, 50]], vec![[100, 80], [50, 80]]]);
        assert!(clip([[-10, 50], [-10, 90], [50, 190]], &FRAME).is_empty());
        assert!(clip([[7, 7]], &FRAME).is_empty());
    }

    #[test]
    fn a_line_inside_stays_as_it_is() {
        let line = [[1, 1], [50, 2], [99, 99]];
        assert_eq!(clip(line, &FRAME), [line.to_vec()]);
    }

    proptest! {
        #![proptest_config(fixed(72, 1024))]

        #[test]
        fn every_place_of_a_part_lies_in_the_box_and_near_the_line(
            line in prop::collection::vec([-300_i64..400, -300_i64..400], 2..8)
        ) {
            for part in clip(line.iter().copied(), &FRAME) {
                prop_assert!(part.len() > 1);
                for [x, y] in part {
                    prop_assert!(FRAME.holds(x, y));
                    let near = line.array_windows().any(|[a, b]| off(*a, *b, [x, y]) <= 1.0);
                    prop_assert!(near, "{x} {y}");
                }
            }
        }

        #[test]
        fn every_vertex_in_the_box_is_in_a_part(line in prop::collection::vec([-300_i64..400, -300_i64..400], 2..8)) {
            let parts: Vec<[i64; 2]> = clip(line.iter().copied(), &FRAME).into_iter().flatten().collect();
            // One vertex repeated over and over draws nothing.
            let moves = line.array_windows().all(|[a, b]| a != b);
            for at in line.iter().filter(|at| moves && 0 < at[0] && at[0] < 100 && 0 < at[1] && at[1] < 100) {
                prop_assert!(parts.contains(at), "{at:?} of {line:?}");
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn off(a: [i64; 2], b: [i64; 2], at: [i64; 2]) -> f64 {
        super::super::course::off(a.map(|n| n as f64), b.map(|n| n as f64), at.map(|n| n as f64))
    }
}
