//! A boundary line: one version of its course.

use serde::{Deserialize, Serialize};

use super::number::{LineKey, LineNumbers};
use super::position::LonLat;

/// Whether a course of the line may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    Official,
    /// Good enough for orientation; never for saying where the boundary is.
    Sketch,
}

impl LineStatus {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Sketch => "sketch",
        }
    }
}

/// Where a line's geometry comes from and how far it may be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineProvenance {
    pub source: String,
    pub licence: String,
    pub attribution: String,
    pub how_made: String,
    /// The length that official sources state, in their words and with their name.
    pub official_length: String,
    /// What was measured of its accuracy, so how far off it can be.
    pub accuracy: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundaryLine {
    pub key: LineKey,
    pub version: String,
    pub status: LineStatus,
    pub name: String,
    pub name_en: String,
    pub provenance: LineProvenance,
    /// How far off the course usually is, in metres, and how far it can be.
    pub typical_m: f64,
    pub worst_m: f64,
    /// How far its numbers go.
    pub numbers: LineNumbers,
    /// How sure that is.
    pub numbers_note: String,
    /// Vertices in the order in which the markers are numbered, WGS 84.
    pub vertices: Vec<LonLat>,
}

/// How far the ends of two versions of a line may be apart, besides what both state as their errors, in metres.
pub const ENDS_APART_M: f64 = 5_000.0;

impl BoundaryLine {
    /// How far the ends of another version may be from this one's before they are other ends, in metres.
    pub fn ends_agree_within(&self, other: &Self) -> f64 {
        self.worst_m + other.worst_m + ENDS_APART_M
    }
}
