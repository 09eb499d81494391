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

impl Meeting {
    /// What was agreed under a number, counted from 1.
    pub fn point(&self, number: u32) -> Option<&str> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.agreed.get(at).map(String::as_str)
    }
}
