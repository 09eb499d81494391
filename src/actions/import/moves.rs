//! What an import moved: records whose derived place changed, farthest first.

use uuid::Uuid;

use super::Tools;
use crate::store::StoreError;
use crate::store::placements::RelocationRow;

/// # Errors
/// When the database does not answer.
pub async fn moves(tools: &Tools, import: Uuid, limit: usize) -> Result<Vec<RelocationRow>, StoreError> {
    tools.store.relocations(import, i64::try_from(limit).unwrap_or(i64::MAX)).await
}
