//! Limits that a unit sets for what it watches, and what crosses them.
//!
//! An alert is never stored: it follows from the thresholds and the readings that there are, whenever they came.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hazard::HazardKind;
use super::measurement::Measurement;
use super::time::Instant;
use super::words::words;

words! {
    /// What is watched, by the field of a reading.
    Watched {
        Width = "width_mm",
        Volume = "volume_m3",
        DistanceToLine = "distance_to_line_m",
        DistanceToMarker = "distance_to_marker_m",
    }
}

words! {
    /// What the limit is of.
    Measure {
        /// A reading itself.
        Value = "value",
        /// How much it changes in 30 days.
        PerMonth = "per_month",
    }
}

words! {
    /// How sure it is that a limit is crossed.
    Certainty {
        /// With the whole interval.
        Crossed = "crossed",
        /// With part of it.
        Possibly = "possibly",
    }
}

impl Watched {
    pub const fn of(self, reading: &Measurement) -> Option<f64> {
        match self {
            Self::Width => reading.width_mm,
            Self::Volume => reading.volume_m3,
            Self::DistanceToLine => reading.distance_to_line_m,
            Self::DistanceToMarker => reading.distance_to_marker_m,
        }
    }

    /// Half-width of the interval that whoever measured vouches for.
    pub const fn uncertainty_of(self, reading: &Measurement) -> Option<f64> {
        match self {
            Self::Width => reading.uncertainty_mm,
            _ => None,
        }
    }

    /// A crack is dangerous when it widens; a slide, when it comes nearer.
    pub const fn is_dangerous_when_small(self) -> bool {
        matches!(self, Self::DistanceToLine | Self::DistanceToMarker)
    }
}

/// A limit, for one hazard or for all hazards of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub hazard: Option<Uuid>,
    pub kind: Option<HazardKind>,
    pub watched: Watched,
    pub measure: Measure,
    /// Of a distance a lower limit, of anything else an upper one; of a rate how much nearer, or wider, in 30 days.
    pub limit: f64,
    pub reason: String,
    /// Units whose hazards whoever set it may watch. Absent for whoever may watch all.
    pub within: Option<Vec<String>>,
}

/// What was measured, or worked out of what was measured: a value and the interval that holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Threshold {
    /// Whether it is set for a hazard, by name (also of what the hazard corrects) or by kind, by somebody who watches the hazards of
    /// its unit.
    pub fn concerns(&self, names: &[Uuid], kind: HazardKind, unit: Option<&str>) -> bool {
        let reached = match (&self.within, unit) {
            (None, _) => true,
            (Some(within), Some(unit)) => within.iter().any(|held| held == unit),
            (Some(_), None) => false,
        };
        match self.hazard {
            // What the documents name is nobody's: whoever watches it may set its limits.
            Some(hazard) => names.contains(&hazard) && (reached || unit.is_none()),
            None => self.kind == Some(kind) && reached,
        }
    }

    /// Whether an estimate reaches the limit.
    pub fn crossed_by(&self, estimate: &Estimate) -> Option<Certainty> {
        let Estimate { low, high, .. } = *estimate;
        // Turned round, so that larger is always worse: the distance itself, or how fast it shrinks.
        let (least, most, limit) = match (self.watched.is_dangerous_when_small(), self.measure) {
            (true, Measure::Value) => (-high, -low, -self.limit),
            (true, Measure::PerMonth) => (-high, -low, self.limit),
            (false, _) => (low, high, self.limit),
        };
        if least >= limit { Some(Certainty::Crossed) } else { (most >= limit).then_some(Certainty::Possibly) }
    }
}

/// A reading as alerts see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub record: Uuid,
    pub at: Instant,
    pub measured: Measurement,
}

impl Reading {
    /// What it says of something watched. Without a stated uncertainty the value stands for itself.
    pub fn estimate(&self, watched: Watched) -> Option<Estimate> {
        let value = watched.of(&self.measured)?;
        let half = watched.uncertainty_of(&self.measured).unwrap_or(0.0);
        Some(Estimate { value, low: value - half, high: value + half })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold(watched: Watched, measure: Measure, limit: f64) -> Threshold {
        let reason = "theo phương án".to_owned();
        Threshold { hazard: None, kind: Some(HazardKind::Crack), watched, measure, limit, reason, within: None }
    }

    fn about(value: f64, half: f64) -> Estimate {
        Estimate { value, low: value - half, high: value + half }
    }

    #[test]
    fn a_width_crosses_upwards_and_a_distance_downwards() {
        let width = threshold(Watched::Width, Measure::Value, 10.0);
        let found: Vec<_> = [8.0, 9.7, 10.0, 10.5, 12.0].map(|value| width.crossed_by(&about(value, 0.5))).to_vec();
        let (sure, perhaps) = (Some(Certainty::Crossed), Some(Certainty::Possibly));
        assert_eq!(found, [None, perhaps, perhaps, sure, sure]);
        let distance = threshold(Watched::DistanceToLine, Measure::Value, 20.0);
        assert_eq!(distance.crossed_by(&about(30.0, 0.0)), None);
        assert_eq!(distance.crossed_by(&about(20.0, 0.0)), sure);
        assert_eq!(distance.crossed_by(&about(21.0, 2.0)), perhaps);
    }

    #[test]
    fn a_rate_is_how_fast_it_gets_worse() {
        let width = threshold(Watched::Width, Measure::PerMonth, 2.0);
        assert_eq!(width.crossed_by(&about(3.0, 0.5)), Some(Certainty::Crossed));
        assert_eq!(width.crossed_by(&about(-3.0, 0.5)), None);
        let nearer = threshold(Watched::DistanceToMarker, Measure::PerMonth, 2.0);
        assert_eq!(nearer.crossed_by(&about(-3.0, 0.5)), Some(Certainty::Crossed));
        assert_eq!(nearer.crossed_by(&about(3.0, 0.5)), None);
    }

    #[test]
    fn a_kind_is_watched_in_the_units_of_whoever_set_it() {
        let all = threshold(Watched::Width, Measure::Value, 10.0);
        let own = Threshold { within: Some(vec!["don-a".to_owned()]), ..all.clone() };
        assert!(all.concerns(&[], HazardKind::Crack, None) && !all.concerns(&[], HazardKind::Landslide, None));
        assert!(own.concerns(&[], HazardKind::Crack, Some("don-a")));
        assert!(!own.concerns(&[], HazardKind::Crack, Some("don-b")) && !own.concerns(&[], HazardKind::Crack, None));
        let one = Threshold { hazard: Some(Uuid::from_u128(7)), kind: None, ..all };
        assert!(one.concerns(&[Uuid::from_u128(8), Uuid::from_u128(7)], HazardKind::Landslide, None));
        assert!(!one.concerns(&[Uuid::from_u128(8)], HazardKind::Crack, None));
    }
}
