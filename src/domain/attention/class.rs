//! Five classes, and one for not knowing.

use serde::{Deserialize, Serialize};

use super::method::Bounds;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    NoData,
    VeryLow,
    Low,
    Moderate,
    High,
    VeryHigh,
}

impl Class {
    pub const ALL: [Self; 6] = [Self::NoData, Self::VeryLow, Self::Low, Self::Moderate, Self::High, Self::VeryHigh];

    /// The class of so many tenths of a point.
    pub fn of(tenths: i64, bounds: &Bounds) -> Self {
        let from = [
            (Self::VeryHigh, bounds.very_high),
            (Self::High, bounds.high),
            (Self::Moderate, bounds.moderate),
            (Self::Low, bounds.low),
        ];
        from.into_iter().find(|(_, least)| tenths >= least.tenths()).map_or(Self::VeryLow, |(class, _)| class)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::VeryLow => "very_low",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::VeryHigh => "very_high",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }

    /// The numeral on maps, 1 to 5; none without data.
    pub const fn numeral(self) -> Option<u8> {
        match self {
            Self::NoData => None,
            Self::VeryLow => Some(1),
            Self::Low => Some(2),
            Self::Moderate => Some(3),
            Self::High => Some(4),
            Self::VeryHigh => Some(5),
        }
    }
}
