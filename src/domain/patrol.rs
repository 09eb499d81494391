//! A patrol: who went along the line, when, and together with whom.
//!
//! Where it went is not asserted here but recorded: see [`Track`](super::track::Track).

use serde::{Deserialize, Serialize};

use super::inspection::Mode;
use super::time::Instant;

/// Who patrols. The words are those of the documents: Bộ đội Biên phòng, Công an, Kiểm lâm, Dân quân, Hải quan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    BorderGuard,
    Police,
    Rangers,
    Militia,
    Customs,
    /// The army other than the border guard.
    Army,
    Other,
}

impl Force {
    pub const ALL: [Self; 7] =
        [Self::BorderGuard, Self::Police, Self::Rangers, Self::Militia, Self::Customs, Self::Army, Self::Other];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BorderGuard => "border_guard",
            Self::Police => "police",
            Self::Rangers => "rangers",
            Self::Militia => "militia",
            Self::Customs => "customs",
            Self::Army => "army",
            Self::Other => "other",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patrol {
    pub mode: Mode,
    /// Who led it.
    pub force: Force,
    /// Who came along, each once, in the order of [`Force::ALL`].
    #[serde(default)]
    pub with: Vec<Force>,
    pub started_at: Instant,
    /// None while it is out, or when nobody said.
    pub ended_at: Option<Instant>,
    /// How many people went.
    pub members: Option<i64>,
    pub notes: Option<String>,
}
