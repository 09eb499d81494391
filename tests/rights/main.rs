//! Who may see and do what: every route, every role, every kind of record.

mod known;
mod matrix;
mod reads;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod world;
