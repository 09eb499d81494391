//! Signed files between two sides: one is made of chosen records, theirs are read and set beside ours.
//!
//! | module | what it does |
//! |---|---|
//! | [`make`] | decides what may go out, signs it, and writes down who made it and what was in it |
//! | [`take`] | reads a file of the other side: what it would do, and does it |

pub mod make;
pub mod take;

use std::sync::Arc;

use crate::domain::signature::{PublicKey, SecretKey};

/// A key of somebody else that whoever runs this server trusts.
#[derive(Debug, Clone)]
pub struct Trusted {
    pub key: PublicKey,
    /// What its owner is called.
    pub name: String,
}

/// The keys as they are now.
#[derive(Debug)]
pub struct ExchangeKeys {
    /// What signs; none while nobody made one.
    pub own: Option<SecretKey>,
    pub trusted: Vec<Trusted>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoKeys(pub String);

/// Gives the keys; asked each time, so that a new one is known at once.
pub type Signing = Arc<dyn Fn() -> Result<ExchangeKeys, NoKeys> + Send + Sync>;
