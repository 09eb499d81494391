//! A submission that this program cannot read yet, kept as it came.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// The `type` it came with.
    pub kind: String,
    /// Version of its form.
    pub form: i64,
    /// The whole submission as JSON, its fields in the order of their names.
    pub text: String,
}
