//! The long proofs of `make proof`.

#[path = "../support/mod.rs"]
mod support;
