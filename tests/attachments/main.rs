//! Photos and scans: sent by the tus protocol, kept whole or not at all, shown to those who may see them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod client;
mod content;
mod cuts;
mod documents;
mod elsewhere;
mod killed;
#[allow(dead_code, reason = "the tests of rights use all of it")]
#[path = "../rights/known.rs"]
mod known;
mod pictures;
mod reading;
mod records;
mod room;
mod sending;
#[path = "../support/mod.rs"]
mod support;
mod upkeep;
mod wire;
