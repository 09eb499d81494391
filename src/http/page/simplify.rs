//! Douglas–Peucker in picture units (Ramer 1972, Douglas & Peucker 1973).
//!
//! Keeps both ends and every vertex that lies farther than the tolerance from the line kept so far.
//! Vertices closer than half a tolerance to the last one are dropped first: a line of 33 000 vertices on a
//! picture of 700 units is then a few thousand before the real work starts. No recursion; worst case O(n²),
//! in practice n log n. Fewer than three points come back as they are.

use super::project::Xy;
use super::route::distance;

pub fn simplify(points: impl IntoIterator<Item = Xy>, tolerance: f64) -> Vec<Xy> {
    let points = thin(points, tolerance / 2.0);
    let Some(last) = points.len().checked_sub(1).filter(|&l| l > 1) else {
        return points;
    };
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[last] = true;
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|i| (i, distance(points[i], points[from], points[to])))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((i, _)) = farthest.filter(|f| f.1 > tolerance) {
            keep[i] = true;
            open.push((from, i));
            open.push((i, to));
        }
    }
    points.into_iter().zip(keep).filter_map(|(p, k)| k.then_some(p)).collect()
}

/// Drops what is closer than `least` to the last vertex kept; never the ends.
fn thin(points: impl IntoIterator<Item = Xy>, least: f64) -> Vec<Xy> {
    let mut kept: Vec<Xy> = Vec::new();
    let mut dropped = None;
    for p in points {
        match kept.last() {
            Some(q) if (p[0] - q[0]).hypot(p[1] - q[1]) < least => dropped = Some(p),
            _ => {
                kept.push(p);
                dropped = None;
            }
        }
    }
    kept.extend(dropped);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_run_keeps_its_ends_and_a_corner_stays() {
        let run = (0..100).map(|i| [f64::from(i), 0.0]);
        assert_eq!(simplify(run, 0.4), vec![[0.0, 0.0], [99.0, 0.0]]);
        let corner = vec![[0.0, 0.0], [5.0, 5.0], [10.0, 0.0]];
        assert_eq!(simplify(corner.clone(), 0.4), corner);
    }

    #[test]
    fn nothing_lies_farther_away_than_one_and_a_half_tolerances() {
        let line: Vec<Xy> = (0..2000).map(|i| [f64::from(i) / 10.0, (f64::from(i) / 17.0).sin() * 9.0]).collect();
        let kept = simplify(line.clone(), 0.4);
        assert!(kept.len() < 400, "{}", kept.len());
        for p in line {
            let off = kept.windows(2).map(|w| distance(p, w[0], w[1])).fold(f64::MAX, f64::min);
            assert!(off <= 0.6, "{off}");
        }
    }

    #[test]
    fn few_or_equal_points_do_no_harm() {
        assert!(simplify(Vec::new(), 0.4).is_empty());
        assert_eq!(simplify(vec![[1.0, 1.0]], 0.4).len(), 1);
        assert_eq!(simplify(vec![[1.0, 1.0]; 5], 0.4).len(), 2);
    }
}
