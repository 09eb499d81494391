//! A line whose vertices know from which zoom on they are drawn, so that a tile only asks, and tiles that meet agree.
//!
//! Douglas and Peucker's way (Cartographica 10, 1973), once for all zooms: the vertex farthest from the chord of its stretch
//! is drawn from the zoom on at which that distance is a unit of the tile; then the two halves, none of which is drawn
//! earlier than what they hang on. So at every zoom what is left out lies within a unit of what is drawn, the vertices
//! of a zoom are among those of the next, both ends are always drawn, and no tile's edge changes anything.
//!
//! **Degenerate input.** Stretches that always split at their ends would cost O(n²): below 48 splits a stretch is halved
//! in its middle instead, which keeps the bound and drops a few vertices fewer.
//!
//! **Cost.** O(n log n) for lines that are drawn on the ground, never more than 64 passes; about 0.1 µs a vertex.

use super::{DEEPEST, UNIT_AT_ZERO, World};

/// A vertex, and the first zoom that draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vertex {
    pub at: World,
    pub from_zoom: u8,
}

/// A line on the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    vertices: Box<[Vertex]>,
    bounds: [i64; 4],
}

/// Splits after which a stretch is halved in its middle.
const DEEP: u8 = 48;

impl Course {
    /// `None` of fewer than two places.
    #[must_use]
    pub fn new(places: impl IntoIterator<Item = World>) -> Option<Self> {
        let mut vertices: Vec<Vertex> = places.into_iter().map(|at| Vertex { at, from_zoom: u8::MAX }).collect();
        let first = vertices.first()?.at;
        let around =
            |[w, n, e, s]: [u32; 4], at: &Vertex| [w.min(at.at.x), n.min(at.at.y), e.max(at.at.x), s.max(at.at.y)];
        let bounds = vertices.iter().fold([first.x, first.y, first.x, first.y], around).map(i64::from);
        let last = vertices.len().checked_sub(1).filter(|last| *last > 0)?;
        vertices[0].from_zoom = 0;
        vertices[last].from_zoom = 0;
        let mut stretches = vec![(0, last, 0_u8, 0_u8)];
        while let Some((from, to, least, depth)) = stretches.pop() {
            if to - from < 2 {
                continue;
            }
            let (a, b) = (place(&vertices[from]), place(&vertices[to]));
            let (mut farthest, mut most) = (from + 1, -1.0);
            for (n, vertex) in vertices.iter().enumerate().take(to).skip(from + 1) {
                let off = off(a, b, place(vertex));
                if off > most {
                    (farthest, most) = (n, off);
                }
            }
            let at = if depth < DEEP { farthest } else { usize::midpoint(from, to) };
            let zoom = zoom_of(most).max(least);
            vertices[at].from_zoom = zoom;
            if zoom <= DEEPEST {
                let depth = depth.saturating_add(1);
                stretches.extend([(from, at, zoom, depth), (at, to, zoom, depth)]);
            }
        }
        Some(Self { vertices: vertices.into(), bounds })
    }

    /// West, north, east, south.
    #[must_use]
    pub const fn bounds(&self) -> [i64; 4] {
        self.bounds
    }

    /// What of it is drawn at a zoom.
    pub fn at_zoom(&self, zoom: u8) -> impl Iterator<Item = [i64; 2]> {
        let drawn = self.vertices.iter().filter(move |vertex| vertex.from_zoom <= zoom);
        drawn.map(|vertex| [vertex.at.x.into(), vertex.at.y.into()])
    }
}

/// The first zoom at which so many cells are a unit; beyond the deepest for less than its unit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 … 255")]
fn zoom_of(cells: f64) -> u8 {
    if cells <= 0.0 {
        return u8::MAX;
    }
    (f64::from(UNIT_AT_ZERO) - cells.log2()).ceil().clamp(0.0, 255.0) as u8
}

fn place(vertex: &Vertex) -> [f64; 2] {
    [vertex.at.x.into(), vertex.at.y.into()]
}

/// How far a place lies from an edge.
pub(super) fn off([ax, ay]: [f64; 2], [bx, by]: [f64; 2], [x, y]: [f64; 2]) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = if square == 0.0 { 0.0 } else { (((x - ax) * dx + (y - ay) * dy) / square).clamp(0.0, 1.0) };
    (ax + along * dx - x).hypot(ay + along * dy - y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    fn course(places: &[(u32, u32)]) -> Course {
        Course::new(places.iter().map(|&(x, y)| World { x, y })).unwrap()
    }

    /// How far the whole line leaves what is drawn of it at a zoom, in units of that zoom.
    #[expect(clippy::cast_precision_loss, reason = "cells are below 2³²")]
    fn worst(course: &Course, zoom: u8) -> f64 {
        let drawn: Vec<[f64; 2]> = course.at_zoom(zoom).map(|at| at.map(|cells| cells as f64)).collect();
        let edge = |at: [f64; 2]| drawn.array_windows().map(|[a, b]| off(*a, *b, at)).fold(f64::MAX, f64::min);
        let worst = course.vertices.iter().map(|vertex| edge(place(vertex))).fold(0.0, f64::max);
        worst / 2_f64.powi(i32::from(UNIT_AT_ZERO) - i32::from(zoom))
    }

    #[test]
    fn a_straight_line_is_its_two_ends_and_a_single_place_none() {
        let straight = course(&[(0, 0), (1 << 20, 1 << 20), (1 << 21, 1 << 21)]);
        assert_eq!(straight.at_zoom(DEEPEST).count(), 2);
        assert_eq!(Course::new([World { x: 1, y: 1 }]), None);
    }

    #[test]
    fn a_corner_is_drawn_from_the_zoom_on_at_which_it_is_a_unit() {
        // 2¹⁰ cells off its chord: a unit at zoom 10.
        let bent = course(&[(0, 0), (1 << 22, 1 << 10), (1 << 23, 0)]);
        assert_eq!((bent.at_zoom(9).count(), bent.at_zoom(10).count()), (2, 3));
    }

    #[test]
    fn a_line_that_splits_at_its_end_every_time_is_done_at_once() {
        let growing: Vec<(u32, u32)> = (0..60_000_u32).map(|n| (n * 1_000, n * n % 4_000_000_000)).collect();
        let spiral: Vec<(u32, u32)> =
            (0..60_000_u32).map(|n| (if n % 2 == 0 { n * 30_000 } else { 4_000_000_000 - n * 30_000 }, 9)).collect();
        for line in [growing, spiral] {
            assert!(worst(&course(&line[..2_000]), 6) <= 1.0);
            assert!(course(&line).at_zoom(18).count() > 1);
        }
    }

    proptest! {
        #![proptest_config(fixed(73, 256))]

        #[test]
        fn what_is_left_out_lies_within_a_unit_and_zooms_nest(
            steps in prop::collection::vec((0_u32..200_000, 0_u32..200_000), 2..60), zoom in 0..DEEPEST
        ) {
            let mut at = (1_000_000_000_u32, 1_000_000_000_u32);
            let line: Vec<(u32, u32)> = steps.into_iter().map(|(x, y)| { at = (at.0 + x, at.1 + y - 100_000); at }).collect();
            let course = course(&line);
            prop_assert!(worst(&course, zoom) <= 1.0 + 1e-9);
            let (less, more): (Vec<_>, Vec<_>) = (course.at_zoom(zoom).collect(), course.at_zoom(zoom + 1).collect());
            prop_assert!(less.iter().all(|at| more.contains(at)));
            prop_assert_eq!((less[0], less.last()), (more[0], more.last()));
        }
    }
}
