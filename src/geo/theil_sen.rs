//! Robust slope: the Theil–Sen estimator with the confidence interval of Sen.
//!
//! P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of the American Statistical
//! Association 63 (1968), 1379–1389. The slope is the median of the slopes of all pairs; up to 29 % of the readings may be
//! wild without carrying it away. The interval holds the slopes between the ranks (N ∓ z·√(n(n−1)(2n+5)/18)) / 2, for ties
//! in time left out. With few readings it covers everything that any pair says, and with two there is none.

/// A slope and the interval that holds it with 95 % confidence, in units of y per unit of x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    pub median: f64,
    pub interval: Option<(f64, f64)>,
    /// How many points it rests on.
    pub points: usize,
}

/// Readings beyond this are thinned evenly: the pairs grow with the square.
const MOST: usize = 2_000;
/// Of the normal distribution, for 95 %.
const Z: f64 = 1.959_964;

/// The slope of points `(x, y)` in any order; `None` without two different x. Cost: n² log n.
///
/// ```
/// use mocgioi::geo::theil_sen::slope;
/// let found = slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0), (3.0, 99.0), (4.0, 9.0)]).unwrap();
/// assert_eq!(found.median, 2.0);
/// ```
pub fn slope(points: &[(f64, f64)]) -> Option<Slope> {
    let step = points.len().div_ceil(MOST).max(1);
    let points: Vec<(f64, f64)> = points.iter().step_by(step).copied().collect();
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (n, (x, y)) in points.iter().enumerate() {
        for (other_x, other_y) in &points[n + 1..] {
            let run = other_x - x;
            if run.abs() > 0.0 {
                slopes.push((other_y - y) / run);
            }
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let median = match slopes.len() {
        0 => return None,
        n if n % 2 == 1 => slopes[n / 2],
        n => f64::midpoint(slopes[n / 2 - 1], slopes[n / 2]),
    };
    Some(Slope { median, interval: interval(&slopes, points.len()), points: points.len() })
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks of at most two million slopes, cut to what there is"
)]
fn interval(slopes: &[f64], points: usize) -> Option<(f64, f64)> {
    if points < 3 {
        return None;
    }
    let (n, all) = (points as f64, slopes.len() as f64);
    let spread = Z * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let low = f64::midpoint(all, -spread).floor().max(0.0) as usize;
    let high = f64::midpoint(all, spread).ceil().min(all - 1.0) as usize;
    Some((*slopes.get(low)?, *slopes.get(high)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wild_reading_does_not_carry_it_away_and_the_order_does_not_matter() {
        let mut points: Vec<(f64, f64)> = (0..20).map(|n| (f64::from(n), 2.0 * f64::from(n))).collect();
        points[7].1 = 5_000.0;
        points[13].1 = -900.0;
        let found = slope(&points).unwrap();
        assert!((found.median - 2.0).abs() < 1e-9);
        let (low, high) = found.interval.unwrap();
        assert!(low <= 2.0 && high >= 2.0 && high - low < 1.0, "{low} {high}");
        points.reverse();
        assert_eq!(slope(&points).unwrap().median.to_bits(), found.median.to_bits());
    }

    #[test]
    fn two_readings_have_a_slope_and_no_interval_and_one_has_none() {
        assert_eq!(slope(&[(0.0, 1.0), (2.0, 5.0)]), Some(Slope { median: 2.0, interval: None, points: 2 }));
        assert_eq!(slope(&[(1.0, 1.0)]), None);
        assert_eq!(slope(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }
}
