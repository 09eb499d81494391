//! Construction in the border area.

use serde::{Deserialize, Serialize};

use super::source::{Cite, Flag, Source};
use super::time::CivilDay;

/// "Chậm nhất" orders, "phấn đấu" strives: two different promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    Order,
    Strive,
}

/// A step of the works as a document sets or reports it. Progress stays in the document's words ("trên 80%").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub title: String,
    pub deadline: Option<String>,
    /// Last day that the words of the deadline allow.
    pub due: Option<CivilDay>,
    pub strength: Option<Strength>,
    pub progress: Option<String>,
    pub as_of: Option<CivilDay>,
    pub note: Option<String>,
    pub clause: String,
    pub quote: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Works {
    pub title: String,
    pub owner: Option<String>,
    #[serde(default)]
    pub milestone: Vec<Milestone>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}
