//! One file per thing a person does, or the program does for them.
//!
//! An action takes what the edge has parsed, lets the domain decide, and hands the result to the writer. It knows
//! the store and the atlas, and nothing of HTTP.

pub mod export;
pub mod import;
pub mod load_reference;
pub mod load_seeds;
pub mod record_inspection;
pub mod record_patrol;
pub mod record_track;
pub mod store_record;

use std::sync::Arc;

use crate::atlas::Atlas;
use crate::domain::time::Instant;
use crate::store::StoreError;
use crate::store::writer::Writer;

/// Tells the time. Passed in, so that a test can hold it still.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What actions work with.
#[derive(Clone)]
pub struct Context {
    pub writer: Writer,
    pub atlas: Arc<Atlas>,
    pub clock: Clock,
}

/// Why the reference data or the seed records did not go in.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the data that the program carries cannot be read: {0}")]
    Data(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a load did. A second load of the same data adds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    pub added: usize,
    pub unchanged: usize,
    /// Records whose stored content differs from the data: what is stored stays, the other is kept beside it.
    pub contended: usize,
    /// Records whose key another record has: not stored.
    pub refused: usize,
}
