//! Bundles: a device's whole queue with its photos as one encrypted file, brought by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod by_phone;
mod console;
mod damaged;
mod desk;
#[allow(dead_code, reason = "the tests of files use all of it")]
#[path = "../attachments/pictures.rs"]
mod pictures;
#[allow(dead_code, reason = "the tests of the field record use all of it")]
#[path = "../field/posts.rs"]
mod posts;
mod sealing;
mod smuggled;
#[path = "../support/mod.rs"]
mod support;
