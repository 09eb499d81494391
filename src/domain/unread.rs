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

impl Unread {
    /// What stands for a record of which erasing left nothing to read.
    pub fn erased(kind: &str, form: i64) -> Self {
        Self { kind: kind.to_owned(), form, text: String::new() }
    }

    /// Whether it was erased: what came in has a text.
    pub const fn is_erased(&self) -> bool {
        self.text.is_empty()
    }
}
