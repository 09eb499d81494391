//! The place of a line nearest to a point, with an index: [`Polyline::locate`] for a million points.
//!
//! **Method.** The chords between the knots of a [`Polyline`] (at most 1 km each, earth-centred metres) lie one after another,
//! and what follows on a line is near. So no tree has to be found: every eight neighbours get the box around them, every
//! eight boxes another, up to one. Searching goes down the nearest box first and leaves out whatever is farther than the nearest chord so far
//! (branch and bound, after Roussopoulos and others, SIGMOD 1995); on the chord the same projection is taken as `locate` takes. So the answers
//! are those of `locate`, bit for bit, with the same tolerance: at most 5 cm above the smallest distance. In space there is no antimeridian and
//! no pole to cut at.
//!
//! **Degenerate input.** A line that touches or nearly touches itself: of equally near places the one with the smaller
//! measure. Places far from the line, even on the other side of the earth, have an answer; they only take longer.
//!
//! **Cost.** Building is one pass over the chords, a box for seven of them; a point looks at some dozens of boxes where it is near the
//! line, and at more the farther it is.

use super::distance::{between, distance, earth_centred};
use super::polyline::{Knot, Located, Polyline, foot};
use crate::domain::position::{LonLat, Metres};

/// Boxes of boxes: so many in each.
const FAN: usize = 8;
/// A computed distance to a box may be above the true one by rounding: squared metres at most, on an earth of 6.4e6 m.
const ROUNDING: f64 = 1e-5;

/// An index over one line, kept apart from it.
///
/// ```
/// use mocgioi::geo::{LonLat, NearIndex, Polyline};
///
/// let line = Polyline::new([LonLat::new(103.9, 21.0)?, LonLat::new(104.0, 21.0)?, LonLat::new(104.0, 21.1)?])?;
/// let near = NearIndex::new(&line);
/// let post = LonLat::new(104.01, 21.05)?;
/// assert!((near.distance_to(post).0 - 1_040.0).abs() < 1.0);
/// assert_eq!(near.locate(post), line.locate(post));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct NearIndex {
    chords: Vec<Chord>,
    /// The first around eight chords each, the last a single box.
    levels: Vec<Vec<Hull>>,
    start: LonLat,
}

#[derive(Clone, Copy, Debug)]
struct Chord {
    from: Knot,
    to: Knot,
}

impl Chord {
    fn hull(&self) -> Hull {
        let (a, b) = (self.from.earth, self.to.earth);
        Hull { low: [0, 1, 2].map(|n| a[n].min(b[n])), high: [0, 1, 2].map(|n| a[n].max(b[n])) }
    }

    /// The measure of the nearest place, and that place.
    fn nearest(&self, point: [f64; 3]) -> (f64, LonLat) {
        let (share, _) = foot(point, self.from.earth, self.to.earth);
        let measure = self.from.measure + share * (self.to.measure - self.from.measure);
        let place = if measure <= self.from.measure {
            self.from.place
        } else if measure >= self.to.measure {
            self.to.place
        } else {
            between(self.from.place, self.to.place, measure - self.from.measure)
        };
        (measure, place)
    }
}

/// A box in space.
#[derive(Clone, Copy, Debug)]
struct Hull {
    low: [f64; 3],
    high: [f64; 3],
}

impl Hull {
    fn with(self, other: Self) -> Self {
        Self {
            low: [0, 1, 2].map(|n| self.low[n].min(other.low[n])),
            high: [0, 1, 2].map(|n| self.high[n].max(other.high[n])),
        }
    }

    /// The squared distance of a point, 0 inside; never above the true one.
    fn off(&self, point: [f64; 3]) -> f64 {
        let off = [0, 1, 2].map(|n| (self.low[n] - point[n]).max(point[n] - self.high[n]).max(0.0));
        let squared = off[0] * off[0] + off[1] * off[1] + off[2] * off[2];
        squared - ROUNDING - squared * 1e-12
    }
}

impl NearIndex {
    /// Indexes a line.
    #[must_use]
    pub fn new(line: &Polyline) -> Self {
        let chords: Vec<_> = line.chain().array_windows().map(|&[from, to]| Chord { from, to }).collect();
        let mut levels = Vec::new();
        let mut below: Vec<Hull> = chords.iter().map(Chord::hull).collect();
        while levels.is_empty() || below.len() > 1 {
            below = below.chunks(FAN).filter_map(|hulls| hulls.iter().copied().reduce(Hull::with)).collect();
            levels.push(below.clone());
        }
        Self { chords, levels, start: line.start() }
    }

    /// The nearest place of the line, as [`Polyline::locate`] finds it.
    #[must_use]
    pub fn locate(&self, place: LonLat) -> Located {
        let found = self.search(earth_centred(place), f64::INFINITY);
        // There is no line without chords.
        let (measure, point) = found.unwrap_or((0.0, self.start));
        Located { measure: Metres(measure), distance: distance(place, point), point }
    }

    /// How far a place is from the line.
    #[must_use]
    pub fn distance_to(&self, place: LonLat) -> Metres {
        self.locate(place).distance
    }

    /// The same, if it is at most this far; cheap where it is farther.
    #[must_use]
    pub fn distance_within(&self, place: LonLat, limit: Metres) -> Option<Metres> {
        // Straight through the earth is shorter than along it, but for the 2 cm a chord dips.
        let reach = limit.0 + 1.0;
        let (_, point) = self.search(earth_centred(place), reach * reach)?;
        Some(distance(place, point)).filter(|distance| *distance <= limit)
    }

    /// The nearest place that is at most so far (squared) away, with its measure.
    fn search(&self, target: [f64; 3], reach: f64) -> Option<(f64, LonLat)> {
        let mut least = reach;
        let mut found: Option<(f64, LonLat)> = None;
        let top = self.levels.len().checked_sub(1)?;
        let mut waiting: Vec<(usize, usize, f64)> =
            self.levels[top].iter().enumerate().map(|(at, hull)| (top, at, hull.off(target))).collect();
        while let Some((level, at, off)) = waiting.pop() {
            if off > least {
                continue;
            }
            let inside = at * FAN;
            if let Some(level) = level.checked_sub(1) {
                let from = waiting.len();
                let below = &self.levels[level];
                for (n, hull) in below.iter().enumerate().take(inside + FAN).skip(inside) {
                    waiting.push((level, n, hull.off(target)));
                }
                // The nearest is taken first.
                waiting[from..].sort_by(|a, b| b.2.total_cmp(&a.2));
                continue;
            }
            for chord in &self.chords[inside..self.chords.len().min(inside + FAN)] {
                let (_, off) = foot(target, chord.from.earth, chord.to.earth);
                if off < least || off <= least && found.is_none() {
                    (least, found) = (off, Some(chord.nearest(target)));
                } else if off <= least {
                    let other = chord.nearest(target);
                    found = found.map(|one| if other.0 < one.0 { other } else { one });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    /// Crooked lines of edges from 1 m to 30 km, some touching themselves, some across the antimeridian or a pole.
    fn lines() -> impl Strategy<Value = Polyline> {
        let start = prop::sample::select(vec![(104.0, 21.0), (179.99, -10.0), (12.0, 89.9)]);
        let steps =
            prop::collection::vec((-100..100_i32, -100..100_i32, prop::sample::select(vec![1e-5, 1e-4, 3e-3])), 2..60);
        (start, steps).prop_filter_map("a line", |((lon, lat), steps)| {
            let (mut lon, mut lat) = (lon, lat);
            let vertices = steps.into_iter().map(|(east, north, unit)| {
                lon += f64::from(east) * unit;
                lat = (lat + f64::from(north) * unit).clamp(-90.0, 90.0);
                place((lon + 180.0_f64).rem_euclid(360.0) - 180.0, lat)
            });
            Polyline::new(vertices.collect::<Vec<_>>()).ok()
        })
    }

    #[test]
    fn where_a_line_passes_twice_the_smaller_measure_is_meant() {
        // Out and back over the same edge, and once round a square to where it began.
        let [a, b, c] = [place(104.0, 21.0), place(104.004, 21.0), place(104.004, 21.004)];
        for line in [vec![a, b, a], vec![a, b, c, a, b]] {
            let line = Polyline::new(line).expect("a line");
            let near = NearIndex::new(&line);
            assert!(near.locate(a).measure.0 < 1e-6 && near.locate(b).measure.0 < 420.0);
            // Between the two rounding may decide, but for both in the same way.
            let beside = place(104.002, 21.001);
            assert_eq!(near.locate(beside), line.locate(beside));
        }
    }

    proptest! {
        #![proptest_config(fixed(33, 300))]

        #[test]
        fn the_index_answers_as_the_obvious_loop(line in lines(), share in 0.0..1.0, east in -0.3..0.3, north in -0.3..0.3) {
            let on = line.at(Metres(line.length().0 * share)).expect("on the line");
            let lon = f64::rem_euclid(on.lon() + east + 180.0, 360.0) - 180.0;
            let beside = place(lon, f64::clamp(on.lat() + north, -90.0, 90.0));
            let far = place(-on.lon(), -on.lat());
            let near = NearIndex::new(&line);
            for target in [on, beside, far] {
                prop_assert_eq!(near.locate(target), line.locate(target));
                let distance = near.distance_to(target);
                prop_assert_eq!(distance, line.locate(target).distance);
                for limit in [0.0, 1_000.0, 30_000.0, f64::INFINITY, distance.0, distance.0.next_down()].map(Metres) {
                    let within = Some(distance).filter(|distance| *distance <= limit);
                    prop_assert_eq!(near.distance_within(target, limit), within, "{:?}", limit);
                }
            }
        }
    }
}
