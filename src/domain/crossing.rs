//! Border crossings: pairs of gates, local openings, freight roads.

use serde::{Deserialize, Serialize};

use super::source::{Cite, Flag, Source};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrossingTier {
    International,
    Main,
    Secondary,
    LocalOpening,
    FreightRoad,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrossingStatus {
    Operating,
    Planned,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    pub title: String,
    pub kind: CrossingTier,
    pub status: CrossingStatus,
    /// The crossing on the other side.
    pub pair: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}
