//! Who may see and do what: every route, every role, every kind of record.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod alerts;
mod bounds;
mod confined;
mod imported;
mod intake;
mod known;
mod lifetimes;
mod matrix;
mod objects;
mod ordered;
mod pages;
mod planned;
mod reads;
mod reports;
mod rules;
mod sessions;
mod statements;
#[path = "../support/mod.rs"]
mod support;
mod world;
