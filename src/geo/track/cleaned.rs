//! What is left of a recording: its segments, and all that was left out or cut.

use super::fix::{BadFix, Fix};

/// A stretch of recording without a cut: at least one fix, in the order of time. Only [`clean`](super::clean) makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackSegment(pub(super) Vec<Fix>);

impl TrackSegment {
    #[must_use]
    pub fn fixes(&self) -> &[Fix] {
        &self.0
    }
}

/// The same recording cut wherever more than `max_gap_s` passed without a fix: what [`clean`](super::clean) makes of it
/// under that rule, when it was made under the same rules but a longer gap. So a recording is cleaned once, and asked
/// about with any gap. Cost: O(n).
#[must_use]
pub fn recut(track: &[TrackSegment], max_gap_s: u32) -> Vec<TrackSegment> {
    let longest = i64::from(max_gap_s) * 1000;
    let unbroken = |one: &Fix, next: &Fix| match (one.at, next.at) {
        (Some(one), Some(next)) => next.millis() - one.millis() <= longest,
        _ => true,
    };
    track.iter().flat_map(|segment| segment.0.chunk_by(unbroken)).map(|part| TrackSegment(part.to_vec())).collect()
}

/// A fix that was left out: its place in the recording, both counted from 0, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marked {
    pub segment: usize,
    pub fix: usize,
    pub why: BadFix,
}

/// How often recorded segments were cut, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// More than [`TrackRules::max_gap_s`](super::TrackRules::max_gap_s) without a fix.
    pub time: usize,
    /// Without times: more than [`TrackRules::max_gap`](super::TrackRules::max_gap) without a fix.
    pub distance: usize,
    /// Faster than [`TrackRules::max_speed`](super::TrackRules::max_speed), where it could not be told which side is wrong.
    pub speed: usize,
}

/// What [`clean`](super::clean) made of a recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CleanTrack {
    pub segments: Vec<TrackSegment>,
    /// In the order of the recording.
    pub bad: Vec<Marked>,
    /// All fixes of the recording, bad ones included.
    pub fixes: usize,
    pub cuts: Cuts,
    /// Recorded segments that were read without times.
    pub untimed: usize,
}

impl CleanTrack {
    /// How many fixes were left out for this reason.
    #[must_use]
    pub fn count(&self, why: BadFix) -> usize {
        self.bad.iter().filter(|marked| marked.why == why).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;
    use crate::geo::testing::{fixed, place};
    use crate::geo::track::{TrackRules, clean};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(fixed(34, 200))]

        #[test]
        fn cutting_again_is_cleaning_with_a_shorter_gap(
            steps in prop::collection::vec((1..2_000_i64, -0.01..0.01), 1..60), gap in 1..1_000_u32, untimed in any::<bool>(),
        ) {
            let (mut at, mut lon) = (0, 104.0);
            let recorded: Vec<Fix> = steps.into_iter().map(|(pause, east)| {
                (at, lon) = (at + pause * 1_000, lon + east);
                Fix { place: place(lon, 21.0), at: (!untimed).then(|| Instant::from_millis(at)), accuracy: None }
            }).collect();
            let with = |max_gap_s| clean(std::slice::from_ref(&recorded), &TrackRules { max_gap_s, ..TrackRules::default() });
            prop_assert_eq!(recut(&with(3_600).segments, gap), with(gap).segments);
        }
    }
}
