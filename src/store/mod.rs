//! Where records lie for good: SQLite by default, PostgreSQL with PostGIS when one machine is not enough.
//!
//! One SQL text for both engines; what differs is in [`dialect`] and in the types of `migrations/`.
//! Every write is one transaction that also appends to the hash-chained change log ([`writer`]).
//!
//! | module | what it reads and writes |
//! |---|---|
//! | [`records`] | records and contenders, as asserted |
//! | `cases` | everything that is known about an id, statements included |
//! | `by_rule` | approvals that the server writes by a rule of the record's unit |
//! | [`held`] | which revision of a record counts |
//! | [`placements`] | derived places |
//! | [`log`] | the change log and its head |
//! | [`staging`] | rows of an import on their way in, block by block |
//! | [`imports`] | imports from first step to last: their rows count all at once |
//! | [`undo`] | takes an import back |
//! | [`register`] | lines and markers in all their revisions, and what decides which counts |
//! | [`writer`] | the one task that writes |
//! | [`people`] | accounts, units, devices, tokens, sessions |
//! | [`verify`] | walks the chain |
//! | [`evidence`] | what log and tables hold of a record, to be handed over |
//! | [`history`] | what the log says of one record |
//! | [`read_log`] | who read restricted records |
//! | [`erasures`] | lawful erasure |
//! | [`blobs`], [`uploads`] | files under their digest, and files on their way in |
//! | `alert_targets`, [`alert_deliveries`] | where alerts are sent to, and what became of each |
//! | [`checkpoints`] | how far the log was verified |
//! | [`assessments`] | attention levels as they were when they changed |
//!
//! Not here: JSON for clients, HTTP, the rules of the domain.

pub mod alert_deliveries;
pub mod alert_overdue;
mod alert_targets;
pub mod assessments;
pub mod blobs;
mod by_rule;
mod cases;
pub mod checkpoints;
pub mod dialect;
pub mod erasures;
pub mod evidence;
pub mod held;
pub mod history;
pub mod imports;
pub mod log;
pub mod people;
mod people_rows;
mod people_stated;
pub mod placements;
pub mod read_log;
pub mod records;
pub mod register;
pub mod reports;
mod sessions;
pub mod staging;
pub mod undo;
pub mod uploads;
pub mod verify;
pub mod writer;

use uuid::Uuid;

use crate::domain::canonical::NotCanonical;
use crate::domain::secrecy::Carried;

pub use dialect::Store;

/// What can go wrong between this program and its database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database holds no such row: sending it again would not help.
    #[error("the database refused: {0}")]
    Refused(String),
    /// The database cannot be written or read just now: nothing was stored, and sending it again may help.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// There is no room left where the database lies: nothing was stored, and sending it again later will help.
    #[error("there is no room left for the database: {0}")]
    Full(String),
    #[error("the database could not be opened: {0}")]
    Open(String),
    #[error("record {id} cannot be read back: {why}")]
    Unreadable { id: Uuid, why: String },
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// A text of the record carries the mark of a state secret: it is kept nowhere.
    #[error("field {} carries the secrecy mark \"{}\"", .0.field, .0.mark)]
    Secret(Carried),
    #[error("the machine gives no random bytes for salts")]
    NoSalt,
    #[error("the writer has stopped")]
    WriterStopped,
}

impl StoreError {
    fn headless() -> Self {
        Self::Unavailable("chain_head is empty".to_owned())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let refused = match &error {
            sqlx::Error::Encode(_) => true,
            sqlx::Error::Database(cause) => is_about_the_row(cause.as_ref()),
            _ => false,
        };
        let why = error.to_string();
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        // SQLite: FULL, or an I/O error of a write or of growing the index of its log; PostgreSQL: disk_full.
        if code.is_some_and(|code| matches!(code.as_ref(), "13" | "53100" | "778" | "4874")) {
            return Self::Full(why);
        }
        if refused { Self::Refused(why) } else { Self::Unavailable(why) }
    }
}

/// Whether the database found fault with what it was given, and not with itself (full, locked, read-only, gone).
fn is_about_the_row(cause: &dyn sqlx::error::DatabaseError) -> bool {
    let code = cause.code().unwrap_or_default();
    match cause.kind() {
        sqlx::error::ErrorKind::Other => match code.parse::<u32>() {
            // SQLite: TOOBIG, CONSTRAINT, MISMATCH, RANGE; the low byte of an extended code is the plain one.
            Ok(number) if code.len() < 5 => matches!(number & 0xFF, 18 | 19 | 20 | 25),
            // PostgreSQL: classes 22 (data) and 23 (integrity).
            _ => code.starts_with("22") || code.starts_with("23"),
        },
        _ => true,
    }
}
