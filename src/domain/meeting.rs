//! Meetings with the other side: who sat there, what was agreed.

use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    MeetingKind {
        Periodic = "periodic",
        AdHoc = "ad_hoc",
        Annual = "annual",
        Talks = "talks",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub kind: MeetingKind,
    pub title: String,
    /// The other side, as named.
    pub other: String,
    pub place: Option<String>,
    pub our_delegates: Vec<String>,
    pub their_delegates: Vec<String>,
    /// What both agreed to do, in the words of the minutes.
    pub agreed: Vec<String>,
    pub notes: Option<String>,
}
