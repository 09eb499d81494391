//! Warnings of heavy rain, flash floods and landslides, as the forecasting agency gave them.
//!
//! Levels of risk 1 to 5: Decision 18/2021/QĐ-TTg. A warning counts from its first to its last moment, and for the places
//! that it names.

use serde::{Deserialize, Serialize};

use super::time::Instant;
use super::words::words;

words! {
    WarningKind {
        Rainfall = "rainfall",
        FlashFloodLandslide = "flash_flood_landslide",
    }
}

/// A warning. Where it holds on the line is the referent of its record; what is named beside it, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    pub kind: WarningKind,
    /// 1 to 5.
    pub level: u8,
    pub valid_from: Instant,
    pub valid_to: Instant,
    /// Who gave it, and the number of the bulletin.
    pub issuer: String,
    pub number: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provinces: Vec<String>,
    /// Communes and other units that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communes: Vec<String>,
    pub notes: Option<String>,
}

impl Warning {
    /// Whether it is in force at any moment of a time.
    pub fn meets(&self, (from, to): (Instant, Instant)) -> bool {
        self.valid_from <= to && from <= self.valid_to
    }
}
