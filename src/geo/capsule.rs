//! The part of one straight stretch that lies within a radius of another.
//!
//! All places within a radius of a stretch form a *capsule*: a cylinder with a half ball at either end. A capsule is
//! convex, so another stretch meets it in one piece or not at all. Along that other stretch the foot on the axis moves
//! evenly; where the foot passes an end of the axis the distance changes its formula, and there the stretch is cut
//! into at most three parts: before one half ball, along the cylinder, before the other. In each the squared distance
//! is a quadratic of the way, and the answer lies between its two roots, in the form that does not cancel
//! (Press et al., *Numerical Recipes*, 3rd ed., §5.6). Own derivation otherwise; no sampling anywhere.
//!
//! **Units.** Earth-centred metres, in which neither the antimeridian nor a pole is special. Stretches stand for
//! geodesics: a chord of 250 m dips 1.2 mm below the ground in its middle, one of 1 km 2 cm, and two chords `d` metres
//! apart that dip 2 cm differently are taken for 0.02²/2d m farther apart than they are: 4 µm at 50 m, 0.2 mm at 1 m.
//!
//! **Degenerate input.** An axis of no length is a ball. A stretch of no length is in or out as a whole. A capsule that
//! is merely touched gives an answer of no length, or none: rounding decides.
//!
//! **Cost.** Some 50 ns.

/// Earth-centred, earth-fixed metres.
pub(super) type Earth = [f64; 3];

/// A straight stretch from `a` to `b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chord {
    pub(super) a: Earth,
    pub(super) b: Earth,
}

impl Chord {
    /// Its part within `radius` of `axis`, as shares of the way from `a` to `b`.
    pub(super) fn within(&self, axis: &Self, radius: f64) -> Option<(f64, f64)> {
        let (way, along) = (minus(self.b, self.a), minus(axis.b, axis.a));
        let (from_a, from_b) = (minus(self.a, axis.a), minus(self.a, axis.b));
        let axis2 = dot(along, along);
        if axis2 <= 0.0 {
            return near(from_a, way, radius, (0.0, 1.0));
        }
        // The foot on the axis, as a share of it: where the way begins, and how far it moves until the end.
        let (foot, moved) = (dot(from_a, along) / axis2, dot(way, along) / axis2);
        let reaches = |share: f64| ((share - foot) / moved).clamp(0.0, 1.0);
        let (first, last, enters, leaves) = if moved > 0.0 {
            (from_a, from_b, reaches(0.0), reaches(1.0))
        } else if moved < 0.0 {
            (from_b, from_a, reaches(1.0), reaches(0.0))
        } else if foot < 0.0 {
            (from_a, from_a, 1.0, 1.0)
        } else if foot > 1.0 {
            (from_b, from_b, 1.0, 1.0)
        } else {
            (from_a, from_b, 0.0, 1.0)
        };
        let across = |v: Earth| plus(v, along, -dot(v, along) / axis2);
        let parts = [
            near(first, way, radius, (0.0, enters)),
            near(across(from_a), across(way), radius, (enters, leaves)),
            near(last, way, radius, (leaves, 1.0)),
        ];
        // Convex, so the parts hang together; only rounding could part them.
        parts.into_iter().flatten().reduce(|(from, to), (next, until)| (from.min(next), to.max(until)))
    }

    /// The point nearest to `place`: its share of the way, and the squared distance to it.
    pub(super) fn nearest(&self, place: Earth) -> (f64, f64) {
        let (way, to_place) = (minus(self.b, self.a), minus(place, self.a));
        let length2 = dot(way, way);
        let share = if length2 > 0.0 { (dot(to_place, way) / length2).clamp(0.0, 1.0) } else { 0.0 };
        let off = plus(to_place, way, -share);
        (share, dot(off, off))
    }

    pub(super) fn length(&self) -> f64 {
        apart(self.a, self.b)
    }

    /// The corners of its box, grown by `margin` on all sides.
    pub(super) fn corners(&self, margin: f64) -> (Earth, Earth) {
        let ([ax, ay, az], [bx, by, bz]) = (self.a, self.b);
        let lower = [ax.min(bx), ay.min(by), az.min(bz)].map(|v| v - margin);
        (lower, [ax.max(bx), ay.max(by), az.max(bz)].map(|v| v + margin))
    }
}

/// Shares of a way cut into equal parts of at most `longest`, but no more than `most` of them.
pub(super) fn cut(length: f64, longest: f64, most: f64) -> impl Iterator<Item = (f64, f64)> {
    let parts = (length / longest).ceil().clamp(1.0, most);
    let mut done = 0.0;
    std::iter::from_fn(move || {
        let from = done;
        done += 1.0;
        (from < parts).then_some((from / parts, done / parts))
    })
}

/// The straight distance.
pub(super) fn apart(a: Earth, b: Earth) -> f64 {
    let way = minus(b, a);
    dot(way, way).sqrt()
}

/// Where |start + t·way| ≤ radius, within a range of t that is not empty.
fn near(start: Earth, way: Earth, radius: f64, (lowest, highest): (f64, f64)) -> Option<(f64, f64)> {
    if lowest >= highest {
        return None;
    }
    let (a, b, c) = (dot(way, way), dot(start, way), dot(start, start) - radius * radius);
    if a <= 0.0 {
        return (c <= 0.0).then_some((lowest, highest));
    }
    let discriminant = b * b - a * c;
    if discriminant < 0.0 {
        return None;
    }
    let q = -(b + discriminant.sqrt().copysign(b));
    // q is 0 only where the way begins at the point of touch.
    let (one, other) = if q == 0.0 { (0.0, 0.0) } else { (q / a, c / q) };
    let (from, to) = (one.min(other).max(lowest), one.max(other).min(highest));
    (from <= to).then_some((from, to))
}

fn minus(u: Earth, v: Earth) -> Earth {
    plus(u, v, -1.0)
}

fn plus(u: Earth, v: Earth, times: f64) -> Earth {
    let ([ux, uy, uz], [vx, vy, vz]) = (u, v);
    [ux + times * vx, uy + times * vy, uz + times * vz]
}

fn dot(u: Earth, v: Earth) -> f64 {
    let ([ux, uy, uz], [vx, vy, vz]) = (u, v);
    ux * vx + uy * vy + uz * vz
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    const AXIS: Chord = Chord { a: [0.0, 0.0, 0.0], b: [100.0, 0.0, 0.0] };

    fn flat(from: (f64, f64), to: (f64, f64)) -> Chord {
        Chord { a: [from.0, from.1, 0.0], b: [to.0, to.1, 0.0] }
    }

    #[test]
    fn each_part_of_the_capsule_is_met() {
        for (chord, part) in [
            (flat((50.0, -100.0), (50.0, 100.0)), Some((0.45, 0.55))), // across the cylinder
            (flat((-20.0, 0.0), (120.0, 0.0)), Some((10.0 / 140.0, 130.0 / 140.0))), // along the axis and beyond
            (flat((120.0, 0.0), (-20.0, 0.0)), Some((10.0 / 140.0, 130.0 / 140.0))),
            (flat((-6.0, -100.0), (-6.0, 100.0)), Some((0.46, 0.54))), // the ball at a: ±√(100 − 36)
            (flat((106.0, -100.0), (106.0, 100.0)), Some((0.46, 0.54))), // the ball at b
            (flat((-106.0, 8.0), (94.0, 8.0)), Some((0.5, 1.0))),      // 6 m before a, then along
            (flat((0.0, 11.0), (100.0, 11.0)), None),
            (flat((-11.0, -100.0), (-11.0, 100.0)), None),
            (flat((50.0, 3.0), (50.0, 3.0)), Some((0.0, 1.0))),
            (flat((50.0, 13.0), (50.0, 13.0)), None),
        ] {
            let found = chord.within(&AXIS, 10.0);
            assert_eq!(found.is_some(), part.is_some(), "{chord:?}");
            let ((from, to), (first, last)) = (found.unwrap_or_default(), part.unwrap_or_default());
            assert!((from - first).abs() < 1e-12 && (to - last).abs() < 1e-12, "{chord:?}: {found:?}");
        }
    }

    #[test]
    fn an_axis_of_no_length_is_a_ball_and_a_touch_is_no_stretch() {
        let ball = flat((0.0, 0.0), (0.0, 0.0));
        assert_eq!(flat((-6.0, 0.0), (-6.0, 10.0)).within(&ball, 10.0), Some((0.0, 0.8)));
        assert_eq!(flat((10.0, 0.0), (20.0, 0.0)).within(&ball, 10.0), Some((0.0, 0.0)));
        assert_eq!(flat((-5.0, 10.0), (5.0, 10.0)).within(&ball, 10.0), Some((0.5, 0.5)));
        assert_eq!(ball.nearest([3.0, 4.0, 0.0]), (0.0, 25.0));
    }

    fn coordinate() -> impl Strategy<Value = f64> {
        // Whole numbers make parallel, touching and coinciding stretches common.
        prop_oneof![(-4..5_i8).prop_map(|v| f64::from(v) * 10.0), -40.0..40.0]
    }

    fn chords() -> impl Strategy<Value = Chord> {
        let place = || prop::array::uniform3(coordinate());
        (place(), place()).prop_map(|(a, b)| Chord { a, b })
    }

    proptest! {
        #![proptest_config(fixed(31, 4_000))]

        #[test]
        fn every_sample_is_within_the_radius_just_where_the_answer_says(
            chord in chords(), axis in chords(), radius in 1.0..30.0,
        ) {
            let (from, to) = chord.within(&axis, radius).unwrap_or((2.0, 2.0));
            for i in 0..=200 {
                let share = f64::from(i) / 200.0;
                let off = axis.nearest(plus(chord.a, minus(chord.b, chord.a), share)).1.sqrt();
                if (from..=to).contains(&share) {
                    prop_assert!(off <= radius + 1e-9, "{} at {}", off, share);
                } else {
                    prop_assert!(off >= radius - 1e-9, "{} at {}", off, share);
                }
            }
        }
    }
}
