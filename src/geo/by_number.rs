//! Where along the line a marker stands that is known only by its number.
//!
//! Markers are numbered along the boundary, so between two markers of known measure another's can
//! be interpolated: measure linear in number ([`interpolate`]). [`leave_one_out`] tries this on
//! the known markers themselves, and [`accuracy`] turns the worst result into a figure to print.
//!
//! **Units.** A number is a place in number order: the main number, plus a fraction for an
//! auxiliary (1088/2 lies between 1088 and 1089). Measures and errors are metres along the line.
//!
//! **Reasoning.** Spacing varies with terrain and sector. The error of the straight interpolation
//! is therefore a wandering curve pinned to zero at both known ends, a *bridge*. Where
//! the spacings are independent it is the Brownian bridge (e.g. Karatzas & Shreve, *Brownian
//! Motion and Stochastic Calculus*, §5.6.B), whose deviation over the share `t` of the gap goes
//! as `√(t(1−t))`. `2√(t(1−t))` is the same shape scaled to 1 in the middle. We write
//!
//! ```text
//! error ≈ unevenness × √gap × 2√(t(1−t))      gap: metres between the two known ends
//! ```
//!
//! and take for `unevenness` (in √m) the worst that leaving each inner known point out shows: 67.2 on the VN–China
//! line, at marker 234, where the spacing changes.
//!
//! **Limits.** An estimate from few points; not a confidence interval.
//! - A worst of n cases is exceeded by a new one with a chance of about 1/(n+1) even when all are alike; the cases
//!   overlap, and a sector of other terrain is not alike.
//! - √gap holds for independent spacings. Real ones change by sector (800 m a number in one, 2,500 in the next): a
//!   stress test on the VN–China line with *all* inner points left out puts 234 some 303 km off, where this law
//!   promises 60 km. Where only the ends of a line are known the figure may be several times too small, and whoever
//!   shows it must say that it is an estimate.
//! - The figure is along the line. What the line itself is off comes on top; `floor` is for that.
//!
//! **Degenerate input.** The caller keeps `known` strictly ascending in number and in measure. A
//! bracket that does not ascend, or a number outside the known ones or NaN, gives `None`. Without
//! inner points there is no worst: the caller must bring one from another line, and say so.
//!
//! **Cost.** O(log n) a number, O(n) for leaving out.

use crate::domain::position::Metres;

/// A marker of known number and measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Its place in number order.
    pub number: f64,
    /// Where it stands along the line.
    pub measure: Metres,
}

/// What came of leaving one known point out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftOut {
    /// The number of the point left out.
    pub number: f64,
    /// Interpolated less true measure: positive where it was placed too far along.
    pub error: Metres,
    /// From the known point before to the one after.
    pub bracket: Metres,
    /// |error| / (√bracket × 2√(t(1−t))), in √m.
    pub unevenness: f64,
}

/// What came of leaving out each inner known point in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaveOneOut {
    /// The largest `unevenness` of the cases, in √m; `None` without any.
    pub worst: Option<f64>,
    /// One for each inner known point, in order.
    pub cases: Vec<LeftOut>,
}

/// The measure at a number, linear between the known points on either side; the known measure
/// itself at a known number.
///
/// ```
/// use mocgioi::geo::{Known, Metres, interpolate};
///
/// let known = [(0.0, 0.0), (10.0, 8_000.0), (30.0, 32_000.0)]
///     .map(|(number, measure)| Known { number, measure: Metres(measure) });
/// assert_eq!(interpolate(&known, 15.0), Some(Metres(14_000.0)));
/// assert_eq!(interpolate(&known, 31.0), None);
/// ```
#[must_use]
pub fn interpolate(known: &[Known], number: f64) -> Option<Metres> {
    Some(bracket(known, number)?.measure())
}

/// Leaves out each known point but the first and last, and interpolates it from its neighbours.
#[must_use]
pub fn leave_one_out(known: &[Known]) -> LeaveOneOut {
    let cases: Vec<_> = known
        .array_windows()
        .filter_map(|&[before, left_out, after]| {
            let ends = [before, after];
            let gap = bracket(&ends, left_out.number).filter(|gap| gap.metres > 0.0)?;
            let error = gap.measure().0 - left_out.measure.0;
            Some(LeftOut {
                number: left_out.number,
                error: Metres(error),
                bracket: Metres(gap.metres),
                unevenness: error.abs() / (gap.metres.sqrt() * gap.shape()),
            })
        })
        .collect();
    let worst = cases.iter().map(|case| case.unevenness).reduce(f64::max);
    LeaveOneOut { worst, cases }
}

/// How far along the line the interpolated measure may be wrong: `worst` × √gap × shape,
/// and never less than `floor`. At a known number it is `floor`. `None` where [`interpolate`] is,
/// or when `worst` is negative or NaN.
///
/// ```
/// use mocgioi::geo::{Known, Metres, accuracy};
///
/// let known = [(0.0, 0.0), (100.0, 90_000.0)]
///     .map(|(number, measure)| Known { number, measure: Metres(measure) });
/// assert_eq!(accuracy(&known, 50.0, 10.0, Metres(300.0)), Some(Metres(3_000.0)));
/// assert_eq!(accuracy(&known, 100.0, 0.1, Metres(300.0)), Some(Metres(300.0)));
/// ```
#[must_use]
pub fn accuracy(known: &[Known], number: f64, worst: f64, floor: Metres) -> Option<Metres> {
    let gap = bracket(known, number)?;
    let metres = floor.0.max(worst * gap.metres.sqrt() * gap.shape());
    (worst >= 0.0).then_some(Metres(metres))
}

/// The gap between two known points in which a number lies.
struct Gap {
    start: f64,
    metres: f64,
    /// How far through the gap the number is, 0 to 1.
    t: f64,
}

impl Gap {
    fn measure(&self) -> Metres {
        Metres(self.start + self.t * self.metres)
    }

    /// Largest error of a bridge pinned at both ends: 0 there, 1 in the middle.
    fn shape(&self) -> f64 {
        2.0 * (self.t * (1.0 - self.t)).sqrt()
    }
}

/// The gap that ends at the first known number not below `number`.
fn bracket(known: &[Known], number: f64) -> Option<Gap> {
    let gap = |start: f64, metres, t| Some(Gap { start, metres, t });
    let next = known.partition_point(|point| point.number < number);
    let after = known.get(next)?;
    if after.number <= number {
        // Known itself: a gap that starts here, so that its measure comes back to the last bit.
        return gap(after.measure.0, 0.0, 0.0);
    }
    let before = known.get(next.checked_sub(1)?)?;
    let t = (number - before.number) / (after.number - before.number);
    let metres = after.measure.0 - before.measure.0;
    gap(before.measure.0, metres, t).filter(|_| t > 0.0 && t < 1.0 && metres > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    fn known<const N: usize>(points: [(f64, f64); N]) -> [Known; N] {
        points.map(|(number, metres)| Known { number, measure: Metres(metres) })
    }

    #[test]
    fn numbers_outside_the_known_ones_have_no_measure() {
        let known = known([(1.0, 10.0), (2.0, 20.0)]);
        for number in [0.99, 2.01, f64::NAN, f64::INFINITY] {
            assert_eq!(interpolate(&known, number), None);
            assert_eq!(accuracy(&known, number, 0.1, Metres(1.0)), None);
        }
        assert_eq!(interpolate(&known[..1], 1.0), Some(Metres(10.0)));
    }

    #[test]
    fn known_points_that_do_not_ascend_are_left_alone() {
        assert_eq!(interpolate(&known([(1.0, 20.0), (2.0, 10.0)]), 1.5), None);
        let twice = known([(1.0, 10.0), (1.0, 20.0), (2.0, 30.0)]);
        assert_eq!(leave_one_out(&twice).worst, None);
    }

    #[test]
    fn a_quarter_of_the_way_the_shape_is_the_root_of_three_quarters() {
        let known = known([(0.0, 0.0), (4.0, 400.0)]);
        let at_quarter = accuracy(&known, 1.0, 10.0, Metres(0.0)).map(|metres| metres.0.round());
        assert_eq!(at_quarter, Some(173.0), "10 × √400 × √0.75");
        assert_eq!(accuracy(&known, 1.0, f64::NAN, Metres(0.0)), None);
    }

    #[test]
    fn each_inner_point_is_left_out_once() {
        let known = known([(0.0, 0.0), (2.0, 900.0), (4.0, 2_000.0), (8.0, 6_000.0)]);
        let found = leave_one_out(&known);
        let errors = [&found.cases[0], &found.cases[1]].map(|case| (case.number, case.error.0));
        assert_eq!(errors, [(2.0, 100.0), (4.0, 600.0)]);
        let second = 600.0 / (5_100.0_f64.sqrt() * 2.0 * (2.0_f64 / 9.0).sqrt());
        // t = 1/3, bracket 5 100 m.
        assert!((found.worst.expect("two cases") - second).abs() < 1e-12);
    }

    #[test]
    fn without_inner_points_there_is_no_worst() {
        let ends = known([(0.0, 0.0), (792.0, 2e6)]);
        assert_eq!(leave_one_out(&ends).worst, None);
    }

    proptest! {
        #![proptest_config(fixed(5, 512))]

        #[test]
        fn measures_ascend_with_numbers_and_left_out_points_lie_within_the_worst(
            steps in prop::collection::vec((0.1..9.0, 1.0..9e4), 3..12), share in 0.0..1.0,
        ) {
            let mut last = Known { number: 0.0, measure: Metres(0.0) };
            let known: Vec<_> = steps.iter().map(|&(number, metres)| {
                let measure = Metres(last.measure.0 + metres);
                last = Known { number: last.number + number, measure };
                last
            }).collect();
            let number: f64 = known[0].number + share * (last.number - known[0].number);
            let further = interpolate(&known, (number + 0.05).min(last.number));
            prop_assert!(interpolate(&known, number).is_some_and(|near| Some(near) <= further));
            let found = leave_one_out(&known);
            let worst = found.worst.expect("inner points");
            for (i, case) in found.cases.iter().enumerate() {
                let ends = [known[i], known[i + 2]];
                let promised = accuracy(&ends, case.number, worst, Metres(0.0)).expect("inside");
                prop_assert!(case.error.0.abs() <= promised.0 * (1.0 + 1e-12));
            }
        }
    }
}
