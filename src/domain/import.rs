//! An import: a file of rows that went in together, and can be taken back together.

use serde::{Deserialize, Serialize};

/// Whether the rows of an import count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    Applied,
    /// Taken back as a whole. The rows stay in the log; they are shown nowhere.
    Undone,
}

/// The record that makes the rows of an import visible, and says where they came from. Its id is the `import_id` of
/// the rows; undoing is a further revision of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    pub layer: String,
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub file_digest: String,
    pub format: String,
    /// The reference system of the file's coordinates, such as `EPSG:9206`.
    pub crs: String,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    /// Rows that were passed over because somebody said so.
    pub refused: i64,
    pub state: ImportState,
    /// Why it was undone.
    pub reason: Option<String>,
}
