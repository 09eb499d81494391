//! The stories that prove the mission, one file a story, through the real program.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod story_01;
mod story_02;
mod story_03;
mod story_04;
mod story_05;
mod story_06;
mod story_07;
mod story_08;
mod story_09;
mod story_10;
mod story_11;
mod story_12;
mod story_13;
mod story_14;
