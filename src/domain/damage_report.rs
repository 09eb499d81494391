//! From a finding to its remedy: the report to the competent authority, and the answer to it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::words;

/// A finding is reported to whoever decides, with a proposed remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DamageReport {
    /// The inspection or hazard that it reports.
    pub finding: Uuid,
    /// Of the letter, where it went out already.
    pub number: Option<String>,
    pub addressee: String,
    pub remedy: String,
    /// In the words of the report.
    pub deadline: Option<String>,
    pub notes: Option<String>,
}

words! {
    /// What the authority decided.
    Ruling {
        Approved = "approved",
        /// An order to do it otherwise.
        Ordered = "ordered",
        Refused = "refused",
        /// Taken note of, not decided.
        Noted = "noted",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub report: Uuid,
    pub ruling: Ruling,
    pub authority: String,
    pub number: Option<String>,
    pub text: Option<String>,
    /// The works or the task that came of it.
    pub leads_to: Option<Uuid>,
}
