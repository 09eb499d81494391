//! The long proofs of `make proof`: cost at volume, and loss when the process is killed. Each prints what it measured.
//!
//! Run them optimised and one at a time (`scripts/proof`): they measure time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_precision_loss, reason = "tests")]

mod attention_cost;
mod bbox_cost;
mod coverage_cost;
mod due_cost;
mod full_disk;
mod import_million;
mod kill;
mod load;
#[allow(dead_code, reason = "a small disk of SQLite uses the rest")]
#[path = "../storm/room.rs"]
mod room;
#[allow(dead_code, reason = "registers of the atlas's tests")]
#[path = "../atlas/small.rs"]
mod small;
#[path = "../storm/mod.rs"]
mod storm;
mod storms;
#[path = "../support/mod.rs"]
mod support;
mod synthetic;
mod verify_cost;
mod volume;
