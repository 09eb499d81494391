//! A patrol: who went along the line, when, and together with whom.
//!
//! Where it went is not asserted here but recorded: see [`Track`](super::track::Track).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::inspection::Mode;
use super::time::{CivilDay, Instant};
use super::words::words;

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
    /// How many of each force, where somebody counted; each force once, in the order of [`Force::ALL`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participants>,
    /// The other side's unit, as named: it walked its own side at the same time (bilateral), or with ours (joint).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_side: Option<String>,
    /// The plan that it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Uuid>,
}

/// How many people of one force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participants {
    pub force: Force,
    pub people: i64,
}

/// A patrol that is to be walked. It is late against its own last day alone: no rule says how often anybody walks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatrolPlan {
    pub mode: Mode,
    pub force: Force,
    /// On these days, the last included.
    pub starts_on: CivilDay,
    pub due: CivilDay,
    #[serde(default)]
    pub participants: Vec<Participants>,
    pub other_side: Option<String>,
    pub notes: Option<String>,
}

words! {
    /// How a plan stands on a day.
    PlanState {
        Upcoming = "upcoming",
        /// Its days have begun.
        Current = "current",
        CarriedOut = "carried_out",
        Overdue = "overdue",
    }
}

impl PatrolPlan {
    /// How a plan for these days stands. `walked`: the first day of a patrol that carried it out, however late.
    pub fn state(starts_on: CivilDay, due: CivilDay, day: CivilDay, walked: Option<CivilDay>) -> PlanState {
        match walked {
            Some(_) => PlanState::CarriedOut,
            None if day > due => PlanState::Overdue,
            None if day >= starts_on => PlanState::Current,
            None => PlanState::Upcoming,
        }
    }
}
