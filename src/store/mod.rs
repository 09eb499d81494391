//! Where records lie for good: SQLite by default, PostgreSQL with PostGIS when one machine is not enough.
//!
//! One SQL text for both engines; what differs is in [`dialect`] and in the types of `migrations/`.
//! Every write is one transaction that also appends to the hash-chained change log ([`writer`]).
//!
//! | module | what it reads and writes |
//! |---|---|
//! | [`records`] | records and contenders, as asserted |
//! | [`placements`] | derived places |
//! | [`log`] | the change log and its head |
//! | [`writer`] | the one task that writes |
//! | [`verify`] | walks the chain |
//!
//! Not here: JSON for clients, HTTP, the rules of the domain.

pub mod dialect;
pub mod log;
pub mod placements;
pub mod records;
pub mod verify;
pub mod writer;

use uuid::Uuid;

use crate::domain::canonical::NotCanonical;

pub use dialect::Store;

/// What can go wrong between this program and its database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    #[error("the database answered: {0}")]
    Database(String),
    #[error("the database could not be opened: {0}")]
    Open(String),
    #[error("record {id} cannot be read back: {why}")]
    Unreadable { id: Uuid, why: String },
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error("the machine gives no random bytes for salts")]
    NoSalt,
    #[error("the writer has stopped")]
    WriterStopped,
}

impl StoreError {
    fn headless() -> Self {
        Self::Database("chain_head is empty".to_owned())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}
