//! Planning: deadlines as the documents have them, tasks and works, who is urged and who is assigned; what is due
//! for inspection, campaigns, checks of the standard map set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod campaigns;
mod due;
mod levels_then;
mod map_checks;
mod order;
mod ordered_by_agency;
#[allow(dead_code, reason = "the tests of the field record use all of it")]
#[path = "../field/posts.rs"]
mod posts;
mod rules;
mod seed_deadlines;
#[path = "../support/mod.rs"]
mod support;
mod urging;
