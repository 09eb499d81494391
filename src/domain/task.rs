//! Tasks that a document gives, or that both sides agreed on, with lead, support and deadline in words.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::source::{Cite, Flag, Source};
use super::time::CivilDay;
use super::works::Strength;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    Once,
    /// "Thường xuyên", "tiếp tục": never due, so never overdue.
    Regular,
    Monthly,
    Quarterly,
    Yearly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Marker,
    Line,
    Patrol,
    Hazard,
    Works,
    Crossing,
    Trade,
    Security,
    Forest,
    Water,
    Health,
    Propaganda,
    ForeignAffairs,
    Planning,
    Budget,
    Report,
    Land,
    Transport,
    Tourism,
    Education,
    Investment,
    Organisation,
    Housing,
    Science,
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub title: String,
    pub lead: Vec<String>,
    #[serde(default)]
    pub support: Vec<String>,
    pub deadline: Option<String>,
    /// Last day that the words of the deadline allow.
    pub due: Option<CivilDay>,
    pub strength: Option<Strength>,
    pub recurrence: Option<Recurrence>,
    /// Steps it waits for, in the document's words.
    #[serde(default)]
    pub depends_on: Vec<String>,
    pub topic: Topic,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
    /// The point of a meeting that it came of; then somebody testifies to it, and it is approved like his other records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<AgreedPoint>,
}

/// A point that a meeting agreed on, by its place among them, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreedPoint {
    pub meeting: Uuid,
    pub point: u32,
}
