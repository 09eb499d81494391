//! Reports of units for periods: what they count, as of when, what is written into them, and the document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod command;
mod cut_off;
mod document;
mod documents;
mod figures;
mod late;
mod narratives;
mod office;
#[allow(dead_code, reason = "the tests of the field use all of it")]
#[path = "../field/posts.rs"]
mod posts;
#[path = "../support/mod.rs"]
mod support;
mod world;
