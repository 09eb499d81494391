//! Who read restricted records: one line a request, in a chain of its own.
//!
//! line = SHA-256(previous line ‖ canonical line); before the first stand 32 zero bytes.

use serde::Serialize;

use super::access::Label;
use super::canonical::{self, NotCanonical};
use super::chain::Digest;
use super::time::Instant;

/// One answer that held records that not everybody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    pub seq: i64,
    pub at: Instant,
    /// Account, device or token; whoever writes it decides how people are named.
    pub who: String,
    /// Method and path of the route, with its variables filled in or not.
    pub route: String,
    /// The highest label in the answer.
    pub label: Label,
    /// How many such records.
    pub count: i64,
}

impl Reading {
    /// # Errors
    /// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
    pub fn hash(&self, previous: &Digest) -> Result<Digest, NotCanonical> {
        Ok(Digest::of(&[previous.as_bytes(), &canonical::bytes(self)?]))
    }
}
