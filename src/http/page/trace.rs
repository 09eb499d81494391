//! From degrees to path data: cut to what is in view, project, simplify.

use geo::{LineString, Simplify};

use super::path::path;
use super::project::{Bbox, Window, Xy, contains};
use super::view::Picture;

/// How far a drawn line may lie from the stored one, in picture units.
pub const TOLERANCE: f64 = 0.4;

/// The pieces of a line that are in view, each with one vertex beyond the edge, simplified.
pub fn pieces(points: &[[f64; 2]], window: &Window, tolerance: f64) -> Vec<Vec<Xy>> {
    cut(points, window.ground(20.0))
        .into_iter()
        .map(|run| simplify(run.iter().map(|p| window.at(*p)), tolerance))
        .filter(|run| run.len() > 1)
        .collect()
}

/// Fewer vertices, none of the others much farther than the tolerance from the line that is left. What cannot be seen
/// anyway goes first: a line of 33 000 vertices on a picture of 700 units is then a few thousand.
pub fn simplify(points: impl IntoIterator<Item = Xy>, tolerance: f64) -> Vec<Xy> {
    let mut points: Vec<Xy> = points.into_iter().collect();
    points.dedup_by(|next, kept| (next[0] - kept[0]).hypot(next[1] - kept[1]) < tolerance / 2.0);
    LineString::from(points).simplify(tolerance).coords().map(|c| [c.x, c.y]).collect()
}

/// Path data of [`pieces`].
pub fn trace(points: &[[f64; 2]], window: &Window) -> String {
    pieces(points, window, TOLERANCE).iter().map(|run| path(run)).collect()
}

/// Runs of vertices whose segments may touch the box. A long straight piece that crosses the box with both
/// ends outside is kept too.
fn cut(points: &[[f64; 2]], view: Bbox) -> Vec<&[[f64; 2]]> {
    let touches = |a: [f64; 2], b: [f64; 2]| {
        a[0].min(b[0]) <= view[2] && a[0].max(b[0]) >= view[0] && a[1].min(b[1]) <= view[3] && a[1].max(b[1]) >= view[1]
    };
    let mut runs = Vec::new();
    let mut start = None;
    for (i, pair) in points.windows(2).enumerate() {
        match (touches(pair[0], pair[1]), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                runs.push(&points[from..=i]);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        runs.push(&points[from..]);
    }
    runs
}

/// On which hand Việt Nam lies when one walks along the markers: right on the line with China, which is numbered
/// eastward, left on the two that are numbered southward.
pub fn ours_on_the_right(line_key: &str) -> bool {
    line_key.starts_with("VN-CN")
}

/// A unit vector from the line towards Việt Nam, across the chord from `a` to `b`.
pub fn towards_us(line_key: &str, a: Xy, b: Xy) -> Xy {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy).max(1e-9);
    // y points down: the right hand of (dx, dy) is (-dy, dx).
    let right = [-dy / length, dx / length];
    if ours_on_the_right(line_key) { right } else { [-right[0], -right[1]] }
}

/// Path data of a band of this width along the lines, on our side. Lines that meet are one band, or it would gape
/// at the tripoints.
pub fn bands(picture: &Picture, window: &Window, width: f64) -> Vec<String> {
    let mut joined: Vec<Vec<Xy>> = Vec::new();
    for line in &picture.lines {
        for mut run in pieces(&line.points, window, 2.0) {
            if ours_on_the_right(&line.key) {
                run.reverse();
            }
            let meets =
                |a: Option<&Xy>, b: Option<&Xy>| a.zip(b).is_some_and(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]) < 1.5);
            if let Some(before) = joined.iter_mut().find(|j| meets(j.last(), run.first())) {
                before.extend(run);
            } else if let Some(after) = joined.iter_mut().find(|j| meets(run.last(), j.first())) {
                run.append(after);
                *after = run;
            } else {
                joined.push(run);
            }
        }
    }
    joined.iter().map(|run| path(&simplify(beside(&simplify(run.iter().copied(), 1.0), width / 2.0), 0.8))).collect()
}

/// A line at this distance on the left hand of another.
fn beside(run: &[Xy], off: f64) -> Vec<Xy> {
    let last = run.len().saturating_sub(1);
    run.iter()
        .enumerate()
        .map(|(i, p)| {
            let n = towards_us("", run[i.saturating_sub(1)], run[(i + 1).min(last)]);
            [p[0] + n[0] * off, p[1] + n[1] * off]
        })
        .collect()
}

/// The point half-way along a line.
pub fn middle(run: &[Xy]) -> Option<Xy> {
    let total: f64 = run.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).sum();
    let mut left = total / 2.0;
    for w in run.windows(2) {
        let step = (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]);
        if step >= left && step > 0.0 {
            let t = left / step;
            return Some([w[0][0] + (w[1][0] - w[0][0]) * t, w[0][1] + (w[1][1] - w[0][1]) * t]);
        }
        left -= step;
    }
    run.first().copied()
}

/// Points at most `step` apart along a line, and only those in view: what a label should not cover.
pub fn ink(run: &[Xy], step: f64, width: f64, height: f64) -> Vec<Xy> {
    let mut out = Vec::new();
    for w in run.windows(2) {
        let length = (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]);
        let mut at = 0.0;
        while at <= length {
            let t = if length > 0.0 { at / length } else { 0.0 };
            let p = [w[0][0] + (w[1][0] - w[0][0]) * t, w[0][1] + (w[1][1] - w[0][1]) * t];
            if contains([0.0, 0.0, width, height], p) {
                out.push(p);
            }
            at += step;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_view_is_traced() {
        let window = Window::around([100.0, 10.0, 101.0, 11.0], 100.0, 100.0);
        let far = [[0.0, 0.0], [1.0, 1.0]];
        assert_eq!(trace(&far, &window), "");
        let through = [[90.0, 10.5], [120.0, 10.5]];
        assert!(trace(&through, &window).starts_with('M'));
        let twice = [[100.5, 10.5], [100.6, 10.6], [150.0, 50.0], [151.0, 50.0], [100.4, 10.4], [100.3, 10.4]];
        assert_eq!(trace(&twice, &window).matches('M').count(), 2);
    }

    #[test]
    fn our_side_is_south_of_china_and_east_of_laos() {
        let south = towards_us("VN-CN", [0.0, 0.0], [10.0, 0.0]);
        assert!(south[1] > 0.9);
        let east = towards_us("VN-LA", [0.0, 0.0], [0.0, 10.0]);
        assert!(east[0] > 0.9);
    }

    #[test]
    fn the_middle_is_measured_along_the_line() {
        assert_eq!(middle(&[[0.0, 0.0], [4.0, 0.0], [4.0, 6.0]]), Some([4.0, 1.0]));
        assert_eq!(middle(&[]), None);
    }
}
