//! Watch points: landslides, cracks and eroded banks along the line.

use serde::{Deserialize, Serialize};

use super::source::{Cite, Flag, Source};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    Landslide,
    /// "Nguy cơ cao sạt lở": the documents' term, not our attention level.
    LandslideRisk,
    Crack,
    BankErosion,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The document or the reporter does not say. A state of its own, not "low".
    Unknown,
    Low,
    Moderate,
    High,
    Critical,
}

/// What is cracked or sliding, where the document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardObject {
    Ridge,
    Ground,
    Marker,
    Embankment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    pub title: String,
    pub kind: HazardKind,
    pub severity: Severity,
    pub object: Option<HazardObject>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

impl HazardKind {
    pub const ALL: [Self; 4] = [Self::Landslide, Self::LandslideRisk, Self::Crack, Self::BankErosion];

    /// What it is called where nobody gave it a title.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Landslide => "Sạt lở",
            Self::LandslideRisk => "Nguy cơ cao sạt lở",
            Self::Crack => "Vết nứt",
            Self::BankErosion => "Sạt lở bờ",
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Landslide => "landslide",
            Self::LandslideRisk => "landslide_risk",
            Self::Crack => "crack",
            Self::BankErosion => "bank_erosion",
        }
    }
}

impl Severity {
    pub const ALL: [Self; 5] = [Self::Unknown, Self::Low, Self::Moderate, Self::High, Self::Critical];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl HazardObject {
    pub const ALL: [Self; 4] = [Self::Ridge, Self::Ground, Self::Marker, Self::Embankment];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ridge => "ridge",
            Self::Ground => "ground",
            Self::Marker => "marker",
            Self::Embankment => "embankment",
        }
    }
}
