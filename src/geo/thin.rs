//! Thinning a track for a map: as few places as a picture needs, and never more than a set number.
//!
//! *Radial distance*: a place is kept when it is at least a step away from the last one that was kept; ends are always
//! kept. The step starts at what a map can show and is doubled until few enough are left. So every place that is left
//! out lies within the step of one that is drawn. For pictures only: nothing is measured on what comes out.
//!
//! **Degenerate input.** Fewer than two places give nothing: they draw no line. A limit below two lines' ends counts as
//! the ends. A track that never leaves the step is its two ends.
//!
//! **Cost.** O(n log n): one pass for each doubling, about 30 ns a place and pass.

use super::distance::earth_centred;
use crate::domain::position::{LonLat, Metres};

/// The lines of a track thinned together, with at most about `most` places; each line keeps both ends.
///
/// ```
/// use mocgioi::geo::{LonLat, Metres, thin};
///
/// let walk: Vec<_> = (0..1_000).filter_map(|n| LonLat::new(104.0 + f64::from(n) * 1e-5, 21.0).ok()).collect();
/// let drawn = thin(&[&walk], Metres(10.0), 50);
/// assert!(drawn[0].len() <= 50);
/// assert_eq!((drawn[0].first(), drawn[0].last()), (walk.first(), walk.last()));
/// ```
#[must_use]
pub fn thin(lines: &[&[LonLat]], step: Metres, most: usize) -> Vec<Vec<LonLat>> {
    let drawn: Vec<&[LonLat]> = lines.iter().copied().filter(|line| line.len() >= 2).collect();
    let most = most.max(2 * drawn.len());
    let mut step = step.0.max(0.001);
    loop {
        let thinned: Vec<Vec<LonLat>> = drawn.iter().map(|line| thinned(line, step)).collect();
        // Beyond the size of the earth only the ends are left.
        if step > 2e7 || thinned.iter().map(Vec::len).sum::<usize>() <= most {
            return thinned;
        }
        step *= 2.0;
    }
}

fn thinned(line: &[LonLat], step: f64) -> Vec<LonLat> {
    let mut kept: Vec<LonLat> = Vec::new();
    let mut last = None;
    for place in line {
        let here = earth_centred(*place);
        let far = last.is_none_or(|there: [f64; 3]| {
            let way = [here[0] - there[0], here[1] - there[1], here[2] - there[2]];
            way.iter().map(|part| part * part).sum::<f64>() >= step * step
        });
        if far {
            kept.push(*place);
            last = Some(here);
        }
    }
    if let Some(end) = line.last()
        && (kept.last() != Some(end) || kept.len() < 2)
    {
        kept.push(*end);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::distance;
    use crate::geo::testing::{fixed, place};
    use proptest::prelude::*;

    #[test]
    fn what_draws_no_line_is_left_out_and_rest_in_one_place_is_two_ends() {
        let here = place(104.0, 21.0);
        assert!(thin(&[&[], &[here]], Metres(10.0), 100).is_empty());
        assert_eq!(thin(&[&[here; 500]], Metres(10.0), 1), [[here, here]]);
    }

    proptest! {
        #![proptest_config(fixed(33, 64))]

        #[test]
        fn nothing_left_out_is_far_from_what_is_drawn(
            steps in prop::collection::vec((-0.001..0.001, -0.001..0.001), 2..200), most in 2..40_usize,
        ) {
            let mut at = (104.0, 21.0);
            let walk: Vec<LonLat> = steps.into_iter().map(|(east, north)| {
                at = (at.0 + east, at.1 + north);
                place(at.0, at.1)
            }).collect();
            let drawn = thin(&[&walk], Metres(20.0), most).remove(0);
            prop_assert!(drawn.len() <= most && drawn.iter().all(|place| walk.contains(place)));
            // The step that was reached: the least doubling whose result is small enough.
            let step = (0..40).map(|n| 20.0 * f64::from(1 << n)).find(|step| thinned(&walk, *step).len() <= most);
            let step = step.expect("ends at the latest");
            for left_out in &walk {
                let nearest = drawn.iter().map(|kept| distance(*left_out, *kept).0).fold(f64::INFINITY, f64::min);
                prop_assert!(nearest <= step + 0.01, "{} m", nearest);
            }
        }
    }
}
