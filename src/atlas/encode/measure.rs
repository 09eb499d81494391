//! Lengths and measures, with as many digits as the places that they come from allow.

use crate::atlas::register::Segment;
use crate::atlas::register::span::Span;
use crate::domain::location::PositionMethod;

/// Length along the line; none where the markers' places contradict their order, and between markers of one number, which
/// face each other across the line. Between places that were not measured it is an estimate, and written with three
/// digits.
pub fn length_m(segment: &Segment) -> Option<f64> {
    let length = segment.to_m - segment.from_m;
    let step = if segment.method.is_measured() { 0.1 } else { three_digits(length) };
    (length > 0.0 && !Span::of(&segment.key).is_point()).then(|| to_step(length, step).max(step))
}

/// The step of a length that is written with three digits, from a decimetre to a kilometre.
///
/// ```
/// use mocgioi::atlas::encode::three_digits;
/// assert_eq!([three_digits(402_345.0), three_digits(2_345.0), three_digits(12.0)], [1_000.0, 10.0, 0.1]);
/// ```
pub fn three_digits(length: f64) -> f64 {
    let steps = [(100_000.0, 1_000.0), (10_000.0, 100.0), (1_000.0, 10.0), (100.0, 1.0)];
    steps.into_iter().find(|(from, _)| length >= *from).map_or(0.1, |(_, step)| step)
}

fn to_step(metres: f64, step: f64) -> f64 {
    // Divided and not multiplied by tenths, so that 0.1 does not show its binary tail.
    if step < 1.0 { (metres / step).round() / (1.0 / step).round() } else { (metres / step).round() * step }
}

/// A measure along the line, as fine as the place it belongs to allows.
pub(super) fn measure(metres: f64, method: PositionMethod) -> f64 {
    to_step(metres, if is_indicative(method) { 1_000.0 } else { 1.0 })
}

/// Whether a place tells the order along the line more than the spot: its marker was not measured. So many metres along
/// the line from a measured marker are as good as marker and line.
pub(super) const fn is_indicative(method: PositionMethod) -> bool {
    !method.is_measured() && !matches!(method, PositionMethod::Referenced)
}
