//! The page of the phone in a real Chromium: what lies on the phone, and what becomes of it when the world is unkind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

mod files;
mod form;
mod keeping;
mod line;
mod pin;
mod reviewing;
mod sending;
#[path = "../support/mod.rs"]
mod support;
mod tabs;
mod world;
