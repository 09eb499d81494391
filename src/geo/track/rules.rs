//! What can be believed of a track: the thresholds of [`clean`](super::clean), with the reason for each.

use crate::domain::position::Metres;

/// What can be believed of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackRules {
    /// Metres a second beyond which nobody moved. 120 km/h is the most that any road in Vietnam allows.
    pub max_speed: f64,
    /// Allowed on top at either fix that does not state its accuracy: 15 m is what the GPS Standard Positioning
    /// Service promises at the worst place for 95% of fixes (*SPS Performance Standard*, 5th ed. 2020, §3.8).
    pub noise: Metres,
    /// Two fixes further apart in time do not belong together, in seconds. Two minutes: 170 m for a walker.
    pub max_gap_s: u32,
    /// The same for fixes without times: what a walker covers in [`Self::max_gap_s`] as it is by default, rounded up.
    pub max_gap: Metres,
    /// A fix that states to be less accurate is left out: twice the usual tolerance says nothing about it.
    pub worst_accuracy: Metres,
}

impl TrackRules {
    /// For patrols by any means on the ground or on water.
    pub const ANY_VEHICLE: Self = Self {
        max_speed: 120.0 / 3.6,
        noise: Metres(15.0),
        max_gap_s: 120,
        max_gap: Metres(200.0),
        worst_accuracy: Metres(100.0),
    };
    /// For patrols that only walked: 25 km/h, more than any long-distance runner keeps up.
    pub const ON_FOOT: Self = Self { max_speed: 25.0 / 3.6, ..Self::ANY_VEHICLE };
}

impl Default for TrackRules {
    fn default() -> Self {
        Self::ANY_VEHICLE
    }
}
