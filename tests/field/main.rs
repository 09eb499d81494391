//! The field record: what is said about records, synchronisation, and that the order of arrival does not matter.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod dealing;
mod forms;
mod guarded;
mod noted;
mod order;
#[allow(dead_code, reason = "the tests of bundles use all of it")]
mod owned;
mod posts;
mod pulling;
mod pushing;
mod statements;
#[path = "../support/mod.rs"]
mod support;
mod unread;
