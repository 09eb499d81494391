//! A reading of a watch point: how wide the crack was, how much had moved, how far it was from line and marker.
//!
//! A series is never stored: it is what the readings of a hazard come to, whenever they arrived.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::words;

words! {
    /// How it was measured.
    Method {
        Tape = "tape",
        /// A crack gauge or a pair of pegs that stays in place.
        Gauge = "gauge",
        Photo = "photo",
        Gnss = "gnss",
        TotalStation = "total_station",
        /// By eye.
        Estimate = "estimate",
        Other = "other",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    pub hazard: Uuid,
    pub method: Method,
    pub width_mm: Option<f64>,
    /// Half-width of the interval that whoever measured would vouch for.
    pub uncertainty_mm: Option<f64>,
    pub volume_m3: Option<f64>,
    pub distance_to_line_m: Option<f64>,
    pub distance_to_marker_m: Option<f64>,
    pub notes: Option<String>,
}
