//! The way between two fixes, as the index of a track finds it; and what is known of the track at one place of it.

use super::VisitRules;
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::geo::capsule::{Chord, Earth};
use crate::geo::distance::{between, distance, earth_centred};
use crate::geo::track::{Fix, stated_or};
use rstar::{AABB, PointDistance, RTreeObject};
use std::cmp::Ordering;
use std::time::Duration;

/// The way from one fix to the next, or a part of it.
#[derive(Debug)]
pub(super) struct Leg {
    chord: Chord,
    ends: [Fix; 2],
    /// The part, as shares of the whole way.
    part: (f64, f64),
}

impl RTreeObject for Leg {
    type Envelope = AABB<Earth>;

    fn envelope(&self) -> Self::Envelope {
        let (lower, upper) = self.chord.corners(0.0);
        AABB::from_corners(lower, upper)
    }
}

impl PointDistance for Leg {
    fn distance_2(&self, point: &Earth) -> f64 {
        self.chord.nearest(*point).1
    }
}

impl Leg {
    pub(super) fn new([one, next]: [Fix; 2], part: (f64, f64), metres: f64) -> Self {
        let at = |share: f64| {
            if share <= 0.0 {
                one.place
            } else if share >= 1.0 {
                next.place
            } else {
                between(one.place, next.place, share * metres)
            }
        };
        let chord = Chord { a: earth_centred(at(part.0)), b: earth_centred(at(part.1)) };
        Self { chord, ends: [one, next], part }
    }

    /// The share of the whole way at which it is nearest to a place.
    fn share(&self, place: Earth) -> f64 {
        self.part.0 + self.chord.nearest(place).0 * (self.part.1 - self.part.0)
    }

    /// What is known of the track there.
    pub(super) fn there(&self, marker: LonLat, earth: Earth, rules: &VisitRules) -> Pass {
        let [one, next] = self.ends;
        let share = self.share(earth);
        let place = between(one.place, next.place, share * distance(one.place, next.place).0);
        let [from, to] = self.ends.map(|fix| stated_or(fix.accuracy, rules.unstated_fix));
        let at = one.at.zip(next.at).map(|(one, next)| part_way(one, next, share));
        Pass {
            at,
            metres: distance(marker, place).0,
            accuracy: if share < 1.0 { from + share * (to - from) } else { to },
        }
    }
}

/// Where the track came nearest to a marker.
pub(super) struct Pass {
    pub(super) at: Option<Instant>,
    pub(super) metres: f64,
    pub(super) accuracy: f64,
}

impl Pass {
    /// Known times first, then earlier ones; what is left of a tie is rounding.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let time = |pass: &Self| (pass.at.is_none(), pass.at);
        time(self).cmp(&time(other)).then_with(|| self.metres.total_cmp(&other.metres))
    }
}

/// The moment at a share of the way between two, to the millisecond.
fn part_way(from: Instant, to: Instant, share: f64) -> Instant {
    let between = Duration::from_millis(from.millis().abs_diff(to.millis())).as_secs_f64();
    let passed = Duration::try_from_secs_f64(share * between + 0.000_5).unwrap_or_default();
    from.plus_millis(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)).min(to)
}
