//! The field record: what is said about records, synchronisation, and that the order of arrival does not matter.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod alerts;
mod by_rule;
mod dealing;
mod erased;
mod floors;
mod forms;
mod guarded;
mod noted;
mod objects;
mod order;
mod others;
#[allow(dead_code, reason = "the tests of bundles use all of it")]
mod owned;
mod patrolling;
mod posts;
mod pulling;
mod pushing;
mod statements;
#[path = "../support/mod.rs"]
mod support;
mod unread;
#[allow(dead_code, reason = "the tests of attachments use all of it")]
#[path = "../attachments/wire.rs"]
mod wire;
