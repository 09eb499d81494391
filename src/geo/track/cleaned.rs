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
