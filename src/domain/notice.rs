//! Channels with the other side: notices in and out, to whom they were passed on, and who acknowledged.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::words;

words! {
    NoticeKind {
        ReservoirFilling = "reservoir_filling",
        ReservoirDischarge = "reservoir_discharge",
        Disease = "disease",
        ForestFire = "forest_fire",
        Meeting = "meeting",
        Other = "other",
    }
}

words! {
    Direction {
        In = "in",
        Out = "out",
    }
}

/// A notice from the other side, or to it. The time of the event is when it was received or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub direction: Direction,
    pub kind: NoticeKind,
    /// The other side, as named ("tỉnh Hủa Phăn").
    pub other: String,
    pub subject: String,
    pub text: Option<String>,
}

/// A notice is passed on to a unit, which sees it by this record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    pub notice: Uuid,
    /// Key of the unit that it is for.
    pub to: String,
    pub subject: String,
    pub text: Option<String>,
}

/// A unit acknowledges what was passed on to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    pub forward: Uuid,
    pub notes: Option<String>,
}
