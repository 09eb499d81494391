//! A decision about the method of attention levels: it approves exactly one file, by its digest, or takes that back.

use serde::{Deserialize, Serialize};

use super::time::CivilDay;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodApproval {
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// False where an earlier decision is taken back.
    pub approved: bool,
    /// Number and day of the decision, and who took it.
    pub decision: String,
    pub decided_on: CivilDay,
    pub decided_by: String,
    pub reason: String,
}
