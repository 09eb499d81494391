//! Alerts that go out of the real program to a real receiver: signed, once, never above a label, whatever is killed on the way.
//!
//! | module | what a user would notice |
//! |---|---|
//! | `receiver` | whoever alerts are sent to: up, down, or answering with faults |
//! | `town` | a province with two posts, its program, and targets |
//! | `arriving` | what arrives, how it is signed, sent again when asked for |
//! | `killed` | receivers that are down, programs that are killed, two programs on one database |
//! | `seen` | what a target may not see |
//! | `events` | server-sent events for maps |
//! | `days` | what becomes overdue on a new day |

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod arriving;
mod days;
mod events;
mod killed;
mod receiver;
mod seen;
mod town;
