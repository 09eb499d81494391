//! What stands in the documents beside tasks: units, rules, reporting duties, channels with the other side.

use serde::{Deserialize, Serialize};

use super::source::{Cite, Flag, Source};
use super::time::CivilDay;

/// An agency or administrative unit, valid in time: the text of 2025 has districts, those of 2026 have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub title: String,
    pub kind: UnitKind,
    pub parent: Option<String>,
    pub valid_from: Option<CivilDay>,
    pub valid_to: Option<CivilDay>,
    pub successor: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    Ministry,
    Province,
    Department,
    District,
    Commune,
    Ward,
    Command,
    Police,
    Post,
    Customs,
    ManagementBoard,
    Office,
    PartyBody,
    Assembly,
    Court,
    Bank,
    Foreign,
    Company,
    Other,
}

/// A standing order about how the line is looked after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub title: String,
    pub subject: RuleSubject,
    /// How often, in the document's words; "none" when it does not say.
    pub interval: String,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSubject {
    Patrol,
    Inspection,
    Marker,
    Hazard,
    Works,
    Crossing,
    Map,
    Forest,
    Water,
    Report,
    Coordination,
    Trade,
    BorderGuard,
    Propaganda,
    Other,
}

/// Who reports to whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub title: String,
    pub from: Vec<String>,
    pub to: String,
    pub period: Vec<Period>,
    pub deadline: Option<String>,
    pub due: Option<CivilDay>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Month,
    Quarter,
    HalfYear,
    Year,
    OnDemand,
    Once,
}

/// Contact with the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub title: String,
    pub kind: ChannelKind,
    /// The other side, as named.
    pub other: String,
    pub subject: String,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    Channel,
    Meeting,
    Minutes,
    Talks,
}
