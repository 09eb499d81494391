//! Planning: deadlines as the documents have them, tasks and works, who is urged and who is assigned.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod ordered_by_agency;
mod seed_deadlines;
mod urging;
