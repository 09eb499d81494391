//! What is between two sides: observations kept apart, minutes to print, agreed points, files that are exchanged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod made;
mod minutes;
#[allow(dead_code, reason = "the tests of files use all of it")]
#[path = "../attachments/pictures.rs"]
mod pictures;
mod points;
#[allow(dead_code, reason = "the tests of the field record use all of it")]
#[path = "../field/posts.rs"]
mod posts;
mod received;
#[path = "../support/mod.rs"]
mod support;
mod two_sides;
#[allow(dead_code, reason = "the tests of files use all of it")]
#[path = "../attachments/wire.rs"]
mod wire;
