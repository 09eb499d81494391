//! An inspection of a marker, of the course of the line between two markers, or of another object.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hazard::Severity;
use super::time::Instant;
use super::words::words;

/// How far ahead of its receipt an event may lie before its time is doubted: clocks of phones drift by minutes.
pub const CLOCK_TOLERANCE_MS: i64 = 10 * 60 * 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Unilateral,
    Bilateral,
    Joint,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Unilateral, Self::Bilateral, Self::Joint];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unilateral => "unilateral",
            Self::Bilateral => "bilateral",
            Self::Joint => "joint",
        }
    }
}

/// What was found. `NotFound` says nobody saw the marker, `Missing` that it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Good,
    Damaged,
    Tilted,
    Displaced,
    Buried,
    Missing,
    NotFound,
    AtRiskOfDamage,
    Unknown,
}

impl Condition {
    pub const ALL: [Self; 9] = [
        Self::Good,
        Self::Damaged,
        Self::Tilted,
        Self::Displaced,
        Self::Buried,
        Self::Missing,
        Self::NotFound,
        Self::AtRiskOfDamage,
        Self::Unknown,
    ];

    /// What can be said of a stretch of the line, which cannot tilt or go missing.
    pub const OF_A_SEGMENT: [Self; 4] = [Self::Good, Self::Damaged, Self::AtRiskOfDamage, Self::Unknown];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Damaged => "damaged",
            Self::Tilted => "tilted",
            Self::Displaced => "displaced",
            Self::Buried => "buried",
            Self::Missing => "missing",
            Self::NotFound => "not_found",
            Self::AtRiskOfDamage => "at_risk_of_damage",
            Self::Unknown => "unknown",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    pub mode: Mode,
    pub condition: Condition,
    pub notes: Option<String>,
    /// What was found part by part, where somebody looked so closely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
    /// The object that was looked at, by its record; none where it was a marker or a stretch of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Uuid>,
}

words! {
    /// A part of what was looked at, or what is around it.
    Part {
        Body = "body",
        Base = "base",
        Inscription = "inscription",
        Emblem = "emblem",
        Position = "position",
        Surroundings = "surroundings",
        /// What holds the ground at its foot.
        Revetment = "revetment",
        /// The carriageway of a road, the facing of an embankment, the crest of a ridge.
        Surface = "surface",
        /// The sides of a road or ridge.
        Slope = "slope",
        Drainage = "drainage",
        /// Bridges and fords of a road.
        Bridge = "bridge",
    }
}

impl Part {
    /// What can be looked at on a marker.
    pub const OF_A_MARKER: [Self; 7] =
        [Self::Body, Self::Base, Self::Inscription, Self::Emblem, Self::Position, Self::Surroundings, Self::Revetment];
}

words! {
    /// How a part is.
    PartState {
        Good = "good",
        Damaged = "damaged",
        /// Not damaged yet.
        AtRisk = "at_risk",
        Missing = "missing",
        Unknown = "unknown",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFinding {
    pub part: Part,
    pub state: PartState,
}

/// What was found in detail. That the ground is cracked and that the marker is cracked are two answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub severity: Option<Severity>,
    pub ground_cracked: Option<bool>,
    pub marker_cracked: Option<bool>,
    /// The same of another object that was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_cracked: Option<bool>,
    /// Each part once, in the order of [`Part`].
    #[serde(default)]
    pub parts: Vec<PartFinding>,
}

impl Details {
    /// Whether nothing in it is damaged, at risk, missing or cracked.
    pub fn is_sound(&self) -> bool {
        let cracked = [self.ground_cracked, self.marker_cracked, self.object_cracked].contains(&Some(true));
        let sound = |found: &PartFinding| matches!(found.state, PartState::Good | PartState::Unknown);
        !cracked && self.parts.iter().all(sound)
    }
}

/// Whether an event time can be believed. A doubtful one is kept and shown, and satisfies no rule until confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeStanding {
    Plausible,
    AheadOfReceipt,
}

impl TimeStanding {
    pub fn of(event: Option<Instant>, received: Instant) -> Self {
        match event {
            Some(event) if event > received.plus_millis(CLOCK_TOLERANCE_MS) => Self::AheadOfReceipt,
            _ => Self::Plausible,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_beyond_the_tolerance_is_doubted_and_one_within_is_not() {
        let received = Instant::from_millis(1_000_000);
        let edge = received.plus_millis(CLOCK_TOLERANCE_MS);
        assert_eq!(TimeStanding::of(Some(edge), received), TimeStanding::Plausible);
        assert_eq!(TimeStanding::of(Some(edge.plus_millis(1)), received), TimeStanding::AheadOfReceipt);
    }
}
