//! Linear referencing by referent and offset, and all that can be said of a place beside a line.
//!
//! The terms are those of ISO 19148: a *referent* is a known place of the line (a marker's foot), an *offset* the
//! metres along the line from it, a *measure* the metres along the line from its start. "144 + 300 m toward 145" is
//! [`offset_from`]; the other way round [`beside`] tells measure, distance, side, and which other places of the line
//! are as near. The formulas are elementary: a sum along the line, and the sign of a triple product (direction of the
//! line × way to the place · up) at the foot that [`Polyline::locate`] finds.
//!
//! **Sides.** Left and right are those of a walker in the direction of ascending measures, which is that of the
//! numbers. At a corner the direction is the bisector of both edges, so a place in the outer angle gets the side
//! that it is seen on from either edge. Within 5 cm, the error of locating, a place is on the line.
//!
//! **Other places as near.** A line that winds back close to itself has several feet. The places of the line that are
//! at most `within` further than the nearest make up stretches; each stretch but the one of the nearest gives its
//! own nearest place, at most [`MOST`] of them, nearest first.
//!
//! **Degenerate input.** A referent and a `toward` at one place (closer than a millimetre) give no direction. A sum
//! that is off the line, or not a number, is refused with the longest offset there is. Negative offsets lead away
//! from `toward`. Straight ahead of an end of the line, and at the tip of a spike, a place has no side. A negative or
//! undefined `within` counts as nothing.
//!
//! **Cost.** [`offset_from`]: O(log n). [`beside`]: two walks over the n vertices, 0.5 ms for 20,000.

use super::distance::earth_centred;
use super::polyline::{Knot, Located, Polyline, foot};
use crate::domain::position::{LonLat, Metres};

/// Places closer than this are one.
const ONE_PLACE: f64 = 0.001;
/// What [`Polyline::locate`] may be wrong by.
const ON_THE_LINE: f64 = 0.05;
/// Most other places that are named.
pub const MOST: usize = 16;

/// A place given by referent and offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub measure: Metres,
    pub point: LonLat,
    /// Whether it lies beyond the place that gave the direction.
    pub beyond: bool,
}

/// Why a referent and an offset give no place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OffsetFault {
    /// Referent and `toward` are one place.
    NoDirection,
    /// The line ends before; the longest offset that way.
    OffTheLine(Metres),
}

/// The place `offset` from the referent in the direction of `toward`; both are measures.
///
/// ```
/// use mocgioi::geo::linear_reference::offset_from;
/// use mocgioi::geo::{LonLat, Metres, Polyline};
///
/// let line = Polyline::new([LonLat::new(104.0, 21.0)?, LonLat::new(104.1, 21.0)?])?;
/// // "145 + 300 m toward 144" goes against the measures.
/// let placed = offset_from(&line, Metres(5_000.0), Metres(2_000.0), Metres(300.0)).map_err(|_| "off the line")?;
/// assert_eq!((placed.measure, placed.beyond), (Metres(4_700.0), false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// See the [module](self).
pub fn offset_from(line: &Polyline, referent: Metres, toward: Metres, offset: Metres) -> Result<Placed, OffsetFault> {
    let way = toward.0 - referent.0;
    if way.is_nan() || way.abs() < ONE_PLACE {
        return Err(OffsetFault::NoDirection);
    }
    let measure = Metres(referent.0 + way.signum() * offset.0);
    if let Some(point) = line.at(measure) {
        return Ok(Placed { measure, point, beyond: offset.0 > way.abs() });
    }
    let ascending = (way > 0.0) == (offset.0 >= 0.0);
    let longest = if ascending { line.length().0 - referent.0 } else { referent.0 };
    Err(OffsetFault::OffTheLine(Metres(longest.max(0.0) * offset.0.signum())))
}

/// Which side of the line, seen in the direction of ascending measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Left,
    Right,
    OnTheLine,
}

/// Where a place lies beside a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    pub nearest: Located,
    /// None straight ahead of an end of the line and at the tip of a spike.
    pub hand: Option<Hand>,
    /// Whether the place lies before the start or after the end: then the foot is that end.
    pub past_end: bool,
    /// Other places of the line that are nearly as near.
    pub also_near: Vec<Located>,
}

/// Where a place lies beside the line; other places count that are at most `within` further away.
///
/// ```
/// use mocgioi::geo::linear_reference::{Hand, beside};
/// use mocgioi::geo::{LonLat, Metres, Polyline};
///
/// // East, then back west 2 km further north.
/// let corners = [(104.0, 21.0), (104.1, 21.0), (104.1, 21.018), (104.0, 21.018)];
/// let line = Polyline::new(corners.iter().filter_map(|&(lon, lat)| LonLat::new(lon, lat).ok()))?;
/// let found = beside(&line, LonLat::new(104.05, 21.0085)?, Metres(200.0));
/// assert_eq!(found.hand, Some(Hand::Left), "north of a line that goes east");
/// assert_eq!(found.also_near.len(), 1, "the way back is only 111 m further away");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn beside(line: &Polyline, place: LonLat, within: Metres) -> Beside {
    let nearest = line.locate(place);
    let target = earth_centred(place);
    let direction = direction_at(line.chain(), nearest.measure.0);
    let way = minus(target, earth_centred(nearest.point));
    let ends = nearest.measure.0 <= ONE_PLACE || nearest.measure.0 >= line.length().0 - ONE_PLACE;
    Beside {
        nearest,
        hand: if nearest.distance.0 <= ON_THE_LINE { Some(Hand::OnTheLine) } else { hand(direction, way, target) },
        past_end: ends && dot(unit(direction), way).abs() > ON_THE_LINE,
        also_near: also_near(line, place, target, &nearest, within),
    }
}

fn also_near(line: &Polyline, place: LonLat, target: [f64; 3], nearest: &Located, within: Metres) -> Vec<Located> {
    // The chords pass at most 2 cm below the line, so the nearest itself is always within.
    let limit = (nearest.distance.0 + within.0.max(0.0) + ON_THE_LINE).powi(2);
    let mut stretches: Vec<(f64, f64)> = Vec::new();
    let mut open = false;
    for [a, b] in line.chain().array_windows() {
        let (share, off) = foot(target, a.earth, b.earth);
        let measure = a.measure + share * (b.measure - a.measure);
        if off <= limit {
            match stretches.last_mut().filter(|_| open) {
                Some(best) if best.0 <= off => {}
                Some(best) => *best = (off, measure),
                None => stretches.push((off, measure)),
            }
        }
        let to_end = minus(target, b.earth);
        open = dot(to_end, to_end) <= limit;
    }
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The first is the nearest itself.
    let others = stretches.iter().skip(1).take(MOST).filter_map(|&(_, measure)| {
        let point = line.at(Metres(measure))?;
        Some(Located { measure: Metres(measure), distance: super::distance(place, point), point })
    });
    others.collect()
}

/// Direction of the line at a measure; at a corner the bisector of both edges.
fn direction_at(knots: &[Knot], measure: f64) -> [f64; 3] {
    let at = knots.partition_point(|knot| knot.measure < measure - ONE_PLACE);
    let after = knots.partition_point(|knot| knot.measure <= measure + ONE_PLACE);
    // One chord inside an edge, two at a knot, one again at an end.
    let around = knots.get(at.saturating_sub(1)..(after + 1).min(knots.len())).unwrap_or_default();
    around.array_windows().fold([0.0; 3], |sum, [a, b]| {
        let chord = unit(minus(b.earth, a.earth));
        [sum[0] + chord[0], sum[1] + chord[1], sum[2] + chord[2]]
    })
}

fn hand(direction: [f64; 3], way: [f64; 3], up: [f64; 3]) -> Option<Hand> {
    let cross = [
        direction[1] * way[2] - direction[2] * way[1],
        direction[2] * way[0] - direction[0] * way[2],
        direction[0] * way[1] - direction[1] * way[0],
    ];
    let sine = dot(cross, unit(up)) / dot(way, way).sqrt();
    // A millionth of a turn is a centimetre in 10 km.
    if sine > 1e-6 {
        Some(Hand::Left)
    } else if sine < -1e-6 {
        Some(Hand::Right)
    } else {
        None
    }
}

fn minus(u: [f64; 3], v: [f64; 3]) -> [f64; 3] {
    [u[0] - v[0], u[1] - v[1], u[2] - v[2]]
}

fn dot(u: [f64; 3], v: [f64; 3]) -> f64 {
    u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
}

/// The vector of length 1; one without length stays as it is.
fn unit(u: [f64; 3]) -> [f64; 3] {
    let length = dot(u, u).sqrt();
    if length > 0.0 { u.map(|part| part / length) } else { u }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    fn line(corners: &[(f64, f64)]) -> Polyline {
        Polyline::new(corners.iter().map(|&(lon, lat)| place(lon, lat))).expect("a line")
    }

    #[test]
    fn an_offset_beyond_toward_is_taken_and_one_beyond_the_line_is_not() {
        let line = line(&[(104.0, 21.0), (104.1, 21.0)]);
        let length = line.length().0;
        let from = |referent, toward, offset| offset_from(&line, Metres(referent), Metres(toward), Metres(offset));
        assert!(from(100.0, 200.0, 101.0).is_ok_and(|placed| placed.beyond));
        assert!(from(100.0, 200.0, 100.0).is_ok_and(|placed| !placed.beyond && placed.measure == Metres(200.0)));
        assert!(from(100.0, 200.0, -40.0).is_ok_and(|placed| placed.measure == Metres(60.0)));
        assert_eq!(from(100.0, 200.0, length), Err(OffsetFault::OffTheLine(Metres(length - 100.0))));
        assert_eq!(from(300.0, 200.0, 301.0), Err(OffsetFault::OffTheLine(Metres(300.0))));
        assert_eq!(from(100.0, 200.0, -101.0), Err(OffsetFault::OffTheLine(Metres(-100.0))));
        assert_eq!(from(100.0, 100.000_5, 1.0), Err(OffsetFault::NoDirection));
        assert!(from(100.0, 200.0, f64::NAN).is_err() && from(f64::NAN, 200.0, 1.0).is_err());
    }

    #[test]
    fn sides_are_those_of_a_walker_who_follows_the_numbers() {
        let east = line(&[(104.0, 21.0), (104.1, 21.0)]);
        let side = |line: &Polyline, lon, lat| beside(line, place(lon, lat), Metres(0.0)).hand;
        assert_eq!(side(&east, 104.05, 21.001), Some(Hand::Left));
        assert_eq!(side(&east, 104.05, 20.999), Some(Hand::Right));
        let on = east.at(Metres(4_321.0)).expect("on the line");
        assert_eq!(beside(&east, on, Metres(0.0)).hand, Some(Hand::OnTheLine));
        // A turn of 135° to the left, then one to the right: the outer angle lies on the other side all the way round.
        for (turn, outer) in [(1.0, Hand::Right), (-1.0, Hand::Left)] {
            let sharp = line(&[(104.0, 21.0), (104.1, 21.0), (104.05, 21.0 + turn * 0.05)]);
            for (dx, dy) in [(0.000_1, -0.01), (0.01, -0.005), (0.01, 0.0), (0.01, 0.005), (0.007, 0.006_8)] {
                let found = beside(&sharp, place(104.1 + dx, 21.0 + turn * dy), Metres(0.0));
                assert_eq!((found.hand, found.past_end), (Some(outer), false), "{turn} {dx} {dy}");
            }
        }
    }

    #[test]
    fn past_an_end_the_foot_is_the_end_and_straight_ahead_there_is_no_side() {
        let north = line(&[(104.0, 21.0), (104.0, 21.1)]);
        let ahead = beside(&north, place(104.0, 21.2), Metres(0.0));
        assert_eq!((ahead.hand, ahead.past_end, ahead.nearest.measure), (None, true, north.length()));
        let before = beside(&north, place(103.99, 20.9), Metres(0.0));
        assert_eq!((before.hand, before.past_end), (Some(Hand::Left), true));
        let abreast = beside(&north, place(104.001, 21.05), Metres(0.0));
        assert_eq!((abreast.hand, abreast.past_end), (Some(Hand::Right), false));
    }

    #[test]
    fn a_line_that_nearly_touches_itself_names_both_places() {
        let bend = line(&[(104.0, 21.0), (104.1, 21.0), (104.1, 21.001), (104.0, 21.001)]);
        let middle = place(104.05, 21.000_4);
        assert!(beside(&bend, middle, Metres(10.0)).also_near.is_empty(), "24 m further is more than 10");
        let found = beside(&bend, middle, Metres(30.0));
        assert_eq!(found.also_near.len(), 1);
        let (near, far) = (found.nearest, found.also_near[0]);
        assert!((far.distance.0 - near.distance.0 - 23.8).abs() < 0.2, "{near:?} {far:?}");
        assert!(far.measure.0 - near.measure.0 > 10_000.0, "half-way along both legs");
        // So far out that both legs and the bend between them are one stretch.
        assert!(beside(&bend, place(104.099_9, 21.000_4), Metres(30.0)).also_near.is_empty());
    }

    fn winding() -> impl Strategy<Value = Polyline> {
        prop::collection::vec((-0.02..0.02, -0.02..0.02), 3..12).prop_map(|steps| {
            let mut at = (104.0, 21.0);
            let corners: Vec<_> = steps
                .into_iter()
                .map(|(east, north)| {
                    at = (at.0 + east, at.1 + north);
                    place(at.0, at.1)
                })
                .collect();
            Polyline::new(corners).expect("a line")
        })
    }

    proptest! {
        #![proptest_config(fixed(31, 48))]

        #[test]
        fn what_was_placed_is_found_again(line in winding(), a in 0.0..1.0, b in 0.0..1.0, share in 0.0..1.0) {
            let (referent, toward) = (Metres(line.length().0 * a), Metres(line.length().0 * b));
            prop_assume!((referent.0 - toward.0).abs() > 1.0);
            let offset = Metres((toward.0 - referent.0).abs() * share);
            let placed = offset_from(&line, referent, toward, offset).expect("between two places of the line");
            prop_assert!(!placed.beyond);
            let found = beside(&line, placed.point, Metres(0.0));
            let mut near = found.also_near.iter().chain([&found.nearest]);
            prop_assert!(near.any(|found| (found.measure.0 - placed.measure.0).abs() < 0.06 && found.distance.0 < 0.06));
        }

        // Against the obvious loop: the stretches of samples that are near enough.
        #[test]
        fn other_places_are_those_of_a_dense_walk(line in winding(), x in 103.95..104.05, y in 20.95..21.05, within in 1.0..600.0) {
            let target = place(x, y);
            let found = beside(&line, target, Metres(within));
            let limit = found.nearest.distance.0 + within;
            let mut samples = Vec::new();
            let mut at = 0.0;
            while at <= line.length().0 {
                samples.push((at, distance(target, line.at(Metres(at)).expect("on the line")).0));
                at += 5.0;
            }
            let mut stretches: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
            for sample in samples {
                if sample.1 <= limit { stretches.last_mut().expect("one").push(sample) } else { stretches.push(Vec::new()) }
            }
            let places: Vec<Located> = found.also_near.iter().copied().chain([found.nearest]).collect();
            for stretch in stretches.iter().filter(|stretch| stretch.iter().any(|sample| sample.1 < limit - 5.0)) {
                let (first, last) = (stretch[0].0 - 5.0, stretch[stretch.len() - 1].0 + 5.0);
                let inside: Vec<_> = places.iter().filter(|at| (first..=last).contains(&at.measure.0)).collect();
                prop_assert_eq!(inside.len(), 1, "{:?} in {}..{}", places, first, last);
                prop_assert!(stretch.iter().all(|sample| inside[0].distance.0 <= sample.1 + 0.1));
            }
            prop_assert!(places.iter().all(|at| at.distance.0 <= limit + 0.1));
        }
    }
}
